"""What the changes of a plan share."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from accounts.changes import REASON_LENGTH
from plans.models import Plan
from plans.status import PlanStatus
from vietnamese.text import one_line


def demand(plan: Plan, status: PlanStatus, message: str) -> None:
    if plan.status is not status:
        raise ValidationError(message)


def reason_given(reason: str, what_for: str) -> str:
    reason = one_line(reason)
    if not reason or len(reason) > REASON_LENGTH:
        raise ValidationError(
            {"reason": f"Hãy nêu lý do {what_for}, tối đa {REASON_LENGTH} ký tự."}
        )
    return reason
