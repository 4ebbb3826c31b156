"""Changes of what units report: submitted, accepted, sent back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from accounts.changes import changing, locked, save_as, verb
from accounts.models import User
from plans.deadlines import DeadlineKind
from plans.models import Plan, ReportDuty
from plans.schedule import Occurrence
from plans.status import PlanStatus
from reports.models import (
    ComplianceReport,
    DutyForm,
    FigureDecision,
    ReportRequest,
    Submission,
    SubmissionFile,
    SubmissionPart,
)
from reports.submissions.outline import RESULTS, FigureLine, Outline, counting, joined, outline_of
from tasks.evidence import Checked
from tasks.models import Indicator
from units.models import Unit

Parts = Sequence[tuple[str, str]]  # heading and text of each section, in order
Figures = Sequence[Mapping[str, Any]]


@verb
def submit(
    *,
    duty: ReportDuty,
    unit: Unit,
    period: str,
    by: User,
    on: datetime.date,
    text: str = "",
    parts: Parts = (),
    figures: Figures | None = None,
) -> Submission:
    """A unit hands in its report for one period, the first time or after it was sent back.

    ``text`` is a report in one section.  Raises ValidationError where the unit does not owe this
    report, nothing is written, or the report has already been accepted or waits to be.
    """
    written = list(parts) or [(RESULTS, text)]
    submission = _writable(duty, unit, period)
    if not any(one.strip() for _, one in written):
        raise ValidationError({"text": "Hãy ghi nội dung báo cáo."})
    submission.submitted_on, submission.submitted_by = on, by
    submission.returned_on, submission.return_reason = None, ""
    submission.decided_by = None
    if figures is not None:
        submission.figures = list(figures)
    save_as(submission, by)
    _write(submission, written)
    return submission


@verb
def save_draft(
    *,
    duty: ReportDuty,
    unit: Unit,
    period: str,
    by: User,
    parts: Parts,
    figures: Figures = (),
) -> Submission:
    """Keeps what is written so far; nobody but the unit sees it.

    Raises ValidationError where the unit does not owe the report, or has handed it in.
    """
    submission = _writable(duty, unit, period)
    submission.figures = list(figures)
    save_as(submission, by)
    _write(submission, parts)
    return submission


def _writable(duty: ReportDuty, unit: Unit, period: str) -> Submission:
    """The unit's report, held, while the unit may still write it; made where there is none."""
    occurrence = _owed(duty, unit, period)
    submission, _ = Submission.objects.select_for_update().get_or_create(
        duty=duty, unit=unit, period=period, defaults={"due_on": occurrence.due_on}
    )
    if submission.accepted_on:
        raise ValidationError("Báo cáo này đã được tiếp nhận nên không nộp lại được.")
    if submission.submitted_on and not submission.returned_on:
        raise ValidationError("Báo cáo này đã nộp và đang chờ tiếp nhận.")
    return submission


@verb
def withdraw(*, submission: Submission, by: User) -> Submission:
    """The unit takes its report back before anybody has accepted it.

    Raises ValidationError where it does not wait.
    """
    held = _waiting(submission)
    held.submitted_on, held.submitted_by = None, None
    return save_as(held, by)


@verb
def add_file(*, duty: ReportDuty, unit: Unit, period: str, file: Checked) -> SubmissionFile:
    """Keeps a file with a report that is still written; it was judged by its content before.

    Raises ValidationError where the report has been handed in or has this very file.
    """
    submission = _writable(duty, unit, period)
    if submission.files.filter(sha256=file.sha256).exists():
        raise ValidationError({"file": f"Tệp “{file.name}” đã có trong báo cáo."})
    row = SubmissionFile(
        submission=submission,
        name=file.name,
        sha256=file.sha256,
        size=len(file.content),
        media_type=file.media_type,
    )
    row.file.save(file.name, ContentFile(file.content), save=False)
    row.full_clean(exclude=["submission"])
    row.save()
    return row


@verb
def remove_file(*, file: SubmissionFile) -> None:
    """Takes a file out of a report that is still written.  The stored bytes are left to the check
    of the store, for another row may hold the same ones."""
    held = file.submission
    _writable(held.duty, held.unit, held.period)
    file.delete()


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


@verb
def take_decision_back(*, submission: Submission, by: User) -> Submission:
    """The report waits again as it did before the person accepted it or sent it back.

    Raises ValidationError for another's decision, and where somebody has built on it: the unit has
    written on, or a report issued since takes it in.
    """
    held = locked(submission)
    if refusal := why_decision_stays(held, by):
        raise ValidationError(refusal)
    held.accepted_on = held.returned_on = held.decided_by = None
    held.return_reason = ""
    return save_as(held, by)


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


