"""A list of assignments as a spreadsheet, with real dates and numbers to calculate on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from accounts.listing import list_file
from tasks.models import Assignment
from tasks.status import LOOKS, days_late, hint_on, status_on

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
    ("Số ngày quá hạn", 10),
    ("Đơn vị báo hoàn thành ngày", 14),
    ("Xác nhận ngày", 12),
    ("Cập nhật gần nhất", 12),
)


def assignments_file(rows: Iterable[Assignment], day: datetime.date, ending: str) -> HttpResponse:
    """The workbook ("xlsx") or the text ("csv") of these assignments as they stood on ``day``."""
    values = (_values(row, day) for row in rows)
    return list_file(f"cong-viec-{day:%Y-%m-%d}", "Công việc", _COLUMNS, values, ending)


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
