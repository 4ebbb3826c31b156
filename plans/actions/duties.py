"""What a plan asks for in reports, changed after it was put in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.changes import locked, save_as, told, verb
from accounts.models import User
from plans.actions.base import reason_given
from plans.models import Plan, ReportDuty


@dataclass(frozen=True)
class Owing:
    """From when a report is owed, None from the plan's beginning; ``handed_in``: those of before
    had been handed in."""

    since: datetime.date | None = None
    handed_in: bool = False


@verb
def change_owing(
    *, plan: Plan, owing: Mapping[ReportDuty, Owing], by: User, on: datetime.date, reason: str
) -> int:
    """Says from when reports of a plan are owed, with a reason that the history keeps; returns of
    how many that is another day than before.  What was handed in stays.  Raises ValidationError."""
    reason, changed = reason_given(reason, "thay đổi"), 0
    locked(plan)
    for duty, said in owing.items():
        row = locked(duty)
        if (row.owed_from, row.handed_in_before) != (said.since, said.handed_in):
            row.owed_from, row.handed_in_before = said.since, said.handed_in
            save_as(row, by, told(reason, on), unchecked=["plan"])
            changed += 1
    return changed
