"""The tasks and report duties of a draft as cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from intake.categories import category_of
from intake.contexts.document import anchor_of
from intake.contexts.names import Chip, build_chip
from intake.days import understood
from intake.drafting.edit import Place, places
from intake.drafting.five_clears import CLEAR_LABELS, Clear, five_clears, missing
from intake.drafting.outline import Outline, PlannedDuty, PlannedTask, wrong_deadline
from intake.sections import (
    IN_DOUBT,
    INCOMPLETE,
    NEW_DUTY,
    NEW_TASK,
    Form,
    OpenDraft,
    duty_section,
    split_section,
    task_section,
)
from intake.targets import proposals, taken, target_words
from reading.draft import DeadlineDraft, DutyDraft, NameDraft, TaskDraft
from tasks.models import Category
from tasks.tracking import UNTRACKED_LABELS, UNTRACKED_REASONS

Forms = Mapping[str, Form]
Points = Mapping[str, tuple[str, ...]]  # by section, what is to be looked at in it


@dataclass(frozen=True)
class Due:
    """A deadline as understood, and as written where that says more; ``is_wrong``: mend it."""

    text: str
    words: str
    source: str
    is_wrong: bool


@dataclass(frozen=True)
class Clearness:
    """One of the five marks that a task lacks."""

    label: str
    note: str


@dataclass(frozen=True)
class Menu:
    """What can be done with a task where it stands; "" for what cannot."""

    number: int
    of: int
    above: str
    below: str
    under: str
    out_of: str


@dataclass(frozen=True)
class TaskCard:
    """A task as a row.  ``targets`` were taken, those ``proposed`` wait for a word; ``points`` say
    what is to be looked at; while there are any, or while a name waits for its unit, the row stands
    open.  ``menu`` is there once it was asked for."""

    section: str
    key: int | None
    ref: str
    text: str
    source: str
    anchor: str
    title: str = ""
    category: str = ""
    depth: int = 0
    leads: tuple[Chip, ...] = ()
    cooperating: tuple[Chip, ...] = ()
    due: Due | None = None
    product: str = ""
    targets: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    lacking: tuple[Clearness, ...] = ()
    untracked: str = ""
    untracked_note: str = ""
    may_be_report: bool = False
    points: tuple[str, ...] = ()
    menu: Menu | None = None
    form: Form | None = None
    split: Form | None = None
    split_section: str = ""

    @property
    def in_doubt(self) -> bool:
        names = (*self.leads, *self.cooperating)
        return bool(self.points) or any(chip.is_open for chip in names)

    @property
    def template(self) -> str:
        return "intake/_split.html" if self.split else "intake/_task.html"


@dataclass(frozen=True)
class DutyCard:
    section: str
    template = "intake/_duty.html"
    key: int | None
    ref: str
    source: str
    anchor: str
    title: str = ""
    reporters: tuple[Chip, ...] = ()
    points: tuple[str, ...] = ()
    to: str = ""
    via: str = ""
    nested_in: str = ""
    due: Due | None = None
    next_due: str = ""
    form: Form | None = None


@dataclass(frozen=True)
class DroppedCard:
    """A task or duty taken out of the draft; ``kind`` is "nv" or "bc"."""

    key: int
    kind: str
    ref: str
    text: str


@dataclass(frozen=True)
class Filter:
    """One way of looking at the tasks; ``name`` "" shows them all."""

    name: str
    label: str
    count: int
    is_current: bool


# --- tasks ----------------------------------------------------------------------------------------
def build_tasks(
    opened: OpenDraft, outline: Outline, forms: Forms, points: Points, menu_of: str = ""
) -> tuple[TaskCard, ...]:
    """All the tasks; ``points`` say what is to be looked at in each section, ``menu_of`` names the
    one whose menu is open."""
    stand = places(opened.working)
    refs = {key: task.ref for key, task in opened.working.keyed_tasks()}
    planned = {task.key: task for task in outline.tasks}
    reported = {duty.draft.ref for duty in outline.duties}
    return tuple(
        replace(
            _task(opened, key, task, forms, stand[key].depth),
            points=points.get(task_section(key), ()),
            menu=_menu(stand[key], refs) if task_section(key) == menu_of else None,
            may_be_report=task.ref in reported,
            **_tracking(opened, planned[key]),
        )
        for key, task in opened.working.keyed_tasks()
    )


def shown_tasks(opened: OpenDraft, cards: tuple[TaskCard, ...]) -> tuple[TaskCard, ...]:
    """The tasks that were asked for, and those that are being edited in any case."""
    tasks = dict(opened.working.keyed_tasks())
    return tuple(
        card
        for card in cards
        if card.form or card.split or _is_shown(opened.only, card, tasks[card.key or 0])
    )


def _tracking(opened: OpenDraft, task: PlannedTask) -> dict[str, Any]:
    """Why the task is not followed; of one that is, the targets that its words name."""
    why = task.untracked
    if why is None:
        found = proposals(task.draft, opened.working.said_of(task.key), opened.indicators)
        return {"proposed": tuple(target_words(one, row.value) for one, row in found.items())}
    return {"untracked": UNTRACKED_LABELS[why], "untracked_note": UNTRACKED_REASONS[why]}


def _is_shown(only: str, card: TaskCard, task: TaskDraft) -> bool:
    if only == IN_DOUBT:
        return card.in_doubt
    return not only or bool(missing(task) if only == INCOMPLETE else only in missing(task))


def _menu(place: Place, refs: Mapping[int, str]) -> Menu:
    def called(key: int) -> str:
        return (refs.get(key) or "không số") if key else ""

    return Menu(
        number=place.number,
        of=place.of,
        above=called(place.before or place.parent),
        below=called(place.after),
        under=called(place.before),
        out_of=called(place.parent),
    )


def _task(opened: OpenDraft, key: int, task: TaskDraft, forms: Forms, depth: int) -> TaskCard:
    said, split = opened.working.said_of(key), split_section(key)
    return TaskCard(
        section=task_section(key),
        key=key,
        ref=task.ref,
        text=task.text,
        source=f"t{key}",
        anchor=anchor_of(task.spans),
        title=said.title,
        category=Category(said.category or category_of(task.text)).label,
        depth=min(depth, 3),
        leads=_chips(opened, task.lead, f"t{key}-lead"),
        cooperating=_chips(opened, task.cooperating, f"t{key}-with"),
        due=_due(task.deadline, f"t{key}-due"),
        product=task.expected_product,
        targets=tuple(
            target_words(one, target.value) for one, target in taken(said, opened.indicators)
        ),
        lacking=tuple(
            Clearness(CLEAR_LABELS[one.clear], one.note) for one in five_clears(task) if one.note
        ),
        form=forms.get(task_section(key)),
        split=forms.get(split),
        split_section=split,
    )


def _chips(opened: OpenDraft, names: tuple[NameDraft, ...], source: str) -> tuple[Chip, ...]:
    return tuple(
        build_chip(opened.names.match(name.words), f"{source}-{number}")
        for number, name in enumerate(names)
    )


def _due(deadline: DeadlineDraft, source: str) -> Due | None:
    text, wrong = understood(deadline), wrong_deadline(deadline)
    if not text and not deadline.words:
        return None
    words = deadline.words if deadline.words.casefold() != text.casefold() else ""
    return Due(text or "không có ngày", words, source, is_wrong=wrong is not None)


def new_task(forms: Forms) -> TaskCard | None:
    form = forms.get(NEW_TASK)
    return TaskCard(NEW_TASK, None, "", "", "", "", form=form) if form else None


def build_filters(opened: OpenDraft, cards: tuple[TaskCard, ...]) -> tuple[Filter, ...]:
    """All tasks, those in doubt, those not clear in every way, and those that lack each of the
    five; none where every task is sure and clear."""
    lacking = [missing(task) for task in opened.working.plan.tasks]
    doubtful, incomplete = sum(card.in_doubt for card in cards), sum(map(bool, lacking))
    if not doubtful and not incomplete:
        return ()
    counts = {clear: sum(clear in one for one in lacking) for clear in Clear}
    offered = [("", "Tất cả", len(lacking))]
    offered += [(IN_DOUBT, "Còn điểm cần xem", doubtful)] if doubtful else []
    offered += [(INCOMPLETE, "Chưa đủ năm rõ", incomplete)] if incomplete else []
    offered += [(c.value, f"Chưa rõ {CLEAR_LABELS[c]}", n) for c, n in counts.items() if n]
    return tuple(Filter(name, label, n, name == opened.only) for name, label, n in offered)


# --- duties ---------------------------------------------------------------------------------------
def build_duties(
    opened: OpenDraft, outline: Outline, forms: Forms, points: Points
) -> tuple[DutyCard, ...]:
    planned = {duty.key: duty for duty in outline.duties}
    return tuple(
        replace(
            _duty(opened, key, duty, planned[key], forms.get(duty_section(key))),
            points=points.get(duty_section(key), ()),
        )
        for key, duty in opened.working.keyed_duties()
    )


def _duty(
    opened: OpenDraft, key: int, duty: DutyDraft, planned: PlannedDuty, form: Form | None
) -> DutyCard:
    day = planned.next_due(opened.today)
    return DutyCard(
        section=duty_section(key),
        key=key,
        ref=duty.ref,
        source=f"d{key}",
        anchor=anchor_of(duty.spans),
        title=planned.title,
        reporters=tuple(build_chip(match) for match in opened.names.match_all(duty.reporter)),
        to=duty.to or "",
        via=duty.via or "",
        nested_in=duty.nested_in or "",
        due=_due(duty.deadline, f"d{key}-due"),
        next_due=f"{day:%d/%m/%Y}" if day else "",
        form=form,
    )


def new_duty(forms: Forms) -> DutyCard | None:
    form = forms.get(NEW_DUTY)
    return DutyCard(NEW_DUTY, None, "", "", "", form=form) if form else None


# --- what was taken out ---------------------------------------------------------------------------
def build_dropped(opened: OpenDraft) -> Iterator[DroppedCard]:
    """Tasks and duties that can be taken back, the last dropped first."""
    for one in reversed(opened.working.dropped):
        if isinstance(one.draft, TaskDraft):
            yield DroppedCard(one.key, "nv", one.draft.ref, one.draft.text)
        else:
            yield DroppedCard(one.key, "bc", one.draft.ref, f"Báo cáo của {one.draft.reporter}")
