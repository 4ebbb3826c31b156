"""The page on which a document is checked, and what leads from it to a plan."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from intake import actions
from intake.actions import StaleDraft
from intake.contexts import build_confirm, build_review
from intake.contexts.concerns import doubt_with
from intake.desk import (
    NEW_DUTY,
    NEW_TASK,
    Desk,
    Form,
    applied,
    open_desk,
    questions_form,
    section_form,
)
from intake.forms import ChoicesForm
from intake.models import Intake
from intake.reading.draft import TaskDraft
from intake.working import WorkingDraft
from units.guards import View, requires
from units.policy import Capability

REFUSED, STALE = 422, 409  # the page again, with what was typed and what stands in the way


def on_open_draft(view: View) -> View:
    """Gives a view the desk of a document that is still being checked; where a colleague has
    confirmed or dropped it meanwhile, the person is led to what has become of it."""

    @wraps(view)
    def opened(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        intake = _intake(request, pk)
        if intake.plan_id is None and intake.dropped_on is None:
            return view(request, open_desk(intake, timezone.localdate()), **kwargs)
        if intake.plan_id:
            messages.info(request, "Văn bản này vừa được tạo thành kế hoạch.")
        return _led(request, reverse("intake:review", args=[pk]))

    return opened


# --- the page -------------------------------------------------------------------------------------
@requires(Capability.IMPORT_PLANS)
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The document beside the draft; ``sua`` names the section that is open for editing."""
    intake = _intake(request, pk)
    if intake.plan_id:
        return redirect("reports:plan", intake.plan_id)
    if intake.dropped_on:
        messages.info(request, "Bản nháp này đã được bỏ.")
        return redirect("intake:new")
    desk = open_desk(intake, timezone.localdate())
    return _page(request, desk, editing=request.GET.get("sua", ""))


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
        return _piece(request, desk, name, editing=editing)
    return redirect(_address(desk, editing or "", name))


