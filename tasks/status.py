"""Where one unit's part in a task stands on a given day.  PURE.

Facts are stored, this judgement is not.  The official counting (domain rule: the state's own task
reports) has four cells: done or not, each in time or late.  It counts tasks (nhiệm vụ) first, each
once, then their parts (phần việc: one unit's part for one period).  Work is done once it is
confirmed; whether it was in time goes by the day on which the unit itself reported it done, so
nobody becomes late by waiting for a signature.  Work without a day has a row of its own, out of
the rate.  ``tasks.querysets`` states the same rule in SQL and a test compares the two.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from accounts.badges import Badge

Day = datetime.date
DUE_SOON_DAYS = 7


class Status(StrEnum):
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN = "open"
    OVERDUE = "overdue"
    ONGOING = "ongoing"  # no day, not finished
    DONE_UNDATED = "done_undated"  # no day, confirmed as done
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class Hint(StrEnum):
    """What a person should know at once; shown on screens, never a cell of a report."""

    WAITING = "waiting"
    DUE_SOON = "due_soon"
    NOT_STARTED = "not_started"


BADGES: Mapping[Status | Hint, Badge] = {
    Status.DONE_ON_TIME: Badge("Hoàn thành đúng hạn", "done", "circle-check"),
    Status.DONE_LATE: Badge("Hoàn thành quá hạn", "done-late", "clock-check"),
    Status.OPEN: Badge("Trong hạn", "open", "circle"),
    Status.OVERDUE: Badge("Quá hạn", "overdue", "alert-triangle"),
    Status.ONGOING: Badge("Thường xuyên", "ongoing", "repeat"),
    Status.DONE_UNDATED: Badge("Đã hoàn thành", "done", "circle-check"),
    Status.SUSPENDED: Badge("Tạm dừng", "cancelled", "player-pause"),
    Status.CANCELLED: Badge("Đã hủy", "cancelled", "circle-x"),
    Hint.WAITING: Badge("Chờ xác nhận", "waiting", "hourglass"),
    Hint.DUE_SOON: Badge("Sắp đến hạn", "due-soon", "bell"),
    Hint.NOT_STARTED: Badge("Chưa đến kỳ", "open", "calendar"),
}

# What somebody still has to do something about.
UNFINISHED = (Status.OPEN, Status.OVERDUE, Status.ONGOING)


@dataclass(frozen=True)
class Facts:
    """What is stored of an assignment.  ``due_on`` None: work without a day; ``in_force_until``:
    the last day of its plan, None while no end is known."""

    starts_on: Day
    due_on: Day | None = None
    finished_on: Day | None = None
    confirmed_on: Day | None = None
    suspended_on: Day | None = None
    cancelled_on: Day | None = None
    in_force_until: Day | None = None

    def clock(self, day: Day) -> Day:
        """The day by which the work is late or not: a plan that has ended makes nothing late."""
        return min(day, self.in_force_until) if self.in_force_until else day


def status_on(day: Day, facts: Facts) -> Status:
    """The status at the end of ``day``; facts from later days are not yet known on it.

    Once its plan has ended, work that was overdue stays so, what is finished afterwards still
    counts, and everything else that nobody has reported done is asked for no longer.
    """
    if _by(day, facts.cancelled_on):
        return Status.CANCELLED
    finished_on = facts.finished_on if _by(day, facts.finished_on) else None
    done = finished_on is not None and _by(day, facts.confirmed_on)
    suspended = not done and _by(day, facts.suspended_on)
    until = facts.clock(day)
    was_late = not suspended and facts.due_on is not None and facts.due_on < until
    if until < day and finished_on is None and not was_late:
        return Status.CANCELLED
    if suspended:
        return Status.SUSPENDED
    if facts.due_on is None:
        return Status.DONE_UNDATED if done else Status.ONGOING
    late = (finished_on or until) > facts.due_on
    if done:
        return Status.DONE_LATE if late else Status.DONE_ON_TIME
    return Status.OVERDUE if late else Status.OPEN


# A task stands as the part of it that most has to be done about.
_BY_WEIGHT = (
    Status.OVERDUE,
    Status.OPEN,
    Status.ONGOING,
    Status.SUSPENDED,
    Status.DONE_LATE,
    Status.DONE_ON_TIME,
    Status.DONE_UNDATED,
    Status.CANCELLED,
)
TASK_WEIGHTS: Mapping[Status, int] = {status: place for place, status in enumerate(_BY_WEIGHT)}


def task_status(parts: Iterable[Status]) -> Status | None:
    """How a task stands, of which these are the leading parts in a period; None without parts.

    A task counts once: it is overdue when one part is, done when all are (late when one was late),
    and cancelled parts count only where there is no other.
    """
    return min(parts, key=TASK_WEIGHTS.__getitem__, default=None)


def hint_on(day: Day, facts: Facts) -> Hint | None:
    """What to add to the status for the eye: waiting for confirmation, due within 7 days, or not
    yet begun."""
    if status_on(day, facts) not in UNFINISHED:
        return None
    if _by(day, facts.finished_on):
        return Hint.WAITING
    if facts.starts_on > day:
        return Hint.NOT_STARTED
    if facts.due_on and day <= facts.due_on <= day + datetime.timedelta(days=DUE_SOON_DAYS):
        return Hint.DUE_SOON
    return None


def badge_on(day: Day, facts: Facts) -> Badge:
    """The one badge that a list shows: late work stays late, else the hint, else the status."""
    status, hint = status_on(day, facts), hint_on(day, facts)
    if hint and not (status is Status.OVERDUE and hint is not Hint.WAITING):
        return BADGES[hint]
    return BADGES[status]


def days_late(day: Day, facts: Facts) -> int:
    """Days by which the work is or was late, 0 where it is not."""
    if facts.due_on is None:
        return 0
    finished = facts.finished_on if _by(day, facts.finished_on) else None
    end = finished or facts.clock(day)
    return max(0, (end - facts.due_on).days)


class FinishReason(StrEnum):
    """Why the day on which work was finished wants a reason."""

    LATE = "late"  # finished after its due day
    SET_BACK = "set_back"  # told after the due day that it was finished by it


def finish_wants_reason(*, due_on: Day | None, finished_on: Day, on: Day) -> FinishReason | None:
    """Whether work reported on ``on`` as finished on ``finished_on`` wants a reason; work without a
    day, and what is told by the due day, never does."""
    if due_on is None or on <= due_on:
        return None
    return FinishReason.LATE if finished_on > due_on else FinishReason.SET_BACK


def _by(day: Day, happened_on: Day | None) -> bool:
    return happened_on is not None and happened_on <= day


@dataclass(frozen=True)
class Counts:
    """The four official counts, and beside them what stays out of the rate."""

    done_on_time: int = 0
    done_late: int = 0
    open: int = 0
    overdue: int = 0
    ongoing: int = 0
    done_undated: int = 0
    suspended: int = 0
    cancelled: int = 0

    @property
    def done(self) -> int:
        return self.done_on_time + self.done_late

    @property
    def not_done(self) -> int:
        return self.open + self.overdue

    @property
    def dated(self) -> int:
        return self.done + self.not_done

    @property
    def undated(self) -> int:
        return self.ongoing + self.done_undated

    @property
    def total(self) -> int:
        return self.dated + self.undated

    @property
    def rate(self) -> float | None:
        return rate(done=self.done, overdue=self.overdue)


def sum_of(counts: Iterable[Counts]) -> Counts:
    """The sum of many counts; none where there are none."""
    listed = [vars(one) for one in counts]
    return Counts(**{name: sum(one[name] for one in listed) for name in vars(Counts())})


def rate(*, done: int, overdue: int) -> float | None:
    """Completion rate in percent: done of what is done or should be; None where nothing is due.

    Work not yet due stays out of the base: 16,051 done and 223 overdue make 98.63 %.
    """
    base = done + overdue
    return 100 * done / base if base else None
