"""What was changed, by whom and when, from the history that every change leaves."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.db.models import Field

MOST_LINES = 30
EMPTY = "(trống)"
_KINDS = {"+": "Lập mới", "~": "Sửa", "-": "Xóa"}


@dataclass(frozen=True)
class Change:
    """A value that was changed, as words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryLine:
    """One thing that was done, as ``components/timeline.html`` shows it."""

    at: datetime.datetime
    by: str
    what: str
    reason: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Turn:
    """What it means that a column was filled, or emptied; ``reason``: the column that says why;
    ``later``: not where the row begins so."""

    column: str
    is_set: bool
    words: str
    reason: str = ""
    later: bool = False

    def happened(self, record: Any, before: Any) -> bool:
        if self.later and before is None:
            return False
        now, then = getattr(record, self.column), getattr(before, self.column, None)
        return now != then and bool(now) == self.is_set


def history_lines(
    row: Any,
    *,
    turns: Sequence[Turn] = (),
    columns: Collection[str] | None = None,
    kinds: Mapping[str, str] = _KINDS,
    most: int = MOST_LINES,
) -> tuple[HistoryLine, ...]:
    """The latest changes of a row that has a history, the newest first.

    ``turns`` say what changes of single columns mean; ``columns`` are those of which old and new
    value are told, all plain ones where it is None; ``kinds``: what is said of a change (+, ~, -)
    of which nothing else is known.
    """
    records = list(
        row.history.select_related("history_user").order_by("-history_date", "-history_id")[
            : most + 1
        ]
    )
    lines = []
    for record, before in zip_longest(records, records[1:]):
        changes = tuple(_changes(record, before, columns))
        turn = next((one for one in turns if one.happened(record, before)), None)
        told = turn or changes or record.history_change_reason or before is None
        if told or columns is not None:
            lines.append(_line(record, changes, turn, kinds))
    return tuple(lines[:most])


def _line(
    record: Any, changes: tuple[Change, ...], turn: Turn | None, kinds: Mapping[str, str]
) -> HistoryLine:
    said = record.history_change_reason or ""
    reason = getattr(record, turn.reason) if turn and turn.reason else ""
    return HistoryLine(
        at=record.history_date,
        by=str(record.history_user) if record.history_user else "Chương trình",
        what=turn.words if turn else said or kinds[record.history_type],
        reason=reason or (said if turn and said != turn.words else ""),
        changes=changes,
    )


def _changes(record: Any, before: Any, columns: Collection[str] | None) -> Iterator[Change]:
    """The plain columns in which a record differs from the one before."""
    if before is None:
        return
    for field in record.tracked_fields:
        if field.is_relation or (columns is not None and field.name not in columns):
            continue
        if getattr(before, field.attname) != getattr(record, field.attname):
            label = str(field.verbose_name).capitalize()
            then, now = getattr(before, field.attname), getattr(record, field.attname)
            yield Change(label, value_words(field, then), value_words(field, now))


def value_words(field: Any, value: Any) -> str:
    """The value of a field in words."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    choices = dict(field.flatchoices) if isinstance(field, Field) and field.choices else {}
    return str(choices.get(value, value))
