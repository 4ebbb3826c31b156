"""What units report: the list of what is due, one report, handing it in, accepting it or not."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.change_forms import REFUSED, run
from accounts.requests import Request
from plans.models import Plan
from reports.dashboard.filters import SubmissionFilter
from reports.models import Submission
from reports.submissions.actions import accept, send_back_submission, submit
from reports.submissions.context import address, build_submission_page, find_owed, submission_rows
from reports.submissions.forms import SendBackForm, SubmitForm
from reports.submissions.outstanding import OwedReport, owed_reports
from units.guards import capabilities, requires
from units.models import Unit
from units.policy import Capability

REPORTS_ON_A_PAGE = 50


@require_safe
@requires(Capability.VIEW_WORK)
def submissions(request: Request) -> HttpResponse:
    """Every report due in a year or period, with what became of it."""
    form = SubmissionFilter(request.user, timezone.localdate(), request.GET)
    owed = owed_reports(request.user, plan=form.chosen_plan(), within=form.within())
    kept = [report for report in owed if form.keeps(report)]
    page = Paginator(kept, REPORTS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": submission_rows(page.object_list, form.day())}
    context["may_read_all"] = Capability.READ_PLANS in capabilities(request)
    return render(request, "reports/submissions/submissions.html", context)


@require_safe
@requires(Capability.VIEW_WORK)
def submission(request: Request, duty_pk: int, unit_pk: int) -> HttpResponse:
    """One report of one unit."""
    return _page(request, _owed(request, duty_pk, unit_pk), timezone.localdate())


@require_POST
@requires(Capability.RECORD_PROGRESS)
def submit_report(request: Request, duty_pk: int, unit_pk: int) -> HttpResponse:
    """A unit hands its report in."""
    report, today = _owed(request, duty_pk, unit_pk), timezone.localdate()
    unit = get_object_or_404(
        Unit.objects.reached_by(request.user, Capability.RECORD_PROGRESS), pk=unit_pk
    )
    form = SubmitForm(request.POST)
    what = {"duty": report.duty, "unit": unit, "period": report.period}
    if form.act(submit, **what, by=request.user, on=today):
        messages.success(request, "Đã nộp báo cáo.")
        return redirect(address(report))
    return _page(request, report, today, submit_form=form)


@require_POST
@requires(Capability.PRODUCE_REPORTS)
def accept_submission(request: Request, pk: int) -> HttpResponse:
    """The consolidator takes a report over."""
    found = _decidable(request, pk)
    who = {"by": request.user, "on": timezone.localdate()}
    run(request, f"Đã tiếp nhận báo cáo của {found.unit}.", accept, submission=found, **who)
    return redirect(address(_report_of(found)))


@require_POST
@requires(Capability.PRODUCE_REPORTS)
def send_back(request: Request, pk: int) -> HttpResponse:
    """The consolidator sends a report back with the reason."""
    found, today = _decidable(request, pk), timezone.localdate()
    form = SendBackForm(request.POST)
    if form.act(send_back_submission, submission=found, by=request.user, on=today):
        messages.success(request, f"Đã trả lại báo cáo của {found.unit}.")
        return redirect(address(_report_of(found)))
    return _page(request, _report_of(found), today, send_back_form=form)


def _owed(request: Request, duty_pk: int, unit_pk: int) -> OwedReport:
    period = request.GET.get("period", "")
    found = find_owed(request.user, duty_pk=duty_pk, unit_pk=unit_pk, period=period)
    if found is None:
        raise Http404("Không có báo cáo này.")
    return found


def _decidable(request: Request, pk: int) -> Submission:
    """A report under a plan on which the person produces the consolidated report."""
    plans = Plan.objects.reportable_by(request.user)
    seen = Submission.objects.visible_to(request.user).filter(duty__plan__in=plans.values("pk"))
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
) -> HttpResponse:
    built = build_submission_page(report, request.user, today)
    context = {
        "built": built,
        "submit_form": submit_form or SubmitForm(text=built.text),
        "send_back_form": send_back_form or SendBackForm(),
    }
    refused = submit_form or send_back_form
    return render(
        request, "reports/submissions/submission.html", context, status=REFUSED if refused else 200
    )
