#!/usr/bin/env python
"""Makes the sample plans: ``source/2026.txt`` becomes ``ke-hoach-pccc-2026.docx``.

    .venv/bin/python samples/make_plan.py

The documents look as an office lays them out: header and signature in tables without borders, an
annex with a table of tasks on a page of its own. The same source gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

HERE = Path(__file__).parent
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
COLUMN_WIDTHS = (1.2, 9.0, 5.0, 4.2, 3.4, 3.4)
LEFT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass
class Source:
    """A plan as it is written down in ``source/``: head fields, then named parts of lines."""

    head: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)


def parse(text: str) -> Source:
    """Reads a source: ``name: value`` lines, then ``--- part`` marks with their lines."""
    source, part = Source(), ""
    for line in text.splitlines():
        if line.startswith("--- "):
            part = line[4:]
            source.parts[part] = []
        elif part:
            source.parts[part].append(line)
        else:
            name, value = line.split(": ", 1)
            source.head[name] = value
    return source


def build(source: Source) -> bytes:
    """The document of a source, as bytes that depend on nothing but the source."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = source.head["title"], "", ""
    _page(document)
    _header(document, source.head)
    _title(document, source.head["title"])
    for line in source.parts["body"]:
        _body_line(document, line)
    _closing(document, source.parts["recipients"], source.parts["signature"])
    if "annex" in source.parts:
        _annex(document, source.parts["annex"], source.parts["table"])
    written = io.BytesIO()
    document.save(written)
    return _with_fixed_times(written.getvalue())


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(6)


def _header(document: Document, head: dict[str, str]) -> None:
    table = document.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _widths(table, (6.8, 9.7))
    office, country = table.rows[0].cells
    _lines(office, [(head["parent"], 13, ""), (head["issuer"], 13, "b")])
    _lines(country, [(COUNTRY, 13, "b"), (MOTTO, 14, "b")])
    number, dateline = table.rows[1].cells
    _lines(number, [(head["number"], 13, "")])
    _lines(dateline, [(head["dateline"], 14, "i")])


def _title(document: Document, title: str) -> None:
    _paragraph(document, "KẾ HOẠCH", bold=True, align=CENTRE).paragraph_format.space_before = Pt(18)
    _paragraph(document, title, bold=True, align=CENTRE).paragraph_format.space_after = Pt(18)


def _body_line(document: Document, line: str) -> None:
    """One line of the text: a part's heading, a numbered heading, or a paragraph."""
    is_part = re.match(r"[IVX]+\. ", line) is not None
    is_heading = re.match(r"\d+\. ", line) is not None and not line.endswith((".", ";", "/."))
    paragraph = _paragraph(document, line, bold=is_part or is_heading, align=JUSTIFY)
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    if line.startswith(("Căn cứ", "(")):
        paragraph.runs[0].italic = True


def _closing(document: Document, recipients: list[str], signature: list[str]) -> None:
    table = document.add_table(rows=1, cols=2)
    _widths(table, (8.5, 8.0))
    left, right = table.rows[0].cells
    ends = [";"] * (len(recipients) - 1) + ["."]
    lines = [(f"- {name}{end}", 11, "") for name, end in zip(recipients, ends, strict=True)]
    _lines(left, [("Nơi nhận:", 12, "bi"), *lines], align=LEFT)
    *posts, name = signature
    blank = [("", 14, "")] * 4
    _lines(right, [*((post, 14, "b") for post in posts), *blank, (name, 14, "b")])


def _annex(document: Document, titles: list[str], rows: list[str]) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for line in titles:
        last = line.startswith("(")
        _paragraph(document, line, bold=not last, align=CENTRE).runs[0].italic = last
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    table = document.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
    _widths(table, COLUMN_WIDTHS)
    for number, texts in enumerate(cells):
        for cell, text in zip(table.rows[number].cells, texts, strict=True):
            _lines(cell, [(text, 12, "" if number else "b")], align=LEFT if number else CENTRE)
    _repeat_head(table)


def _repeat_head(table: Table) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)


def _widths(table: Table, widths: tuple[float, ...]) -> None:
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def _lines(
    cell: _Cell, lines: list[tuple[str, int, str]], *, align: WD_ALIGN_PARAGRAPH = CENTRE
) -> None:
    """Fills a cell with paragraphs of (text, size in points, "b" bold and "i" italic)."""
    for number, (text, size, style) in enumerate(lines):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        run.bold, run.italic = "b" in style, "i" in style


def _paragraph(
    document: Document, text: str, *, bold: bool, align: WD_ALIGN_PARAGRAPH
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.add_run(text).bold = bold
    return paragraph


def _with_fixed_times(data: bytes) -> bytes:
    """The same archive with one time on every member, so that making it again changes nothing."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, FIRST_DAY_OF_ZIP)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(member))
    return written.getvalue()


def main() -> None:
    for path in sorted((HERE / "source").glob("*.txt")):
        document = HERE / f"ke-hoach-pccc-{path.stem}.docx"
        document.write_bytes(build(parse(path.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
