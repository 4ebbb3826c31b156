"""Giving work by hand: what can be chosen, and what would come of it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from tasks.actions.assigning import parts_of
from tasks.forms.assigning import GiveForm
from tasks.models import Assignment, GroupAssignment, Part, Task
from tasks.wording import deadline_words
from units.contexts.boxes import Box, Boxes, unit_boxes
from units.group_members import members_of
from units.models import Unit, UnitGroup

MOST_ROWS = 60


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
    boxes: Boxes
    preview: Preview | None
    have: tuple[str, ...]


def build_giving(task: Task, form: GiveForm, *, words: str, today: datetime.date) -> GivePage:
    """The page on which work is given: ``form`` is what was chosen, ``words`` what is searched."""
    chosen = _chosen(form)
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
        groups=_group_boxes(task, form, chosen.groups),
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
def _group_boxes(task: Task, form: GiveForm, chosen: Sequence[UnitGroup]) -> tuple[Box, ...]:
    ticked = {group.pk for group in chosen}
    given = set(GroupAssignment.objects.filter(task=task).values_list("group_id", flat=True))
    found = form.fields["groups"].queryset  # type: ignore[attr-defined]  # a field of rows
    groups = list(found)
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
