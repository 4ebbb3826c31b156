"""The page of one plan: what it says, how its tasks stand, who has reported."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse

from accounts.badges import Badge
from accounts.models import User
from plans.deadlines import DEADLINE_LABELS, DeadlineKind
from plans.documents import CitationRow, citation_rows
from plans.models import Plan, PlanFile, ReportDuty
from plans.register import PLAN_BADGES, period_words
from plans.schedule import Period
from plans.status import PlanStatus
from plans.story import story_of
from reports.dashboard.figures import (
    OFFICIAL,
    RATED,
    Figure,
    WorkLinks,
    figure,
    task_figures,
)
from reports.dashboard.summary import named
from reports.plan_page.task_filter import Filters, TaskFilter, build_filters, has_any
from reports.plan_page.task_rows import TaskRow, build_task_rows, deadline_words, next_due
from reports.submissions.expectations import SubmissionStatus
from reports.submissions.outstanding import OwedReport, owed_reports
from tasks.models import Assignment, Task, TaskCoverage
from tasks.querysets import TaskQuerySet
from tasks.status import Counts, Status
from units.contexts.history import HistoryLine
from units.models import Unit
from units.policy import Capability
from vietnamese.numbers import percent, whole

TASKS_ON_A_PAGE = 50
NAMED = 5  # units named before "và … đơn vị khác"
NOTHING_CHOSEN = TaskFilter()
LINES = 4  # lines of the plan's story before "xem tất cả"


@dataclass(frozen=True)
class FileRow:
    pk: int
    name: str
    sha256: str
    size: str
    added_at: datetime.datetime
    added_by: str
    read_by_ocr: bool


@dataclass(frozen=True)
class PlanCounts:
    """The official counts of the plan as they stand today, of its tasks and of their parts."""

    rate: str
    rate_href: str
    figures: tuple[Figure, ...]
    ongoing: Figure
    parts: tuple[Figure, ...]
    overdue: int


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
    bases: tuple[CitationRow, ...]
    references: tuple[CitationRow, ...]
    doubtful: int
    cascade: Cascade
    successor_href: str
    story: tuple[HistoryLine, ...]
    story_more: bool
    files: tuple[FileRow, ...]
    counts: PlanCounts | None
    tasks: tuple[TaskRow, ...]
    page: Page[Task]
    unassigned: int
    outside: int
    untracked: int
    filters: Filters
    duties: tuple[DutyRow, ...]

    @property
    def may_release(self) -> bool:
        return self.plan.status is PlanStatus.DRAFT

    @property
    def may_close(self) -> bool:
        return self.plan.status is PlanStatus.ISSUED

    @property
    def may_reopen(self) -> bool:
        return self.plan.status in (
            PlanStatus.CLOSED,
            PlanStatus.SUPERSEDED,
            PlanStatus.REVOKED,
        )

    @property
    def may_revoke(self) -> bool:
        return self.plan.status not in (PlanStatus.REVOKED, PlanStatus.SUPERSEDED)


def build_plan_page(
    plan: Plan,
    user: User,
    *,
    today: datetime.date,
    chosen: TaskFilter = NOTHING_CHOSEN,
    page: str | int | None = 1,
) -> PlanPage:
    """The page of a plan that the person may see; ``page`` numbers the pages of its tasks, of which
    those ``chosen`` are shown."""
    visible = Task.objects.visible_to(user).filter(plan=plan)
    reads_all = _reads_all(plan, user)
    work = Assignment.objects.filter(task__plan=plan)
    tasks = _page_of(
        chosen.apply(visible, work if reads_all else work.visible_to(user), today), page
    )
    bases, references = citation_rows(plan, user)
    story = story_of(plan) if reads_all else []
    return PlanPage(
        plan=plan,
        heading=f"{plan.kind.capitalize()} số {plan.full_number}",
        badge=PLAN_BADGES[plan.status],
        period=period_words(plan.starts_on, plan.ends_on),
        signatory=_signatory(plan),
        cycle=DEADLINE_LABELS[DeadlineKind(plan.evidence_cycle)].lower(),
        revoke_reason=_revoke_reason(plan),
        recipients=tuple(one.name for one in plan.recipients.all()),
        bases=bases,
        references=references,
        doubtful=sum(1 for one in (*bases, *references) if one.elsewhere),
        cascade=build_cascade(plan, user, reads_all=reads_all),
        successor_href=_successor_href(plan, user),
        story=tuple(story[:LINES]),
        story_more=len(story) > LINES,
        files=tuple(_file_row(one) for one in plan.files.select_related("added_by")),
        counts=_counts(plan, user, today) if reads_all else None,
        tasks=build_task_rows(list(tasks.object_list), plan, user, today),
        page=tasks,
        filters=build_filters(visible, chosen),
        **has_any(visible),
        duties=_duties(plan, user, today),
    )


def _page_of(tasks: TaskQuerySet, page: str | int | None) -> Page[Task]:
    return Paginator(tasks.order_by("order", "pk"), TASKS_ON_A_PAGE).get_page(page)


def _reads_all(plan: Plan, user: User) -> bool:
    """Whether the person reads the plans of its agency, not only what gives work to one's units."""
    readers = Unit.objects.reached_by(user, Capability.READ_PLANS)
    return readers.filter(pk=plan.issuer_id).exists()


