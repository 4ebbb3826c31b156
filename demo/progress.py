"""Two plans' stories: which piece of work meets which fate, and then each one told."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from demo.casting import Fate, Piece, cast_running, cast_wound_up
from demo.notes import topic_of, voice_of
from demo.people import Cast
from demo.story import Story, days
from demo.units import ROWS
from plans.deadlines import DeadlineKind
from plans.models import Plan
from plans.schedule import Period, periods
from tasks.models import Assignment, Part

Day = datetime.date
PLACES = {row.code: place for place, row in enumerate(ROWS)}
# Only this unit shows evidence of its ongoing work in the current quarter.
DILIGENT = "SKHCN-TTCDS"


def tell_running(plans: Iterable[Plan], people: Cast, today: Day) -> None:
    """Tells plans that are being carried out: something of everything, as of ``today``."""
    rows = _rows(plans)
    _tell(rows, cast_running(_dated(rows), today), people, today)


def tell_wound_up(plan: Plan, people: Cast, closing: Day) -> None:
    """Tells a plan that is over: by ``closing`` everything in it is done or cancelled."""
    rows = _rows([plan])
    _tell(rows, cast_wound_up(_dated(rows), closing), people, closing)


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


def _tell(rows: Sequence[Assignment], fates: Mapping[int, Fate], people: Cast, today: Day) -> None:
    for row in rows:
        story = Story(row, voice_of(row, PLACES.get(row.unit.code, 0)), people, today)
        if row.pk in fates:
            story.tell(fates[row.pk])
        elif row.due_on is None:
            _tell_undated(row, story, today)
        elif row.due_on < today:
            story.tell(Fate.ON_TIME)


def _tell_undated(row: Assignment, story: Story, today: Day) -> None:
    """Ongoing work is told to its plan's end; before it, not every unit is up to date."""
    ends_on = row.task.plan.ends_on
    if row.part == Part.COOPERATING:
        story.tell(Fate.STARTED)
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
