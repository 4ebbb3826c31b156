"""What is to be said on a day about one piece of work or one report, and to whom.  PURE.

Nothing is planned ahead: what to say is worked out on the day from the facts, so that a day that
was moved speaks anew and a day that was missed is made up for.  Every saying has a due day and a
step (days from that day); said once is said (unique with the person and the thing).

Letters leave on working days only.  What would fall on a day off is said on the working day before
it, so a day of the program (``RunDay``) reaches up to the eve of the next working day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from accounts.badges import Badge
from plans.working_days import WorkingDays

Day = datetime.date
ONE_DAY = datetime.timedelta(days=1)
# What happened so many days ago is no news any more.
NEWS_DAYS = 14


class NoticeKind(StrEnum):
    REMINDED = "reminded"  # by a person
    LATE = "late"
    DUE = "due"
    CONFIRM = "confirm"  # waits for the person's word
    DECIDE = "decide"
    STUCK = "stuck"  # a difficulty that waits for an answer
    SENT_BACK = "sent_back"
    EVIDENCE = "evidence"  # ongoing work that shows none near its cycle's end
    REFUSED = "refused"
    EXTENDED = "extended"
    ANSWERED = "answered"
    GIVEN = "given"
    HANDED_OVER = "handed_over"
    ESCALATED = "escalated"  # late below the person


# In the order of a letter: what asks for most comes first.
NOTICE_BADGES: dict[NoticeKind, Badge] = {
    NoticeKind.REMINDED: Badge("Đôn đốc", "waiting", "speakerphone"),
    NoticeKind.LATE: Badge("Quá hạn", "overdue", "alert-triangle"),
    NoticeKind.DUE: Badge("Sắp đến hạn", "due-soon", "bell"),
    NoticeKind.CONFIRM: Badge("Chờ bạn xem và xác nhận", "waiting", "hourglass"),
    NoticeKind.DECIDE: Badge("Chờ bạn quyết định gia hạn", "waiting", "calendar-question"),
    NoticeKind.STUCK: Badge("Vướng mắc chờ bạn trả lời", "waiting", "help-hexagon"),
    NoticeKind.SENT_BACK: Badge("Bị trả lại", "due-soon", "arrow-back-up"),
    NoticeKind.EVIDENCE: Badge("Chưa có minh chứng kỳ này", "due-soon", "paperclip"),
    NoticeKind.REFUSED: Badge("Không được gia hạn", "cancelled", "calendar-x"),
    NoticeKind.EXTENDED: Badge("Được gia hạn", "done", "calendar-check"),
    NoticeKind.ANSWERED: Badge("Vướng mắc đã được trả lời", "done", "message-check"),
    NoticeKind.GIVEN: Badge("Việc mới", "open", "clipboard-list"),
    NoticeKind.HANDED_OVER: Badge("Nhận chuyển giao", "open", "arrows-exchange"),
    NoticeKind.ESCALATED: Badge("Đơn vị thuộc quyền quá hạn", "overdue", "stairs-up"),
}
IMPORTANCE = {kind: place for place, kind in enumerate(NOTICE_BADGES)}
# Said of what is still to be done; once it is done, a letter that comes later leaves it out.
PRESSING = frozenset(
    {
        NoticeKind.REMINDED,
        NoticeKind.LATE,
        NoticeKind.DUE,
        NoticeKind.EVIDENCE,
        NoticeKind.SENT_BACK,
        NoticeKind.GIVEN,
        NoticeKind.HANDED_OVER,
        NoticeKind.ESCALATED,
    }
)


class Audience(StrEnum):
    """Who is told, as seen from the unit whose work or report it is."""

    OWN = "own"  # who sees to it, else the unit's people
    UNIT = "unit"  # those, and the unit's head: whom a person's reminder goes to
    HEAD = "head"
    LEADERS = "leaders"
    CONFIRMERS = "confirmers"
    DECIDERS = "deciders"
    COORDINATORS = "coordinators"
    RECEIVERS = "receivers"  # who takes reports over


@dataclass(frozen=True)
class ReminderRules:
    """What an agency has chosen, in days; 0 switches an escalation or the word on evidence off."""

    before: tuple[int, ...] = (7, 1)
    late_every: int = 7
    head_after: int = 3
    leaders_after: int = 14
    evidence_before: int = 14


@dataclass(frozen=True)
class RunDay:
    """A working day and the last day for which nobody else will speak."""

    on: Day
    until: Day

    @classmethod
    def of(cls, on: Day, working: WorkingDays) -> RunDay:
        return cls(on, working.next_working(on + ONE_DAY) - ONE_DAY)


class Saying(NamedTuple):
    """``step``: days from ``due_on``, negative before it; one step is said once."""

    kind: NoticeKind
    audience: Audience
    due_on: Day
    step: int


def before_due(
    day: RunDay, due_on: Day, rules: ReminderRules, *, is_before: bool = False
) -> Iterator[Saying]:
    """What is said of work that falls due ahead.

    ``is_before``: the plan says "trước ngày", so the day before it is the one to aim at.
    """
    if due_on < day.on:
        return
    left = (due_on - day.until).days - is_before
    reached = [days for days in rules.before if days >= left]
    if reached:
        yield Saying(NoticeKind.DUE, Audience.OWN, due_on, -min(reached))


def when_late(due_on: Day, days_late: int, rules: ReminderRules) -> Iterator[Saying]:
    """What is said of work that has been late for so many days: to the unit from the first day on,
    then to its head, then to leadership; again after every ``late_every`` days."""
    told = (
        (NoticeKind.LATE, Audience.OWN, 1),
        (NoticeKind.ESCALATED, Audience.HEAD, rules.head_after),
        (NoticeKind.ESCALATED, Audience.LEADERS, rules.leaders_after),
    )
    for kind, audience, first in told:
        if 0 < first <= days_late:
            yield Saying(kind, audience, due_on, _step(days_late, first, rules.late_every))


def near_cycle_end(day: RunDay, ends_on: Day, rules: ReminderRules) -> Iterator[Saying]:
    """What is said of ongoing work that shows no evidence as its cycle comes to an end."""
    ahead = day.on <= ends_on and (ends_on - day.until).days <= rules.evidence_before
    if rules.evidence_before and ahead:
        step = -rules.evidence_before
        yield Saying(NoticeKind.EVIDENCE, Audience.OWN, ends_on, step)


def while_waiting(
    day: RunDay, kind: NoticeKind, audience: Audience, since: Day, rules: ReminderRules
) -> Iterator[Saying]:
    """What is said of something that has waited for a decision since a day: at once, then again
    after every ``late_every`` days."""
    if since <= day.on:
        step = _step((day.on - since).days, 0, rules.late_every)
        yield Saying(kind, audience, since, step)


def news(
    day: RunDay, kind: NoticeKind, happened_on: Day, audience: Audience = Audience.OWN
) -> Iterator[Saying]:
    """What is said once of something that happened of late."""
    if 0 <= (day.on - happened_on).days <= NEWS_DAYS:
        yield Saying(kind, audience, happened_on, 0)


def notice_words(kind: NoticeKind, said_on: Day, due_on: Day) -> str:
    """How a notice says it: "quá hạn 3 ngày"; "" where its heading says all."""
    days = (due_on - said_on).days
    match kind:
        case NoticeKind.LATE | NoticeKind.ESCALATED:
            return f"quá hạn {-days} ngày"
        case NoticeKind.DUE:
            return f"còn {days} ngày" if days else "đến hạn hôm nay"
        case NoticeKind.EVIDENCE:
            return f"kỳ này hết ngày {due_on:%d/%m/%Y}"
        case NoticeKind.CONFIRM | NoticeKind.DECIDE | NoticeKind.STUCK:
            return f"chờ từ ngày {due_on:%d/%m/%Y}"
        case NoticeKind.REMINDED:
            return f"đôn đốc ngày {due_on:%d/%m/%Y}"
        case _:
            return f"ngày {due_on:%d/%m/%Y}"


def _step(days: int, first: int, every: int) -> int:
    """The last of ``first``, ``first + every``, … that ``days`` has reached."""
    return first + (days - first) // every * every
