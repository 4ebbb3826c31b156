"""The PDF of a report: the official form on paper, its typeface inside, readable by machines."""

import io
import logging
import unicodedata
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pdfplumber
import pdfua
import pikepdf
import pypdf
import pytest

from reports import checks
from reports.documents import pdf, typst_annexes
from reports.documents.document import Annex, Paper
from tests.factories import TODAY, TaskFactory
from tests.reports.office import Office, one_of_each
from tests.reports.official import HALF, an_issued_plan, report_of, said
from tests.worlds import kept
from units.actions import create_unit

# The fixture below fills the database itself; pytest-django makes one only for files marked so.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

A4 = (595, 842)
BLANK = '<html lang="vi"><head><title>x</title></head><body>'
LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬEÈẺẼÉẸÊỀỂỄẾỆIÌỈĨÍỊOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢUÙỦŨÚỤƯỪỬỮỨỰYỲỶỸÝỴĐ"
)


def a_report():
    TaskFactory.reset_sequence(0)  # numbers of a length that no column breaks
    plan = an_issued_plan()
    rooms = [
        create_unit(code=name, name=name, kind=plan.issuer.kind, parent=plan.issuer)
        for name in ("Văn phòng Sở", "Thanh tra Sở")
    ]
    office = Office(plan.issuer, rooms, plan)
    one_of_each(office)
    for number in range(24):
        office.work(room=number % 2, due=-1 - number, task__title=f"Kiểm tra định kỳ lần {number}")
    said(office.work(due=-9), TODAY, note="Đang làm", difficulty=f"Chữ cái: {LETTERS}")
    return report_of(plan, HALF, TODAY)


@dataclass(frozen=True)
class Made:
    data: bytes
    complaints: list[str]


