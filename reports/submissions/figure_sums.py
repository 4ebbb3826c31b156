"""What figures of units' reports come to together, and where two may have counted the same.  PURE.

Rows that count the same indicator are one, whatever each agency calls them: by the key of a ready
set, by the indicator, else by name and unit of measure.  They add up as the indicator does
(``tasks.figures``): sums over all reports of the period, what stands as each unit told it last, of
peaks the highest; of percentages the lowest, for they are never added.

Of each unit the reports of one duty count, the one with the most reports, so that a month that is
also in a quarter's report does not count twice.  A row that somebody decided to repeat another
unit's is left out.

Two may have counted the same [A]: a unit stands below another that reports too (whose figures hold
those of all below it), or both carry one task together (``tasks.figures.counting_of``) that asks
for the indicator.  Of a row that is joined to no indicator only equal figures of such units are
marked; a person decides.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from django.db.models import Count, Q, QuerySet

from tasks.figures import PERCENT, Adding, Counting, counting_of
from tasks.models import Assignment, Indicator, Task, TaskIndicator
from units.models import UnitAncestor
from vietnamese.text import fold


@dataclass(frozen=True)
class Told:
    """A row of a unit's report; ``counts`` False: decided to repeat another unit's, None: nobody
    has decided."""

    submission: int
    unit: int
    duty: int
    due_on: datetime.date | None
    name: str
    measure: str
    counted: str
    adding: Adding
    now: Decimal | None
    before: Decimal | None
    counts: bool | None = None


@dataclass(frozen=True)
class RowSum:
    """What a row comes to; None where nobody said anything."""

    counted: str
    name: str
    measure: str
    now: Decimal | None
    before: Decimal | None
    told: tuple[Told, ...]


def counted_by(row: Mapping[str, Any]) -> str:
    """What a row counts, the same for all rows that count it."""
    if row.get("key"):
        return f"key:{row['key']}"
    if row.get("indicator"):
        return f"indicator:{row['indicator']}"
    return f"name:{fold(row['name'])}|{fold(row['measure'])}"


def value_of(value: Any) -> Decimal | None:
    """A value as it is stored."""
    return None if value is None else Decimal(str(value))


def summed(told: Iterable[Told]) -> tuple[RowSum, ...]:
    """Each row with its sum, in the order in which rows are first told."""
    found: dict[str, list[Told]] = {}
    for one in _once_a_unit(list(told)):
        found.setdefault(one.counted, []).append(one)
    return tuple(_row(rows) for rows in found.values())


def _once_a_unit(told: Sequence[Told]) -> Iterable[Told]:
    """Of each unit the rows of the duty under which it reported most often."""
    reports: dict[int, dict[int, set[int]]] = {}
    for one in told:
        reports.setdefault(one.unit, {}).setdefault(one.duty, set()).add(one.submission)
    chosen = {unit: max(of, key=lambda duty: len(of[duty])) for unit, of in reports.items()}
    return (one for one in told if one.duty == chosen[one.unit])


def _row(rows: Sequence[Told]) -> RowSum:
    counting = [one for one in rows if one.counts is not False]
    return RowSum(
        counted=rows[0].counted,
        name=rows[0].name,
        measure=rows[0].measure,
        now=_total(counting, lambda one: one.now),
        before=_total(counting, lambda one: one.before),
        told=tuple(rows),
    )


def _total(rows: Sequence[Told], value: Callable[[Told], Decimal | None]) -> Decimal | None:
    said = [(one, number) for one in rows if (number := value(one)) is not None]
    if not said:
        return None
    adding, is_percent = rows[0].adding, rows[0].measure == PERCENT
    if adding is Adding.HIGHEST:
        return max(number for _, number in said)
    if adding is Adding.LATEST or is_percent:
        said.sort(key=lambda pair: (pair[0].due_on or datetime.date.min, pair[0].submission))
        last = {one.unit: number for one, number in said}
        return min(last.values()) if is_percent else sum(last.values(), Decimal())
    return sum((number for _, number in said), Decimal())


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
