"""Units with the work they have."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from tasks.contexts.rows import WorkRow, work_row
from tasks.models import Assignment
from tasks.querysets import AssignmentQuerySet
from tasks.status import UNFINISHED, Status
from units.contexts.tree import Load, Loads
from units.models import UnitAncestor

MOST_ROWS = 10


def figures_of(user: User, *, sees_dashboard: bool) -> AssignmentQuerySet:
    """The work that a person's figures count: the rule of the list behind them."""
    if sees_dashboard:
        return Assignment.objects.counted_for(user)
    return Assignment.objects.visible_to(user)


def loads_of(work: AssignmentQuerySet, today: datetime.date) -> Loads:
    """Says how much of ``work`` units have, with all that stands below each; in two queries.

    The work is counted once for each unit that has it and added up along the tree's links: joined
    with the links in one query, every row would be judged once for each unit above it.
    """

    def loads(units: Collection[int]) -> Mapping[int, Load]:
        links = UnitAncestor.objects.filter(ancestor__in=list(units))
        counts = work.official().filter(unit__in=links.values("unit")).count_by_unit(today)
        found: dict[int, Counter[str]] = defaultdict(Counter)
        for top, unit in links.values_list("ancestor_id", "unit_id"):
            if unit in counts:
                found[top].update({status: getattr(counts[unit], status) for status in UNFINISHED})
        return {unit: _load(unit, counted) for unit, counted in found.items() if counted.total()}

    return loads


def _load(unit: int, counts: Mapping[str, int]) -> Load:
    late = counts.get(Status.OVERDUE.value, 0)
    return Load(
        unfinished=sum(counts.values()),
        late=late,
        unfinished_href=_list_href(unit, UNFINISHED),
        late_href=_list_href(unit, (Status.OVERDUE,)) if late else "",
    )


def _list_href(unit: int, states: Collection[Status]) -> str:
    """The list behind a figure."""
    asked = {
        "under": unit,
        "status": ",".join(status.value for status in states),
        "scope": "official",
    }
    return f"{reverse('tasks:assignments')}?{urlencode(asked)}"


@dataclass(frozen=True)
class UnitWork:
    """A unit's own unfinished work, the most urgent first, and the figures with all below it."""

    load: Load
    rows: tuple[WorkRow, ...]
    count: int
    href: str


def build_unit_work(
    unit: Any, user: User, *, today: datetime.date, sees_dashboard: bool
) -> UnitWork:
    """The work of a unit that the person may see."""
    load = loads_of(figures_of(user, sees_dashboard=sees_dashboard), today)([unit.pk])
    own = Assignment.objects.visible_to(user).filter(unit=unit).standing(today, UNFINISHED)
    rows = own.select_related("task__plan", "unit").by_urgency()[:MOST_ROWS]
    states = ",".join(status.value for status in UNFINISHED)
    asked = urlencode({"unit": unit.pk, "status": states})
    return UnitWork(
        load.get(unit.pk, Load()),
        tuple(work_row(row, today) for row in rows),
        own.count(),
        f"{reverse('tasks:assignments')}?{asked}",
    )
