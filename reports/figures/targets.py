"""What tasks are to reach, and how far they have come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from plans.schedule import Period
from tasks.figure_querysets import FigureQuerySet, TaskIndicatorQuerySet
from tasks.figures import counting_of, share
from tasks.models import TaskIndicator


@dataclass(frozen=True)
class Reached:
    """An indicator of one task: ``target`` is what its parts of the period are to reach together,
    ``value`` what they told, None where nobody said anything."""

    row: TaskIndicator
    value: Decimal | None
    target: Decimal | None

    @property
    def share(self) -> float | None:
        return share(self.value, self.target)


def task_targets(
    hung: TaskIndicatorQuerySet, figures: FigureQuerySet, period: Period, most: int | None = None
) -> Iterator[Reached]:
    """Each of ``hung`` (``with_targets``) with what ``figures`` tell of its task in the period."""
    rows: list[Any] = list(hung.select_related("indicator", "task__plan")[:most])
    told = figures.filter(assignment__task__in=[row.task_id for row in rows])
    totals = told.totals(period, "assignment__task")
    for row in rows:
        counting = counting_of(row.task.counted_by, leads=row.leads, by_group=row.groups > 0)
        target = row.whole_target(parts=row.parts, times=row.times, counting=counting)
        yield Reached(row, totals.get((row.indicator_id, row.task_id)), target)
