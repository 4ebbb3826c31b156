"""The frame of every action: lock, check, change, keep in the history."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from plans.models import Plan
from plans.status import PlanStatus
from vietnamese.text import one_line

REASON_LENGTH = 100  # what the history keeps


class StalePlan(ValidationError):
    """Somebody changed the plan after the person had opened it."""

    def __init__(self) -> None:
        super().__init__(
            "Kế hoạch này vừa được người khác sửa. Nội dung bạn nhập vẫn còn nguyên: hãy xem lại"
            " rồi bấm lưu lần nữa.",
            code="stale",
        )


def locked(plan: Plan) -> Plan:
    """The plan as it stands now, held until the change is made."""
    return Plan.objects.select_for_update().get(pk=plan.pk)


def edition(plan: Plan) -> int:
    """What a form remembers, so that nobody's change is overwritten unseen: the last row of the
    plan's history."""
    return plan.history.order_by("-history_id").values_list("history_id", flat=True).first() or 0


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


def told(reason: str) -> str:
    """What the history keeps of a line that a name may make too long."""
    return reason if len(reason) <= REASON_LENGTH else f"{reason[: REASON_LENGTH - 1]}…"


def saved(plan: Plan, by: Any, reason: str) -> Plan:
    plan._history_user = by  # type: ignore[attr-defined]
    plan._change_reason = told(reason)  # type: ignore[attr-defined]
    plan.full_clean()
    plan.save()
    return plan
