"""Difficulties on pages: the list for those asked, one with what may be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from accounts.badges import Badge
from accounts.models import User
from tasks.contexts.rows import where_words
from tasks.difficulty_querysets import DifficultyQuerySet
from tasks.models import Addressee, Assignment, Difficulty
from tasks.wording import day_words

PER_PAGE = 25
OPEN, ANSWERED, CLOSED = "open", "answered", "closed"
STATES = ((OPEN, "Chờ trả lời"), (ANSWERED, "Đã trả lời, chưa gỡ"), (CLOSED, "Đã gỡ"))


@dataclass(frozen=True)
class DifficultyLine:
    pk: int
    text: str
    unit: str
    task: str
    where: str
    to: str
    raised: str
    answer: str
    answered: str
    look: Badge


@dataclass(frozen=True)
class Tab:
    value: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True)
class DifficultiesPage:
    """``to`` narrows to one addressee, "" for all."""

    lines: tuple[DifficultyLine, ...]
    page: Page[Difficulty]
    tabs: tuple[Tab, ...]
    to: str
    addressees: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OneDifficulty:
    line: DifficultyLine
    work_pk: int
    can_answer: bool
    can_close: bool
    can_reopen: bool


_STATE = {
    OPEN: {"closed_on__isnull": True, "answered_on__isnull": True},
    ANSWERED: {"closed_on__isnull": True, "answered_on__isnull": False},
    CLOSED: {"closed_on__isnull": False},
}


def build_difficulties(user: User, *, state: str, to: str, page: str | None) -> DifficultiesPage:
    """The difficulties that the person sees in one state; what has waited longest comes first."""
    state = state if state in _STATE else OPEN
    seen = Difficulty.objects.visible_to(user)
    if to in Addressee.values:
        seen = seen.filter(addressed_to=to)
    order = ("-closed_on", "-pk") if state == CLOSED else ("raised_on", "pk")
    rows = _related(seen.filter(**_STATE[state])).order_by(*order)
    listed = Paginator(rows, PER_PAGE).get_page(page)
    tabs = (
        Tab(value, label, seen.filter(**_STATE[value]).count(), value == state)
        for value, label in STATES
    )
    return DifficultiesPage(
        lines=tuple(map(_line, listed)),
        page=listed,
        tabs=tuple(tabs),
        to=to if to in Addressee.values else "",
        addressees=tuple((one.value, one.label) for one in Addressee),
    )


def build_difficulty(difficulty: Difficulty, user: User) -> OneDifficulty:
    """One difficulty that the person may see, with what they may do about it."""
    row = _related(Difficulty.objects.filter(pk=difficulty.pk)).get()
    own = Difficulty.objects.filter(pk=row.pk)
    may = own.editable_by(user).exists()
    return OneDifficulty(
        line=_line(row),
        work_pk=row.assignment_id,
        can_answer=own.decidable_by(user).exists(),
        can_close=may and row.closed_on is None,
        can_reopen=may and row.closed_on is not None,
    )


def work_difficulties(work: Assignment) -> tuple[DifficultyLine, ...]:
    """Those raised with one piece of work, the newest first."""
    rows = _related(Difficulty.objects.filter(assignment=work).standing())
    return tuple(map(_line, rows.order_by("-raised_on", "-pk")[:PER_PAGE]))


def _related(rows: DifficultyQuerySet) -> DifficultyQuerySet:
    related = ("assignment__unit", "assignment__task__plan", "entry__by", "answered_by")
    return rows.select_related(*related)


def _line(row: Difficulty) -> DifficultyLine:
    return DifficultyLine(
        pk=row.pk,
        text=row.text,
        unit=row.assignment.unit.name,
        task=row.assignment.task.title,
        where=where_words(row.assignment),
        to=row.get_addressed_to_display(),
        raised=f"{day_words(row.raised_on)} · {row.entry.by}",
        answer=row.answer,
        answered=f"{day_words(row.answered_on)} · {row.answered_by}" if row.answered_on else "",
        look=row.look,
    )
