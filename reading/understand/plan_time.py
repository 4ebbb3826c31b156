"""For which time a plan is made, as its title or its first paragraphs say."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reading.letters import flat
from reading.understand.dates import SchoolYear, SeveralYears, Year

_YEAR = r"(20\d\d)"
_SCHOOL_YEAR = re.compile(rf"\bnam hoc {_YEAR}\s?[-–/]\s?{_YEAR}")
# The dry season goes over the turn of the year, as a school year does.
_SEASON = re.compile(rf"\bmua (?:[a-z]+ ){{0,3}}(?:nam )?{_YEAR}\s?[-–/]\s?{_YEAR}")
_YEARS = re.compile(rf"\b(?:giai doan|cac nam|tu nam) {_YEAR}\s?(?:[-–]|den(?: nam)?|va)\s?{_YEAR}")
_ONE_YEAR = re.compile(rf"(?<!\w)nam {_YEAR}(?!\s?[-–/]\s?\d)")
# What a plan says of itself outside its title: "ban hành Kế hoạch công tác PCCC năm 2026".
_OWN_YEAR = re.compile(rf"\bke hoach\b[^.;]{{0,200}}?(?<!\w)nam {_YEAR}(?!\s?[-–/]\s?\d)")
_OTHER_DOCUMENT = re.compile(r"^(?:can cu|thuc hien|theo|xet)\b")


@dataclass(frozen=True)
class PlanTime:
    """The first and the last day; ``is_school`` where they are those of a school year (1/8 to
    31/7)."""

    starts_on: datetime.date
    ends_on: datetime.date
    is_school: bool = False

    def year(self, issued: int | None) -> Year:
        """The year of a day that does not name its own; ``issued`` is that of the day of issue."""
        if self.is_school:
            return SchoolYear(self.starts_on.year)
        first, last = self.starts_on.year, self.ends_on.year
        if first == last:
            return first
        return SeveralYears(first, last, first if issued is None else min(max(issued, first), last))


def time_in_title(title: str, issued: int | None = None) -> PlanTime | None:
    """The time that a title names: a school year, several years, or the last year it says.

    A year before that of issue is what the plan looks back on, and not its time.
    """
    words = flat(title)
    school = _SCHOOL_YEAR.search(words) or _SEASON.search(words)
    if school and int(school[2]) == int(school[1]) + 1:
        first = int(school[1])
        return PlanTime(datetime.date(first, 8, 1), datetime.date(first + 1, 7, 31), is_school=True)
    several = _YEARS.search(words)
    if several and several[1] <= several[2]:
        return _years(int(several[1]), int(several[2]))
    said = [int(year) for year in _ONE_YEAR.findall(words)]
    said = [year for year in said if issued is None or year >= issued]
    return _years(said[-1], said[-1]) if said else None


def time_in_text(paragraphs: Iterable[str], issued: int | None) -> PlanTime | None:
    """The one year that the first paragraphs call the plan's own; citations are passed over."""
    years: set[int] = set()
    for words in map(flat, paragraphs):
        if not _OTHER_DOCUMENT.match(words):
            years |= {int(year) for year in _OWN_YEAR.findall(words)}
    years = {year for year in years if issued is None or issued <= year <= issued + 1}
    return _years(min(years), min(years)) if len(years) == 1 else None


def _years(first: int, last: int) -> PlanTime:
    return PlanTime(datetime.date(first, 1, 1), datetime.date(last, 12, 31))


def newest(days: Sequence[str | None]) -> datetime.date | None:
    """The latest of some ISO days; what is no whole day is passed over."""
    whole = [day for day in days if day and len(day) == 10]
    return datetime.date.fromisoformat(max(whole)) if whole else None
