"""Workbooks that the program writes: the template, the directory, a list with reasons.  PURE."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from units.spreadsheets.columns import REASON_HEADING, Column
from units.spreadsheets.layouts import Choices, Layout

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GUIDE_SHEET = "Hướng dẫn"
_TEMPLATE_NOTE = (
    "Ghi mỗi {noun} một dòng. Ba dòng mẫu chữ nghiêng được bỏ qua khi nhập; có thể ghi đè hoặc"
    " xóa. Cột có dấu (*) là bắt buộc. Xem trang “{guide}”."
)
_RULES_FIRST = (
    "Thứ tự cột và dòng không quan trọng; có thể có dòng tiêu đề ở trên, ghi chú ở dưới.",
    "Ô để trống: giữ nguyên giá trị đang có. Ghi dấu - để xóa giá trị đang có.",
)
_RULES_LAST = ("Chương trình cho xem trước từng dòng; chỉ ghi khi không còn dòng nào sai.",)
_CHOICE_ROWS = 2000
_SHEET_SIGNS = re.compile(r"[\\/*?:\[\]]")

_THIN = Side(style="thin", color="DDE3E9")
_EDGE = Border(bottom=_THIN, right=_THIN)
_HEAD_FILL = PatternFill("solid", fgColor="0B5A7A")
_HEAD_FONT = Font(bold=True, color="FFFFFF")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def template_workbook(layout: Layout, choices: Mapping[str, Sequence[str]]) -> bytes:
    """The file to fill in: headings, examples, what each column means, drop-downs.

    ``choices`` are the words to choose from, by the key of their column.
    """
    book, sheet = _book(layout.sheet)
    sheet["A1"] = _TEMPLATE_NOTE.format(noun=layout.noun, guide=GUIDE_SHEET)
    sheet["A1"].font = Font(italic=True, color="5B6875")
    marked = [_marked(column) for column in layout.exported]
    _head(sheet, marked, row=2, columns=layout.exported)
    for number, example in enumerate(layout.examples, start=3):
        cells = [example.get(column.key, "") for column in layout.exported]
        _line(sheet, number, cells, italic=True)
    _guide(book, layout)
    for choice in layout.choices:
        _words(book, choice.sheet, choices[choice.key])
        _drop_down(sheet, layout, choice, len(choices[choice.key]))
    return _bytes(book)


def _book(title: str) -> tuple[Workbook, Any]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    return book, sheet


def _marked(column: Column) -> str:
    return f"{column.heading} (*)" if column.required else column.heading


def list_workbook(layout: Layout, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A list under the program's own headings, every cell kept as text."""
    book, sheet = _book(layout.sheet)
    _head(sheet, headings, row=1, columns=layout.exported)
    for number, cells in enumerate(rows, start=2):
        _line(sheet, number, cells)
    return _bytes(book)


def reasons_workbook(
    layout: Layout, headings: Sequence[str], rows: Iterable[tuple[Sequence[str], str]]
) -> bytes:
    """A list as it was brought, and beside each row what is wrong in it, to be mended and brought
    again (the new column is passed over)."""
    book, sheet = _book(layout.sheet)
    _head(sheet, [REASON_HEADING, *headings], row=1)
    for number, (cells, reason) in enumerate(rows, start=2):
        _line(sheet, number, [reason, *cells])
        if reason:
            sheet.cell(number, 1).font = Font(color="B3261E")
            sheet.cell(number, 1).alignment = _WRAPPED
    sheet.column_dimensions["A"].width = 70
    return _bytes(book)


def plain_workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Any list as a workbook: numbers and days as such, so that people can calculate on."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _SHEET_SIGNS.sub(" ", title)[:31] or "Danh sách"
    _head(sheet, headings, row=1)
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            if isinstance(value, str | None):
                _text(sheet.cell(number, place), value or "")
            else:
                _value(sheet.cell(number, place), value)
    return _bytes(book)


