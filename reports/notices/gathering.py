"""What there is to say on a day: every piece of work and every owed report that asks for a word.

The rules are ``tasks.reminders``; here their facts are found, in a handful of queries however many
rows there are.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery
from django.utils.timezone import get_current_timezone

from plans.deadlines import MONTHS, DeadlineKind, Qualifier
from plans.schedule import Period, periods
from reports.notices.people import Concerned
from reports.notices.rules import RulesOfUnits
from reports.submissions.expectations import SubmissionStatus
from reports.submissions.outstanding import OwedReport, reports_owed_by_all
from tasks.models import Assignment, EntryKind, Extension, ProgressEntry
from tasks.models.difficulties import Addressee, Difficulty
from tasks.querysets import AssignmentQuerySet
from tasks.reminders import (
    NEWS_DAYS,
    Audience,
    NoticeKind,
    RunDay,
    Saying,
    before_due,
    near_cycle_end,
    news,
    when_late,
    while_waiting,
)
from tasks.status import Status, days_late

CHUNK = 2000
# How long a report that never came is asked for; a forgotten duty is no news after that.
OWED_DAYS = 180

_NEWS_OF_ENTRIES = {
    EntryKind.SENT_BACK: NoticeKind.SENT_BACK,
    EntryKind.EXTENSION_GRANTED: NoticeKind.EXTENDED,
    EntryKind.EXTENSION_REFUSED: NoticeKind.REFUSED,
    EntryKind.HANDED_OVER: NoticeKind.HANDED_OVER,
}


_ASKED = {
    Addressee.COORDINATOR: Audience.COORDINATORS,
    Addressee.LEADER: Audience.LEADERS,
    # Who drafts the proposals to the superior puts it there.
    Addressee.SUPERIOR: Audience.COORDINATORS,
}


class Thing(NamedTuple):
    """What is spoken of: a part in a task, or a report of a unit for a period."""

    assignment: int | None = None
    duty: int | None = None
    unit: int | None = None
    period: str = ""


class Word(NamedTuple):
    thing: Thing
    whose: Concerned
    saying: Saying


@dataclass(frozen=True)
class Gathering:
    """A day and the rules by which it speaks."""

    day: RunDay
    rules: RulesOfUnits

    def words(self) -> Iterator[Word]:
        """Everything that is to be said, whether or not it was said before."""
        for source in _SOURCES:
            yield from source(self)

    def dated(self) -> Iterator[Word]:
        """Work that falls due, and work that is late."""
        last = self.day.until + datetime.timedelta(days=self.rules.widest_before + 1)
        work = _running(self.day.on).standing(self.day.on, (Status.OPEN, Status.OVERDUE))
        for row in _fetched(work.filter(due_on__lte=last)):
            rules, due_on = self.rules.of(row.unit_id), row.due_on
            if due_on is None:
                continue
            if getattr(row, "status", "") == Status.OVERDUE:
                sayings = when_late(due_on, days_late(self.day.on, row.facts), rules)
            else:
                is_before = row.task.qualifier == Qualifier.BEFORE and due_on == row.planned_on
                sayings = before_due(self.day, due_on, rules, is_before=is_before)
            yield from _of_work(row, sayings)

    def ongoing(self) -> Iterator[Word]:
        """Work without a day that shows no evidence as its plan's cycle ends."""
        for kind in MONTHS:
            ends_on = _cycle_end(kind, self.day.on)
            if (ends_on - self.day.until).days > self.rules.widest_evidence:
                continue
            work = _running(self.day.on).standing(self.day.on, (Status.ONGOING,))
            bare = work.with_evidence_this_cycle(self.day.on).filter(
                Q(has_evidence=False), task__plan__evidence_cycle=kind.value
            )
            for row in _fetched(bare):
                rules = self.rules.of(row.unit_id)
                yield from _of_work(row, near_cycle_end(self.day, ends_on, rules))

    def waiting(self) -> Iterator[Word]:
        """Work reported done, for whoever confirms it; not for the one who reported it."""
        told = ProgressEntry.objects.filter(assignment=OuterRef("pk"), kind=EntryKind.DONE)
        reporter = Subquery(told.order_by("-pk").values("by")[:1])
        work = (
            Assignment.objects.in_force().waiting().filter(task__plan__released_on__lte=self.day.on)
        )
        for row in _fetched(work.annotate(reporter=reporter)):
            since = row.last_entry_on or row.finished_on or self.day.on
            sayings = while_waiting(
                self.day,
                NoticeKind.CONFIRM,
                Audience.CONFIRMERS,
                since,
                self.rules.of(row.unit_id),
            )
            yield from _of_work(row, sayings, actor=getattr(row, "reporter", None))

    def requests(self) -> Iterator[Word]:
        """Requests for more time that wait for a decision."""
        work = Assignment.objects.in_force().unfinished()
        asked = Extension.objects.filter(decided_on__isnull=True, assignment__in=work.values("pk"))
        for one in asked.select_related("assignment__task__plan").order_by("pk"):
            row = one.assignment
            sayings = while_waiting(
                self.day,
                NoticeKind.DECIDE,
                Audience.DECIDERS,
                one.asked_on,
                self.rules.of(row.unit_id),
            )
            yield from _of_work(row, sayings, actor=one.asked_by_id)

    def difficulties(self) -> Iterator[Word]:
        """Difficulties that wait for an answer, for those asked; answers, for the unit."""
        since = self.day.on - datetime.timedelta(days=NEWS_DAYS)
        open_work = Assignment.objects.in_force().unfinished().values("pk")
        raised = Difficulty.objects.filter(closed_on__isnull=True, assignment__in=open_work)
        fresh = raised.filter(Q(answered_on__isnull=True) | Q(answered_on__gte=since))
        for one in fresh.select_related("assignment__task__plan", "entry").order_by("pk"):
            row, rules = one.assignment, self.rules.of(one.assignment.unit_id)
            if one.answered_on:
                said = news(self.day, NoticeKind.ANSWERED, one.answered_on)
                yield from _of_work(row, said, actor=one.answered_by_id)
                continue
            audience = _ASKED[Addressee(one.addressed_to)]
            said = while_waiting(self.day, NoticeKind.STUCK, audience, one.raised_on, rules)
            yield from _of_work(row, said, actor=one.entry.by_id)

    def happened(self) -> Iterator[Word]:
        """What others did to a unit's work: sent back, extended or not, handed over to it."""
        since = self.day.on - datetime.timedelta(days=NEWS_DAYS)
        work = Assignment.objects.in_force().unfinished().filter(finished_on__isnull=True)
        told = ProgressEntry.objects.filter(
            kind__in=_NEWS_OF_ENTRIES,
            on__range=(since, self.day.on),
            assignment__in=work.values("pk"),
        )
        for entry in told.select_related("assignment__task__plan").order_by("pk"):
            kind = _NEWS_OF_ENTRIES[EntryKind(entry.kind)]
            sayings = news(self.day, kind, entry.on)
            yield from _of_work(entry.assignment, sayings, actor=entry.by_id)

    def given(self) -> Iterator[Word]:
        """Work that was given, or whose period began, of late; handed over is told by itself."""
        on, since = self.day.on, self.day.on - datetime.timedelta(days=NEWS_DAYS)
        fresh = (
            Q(given_at__date__gte=since)
            | Q(starts_on__gte=since)
            | Q(task__plan__released_on__gte=since)
        )
        work = _running(on).filter(fresh, given_at__date__lte=on)
        for row in _fetched(work.exclude(entries__kind=EntryKind.HANDED_OVER)):
            plan, given_at = row.task.plan, row.given_at
            if given_at is None or plan.released_on is None:
                continue
            given_on = given_at.astimezone(get_current_timezone()).date()
            began = max(given_on, row.starts_on, plan.released_on)
            yield from _of_work(row, news(self.day, NoticeKind.GIVEN, min(began, on)))

    def reports(self) -> Iterator[Word]:
        """Reports that fall due, are missing, were sent back or wait to be taken over."""
        ahead = datetime.timedelta(days=self.rules.widest_before + 1)
        within = Period(
            "", self.day.on - datetime.timedelta(days=OWED_DAYS), self.day.until + ahead
        )
        for report in reports_owed_by_all(within):
            plan = report.duty.plan
            sent = report.submission
            whose = Concerned(
                unit=report.unit.pk,
                issuer=plan.issuer_id,
                actor=sent.submitted_by_id if sent and sent.returned_on is None else None,
            )
            thing = Thing(duty=report.duty.pk, unit=report.unit.pk, period=report.period)
            for saying in self._of_report(report):
                yield Word(thing, whose, saying)

    def _of_report(self, report: OwedReport) -> Iterator[Saying]:
        rules, facts, day = self.rules.of(report.unit.pk), report.facts, self.day
        match report.status(day.on):
            case SubmissionStatus.EXPECTED if report.due_on:
                yield from before_due(day, report.due_on, rules)
            case SubmissionStatus.OUTSTANDING if report.due_on:
                yield from when_late(report.due_on, (day.on - report.due_on).days, rules)
            case SubmissionStatus.RETURNED if facts.returned_on:
                kind, audience = NoticeKind.SENT_BACK, Audience.OWN
                yield from while_waiting(day, kind, audience, facts.returned_on, rules)
            case SubmissionStatus.SUBMITTED if facts.submitted_on:
                kind, audience = NoticeKind.CONFIRM, Audience.RECEIVERS
                yield from while_waiting(day, kind, audience, facts.submitted_on, rules)