class Listener(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.heard = []

    def emit(self, record):
        self.heard.append(record.getMessage())


@pytest.fixture(scope="module")
def rendered(django_db_setup, django_db_blocker, tmp_path_factory):
    """One report for all tests of this file: making it is most of their time."""
    listener = Listener()
    logging.getLogger("weasyprint").addHandler(listener)
    try:
        with kept(django_db_blocker, tmp_path_factory.mktemp("media")):
            data = pdf.document_pdf(a_report())
    finally:
        logging.getLogger("weasyprint").removeHandler(listener)
    return Made(data, listener.heard)


@pytest.fixture
def made(rendered):
    return rendered.data


@pytest.fixture(scope="module")
def pages(rendered):
    """The text of each page."""
    return pages_of(rendered.data)


def pages_of(data):
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [unicodedata.normalize("NFC", page.extract_text()) for page in document.pages]


def opened(data) -> Any:
    return pypdf.PdfReader(io.BytesIO(data))


def fonts_of(data):
    found = set()
    for page in opened(data).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"]
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            found.add(str(inner["/BaseFont"]).partition("+")[2])
    return found


def test_the_first_page_begins_with_the_official_head(pages):
    lines = pages[0].splitlines()

    assert lines[0] == "UBND TỈNH ĐẮK NÔNG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert lines[1] == "SỞ KHOA HỌC VÀ CÔNG NGHỆ Độc lập - Tự do - Hạnh phúc"
    assert lines[2].split() == [
        "Số:",
        "/BC-SKHCN",
        "Đắk",
        "Nông,",
        "ngày",
        "15",
        "tháng",
        "6",
        "năm",
        "2026",
    ]
    assert lines[3] == "BÁO CÁO"
    assert lines[4].startswith("Kết quả thực hiện Kế hoạch số 05/KH-SKHCN ngày 15/01/2026")


def test_every_vietnamese_letter_is_in_the_text(pages):
    text = "".join(pages).replace("\n", "").replace(" ", "")
    assert LETTERS in text


def test_pages_are_numbered_from_the_second_on_and_each_annex_on_its_own(made):
    number = 0
    with pdfplumber.open(io.BytesIO(made)) as document:
        assert len(document.pages) > 8
        for page in document.pages:
            words = page.extract_words()
            begins = number == 0 or [word["text"] for word in words[:2]] == ["Phụ", "lục"]
            number = 1 if begins else number + 1
            top = [word for word in words if word["bottom"] < 20 / 25.4 * 72]
            assert [word["text"] for word in top] == ([] if begins else [str(number)])
            if top:
                middle = (top[0]["x0"] + top[0]["x1"]) / 2
                assert abs(middle - page.width / 2) < 25  # the margins differ left and right


def test_paper_is_a4_and_only_wide_annexes_lie_across(made):
    found: dict[str, set] = {}
    name = "text"
    with pdfplumber.open(io.BytesIO(made)) as document:
        for page in document.pages:
            first = page.extract_text().splitlines()[0]
            name = first if first.startswith("Phụ lục") else name
            found.setdefault(name, set()).add((round(page.width), round(page.height)))
    assert found == {
        "text": {A4},
        "Phụ lục I": {A4},
        "Phụ lục II": {A4[::-1]},
        "Phụ lục III": {A4[::-1]},
        "Phụ lục IV": {A4},
    }


@pytest.mark.parametrize("by", ["typst", "weasyprint"])
def test_it_passes_the_check_of_pdf_ua_with_one_table_in_the_tree_for_each(
    db, monkeypatch, tmp_path, by
):
    monkeypatch.setattr("reports.documents.typst_annexes.is_there", lambda: by == "typst")
    report = a_report()
    with pikepdf.open(io.BytesIO(pdf.document_pdf(report))) as document:
        assert "vi" in str(document.Root.Lang)
        tables = sum(1 for one in elements(document.Root.StructTreeRoot) if one.S == "/Table")
        outline = [str(item.title) for item in document.open_outline().root]
        document.save(tmp_path / "b.pdf")

    assert tables == len(report.tables())
    assert [line for line in outline if line.startswith("Phụ lục")] == [
        annex.heading for annex in report.annexes
    ] or by == "weasyprint"
    checked = pdfua.validate(str(tmp_path / "b.pdf"))
    assert [(one.rule_id, one.message) for one in checked.findings] == []


def elements(node):
    """Every element of a structure tree."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def test_both_ways_say_the_same(db, monkeypatch):
    report, said = a_report(), []
    for there in (True, False):
        monkeypatch.setattr("reports.documents.typst_annexes.is_there", lambda there=there: there)
        words = " ".join(pages_of(pdf.document_pdf(report))).split()
        said.append({word for word in words if len(word) < 12})  # longer ones break elsewhere
    assert said[0] == said[1]


def test_text_keeps_the_margins(made):
    with pdfplumber.open(io.BytesIO(made)) as document:
        for page in document.pages[:3]:
            words = page.extract_words()
            assert min(word["x0"] for word in words) >= 30 / 25.4 * 72 - 1
            assert max(word["x1"] for word in words) <= page.width - 15 / 25.4 * 72 + 1


def test_the_wanted_typeface_is_inside_and_no_other(made):
    family = pdf.faces()[0].family.replace(" ", "")
    found = {name.replace("-", "") for name in fonts_of(made)}
    assert found
    assert all(name.startswith(family) for name in found), found


def test_it_is_tagged_and_tells_language_and_title(made):
    reader = opened(made)
    catalog = reader.trailer["/Root"]

    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/StructTreeRoot"]["/K"]
    assert catalog["/Lang"] == "vi"
    assert reader.metadata.title.startswith("Báo cáo kết quả thực hiện Kế hoạch số 05/KH-SKHCN")
    assert b"pdfuaid" in catalog["/Metadata"].get_object().get_data()


def test_tables_headings_and_the_chart_are_told_to_screen_readers(made):
    tags = set()

    def walk(element):
        element = element.get_object()
        if isinstance(element, list):
            for one in element:
                walk(one)
        elif isinstance(element, dict):
            tags.add(element.get("/S"))
            if element.get("/S") == "/Figure":
                assert "Biểu đồ số phần việc" in element["/Alt"]
            if "/K" in element:
                walk(element["/K"])

    walk(opened(made).trailer["/Root"]["/StructTreeRoot"])
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TH", "/TD", "/Figure"} <= tags


def test_signature_and_recipients_share_a_page(pages):
    where = [n for n, text in enumerate(pages) if "Nơi nhận:" in text]
    assert len(where) == 1
    assert "PHÓ GIÁM ĐỐC" in pages[where[0]]
    assert "Đặng Văn Tín" in pages[where[0]]
    assert "- Lưu: VT, VP(Th)." in pages[where[0]]


def test_a_table_over_several_pages_repeats_its_head(pages):
    late = [text for text in pages if "Kiểm tra định kỳ lần" in text]
    annex = [text for text in late if "Kết quả đã ghi nhận" in text]
    assert len(annex) > 1


def test_rendering_complains_of_nothing(rendered):
    assert rendered.complaints == []


def test_a_document_fetches_nothing_but_its_typeface(caplog, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    addresses = ("https://example.com/a.png", secret.as_uri())
    html = BLANK + "".join(f'<p>Chữ <img alt="" src="{address}"></p>' for address in addresses)
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        made = pdf.render(html)
    refused = [
        r.getMessage() for r in caplog.records if "not one of the document's" in r.getMessage()
    ]
    assert len(refused) == 2
    assert b"/Image" not in made


@pytest.mark.parametrize(
    "said_so", ['#read("/etc/passwd")', '#image("a.png")', "$x$ \\ #pagebreak()"]
)
def test_what_is_typed_is_no_code_of_the_annexes(said_so):
    """The annexes are set by a program of their own, which takes texts as data."""
    annex = Annex("k", "I", said_so, "", said_so, ())
    header = SimpleNamespace(agency=("SỞ THỬ",))
    document: Any = SimpleNamespace(name="x", header=header, paper=Paper(), annexes=(annex,))
    folders = {face.file.parent for face in pdf.faces()}
    (page,) = pages_of(typst_annexes.annexes_pdf(document, "Liberation Serif", [*folders]))
    assert page.replace(" ", "").count(said_so.replace(" ", "")) == 2


def test_without_liberation_serif_noto_serif_takes_its_place(monkeypatch, tmp_path):
    pdf.faces.cache_clear()
    monkeypatch.setattr(pdf, "_DEBIAN", tmp_path)
    try:
        made = pdf.render(
            '<html lang="vi"><head><title>x</title></head><body><p>Độc <b>lập</b></p>'
        )
        assert not pdf.has_times_widths()
        assert {name.partition("-Bold")[0] for name in fonts_of(made)} == {"Noto-Serif"}
        assert "Độc lập" in pages_of(made)[0]
    finally:
        pdf.faces.cache_clear()


def test_half_a_font_does_not_count(tmp_path):
    broken = tmp_path / "LiberationSerif-Regular.ttf"
    broken.write_bytes(b"no font")
    assert not pdf.covers_vietnamese(broken)
    assert not pdf.covers_vietnamese(tmp_path / "nowhere.ttf")
    assert all(pdf.covers_vietnamese(face.file) for face in pdf.faces())


# --- what the machine lacks -----------------------------------------------------------------------
def test_a_machine_with_everything_is_not_warned():
    assert checks.pdf_libraries() == []


def test_a_missing_pango_is_named_with_its_packages(monkeypatch):
    monkeypatch.setattr(checks, "has_pango", lambda: False)
    (warning,) = checks.pdf_libraries()
    assert warning.id == "reports.W001"
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in str(warning.hint)


def test_pango_under_another_name_is_found_by_weasyprint(monkeypatch):
    monkeypatch.setattr(pdf, "PANGO", ("libno-such-library.so.0",))
    assert pdf.has_pango()


def test_pango_missing_altogether(monkeypatch):
    def nothing():
        raise pdf.PdfUnavailable

    monkeypatch.setattr(pdf, "PANGO", ("libno-such-library.so.0",))
    monkeypatch.setattr(pdf, "_weasyprint", nothing)
    assert not pdf.has_pango()


def test_another_typeface_is_warned_about(monkeypatch):
    monkeypatch.setattr(checks, "has_times_widths", lambda: False)
    (warning,) = checks.pdf_typeface()
    assert "fonts-liberation2" in str(warning.hint)
