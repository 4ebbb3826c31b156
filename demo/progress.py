"""What happened in the plans: every piece of work by its scenario, and the reports handed in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from demo.notes import report_text, topic_of, voice_of
from demo.people import Cast
from demo.scenarios import Piece, Scenario, choose_running, choose_wound_up
from demo.story import Story, days
from demo.units import ROWS
from plans.deadlines import DeadlineKind
from plans.models import Plan, ReportDuty
from plans.schedule import Period, periods
from reports.submissions.actions import accept, send_back_submission, submit
from tasks.models import Assignment, EntryKind, Part

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


@dataclass(frozen=True)
class Told:
    """What an assignment's story says of its report: the days, and why it came back."""

    submitted_on: Day | None = None
    accepted_on: Day | None = None
    returned_on: Day | None = None
    reason: str = ""


def hand_in_reports(plans: Iterable[Plan], people: Cast) -> None:
    """Hands in a report for every piece of reporting work that was reported done."""
    for plan in plans:
        for duty in plan.report_duties.prefetch_related("reporters"):
            for row in _work_of(duty):
                _hand_in(duty, row, people)


def _work_of(duty: ReportDuty) -> Iterable[Assignment]:
    """The assignments, in order, in which the units that owe a report do this work."""
    rows = Assignment.objects.filter(
        task__plan=duty.plan,
        task__ref=duty.ref,
        part=Part.LEAD,
        unit__in=duty.reporters.all(),
    )
    return rows.select_related("unit", "task").order_by("due_on", "unit__code", "pk")


def _hand_in(duty: ReportDuty, row: Assignment, people: Cast) -> None:
    told = _told(row)
    if told.submitted_on is None:
        return
    submission = submit(
        duty=duty,
        unit=row.unit,
        period=row.period,
        by=people.officer_of(row.unit.code),
        on=told.submitted_on,
        text=report_text(row.unit.code, row.period),
    )
    if told.accepted_on:
        accept(submission=submission, by=people.coordinator, on=told.accepted_on)
    elif told.returned_on:
        send_back_submission(
            submission=submission, by=people.coordinator, on=told.returned_on, reason=told.reason
        )


def _told(row: Assignment) -> Told:
    if row.finished_on:
        return Told(submitted_on=row.finished_on, accepted_on=row.confirmed_on)
    entries = {entry.kind: entry for entry in row.entries.order_by("on", "pk")}
    done, back = entries.get(EntryKind.DONE), entries.get(EntryKind.SENT_BACK)
    if done is None or back is None:
        return Told()
    return Told(submitted_on=done.on, returned_on=back.on, reason=back.note)
