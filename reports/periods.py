"""The periods for which figures are shown: years, half-years, quarters, months, days of one's own.
PURE.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from plans.deadlines import MONTHS, DeadlineKind
from plans.schedule import ONE_DAY, Period, period_name, periods

OWN = "own"  # the choice "days of my own"

Group = tuple[str, list[tuple[str, str]]]

_KINDS = {
    re.compile(r"\d{4}"): DeadlineKind.YEARLY,
    re.compile(r"\d{4}-H[12]"): DeadlineKind.HALF_YEARLY,
    re.compile(r"\d{4}-Q[1-4]"): DeadlineKind.QUARTERLY,
    re.compile(r"\d{4}-(0[1-9]|1[0-2])"): DeadlineKind.MONTHLY,
}
_GROUP_NAMES = {
    DeadlineKind.HALF_YEARLY: "6 tháng",
    DeadlineKind.QUARTERLY: "Quý",
    DeadlineKind.MONTHLY: "Tháng",
}


def period_of(label: str) -> Period | None:
    """The calendar period of a label ("2026", "2026-H1", "2026-Q3", "2026-06"), None for others."""
    kind = _kind_of(label)
    year = int(label[:4]) if kind else 0
    if kind is None or not datetime.MINYEAR < year < datetime.MAXYEAR:
        return None
    return next(period for period in periods(kind, _year(year)) if period.label == label)


def own_period(starts_on: datetime.date, ends_on: datetime.date) -> Period:
    """A stretch between two days, both included."""
    return Period("", starts_on, ends_on)


def name_of(period: Period) -> str:
    """How a period is called: "Quý III/2026", or its first and last day."""
    if period.label:
        return period_name(period.label)
    return f"Từ {period.starts_on:%d/%m/%Y} đến {period.ends_on:%d/%m/%Y}"


def previous(period: Period) -> Period:
    """The period of the same kind, or for own days of the same length, that ends a day before."""
    kind = _kind_of(period.label)
    before = period.starts_on - ONE_DAY
    if kind is None:
        return own_period(before - (period.ends_on - period.starts_on), before)
    return next(periods(kind, Period("", before, before)))


def period_choices(years: Iterable[int], year: int) -> list[tuple[str, str] | Group]:
    """What a select of periods offers: every year, the parts of one year, days of one's own."""
    offered: list[tuple[str, str] | Group] = [
        ("Năm", [(str(one), period_name(str(one))) for one in sorted({*years, year}, reverse=True)])
    ]
    for kind, name in _GROUP_NAMES.items():
        found = [(period.label, period_name(period.label)) for period in periods(kind, _year(year))]
        offered.append((name, found))
    return [*offered, ("Khác", [(OWN, "Khoảng ngày tự chọn")])]


def _kind_of(label: str) -> DeadlineKind | None:
    found = (kind for form, kind in _KINDS.items() if form.fullmatch(label) and kind in MONTHS)
    return next(found, None)


def _year(year: int) -> Period:
    return Period(str(year), datetime.date(year, 1, 1), datetime.date(year, 12, 31))
