"""Which unit owes which report by when, and what became of it.

Expected is every unit named by a duty, once for each time the duty falls due within its plan;
less what was submitted, that is outstanding.  Nothing of it is stored.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, DateField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast

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
    each_once,
    of_plans_that_count,
    owes_until,
    plan_counts,
    scopes_of,
    together,
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
    """One report that one unit owes, by keys and days: enough to count, to choose and to name.  In
    order: due day, then unit.  ``asked`` is the duty with its plan; ``own`` and ``other`` are the
    keys of what the unit sent or began, and of the report that meets this one as well."""

    place: datetime.date  # the due day; the end of time where there is none
    sorts_as: str  # the unit's name
    unit: int
    duty: int
    period: str
    due_on: datetime.date | None
    unit_name: str
    facts: SubmissionFacts
    asked: ReportDuty
    own: int | None = None
    other: int | None = None

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
    """The reports with their units, duties and submissions; two queries, however many."""
    if not owed:
        return ()
    units = Unit.objects.in_bulk({one.unit for one in owed})
    sent = Submission.objects.select_related("duty__plan", "submitted_by")
    found = sent.in_bulk({pk for one in owed for pk in (one.own, one.other) if pk is not None})
    return tuple(
        OwedReport(
            one.asked,
            units[one.unit],
            one.period,
            one.due_on,
            None if one.own is None else found[one.own],
            None if one.other is None else found[one.other],
        )
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
    duties = known or _duties(scopes, within)
    times = due_times(duties.values())
    bearing = [
        key
        for key, one in duties.items()
        if plan_counts(one.plan) and _bears(one, times[key], within)
    ]
    bound, came, met = _told(scopes, bearing)
    found = []
    for duty, unit, sorts_as, name, until in bound:
        for when in times[duty]:
            if owes_until(until, when):
                key = (duty, unit, when.period)
                own = came.pop(key, None)
                standing = _standing(own.sent if own else None, met.get(key), when.due_on)
                if _falls_in(standing[0].due_on, duties[duty].plan, within):
                    found.append(_owed_once(sorts_as, name, unit, duties[duty], key[2], standing))
    # What came without being asked for any more: the duty or its units changed since.
    for (duty, unit, period), (sorts_as, name, sent) in came.items():
        if _falls_in(sent.facts.due_on, duties[duty].plan, within):
            standing = sent.facts, sent.pk, None
            found.append(_owed_once(sorts_as, name, unit, duties[duty], period, standing))
    return tuple(sorted(found, key=lambda one: one[:5]))


def _duties(scopes: Scopes, within: Period | None) -> dict[int, ReportDuty]:
    """The duties of which anything can fall due in a period, by key: those that bind somebody, and
    those under which something came that says itself that it is due in it (``has_sent``: the key
    of one such report)."""
    links: Any = ReportDuty.reporters.through._default_manager
    sent = Submission.objects.filter(
        Q()
        if within is None
        else Q(due_on__range=(within.starts_on, within.ends_on)) | Q(due_on__isnull=True)
    )
    bind = links.filter(touching("reportduty", within))
    seen = [bind.filter(one).values("reportduty") for one in scopes("reportduty")]
    seen += [sent.filter(one).order_by().values("duty") for one in scopes("duty")]
    rows = ReportDuty.objects.filter(of_plans_that_count("plan"), pk__in=together(*seen))
    # Of each by itself: PostgreSQL would look through all reports there are for an EXISTS.
    one = Subquery(sent.filter(duty=OuterRef("pk")).order_by().values("pk")[:1])
    rows = rows.annotate(has_sent=one).select_related("plan")
    return {one.pk: one for one in rows.defer("search_text", "plan__search_text")}


def _bears(duty: ReportDuty, times: Sequence[Occurrence], within: Period | None) -> bool:
    """Whether anything of a duty falls due in a period: of the others nothing need be read."""
    falls = any(_falls_in(when.due_on, duty.plan, within) for when in times)
    return falls or getattr(duty, "has_sent", True) is not None


class _Bound(NamedTuple):
    """A duty that binds a unit, with the unit's last day."""

    duty: int
    unit: int
    sorts_as: str
    name: str
    until: datetime.date | None


class _Sent(NamedTuple):
    """A report that came or was begun, by its key and days."""

    pk: int
    facts: SubmissionFacts


