"""Periods that begin: work that comes back is there when its next time starts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import F, Max, Q

from accounts.changes import verb
from plans.deadlines import MONTHS
from tasks.actions.assigning import parts_of
from tasks.actions.giving import give
from tasks.models import Assignment, Part, Task
from units.models import Unit

# The shortest period: what began later has no next one yet.
SHORTEST = datetime.timedelta(days=27)


@verb
def open_periods(*, on: datetime.date) -> int:
    """Gives each unit its part in every period of recurring work that has begun by ``on`` and that
    it lacks (a plan's time was made longer); returns how many.

    Only what comes after the unit's last part: work given late has no periods before it, and a unit
    whose last part was cancelled or handed over gets no more.  Run twice it makes nothing twice.
    """
    rows = list(_missing(on))
    before = Assignment.objects.count()
    give(rows, ignore_conflicts=True)
    return Assignment.objects.count() - before if rows else 0


def _missing(on: datetime.date) -> Iterator[Assignment]:
    tasks: dict[int, Task] = {}
    for task_pk, unit_pk, part, last in _last_parts(on):
        if task_pk not in tasks:
            tasks[task_pk] = Task.objects.select_related("plan").get(pk=task_pk)
        task = tasks[task_pk]
        times = [one for one in task.occurrences(task.plan.period) if last < one.starts_on <= on]
        yield from parts_of(task, Unit(pk=unit_pk), Part(part), times=times)


def _last_parts(on: datetime.date) -> list[tuple[int, int, str, datetime.date]]:
    """Units with a part in recurring work of a running plan, and when their last one began."""
    recurring = Assignment.objects.in_force().filter(
        task__deadline_kind__in=[kind.value for kind in MONTHS],
        task__plan__released_on__lte=on,
        task__plan__in_force_until__isnull=True,
        task__plan__ends_on__gte=on,
    )
    rows = (
        recurring.order_by()
        .values_list("task", "unit")
        .annotate(
            last_part=Max("part"),
            last=Max("starts_on"),
            last_open=Max("starts_on", filter=Q(cancelled_on__isnull=True)),
        )
    )
    lacking = rows.filter(last=F("last_open"), last__lt=on - SHORTEST)
    return list(lacking.values_list("task", "unit", "last_part", "last"))
