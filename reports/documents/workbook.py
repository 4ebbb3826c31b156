"""The tables of a document as a spreadsheet: numbers as numbers, days as days, no formula that
somebody typed."""

from __future__ import annotations

import datetime
import io
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from reports.documents.document import Cell, OfficialDocument, Table, Tell, tell_nobody
from vietnamese.text import nfc

_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FONT = "Times New Roman"
_CHARACTER_MM = 2.1  # of a column's width
_WIDE_MM = 80
_A4 = 9  # as spreadsheets number paper
_BEFORE = 2  # rows above the heading
_NOT_IN_A_NAME = str.maketrans("", "", r"[]:*?/\'")


def document_xlsx(document: OfficialDocument, tell: Tell = tell_nobody) -> bytes:
    """Every table of the document on a sheet of its own, set up for printing."""
    book = Workbook(write_only=True)
    book.properties.title = nfc(document.name)
    book.properties.creator = " ".join(document.header.agency)
    taken: set[str] = set()
    tables = document.tables()
    for number, table in enumerate(tables):
        tell(number, len(tables), "Đang ghi bảng tính")
        name = _name(table, taken)
        _sheet(book, document, table, name)
    if not taken:
        book.create_sheet("Báo cáo").append([document.name])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _name(table: Table, taken: set[str]) -> str:
    """The sheet's name, once, as spreadsheet programs allow it."""
    wanted = (table.name or table.caption or "Bảng").translate(_NOT_IN_A_NAME)[:28]
    number = sum(1 for one in taken if one.startswith(wanted))
    name = f"{wanted} {number + 1}" if number else wanted
    taken.add(name)
    return name


def _sheet(book: Workbook, document: OfficialDocument, table: Table, name: str) -> None:
    sheet: Any = book.create_sheet(name)
    widths = table.widths(0)
    for number, mm in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = (mm or _WIDE_MM) / _CHARACTER_MM
    last = get_column_letter(len(widths))
    heading = _BEFORE + len(table.head)
    sheet.freeze_panes = f"A{heading + 1}"
    sheet.auto_filter.ref = f"A{heading}:{last}{heading + len(table.rows)}"
    _set_up_print(sheet, len(widths), len(table.head))
    sheet.append([_words(sheet, document.name, bold=True, boxed=False)])
    sheet.append([_words(sheet, table.caption or name, bold=False, boxed=False)])
    for line in _head_lines(table):
        sheet.append([_words(sheet, text, bold=True, middle=True) for text in line])
    for row in table.rows:
        cells: list[Any] = []
        for cell in row.cells:
            cells.append(_cell(sheet, cell, bold=row.css == "strong"))
            cells += [None] * (cell.columns - 1)
        sheet.append(cells)


def _set_up_print(sheet: Any, columns: int, heads: int) -> None:
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if columns > 5 else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{_BEFORE + 1}:{_BEFORE + heads}"
    sheet.oddFooter.center.text = "&P/&N"


def _head_lines(table: Table) -> list[list[str]]:
    """The head as whole lines: a cell over several columns or rows stands in the first of them."""
    lines = [[""] * len(table.columns) for _ in table.head]
    taken: set[tuple[int, int]] = set()
    for number, line in enumerate(table.head):
        at = 0
        for cell in line:
            while (number, at) in taken:
                at += 1
            for row in range(cell.rows):
                taken |= {(number + row, at + column) for column in range(cell.columns)}
            # The lowest line carries what filters and other programs read as the heading.
            lines[number + cell.rows - 1][at] = cell.text
            at += cell.columns
    return lines


def _words(
    sheet: Any, text: str, *, bold: bool, middle: bool = False, boxed: bool = True
) -> WriteOnlyCell:
    made = WriteOnlyCell(sheet, value=None)
    _put_text(made, text)
    made.font = Font(name=_FONT, size=12, bold=bold)
    if boxed:
        made.alignment = Alignment(
            wrap_text=True, vertical="top", horizontal="center" if middle else None
        )
        made.border = _BOX
    return made


def _cell(sheet: Any, cell: Cell, *, bold: bool) -> WriteOnlyCell:
    if cell.value is None:
        return _words(sheet, cell.text, bold=bold, middle=cell.css == "mid")
    made = WriteOnlyCell(sheet, value=cell.value)
    made.font, made.border = Font(name=_FONT, size=12, bold=bold), _BOX
    made.alignment = Alignment(vertical="top")
    if isinstance(cell.value, datetime.date):
        made.number_format = "dd/mm/yyyy"
    elif cell.text.endswith("%") or (isinstance(cell.value, float) and abs(cell.value) < 1):
        made.number_format = "0.00%"
    else:
        made.number_format = "#,##0"
    return made


def _put_text(cell: WriteOnlyCell, text: str) -> None:
    """A text as text, also where it begins as a formula does."""
    cell.value = nfc(text)
    cell.data_type = "s"
    if text[:1] in ("=", "+", "-", "@", "\t", "\r"):
        cell.quotePrefix = True
