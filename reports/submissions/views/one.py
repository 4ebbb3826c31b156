"""One report of a unit: writing it, handing it in, accepting it or not."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.change_forms import REFUSED, run
from accounts.requests import Request
from accounts.storage import kept_file
from reports.documents.files import document_response
from reports.documents.pdf import PdfUnavailable
from reports.models import Submission, SubmissionFile
from reports.submissions import actions
from reports.submissions.board import next_waiting
from reports.submissions.context import (
    address,
    build_submission_document,
    build_submission_page,
    find_owed,
    may_send,
)
from reports.submissions.forms import FileForm, SendBackForm, SubmitForm
from reports.submissions.outstanding import OwedReport, owed_reports
from reports.submissions.writing import build_writing
from units.guards import requires
from units.models import Unit
from units.policy import Capability


# --- one report -----------------------------------------------------------------------------------
@require_safe
@requires(Capability.VIEW_WORK)
def submission(request: Request, duty_pk: int, unit_pk: int) -> HttpResponse:
    """One report of one unit."""
    return _page(request, _owed(request, duty_pk, unit_pk), timezone.localdate())


@require_safe
@requires(Capability.VIEW_WORK)
def submission_document(request: Request, duty_pk: int, unit_pk: int, ending: str) -> HttpResponse:
    """One report in the official form, as a file."""
    report, today = _owed(request, duty_pk, unit_pk), timezone.localdate()
    built = build_submission_page(report, request.user, today)
    if not built.documents or report.submission is None:
        raise Http404("Chưa có báo cáo này.")
    try:
        return document_response(build_submission_document(report.submission, today), ending)
    except PdfUnavailable as error:
        messages.error(request, str(error))
        return redirect(address(report))


# --- writing --------------------------------------------------------------------------------------
@require_POST
@requires(Capability.RECORD_PROGRESS)
def submit_report(request: Request, duty_pk: int, unit_pk: int) -> HttpResponse:
    """A unit hands its report in."""
    report, today = _owed(request, duty_pk, unit_pk), timezone.localdate()
    what = _what(request, report)
    form = SubmitForm(build_writing(report, today), request.POST)
    if not may_send(request.user, report.unit):
        if form.keep(actions.save_draft, **what, by=request.user):
            form.refuse(ValidationError("Báo cáo do trưởng đơn vị gửi. Bản nháp đã được giữ."))
    elif form.act(actions.submit, **what, by=request.user, on=today):
        if not form.was_sent:
            messages.success(request, "Đã nộp báo cáo.")
        return redirect(address(report))
    return _page(request, report, today, submit_form=form)


@require_POST
@requires(Capability.RECORD_PROGRESS)
def save_draft(request: Request, duty_pk: int, unit_pk: int) -> HttpResponse:
    """Keeps what is written so far; asked while typing, it answers with a few words only."""
    report, today = _owed(request, duty_pk, unit_pk), timezone.localdate()
    form = SubmitForm(build_writing(report, today), request.POST)
    kept = form.keep(actions.save_draft, **_what(request, report), by=request.user)
    if "HX-Request" in request.headers:
        return render(request, "reports/submissions/_draft_kept.html", {"kept": kept, "form": form})
    if kept:
        messages.success(request, "Đã lưu bản nháp.")
        return redirect(address(report))
    return _page(request, report, today, submit_form=form)


@require_POST
@requires(Capability.RECORD_PROGRESS)
def withdraw_report(request: Request, pk: int) -> HttpResponse:
    """The unit takes its report back before it is accepted."""
    found = get_object_or_404(_written(request), pk=pk)
    if not may_send(request.user, found.unit):
        raise Http404
    said = "Đã rút báo cáo về để sửa."
    run(request, said, actions.withdraw, submission=found, by=request.user)
    return redirect(address(_report_of(found)))


@require_POST
@requires(Capability.RECORD_PROGRESS)
def add_submission_file(request: Request, duty_pk: int, unit_pk: int) -> HttpResponse:
    """Keeps a file with a report that is still written."""
    report, today = _owed(request, duty_pk, unit_pk), timezone.localdate()
    form = FileForm(request.POST, request.FILES)
    if form.act(actions.add_file, **_what(request, report), by=request.user):
        if not form.was_sent:
            messages.success(request, f"Đã kèm tệp “{form.result.name}”.")
        return redirect(address(report))
    return _page(request, report, today, file_form=form)


@require_POST
@requires(Capability.RECORD_PROGRESS)
def remove_submission_file(request: Request, pk: int) -> HttpResponse:
    """Takes a file out of a report that is still written."""
    files = SubmissionFile.objects.visible_to(request.user)
    own = Unit.objects.reached_by(request.user, Capability.RECORD_PROGRESS)
    file = get_object_or_404(
        files.filter(submission__unit__in=own.values("pk")).select_related(
            "submission__duty__plan", "submission__unit"
        ),
        pk=pk,
    )
    back = address(_report_of(file.submission))
    run(request, f"Đã bỏ tệp “{file.name}”.", actions.remove_file, file=file, by=request.user)
    return redirect(back)


@require_safe
@requires(Capability.VIEW_WORK)
def submission_file(request: Request, pk: int) -> FileResponse:
    """A file of a report, byte for byte."""
    file = get_object_or_404(SubmissionFile.objects.visible_to(request.user), pk=pk)
    return kept_file(file.file, file.name)


# --- deciding -------------------------------------------------------------------------------------
@require_POST
@requires(Capability.PRODUCE_REPORTS)
def accept_submission(request: Request, pk: int) -> HttpResponse:
    """The consolidator takes a report over; the next one that waits is a click away."""
    found, today = _decidable(request, pk), timezone.localdate()
    who = {"by": request.user, "on": today}
    said = f"Đã tiếp nhận báo cáo của {found.unit}."
    accepted = run(request, said, actions.accept, submission=found, **who)
    here = _report_of(found)
    if accepted and "next" in request.POST:
        owed = owed_reports(request.user, plan=found.duty.plan)
        following = next_waiting(owed, here, today)
        if following:
            return redirect(following)
        messages.info(request, "Không còn báo cáo nào chờ tiếp nhận.")
    return redirect(address(here))


@require_POST
@requires(Capability.PRODUCE_REPORTS)
def take_decision_back(request: Request, pk: int) -> HttpResponse:
    """Who accepted a report or sent it back thinks again; it waits as before."""
    found = _decidable(request, pk)
    said = "Đã rút lại; báo cáo chờ tiếp nhận như trước."
    run(request, said, actions.take_decision_back, submission=found, by=request.user)
    return redirect(address(_report_of(found)))


@require_POST
@requires(Capability.PRODUCE_REPORTS)
def send_back(request: Request, pk: int) -> HttpResponse:
    """The consolidator sends a report back with the reason."""
    found, today = _decidable(request, pk), timezone.localdate()
    form = SendBackForm(request.POST)
    if form.act(actions.send_back_submission, submission=found, by=request.user, on=today):
        if not form.was_sent:
            messages.success(request, f"Đã trả lại báo cáo của {found.unit}.")
        return redirect(address(_report_of(found)))
    return _page(request, _report_of(found), today, send_back_form=form)


# --- together -------------------------------------------------------------------------------------
def _owed(request: Request, duty_pk: int, unit_pk: int) -> OwedReport:
    period = request.GET.get("period", "")
    found = find_owed(request.user, duty_pk=duty_pk, unit_pk=unit_pk, period=period)
    if found is None:
        raise Http404("Không có báo cáo này.")
    return found


def _what(request: Request, report: OwedReport) -> dict[str, Any]:
    """The report as its verbs name it, of a unit for which the person writes."""
    units = Unit.objects.reached_by(request.user, Capability.RECORD_PROGRESS)
    unit = get_object_or_404(units, pk=report.unit.pk)
    return {"duty": report.duty, "unit": unit, "period": report.period}


def _written(request: Request) -> Any:
    own = Unit.objects.reached_by(request.user, Capability.RECORD_PROGRESS)
    seen = Submission.objects.visible_to(request.user).filter(unit__in=own.values("pk"))
    return seen.select_related("duty__plan", "unit", "submitted_by")


def _decidable(request: Request, pk: int) -> Submission:
    """A report under a plan on which the person produces the consolidated report."""
    seen = Submission.objects.decidable_by(request.user)
    return get_object_or_404(seen.select_related("duty__plan", "unit", "submitted_by"), pk=pk)


def _report_of(found: Submission) -> OwedReport:
    return OwedReport(found.duty, found.unit, found.period, found.due_on, found)


def _page(
    request: Request,
    report: OwedReport,
    today: datetime.date,
    *,
    submit_form: SubmitForm | None = None,
    send_back_form: SendBackForm | None = None,
    file_form: FileForm | None = None,
) -> HttpResponse:
    built = build_submission_page(report, request.user, today)
    context = {
        "built": built,
        "submit_form": submit_form or (SubmitForm(built.writing) if built.writing else None),
        "send_back_form": send_back_form or SendBackForm(),
        "file_form": file_form or FileForm(),
    }
    refused = submit_form or send_back_form or file_form
    return render(
        request, "reports/submissions/submission.html", context, status=REFUSED if refused else 200
    )
