"""What asks for somebody's attention: late work, what falls due, what waits for a decision, what
has not been reported or assigned.  Each list is capped; a total opens all of its rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.urls import reverse

from accounts.badges import Badge
from accounts.models import User
from plans.models import Plan
from plans.schedule import Period
from reports.dashboard.figures import Figure, work_list
from reports.submissions.context import address
from reports.submissions.expectations import SubmissionStatus
from reports.submissions.outstanding import Owed, owed_to, whole
from tasks.models import Assignment, Extension, ProgressEntry, Task
from tasks.querysets import AssignmentQuerySet, TaskQuerySet
from tasks.status import DUE_SOON_DAYS, LOOKS, UNFINISHED, Hint, Status, days_late, look_on
from tasks.status_sql import hint_rule
from units.models import Unit

LISTED = 10  # rows of the late work and of the outstanding reports
AT_MOST = 50  # rows of what waits for a decision
LATER = 30  # days ahead


@dataclass(frozen=True)
class WorkRow:
    """One unit's part in a task, as a line that opens it."""

    pk: int
    title: str
    href: str
    where: str
    unit: str
    due_on: datetime.date | None
    words: str
    look: Badge
    reason: str = ""

    @property
    def waits(self) -> bool:
        """Whether the unit has reported it done and nobody has confirmed it."""
        return self.look == LOOKS[Hint.WAITING]


@dataclass(frozen=True)
class ExtensionRow:
    work: WorkRow
    asked_on: datetime.date
    due_before: datetime.date
    due_asked: datetime.date
    reason: str


@dataclass(frozen=True)
class DifficultyRow:
    work: WorkRow
    on: datetime.date
    text: str


@dataclass(frozen=True)
class OutstandingRow:
    """A unit's report that has not come."""

    href: str
    unit: str
    duty: str
    where: str
    due_on: datetime.date | None
    words: str


@dataclass(frozen=True)
class Attention:
    """``outside``: tasks of each plan that only names outside the directory lead, so that nobody's
    progress on them is known; ``outside_past`` of them have fallen due.
    ``is_whole``: not for one unit alone, so that what belongs to no unit is told too."""

    due_soon: Figure
    due_later: Figure
    waiting: Figure
    outstanding: tuple[OutstandingRow, ...]
    outstanding_total: Figure
    remind_href: str
    unassigned: tuple[Figure, ...]
    unassigned_total: int
    outside: tuple[Figure, ...]
    outside_past: int
    is_whole: bool
    extensions: tuple[ExtensionRow, ...]
    difficulties: tuple[DifficultyRow, ...]
    # "12", or "hơn 50, nêu 50 …" where there are more than are shown
    extensions_number: str
    difficulties_number: str

    @property
    def outside_total(self) -> int:
        return sum(figure.number for figure in self.outside)


def build_attention(
    user: User,
    official: AssignmentQuerySet,
    *,
    today: datetime.date,
    plan: Plan | None,
    unit: Unit | None = None,
    period: Period,
) -> Attention:
    """What asks for attention in ``official``, the work that the person's figures count.

    What falls due, waits or is asked for goes by ``today`` whatever the period.
    """
    day = min(today, period.ends_on)
    owed = owed_to(user, plan=plan, within=period) if not unit else ()
    missing = [one for one in owed if one.is_missing(day)]
    tasks = _tasks_of(user, plan=plan, period=period) if not unit else Task.objects.none()
    under = unit.pk if unit else None
    unassigned, led_outside = _without_unit(tasks)
    extensions = _extensions(user, today, plan, unit)
    difficulties = _difficulties(user, plan, unit, period, day)
    outside = tasks.led_outside() if led_outside else ()
    soon, later, waiting = _coming(official, today)
    return Attention(
        due_soon=_falling_due(soon, today, DUE_SOON_DAYS, plan, under),
        due_later=_falling_due(later, today, LATER, plan, under),
        waiting=_waiting(waiting, today, plan, under),
        outstanding=_outstanding_rows(missing[:LISTED], day),
        outstanding_total=_outstanding_total(len(missing), day, plan, period),
        remind_href=_reports_href("reports:remind_of_reports", day, plan, period)
        if missing
        else "",
        unassigned=unassigned,
        unassigned_total=sum(row.number for row in unassigned),
        outside=led_outside,
        outside_past=sum(is_past_due(one, day) for one in outside),
        is_whole=unit is None,
        extensions=extensions[:AT_MOST],
        difficulties=difficulties[:AT_MOST],
        extensions_number=_number_words(len(extensions), "đề nghị gửi sớm nhất"),
        difficulties_number=_number_words(len(difficulties), "vướng mắc mới nhất"),
    )


