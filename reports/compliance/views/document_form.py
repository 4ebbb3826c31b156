"""How an agency's documents look: names, symbol, signature, page; its own text of a report."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.change_forms import REFUSED, run
from accounts.models import User
from accounts.picker import is_key
from accounts.requests import Request
from plans.models import Plan
from plans.schedule import Period
from reports.compliance import actions
from reports.compliance.context import build_compliance
from reports.compliance.facts import Scope
from reports.compliance.forms import DocumentLookForm, ReportTextForm
from reports.compliance.own_text import OwnText
from reports.compliance.places import SECTION_PLACES, VALUE_PLACES
from reports.compliance.sections import TITLES
from reports.documents.document import OfficialDocument
from reports.models import DocumentForm
from units.guards import requires
from units.models import Unit
from units.policy import Capability


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.PRODUCE_REPORTS)
def document_form(request: Request, unit_pk: int) -> HttpResponse:
    """Names, symbol, signature and page of an agency's documents."""
    agency, kept = _kept(request, unit_pk)
    form = DocumentLookForm(kept, request.POST or None)
    if request.method == "POST" and form.act(actions.set_document_form, by=request.user):
        messages.success(request, "Đã lưu mẫu trình bày văn bản.")
        return redirect("reports:document_form", agency.pk)
    context = {"form": form, "agency": agency}
    status = REFUSED if form.errors else 200
    return render(request, "reports/compliance/document_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.PRODUCE_REPORTS)
def report_text(request: Request, unit_pk: int) -> HttpResponse:
    """The agency's own headings and standard sentences of a report: looked at, kept, or dropped."""
    agency, kept = _kept(request, unit_pk)
    by = request.user
    if "usual" in request.POST:
        seen = request.POST.get("revision", "")
        what = {"form": kept, "text": "", "revision": int(seen) if is_key(seen) else 0}
        said = "Báo cáo từ nay lập theo mẫu của chương trình."
        run(request, said, actions.set_report_text, **what, by=by)
        return redirect("reports:report_text", agency.pk)
    form = ReportTextForm(kept, request.POST or None, request.FILES or None)
    is_sound = request.method == "POST" and form.is_valid()
    if is_sound and "save" in request.POST and form.act(actions.set_report_text, form=kept, by=by):
        messages.success(request, "Đã lưu mẫu nội dung báo cáo.")
        return redirect("reports:report_text", agency.pk)
    context = {
        "form": form,
        "agency": agency,
        "is_own": bool(kept.report_text),
        "missing": form.missing() if is_sound else (),
        "report": _preview(by, agency, form.own) if form.own else None,
        "section_places": [(place, TITLES[key]) for place, key in SECTION_PLACES.items()],
        "value_places": VALUE_PLACES.items(),
    }
    status = REFUSED if form.errors else 200
    return render(request, "reports/compliance/report_text.html", context, status=status)


def _preview(by: User, agency: Unit, own: OwnText) -> OfficialDocument | None:
    """The report on the newest plan of the agency until today by this text; None without a plan."""
    today = timezone.localdate()
    plans = Plan.objects.reportable_by(by).filter(issuer=agency, released_on__isnull=False)
    newest = plans.filter(starts_on__lte=today).select_related(
        "issuer__parent", "carries_out__issuer"
    )
    plan = newest.order_by("-starts_on", "-pk").first()
    if plan is None:
        return None
    period = Period("", plan.starts_on, min(plan.ends_on, today))
    return build_compliance(Scope(agency, (plan,), period, today), chosen=(), own=own).document


def _kept(request: Request, unit_pk: int) -> tuple[Unit, DocumentForm]:
    """An agency for which the person produces reports, and what it has set for its documents."""
    reached = Unit.objects.reached_by(request.user, Capability.PRODUCE_REPORTS)
    agency = get_object_or_404(reached.select_related("parent"), pk=unit_pk)
    kept = DocumentForm.objects.editable_by(request.user).filter(unit=agency).first()
    return agency, kept or DocumentForm(unit=agency)
