"""A built document as a Word file (.docx) with the layout of its PDF.

Real styles, tables whose heads come back on every page, page numbers in the head, each annex a
section of its own with its own numbering, across where it is wide.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from reports.charts import BarChart
from reports.documents.document import (
    Annex,
    Block,
    Bullets,
    Figure,
    Mark,
    OfficialDocument,
    Paper,
    Paragraph,
    Part,
    Table,
    Tell,
    tell_nobody,
)
from reports.documents.marks import mark_png
from reports.documents.pdf import faces, font_folders
from reports.documents.typst_annexes import drawing_png
from reports.documents.word_tables import frame_table, grid_table
from reports.documents.word_text import add_note, add_text, bottom_rule, field, keep_with_next
from vietnamese.text import nfc

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def document_docx(document: OfficialDocument, tell: Tell = tell_nobody) -> bytes:
    """The document as the bytes of a .docx."""
    steps = 1 + len(document.annexes)
    tell(0, steps, "Đang soạn phần chính (Word)")
    made = Document()
    set_styles(made, document.paper)
    _properties(made, document)
    _page(made.sections[0], document.paper, is_wide=False)
    _head(made, document)
    _text(made, document)
    _foot(made, document)
    for number, annex in enumerate(document.annexes, start=1):
        tell(number, steps, f"Đang soạn {annex.heading} (Word)")
        _annex(made, annex, document.paper)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _properties(made: Any, document: OfficialDocument) -> None:
    core = made.core_properties
    core.title, core.language = nfc(document.name), "vi-VN"
    core.author = " ".join(document.header.agency)
    core.comments = ""


def _page(section: Any, paper: Paper, *, is_wide: bool) -> None:
    """Size, margins and numbering: from 1, in the head, not on the section's first page."""
    width, height = (Mm(297), Mm(210)) if is_wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin = Mm(paper.top), Mm(paper.bottom)
    section.left_margin, section.right_margin = Mm(paper.left), Mm(paper.right)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")
    section.header.is_linked_to_previous = False
    line = section.header.paragraphs[0]
    line.style, line.alignment = "Số trang", ALIGN.CENTER
    field(line, "PAGE")


# --- head -----------------------------------------------------------------------------------------
def _head(made: Any, document: OfficialDocument) -> None:
    width = document.paper.text_mm
    table = frame_table(made, 2, (width * 0.44, width * 0.56))
    left, right = table.rows[0].cells
    header = document.header
    if header.parent:
        _line(left, header.parent, "Cơ quan chủ quản")
    for line in header.agency:
        _line(left, line, "Cơ quan ban hành")
    bottom_rule(left.add_paragraph(style="Đường kẻ"), width * 0.44, 0.3)
    _line(right, NATION, "Quốc hiệu")
    _line(right, MOTTO, "Tiêu ngữ")
    bottom_rule(right.add_paragraph(style="Đường kẻ"), width * 0.56, 0.6)
    number, dateline = table.rows[1].cells
    _line(number, header.number, "Số ký hiệu")
    _line(dateline, header.dateline, "Địa danh, ngày")


def _line(cell: Any, text: str, style: str) -> None:
    """A line of a cell; the paragraph that every cell begins with is used first."""
    first = cell.paragraphs[0]
    line = first if len(cell.paragraphs) == 1 and not first.text else cell.add_paragraph()
    line.style = style
    add_text(line, text)


# --- text -----------------------------------------------------------------------------------------
def _text(made: Any, document: OfficialDocument) -> None:
    title = document.title
    add_text(made.add_paragraph(style="Title"), title.kind)
    add_text(made.add_paragraph(style="Trích yếu"), title.subject)
    if title.span:
        add_text(made.add_paragraph(style="Trích yếu"), title.span)
    bottom_rule(made.add_paragraph(style="Đường kẻ"), document.paper.text_mm, 0.25)
    _addressees(made, document.addressees)
    for basis in document.bases:
        add_text(made.add_paragraph(style="Căn cứ"), basis)
    if document.opening:
        add_text(made.add_paragraph(style="Body Text"), document.opening)
    for part in document.parts:
        _part(made, part, document.paper.text_mm)
    if document.closing:
        closing = made.add_paragraph(style="Body Text")
        add_text(closing, document.closing)
        keep_with_next(closing)


