"""The page of one plan, and the changes that can be made on it."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.change_forms import REFUSED, run
from accounts.requests import Request
from plans.actions import (
    add_plan_file,
    change_owing,
    close_plan,
    release_plan,
    reopen_plan,
    revoke_plan,
    update_plan_number,
)
from plans.forms import NumberForm, ReopenForm, RevokeForm
from plans.models import Plan
from reports.documents.files import document_response
from reports.documents.pdf import PdfUnavailable
from reports.plan_page.context import build_plan_page
from reports.plan_page.document import build_plan_document
from reports.plan_page.forms import PastReportsForm, PlanFileForm
from reports.plan_page.task_filter import TaskFilter
from units.guards import requires
from units.policy import Capability


@require_safe
@requires(Capability.VIEW_WORK)
def plan(request: Request, plan_pk: int) -> HttpResponse:
    """What the plan says and how its tasks stand, as far as the person may see."""
    found = get_object_or_404(Plan.objects.visible_to(request.user).for_page(), pk=plan_pk)
    return _page(request, found, timezone.localdate())


@require_safe
@requires(Capability.READ_PLANS)
def plan_document(request: Request, plan_pk: int, ending: str) -> HttpResponse:
    """The plan itself in the official form, as a file."""
    found = get_object_or_404(Plan.objects.read_by(request.user).for_page(), pk=plan_pk)
    try:
        return document_response(build_plan_document(found, timezone.localdate()), ending)
    except PdfUnavailable as error:
        messages.error(request, str(error))
        return redirect("reports:plan", plan_pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.IMPORT_PLANS)
def past_reports(request: Request, plan_pk: int) -> HttpResponse:
    """Says what became of the reports that fell due before the plan was brought in."""
    found, today = _editable(request, plan_pk), timezone.localdate()
    brought_in = min(today, timezone.localdate(found.created_at))
    bound = found.report_duties.filter(reporters__isnull=False).distinct().order_by("order", "pk")
    duties = [one for one in bound if one.passed(found.period, brought_in)]
    form = PastReportsForm(request.POST or None, duties=duties, brought_in=brought_in)
    if request.method == "POST" and form.act(change_owing, plan=found, by=request.user, on=today):
        messages.success(request, "Đã ghi nhận các kỳ báo cáo đã qua.")
        return redirect("reports:plan", plan_pk)
    page = {"plan": found, "form": form, "brought_in": brought_in}
    status = REFUSED if form.errors else 200
    return render(request, "reports/plan_page/past_reports.html", page, status=status)


@require_POST
@requires(Capability.IMPORT_PLANS)
def plan_number(request: Request, plan_pk: int) -> HttpResponse:
    """Enters number, symbol and day, which come from the records office later than the plan."""
    found = _editable(request, plan_pk)
    today = timezone.localdate()
    form = NumberForm(found, request.POST)
    if form.act(update_plan_number, plan=found, by=request.user, on=today):
        messages.success(request, "Đã lưu số, ký hiệu và ngày ban hành.")
        return redirect("reports:plan", plan_pk)
    return _page(request, found, today, number_form=form)


@require_POST
@requires(Capability.IMPORT_PLANS)
def plan_release(request: Request, plan_pk: int) -> HttpResponse:
    """Puts a draft into force."""
    found, said = _editable(request, plan_pk), "Kế hoạch đã được đưa vào thực hiện."
    run(request, said, release_plan, plan=found, by=request.user, on=timezone.localdate())
    return redirect("reports:plan", plan_pk)


@require_POST
@requires(Capability.IMPORT_PLANS)
def plan_close(request: Request, plan_pk: int) -> HttpResponse:
    """Ends a plan."""
    found, said = _editable(request, plan_pk), "Đã kết thúc kế hoạch."
    run(request, said, close_plan, plan=found, by=request.user, on=timezone.localdate())
    return redirect("reports:plan", plan_pk)


@require_POST
@requires(Capability.IMPORT_PLANS)
def plan_reopen(request: Request, plan_pk: int) -> HttpResponse:
    """Takes up again a plan that was ended, with the reason."""
    found = _editable(request, plan_pk)
    today = timezone.localdate()
    form = ReopenForm(request.POST)
    if form.act(reopen_plan, plan=found, by=request.user):
        messages.success(request, "Đã mở lại kế hoạch.")
        return redirect("reports:plan", plan_pk)
    return _page(request, found, today, reopen_form=form)


@require_POST
@requires(Capability.IMPORT_PLANS)
def plan_revoke(request: Request, plan_pk: int) -> HttpResponse:
    """Takes a plan out of force, with the reason."""
    found = _editable(request, plan_pk)
    today = timezone.localdate()
    form = RevokeForm(request.POST)
    if form.act(revoke_plan, plan=found, by=request.user, on=today):
        messages.success(request, "Đã ghi nhận bãi bỏ kế hoạch.")
        return redirect("reports:plan", plan_pk)
    return _page(request, found, today, revoke_form=form)


def _editable(request: Request, plan_pk: int) -> Plan:
    return get_object_or_404(Plan.objects.editable_by(request.user).for_page(), pk=plan_pk)


def _page(
    request: Request,
    plan: Plan,
    today: datetime.date,
    *,
    number_form: NumberForm | None = None,
    revoke_form: RevokeForm | None = None,
    reopen_form: ReopenForm | None = None,
) -> HttpResponse:
    built = build_plan_page(
        plan,
        request.user,
        today=today,
        chosen=TaskFilter.read(request.GET),
        page=request.GET.get("page"),
    )
    context = {
        "built": built,
        "plan": plan,
        "may_edit": Capability.IMPORT_PLANS in built.capabilities,
        "may_report": Capability.PRODUCE_REPORTS in built.capabilities,
        "may_assign": Capability.ASSIGN_WORK in built.capabilities,
        "number_form": number_form or NumberForm(plan),
        "revoke_form": revoke_form or RevokeForm(),
        "reopen_form": reopen_form or ReopenForm(),
    }
    refused = number_form or revoke_form or reopen_form
    return render(
        request, "reports/plan_page/plan.html", context, status=REFUSED if refused else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.IMPORT_PLANS)
def plan_file_add(request: Request, plan_pk: int) -> HttpResponse:
    """Keeps one more file beside the plan."""
    plan = get_object_or_404(Plan.objects.editable_by(request.user), pk=plan_pk)
    form = PlanFileForm()
    if request.method == "POST":
        form = PlanFileForm(request.POST, request.FILES)
        if form.is_valid() and _kept(request, plan, form):
            return redirect("reports:plan", plan_pk)
    context = {"plan": plan, "form": form}
    return render(request, "plans/add_file.html", context, status=REFUSED if form.errors else 200)


def _kept(request: Request, plan: Plan, form: PlanFileForm) -> bool:
    """Keeps the file; where that is refused, says so on the form."""
    file = form.cleaned_data["file"]
    kept = {"name": file.name, "content": file.content}
    if not form.run(add_plan_file, plan=plan, by=request.user, **kept):
        return False
    messages.success(request, f"Đã lưu tệp “{file.name}”.")
    return True
