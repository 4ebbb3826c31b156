"""What a compliance report rests on, read from the rows in a constant number of queries."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, Q, QuerySet

from plans.holidays import reckoning_of
from plans.models import LegalBasis, Plan, Recipient, ReportDuty
from plans.reckoning import Reckoning
from plans.schedule import Period, year_before
from reports.compliance.annex_choice import NO_ANNEXES, Annexes
from reports.compliance.figures import FigureRow, figures_of
from reports.compliance.work import Difficulty, TaskFact, Work, difficulties_of, tasks_of, work_of
from reports.documents.wording import same_body
from reports.models import Submission
from reports.submissions.expectations import is_late
from reports.submissions.outstanding import (
    OwedReport,
    met_by_others,
    one_owed,
    owes,
    still_outstanding,
)
from reports.submissions.times import due_times
from tasks.models import Assignment, Category, EntryKind, Evidence, Extension, Part, ProgressEntry
from tasks.querysets import AssignmentQuerySet
from tasks.status import Counts, Status
from tasks.status_sql import Tally, tally
from units.models import Unit
from vietnamese.text import one_line


@dataclass(frozen=True)
class Scope:
    """What a report is about: plans of one agency, in order, and the period.

    The figures stand as of the period's last day or of ``today``, whichever comes first.
    """

    agency: Unit
    plans: tuple[Plan, ...]
    period: Period
    today: datetime.date

    @property
    def day(self) -> datetime.date:
        return min(self.today, self.period.ends_on)

    @property
    def is_running(self) -> bool:
        return self.day < self.period.ends_on

    def a_year_before(self, plans: tuple[Plan, ...]) -> Scope:
        """The same days a year before, on which ``plans`` ran."""
        period = year_before(Period("", self.period.starts_on, self.day))
        return replace(self, plans=plans, period=period, today=period.ends_on)


def time_of(plans: Sequence[Plan]) -> Period:
    """From the first day of the earliest to the last of the latest plan."""
    return Period("", min(plan.starts_on for plan in plans), max(plan.ends_on for plan in plans))


@dataclass(frozen=True)
class Asked:
    """Requests for more time made in the period."""

    total: int
    granted: int
    refused: int

    @property
    def undecided(self) -> int:
        return self.total - self.granted - self.refused


@dataclass(frozen=True)
class Reporting:
    """The reports of units that fell due in the period."""

    owed: tuple[OwedReport, ...] = ()
    missing: tuple[OwedReport, ...] = ()
    in_time: int = 0
    late: int = 0

    @property
    def came(self) -> int:
        return self.in_time + self.late


@dataclass(frozen=True)
class Totals:
    """What is compared with the same period: nhiệm vụ, phần việc, reports of units."""

    tasks: Counts
    parts: Counts
    reporting: Reporting


@dataclass(frozen=True)
class Group:
    """What was done in a group of work: its nhiệm vụ and their phần việc."""

    tasks: Counts
    parts: Counts


@dataclass(frozen=True)
class EvidenceFact:
    task: int
    unit: str
    on: datetime.date
    name: str


@dataclass(frozen=True)
class ReportFacts:
    """Everything a report tells, judged on ``scope.day``.

    ``before``: the same period a year earlier, None where the agency had no plan then.
    """

    scope: Scope
    superior: Unit | None
    tasks: Mapping[int, TaskFact]
    totals: Totals
    before: Totals | None
    by_unit: tuple[tuple[str, Counts], ...]
    by_plan: Mapping[int, Counts]
    by_category: Mapping[str, Group]
    leads: int
    helpers: int
    ongoing_with_evidence: int
    work: tuple[Work, ...]
    entries: int
    evidence: tuple[EvidenceFact, ...]
    asked: Asked
    difficulties: tuple[Difficulty, ...]
    figures: tuple[FigureRow, ...]
    told_figures: tuple[FigureRow, ...]
    bases: tuple[LegalBasis, ...]
    recipients: tuple[str, ...]
    via: str
    reading: Reckoning = field(default_factory=Reckoning)
    annexes: Annexes = NO_ANNEXES

    def see(self, annex: str) -> str:
        """A pointer to an annex, "" where the report has none such."""
        return self.annexes.see(annex)

    @property
    def agency(self) -> Unit:
        return self.scope.agency

    @property
    def files(self) -> int:
        return len(self.evidence)

    @property
    def day(self) -> datetime.date:
        return self.scope.day

    @property
    def parts(self) -> Counts:
        return self.totals.parts

    @property
    def reporting(self) -> Reporting:
        return self.totals.reporting

    def with_status(self, *status: Status) -> tuple[Work, ...]:
        return tuple(one for one in self.work if one.status in status)

    def leaves(self) -> tuple[TaskFact, ...]:
        """The tasks that are followed as work, not only a heading over others."""
        return tuple(task for task in self.tasks.values() if task.is_tracked and not task.is_group)

    def unassigned(self) -> tuple[TaskFact, ...]:
        """Tasks that nobody leads, neither a unit nor a body outside the directory."""
        return tuple(task for task in self.leaves() if not task.is_led and not task.outside_leads)

    def led_outside(self) -> tuple[TaskFact, ...]:
        """Tasks that only bodies outside the directory lead: nobody tells how they stand."""
        return tuple(task for task in self.leaves() if not task.is_led and task.outside_leads)


def gather(scope: Scope, told: tuple[FigureRow, ...] = ()) -> ReportFacts:
    """Reads everything once.  The counts are those of the dashboard and of the list of work;
    ``told`` are the figures that units wrote into their reports."""
    in_period = _in_period(scope)
    tasks = tasks_of(scope.plans)
    units = _units(scope)
    counts = tally(in_period, scope.day)
    entries = _entries(scope)
    earlier = _earlier(scope)
    until_day = Period("", scope.period.starts_on, scope.day)
    return ReportFacts(
        scope=scope,
        superior=scope.agency.parent,
        tasks=tasks,
        totals=_totals(scope, counts),
        before=_before(earlier),
        by_unit=_by_unit(in_period, scope.day),
        by_plan=counts.plans,
        by_category=_by_category(in_period, scope.day),
        leads=units["leads"],
        helpers=units["helpers"],
        ongoing_with_evidence=_with_evidence(in_period, scope.day),
        work=work_of(in_period, scope.day),
        entries=entries.count(),
        evidence=_evidence(entries),
        asked=_asked(scope),
        difficulties=difficulties_of(scope.plans, scope.period, scope.day),
        figures=figures_of(scope.agency, until_day, scope.plans, earlier.plans),
        told_figures=told,
        bases=_bases(scope),
        recipients=_recipients(scope),
        via=_via(scope),
        reading=reckoning_of(scope.agency, ()),
    )


def _in_period(scope: Scope) -> AssignmentQuerySet:
    official = Assignment.objects.official().filter(task__plan__in=scope.plans)
    return official.in_period(scope.period.starts_on, scope.period.ends_on)


def _totals(scope: Scope, counts: Tally) -> Totals:
    return Totals(counts.tasks, counts.parts, _reporting(scope))


def _earlier(scope: Scope) -> Scope:
    """The same days of the year before, with the agency's plans that ran then."""
    then = scope.a_year_before(()).period
    plans = Plan.objects.filter(issuer=scope.agency).ran_in(then)
    return scope.a_year_before(tuple(plans.order_by("starts_on", "pk")))