def _part(made: Any, part: Part, width: float) -> None:
    if part.title:
        add_text(made.add_paragraph(style="Heading 1"), f"{part.number}. {part.title}")
    for section in part.sections:
        if section.number:
            heading = made.add_paragraph(style="Heading 2")
            add_text(heading, f"{section.number} {section.title}")
        _blocks(made, section.blocks, width)


def _addressees(made: Any, addressees: tuple[str, ...]) -> None:
    if len(addressees) == 1:
        add_text(made.add_paragraph(style="Kính gửi"), f"Kính gửi: {addressees[0]}.")
        return
    if addressees:
        add_text(made.add_paragraph(style="Kính gửi"), "Kính gửi:")
    for one in addressees:
        end = "." if one == addressees[-1] else ";"
        add_text(made.add_paragraph(style="Body Text"), f"- {one}{end}")


def _blocks(made: Any, blocks: Iterable[Block], width: float) -> None:
    for block in blocks:
        if isinstance(block, Table):
            _table(made, block, width)
        elif isinstance(block, Figure):
            _figure(made, block, width)
        elif isinstance(block, Bullets):
            for item in block.items:
                add_text(made.add_paragraph(style="Gạch đầu dòng"), f"- {item}")
        elif isinstance(block, Paragraph):
            paragraph = made.add_paragraph(style="Body Text")
            add_text(paragraph, block.text)
            for note in block.notes:
                add_note(made, paragraph, note)
        else:
            add_text(made.add_paragraph(style="Heading 2"), f"{block.number} {block.text}")


def _table(made: Any, table: Table, width: float) -> None:
    if table.caption:
        add_text(made.add_paragraph(style="Caption"), table.caption)
    grid_table(made, table, width)
    made.add_paragraph(style="Sau bảng")


def _figure(made: Any, figure: Figure, width: float) -> None:
    """The chart as a picture; without a typesetter for pictures its table tells the same."""
    picture = chart_png(figure.chart)
    if picture is None:
        return
    line = made.add_paragraph(style="Biểu đồ")
    shape = line.add_run().add_picture(io.BytesIO(picture), width=Mm(min(width, 160)))
    described = shape._inline.docPr
    described.set("descr", f"{figure.chart.title}. {figure.chart.desc}")
    keep_with_next(line)
    add_text(made.add_paragraph(style="Caption"), figure.caption)


# --- foot and annexes -----------------------------------------------------------------------------
def _foot(made: Any, document: OfficialDocument) -> None:
    """Nơi nhận beside the signature; the row is not torn and stays with the text before it."""
    width = document.paper.text_mm
    table = frame_table(made, 1, (width * 0.45, width * 0.55))
    left, right = table.rows[0].cells
    if document.recipients:
        _line(left, "Nơi nhận:", "Nơi nhận")
        for line in document.recipients:
            _line(left, line, "Dòng nơi nhận")
    if document.mark:
        _mark(left, document.mark)
    for line in document.signature.lines:
        _line(right, line, "Chữ ký")
    name = right.add_paragraph(style="Họ tên người ký")
    add_text(name, document.signature.name)


def _mark(cell: Any, mark: Mark) -> None:
    picture = cell.add_paragraph(style="Dòng nơi nhận")
    shape = picture.add_run().add_picture(io.BytesIO(mark_png(mark)), width=Mm(18))
    shape._inline.docPr.set("descr", "Mã QR dẫn đến trang kiểm tra văn bản")
    _line(cell, f"Mã kiểm tra: {mark.code}", "Dòng nơi nhận")
    _line(cell, mark.address, "Dòng nơi nhận")


def _annex(made: Any, annex: Annex, paper: Paper) -> None:
    section = made.add_section(WD_SECTION.NEW_PAGE)
    # The paragraph that ends the section before is empty: it must not need a page of its own.
    made.element.body.findall(qn("w:p"))[-1].style = made.styles["Sau bảng"].style_id
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    _page(section, paper, is_wide=annex.is_wide)
    add_text(made.add_paragraph(style="Phụ lục"), annex.heading)
    add_text(made.add_paragraph(style="Tên phụ lục"), annex.title)
    add_text(made.add_paragraph(style="Nguồn phụ lục"), annex.source)
    if annex.note:
        add_text(made.add_paragraph(style="Body Text"), annex.note)
    _blocks(made, annex.blocks, paper.wide_mm if annex.is_wide else paper.text_mm)