_SOURCES: tuple[Callable[[Gathering], Iterator[Word]], ...] = (
    Gathering.dated,
    Gathering.ongoing,
    Gathering.waiting,
    Gathering.requests,
    Gathering.difficulties,
    Gathering.happened,
    Gathering.given,
    Gathering.reports,
)


def _running(on: datetime.date) -> AssignmentQuerySet:
    """Work that a unit has to do on a day: begun, not reported done, of a plan that runs."""
    plan = Q(task__plan__in_force_until__isnull=True) | Q(task__plan__in_force_until__gte=on)
    begun = {"task__plan__released_on__lte": on, "starts_on__lte": on}
    return (
        Assignment.objects.in_force()
        .unfinished()
        .filter(plan, finished_on__isnull=True, suspended_on__isnull=True, **begun)
    )


def _fetched(work: AssignmentQuerySet) -> Iterator[Assignment]:
    rows = work.select_related("task__plan").order_by("pk")
    yield from rows.defer("task__text", "task__search_text").iterator(chunk_size=CHUNK)


def _of_work(
    row: Assignment, sayings: Iterator[Saying], actor: int | None = None
) -> Iterator[Word]:
    whose = Concerned(
        unit=row.unit_id, issuer=row.task.plan.issuer_id, officer=row.officer_id, actor=actor
    )
    for saying in sayings:
        yield Word(Thing(assignment=row.pk), whose, saying)


def _cycle_end(kind: DeadlineKind, day: datetime.date) -> datetime.date:
    return next(periods(kind, Period("", day, day))).ends_on
