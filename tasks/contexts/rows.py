"""One assignment as one line of a list."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.text import Truncator

from accounts.addresses import address
from accounts.badges import Badge
from plans.deadlines import DEADLINE_LABELS, DeadlineKind
from tasks.models import Assignment, Task
from tasks.querysets import AssignmentQuerySet
from tasks.status import UNFINISHED, Hint, Status, badge_on, hint_on, status_on
from tasks.wording import deadline_words, timing_words

MOST_WORDS = 80
# Nobody of the unit has opened the work: unread, which is not undone.
NOBODY_HAS_LOOKED = "Chưa ai xem"


@dataclass(frozen=True)
class WorkRow:
    """A line of a list.

    ``where`` says plan, number and period; ``timing`` how it stands in time and
    ``timing_tone`` its tone, "" where it needs no attention; ``percent`` is None where work goes on
    and on; ``flags`` is what else one should know; ``officer`` who sees to it, "" for nobody.
    """

    pk: int
    href: str
    title: str
    where: str
    unit: str
    part: str
    deadline: str
    timing: str
    timing_tone: str
    badge: Badge
    percent: int | None
    flags: tuple[str, ...]
    officer: str = ""


# What a line says of work, and what it is judged by.
_TOLD = (
    "part", "period", "percent", "starts_on", "planned_on", "due_on", "finished_on",
    "confirmed_on", "suspended_on", "cancelled_on", "last_entry_on", "given_at",
    "task__title", "task__ref", "task__qualifier", "task__deadline_kind", "task__deadline_words",
    "task__plan__number", "task__plan__symbol", "task__plan__in_force_until",
    "unit__name", "officer__full_name", "officer__username",
)  # fmt: skip


def with_lines(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """The rows with all that ``work_row`` says of them, and no more: plans, tasks and units fetched
    whole for each line cost more than the line."""
    return rows.select_related("task__plan", "unit", "officer").only(*_TOLD)


def work_row(assignment: Assignment, day: datetime.date) -> WorkRow:
    """The line of an assignment on a day.  Its task, plan and unit should be fetched with it."""
    task, facts = assignment.task, assignment.facts
    status, hint = status_on(day, facts), hint_on(day, facts)
    return WorkRow(
        pk=assignment.pk,
        href=address("tasks:assignment", assignment.pk),
        title=task.title,
        where=where_words(assignment),
        unit=assignment.unit.name,
        part=assignment.get_part_display(),
        deadline=deadline_of(assignment),
        timing=timing_words(day, facts),
        timing_tone=timing_tone(status, hint),
        badge=badge_on(day, facts),
        percent=None if status is Status.ONGOING else assignment.percent,
        flags=_flags(assignment, status),
        officer=_officer(assignment),
    )


def where_words(assignment: Assignment) -> str:
    """Where work comes from: "12/KH-SKHCN · II.2 · Quý I/2026"."""
    task = assignment.task
    parts = (task.plan.full_number, task.ref, assignment.period_name)
    return " · ".join(part for part in parts if part)


def deadline_of(assignment: Assignment) -> str:
    """The deadline of an assignment in short."""
    return deadline_words(
        due_on=assignment.due_on,
        planned_on=assignment.planned_on,
        qualifier=assignment.task.qualifier,
        without_day="" if assignment.due_on else undated_words(assignment.task),
    )


def undated_words(task: Task) -> str:
    """What stands in for a day: the plan's own words, else the kind of the deadline."""
    kind = DeadlineKind(task.deadline_kind)
    # Words that were meant to give a day and gave none would mislead beside "no day".
    own_words = kind in (DeadlineKind.ONGOING, DeadlineKind.ON_REQUEST, DeadlineKind.NONE)
    words = (own_words and task.deadline_words) or DEADLINE_LABELS[kind]
    return Truncator(words).chars(MOST_WORDS)


def timing_tone(status: Status, hint: Hint | None) -> str:
    """The tone in which the time of work is said; "" where it needs no attention."""
    if status is Status.OVERDUE:
        return "overdue"
    return "due-soon" if hint is Hint.DUE_SOON else ""


def _flags(assignment: Assignment, status: Status) -> tuple[str, ...]:
    """What the query has looked up beside the row (``with_…``); what it did not is not said."""
    flags = []
    if status is Status.ONGOING and getattr(assignment, "has_evidence", True) is False:
        flags.append("Chưa có minh chứng kỳ này")
    if status in UNFINISHED and getattr(assignment, "was_opened", True) is False:
        flags.append(NOBODY_HAS_LOOKED)
    if getattr(assignment, "asks_for_time", False):
        flags.append("Đang xin gia hạn")
    return tuple(flags)


def _officer(assignment: Assignment) -> str:
    # Said where the query has fetched it, so that a list without it asks nothing for each row.
    fetched = Assignment._meta.get_field("officer").is_cached(assignment)
    return str(assignment.officer) if fetched and assignment.officer else ""
