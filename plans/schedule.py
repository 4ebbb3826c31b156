"""Deadlines, periods and due days.  PURE: a day is always a parameter.

Rules of the field: a month, quarter or year given as a deadline ends on its last day; recurring
work falls due once for each period of the plan's time; where a period's own day is not said, its
last day stands in.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from plans.deadlines import DATED, MONTHS, OF_THE_MONTH, DeadlineKind, Qualifier

Day = datetime.date
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A stretch of time with both its ends included; ``label`` is short and sorts by time."""

    label: str
    starts_on: Day
    ends_on: Day


@dataclass(frozen=True)
class DueRule:
    """When work falls due.

    ``days`` holds ISO days for DATE and WINDOW, ``MM-DD`` for YEARLY, days of the period's last
    month for shorter periods; ``+05`` is the 5th of the month after the period.
    """

    kind: DeadlineKind
    days: tuple[str, ...] = ()
    starts_on: Day | None = None
    qualifier: Qualifier | None = None


@dataclass(frozen=True)
class Occurrence:
    """One time that work is to be done: ``period`` is "" where it happens once."""

    period: str
    starts_on: Day
    due_on: Day | None


def check(rule: DueRule) -> None:
    """Raises ValueError where a day of the rule is none that any calendar has."""
    for day in rule.days:
        if rule.kind in DATED:
            Day.fromisoformat(day)
        elif rule.kind is DeadlineKind.YEARLY:
            _day_of_year(2024, *_month_and_day(day))
        elif rule.kind in OF_THE_MONTH:
            clamped(2024, 1, abs(int(day)))


def occurrences(rule: DueRule, within: Period) -> tuple[Occurrence, ...]:
    """Every occurrence of a rule within a plan's time, in order; always at least one.

    Raises ValueError where a day of the rule does not exist.
    """
    if rule.kind in MONTHS:
        found = tuple(_recurring(rule, within))
        return found or (Occurrence("", within.starts_on, None),)
    start = rule.starts_on or within.starts_on
    if rule.kind in DATED and rule.days:
        days = sorted(Day.fromisoformat(day) for day in rule.days)
        if len(days) == 1:
            return (Occurrence("", min(start, days[0]), days[0]),)
        return tuple(Occurrence(day.isoformat(), min(start, day), day) for day in days)
    return (Occurrence("", start, None),)


def _recurring(rule: DueRule, within: Period) -> Iterator[Occurrence]:
    begin = max(within.starts_on, rule.starts_on or within.starts_on)
    last = max(within.ends_on, *(_latest(day, within.ends_on) for day in rule.days or ("",)))
    for period in _periods_of_work(rule, within):
        due_days = sorted(set(_due_days(rule, period, within.ends_on)))
        start = max(period.starts_on, begin)
        for number, due_on in enumerate(due_days, start=1):
            if begin <= due_on <= last:
                label = period.label if len(due_days) == 1 else f"{period.label}.{number}"
                yield Occurrence(label, start, due_on)
            # The second time of a year begins when the first is over.
            start = max(start, due_on + ONE_DAY)


def _periods_of_work(rule: DueRule, within: Period) -> Iterator[Period]:
    """The periods in which it is done.  Work that a plan of at most a year wants once a year is
    done once, by its end, though the plan may run over the turn of the year."""
    a_year = Day(within.starts_on.year + 1, within.starts_on.month, 1)
    if rule.kind is DeadlineKind.YEARLY and not rule.days and within.ends_on < a_year:
        yield Period(f"{within.ends_on.year}", within.starts_on, within.ends_on)
        return
    yield from periods(rule.kind, within)


def _latest(day: str, ends_on: Day) -> Day:
    """The last day on which a period of a plan can fall due: for a day of the month after the
    period that lies past the plan's end."""
    if not day.startswith("+"):
        return ends_on
    year, month = _month_after(ends_on)
    return clamped(year, month, int(day))


def _month_after(day: Day) -> tuple[int, int]:
    return (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)


def _due_days(rule: DueRule, period: Period, ends_on: Day) -> Iterator[Day]:
    if not rule.days:
        # A plan that ends within a period still asks for that period's work by its own end.
        yield min(period.ends_on, ends_on)
    for day in rule.days:
        if rule.kind is DeadlineKind.YEARLY:
            yield _day_of_year(period.starts_on.year, *_month_and_day(day))
        elif day.startswith("+"):
            yield clamped(*_month_after(period.ends_on), int(day))
        else:
            yield clamped(period.ends_on.year, period.ends_on.month, int(day))


