"""Where two units may have counted the same: found among reports, marked, decided by a person.

Two cases [A]: a unit stands below another that reports too (whose figures hold those of all below
it), or both carry one task together (``tasks.figures.counting_of``) that asks for the indicator.
Of a row that is joined to no indicator only equal figures of such units are marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Count, Q, QuerySet

from reports.submissions.figure_sums import RowSum, Told
from tasks.figures import Counting, counting_of
from tasks.models import Assignment, Indicator, Task, TaskIndicator
from units.models import UnitAncestor


@dataclass(frozen=True)
class Repeat:
    """``told`` may repeat what ``other`` says; ``task`` is the work both did, "" where the one unit
    stands below the other."""

    told: Told
    other: Told
    task: str


@dataclass(frozen=True)
class _Shared:
    """A task that units carry together: who of them leads it, and what it asks for."""

    title: str
    leads: frozenset[int]
    units: frozenset[int]
    category: str
    asked: frozenset[int]


def repeats(rows: Sequence[RowSum], plans: Iterable[int]) -> tuple[Repeat, ...]:
    """The figures that may repeat another unit's, of reports under these plans; the number of
    queries does not depend on how many there are."""
    units = {one.unit for row in rows for one in row.told}
    below = set(
        UnitAncestor.objects.filter(unit__in=units, ancestor__in=units, distance__gt=0).values_list(
            "unit", "ancestor"
        )
    )
    shared = _shared(units, plans)
    indicators = _indicators(rows)
    return tuple(
        found for row in rows for found in _of_row(row, below, shared, indicators.get(row.counted))
    )


def _of_row(
    row: RowSum,
    below: set[tuple[int, int]],
    shared: Sequence[_Shared],
    indicators: Sequence[Indicator] | None,
) -> Iterator[Repeat]:
    last = {one.unit: one for one in row.told if one.now}
    marked: set[int] = set()
    for first, second in combinations(last.values(), 2):
        for one, other in ((first, second), (second, first)):
            if (one.unit, other.unit) in below and one.unit not in marked:
                marked.add(one.unit)
                yield Repeat(one, other, "")
        task = next((t for t in shared if _both_did(t, first, second, indicators)), None)
        if task is None:
            continue
        # A cooperating unit repeats what a leading one says, of two alike the second the first.
        swap = first.unit not in task.leads and second.unit in task.leads
        one, other = (first, second) if swap else (second, first)
        if one.unit not in marked:
            marked.add(one.unit)
            yield Repeat(one, other, task.title)


def _both_did(
    task: _Shared, first: Told, second: Told, indicators: Sequence[Indicator] | None
) -> bool:
    if not {first.unit, second.unit} <= task.units:
        return False
    if indicators is None:
        return first.now == second.now
    return any(one.pk in task.asked or one.category == task.category for one in indicators)


def _shared(units: Iterable[int], plans: Iterable[int]) -> list[_Shared]:
    """Tasks of the plans that two or more of the units carry together."""
    parts = Assignment.objects.filter(
        task__plan__in=list(plans), unit__in=list(units), cancelled_on__isnull=True
    )
    carried: dict[int, dict[int, bool]] = {}
    for task, unit, part in parts.order_by("pk").values_list("task", "unit", "part"):
        of_task = carried.setdefault(task, {})
        of_task[unit] = of_task.get(unit, False) or part == "lead"
    together = {task: who for task, who in carried.items() if len(who) > 1}
    asked: dict[int, set[int]] = {}
    hangs = TaskIndicator.objects.filter(task__in=together).values_list("task", "indicator")
    for task, indicator in hangs:
        asked.setdefault(task, set()).add(indicator)
    leads = Q(assignments__part="lead", assignments__cancelled_on__isnull=True)
    rows: QuerySet[Any] = Task.objects.filter(pk__in=together).annotate(
        lead_units=Count("assignments__unit", filter=leads, distinct=True),
        groups=Count("group_assignments", distinct=True),
    )
    return [
        _Shared(
            task.title,
            frozenset(unit for unit, is_lead in together[task.pk].items() if is_lead),
            frozenset(together[task.pk]),
            task.category,
            frozenset(asked.get(task.pk, ())),
        )
        for task in rows.order_by("plan", "order", "pk")
        if counting_of(task.counted_by, leads=task.lead_units, by_group=bool(task.groups))
        is Counting.TOGETHER
    ]


def _indicators(rows: Iterable[RowSum]) -> Mapping[str, list[Indicator]]:
    """The indicators that the rows count, by what they count."""
    parts = [row.counted.partition(":") for row in rows]
    keys = [value for kind, _, value in parts if kind == "key"]
    own = [int(value) for kind, _, value in parts if kind == "indicator"]
    found: dict[str, list[Indicator]] = {}
    for one in Indicator.objects.filter(Q(key__in=keys) | Q(pk__in=own)):
        for counted in (f"key:{one.key}", f"indicator:{one.pk}"):
            found.setdefault(counted, []).append(one)
    return found
