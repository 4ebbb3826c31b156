"""The periods for which figures are shown.  PURE.

Those of the calendar (years, half-years, quarters, months), those of the state's periodic reports,
which run from the 15th to the 14th, and days of one's own.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from plans.deadlines import MONTHS, DeadlineKind
from plans.schedule import ONE_DAY, Cutoff, Period, cutoff_period, period_name, periods, year_before

OWN = "own"  # the choice "days of my own"

Group = tuple[str, list[tuple[str, str]]]

_KINDS = {
    re.compile(r"\d{4}"): DeadlineKind.YEARLY,
    re.compile(r"\d{4}-H[12]"): DeadlineKind.HALF_YEARLY,
    re.compile(r"\d{4}-Q[1-4]"): DeadlineKind.QUARTERLY,
    re.compile(r"\d{4}-(0[1-9]|1[0-2])"): DeadlineKind.MONTHLY,
}
_NINE_MONTHS = re.compile(r"(\d{4})-9M")
_GROUP_NAMES = {
    DeadlineKind.HALF_YEARLY: "6 tháng, 9 tháng",
    DeadlineKind.QUARTERLY: "Quý",
    DeadlineKind.MONTHLY: "Tháng",
}

_CUTOFF = re.compile(rf"(\d{{4}})-({'|'.join(Cutoff)})-(\d\d?)")
_CUTOFF_NAMES = {
    Cutoff.MONTH: "tháng {number}/{year}",
    Cutoff.QUARTER: "quý {roman}/{year}",
    Cutoff.FIRST_HALF: "6 tháng đầu năm {year}",
    Cutoff.NINE_MONTHS: "9 tháng năm {year}",
    Cutoff.SECOND_HALF: "6 tháng cuối năm {year}",
    Cutoff.YEAR: "năm {year}",
}
_CUTOFFS = (Cutoff.MONTH, Cutoff.QUARTER, Cutoff.FIRST_HALF, Cutoff.NINE_MONTHS, Cutoff.YEAR)
_USUAL = {DeadlineKind.MONTHLY: "Tháng", DeadlineKind.QUARTERLY: "Quý"}
_MOST = {Cutoff.MONTH: 12, Cutoff.QUARTER: 4}
_ROMAN = ("I", "II", "III", "IV")


def period_of(label: str) -> Period | None:
    """The period of a label: of the calendar ("2026", "2026-H1", "2026-9M", "2026-Q3", "2026-06")
    or of the state's reports ("2026-month-6"); None for others."""
    if cutoff := _cutoff_of(label):
        return cutoff_period(*cutoff)
    kind, nine = _kind_of(label), _NINE_MONTHS.fullmatch(label)
    year = int(label[:4]) if kind or nine else 0
    if not datetime.MINYEAR < year < datetime.MAXYEAR:
        return None
    if nine or kind is None:
        return nine_months(year)
    return next(period for period in periods(kind, _year(year)) if period.label == label)


def nine_months(year: int) -> Period:
    """The first nine months of a year, which offices report on though no deadline names them."""
    return Period(f"{year}-9M", datetime.date(year, 1, 1), datetime.date(year, 9, 30))


def own_period(starts_on: datetime.date, ends_on: datetime.date) -> Period:
    """A stretch between two days, both included."""
    return Period("", starts_on, ends_on)


def name_of(period: Period) -> str:
    """How a period is called: "Quý III/2026", or its first and last day."""
    if cutoff := _cutoff_of(period.label):
        return f"Kỳ báo cáo {_cutoff_name(*cutoff)}"
    if nine := _NINE_MONTHS.fullmatch(period.label):
        return f"9 tháng năm {nine[1]}"
    if period.label:
        return period_name(period.label)
    return f"Từ {period.starts_on:%d/%m/%Y} đến {period.ends_on:%d/%m/%Y}"


def name_with_days(period: Period) -> str:
    """How a period is called, with its first and last day: "Tháng 6/2026 (01/06 – 30/06/2026)"."""
    return f"{name_of(period)} ({days_words(period)})" if period.label else name_of(period)


def days_words(period: Period) -> str:
    """Its first and last day: "01/06 – 30/06/2026"."""
    first, last = period.starts_on, period.ends_on
    start = f"{first:%d/%m}" if first.year == last.year else f"{first:%d/%m/%Y}"
    return f"{start} – {last:%d/%m/%Y}"


