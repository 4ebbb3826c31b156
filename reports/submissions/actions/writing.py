"""A unit writes its report, hands it in, takes it back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from accounts.changes import StaleRevision, locked, save_as, verb
from accounts.models import User
from plans.models import ReportDuty
from plans.schedule import Occurrence
from plans.status import PlanStatus
from reports.models import FigureDecision, MetDuty, Submission, SubmissionFile, SubmissionPart
from reports.submissions.outline import RESULTS
from reports.submissions.times import Meeting, due_times
from reports.submissions.wording import search_words
from tasks.evidence import Checked
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
    meets: Sequence[Meeting] | None = None,
    revision: int | None = None,
    page: UUID | None = None,
) -> Submission:
    """A unit hands in its report for one period, the first time or after it was sent back.

    ``text`` is a report in one section; ``meets`` are the further reports that it is as well, None
    for those that it was.  Raises ValidationError where the unit does not owe this report, nothing
    is written, or it has already been accepted or waits to be; StaleRevision where it was written
    after ``revision`` from another page than ``page``, by others or in another window.
    """
    written = list(parts) or [(RESULTS, text)]
    submission, occurrence = _writable(duty, unit, period)
    _refuse_stale(submission, revision, page, by)
    submission.written_in = page
    if not any(one.strip() for _, one in written):
        raise ValidationError({"text": "Hãy ghi nội dung báo cáo."})
    submission.due_on = occurrence.due_on
    submission.submitted_on, submission.submitted_by = on, by
    submission.returned_on, submission.return_reason = None, ""
    submission.decided_by = None
    FigureDecision.objects.filter(submission=submission).delete()
    return _written(submission, written, figures, meets, by)


@verb
def save_draft(
    *,
    duty: ReportDuty,
    unit: Unit,
    period: str,
    by: User,
    parts: Parts,
    figures: Figures = (),
    meets: Sequence[Meeting] | None = None,
    revision: int | None = None,
    page: UUID | None = None,
) -> Submission:
    """Keeps what is written so far; nobody but the unit sees it.

    Raises ValidationError where the unit does not owe the report, or has handed it in;
    StaleRevision as ``submit``.
    """
    submission, _ = _writable(duty, unit, period)
    _refuse_stale(submission, revision, page, by)
    submission.written_in = page
    return _written(submission, parts, figures, meets, by)


@verb
def withdraw(*, submission: Submission, by: User) -> Submission:
    """The unit takes its report back before anybody has accepted it.

    Raises ValidationError where it does not wait.
    """
    held = waiting(submission)
    held.submitted_on, held.submitted_by = None, None
    held.revision += 1
    return save_as(held, by)


@verb
def add_file(
    *, duty: ReportDuty, unit: Unit, period: str, file: Checked, by: User
) -> SubmissionFile:
    """Keeps a file with a report that is still written; it was judged by its content before.

    Raises ValidationError where the report has been handed in or has this very file.
    """
    submission, _ = _writable(duty, unit, period)
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
    _with_files(submission, by)
    return row


@verb
def remove_file(*, file: SubmissionFile, by: User) -> None:
    """Takes a file out of a report that is still written.  The stored bytes are left to the check
    of the store, for another row may hold the same ones."""
    held = file.submission
    submission, _ = _writable(held.duty, held.unit, held.period)
    file.delete()
    _with_files(submission, by)


# --- together -------------------------------------------------------------------------------------
def waiting(submission: Submission) -> Submission:
    """The report, held, while it waits to be accepted; else ValidationError."""
    held = locked(submission)
    if not held.submitted_on or held.returned_on or held.accepted_on:
        raise ValidationError("Báo cáo này không ở tình trạng chờ tiếp nhận.")
    return held


def _writable(
    duty: ReportDuty,
    unit: Unit,
    period: str,
) -> tuple[Submission, Occurrence]:
    """The unit's report, held, while the unit may still write it; made where there is none."""
    occurrence = _owed(duty, unit, period)
    submission, _ = Submission.objects.select_for_update().get_or_create(
        duty=duty, unit=unit, period=period, defaults={"due_on": occurrence.due_on}
    )
    if submission.accepted_on:
        raise ValidationError("Báo cáo này đã được tiếp nhận nên không nộp lại được.")
    if submission.submitted_on and not submission.returned_on:
        raise ValidationError("Báo cáo này đã nộp và đang chờ tiếp nhận.")
    met = MetDuty.objects.counting().filter(duty=duty, unit=unit, period=period).first()
    if met is not None:
        raise ValidationError(
            f"Báo cáo này đã được nộp chung trong “{met.submission}”."
            " Muốn nộp riêng, hãy rút báo cáo đó về và bỏ chọn nộp chung."
        )
    return submission, occurrence


