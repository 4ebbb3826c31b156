"""What a changed group would mean for plans that run: who would get work, who would lose it; and
bringing them into line, where a person asks for it.

A group that changes touches no plan by itself.  Here the difference between a group's members now
and those who have the work is found.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from accounts.changes import locked, sign, verb
from accounts.models import User
from tasks.actions.assigning import assign_units, parts_of
from tasks.actions.base import Day
from tasks.actions.suspension import cancel
from tasks.models import Assignment, GroupAssignment, Part, ProgressEntry, Task
from units.group_members import members_of
from units.models import Unit, UnitGroup

# How far back the history of a group is looked through.
MOST_RECORDS = 20


@dataclass(frozen=True)
class Joining:
    """A member without the work: ``times`` parts would come into being.  ``key`` names it."""

    key: str
    unit: Unit
    times: int


@dataclass(frozen=True)
class Leaving:
    """A unit with the work that is no member: ``withdrawn`` are its parts of which nothing has been
    recorded, ``kept`` counts the others, which stay.  ``was_member``: it was one once, or has
    ended; else it may have been given the work by itself."""

    key: str
    unit: Unit
    withdrawn: tuple[Assignment, ...]
    kept: int
    was_member: bool


@dataclass(frozen=True)
class TaskChange:
    given: GroupAssignment
    task: Task
    joining: tuple[Joining, ...]
    leaving: tuple[Leaving, ...]
    untouched: tuple[Leaving, ...]  # no members, but all their parts have records

    @property
    def all_joining(self) -> str:
        """The key that stands for every ``Joining`` of the task."""
        return f"them-{self.task.pk}-tat-ca"

    @property
    def all_leaving(self) -> str:
        """The key that stands for every ``Leaving`` of the task."""
        return f"rut-{self.task.pk}-tat-ca"

    @property
    def is_any(self) -> bool:
        return bool(self.joining or self.leaving or self.untouched)


@dataclass(frozen=True)
class GroupChanges:
    """``tasks``: those that run and were given through the group, changed or not."""

    tasks: tuple[TaskChange, ...]
    fingerprint: str


def group_changes(group: UnitGroup, tasks: Any, on: datetime.date) -> GroupChanges:
    """The differences for a group in ``tasks`` (a QuerySet of tasks); in a fixed number of queries.

    The fingerprint changes whenever something that the person would see changes.
    """
    given = list(_given(group, tasks))
    members = {unit.pk: unit for unit in group.units().active_on(on).order_by("sort_name", "pk")}
    rows = _rows([one.task_id for one in given])
    others = _through_other_groups(group, given)
    former = former_members(group)
    found = tuple(
        _task_change(one, members, rows.get(one.task_id, ()), others[one.task_id], former, on)
        for one in given
    )
    return GroupChanges(found, _fingerprint(found))


def _given(group: UnitGroup, tasks: Any) -> Any:
    running = GroupAssignment.objects.filter(
        group=group,
        task__in=tasks.values("pk"),
        task__plan__revoked_on__isnull=True,
        task__plan__superseded_by__isnull=True,
        task__plan__closed_on__isnull=True,
    )
    order = ("-task__plan__starts_on", "task__plan_id", "task__order", "pk")
    return running.select_related("task__plan").order_by(*order)


def _rows(tasks: Sequence[int]) -> Mapping[int, list[Assignment]]:
    told = ProgressEntry.objects.filter(assignment=OuterRef("pk"))
    found: dict[int, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.filter(task__in=tasks, cancelled_on__isnull=True)
    for row in rows.annotate(has_story=Exists(told)).select_related("unit").order_by("pk"):
        found[row.task_id].append(row)
    return found


def _through_other_groups(
    group: UnitGroup, given: Sequence[GroupAssignment]
) -> dict[int, set[int]]:
    """For each task the units that have it through another group too."""
    others = GroupAssignment.objects.filter(task__in=[one.task_id for one in given])
    pairs = list(others.exclude(group=group).values_list("task_id", "group_id"))
    groups = UnitGroup.objects.filter(pk__in={pk for _, pk in pairs})
    members = members_of(list(groups.prefetch_related("kinds", "members")))
    found: dict[int, set[int]] = defaultdict(set)
    for task, other in pairs:
        found[task] |= {unit.pk for unit in members[other]}
    return found


def _task_change(
    given: GroupAssignment,
    members: Mapping[int, Unit],
    rows: Iterable[Assignment],
    others: set[int],
    former: set[int],
    on: datetime.date,
) -> TaskChange:
    by_unit: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit_id].append(row)
    joining = [_joining(given, unit, on) for pk, unit in members.items() if pk not in by_unit]
    leaving = [
        _leaving(given, unit_rows, former)
        for pk, unit_rows in by_unit.items()
        if pk not in members and pk not in others and unit_rows[0].part == given.part
    ]
    leaving.sort(key=lambda one: (one.unit.sort_name, one.unit.pk))
    return TaskChange(
        given,
        given.task,
        tuple(one for one in joining if one.times),
        tuple(one for one in leaving if one.withdrawn),
        tuple(one for one in leaving if not one.withdrawn),
    )


def _joining(given: GroupAssignment, unit: Unit, on: datetime.date) -> Joining:
    times = len(parts_of(given.task, unit, Part(given.part), on))
    return Joining(f"them-{given.task_id}-{unit.pk}", unit, times)


def _leaving(given: GroupAssignment, rows: Sequence[Assignment], former: set[int]) -> Leaving:
    unit = rows[0].unit
    blank = tuple(row for row in rows if not _is_recorded(row))
    return Leaving(
        f"rut-{given.task_id}-{unit.pk}",
        unit,
        blank,
        len(rows) - len(blank),
        unit.pk in former or unit.active_to is not None,
    )


def _is_recorded(row: Any) -> bool:
    """Whether anything was done or told in a part, with ``has_story`` beside it."""
    return row.has_story or row.percent > 0 or row.finished_on is not None


def former_members(group: UnitGroup) -> set[int]:
    """Units that were listed in the group once, or that one of its earlier rules means."""
    records = list(group.history.order_by("-history_date", "-history_id")[:MOST_RECORDS])
    found: set[int] = set()
    rules = set()
    for record in records:
        if record.by_rule:
            kinds = tuple(sorted(one.unitkind_id for one in record.kinds.all()))
            rules.add((record.under_id or record.agency_id, record.depth, kinds))
        else:
            found |= {one.unit_id for one in record.members.all()}
    for top, depth, kinds in rules:
        below = Unit.objects.under_rule(Unit(pk=top), kinds, depth)
        found |= set(below.values_list("pk", flat=True))
    return found


def _fingerprint(changes: Sequence[TaskChange]) -> str:
    """Made of all that the page shows and all that applying it would touch."""
    parts = [
        (
            change.given.pk,
            change.given.part,
            [(one.key, one.times) for one in change.joining],
            [
                (one.key, one.kept, [(row.pk, row.revision) for row in one.withdrawn])
                for one in (*change.leaving, *change.untouched)
            ],
        )
        for change in changes
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


class ChangesMovedOn(ValidationError):
    """Something of what the person saw has changed since."""

    def __init__(self) -> None:
        super().__init__(
            "Thành phần của nhóm hoặc công việc vừa thay đổi, nên chưa có gì được ghi."
            " Danh sách dưới đây là mới nhất; hãy xem và chọn lại.",
            code="stale",
        )


@dataclass(frozen=True)
class Applied:
    """``given``: new parts; ``withdrawn``: parts cancelled; ``tasks``: tasks touched."""

    given: int
    withdrawn: int
    tasks: int


@verb
def apply_group(
    *,
    group: UnitGroup,
    tasks: Any,
    chosen: frozenset[str],
    fingerprint: str,
    by: User,
    on: Day,
) -> Applied:
    """Does what was ticked of the changes that the person saw.

    ``chosen`` holds the keys of ``Joining`` and ``Leaving`` rows, or those that stand for all of a
    task; ``tasks`` is a QuerySet of the tasks that the person may give.

    New members get the parts not yet due; of units that left, parts without any record are
    cancelled, and the story says why.  Raises ChangesMovedOn where anything differs from what was
    seen, ValidationError where nothing was ticked.
    """
    if not chosen:
        raise ValidationError("Hãy đánh dấu ít nhất một thay đổi để áp dụng.")
    group = locked(group)
    held = GroupAssignment.objects.filter(group=group).values("task")
    list(Task.objects.select_for_update(of=("self",)).filter(pk__in=held).order_by("pk"))
    changes = group_changes(group, tasks, on)
    if changes.fingerprint != fingerprint or not chosen <= _keys(changes):
        raise ChangesMovedOn
    done = [_apply(change, group, chosen, by, on) for change in changes.tasks]
    return Applied(
        sum(given for given, _ in done),
        sum(withdrawn for _, withdrawn in done),
        sum(given + withdrawn > 0 for given, withdrawn in done),
    )


def _keys(changes: GroupChanges) -> set[str]:
    found = {row.key for task in changes.tasks for row in task.joining}
    found |= {row.key for task in changes.tasks for row in task.leaving}
    for task in changes.tasks:
        found |= {task.all_joining} if task.joining else set()
        found |= {task.all_leaving} if task.leaving else set()
    return found


def _apply(
    change: TaskChange, group: UnitGroup, chosen: Collection[str], by: User, on: Day
) -> tuple[int, int]:
    whole = change.all_joining in chosen
    joining = [one for one in change.joining if whole or one.key in chosen]
    if joining:
        units = [one.unit for one in joining]
        assign_units(task=change.task, units=units, part=change.given.part, since=on)
    whole = change.all_leaving in chosen
    leaving = [one for one in change.leaving if whole or one.key in chosen]
    rows = [row for one in leaving for row in one.withdrawn]
    reason = f"Đơn vị không còn thuộc nhóm “{group.name}”."
    for row in rows:
        cancel(assignment=row, by=by, on=on, reason=reason)
    given = sum(one.times for one in joining)
    if given or rows:
        _tell_task(change.task, group, by, given, len(rows))
    return given, len(rows)


def _tell_task(task: Task, group: UnitGroup, by: User, given: int, withdrawn: int) -> None:
    said = f"Theo nhóm “{group.name[:40]}”: giao {given}, rút {withdrawn} phần việc"
    sign(task, by, said).save()
