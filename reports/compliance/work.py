"""The tasks of a report and each unit's part in them, with what was last said of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import CharField, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from plans.deadlines import DeadlineKind
from plans.models import Plan
from plans.schedule import Period
from reports.documents.wording import day as day_words
from reports.documents.wording import lower_first
from tasks.models import (
    Addressee,
    Assignment,
    EntryKind,
    Extension,
    OutsideParty,
    Part,
    ProgressEntry,
    Task,
)
from tasks.querysets import AssignmentQuerySet
from tasks.status import Status, days_late
from vietnamese.text import one_line


@dataclass(frozen=True)
class TaskFact:
    """A task of a plan; ``is_group``: it only holds other tasks together; ``is_led``: by a unit of
    the directory; ``is_tracked``: neither met by a report nor a mere general clause."""

    pk: int
    plan: int
    ref: str
    title: str
    category: str
    deadline: str
    is_group: bool
    is_led: bool
    is_tracked: bool
    outside_leads: tuple[str, ...]
    cooperating: tuple[str, ...]

    @property
    def where(self) -> str:
        return f"mục {self.ref}" if self.ref else f"“{self.title}”"

    @property
    def named(self) -> str:
        return f"{self.ref} {self.title}".strip()


@dataclass(frozen=True)
class Work:
    """One unit's part in one task, as it stands on the day of the report.

    ``result`` is what was last recorded, ``difficulty`` and ``extension_reason`` the causes last
    given, "" where none was.
    """

    pk: int
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
    late_reason: str = ""

    @property
    def cause(self) -> str:
        """Why the work is late, in the unit's own recorded words; "" where it gave none."""
        asked = lower_first(one_line(self.extension_reason))
        asked = f"xin gia hạn: {asked}" if asked else ""
        return one_line(self.late_reason) or one_line(self.difficulty) or asked


@dataclass(frozen=True)
class Difficulty:
    on: datetime.date
    unit: str
    ref: str
    task: str
    text: str
    for_superior: bool = False  # who gets the report can decide on it


# --- tasks ----------------------------------------------------------------------------------------
def tasks_of(plans: Sequence[Plan]) -> dict[int, TaskFact]:
    """Every task of the plans, in their order, with whom it names beside the units' parts."""
    helping, outside_leads = _named_beside(plans)
    tasks = Task.objects.filter(plan__in=plans)
    groups = set(tasks.filter(parent__isnull=False).values_list("parent", flat=True))
    led = Exists(Assignment.objects.filter(task=OuterRef("pk"), part=Part.LEAD))
    rows = {
        task.pk: TaskFact(
            pk=task.pk,
            plan=task.plan_id,
            ref=task.ref,
            title=_whole_title(task),
            category=task.category,
            deadline=task.deadline_words or _deadline(task),
            is_group=task.pk in groups,
            is_led=vars(task)["is_led"],
            is_tracked=not task.untracked,
            outside_leads=tuple(outside_leads.get(task.pk, ())),
            cooperating=tuple(helping.get(task.pk, ())),
        )
        for task in tasks.annotate(is_led=led).order_by("order", "pk")
    }
    order = {plan.pk: number for number, plan in enumerate(plans)}
    return dict(sorted(rows.items(), key=lambda row: order[row[1].plan]))


def _whole_title(task: Task) -> str:
    """The title; where it was cut to fit its field, the plan's own words."""
    return one_line(task.text) if task.title.endswith("…") and task.text else task.title


def _deadline(task: Task) -> str:
    """A deadline of which the plan's words are not kept."""
    days = sorted(task.deadline_days)
    if task.deadline_kind in (DeadlineKind.DATE, DeadlineKind.WINDOW) and days:
        return ", ".join(day_words(datetime.date.fromisoformat(one)) for one in days)
    return "" if task.deadline_kind == DeadlineKind.DATE else task.get_deadline_kind_display()


