"""A consolidator accepts reports or sends them back, and says how their figures count."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError

from accounts.changes import locked, save_as, verb
from accounts.models import User
from reports.models import ComplianceReport, FigureDecision, Submission
from reports.submissions.actions.writing import waiting

# What the story says of a decision that was taken back.
ACCEPTANCE_TAKEN_BACK, RETURN_TAKEN_BACK = "Rút lại tiếp nhận", "Rút lại việc trả lại"


@verb
def accept(
    *,
    submission: Submission,
    by: User,
    on: datetime.date,
) -> Submission:
    """The consolidator takes a report over.  Raises ValidationError where none waits."""
    submission = waiting(submission)
    submission.accepted_on, submission.decided_by = on, by
    submission.revision += 1
    return save_as(submission, by)


@verb
def send_back_submission(
    *,
    submission: Submission,
    by: User,
    on: datetime.date,
    reason: str,
) -> Submission:
    """The consolidator sends a report back to its unit.

    Raises ValidationError without a reason, or where no report waits.
    """
    submission = waiting(submission)
    if not reason.strip():
        raise ValidationError({"reason": "Hãy ghi lý do trả lại để đơn vị biết cần sửa gì."})
    submission.returned_on, submission.return_reason = on, reason.strip()
    submission.decided_by = by
    submission.revision += 1
    return save_as(submission, by)


@verb
def take_decision_back(*, submission: Submission, by: User) -> Submission:
    """The report waits again as it did before the person accepted it or sent it back.

    Raises ValidationError for another's decision, and where somebody has built on it: the unit has
    written on, or a report issued since takes it in.
    """
    held = locked(submission)
    if refusal := why_decision_stays(held, by):
        raise ValidationError(refusal)
    said = ACCEPTANCE_TAKEN_BACK if held.accepted_on else RETURN_TAKEN_BACK
    held.accepted_on = held.returned_on = held.decided_by = None
    held.return_reason = ""
    held.revision += 1
    return save_as(held, by, said)


def why_decision_stays(submission: Submission, by: User) -> str:
    """Why a person cannot take back what became of a report; "" where it can be."""
    if not (submission.accepted_on or submission.returned_on):
        return "Báo cáo này đang chờ tiếp nhận."
    if submission.decided_by_id != by.pk:
        return "Chỉ người đã quyết định mới rút lại được."
    last = submission.history.order_by("-history_id").first()
    issued = ComplianceReport.objects.filter(
        plans=submission.duty.plan_id, issued_on__gte=submission.accepted_on or datetime.date.max
    )
    if last is None or last.history_user_id != by.pk or issued.exists():
        return "Đã có người xử lý tiếp nên không rút lại được nữa."
    return ""


@verb
def decide_figure(
    *, submission: Submission, name: str, counts: bool | None, by: User, on: datetime.date
) -> None:
    """Says of a figure that may repeat another unit's whether it counts (True), is left out (False)
    or waits again for a decision (None).

    Raises ValidationError where the report is not accepted or has no such row.
    """
    held = locked(submission)
    if not held.accepted_on:
        raise ValidationError("Báo cáo chưa được tiếp nhận nên số liệu chưa được tổng hợp.")
    if all(row["name"] != name for row in held.figures):
        raise ValidationError("Báo cáo không còn chỉ tiêu này. Hãy mở lại trang.")
    FigureDecision.objects.filter(submission=held, name=name).delete()
    if counts is not None:
        save_as(FigureDecision(submission=held, name=name, counts=counts, by=by, on=on), by)