def _month_and_day(day: str) -> tuple[int, int]:
    month, number = (int(part) for part in day.split("-"))
    return month, number


def _day_of_year(year: int, month: int, day: int) -> Day:
    """That day of a year; 29 February is the 28th in common years.

    Raises ValueError for a day that no year has, such as 31 November.
    """
    Day(2024, month, day)  # a leap year has every day there is
    return clamped(year, month, day)


def clamped(year: int, month: int, day: int) -> Day:
    """That day, or the month's last where the month is shorter (31 of June is 30/6).

    Raises ValueError for a month or day that no year has.
    """
    if not 1 <= day <= 31:
        raise ValueError(f"no such day: {day}/{month}")
    return Day(year, month, min(day, monthrange(year, month)[1]))


def periods(kind: DeadlineKind, within: Period) -> Iterator[Period]:
    """The calendar periods of a recurring kind that touch ``within``, in order."""
    months = MONTHS[kind]
    year, month = within.starts_on.year, within.starts_on.month
    month -= (month - 1) % months
    while Day(year, month, 1) <= within.ends_on:
        last = month + months - 1
        ends_on = Day(year, last, monthrange(year, last)[1])
        yield Period(_label(kind, year, month), Day(year, month, 1), ends_on)
        year, month = (year, last + 1) if last < 12 else (year + 1, 1)


def _label(kind: DeadlineKind, year: int, first_month: int) -> str:
    if kind is DeadlineKind.YEARLY:
        return f"{year}"
    if kind is DeadlineKind.HALF_YEARLY:
        return f"{year}-H{1 + first_month // 7}"
    if kind is DeadlineKind.QUARTERLY:
        return f"{year}-Q{1 + first_month // 3}"
    return f"{year}-{first_month:02d}"


_ROMAN = ("I", "II", "III", "IV")


def period_name(label: str) -> str:
    """How a period is called in Vietnamese: "2025-Q3" is "Quý III/2025"; "" stays ""."""
    label, _, number = label.partition(".")
    ending = f", lần {number}" if number else ""
    year, _, part = label.partition("-")
    if not part:
        return f"Năm {year}{ending}" if year else ""
    if part.startswith("Q"):
        return f"Quý {_ROMAN[int(part[1]) - 1]}/{year}{ending}"
    if part.startswith("H"):
        half = "đầu" if part == "H1" else "cuối"
        return f"6 tháng {half} năm {year}{ending}"
    if "-" in part:
        return Day.fromisoformat(label).strftime("Ngày %d/%m/%Y")
    return f"Tháng {int(part)}/{year}{ending}"


def farthest_day(ends_on: Day) -> Day:
    """A year after a plan's end: beyond it a later due day is most likely a slip of the pen."""
    return clamped(ends_on.year + 1, ends_on.month, ends_on.day)


def year_of(day: Day) -> Period:
    """The calendar year in which a day lies."""
    return Period(str(day.year), Day(day.year, 1, 1), Day(day.year, 12, 31))


def year_before(period: Period) -> Period:
    """The same stretch of the year before; the last day of a month stays its last day."""
    return Period("", _year_earlier(period.starts_on), _year_earlier(period.ends_on))


def _year_earlier(day: Day) -> Day:
    ends_month = day.day == monthrange(day.year, day.month)[1]
    return clamped(day.year - 1, day.month, 31 if ends_month else day.day)


class Cutoff(StrEnum):
    """The state's periodic reports (Nghị định 09/2019/NĐ-CP, Điều 12)."""

    MONTH = "month"
    QUARTER = "quarter"
    FIRST_HALF = "first_half"
    NINE_MONTHS = "nine_months"
    SECOND_HALF = "second_half"  # not in the decree: taken to follow the first half
    YEAR = "year"


def cutoff_period(cutoff: Cutoff, year: int, number: int = 1) -> Period:
    """From and to which day figures count for a periodic report.

    ``number`` is the month (1 to 12) or the quarter (1 to 4); it is not read for the others.  Every
    period runs from the 15th of the month before it to the 14th of its last month.
    """
    first, last = {
        Cutoff.MONTH: (number, number),
        Cutoff.QUARTER: (3 * number - 2, 3 * number),
        Cutoff.FIRST_HALF: (1, 6),
        Cutoff.NINE_MONTHS: (1, 9),
        Cutoff.SECOND_HALF: (7, 12),
        Cutoff.YEAR: (1, 12),
    }[cutoff]
    start = Day(year, first - 1, 15) if first > 1 else Day(year - 1, 12, 15)
    return Period(f"{year}-{cutoff.value}-{number}", start, Day(year, last, 14))
