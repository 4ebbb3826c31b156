"""Which scenario each piece of work meets, so that every state there is can be seen on any day.

A few pieces are chosen by wish (late by about so many days, of the office whose accounts are shown
…); the rest is told by chance that is the same every time.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from demo.notes import number_from
from demo.units import OFFICE

Day = datetime.date


class Scenario(Enum):
    NOTHING = auto()  # nobody has begun
    STARTED = auto()
    HINDERED = auto()  # begun, with a difficulty
    ON_TIME = auto()
    LATE = auto()
    LATE_INTO_NEW_YEAR = auto()
    RETURNED_THEN_DONE = auto()
    EXTENDED_THEN_DONE = auto()
    REFUSED_THEN_LATE = auto()
    ON_TIME_TODAY = auto()  # confirmed today
    LATE_TODAY = auto()
    WAITING = auto()
    WAITING_LATE = auto()
    SENT_BACK = auto()
    OVERDUE = auto()
    OVERDUE_HINDERED = auto()
    OVERDUE_REFUSED = auto()
    EXTENDED = auto()  # granted, the new day lies ahead
    ASKED = auto()  # a request waits for a decision
    SUSPENDED = auto()
    RESUMED = auto()
    CANCELLED = auto()
    HANDED_OVER = auto()  # to a unit below


@dataclass(frozen=True)
class Piece:
    """What casting must know of an assignment."""

    pk: int
    unit: str
    topic: str
    key: str
    starts_on: Day
    due_on: Day


class Side(Enum):
    PAST = auto()  # the day has gone by
    AHEAD = auto()
    ANY = auto()


PAST, AHEAD, ANY = Side.PAST, Side.AHEAD, Side.ANY
REPORT, SELF_CHECK = "unit_report", "self_check"
LAGGARD = "SKHCN-UD"
HANDS_OVER = "SKHCN-TDC"  # a unit with parts of its own, one of which takes its work over
AGAIN = 20  # days by which a piece is as good as farther away for each of its kind taken before


@dataclass(frozen=True)
class Wish:
    """A scenario for one piece: that nearest to ``late`` days past its day.

    ``unit``: of this one, else of any but the office whose accounts are shown; ``new_unit``: of one
    that no wish has met yet, where none is named.
    """

    scenario: Scenario
    side: Side
    late: int
    topic: str = ""
    unit: str = ""
    new_unit: bool = True


OFFICE_WISHES = (
    Wish(Scenario.OVERDUE_HINDERED, PAST, 8, unit=OFFICE),
    Wish(Scenario.WAITING, ANY, 2, unit=OFFICE),
    Wish(Scenario.EXTENDED, PAST, 20, unit=OFFICE),
    Wish(Scenario.ON_TIME_TODAY, PAST, 4, unit=OFFICE),
    Wish(Scenario.SENT_BACK, ANY, -12, unit=OFFICE),
    Wish(Scenario.STARTED, AHEAD, -20, unit=OFFICE),
)
RUNNING_WISHES = (
    *OFFICE_WISHES,
    Wish(Scenario.OVERDUE, PAST, 5, REPORT),
    Wish(Scenario.LATE, PAST, 5, REPORT),
    Wish(Scenario.SENT_BACK, ANY, 5, REPORT),
    Wish(Scenario.WAITING, ANY, 5, REPORT),
    Wish(Scenario.NOTHING, PAST, 2),
    Wish(Scenario.WAITING_LATE, PAST, 9),
    Wish(Scenario.OVERDUE_HINDERED, PAST, 16),
    Wish(Scenario.EXTENDED, PAST, 24),
    Wish(Scenario.OVERDUE_REFUSED, PAST, 33),
    Wish(Scenario.OVERDUE, PAST, 60),
    Wish(Scenario.ASKED, PAST, 5),
    Wish(Scenario.ASKED, AHEAD, -6),
    Wish(Scenario.OVERDUE, PAST, 30, unit=LAGGARD),
    Wish(Scenario.NOTHING, PAST, 45, unit=LAGGARD),
    Wish(Scenario.SUSPENDED, ANY, 20, SELF_CHECK),
    Wish(Scenario.CANCELLED, ANY, 70, SELF_CHECK),
    Wish(Scenario.HANDED_OVER, ANY, -25, unit=HANDS_OVER),
    Wish(Scenario.LATE_TODAY, PAST, 9, new_unit=False),
    Wish(Scenario.ON_TIME_TODAY, PAST, 3, new_unit=False),
    Wish(Scenario.ON_TIME_TODAY, PAST, 6, new_unit=False),
    Wish(Scenario.WAITING, AHEAD, -9, new_unit=False),
    Wish(Scenario.HINDERED, AHEAD, -15, new_unit=False),
    Wish(Scenario.RESUMED, PAST, 50, new_unit=False),
)
WOUND_UP_WISHES = (
    Wish(Scenario.EXTENDED_THEN_DONE, PAST, 150, unit=OFFICE),
    Wish(Scenario.EXTENDED_THEN_DONE, PAST, 120),
    Wish(Scenario.REFUSED_THEN_LATE, PAST, 160),
    Wish(Scenario.RETURNED_THEN_DONE, PAST, 90),
    Wish(Scenario.CANCELLED, PAST, 200, SELF_CHECK),
    Wish(Scenario.RESUMED, PAST, 240),
    # The year ended with some work undone: the year after has something to do better.
    *(Wish(Scenario.LATE_INTO_NEW_YEAR, PAST, late, new_unit=False) for late in range(90, 140, 5)),
)


def choose_running(pieces: Iterable[Piece], today: Day) -> dict[int, Scenario]:
    """Scenarios, by pk, of dated work that has begun, in plans that are being carried out."""
    begun = [piece for piece in pieces if piece.starts_on <= today]
    scenarios = _wished(begun, RUNNING_WISHES, today)
    return {piece.pk: scenarios.get(piece.pk) or _by_chance(piece, today) for piece in begun}


def choose_wound_up(pieces: Iterable[Piece], today: Day) -> dict[int, Scenario]:
    """Scenarios, by pk, of the work of a plan that is over: done, in time or late, or cancelled."""
    closed = list(pieces)
    scenarios = _wished(closed, WOUND_UP_WISHES, today)
    return {piece.pk: scenarios.get(piece.pk) or _past_by_chance(piece) for piece in closed}


def _wished(pieces: list[Piece], wishes: Iterable[Wish], today: Day) -> dict[int, Scenario]:
    scenarios: dict[int, Scenario] = {}
    units: set[str] = set()
    topics: Counter[str] = Counter()
    for wish in wishes:
        piece = min(
            (one for one in pieces if one.pk not in scenarios and _fits(one, wish, units, today)),
            key=lambda one: (_distance(one, wish, topics, today), number_from(one.key)),
            default=None,
        )
        if piece:
            scenarios[piece.pk] = wish.scenario
            units.add(piece.unit)
            topics[piece.topic] += 1
    return scenarios


def _fits(piece: Piece, wish: Wish, units: set[str], today: Day) -> bool:
    """Whether a piece can meet a wish at all; trouble goes round the units."""
    side = Side.PAST if piece.due_on < today else Side.AHEAD
    return (
        wish.side in (side, Side.ANY)
        and wish.topic in (piece.topic, "")
        and (piece.unit == wish.unit if wish.unit else piece.unit != OFFICE)
        and not (wish.new_unit and not wish.unit and piece.unit in units)
    )


def _distance(piece: Piece, wish: Wish, topics: Counter[str], today: Day) -> int:
    again = 0 if wish.topic else AGAIN * topics[piece.topic]
    return abs((today - piece.due_on).days - wish.late) + again


def _by_chance(piece: Piece, today: Day) -> Scenario:
    return _past_by_chance(piece) if piece.due_on < today else _ahead_by_chance(piece, today)


def _past_by_chance(piece: Piece) -> Scenario:
    chance = number_from(piece.key, "past") % 100
    if chance < 10:
        return Scenario.LATE
    return Scenario.RETURNED_THEN_DONE if chance < 13 else Scenario.ON_TIME


def _ahead_by_chance(piece: Piece, today: Day) -> Scenario:
    whole = max((piece.due_on - piece.starts_on).days, 1)
    gone = 100 * (today - piece.starts_on).days // whole
    chance = number_from(piece.key, "future") % 100
    if gone > 50 and chance < 24:
        return Scenario.ON_TIME
    if gone > 60 and chance < 28:
        return Scenario.WAITING
    if gone > 15 and chance < 75:
        return Scenario.HINDERED if chance < 34 else Scenario.STARTED
    return Scenario.NOTHING
