"""Tasks after the plan was issued: added, changed, withdrawn, each with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from accounts.changes import changing, locked, save_as, told, verb
from accounts.models import User
from plans.holidays import reckoning_of
from plans.models import Plan
from plans.reckoning import Reckoning
from plans.schedule import Occurrence
from tasks.actions.assigning import days_of, parts_of, refuse_ended_plan
from tasks.actions.base import Day, answer_open_request, required, tell
from tasks.actions.giving import give, take_away
from tasks.models import Assignment, EntryKind, Part, Task
from tasks.wording import day_words

DEADLINE = frozenset(
    {"deadline_kind", "deadline_days", "deadline_starts_on", "qualifier", "on_request"}
)
Row = tuple[int, str]


@dataclass(frozen=True)
class Rescheduled:
    """What another deadline came to: parts with another day, new ones, and those that fell away."""

    moved: int = 0
    added: int = 0
    dropped: int = 0


@verb
def add_task(
    *, plan: Plan, by: User, on: Day, reason: str, parent: Task | None = None, **fields: Any
) -> Task:
    """A task that the plan did not have when it was issued, last of its plan.

    Raises ValidationError without a reason, for a plan that has ended, or a value that does not
    fit.
    """
    reason = required("reason", reason, "Hãy nêu lý do, ví dụ số văn bản giao thêm việc.")
    locked(plan)  # the next place is given once
    last = plan.tasks.aggregate(last=Max("order"))["last"]
    task = Task(plan=plan, parent=parent, order=0 if last is None else last + 1, **fields)
    task.text = task.text or task.title
    refuse_ended_plan(task)
    return save_as(task, by, told(f"Thêm nhiệm vụ: {reason}", on), unchecked=["plan", "parent"])


@verb
def change_task(
    *, task: Task, by: User, on: Day, reason: str, revision: int | None = None, **fields: Any
) -> Rescheduled:
    """Another title, category, product or deadline.

    With another deadline the open parts follow: each keeps what was recorded on it and gets the new
    day, days still to come get parts of their own, and parts whose day there is no more fall away
    (those with a story are cancelled and say why).  What was reported done stays as it is; a later
    day that was granted stays where it is later.  Raises ValidationError, StaleRevision.
    """
    reason = required("reason", reason, "Hãy nêu lý do thay đổi.")
    with changing(
        task,
        "plan",
        by=by,
        reason=told(reason, on),
        revision=revision,
        what="Nhiệm vụ này",
        unchecked=["plan", "parent"],
    ) as row:
        refuse_ended_plan(row)
        before = {name: getattr(row, name) for name in DEADLINE & set(fields)}
        for name, value in fields.items():
            setattr(row, name, value)
        row.text = row.text or row.title
        row.full_clean(exclude=["plan", "parent"])
        if any(fields[name] != was for name, was in before.items()):
            return _reschedule(row, by, on, reason)
    return Rescheduled()


@verb
def withdraw_task(
    *, task: Task, by: User, on: Day, reason: str, revision: int | None = None
) -> int:
    """Takes a task out of its plan: its open parts are cancelled with the reason, what is done
    stays and counts.  Returns how many parts were cancelled.  Raises ValidationError."""
    reason = required("reason", reason, "Hãy nêu lý do rút nhiệm vụ.")
    with changing(
        task,
        "plan",
        by=by,
        reason=told(f"Rút nhiệm vụ: {reason}", on),
        revision=revision,
        what="Nhiệm vụ này",
        unchecked=["plan", "parent"],
    ) as row:
        refuse_ended_plan(row)
        row.withdrawn_on = on
        open_parts = list(_open_parts(row))
        for work in open_parts:
            _cancel(work, by, on, f"Nhiệm vụ rút khỏi kế hoạch: {reason}")
    return len(open_parts)


@verb
def restore_task(*, task: Task, by: User, on: Day, reason: str) -> None:
    """Puts a withdrawn task back into its plan; work is given anew.  Raises ValidationError."""
    reason = required("reason", reason, "Hãy nêu lý do đưa trở lại.")
    with changing(
        task, "plan", by=by, reason=told(f"Đưa trở lại: {reason}", on), unchecked=["plan", "parent"]
    ) as row:
        row.withdrawn_on = None


@verb
def read_due_days_again(*, plan: Plan, by: User, on: Day) -> int:
    """Open work of a plan by the reading of due days that its agency has chosen by now; returns how
    many parts have another day.  Days that an extension moved stay."""
    moved = 0
    for task in plan.tasks.filter(assignments__isnull=False).distinct():
        moved += _reschedule(task, by, on, "Tính lại hạn theo thiết lập của cơ quan").moved
    return moved


# --- the parts follow -----------------------------------------------------------------------------
def _open_parts(task: Task) -> Any:
    rows = Assignment.objects.select_for_update().filter(task=task)
    unfinished = rows.filter(finished_on__isnull=True, cancelled_on__isnull=True)
    return unfinished.select_related("unit").order_by("starts_on", "pk")


def _reschedule(task: Task, by: User, on: Day, reason: str) -> Rescheduled:
    times = {one.period: one for one in task.occurrences(task.plan.period)}
    days = [one.due_on for one in times.values() if one.due_on]
    reckoning = reckoning_of(task.plan.issuer_id, days)
    units: dict[int, list[Assignment]] = {}
    for work in _open_parts(task):
        units.setdefault(work.unit_id, []).append(work)
    taken = _taken(task)
    made = Rescheduled()
    for parts in units.values():
        done = _reschedule_unit(task, parts, times, taken, reckoning, (by, on, reason))
        made = Rescheduled(
            made.moved + done.moved, made.added + done.added, made.dropped + done.dropped
        )
    return made


def _taken(task: Task) -> set[Row]:
    """The units and periods that already have a row, open or not."""
    return set(Assignment.objects.filter(task=task).values_list("unit_id", "period"))


def _reschedule_unit(
    task: Task,
    parts: Sequence[Assignment],
    times: Mapping[str, Occurrence],
    taken: set[Row],
    reckoning: Reckoning,
    said: tuple[User, Day, str],
) -> Rescheduled:
    """One unit's open parts by the new times: first those of the same period, then, where one part
    and one time are left, that part is the one."""
    unit, part = parts[0].unit, Part(parts[0].part)
    kept = [(work, times[work.period]) for work in parts if work.period in times]
    left = [work for work in parts if work.period not in times]
    free = [one for key, one in times.items() if (unit.pk, key) not in taken]
    if len(left) == 1 and len(free) == 1:
        kept.append((left.pop(), free.pop()))
    moved = sum(_move(work, task, time, reckoning, said) for work, time in kept)
    for work in left:
        _drop(work, said)
    ahead = [one for one in free if one.due_on is None or one.due_on >= said[1]]
    added = parts_of(task, unit, part, None, ahead, reckoning)
    give(added)
    return Rescheduled(moved, len(added), len(left))


def _move(
    work: Assignment,
    task: Task,
    time: Occurrence,
    reckoning: Reckoning,
    said: tuple[User, Day, str],
) -> int:
    by, on, reason = said
    days: Any = days_of(task, time, reckoning)
    old = work.due_on
    extended = work.extensions.filter(granted=True).exists()
    if extended and work.due_on and days["due_on"]:
        days["due_on"] = max(days["due_on"], work.due_on)
        days["starts_on"] = min(work.starts_on, days["starts_on"])
    if work.period == time.period and all(getattr(work, name) == days[name] for name in days):
        return 0
    if old != days["due_on"]:
        answer_open_request(work, on, "Không cần nữa: thời hạn của nhiệm vụ đã đổi.")
        words = [day_words(day) if day else "không có ngày" for day in (old, days["due_on"])]
        tell(work, EntryKind.RESCHEDULED, by, on, f"{words[0]} → {words[1]}\n{reason}")
    work.period = time.period
    for name, day in days.items():
        setattr(work, name, day)
    work.revision += 1
    work.full_clean(exclude=["task", "unit"])
    work.save()
    return int(old != days["due_on"])


def _drop(work: Assignment, said: tuple[User, Day, str]) -> None:
    if work.entries.exists():
        _cancel(work, *said)
    else:
        take_away(work)


def _cancel(work: Assignment, by: User, on: Day, reason: str) -> None:
    answer_open_request(work, on, "Công việc đã hủy.")
    work.cancelled_on = on
    work.revision += 1
    work.save()
    tell(work, EntryKind.CANCELLED, by, on, reason)
