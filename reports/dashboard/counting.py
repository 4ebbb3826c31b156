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
# Bits of what is coming: due within a week, within a month, waiting to be confirmed.
_SOON, _LATER, _WAITING = 1, 2, 4


@dataclass(frozen=True)
class Coming:
    """How many parts fall due within a week and within a month of today, and how many wait to be
    confirmed."""

    soon: int
    later: int
    waiting: int


def count_work(
    official: AssignmentQuerySet,
    *,
    day: datetime.date,
    today: datetime.date,
    period: Period,
    units: list[int],
) -> tuple[Tally, Coming]:
    """The counts of a period on ``day``, with those of the tasks of the period before as it ended,
    and what is coming, which goes by ``today``."""
    before = previous(period)
    work = official.alias(closed_on=CLOSED_ON, status=StatusOn(today))
    beside = Beside(
        counted=period_rule(period.starts_on, period.ends_on),
        earlier=begun_rule(before.starts_on, before.ends_on),
        earlier_on=before.ends_on,
        marks=_bits(today),
        late=LISTED,
    )
    found = tally(work.filter(closed_on__gte=before.starts_on), day, units, beside)
    return found, _coming(found.marks)


def _bits(today: datetime.date) -> Any:
    """What is coming of a part, as a sum of bits; in force, and neither confirmed nor cancelled."""
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
    return due + Case(When(open_now & told, then=Value(_WAITING)), default=Value(0))


def _coming(marks: Any) -> Coming:
    def having(bit: int) -> int:
        return sum(number for bits, number in marks.items() if bits & bit)

    return Coming(having(_SOON), having(_LATER), having(_WAITING))
