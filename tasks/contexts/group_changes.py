"""What a changed group would mean for plans that run, as a page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tasks.group_changes import GroupChanges, Joining, Leaving, TaskChange
from tasks.models import Part
from units.models import UnitGroup

# Of more units than these one box stands for all: so many cannot be looked over one by one.
MOST_ROWS = 40
MOST_NAMES = 12


@dataclass(frozen=True)
class ChangeRow:
    key: str
    unit: str
    words: str
    checked: bool


@dataclass(frozen=True)
class ChangeOfTask:
    pk: int
    title: str
    where: str
    joining: tuple[ChangeRow, ...]
    leaving: tuple[ChangeRow, ...]
    untouched: tuple[str, ...]


@dataclass(frozen=True)
class GroupChangesPage:
    """``given``: how many running tasks were given through the group."""

    group_pk: int
    group: str
    members: int
    given: int
    changes: tuple[ChangeOfTask, ...]
    fingerprint: str


def build_group_changes(
    group: UnitGroup, changes: GroupChanges, *, members: int, chosen: Collection[str] | None = None
) -> GroupChangesPage:
    """The page; ``chosen`` are the keys that were ticked, None where nobody has ticked yet: then
    new members are ticked, and those of whom it is known that they left."""
    return GroupChangesPage(
        group_pk=group.pk,
        group=group.name,
        members=members,
        given=len(changes.tasks),
        changes=tuple(_task(change, chosen) for change in changes.tasks if change.is_any),
        fingerprint=changes.fingerprint,
    )


def _task(change: TaskChange, chosen: Collection[str] | None) -> ChangeOfTask:
    task = change.task
    where = (task.plan.full_number, task.ref, Part(change.given.part).label)
    return ChangeOfTask(
        pk=task.pk,
        title=task.title,
        where=" · ".join(part for part in where if part),
        joining=_joining_rows(change, chosen),
        leaving=_leaving_rows(change, chosen),
        untouched=tuple(
            f"{row.unit.name} {_not_member(row)} nhưng đã có cập nhật, nên giữ nguyên."
            for row in change.untouched
        ),
    )


def _joining_rows(change: TaskChange, chosen: Collection[str] | None) -> tuple[ChangeRow, ...]:
    rows = change.joining
    if len(rows) <= MOST_ROWS:
        return tuple(_joining(row, chosen) for row in rows)
    ticked = chosen is None or change.all_joining in chosen
    return (_whole(change.all_joining, [row.unit.name for row in rows], ticked=ticked),)


def _leaving_rows(change: TaskChange, chosen: Collection[str] | None) -> tuple[ChangeRow, ...]:
    rows = change.leaving
    if len(rows) <= MOST_ROWS:
        return tuple(_leaving(row, chosen) for row in rows)
    sure = all(row.was_member for row in rows)
    ticked = sure if chosen is None else change.all_leaving in chosen
    return (_whole(change.all_leaving, [row.unit.name for row in rows], ticked=ticked),)


def _whole(key: str, names: Sequence[str], *, ticked: bool) -> ChangeRow:
    words = f"{', '.join(names[:MOST_NAMES])} và {len(names) - MOST_NAMES} đơn vị khác"
    return ChangeRow(key, f"Cả {len(names)} đơn vị", words, ticked)


def _not_member(row: Leaving) -> str:
    return "không còn thuộc nhóm" if row.was_member else "không thuộc nhóm"


def _joining(row: Joining, chosen: Collection[str] | None) -> ChangeRow:
    words = f"{row.times} kỳ" if row.times > 1 else ""
    return ChangeRow(row.key, row.unit.name, words, chosen is None or row.key in chosen)


def _leaving(row: Leaving, chosen: Collection[str] | None) -> ChangeRow:
    words = []
    if row.unit.active_to:
        words.append(f"kết thúc hoạt động {row.unit.active_to:%d/%m/%Y}")
    elif row.was_member:
        words.append("đã ra khỏi nhóm")
    else:
        words.append("không thuộc nhóm, có thể đã được giao riêng")
    if len(row.withdrawn) > 1 or row.kept:
        words.append(f"{len(row.withdrawn)} kỳ chưa làm")
    if row.kept:
        words.append(f"{row.kept} kỳ đã có cập nhật, giữ nguyên")
    checked = row.was_member if chosen is None else row.key in chosen
    return ChangeRow(row.key, row.unit.name, "; ".join(words), checked)
