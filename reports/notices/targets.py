"""Who would be reminded of what, before anybody is: worked out anew when the reminder is sent."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.notices.gathering import Thing
from reports.notices.people import Concerned, People
from reports.submissions.expectations import SubmissionStatus
from reports.submissions.outstanding import OwedReport
from tasks.models import Assignment, Notice
from tasks.querysets import AssignmentQuerySet
from tasks.reminders import Audience, NoticeKind
from tasks.status import Status

# A reminder goes about so much at once; who has more narrows the list first.
MOST = 200

_TO_WRITE = (SubmissionStatus.EXPECTED, SubmissionStatus.OUTSTANDING, SubmissionStatus.RETURNED)


@dataclass(frozen=True)
class Target:
    """One piece of work or one report, with the keys of those who would be reminded of it now.

    ``people`` is empty where all were reminded today (``is_done``) or the unit has nobody.
    """

    thing: Thing
    unit: int
    people: tuple[int, ...]
    is_done: bool
    work: Assignment | None = None
    report: OwedReport | None = None


def remindable(work: AssignmentQuerySet, on: datetime.date) -> AssignmentQuerySet:
    """The work of a list about which one can remind: begun, to be done, not waiting for somebody
    else's word."""
    open_work = work.in_force().standing(on, (Status.OPEN, Status.OVERDUE, Status.ONGOING))
    return open_work.filter(finished_on__isnull=True, starts_on__lte=on)


def targets_of_work(work: Iterable[Assignment], by: int, on: datetime.date) -> list[Target]:
    """Who would be reminded of each piece of work: who sees to it, and the unit's head; never the
    person who reminds."""
    rows = list(work)
    people, done = People.read(), _reminded(on)
    found = []
    for row in rows:
        thing = Thing(assignment=row.pk)
        whose = Concerned(row.unit_id, row.task.plan.issuer_id, row.officer_id, actor=by)
        all_of_it = people.told(Audience.UNIT, whose)
        left = tuple(one for one in all_of_it if (one, thing) not in done)
        found.append(Target(thing, row.unit_id, left, bool(all_of_it) and not left, work=row))
    return found


def targets_of_reports(reports: Iterable[OwedReport], by: int, on: datetime.date) -> list[Target]:
    """Who would be reminded of each report that has not come, or came back."""
    people, done = People.read(), _reminded(on)
    return list(_of_reports(reports, people, done, by, on))


def _of_reports(
    reports: Iterable[OwedReport],
    people: People,
    done: set[tuple[int, Thing]],
    by: int,
    on: datetime.date,
) -> Iterator[Target]:
    for report in reports:
        if report.status(on) not in _TO_WRITE:
            continue
        thing = Thing(duty=report.duty.pk, unit=report.unit.pk, period=report.period)
        whose = Concerned(report.unit.pk, report.duty.plan.issuer_id, actor=by)
        all_of_it = people.told(Audience.UNIT, whose)
        left = tuple(one for one in all_of_it if (one, thing) not in done)
        is_done = bool(all_of_it) and not left
        yield Target(thing, report.unit.pk, left, is_done, report=report)


def _reminded(on: datetime.date) -> set[tuple[int, Thing]]:
    """Who was reminded of what on that day."""
    said = Notice.objects.filter(on=on, kind=NoticeKind.REMINDED)
    keys = said.values_list("person", "assignment", "duty", "unit", "period")
    return {(person, Thing(work, duty, unit, period)) for person, work, duty, unit, period in keys}
