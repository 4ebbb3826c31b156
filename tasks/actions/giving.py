"""Giving work to units."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from tasks.models import Assignment, Part, Task
from units.models import Unit


def assign_unit(*, task: Task, unit: Unit, part: Part | str) -> list[Assignment]:
    """Gives a unit its part in a task: one assignment for each time the work falls due within the
    plan's time.  Those that are already there stay as they are.  Returns all of them in order."""
    return assign_units(task=task, units=[unit], part=part)


@transaction.atomic
def assign_units(*, task: Task, units: Iterable[Unit], part: Part | str) -> list[Assignment]:
    """Gives several units the same part in a task; as ``assign_unit``, in a handful of queries."""
    # The task is locked, so that two people who assign at once make nothing twice.
    task = Task.objects.select_for_update(of=("self",)).select_related("plan").get(pk=task.pk)
    given = {unit.pk: unit for unit in units}
    there = set(
        Assignment.objects.filter(task=task, unit__in=given).values_list("unit_id", "period")
    )
    Assignment.objects.bulk_create(
        [
            one
            for unit in given.values()
            for one in _parts_of(task, unit, Part(part))
            if (unit.pk, one.period) not in there
        ],
        batch_size=500,
    )
    found = Assignment.objects.filter(task=task, unit__in=given).select_related("unit")
    return list(found.order_by("unit__sort_name", "unit_id", "starts_on", "due_on", "pk"))


def _parts_of(task: Task, unit: Unit, part: Part) -> list[Assignment]:
    return [
        Assignment(
            task=task,
            unit=unit,
            part=part,
            period=occurrence.period,
            starts_on=occurrence.starts_on,
            planned_on=occurrence.due_on,
            due_on=occurrence.due_on,
        )
        for occurrence in task.occurrences(task.plan.period)
    ]
