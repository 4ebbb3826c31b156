"""One thing done to many pieces of work from a list: each row is judged by itself and told of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.change_forms import REFUSED
from accounts.models import User
from accounts.requests import Request
from tasks import actions
from tasks.contexts.rows import WorkRow, work_row
from tasks.forms.bulk import MOST, BulkForm, ConfirmManyForm, DoneManyForm, OfficerManyForm
from tasks.models import Assignment
from tasks.querysets import AssignmentQuerySet
from tasks.views._shared import last_list
from units.guards import capabilities, requires
from units.policy import Capability


@dataclass(frozen=True)
class Act:
    """What can be done to many: the verb, whose rows it is for, and what it needs to be told."""

    key: str
    label: str
    icon: str
    said: str
    capability: Capability
    verb: Callable[..., Any]
    rows: Callable[[User], AssignmentQuerySet]
    form: type[BulkForm]


ACTS: Mapping[str, Act] = {
    act.key: act
    for act in (
        Act(
            "xac-nhan",
            "Xác nhận hoàn thành",
            "circle-check",
            "Đã xác nhận hoàn thành.",
            Capability.CONFIRM_WORK,
            actions.confirm_done,
            Assignment.objects.confirmable_by,
            ConfirmManyForm,
        ),
        Act(
            "hoan-thanh",
            "Báo cáo hoàn thành",
            "flag",
            "Đã báo cáo hoàn thành, chờ xác nhận.",
            Capability.RECORD_PROGRESS,
            actions.report_done,
            Assignment.objects.editable_by,
            DoneManyForm,
        ),
        Act(
            "phu-trach",
            "Cử người phụ trách",
            "user-check",
            "Đã lưu người phụ trách.",
            Capability.ASSIGN_OFFICERS,
            actions.assign_officer,
            Assignment.objects.staffed_by,
            OfficerManyForm,
        ),
    )
}


@dataclass(frozen=True)
class Outcome:
    """What became of one row; ``problem`` "" where it was done."""

    row: WorkRow
    problem: str


@requires(Capability.VIEW_WORK)
@require_POST
def bulk(request: Request) -> HttpResponse:
    """Shows the rows that were ticked with what has to be said for all of them, then does it."""
    act = ACTS.get(request.POST.get("act", ""))
    rows, back = _ticked(request), last_list(request) or reverse("tasks:assignments")
    if act is None or not rows:
        return redirect(back)
    today = timezone.localdate()
    is_sent = "thuc-hien" in request.POST
    form = act.form(request.POST if is_sent else None)
    units = list({row.unit_id: row.unit for row in rows}.values())
    form.suit(today=today, units=units)
    context = {
        "act": act,
        "form": form,
        "rows": [work_row(row, today) for row in rows],
        "back": back,
    }
    if is_sent and form.is_valid():
        outcomes = [_judged(request, act, row, form.arguments()) for row in rows]
        context |= {"outcomes": outcomes, "done": sum(not one.problem for one in outcomes)}
        return render(request, "tasks/bulk_done.html", context)
    return render(request, "tasks/bulk.html", context, status=REFUSED if form.errors else 200)


def acts_of(request: Request) -> list[Act]:
    """What the person may do to many, somewhere."""
    may = capabilities(request)
    return [act for act in ACTS.values() if act.capability in may]


def _ticked(request: Request) -> list[Assignment]:
    keys = [key for key in request.POST.getlist("chon") if key.isascii() and key.isdecimal()]
    seen = Assignment.objects.visible_to(request.user)
    found = seen.filter(pk__in=[key for key in keys if len(key) < 19][:MOST])
    return list(found.select_related("task__plan", "unit", "officer").by_urgency())


def _judged(request: Request, act: Act, work: Assignment, arguments: dict[str, Any]) -> Outcome:
    today = timezone.localdate()
    problem = ""
    if not act.rows(request.user).filter(pk=work.pk).exists():
        problem = "Bạn không có quyền làm việc này với phần việc của đơn vị."
    else:
        try:
            act.verb(assignment=work, by=request.user, on=today, **arguments)
        except ValidationError as error:
            problem = " ".join(error.messages)
    return Outcome(work_row(work, today), problem)