def _successor_href(plan: Plan, user: User) -> str:
    """The page of the plan that has taken this one's place, where the person may see it."""
    seen = Plan.objects.visible_to(user).filter(supersedes=plan)
    return reverse("reports:plan", args=[plan.superseded_by_id]) if seen.exists() else ""


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
    return FileRow(
        pk=file.pk,
        name=file.name,
        sha256=file.sha256,
        size=size_words(file.size),
        added_at=file.added_at,
        added_by=str(file.added_by or ""),
        read_by_ocr=file.read_by_ocr,
    )


def size_words(size: int) -> str:
    """A size in bytes as read by people: "1.234 byte", "56 KB", "2,3 MB"."""
    if size < 1024:
        return f"{whole(size)} byte"
    if size < 1024 * 1024:
        return f"{whole(round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


def _counts(plan: Plan, user: User, today: datetime.date) -> PlanCounts | None:
    """For those who read the agency's plans, all its work up to today, also when the plan's time is
    over, so that what is finished afterwards shows."""
    period = Period("", plan.starts_on, max(plan.ends_on, today))
    links = WorkLinks(period, today, plan.pk)
    work = Assignment.objects.counted_for(user).official().filter(task__plan=plan)
    work = work.in_period(period.starts_on, period.ends_on)
    parts = work.count_by_status(today)
    return _linked(work.count_tasks(today), parts, links) if parts != Counts() else None


def _linked(tasks: Counts, parts: Counts, links: WorkLinks) -> PlanCounts:
    rated = tasks.done + tasks.overdue
    return PlanCounts(
        rate=percent(tasks.rate),
        rate_href=links.to_tasks(*RATED) if rated else "",
        figures=task_figures(tasks, links),
        ongoing=figure(tasks, Status.ONGOING, links.to_tasks(Status.ONGOING)),
        parts=tuple(figure(parts, status, links.to(status)) for status in OFFICIAL),
        overdue=parts.overdue,
    )


def _duties(plan: Plan, user: User, today: datetime.date) -> tuple[DutyRow, ...]:
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


# --- the plans above and below --------------------------------------------------------------------
LISTED = 5  # plans listed before "xem tất cả"


@dataclass(frozen=True)
class Below:
    """A plan that carries this one out; ``href`` "" where its comparison is not for the person."""

    number: str
    issuer: str
    href: str
    coverage_href: str
    badge: Badge | None
    said: str


@dataclass(frozen=True)
class Cascade:
    """``superior_href`` "" where the person may not see the superior plan."""

    superior: str
    superior_href: str
    said: str
    below: tuple[Below, ...]
    below_count: int
    below_href: str


def build_cascade(plan: Plan, user: User, *, reads_all: bool) -> Cascade:
    """The levels above and below a plan; how far tasks are met shows to those who read its agency's
    plans (``reads_all``)."""
    seen = Plan.objects.visible_to(user)
    below = seen.filter(carries_out=plan).order_by("issuer__sort_name", "-starts_on", "-pk")
    listed = list(below.select_related("issuer")[:LISTED]) if reads_all else []
    superior = plan.carries_out
    is_seen = superior is not None and seen.filter(pk=superior.pk).exists()
    return Cascade(
        superior=str(superior) if superior else "",
        superior_href=reverse("reports:plan", args=[superior.pk]) if superior and is_seen else "",
        said=_said(plan, superior) if superior and is_seen and reads_all else "",
        below=_below(plan, listed, user) if listed else (),
        below_count=below.count() if listed else 0,
        below_href=f"{reverse('plans:register')}?{urlencode({'carries_out': plan.pk})}",
    )


def _said(plan: Plan, superior: Plan) -> str:
    covered, waived = TaskCoverage.objects.count_by_plan(superior).get(plan.pk, (0, 0))
    return _met_words(covered, waived, superior.tasks.to_cover().count())


def _met_words(covered: int, waived: int, tasks: int) -> str:
    asked = max(tasks - waived, 0)
    share = percent(100 * covered / asked if asked else None)
    return f"đã triển khai {covered}/{asked} nhiệm vụ ({share})"


def _below(plan: Plan, listed: list[Plan], user: User) -> tuple[Below, ...]:
    counts = TaskCoverage.objects.count_by_plan(plan)
    tasks = plan.tasks.to_cover().count()
    readable = Unit.objects.reached_by(user, Capability.READ_PLANS)
    read = set(readable.filter(plans__in=[one.pk for one in listed]).values_list("pk", flat=True))
    return tuple(
        Below(
            number=one.full_number,
            issuer=one.issuer.name,
            href=reverse("reports:plan", args=[one.pk]),
            coverage_href=(
                reverse("tasks:coverage", args=[one.pk]) if one.issuer_id in read else ""
            ),
            # That a plan is being carried out goes without saying.
            badge=None if one.status is PlanStatus.ISSUED else PLAN_BADGES[one.status],
            said=_met_words(*counts.get(one.pk, (0, 0)), tasks),
        )
        for one in listed
    )
