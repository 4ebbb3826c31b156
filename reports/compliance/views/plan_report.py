"""The compliance report of a plan: period, page, files; those of several plans from the admin."""

import io
import zipfile
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import Request
from plans.models import Plan
from plans.querysets import PlanQuerySet
from plans.schedule import Period
from reports.compliance.choice import AnnexForm, PeriodForm, report_period
from reports.compliance.context import build_compliance
from reports.compliance.facts import Scope
from reports.compliance.notice import build_notice
from reports.dashboard.figures import WorkLinks
from reports.documents.document import OfficialDocument
from reports.documents.files import FORMATS, document_response, download
from reports.documents.pdf import PdfUnavailable, document_pdf
from reports.making.views import long_file
from reports.models import FileJob
from units.guards import requires
from units.policy import Capability

WITHOUT_ANNEXES = "said=1"  # a choice was made, of none


@require_safe
@requires(Capability.PRODUCE_REPORTS)
def compliance(request: Request, plan_pk: int) -> HttpResponse:
    """The report as it will be printed, for the chosen period."""
    plan = _plan(request, plan_pk)
    form = PeriodForm(plan.period, timezone.localdate(), request.GET)
    # A plan that lies ahead has no report yet; that is no mistake of the person who opens the page.
    wrong = bool(request.GET) and not form.is_valid()
    return _page(request, plan, form, status=400 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.PRODUCE_REPORTS)
def compliance_file(request: Request, plan_pk: int, ending: str) -> HttpResponse:
    """The report as a file; days that make no period come back as a page that says why."""
    plan = _plan(request, plan_pk)
    form = PeriodForm(plan.period, timezone.localdate(), request.GET)
    period = form.chosen()
    if period is None:
        return _page(request, plan, form, status=400)
    annexes = AnnexForm(request.GET)
    scope = Scope(plan.issuer, (plan,), period, form.today)
    document = build_compliance(scope, chosen=annexes.chosen()).document
    without = f"{request.path}?{_query(period, WITHOUT_ANNEXES)}"
    of: dict[str, Any] = {"annexes": list(annexes.chosen()), "without_annexes": without}
    what = FileJob.What.PLAN_REPORT
    return _file(request, plan, form, document, ending=ending, what=what, **of)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.PRODUCE_REPORTS)
def notice_file(request: Request, plan_pk: int, ending: str) -> HttpResponse:
    """The notice that holds the orders to the agency's own units, as a file."""
    plan = _plan(request, plan_pk)
    form = PeriodForm(plan.period, timezone.localdate(), request.GET)
    period = form.chosen()
    if period is None:
        return _page(request, plan, form, status=400)
    document = build_notice(Scope(plan.issuer, (plan,), period, form.today))
    what = FileJob.What.PLAN_NOTICE
    return _file(request, plan, form, document, ending=ending, what=what)


def _file(
    request: Request,
    plan: Plan,
    form: PeriodForm,
    document: OfficialDocument,
    *,
    ending: str,
    **of: Any,
) -> HttpResponse:
    """The document of the chosen period; a long one is made beside the request."""
    if document.is_long and (period := form.chosen()):
        days: dict[str, Any] = {"starts_on": period.starts_on, "ends_on": period.ends_on}
        return long_file(
            request, document, agency=plan.issuer, plan=plan, ending=ending, **days, **of
        )
    try:
        return document_response(document, ending)
    except PdfUnavailable as error:
        messages.error(request, str(error))
        return _page(request, plan, form, status=503)


def _plan(request: Request, plan_pk: int) -> Plan:
    return get_object_or_404(_whole(Plan.objects.reportable_by(request.user)), pk=plan_pk)


def _whole(plans: PlanQuerySet) -> PlanQuerySet:
    return plans.select_related("issuer__parent", "carries_out__issuer")


def _page(request: Request, plan: Plan, form: PeriodForm, *, status: int) -> HttpResponse:
    period = form.chosen()
    context: dict[str, Any] = {"plan": plan, "form": form, "period": period}
    if period:
        scope = Scope(plan.issuer, (plan,), period, form.today)
        annexes = AnnexForm(request.GET)
        built = build_compliance(scope, chosen=annexes.chosen())
        context |= {
            "report": built.document,
            "annex_lines": [(one.heading, one.title, one.rows) for one in built.document.annexes],
            "annex_form": annexes,
            "work": WorkLinks(period, scope.day, plan.pk).to(),
            "formats": FORMATS,
            "query": _query(period, annexes.query()),
        }
    return render(request, "reports/compliance/page.html", context, status=status)


def _query(period: Period, annexes: str) -> str:
    """The address of a file of what the page shows; ``annexes``: which, as part of an address."""
    return f"from={period.starts_on:%Y-%m-%d}&to={period.ends_on:%Y-%m-%d}&{annexes}"


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
        queryset.filter(pk__in=reportable).select_related("issuer__parent", "carries_out__issuer")[
            : MOST_REPORTS + 1
        ]
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
    """The report's file name and bytes.  Raises ValidationError for a plan that lies ahead and for
    a report over which nobody should wait."""
    today = timezone.localdate()
    try:
        period = report_period(
            plan.period, starts_on=plan.starts_on, ends_on=plan.ends_on, today=today
        )
    except ValidationError as error:
        raise ValidationError(f"Kế hoạch {plan.full_number}: {error.messages[0]}") from error
    document = build_compliance(Scope(plan.issuer, (plan,), period, today)).document
    if document.is_long:
        raise ValidationError(
            f"Báo cáo của kế hoạch {plan.full_number} có phụ lục dài; hãy lập tại trang của kế"
            " hoạch."
        )
    return f"{plan.pk}-{document.filename}.pdf", document_pdf(document)


def _sent(files: dict[str, bytes]) -> HttpResponse:
    if len(files) == 1:
        ((name, data),) = files.items()
        return download(name.partition("-")[2], data, "application/pdf")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return download("bao-cao-ket-qua.zip", packed.getvalue(), "application/zip")
