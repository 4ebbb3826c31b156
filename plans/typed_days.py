"""The days of a deadline as people type them: "05/11/2026", "10/9", "25", "05 tháng sau".  PURE.

They are kept as ``plans.schedule.DueRule`` has them: ISO days for one day and for a stretch,
``MM-DD`` for yearly work, days of the month for shorter periods.
"""

from __future__ import annotations

import datetime
import re

from plans.deadlines import DATED, OF_THE_MONTH, DeadlineKind

_MONTH_AFTER = "tháng sau"
_AFTER = re.compile(r"(\d{1,2})\s+(?:của\s+)?tháng\s+sau\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[;,\s]+(?:và\s+)?")


class BadDay(ValueError):
    """A day that does not exist or is written in another form; the message is for people."""


def shown_days(days: tuple[str, ...]) -> str:
    """The days as they are typed: "05/11/2025", "10/09", "25", "05 tháng sau" (of the month after
    the period); several parted by "; "."""
    return "; ".join(_shown(day) for day in days)


def _shown(day: str) -> str:
    if day.startswith("+"):
        return f"{day[1:]} {_MONTH_AFTER}"
    return "/".join(reversed(day.split("-")))


def typed_days(kind: DeadlineKind, text: str) -> tuple[str, ...]:
    """The days typed for a deadline of this kind, in order and each once.

    Raises BadDay.
    """
    text = _AFTER.sub(r"+\1", text)
    pieces = [piece for piece in _BETWEEN.split(text.strip()) if piece]
    if kind in DATED:
        read = _iso_day
    elif kind is DeadlineKind.YEARLY:
        read = _day_of_year
    elif kind in OF_THE_MONTH:
        read = _day_of_month
    else:
        return ()
    return tuple(sorted({read(piece) for piece in pieces}, key=lambda day: (day[0] == "+", day)))


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
    number = text.removeprefix("+")
    if not number.isascii() or not number.isdecimal() or not 1 <= int(number) <= 31:
        raise BadDay(f"“{number}” không phải ngày trong tháng. Hãy ghi một số từ 1 đến 31.")
    return f"{'+' if number != text else ''}{int(number):02d}"


def _existing(text: str, year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise BadDay(f"Ngày {text} không có trong lịch.") from None
