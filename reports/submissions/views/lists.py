"""Lists of what units report: each report, the board, what one's own units owe."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.listing import without
from accounts.requests import Request
from plans.models import Plan
from reports.models import Submission
from reports.submissions.actions import decide_figure as decide
from reports.submissions.board import build_board, build_chain
from reports.submissions.context import own_report_rows, submission_rows
from reports.submissions.figures_page import build_submission_figures
from reports.submissions.filters import DutyFilter, LetterFilter, SubmissionFilter
from reports.submissions.forms import FigureDecisionForm
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
from reports.submissions.outstanding import owed_to, whole
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
    context = {"form": form, "list": listed, "page": listed.page, "rows": rows}
    return render(request, "reports/submissions/submissions.html", context | _may(request))


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
    unit = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None
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
    plans = Plan.objects.reportable_by(request.user)
    seen = Submission.objects.visible_to(request.user).filter(duty__plan__in=plans.values("pk"))
    found = get_object_or_404(seen, pk=pk)
    form = FigureDecisionForm(request.POST)
    who = {"by": request.user, "on": timezone.localdate()}
    if form.act(decide, submission=found, **who):
        messages.success(request, "Đã ghi cách tính số liệu.")
    else:
        said = form.errors.get_json_data().values()
        messages.error(request, " ".join(one["message"] for lines in said for one in lines))
    asked = request.GET.urlencode()
    path = reverse("reports:submission_figures")
    return redirect(f"{path}?{asked}" if asked else path)
