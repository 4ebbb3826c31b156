"""The plan of the province that the department's plan carries out, compared with it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from demo.people import Cast
from demo.samples import superior_plan
from demo.units import PROVINCE
from intake.actions import confirm, start_intake
from plans.actions import set_superior
from plans.models import Plan
from tasks.actions.coverage import confirm_coverage, waive_coverage
from tasks.contexts.coverage import STRONG, build_coverage
from units.models import Unit

Day = datetime.date
WAIVED = "II.8"
REASON = "Thuộc trách nhiệm của Công an tỉnh."
LEFT_OPEN = "II.7"  # so that something is left to confirm


def link_levels(units: Mapping[str, Unit], people: Cast, plan: Plan, year: int) -> Plan:
    """Puts the plan of the province in and says, as a coordinator does in January, which tasks of
    ``plan`` carry it out; returns the province's plan."""
    filename, data = superior_plan(year)
    issued, compared = Day(year - 1, 12, 8), Day(year - 1, 12, 22)
    intake = start_intake(
        data=data, filename=filename, issuer=units[PROVINCE], by=people.administrator, on=issued
    )
    superior = confirm(intake=intake, by=people.administrator, on=issued)
    plan = set_superior(plan=plan, superior=superior, by=people.coordinator)
    _compare(plan, superior, people, compared)
    return superior


def _compare(plan: Plan, superior: Plan, people: Cast, on: Day) -> None:
    """Confirms what is plainly the same and leaves the rest to whoever tries the program."""
    rows = build_coverage(plan, superior).rows
    likely = [
        offer.value
        for row in rows
        for offer in row.offers
        if offer.look == STRONG and row.ref != LEFT_OPEN
    ]
    pairs = [(int(above), int(own)) for above, own in (value.split("-") for value in likely)]
    by = people.coordinator
    confirm_coverage(plan=plan, superior=superior, pairs=pairs, by=by, on=on)
    waived = [row.pk for row in rows if row.ref == WAIVED]
    waive_coverage(plan=plan, superior=superior, tasks=waived, reason=REASON, by=by, on=on)
