"""Tasks of a draft merged, moved, nested, dropped and taken back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.requests import Request
from intake.days import understood
from intake.drafting import edit
from intake.drafting.draft import WorkingDraft
from intake.drafting.outline import WORK
from intake.sections import OpenDraft, duty_section, task_section
from intake.targets import with_proposals_taken
from intake.views._shared import changed, on_open_draft, to
from reading.draft import DeadlineDraft
from tasks.tracking import Untracked
from units.guards import requires
from units.policy import Capability

TASKS, DUTIES = "nhiem-vu", "bao-cao"
Change = tuple[WorkingDraft, str]  # the draft after it, and the section to be shown


@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def arrange(request: Request, opened: OpenDraft, key: int) -> HttpResponse:
    """Does with a task what the button says."""
    verb = _VERBS.get(request.POST.get("viec", ""))
    if verb is None or opened.working.task(key) is None:
        return to(request, opened, TASKS)
    return changed(request, opened, *verb(request, opened, key))


@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def drop_item(request: Request, opened: OpenDraft, kind: str, key: int) -> HttpResponse:
    """Takes a task or a report duty out of the draft."""
    if kind == "nv":
        return changed(request, opened, *_dropped(request, opened, key))
    return changed(request, opened, opened.working.without_duty(key), DUTIES)


@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def take_back(request: Request, opened: OpenDraft, key: int) -> HttpResponse:
    """Puts a dropped task or duty back where it stood."""
    working = opened.working.with_taken_back(key)
    is_task = working.task(key) is not None
    return changed(request, opened, working, (task_section if is_task else duty_section)(key))


@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def undo(request: Request, opened: OpenDraft) -> HttpResponse:
    """Puts the tasks back as they were before the last rearrangement."""
    return changed(request, opened, opened.working.restored(), TASKS)


# --- what the buttons do --------------------------------------------------------------------------
def _moved(steps: int) -> Callable[[Request, OpenDraft, int], Change]:
    def move(_request: Request, opened: OpenDraft, key: int) -> Change:
        working = edit.moved(opened.working, key, steps)
        return _told(opened, working, key, "Đã chuyển nhiệm vụ{ref}.")

    return move


def _placed(request: Request, opened: OpenDraft, key: int) -> Change:
    typed = request.POST.get("vi_tri", "")
    place = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0
    working = edit.placed(opened.working, key, place) if place else opened.working
    return _told(opened, working, key, f"Đã chuyển nhiệm vụ{{ref}} đến vị trí {place}.")


def _nested(_request: Request, opened: OpenDraft, key: int) -> Change:
    working = edit.nested(opened.working, key)
    return _told(opened, working, key, "Đã đưa nhiệm vụ{ref} vào trong nhiệm vụ đứng trước.")


def _lifted(_request: Request, opened: OpenDraft, key: int) -> Change:
    working = edit.lifted(opened.working, key)
    return _told(opened, working, key, "Đã đưa nhiệm vụ{ref} ra ngoài.")


def _merged_above(_request: Request, opened: OpenDraft, key: int) -> Change:
    place = edit.places(opened.working)[key]
    return merged(opened, key, place.before or place.parent)


def _merged_below(_request: Request, opened: OpenDraft, key: int) -> Change:
    return merged(opened, key, edit.places(opened.working)[key].after)


def _dropped(_request: Request, opened: OpenDraft, key: int) -> Change:
    """The reader stays where the task stood."""
    keys = opened.working.task_keys
    at = keys.index(key) if key in keys else 0
    beside = [one for one in keys[max(0, at - 1) : at + 2] if one != key]
    working = opened.working.without_task(key)
    _, _ = shown = _told(opened, working, key, "Đã bỏ nhiệm vụ{ref} khỏi bản nháp.")
    return shown[0], task_section(beside[-1]) if beside else TASKS


def _tracked_as(tracking: str) -> Callable[[Request, OpenDraft, int], Change]:
    def switch(_request: Request, opened: OpenDraft, key: int) -> Change:
        return opened.working.with_said(key, tracking=tracking), task_section(key)

    return switch


def _with_targets(_request: Request, opened: OpenDraft, key: int) -> Change:
    return with_proposals_taken(opened.working, [key], opened.indicators), task_section(key)


def _without_targets(_request: Request, opened: OpenDraft, key: int) -> Change:
    return opened.working.with_said(key, targets=()), task_section(key)


_VERBS: dict[str, Callable[[Request, OpenDraft, int], Change]] = {
    "len": _moved(-1),
    "xuong": _moved(1),
    "vi-tri": _placed,
    "vao": _nested,
    "ra": _lifted,
    "gop-tren": _merged_above,
    "gop-duoi": _merged_below,
    "bo": _dropped,
    "theo-doi": _tracked_as(WORK),
    "la-bao-cao": _tracked_as(Untracked.REPORT.value),
    "lay-chi-tieu": _with_targets,
    "bo-chi-tieu": _without_targets,
    "la-chung": _tracked_as(Untracked.GENERAL.value),
}


def merged(opened: OpenDraft, one: int, other: int) -> Change:
    """Two tasks made one, with what became of their deadlines."""
    found = edit.merge(opened.working, one, other)
    said = "Đã gộp hai nhiệm vụ thành nhiệm vụ{ref}." + _about(found.kept, found.lost)
    return _told(opened, found.working, found.key, said)


def _about(kept: DeadlineDraft, lost: DeadlineDraft | None) -> str:
    if lost is None:
        return ""
    named = [understood(one) or one.words for one in (kept, lost)]
    return f" Giữ thời hạn “{named[0]}”, không giữ “{named[1]}”."


def _told(opened: OpenDraft, working: WorkingDraft, key: int, words: str) -> Change:
    """The draft that remembers how it was, and what to say of the change; nothing where the draft
    is the same."""
    shown = task_section(key)
    if working == opened.working:
        return working, shown
    task = opened.working.task(key)
    ref = f" {task.ref}" if task and task.ref else ""
    return working.remembering(opened.working, words.replace("{ref}", ref)), shown
