"""The page of one plan: what it says, how its tasks stand, who has reported."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse

from plans.models import LegalBasis, Plan, PlanFile, ReportDuty
from plans.register import PLAN_BADGES, Badge, period_words
from plans.schedule import DEADLINE_LABELS, DeadlineKind, Period
from plans.status import PlanStatus
from reports.expectations import SubmissionStatus
from reports.figures import OFFICIAL, RATED, Figure, WorkLinks, figure
from reports.outstanding import OwedReport, owed_reports
from reports.summary import named
from reports.task_rows import TaskRow, build_task_rows, deadline_words, next_due
from tasks.models import Assignment, Task
from tasks.querysets import TaskQuerySet
from tasks.status import Counts, Status
from units.models import Unit
from units.policy import Capability
from vietnamese.numbers import percent, whole

TASKS_ON_A_PAGE = 50
NAMED = 5  # units named before "và … đơn vị khác"


@dataclass(frozen=True)
class FileRow:
    pk: int
    name: str
    sha256: str
    size: str
    added_at: datetime.datetime


@dataclass(frozen=True)
class PlanCounts:
    """The official counts of the plan as they stand today."""

    rate: str
    rate_href: str
    figures: tuple[Figure, ...]
    ongoing: Figure


@dataclass(frozen=True)
class DutyRow:
    """A report duty, and what became of it as far as the person may see."""

    ref: str
    title: str
    reporters: str
    receiver: str
    nested_in: str
    deadline: str
    due: str
    came: int
    missing: int
    missing_units: str
    href: str


@dataclass(frozen=True)
class PlanPage:
    plan: Plan
    heading: str
    badge: Badge
    period: str
    signatory: str
    cycle: str
    revoke_reason: str
    recipients: tuple[str, ...]
    bases: tuple[str, ...]
    references: tuple[str, ...]
    files: tuple[FileRow, ...]
    counts: PlanCounts | None
    tasks: tuple[TaskRow, ...]
    page: Page[Task]
    unassigned: int
    only_unassigned: bool
    duties: tuple[DutyRow, ...]

    @property
    def may_release(self) -> bool:
        return self.plan.status is PlanStatus.DRAFT

    @property
    def may_close(self) -> bool:
        return self.plan.status is PlanStatus.ISSUED

    @property
    def may_revoke(self) -> bool:
        return self.plan.status not in (PlanStatus.REVOKED, PlanStatus.SUPERSEDED)


def build_plan_page(
    plan: Plan,
    user: Any,
    *,
    today: datetime.date,
    only_unassigned: bool = False,
    page: str | int | None = 1,
) -> PlanPage:
    """The page of a plan that the person may see; ``page`` numbers the pages of its tasks."""
    visible = Task.objects.visible_to(user).filter(plan=plan)
    unassigned = visible.unassigned()
    tasks = _page_of(unassigned if only_unassigned else visible, page)
    bases = list(plan.legal_bases.order_by("order", "pk"))
    return PlanPage(
        plan=plan,
        heading=f"{plan.kind.capitalize()} số {plan.full_number}",
        badge=PLAN_BADGES[plan.status],
        period=period_words(plan.starts_on, plan.ends_on),
        signatory=_signatory(plan),
        cycle=DEADLINE_LABELS[DeadlineKind(plan.evidence_cycle)].lower(),
        revoke_reason=_revoke_reason(plan),
        recipients=tuple(one.name for one in plan.recipients.all()),
        bases=tuple(citation(one) for one in bases if one.is_basis),
        references=tuple(citation(one) for one in bases if not one.is_basis),
        files=tuple(_file_row(one) for one in plan.files.all()),
        counts=_counts(plan, user, today),
        tasks=build_task_rows(list(tasks.object_list), plan, user, today),
        page=tasks,
        unassigned=unassigned.count(),
        only_unassigned=only_unassigned,
        duties=_duties(plan, user, today),
    )


def _page_of(tasks: TaskQuerySet, page: str | int | None) -> Page[Task]:
    return Paginator(tasks.order_by("order", "pk"), TASKS_ON_A_PAGE).get_page(page)


def citation(basis: LegalBasis) -> str:
    """A cited document as text: kind, number, day, issuer, as far as they are known."""
    words = [f"{basis.kind} số {basis.number}" if basis.number else basis.kind]
    if basis.issued_on:
        words.append(f"ngày {basis.issued_on:%d/%m/%Y}")
    if basis.issuer:
        words.append(f"của {basis.issuer}")
    return " ".join(words)


def _signatory(plan: Plan) -> str:
    words = (plan.signatory_authority, plan.signatory_position, plan.signatory_name)
    return " · ".join(filter(None, words))


def _revoke_reason(plan: Plan) -> str:
    """Why the plan was revoked: kept in the history beside the change itself."""
    if plan.status is not PlanStatus.REVOKED:
        return ""
    revoked = plan.history.filter(revoked_on__isnull=False).order_by("history_id").first()
    return (revoked.history_change_reason or "") if revoked else ""


def _file_row(file: PlanFile) -> FileRow:
    return FileRow(file.pk, file.name, file.sha256, size_words(file.size), file.added_at)


def size_words(size: int) -> str:
    """A size in bytes as read by people: "1.234 byte", "56 KB", "2,3 MB"."""
    if size < 1024:
        return f"{whole(size)} byte"
    if size < 1024 * 1024:
        return f"{whole(round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


def _counts(plan: Plan, user: Any, today: datetime.date) -> PlanCounts | None:
    """For those who read the agency's plans: all its work up to today, also when the plan's time is
    over, so that what is finished afterwards shows."""
    readers = Unit.objects.reached_by(user, Capability.READ_PLANS).filter(pk=plan.issuer_id)
    if not readers.exists():
        return None
    period = Period("", plan.starts_on, max(plan.ends_on, today))
    links = WorkLinks(period, today, plan.pk)
    work = Assignment.objects.counted_for(user).official().filter(task__plan=plan)
    counts = work.in_period(period.starts_on, period.ends_on).count_by_status(today)
    return _linked(counts, links) if counts != Counts() else None


def _linked(counts: Counts, links: WorkLinks) -> PlanCounts:
    rated = counts.done + counts.overdue
    return PlanCounts(
        rate=percent(counts.rate),
        rate_href=links.to(*RATED) if rated else "",
        figures=tuple(figure(counts, status, links.to(status)) for status in OFFICIAL),
        ongoing=figure(counts, Status.ONGOING, links.to(Status.ONGOING)),
    )


def _duties(plan: Plan, user: Any, today: datetime.date) -> tuple[DutyRow, ...]:
    owed = owed_reports(user, plan=plan)
    duties = ReportDuty.objects.visible_to(user).filter(plan=plan).order_by("order", "pk")
    return tuple(
        _duty_row(duty, plan, [one for one in owed if one.duty.pk == duty.pk], today)
        for duty in duties
    )


def _duty_row(
    duty: ReportDuty, plan: Plan, owed: list[OwedReport], today: datetime.date
) -> DutyRow:
    statuses = [(one, one.status(today)) for one in owed]
    missing = [one for one, status in statuses if status is SubmissionStatus.OUTSTANDING]
    came = sum(1 for one, _ in statuses if one.facts.submitted_on)
    parameters = {"plan": plan.pk, "from": plan.starts_on, "to": plan.ends_on}
    return DutyRow(
        ref=duty.ref,
        title=str(duty),
        reporters=duty.reporter_words,
        receiver=" qua ".join(filter(None, (duty.receiver_words, duty.via_words))),
        nested_in=duty.nested_in,
        deadline=deadline_words(duty),
        due=next_due(duty, plan, today),
        came=came,
        missing=len(missing),
        missing_units=named([one.unit.name for one in missing], NAMED),
        href=f"{reverse('reports:submissions')}?{urlencode(parameters)}" if owed else "",
    )
