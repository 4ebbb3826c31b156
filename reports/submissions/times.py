"""When reports fall due, as the agency of the plan reads due days; which reports one report meets.

"Trước ngày" and days off are settings of the agency (``plans.reckoning``), which hold for reports
at once: due days are worked out whenever they are asked for.  What has been handed in keeps the day
by which it was owed then.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

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
    found = {one: one.occurrences(one.plan.period) for one in duties}
    days = [when.due_on for times in found.values() for when in times if when.due_on]
    readings = reckonings_of({one.plan.issuer_id for one in found}, days)
    return {
        duty.pk: tuple(_read(when, duty, readings[duty.plan.issuer_id]) for when in times)
        for duty, times in found.items()
    }


def _read(when: Occurrence, duty: ReportDuty, reading: Reckoning) -> Occurrence:
    return when if when.due_on is None else replace(
        when, due_on=reading.due(when.due_on, duty.qualifier)
    )  # fmt: skip


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
