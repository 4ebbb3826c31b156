"""The task table to fill in, as a workbook.  PURE."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from intake.sources.columns import (
    COOPERATING,
    CYCLE,
    CYCLES,
    ENDS,
    LEAD,
    NUMBER,
    PRODUCT,
    STARTS,
    TASK_COLUMNS,
    TIME,
    WORK,
)
from units.spreadsheets.columns import Column

TABLE_SHEET, GUIDE_SHEET = "Bảng nhiệm vụ", "Hướng dẫn"
_COLUMNS = tuple(column for column in TASK_COLUMNS if column.exported)
_TITLE = "KẾ HOẠCH PHÒNG CHÁY, CHỮA CHÁY VÀ CỨU NẠN, CỨU HỘ NĂM {year}"
_NOTE = (
    "Sửa dòng tiêu đề trên cho đúng tên và năm của kế hoạch. Ba dòng mẫu chữ nghiêng, bắt đầu bằng"
    f" “Ví dụ:”, được bỏ qua khi đọc. Cách ghi từng cột: xem trang “{GUIDE_SHEET}”."
)
_ANY_ORDER = (
    "Thứ tự các cột không quan trọng; có thể có dòng tiêu đề ở trên, ghi chú và chữ ký ở dưới."
)
_BY_MONTHS = (
    "Bảng theo tháng: đặt tên cột là Tháng 1 … Tháng 12 (hoặc T1 … T12, Quý I … Quý IV) và đánh dấu"
    " x vào tháng thực hiện."
)
_BLANKS = (
    "Ô để trống không sao: chương trình cho xem từng nhiệm vụ và nêu điểm chưa rõ trước khi tạo kế"
    " hoạch."
)
_RULES = (_ANY_ORDER, _BY_MONTHS, _BLANKS)
_HEAD_ROW, _LAST_ROW = 4, 500
_THIN = Side(style="thin", color="DDE3E9")
_EDGE = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_FILL = PatternFill("solid", fgColor="0B5A7A")
_MUTED = Font(italic=True, color="5B6875")


def template_workbook(year: int) -> bytes:
    """The file to fill in for that year: headings, three examples, what each column means, and a
    list to choose from for work that comes again."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = TABLE_SHEET
    sheet["A1"], sheet["A2"] = _TITLE.format(year=year), _NOTE
    sheet["A1"].font, sheet["A2"].font = Font(bold=True, size=13), _MUTED
    _head(sheet, [_marked(column) for column in _COLUMNS], _HEAD_ROW)
    for number, example in enumerate(_examples(year), start=_HEAD_ROW + 1):
        _line(sheet, number, [example.get(column.key, "") for column in _COLUMNS], font=_MUTED)
    for place, column in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    _choices(sheet)
    _guide(book)
    return _bytes(book)


def _examples(year: int) -> tuple[dict[str, Any], ...]:
    return (
        {
            NUMBER: "1",
            WORK: "Ví dụ: Tuyên truyền kiến thức phòng cháy, chữa cháy cho toàn cơ quan",
            LEAD: "Văn phòng",
            COOPERATING: "Các phòng, đơn vị thuộc Sở",
            STARTS: datetime.date(year, 9, 1),
            ENDS: datetime.date(year, 10, 31),
            PRODUCT: "Tin, bài; danh sách người dự",
        },
        {
            NUMBER: "2",
            WORK: "Ví dụ: Kiểm tra, bảo dưỡng bình chữa cháy",
            LEAD: "Đội PCCC cơ quan",
            CYCLE: "Hằng quý",
            PRODUCT: "Biên bản kiểm tra",
        },
        {
            NUMBER: "3",
            WORK: "Ví dụ: Báo cáo kết quả thực hiện về UBND tỉnh",
            LEAD: "Văn phòng",
            TIME: f"Trước ngày 15/12/{year}",
            PRODUCT: "Báo cáo",
        },
    )


def _marked(column: Column) -> str:
    return f"{column.heading} (*)" if column.required else column.heading


def _head(sheet: Any, headings: Sequence[str], row: int) -> None:
    for place, words in enumerate(headings, start=1):
        cell = sheet.cell(row, place, words)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _FILL
        cell.alignment, cell.border = _WRAPPED, _EDGE


def _line(sheet: Any, row: int, values: Sequence[Any], *, font: Font | None = None) -> None:
    for place, value in enumerate(values, start=1):
        cell = sheet.cell(row, place, value or None)
        cell.alignment, cell.border = _WRAPPED, _EDGE
        if font:
            cell.font = font
        if isinstance(value, datetime.date):
            cell.number_format = "dd/mm/yyyy"


def _choices(sheet: Any) -> None:
    """The list for "Chu kỳ"; days typed below are shown as days; numbers stay as typed."""
    keys = [column.key for column in _COLUMNS]
    letters = {key: get_column_letter(keys.index(key) + 1) for key in keys}
    first = _HEAD_ROW + 1
    choice = DataValidation(
        type="list", formula1=f'"{",".join(CYCLES)}"', allow_blank=True, errorStyle="warning",
        errorTitle="Chu kỳ", error="Chu kỳ này không có trong danh sách.", showErrorMessage=True,
    )  # fmt: skip
    choice.add(f"{letters[CYCLE]}{first}:{letters[CYCLE]}{_LAST_ROW}")
    sheet.add_data_validation(choice)
    for key, shown in ((NUMBER, "@"), (STARTS, "dd/mm/yyyy"), (ENDS, "dd/mm/yyyy")):
        for row in range(first, _LAST_ROW):
            sheet[f"{letters[key]}{row}"].number_format = shown


def _guide(book: Workbook) -> None:
    sheet = book.create_sheet(GUIDE_SHEET)
    _head(sheet, ["Cột", "Cách ghi", "Các tên cột khác cũng được nhận"], 1)
    for number, column in enumerate(TASK_COLUMNS, start=2):
        _line(sheet, number, [_marked(column), column.hint, "; ".join(column.wordings)])
    for number, rule in enumerate(_RULES, start=len(TASK_COLUMNS) + 3):
        sheet.cell(number, 1, "•").alignment = Alignment(horizontal="right", vertical="top")
        sheet.cell(number, 2, rule).alignment = _WRAPPED
    for letter, width in (("A", 24), ("B", 64), ("C", 70)):
        sheet.column_dimensions[letter].width = width


def _bytes(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
