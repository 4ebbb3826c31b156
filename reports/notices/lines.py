"""One notice as a line: on the page of notices, in a letter, in the text that is copied."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from accounts.badges import Badge
from plans.schedule import period_name
from reports.models import Submission
from tasks.contexts.rows import deadline_of, where_words
from tasks.models import Assignment, Notice
from tasks.reminders import PRESSING, NoticeKind, notice_words
from tasks.status import UNFINISHED, badge_on, status_on

# What says a day of its own: a letter that comes after the day has moved leaves it out.
_OF_A_DUE_DAY = {NoticeKind.DUE, NoticeKind.LATE, NoticeKind.ESCALATED}
_PLACES = {
    NoticeKind.REMINDED: "#tien-do",
    NoticeKind.LATE: "#tien-do",
    NoticeKind.DUE: "#tien-do",
    NoticeKind.SENT_BACK: "#tien-do",
    NoticeKind.EVIDENCE: "#tien-do",
    NoticeKind.CONFIRM: "#xac-nhan",
    NoticeKind.DECIDE: "#quyet-dinh",
}
ReportKey = tuple[int | None, int | None, str]


@dataclass(frozen=True)
class NoticeLine:
    """``href`` is a path of this installation; ``words`` how long late or still to go; ``deadline``
    "" for a report; ``now`` how the work stands today."""

    pk: int
    kind: NoticeKind
    badge: Badge
    title: str
    href: str
    where: str
    unit: str
    deadline: str
    words: str
    on: datetime.date
    is_unread: bool
    said: str
    now: Badge | None


def notice_line(
    notice: Notice, today: datetime.date, *, as_of: datetime.date | None = None
) -> NoticeLine:
    """The line of a notice whose things were fetched with it (``with_things``).

    ``as_of``: the day by which its words count; that on which it was said where none is given.
    """
    work, kind = notice.assignment, NoticeKind(notice.kind)
    reminder = notice.reminder
    return NoticeLine(
        pk=notice.pk,
        kind=kind,
        badge=notice.badge,
        title=work.task.title if work else str(notice.duty),
        href=_href(notice),
        where=where_words(work) if work else _where_of_report(notice),
        unit=work.unit.name if work else str(notice.unit or ""),
        deadline=deadline_of(work) if work else "",
        words=notice_words(kind, as_of or notice.on, notice.due_on),
        on=notice.on,
        is_unread=notice.read_at is None,
        said=f"{reminder.by}: {reminder.words}" if reminder and reminder.words else "",
        now=badge_on(today, work.facts) if work else None,
    )


def _href(notice: Notice) -> str:
    """Where one acts on it: the very form, where there is one to be filled."""
    if notice.assignment_id:
        page = reverse("tasks:assignment", args=[notice.assignment_id])
        return page + _PLACES.get(NoticeKind(notice.kind), "")
    path = reverse("reports:submission", args=[notice.duty_id, notice.unit_id])
    return f"{path}?{urlencode({'period': notice.period})}" if notice.period else path


def _where_of_report(notice: Notice) -> str:
    plan = notice.duty.plan.full_number if notice.duty else ""
    return " · ".join(filter(None, ("Báo cáo", plan, period_name(notice.period))))


# --- what still holds when a letter leaves -------------------------------------------------------
def still_to_say(notices: Iterable[Notice], today: datetime.date) -> list[Notice]:
    """Those of the notices that have not been settled since; of one thing the last one of a kind,
    in the order given."""
    listed = list(notices)
    sent = _sent_reports(listed)
    kept: dict[tuple[object, ...], Notice] = {}
    for one in listed:
        if _holds(one, sent, today):
            kept[one.kind, one.assignment_id, one.duty_id, one.unit_id, one.period] = one
    return list(kept.values())


def _holds(notice: Notice, sent: set[ReportKey], today: datetime.date) -> bool:
    kind, work = NoticeKind(notice.kind), notice.assignment
    if work is None:
        is_sent = (notice.duty_id, notice.unit_id, notice.period) in sent
        return is_sent if kind is NoticeKind.CONFIRM else not is_sent
    if kind in _OF_A_DUE_DAY and work.due_on != notice.due_on:
        return False
    if kind is NoticeKind.DUE and notice.due_on < today:
        return False  # it is late by now, which is said by itself
    if kind in PRESSING:
        return _is_to_do(work, today)
    if kind is NoticeKind.CONFIRM:
        return work.finished_on is not None and work.confirmed_on is None
    if kind is NoticeKind.STUCK:
        return any(one.answered_on is None for one in work.difficulties.all())
    if kind is NoticeKind.DECIDE:
        return any(one.decided_on is None for one in work.extensions.all())
    return True


def _is_to_do(work: Assignment, today: datetime.date) -> bool:
    return work.finished_on is None and status_on(today, work.facts) in UNFINISHED


def _sent_reports(notices: Sequence[Notice]) -> set[ReportKey]:
    """Which of the reports spoken of have been handed in by now."""
    duties = {one.duty_id for one in notices if one.duty_id}
    if not duties:
        return set()
    rows = Submission.objects.filter(duty__in=duties)
    return {
        (one.duty_id, one.unit_id, one.period)
        for one in rows
        if one.submitted_on and not one.returned_on
    }
