"""A list of assignments as a spreadsheet, with real dates and numbers to calculate on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from tasks.models import Assignment
from tasks.status import LOOKS, days_late, hint_on, status_on

MOST_ROWS = 20_000
DAY_FORMAT = "dd/mm/yyyy"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_COLUMNS = (
    ("Kế hoạch", 18),
    ("Số thứ tự", 10),
    ("Nhiệm vụ", 60),
    ("Đơn vị", 32),
    ("Vai trò", 11),
    ("Người phụ trách", 24),
    ("Kỳ", 16),
    ("Bắt đầu", 12),
    ("Hạn theo kế hoạch", 12),
    ("Hạn hiện nay", 12),
    ("Thời hạn theo văn bản", 30),
    ("Tiến độ (%)", 10),
    ("Trạng thái", 22),
    ("Lưu ý", 16),
    ("Số ngày trễ", 10),
    ("Đơn vị báo hoàn thành ngày", 14),
    ("Xác nhận ngày", 12),
    ("Cập nhật gần nhất", 12),
)


def assignments_xlsx(rows: Iterable[Assignment], day: datetime.date) -> bytes:
    """The workbook of these assignments as they stood on ``day``."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Công việc")
    for number, (_, width) in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, name) for name, _ in _COLUMNS])
    written = 1
    for row in rows:
        sheet.append([_cell(sheet, value) for value in _values(row, day)])
        written += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_COLUMNS))}{written}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _values(row: Assignment, day: datetime.date) -> tuple[Any, ...]:
    task, facts = row.task, row.facts
    hint = hint_on(day, facts)
    return (
        task.plan.full_number,
        task.ref,
        task.title,
        row.unit.name,
        row.get_part_display(),
        str(row.officer or ""),
        row.period_name,
        row.starts_on,
        row.planned_on,
        row.due_on,
        task.deadline_words,
        row.percent,
        LOOKS[status_on(day, facts)].label,
        LOOKS[hint].label if hint else "",
        days_late(day, facts),
        row.finished_on,
        row.confirmed_on,
        row.last_entry_on,
    )


def _heading(sheet: WriteOnlyWorksheet, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, name)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        # A text that begins with "=" is a text, and no formula that a spreadsheet would run.
        cell.data_type = "s"
    elif isinstance(value, datetime.date):
        cell.number_format = DAY_FORMAT
    cell.alignment = Alignment(wrap_text=isinstance(value, str), vertical="top")
    return cell
