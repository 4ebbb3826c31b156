"""What the demonstration counts: the department's ready set, targets of some tasks, figures told
with progress, and how things stand in the field."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal

from demo.notes import number_from
from demo.people import Cast
from plans.models import Plan
from tasks.actions import record_figures
from tasks.actions.indicators import set_task_indicators, take_ready_set
from tasks.figures import PERCENT, Adding
from tasks.models import Assignment, Indicator
from units.models import Unit

FIELD = ("fires", "rescues", "dead", "injured", "damage")
# How much one telling adds at most, by unit of measure; 3 for all others.
_MOST = {"lượt người": 60, "người": 25, "triệu đồng": 20, "bình": 12}


def choose_indicators(plans: Iterable[Plan], people: Cast, today: datetime.date) -> None:
    """The department takes its ready set; of each plan's communication the first tasks have a
    target."""
    agencies = {plan.issuer_id: plan.issuer for plan in plans}
    for agency in agencies.values():
        take_ready_set(agency=agency, name="department", by=people.coordinator)
    for plan in plans:
        talks = Indicator.objects.get(agency=plan.issuer, key="talks")
        for task in plan.tasks.filter(category="communication").order_by("order")[:3]:
            set_task_indicators(
                task=task, targets={talks: Decimal(2)}, by=people.coordinator, on=today
            )


def told_with(work: Assignment, key: str, name: str) -> dict[Indicator, Decimal]:
    """What a unit counts with one entry of its story; by chance, and the same each time."""
    task = work.task
    return {
        one: Decimal(_value(one, number_from(key, f"{name} {one.key}")))
        for one in Indicator.objects.asked_of(task)[:3]
    }


def _value(one: Indicator, chance: int) -> int:
    if one.unit_of_measure == PERCENT:
        return 80 + chance % 21
    if one.adding == Adding.LATEST.value:
        return 8 + chance % 10
    return chance % (_MOST.get(one.unit_of_measure, 3) + 1)


def tell_field(units: Iterable[Unit], agency: Unit, people: Cast, today: datetime.date) -> None:
    """Each unit says month by month that nothing burnt; one had a small fire in the year before."""
    indicators = {one.key: one for one in Indicator.objects.filter(agency=agency, key__in=FIELD)}
    nothing = {one: Decimal(0) for one in indicators.values()}
    first, *_ = units = list(units)
    for year in (today.year - 1, today.year):
        for month in range(1, 13):
            day = datetime.date(year, month, 25)
            for unit in units if day <= today else ():
                record_figures(unit=unit, figures=nothing, by=people.coordinator, on=day)
    fire = {indicators["fires"]: Decimal(1), indicators["damage"]: Decimal(15)}
    on = datetime.date(today.year - 1, 5, 12)
    record_figures(unit=first, figures=fire, by=people.coordinator, on=on)
