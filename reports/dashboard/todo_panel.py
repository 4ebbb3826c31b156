"""What asks for somebody's attention: late work, what falls due, what waits for a decision, what
has not been reported or assigned.  Each list is capped; a total opens all of its rows.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from plans.models import Plan
from plans.schedule import Period
from reports.dashboard.counting import LATER, Marked
from reports.dashboard.figures import Figure, work_list
from reports.dashboard.lines import (
    LISTED,
    DifficultyRow,
    ExtensionRow,
    Lines,
    late_words,
)
from reports.submissions.context import address_of
from reports.submissions.expectations import SubmissionStatus
from reports.submissions.missing import Missing, missing_reports
from tasks.models import Task
from tasks.querysets import TaskQuerySet
from tasks.status import BADGES, DUE_SOON_DAYS, Hint, Status
from units.models import Unit


@dataclass(frozen=True)
class OutstandingRow:
    """A unit's report that has not come."""

    href: str
    unit: str
    duty: str
    where: str
    due_on: datetime.date
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
    # "7", or "hơn 10, nêu 10 …" where there are more than are shown
    extensions_number: str
    extensions_cut: bool
    difficulties_number: str
    difficulties_cut: bool

    @property
    def outside_total(self) -> int:
        return sum(figure.number for figure in self.outside)


def build_attention(
    user: User,
    coming: Marked,
    named: Lines,
    *,
    today: datetime.date,
    plan: Plan | None,
    unit: Unit | None = None,
    period: Period,
) -> Attention:
    """What asks for attention, beside the work that is ``coming`` and what is ``named`` already.

    What falls due, waits or is asked for goes by ``today`` whatever the period.
    """
    day = min(today, period.ends_on)
    missing = missing_reports(user, day=day, plan=plan, within=period) if not unit else Missing()
    tasks = _tasks_of(user, plan=plan, period=period) if not unit else Task.objects.none()
    under = unit.pk if unit else None
    unassigned, led_outside = _without_unit(tasks)
    extensions, difficulties = named.extensions, named.difficulties
    outside = tasks.led_outside() if led_outside else ()
    return Attention(
        due_soon=_falling_due(coming.soon, today, DUE_SOON_DAYS, plan, under),
        due_later=_falling_due(coming.later, today, LATER, plan, under),
        waiting=_waiting(coming.waiting, today, plan, under),
        outstanding=_outstanding_rows(missing, day),
        outstanding_total=_outstanding_total(len(missing.reports), day, plan, period),
        remind_href=_reports_href("reports:remind_of_reports", day, plan, period)
        if missing.reports
        else "",
        unassigned=unassigned,
        unassigned_total=sum(row.number for row in unassigned),
        outside=led_outside,
        outside_past=sum(is_past_due(one, day) for one in outside),
        is_whole=unit is None,
        extensions=extensions[:LISTED],
        difficulties=difficulties[:LISTED],
        extensions_number=_number_words(len(extensions), "đề nghị gửi sớm nhất"),
        extensions_cut=len(extensions) > LISTED,
        difficulties_number=_number_words(len(difficulties), "vướng mắc mới nhất"),
        difficulties_cut=len(difficulties) > LISTED,
    )


def _number_words(found: int, which: str) -> str:
    return f"hơn {LISTED}, nêu {LISTED} {which}" if found > LISTED else str(found)


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


def _falling_due(
    number: int, today: datetime.date, days: int, plan: Plan | None, under: int | None
) -> Figure:
    badge, last = BADGES[Hint.DUE_SOON], today + datetime.timedelta(days=days)
    href = work_list(
        plan=plan and plan.pk,
        under=under,
        status=Status.OPEN.value,
        due_from=today.isoformat(),
        due_to=last.isoformat(),
        day=today.isoformat(),
    )
    label = f"Đến hạn trong {days} ngày tới"
    return Figure(label, number, href if number else "", badge.tone, badge.icon)


def _waiting(number: int, today: datetime.date, plan: Plan | None, under: int | None) -> Figure:
    badge, status, day = BADGES[Hint.WAITING], Hint.WAITING.value, today.isoformat()
    href = work_list(plan=plan and plan.pk, under=under, status=status, day=day)
    return Figure(badge.label, number, href if number else "", badge.tone, badge.icon)


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


def _outstanding_rows(missing: Missing, day: datetime.date) -> tuple[OutstandingRow, ...]:
    found = []
    for one in missing.reports[:LISTED]:
        duty = missing.duty(one.duty)
        found.append(
            OutstandingRow(
                href=address_of(one.duty, one.unit, one.period),
                unit=one.unit_name,
                duty=str(duty),
                where=" · ".join(filter(None, (duty.plan.full_number, one.period_name))),
                due_on=one.due_on,
                words=late_words((day - one.due_on).days),
            )
        )
    return tuple(found)
