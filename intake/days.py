"""A draft's deadline in words, and its days.  PURE.

The draft's forms are those of ``reading.draft.DeadlineDraft``: ISO days for one day and for
a stretch, ``MM-DD`` for yearly work, days of the month for shorter periods.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from plans.deadlines import BEFORE_A_DAY, DATED, OF_THE_MONTH, DeadlineKind
from plans.typed_days import shown_days
from reading.draft import DeadlineDraft


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
