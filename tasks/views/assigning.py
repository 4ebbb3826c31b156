"""Giving work by hand, and bringing plans that run into line with a changed group."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.change_forms import REFUSED, Change
from accounts.listing import PAGE
from accounts.requests import Request
from tasks import actions
from tasks.actions.assigning import Given
from tasks.actions.group_changes import Applied, apply_group
from tasks.actions.group_changes import group_changes as find_changes
from tasks.contexts.assigning import build_giving, build_group_changes
from tasks.forms.assigning import GiveForm
from tasks.models import Task
from units.guards import requires
from units.models import UnitGroup
from units.policy import Capability

CHANGED_TASKS = 15  # on a page


@requires(Capability.ASSIGN_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: Request, pk: int) -> HttpResponse:
    """Choosing who gets a task, seeing what would come of it, and giving it."""
    tasks = Task.objects.assignable_by(request.user).select_related("plan__issuer")
    task = get_object_or_404(tasks, pk=pk)
    today = timezone.localdate()
    form = GiveForm(request.POST if request.method == "POST" else None, task=task, today=today)
    who = {"by": request.user, "on": today}
    if "giao" in request.POST and form.act(actions.give_work, task=task, **who):
        messages.success(request, _given_words(form.result))
        return redirect("reports:plan", task.plan_id)
    words = request.POST.get("q", "").strip()
    page = build_giving(task, form, words=words, today=today)
    context: dict[str, Any] = {"page": page, "form": form}
    status = REFUSED if form.errors and "giao" in request.POST else 200
    return render(request, "tasks/assign.html", context, status=status)


def _given_words(given: Given) -> str:
    words = []
    if given.assignments:
        words.append(f"Đã giao {given.assignments} phần việc cho {given.units} đơn vị.")
    if given.outside:
        words.append(f"Đã ghi {given.outside} đơn vị ngoài danh mục.")
    return " ".join(words)


@requires(Capability.ASSIGN_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def group_changes(request: Request, pk: int) -> HttpResponse:
    """What a changed group would mean for plans that run; what is ticked is done."""
    groups = UnitGroup.objects.editable_by(request.user).select_related("agency", "under")
    group = get_object_or_404(groups, pk=pk)
    tasks, today = Task.objects.assignable_by(request.user), timezone.localdate()
    chosen = frozenset(request.POST.getlist("change")) if request.method == "POST" else None
    change = Change()
    if chosen is not None and change.run(
        apply_group,
        group=group,
        tasks=tasks,
        chosen=chosen,
        fingerprint=request.POST.get("fingerprint", ""),
        by=request.user,
        on=today,
    ):
        messages.success(request, _applied_words(change.result))
        return redirect("units:group", group.pk)
    page = build_group_changes(
        group, find_changes(group, tasks, today), members=group.units().count(), chosen=chosen
    )
    shown = Paginator(page.changes, CHANGED_TASKS).get_page(request.GET.get(PAGE))
    context = {"page": page, "shown": shown, "problem": change.problem}
    status = REFUSED if change.problem else 200
    return render(request, "tasks/group_changes.html", context, status=status)


def _applied_words(applied: Applied) -> str:
    return (
        f"Đã áp dụng cho {applied.tasks} nhiệm vụ: giao thêm {applied.given} phần việc,"
        f" rút {applied.withdrawn} phần việc."
    )
