"""The pages on which a plan's tasks are added, changed, withdrawn, and given in one click."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.change_forms import REFUSED, offer, run
from accounts.listing import last_list, remember_list
from accounts.requests import Request
from plans.models import Plan
from tasks.actions import definition as actions
from tasks.actions import give_lead, switch_tracking
from tasks.actions.definition import Rescheduled
from tasks.actions.tracking import units_as_written
from tasks.contexts.definition import (
    UNASSIGNED,
    UnassignedFilter,
    build_due_preview,
    unassigned_rows,
)
from tasks.forms.definition import NewTaskForm, TaskForm, TrackingForm, WithdrawForm
from tasks.models import Task
from tasks.views._shared import who
from tasks.views.bulk import MANY_TASKS, UNASSIGNED_LIST
from units.contexts.history import history_lines
from units.guards import requires
from units.models import Unit
from units.policy import Capability

EDIT = ["GET", "HEAD", "POST"]

# What the story of a task tells of it, old and new.
TOLD = ("title", "category", "expected_product", "deadline_words", "counted_by", "untracked")


@requires(Capability.ASSIGN_WORK)
@require_http_methods(EDIT)
def add_task(request: Request, plan_pk: int) -> HttpResponse:
    """A task that came after the plan was issued."""
    plan = get_object_or_404(Plan.objects.editable_by(request.user), pk=plan_pk)
    form = NewTaskForm(request.POST or None)
    offer(form, parent=Task.objects.assignable_by(request.user).filter(plan=plan))
    if "luu" in request.POST and form.act(actions.add_task, plan=plan, **who(request)):
        messages.success(request, "Đã thêm nhiệm vụ. Hãy giao cho đơn vị thực hiện.")
        return redirect("tasks:assign", form.result.pk)
    return _page(request, plan, form, title="Thêm nhiệm vụ")


@requires(Capability.ASSIGN_WORK)
@require_http_methods(EDIT)
def edit_task(request: Request, pk: int) -> HttpResponse:
    """Another title, category, product or deadline; the open parts follow."""
    task = _task(request, pk)
    form = TaskForm(request.POST or None, task=task)
    if "luu" in request.POST and form.act(actions.change_task, task=task, **who(request)):
        messages.success(request, _changed_words(form.result))
        return redirect("reports:plan", task.plan_id)
    return _page(request, task.plan, form, title="Sửa nhiệm vụ", task=task)


def _changed_words(done: Rescheduled) -> str:
    told = [
        (done.moved, "phần việc đổi hạn"),
        (done.added, "phần việc thêm"),
        (done.dropped, "phần việc bỏ"),
    ]
    words = ", ".join(f"{number} {what}" for number, what in told if number)
    return f"Đã lưu nhiệm vụ: {words}." if words else "Đã lưu nhiệm vụ."


@requires(Capability.ASSIGN_WORK)
@require_http_methods(EDIT)
def withdraw_task(request: Request, pk: int) -> HttpResponse:
    """Takes a task out of its plan, with a reason."""
    task = _task(request, pk)
    form = WithdrawForm(request.POST or None, task=task)
    if request.method == "POST" and form.act(actions.withdraw_task, task=task, **who(request)):
        words = f"Đã rút nhiệm vụ; {form.result} phần việc đang làm đã hủy."
        messages.success(request, words if form.result else "Đã rút nhiệm vụ.")
        return redirect("reports:plan", task.plan_id)
    context = {"task": task, "form": form}
    status = REFUSED if form.errors else 200
    return render(request, "tasks/definition/withdraw.html", context, status=status)


@requires(Capability.ASSIGN_WORK)
@require_http_methods(EDIT)
def track_task(request: Request, pk: int) -> HttpResponse:
    """Follows a task, or lets it be kept only, with a reason."""
    task, today = _task(request, pk), timezone.localdate()
    form = TrackingForm(request.POST or None, task=task)
    if request.method == "POST" and form.act(switch_tracking, task=task, **who(request)):
        messages.success(request, _tracked_words(form))
        return redirect(f"{reverse('reports:plan', args=[task.plan_id])}#nhiem-vu-{task.pk}")
    named = units_as_written(task, today) if task.untracked else ()
    context = {"task": task, "form": form, "named": [one.party for one in named]}
    status = REFUSED if form.errors else 200
    return render(request, "tasks/definition/tracking.html", context, status=status)


def _tracked_words(form: TrackingForm) -> str:
    if form.cleaned_data["untracked"]:
        return "Đã thôi theo dõi nhiệm vụ; những gì đã ghi vẫn được giữ."
    words = f"Đã theo dõi nhiệm vụ: giao {form.result.given} phần việc"
    left = form.result.not_counted
    return f"{words}, {left} phần việc đã qua không tính." if left else f"{words}."


@requires(Capability.ASSIGN_WORK)
@require_POST
def restore_task(request: Request, pk: int) -> HttpResponse:
    """Puts a withdrawn task back."""
    task = _task(request, pk)
    said = "Đã đưa nhiệm vụ trở lại kế hoạch. Hãy giao lại cho đơn vị."
    reason = request.POST.get("reason", "")
    if run(request, said, actions.restore_task, task=task, reason=reason, **who(request)):
        return redirect("tasks:assign", task.pk)
    return redirect("tasks:edit_task", task.pk)


@requires(Capability.ASSIGN_WORK)
@require_POST
def read_again(request: Request, plan_pk: int) -> HttpResponse:
    """Open work of a plan by the reading of due days that its agency has chosen by now."""
    plan = get_object_or_404(Plan.objects.editable_by(request.user), pk=plan_pk)
    moved = actions.read_due_days_again(plan=plan, **who(request))
    messages.success(request, f"Đã tính lại hạn: {moved} phần việc đổi hạn.")
    return redirect("reports:plan", plan.pk)


# --- nobody is given it ---------------------------------------------------------------------------
@requires(Capability.ASSIGN_WORK)
@require_safe
def unassigned(request: Request) -> HttpResponse:
    """The tasks that nobody leads."""
    today, form = timezone.localdate(), UnassignedFilter(request.user, request.GET)
    found, rows = form.found().select_related("plan"), partial(unassigned_rows, today=today)
    if file := UNASSIGNED.file(found, request.GET, on=today, shown=rows):
        return file
    page = UNASSIGNED.page(found, form, request.GET)
    context = {"list": page, "rows": rows(page.rows), "acts": MANY_TASKS.acts_for(request)}
    answer = render(request, "tasks/definition/unassigned.html", context)
    remember_list(answer, request, UNASSIGNED_LIST)
    return answer


@requires(Capability.ASSIGN_WORK)
@require_POST
def assign_now(request: Request, pk: int) -> HttpResponse:
    """Gives the lead of a task to one unit."""
    task, today = _task(request, pk), timezone.localdate()
    reached = Unit.objects.reached_by(request.user, Capability.ASSIGN_WORK)
    key = request.POST.get("unit", "")
    unit = reached.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
    back = redirect(last_list(request, UNASSIGNED_LIST, reverse("tasks:unassigned")))
    if unit is None:
        messages.error(request, "Hãy chọn đơn vị chủ trì.")
        return back
    said = f"Đã giao “{task.title}” cho {unit.name}."
    run(request, said, give_lead, task=task, unit=unit, since=today, **who(request))
    return back


# --- parts ----------------------------------------------------------------------------------------
def _task(request: Request, pk: int) -> Task:
    tasks = Task.objects.assignable_by(request.user).select_related("plan__issuer")
    return get_object_or_404(tasks, pk=pk)


def _page(
    request: Request, plan: Plan, form: TaskForm, *, title: str, task: Task | None = None
) -> HttpResponse:
    if form.is_bound:
        form.is_valid()
        rule = form.rule()
    else:
        rule = task.due_rule() if task else None
    preview = build_due_preview(plan, rule) if rule or form.is_bound else None
    refused = "luu" in request.POST and bool(form.errors)
    if form.is_bound and not refused:
        # Only looked at: what is still missing is not yet a mistake.
        form.errors.pop("reason", None)
    context = {"plan": plan, "form": form, "title": title, "task": task, "preview": preview}
    context["story"] = history_lines(task, columns=TOLD) if task else ()
    status = REFUSED if refused else 200
    return render(request, "tasks/definition/task.html", context, status=status)