def _write(submission: Submission, parts: Parts) -> None:
    """Puts the sections in place of those that were there."""
    submission.parts.all().delete()
    for order, (heading, text) in enumerate(parts, start=1):
        part = SubmissionPart(
            submission=submission, order=order, heading=heading, text=text.strip()
        )
        part.full_clean()
        part.save()


# --- what a duty asks for -------------------------------------------------------------------------
@verb
def set_outline(
    *, duty: ReportDuty, outline: Outline, by: User, revision: int | None = None
) -> DutyForm:
    """Says which sections and figures reports under a duty hold; figures are joined to the
    indicators of the plan's agency by key or name.

    Raises ValidationError without a section, StaleRevision where somebody changed it meanwhile.
    """
    if not outline.sections:
        raise ValidationError({"sections": "Hãy ghi ít nhất một đề mục."})
    indicators = Indicator.objects.above(duty.plan.issuer).filter(ended_on__isnull=True)
    lines = joined(outline.figures, indicators, outline_of(duty).figures)
    sections = [{"heading": one.heading, "asks": list(one.asks)} for one in outline.sections]
    return _set_form(duty, {"sections": sections}, lines, by, revision)


@verb
def join_figures(
    *,
    duty: ReportDuty,
    indicators: Sequence[Indicator | None],
    by: User,
    revision: int | None = None,
) -> DutyForm:
    """Says of which indicator each row of a duty's figures is filled in, None: of none.

    Raises StaleRevision where somebody changed the outline meanwhile, ValidationError where the
    rows are others by now.
    """
    lines = outline_of(duty).figures
    if len(lines) != len(indicators):
        raise ValidationError("Biểu số liệu vừa được sửa. Hãy mở lại trang rồi chọn lại.")
    fresh = [counting(line, one) for line, one in zip(lines, indicators, strict=True)]
    return _set_form(duty, {}, fresh, by, revision)


def _set_form(
    duty: ReportDuty,
    values: Mapping[str, Any],
    lines: Sequence[FigureLine],
    by: User,
    revision: int | None,
) -> DutyForm:
    form, _ = DutyForm.objects.get_or_create(duty=duty)
    with changing(form, by=by, revision=revision, what="Đề cương này") as form:
        form.figures = [asdict(line) for line in lines]
        for name, value in values.items():
            setattr(form, name, value)
    return form


@verb
def add_request(
    *,
    plan: Plan,
    units: Sequence[Unit],
    number: str,
    issued_on: datetime.date,
    sender: str,
    title: str,
    asks: str,
    due_on: datetime.date,
    by: User,
    on: datetime.date,
    file: Checked | None = None,
) -> ReportRequest:
    """A letter that asks for a report becomes a duty of the units that it names.

    Raises ValidationError without units, or with a day before the letter's own.
    """
    if not units:
        raise ValidationError({"units": "Hãy chọn ít nhất một đơn vị phải báo cáo."})
    if due_on < issued_on:
        raise ValidationError({"due_on": "Hạn báo cáo không thể trước ngày của văn bản."})
    duty = _asked_duty(plan, units, title, issued_on, due_on, by)
    request = ReportRequest(
        duty=duty,
        number=number,
        issued_on=issued_on,
        sender=sender,
        asks=asks,
        added_by=by,
        added_on=on,
    )
    if file:
        request.name, request.sha256 = file.name, file.sha256
        request.file.save(file.name, ContentFile(file.content), save=False)
    request.full_clean(exclude=["duty", "added_by"])
    request.save()
    return request


def _asked_duty(
    plan: Plan,
    units: Sequence[Unit],
    title: str,
    issued_on: datetime.date,
    due_on: datetime.date,
    by: User,
) -> ReportDuty:
    """A duty of these units, once, by a day."""
    locked(plan)
    duty = ReportDuty(
        plan=plan,
        title=title,
        order=plan.report_duties.count() + 1,
        reporter_words=", ".join(unit.name for unit in units)[:500],
        receiver_words=plan.issuer.name[:255],
        deadline_kind=DeadlineKind.DATE.value,
        deadline_days=[due_on.isoformat()],
        deadline_starts_on=issued_on,
    )
    save_as(duty, by)
    duty.reporters.set(units)
    return duty
