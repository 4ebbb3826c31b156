"""What a compliance report rests on, read from the rows in a constant number of queries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from plans.deadlines import DeadlineKind
from plans.models import LegalBasis, Plan, Recipient, ReportDuty
from plans.schedule import Period
from reports.models import Submission
from reports.submissions.outstanding import OwedReport
from tasks.models import (
    Assignment,
    EntryKind,
    Evidence,
    Extension,
    OutsideParty,
    Part,
    ProgressEntry,
    Task,
)
from tasks.querysets import AssignmentQuerySet
from tasks.status import Counts, Facts, Status, days_late
from units.models import Unit


@dataclass(frozen=True)
class TaskFact:
    """A task of the plan; ``is_group``: it only holds other tasks together."""

    pk: int
    ref: str
    title: str
    category: str
    deadline: str
    is_group: bool
    outside_leads: tuple[str, ...]
    cooperating: tuple[str, ...]

    @property
    def where(self) -> str:
        return f"mục {self.ref}" if self.ref else f"“{self.title}”"


@dataclass(frozen=True)
class Work:
    """One unit's part in one task, as it stands on the day of the report.

    ``result`` is what was last recorded, ``cause`` the difficulty or reason last given, "" if none.
    """

    task: int
    unit: str
    period: str
    due_on: datetime.date | None
    planned_on: datetime.date | None
    finished_on: datetime.date | None
    percent: int
    status: Status
    days_late: int
    waits: bool
    result: str
    difficulty: str
    extension_reason: str


@dataclass(frozen=True)
class Difficulty:
    on: datetime.date
    unit: str
    ref: str
    task: str
    text: str


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
class PlanFacts:
    """Everything a report tells of one plan in one period, judged on ``day``."""

    plan: Plan
    agency: Unit
    superior: Unit | None
    period: Period
    day: datetime.date
    today: datetime.date
    tasks: dict[int, TaskFact]
    unassigned: tuple[TaskFact, ...]
    leads: int
    helpers: int
    counts: Counts
    by_unit: tuple[tuple[str, Counts], ...]
    by_task: dict[int, Counts]
    ongoing_with_evidence: int
    work: tuple[Work, ...]
    entries: int
    files: int
    asked: Asked
    difficulties: tuple[Difficulty, ...]
    owed: tuple[OwedReport, ...]
    bases: tuple[LegalBasis, ...]
    recipients: tuple[str, ...]

    def with_status(self, *status: Status) -> tuple[Work, ...]:
        return tuple(one for one in self.work if one.status in status)

    def leaves(self) -> tuple[TaskFact, ...]:
        """The tasks that are work themselves and not only a heading over others."""
        return tuple(task for task in self.tasks.values() if not task.is_group)


def gather(plan: Plan, *, period: Period, today: datetime.date) -> PlanFacts:
    """Reads everything once.  The counts are those of the dashboard and of the list of work."""
    day = min(today, period.ends_on)
    official = Assignment.objects.official().filter(task__plan=plan)
    in_period = official.in_period(period.starts_on, period.ends_on)
    tasks = _tasks(plan)
    parts = _parts(plan)
    return PlanFacts(
        plan=plan,
        agency=plan.issuer,
        superior=plan.issuer.parent,
        period=period,
        day=day,
        today=today,
        tasks=tasks,
        unassigned=_unassigned(plan, tasks),
        leads=parts["leads"],
        helpers=parts["helpers"],
        counts=in_period.count_by_status(day),
        by_unit=_by_unit(in_period, day),
        by_task=in_period.count_by_task(day),
        ongoing_with_evidence=_with_evidence(in_period, day),
        work=_work(in_period, day),
        entries=_entries(plan, period, day).count(),
        files=Evidence.objects.filter(entry__in=_entries(plan, period, day).values("pk")).count(),
        asked=_asked(plan, period, day),
        difficulties=_difficulties(plan, period, day),
        owed=_owed(plan, period, day),
        bases=tuple(plan.legal_bases.filter(is_basis=True).order_by("order", "pk")),
        recipients=_recipients(plan),
    )


def _recipients(plan: Plan) -> tuple[str, ...]:
    named = Recipient.objects.filter(plan=plan).order_by("order", "pk")
    return tuple(named.values_list("name", flat=True))


def _tasks(plan: Plan) -> dict[int, TaskFact]:
    groups = set(
        Task.objects.filter(plan=plan, parent__isnull=False).values_list("parent", flat=True)
    )
    helping, outside_leads = _named_beside(plan)
    return {
        task.pk: TaskFact(
            pk=task.pk,
            ref=task.ref,
            title=task.title,
            category=task.category,
            deadline=task.deadline_words or _deadline(task),
            is_group=task.pk in groups,
            outside_leads=tuple(outside_leads.get(task.pk, ())),
            cooperating=tuple(helping.get(task.pk, ())),
        )
        for task in Task.objects.filter(plan=plan).order_by("order", "pk")
    }


def _deadline(task: Task) -> str:
    """A deadline of which the plan's words are not kept."""
    days = sorted(task.deadline_days)
    if task.deadline_kind in (DeadlineKind.DATE, DeadlineKind.WINDOW) and days:
        return ", ".join(f"{datetime.date.fromisoformat(one):%d/%m/%Y}" for one in days)
    return "" if task.deadline_kind == DeadlineKind.DATE else task.get_deadline_kind_display()


