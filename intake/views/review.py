"""The page on which a document is checked: its sections, its names, its checks."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.change_forms import REFUSED
from accounts.requests import Request
from intake import actions
from intake.contexts.check import Check
from intake.contexts.checks import doubt_with
from intake.contexts.review import build_review
from intake.days import with_day_moved
from intake.draft_lock import hold_intake, take_over
from intake.drafting.draft import WorkingDraft
from intake.forms.choices import ChoicesForm, NewUnitForm
from intake.models import Intake, Reading
from intake.sections import (
    NEW_DUTY,
    NEW_TASK,
    OpenDraft,
    applied,
    key_of,
    questions_form,
    section_form,
    task_section,
)
from intake.targets import with_proposals_taken
from intake.views._shared import (
    STALE,
    address,
    again,
    changed,
    draft_for,
    intake_for,
    on_open_draft,
    page,
    piece,
    revision_in,
    save,
    saved_piece,
    status_of,
    to,
)
from intake.views.edit import merged
from reading.draft import TaskDraft
from units.guards import requires
from units.models import Unit
from units.policy import Capability
from units.querysets import UnitQuerySet
from vietnamese.text import fold

DOUBTS = "diem-can-xem"
MOST_FOUND = 20


# --- the page -------------------------------------------------------------------------------------
@requires(Capability.IMPORT_PLANS)
@require_safe
def review(request: Request, pk: int) -> HttpResponse:
    """The document beside the draft; ``sua`` names the section that is open for editing, ``mo`` the
    task whose menu is.

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
    editing, menu_of = request.GET.get("sua", ""), request.GET.get("mo", "")
    return page(request, draft_for(request, intake), editing=editing, menu_of=menu_of)


