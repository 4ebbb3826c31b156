"""The compliance report of a plan: period, page, PDF; those of several plans from the admin."""

import io
import zipfile
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.requests import Request
from plans.models import Plan
from plans.querysets import PlanQuerySet
from reports.compliance.choice import PeriodForm, report_period
from reports.compliance.context import build_compliance
from reports.documents.pdf import PdfUnavailable, report_pdf
from reports.dashboard.figures import WorkLinks
from units.guards import requires
from units.policy import Capability


@require_safe
@requires(Capability.PRODUCE_REPORTS)
def compliance(request: Request, plan_pk: int) -> HttpResponse:
    """The report as it will be printed, for the chosen period."""
    plan = _plan(request, plan_pk)
    form = PeriodForm(plan, timezone.localdate(), request.GET)
    # A plan that lies ahead has no report yet; that is no mistake of the person who opens the page.
    wrong = bool(request.GET) and not form.is_valid()
    return _page(request, plan, form, status=400 if wrong else 200)


@require_safe
@requires(Capability.PRODUCE_REPORTS)
def compliance_pdf(request: Request, plan_pk: int) -> HttpResponse:
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
    return _download(report.filename, made, "application/pdf")


def _plan(request: Request, plan_pk: int) -> Plan:
    plans = Plan.objects.reportable_by(request.user).select_related("issuer__parent")
    return get_object_or_404(plans, pk=plan_pk)


def _page(request: Request, plan: Plan, form: PeriodForm, *, status: int) -> HttpResponse:
    period = form.chosen()
    context: dict[str, Any] = {"plan": plan, "form": form, "period": period}
    if period:
        day = min(form.today, period.ends_on)
        context["report"] = build_compliance(plan, period=period, today=form.today)
        context["work"] = WorkLinks(period, day, plan.pk).to()
    return render(request, "reports/compliance/page.html", context, status=status)


# --- in the admin ---------------------------------------------------------------------------------
# One takes a few seconds, and the person waits for all of them.
MOST_REPORTS = 10


@admin.action(description="Lập báo cáo kết quả (PDF)")
def produce_reports(
    _modeladmin: Any, request: Request, queryset: PlanQuerySet
) -> HttpResponse | None:
    """The report of each plan on its whole time: one as a PDF, several in a ZIP.

    What cannot be done is said on the list of plans, and then nothing is sent.
    """
    reportable = Plan.objects.reportable_by(request.user).values("pk")
    plans = list(
        queryset.filter(pk__in=reportable).select_related("issuer__parent")[: MOST_REPORTS + 1]
    )
    if len(plans) > MOST_REPORTS:
        messages.error(
            request, f"Mỗi lần lập được tối đa {MOST_REPORTS} báo cáo. Hãy chọn ít kế hoạch hơn."
        )
        return None
    try:
        files = dict(_made(plan) for plan in plans)
    except (ValidationError, PdfUnavailable) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
        return None
    return _sent(files) if files else None


def _made(plan: Plan) -> tuple[str, bytes]:
    """The report's file name and bytes.  Raises ValidationError for a plan that lies ahead."""
    today = timezone.localdate()
    try:
        period = report_period(plan, starts_on=plan.starts_on, ends_on=plan.ends_on, today=today)
    except ValidationError as error:
        raise ValidationError(f"Kế hoạch {plan.full_number}: {error.messages[0]}") from error
    report = build_compliance(plan, period=period, today=today)
    return f"{plan.pk}-{report.filename}", report_pdf(report)


def _sent(files: dict[str, bytes]) -> HttpResponse:
    if len(files) == 1:
        ((name, data),) = files.items()
        return _download(name.partition("-")[2], data, "application/pdf")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return _download("bao-cao-ket-qua.zip", packed.getvalue(), "application/zip")


def _download(name: str, data: bytes, media_type: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(data, content_type=media_type, headers={"Content-Disposition": disposition})
