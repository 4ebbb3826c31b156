"""A deadline's days as people type them and as a draft keeps them.  PURE.

The draft's forms are those of ``intake.reading.draft.DeadlineDraft``: ISO days for one day and for
a stretch, ``MM-DD`` for yearly work, days of the month for shorter periods.
"""

from __future__ import annotations

import datetime
import re

from intake.reading.draft import DeadlineKind

DATED = frozenset({DeadlineKind.DATE, DeadlineKind.WINDOW})
OF_THE_MONTH = frozenset({DeadlineKind.HALF_YEARLY, DeadlineKind.QUARTERLY, DeadlineKind.MONTHLY})

_BETWEEN = re.compile(r"[;,\s]+(?:và\s+)?")


class BadDay(ValueError):
    """A day that does not exist or is written in another form; the message is for people."""


def shown_days(days: tuple[str, ...]) -> str:
    """The days as they are typed: "05/11/2025", "10/09", "25"; several parted by "; "."""
    return "; ".join("/".join(reversed(day.split("-"))) for day in days)


def typed_days(kind: DeadlineKind, text: str) -> tuple[str, ...]:
    """The days typed for a deadline of this kind, in order and each once.

    Raises BadDay.
    """
    pieces = [piece for piece in _BETWEEN.split(text.strip()) if piece]
    if kind in DATED:
        read = _iso_day
    elif kind is DeadlineKind.YEARLY:
        read = _day_of_year
    elif kind in OF_THE_MONTH:
        read = _day_of_month
    else:
        return ()
    return tuple(sorted({read(piece) for piece in pieces}))


def _iso_day(text: str) -> str:
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    if not found:
        raise BadDay(f"“{text}” chưa đúng dạng ngày/tháng/năm, ví dụ 05/11/2026.")
    day, month, year = map(int, found.groups())
    return _existing(text, year, month, day).isoformat()


def _day_of_year(text: str) -> str:
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})", text)
    if not found:
        raise BadDay(f"“{text}” chưa đúng dạng ngày/tháng, ví dụ 10/9.")
    day, month = map(int, found.groups())
    # A leap year, so that 29/2 may be said of every year.
    return _existing(text, 2024, month, day).strftime("%m-%d")


def _day_of_month(text: str) -> str:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 31:
        raise BadDay(f"“{text}” không phải ngày trong tháng. Hãy ghi một số từ 1 đến 31.")
    return f"{int(text):02d}"


def _existing(text: str, year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise BadDay(f"Ngày {text} không có trong lịch.") from None
