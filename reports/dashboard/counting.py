"""Everything that the dashboard counts of work, in one pass over it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, Value, When

from plans.schedule import Period
from reports.dashboard.lines import LISTED
from reports.periods import previous
from tasks.querysets import AssignmentQuerySet
from tasks.status import DUE_SOON_DAYS, Hint, Status
from tasks.status_sql import (
    CLOSED_ON,
    Beside,
    StatusOn,
    Tally,
    begun_rule,
    hint_rule,
    period_rule,
    tally,
)

LATER = 30  # days ahead
# Bits of a part: due within a week, within a month, waiting to be confirmed; ongoing, and with
# evidence of its cycle.
_SOON, _LATER, _WAITING, _SHOWN = 1, 2, 4, 8


@dataclass(frozen=True)
class Marked:
    """How many parts fall due within a week and within a month of today, and how many wait to be
    confirmed; for how many of the ongoing ones of the period evidence came in its cycle."""

    soon: int
    later: int
    waiting: int
    shown: int


def count_work(
    official: AssignmentQuerySet,
    *,
    day: datetime.date,
    today: datetime.date,
    period: Period,
    units: list[int],
) -> tuple[Tally, Marked]:
    """The counts of a period on ``day``, with those of the tasks of the period before as it ended,
    what is coming, which goes by ``today``, and what of ongoing work is shown, by ``day``."""
    before = previous(period)
    work = official.with_evidence_this_cycle(day).alias(closed_on=CLOSED_ON, status=StatusOn(today))
    counted = period_rule(period.starts_on, period.ends_on)
    beside = Beside(
        counted=counted,
        earlier=begun_rule(before.starts_on, before.ends_on),
        earlier_on=before.ends_on,
        marks=_bits(today, day, counted),
        late=LISTED,
    )
    found = tally(work.filter(closed_on__gte=before.starts_on), day, units, beside)
    return found, _marked(found)


def _bits(today: datetime.date, day: datetime.date, counted: Q) -> Any:
    """What is told of a part beside its status, as a sum of bits; what is coming is in force, and
    neither confirmed nor cancelled."""
    month = today + datetime.timedelta(days=LATER)
    open_now = Q(confirmed_on__isnull=True) & Q(cancelled_on__isnull=True)
    in_force = Q(task__plan__superseded_by__isnull=True)
    ahead = in_force & Q(status=Status.OPEN.value)
    week = today + datetime.timedelta(days=DUE_SOON_DAYS)
    due = Case(
        When(open_now & Q(due_on__range=(today, week)) & ahead, then=Value(_SOON | _LATER)),
        When(open_now & Q(due_on__range=(today, month)) & ahead, then=Value(_LATER)),
        default=Value(0),
    )
    told = Q(finished_on__isnull=False) & in_force & hint_rule(today, Hint.WAITING)
    # Evidence is looked for last, of what is ongoing.
    unconfirmed = Q(confirmed_on__isnull=True) | Q(confirmed_on__gt=day)
    shown = Q(due_on__isnull=True) & unconfirmed & counted & Q(has_evidence=True)
    return (
        due
        + Case(When(open_now & told, then=Value(_WAITING)), default=Value(0))
        + Case(When(shown, then=Value(_SHOWN)), default=Value(0))
    )


def _marked(found: Tally) -> Marked:
    def having(bit: int, *of: Status) -> int:
        return sum(
            number
            for (status, bits), number in found.marks.items()
            if bits & bit and (not of or status in of)
        )

    return Marked(having(_SOON), having(_LATER), having(_WAITING), having(_SHOWN, Status.ONGOING))
