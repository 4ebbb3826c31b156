"""Which fate each piece of work meets, so that every state there is can be seen on any day.

A few pieces are chosen by wish (late by about so many days, of the office whose accounts are shown
…); the rest is told by chance that is the same every time.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from reports.demo.notes import number_from
from reports.demo.units import OFFICE

Day = datetime.date


class Fate(Enum):
    NOTHING = auto()  # nobody has begun
    STARTED = auto()
    HINDERED = auto()  # begun, with a difficulty
    ON_TIME = auto()
    LATE = auto()
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


@dataclass(frozen=True)
class Piece:
    """What casting must know of an assignment."""

    pk: int
    unit: str
    topic: str
    key: str
    starts_on: Day
    due_on: Day


@dataclass(frozen=True)
class Wish:
    """A fate for one piece: that nearest to ``late`` days past its day, of a topic, of the office."""

    fate: Fate
    late: int = 0
    topic: str = ""
    office: bool = False
    new_unit: bool = True


REPORT = "unit_report"
PAST_WISHES = (
    Wish(Fate.OVERDUE, 8, office=True, new_unit=False),
    Wish(Fate.WAITING, 4, office=True, new_unit=False),
    Wish(Fate.EXTENDED, 12, office=True, new_unit=False),
    Wish(Fate.OVERDUE, 5, REPORT),
    Wish(Fate.SENT_BACK, 5, REPORT),
    Wish(Fate.WAITING, 5, REPORT),
    Wish(Fate.LATE, 5, REPORT),
    Wish(Fate.OVERDUE_HINDERED, 18),
    Wish(Fate.OVERDUE_REFUSED, 33),
    Wish(Fate.ASKED, 6),
    Wish(Fate.EXTENDED, 24),
    Wish(Fate.NOTHING, 2),
    Wish(Fate.OVERDUE, 62),
    Wish(Fate.WAITING_LATE, 10),
    Wish(Fate.SUSPENDED, 45),
    Wish(Fate.CANCELLED, 75),
    Wish(Fate.ON_TIME_TODAY, 3, new_unit=False),
    Wish(Fate.LATE_TODAY, 9, new_unit=False),
    Wish(Fate.ON_TIME_TODAY, 4, office=True, new_unit=False),
    Wish(Fate.RESUMED, 40, new_unit=False),
    Wish(Fate.SENT_BACK, 14, office=True, new_unit=False),
)
FUTURE_WISHES = (
    Wish(Fate.STARTED, -4, office=True, new_unit=False),
    Wish(Fate.ON_TIME, -12, office=True, new_unit=False),
    Wish(Fate.ASKED, -6),
    Wish(Fate.WAITING, -9),
    Wish(Fate.HINDERED, -15),
)
WOUND_UP_WISHES = (
    Wish(Fate.EXTENDED_THEN_DONE, 40, office=True),
    Wish(Fate.EXTENDED_THEN_DONE, 120),
    Wish(Fate.REFUSED_THEN_LATE, 160),
    Wish(Fate.RETURNED_THEN_DONE, 90),
    Wish(Fate.CANCELLED, 200),
    Wish(Fate.RESUMED, 240),
)


def cast_running(pieces: Iterable[Piece], today: Day) -> dict[int, Fate]:
    """Fates, by pk, of dated work that has begun, in plans that are being carried out."""
    begun = [piece for piece in pieces if piece.starts_on <= today]
    past = [piece for piece in begun if piece.due_on < today]
    ahead = [piece for piece in begun if piece.due_on >= today]
    return _cast(past, PAST_WISHES, today, _fate_of_past) | _cast(
        ahead, FUTURE_WISHES, today, lambda piece: _fate_of_future(piece, today)
    )


def cast_wound_up(pieces: Iterable[Piece], today: Day) -> dict[int, Fate]:
    """Fates, by pk, of the work of a plan that is over: done, in time or late, or cancelled."""
    return _cast(list(pieces), WOUND_UP_WISHES, today, _fate_of_past)


def _cast(
    pieces: list[Piece], wishes: tuple[Wish, ...], today: Day, other: Callable[[Piece], Fate]
) -> dict[int, Fate]:
    fates: dict[int, Fate] = {}
    troubled: set[str] = set()
    for wish in wishes:
        piece = _nearest([one for one in pieces if one.pk not in fates], wish, troubled, today)
        if piece:
            fates[piece.pk] = wish.fate
            troubled.add(piece.unit)
    return fates | {one.pk: other(one) for one in pieces if one.pk not in fates}


def _nearest(pieces: list[Piece], wish: Wish, troubled: set[str], today: Day) -> Piece | None:
    """The piece that fits a wish best; trouble goes round the units."""
    fitting = [
        piece
        for piece in pieces
        if (not wish.topic or piece.topic == wish.topic)
        and (piece.unit == OFFICE if wish.office else piece.unit != OFFICE)
        and not (wish.new_unit and piece.unit in troubled)
    ]
    away = {
        piece.pk: (abs((today - piece.due_on).days - wish.late), number_from(piece.key))
        for piece in fitting
    }
    return min(fitting, key=lambda piece: away[piece.pk], default=None)


def _fate_of_past(piece: Piece) -> Fate:
    chance = number_from(piece.key, "past") % 100
    if chance < 10:
        return Fate.LATE
    return Fate.RETURNED_THEN_DONE if chance < 13 else Fate.ON_TIME


def _fate_of_future(piece: Piece, today: Day) -> Fate:
    whole = max((piece.due_on - piece.starts_on).days, 1)
    gone = 100 * (today - piece.starts_on).days // whole
    chance = number_from(piece.key, "future") % 100
    if gone > 50 and chance < 24:
        return Fate.ON_TIME
    if gone > 60 and chance < 30:
        return Fate.WAITING
    if gone > 15 and chance < 75:
        return Fate.HINDERED if chance < 36 else Fate.STARTED
    return Fate.NOTHING
