"""What happened in the plans: every piece of work by its scenario, and the reports handed in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from demo.notes import number_from, report_text, topic_of, voice_of
from demo.people import Cast
from demo.scenarios import Piece, Scenario, choose_running, choose_wound_up
from demo.story import Story, days
from demo.units import ROWS
from plans.deadlines import DeadlineKind
from plans.models import Plan
from plans.schedule import Period, periods
from reports.submissions.actions import accept, send_back_submission, submit
from reports.submissions.outstanding import OwedReport, owed_reports
from tasks.models import Assignment, Part

Day = datetime.date
PLACES = {row.code: place for place, row in enumerate(ROWS)}
# Only this unit shows evidence of its ongoing work in the current quarter.
DILIGENT = "SKHCN-TTCDS"


def tell_running(plans: Iterable[Plan], people: Cast, today: Day) -> None:
    """Tells plans that are being carried out: something of everything, as of ``today``."""
    rows = _rows(plans)
    _tell(rows, choose_running(_dated(rows), today), people, today)


def tell_wound_up(plan: Plan, people: Cast, closing: Day) -> None:
    """Tells a plan that is over: by ``closing`` everything in it is done or cancelled."""
    rows = _rows([plan])
    _tell(rows, choose_wound_up(_dated(rows), closing), people, closing)


def _rows(plans: Iterable[Plan]) -> list[Assignment]:
    """The work of the plans, in an order that hangs on no key of the database."""
    found = Assignment.objects.filter(task__plan__in=list(plans))
    return sorted(
        found.select_related("task__plan", "unit"),
        key=lambda row: (row.due_on or Day.max, row.task.order, row.unit.code, row.period),
    )


def _dated(rows: Iterable[Assignment]) -> list[Piece]:
    """What is cast: leading parts with a day."""
    return [
        Piece(
            pk=row.pk,
            unit=row.unit.code,
            topic=topic_of(row).name,
            key=f"{row.unit.code}|{row.task.text}|{row.period}",
            starts_on=row.starts_on,
            due_on=row.due_on,
        )
        for row in rows
        if row.due_on and row.part == Part.LEAD
    ]


def _tell(
    rows: Sequence[Assignment], chosen: Mapping[int, Scenario], people: Cast, today: Day
) -> None:
    for row in rows:
        story = Story(row, voice_of(row, PLACES.get(row.unit.code, 0)), people, today)
        if row.pk in chosen:
            story.tell(chosen[row.pk])
        elif row.due_on is None:
            _tell_undated(row, story, today)
        elif row.due_on < today:
            story.tell(Scenario.ON_TIME)


def _tell_undated(row: Assignment, story: Story, today: Day) -> None:
    """Ongoing work is told to its plan's end; before it, not every unit is up to date."""
    ends_on = row.task.plan.ends_on
    if row.part == Part.COOPERATING:
        story.tell(Scenario.STARTED)
    elif ends_on < today:
        story.tell_running(every=34, last=ends_on - days(12), with_files=True)
    elif row.unit.code == DILIGENT:
        story.tell_running(every=26, last=today, with_files=True)
    else:
        last = _quarter_of(today).starts_on - days(9)
        story.tell_running(every=41, last=last, with_files=True)
    if ends_on < today:
        story.tell_end()


def _quarter_of(day: Day) -> Period:
    return next(periods(DeadlineKind.QUARTERLY, Period("", day, day)))


# --- the reports that units hand in --------------------------------------------------------------
RETURNED = "Đề nghị bổ sung số liệu về phương tiện chữa cháy và thời gian khắc phục các tồn tại."
# What becomes of the reports that fell due last; those before them came and were accepted.
WAITS, CAME_BACK, MISSING = 0, 1, 2


def hand_in_reports(plans: Iterable[Plan], people: Cast, today: Day) -> None:
    """Hands in what the units of the plans owe by ``today``: most in time, some late; of those that
    fell due last in plans in force one waits, one came back and one is missing."""
    owed = [
        one
        for plan in plans
        for one in owed_reports(people.administrator, plan=plan)
        if one.due_on and one.due_on <= today and one.submission is None
    ]
    owed.sort(key=lambda one: (one.due_on or today, one.unit.code, one.period), reverse=True)
    for place, one in enumerate(owed):
        if place % 16 != MISSING or one.duty.plan.closed_on:
            _hand_in(one, place % 16, people, today)


def _hand_in(one: OwedReport, place: int, people: Cast, today: Day) -> None:
    due = one.due_on or today
    chance = number_from(one.unit.code, one.period, due, "report")
    late = days(1 + chance % 9) if chance % 7 == 0 else -days(chance % 6)
    came = min(due + late, today)
    submission = submit(
        duty=one.duty,
        unit=one.unit,
        period=one.period,
        by=people.officer_of(one.unit.code),
        on=came,
        text=report_text(one.unit.code, one.period),
    )
    answered = min(came + days(2), today)
    is_over = bool(one.duty.plan.closed_on)
    if place == CAME_BACK and not is_over:
        send_back_submission(
            submission=submission, by=people.coordinator, on=answered, reason=RETURNED
        )
    elif place != WAITS or is_over:
        accept(submission=submission, by=people.coordinator, on=answered)
