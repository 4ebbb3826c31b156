"""A deadline's days as people type them and as a draft keeps them.  PURE.

The draft's forms are those of ``reading.draft.DeadlineDraft``: ISO days for one day and for
a stretch, ``MM-DD`` for yearly work, days of the month for shorter periods.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from plans.deadlines import BEFORE_A_DAY, DATED, OF_THE_MONTH, DeadlineKind
from reading.draft import DeadlineDraft

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


def exact_day(text: str | None) -> datetime.date | None:
    """An ISO day; None for a blank one and for a month without its day."""
    try:
        return datetime.date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None


def with_day_moved(
    deadline: DeadlineDraft, from_day: datetime.date, to_day: datetime.date
) -> DeadlineDraft:
    """The deadline with one of its days moved; its words stay, and so it stays without that day."""
    days = {to_day.isoformat() if day == from_day.isoformat() else day for day in deadline.days}
    return replace(deadline, days=tuple(sorted(days)))


_PERIODS = {
    DeadlineKind.YEARLY: "hằng năm",
    DeadlineKind.HALF_YEARLY: "6 tháng một lần",
    DeadlineKind.QUARTERLY: "hằng quý",
    DeadlineKind.MONTHLY: "hằng tháng",
}
_UNDATED = {
    DeadlineKind.ONGOING: "thường xuyên",
    DeadlineKind.RECURRING: "định kỳ",
    DeadlineKind.ON_REQUEST: "khi có yêu cầu",
}


def understood(deadline: DeadlineDraft) -> str:
    """What a deadline was taken to mean, in short; "" where none is set."""
    days = shown_days(deadline.days)
    before = f"{BEFORE_A_DAY[deadline.qualifier]} " if deadline.qualifier else ""
    if deadline.kind in DATED:
        start = exact_day(deadline.starts_on)
        words = f"{before}{days}" if days else _without_day(deadline)
        if deadline.kind is DeadlineKind.WINDOW and start:
            words = f"từ {start:%d/%m/%Y} đến {days}"
    elif deadline.kind in _PERIODS:
        last = " của tháng cuối kỳ" if deadline.kind in OF_THE_MONTH else ""
        if deadline.kind is DeadlineKind.MONTHLY or any(day[0] == "+" for day in deadline.days):
            last = ""
        on_day = f", {before or 'ngày '}{days}{last}" if days else ""
        words = f"{_PERIODS[deadline.kind]}{on_day}"
    else:
        words = _UNDATED.get(deadline.kind, "")
    return f"{words}, hoặc khi có yêu cầu" if deadline.on_request and words else words


def _without_day(deadline: DeadlineDraft) -> str:
    """Of a day that was named and is none that any calendar has, something else than of none."""
    return "ngày không có trong lịch" if re.search(r"\d", deadline.words) else "chưa ghi ngày"