def _named_beside(plans: Sequence[Plan]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """By task: who cooperates, and which bodies outside the directory lead."""
    helping: dict[int, list[str]] = {}
    leading: dict[int, list[str]] = {}
    rows = Assignment.objects.filter(task__plan__in=plans, part=Part.COOPERATING)
    names = rows.order_by("unit__sort_name", "unit_id").values_list("task_id", "unit__name")
    for task, name in names.distinct():
        helping.setdefault(task, []).append(name)
    outside = OutsideParty.objects.filter(task__plan__in=plans).order_by("pk")
    for task, part, name in outside.values_list("task_id", "part", "name"):
        (leading if part == Part.LEAD else helping).setdefault(task, []).append(name)
    return helping, leading


# --- parts of units -------------------------------------------------------------------------------
def work_of(work: AssignmentQuerySet, day: datetime.date) -> tuple[Work, ...]:
    """Every part, in the order of the plan, then of units and of time, with what was last said."""
    rows = (
        work.with_status(day)
        .select_related("unit", "task__plan")
        .annotate(
            result=_last_said(day, "note", (EntryKind.PROGRESS, EntryKind.DONE)),
            difficulty=_last_said(day, "difficulty", EntryKind.values),
            extension_reason=_last_reason(day),
            late_reason=_last_said(day, "reason", (EntryKind.DONE,)),
        )
        .order_by("task__order", "task_id", "unit__sort_name", "unit_id", "starts_on", "pk")
    )
    return tuple(_as_work(row, day) for row in rows)


def _last_said(day: datetime.date, field: str, kinds: Sequence[str]) -> Coalesce:
    said = ProgressEntry.objects.filter(assignment=OuterRef("pk"), on__lte=day, kind__in=kinds)
    said = said.standing()
    last = said.exclude(**{field: ""}).order_by("-on", "-pk").values(field)[:1]
    return Coalesce(Subquery(last), Value(""), output_field=CharField())


def _last_reason(day: datetime.date) -> Coalesce:
    asked = Extension.objects.filter(assignment=OuterRef("pk"), asked_on__lte=day)
    last = asked.order_by("-asked_on", "-pk").values("reason")[:1]
    return Coalesce(Subquery(last), Value(""), output_field=CharField())


def _as_work(row: Assignment, day: datetime.date) -> Work:
    finished_on = row.finished_on if row.finished_on and row.finished_on <= day else None
    said = vars(row)  # what the query added beside the row's own fields
    return Work(
        pk=row.pk,
        task=row.task_id,
        unit=row.unit.name,
        period=row.period_name,
        due_on=row.due_on,
        planned_on=row.planned_on,
        finished_on=finished_on,
        percent=row.percent,
        status=Status(said["status"]),
        days_late=days_late(day, row.facts),
        waits=finished_on is not None and not (row.confirmed_on and row.confirmed_on <= day),
        result=said["result"],
        difficulty=said["difficulty"],
        extension_reason=said["extension_reason"],
        late_reason=said["late_reason"],
    )


def difficulties_of(
    plans: Sequence[Plan], period: Period, day: datetime.date
) -> tuple[Difficulty, ...]:
    """What units said stands in their way, within the period; the same words once."""
    said = ProgressEntry.objects.filter(
        assignment__task__plan__in=plans, on__gte=period.starts_on, on__lte=day
    ).exclude(difficulty="")
    rows = said.select_related("assignment__task", "assignment__unit", "raised").order_by(
        "on", "pk"
    )
    found: dict[tuple[int, int, str], Difficulty] = {}
    for row in rows:
        work = row.assignment
        found[work.task_id, work.unit_id, row.difficulty] = Difficulty(
            row.on,
            work.unit.name,
            work.task.ref,
            work.task.title,
            row.difficulty,
            for_superior=hasattr(row, "raised") and row.raised.addressed_to == Addressee.SUPERIOR,
        )
    return tuple(found.values())
