"""Merging units: what becomes of their people, of what stands below them, and of their work."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.actions.handing_over import to_hand_over
from tasks.contexts.rows import deadline_of, where_words
from tasks.models import Assignment
from tasks.querysets import AssignmentQuerySet
from units.contexts.tree import Place
from units.models import Membership, Unit


@dataclass(frozen=True)
class WorkToPass:
    """A part that goes to the successor unless it is unticked."""

    pk: int
    title: str
    where: str
    unit: str
    part: str
    deadline: str
    note: str
    checked: bool


@dataclass(frozen=True)
class MergePreview:
    """``stays`` counts parts that cannot be handed over (reported done, not yet confirmed);
    ``listed`` names all parts of ``work``, so that what is unticked is known from what is new."""

    into: Place
    consequences: tuple[str, ...]
    work: tuple[WorkToPass, ...]
    stays: int
    listed: str
    fingerprint: str


@dataclass(frozen=True)
class MergePage:
    unit: Place
    units: tuple[Place, ...]
    preview: MergePreview | None


def open_work(units: Sequence[Unit], mine: AssignmentQuerySet) -> AssignmentQuerySet:
    """The work of the units that can be handed over, of what the person directs."""
    handable = Assignment.objects.none()
    for unit in units:
        handable = handable | to_hand_over(unit)
    found = mine.filter(pk__in=handable.values("pk"))
    return found.select_related("unit", "task__plan").order_by("unit__sort_name", "due_on", "pk")


def merge_fingerprint(units: Sequence[Unit], into: Unit, work: Collection[Assignment]) -> str:
    """Changes whenever something that the person saw changes."""
    seen = (
        sorted((unit.pk, unit.revision) for unit in units),
        into.pk,
        sorted((row.pk, row.revision) for row in work),
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def build_merge_preview(
    units: Sequence[Unit], into: Unit, mine: AssignmentQuerySet, unticked: Collection[int]
) -> MergePreview:
    """What merging would do; ``mine`` is the work that the person may direct."""
    rows = list(open_work(units, mine))
    there = set(
        Assignment.objects.filter(unit=into, task__in=[row.task_id for row in rows]).values_list(
            "task_id", "period"
        )
    )
    waiting = mine.filter(unit__in=units).waiting().in_force().count()
    return MergePreview(
        into=Place(into.pk, into.name),
        consequences=tuple(_consequences(units, into)),
        work=tuple(_work(row, (row.task_id, row.period) in there, unticked) for row in rows),
        stays=waiting,
        listed=",".join(str(row.pk) for row in rows),
        fingerprint=merge_fingerprint(units, into, rows),
    )


def _work(row: Assignment, is_there: bool, unticked: Collection[int]) -> WorkToPass:
    return WorkToPass(
        row.pk,
        row.task.title,
        where_words(row),
        row.unit.name,
        row.get_part_display(),
        deadline_of(row),
        "Đơn vị kế thừa đã có việc này: hai phần nhập làm một." if is_there else "",
        row.pk not in unticked,
    )


def _consequences(units: Sequence[Unit], into: Unit) -> list[str]:
    below = Unit.objects.filter(parent__in=units, active_to__isnull=True)
    children = below.exclude(pk__in=[unit.pk for unit in units]).count()
    people = Membership.objects.held().filter(unit__in=units).values("user").distinct().count()
    names = ", ".join(f"“{unit.name}”" for unit in units)
    told = [f"{names} kết thúc hoạt động; đơn vị kế thừa là “{into.name}”."]
    if children:
        told.append(f"{children} đơn vị trực thuộc chuyển về “{into.name}”.")
    if people:
        told.append(f"{people} người đang giữ vai trò ở các đơn vị này.")
    told.append("Tên cũ vẫn được nhận ra khi đọc kế hoạch và dẫn đến đơn vị kế thừa.")
    return told


def places(units: Sequence[Any]) -> tuple[Place, ...]:
    return tuple(Place(unit.pk, unit.name) for unit in units)