def _before(earlier: Scope) -> Totals | None:
    """The work of the year before, counted alike; None where the agency had no plan then."""
    if not earlier.plans:
        return None
    return _totals(earlier, tally(_in_period(earlier), earlier.day))


def _units(scope: Scope) -> dict[str, int]:
    rows = Assignment.objects.filter(task__plan__in=scope.plans, cancelled_on__isnull=True)
    return rows.aggregate(
        leads=Count("unit", distinct=True, filter=Q(part=Part.LEAD)),
        helpers=Count("unit", distinct=True, filter=Q(part=Part.COOPERATING)),
    )


def _by_unit(work: AssignmentQuerySet, day: datetime.date) -> tuple[tuple[str, Counts], ...]:
    counts = work.count_by_unit(day)
    units = Unit.objects.filter(pk__in=work.order_by().values("unit"))
    return tuple(
        (name, counts.get(pk, Counts()))
        for pk, name in units.order_by("sort_name", "pk").values_list("pk", "name")
    )


def _by_category(work: AssignmentQuerySet, day: datetime.date) -> dict[str, Group]:
    """Each group of work in which there is any, in their usual order."""
    tasks, parts = work.count_tasks_by_category(day), work.count_by_category(day)
    return {key: Group(tasks[key], parts[key]) for key in Category.values if key in parts}