def _save_section(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    form = section_form(desk, name, request.POST)
    if form is None:
        return _save_what_is_gone(request, desk, name)
    if not form.is_valid():
        return _again(request, desk, name, form, REFUSED)
    working, choices, shown = applied(desk, name, form)
    try:
        saved = _save(request, desk, working, choices)
    except StaleDraft as stale:
        _say(form, stale)
        return _again(request, desk, name, form, STALE)
    before, desk = desk.choices, open_desk(saved, desk.today)
    # Another choice of unit shows in every section, and a new task has no place on the page yet.
    everywhere = isinstance(form, ChoicesForm) or choices != before or shown != name
    return _to(request, desk, shown) if everywhere else _saved_piece(request, desk, shown)


def _save_what_is_gone(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """What was typed about a task that has been dropped meanwhile is kept as a new one."""
    new_name = {"nv": NEW_TASK, "bc": NEW_DUTY}.get(name.partition("-")[0])
    form = section_form(desk, new_name, request.POST) if new_name else None
    if form is None or new_name is None:
        raise Http404
    form.is_valid()
    _say(form, "Mục này vừa được bỏ ở cửa sổ khác. Bấm lưu để thêm lại thành mục mới.")
    return _again(request, desk, new_name, form, STALE)


@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def choose_units(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Keeps what the names mean that nobody had settled."""
    form = questions_form(desk, request.POST)
    if not form.is_valid():
        return _page(request, desk, questions=form, status=REFUSED)
    try:
        _save(request, desk, desk.working, form.chosen())
    except StaleDraft as stale:
        form.add_error(None, stale)
        return _page(request, desk, questions=form, status=STALE)
    messages.success(request, "Đã lưu lựa chọn đơn vị.")
    return redirect(_address(desk, "", "diem-can-xem"))


@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def settle(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A point has been looked at; or its words become a task."""
    key = request.POST.get("diem", "")
    if key not in {one.key for one in build_review(desk).concerns if not one.must}:
        return _to(request, desk, "diem-can-xem")  # somebody has settled it already
    working, doubt = desk.working.with_settled(key), doubt_with(desk, key)
    shown = "diem-can-xem"
    if doubt and request.POST.get("viec") == "them":
        task = TaskDraft(ref="", text=doubt.words, spans=doubt.spans)
        working, task_key = working.with_task(None, task)
        shown = f"nv-{task_key}"
    return _changed(request, desk, working, shown)


@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def drop_item(request: HttpRequest, desk: Desk, kind: str, key: int) -> HttpResponse:
    """Takes a task or a report duty out of the draft."""
    drop = {"nv": desk.working.without_task, "bc": desk.working.without_duty}[kind]
    return _changed(request, desk, drop(key), "nhiem-vu" if kind == "nv" else "bao-cao")


@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def move_task(request: HttpRequest, desk: Desk, key: int) -> HttpResponse:
    """Moves a task one place up or down."""
    steps = -1 if request.POST.get("huong") == "len" else 1
    return _changed(request, desk, desk.working.with_task_moved(key, steps), f"nv-{key}")


# --- the end of it --------------------------------------------------------------------------------
@requires(Capability.IMPORT_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what will be made, and makes it."""
    intake, today = _intake(request, pk), timezone.localdate()
    if intake.plan_id:
        return redirect("reports:plan", intake.plan_id)
    if intake.dropped_on:
        return redirect("intake:review", pk)
    if request.method == "POST":
        if str(intake.revision) == request.POST.get("revision"):
            return _make(request, intake)
        messages.warning(
            request, "Bản nháp vừa được sửa. Hãy xem lại số liệu dưới đây rồi bấm tạo kế hoạch."
        )
    page = build_confirm(open_desk(intake, today))
    return render(request, "intake/confirm.html", {"page": page})


def _make(request: HttpRequest, intake: Intake) -> HttpResponse:
    try:
        plan = actions.confirm(intake=intake, by=request.user, on=timezone.localdate())
    except ValidationError as refused:
        for message in refused.messages:
            messages.error(request, message)
        return redirect("intake:review", intake.pk)
    messages.success(request, "Đã tạo kế hoạch và giao việc cho các đơn vị.")
    return redirect("reports:plan", plan.pk)


@requires(Capability.IMPORT_PLANS)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Lays the draft aside for good."""
    try:
        actions.drop_intake(intake=_intake(request, pk), by=request.user, on=timezone.localdate())
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, "Đã bỏ bản nháp.")
    return redirect("intake:new")


# --- what the views share -------------------------------------------------------------------------
def _intake(request: HttpRequest, pk: int) -> Intake:
    mine = Intake.objects.editable_by(request.user).select_related("issuer")
    return get_object_or_404(mine, pk=pk)


def _revision(request: HttpRequest) -> int:
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


def _save(
    request: HttpRequest, desk: Desk, working: WorkingDraft, choices: dict[str, str]
) -> Intake:
    return actions.save_draft(
        intake=desk.intake,
        draft=working,
        choices=choices,
        revision=_revision(request),
        by=request.user,
    )


def _changed(request: HttpRequest, desk: Desk, working: WorkingDraft, shown: str) -> HttpResponse:
    """After a change in which nothing was typed."""
    try:
        _save(request, desk, working, desk.choices)
    except StaleDraft:
        messages.warning(
            request, "Bản nháp vừa được sửa ở cửa sổ khác nên thao tác chưa thực hiện. Hãy làm lại."
        )
    return _to(request, desk, shown)


def _say(form: Any, said: Any) -> None:
    """Puts a message above the form's fields, whether it is one form or a set of them."""
    if hasattr(form, "add_error"):
        form.add_error(None, said)
    else:
        form.full_clean()
        form.non_form_errors().append(said.messages[0] if hasattr(said, "messages") else said)


def _address(desk: Desk, editing: str, shown: str) -> str:
    query = f"?sua={editing}" if editing else ""
    return f"{reverse('intake:review', args=[desk.intake.pk])}{query}#{shown}"


def _to(request: HttpRequest, desk: Desk, shown: str) -> HttpResponse:
    """The whole page anew, at this section."""
    address = _address(desk, "", shown)
    if request.htmx:  # type: ignore[attr-defined]
        # The same address would only scroll: the revision makes it another, so that it is fetched.
        address = address.replace("#", f"?v={desk.intake.revision}#", 1)
    return _led(request, address)


def _led(request: HttpRequest, address: str) -> HttpResponse:
    """Leads the whole page to an address, whether htmx asked or the browser."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer


def _page(request: HttpRequest, desk: Desk, *, status: int = 200, **shown: Any) -> HttpResponse:
    page = build_review(desk, **shown)
    return render(request, "intake/review.html", {"review": page}, status=status)


def _piece(
    request: HttpRequest, desk: Desk, name: str, *, status: int = 200, **shown: Any
) -> HttpResponse:
    page = build_review(desk, **shown)
    piece = page.piece(name)
    if piece is None:
        raise Http404
    return render(request, piece.template, {"review": page, "card": piece}, status=status)


def _again(request: HttpRequest, desk: Desk, name: str, form: Form, status: int) -> HttpResponse:
    """The section as it was typed, with what is wrong."""
    if request.htmx:  # type: ignore[attr-defined]
        return _piece(request, desk, name, bound={name: form}, status=status)
    return _page(request, desk, bound={name: form}, status=status)


def _saved_piece(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """The section as saved, with what else on the page depends on it."""
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, "Đã lưu.")
        return redirect(_address(desk, "", name))
    page = build_review(desk)
    shown = {"review": page, "card": page.piece(name)}
    answer = render(request, "intake/_saved.html", shown)
    return trigger_client_event(answer, "draft-saved", {"revision": page.revision})
