"""Which unit owes which report by when, and what became of it.

Expected is every unit named by a duty, once for each time the duty falls due within its plan;
less what was submitted, that is outstanding.  Nothing of it is stored.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db.models import Model, Q, QuerySet

from accounts.models import User
from plans.models import Plan, ReportDuty
from plans.schedule import Occurrence, Period, period_name
from reports.models import MetDuty, Submission
from reports.submissions.expectations import (
    Expected,
    SubmissionFacts,
    SubmissionStatus,
    outstanding,
    submission_status,
)
from reports.submissions.owing import (
    Key,
    Scopes,
    any_of,
    of_plans_that_count,
    owes_until,
    scopes_of,
    touching,
)
from reports.submissions.times import due_times
from units.models import Unit


@dataclass(frozen=True)
class OwedReport:
    """One report that one unit owes for one period; ``submission`` None: nothing came yet;
    ``met_by``: another report of the unit that meets it as well."""

    duty: ReportDuty
    unit: Unit
    period: str
    due_on: datetime.date | None
    submission: Submission | None
    met_by: Submission | None = None

    @property
    def key(self) -> tuple[int, int, str]:
        return self.duty.pk, self.unit.pk, self.period

    @property
    def expected(self) -> Expected:
        return Expected(*self.key, due_on=self.due_on)

    @property
    def facts(self) -> SubmissionFacts:
        came = self.met_by or self.submission
        return replace(came.facts if came else SubmissionFacts(None), due_on=self.due_on)

    @property
    def period_name(self) -> str:
        return period_name(self.period)

    def status(self, day: datetime.date) -> SubmissionStatus:
        return submission_status(day, self.facts)


class Owed(NamedTuple):
    """One report that one unit owes, by keys and days alone: enough to count and to choose.  In
    order: due day, then unit."""

    place: datetime.date  # the due day; the end of time where there is none
    sorts_as: str  # the unit's name
    unit: int
    duty: int
    period: str
    due_on: datetime.date | None
    unit_name: str
    facts: SubmissionFacts

    @property
    def key(self) -> tuple[int, int, str]:
        return self.duty, self.unit, self.period

    def status(self, day: datetime.date) -> SubmissionStatus:
        return submission_status(day, self.facts)

    def is_missing(self, day: datetime.date) -> bool:
        """Whether it should have come by that day and did not; as ``still_outstanding``."""
        is_due = self.due_on is not None and self.due_on < day
        return is_due and self.status(day) is SubmissionStatus.OUTSTANDING


def owed_to(
    user: User,
    *,
    plan: Plan | None = None,
    within: Period | None = None,
    known: Mapping[int, ReportDuty] | None = None,
) -> tuple[Owed, ...]:
    """What the person may see of what is owed, in order of due day, then unit; ``known`` are the
    duties in question with their plans, where they are at hand.

    ``within`` keeps what falls due in a period; a duty without a day counts in every period that
    its plan touches.  The number of queries does not depend on how many duties and units there are.
    """
    return _owed(lambda duty: scopes_of(user, duty, plan), within, known)


def owed_reports(
    user: User, *, plan: Plan | None = None, within: Period | None = None
) -> tuple[OwedReport, ...]:
    """As ``owed_to``, with the units, duties and submissions themselves: for few."""
    return whole(owed_to(user, plan=plan, within=within))


def reports_owed_by_all(within: Period) -> tuple[OwedReport, ...]:
    """What any unit owes that falls due in a period, for what the program does by itself; shown to
    nobody.  As ``owed_reports``."""
    return whole(_owed(lambda _: (Q(),), within))


def owed_by(unit: Unit, within: Period | None = None) -> tuple[Owed, ...]:
    """What one unit owes, for whoever writes its reports.  As ``owed_to``."""
    return _owed(lambda _: (Q(unit=unit),), within)


def whole(owed: Sequence[Owed]) -> tuple[OwedReport, ...]:
    """The reports with their units, duties and submissions; three queries, however many."""
    if not owed:
        return ()
    pks = {one.duty for one in owed}
    duties = ReportDuty.objects.select_related("plan").in_bulk(pks)
    units = Unit.objects.in_bulk({one.unit for one in owed})
    came = {
        (one.duty_id, one.unit_id, one.period): one
        for one in Submission.objects.filter(duty__in=pks, unit__in=units).select_related(
            "submitted_by"
        )
    }
    met = met_by_others(Q(duty__in=pks, unit__in=units))
    return tuple(
        _whole(one, duties[one.duty], units[one.unit], came.get(one.key), met.get(one.key))
        for one in owed
    )


def met_by_others(of: Q) -> dict[tuple[int, int, str], Submission]:
    """Of reports that other reports of their units meet as well, those others by duty, unit and
    period; ``of`` narrows the first."""
    rows = MetDuty.objects.counting().filter(of)
    return {
        (one.duty_id, one.unit_id, one.period): one.submission
        for one in rows.select_related("submission__duty__plan", "submission__submitted_by")
    }


def _whole(
    owed: Owed, duty: ReportDuty, unit: Unit, own: Submission | None, met: Submission | None
) -> OwedReport:
    is_own = own is not None and own.submitted_on is not None
    return OwedReport(duty, unit, owed.period, owed.due_on, own, None if is_own else met)


def one_owed(
    duty: ReportDuty,
    unit: Unit,
    when: Occurrence,
    came: Mapping[tuple[int, int, str], Submission],
    met: Mapping[tuple[int, int, str], Submission],
) -> OwedReport:
    """What a unit owes under a duty at a time; ``came``: what was handed in or begun, ``met``: what
    other reports meet."""
    key = (duty.pk, unit.pk, when.period)
    own = came.get(key)
    is_own = own is not None and own.submitted_on is not None
    due_on = own.due_on if own is not None and is_own else when.due_on
    return OwedReport(duty, unit, when.period, due_on, own, None if is_own else met.get(key))


def _owed(
    scopes: Scopes, within: Period | None, known: Mapping[int, ReportDuty] | None = None
) -> tuple[Owed, ...]:
    came, bound = _came(scopes("duty"), within), _bound(scopes("reportduty"), within)
    named = {duty for duty, *_ in bound} | {duty for duty, *_ in came}
    duties = known or {}
    if not named <= set(duties):
        duties = ReportDuty.objects.select_related("plan").in_bulk(named)
    times = due_times(duties.values())
    others = _met(scopes("duty"), within)
    found = []
    for duty, unit, sorts_as, name, until in bound:
        for when in times[duty]:
            if owes_until(until, when):
                key = (duty, unit, when.period)
                own = came.pop(key, ("", "", SubmissionFacts(when.due_on)))[2]
                facts = _standing(own, others.get(key), when.due_on)
                found.append(_owed_once(sorts_as, name, unit, duty, when.period, facts))
    # What came without being asked for any more: the duty or its units changed since.
    for (duty, unit, period), (sorts_as, name, facts) in came.items():
        found.append(_owed_once(sorts_as, name, unit, duty, period, facts))
    if within is not None:
        found = [one for one in found if _falls_in(one.due_on, duties[one.duty].plan, within)]
    return tuple(sorted(found, key=lambda one: one[:5]))


def _standing(
    own: SubmissionFacts, other: SubmissionFacts | None, due_on: datetime.date | None
) -> SubmissionFacts:
    """What counts of a report: handed in by itself, else met by another.  What was handed in keeps
    the due day that it had then."""
    if own.submitted_on:
        return own
    return replace(other or own, due_on=due_on)


def _owed_once(
    sorts_as: str, name: str, unit: int, duty: int, period: str, facts: SubmissionFacts
) -> Owed:
    due = facts.due_on
    return Owed(due or datetime.date.max, sorts_as, unit, duty, period, due, name, facts)


def _met(scopes: Sequence[Q], within: Period | None) -> dict[Key, SubmissionFacts]:
    """What other reports of the same unit meet."""
    found = MetDuty.objects.counting().filter(
        of_plans_that_count("duty__plan"), touching("duty", within)
    )
    rows = found.values_list(
        "duty", "unit", "period", "submission__due_on", "submission__submitted_on",
        "submission__returned_on", "submission__accepted_on",
    )  # fmt: skip
    return {
        (duty, unit, period): SubmissionFacts(*days)
        for duty, unit, period, *days in any_of(rows, scopes)
    }


def still_outstanding(reports: Iterable[OwedReport], day: datetime.date) -> tuple[OwedReport, ...]:
    """Those of the reports that should have come by ``day`` and did not."""
    listed = list(reports)
    received = [one.key for one in listed if one.status(day) is not SubmissionStatus.OUTSTANDING]
    missing = set(outstanding([one.expected for one in listed], received, day))
    return tuple(one for one in listed if one.expected in missing)


def owes(unit: Unit, when: Occurrence) -> bool:
    """Whether a unit owes a report of that time: one that has ended owes nothing later."""
    return owes_until(unit.active_to, when)


def _bound(
    scopes: Sequence[Q], within: Period | None
) -> list[tuple[int, int, str, str, datetime.date | None]]:
    """Each duty with each unit that it binds: how its name sorts, its name, its last day."""
    links: QuerySet[Model] = ReportDuty.reporters.through._default_manager.filter(
        of_plans_that_count("reportduty__plan"), touching("reportduty", within)
    )
    rows = links.values_list(
        "reportduty", "unit", "unit__sort_name", "unit__name", "unit__active_to"
    )
    return list(any_of(rows, scopes))


def _came(
    scopes: Sequence[Q], within: Period | None
) -> dict[Key, tuple[str, str, SubmissionFacts]]:
    """What was handed in or begun: how the unit's name sorts, its name, and the days."""
    touches = touching("duty", within)
    if within is not None:
        touches |= Q(due_on__range=(within.starts_on, within.ends_on))
    rows = Submission.objects.filter(of_plans_that_count("duty__plan"), touches).values_list(
        "duty", "unit", "period", "unit__sort_name", "unit__name",
        "due_on", "submitted_on", "returned_on", "accepted_on",
    )  # fmt: skip
    return {
        (duty, unit, period): (sorts_as, name, SubmissionFacts(*days))
        for duty, unit, period, sorts_as, name, *days in any_of(rows, scopes)
    }


def _falls_in(due_on: datetime.date | None, plan: Plan, within: Period) -> bool:
    if due_on is None:
        return plan.starts_on <= within.ends_on and plan.ends_on >= within.starts_on
    return within.starts_on <= due_on <= within.ends_on
