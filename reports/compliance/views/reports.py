"""Reports that are drafted, edited, issued and kept; the page on which a copy is checked."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.change_forms import REFUSED, run
from accounts.picker import is_key
from accounts.requests import Request
from accounts.storage import kept_file
from reports.compliance import actions
from reports.compliance.forms import (
    AgencyForm,
    IssueForm,
    NewReportForm,
    SectionForm,
    SignedForm,
    VerifyForm,
    agencies_of,
)
from reports.compliance.gathering import with_passage
from reports.compliance.issue import compliance_of, document_of, make_issue, new_code, verdict
from reports.compliance.report_page import build_draft_page, build_issued_page
from reports.documents import signatures
from reports.documents.files import FORMATS, document_response
from reports.documents.pdf import PdfUnavailable
from reports.documents.text import text_of
from reports.making.views import begin, long_file
from reports.models import ComplianceReport, FileJob, ReportFile
from units.guards import requires
from units.policy import Capability


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.PRODUCE_REPORTS)
def new_report(request: Request) -> HttpResponse:
    """Begins a report: of which agency, on which plans, for which days."""
    agencies = agencies_of(request.user)
    chooser, sent = AgencyForm(agencies, request.GET), request.POST.get("agency", "")
    agency = agencies.filter(pk=sent).first() if is_key(sent) else chooser.chosen()
    if agency is None:
        return render(request, "reports/compliance/new.html")
    today = timezone.localdate()
    form = NewReportForm(agency, today, request.POST or None, _asked(request))
    if request.method == "POST" and form.act(actions.start_report, by=request.user, on=today):
        messages.success(request, "Đã lập bản dự thảo. Mọi phần đều sửa được trước khi ban hành.")
        return redirect("reports:report", form.result.pk)
    context = {"form": form, "agency": agency}
    if len(agencies[:2]) > 1:
        context["chooser"] = chooser
    return render(
        request, "reports/compliance/new.html", context, status=REFUSED if form.errors else 200
    )


def _asked(request: Request) -> dict[str, Any]:
    """What a link to the form already says: a plan, its days."""
    asked: dict[str, Any] = {}
    if is_key(request.GET.get("plan", "")):
        asked["plans"] = [int(request.GET["plan"])]
    for name, key in (("from", "starts_on"), ("to", "ends_on")):
        if name in request.GET:
            asked[key] = request.GET[name]
    return asked


@require_safe
@requires(Capability.READ_PLANS)
def report(request: Request, pk: int) -> HttpResponse:
    """A draft to be edited, or what was issued."""
    found = get_object_or_404(_whole(request), pk=pk)
    return _page(request, found)


def _whole(request: Request) -> Any:
    return ComplianceReport.objects.visible_to(request.user).select_related("agency__parent")


def _editable(request: Request, pk: int) -> ComplianceReport:
    found = ComplianceReport.objects.editable_by(request.user).select_related("agency__parent")
    return get_object_or_404(found, pk=pk)


def _page(
    request: Request,
    found: ComplianceReport,
    *,
    issue_form: IssueForm | None = None,
    signed_form: SignedForm | None = None,
    section_form: tuple[str, SectionForm] | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    context: dict[str, Any] = {
        "may_edit": ComplianceReport.objects.editable_by(request.user).filter(pk=found.pk).exists()
    }
    if found.is_issued:
        context |= {
            "built": build_issued_page(found, today),
            "signed_form": signed_form or SignedForm(),
        }
        template = "reports/compliance/issued.html"
    else:
        context |= {
            "built": build_draft_page(found, today),
            "issue_form": issue_form or IssueForm(revision=found.revision),
            "formats": FORMATS,
            "refused": section_form,
        }
        template = "reports/compliance/draft.html"
    wrong = issue_form or signed_form or section_form
    return render(request, template, context, status=REFUSED if wrong else 200)


# --- editing --------------------------------------------------------------------------------------
@require_POST
@requires(Capability.PRODUCE_REPORTS)
def write_section(request: Request, pk: int, key: str) -> HttpResponse:
    """Keeps a section's text, takes the program's again, or what had been written before."""
    found = _editable(request, pk)
    what: dict[str, Any] = {"report": found, "key": key, "by": request.user}
    if "anew" in request.POST:
        said = "Đã lập lại từ số liệu; bản viết tay vẫn được giữ để lấy lại khi cần."
        run(request, said, actions.make_section_anew, **what)
        return redirect(_at(found, key))
    built = compliance_of(found, today=timezone.localdate())
    if key not in built.drafts:
        raise Http404("Báo cáo không có phần này.")
    what["based_on"] = text_of(built.drafts[key])
    if "take_back" in request.POST:
        run(request, "Đã lấy lại bản viết tay.", actions.take_section_back, **what)
        return redirect(_at(found, key))
    if "take" in request.POST:
        return _taken(request, found, key, what)
    form = SectionForm(request.POST)
    if form.act(actions.write_section, **what):
        messages.success(request, f"Đã lưu phần “{built.own.titles()[key]}”.")
        return redirect(_at(found, key))
    return _page(request, found, section_form=(key, form))


def _taken(
    request: Request, found: ComplianceReport, key: str, what: dict[str, Any]
) -> HttpResponse:
    """Puts a passage of a unit's accepted report behind the office's text."""
    built = build_draft_page(found, timezone.localdate())
    card = next(one for one in built.cards if one.key == key)
    passage = next((one for one in card.passages if str(one.pk) == request.POST["take"]), None)
    if passage is None:
        raise Http404("Không có đoạn này trong các báo cáo đã tiếp nhận.")
    text = with_passage(card.text, passage.text, passage.unit)
    said = f"Đã đưa vào nội dung của {passage.unit}."
    run(request, said, actions.write_section, **what, text=text)
    return redirect(_at(found, key))


def _at(found: ComplianceReport, key: str) -> str:
    return f"{reverse('reports:report', args=[found.pk])}#phan-{key}"


@require_POST
@requires(Capability.PRODUCE_REPORTS)
def report_annexes(request: Request, pk: int) -> HttpResponse:
    """Says which annexes come along."""
    found = _editable(request, pk)
    chosen = request.POST.getlist("annexes")
    said = "Đã chọn phụ lục kèm theo."
    run(request, said, actions.choose_annexes, report=found, annexes=chosen, by=request.user)
    return redirect("reports:report", pk)


@require_POST
@requires(Capability.PRODUCE_REPORTS)
def drop_report(request: Request, pk: int) -> HttpResponse:
    """Throws a draft away."""
    found = _editable(request, pk)
    if run(request, "Đã bỏ bản dự thảo.", actions.drop_report, report=found, by=request.user):
        return redirect("reports:reports")
    return redirect("reports:report", pk)


# --- files ----------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.READ_PLANS)
def report_document(request: Request, pk: int, ending: str) -> HttpResponse:
    """A draft as a file of today; of an issued report the file that was issued."""
    found = get_object_or_404(_whole(request), pk=pk)
    if found.is_issued:
        return redirect("reports:report_file", get_object_or_404(found.files, kind=ending).pk)
    document = document_of(found, today=timezone.localdate())
    if document.is_long:
        what = FileJob.What.DRAFT
        return long_file(
            request, document, agency=found.agency, what=what, report=found, ending=ending
        )
    try:
        return document_response(document, ending)
    except PdfUnavailable as error:
        messages.error(request, str(error))
        return redirect("reports:report", pk)


@require_safe
@requires(Capability.READ_PLANS)
def report_file(request: Request, pk: int) -> FileResponse:
    """A kept file, byte for byte."""
    file = get_object_or_404(ReportFile.objects.visible_to(request.user), pk=pk)
    return kept_file(file.file, file.name)


# --- issue ----------------------------------------------------------------------------------------
@require_POST
@requires(Capability.PRODUCE_REPORTS)
def issue_report(request: Request, pk: int) -> HttpResponse:
    """Freezes a report under the number and day of the records office."""
    found = _editable(request, pk)
    today = timezone.localdate()
    form = IssueForm(request.POST, found.revision, today)
    if form.is_valid() and document_of(found, today=today).is_long:
        return _issue_later(request, found, form)
    if form.is_valid() and _issued(request, found, form, today):
        messages.success(request, "Đã ban hành. Các tệp đã được lập và giữ nguyên từ nay.")
        return redirect("reports:report", pk)
    return _page(request, found, issue_form=form)


def _issue_later(request: Request, found: ComplianceReport, form: IssueForm) -> HttpResponse:
    """Has the files of a long report made beside the request; it is issued when they are there."""
    code, address = _code(request)
    typed = form.arguments()
    issued_on = typed["issued_on"].isoformat()
    given = {**typed, "issued_on": issued_on, "code": code, "address": address}
    title = f"Ban hành {found.get_kind_display().lower()} số {typed['number']}"
    job = begin(
        request,
        agency=found.agency,
        what=FileJob.What.ISSUE,
        report=found,
        issue=given,
        title=title,
    )
    return redirect("reports:file_job", job.pk) if job else _page(request, found, issue_form=form)


def _code(request: Request) -> tuple[str, str]:
    """A new code, and the address of the page on which a copy is checked by it."""
    code = new_code()
    return code, request.build_absolute_uri(reverse("reports:verify", args=[code]))


def _issued(
    request: Request, found: ComplianceReport, form: IssueForm, today: datetime.date
) -> bool:
    code, address = _code(request)
    dated = {name: form.cleaned_data[name] for name in ("number", "issued_on")}
    try:
        issue = make_issue(found, **dated, today=today, code=code, address=address)
    except PdfUnavailable as error:
        form.add_error(None, str(error))
        return False
    return form.act(actions.issue_report, report=found, issue=issue, by=request.user, on=today)


@require_POST
@requires(Capability.PRODUCE_REPORTS)
def attach_signed(request: Request, pk: int) -> HttpResponse:
    """Keeps the signed copy beside an issued report."""
    found = _editable(request, pk)
    form = SignedForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        kept = {
            "name": file.name,
            "content": file.content,
            "signatures": signatures.signatures_of(file.content),
        }
        if form.run(actions.attach_signed, report=found, by=request.user, **kept):
            messages.success(request, f"Đã gắn tệp “{file.name}”.")
            return redirect("reports:report", pk)
    return _page(request, found, signed_form=form)


@require_POST
@requires(Capability.PRODUCE_REPORTS)
def correct_report(request: Request, pk: int) -> HttpResponse:
    """Begins a report that replaces an issued one."""
    found = _editable(request, pk)
    what = {"report": found, "by": request.user, "on": timezone.localdate()}
    run(request, "Đã lập bản dự thảo để thay thế.", actions.correct_report, **what)
    begun = ComplianceReport.objects.editable_by(request.user).filter(replaces=found).first()
    return redirect("reports:report", begun.pk if begun else pk)


# --- checking a copy ------------------------------------------------------------------------------
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Tells whether a file is the one issued under the code, and nothing else of it."""
    asked = request.method == "POST"
    form = VerifyForm(request.POST, request.FILES) if asked else VerifyForm()
    answer = None
    if asked and form.is_valid():
        answer = verdict(code, _digest(form.cleaned_data))
    status = REFUSED if form.errors else 200
    context = {"form": form, "answer": answer, "code": code}
    return render(request, "reports/compliance/verify.html", context, status=status)


def _digest(typed: dict[str, Any]) -> str:
    if not typed["file"]:
        return str(typed["sha256"]).lower()
    digest = hashlib.sha256()
    for chunk in typed["file"].chunks():
        digest.update(chunk)
    return digest.hexdigest()
