"""Tables in Word: frames that only hold things beside each other, and grids of data."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import _Cell

from reports.documents.document import Cell, HeadCell, Row, Table
from reports.documents.word_text import add_text

_SIDES = {"text": ALIGN.LEFT, "num": ALIGN.RIGHT, "mid": ALIGN.CENTER}
_LONG = 40  # rows from which a table is set as an annex is


def frame_table(made: Any, rows: int, widths: Sequence[float]) -> Any:
    """A table without lines, whose rows are not torn over pages."""
    table = made.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    for row in table.rows:
        _whole(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    _columns(table, widths)
    return table


def grid_table(made: Any, data: Table, text_mm: float) -> Any:
    """A table with lines; its head comes back on every page, no row is torn."""
    widths = data.widths(text_mm)
    table = made.add_table(rows=len(data.head), cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _columns(table, widths)
    _padding(table)
    _head(table, data)
    style = made.styles["Ô phụ lục" if len(data.rows) > _LONG else "Ô bảng"].style_id
    blank = table.add_row()._tr
    table._tbl.remove(blank)
    for row in data.rows:
        element = deepcopy(blank)
        table._tbl.append(element)
        _body_row(table, row, element, widths, style)
    return table


def _columns(table: Any, widths: Sequence[float]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _padding(table: Any) -> None:
    """Little room at the sides of cells, so that figures stay on their line."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "50")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption")


def _head(table: Any, data: Table) -> None:
    taken: set[tuple[int, int]] = set()
    for number, line in enumerate(data.head):
        row = table.rows[number]
        _repeat(row)
        _whole(row)
        at = 0
        for cell in line:
            while (number, at) in taken:
                at += 1
            covered = {(number + r, at + c) for r in range(cell.rows) for c in range(cell.columns)}
            taken |= covered
            _head_cell(table, cell, number, at)
            at += cell.columns
    for number in range(len(data.head)):
        for cell in table.rows[number].cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _head_cell(table: Any, cell: HeadCell, row: int, column: int) -> None:
    first = table.cell(row, column)
    last = table.cell(row + cell.rows - 1, column + cell.columns - 1)
    merged = first.merge(last) if last is not first else first
    line = merged.paragraphs[0]
    line.style = "Ô phụ lục"
    add_text(line, cell.text, bold=True)
    line.alignment = ALIGN.CENTER


def _body_row(table: Any, row: Row, element: Any, widths: Sequence[float], style: str) -> None:
    """Writes a row on its elements: python-docx's own cells take the square of the rows' time, and
    look for a style by its name among all of them (``style`` is its id)."""
    cells = list(element.tc_lst)
    _no_tear(element)
    at = 0
    for cell in row.cells:
        tc = cells[at]
        if cell.columns > 1:
            tc.get_or_add_tcPr().get_or_add_gridSpan().val = cell.columns
            for covered in cells[at + 1 : at + cell.columns]:
                element.remove(covered)
        tc.width = Mm(sum(widths[at : at + cell.columns]))
        _body_cell(table, tc, cell, style, is_strong=row.css == "strong")
        at += cell.columns


def _body_cell(table: Any, tc: Any, cell: Cell, style: str, *, is_strong: bool) -> None:
    line = _Cell(tc, table).paragraphs[0]
    line._p.style = style
    add_text(line, cell.text, bold=True if is_strong else None)
    line.alignment = _SIDES[cell.css]
    if is_strong and cell.columns > 1:
        line.paragraph_format.keep_with_next = True


def _repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(mark)


def _whole(row: Any) -> None:
    _no_tear(row._tr)


def _no_tear(element: Any) -> None:
    mark = OxmlElement("w:cantSplit")
    mark.set(qn("w:val"), "true")
    element.get_or_add_trPr().append(mark)
