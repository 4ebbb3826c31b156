"""Days and texts of last year's plan moved to other years.  PURE.

A citation is never rewritten: its number, its year and its day stay as they are.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from plans.deadlines import DATED
from plans.schedule import Period
from reading.draft import DeadlineDraft
from reading.text import of_line
from reading.understand.citations import read_citations

_YEAR = r"20\d\d"
# What makes 2026 a count.
_COUNTED = (
    r"lượt|người|bình|cán bộ|công chức|viên chức|hộ|cơ sở|buổi|lớp|cuộc|triệu|đồng|m2|m²|mét|cái"
    r"|chiếc|bộ|học sinh|sinh viên|tờ|tin|bài|hội viên|đoàn viên"
)
# A day, or a year that stands for itself; none that is part of a number (105/2025/NĐ-CP).
_MOVED = re.compile(
    rf"(?<![\d/.-])(?P<day>\d{{1,2}})(?P<one>\s?[/.-]\s?)(?P<month>\d{{1,2}})(?P<two>\s?[/.-]\s?)"
    rf"(?P<of>{_YEAR})(?![\d/-])"
    rf"|(?<!\d)(?P<year>{_YEAR})(?!\d|\s?/\s?[^\W\d]|\s(?:{_COUNTED})\b)"
)
_NUMBER_BEFORE = re.compile(r"\bsố:?\s?$", re.IGNORECASE)


@dataclass(frozen=True)
class Move:
    """From a plan's time to another: all days go by the difference of years."""

    old: Period
    new: Period

    @property
    def years(self) -> int:
        return self.new.starts_on.year - self.old.starts_on.year

    def text(self, words: str) -> str:
        """The words with the plan's own years and days moved, citations left alone."""
        kept = [(one.start, one.end) for one in read_citations(of_line(0, words))]

        def moved(found: re.Match[str]) -> str:
            inside = any(start <= found.start() < end for start, end in kept)
            numbered = found["year"] and _NUMBER_BEFORE.search(words[: found.start()])
            is_own = self._is_own(int(found["of"] or found["year"]))
            return found.group() if inside or numbered or not is_own else self._one(found)

        return _MOVED.sub(moved, words)

    def _is_own(self, year: int) -> bool:
        """A year of the plan's time, or the one after it, in which its last reports fall due."""
        return self.old.starts_on.year <= year <= self.old.ends_on.year + 1

    def _one(self, found: re.Match[str]) -> str:
        if found["year"]:
            return str(int(found["year"]) + self.years)
        year = int(found["of"]) + self.years
        day = found["day"]
        if int(day) == 29 and int(found["month"]) == 2 and not _is_leap(year):
            day = "28"
        return f"{day}{found['one']}{found['month']}{found['two']}{year}"

    def day(self, day: datetime.date) -> datetime.date:
        """The same day in the other year; 29 February is the 28th in common years."""
        return _shifted(day, self.years)

    def iso(self, day: str) -> str:
        """An ISO day moved; what is none stays."""
        try:
            return self.day(datetime.date.fromisoformat(day)).isoformat()
        except ValueError:
            return day

    def deadline(self, deadline: DeadlineDraft) -> DeadlineDraft:
        """The deadline moved, its words with it; days of the year or the month stay."""
        days: Iterable[str] = deadline.days
        if deadline.kind in DATED:
            days = map(self.iso, deadline.days)
        return replace(
            deadline,
            words=self.text(deadline.words),
            days=tuple(dict.fromkeys(days)),
            starts_on=self.iso(deadline.starts_on) if deadline.starts_on else None,
        )


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _shifted(day: datetime.date, years: int) -> datetime.date:
    year = day.year + years
    if (day.month, day.day) == (2, 29) and not _is_leap(year):
        return day.replace(year=year, day=28)
    return day.replace(year=year)


def next_period(period: Period) -> Period:
    """The time after a plan's: the next year, school year, or stretch of as many years."""
    months = (period.ends_on.year - period.starts_on.year) * 12
    months += period.ends_on.month - period.starts_on.month + 1
    years = max(1, -(-months // 12))
    after = _shifted(period.ends_on + datetime.timedelta(days=1), years)
    return Period("", _shifted(period.starts_on, years), after - datetime.timedelta(days=1))