def chart_png(chart: BarChart) -> bytes | None:
    """The chart as PNG; None where no typesetter for pictures is installed."""
    drawing = render_to_string("components/chart_bars.html", {"chart": chart})
    font = faces()[0].family
    return drawing_png(drawing.replace(chart.font, font), float(chart.width), font_folders())


# --- the styles, of which every paragraph has one -------------------------------------------------
FONT = "Times New Roman"


@dataclass(frozen=True)
class Look:
    """How a style looks; ``size`` None: that of the text, ``indent``: of the first line."""

    align: Any = ALIGN.CENTER
    size: float | None = 13
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 0
    indent: bool = False
    keep: bool = False


_TEXT: dict[str, Any] = {"align": ALIGN.JUSTIFY, "size": None, "after": 6, "indent": True}
LOOKS = {
    "Body Text": Look(**_TEXT),
    "Gạch đầu dòng": Look(**_TEXT),
    "Căn cứ": Look(**_TEXT, italic=True),
    "Heading 1": Look(**{**_TEXT, "align": ALIGN.LEFT}, bold=True, before=6, keep=True),
    "Heading 2": Look(**{**_TEXT, "align": ALIGN.LEFT}, bold=True, before=3, keep=True),
    "Title": Look(size=14, bold=True, before=18, keep=True),
    "Trích yếu": Look(size=14, bold=True, keep=True),
    "Kính gửi": Look(size=None, before=12, after=12),
    "Caption": Look(italic=True, before=6, after=4, keep=True),
    "Biểu đồ": Look(before=6),
    "Ghi chú": Look(align=ALIGN.JUSTIFY, size=11, italic=True, after=4, indent=True),
    "Sau bảng": Look(size=6),
    "Đường kẻ": Look(size=4),
    "Cơ quan chủ quản": Look(size=12),
    "Cơ quan ban hành": Look(size=12, bold=True),
    "Quốc hiệu": Look(size=12, bold=True),
    "Tiêu ngữ": Look(bold=True),
    "Số ký hiệu": Look(before=6),
    "Địa danh, ngày": Look(italic=True, before=6),
    "Nơi nhận": Look(align=ALIGN.LEFT, size=12, bold=True, italic=True),
    "Dòng nơi nhận": Look(align=ALIGN.LEFT, size=11),
    "Chữ ký": Look(size=14, bold=True, keep=True),
    "Họ tên người ký": Look(size=14, bold=True, before=80),
    "Phụ lục": Look(size=14, bold=True, keep=True),
    "Tên phụ lục": Look(size=14, bold=True, keep=True),
    "Nguồn phụ lục": Look(size=14, italic=True, after=10, keep=True),
    "Số trang": Look(),
    "Ô bảng": Look(align=ALIGN.LEFT, size=12),
    "Ô phụ lục": Look(align=ALIGN.LEFT, size=11),
}
# Styles of which Word knows by name what they are.
_OUTLINE = {"Phụ lục": 0}


def set_styles(made: Any, paper: Paper) -> None:
    """Gives a new document the styles, in the agency's size and spacing."""
    normal = made.styles["Normal"]
    _font(normal, paper.size, bold=False, italic=False)
    _language(normal)
    for name, look in LOOKS.items():
        known = [style.name for style in made.styles]
        style = (
            made.styles[name]
            if name in known
            else made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        if name not in known:
            style.base_style = normal
        _font(style, look.size or paper.size, bold=look.bold, italic=look.italic)
        _spacing(style, look, paper)
        _without_border(style)
        if name in _OUTLINE:
            level = OxmlElement("w:outlineLvl")
            level.set(qn("w:val"), str(_OUTLINE[name]))
            style.element.get_or_add_pPr().append(level)


def _font(style: Any, size: float, *, bold: bool, italic: bool) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, italic
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]
    for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(slot), FONT)


def _without_border(style: Any) -> None:
    """The template's own titles have a coloured rule below."""
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _language(style: Any) -> None:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)


def _spacing(style: Any, look: Look, paper: Paper) -> None:
    form = style.paragraph_format
    form.alignment = look.align
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.line_spacing = paper.spacing if look.size is None else 1.0
    form.first_line_indent = Cm(paper.indent) if look.indent else Cm(0)
    form.left_indent = Cm(0)
    form.keep_with_next = look.keep
    form.widow_control = True