def _number_words(found: int, which: str) -> str:
    return f"hơn {AT_MOST}, nêu {AT_MOST} {which}" if found > AT_MOST else str(found)


def late_rows(work: AssignmentQuerySet, day: datetime.date) -> tuple[WorkRow, ...]:
    """The work that is late by most days, ten parts at most; what a unit has reported done is late
    up to the day of its report."""
    unconfirmed = Q(confirmed_on__isnull=True) | Q(confirmed_on__gt=day)
    late = work.filter(unconfirmed).standing(day, (Status.OVERDUE,))
    ended = When(task__plan__in_force_until__lt=day, then=F("task__plan__in_force_until"))
    until = Case(When(finished_on__lte=day, then=F("finished_on")), ended, default=Value(day))
    longest = ExpressionWrapper(until - F("due_on"), output_field=DurationField()).desc()
    rows = late.select_related("task__plan", "unit").order_by(longest, "due_on", "pk")
    rows = rows.annotate(hindered=_last_difficulty(day), asked=_open_request(day))[:LISTED]
    return tuple(_work_row(assignment, day, _reason(assignment)) for assignment in rows)


def _last_difficulty(day: datetime.date) -> Subquery:
    told = ProgressEntry.objects.filter(assignment=OuterRef("pk"), on__lte=day)
    return Subquery(told.exclude(difficulty="").order_by("-on", "-pk").values("difficulty")[:1])


def _open_request(day: datetime.date) -> Subquery:
    asked = Extension.objects.filter(assignment=OuterRef("pk"), asked_on__lte=day)
    return Subquery(asked.order_by("-asked_on", "-pk").values("reason")[:1])


def _reason(assignment: Assignment) -> str:
    """Why work is late, in its unit's own words: the last difficulty, or the reason for which
    more time was asked."""
    hindered, asked = vars(assignment)["hindered"], vars(assignment)["asked"]
    if hindered:
        return f"Vướng mắc: {hindered}"
    return f"Xin gia hạn: {asked}" if asked else "Đơn vị chưa ghi nguyên nhân."


def _tasks_of(user: User, *, plan: Plan | None, period: Period) -> TaskQuerySet:
    """The tasks that the person answers for, of plans in force that touch the period."""
    tasks = Task.objects.counted_for(user).filter(
        plan__released_on__isnull=False,
        plan__revoked_on__isnull=True,
        plan__superseded_by__isnull=True,
        plan__starts_on__lte=period.ends_on,
        plan__ends_on__gte=period.starts_on,
    )
    return (tasks if plan is None else tasks.filter(plan=plan)).select_related("plan")


def _without_unit(tasks: TaskQuerySet) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """How many tasks of each plan nobody leads, and how many only names outside the directory; the
    plan's page lists them."""
    alone: Any = tasks.without_unit().order_by()
    rows = alone.values_list("plan", "is_led_outside").annotate(n=Count("pk"))
    found = {(plan, outside): number for plan, outside, number in rows}
    if not found:
        return (), ()
    named = Plan.objects.filter(pk__in={plan for plan, _ in found})
    plans = list(named.order_by("-starts_on", "-pk"))

    def figures(outside: bool, shown: str) -> tuple[Figure, ...]:
        return tuple(
            Figure(str(one), found[one.pk, outside], f"{plan_page(one)}?tasks={shown}")
            for one in plans
            if (one.pk, outside) in found
        )

    return figures(False, "unassigned"), figures(True, "outside")


def is_past_due(task: Task, day: datetime.date) -> bool:
    """Whether a task has fallen due for the first time before that day, whoever leads it."""
    days = [one.due_on for one in task.occurrences(task.plan.period) if one.due_on]
    return bool(days) and days[0] < day


def plan_page(plan: Plan) -> str:
    return reverse("reports:plan", args=[plan.pk])


def _coming(official: AssignmentQuerySet, today: datetime.date) -> tuple[int, int, int]:
    """How much of the work falls due within a week and within a month, and how much waits to be
    confirmed; in one query."""
    due = Q(status=Status.OPEN.value, due_on__gte=today)
    week, month = (today + datetime.timedelta(days=days) for days in (DUE_SOON_DAYS, LATER))
    found = (
        official.order_by()
        .unfinished()  # nothing is confirmed after today
        .filter(Q(due_on__range=(today, month)) | Q(finished_on__isnull=False))
        .with_status(today)
        .aggregate(
            week=Count("pk", filter=due & Q(due_on__lte=week)),
            month=Count("pk", filter=due & Q(due_on__lte=month)),
            waiting=Count("pk", filter=hint_rule(today, Hint.WAITING)),
        )
    )
    return found["week"], found["month"], found["waiting"]


