"""Changes of plans.  Each takes who does it and on which day, and leaves a row in the history."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from plans.models import Plan
from plans.status import PlanStatus
from vietnamese.text import one_line

REASON_LENGTH = 100  # what the history keeps


@transaction.atomic
def update_plan_number(
    *,
    plan: Plan,
    by: Any,
    on: datetime.date,
    number: str,
    symbol: str,
    issued_on: datetime.date | None,
) -> Plan:
    """Enters the number, symbol and day that the records office gave; any may be blank still.

    Raises ValidationError for a day after ``on``, or for a number that another plan of the issuer
    has in that year.
    """
    plan = _locked(plan)
    plan.number, plan.symbol = one_line(number), one_line(symbol)
    plan.issued_on = issued_on
    if issued_on and issued_on > on:
        message = f"Ngày ban hành không thể sau hôm nay ({on:%d/%m/%Y}). Hãy kiểm tra lại ngày."
        raise ValidationError({"issued_on": message})
    _check_number_free(plan)
    return _saved(plan, by, "Ghi số, ký hiệu, ngày ban hành")


@transaction.atomic
def release_plan(*, plan: Plan, by: Any, on: datetime.date) -> Plan:
    """Puts a draft into force: from now on its work shows to the units.

    Raises ValidationError for a plan that is no draft.
    """
    plan = _locked(plan)
    _demand(plan, PlanStatus.DRAFT, "Chỉ kế hoạch dự thảo mới đưa vào thực hiện được.")
    plan.released_on = on
    return _saved(plan, by, "Đưa vào thực hiện")


@transaction.atomic
def close_plan(*, plan: Plan, by: Any, on: datetime.date) -> Plan:
    """Ends a plan that is being carried out; its figures stay in the reports.

    Raises ValidationError for a plan that is not in force.
    """
    plan = _locked(plan)
    _demand(plan, PlanStatus.ISSUED, "Chỉ kế hoạch đang thực hiện mới kết thúc được.")
    plan.closed_on = on
    return _saved(plan, by, "Kết thúc kế hoạch")


@transaction.atomic
def revoke_plan(*, plan: Plan, by: Any, on: datetime.date, reason: str) -> Plan:
    """Takes a plan out of force; its work is counted no longer.

    Raises ValidationError without a reason, or where the plan is out of force already.
    """
    plan = _locked(plan)
    reason = one_line(reason)
    if not reason or len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": f"Hãy nêu lý do bãi bỏ, tối đa {REASON_LENGTH} ký tự."})
    if plan.status in (PlanStatus.REVOKED, PlanStatus.SUPERSEDED):
        raise ValidationError("Kế hoạch này không còn hiệu lực.")
    plan.revoked_on = on
    return _saved(plan, by, reason)


def _locked(plan: Plan) -> Plan:
    """The plan as it stands now, held until the change is made."""
    return Plan.objects.select_for_update().get(pk=plan.pk)


def _demand(plan: Plan, status: PlanStatus, message: str) -> None:
    if plan.status is not status:
        raise ValidationError(message)


def _check_number_free(plan: Plan) -> None:
    if not (plan.number and plan.issued_on):
        return
    others = Plan.objects.filter(
        issuer=plan.issuer_id,
        number=plan.number,
        symbol=plan.symbol,
        issued_on__year=plan.issued_on.year,
    ).exclude(pk=plan.pk)
    if others.exists():
        message = (
            f"Số {plan.full_number} năm {plan.issued_on.year} đã dùng cho một kế hoạch khác"
            " của cơ quan. Hãy kiểm tra lại số hoặc năm."
        )
        raise ValidationError({"number": message})


def _saved(plan: Plan, by: Any, reason: str) -> Plan:
    plan._history_user = by  # type: ignore[attr-defined]
    plan._change_reason = reason  # type: ignore[attr-defined]
    plan.full_clean()
    plan.save()
    return plan
