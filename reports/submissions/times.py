"""When reports fall due, as the agency of the plan reads due days; which reports one report meets.

"Trước ngày" and days off are settings of the agency (``plans.reckoning``), which hold for reports
at once: due days are worked out whenever they are asked for.  What has been handed in keeps the day
by which it was owed then.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from plans.holidays import reckoning_of, reckonings_of
from plans.models import Plan, ReportDuty
from plans.reckoning import Reckoning
from plans.schedule import Occurrence

Day = datetime.date
# Reports that fall due so near each other may be one.
NEAR = datetime.timedelta(days=31)


def due_times(duties: Iterable[ReportDuty]) -> Mapping[int, tuple[Occurrence, ...]]:
    """When the reports of each duty fall due, by its key; two queries, however many duties.

    The duties come with their plans.
    """
    # Most duties of a province are alike: each kind of them is worked out once.
    alike: dict[tuple[Any, ...], list[ReportDuty]] = {}
    for one in duties:
        rule = (one.due_rule(), one.owed_from, one.plan.starts_on, one.plan.ends_on)
        alike.setdefault(rule, []).append(one)
    times = {rule: some[0].occurrences(some[0].plan.period) for rule, some in alike.items()}
    days = [when.due_on for found in times.values() for when in found if when.due_on]
    agencies = {one.plan.issuer_id for some in alike.values() for one in some}
    readings = reckonings_of(agencies, days)
    return {
        one.pk: found
        for rule, some in alike.items()
        for one, found in _read(times[rule], some, readings)
    }


Times = tuple[Occurrence, ...]


def _read(
    times: Times, duties: Iterable[ReportDuty], readings: Mapping[int, Reckoning]
) -> Iterator[tuple[ReportDuty, Times]]:
    """The times of each of these duties, which are alike, as its agency reads them."""
    known: dict[tuple[bool, bool], Times] = {}
    for duty in duties:
        reading = readings[duty.plan.issuer_id]
        way = (reading.strict_before, reading.moves)
        if way not in known:
            known[way] = tuple(
                replace(when, due_on=reading.due(when.due_on, duty.qualifier))
                if when.due_on
                else when
                for when in times
            )
        yield duty, known[way]


def reading_words(plan: Plan) -> str:
    """How the plan's agency reads due days of reports, as a footnote says it."""
    reading = reckoning_of(plan.issuer_id, ())
    before = (
        "“trước ngày” là đến hết ngày liền trước"
        if reading.strict_before
        else "“trước ngày” được tính cả ngày đó"
    )
    moved = "lùi đến ngày làm việc kế tiếp" if reading.moves else "giữ nguyên"
    return f"Hạn báo cáo: {before}; hạn rơi vào ngày nghỉ {moved}."


# --- one report for several duties ----------------------------------------------------------------
@dataclass(frozen=True)
class Meeting:
    """A further report that one meets: whole, or by its section of that ``heading``."""

    duty: int
    period: str
    heading: str = ""


def met_with(
    period: str, due_on: Day | None, times: Sequence[tuple[str, Day | None]]
) -> tuple[str, Day | None] | None:
    """Of the times of a duty (period, due day) the one that a report of ``period``, due on
    ``due_on``, meets: that of the same period, else the nearest within ``NEAR``; None for none.

    >>> met_with("2026-Q2", Day(2026, 6, 15), [("", Day(2026, 6, 20)), ("", Day(2026, 9, 1))])
    ('', datetime.date(2026, 6, 20))
    """
    same = next((one for one in times if period and one[0] == period), None)
    if same or due_on is None:
        return same
    near = [
        (abs(day - due_on), key, day) for key, day in times if day and abs(day - due_on) <= NEAR
    ]
    return min(near)[1:] if near else None