class _Came(NamedTuple):
    """What a unit sent under a duty: how the unit's name sorts, its name, the report."""

    sorts_as: str
    name: str
    sent: _Sent


# The facts that count, and the keys of the unit's own report and of the other that meets it.
_Standing = tuple[SubmissionFacts, int | None, int | None]


def _standing(own: _Sent | None, other: _Sent | None, due_on: datetime.date | None) -> _Standing:
    """What counts of a report: handed in by itself, else met by another.  What was handed in keeps
    the due day that it had then."""
    if own and own.facts.submitted_on:
        return own.facts, own.pk, None
    counts = other or own
    facts = replace(counts.facts, due_on=due_on) if counts else SubmissionFacts(due_on)
    return facts, own.pk if own else None, other.pk if other else None


def _owed_once(
    sorts_as: str, name: str, unit: int, duty: ReportDuty, period: str, standing: _Standing
) -> Owed:
    facts, own, other = standing
    due, last = facts.due_on, datetime.date.max
    return Owed(
        due or last, sorts_as, unit, duty.pk, period, due, name, facts, duty, own, other
    )  # fmt: skip


def still_outstanding(reports: Iterable[OwedReport], day: datetime.date) -> tuple[OwedReport, ...]:
    """Those of the reports that should have come by ``day`` and did not."""
    listed = list(reports)
    received = [one.key for one in listed if one.status(day) is not SubmissionStatus.OUTSTANDING]
    missing = set(outstanding([one.expected for one in listed], received, day))
    return tuple(one for one in listed if one.expected in missing)


def owes(unit: Unit, when: Occurrence) -> bool:
    """Whether a unit owes a report of that time: one that has ended owes nothing later."""
    return owes_until(unit.active_to, when)


_Told = tuple[list[_Bound], dict[Key, _Came], dict[Key, _Sent]]
# What a row tells: a duty that binds a unit, what the unit sent, what another report meets.
_BINDS, _SENT, _MEETS = range(3)


def _told(scopes: Scopes, duties: Sequence[int]) -> _Told:
    """Each of the duties with each unit that it binds; what was handed in or begun; what other
    reports of the same unit meet.  One query."""
    rows = together(
        *each_once(_binding(duties), scopes("reportduty")),
        *each_once(_sent(duties), scopes("duty")),
        *each_once(_meeting(duties), scopes("duty")),
    )
    bound: list[_Bound] = []
    came: dict[Key, _Came] = {}
    met: dict[Key, _Sent] = {}
    for kind, duty, unit, period, sorts_as, name, pk, *days in rows:
        if kind == _BINDS:
            bound.append(_Bound(duty, unit, sorts_as, name, days[0]))
        elif kind == _SENT:
            sent = _Sent(pk, SubmissionFacts(*days))
            came[duty, unit, period] = _Came(sorts_as, name, sent)
        else:
            met[duty, unit, period] = _Sent(pk, SubmissionFacts(*days))
    return bound, came, met


def _binding(duties: Sequence[int]) -> Any:
    links: Any = ReportDuty.reporters.through._default_manager
    no_day = Cast(Value(None), DateField())
    return links.filter(reportduty__in=duties).values_list(
        Value(_BINDS), "reportduty", "unit", Value(""), "unit__sort_name", "unit__name",
        Cast(Value(None), BigIntegerField()), "unit__active_to", no_day, no_day, no_day,
    )  # fmt: skip


def _sent(duties: Sequence[int]) -> Any:
    return Submission.objects.filter(duty__in=duties).values_list(
        Value(_SENT), "duty", "unit", "period", "unit__sort_name", "unit__name",
        "pk", "due_on", "submitted_on", "returned_on", "accepted_on",
    )  # fmt: skip


def _meeting(duties: Sequence[int]) -> Any:
    return MetDuty.objects.counting().filter(duty__in=duties).values_list(
        Value(_MEETS), "duty", "unit", "period", Value(""), Value(""),
        "submission", "submission__due_on", "submission__submitted_on",
        "submission__returned_on", "submission__accepted_on",
    )  # fmt: skip


def _falls_in(due_on: datetime.date | None, plan: Plan, within: Period | None) -> bool:
    if within is None:
        return True
    if due_on is None:
        return plan.starts_on <= within.ends_on and plan.ends_on >= within.starts_on
    return within.starts_on <= due_on <= within.ends_on
