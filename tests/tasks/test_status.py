"""Where work stands on a day: every boundary of the official counting."""

import datetime
from dataclasses import replace

import pytest

from tasks.status import (
    BADGES,
    TASK_WEIGHTS,
    Counts,
    Facts,
    Hint,
    Status,
    badge_on,
    days_late,
    hint_on,
    rate,
    status_on,
    sum_of,
    task_status,
)

DAY = datetime.date(2026, 6, 15)
START = datetime.date(2026, 1, 1)


def at(offset: int | None) -> datetime.date | None:
    return None if offset is None else DAY + datetime.timedelta(days=offset)


def facts(due=None, *, finished=None, confirmed=None, suspended=None, cancelled=None, starts=None):
    """Facts in days from DAY."""
    return Facts(
        starts_on=START if starts is None else DAY + datetime.timedelta(days=starts),
        due_on=at(due),
        finished_on=at(finished),
        confirmed_on=at(confirmed),
        suspended_on=at(suspended),
        cancelled_on=at(cancelled),
    )


@pytest.mark.parametrize(
    ("given", "status"),
    [
        # Not finished: the due day itself is still in time.
        (facts(1), Status.OPEN),
        (facts(0), Status.OPEN),
        (facts(-1), Status.OVERDUE),
        # Confirmed: what counts is the day the unit reported, not the day of the signature.
        (facts(0, finished=0, confirmed=0), Status.DONE_ON_TIME),
        (facts(-1, finished=-1, confirmed=0), Status.DONE_ON_TIME),
        (facts(-1, finished=0, confirmed=0), Status.DONE_LATE),
        (facts(-2, finished=-1, confirmed=-1), Status.DONE_LATE),
        # Reported and waiting: not done, and no later than on the day of the report.
        (facts(-1, finished=-1), Status.OPEN),
        (facts(-2, finished=-1), Status.OVERDUE),
        (facts(-1, finished=-1, confirmed=1), Status.OPEN),
        # What happens after the day is not known on it.
        (facts(0, finished=1), Status.OPEN),
        (facts(-1, finished=1, confirmed=1), Status.OVERDUE),
        (facts(0, cancelled=1), Status.OPEN),
        (facts(0, suspended=1), Status.OPEN),
        # Without a day it is never late.
        (facts(None), Status.ONGOING),
        (facts(None, finished=0), Status.ONGOING),
        (facts(None, finished=0, confirmed=0), Status.DONE_UNDATED),
        (facts(None, finished=0, confirmed=1), Status.ONGOING),
        # Out of the ordinary.
        (facts(-1, cancelled=0), Status.CANCELLED),
        (facts(-1, finished=-1, confirmed=-1, cancelled=0), Status.CANCELLED),
        (facts(-1, suspended=0), Status.SUSPENDED),
        (facts(-1, finished=-1, suspended=0), Status.SUSPENDED),
        (facts(-1, finished=-1, confirmed=0, suspended=-1), Status.DONE_ON_TIME),
        (facts(None, suspended=0), Status.SUSPENDED),
        (facts(-1, suspended=-1, cancelled=0), Status.CANCELLED),
        # Not yet begun is open, and counts as such.
        (facts(30, starts=1), Status.OPEN),
    ],
)
def test_status(given, status):
    assert status_on(DAY, given) is status


@pytest.mark.parametrize(
    ("given", "until", "status"),
    [
        # On its last day the plan is in force; from the next day on its clock stands still.
        (facts(0), 0, Status.OPEN),
        (facts(0), -1, Status.CANCELLED),
        (facts(-1), 0, Status.OVERDUE),
        (facts(-1), -1, Status.CANCELLED),
        (facts(-2), -1, Status.OVERDUE),
        (facts(30), -1, Status.CANCELLED),
        (facts(None), 0, Status.ONGOING),
        (facts(None), -1, Status.CANCELLED),
        (facts(-9, suspended=-5), 0, Status.SUSPENDED),
        (facts(-9, suspended=-5), -1, Status.CANCELLED),
        # What was done, or reported done, stays so, whenever it is confirmed.
        (facts(-3, finished=-3, confirmed=-2), -1, Status.DONE_ON_TIME),
        (facts(-3, finished=-2, confirmed=0), -1, Status.DONE_LATE),
        (facts(-3, finished=-3), -1, Status.OPEN),
        (facts(None, finished=-3, confirmed=0), -1, Status.DONE_UNDATED),
        (facts(-3, cancelled=-1), -1, Status.CANCELLED),
    ],
)
def test_status_once_the_plan_has_ended(given, until, status):
    given = replace(given, in_force_until=at(until))
    assert status_on(DAY, given) is status


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        (facts(8), None),
        (facts(7), Hint.DUE_SOON),
        (facts(0), Hint.DUE_SOON),
        (facts(-1), None),
        (facts(3, finished=0), Hint.WAITING),
        (facts(3, finished=1), Hint.DUE_SOON),
        (facts(-3, finished=0), Hint.WAITING),
        (facts(3, finished=0, confirmed=0), None),
        (facts(3, starts=1), Hint.NOT_STARTED),
        (facts(3, starts=0), Hint.DUE_SOON),
        (facts(None), None),
        (facts(None, starts=1), Hint.NOT_STARTED),
        (facts(None, finished=0), Hint.WAITING),
        (facts(3, suspended=0), None),
        (facts(3, finished=-1, suspended=0), None),
        (facts(3, cancelled=0), None),
    ],
)
def test_hint(given, hint):
    assert hint_on(DAY, given) is hint


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (facts(-1), Status.OVERDUE),
        (facts(-2, finished=0), Hint.WAITING),
        (facts(3), Hint.DUE_SOON),
        (facts(30), Status.OPEN),
        (facts(None, finished=0), Hint.WAITING),
        (facts(-1, finished=-1, confirmed=0), Status.DONE_ON_TIME),
    ],
)
def test_one_badge(given, shown):
    assert badge_on(DAY, given) == BADGES[shown]


