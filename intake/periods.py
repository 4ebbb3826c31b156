"""For which time a plan is made.  PURE."""

from __future__ import annotations

import datetime
import re

from plans.schedule import Period

_YEAR = r"(20\d\d)"
_SCHOOL_YEAR = re.compile(rf"năm học\s+{_YEAR}\s*[-–]\s*{_YEAR}", re.IGNORECASE)
_YEARS = re.compile(
    rf"(?:giai đoạn|các năm|từ năm)\s+{_YEAR}\s*(?:[-–]|đến(?: năm)?)\s*{_YEAR}", re.IGNORECASE
)
_ONE_YEAR = re.compile(rf"(?<!\w)năm\s+{_YEAR}", re.IGNORECASE)


def plan_period(title: str, issued_on: str | None, on: datetime.date) -> Period:
    """The time that the title names: a school year (1/8 to 31/7), several years, one year (the last
    that is said); else the calendar year in which the plan was issued; else the year of ``on``.

    ``issued_on`` is an ISO day or ``YYYY-MM``.
    """
    school = _SCHOOL_YEAR.search(title)
    if school and int(school[2]) == int(school[1]) + 1:
        starts_on = datetime.date(int(school[1]), 8, 1)
        return Period("", starts_on, datetime.date(int(school[2]), 7, 31))
    years = _YEARS.search(title)
    if years and years[1] <= years[2]:
        return Period("", datetime.date(int(years[1]), 1, 1), datetime.date(int(years[2]), 12, 31))
    said = _years_said(title, issued_on)
    year = int(said[-1]) if said else on.year
    return Period("", datetime.date(year, 1, 1), datetime.date(year, 12, 31))


def is_guess(title: str, issued_on: str | None) -> bool:
    """Whether neither the title nor the day of issue says for which time the plan is made."""
    return not (_SCHOOL_YEAR.search(title) or _YEARS.search(title) or _years_said(title, issued_on))


def _years_said(title: str, issued_on: str | None) -> list[str]:
    return _ONE_YEAR.findall(title) or re.findall(r"^(20\d\d)-", issued_on or "")
