"""One assignment's story, told through the actions that people use, on days gone by."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.base import ContentFile

from accounts.models import User
from demo.figures import told_with
from demo.notes import Voice, minutes, number_from, picture
from demo.people import Cast
from demo.scenarios import Scenario
from demo.units import OFFICE
from tasks import actions
from tasks.actions.difficulties import raise_difficulty
from tasks.models import Addressee, Assignment, Extension
from units.models import Unit

Day = datetime.date
LONGEST = 75  # days before its due day from which a piece of work is told
# A granted extension runs a few days beyond today, so that something always falls due soon.
EXTENDED_BY, OFFICE_EXTENDED_BY = 6, 4
RECENT = 8  # days
LATEST = 34  # days by which late work was late at most
AS_PICTURES = ("Ảnh", "Tin, bài")
LEADER = Addressee.LEADER
TAKES_OVER = "TDC-HCTH"  # a part of the unit that hands its work over


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


def working_day(day: Day, *, first: Day, last: Day) -> Day:
    """The day, or the Friday before a weekend, kept between two days."""
    return min(max(day - days(max(day.weekday() - 4, 0)), first), last)


@dataclass
class Story:
    """Tells one assignment as it stands on ``today``."""

    row: Assignment
    voice: Voice
    people: Cast
    today: Day

    def __post_init__(self) -> None:
        self.code = self.row.unit.code
        self.due = self.row.due_on or self.row.task.plan.ends_on
        told_from = self.row.due_on - days(LONGEST) if self.row.due_on else self.row.starts_on
        self.start = max(self.row.starts_on, told_from)
        self.officer = self.people.officer_of(self.code)
        self.head = self.people.head_of(self.code)
        self.percent = 0

    def tell(self, scenario: Scenario) -> None:
        """Tells the story of dated work that meets this scenario."""
        if scenario is not Scenario.NOTHING and self._chance("officer", 2) == 0:
            self._name_officer()
        TALES[scenario](self)

    # --- done -----------------------------------------------------------------------------------
    def _done(
        self, finished: Day, words: str = "confirmed", *, confirmed_on: Day | None = None
    ) -> None:
        """Worked on, reported and confirmed, a few days later where no day is given."""
        self._work_until(finished)
        self._report(finished)
        self._confirm(confirmed_on or self._soon_after(finished), words)

    def _late_into_new_year(self) -> None:
        finished = self._day(Day(self.today.year, 1, 6) + days(self._chance("new year", 16)))
        self._work_until(self.due, at_least=1)
        self._report(finished)
        self._confirm(self._soon_after(finished), "confirmed_late")

    def _returned_then_done(self) -> None:
        finished = self._in_time()
        first = self._day(finished - days(6))
        self._work_until(first)
        self._report(first)
        self._send_back(self._day(first + days(2)))
        self._report(max(finished, self._day(first + days(2))))
        self._confirm(self._soon_after(finished), "confirmed")

    def _extended_then_done(self) -> None:
        self._work_until(self.due - days(6))
        self._extend(self.due + days(21))
        finished = self._day(self.due + days(14))
        self._report(finished)
        self._confirm(self._soon_after(finished), "confirmed")

    def _refused_then_late(self) -> None:
        self._work_until(self.due - days(6))
        self._refuse(self.due + days(15))
        finished = self._day(self.due + days(7))
        self._report(finished)
        self._confirm(self._soon_after(finished), "confirmed_late")

    def _resumed(self) -> None:
        stopped, again = self._day(self.due - days(30)), self._day(self.due - days(12))
        self._suspend(stopped)
        actions.resume(
            assignment=self.row, by=self.head, on=again, reason=self.voice.word("resumed")
        )
        finished = max(self._in_time(), again)
        self._report(finished)
        self._confirm(self._soon_after(finished), "confirmed")

    # --- not done -------------------------------------------------------------------------------
    def _nothing(self) -> None:
        """Nobody has begun."""

    def _started(self) -> None:
        self._work_until(self.today, at_least=1)

    def _hindered(self) -> None:
        self._work_until(self.today)
        self._meet_difficulty(self._day(self.today - days(self._chance("hindered", 5))))

    def _waiting(self, finished: Day) -> None:
        self._work_until(finished)
        self._report(finished, with_file=True)

    def _sent_back(self) -> None:
        finished = self._in_time(at_most=3)
        self._work_until(finished, at_least=1)
        self._report(finished, with_file=True)
        self._send_back(self._day(finished + days(2)))

    def _overdue(self) -> None:
        self._work_until(self.due, at_least=1)

    def _overdue_hindered(self) -> None:
        self._work_until(self.due, at_least=1)
        on = self._day(self.due + days(2))
        if words := self.voice.difficulty():
            # What keeps work past its day is for leadership, and there is no progress to tell.
            raise_difficulty(
                assignment=self.row, text=words, by=self.officer, on=on, addressed_to=LEADER
            )
        else:
            self._meet_difficulty(on)

    def _overdue_refused(self) -> None:
        self._work_until(self.due - days(6), at_least=1)
        self._refuse(self.due + days(15))

    def _extended(self) -> None:
        ahead = OFFICE_EXTENDED_BY if self.code == OFFICE else EXTENDED_BY
        until = self.today + days(ahead)
        self._extend(working_day(until, first=max(self.due, self.today) + days(1), last=until))
        self._work_until(self.today, at_least=1)

    def _asked(self) -> None:
        self._work_until(self.today - days(2), at_least=1)
        self._ask(self._day(self.today - days(1)), max(self.due, self.today) + days(12))

    def _suspended(self) -> None:
        self._suspend(self._day(self.due - days(6)))

    def _cancelled(self) -> None:
        actions.cancel(
            assignment=self.row,
            by=self.people.coordinator,
            on=self._day(self.due - days(4)),
            reason=self.voice.word("cancelled"),
        )

    def _handed_over(self) -> None:
        actions.hand_over(
            assignment=self.row,
            to_unit=Unit.objects.get(code=TAKES_OVER),
            by=self.people.coordinator,
            on=self._day(self.due - days(LONGEST)),
            reason=self.voice.word("handed_over"),
        )

    # --- work without a day ---------------------------------------------------------------------
    def tell_running(self, *, every: int, last: Day, with_files: bool) -> None:
        """Tells work without a day: a note every so many days, the last one on ``last``."""
        noted = [last - days(every * back) for back in range(40)]
        told = sorted({self._day(day) for day in noted if day >= self.row.starts_on})
        for number, day in enumerate(told):
            note = self.voice.running(number)
            files = [self._minutes(note, day)] if with_files else []
            percent = min(90, 10 + 7 * number)
            actions.record_progress(
                assignment=self.row,
                by=self.officer,
                on=day,
                percent=percent,
                note=note,
                files=files,
            )

    def tell_end(self) -> None:
        """Ends work without a day with its plan."""
        finished = self._day(self.row.task.plan.ends_on - days(2))
        self._report(finished, with_file=True)
        self._confirm(self._day(self.row.task.plan.ends_on), "confirmed")

    # --- days -----------------------------------------------------------------------------------
    def _day(self, day: Day) -> Day:
        return working_day(day, first=self.row.starts_on, last=self.today)

    def _in_time(self, at_most: int = 9) -> Day:
        """A day of finishing that is in time: some days before the due day or today."""
        latest = min(self.due, self.today)
        return working_day(
            latest - days(self._chance("in time", at_most)), first=self.row.starts_on, last=latest
        )

    def _too_late(self) -> Day:
        """A day of finishing after the due day."""
        late = 1 + self._chance("too late", min(LATEST, max((self.today - self.due).days - 1, 0)))
        return working_day(self.due + days(late), first=self.due + days(1), last=self.today)

    def _soon_after(self, day: Day) -> Day:
        later = day + days(1 + self._chance("soon after", 4))
        if (self.today - self.due).days < RECENT:
            # What fell due of late was confirmed of late, at the turn of the year in the new one.
            later = max(later, self.today - days(self._chance("late confirmation", 2)))
        return working_day(later, first=day, last=self.today)

    def _chance(self, name: str, at_most: int) -> int:
        return number_from(self.voice.key, name) % (at_most + 1)

    # --- steps ----------------------------------------------------------------------------------
    def _name_officer(self) -> None:
        """The head names who sees to it, in a unit with people of its own."""
        if self.code in self.people.staff:
            actions.assign_officer(
                assignment=self.row, officer=self.officer, by=self.head, on=self._day(self.start)
            )

    def _work_until(self, end: Day, at_least: int = 0) -> None:
        """Notes on the way: one or none where the work comes back every period."""
        often = self._chance("steps", 2)
        wanted = often // 2 if self.row.period else 1 + often
        count = min(max(wanted, at_least), self.voice.steps)
        for number in range(count):
            part = (number + 1) / (count + 1)
            day = self._day(self.start + days(round((end - self.start).days * part)))
            told = round(18 * part) * 5 + 5 * (self._chance(f"percent {number}", 4) - 2)
            self.percent = min(max(told, self.percent, 5), 90)
            actions.record_progress(
                assignment=self.row,
                by=self.officer,
                on=day,
                percent=self.percent,
                note=self.voice.progress(number),
                figures=told_with(self.row, self.voice.key, f"figures {number}"),
                files=[self._on_the_spot(day)] if number == 1 else [],
            )

    def _meet_difficulty(self, on: Day) -> None:
        actions.record_progress(
            assignment=self.row,
            by=self.officer,
            on=on,
            percent=min(self.percent + 10, 90),
            note="" if self.voice.steps == 1 else self.voice.progress(self.voice.steps - 1),
            difficulty=self.voice.difficulty(),
        )

    def _report(self, finished: Day, *, with_file: bool = False) -> None:
        note = self.voice.done()
        wanted = with_file or not self.row.period or self._chance("file", 9) < 2
        actions.report_done(
            assignment=self.row,
            by=self.officer,
            on=finished,
            finished_on=finished,
            note=note,
            figures=told_with(self.row, self.voice.key, "figures done"),
            reason=self.voice.word("late") if finished > self.due else "",
            files=[self._minutes(note, finished)] if wanted else [],
        )

    def _confirm(self, on: Day, words: str) -> None:
        actions.confirm_done(
            assignment=self.row, by=self._confirmer(), on=on, note=self.voice.word(words)
        )

    def _send_back(self, on: Day) -> None:
        actions.send_back(
            assignment=self.row,
            by=self.people.coordinator,
            on=on,
            reason=self.voice.word("sent_back"),
        )

    def _suspend(self, on: Day) -> None:
        actions.suspend(
            assignment=self.row,
            by=self.people.coordinator,
            on=on,
            reason=self.voice.word("suspended"),
        )

    def _ask(self, on: Day, until: Day) -> Extension:
        return actions.ask_extension(
            assignment=self.row,
            by=self.head,
            on=on,
            due_asked=until,
            reason=self.voice.word("asked"),
        )

    def _extend(self, until: Day) -> None:
        asked = self._ask(self._day(self.due - days(5)), until)
        self._decide(asked, granted=True, words="granted")

    def _refuse(self, until: Day) -> None:
        asked = self._ask(self._day(self.due - days(5)), until)
        self._decide(asked, granted=False, words="refused")

    def _decide(self, asked: Extension, *, granted: bool, words: str) -> None:
        actions.decide_extension(
            extension=asked,
            by=self.people.deputy if self._chance("who", 2) else self.people.leader,
            on=self._day(asked.asked_on + days(2)),
            granted=granted,
            answer=self.voice.word(words),
        )

    def _confirmer(self) -> User:
        """The head, unless it was the head who reported; or the coordinator."""
        by_head = self._chance("confirmer", 2) and self.head != self.officer
        return self.head if by_head else self.people.coordinator

    def _minutes(self, text: str, day: Day) -> ContentFile[bytes]:
        """What shows the result: minutes, or pictures where the work is one to be looked at."""
        title, unit = self.voice.topic.file, self.row.unit.name
        if title.startswith(AS_PICTURES):
            return picture(title=title, unit=unit, day=day)
        return minutes(title=title, unit=unit, day=day, text=text)

    def _on_the_spot(self, day: Day) -> ContentFile[bytes]:
        return picture(title="Ảnh hiện trường", unit=self.row.unit.name, day=day)


# How each scenario is told.
TALES: dict[Scenario, Callable[[Story], None]] = {
    Scenario.NOTHING: Story._nothing,
    Scenario.STARTED: Story._started,
    Scenario.HINDERED: Story._hindered,
    Scenario.ON_TIME: lambda story: story._done(story._in_time()),
    Scenario.LATE: lambda story: story._done(story._too_late(), "confirmed_late"),
    Scenario.LATE_INTO_NEW_YEAR: Story._late_into_new_year,
    Scenario.RETURNED_THEN_DONE: Story._returned_then_done,
    Scenario.EXTENDED_THEN_DONE: Story._extended_then_done,
    Scenario.REFUSED_THEN_LATE: Story._refused_then_late,
    Scenario.ON_TIME_TODAY: lambda story: story._done(story._in_time(), confirmed_on=story.today),
    Scenario.LATE_TODAY: lambda story: story._done(
        story._too_late(), "confirmed_late", confirmed_on=story.today
    ),
    Scenario.WAITING: lambda story: story._waiting(story._in_time(at_most=3)),
    Scenario.WAITING_LATE: lambda story: story._waiting(story._too_late()),
    Scenario.SENT_BACK: Story._sent_back,
    Scenario.OVERDUE: Story._overdue,
    Scenario.OVERDUE_HINDERED: Story._overdue_hindered,
    Scenario.OVERDUE_REFUSED: Story._overdue_refused,
    Scenario.EXTENDED: Story._extended,
    Scenario.ASKED: Story._asked,
    Scenario.SUSPENDED: Story._suspended,
    Scenario.RESUMED: Story._resumed,
    Scenario.CANCELLED: Story._cancelled,
    Scenario.HANDED_OVER: Story._handed_over,
}
