"""Which unit owes which report by when, and what became of it.

Expected is every unit named by a duty, once for each time the duty falls due within its plan;
less what was submitted, that is outstanding.  Nothing of it is stored.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from accounts.models import User
from plans.models import Plan, ReportDuty
from plans.schedule import Occurrence, Period, period_name
from reports.models import Submission
from reports.submissions.expectations import (
    Expected,
    SubmissionFacts,
    SubmissionStatus,
    outstanding,
    submission_status,
)
from units.models import Unit
from units.policy import Capability
from units.querysets import within_reach


@dataclass(frozen=True)
class OwedReport:
    """One report that one unit owes for one period; ``submission`` None: nothing came yet."""

    duty: ReportDuty
    unit: Unit
    period: str
    due_on: datetime.date | None
    submission: Submission | None

    @property
    def key(self) -> tuple[int, int, str]:
        return self.duty.pk, self.unit.pk, self.period

    @property
    def expected(self) -> Expected:
        return Expected(*self.key, due_on=self.due_on)

    @property
    def facts(self) -> SubmissionFacts:
        return self.submission.facts if self.submission else SubmissionFacts(due_on=self.due_on)

    @property
    def period_name(self) -> str:
        return period_name(self.period)

    def status(self, day: datetime.date) -> SubmissionStatus:
        return submission_status(day, self.facts)


def owed_reports(
    user: User, *, plan: Plan | None = None, within: Period | None = None
) -> tuple[OwedReport, ...]:
    """What the person may see of what is owed, in order of due day, then unit.

    ``within`` keeps what falls due in a period; a duty without a day counts in every period that
    its plan touches.  The number of queries does not depend on how many duties and units there are.
    """
    duties = _within_reach(user, unit="unit", issuer="reportduty__plan__issuer")
    submissions = Submission.objects.visible_to(user)
    if plan is not None:
        duties &= Q(reportduty__plan=plan)
        submissions = submissions.filter(duty__plan=plan)
    return _owed(duties, submissions, within)


def reports_owed_by_all(within: Period) -> tuple[OwedReport, ...]:
    """What any unit owes that falls due in a period, for what the program does by itself; shown to
    nobody.  As ``owed_reports``."""
    return _owed(Q(), Submission.objects.all(), within)


def _owed(
    duties: Q, submissions: QuerySet[Submission], within: Period | None
) -> tuple[OwedReport, ...]:
    came = {(one.duty_id, one.unit_id, one.period): one for one in _fetched(submissions)}
    reports = []
    for duty, unit, when in _expected(duties):
        submission = came.pop((duty.pk, unit.pk, when.period), None)
        reports.append(OwedReport(duty, unit, when.period, when.due_on, submission))
    # What came without being asked for any more: the duty or its units changed since.
    reports += [
        OwedReport(one.duty, one.unit, one.period, one.due_on, one) for one in came.values()
    ]
    kept = [report for report in reports if within is None or _falls_in(report, within)]
    return tuple(sorted(kept, key=_in_order))


def still_outstanding(reports: Iterable[OwedReport], day: datetime.date) -> tuple[OwedReport, ...]:
    """Those of the reports that should have come by ``day`` and did not."""
    listed = list(reports)
    received = [one.key for one in listed if one.status(day) is not SubmissionStatus.OUTSTANDING]
    missing = set(outstanding([one.expected for one in listed], received, day))
    return tuple(one for one in listed if one.expected in missing)


def _expected(duties: Q) -> Iterator[tuple[ReportDuty, Unit, Occurrence]]:
    known: dict[int, tuple[Occurrence, ...]] = {}
    for duty, unit in _duties_of_units(duties):
        if duty.pk not in known:
            known[duty.pk] = duty.occurrences(duty.plan.period)
        for occurrence in known[duty.pk]:
            if owes(unit, occurrence):
                yield duty, unit, occurrence


def owes(unit: Unit, when: Occurrence) -> bool:
    """Whether a unit owes a report of that time: one that has ended owes nothing later."""
    return unit.active_to is None or (when.due_on is not None and when.due_on <= unit.active_to)


def _duties_of_units(duties: Q) -> Iterator[tuple[ReportDuty, Unit]]:
    """Each duty with each unit that it binds, of plans that count."""
    links: QuerySet[Model] = ReportDuty.reporters.through._default_manager.filter(
        duties, _counts("reportduty__plan")
    )
    for link in links.select_related("reportduty__plan", "unit"):
        yield link.reportduty, link.unit  # type: ignore[attr-defined]  # a table between two models


def _fetched(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    found = submissions.filter(_counts("duty__plan"))
    return found.select_related("duty__plan", "unit", "submitted_by")


def _counts(plan: str) -> Q:
    """Plans that were put into force and are neither revoked nor replaced."""
    return Q(
        **{
            f"{plan}__released_on__isnull": False,
            f"{plan}__revoked_on__isnull": True,
            f"{plan}__superseded_by__isnull": True,
        }
    )


def _within_reach(user: User, *, unit: str, issuer: str) -> Q:
    """The scope of ``SubmissionQuerySet.visible_to``, before there is a submission."""
    return within_reach(user, Capability.VIEW_WORK, unit) | within_reach(
        user, Capability.READ_PLANS, issuer
    )


def _falls_in(report: OwedReport, within: Period) -> bool:
    if report.due_on is None:
        plan = report.duty.plan
        return plan.starts_on <= within.ends_on and plan.ends_on >= within.starts_on
    return within.starts_on <= report.due_on <= within.ends_on


def _in_order(report: OwedReport) -> tuple[datetime.date, str, int, int, str]:
    due_on = report.due_on or datetime.date.max
    return due_on, report.unit.sort_name, report.unit.pk, report.duty.pk, report.period
