"""Giving work by hand: what can be chosen, and what would come of it; so of a changed group."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tasks.actions.assigning import parts_of
from tasks.actions.group_changes import GroupChanges, Joining, Leaving, TaskChange
from tasks.forms.assigning import GiveForm
from tasks.models import Assignment, GroupAssignment, Part, Task
from tasks.wording import deadline_words
from units.contexts.boxes import Box, Boxes, unit_boxes
from units.group_members import members_of
from units.models import Unit, UnitGroup

MOST_ROWS = 60
MOST_GROUPS = 40


@dataclass(frozen=True)
class Outcome:
    """What a unit would have: new parts and those it has."""

    unit: str
    via: str
    words: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Preview:
    """``assignments`` new parts for ``units`` units; ``more`` rows are not shown."""

    rows: tuple[Outcome, ...]
    more: int
    assignments: int
    units: int
    outside: tuple[str, ...]
    left_out: int
    is_empty: bool


@dataclass(frozen=True)
class GivePage:
    title: str
    ref: str
    plan: str
    plan_href: str
    deadline: str
    times: int
    past_times: int
    groups: tuple[Box, ...]
    more_groups: bool  # others are not among them and can be searched
    boxes: Boxes
    preview: Preview | None
    have: tuple[str, ...]


def build_giving(task: Task, form: GiveForm, *, words: str, today: datetime.date) -> GivePage:
    """The page on which work is given: ``form`` is what was chosen, ``words`` what is searched."""
    chosen = _chosen(form)
    groups, more_groups = _groups_shown(form, chosen.groups, words)
    occurrences = task.occurrences(task.plan.period)
    past = [one for one in occurrences if one.due_on and one.due_on < today]
    return GivePage(
        title=task.title,
        ref=task.ref,
        plan=task.plan.full_number,
        plan_href=reverse("reports:plan", args=[task.plan_id]),
        deadline=deadline_words(
            due_on=occurrences[0].due_on if len(occurrences) == 1 else None,
            planned_on=occurrences[0].due_on if len(occurrences) == 1 else None,
            qualifier=task.qualifier,
            without_day=task.deadline_words or task.get_deadline_kind_display(),
        ),
        times=len(occurrences),
        past_times=len(past),
        groups=_group_boxes(task, groups, chosen.groups),
        more_groups=more_groups,
        boxes=unit_boxes(form.working, task.plan.issuer, chosen.units, words),
        preview=_preview(task, form, chosen, today) if form.is_bound else None,
        have=_have(task),
    )


@dataclass(frozen=True)
class _Chosen:
    units: Sequence[Unit]
    groups: Sequence[UnitGroup]


def _chosen(form: GiveForm) -> _Chosen:
    """What is ticked and exists, though the form may have other faults."""
    if not form.is_bound:
        return _Chosen((), ())
    form.is_valid()
    cleaned = form.cleaned_data
    return _Chosen(list(cleaned.get("units") or ()), list(cleaned.get("groups") or ()))


def _have(task: Task) -> tuple[str, ...]:
    """Who has the work already, in words."""
    rows = Assignment.objects.filter(task=task, cancelled_on__isnull=True)
    pairs = rows.order_by("part", "unit__sort_name", "unit_id").values_list("part", "unit__name")
    found: dict[str, list[str]] = defaultdict(list)
    for part, name in dict.fromkeys(pairs):
        found[part].append(name)
    return tuple(
        f"{Part(part).label}: {', '.join(names[:6])}"
        + (f" và {len(names) - 6} đơn vị khác" if len(names) > 6 else "")
        for part, names in sorted(found.items(), reverse=True)
    )


# --- what can be ticked ---------------------------------------------------------------------------
def _groups_shown(
    form: GiveForm, chosen: Sequence[UnitGroup], words: str
) -> tuple[list[UnitGroup], bool]:
    """The agency's groups; of many the first, or those found, with those chosen, and that there are
    others."""
    found: Any = form.agency_groups
    groups = list(found[: MOST_GROUPS + 1])
    if len(groups) <= MOST_GROUPS:
        return groups, False
    groups = list(found.matching(words)[:MOST_GROUPS]) if words else groups[:MOST_GROUPS]
    shown = {group.pk for group in groups}
    groups += [group for group in chosen if group.pk not in shown]
    return groups, True


def _group_boxes(
    task: Task, groups: Sequence[UnitGroup], chosen: Sequence[UnitGroup]
) -> tuple[Box, ...]:
    ticked = {group.pk for group in chosen}
    given = set(GroupAssignment.objects.filter(task=task).values_list("group_id", flat=True))
    members = members_of(groups)
    return tuple(
        Box(
            group.pk,
            group.name,
            f"{len(members[group.pk])} đơn vị"
            + (", đã được giao việc này" if group.pk in given else ""),
            group.pk in ticked,
        )
        for group in groups
    )


# --- what would come of it ------------------------------------------------------------------------
def _preview(task: Task, form: GiveForm, chosen: _Chosen, today: datetime.date) -> Preview:
    wanted: dict[int, Unit] = {unit.pk: unit for unit in chosen.units}
    via: dict[int, list[str]] = defaultdict(list)
    members = members_of(chosen.groups)
    for group in chosen.groups:
        for unit in members[group.pk]:
            if unit.active_from is None or unit.active_from <= today:
                wanted.setdefault(unit.pk, unit)
                via[unit.pk].append(group.name)
    part = Part(form.cleaned_data.get("part") or Part.LEAD)
    there = _there(task, wanted)
    rows: list[tuple[int, Outcome]] = []
    for pk, unit in wanted.items():
        has = there.get(pk, {})
        new = [one for one in parts_of(task, unit, part, form.since) if one.period not in has]
        rows.append((len(new), _outcome(unit, "; ".join(via[pk]), len(new), has.values(), part)))
    rows.sort(key=lambda row: row[0] == 0)  # what is new comes first
    outside = tuple(dict.fromkeys(form.cleaned_data.get("outside") or ()))
    periods = len(task.occurrences(task.plan.period))
    ahead = len(parts_of(task, task.plan.issuer, part, form.since))
    return Preview(
        rows=tuple(outcome for _, outcome in rows[:MOST_ROWS]),
        more=max(0, len(rows) - MOST_ROWS),
        assignments=sum(new for new, _ in rows),
        units=sum(new > 0 for new, _ in rows),
        outside=outside,
        left_out=periods - ahead,
        is_empty=not rows and not outside,
    )


def _there(task: Task, units: Iterable[int]) -> Mapping[int, Mapping[str, Assignment]]:
    found: dict[int, dict[str, Assignment]] = defaultdict(dict)
    for row in Assignment.objects.filter(task=task, unit__in=list(units)):
        found[row.unit_id][row.period] = row
    return found


def _outcome(unit: Unit, via: str, new: int, has: Iterable[Assignment], part: Part) -> Outcome:
    has = list(has)
    if not has and not new:
        words = "Không còn kỳ nào chưa đến hạn"
        return Outcome(unit.name, via, words, "cancelled", "minus")
    if not has:
        words = f"Mới: {new} kỳ" if new > 1 else "Mới"
        return Outcome(unit.name, via, words, "done", "circle-plus")
    words = "Đã có việc này" + _in_other_words(has, part)
    if new:
        return Outcome(unit.name, via, f"{words}; thêm {new} kỳ", "done", "circle-plus")
    return Outcome(unit.name, via, f"{words}, giữ nguyên", "open", "equal")


def _in_other_words(has: Sequence[Assignment], part: Part) -> str:
    if all(one.cancelled_on for one in has):
        return " nhưng đã hủy"
    if any(one.part != part for one in has):
        return f" ({Part(has[0].part).label.lower()})"
    return ""


# --- what a changed group would mean --------------------------------------------------------------
# Of more units than these one box stands for all: so many cannot be looked over one by one.
MOST_CHANGES = 40
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
    if len(rows) <= MOST_CHANGES:
        return tuple(_joining(row, chosen) for row in rows)
    ticked = chosen is None or change.all_joining in chosen
    return (_whole(change.all_joining, [row.unit.name for row in rows], ticked=ticked),)


def _leaving_rows(change: TaskChange, chosen: Collection[str] | None) -> tuple[ChangeRow, ...]:
    rows = change.leaving
    if len(rows) <= MOST_CHANGES:
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
