"""Changes of a plan with a page of their own: its details, its superior plan, its successor."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.change_forms import REFUSED
from accounts.requests import Request
from plans.actions import set_superior, supersede_plan, update_plan_details
from plans.forms import DetailsForm, PlanChoice
from plans.models import Plan
from plans.querysets import PlanQuerySet
from plans.register import choice_rows
from plans.story import build_story
from units.guards import requires
from units.policy import Capability

OFFERED_ON_A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.IMPORT_PLANS)
def details(request: Request, plan_pk: int) -> HttpResponse:
    """Mends title, place, signatory and evidence cycle of a plan that is in the register."""
    plan = _editable(request, plan_pk)
    form = DetailsForm(plan, request.POST or None)
    if request.method == "POST" and form.act(update_plan_details, plan=plan, by=request.user):
        messages.success(request, "Đã lưu thông tin văn bản.")
        return redirect("reports:plan", plan_pk)
    context = {"plan": plan, "form": form}
    return render(request, "plans/details.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.IMPORT_PLANS)
def superior(request: Request, plan_pk: int) -> HttpResponse:
    """Chooses the plan of a higher level that this one carries out; the likely ones first."""
    plan = _editable(request, plan_pk)
    offered = Plan.objects.visible_to(request.user).exclude(pk=plan.pk).in_force()
    form = PlanChoice(offered, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["chosen"]
        if form.run(set_superior, plan=plan, superior=chosen, by=request.user):
            messages.success(request, f"Kế hoạch này thực hiện kế hoạch số {chosen.full_number}.")
            return redirect("tasks:coverage", plan_pk)
    return _choose(request, plan, form, offered.likely_superiors(plan), "plans/superior.html")


@require_POST
@requires(Capability.IMPORT_PLANS)
def no_superior(request: Request, plan_pk: int) -> HttpResponse:
    """Takes the link to the plan of a higher level away again."""
    plan = _editable(request, plan_pk)
    set_superior(plan=plan, superior=None, by=request.user)
    messages.success(request, "Đã bỏ liên kết với kế hoạch cấp trên.")
    return redirect("reports:plan", plan_pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.IMPORT_PLANS)
def supersede(request: Request, plan_pk: int) -> HttpResponse:
    """Chooses the plan that takes the place of this one."""
    plan = _editable(request, plan_pk)
    offered = Plan.objects.editable_by(request.user).exclude(pk=plan.pk).in_force()
    offered = offered.around(plan.issuer).filter(closed_on__isnull=True)
    form = PlanChoice(offered, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["chosen"]
        if form.run(
            supersede_plan,
            plan=plan,
            successor=chosen,
            by=request.user,
            on=timezone.localdate(),
        ):
            words = f"Kế hoạch này đã được thay thế bởi kế hoạch số {chosen.full_number}."
            messages.success(request, words)
            return redirect("reports:plan", plan_pk)
    ordered = offered.order_by("-starts_on", "-pk")
    return _choose(request, plan, form, ordered, "plans/supersede.html")


@require_safe
@requires(Capability.READ_PLANS)
def story(request: Request, plan_pk: int) -> HttpResponse:
    """Who did what with the plan and when, the newest first."""
    plans = Plan.objects.visible_to(request.user).read_by(request.user)
    plan = get_object_or_404(plans, pk=plan_pk)
    page = build_story(plan, page=request.GET.get("page"))
    return render(request, "plans/story.html", {"plan": plan, "page": page})


# --- parts ----------------------------------------------------------------------------------------
def _editable(request: Request, plan_pk: int) -> Plan:
    plans = Plan.objects.editable_by(request.user).select_related("issuer", "carries_out")
    return get_object_or_404(plans.with_open_work(), pk=plan_pk)


def _choose(
    request: Request, plan: Plan, form: PlanChoice, offered: PlanQuerySet, template: str
) -> HttpResponse:
    """A page that offers plans to choose one from, searched without accents."""
    words = request.GET.get("q", "")
    found = offered.matching(words).select_related("issuer")
    page = Paginator(found, OFFERED_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "form": form,
        "words": words,
        "page": page,
        "rows": choice_rows(page.object_list, form.data.get("chosen", "")),
    }
    return render(request, template, context, status=REFUSED if form.errors else 200)
