"""The superior plan's tasks beside one's own, and the word of a person on each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.change_forms import REFUSED
from accounts.changes import verb
from accounts.requests import Request
from plans.models import Plan
from tasks.actions.coverage import confirm_coverage, remove_coverage, waive_coverage
from tasks.contexts.coverage import build_coverage, build_coverage_task
from tasks.forms.definition import CoverageForm
from tasks.views._shared import who
from units.guards import requires
from units.policy import Capability


@require_safe
@requires(Capability.READ_PLANS)
def coverage(request: Request, plan_pk: int) -> HttpResponse:
    """The tasks of the superior plan, and which of one's own carry them out."""
    return _page(request, _read_plan(request, plan_pk))


@require_safe
@requires(Capability.READ_PLANS)
def coverage_task(request: Request, plan_pk: int, pk: int) -> HttpResponse:
    """One task of the superior plan, with all of one's own to choose from."""
    plan = _read_plan(request, plan_pk)
    superior = get_object_or_404(Plan.objects.visible_to(request.user), carried_out_by=plan)
    task = get_object_or_404(superior.tasks.to_cover(), pk=pk)
    words = request.GET.get("q", "")
    built = build_coverage_task(plan, superior, task, words=words, page=request.GET.get("page"))
    context = {
        "plan": plan,
        "superior": superior,
        "built": built,
        "form": CoverageForm(against=superior.pk),
        "may_edit": _may_edit(request, plan),
    }
    return render(request, "tasks/coverage_task.html", context)


@require_POST
@requires(Capability.IMPORT_PLANS)
def save(request: Request, plan_pk: int) -> HttpResponse:
    """Confirms the pairs that were chosen, and says of what tasks that they are no business of
    this plan; all or nothing."""
    plan = _editable(request, plan_pk)
    form = CoverageForm(request.POST)
    if form.is_valid() and form.run(_write, plan=plan, form=form, who=who(request)):
        messages.success(request, _said(*form.result))
        return redirect(_back(request, plan))
    return _page(request, plan, form)


@require_POST
@requires(Capability.IMPORT_PLANS)
def remove(request: Request, plan_pk: int) -> HttpResponse:
    """Takes one word on a task back."""
    plan = _editable(request, plan_pk)
    given = request.POST.get("coverage", "")
    row = int(given) if given.isdecimal() and len(given) < 19 else 0
    if remove_coverage(plan=plan, coverage=row, by=request.user):
        messages.success(request, "Đã gỡ. Nhiệm vụ có thể được đối chiếu lại.")
    else:
        messages.info(request, "Đối chiếu này đã được gỡ trước đó.")
    return redirect(_back(request, plan))


# --- parts ----------------------------------------------------------------------------------------
def _read_plan(request: Request, plan_pk: int) -> Plan:
    plans = Plan.objects.visible_to(request.user).read_by(request.user)
    return get_object_or_404(plans.select_related("issuer"), pk=plan_pk)


def _editable(request: Request, plan_pk: int) -> Plan:
    plans = Plan.objects.editable_by(request.user).select_related("issuer")
    return get_object_or_404(plans, pk=plan_pk)


def _may_edit(request: Request, plan: Plan) -> bool:
    return Plan.objects.editable_by(request.user).filter(pk=plan.pk).exists()


@verb
def _write(*, plan: Plan, form: CoverageForm, who: dict[str, Any]) -> tuple[int, int]:
    against = form.cleaned_data["against"]
    confirmed = confirm_coverage(plan=plan, superior=against, pairs=form.pairs, **who)
    reason = form.cleaned_data["reason"]
    waived = waive_coverage(plan=plan, superior=against, tasks=form.waived, reason=reason, **who)
    return confirmed, waived


def _said(confirmed: int, waived: int) -> str:
    said = [f"Đã xác nhận {confirmed} cặp nhiệm vụ."] if confirmed else []
    if waived:
        said.append(f"Đã ghi {waived} nhiệm vụ không thuộc trách nhiệm.")
    return " ".join(said) or "Các mục đã chọn đều đã được ghi trước đó."


def _back(request: Request, plan: Plan) -> str:
    """The list as it was narrowed, at the task that was spoken of."""
    query = request.GET.urlencode()
    return reverse("tasks:coverage", args=[plan.pk]) + (f"?{query}" if query else "")


def _page(request: Request, plan: Plan, refused: CoverageForm | None = None) -> HttpResponse:
    superior = Plan.objects.visible_to(request.user).filter(carried_out_by=plan).first()
    context: dict[str, Any] = {
        "plan": plan,
        "superior": superior,
        "is_hidden": superior is None and plan.carries_out_id is not None,
        "may_edit": _may_edit(request, plan),
        "query": request.GET.urlencode(),
    }
    if superior is not None:
        context["form"] = refused or CoverageForm(against=superior.pk)
        context["built"] = build_coverage(
            plan,
            superior,
            show=request.GET.get("xem", ""),
            page=request.GET.get("page"),
            ticked=refused.ticked if refused else frozenset(),
        )
    return render(request, "tasks/coverage.html", context, status=REFUSED if refused else 200)
