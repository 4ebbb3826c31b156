"""What the head and the foot of a plan say: number and day, place, signatory."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError

from accounts.changes import StaleRevision, locked, save_as, verb
from accounts.models import User
from plans.actions.base import edition
from plans.models import Plan
from vietnamese.text import one_line

DETAILS = (
    "title",
    "place",
    "signatory_authority",
    "signatory_position",
    "signatory_name",
    "evidence_cycle",
)


@verb
def update_plan_number(
    *,
    plan: Plan,
    by: User,
    on: datetime.date,
    number: str,
    symbol: str,
    issued_on: datetime.date | None,
) -> Plan:
    """Enters the number, symbol and day that the records office gave; any may be blank still.

    Raises ValidationError for a day after ``on``, or for a number that another plan of the issuer
    has in that year.
    """
    plan = locked(plan)
    plan.number, plan.symbol = one_line(number), one_line(symbol)
    plan.issued_on = issued_on
    if issued_on and issued_on > on:
        message = f"Ngày ban hành không thể sau hôm nay ({on:%d/%m/%Y}). Hãy kiểm tra lại ngày."
        raise ValidationError({"issued_on": message})
    _check_number_free(plan)
    return save_as(plan, by, "Ghi số, ký hiệu, ngày ban hành")


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


@verb
def update_plan_details(*, plan: Plan, by: User, revision: int, **details: str) -> Plan:
    """Mends the title, place, signatory and evidence cycle (``DETAILS``) of a plan.

    The time of the plan is not among them: the work of every period hangs on it.  ``revision`` is
    the ``edition`` that the person saw.  Raises StaleRevision where it is another by now,
    ValidationError for a value that does not fit.  Writes nothing where nothing changes.
    """
    plan = locked(plan)
    if revision != (now := edition(plan)):
        raise StaleRevision("Kế hoạch này", now)
    changed = {
        name: one_line(details[name])
        for name in DETAILS
        if name in details and one_line(details[name]) != getattr(plan, name)
    }
    if not changed:
        return plan
    for name, value in changed.items():
        setattr(plan, name, value)
    return save_as(plan, by, "Sửa thông tin văn bản")
