"""Tasks of a draft split, merged, moved, nested.  PURE.

Each verb takes a draft and gives another; where there is nothing to do it gives the same one back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from intake.drafting.cutting import cut
from intake.drafting.draft import WorkingDraft
from intake.drafting.task_duplicates import ALIKE
from intake.drafting.tree import below, depth
from plans.deadlines import DATED, DeadlineKind
from reading.draft import DeadlineDraft, NameDraft, TaskDraft
from vietnamese.text import fold


# --- order ----------------------------------------------------------------------------------------
def siblings(working: WorkingDraft, key: int) -> list[int]:
    """The tasks that stand under the same one, this among them, in order."""
    found = working.parents()
    return [one for one, parent in found.items() if parent == found.get(key)]


def moved(working: WorkingDraft, key: int, steps: int) -> WorkingDraft:
    """The task, with all under it, so many places further down among its siblings."""
    if key not in working.task_keys:
        return working
    return placed(working, key, siblings(working, key).index(key) + 1 + steps)


def placed(working: WorkingDraft, key: int, place: int) -> WorkingDraft:
    """The task, with all under it, at this place (from 1) among its siblings."""
    if key not in working.task_keys:
        return working
    others = siblings(working, key)
    at = max(0, min(len(others) - 1, place - 1))
    if others.index(key) == at:
        return working
    others.remove(key)
    if at < len(others):
        return _with_family(working, key, before=others[at])
    return _with_family(working, key, after=others[-1])


def nested(working: WorkingDraft, key: int) -> WorkingDraft:
    """The task made a part of the one before it on the same level."""
    before = previous(working, key)
    if before is None:
        return working
    return _with_family(working.with_said(key, under=before), key, after=before)


def lifted(working: WorkingDraft, key: int) -> WorkingDraft:
    """The task taken out from under the one it stands under, and put after it."""
    found = working.parents()
    parent = found.get(key, 0)
    if not parent:
        return working
    return _with_family(working.with_said(key, under=found[parent]), key, after=parent)


def previous(working: WorkingDraft, key: int) -> int | None:
    """The task before this one on the same level."""
    return _beside(working, key, -1)


def following(working: WorkingDraft, key: int) -> int | None:
    """The task after this one on the same level."""
    return _beside(working, key, 1)


def _beside(working: WorkingDraft, key: int, step: int) -> int | None:
    if key not in working.task_keys:
        return None
    found = siblings(working, key)
    at = found.index(key) + step
    return found[at] if 0 <= at < len(found) else None


def _with_family(
    working: WorkingDraft, key: int, *, before: int = 0, after: int = 0
) -> WorkingDraft:
    """The draft with a task and all under it put before or after another and all under that."""
    found = working.parents()
    family = below(key, found)
    rest = [one for one in working.task_keys if one not in family]
    last = [one for one in below(after, found) if one not in family]
    at = rest.index(before) if before else max(map(rest.index, last)) + 1
    rows = dict(working.keyed_tasks())
    return working.with_rows((one, rows[one]) for one in (*rest[:at], *family, *rest[at:]))


# --- one becomes several --------------------------------------------------------------------------
def split(working: WorkingDraft, key: int, at: set[int]) -> tuple[WorkingDraft, tuple[int, ...]]:
    """The task cut before the pieces of its text with these numbers (``cutting``); and the keys of
    the parts.

    The first part keeps the key and what stands under the task.  Every part keeps the number, the
    units, the deadline and the product: all of them stand there for the whole.
    """
    task = working.task(key)
    parts = cut(task.text, at) if task else ()
    if task is None or len(parts) < 2:
        return working, (key,)
    fresh = range(working.next_key, working.next_key + len(parts) - 1)
    drafts = {one: replace(task, text=text) for one, text in zip((key, *fresh), parts, strict=True)}
    found = working.parents()
    last = max(map(working.task_keys.index, below(key, found)))
    keys = (*working.task_keys[: last + 1], *fresh, *working.task_keys[last + 1 :])
    rows = dict(working.keyed_tasks()) | drafts
    result = working.with_rows((one, rows[one]) for one in keys)
    for one in fresh:
        result = result.with_said(one, under=found[key])
    return result, (key, *fresh)


# --- several become one ---------------------------------------------------------------------------
@dataclass(frozen=True)
class Merged:
    """``kept``: the deadline of the two that stays; ``lost``: the one given up, None where none."""

    working: WorkingDraft
    key: int
    kept: DeadlineDraft
    lost: DeadlineDraft | None = None


def merge(working: WorkingDraft, one: int, other: int) -> Merged:
    """The later of two tasks taken into the earlier: texts joined (said once where they are alike),
    units and products united, the earlier deadline kept."""
    if one == other or not {one, other} <= set(working.task_keys):
        return Merged(working, one, DeadlineDraft())
    first, second = sorted((one, other), key=working.task_keys.index)
    a, b = working.task(first), working.task(second)
    if a is None or b is None:
        return Merged(working, one, DeadlineDraft())
    kept, lost = _deadlines(a.deadline, b.deadline)
    children = [key for key, parent in working.parents().items() if parent == second]
    result, _ = working.with_task(first, _joined(a, b, kept))
    for child in children:
        result = result.with_said(child, under=first)
    result = result.with_rows(row for row in result.keyed_tasks() if row[0] != second)
    for child in children:
        result = _with_family(result, child, after=first)
    return Merged(result, first, kept, lost)


def _joined(a: TaskDraft, b: TaskDraft, deadline: DeadlineDraft) -> TaskDraft:
    leads = _united(a.lead, b.lead)
    said = {fold(name.words) for name in leads}
    joint = _united(a.cooperating, b.cooperating)
    return replace(
        a,
        ref=a.ref or b.ref,
        text=_texts(a.text, b.text),
        lead=leads,
        cooperating=tuple(name for name in joint if fold(name.words) not in said),
        deadline=deadline,
        expected_product=_once(a.expected_product, b.expected_product, "; "),
        spans=tuple(dict.fromkeys((*a.spans, *b.spans))),
    )


def _united(a: tuple[NameDraft, ...], b: tuple[NameDraft, ...]) -> tuple[NameDraft, ...]:
    """The names of both, each once; of two spellings the first stays."""
    names: dict[str, NameDraft] = {}
    for name in (*a, *b):
        names.setdefault(fold(name.words), name)
    return tuple(names.values())


def _texts(a: str, b: str) -> str:
    """Both texts, the second after the first; the longer alone where they say the same."""
    if not a.strip() or not b.strip():
        return a.strip() or b.strip()
    if fold(a) in fold(b) or fold(b) in fold(a) or fuzz.ratio(fold(a), fold(b)) >= ALIKE:
        return max(a, b, key=len)
    ending = "" if a.rstrip().endswith((".", ";", ":", "!", "?")) else "."
    return f"{a.rstrip()}{ending} {b.lstrip()}"


def _once(a: str, b: str, between: str) -> str:
    parts = {fold(one): one.strip() for one in reversed((a, b)) if one.strip()}
    return between.join(reversed(parts.values()))


def _deadlines(a: DeadlineDraft, b: DeadlineDraft) -> tuple[DeadlineDraft, DeadlineDraft | None]:
    """The deadline that stays and the one given up: the only one, the earlier of two days, else the
    first task's."""
    none = DeadlineKind.NONE
    if _same(a, b) or b.kind is none:
        return a, None
    if a.kind is none:
        return b, None
    if b.kind in DATED and b.days and (a.kind not in DATED or not a.days or b.days < a.days):
        return b, a
    return a, b


def _same(a: DeadlineDraft, b: DeadlineDraft) -> bool:
    return replace(a, words="", spans=()) == replace(b, words="", spans=())


# --- where each stands ----------------------------------------------------------------------------
@dataclass(frozen=True)
class Place:
    """Where a task stands: its ``number`` (from 1) ``of`` so many on its level, the task it stands
    under and those beside it (0 for none), and how many stand above it."""

    number: int
    of: int
    parent: int
    before: int
    after: int
    depth: int


def places(working: WorkingDraft) -> dict[int, Place]:
    """Where every task stands."""
    found = working.parents()
    levels: dict[int, list[int]] = {}
    for key, parent in found.items():
        levels.setdefault(parent, []).append(key)
    return {
        key: Place(
            number=at + 1,
            of=len(level),
            parent=parent,
            before=level[at - 1] if at else 0,
            after=level[at + 1] if at + 1 < len(level) else 0,
            depth=depth(key, found),
        )
        for parent, level in levels.items()
        for at, key in enumerate(level)
    }
