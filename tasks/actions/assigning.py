"""Giving work to units, and the next period of what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import F, Max, Q

from accounts.changes import locked, sign, told, verb
from accounts.models import User
from plans.deadlines import MONTHS
from plans.holidays import reckoning_of
from plans.reckoning import Reckoning
from plans.schedule import Occurrence
from plans.status import PlanStatus
from tasks.actions.base import Day
from tasks.actions.giving import give
from tasks.models import Assignment, GroupAssignment, OutsideParty, Part, Task
from units.models import Unit, UnitGroup
from vietnamese.text import fold, one_line

RUNNING = (PlanStatus.DRAFT, PlanStatus.ISSUED)


@verb
def assign_unit(*, task: Task, unit: Unit, part: Part | str) -> list[Assignment]:
    """Gives a unit its part in a task: one assignment for each time the work falls due within the
    plan's time.  Those that are already there stay as they are.  Returns all of them in order."""
    return assign_units(task=task, units=[unit], part=part)


@verb
def assign_units(
    *,
    task: Task,
    units: Iterable[Unit],
    part: Part | str,
    since: Day | None = None,
    times: Sequence[Occurrence] | None = None,
) -> list[Assignment]:
    """Gives several units the same part in a task; as ``assign_unit``, in a handful of queries.

    ``since`` leaves out what fell due before that day: work given late is not late at once.
    ``times`` are the task's occurrences where they were worked out before.
    """
    # The task is locked, so that two people who assign at once make nothing twice.
    task = locked(task, "plan")
    given = {unit.pk: unit for unit in units}
    times = task.occurrences(task.plan.period) if times is None else times
    there = set(
        Assignment.objects.filter(task=task, unit__in=given).values_list("unit_id", "period")
    )
    reckoning = reckoning_of(task.plan.issuer_id, [one.due_on for one in times if one.due_on])
    give(
        [
            one
            for unit in given.values()
            for one in parts_of(task, unit, Part(part), since, times, reckoning)
            if (unit.pk, one.period) not in there
        ]
    )
    found = Assignment.objects.filter(task=task, unit__in=given).select_related("unit")
    return list(found.order_by("unit__sort_name", "unit_id", "starts_on", "due_on", "pk"))


def parts_of(
    task: Task,
    unit: Unit,
    part: Part,
    since: Day | None = None,
    times: Sequence[Occurrence] | None = None,
    reckoning: Reckoning | None = None,
) -> list[Assignment]:
    """What a unit's part in a task would be, unsaved; ``times`` as in ``assign_units``; by the
    agency's own ``reckoning`` of due days, where it is given."""
    return [
        Assignment(
            task=task,
            unit=unit,
            part=part,
            period=occurrence.period,
            **days_of(task, occurrence, reckoning or Reckoning()),
        )
        for occurrence in (task.occurrences(task.plan.period) if times is None else times)
        if since is None or occurrence.due_on is None or occurrence.due_on >= since
    ]


def days_of(task: Task, occurrence: Occurrence, reckoning: Reckoning) -> dict[str, Day | None]:
    """The first day, the planned day and the due day of one time that work is to be done."""
    if occurrence.due_on is None:
        return {"starts_on": occurrence.starts_on, "planned_on": None, "due_on": None}
    due_on = reckoning.due(occurrence.due_on, task.qualifier)
    return {
        "starts_on": min(occurrence.starts_on, due_on),
        "planned_on": reckoning.planned(occurrence.due_on),
        "due_on": due_on,
    }


@dataclass(frozen=True)
class Given:
    """What giving work by hand came to: new assignments, the units that have them, and new names
    kept as written."""

    assignments: int
    units: int
    outside: int


@verb
def give_work(
    *,
    task: Task,
    units: Sequence[Unit],
    groups: Sequence[UnitGroup],
    outside: Sequence[str],
    part: Part | str,
    by: User,
    on: Day,
    since: Day | None = None,
) -> Given:
    """Gives a part in a task to units, to groups as a whole, and to bodies outside by name.

    What is already there stays as it is.  That a group has the work is kept beside its members'
    assignments.  Raises ValidationError where the plan has ended, or a unit is not one of the
    issuer's that work on that day.
    """
    task = locked(task, "plan")
    refuse_ended_plan(task)
    if not units and not groups and not outside:
        raise ValidationError("Hãy chọn ít nhất một đơn vị hoặc một nhóm để giao việc.")
    wanted = {unit.pk: unit for unit in units}
    for group in groups:
        wanted |= {unit.pk: unit for unit in group.units().active_on(on)}
    _refuse_strangers(task, wanted, on)
    before = set(_there(task, wanted))
    assign_units(task=task, units=wanted.values(), part=part, since=since)
    fresh = set(_there(task, wanted)) - before
    for group in groups:
        GroupAssignment.objects.get_or_create(task=task, group=group, defaults={"part": part})
    added = _add_outside(task, outside, Part(part))
    if not fresh and not added:
        raise ValidationError(_nothing_to_give(task, since))
    given = Given(len(fresh), len({unit for _, unit in fresh}), added)
    _keep_history(task, given, by, on)
    return given


