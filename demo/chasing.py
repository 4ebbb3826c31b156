"""What people were told, and a reminder by the coordinator."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings

from demo.people import Cast
from demo.units import OFFICE
from plans.holidays import working_days
from plans.models import Plan
from reports.notices.actions import read_notices, remind, say_what_is_due
from reports.notices.targets import remindable, targets_of_work
from tasks import actions
from tasks.models import Assignment
from units.models import Unit

Day = datetime.date
WEEK = datetime.timedelta(days=7)
MORNING = datetime.time(6, 30)
REMINDED = 4  # pieces of late work of which the coordinator reminds
WORDS = "Đề nghị các đơn vị hoàn thành trong tuần này, vướng mắc báo ngay để tháo gỡ."


def tell_chasing(plans: Iterable[Plan], people: Cast, today: Day) -> None:
    """The notices of a week ago, read by now, those of the last working day, and a reminder."""
    for plan in plans:
        # Given with the plan, not on the day on which the demonstration is made.
        given_at = _morning(plan.released_on or plan.starts_on)
        Assignment.objects.filter(task__plan=plan).update(given_at=given_at)
    _open_own_work(people, today)
    before, last = _working_day(today - WEEK), _working_day(today)
    say_what_is_due(on=before)
    told = (*people.heads.values(), *people.staff.values(), people.coordinator, people.leader)
    for person in told:
        read_notices(of=person, at=_morning(before))
    _remind(people, last)
    say_what_is_due(on=last)


def _remind(people: Cast, on: Day) -> None:
    by = people.coordinator
    late = Assignment.objects.remindable_by(by).filter(due_on__lt=on)
    others = remindable(late, on).exclude(unit__code=OFFICE)
    rows = others.select_related("task__plan", "unit").by_urgency()[:REMINDED]
    targets = [one for one in targets_of_work(rows, by.pk, on) if one.people]
    if targets:
        at = _morning(on)
        reminder = remind(targets=targets, by=by, at=at, words=WORDS, site=settings.SITE_URL)
        # Invented people have no letter box: theirs count as sent.
        reminder.letters.update(sent_at=at, tries=1)


def _open_own_work(people: Cast, today: Day) -> None:
    """The office whose accounts are shown has looked at all that it has begun."""
    office = Unit.objects.get(code=OFFICE)
    for work in Assignment.objects.filter(unit=office, starts_on__lte=today).order_by("pk"):
        actions.note_opening(
            assignment=work, by=people.officer_of(OFFICE), at=_morning(today), on=today
        )


def _working_day(day: Day) -> Day:
    """The day, or the last working day before it."""
    working = working_days([day - WEEK])
    while not working.is_working(day):
        day -= datetime.timedelta(days=1)
    return day


def _morning(day: Day) -> datetime.datetime:
    return datetime.datetime.combine(day, MORNING, ZoneInfo(settings.TIME_ZONE))