def _named_beside(plan: Plan) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """By task: who cooperates, and which bodies outside the directory lead."""
    helping: dict[int, list[str]] = {}
    leading: dict[int, list[str]] = {}
    rows = Assignment.objects.filter(task__plan=plan, part=Part.COOPERATING)
    names = rows.order_by("unit__sort_name", "unit_id").values_list("task_id", "unit__name")
    for task, name in names.distinct():
        helping.setdefault(task, []).append(name)
    outside = OutsideParty.objects.filter(task__plan=plan).order_by("pk")
    for task, part, name in outside.values_list("task_id", "part", "name"):
        (leading if part == Part.LEAD else helping).setdefault(task, []).append(name)
    return helping, leading


def _unassigned(plan: Plan, tasks: dict[int, TaskFact]) -> tuple[TaskFact, ...]:
    """Tasks that nobody leads, neither a unit nor a body outside the directory."""
    bare = set(Task.objects.filter(plan=plan).unassigned().values_list("pk", flat=True))
    return tuple(
        task
        for task in tasks.values()
        if task.pk in bare and not task.is_group and not task.outside_leads
    )


def _parts(plan: Plan) -> dict[str, int]:
    rows = Assignment.objects.filter(task__plan=plan, cancelled_on__isnull=True)
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


def _with_evidence(work: AssignmentQuerySet, day: datetime.date) -> int:
    told: Any = work.with_status(day).with_evidence_this_cycle(day)
    found: int = told.filter(status=Status.ONGOING.value, has_evidence=True).count()
    return found


def _work(work: AssignmentQuerySet, day: datetime.date) -> tuple[Work, ...]:
    """Every part, in the order of the plan, then of units and of time, with what was last said."""
    rows = (
        work.with_status(day)
        .select_related("unit")
        .annotate(
            result=_last_said(day, "note", kind__in=(EntryKind.PROGRESS, EntryKind.DONE)),
            difficulty=_last_said(day, "difficulty"),
            extension_reason=_last_reason(day),
        )
        .order_by("task__order", "task_id", "unit__sort_name", "unit_id", "starts_on", "pk")
    )
    return tuple(_as_work(row, day) for row in rows)


def _last_said(day: datetime.date, field: str, **kinds: Any) -> Coalesce:
    said = ProgressEntry.objects.filter(assignment=OuterRef("pk"), on__lte=day, **kinds)
    last = said.exclude(**{field: ""}).order_by("-on", "-pk").values(field)[:1]
    return Coalesce(Subquery(last), Value(""), output_field=CharField())


def _last_reason(day: datetime.date) -> Coalesce:
    asked = Extension.objects.filter(assignment=OuterRef("pk"), asked_on__lte=day)
    last = asked.order_by("-asked_on", "-pk").values("reason")[:1]
    return Coalesce(Subquery(last), Value(""), output_field=CharField())


def _as_work(row: Any, day: datetime.date) -> Work:
    facts: Facts = row.facts
    finished_on = row.finished_on if row.finished_on and row.finished_on <= day else None
    return Work(
        task=row.task_id,
        unit=row.unit.name,
        period=row.period_name,
        due_on=row.due_on,
        planned_on=row.planned_on,
        finished_on=finished_on,
        percent=row.percent,
        status=Status(row.status),
        days_late=days_late(day, facts),
        waits=finished_on is not None and not (row.confirmed_on and row.confirmed_on <= day),
        result=row.result,
        difficulty=row.difficulty,
        extension_reason=row.extension_reason,
    )


def _entries(plan: Plan, period: Period, day: datetime.date) -> QuerySet[ProgressEntry]:
    """What units recorded in the period, whatever their part in the work."""
    return ProgressEntry.objects.filter(
        assignment__task__plan=plan,
        kind__in=(EntryKind.PROGRESS, EntryKind.DONE),
        on__gte=period.starts_on,
        on__lte=day,
    )


def _asked(plan: Plan, period: Period, day: datetime.date) -> Asked:
    asked = Extension.objects.filter(
        assignment__task__plan=plan, asked_on__gte=period.starts_on, asked_on__lte=day
    )
    decided = Q(decided_on__lte=day)
    counts = asked.aggregate(
        asked=Count("pk"),
        agreed=Count("pk", filter=decided & Q(granted=True)),
        declined=Count("pk", filter=decided & Q(granted=False)),
    )
    return Asked(counts["asked"], counts["agreed"], counts["declined"])


def _difficulties(plan: Plan, period: Period, day: datetime.date) -> tuple[Difficulty, ...]:
    """What units said stands in their way, within the period; the same words once."""
    said = ProgressEntry.objects.filter(
        assignment__task__plan=plan, on__gte=period.starts_on, on__lte=day
    ).exclude(difficulty="")
    rows = said.select_related("assignment__task", "assignment__unit").order_by("on", "pk")
    found: dict[tuple[int, int, str], Difficulty] = {}
    for row in rows:
        work = row.assignment
        found[work.task_id, work.unit_id, row.difficulty] = Difficulty(
            row.on, work.unit.name, work.task.ref, work.task.title, row.difficulty
        )
    return tuple(found.values())


def _owed(plan: Plan, period: Period, day: datetime.date) -> tuple[OwedReport, ...]:
    """The reports of units that fell due in the period by ``day``, in order of due day."""
    came = {
        (one.duty_id, one.unit_id, one.period): one
        for one in Submission.objects.filter(duty__plan=plan)
    }
    duties = ReportDuty.objects.filter(plan=plan).order_by("order", "pk")
    owed = [
        OwedReport(duty, unit, when.period, when.due_on, came.get((duty.pk, unit.pk, when.period)))
        for duty in duties.prefetch_related("reporters")
        for when in duty.occurrences(plan.period)
        if when.due_on and period.starts_on <= when.due_on <= day
        for unit in duty.reporters.all()
    ]
    return tuple(sorted(owed, key=lambda one: (one.due_on, one.unit.sort_name, one.unit.pk)))