def test_red_is_for_overdue_and_nothing_else():
    assert [state for state, look in BADGES.items() if look.tone == "overdue"] == [Status.OVERDUE]


def test_every_state_has_a_look():
    assert set(BADGES) == {*Status, *Hint}


@pytest.mark.parametrize(
    ("given", "days"),
    [
        (facts(0), 0),
        (facts(-1), 1),
        (facts(-41), 41),
        (facts(-10, finished=-4), 6),
        (facts(-10, finished=-4, confirmed=0), 6),
        (facts(-4, finished=-10), 0),
        (facts(-10, finished=1), 10),
        (facts(None), 0),
    ],
)
def test_days_late(given, days):
    assert days_late(DAY, given) == days


def test_a_plan_that_has_ended_makes_nothing_later():
    assert days_late(DAY, replace(facts(-41), in_force_until=at(-11))) == 30
    assert days_late(DAY, replace(facts(-41, finished=0), in_force_until=at(-11))) == 41


def test_the_rate_leaves_out_what_is_not_yet_due():
    assert rate(done=16051, overdue=223) == pytest.approx(98.63, abs=0.005)
    assert Counts(done_on_time=3, done_late=1, overdue=1, open=50, ongoing=7).rate == 80


def test_there_is_no_rate_where_nothing_is_due():
    assert rate(done=0, overdue=0) is None
    assert Counts(open=4, ongoing=2, cancelled=1).rate is None


def test_counts_add_up():
    counts = Counts(1, 2, 3, 4, 5, 6, 7, 8)
    assert (counts.done, counts.not_done, counts.dated, counts.undated) == (3, 7, 10, 11)
    assert counts.total == 21
    ones = Counts(1, 1, 1, 1, 1, 1, 1, 1)
    assert sum_of([counts, ones]) == Counts(2, 3, 4, 5, 6, 7, 8, 9)
    assert sum_of([]) == Counts()


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ([], None),
        # Done when all its parts are, late when one of them was.
        ([Status.DONE_ON_TIME, Status.DONE_ON_TIME], Status.DONE_ON_TIME),
        ([Status.DONE_ON_TIME, Status.DONE_LATE], Status.DONE_LATE),
        ([Status.DONE_ON_TIME, Status.OPEN], Status.OPEN),
        ([Status.DONE_LATE, Status.OPEN], Status.OPEN),
        # Overdue when one of them is.
        ([Status.DONE_ON_TIME, Status.OPEN, Status.OVERDUE], Status.OVERDUE),
        # What is put off is not done, and what was cancelled keeps no task from being done.
        ([Status.DONE_ON_TIME, Status.SUSPENDED], Status.SUSPENDED),
        ([Status.OPEN, Status.SUSPENDED], Status.OPEN),
        ([Status.DONE_ON_TIME, Status.CANCELLED], Status.DONE_ON_TIME),
        ([Status.OVERDUE, Status.CANCELLED], Status.OVERDUE),
        ([Status.CANCELLED, Status.CANCELLED], Status.CANCELLED),
        # Without a day.
        ([Status.ONGOING, Status.DONE_UNDATED], Status.ONGOING),
        ([Status.DONE_UNDATED, Status.DONE_UNDATED], Status.DONE_UNDATED),
    ],
)
def test_a_task_counts_once(parts, status):
    assert task_status(parts) is status
    assert task_status(reversed(parts)) is status


def test_every_status_has_a_weight_of_its_own():
    assert set(TASK_WEIGHTS) == set(Status)
    assert len(set(TASK_WEIGHTS.values())) == len(Status)
