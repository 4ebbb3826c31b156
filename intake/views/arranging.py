"""Tasks of a draft merged, moved, nested, dropped and taken back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from intake.days import understood
from intake.drafting import edit as arranging
from intake.drafting.draft import WorkingDraft
from intake.sections import Desk, duty_section, task_section
from intake.views._shared import changed, on_open_draft, to
from reading.draft import DeadlineDraft
from units.guards import requires
from units.policy import Capability

TASKS, DUTIES = "nhiem-vu", "bao-cao"
Change = tuple[WorkingDraft, str]  # the draft after it, and the section to be shown


@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def arrange(request: HttpRequest, desk: Desk, key: int) -> HttpResponse:
    """Does with a task what the button says."""
    verb = _VERBS.get(request.POST.get("viec", ""))
    if verb is None or desk.working.task(key) is None:
        return to(request, desk, TASKS)
    return changed(request, desk, *verb(request, desk, key))


@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def drop_item(request: HttpRequest, desk: Desk, kind: str, key: int) -> HttpResponse:
    """Takes a task or a report duty out of the draft."""
    if kind == "nv":
        return changed(request, desk, *_dropped(request, desk, key))
    return changed(request, desk, desk.working.without_duty(key), DUTIES)


@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def take_back(request: HttpRequest, desk: Desk, key: int) -> HttpResponse:
    """Puts a dropped task or duty back where it stood."""
    working = desk.working.with_taken_back(key)
    is_task = working.task(key) is not None
    return changed(request, desk, working, (task_section if is_task else duty_section)(key))


@requires(Capability.IMPORT_PLANS)
@require_POST
@on_open_draft
def undo(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Puts the tasks back as they were before the last rearrangement."""
    return changed(request, desk, desk.working.restored(), TASKS)


# --- what the buttons do --------------------------------------------------------------------------
def _moved(steps: int) -> Callable[[HttpRequest, Desk, int], Change]:
    def move(_request: HttpRequest, desk: Desk, key: int) -> Change:
        working = arranging.moved(desk.working, key, steps)
        return _told(desk, working, key, "Đã chuyển nhiệm vụ{ref}.")

    return move


def _placed(request: HttpRequest, desk: Desk, key: int) -> Change:
    typed = request.POST.get("vi_tri", "")
    place = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0
    working = arranging.placed(desk.working, key, place) if place else desk.working
    return _told(desk, working, key, f"Đã chuyển nhiệm vụ{{ref}} đến vị trí {place}.")


def _nested(_request: HttpRequest, desk: Desk, key: int) -> Change:
    working = arranging.nested(desk.working, key)
    return _told(desk, working, key, "Đã đưa nhiệm vụ{ref} vào trong nhiệm vụ ở trên.")


def _lifted(_request: HttpRequest, desk: Desk, key: int) -> Change:
    working = arranging.lifted(desk.working, key)
    return _told(desk, working, key, "Đã đưa nhiệm vụ{ref} ra ngoài.")


def _merged_above(_request: HttpRequest, desk: Desk, key: int) -> Change:
    place = arranging.places(desk.working)[key]
    return merged(desk, key, place.before or place.parent)


def _merged_below(_request: HttpRequest, desk: Desk, key: int) -> Change:
    return merged(desk, key, arranging.places(desk.working)[key].after)


def _dropped(_request: HttpRequest, desk: Desk, key: int) -> Change:
    """The reader stays where the task stood."""
    keys = desk.working.task_keys
    at = keys.index(key) if key in keys else 0
    beside = [one for one in keys[max(0, at - 1) : at + 2] if one != key]
    working = desk.working.without_task(key)
    _, _ = shown = _told(desk, working, key, "Đã bỏ nhiệm vụ{ref} khỏi bản nháp.")
    return shown[0], task_section(beside[-1]) if beside else TASKS


_VERBS: dict[str, Callable[[HttpRequest, Desk, int], Change]] = {
    "len": _moved(-1),
    "xuong": _moved(1),
    "vi-tri": _placed,
    "vao": _nested,
    "ra": _lifted,
    "gop-tren": _merged_above,
    "gop-duoi": _merged_below,
    "bo": _dropped,
}


def merged(desk: Desk, one: int, other: int) -> Change:
    """Two tasks made one, with what became of their deadlines."""
    found = arranging.merge(desk.working, one, other)
    said = "Đã gộp hai nhiệm vụ thành nhiệm vụ{ref}." + _about(found.kept, found.lost)
    return _told(desk, found.working, found.key, said)


def _about(kept: DeadlineDraft, lost: DeadlineDraft | None) -> str:
    if lost is None:
        return ""
    named = [understood(one) or one.words for one in (kept, lost)]
    return f" Giữ thời hạn “{named[0]}”, không giữ “{named[1]}”."


def _told(desk: Desk, working: WorkingDraft, key: int, words: str) -> Change:
    """The draft that remembers how it was, and what to say of the change; nothing where the draft
    is the same."""
    shown = task_section(key)
    if working == desk.working:
        return working, shown
    task = desk.working.task(key)
    ref = f" {task.ref}" if task and task.ref else ""
    return working.remembering(desk.working, words.replace("{ref}", ref)), shown
