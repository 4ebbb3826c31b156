"""The reports that units hand in: as the work of reporting went, so went the report."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from demo.notes import report_text
from demo.people import Cast
from plans.models import Plan, ReportDuty
from reports.submissions.actions import accept, send_back_submission, submit
from tasks.models import Assignment, EntryKind, Part

Day = datetime.date


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
