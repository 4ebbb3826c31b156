"""The admin's action on plans: their compliance reports as files."""

import io
import zipfile
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from plans.models import Plan
from plans.querysets import PlanQuerySet
from reports.compliance import build_compliance
from reports.compliance.choice import report_period
from reports.pdf import PdfUnavailable, report_pdf

# One takes a few seconds, and the person waits for all of them.
AT_MOST = 10


@admin.action(description="Lập báo cáo kết quả (PDF)")
def produce_reports(
    _modeladmin: Any, request: HttpRequest, queryset: PlanQuerySet
) -> HttpResponse | None:
    """The report of each plan on its whole time: one as a PDF, several in a ZIP.

    What cannot be done is said on the list of plans, and then nothing is sent.
    """
    reportable = Plan.objects.reportable_by(request.user).values("pk")
    plans = list(queryset.filter(pk__in=reportable).select_related("issuer__parent")[: AT_MOST + 1])
    if len(plans) > AT_MOST:
        messages.error(
            request, f"Mỗi lần lập được tối đa {AT_MOST} báo cáo. Hãy chọn ít kế hoạch hơn."
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
