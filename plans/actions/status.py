"""From draft to the end: put into force, ended, taken up again, replaced, revoked."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError

from accounts.changes import locked, save_as, verb
from accounts.models import User
from plans.actions.base import demand, reason_given
from plans.models import Plan
from plans.schedule import ONE_DAY
from plans.status import PlanStatus

OUT_OF_FORCE = (PlanStatus.REVOKED, PlanStatus.SUPERSEDED)


@verb
def release_plan(*, plan: Plan, by: User, on: datetime.date) -> Plan:
    """Puts a draft into force: from now on its work shows to the units.

    Raises ValidationError for a plan that is no draft.
    """
    plan = locked(plan)
    demand(plan, PlanStatus.DRAFT, "Chỉ kế hoạch dự thảo mới đưa vào thực hiện được.")
    plan.released_on = on
    return save_as(plan, by, "Đưa vào thực hiện")


@verb
def run_on(*, on: datetime.date) -> int:
    """Makes the time of each plan in force that names no end longer, to the end of the year of
    ``on``; returns how many.  Run twice it changes nothing twice."""
    ends_on = datetime.date(on.year, 12, 31)
    ended = Plan.objects.select_for_update().filter(
        runs_on=True, ends_on__lt=ends_on, released_on__lte=on, in_force_until__isnull=True
    )
    plans = list(ended.order_by("pk"))
    for plan in plans:
        plan.ends_on = ends_on
        save_as(plan, None, f"Không định ngày kết thúc: tiếp tục trong năm {on.year}")
    return len(plans)


@verb
def close_plan(*, plan: Plan, by: User, on: datetime.date) -> Plan:
    """Ends a plan that is being carried out; its figures stay in the reports.

    Raises ValidationError for a plan that is not in force.
    """
    plan = locked(plan)
    demand(plan, PlanStatus.ISSUED, "Chỉ kế hoạch đang thực hiện mới kết thúc được.")
    plan.closed_on = plan.in_force_until = on
    return save_as(plan, by, "Kết thúc kế hoạch")


@verb
def reopen_plan(*, plan: Plan, by: User, reason: str) -> Plan:
    """Takes back that a plan was ended, replaced or revoked.  What was ended before it was replaced
    or revoked is ended again.

    Raises ValidationError without a reason, or for a plan that stands.
    """
    plan = locked(plan)
    reason = reason_given(reason, "mở lại")
    match plan.status:
        case PlanStatus.REVOKED:
            plan.revoked_on = None
        case PlanStatus.SUPERSEDED:
            plan.superseded_by = None
        case PlanStatus.CLOSED:
            plan.closed_on = None
        case _:
            raise ValidationError(
                "Chỉ kế hoạch đã kết thúc, được thay thế hoặc bãi bỏ mới mở lại được."
            )
    plan.in_force_until = plan.closed_on
    return save_as(plan, by, reason)


@verb
def supersede_plan(*, plan: Plan, successor: Plan, by: User, on: datetime.date) -> Plan:
    """Lets another plan take the place of this one from that day; its work counts for the days
    before, and stays to be read.

    ``successor`` is a plan of the same agency, of one above it or of one below it.  Raises
    ValidationError for a plan that is out of force already, for itself, and for a plan that is out
    of force, ended, or replaced by this one in turn.
    """
    # Always in the order of their keys, so that no two replacements wait for each other.
    held = Plan.objects.select_for_update().filter(pk__in=[plan.pk, successor.pk]).order_by("pk")
    rows = {row.pk: row for row in held}
    plan, successor = rows[plan.pk], rows[successor.pk]
    if plan.status in OUT_OF_FORCE:
        raise ValidationError("Kế hoạch này không còn hiệu lực.")
    _refuse_successor(plan, successor)
    plan.superseded_by = successor
    _end_before(plan, on)
    return save_as(plan, by, f"Được thay thế bởi kế hoạch số {successor.full_number}")


def _refuse_successor(plan: Plan, successor: Plan) -> None:
    if successor.pk == plan.pk:
        message = "Kế hoạch không thể thay thế chính nó. Hãy chọn kế hoạch khác."
    elif _leads_back(plan, successor):
        message = "Kế hoạch được chọn đã được chính kế hoạch này thay thế. Hãy chọn kế hoạch khác."
    elif successor.status in (*OUT_OF_FORCE, PlanStatus.CLOSED):
        message = "Kế hoạch được chọn không còn hiệu lực. Hãy chọn kế hoạch đang có hiệu lực."
    elif not Plan.objects.around(plan.issuer).filter(pk=successor.pk).exists():
        message = (
            "Kế hoạch thay thế phải do cùng cơ quan, cơ quan cấp trên hoặc cấp dưới ban hành."
            " Hãy chọn kế hoạch khác."
        )
    else:
        return
    raise ValidationError({"chosen": message})


def _leads_back(plan: Plan, successor: Plan) -> bool:
    """Whether the plans that have replaced ``successor``, one after the other, come to ``plan``."""
    seen, at = {successor.pk}, successor.superseded_by_id
    while at is not None and at not in seen:
        seen.add(at)
        at = Plan.objects.filter(pk=at).values_list("superseded_by_id", flat=True).first()
    return plan.pk in seen


@verb
def revoke_plan(*, plan: Plan, by: User, on: datetime.date, reason: str) -> Plan:
    """Takes a plan out of force; its work is counted no longer.

    Raises ValidationError without a reason, or where the plan is out of force already.
    """
    plan = locked(plan)
    reason = reason_given(reason, "bãi bỏ")
    if plan.status in OUT_OF_FORCE:
        raise ValidationError("Kế hoạch này không còn hiệu lực.")
    plan.revoked_on = on
    _end_before(plan, on)
    return save_as(plan, by, reason)


def _end_before(plan: Plan, on: datetime.date) -> None:
    """Its last day is the one before, or the one on which it was ended already."""
    last = on - ONE_DAY
    plan.in_force_until = min(plan.in_force_until or last, last)
