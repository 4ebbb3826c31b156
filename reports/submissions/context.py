"""The list of what is reported, and one report, as their pages show them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from accounts.badges import Badge
from accounts.models import User
from plans.models import Plan, ReportDuty
from reports.models import SubmissionPart
from reports.plan_page.task_rows import deadline_words
from reports.submissions.expectations import SUBMISSION_LOOKS, SubmissionStatus, is_late
from reports.submissions.outstanding import OwedReport, owed_reports
from units.models import Unit
from units.policy import Capability

# Where a unit may write: nothing is there yet, or it came back.
WRITABLE = (SubmissionStatus.EXPECTED, SubmissionStatus.OUTSTANDING, SubmissionStatus.RETURNED)


@dataclass(frozen=True)
class SubmissionRow:
    """One report of one unit for one period."""

    href: str
    duty: str
    unit: str
    plan: str
    period: str
    due_on: datetime.date | None
    submitted_on: datetime.date | None
    submitted_by: str
    late: str
    look: Badge


@dataclass(frozen=True)
class SubmissionPage:
    """A report with its text; what of it the person may do."""

    row: SubmissionRow
    plan_pk: int
    receiver: str
    deadline: str
    parts: tuple[SubmissionPart, ...]
    returned_on: datetime.date | None
    return_reason: str
    accepted_on: datetime.date | None
    may_write: bool
    may_decide: bool
    submission_pk: int | None
    submit_href: str

    @property
    def text(self) -> str:
        """The text as the unit wrote it, to be written on."""
        return "\n\n".join(part.text for part in self.parts)


def submission_rows(reports: Iterable[OwedReport], day: datetime.date) -> tuple[SubmissionRow, ...]:
    """The rows of a page of the list, judged on ``day``."""
    return tuple(_row(report, day) for report in reports)


def find_owed(user: User, *, duty_pk: int, unit_pk: int, period: str) -> OwedReport | None:
    """What a unit owes under a duty for a period, if it does and the person may see it."""
    duty = ReportDuty.objects.visible_to(user).filter(pk=duty_pk).select_related("plan").first()
    owed = owed_reports(user, plan=duty.plan) if duty else ()
    return next((one for one in owed if one.key == (duty_pk, unit_pk, period)), None)


def build_submission_page(report: OwedReport, user: User, day: datetime.date) -> SubmissionPage:
    """One report: its unit's people write it, those who produce the plan's report decide on it."""
    submission, status, duty = report.submission, report.status(day), report.duty
    own = Unit.objects.reached_by(user, Capability.RECORD_PROGRESS).filter(pk=report.unit.pk)
    produced = Plan.objects.reportable_by(user).filter(pk=duty.plan_id)
    return SubmissionPage(
        row=_row(report, day),
        plan_pk=duty.plan_id,
        receiver=" qua ".join(filter(None, (duty.receiver_words, duty.via_words))),
        deadline=deadline_words(duty),
        parts=tuple(submission.parts.all()) if submission else (),
        returned_on=submission.returned_on if submission else None,
        return_reason=submission.return_reason if submission else "",
        accepted_on=submission.accepted_on if submission else None,
        may_write=status in WRITABLE and own.exists(),
        may_decide=status is SubmissionStatus.SUBMITTED and produced.exists(),
        submission_pk=submission.pk if submission else None,
        submit_href=address(report, "reports:submit"),
    )


def address(report: OwedReport, route: str = "reports:submission") -> str:
    """The page of a report, or another route that names it by duty, unit and period."""
    path = reverse(route, args=[report.duty.pk, report.unit.pk])
    return f"{path}?{urlencode({'period': report.period})}" if report.period else path


def _row(report: OwedReport, day: datetime.date) -> SubmissionRow:
    submission = report.submission
    return SubmissionRow(
        href=address(report),
        duty=str(report.duty),
        unit=report.unit.name,
        plan=report.duty.plan.full_number,
        period=report.period_name,
        due_on=report.due_on,
        submitted_on=submission.submitted_on if submission else None,
        submitted_by=str(submission.submitted_by or "") if submission else "",
        late=_late_words(report, day),
        look=SUBMISSION_LOOKS[report.status(day)],
    )


def _late_words(report: OwedReport, day: datetime.date) -> str:
    if report.due_on is None or not is_late(day, report.facts):
        return ""
    submitted_on = report.facts.submitted_on
    days = ((submitted_on or day) - report.due_on).days
    return f"nộp trễ {days} ngày" if submitted_on else f"trễ {days} ngày"
