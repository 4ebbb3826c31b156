"""What an agency counts, and of which tasks it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max

from accounts.changes import changing, delete_as, locked, save_as, sign, told, verb
from accounts.models import User
from tasks.actions.base import Day
from tasks.figures import Counting
from tasks.models import Indicator, Task, TaskIndicator
from tasks.ready_indicators import READY
from units.models import Unit


@verb
def add_indicator(*, agency: Unit, by: User, **fields: Any) -> Indicator:
    """Something more that the agency counts, last in its list.  Raises ValidationError."""
    locked(agency)
    return save_as(Indicator(agency=agency, order=_next_order(agency), **fields), by)


@verb
def change_indicator(
    *, indicator: Indicator, by: User, revision: int | None = None, **fields: Any
) -> Indicator:
    """Another name, unit of measure, category or way of adding up.

    Once figures have been told, how they add up and are measured stays: what was said would mean
    something else.  Raises ValidationError.
    """
    with changing(indicator, by=by, revision=revision, what="Chỉ tiêu này") as row:
        if row.figures.exists():
            for name in ("unit_of_measure", "adding"):
                if name in fields and fields[name] != getattr(row, name):
                    message = "Đã có số liệu theo chỉ tiêu này nên không đổi được. Hãy thêm một chỉ"
                    raise ValidationError({name: f"{message} tiêu khác và thôi dùng chỉ tiêu cũ."})
        for name, value in fields.items():
            setattr(row, name, value)
    return row


@verb
def end_indicator(*, indicator: Indicator, by: User, on: Day) -> None:
    """It is asked for no longer from ``on`` on; what was said stays and counts."""
    with changing(indicator, by=by, reason="Thôi dùng") as row:
        row.ended_on = row.ended_on or on


@verb
def reopen_indicator(*, indicator: Indicator, by: User) -> None:
    """It is asked for again."""
    with changing(indicator, by=by, reason="Dùng lại") as row:
        row.ended_on = None


@verb
def take_ready_set(*, agency: Unit, name: str, by: User) -> int:
    """The indicators of a ready set that the agency does not have yet, by key or name; returns how
    many were added.  Raises ValidationError for a set that there is not."""
    if name not in READY:
        raise ValidationError("Không có bộ chỉ tiêu này.")
    locked(agency)
    had = Indicator.objects.filter(agency=agency).values_list("key", "name")
    keys, names = {key for key, _ in had}, {name for _, name in had}
    wanted = [
        one for one in READY[name].indicators if one.key not in keys and one.name not in names
    ]
    first = _next_order(agency)
    for order, one in enumerate(wanted, start=first):
        row = Indicator(
            agency=agency,
            key=one.key,
            name=one.name,
            unit_of_measure=one.unit_of_measure,
            category=one.category,
            adding=one.adding.value,
            is_whole=one.is_whole,
            order=order,
        )
        save_as(row, by, f"Từ bộ chỉ tiêu: {READY[name].label}")
    return len(wanted)


@verb
def set_task_indicators(
    *,
    task: Task,
    targets: Mapping[Indicator, Decimal | None],
    by: User,
    on: Day,
    counted_by: Counting | str = "",
    words: Mapping[Indicator, str] | None = None,
) -> None:
    """What the units of a task are asked for, each with the target of one part (None for no
    target), and whether they count each its own.  Indicators that are not named are taken off.
    Raises ValidationError."""
    task = locked(task)
    if str(counted_by) != task.counted_by:
        task.counted_by = counted_by
        sign(task, by, told("Đổi cách tính số liệu", on)).save()
    there = {row.indicator_id: row for row in task.indicators.all()}
    for indicator, target in targets.items():
        row = there.pop(indicator.pk, None)
        kept = row.words if row and row.target == target else ""
        said = (words or {}).get(indicator, kept)
        if row is None or (row.target, row.words) != (target, said):
            row = row or TaskIndicator(task=task, indicator=indicator)
            row.target, row.words = target, said
            save_as(row, by, unchecked=["task", "indicator"])
    for row in there.values():
        delete_as(row, by)


def _next_order(agency: Unit) -> int:
    last = Indicator.objects.filter(agency=agency).aggregate(last=Max("order"))["last"]
    return 1 if last is None else last + 1