def _falling_due(
    number: int, today: datetime.date, days: int, plan: Plan | None, under: int | None
) -> Figure:
    look, last = LOOKS[Hint.DUE_SOON], today + datetime.timedelta(days=days)
    href = work_list(
        plan=plan and plan.pk,
        under=under,
        status=Status.OPEN.value,
        due_from=today.isoformat(),
        due_to=last.isoformat(),
        day=today.isoformat(),
    )
    label = f"Đến hạn trong {days} ngày tới"
    return Figure(label, number, href if number else "", look.tone, look.icon)


def _waiting(number: int, today: datetime.date, plan: Plan | None, under: int | None) -> Figure:
    look, status, day = LOOKS[Hint.WAITING], Hint.WAITING.value, today.isoformat()
    href = work_list(plan=plan and plan.pk, under=under, status=status, day=day)
    return Figure(look.label, number, href if number else "", look.tone, look.icon)


def _reports_href(route: str, day: datetime.date, plan: Plan | None, period: Period) -> str:
    """The reports that have not come, as a page asks for them."""
    asked = {
        "from": period.starts_on.isoformat(),
        "to": period.ends_on.isoformat(),
        "day": day.isoformat(),
        "status": SubmissionStatus.OUTSTANDING.value,
    }
    return f"{reverse(route)}?{urlencode(asked | ({'plan': str(plan.pk)} if plan else {}))}"


def _outstanding_total(
    number: int, day: datetime.date, plan: Plan | None, period: Period
) -> Figure:
    href = _reports_href("reports:submissions", day, plan, period) if number else ""
    return Figure("Báo cáo chưa nộp", number, href)


def _outstanding_rows(missing: Sequence[Owed], day: datetime.date) -> tuple[OutstandingRow, ...]:
    return tuple(
        OutstandingRow(
            href=address(report),
            unit=report.unit.name,
            duty=str(report.duty),
            where=" · ".join(filter(None, (report.duty.plan.full_number, report.period_name))),
            due_on=report.due_on,
            words=_late_words((day - report.due_on).days if report.due_on else 0),
        )
        for report in whole(missing)
    )


def _extensions(
    user: User, today: datetime.date, plan: Plan | None, unit: Unit | None
) -> tuple[ExtensionRow, ...]:
    asked = Extension.objects.decidable_by(user)
    if unit is not None:
        asked = asked.filter(assignment__unit__in=Unit.objects.subtree_of(unit).values("pk"))
    if plan is not None:
        asked = asked.filter(assignment__task__plan=plan)
    related = asked.select_related("assignment__task__plan", "assignment__unit")
    # One more than is shown says that there are more.
    return tuple(
        ExtensionRow(
            work=_work_row(one.assignment, today),
            asked_on=one.asked_on,
            due_before=one.due_before,
            due_asked=one.due_asked,
            reason=one.reason,
        )
        for one in related.order_by("asked_on", "pk")[: AT_MOST + 1]
    )


def _difficulties(
    user: User, plan: Plan | None, unit: Unit | None, period: Period, day: datetime.date
) -> tuple[DifficultyRow, ...]:
    """Difficulties that units raised in the period, of work that is not done; newest first.

    Those of cooperating units count too: whoever is stuck needs an answer.
    """
    work = Assignment.objects.counted_for(user).in_force().standing(day, UNFINISHED)
    if unit is not None:
        work = work.filter(unit__in=Unit.objects.subtree_of(unit).values("pk"))
    if plan is not None:
        work = work.filter(task__plan=plan)
    raised = ProgressEntry.objects.filter(
        assignment__in=work.values("pk"), on__gte=period.starts_on, on__lte=day
    ).exclude(difficulty="")
    raised = raised.exclude(raised__closed_on__isnull=False, raised__closed_on__lte=day)
    related = raised.select_related("assignment__task__plan", "assignment__unit")
    return tuple(
        DifficultyRow(_work_row(entry.assignment, day), entry.on, entry.difficulty)
        for entry in related.order_by("-on", "-pk")[: AT_MOST + 1]
    )


def _work_row(assignment: Assignment, day: datetime.date, reason: str = "") -> WorkRow:
    task = assignment.task
    where = (task.plan.full_number, task.ref, assignment.period_name)
    return WorkRow(
        pk=assignment.pk,
        title=task.title,
        href=reverse("tasks:assignment", args=[assignment.pk]),
        where=" · ".join(filter(None, where)),
        unit=assignment.unit.name,
        due_on=assignment.due_on,
        words=_late_words(days_late(day, assignment.facts)),
        look=look_on(day, assignment.facts),
        reason=reason,
    )


def _late_words(days: int) -> str:
    return f"quá hạn {days} ngày" if days > 0 else ""
