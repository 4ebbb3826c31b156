"""A figure and the address of the very rows that it counts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from plans.schedule import Period
from tasks.status import LOOKS, Counts, Hint, Status
from vietnamese.numbers import percent, whole

OFFICIAL = (Status.DONE_ON_TIME, Status.DONE_LATE, Status.OPEN, Status.OVERDUE)
# What the completion rate is a share of.
RATED = (Status.DONE_ON_TIME, Status.DONE_LATE, Status.OVERDUE)


@dataclass(frozen=True)
class Figure:
    """A number as shown, and where it leads; ``href`` is "" where there is no row to open."""

    label: str
    number: int
    href: str
    tone: str = ""
    icon: str = ""

    @property
    def value(self) -> str:
        return whole(self.number)


@dataclass(frozen=True)
class WorkLinks:
    """Addresses of the list of work that hold what the official counts of a period count.

    ``day`` is the day on which the work is judged.
    """

    period: Period
    day: datetime.date
    plan: int | None = None

    def to(
        self,
        *status: Status | Hint,
        unit: int | None = None,
        plan: int | None = None,
        evidence: str = "",
    ) -> str:
        """The list of work of these statuses (of any, where none is named) of a unit or plan."""
        return work_list(
            plan=plan or self.plan,
            unit=unit,
            status=[one.value for one in status],
            evidence=evidence,
            **{"from": self.period.starts_on.isoformat(), "to": self.period.ends_on.isoformat()},
            day=self.day.isoformat(),
        )

    def to_tasks(self, *status: Status, plan: int | None = None) -> str:
        """The list of the parts of all tasks that stand so as a whole."""
        return work_list(
            plan=plan or self.plan,
            task_status=[one.value for one in status],
            **{"from": self.period.starts_on.isoformat(), "to": self.period.ends_on.isoformat()},
            day=self.day.isoformat(),
        )


def work_list(**parameters: object) -> str:
    """The list of work that the official counts count, narrowed by its own GET parameters."""
    given = {name: value for name, value in parameters.items() if value}
    return f"{reverse('tasks:assignments')}?{urlencode({'scope': 'official', **given}, doseq=True)}"


def figure(counts: Counts, status: Status, href: str) -> Figure:
    """The figure of one status; no rows, no address."""
    number, look = getattr(counts, status.value), LOOKS[status]
    return Figure(look.label, number, href if number else "", look.tone, look.icon)


@dataclass(frozen=True)
class CountRow:
    """The counts of one unit or plan, each of which opens its rows."""

    name: str
    href: str
    figures: tuple[Figure, ...]
    ongoing: Figure
    rate: str
    note: str = ""


def task_figures(counts: Counts, links: WorkLinks, plan: int | None = None) -> tuple[Figure, ...]:
    """The four official counts of tasks, each of which opens their parts."""
    return tuple(figure(counts, status, links.to_tasks(status, plan=plan)) for status in OFFICIAL)


def plan_row(
    name: str, counts: Counts, links: WorkLinks, *, plan: int, href: str, note: str
) -> CountRow:
    """The row of a plan, counted by tasks."""
    ongoing = figure(counts, Status.ONGOING, links.to_tasks(Status.ONGOING, plan=plan))
    figures = task_figures(counts, links, plan)
    return CountRow(name, href, figures, ongoing, percent(counts.rate), note)


def count_row(
    name: str,
    counts: Counts,
    links: WorkLinks,
    *,
    unit: int,
) -> CountRow:
    """The row of a unit, counted by its parts; its name leads to all its work."""
    return CountRow(
        name=name,
        href=links.to(unit=unit),
        figures=tuple(figure(counts, status, links.to(status, unit=unit)) for status in OFFICIAL),
        ongoing=figure(counts, Status.ONGOING, links.to(Status.ONGOING, unit=unit)),
        rate=percent(counts.rate),
    )
