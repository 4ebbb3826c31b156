"""The story of one assignment, line by line: who did what when, with the files that show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse

from accounts.models import User
from plans.status import PlanStatus
from tasks.models import Assignment, EntryKind, Evidence, ProgressEntry
from tasks.pictures import SHOWN
from tasks.taking_back import TAKE_BACK_LABELS, may_take_back
from tasks.wording import day_words, size_words

PER_PAGE = 20

# How each kind of entry is marked in the story.
_TONES = {
    EntryKind.PROGRESS: "open",
    EntryKind.DONE: "waiting",
    EntryKind.CONFIRMED: "done",
    EntryKind.SENT_BACK: "due-soon",
    EntryKind.EXTENSION_ASKED: "waiting",
    EntryKind.EXTENSION_GRANTED: "done",
    EntryKind.EXTENSION_REFUSED: "cancelled",
    EntryKind.SUSPENDED: "cancelled",
    EntryKind.RESUMED: "open",
    EntryKind.CANCELLED: "cancelled",
    EntryKind.HANDED_OVER: "open",
    EntryKind.OFFICER: "open",
    EntryKind.REMINDED: "waiting",
    EntryKind.FIGURE: "open",
    EntryKind.RESCHEDULED: "due-soon",
    EntryKind.DIFFICULTY: "due-soon",
    EntryKind.DIFFICULTY_ANSWERED: "open",
    EntryKind.DIFFICULTY_CLOSED: "done",
    EntryKind.DIFFICULTY_REOPENED: "due-soon",
    EntryKind.TAKEN_BACK: "due-soon",
    EntryKind.EVIDENCE_WITHDRAWN: "cancelled",
    EntryKind.BEFORE: "done",
}


_KINDS = {"video/mp4": "Phim MP4, tải về để xem"}


@dataclass(frozen=True)
class FileLink:
    """``small_href``, ``large_href``: the file as a picture, "" where it is none; ``kind`` says of
    a file that no browser shows here what it is."""

    name: str
    href: str
    size: str
    kind: str = ""
    small_href: str = ""
    large_href: str = ""
    withdrawn: str = ""
    withdraw_href: str = ""


@dataclass(frozen=True)
class EntryLine:
    """One line of the story; ``take_back_href`` where the person may take it back."""

    on: str
    label: str
    tone: str
    percent: int | None
    note: str
    difficulty: str
    by: str
    files: tuple[FileLink, ...]
    reason: str = ""
    is_taken_back: bool = False
    take_back_href: str = ""
    take_back: str = ""


def story_page(work: Assignment, page: str | None) -> Page[ProgressEntry]:
    """A page of the story, the newest line first; one that fits on a page is not counted first."""
    told = work.entries.select_related("by", "taken_back").prefetch_related("evidence")
    told = told.order_by("-on", "-pk")
    if page not in (None, "", "1"):
        return Paginator(told, PER_PAGE).get_page(page)
    newest = list(told[: PER_PAGE + 1])
    fits = len(newest) <= PER_PAGE
    return Page(newest[:PER_PAGE], 1, Paginator(newest if fits else told, PER_PAGE))


def to_take_back(work: Assignment, user: User, page: Page[ProgressEntry]) -> frozenset[int]:
    """The lines that the person may take back, by the rule of the verb; told from the page of the
    story where it holds all of it."""
    if work.task.plan.status is not PlanStatus.ISSUED:
        return frozenset()
    if page.has_other_pages():
        standing = work.entries.filter(taken_back__isnull=True).order_by("pk")
        told = list(standing.values_list("pk", "kind", "by"))
    else:
        lines = [one for one in page.object_list if not hasattr(one, "taken_back")]
        told = sorted((one.pk, one.kind, one.by_id) for one in lines)
    return frozenset(
        pk
        for place, (pk, kind, by) in enumerate(told, start=1)
        if by == user.pk and may_take_back(kind, [later for _, later, _ in told[place:]])
    )


def entry_line(
    entry: ProgressEntry, back: frozenset[int] = frozenset(), *, may_withdraw: bool = False
) -> EntryLine:
    kind = EntryKind(entry.kind)
    can_take_back = entry.pk in back
    return EntryLine(
        on=day_words(entry.on),
        label=kind.label,
        tone=_TONES[kind],
        percent=entry.percent if kind is EntryKind.PROGRESS else None,
        note=entry.note,
        difficulty=entry.difficulty,
        by=str(entry.by),
        files=tuple(_links(entry.evidence.all(), may_withdraw=may_withdraw)),
        reason=entry.reason,
        is_taken_back=hasattr(entry, "taken_back"),
        take_back_href=reverse("tasks:take_back", args=[entry.pk]) if can_take_back else "",
        take_back=TAKE_BACK_LABELS[kind] if can_take_back else "",
    )


def _links(files: Iterable[Evidence], *, may_withdraw: bool) -> Iterable[FileLink]:
    for file in files:
        can = may_withdraw and not file.withdrawn_on
        is_shown = file.media_type in SHOWN and not file.withdrawn_on
        yield FileLink(
            file.name,
            reverse("tasks:evidence", args=[file.pk]),
            size_words(file.size),
            kind=_KINDS.get(file.media_type, ""),
            small_href=reverse("tasks:picture", args=[file.pk, "nho"]) if is_shown else "",
            large_href=reverse("tasks:picture", args=[file.pk, "lon"]) if is_shown else "",
            withdrawn=_withdrawn(file),
            withdraw_href=reverse("tasks:withdraw_evidence", args=[file.pk]) if can else "",
        )


def _withdrawn(file: Evidence) -> str:
    if file.withdrawn_on is None:
        return ""
    return f"đã rút ngày {day_words(file.withdrawn_on)}: {file.withdrawn_reason}"


def reported_line(work: Assignment) -> EntryLine | None:
    """What the unit said when it reported the work done: what there is to confirm."""
    told = work.entries.filter(kind=EntryKind.DONE).select_related("by")
    entry = told.prefetch_related("evidence").order_by("-pk").first()
    return entry_line(entry) if entry else None
