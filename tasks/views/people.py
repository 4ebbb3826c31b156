"""Who sees to work, and what is out of the ordinary: a pause, the end, another unit, a person who
leaves."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.change_forms import REFUSED
from accounts.requests import Request
from tasks import actions
from tasks.contexts.leaving import build_leaving
from tasks.forms.leaving import CloseAccountForm, LeaveForm
from tasks.forms.work import (
    CancelForm,
    HandOverForm,
    OfficerForm,
    ResumeForm,
    SuspendForm,
)
from tasks.models import Assignment
from tasks.views._shared import act_on_work, show_work, who, work_form
from units.guards import requires
from units.people.scopes import memberships_managed_by, people_managed_by
from units.policy import Capability


@requires(Capability.ASSIGN_OFFICERS)
@require_POST
def assign_officer(request: Request, pk: int) -> HttpResponse:
    """Names who sees to the work within its unit."""
    work = get_object_or_404(Assignment.objects.staffed_by(request.user), pk=pk)
    return act_on_work(
        request, work, OfficerForm, actions.assign_officer, "Đã lưu người phụ trách."
    )


@requires(Capability.ASSIGN_WORK)
@require_POST
def suspend(request: Request, pk: int) -> HttpResponse:
    """Stops the work for a time."""
    work = get_object_or_404(Assignment.objects.directed_by(request.user), pk=pk)
    return act_on_work(request, work, SuspendForm, actions.suspend, "Đã tạm dừng công việc.")


@requires(Capability.ASSIGN_WORK)
@require_POST
def resume(request: Request, pk: int) -> HttpResponse:
    """Takes suspended work up again."""
    work = get_object_or_404(Assignment.objects.directed_by(request.user), pk=pk)
    return act_on_work(request, work, ResumeForm, actions.resume, "Công việc được tiếp tục.")


@requires(Capability.ASSIGN_WORK)
@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Takes the work out of the counts."""
    work = get_object_or_404(Assignment.objects.directed_by(request.user), pk=pk)
    return act_on_work(request, work, CancelForm, actions.cancel, "Đã hủy công việc.")


@requires(Capability.ASSIGN_WORK)
@require_POST
def hand_over(request: Request, pk: int) -> HttpResponse:
    """Gives the work to another unit."""
    work = get_object_or_404(Assignment.objects.directed_by(request.user), pk=pk)
    form = work_form(HandOverForm, request, work)
    if form.act(actions.hand_over, assignment=work, **who(request)):
        part: Assignment = form.result
        messages.success(
            request, f"Đã chuyển giao cho {part.unit}. Đây là phần việc của đơn vị nhận."
        )
        return redirect("tasks:assignment", part.pk)
    return show_work(request, work, form)


@requires(Capability.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def leave_unit(request: Request, pk: int) -> HttpResponse:
    """Ends a role, and says who takes over each piece of the person's open work in the unit."""
    managed = memberships_managed_by(request.user).select_related("user", "unit")
    membership = get_object_or_404(managed, pk=pk)
    if membership.ended_on:
        messages.info(request, f"Vai trò này đã thôi từ ngày {membership.ended_on:%d/%m/%Y}.")
        return redirect("units:person", membership.user_id)
    today = timezone.localdate()
    form = LeaveForm(request.POST or None, membership=membership, today=today)
    if request.method == "POST" and form.act(
        actions.leave_unit, membership=membership, **who(request)
    ):
        messages.success(request, _left(form))
        return redirect("units:person", membership.user_id)
    page = build_leaving(membership, form, today=today)
    status = REFUSED if form.is_bound else 200
    return render(request, "tasks/leave_unit.html", {"page": page, "form": form}, status=status)


def _left(form: LeaveForm) -> str:
    count = len(form.open_work)
    return f"Đã ghi thôi vai trò và bàn giao {count} việc." if count else "Đã ghi thôi vai trò."


@requires(Capability.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def close_account(request: Request, pk: int) -> HttpResponse:
    """Closes an account, and says who takes over the open work of its person."""
    person = get_object_or_404(people_managed_by(request.user), pk=pk)
    # Sent from the person's page it is no answer yet where there is work to answer for.
    form = CloseAccountForm(request.POST if "ngung" in request.POST else None, user=person)
    ready = form.is_bound or (request.method == "POST" and not form.counts)
    if ready and not form.is_bound:
        form = CloseAccountForm(request.POST, user=person)
    if ready and form.act(actions.close_account_with_work, user=person, **who(request)):
        messages.success(request, f"Đã ngừng tài khoản của {person}.")
        return redirect("units:person", pk)
    context = {"form": form, "person": person, "work": sum(form.counts.values())}
    status = REFUSED if form.errors else 200
    return render(request, "tasks/close_account.html", context, status=status)
