"""Lists of what units report: each report, the board, what one's own units owe."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import Request
from plans.models import Plan
from reports.dashboard.filters import SubmissionFilter
from reports.models import Submission
from reports.submissions.actions import decide_figure as decide
from reports.submissions.board import build_board, build_chain
from reports.submissions.context import own_report_rows, submission_rows
from reports.submissions.figures_page import build_submission_figures
from reports.submissions.forms import FigureDecisionForm
from reports.submissions.outstanding import owed_reports, owed_to, whole
from units.guards import capabilities, requires
from units.policy import Capability

REPORTS_ON_A_PAGE = 50


@require_safe
@requires(Capability.VIEW_WORK)
def submissions(request: Request) -> HttpResponse:
    """Every report due in a year or period, with what became of it."""
    form = SubmissionFilter(request.user, timezone.localdate(), request.GET)
    owed = owed_to(request.user, plan=form.chosen_plan(), within=form.within())
    kept = [one for one in owed if form.keeps(one.unit, one.status(form.day()))]
    page = Paginator(kept, REPORTS_ON_A_PAGE).get_page(request.GET.get("page"))
    rows = submission_rows(whole(list(page.object_list)), form.day())
    context = {"form": form, "page": page, "rows": rows}
    context |= _may(request)
    return render(request, "reports/submissions/submissions.html", context)


@require_safe
@requires(Capability.READ_PLANS)
def board(request: Request) -> HttpResponse:
    """Units against reports: who has sent what; and the chain of the chosen plan."""
    form = SubmissionFilter(request.user, timezone.localdate(), request.GET)
    plan = form.chosen_plan()
    owed = owed_reports(request.user, plan=plan, within=form.within())
    context: dict[str, Any] = {
        "form": form,
        "board": build_board(
            [one for one in owed if form.keeps(one.unit.pk, one.status(form.day()))], form.day()
        ),
        "chain": build_chain(plan, form.day()) if plan else None,
        "plan": plan,
    }
    return render(request, "reports/submissions/board.html", context | _may(request))


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
