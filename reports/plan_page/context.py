"""The page of one plan: what it says, how its tasks stand, who has reported."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
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
from reports.plan_page.cascade import Cascade, build_cascade
from reports.plan_page.task_filter import (
    Filters,
    Outline,
    TaskFilter,
    build_filters,
    build_outline,
    outline_of,
)
from reports.plan_page.task_rows import TaskRow, build_task_rows, deadline_words, next_due, next_of
from reports.submissions.outstanding import Owed, owed_to
from tasks.models import Assignment, Task
from tasks.querysets import TaskQuerySet
from tasks.status import Counts, Status
from tasks.status_sql import tally
from tasks.wording import size_words
from units.contexts.history import HistoryLine
from units.policy import Capability
from units.querysets import capabilities_at
from vietnamese.numbers import percent

MOST = 50  # tasks on a page
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
    page: Page[int]
    unassigned: int
    outside: int
    untracked: int
    filters: Filters
    duties: tuple[DutyRow, ...]
    capabilities: frozenset[Capability]  # what the person may do in the issuing agency

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
    may = capabilities_at(user, plan.issuer_id)
    reads_all = Capability.READ_PLANS in may
    visible = Task.objects.filter(plan=plan)
    if not reads_all:
        visible = visible.visible_to(user)
    # A plan whose tasks fit on a page is read with them, a longer one by its outline first.
    first = list(visible.with_leads().defer("search_text").order_by("order", "pk")[: MOST + 1])
    outline = outline_of(first) if len(first) <= MOST else build_outline(visible)
    tasks = _page_of(visible, outline, chosen, user, today, page, reads_all=reads_all)
    known = {task.pk: task for task in first}
    return PlanPage(
        plan=plan,
        heading=f"{plan.kind.capitalize()} số {plan.full_number}",
        badge=PLAN_BADGES[plan.status],
        period=period_words(plan.starts_on, plan.ends_on, runs_on=plan.runs_on),
        signatory=_signatory(plan),
        cycle=DEADLINE_LABELS[DeadlineKind(plan.evidence_cycle)].lower(),
        revoke_reason=_revoke_reason(plan),
        **_papers(plan, user, reads_all=reads_all),
        cascade=build_cascade(plan, user, reads_all=reads_all),
        successor_href=_successor_href(plan, user),
        counts=_counts(plan, user, today) if reads_all else None,
        tasks=build_task_rows(
            _tasks_of(tasks.object_list, known),
            plan,
            user,
            today,
            everything=reads_all,
            chapters=outline.chapters,
        ),
        page=tasks,
        filters=build_filters(outline, chosen),
        **outline.standing_out,
        duties=_duties(plan, user, today) if _has(plan, "report_duties") else (),
        capabilities=may,
    )


def _papers(plan: Plan, user: User, *, reads_all: bool) -> dict[str, Any]:
    """What stands around the tasks: what the plan cites, to whom it goes, its files and story."""
    bases, references = citation_rows(plan, user) if _has(plan, "legal_bases") else ((), ())
    files = list(plan.files.select_related("added_by")) if _has(plan, "files") else []
    story = story_of(plan, LINES + 1, files) if reads_all else []
    recipients = plan.recipients.all() if _has(plan, "recipients") else ()
    return {
        "recipients": tuple(one.name for one in recipients),
        "bases": bases,
        "references": references,
        "doubtful": sum(1 for one in (*bases, *references) if one.elsewhere),
        "story": tuple(story[:LINES]),
        "story_more": len(story) > LINES,
        "files": tuple(_file_row(one) for one in files),
    }


def _has(plan: Plan, part: str) -> bool:
    """Whether a plan has this part, as far as ``PlanQuerySet.for_page`` has told."""
    return bool(vars(plan).get(f"has_{part}", True))


def _page_of(
    visible: TaskQuerySet,
    outline: Outline,
    chosen: TaskFilter,
    user: User,
    today: datetime.date,
    page: str | int | None,
    *,
    reads_all: bool,
) -> Page[int]:
    """A page of the keys of the tasks chosen."""
    keys = outline.keys
    if not chosen.is_any:
        work = Assignment.objects.filter(task__in=visible.values("pk"))
        found = chosen.apply(visible, work if reads_all else work.visible_to(user), today)
        keys = tuple(found.order_by("order", "pk").values_list("pk", flat=True))
    return Paginator(keys, MOST).get_page(page)


def _tasks_of(keys: Iterable[int], known: Mapping[int, Task]) -> list[Task]:
    """The tasks of some keys, in the order of the keys; search text is for searching."""
    wanted = list(keys)
    if not known.keys() >= set(wanted):
        known = Task.objects.defer("search_text").in_bulk(wanted)
    return [known[key] for key in wanted]


def _successor_href(plan: Plan, user: User) -> str:
    """The page of the plan that has taken this one's place, where the person may see it."""
    if plan.superseded_by_id is None:
        return ""
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


def _counts(plan: Plan, user: User, today: datetime.date) -> PlanCounts | None:
    """For those who read the agency's plans, all its work up to today, also when the plan's time is
    over, so that what is finished afterwards shows."""
    period = Period("", plan.starts_on, max(plan.ends_on, today))
    links = WorkLinks(period, today, plan.pk)
    work = Assignment.objects.counted_for(user).official().filter(task__plan=plan)
    work = work.in_period(period.starts_on, period.ends_on)
    counted = tally(work, today)
    return _linked(counted.tasks, counted.parts, links) if counted.parts != Counts() else None


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
    duties = {one.pk: one for one in plan.report_duties.visible_to(user).order_by("order", "pk")}
    for duty in duties.values():
        duty.plan = plan
    owed = owed_to(user, plan=plan, known=duties) if duties else ()
    return tuple(
        _duty_row(duty, plan, [one for one in owed if one.duty == pk], today)
        for pk, duty in duties.items()
    )


def _duty_row(
    duty: ReportDuty,
    plan: Plan,
    owed: Sequence[Owed],
    today: datetime.date,
) -> DutyRow:
    missing = [one for one in owed if one.is_missing(today)]
    days = sorted({one.due_on for one in owed if one.due_on})
    parameters = {"plan": plan.pk, "from": plan.starts_on, "to": plan.ends_on}
    return DutyRow(
        ref=duty.ref,
        title=str(duty),
        reporters=duty.reporter_words,
        receiver=" qua ".join(filter(None, (duty.receiver_words, duty.via_words))),
        nested_in=duty.nested_in,
        deadline=deadline_words(duty),
        due=next_of(duty, days, today) if days else next_due(duty, plan, today),
        came=sum(1 for one in owed if one.facts.submitted_on),
        missing=len(missing),
        missing_units=named([one.unit_name for one in missing], NAMED),
        href=f"{reverse('reports:submissions')}?{urlencode(parameters)}" if owed else "",
    )