def _with_evidence(work: AssignmentQuerySet, day: datetime.date) -> int:
    told: Any = work.with_status(day).with_evidence_this_cycle(day)
    found: int = told.filter(status=Status.ONGOING.value, has_evidence=True).count()
    return found


def _entries(scope: Scope) -> QuerySet[ProgressEntry]:
    """What units recorded in the period and did not take back, whatever their part in the work."""
    return ProgressEntry.objects.standing().filter(
        assignment__task__plan__in=scope.plans,
        kind__in=(EntryKind.PROGRESS, EntryKind.DONE),
        on__gte=scope.period.starts_on,
        on__lte=scope.day,
    )


def _evidence(entries: QuerySet[ProgressEntry]) -> tuple[EvidenceFact, ...]:
    """The files that came in the period, in the order of the plan, then of time."""
    files = (
        Evidence.objects.valid()
        .filter(entry__in=entries.values("pk"))
        .order_by("entry__assignment__task__order", "entry__on", "pk")
    )
    said = ("entry__assignment__task", "entry__assignment__unit__name", "entry__on", "name")
    return tuple(EvidenceFact(*row) for row in files.values_list(*said))


def _asked(scope: Scope) -> Asked:
    asked = Extension.objects.filter(
        assignment__task__plan__in=scope.plans,
        asked_on__gte=scope.period.starts_on,
        asked_on__lte=scope.day,
    )
    decided = Q(decided_on__lte=scope.day)
    counts = asked.aggregate(
        asked=Count("pk"),
        agreed=Count("pk", filter=decided & Q(granted=True)),
        declined=Count("pk", filter=decided & Q(granted=False)),
    )
    return Asked(counts["asked"], counts["agreed"], counts["declined"])


def _reporting(scope: Scope) -> Reporting:
    owed = _owed(scope)
    came = [one for one in owed if _came(one, scope.day)]
    late = sum(is_late(scope.day, one.facts) for one in came)
    return Reporting(owed, still_outstanding(owed, scope.day), len(came) - late, late)


def _came(one: OwedReport, day: datetime.date) -> bool:
    submitted_on = one.facts.submitted_on
    return submitted_on is not None and submitted_on <= day


def _owed(scope: Scope) -> tuple[OwedReport, ...]:
    """The reports of units that fell due in the period by its day, in order of due day."""
    came = {
        (one.duty_id, one.unit_id, one.period): one
        for one in Submission.objects.filter(duty__plan__in=scope.plans)
    }
    rows = ReportDuty.objects.filter(plan__in=scope.plans).select_related("plan")
    duties = list(rows.order_by("plan", "order", "pk").prefetch_related("reporters"))
    times, met = due_times(duties), met_by_others(Q(duty__plan__in=scope.plans))
    owed = [
        one_owed(duty, unit, when, came, met)
        for duty in duties
        for when in times[duty.pk]
        if when.due_on and scope.period.starts_on <= when.due_on <= scope.day
        for unit in duty.reporters.all()
        if owes(unit, when)
    ]
    return tuple(sorted(owed, key=lambda one: (one.due_on, one.unit.sort_name, one.unit.pk)))


def _bases(scope: Scope) -> tuple[LegalBasis, ...]:
    """What the plans rest on, each document once, as its fullest citation gives it."""
    rows = LegalBasis.objects.filter(plan__in=scope.plans, is_basis=True)
    found: dict[tuple[str, str], LegalBasis] = {}
    for row in rows.order_by("plan", "order", "pk"):
        found.setdefault((row.key or row.number, row.kind), row)
    return tuple(found.values())


def _recipients(scope: Scope) -> tuple[str, ...]:
    named = Recipient.objects.filter(plan__in=scope.plans).order_by("plan", "order", "pk")
    return tuple(dict.fromkeys(named.values_list("name", flat=True)))


def _via(scope: Scope) -> str:
    """Through which office the plans send their reports to the superior ("Công an tỉnh")."""
    duties = ReportDuty.objects.filter(plan__in=scope.plans).exclude(via_words="")
    superior = scope.agency.parent
    for receiver, via in duties.order_by("plan", "order", "pk").values_list(
        "receiver_words", "via_words"
    ):
        if superior and same_body(receiver, superior.name):
            return re.sub(r"^qua\s+", "", one_line(via), flags=re.IGNORECASE)
    return ""
