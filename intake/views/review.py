"""The page on which a document is checked: its sections, its names, its doubts."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.contexts import build_review
from intake.contexts.concern import Concern
from intake.contexts.concerns import doubt_with
from intake.days import with_day_moved
from intake.draft_lock import StaleDraft, hold_intake
from intake.drafting.draft import WorkingDraft
from intake.forms import ChoicesForm
from intake.models import Reading
from intake.sections import (
    NEW_DUTY,
    NEW_TASK,
    Desk,
    applied,
    key_of,
    questions_form,
    section_form,
    task_section,
)
from intake.views._shared import (
    REFUSED,
    STALE,
    address,
    again,
    changed,
    desk_for,
    intake_for,
    on_open_draft,
    page,
    piece,
    save,
    saved_piece,
    say,
    to,
)
from intake.views.arranging import merged
from reading.draft import TaskDraft
from units.guards import requires
from units.policy import Capability
from vietnamese.text import fold

DOUBTS = "diem-can-xem"
MOST_FOUND = 20


# --- the page -------------------------------------------------------------------------------------
@requires(Capability.IMPORT_PLANS)
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The document beside the draft; ``sua`` names the section that is open for editing.

    Who opens it is at work on it, unless somebody else is: that is no change of the draft.
    """
    intake = intake_for(request, pk)
    if intake.plan_id:
        return redirect("reports:plan", intake.plan_id)
    if intake.dropped_on:
        messages.info(request, "Bản nháp này đã được bỏ.")
        return redirect("intake:new")
    if intake.reading != Reading.DONE:
        return redirect("intake:reading", pk)
    held = hold_intake(intake=intake, by=request.user, now=timezone.now())
    intake.held_by, intake.held_until = held.held_by, held.held_until
    return page(request, desk_for(request, intake), editing=request.GET.get("sua", ""))


@requires(Capability.IMPORT_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_open_draft
def section(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """One section of the draft: its form is fetched, or what was typed in it is saved."""
    if request.method == "POST":
        return _save_section(request, desk, name)
    editing = "" if "xem" in request.GET else name
    if request.htmx:  # type: ignore[attr-defined]
        if not editing and name in (NEW_TASK, NEW_DUTY):
            return HttpResponse()
        return piece(request, desk, name, editing=editing)
    split = key_of(name, "tach")
    return redirect(address(desk, editing, task_section(split) if split else name))


def _save_section(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    form = section_form(desk, name, request.POST)
    if form is None:
        return _save_what_is_gone(request, desk, name)
    if not form.is_valid():
        return again(request, desk, name, form, REFUSED)
    working, choices, shown = applied(desk, name, form)
    try:
        saved = save(request, desk, working, choices)
    except StaleDraft as stale:
        say(form, stale)
        return again(request, desk, name, form, STALE)
    before, desk = desk.choices, desk_for(request, saved)
    # Another choice of unit shows in every section, and a new task has no place on the page yet.
    everywhere = isinstance(form, ChoicesForm) or choices != before or shown != name
    return to(request, desk, shown) if everywhere else saved_piece(request, desk, shown)


def _save_what_is_gone(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """What was typed about a task that has been dropped meanwhile is kept as a new one."""
    new_name = {"nv": NEW_TASK, "bc": NEW_DUTY}.get(name.partition("-")[0])
    form = section_form(desk, new_name, request.POST) if new_name else None
    if form is None or new_name is None:
        raise Http404
    form.is_valid()
    say(form, "Mục này vừa được bỏ ở cửa sổ khác. Bấm lưu để thêm lại thành mục mới.")
    return again(request, desk, new_name, form, STALE)


# --- names ----------------------------------------------------------------------------------------
@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def choose_units(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Keeps what the names mean that nobody had settled."""
    form = questions_form(desk, request.POST)
    if not form.is_valid():
        return page(request, desk, questions=form, status=REFUSED)
    try:
        save(request, desk, desk.working, form.chosen())
    except StaleDraft as stale:
        form.add_error(None, stale)
        return page(request, desk, questions=form, status=STALE)
    messages.success(request, "Đã lưu lựa chọn đơn vị.")
    return redirect(address(desk, "", DOUBTS))


@requires(Capability.IMPORT_PLANS)
@require_safe
@on_open_draft
def find_units(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The units and groups whose names hold what is being typed, as options of a list."""
    typed = fold(str(next((value for _, value in request.GET.items()), "")))
    matcher = desk.names.matcher
    targets = (*matcher.group_targets(), *matcher.unit_targets()) if len(typed) > 1 else ()
    names = (one.label for one in targets if all(w in fold(one.label) for w in typed.split()))
    found = list(dict.fromkeys(names))[:MOST_FOUND]
    return render(request, "intake/_unit_options.html", {"names": found})


# --- doubts ---------------------------------------------------------------------------------------
@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def settle(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A point has been looked at; or what it offers is done."""
    key = request.POST.get("diem", "")
    concerns = {one.key: one for one in build_review(desk).concerns if not one.must}
    if key not in concerns:
        return to(request, desk, DOUBTS)  # somebody has settled it already
    verb, concern = request.POST.get("viec", ""), concerns[key]
    if verb == "them":
        return changed(request, desk, *_made_a_task(desk, key))
    if verb == "gop" and concern.pair:
        return changed(request, desk, *merged(desk, *concern.pair))
    if verb == "doi":
        return changed(request, desk, _moved(request, desk, concern), DOUBTS)
    return changed(request, desk, desk.working.with_settled(key), DOUBTS)


def _made_a_task(desk: Desk, key: str) -> tuple[WorkingDraft, str]:
    working, doubt = desk.working.with_settled(key), doubt_with(desk, key)
    if doubt is None:
        return working, DOUBTS
    task = TaskDraft(ref="", text=doubt.words, spans=doubt.spans)
    working, task_key = working.with_task(None, task)
    return working, f"nv-{task_key}"


def _moved(request: HttpRequest, desk: Desk, concern: Concern) -> WorkingDraft:
    """The draft with the due day moved that was chosen among those the concern offers."""
    chosen = request.POST.get("muc", "")
    for move in concern.moves:
        if chosen == f"{move.section} {move.from_day.isoformat()}":
            return _with_day(desk.working, move.section, move.from_day, move.to_day)
    return desk.working


def _with_day(
    working: WorkingDraft, name: str, from_day: datetime.date, to_day: datetime.date
) -> WorkingDraft:
    task, duty = working.task(key_of(name, "nv")), working.duty(key_of(name, "bc"))
    if task:
        moved = with_day_moved(task.deadline, from_day, to_day)
        return working.with_task(key_of(name, "nv"), replace(task, deadline=moved))[0]
    if duty:
        moved = with_day_moved(duty.deadline, from_day, to_day)
        return working.with_duty(key_of(name, "bc"), replace(duty, deadline=moved))[0]
    return working