def _value(cell: Any, value: Any) -> None:
    cell.border = _EDGE
    cell.value = value
    if isinstance(value, datetime.datetime):
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(value, datetime.date):
        cell.number_format = "dd/mm/yyyy"


def _head(sheet: Any, headings: Sequence[str], *, row: int, columns: Sequence[Column] = ()) -> None:
    for place, words in enumerate(headings, start=1):
        cell = sheet.cell(row, place, words)
        cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, _WRAPPED
        width = columns[place - 1].width if place <= len(columns) else 22
        sheet.column_dimensions[get_column_letter(place)].width = width
        # Codes and telephone numbers typed below stay as they are typed.
        sheet.column_dimensions[get_column_letter(place)].number_format = "@"
    sheet.freeze_panes = f"A{row + 1}"
    sheet.auto_filter.ref = f"A{row}:{get_column_letter(len(headings))}{row}"


def _line(sheet: Any, number: int, values: Sequence[str], *, italic: bool = False) -> None:
    for place, value in enumerate(values, start=1):
        _text(sheet.cell(number, place), value)
        if italic:
            sheet.cell(number, place).font = Font(italic=True, color="5B6875")


def _text(cell: Any, value: str) -> None:
    cell.number_format = "@"
    cell.border = _EDGE
    if value:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        # What begins with "=" is a name here and never a formula.
        cell.data_type = "s"


def _guide(book: Workbook, layout: Layout) -> None:
    sheet = book.create_sheet(GUIDE_SHEET)
    _head(sheet, ["Cột", "Cách ghi", "Các tên cột khác cũng được nhận"], row=1)
    for number, column in enumerate(layout.columns, start=2):
        _line(sheet, number, [_marked(column), column.hint, "; ".join(column.wordings)])
        for place in (1, 2, 3):
            sheet.cell(number, place).alignment = _WRAPPED
    for letter, width in (("A", 22), ("B", 60), ("C", 70)):
        sheet.column_dimensions[letter].width = width
    rules = (*_RULES_FIRST, *layout.rules, *_RULES_LAST)
    for number, rule in enumerate(rules, start=len(layout.columns) + 4):
        sheet.cell(number, 1, "•").alignment = Alignment(horizontal="right", vertical="top")
        sheet.cell(number, 2, rule).alignment = _WRAPPED


def _words(book: Workbook, title: str, words: Sequence[str]) -> None:
    sheet = book.create_sheet(title)
    _head(sheet, [title], row=1)
    sheet.column_dimensions["A"].width = 32
    for number, word in enumerate(words, start=2):
        _line(sheet, number, [word])


def _drop_down(sheet: Any, layout: Layout, choice: Choices, words: int) -> None:
    place = [column.key for column in layout.exported].index(choice.key) + 1
    letter = get_column_letter(place)
    validation = DataValidation(
        type="list",
        formula1=f"'{choice.sheet}'!$A$2:$A${words + 1}",
        allow_blank=True,
        errorStyle="warning",
        errorTitle=choice.sheet,
        error="Giá trị này chưa có trong danh sách.",
        # Several words in one cell are none of the list, and right.
        showErrorMessage=not choice.several,
    )
    validation.add(f"{letter}3:{letter}{_CHOICE_ROWS}")
    sheet.add_data_validation(validation)


def _bytes(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def in_tree_order(rows: Sequence[Sequence[str]], *, code: int, parent: int) -> list[Sequence[str]]:
    """The rows so that every unit stands below its parent, siblings in the order given.

    ``code`` and ``parent`` are the places of those cells.
    """
    below: dict[str, list[Sequence[str]]] = {}
    present = {row[code] for row in rows}
    for row in rows:
        above = row[parent] if row[parent] in present else ""
        below.setdefault(above, []).append(row)
    ordered: list[Sequence[str]] = []
    waiting = list(reversed(below.get("", [])))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(reversed(below.get(row[code], [])))
    return ordered
