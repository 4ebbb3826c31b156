"""What should have come by a day and did not: as ``owed_to`` says, with no row made of what came.

A province is owed thousands of reports a year, and its dashboard asks for the few that are missing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Case, DateField, Q, Value, When
from django.db.models.functions import Cast

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
from reports.submissions.times import Alike, times_alike

Day = datetime.date
# What the due days of a duty hang on, and what it is called by.
_TIMED = ("deadline_kind", "deadline_days", "deadline_starts_on", "qualifier", "owed_from")
_OF_PLAN = ("starts_on", "ends_on")
_NAMED = ("title", "reporter_words", "receiver_words")
_NUMBERED = ("number", "symbol")
_NO_DAY, _NO_WORD = Cast(Value(None), DateField()), Value("")
_BEGUN, _BOUND, _RECEIVED = "begun", "bound", "received"


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
    """``told``: what each of the duties is called, and its plan; by key."""

    reports: tuple[MissingReport, ...] = ()
    told: Mapping[int, Sequence[str]] = field(default_factory=dict)

    def duty(self, key: int) -> ReportDuty:
        """The duty of one of the reports, as it is named, with the plan's number."""
        said = self.told[key]
        plan = Plan(**dict(zip(_NUMBERED, said[len(_NAMED) :], strict=True)))
        return ReportDuty(pk=key, plan=plan, **dict(zip(_NAMED, said, strict=False)))


class _Begun(NamedTuple):
    """A report of which something is stored, and which was not received by the day."""

    sorts_as: str
    unit_name: str
    due_on: Day | None
    handed_in: bool  # later


def missing_reports(user: User, *, day: Day, plan: Plan | None = None, within: Period) -> Missing:
    """Those of ``owed_to`` that are missing on ``day``; four queries, however many."""

    def scopes(duty: str) -> tuple[Q, Q]:
        return scopes_of(user, duty, plan)

    bound: list[Bound] = []
    begun: dict[Key, _Begun] = {}
    received: set[Key] = set()
    for what, duty, unit, period, sorts_as, name, one, other in _rows(scopes, within, day):
        if what == _BOUND:
            bound.append((duty, unit, sorts_as, name, one))
        elif what == _RECEIVED:
            received.add((duty, unit, period))
        else:
            begun[duty, unit, period] = _Begun(sorts_as, name, one, other is not None)
    times, told = _times({one[0] for one in bound} | {duty for duty, _, _ in begun})
    last = min(day - datetime.timedelta(days=1), within.ends_on)
    found = [
        *_never_begun(bound, times, begun.keys() | received, within.starts_on, last),
        *(
            one
            for one in _not_received(begun, bound, times, received)
            if within.starts_on <= one.due_on <= last
        ),
    ]
    return Missing(tuple(sorted(found)), told)


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


def _times(duties: Iterable[int]) -> tuple[Times, Mapping[int, Sequence[str]]]:
    """When the reports of these duties fall due, and what they are called; of those that are alike
    one is made."""
    of_plan = [f"plan__{name}" for name in (*_OF_PLAN, *_NUMBERED)]
    rows = ReportDuty.objects.filter(pk__in=duties).values_list(
        "pk", "plan__issuer", *_TIMED, *of_plan, *_NAMED
    )
    alike: dict[str, Alike] = {}
    told: dict[int, Sequence[str]] = {}
    for key, agency, *row in rows.order_by():
        kind = repr(row[:7])
        if kind not in alike:
            plan = Plan(**dict(zip(_OF_PLAN, row[5:7], strict=True)))
            alike[kind] = ReportDuty(plan=plan, **dict(zip(_TIMED, row[:5], strict=True))), []
        alike[kind][1].append((key, agency))
        told[key] = (*row[9:], *row[7:9])
    return times_alike(alike.values()), told


def _rows(scopes: Scopes, within: Period, day: Day) -> Any:
    """In one query: what is stored of a report (two days: due, handed in), received by the day or
    not; each duty with each unit that it binds (the unit's last day); what another report met."""
    return together(
        *each_once(_stored(within, day), scopes("duty")),
        *each_once(_bound(within), scopes("reportduty")),
        _met(within, day).filter(reduce(or_, scopes("duty"))),
    )


def _bound(within: Period) -> Any:
    links: Any = ReportDuty.reporters.through._default_manager
    rows = links.filter(of_plans_that_count("reportduty__plan"), touching("reportduty", within))
    name = ("unit__sort_name", "unit__name", "unit__active_to")
    return rows.values_list(Value(_BOUND), "reportduty", "unit", _NO_WORD, *name, _NO_DAY)


def _came(day: Day, submission: str = "") -> Q:
    """Handed in, returned or accepted by a day."""
    names = ("submitted_on", "returned_on", "accepted_on")
    submitted, returned, accepted = (Q(**{f"{submission}{name}__lte": day}) for name in names)
    return submitted | returned | accepted


def _stored(within: Period, day: Day) -> Any:
    due = Q(due_on__range=(within.starts_on, within.ends_on))
    rows = Submission.objects.filter(
        of_plans_that_count("duty__plan"), touching("duty", within) | due
    )
    what = Case(When(_came(day), then=Value(_RECEIVED)), default=Value(_BEGUN))
    told = ("unit__sort_name", "unit__name", "due_on", "submitted_on")
    return rows.values_list(what, "duty", "unit", "period", *told)


def _met(within: Period, day: Day) -> Any:
    rows = MetDuty.objects.counting().filter(
        _came(day, "submission__"), of_plans_that_count("duty__plan"), touching("duty", within)
    )
    nothing = (_NO_WORD, _NO_WORD, _NO_DAY, _NO_DAY)
    return rows.order_by().values_list(Value(_RECEIVED), "duty", "unit", "period", *nothing)
