"""What was changed, by whom and when, from the history that every change leaves."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

MOST_LINES = 30
_KINDS = {"+": "Lập mới", "~": "Sửa", "-": "Xóa"}


@dataclass(frozen=True)
class HistoryLine:
    """``changes`` are pairs of a field's name and "old → new"."""

    at: datetime.datetime
    by: str
    what: str
    changes: tuple[tuple[str, str], ...] = ()


def history_lines(row: Any) -> tuple[HistoryLine, ...]:
    """The latest changes of a row that has a history, the newest first."""
    records = list(
        row.history.select_related("history_user").order_by("-history_date", "-history_id")[
            : MOST_LINES + 1
        ]
    )
    lines = []
    for record, before in zip_longest(records, records[1:]):
        changes = _changes(record, before)
        if before is not None and not changes and not record.history_change_reason:
            continue
        lines.append(_line(record, changes))
    return tuple(lines[:MOST_LINES])


def _line(record: Any, changes: tuple[tuple[str, str], ...]) -> HistoryLine:
    return HistoryLine(
        record.history_date,
        str(record.history_user) if record.history_user else "Chương trình",
        record.history_change_reason or _KINDS[record.history_type],
        changes,
    )


def _changes(record: Any, before: Any) -> tuple[tuple[str, str], ...]:
    """The plain columns in which a record differs from the one before."""
    if before is None:
        return ()
    found = []
    for field in record.tracked_fields:
        if field.is_relation:
            continue
        old, new = getattr(before, field.attname), getattr(record, field.attname)
        if old != new:
            found.append((str(field.verbose_name).capitalize(), f"{_said(old)} → {_said(new)}"))
    return tuple(found)


def _said(value: Any) -> str:
    if value in (None, ""):
        return "trống"
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
