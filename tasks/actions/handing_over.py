"""Work goes to another unit, piece by piece or all of it with the unit.

The part of the unit that gives it away ends, with its story, as cancelled; the unit that receives
it gets a part of its own for the same task and period, due on the same day.  So each story stays
where it happened, the figures of the past stay as they were, and from the day of the change the
work counts once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.changes import verb
from accounts.models import User
from tasks.actions.base import (
    Day,
    answer_open_request,
    changing_work,
    refuse_closed,
    required,
    tell,
)
from tasks.actions.giving import give
from tasks.actions.suspension import cancel, suspend
from tasks.models import Assignment, EntryKind, Evidence, Part, Task
from tasks.querysets import AssignmentQuerySet
from units.actions import close_unit, merge_units
from units.models import Unit

# The receiving unit has done the same work already; who hands over decides what that means.
DONE_ALREADY = "done_already"


def to_hand_over(unit: Unit) -> AssignmentQuerySet:
    """The work of a unit that can still go to another: neither closed nor waiting for confirmation,
    of plans in force."""
    open_work = Assignment.objects.filter(unit=unit, finished_on__isnull=True)
    return open_work.unfinished().in_force()


@verb
def hand_over(
    *,
    assignment: Assignment,
    to_unit: Unit,
    by: User,
    on: Day,
    reason: str,
    revision: int | None = None,
) -> Assignment:
    """Gives a unit's part in a task to another unit, with a reason; returns the other unit's part.

    Where the other unit has a part in the same task and period already, that part goes on (and
    leads, where the one given away led).  Raises ValidationError where the work is closed or waits
    for confirmation, or the other unit cannot take it; with code ``DONE_ALREADY`` where that unit
    has reported the same work done.
    """
    reason = required("reason", reason, "Hãy nêu lý do chuyển giao.")
    # As in ``assign_units``: whoever makes parts of a task holds the task.
    Task.objects.select_for_update(of=("self",)).get(pk=assignment.task_id)
    with changing_work(assignment, revision) as work:
        _refuse(work, to_unit, on)
        answer_open_request(work, on, f"Công việc đã chuyển giao cho {to_unit}.")
        work.cancelled_on = on
        note = f"Chuyển giao cho {to_unit}. Lý do: {reason}"
        tell(work, EntryKind.HANDED_OVER, by, on, note)
    return _received(work, to_unit, by, on, reason)


def _refuse(work: Assignment, to_unit: Unit, on: Day) -> None:
    refuse_closed(work)
    if work.finished_on:
        raise ValidationError(
            "Đơn vị đã báo hoàn thành việc này. Hãy xác nhận hoặc trả lại trước khi chuyển giao."
        )
    if to_unit.pk == work.unit_id:
        raise ValidationError({"to_unit": f"{to_unit} đang giữ việc này. Hãy chọn đơn vị khác."})
    if not Unit.objects.filter(pk=to_unit.pk).active_on(on).exists():
        raise ValidationError(
            {"to_unit": f"{to_unit} không còn hoạt động. Hãy chọn đơn vị đang hoạt động."}
        )


def _received(work: Assignment, to_unit: Unit, by: User, on: Day, reason: str) -> Assignment:
    there = Assignment.objects.filter(task=work.task_id, unit=to_unit, period=work.period).first()
    receiving = there or _begin(work, to_unit, on)
    with changing_work(receiving) as part:
        _refuse_done(part, to_unit)
        if part.cancelled_on or there is None:
            _take_over(part, work, on)
        if work.part == Part.LEAD:
            part.part = Part.LEAD
        tell(part, EntryKind.HANDED_OVER, by, on, _receipt(work, reason), part.percent)
    return part


def _begin(work: Assignment, to_unit: Unit, on: Day) -> Assignment:
    # From the day of the change, so that looking back it is not counted beside the old part; work
    # that is late already began at the latest on its due day.
    starts_on = max(work.starts_on, min(on, work.due_on) if work.due_on else on)
    part = Assignment(
        task=work.task,
        unit=to_unit,
        part=work.part,
        period=work.period,
        starts_on=starts_on,
        planned_on=work.planned_on,
        due_on=work.due_on,
    )
    part.full_clean(exclude=["task", "unit"])
    give([part])
    return part


def _refuse_done(part: Assignment, to_unit: Unit) -> None:
    if part.finished_on and not part.cancelled_on:
        words = f"{to_unit} đã báo hoàn thành chính việc này. Có thể hủy phần việc còn lại."
        raise ValidationError({"to_unit": ValidationError(words, code=DONE_ALREADY)})


def _take_over(part: Assignment, work: Assignment, on: Day) -> None:
    """How far the work has come goes along with it, also to a unit that once gave it away."""
    part.cancelled_on = None
    part.due_on, part.percent = work.due_on, work.percent
    part.suspended_on = on if work.suspended_on else None
    part.officer = None


def _receipt(work: Assignment, reason: str) -> str:
    told = work.entries.filter(Q(kind=EntryKind.PROGRESS)).order_by("-on", "-pk").first()
    lines = [f"Nhận chuyển giao từ {work.unit}. Lý do: {reason}"]
    if told and told.note:
        lines.append(f"Việc đã làm gần nhất ({told.on:%d/%m/%Y}): {told.note}")
    files = Evidence.objects.filter(entry__assignment=work).count()
    if files:
        lines.append(f"{files} tệp minh chứng lưu ở phần việc của {work.unit}.")
    return "\n".join(lines)


# --- two units become one, with their work --------------------------------------------------------
@dataclass(frozen=True)
class Merged:
    """``handed_over``: parts that the successor has now; ``dropped``: parts that it had reported
    done already, cancelled in the units that ended."""

    into: Unit
    handed_over: int
    dropped: int


@verb
def merge_with_work(
    *,
    units: Sequence[Unit],
    into: Unit,
    work: Mapping[int, int],
    by: User,
    on: Day,
    ended_on: Day,
    move_roles: bool,
    revisions: Mapping[int, int],
) -> Merged:
    """As ``units.actions.merge_units``, and hands ``work`` (pk of an assignment → the revision that
    the person saw) to the successor.

    What is not named stays with the units that end.  Raises ValidationError where a unit cannot be
    merged or work cannot be handed over; then nothing changes.
    """
    merge_units(
        units=units,
        into=into,
        by=by,
        on=on,
        ended_on=ended_on,
        move_roles=move_roles,
        revisions=revisions,
    )
    rows = Assignment.objects.filter(pk__in=list(work), unit__in=units)
    handed = [
        _hand_over(row, into, by, on, f"Sáp nhập {row.unit} vào {into}.", work[row.pk])
        for row in rows.select_related("unit", "task").order_by("pk")
    ]
    return Merged(into, sum(handed), len(handed) - sum(handed))


def _hand_over(
    row: Assignment, into: Unit, by: User, on: Day, reason: str, revision: int | None = None
) -> bool:
    """Whether the other unit has the work now; else it had done it and this part is cancelled."""
    try:
        hand_over(assignment=row, to_unit=into, by=by, on=on, reason=reason, revision=revision)
    except ValidationError as error:
        if DONE_ALREADY not in _codes(error):
            raise
        told = f"{reason} {into} đã báo hoàn thành chính việc này."
        cancel(assignment=row, by=by, on=on, reason=told)
        return False
    return True


def _codes(error: ValidationError) -> set[str | None]:
    errors = error.error_list if not hasattr(error, "error_dict") else [
        one for some in error.error_dict.values() for one in some
    ]  # fmt: skip
    return {one.code for one in errors}


# --- a unit ends, or gives up all of its work -----------------------------------------------------
class Fate(StrEnum):
    """What becomes of the open work of a unit that ends."""

    HAND_OVER = "hand_over"
    CANCEL = "cancel"
    SUSPEND = "suspend"


@verb
def hand_over_all(*, unit: Unit, to_unit: Unit, by: User, on: Day, reason: str) -> int:
    """Gives all open work of a unit to another; returns how many parts.

    Raises ValidationError where there is none, or a piece cannot be handed over: then nothing
    changes.
    """
    reason = required("reason", reason, "Hãy nêu lý do chuyển giao.")
    rows = list(to_hand_over(unit).select_related("unit", "task").order_by("pk"))
    if not rows:
        raise ValidationError(f"{unit} không còn việc nào đang làm.")
    for row in rows:
        _hand_over(row, to_unit, by, on, reason)
    return len(rows)


@verb
def close_unit_with_work(
    *,
    unit: Unit,
    by: User,
    on: Day,
    ended_on: Day,
    end_roles: bool = False,
    fate: Fate | str = "",
    to_unit: Unit | None = None,
    reason: str = "",
    revision: int | None = None,
) -> int:
    """The unit ends, and ``fate`` says what becomes of its open work: handed over to ``to_unit``,
    cancelled or suspended, with a reason.  Returns how many parts that was.

    What waits for confirmation stays, and can still be confirmed.  Raises ValidationError where
    there is open work and no answer for it, or the unit cannot end: then nothing changes.
    """
    rows = list(to_hand_over(unit).select_related("unit", "task").order_by("pk"))
    if rows:
        _settle(rows, fate, to_unit, reason, by, on)
    close_unit(unit=unit, by=by, on=on, ended_on=ended_on, end_roles=end_roles, revision=revision)
    return len(rows)


def _settle(
    rows: Sequence[Assignment],
    fate: Fate | str,
    to_unit: Unit | None,
    reason: str,
    by: User,
    on: Day,
) -> None:
    if fate not in set(Fate):
        raise ValidationError(
            {"fate": f"Đơn vị còn {len(rows)} việc đang làm. Hãy chọn cách xử lý."}
        )
    reason = required("reason", reason, "Hãy nêu lý do.")
    if fate == Fate.HAND_OVER and to_unit is None:
        raise ValidationError({"to_unit": "Hãy chọn đơn vị nhận việc."})
    for row in rows:
        if to_unit is not None and fate == Fate.HAND_OVER:
            _hand_over(row, to_unit, by, on, reason)
        elif fate == Fate.CANCEL:
            cancel(assignment=row, by=by, on=on, reason=reason)
        elif row.suspended_on is None:
            suspend(assignment=row, by=by, on=on, reason=reason)
