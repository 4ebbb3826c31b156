"""Where things stand at a glance: the finished values of the leadership's page.

Every count goes through the same QuerySet methods as the list of work and the compliance report,
and carries the address of the very rows that it counts.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from plans.deadlines import DeadlineKind
from plans.models import Plan
from plans.schedule import Period, periods
from reports.dashboard.counting import count_work
from reports.dashboard.figures import (
    OFFICIAL,
    RATED,
    CountRow,
    Figure,
    WorkLinks,
    figure,
    plan_row,
    task_figures,
    with_bars,
)
from reports.dashboard.lines import (
    LateLine,
    Lines,
    open_difficulties,
    open_extensions,
    page_lines,
)
from reports.dashboard.todo_panel import Attention, build_attention
from reports.dashboard.units import LEVELS, Level, UnitRows, level_of, looked_at
from reports.periods import name_of, name_with_days, previous
from tasks.models import Assignment
from tasks.querysets import AssignmentQuerySet
from tasks.status import Counts, Status
from tasks.status_sql import tally_by_day
from units.models import Unit
from vietnamese.numbers import percent, points, whole

PLANS_LISTED = 10


@dataclass(frozen=True)
class Rate:
    """The completion rate; ``change``: against the period ``before``, "" where that had none."""

    value: str
    href: str
    words: str
    change: str
    direction: str  # "up", "down" or ""
    before: str


@dataclass(frozen=True)
class Ongoing:
    """Work without a day, on a row of its own, out of the rate."""

    total: Figure
    with_evidence: Figure
    without_evidence: Figure


@dataclass(frozen=True)
class Dashboard:
    """``day``: when the work is judged; ``is_past``: the period has ended before today.

    ``figures`` and ``rate`` count tasks, ``parts`` and the rows of units the units' parts in them.
    """

    period_name: str
    day: datetime.date
    is_past: bool
    counts: Counts
    rate: Rate
    figures: tuple[Figure, ...]
    parts: tuple[Figure, ...]
    parts_rate: str
    ongoing: Ongoing
    left_out: tuple[Figure, ...]
    level: Level
    units: Sequence[CountRow]
    plans: tuple[CountRow, ...]
    plans_total: int
    late: tuple[LateLine, ...]
    late_total: Figure
    attention: Attention

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all belongs to the period."""
        side = self.attention
        return self.counts == Counts() and not side.unassigned and not side.outside


def build_dashboard(
    user: User,
    *,
    today: datetime.date,
    plan: Plan | None = None,
    unit: Unit | None = None,
    period: Period,
) -> Dashboard:
    """The figures of all plans, or of one, for the units whose figures the person may see, or for
    one of them with all below it, judged on the period's last day or today, whichever comes first.
    """
    day = min(today, period.ends_on)
    links = WorkLinks(
        period, day, plan.pk if plan else None, unit.pk if unit else None, is_usual=True
    )
    official = _official(user, plan, unit)
    looked = looked_at(user, unit)
    counted, coming = count_work(official, day=day, today=today, period=period, units=looked.keys)
    counts, tasks = counted.parts, counted.tasks
    plans = _plans_first(counted.plans)
    named = page_lines(
        counted.late,
        plans,
        open_extensions(user, plan, unit),
        open_difficulties(user, plan, unit, period, day),
        day,
    )
    return Dashboard(
        period_name=name_with_days(period),
        day=day,
        is_past=day < today,
        counts=counts,
        rate=_rate(tasks, counted.earlier.rate, links, period),
        figures=task_figures(tasks, links),
        parts=tuple(figure(counts, status, links.to(status)) for status in OFFICIAL),
        parts_rate=percent(counts.rate),
        ongoing=_ongoing(counts, coming.shown, links),
        left_out=_left_out(counts, links),
        level=level_of(user, unit, links),
        units=UnitRows(looked, counted, links),
        plans=_plan_rows(plans, counted.plans, named, links),
        plans_total=len(counted.plans),
        late=named.late,
        late_total=figure(counts, Status.OVERDUE, links.to(Status.OVERDUE)),
        attention=build_attention(
            user, coming, named, today=today, plan=plan, unit=unit, period=period
        ),
    )


@dataclass(frozen=True)
class Months:
    """Twelve months in their order, each as its own dashboard counts it: without those before the
    first work."""

    name: str
    rows: tuple[CountRow, ...]