@verb
def give_lead(*, task: Task, unit: Unit, by: User, on: Day, since: Day | None = None) -> Given:
    """Gives the lead of a task to one unit; as ``give_work``, from today on where no day is
    given."""
    return give_work(
        task=task,
        units=[unit],
        groups=[],
        outside=[],
        part=Part.LEAD,
        by=by,
        on=on,
        since=since or on,
    )


@verb
def give_usual_lead(*, task: Task, by: User, on: Day) -> Given:
    """Gives the lead of a task to the unit that leads most work of its category in its plan.

    Raises ValidationError where there is no such unit, or it works no more.
    """
    usual = Task.objects.filter(plan=task.plan_id, category=task.category).usual_leads()
    key = usual.get((task.plan_id, task.category), 0)
    unit = Unit.objects.internal().active_on(on).filter(pk=key).first()
    if unit is None:
        raise ValidationError(
            "Chưa có gợi ý: trong kế hoạch chưa đơn vị nào chủ trì việc cùng nhóm. Hãy chọn đơn vị."
        )
    return give_lead(task=task, unit=unit, by=by, on=on)


def _keep_history(task: Task, given: Given, by: User, on: Day) -> None:
    said = f"Giao thêm {given.assignments} phần việc cho {given.units} đơn vị"
    sign(task, by, told(said, on)).save()


def _nothing_to_give(task: Task, since: Day | None) -> str:
    ahead = [
        one
        for one in task.occurrences(task.plan.period)
        if since is None or one.due_on is None or one.due_on >= since
    ]
    if ahead:
        return "Các đơn vị đã chọn đều có việc này rồi, nên không có gì để giao thêm."
    return (
        "Việc này đã qua hạn ở mọi kỳ, mà bạn chọn chỉ giao những kỳ chưa đến hạn. Hãy bỏ lựa chọn"
        " đó nếu vẫn cần giao."
    )


def refuse_ended_plan(task: Task) -> None:
    """Raises ValidationError where nothing more can be given of the task or of its plan."""
    if task.withdrawn_on:
        raise ValidationError(
            f"Nhiệm vụ này đã rút khỏi kế hoạch từ ngày {task.withdrawn_on:%d/%m/%Y}."
        )
    if task.plan.status not in RUNNING:
        raise ValidationError("Kế hoạch này đã kết thúc hoặc không còn hiệu lực, nên không giao"
                              " thêm việc được.")  # fmt: skip


def _there(task: Task, units: Iterable[int]) -> list[tuple[int, int]]:
    return list(
        Assignment.objects.filter(task=task, unit__in=list(units)).values_list("pk", "unit_id")
    )


def _refuse_strangers(task: Task, units: dict[int, Unit], on: Day) -> None:
    working = Unit.objects.internal().active_on(on).subtree_of(task.plan.issuer)
    inside = set(working.filter(pk__in=list(units)).values_list("pk", flat=True))
    for pk, unit in units.items():
        if pk not in inside:
            raise ValidationError(
                f"“{unit}” không phải đơn vị đang hoạt động thuộc cơ quan ban hành kế hoạch."
            )


def _add_outside(task: Task, names: Sequence[str], part: Part) -> int:
    known = {fold(name) for name in task.outside_parties.values_list("name", flat=True)}
    added = 0
    for name in dict.fromkeys(map(one_line, names)):
        if name and fold(name) not in known:
            party = OutsideParty(task=task, part=part, name=name)
            party.full_clean()
            party.save()
            known.add(fold(name))
            added += 1
    return added


# --- periods that begin: work that comes back is there when its next time starts ------------------
# The shortest period: what began later has no next one yet.
SHORTEST = timedelta(days=27)


@verb
def open_periods(*, on: Day) -> int:
    """Gives each unit its part in every period of recurring work that has begun by ``on`` and that
    it lacks (a plan's time was made longer); returns how many.

    Only what comes after the unit's last part: work given late has no periods before it, and a unit
    whose last part was cancelled or handed over gets no more.  Run twice it makes nothing twice.
    """
    rows = list(_missing(on))
    before = Assignment.objects.count()
    give(rows, ignore_conflicts=True)
    return Assignment.objects.count() - before if rows else 0


def _missing(on: Day) -> Iterator[Assignment]:
    tasks: dict[int, Task] = {}
    for task_pk, unit_pk, part, last in _last_parts(on):
        if task_pk not in tasks:
            tasks[task_pk] = Task.objects.select_related("plan").get(pk=task_pk)
        task = tasks[task_pk]
        times = [one for one in task.occurrences(task.plan.period) if last < one.starts_on <= on]
        yield from parts_of(task, Unit(pk=unit_pk), Part(part), times=times)


def _last_parts(on: Day) -> list[tuple[int, int, str, Day]]:
    """Units with a part in recurring work of a running plan, and when their last one began."""
    recurring = Assignment.objects.in_force().filter(
        task__deadline_kind__in=[kind.value for kind in MONTHS],
        task__plan__released_on__lte=on,
        task__plan__in_force_until__isnull=True,
        task__plan__ends_on__gte=on,
    )
    rows = (
        recurring.order_by()
        .values_list("task", "unit")
        .annotate(
            last_part=Max("part"),
            last=Max("starts_on"),
            last_open=Max("starts_on", filter=Q(cancelled_on__isnull=True)),
        )
    )
    lacking = rows.filter(last=F("last_open"), last__lt=on - SHORTEST)
    return list(lacking.values_list("task", "unit", "last_part", "last"))
