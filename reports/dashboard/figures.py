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


def count_row(
    name: str,
    counts: Counts,
    links: WorkLinks,
    *,
    unit: int | None = None,
    plan: int | None = None,
    href: str = "",
    note: str = "",
) -> CountRow:
    """The row of a unit or plan; ``href``: where its name leads, to all its work where not said."""
    return CountRow(
        name=name,
        href=href or links.to(unit=unit, plan=plan),
        figures=tuple(
            figure(counts, status, links.to(status, unit=unit, plan=plan)) for status in OFFICIAL
        ),
        ongoing=figure(counts, Status.ONGOING, links.to(Status.ONGOING, unit=unit, plan=plan)),
        rate=percent(counts.rate),
        note=note,
    )