def build_months(
    user: User,
    *,
    today: datetime.date,
    plan: Plan | None = None,
    unit: Unit | None = None,
    period: Period,
) -> Months:
    """The counts of tasks of the twelve months until the end of ``period`` or today, each judged on
    its last day; who sees and is counted as for ``build_dashboard``."""
    last = min(today, period.ends_on)
    first = datetime.date(max(last.year - 1, datetime.MINYEAR), last.month, 1)
    months = list(periods(DeadlineKind.MONTHLY, Period("", first, last)))[-12:]
    official, begun = _official(user, plan, unit), False
    days = [min(today, month.ends_on) for month in months]
    counts = tally_by_day(
        [
            (day, official.in_period(month.starts_on, month.ends_on))
            for day, month in zip(days, months, strict=True)
        ]
    )
    asked = {name: row.pk for name, row in (("plan", plan), (LEVELS, unit)) if row}
    rows = []
    for month, day, counted in zip(months, days, counts, strict=True):
        begun = begun or counted != Counts()
        if begun:
            links = WorkLinks(month, day, asked.get("plan"), asked.get(LEVELS), is_usual=True)
            query = urlencode({"period": month.label, **asked})
            href = f"{reverse('reports:dashboard')}?{query}"
            rows.append(plan_row(name_of(month), counted, links, plan=None, href=href, note=""))
    longest = max((one.dated for one in counts), default=0)
    name = f"{name_of(months[0])} đến {_lower(name_of(months[-1]))}"
    return Months(name, with_bars(rows, longest))


def _official(user: User, plan: Plan | None, unit: Unit | None) -> AssignmentQuerySet:
    work = Assignment.objects.counted_for(user).official()
    if unit is not None:
        work = work.filter(unit__in=Unit.objects.subtree_of(unit).values("pk"))
    return work if plan is None else work.filter(task__plan=plan)


def _rate(counts: Counts, before: float | None, links: WorkLinks, period: Period) -> Rate:
    base = counts.done + counts.overdue
    change = counts.rate - before if counts.rate is not None and before is not None else 0.0
    return Rate(
        value=percent(counts.rate),
        href=links.to_tasks(*RATED) if base else "",
        words=f"{whole(counts.done)} trên {whole(base)} nhiệm vụ"
        if base
        else "chưa có nhiệm vụ đến hạn",
        change=points(change) if change else "",
        direction=("up" if change > 0 else "down") if change else "",
        before=f"{_lower(name_of(previous(period)))} ({percent(before)})" if change else "",
    )


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _ongoing(counts: Counts, shown: int, links: WorkLinks) -> Ongoing:
    missing = counts.ongoing - shown
    return Ongoing(
        total=figure(counts, Status.ONGOING, links.to(Status.ONGOING)),
        with_evidence=Figure(
            "có minh chứng kỳ này",
            shown,
            links.to(Status.ONGOING, evidence="yes") if shown else "",
        ),
        without_evidence=Figure(
            "chưa có minh chứng kỳ này",
            missing,
            links.to(Status.ONGOING, evidence="no") if missing else "",
        ),
    )


def _left_out(counts: Counts, links: WorkLinks) -> tuple[Figure, ...]:
    """What stands in no row: undated work that is done, suspended and cancelled work."""
    statuses = (Status.DONE_UNDATED, Status.SUSPENDED, Status.CANCELLED)
    found = (figure(counts, status, links.to(status)) for status in statuses)
    return tuple(one for one in found if one.number)


def _plans_first(counts: Mapping[int, Counts]) -> list[int]:
    """The plans with most overdue; the newest first of those alike."""
    return sorted(counts, key=lambda pk: (-counts[pk].overdue, -pk))[:PLANS_LISTED]


def _plan_rows(
    first: Sequence[int], counts: Mapping[int, Counts], named: Lines, links: WorkLinks
) -> tuple[CountRow, ...]:
    """The rows of these plans, each with its counts."""
    rows = [
        plan_row(
            named.plans[pk][0],
            counts[pk],
            links,
            plan=pk,
            href=reverse("reports:plan", args=[pk]),
            note=named.plans[pk][1],
        )
        for pk in first
    ]
    return with_bars(rows, max((one.dated for one in counts.values()), default=0))
