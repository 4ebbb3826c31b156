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

from units.spreadsheets.columns import REASON_HEADING, UNIT_COLUMNS, Column

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIST_SHEET = "Danh sách đơn vị"
GUIDE_SHEET = "Hướng dẫn"
KIND_SHEET = "Loại đơn vị"
# The rows with which the template shows what is wanted; an import passes them over.
EXAMPLES: tuple[Mapping[str, str], ...] = (
    {
        "code": "VD-SO",
        "name": "Sở Ví dụ",
        "kind": "Sở",
        "identifier": "H00.00",
        "phone": "0260 3000 000",
        "email": "so@example.gov.vn",
        "address": "Số 1 đường Ví dụ",
    },
    {
        "code": "VD-TCHC",
        "name": "Phòng Tổ chức - Hành chính (ví dụ)",
        "short_name": "P.TCHC",
        "kind": "Phòng",
        "parent": "VD-SO",
        "aliases": "Phòng TCHC; Phòng Hành chính - Tổ chức",
    },
    {
        "code": "VD-TT",
        "name": "Trung tâm Ví dụ",
        "kind": "Trung tâm",
        "parent": "Sở Ví dụ",
        "active_from": "01/07/2025",
    },
)
_TEMPLATE_NOTE = (
    "Ghi mỗi đơn vị một dòng. Ba dòng mẫu chữ nghiêng được bỏ qua khi nhập; có thể ghi đè hoặc"
    f" xóa. Cột có dấu (*) là bắt buộc. Xem trang “{GUIDE_SHEET}”."
)
_KIND_ROWS = 2000
_SHEET_SIGNS = re.compile(r"[\\/*?:\[\]]")

_THIN = Side(style="thin", color="DDE3E9")
_EDGE = Border(bottom=_THIN, right=_THIN)
_HEAD_FILL = PatternFill("solid", fgColor="0B5A7A")
_HEAD_FONT = Font(bold=True, color="FFFFFF")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_EXPORTED = tuple(column for column in UNIT_COLUMNS if column.exported)


def template_workbook(kinds: Sequence[str]) -> bytes:
    """The file to fill in: headings, examples, what each column means, drop-downs for kinds."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = LIST_SHEET
    sheet["A1"] = _TEMPLATE_NOTE
    sheet["A1"].font = Font(italic=True, color="5B6875")
    _head(sheet, [_marked(column) for column in _EXPORTED], row=2, columns=_EXPORTED)
    for number, example in enumerate(EXAMPLES, start=3):
        _line(sheet, number, [example.get(column.key, "") for column in _EXPORTED], italic=True)
    _guide(book)
    _kinds(book, kinds)
    _drop_down(sheet, len(kinds))
    return _bytes(book)


def _marked(column: Column) -> str:
    return f"{column.heading} (*)" if column.required else column.heading


def list_workbook(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A list of units under the program's own headings, every cell kept as text."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = LIST_SHEET
    _head(sheet, headings, row=1, columns=_EXPORTED)
    for number, row in enumerate(rows, start=2):
        _line(sheet, number, row)
    return _bytes(book)


def reasons_workbook(headings: Sequence[str], rows: Sequence[tuple[Sequence[str], str]]) -> bytes:
    """A list as it was brought, and beside each row what is wrong in it, to be mended and brought
    again (the new column is passed over)."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = LIST_SHEET
    _head(sheet, [REASON_HEADING, *headings], row=1)
    for number, (row, reason) in enumerate(rows, start=2):
        _line(sheet, number, [reason, *row])
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


def _guide(book: Workbook) -> None:
    sheet = book.create_sheet(GUIDE_SHEET)
    _head(sheet, ["Cột", "Cách ghi", "Các tên cột khác cũng được nhận"], row=1)
    for number, column in enumerate(UNIT_COLUMNS, start=2):
        _line(sheet, number, [_marked(column), column.hint, "; ".join(column.wordings)])
        for place in (1, 2, 3):
            sheet.cell(number, place).alignment = _WRAPPED
    for letter, width in (("A", 22), ("B", 60), ("C", 70)):
        sheet.column_dimensions[letter].width = width
    rules = (
        "Thứ tự cột và dòng không quan trọng; có thể có dòng tiêu đề ở trên, ghi chú ở dưới.",
        "Ô để trống: giữ nguyên giá trị đang có. Ghi dấu - để xóa giá trị đang có.",
        "Đơn vị được nhận theo mã. Nhập lại cùng một tệp không làm thay đổi gì.",
        "Đơn vị không có trong tệp được giữ nguyên.",
        "Chương trình cho xem trước từng dòng; chỉ ghi khi không còn dòng nào sai.",
    )
    for number, rule in enumerate(rules, start=len(UNIT_COLUMNS) + 4):
        sheet.cell(number, 1, "•").alignment = Alignment(horizontal="right", vertical="top")
        sheet.cell(number, 2, rule).alignment = _WRAPPED


def _kinds(book: Workbook, kinds: Sequence[str]) -> None:
    sheet = book.create_sheet(KIND_SHEET)
    _head(sheet, ["Loại đơn vị"], row=1)
    sheet.column_dimensions["A"].width = 32
    for number, kind in enumerate(kinds, start=2):
        _line(sheet, number, [kind])


def _drop_down(sheet: Any, kinds: int) -> None:
    place = [column.key for column in _EXPORTED].index("kind") + 1
    letter = get_column_letter(place)
    choice = DataValidation(
        type="list",
        formula1=f"'{KIND_SHEET}'!$A$2:$A${kinds + 1}",
        allow_blank=True,
        errorStyle="warning",
        errorTitle="Loại đơn vị",
        error="Loại này chưa có trong danh sách.",
        showErrorMessage=True,
    )
    choice.add(f"{letter}3:{letter}{_KIND_ROWS}")
    sheet.add_data_validation(choice)


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
