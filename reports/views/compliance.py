"""The compliance report of a plan: choose the period, read it, take it as a PDF."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from plans.models import Plan
from reports.compliance import build_compliance
from reports.compliance.choice import PeriodForm
from reports.figures import WorkLinks
from reports.pdf import PdfUnavailable, report_pdf
from units.guards import requires
from units.policy import Capability


@require_safe
@requires(Capability.PRODUCE_REPORTS)
def compliance(request: HttpRequest, plan_pk: int) -> HttpResponse:
    """The report as it will be printed, for the chosen period."""
    plan = _plan(request, plan_pk)
    form = PeriodForm(plan, timezone.localdate(), request.GET)
    # A plan that lies ahead has no report yet; that is no mistake of the person who opens the page.
    wrong = bool(request.GET) and not form.is_valid()
    return _page(request, plan, form, status=400 if wrong else 200)


@require_safe
@requires(Capability.PRODUCE_REPORTS)
def compliance_pdf(request: HttpRequest, plan_pk: int) -> HttpResponse:
    """The report as a PDF; days that make no period come back as a page that says why."""
    plan = _plan(request, plan_pk)
    form = PeriodForm(plan, timezone.localdate(), request.GET)
    period = form.chosen()
    if period is None:
        return _page(request, plan, form, status=400)
    report = build_compliance(plan, period=period, today=form.today)
    try:
        made = report_pdf(report)
    except PdfUnavailable as error:
        messages.error(request, str(error))
        return _page(request, plan, form, status=503)
    disposition = content_disposition_header(as_attachment=True, filename=report.filename)
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _plan(request: HttpRequest, plan_pk: int) -> Plan:
    plans = Plan.objects.reportable_by(request.user).select_related("issuer__parent")
    return get_object_or_404(plans, pk=plan_pk)


def _page(request: HttpRequest, plan: Plan, form: PeriodForm, *, status: int) -> HttpResponse:
    period = form.chosen()
    context: dict[str, Any] = {"plan": plan, "form": form, "period": period}
    if period:
        day = min(form.today, period.ends_on)
        context["report"] = build_compliance(plan, period=period, today=form.today)
        context["work"] = WorkLinks(period, day, plan.pk).to()
    return render(request, "reports/compliance/page.html", context, status=status)
