"""How a document falls on its pages, whatever its length: measured in the PDF, and in Word by the
marks that keep things together."""

import datetime
import io
import re
from dataclasses import replace

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn

from reports.documents.document import (
    Annex,
    Bullets,
    Cell,
    HeadCell,
    Header,
    OfficialDocument,
    Paragraph,
    Part,
    Row,
    Section,
    Signature,
    Table,
    Title,
)
from reports.documents.pdf import document_pdf
from reports.documents.word import document_docx
from reports.documents.wording import dateline

NUMBER = "93/KH-SKHCN"
SENTENCE = (
    f"Thực hiện Kế hoạch số {NUMBER} ngày 18/12/2025, các đơn vị đã hoàn thành 93,08% nhiệm vụ của"
    f" Quý III/2026 theo Công văn số 6246/UBND-NC và Kế hoạch số {NUMBER}."
)
# So many paragraphs bring the end of the text near the foot of the page, onto it and over it.
LENGTHS = (11, 12, 14)


def a_document(paragraphs: int) -> OfficialDocument:
    blocks = tuple(Paragraph(SENTENCE) for _ in range(paragraphs))
    table = Table(
        caption="Bảng 1. Kết quả",
        columns=("c-tt", "c-wide", "c-day"),
        head=(tuple(HeadCell(text) for text in ("TT", "Nội dung", "Số")),),
        rows=tuple(Row((Cell(f"{n}"), Cell(SENTENCE), Cell("1"))) for n in range(4)),
    )
    return OfficialDocument(
        name="Báo cáo",
        filename="bao-cao",
        header=Header(
            "UBND TỈNH LAM GIANG",
            ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "TỈNH LAM GIANG"),
            "Số: 05/BC-SKHCN",
            dateline("Lam Giang", datetime.date(2026, 2, 5)),
        ),
        title=Title("BÁO CÁO", f"Kết quả thực hiện Kế hoạch số {NUMBER}", "(năm 2026)"),
        addressees=("Ủy ban nhân dân tỉnh Lam Giang",),
        bases=(f"Thực hiện Kế hoạch số {NUMBER}.",),
        opening="Sở Khoa học và Công nghệ báo cáo như sau:",
        parts=(
            Part("I", "TÌNH HÌNH", (Section("a", "1.", "Chung", blocks),)),
            Part("II", "KẾT QUẢ", (Section("b", "1.", "Bảng", (table, Bullets(("Hết.",)))),)),
        ),
        closing="Trên đây là báo cáo của Sở Khoa học và Công nghệ./.",
        signature=Signature(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Đặng Văn Tín"),
        recipients=("- Như trên;", "- Lưu: VT."),
    )


@pytest.fixture(scope="module")
def made():
    """The lines of each page, with where they end, by the length of the text."""
    found = {}
    for length in LENGTHS:
        with pdfplumber.open(io.BytesIO(document_pdf(a_document(length)))) as pdf:
            found[length] = [(page.height, page.extract_text_lines()) for page in pdf.pages]
    return found


def text_of(page) -> str:
    return "\n".join(line["text"] for line in page[1])


@pytest.mark.parametrize("length", LENGTHS)
def test_the_signature_never_stands_alone_on_a_page(made, length):
    page = next(text_of(one) for one in made[length] if "Đặng Văn Tín" in text_of(one))
    assert "./." in page
    assert "PHÓ GIÁM ĐỐC" in page
    assert "Lưu: VT" in page


@pytest.mark.parametrize("length", LENGTHS)
def test_the_first_page_is_full_and_its_head_unbroken(made, length):
    height, lines = made[length][0]
    words = [line["text"] for line in lines]
    assert any("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in line for line in words)
    assert any("Độc lập - Tự do - Hạnh phúc" in line for line in words)
    assert any("ngày 05 tháng 02 năm 2026" in line for line in words)
    if len(made[length]) > 1:
        assert max(line["bottom"] for line in lines) > 0.75 * height


@pytest.mark.parametrize("length", LENGTHS)
def test_numbers_days_and_periods_stay_on_one_line(made, length):
    text = "\n".join(text_of(page) for page in made[length])
    document = a_document(length)
    wanted = sum(
        str(value).count(NUMBER)
        for value in (document.title.subject, *document.bases, *(SENTENCE,) * (length + 4))
    )
    assert text.count(NUMBER) == wanted
    assert text.count("Quý III/2026") == text.count("6246/UBND-NC") == length + 4
    assert not re.search(r"(?m)(?:/|KH-|UBND-|93,)$", text)


@pytest.mark.parametrize("length", LENGTHS)
def test_no_heading_stands_at_the_foot_of_a_page(made, length):
    for height, lines in made[length]:
        last = max(lines, key=lambda line: line["bottom"])
        assert not re.match(r"(?:[IV]+|\d)\. |Bảng 1", last["text"]), (height, last["text"])


def test_word_keeps_the_same_things_together():
    document = a_document(10)
    word = docx.Document(io.BytesIO(document_docx(document)))
    for style in ("Heading 1", "Heading 2", "Caption"):
        assert word.styles[style].paragraph_format.keep_with_next, style
    closing = next(line for line in word.paragraphs if line.text.endswith("./."))
    assert closing.paragraph_format.keep_with_next
    foot = word.tables[-1].rows[0]
    assert foot._tr.trPr.find(qn("w:cantSplit")) is not None
    head = word.tables[1].rows[0]
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    xml = word.element.xml
    assert NUMBER not in xml
    assert xml.count("<w:noBreakHyphen/>") >= 2 * 14
    section = word.sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml


def test_a_wide_annex_is_a_section_across_in_both():
    document = a_document(9)
    from_text = document.parts[1].sections[0].blocks[0]
    annex = replace(_annex(), blocks=(from_text,))
    whole = replace(document, annexes=(annex, replace(annex, number="II", is_wide=False)))
    with pdfplumber.open(io.BytesIO(document_pdf(whole))) as pdf:
        sizes = [page.width > page.height for page in pdf.pages]
        annexes = [page.extract_text() for page in pdf.pages[-2:]]
    assert sizes[-2:] == [True, False]
    assert [one.splitlines()[0] for one in annexes] == ["Phụ lục I", "Phụ lục II"]
    word = docx.Document(io.BytesIO(document_docx(whole)))
    widths = [int(one.page_width or 0) > int(one.page_height or 0) for one in word.sections]
    assert widths == [False, True, False]


def _annex():
    return Annex("a", "I", "BẢNG", "(Kèm theo Báo cáo)", "", (), is_wide=True)
