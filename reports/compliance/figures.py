"""What units counted in the field, as a report tells it: this period, the same of the year before,
how much of what was asked for is reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from plans.models import Plan
from plans.schedule import Period
from reports.figures.targets import Reached, task_targets
from tasks.figure_querysets import FigureQuerySet
from tasks.figures import PERCENT, Adding, FigureSum, share
from tasks.models import Figure, Indicator, TaskIndicator
from tasks.ready_indicators import FIRES
from units.models import Unit
from vietnamese.numbers import number
from vietnamese.text import fold

FIELD_KEYS = frozenset(one.key for one in FIRES)


@dataclass(frozen=True)
class FigureRow:
    """One indicator; None where nobody said anything or nothing is asked for.

    ``key`` as in the ready sets, "" for the agency's own; ``reached`` in percent, of the tasks that
    have a target, to which they told ``on_target``; ``repeated`` figures are left out because
    another unit has told of the same work; ``said_by`` is how many units told.
    """

    name: str
    measure: str
    now: Decimal | None
    before: Decimal | None
    key: str = ""
    category: str = ""
    target: Decimal | None = None
    on_target: Decimal | None = None
    reached: float | None = None
    repeated: int = 0
    said_by: int = 0

    @property
    def is_of_the_field(self) -> bool:
        """Whether it tells of fires and what they did, not of work."""
        return self.key in FIELD_KEYS

    def words(self, value: Decimal) -> str:
        """A value with its measure as a text tells it: "33 buổi tuyên truyền"."""
        counted = number(value)
        if 0 < value < 10 and value == int(value):
            counted = counted.zfill(2)
        if fold(self.name).startswith(fold(self.measure)):
            return f"{counted} {self.name[:1].lower()}{self.name[1:]}"
        if self.measure == PERCENT:
            return f"{self.name[:1].lower()}{self.name[1:]} {number(value)}%"
        return f"{self.name[:1].lower()}{self.name[1:]}: {counted} {self.measure}"


def figures_of(
    agency: Unit, period: Period, plans: Sequence[Plan], plans_before: Sequence[Plan]
) -> tuple[FigureRow, ...]:
    """What was told under an agency with work of ``plans``, or without any work, beside the same
    period of the year before, when ``plans_before`` ran.  The number of queries is constant."""
    told, before = _told(agency, plans), _told(agency, plans_before)
    sums = told.compared(Indicator.objects.above(agency), period, earlier=before)
    targets = _targets(plans, told, period)
    left_out = _left_out(told, period)
    rows = [_row(one, targets.get(one.indicator), left_out.get(one.indicator, 0)) for one in sums]
    return _each_once(row for row in rows if (row.now, row.before, row.target) != (None,) * 3)


def _told(agency: Unit, plans: Sequence[Plan]) -> FigureQuerySet:
    return Figure.objects.under(agency).of_plans_or_no_work(plans)


def _left_out(told: FigureQuerySet, period: Period) -> dict[int, int]:
    within = told.filter(counted_on__range=(period.starts_on, period.ends_on))
    repeated = within.standing().repeated().order_by().values_list("indicator")
    return dict(repeated.annotate(Count("pk")))


def _targets(
    plans: Sequence[Plan], told: FigureQuerySet, period: Period
) -> dict[int, list[Reached]]:
    found: dict[int, list[Reached]] = {}
    hung = TaskIndicator.objects.filter(task__plan__in=plans).with_targets(period)
    for one in task_targets(hung, told, period):
        found.setdefault(one.row.indicator_id, []).append(one)
    return found


def _row(one: FigureSum, targets: Sequence[Reached] | None, repeated: int) -> FigureRow:
    target, on_target = _summed(one, targets or ())
    return FigureRow(
        name=one.name,
        measure=one.unit_of_measure,
        now=one.now,
        before=one.before,
        key=one.key,
        category=one.category,
        target=target,
        on_target=on_target,
        reached=share(on_target, target) if on_target is not None else None,
        repeated=repeated,
        said_by=one.said_by,
    )


def _summed(one: FigureSum, targets: Sequence[Reached]) -> tuple[Decimal | None, Decimal | None]:
    """What is asked for over all tasks and what they told; of rates and peaks, which do not add up,
    that of the task farthest from its target."""
    asked = [each for each in targets if each.target is not None]
    if not asked:
        return None, None
    if one.unit_of_measure == PERCENT or one.adding is Adding.HIGHEST:
        worst = min(asked, key=lambda each: share(each.value or Decimal(), each.target) or 0)
        return worst.target, worst.value
    told = [each.value for each in asked if each.value is not None]
    whole = sum((each.target for each in asked if each.target), Decimal())
    return whole, sum(told, Decimal()) if told else None


def _each_once(rows: Iterable[FigureRow]) -> tuple[FigureRow, ...]:
    """Where the agency and one above it count the same, that of which more units told."""
    found: dict[tuple[str, str], FigureRow] = {}
    for row in rows:
        name = (fold(row.name), fold(row.measure))
        if name not in found or row.said_by > found[name].said_by:
            found[name] = row
    return tuple(found.values())


def by_name(rows: Iterable[FigureRow]) -> Mapping[str, FigureRow]:
    """The rows of the field by their key."""
    return {row.key: row for row in rows if row.is_of_the_field}
