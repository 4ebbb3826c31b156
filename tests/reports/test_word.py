"""The Word file of a report: real styles, repeated heads, its own numbering for each annex."""

import io
import re
import zipfile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from reading.open.files import raw_items
from reading.open.raw import RawLine
from reports.compliance.annex_choice import ANNEX_LABELS
from reports.documents.word import document_docx
from reports.models import DocumentForm
from tests.factories import TODAY
from tests.reports.office import Office, one_of_each
from tests.reports.official import HALF, an_issued_plan, report_of
from tests.worlds import shared
from units.actions import create_unit

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def an_office_of_a_department():
    plan = an_issued_plan()
    rooms = [
        create_unit(code=name, name=name, kind=plan.issuer.kind, parent=plan.issuer)
        for name in ("Văn phòng Sở", "Thanh tra Sở")
    ]
    office = Office(plan.issuer, rooms, plan)
    one_of_each(office)
    return office


@shared
def report():
    return report_of(an_office_of_a_department().plan, HALF, TODAY, chosen=tuple(ANNEX_LABELS))


@pytest.fixture
def made(report):
    return docx.Document(io.BytesIO(document_docx(report)))


def styled(made, name):
    return [line.text for line in made.paragraphs if line.style.name == name]


def test_every_paragraph_has_a_style_of_the_document(made):
    assert {line.style.name for line in made.paragraphs} <= {
        "Title",
        "Trích yếu",
        "Đường kẻ",
        "Kính gửi",
        "Căn cứ",
        "Body Text",
        "Heading 1",
        "Heading 2",
        "Gạch đầu dòng",
        "Ghi chú",
        "Caption",
        "Biểu đồ",
        "Sau bảng",
        "Phụ lục",
        "Tên phụ lục",
        "Nguồn phụ lục",
    }
    assert made.styles["Body Text"].font.name == "Times New Roman"
    assert made.styles["Body Text"].font.size == Pt(14)


def test_the_text_is_that_of_the_document(made, report):
    assert styled(made, "Heading 1") == [f"{part.number}. {part.title}" for part in report.parts]
    assert styled(made, "Heading 2") == [
        f"{section.number} {section.title}"
        for part in report.parts
        for section in part.sections
        if section.number
    ]
    assert styled(made, "Căn cứ") == list(report.bases)
    assert styled(made, "Title") == ["BÁO CÁO"]


def test_the_head_and_the_foot_stand_beside_each_other(made):
    first, last = made.tables[0], made.tables[[_frame(t) for t in made.tables].index(True, 1)]
    left, right = first.rows[0].cells
    assert left.text.splitlines()[:2] == ["UBND TỈNH ĐẮK NÔNG", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"]
    assert right.text.splitlines()[:2] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert last.rows[0].cells[1].text.splitlines() == [
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Đặng Văn Tín",
    ]
    assert last.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None
    closing = next(line for line in made.paragraphs if line.text.endswith("./."))
    assert closing.paragraph_format.keep_with_next


def _frame(table):
    return table.style.name != "Table Grid"


def test_heads_of_tables_come_back_on_every_page(made, report):
    grids = [table for table in made.tables if not _frame(table)]
    assert len(grids) == len(report.tables())
    for grid, table in zip(grids, report.tables(), strict=True):
        repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in grid.rows]
        assert repeated == [True] * len(table.head) + [False] * len(table.rows)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in grid.rows)


def test_each_annex_is_a_section_numbered_on_its_own(made, report):
    text, *annexes = made.sections
    assert text.orientation == WD_ORIENT.PORTRAIT
    assert [one.orientation == WD_ORIENT.LANDSCAPE for one in annexes] == [
        annex.is_wide for annex in report.annexes
    ]
    for section in made.sections:
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
    assert (round(text.left_margin.mm), round(text.right_margin.mm)) == (30, 15)


def test_numbers_of_documents_do_not_break(report):
    with zipfile.ZipFile(io.BytesIO(document_docx(report))) as packed:
        xml = packed.read("word/document.xml").decode()
    assert "KH-SKHCN" not in xml
    assert re.search(r"05/KH</w:t><w:noBreakHyphen/><w:t>SKHCN", xml)


def test_the_agency_sets_page_and_size():
    office = an_office_of_a_department()
    DocumentForm.objects.create(
        unit=office.agency,
        margin_left=35,
        margin_right=20,
        text_size=13,
        letters="SKHCN-VP",
        authority="TL.",
        signs_for="Giám đốc",
        position="Chánh Văn phòng",
        signatory="Lê Thị Hà",
        drafter="VP",
        place="Gia Nghĩa",
    )
    report = report_of(office.plan, HALF, TODAY)
    made = docx.Document(io.BytesIO(document_docx(report)))

    assert round(made.sections[0].left_margin.mm) == 35
    assert made.styles["Body Text"].font.size == Pt(13)
    assert report.header.number.endswith("/BC-SKHCN-VP")
    assert report.header.dateline.startswith("Gia Nghĩa, ")
    assert report.signature.lines == ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")
    assert report.recipients[-1] == "- Lưu: VT, VP."


def test_word_needs_no_typesetter_for_pictures(monkeypatch, report):
    monkeypatch.setattr("reports.documents.typst_annexes.is_there", lambda: False)
    made = docx.Document(io.BytesIO(document_docx(report)))
    assert len(made.inline_shapes) == 0
    assert len([table for table in made.tables if not _frame(table)]) == len(report.tables())


def test_notes_are_footnotes_of_word(report):
    data = document_docx(report)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        text = packed.read("word/document.xml").decode()
        notes = packed.read("word/footnotes.xml").decode()
        assert "footnotes+xml" in packed.read("[Content_Types].xml").decode()
    wanted = [
        note
        for part in report.parts
        for block in part.blocks
        for note in getattr(block, "notes", ())
    ]
    assert len(wanted) > 1
    referred = re.findall(r'<w:footnoteReference w:id="(\d+)"', text)
    assert referred == [str(number) for number in range(1, len(wanted) + 1)]
    assert re.findall(r'<w:footnote w:id="(\d+)">', notes) == referred
    assert [kind in notes for kind in ("w:separator/", "w:continuationSeparator/")] == [True, True]
    # What the reader makes of them is a note of the line, not a line of the text.
    lines = [one for one in raw_items(data, "bc.docx") if isinstance(one, RawLine)]
    assert [one.text.strip() for one in lines if one.is_note] == wanted
