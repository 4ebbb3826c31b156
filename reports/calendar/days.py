"""What falls due on which day, for a person, their units, or all that they see."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from accounts.addresses import address
from accounts.badges import Badge
from accounts.models import User
from plans.models import Plan
from plans.schedule import Period, period_name
from reports.submissions.expectations import SUBMISSION_BADGES, SubmissionStatus
from reports.submissions.outstanding import owed_to
from tasks.contexts.rows import where_words, with_lines
from tasks.models import Assignment
from tasks.querysets import AssignmentQuerySet
from tasks.status import BADGES, Hint, Status, badge_on
from units.models import Unit
from units.policy import Capability
from units.querysets import UnitQuerySet, reaches_any, roles_held

ME, UNIT, AGENCY = "me", "unit", "agency"
SCOPES = ((ME, "Việc của tôi"), (UNIT, "Đơn vị của tôi"), (AGENCY, "Tất cả tôi được xem"))
WORK, REPORT = "Việc", "Báo cáo"
LATE, WAITING, OPEN, DONE = "late", "waiting", "open", "done"
STATES = (
    (LATE, "Quá hạn"),
    (WAITING, "Chờ xác nhận, tiếp nhận"),
    (OPEN, "Còn hạn"),
    (DONE, "Đã xong"),
)
_STATE_OF: Mapping[Badge, str] = {
    BADGES[Status.OVERDUE]: LATE,
    SUBMISSION_BADGES[SubmissionStatus.OUTSTANDING]: LATE,
    BADGES[Hint.WAITING]: WAITING,
    SUBMISSION_BADGES[SubmissionStatus.SUBMITTED]: WAITING,
    BADGES[Status.DONE_ON_TIME]: DONE,
    BADGES[Status.DONE_LATE]: DONE,
    BADGES[Status.DONE_UNDATED]: DONE,
    SUBMISSION_BADGES[SubmissionStatus.ACCEPTED]: DONE,
}
MOST = 1000  # of work, and of reports


@dataclass(frozen=True)
class Due:
    """One thing that falls due; ``kind`` says what it is, ``key`` is the same each time."""

    key: str
    day: datetime.date
    kind: str
    title: str
    where: str
    unit: str
    badge: Badge
    href: str

    @property
    def state(self) -> str:
        """Which of ``STATES`` it is in, by what is shown of it."""
        return _STATE_OF.get(self.badge, OPEN)


def usual_scope(user: User) -> str:
    """What a person looks at first: who answers for an agency, all of it; others their units."""
    return AGENCY if reaches_any(user, Capability.READ_PLANS) else UNIT


def scoped_work(user: User, scope: str, plan: Plan | None = None) -> AssignmentQuerySet:
    """The work in a scope that the person may see, of plans in force, or of one ``plan``."""
    seen = Assignment.objects.visible_to(user).in_force().filter(cancelled_on__isnull=True)
    seen = seen if plan is None else seen.filter(task__plan=plan)
    if scope == ME:
        return seen.filter(officer=user)
    return seen.filter(unit__in=own_units(user).values("pk")) if scope == UNIT else seen


def own_units(user: User) -> UnitQuerySet:
    """The units in which the person holds a role."""
    reached = Unit.objects.reached_by(user, Capability.VIEW_WORK)
    return reached.filter(memberships__user=user, memberships__ended_on__isnull=True)


def dues(
    user: User, scope: str, within: Period, today: datetime.date, plan: Plan | None = None
) -> list[Due]:
    """Work and reports that fall due within some days, in order; a person's own work has no
    reports, which are owed by units."""
    rows = scoped_work(user, scope, plan).due_within(within.starts_on, within.ends_on)
    rows = with_lines(rows).by_urgency()[:MOST]
    found = [_work(row, today) for row in rows]
    if scope != ME:
        found += islice(_reports(user, scope, within, today, plan), MOST)
    return sorted(found, key=lambda one: (one.day, one.kind, one.title, one.key))


def _work(row: Assignment, today: datetime.date) -> Due:
    return Due(
        key=f"viec-{row.pk}",
        day=row.due_on or today,
        kind=WORK,
        title=row.task.title,
        where=where_words(row),
        unit=row.unit.name,
        badge=badge_on(today, row.facts),
        href=address("tasks:assignment", row.pk),
    )


def _reports(
    user: User, scope: str, within: Period, today: datetime.date, plan: Plan | None
) -> Iterable[Due]:
    mine = {unit for unit, _ in roles_held(user)} if scope == UNIT else None
    for one in owed_to(user, plan=plan, within=within):
        if one.due_on is None or (mine is not None and one.unit not in mine):
            continue
        yield Due(
            key=f"bao-cao-{one.duty}-{one.unit}-{one.period}",
            day=one.due_on,
            kind=REPORT,
            title=str(one.asked),
            where=" · ".join(filter(None, (one.asked.plan.full_number, period_name(one.period)))),
            unit=one.unit_name,
            badge=SUBMISSION_BADGES[one.status(today)],
            href=address("reports:submission", one.duty, one.unit),
        )
