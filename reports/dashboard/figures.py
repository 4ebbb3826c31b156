"""A figure and the address of the very rows that it counts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from plans.schedule import Period
from tasks.status import BADGES, Counts, Hint, Status
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

    ``day`` is the day on which the work is judged; ``is_usual``: it is today or the period's last,
    by which the list goes by itself, so that a page of hundreds of addresses need not say it.
    """

    period: Period
    day: datetime.date
    plan: int | None = None
    under: int | None = None  # the unit whose subtree is counted
    is_usual: bool = False

    @cached_property
    def _base(self) -> str:
        return work_list(
            **{"from": self.period.starts_on.isoformat(), "to": self.period.ends_on.isoformat()},
            day="" if self.is_usual else self.day.isoformat(),
        )

    def to(
        self,
        *status: Status | Hint,
        unit: int | None = None,
        under: int | None = None,
        plan: int | None = None,
        evidence: str = "",
    ) -> str:
        """The list of work of these statuses (of any, where none is named) of a unit or plan."""
        return self._narrowed(
            plan=plan or self.plan,
            unit=unit,
            under=under or (None if unit else self.under),
            status=status,
            evidence=evidence,
        )

    def to_tasks(self, *status: Status, plan: int | None = None) -> str:
        """The list of the parts of all tasks that stand so as a whole."""
        return self._narrowed(plan=plan or self.plan, under=self.under, task_status=status)

    def _narrowed(self, **by: Any) -> str:
        """A page has hundreds of these addresses, and what they add needs no quoting."""
        added = [
            f"&{name}={one}"
            for name, value in by.items()
            if value
            for one in (value if isinstance(value, tuple) else (value,))
        ]
        return self._base + "".join(added)


def work_list(**parameters: object) -> str:
    """The list of work that the official counts count, narrowed by its own GET parameters."""
    given = {name: value for name, value in parameters.items() if value}
    return f"{reverse('tasks:assignments')}?{urlencode({'scope': 'official', **given}, doseq=True)}"


def figure(counts: Counts, status: Status, href: str) -> Figure:
    """The figure of one status; no rows, no address."""
    number, badge = getattr(counts, status.value), BADGES[status]
    return Figure(badge.label, number, href if number else "", badge.tone, badge.icon)


@dataclass(frozen=True)
class Bar:
    """One stretch of a row's bar, in thousandths of the longest row."""

    x: int
    width: int
    tone: str


@dataclass(frozen=True)
class CountRow:
    """The counts of one unit or plan, each of which opens its rows.

    ``inside``: where the unit's own dashboard is, "" where there is nothing below it to open.
    """

    name: str
    href: str
    figures: tuple[Figure, ...]
    ongoing: Figure
    rate: str
    note: str = ""
    inside: str = ""
    bars: tuple[Bar, ...] = ()


def with_bars(rows: Iterable[CountRow], longest: int) -> tuple[CountRow, ...]:
    """The rows with their bars; one of ``longest`` parts or tasks fills its cell."""
    return tuple(replace(row, bars=tuple(_bars(row, longest))) for row in rows)


def _bars(row: CountRow, longest: int) -> Iterator[Bar]:
    done = 0
    for figure in row.figures:
        first, done = done, done + figure.number
        x = 1000 * first // longest if longest else 0
        if figure.number:
            yield Bar(x, 1000 * done // longest - x, figure.tone)


def task_figures(counts: Counts, links: WorkLinks, plan: int | None = None) -> tuple[Figure, ...]:
    """The four official counts of tasks, each of which opens their parts."""
    return tuple(figure(counts, status, links.to_tasks(status, plan=plan)) for status in OFFICIAL)


def plan_row(
    name: str, counts: Counts, links: WorkLinks, *, plan: int | None, href: str, note: str
) -> CountRow:
    """The row of a plan, counted by tasks."""
    ongoing = figure(counts, Status.ONGOING, links.to_tasks(Status.ONGOING, plan=plan))
    figures = task_figures(counts, links, plan)
    return CountRow(name, href, figures, ongoing, percent(counts.rate), note)


def unit_row(
    name: str, counts: Counts, links: WorkLinks, *, inside: str = "", **whose: int
) -> CountRow:
    """The row of a unit (``unit``) or of a unit with all below it (``under``), counted by their
    parts; its name leads further down, or to all its work."""

    def href(*status: Status) -> str:
        return links.to(*status, **whose)  # type: ignore[arg-type]  # unit or under

    return CountRow(
        name=name,
        href=inside or href(),
        figures=tuple(figure(counts, status, href(status)) for status in OFFICIAL),
        ongoing=figure(counts, Status.ONGOING, href(Status.ONGOING)),
        rate=percent(counts.rate),
        inside=inside,
    )
