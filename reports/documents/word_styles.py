"""The styles of an official document in Word, of which every paragraph has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.documents.document import Paper

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
