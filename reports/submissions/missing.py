"""What should have come by a day and did not: as ``owed_to`` says, with no row made of what came.

A province is owed thousands of reports a year, and its dashboard asks for the few that are missing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q

from accounts.models import User
from plans.models import Plan, ReportDuty
from plans.schedule import Occurrence, Period, period_name
from reports.models import MetDuty, Submission
from reports.submissions.owing import (
    Key,
    Scopes,
    each_once,
    of_plans_that_count,
    owes_until,
    scopes_of,
    together,
    touching,
)
from reports.submissions.times import due_times

Day = datetime.date
_TOLD = (
    "deadline_kind", "deadline_days", "deadline_starts_on", "qualifier", "owed_from", "title",
    "reporter_words", "receiver_words", "plan__issuer", "plan__starts_on", "plan__ends_on",
    "plan__number", "plan__symbol",
)  # fmt: skip


class MissingReport(NamedTuple):
    """One report that has not come; in order of due day, then unit."""

    due_on: Day
    sorts_as: str  # the unit's name
    unit: int
    duty: int
    period: str
    unit_name: str

    @property
    def period_name(self) -> str:
        return period_name(self.period)


@dataclass(frozen=True)
class Missing:
    """``duties``: those of the reports, and more, by key."""

    reports: tuple[MissingReport, ...] = ()
    duties: Mapping[int, ReportDuty] = field(default_factory=dict)


class _Begun(NamedTuple):
    """A report of which something is stored, and which was not received by the day."""

    sorts_as: str
    unit_name: str
    due_on: Day | None
    handed_in: bool  # later


def missing_reports(user: User, *, day: Day, plan: Plan | None = None, within: Period) -> Missing:
    """Those of ``owed_to`` that are missing on ``day``; six queries, however many."""

    def scopes(duty: str) -> tuple[Q, Q]:
        return scopes_of(user, duty, plan)

    bound = list(_bound(scopes, within))
    begun = _begun(scopes, within, day)
    named = {one[0] for one in bound} | {duty for duty, _, _ in begun}
    received = _received(named, scopes, day)
    duties = ReportDuty.objects.select_related("plan").only(*_TOLD).in_bulk(named)
    times = due_times(duties.values())
    last = min(day - datetime.timedelta(days=1), within.ends_on)
    found = [
        *_never_begun(bound, times, begun.keys() | received, within.starts_on, last),
        *(
            one
            for one in _not_received(begun, bound, times, received)
            if within.starts_on <= one.due_on <= last
        ),
    ]
    return Missing(tuple(sorted(found)), duties)


Bound = tuple[int, int, str, str, Day | None]
Times = Mapping[int, tuple[Occurrence, ...]]


def _never_begun(
    bound: list[Bound], times: Times, there: set[Key], first: Day, last: Day
) -> Iterator[MissingReport]:
    """What fell due from ``first`` to ``last`` and of which nothing is there."""
    past = {
        duty: [(one, one.due_on) for one in of_duty if one.due_on and first <= one.due_on <= last]
        for duty, of_duty in times.items()
    }
    for duty, unit, sorts_as, name, until in bound:
        for when, due_on in past[duty]:
            if (duty, unit, when.period) not in there and owes_until(until, when):
                yield MissingReport(due_on, sorts_as, unit, duty, when.period, name)


def _not_received(
    begun: Mapping[Key, _Begun], bound: list[Bound], times: Times, received: set[Key]
) -> Iterator[MissingReport]:
    """What is begun only, or was handed in after the day; where the report is asked for, another
    may meet what is begun, and the duty says when it is due."""
    last_day = {(duty, unit): until for duty, unit, _, _, until in bound}
    for key, own in begun.items():
        duty, unit, period = key
        when = next((one for one in times[duty] if one.period == period), None)
        is_asked = when and (duty, unit) in last_day and owes_until(last_day[duty, unit], when)
        due_on = own.due_on
        if when and is_asked and not own.handed_in:
            if key in received:
                continue
            due_on = when.due_on
        if due_on:
            yield MissingReport(due_on, own.sorts_as, unit, duty, period, own.unit_name)


def _bound(scopes: Scopes, within: Period) -> Any:
    """Each duty with each unit that it binds: how its name sorts, its name, its last day."""
    links: Any = ReportDuty.reporters.through._default_manager
    rows = links.filter(of_plans_that_count("reportduty__plan"), touching("reportduty", within))
    named = rows.values_list(
        "reportduty", "unit", "unit__sort_name", "unit__name", "unit__active_to"
    )
    return together(*each_once(named, scopes("reportduty")))


def _came(day: Day, submission: str = "") -> Q:
    """Handed in, returned or accepted by a day."""
    names = ("submitted_on", "returned_on", "accepted_on")
    submitted, returned, accepted = (Q(**{f"{submission}{name}__lte": day}) for name in names)
    return submitted | returned | accepted


def _begun(scopes: Scopes, within: Period, day: Day) -> dict[Key, _Begun]:
    due = Q(due_on__range=(within.starts_on, within.ends_on))
    of_duties = touching("duty", within) | due
    rows = (
        Submission.objects.filter(of_plans_that_count("duty__plan"), of_duties)
        .exclude(_came(day))
        .values_list(
            "duty", "unit", "period", "unit__sort_name", "unit__name", "due_on", "submitted_on"
        )
    )
    return {
        (duty, unit, period): _Begun(sorts_as, name, due_on, submitted_on is not None)
        for duty, unit, period, sorts_as, name, due_on, submitted_on in together(
            *each_once(rows, scopes("duty"))
        )
    }


def _received(duties: Iterable[int], scopes: Scopes, day: Day) -> set[Key]:
    """What was received of these duties by the day, by itself or met by another report."""
    of_duties, keys = Q(duty__in=duties), ("duty", "unit", "period")
    seen = reduce(or_, scopes("duty"))
    own = Submission.objects.filter(of_duties, seen, _came(day)).values_list(*keys)
    met = MetDuty.objects.counting().filter(of_duties, seen, _came(day, "submission__"))
    return set(own.order_by().union(met.order_by().values_list(*keys), all=True))
