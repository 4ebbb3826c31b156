"""Bringing plans that run into line with a changed group, where a person asks for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from accounts.changes import locked, sign, verb
from accounts.models import User
from tasks.actions.assigning import assign_units
from tasks.actions.base import Day
from tasks.actions.suspension import cancel
from tasks.group_changes import GroupChanges, TaskChange, group_changes
from tasks.models import GroupAssignment, Task
from units.models import UnitGroup


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
        _keep_history(change.task, group, by, given, len(rows))
    return given, len(rows)


def _keep_history(task: Task, group: UnitGroup, by: User, given: int, withdrawn: int) -> None:
    said = f"Theo nhóm “{group.name[:40]}”: giao {given}, rút {withdrawn} phần việc"
    sign(task, by, said).save()
