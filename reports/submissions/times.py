"""When reports fall due, as the agency of the plan reads due days; which reports one report meets.

"Trước ngày" and days off are settings of the agency (``plans.reckoning``), which hold for reports
at once: due days are worked out whenever they are asked for.  What has been handed in keeps the day
by which it was owed then.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from plans.holidays import reckoning_of, reckonings_of
from plans.models import Plan, ReportDuty
from plans.reckoning import Reckoning
from plans.schedule import Occurrence

Day = datetime.date
# Reports that fall due so near each other may be one.
NEAR = datetime.timedelta(days=31)


Times = tuple[Occurrence, ...]
# Duties that fall due alike: one of them, which comes with its plan, and the key and the agency of
# each.  Most duties of a province are alike: each kind of them is worked out once.
Alike = tuple[ReportDuty, list[tuple[int, int]]]


def due_times(duties: Iterable[ReportDuty]) -> Mapping[int, Times]:
    """When the reports of each duty fall due, by its key; two queries, however many duties.

    The duties come with their plans.
    """
    alike: dict[tuple[Any, ...], Alike] = {}
    for one in duties:
        rule = (one.due_rule(), one.owed_from, one.plan.starts_on, one.plan.ends_on)
        alike.setdefault(rule, (one, []))[1].append((one.pk, one.plan.issuer_id))
    return times_alike(alike.values())


def times_alike(kinds: Collection[Alike]) -> Mapping[int, Times]:
    """As ``due_times``, of duties that were found to be alike already."""
    found = [(one, of_kind, one.occurrences(one.plan.period)) for one, of_kind in kinds]
    days = [when.due_on for _, _, times in found for when in times if when.due_on]
    agencies = {agency for _, of_kind, _ in found for _, agency in of_kind}
    readings = reckonings_of(agencies, days)
    return {
        key: times
        for one, of_kind, written in found
        for key, times in _read(written, one.qualifier, of_kind, readings)
    }


def _read(
    times: Times,
    qualifier: str,
    duties: Iterable[tuple[int, int]],
    readings: Mapping[int, Reckoning],
) -> Iterator[tuple[int, Times]]:
    """The times of each of these duties, which are alike, as its agency reads them."""
    known: dict[tuple[bool, bool], Times] = {}
    for key, agency in duties:
        reading = readings[agency]
        way = (reading.strict_before, reading.moves)
        if way not in known:
            known[way] = tuple(
                replace(when, due_on=reading.due(when.due_on, qualifier)) if when.due_on else when
                for when in times
            )
        yield key, known[way]


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
