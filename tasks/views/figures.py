"""The pages of what is counted: an agency's indicators, a task's, what a unit says."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.change_forms import REFUSED, run
from accounts.requests import Request
from tasks.actions import correct_figure as correct
from tasks.actions import indicators as actions
from tasks.actions import record_figures
from tasks.contexts.figures import (
    asked_of_unit,
    build_indicators,
    indicators_for,
    unit_figure_lines,
    with_unit,
)
from tasks.forms.figures import CorrectForm, IndicatorForm, TaskIndicatorsForm, UnitFiguresForm
from tasks.models import Figure, Indicator, Task
from units.contexts.agency_settings import chosen_by
from units.guards import requires
from units.models import Unit
from units.policy import Capability

EDIT = ["GET", "HEAD", "POST"]


# --- what an agency counts ------------------------------------------------------------------------
@requires(Capability.CHANGE_SETTINGS)
@require_safe
def own_indicators(request: Request) -> HttpResponse:
    """To the indicators of the agency for which the person chooses."""
    first = chosen_by(request.user).first()
    if first is None:
        raise Http404("Không có cơ quan nào để chọn chỉ tiêu.")
    return redirect("tasks:indicators", first.pk)


@requires(Capability.CHANGE_SETTINGS)
@require_safe
def indicators(request: Request, pk: int) -> HttpResponse:
    """What an agency counts."""
    page = build_indicators(_agency(request, pk))
    return render(request, "tasks/figures/indicators.html", {"page": page})


@requires(Capability.CHANGE_SETTINGS)
@require_POST
def take_ready(request: Request, pk: int) -> HttpResponse:
    """Adds what a ready set has more."""
    agency, name = _agency(request, pk), request.POST.get("bo", "")
    said = "Đã thêm các chỉ tiêu của bộ này mà cơ quan chưa có."
    run(request, said, actions.take_ready_set, agency=agency, name=name, by=request.user)
    return redirect("tasks:indicators", agency.pk)


@requires(Capability.CHANGE_SETTINGS)
@require_http_methods(EDIT)
def new_indicator(request: Request, pk: int) -> HttpResponse:
    """Something more to count."""
    agency = _agency(request, pk)
    form = IndicatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in _FIELDS}
        if form.run(actions.add_indicator, agency=agency, by=request.user, **fields):
            messages.success(request, "Đã thêm chỉ tiêu.")
            return redirect("tasks:indicators", agency.pk)
    return _form(request, form, title="Thêm chỉ tiêu số liệu", agency=agency)


_FIELDS = ("name", "unit_of_measure", "category", "adding", "is_whole")


@requires(Capability.CHANGE_SETTINGS)
@require_http_methods(EDIT)
def edit_indicator(request: Request, pk: int) -> HttpResponse:
    """Another name, category or way of adding up."""
    row = get_object_or_404(
        Indicator.objects.editable_by(request.user).select_related("agency"), pk=pk
    )
    form = IndicatorForm(request.POST or None, indicator=row)
    if request.method == "POST" and form.act(
        actions.change_indicator, indicator=row, by=request.user
    ):
        messages.success(request, "Đã lưu chỉ tiêu.")
        return redirect("tasks:indicators", row.agency_id)
    return _form(request, form, title="Sửa chỉ tiêu số liệu", agency=row.agency)


def _form(request: Request, form: IndicatorForm, **more: Any) -> HttpResponse:
    status = REFUSED if form.errors else 200
    context = {"form": form, **more}
    return render(request, "tasks/figures/indicator_form.html", context, status=status)


@requires(Capability.CHANGE_SETTINGS)
@require_POST
def end_indicator(request: Request, pk: int) -> HttpResponse:
    """Asked for no longer."""
    row = get_object_or_404(Indicator.objects.editable_by(request.user), pk=pk)
    who = {"by": request.user, "on": timezone.localdate()}
    run(request, "Đã thôi dùng chỉ tiêu.", actions.end_indicator, indicator=row, **who)
    return redirect("tasks:indicators", row.agency_id)


@requires(Capability.CHANGE_SETTINGS)
@require_POST
def reopen_indicator(request: Request, pk: int) -> HttpResponse:
    """Asked for again."""
    row = get_object_or_404(Indicator.objects.editable_by(request.user), pk=pk)
    run(request, "Đã dùng lại chỉ tiêu.", actions.reopen_indicator, indicator=row, by=request.user)
    return redirect("tasks:indicators", row.agency_id)


def _agency(request: Request, pk: int) -> Unit:
    return get_object_or_404(
        Unit.objects.reached_by(request.user, Capability.CHANGE_SETTINGS), pk=pk
    )


# --- what a task is asked for ---------------------------------------------------------------------
@requires(Capability.ASSIGN_WORK)
@require_http_methods(EDIT)
def task_indicators(request: Request, pk: int) -> HttpResponse:
    """Which indicators hang on a task, with their targets."""
    tasks = Task.objects.assignable_by(request.user).select_related("plan__issuer")
    task, today = get_object_or_404(tasks, pk=pk), timezone.localdate()
    offered = indicators_for(task, today)
    form = TaskIndicatorsForm(request.POST or None, task=task, indicators=offered)
    if request.method == "POST" and form.act(
        actions.set_task_indicators, task=task, by=request.user, on=today
    ):
        messages.success(request, "Đã lưu chỉ tiêu của nhiệm vụ.")
        return redirect("reports:plan", task.plan_id)
    context = {"form": form, "task": task}
    status = REFUSED if form.errors else 200
    return render(request, "tasks/figures/task.html", context, status=status)


# --- what units say -------------------------------------------------------------------------------
@requires(Capability.RECORD_PROGRESS)
@require_http_methods(EDIT)
def unit_figures(request: Request, pk: int) -> HttpResponse:
    """What a unit says without any task: fires, people hurt, damage."""
    reached = Unit.objects.reached_by(request.user, Capability.RECORD_PROGRESS)
    unit, today = get_object_or_404(reached, pk=pk), timezone.localdate()
    asked = tuple(asked_of_unit(unit, today))
    form = UnitFiguresForm(request.POST or None, indicators=asked, today=today)
    who = {"by": request.user, "on": today}
    if request.method == "POST" and form.act(record_figures, unit=unit, **who):
        messages.success(request, "Đã ghi số liệu.")
        return redirect("tasks:unit_figures", unit.pk)
    lines = unit_figure_lines(unit, request.user)
    context = {"form": form, "unit": unit, "lines": lines}
    status = REFUSED if form.errors else 200
    return render(request, "tasks/figures/unit.html", context, status=status)


@requires(Capability.RECORD_PROGRESS)
@require_http_methods(EDIT)
def correct_figure(request: Request, pk: int) -> HttpResponse:
    """A further figure in place of one that was wrong."""
    rows = Figure.objects.editable_by(request.user).select_related(
        "indicator", "unit", "assignment__task"
    )
    figure = get_object_or_404(rows, pk=pk)
    form = CorrectForm(request.POST or None, figure=figure)
    who = {"by": request.user, "on": timezone.localdate()}
    if request.method == "POST" and form.act(correct, figure=figure, **who):
        messages.success(request, "Đã sửa số liệu; số cũ vẫn còn trong diễn biến.")
        if figure.assignment_id:
            return redirect("tasks:assignment", figure.assignment_id)
        return redirect("tasks:unit_figures", figure.unit_id)
    value = with_unit(figure.value, figure.indicator.unit_of_measure)
    context = {"form": form, "figure": figure, "value": value}
    status = REFUSED if form.errors else 200
    return render(request, "tasks/figures/correct.html", context, status=status)
