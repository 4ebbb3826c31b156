"""Changes of what units report: submitted, accepted, sent back."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError

from accounts.changes import locked, save_as, verb
from accounts.models import User
from plans.models import ReportDuty
from plans.schedule import Occurrence
from plans.status import PlanStatus
from reports.models import Submission, SubmissionPart
from units.models import Unit

HEADING = "Kết quả thực hiện"


@verb
def submit(
    *, duty: ReportDuty, unit: Unit, period: str, by: User, on: datetime.date, text: str
) -> Submission:
    """A unit hands in its report for one period, the first time or after it was sent back.

    Raises ValidationError where the unit does not owe this report, the text is empty, or the report
    has already been accepted or waits to be.
    """
    occurrence = _owed(duty, unit, period)
    if not text.strip():
        raise ValidationError({"text": "Hãy ghi nội dung báo cáo."})
    submission, _ = Submission.objects.select_for_update().get_or_create(
        duty=duty, unit=unit, period=period, defaults={"due_on": occurrence.due_on}
    )
    if submission.accepted_on:
        raise ValidationError("Báo cáo này đã được tiếp nhận nên không nộp lại được.")
    if submission.submitted_on and not submission.returned_on:
        raise ValidationError("Báo cáo này đã nộp và đang chờ tiếp nhận.")
    submission.submitted_on, submission.submitted_by = on, by
    submission.returned_on, submission.return_reason = None, ""
    submission.decided_by = None
    save_as(submission, by)
    _write(submission, text)
    return submission


@verb
def accept(
    *,
    submission: Submission,
    by: User,
    on: datetime.date,
) -> Submission:
    """The consolidator takes a report over.  Raises ValidationError where none waits."""
    submission = _waiting(submission)
    submission.accepted_on, submission.decided_by = on, by
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
    submission = _waiting(submission)
    if not reason.strip():
        raise ValidationError({"reason": "Hãy ghi lý do trả lại để đơn vị biết cần sửa gì."})
    submission.returned_on, submission.return_reason = on, reason.strip()
    submission.decided_by = by
    return save_as(submission, by)


def _owed(duty: ReportDuty, unit: Unit, period: str) -> Occurrence:
    """The time for which the unit owes the report."""
    if duty.plan.status not in (PlanStatus.ISSUED, PlanStatus.CLOSED):
        raise ValidationError("Kế hoạch này không còn hiệu lực hoặc chưa được đưa vào thực hiện.")
    when = {one.period: one for one in duty.occurrences(duty.plan.period)}
    if period not in when or not duty.reporters.filter(pk=unit.pk).exists():
        raise ValidationError("Đơn vị không phải nộp báo cáo này trong kỳ đã chọn.")
    return when[period]


def _waiting(submission: Submission) -> Submission:
    held = locked(submission)
    if not held.submitted_on or held.returned_on or held.accepted_on:
        raise ValidationError("Báo cáo này không ở tình trạng chờ tiếp nhận.")
    return held


def _write(submission: Submission, text: str) -> None:
    part, _ = SubmissionPart.objects.get_or_create(
        submission=submission, order=1, defaults={"heading": HEADING}
    )
    part.text = text.strip()
    part.full_clean()
    part.save()