def previous(period: Period) -> Period:
    """The period of the same kind, or for own days of the same length, that ends a day before; of
    nine months those of the year before."""
    if cutoff := _cutoff_of(period.label):
        return _cutoff_before(*cutoff)
    if _NINE_MONTHS.fullmatch(period.label):
        return nine_months(period.starts_on.year - 1)
    kind = _kind_of(period.label)
    before = period.starts_on - ONE_DAY
    if kind is None:
        return own_period(before - (period.ends_on - period.starts_on), before)
    return next(periods(kind, Period("", before, before)))


def name_of_year_before(period: Period) -> str:
    """How the same period of the year before is called: "Quý III/2025"."""
    before = year_before(period)
    same = period_of(f"{before.ends_on.year}{period.label[4:]}") if period.label else None
    fits = same and (same.starts_on, same.ends_on) == (before.starts_on, before.ends_on)
    return name_of(same if same and fits else before)


def usual_choices(today: datetime.date) -> list[tuple[str, str]]:
    """What offices ask for most, told from today: this month, the last one …; (label, words)."""
    found = []
    for kind, name in _USUAL.items():
        this = next(periods(kind, Period("", today, today)))
        found += [(this, f"{name} này"), (previous(this), f"{name} trước")]
    year = today.year
    halves = [next(periods(DeadlineKind.HALF_YEARLY, _year(year))), nine_months(year)]
    found += [(one, name_of(one)) for one in halves]
    found += [(_year(year), "Năm nay"), (_year(year - 1), "Năm trước")]
    return [(one.label, f"{words} ({days_words(one)})") for one, words in found]


def period_choices(
    years: Iterable[int], year: int, today: datetime.date
) -> list[tuple[str, str] | Group]:
    """What a select of periods offers: the usual ones, every year, the parts of one year, days of
    one's own."""
    offered: list[tuple[str, str] | Group] = [
        ("Thường dùng", usual_choices(today)),
        (
            "Năm",
            [(str(one), period_name(str(one))) for one in sorted({*years, year}, reverse=True)],
        ),
    ]
    for kind, name in _GROUP_NAMES.items():
        found = [(period.label, name_with_days(period)) for period in periods(kind, _year(year))]
        if kind is DeadlineKind.HALF_YEARLY:
            nine = nine_months(year)
            found.insert(1, (nine.label, name_with_days(nine)))
        offered.append((name, found))
    cutoffs = [
        cutoff_period(cutoff, year, number)
        for cutoff in _CUTOFFS
        for number in range(1, _MOST.get(cutoff, 1) + 1)
    ]
    named = [(period.label, name_with_days(period)) for period in cutoffs]
    offered.append(("Kỳ báo cáo của Nhà nước, từ ngày 15 đến ngày 14", named))
    return [*offered, ("Khác", [(OWN, "Khoảng ngày tự chọn")])]


def _cutoff_of(label: str) -> tuple[Cutoff, int, int] | None:
    found = _CUTOFF.fullmatch(label)
    if not found:
        return None
    cutoff, year, number = Cutoff(found[2]), int(found[1]), int(found[3])
    is_one = 1 <= number <= _MOST.get(cutoff, 1)
    return (cutoff, year, number) if is_one and 1 < year < datetime.MAXYEAR else None


def _cutoff_name(cutoff: Cutoff, year: int, number: int) -> str:
    roman = _ROMAN[(number - 1) % 4]
    return _CUTOFF_NAMES[cutoff].format(year=year, number=number, roman=roman)


def _cutoff_before(cutoff: Cutoff, year: int, number: int) -> Period:
    if cutoff is Cutoff.SECOND_HALF:
        return cutoff_period(Cutoff.FIRST_HALF, year)
    if cutoff is Cutoff.FIRST_HALF:
        return cutoff_period(Cutoff.SECOND_HALF, year - 1)
    if number > 1:
        return cutoff_period(cutoff, year, number - 1)
    return cutoff_period(cutoff, year - 1, _MOST.get(cutoff, 1))


def _kind_of(label: str) -> DeadlineKind | None:
    found = (kind for form, kind in _KINDS.items() if form.fullmatch(label) and kind in MONTHS)
    return next(found, None)


def _year(year: int) -> Period:
    return Period(str(year), datetime.date(year, 1, 1), datetime.date(year, 12, 31))
