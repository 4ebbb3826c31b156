"""What a person says of the tasks of the superior plan: this task of ours carries it out, or none
needs to."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from simple_history.utils import bulk_create_with_history

from accounts.changes import delete_as, locked, verb
from accounts.models import User
from plans.models import Plan
from tasks.models import Task, TaskCoverage
from vietnamese.text import one_line

REASON_LENGTH = 500
NAMED = 3  # tasks named in an error


@verb
def confirm_coverage(
    *,
    plan: Plan,
    superior: Plan | int,
    pairs: Iterable[tuple[int, int]],
    by: User,
    on: datetime.date,
) -> int:
    """Confirms that tasks of ``plan`` carry out tasks of ``superior``, the plan that the person
    compared with; ``pairs`` are keys, the superior's task first.  Pairs that are there stay.

    Returns how many are new.  Raises ValidationError where the plan carries out another one by now,
    where a task is of neither plan, or where one of the superior's tasks was said to be none of
    this plan's business.
    """
    plan = _locked(plan, superior)
    wanted = set(pairs)
    _refuse_foreign(plan, {above for above, _ in wanted}, {task for _, task in wanted})
    there = _said(plan)
    waived = {above for above, task in there if task is None}
    _refuse_tasks(
        {above for above, _ in wanted} & waived,
        "đã ghi là không thuộc trách nhiệm. Hãy bỏ ghi nhận đó rồi xác nhận lại.",
    )
    rows = [
        TaskCoverage(plan=plan, superior_id=above, task_id=task, confirmed_by=by, confirmed_on=on)
        for above, task in sorted(wanted)
        if (above, task) not in there
    ]
    return _write(rows, by, "Xác nhận triển khai nhiệm vụ cấp trên")


@verb
def waive_coverage(
    *,
    plan: Plan,
    superior: Plan | int,
    tasks: Iterable[int],
    reason: str,
    by: User,
    on: datetime.date,
) -> int:
    """Says, with the reason, that tasks of the superior plan are none of this plan's business.

    Returns how many are new; what was said before stays.  Raises ValidationError without a reason,
    for a task that is carried out, and as ``confirm_coverage`` does.
    """
    plan = _locked(plan, superior)
    wanted, reason = set(tasks), one_line(reason)
    if wanted and (not reason or len(reason) > REASON_LENGTH):
        message = f"Hãy nêu lý do không thuộc trách nhiệm, tối đa {REASON_LENGTH} ký tự."
        raise ValidationError({"reason": message})
    _refuse_foreign(plan, wanted, set())
    there = _said(plan)
    covered = {above for above, task in there if task is not None}
    _refuse_tasks(
        wanted & covered,
        "đã có nhiệm vụ triển khai. Hãy gỡ các nhiệm vụ đó trước khi ghi không thuộc trách nhiệm.",
    )
    rows = [
        TaskCoverage(plan=plan, superior_id=above, reason=reason, confirmed_by=by, confirmed_on=on)
        for above in sorted(wanted)
        if (above, None) not in there
    ]
    return _write(rows, by, "Ghi không thuộc trách nhiệm")


@verb
def remove_coverage(*, plan: Plan, coverage: int, by: User) -> bool:
    """Takes one word on a task back; False where it is gone already."""
    row = locked(plan).coverages.filter(pk=coverage).first()
    if row is None:
        return False
    delete_as(row, by, "Gỡ đối chiếu")
    return True


def _locked(plan: Plan, superior: Plan | int) -> Plan:
    """The plan as it stands now, held; all that is said of it is said one after the other."""
    plan = locked(plan)
    if plan.carries_out_id != (superior.pk if isinstance(superior, Plan) else superior):
        raise ValidationError(
            "Kế hoạch cấp trên vừa được đổi. Hãy xem lại trang đối chiếu rồi chọn lại.",
            code="stale",
        )
    return plan


def _said(plan: Plan) -> set[tuple[int, int | None]]:
    return set(plan.coverages.values_list("superior_id", "task_id"))


def _refuse_foreign(plan: Plan, above: Collection[int], own: Collection[int]) -> None:
    found = Task.objects.filter(plan=plan.carries_out_id, pk__in=above).count()
    if found != len(above) or plan.tasks.filter(pk__in=own).count() != len(own):
        raise ValidationError(
            "Có nhiệm vụ được chọn không còn trong kế hoạch. Hãy tải lại trang rồi chọn lại."
        )


def _refuse_tasks(tasks: Collection[int], why: str) -> None:
    if tasks:
        named = Task.objects.filter(pk__in=tasks).order_by("order", "pk")[:NAMED]
        names = "; ".join(f"“{task}”" for task in named)
        raise ValidationError(f"Nhiệm vụ {names} {why}")


def _write(rows: list[TaskCoverage], by: User, reason: str) -> int:
    for row in rows:
        # The keys were looked up together; asking for each again would grow with the plan.
        row.clean_fields(exclude=["plan", "superior", "task", "confirmed_by"])
    bulk_create_with_history(
        rows, TaskCoverage, batch_size=200, default_user=by, default_change_reason=reason
    )
    return len(rows)
