"""Crosses under months and quarters → a deadline.  PURE."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from intake.sources.columns import MONTHS, QUARTERS, Heading
from intake.sources.sheet import Row
from plans.deadlines import DeadlineKind
from plans.schedule import Period
from reading.draft import DeadlineDraft

_DAY = re.compile(r"(\d{1,2})(?:\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{4})?)?")


@dataclass(frozen=True)
class _Mark:
    """A cross: the first and the last month it stands for, and the day, where one is written."""

    heading: Heading
    year: int
    first: int
    last: int
    day: int | None

    @property
    def number(self) -> int:
        """Counted through the years, to tell neighbours."""
        return self.year * 12 + self.first

    @property
    def begins(self) -> str:
        return datetime.date(self.year, self.first, 1).isoformat()

    @property
    def ends(self) -> str:
        last = monthrange(self.year, self.last)[1]
        return datetime.date(self.year, self.last, min(self.day or last, last)).isoformat()


def marked(row: Row, headings: Sequence[Heading], period: Period) -> DeadlineDraft | None:
    """The deadline that the crosses of a row make; None where there is none.

    Every month is monthly work, every quarter quarterly; neighbours are a stretch of time, months
    apart are several days, each the last of its month.  ``period`` tells the year.
    """
    marks = sorted(_marks(row, headings, period), key=lambda mark: mark.number)
    if not marks:
        return None
    spans = tuple(span for mark in marks for span in row.cells[mark.heading.place].text.spans())
    words = ", ".join(mark.heading.called for mark in marks)
    return _deadline(marks, _columns(headings), DeadlineDraft(words=words, spans=spans))


def _columns(headings: Sequence[Heading]) -> int:
    return sum(heading.key in MONTHS or heading.key in QUARTERS for heading in headings)


def _deadline(marks: Sequence[_Mark], columns: int, said: DeadlineDraft) -> DeadlineDraft:
    first, last = marks[0], marks[-1]
    is_quarter = first.first != first.last
    step = 3 if is_quarter else 1
    days = tuple(dict.fromkeys(mark.ends for mark in marks))
    # One after the other, without a gap.
    in_row = all(after.number - mark.number == step for mark, after in pairwise(marks))
    dated = any(mark.day for mark in marks)
    if not dated and in_row and len(marks) == columns and len(marks) >= (4 if is_quarter else 12):
        kind, days = DeadlineKind.QUARTERLY if is_quarter else DeadlineKind.MONTHLY, ()
        return DeadlineDraft(kind=kind, words=said.words, days=days, spans=said.spans)
    if not dated and in_row and len(marks) > 1:
        return DeadlineDraft(
            kind=DeadlineKind.WINDOW,
            words=said.words,
            days=(last.ends,),
            starts_on=first.begins,
            spans=said.spans,
        )
    return DeadlineDraft(kind=DeadlineKind.DATE, words=said.words, days=days, spans=said.spans)


def _marks(row: Row, headings: Sequence[Heading], period: Period) -> list[_Mark]:
    found = []
    for heading in headings:
        if heading.place not in row.cells or heading.key not in (*MONTHS, *QUARTERS):
            continue
        if heading.key in QUARTERS:
            first = QUARTERS.index(heading.key) * 3 + 1
            months = first, first + 2
        else:
            months = (MONTHS.index(heading.key) + 1,) * 2
        year = heading.year or _year(months[1], period)
        day = _day(row.cells[heading.place].text.words) if months[0] == months[1] else None
        found.append(_Mark(heading, year, *months, day))
    return found


def _year(month: int, period: Period) -> int:
    """The year in which the month lies within the plan's time."""
    begins = period.starts_on
    return begins.year if month >= begins.month or begins.year == period.ends_on.year else (
        begins.year + 1
    )  # fmt: skip


def _day(words: str) -> int | None:
    """A day of the month written instead of a cross."""
    found = _DAY.fullmatch(words.strip())
    day = int(found[1]) if found else 0
    return day if 1 < day <= 31 or words.strip().startswith(("01", "1/")) else None
