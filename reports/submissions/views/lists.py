"""Lists of what units report: each report, the board, what one's own units owe."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.listing import last_list, remember_list, without
from accounts.picker import is_key
from accounts.requests import Request
from reports.models import Submission
from reports.submissions import actions
from reports.submissions.board import build_board, build_chain
from reports.submissions.context import address, own_report_rows, submission_rows
from reports.submissions.expectations import SUBMISSION_BADGES
from reports.submissions.figures_page import build_submission_figures
from reports.submissions.filters import DutyFilter, LetterFilter, SubmissionFilter
from reports.submissions.forms import FigureDecisionForm, SendBackManyForm
from reports.submissions.listing import (
    DUTIES,
    LETTERS,
    SUBMISSIONS,
    duty_rows,
    find_submissions,
    letter_rows,
    submission_file,
    with_answers,
    with_facts,
)
from reports.submissions.outstanding import OwedReport, owed_to, whole
from units.bulk import Act, BulkRow, Many, acts_by_key, run_bulk
from units.guards import capabilities, requires
from units.policy import Capability


@require_safe
@requires(Capability.VIEW_WORK)
def submissions(request: Request) -> HttpResponse:
    """Every report due in a year or period, with what became of it."""
    today = timezone.localdate()
    form = SubmissionFilter(request.user, today, request.GET)
    found = find_submissions(request.user, form, request.GET)
    if answer := submission_file(found, form, request.GET, today):
        return answer
    listed = SUBMISSIONS.page_of(found, form, request.GET)
    rows = submission_rows(whole(listed.rows), form.day())
    acts = MANY_SUBMISSIONS.acts_for(request) if any(row.pk for row in rows) else []
    context = {"form": form, "list": listed, "page": listed.page, "rows": rows, "acts": acts}
    answer = render(request, "reports/submissions/submissions.html", context | _may(request))
    remember_list(answer, request, LIST)
    return answer


def _submission(row: Submission, day: datetime.date) -> BulkRow:
    report = OwedReport(row.duty, row.unit, row.period, row.due_on, row)
    meta = " · ".join(filter(None, (str(row.duty), row.duty.plan.full_number, report.period_name)))
    badge = SUBMISSION_BADGES[report.status(day)]
    return BulkRow(row.pk, row.unit.name, meta, address(report), badge)


LIST = "bao-cao"  # the cookie with the list as it was narrowed
MANY_SUBMISSIONS = Many(
    noun="báo cáo chờ tiếp nhận",
    shown=_submission,
    acts=acts_by_key(
        Act(
            "tiep-nhan",
            "Tiếp nhận",
            "circle-check",
            Capability.PRODUCE_REPORTS,
            Submission.objects.decidable_by,
            verb=actions.accept,
            argument="submission",
            said="Đã tiếp nhận.",
        ),
        Act(
            "tra-lai",
            "Trả lại",
            "corner-up-left",
            Capability.PRODUCE_REPORTS,
            Submission.objects.decidable_by,
            verb=actions.send_back_submission,
            argument="submission",
            form=SendBackManyForm,
            said="Đã trả lại.",
        ),
    ),
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.PRODUCE_REPORTS)
def many_submissions(request: Request) -> HttpResponse:
    """One thing done to many reports that wait."""
    rows = Submission.objects.visible_to(request.user).select_related("duty__plan", "unit")
    back = last_list(request, LIST, reverse("reports:submissions"))
    rows = rows.order_by("due_on", "pk")
    return run_bulk(request, MANY_SUBMISSIONS, rows, back=back, on=timezone.localdate())


@require_safe
@requires(Capability.READ_PLANS)
def board(request: Request) -> HttpResponse:
    """Units against reports: who has sent what; and the chain of the chosen plan."""
    form = SubmissionFilter(request.user, timezone.localdate(), request.GET)
    plan = form.chosen_plan()
    owed = owed_to(request.user, plan=plan, within=form.within())
    names = form.names(owed)
    kept = whole([one for one in owed if form.keeps(one, names)])
    context: dict[str, Any] = {
        "form": form,
        "board": build_board(kept, form.day()),
        "chain": build_chain(plan, form.day()) if plan else None,
        "plan": plan,
        "asked": without(request.GET, "page", "status", "sort").urlencode(),
    }
    return render(request, "reports/submissions/board.html", context | _may(request))


@require_safe
@requires(Capability.VIEW_WORK)
def duties(request: Request) -> HttpResponse:
    """What must be reported, and by which outline."""
    today = timezone.localdate()
    form = DutyFilter(request.user, request.GET)
    shown = partial(duty_rows, today=today)
    rows = with_facts(form.found())
    if answer := DUTIES.file(rows, request.GET, on=today, shown=shown):
        return answer
    listed = DUTIES.page(rows, form, request.GET)
    context = {"list": listed, "rows": shown(listed.rows)}
    return render(request, "reports/submissions/duties.html", context | _may(request))


@require_safe
@requires(Capability.VIEW_WORK)
def letters(request: Request) -> HttpResponse:
    """Letters that ask for a report, and how many units have answered."""
    form = LetterFilter(request.user, request.GET)
    rows = with_answers(form.found())
    on = timezone.localdate()
    if answer := LETTERS.file(rows, request.GET, on=on, shown=letter_rows):
        return answer
    listed = LETTERS.page(rows, form, request.GET)
    context = {"list": listed, "rows": letter_rows(listed.rows)}
    return render(request, "reports/submissions/letters.html", context | _may(request))


def _may(request: Request) -> dict[str, bool]:
    may = capabilities(request)
    return {
        "may_read_all": Capability.READ_PLANS in may,
        "may_ask": Capability.IMPORT_PLANS in may,
    }


@require_safe
@requires(Capability.VIEW_WORK)
def own_reports(request: Request) -> HttpResponse:
    """What the person's own units, or one ``unit``, still have to report, as a part of the page of
    their work: the report is the work that a clause asks for, and stands there once."""
    today, asked = timezone.localdate(), request.GET.get("unit", "")
    unit = int(asked) if is_key(asked) else None
    context = {"rows": own_report_rows(request.user, today, unit), "one_unit": unit}
    return render(request, "reports/submissions/_own.html", context)


# --- figures --------------------------------------------------------------------------------------
@require_safe
@requires(Capability.READ_PLANS)
def submission_figures(request: Request) -> HttpResponse:
    """What accepted reports count, added up; what two units may both have counted is marked."""
    form = SubmissionFilter(request.user, timezone.localdate(), request.GET)
    page = build_submission_figures(request.user, plan=form.chosen_plan(), within=form.within())
    context = {"form": form, "page": page} | _may(request)
    return render(request, "reports/submissions/figures.html", context)


@require_POST
@requires(Capability.PRODUCE_REPORTS)
def decide_figure(request: Request, pk: int) -> HttpResponse:
    """Whether a figure that may repeat another unit's counts; back to the page it came from."""
    found = get_object_or_404(Submission.objects.decidable_by(request.user), pk=pk)
    form = FigureDecisionForm(request.POST)
    who = {"by": request.user, "on": timezone.localdate()}
    if form.act(actions.decide_figure, submission=found, **who):
        messages.success(request, "Đã ghi cách tính số liệu.")
    else:
        said = form.errors.get_json_data().values()
        messages.error(request, " ".join(one["message"] for lines in said for one in lines))
    asked = request.GET.urlencode()
    path = reverse("reports:submission_figures")
    return redirect(f"{path}?{asked}" if asked else path)