def _refuse_stale(
    submission: Submission, revision: int | None, page: UUID | None, by: User
) -> None:
    """Where it was written after the page had been opened, and not by that page itself, which keeps
    the draft while somebody types and may not have heard yet of the last time."""
    if revision is None or revision == submission.revision:
        return
    if page is not None and page == submission.written_in:
        return
    last = submission.history.first()
    own = last is not None and last.history_user_id == by.pk
    how = "được sửa ở cửa sổ khác" if own else "được người khác sửa"
    raise StaleRevision("Báo cáo này", submission.revision, how)


def _owed(duty: ReportDuty, unit: Unit, period: str) -> Occurrence:
    """The time for which the unit owes the report."""
    if duty.plan.status not in (PlanStatus.ISSUED, PlanStatus.CLOSED):
        raise ValidationError("Kế hoạch này không còn hiệu lực hoặc chưa được đưa vào thực hiện.")
    when = {one.period: one for one in due_times([duty])[duty.pk]}
    if period not in when or not duty.reporters.filter(pk=unit.pk).exists():
        raise ValidationError("Đơn vị không phải nộp báo cáo này trong kỳ đã chọn.")
    return when[period]


def _with_files(submission: Submission, by: User) -> None:
    submission.search_text = search_words(submission)
    save_as(submission, by)


def _written(
    submission: Submission,
    parts: Parts,
    figures: Figures | None,
    meets: Sequence[Meeting] | None,
    by: User,
) -> Submission:
    """The report with these sections in place of those that were there."""
    if figures is not None:
        submission.figures = list(figures)
    submission.parts.all().delete()
    for order, (heading, text) in enumerate(parts, start=1):
        part = SubmissionPart(
            submission=submission, order=order, heading=heading, text=text.strip()
        )
        part.full_clean()
        part.save()
    if meets is not None:
        _meet(submission, meets)
    submission.revision += 1
    submission.search_text = search_words(submission)
    return save_as(submission, by)


def _meet(submission: Submission, meets: Sequence[Meeting]) -> None:
    """The further reports that this one is as well."""
    submission.met.all().delete()
    duties = ReportDuty.objects.select_related("plan").in_bulk({one.duty for one in meets})
    for one in meets:
        duty = duties.get(one.duty)
        if duty is None or duty.pk == submission.duty_id:
            raise ValidationError({"meets": "Báo cáo nộp chung không còn trong danh sách."})
        if duty.plan.issuer_id != submission.duty.plan.issuer_id:
            raise ValidationError({"meets": "Chỉ nộp chung báo cáo gửi cùng một cơ quan."})
        _owed(duty, submission.unit, one.period)
        own = Submission.objects.filter(duty=duty, unit=submission.unit, period=one.period)
        if own.filter(submitted_on__isnull=False).exists():
            raise ValidationError({"meets": f"“{duty}” đã được nộp riêng."})
        elsewhere = MetDuty.objects.filter(duty=duty, unit=submission.unit, period=one.period)
        if elsewhere.exists():
            raise ValidationError({"meets": f"“{duty}” đã được nộp chung trong báo cáo khác."})
        row = MetDuty(
            submission=submission,
            duty=duty,
            unit=submission.unit,
            period=one.period,
            heading=one.heading,
        )
        row.full_clean(exclude=["submission", "duty", "unit"])
        row.save()