@requires(Capability.IMPORT_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_open_draft
def section(request: Request, opened: OpenDraft, name: str) -> HttpResponse:
    """One section of the draft: its form or its menu is fetched, or what was typed is saved."""
    if request.method == "POST":
        return _save_section(request, opened, name)
    menu_of = name if "mo" in request.GET else ""
    editing = "" if menu_of or "xem" in request.GET else name
    if request.htmx:
        if not editing and name in (NEW_TASK, NEW_DUTY):
            return HttpResponse()
        return piece(request, opened, name, editing=editing, menu_of=menu_of)
    split = key_of(name, "tach")
    return redirect(address(opened, editing, task_section(split) if split else name))


def _save_section(request: Request, opened: OpenDraft, name: str) -> HttpResponse:
    form = section_form(opened, name, request.POST)
    if form is None:
        return _save_what_is_gone(request, opened, name)
    if not form.is_valid():
        return again(request, opened, name, form, REFUSED)
    working, choices, shown = applied(opened, name, form)
    changes = {"opened": opened, "working": working, "choices": choices}
    if not form.run(save, request=request, **changes):
        return again(request, opened, name, form, status_of(form))
    before, opened = opened.choices, draft_for(request, form.result)
    # Another choice of unit shows in every section, and a new task has no place on the page yet.
    everywhere = isinstance(form, ChoicesForm) or choices != before or shown != name
    return to(request, opened, shown) if everywhere else saved_piece(request, opened, shown)


def _save_what_is_gone(request: Request, opened: OpenDraft, name: str) -> HttpResponse:
    """What was typed about a task that has been dropped meanwhile is kept as a new one."""
    new_name = {"nv": NEW_TASK, "bc": NEW_DUTY}.get(name.partition("-")[0])
    form = section_form(opened, new_name, request.POST) if new_name else None
    if form is None or new_name is None:
        raise Http404
    form.is_valid()
    said = "Mục này vừa được bỏ ở cửa sổ khác. Bấm lưu để thêm lại thành mục mới."
    form.refuse(ValidationError(said))
    return again(request, opened, new_name, form, STALE)


# --- names ----------------------------------------------------------------------------------------
@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def choose_units(request: Request, opened: OpenDraft) -> HttpResponse:
    """Keeps what the names mean that nobody had settled."""
    form = questions_form(opened, request.POST)
    kept = {"request": request, "opened": opened, "working": opened.working}
    if not form.is_valid() or not form.run(save, choices=form.chosen(), **kept):
        return page(request, opened, questions=form, status=status_of(form))
    messages.success(request, "Đã lưu lựa chọn đơn vị.")
    return redirect(address(opened, "", DOUBTS))


@requires(Capability.IMPORT_PLANS)
@require_safe
@on_open_draft
def find_units(request: Request, opened: OpenDraft) -> HttpResponse:
    """The units and groups whose names hold what is being typed, as options of a list."""
    typed = fold(str(next((value for _, value in request.GET.items()), "")))
    matcher = opened.names.matcher
    targets = (*matcher.group_targets(), *matcher.unit_targets()) if len(typed) > 1 else ()
    names = (one.label for one in targets if all(w in fold(one.label) for w in typed.split()))
    found = list(dict.fromkeys(names))[:MOST_FOUND]
    return render(request, "intake/_unit_options.html", {"names": found})


# --- doubts ---------------------------------------------------------------------------------------
@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def settle(request: Request, opened: OpenDraft) -> HttpResponse:
    """A point has been looked at; or what it offers is done."""
    key = request.POST.get("diem", "")
    checks = {one.key: one for one in build_review(opened).checks if not one.must}
    if key not in checks:
        return to(request, opened, DOUBTS)  # somebody has settled it already
    verb, check = request.POST.get("viec", ""), checks[key]
    if verb == "them":
        return changed(request, opened, *_made_a_task(opened, key))
    if verb == "gop" and check.pair:
        return changed(request, opened, *merged(opened, *check.pair))
    if verb == "lay" and check.offers:
        keys = [key_of(section, "nv") or 0 for section in check.about]
        taken = with_proposals_taken(opened.working, keys, opened.indicators)
        return changed(request, opened, taken, DOUBTS)
    if verb == "doi":
        return changed(request, opened, _moved(request, opened, check), DOUBTS)
    return changed(request, opened, opened.working.with_settled(key), DOUBTS)


def _made_a_task(opened: OpenDraft, key: str) -> tuple[WorkingDraft, str]:
    working, doubt = opened.working.with_settled(key), doubt_with(opened, key)
    if doubt is None:
        return working, DOUBTS
    task = TaskDraft(ref="", text=doubt.words, spans=doubt.spans)
    working, task_key = working.with_task(None, task)
    return working, f"nv-{task_key}"


def _moved(request: Request, opened: OpenDraft, check: Check) -> WorkingDraft:
    """The draft with the due day moved that was chosen among those the check offers."""
    chosen = request.POST.get("muc", "")
    for move in check.moves:
        if chosen == f"{move.section} {move.from_day.isoformat()}":
            return _with_day(opened.working, move.section, move.from_day, move.to_day)
    return opened.working


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


# --- a unit for a name that no unit bears ---------------------------------------------------------
@requires(Capability.CREATE_UNITS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_open_draft
def new_unit(request: Request, opened: OpenDraft) -> HttpResponse:
    """A small form for a name of the draft; the unit made is what that name means from then on."""
    words = _words(opened, request.GET.get("ten", ""))
    form = NewUnitForm(
        request.POST or None,
        words=words,
        issuer=opened.intake.issuer,
        parents=_parents(request, opened),
    )
    made = {"request": request, "opened": opened, "words": words}
    if request.method == "POST" and form.act(_create, **made):
        said = f"Đã tạo đơn vị “{form.cleaned_data['name']}”; “{words}” là đơn vị này."
        messages.success(request, said)
        return redirect(address(opened, "", DOUBTS))
    # What was typed stays; the next press is made upon the draft as it stands now.
    shown = {"form": form, "words": words, "opened": opened, "revision": opened.intake.revision}
    status = status_of(form) if form.errors else 200
    return render(request, "intake/new_unit.html", shown, status=status)


def _words(opened: OpenDraft, asked: str) -> str:
    """The name as the draft writes it; one that the draft does not hold is not found."""
    for match in opened.matches():
        if fold(match.words) == fold(asked):
            return match.words
    raise Http404


def _parents(request: Request, opened: OpenDraft) -> UnitQuerySet:
    """The units of the issuer under which this person may add one."""
    reached = Unit.objects.reached_by(request.user, Capability.CREATE_UNITS)
    issued = reached.subtree_of(opened.intake.issuer)
    return issued.internal().active_on(opened.today).order_by("sort_name", "pk")


def _create(*, request: Request, opened: OpenDraft, words: str, **fields: Any) -> Intake:
    now = timezone.now()
    if "nhan" in request.POST:
        take_over(intake=opened.intake, by=request.user, now=now)
    return actions.create_unit_here(
        intake=opened.intake,
        words=words,
        revision=revision_in(request),
        by=request.user,
        now=now,
        **fields,
    )
