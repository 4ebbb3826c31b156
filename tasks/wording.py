"""How deadlines, time left and files are put into words.  PURE: values in, Vietnamese out."""

from __future__ import annotations

import datetime

from plans.deadlines import BEFORE_A_DAY, Qualifier
from tasks.status import Facts, Hint, Status, days_late, hint_on, status_on

Day = datetime.date

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
# Further ahead a date says more than a number of days.
COUNTED_DAYS = 31


def day_words(day: Day) -> str:
    """A day as written: 05/11/2026."""
    return f"{day:%d/%m/%Y}"


def weekday_words(day: Day) -> str:
    """A day with its weekday: "thứ Bảy 21/11/2026"."""
    return f"{_WEEKDAYS[day.weekday()]} {day_words(day)}"


def deadline_words(
    *, due_on: Day | None, planned_on: Day | None, qualifier: str, without_day: str
) -> str:
    """A deadline in short: "trước ngày 15/11/2026"; ``without_day`` where there is none.

    A day that an extension has moved is no longer the plan's own and loses the plan's qualifier.
    """
    if due_on is None:
        return without_day
    if planned_on and due_on < planned_on and qualifier:
        # The agency reads "trước ngày" strictly: the plan's day itself is late.
        before = BEFORE_A_DAY[Qualifier(qualifier)]
        return f"{before} {day_words(planned_on)} (đến hết ngày {day_words(due_on)})"
    if planned_on and planned_on != due_on:
        return f"gia hạn đến {day_words(due_on)}"
    before = BEFORE_A_DAY[Qualifier(qualifier)] if qualifier else "hạn"
    return f"{before} {day_words(due_on)}"


def timing_words(day: Day, facts: Facts) -> str:
    """How the work stands on a day: "quá hạn 6 ngày", "còn 3 ngày"; "" where nothing is due."""
    status, hint = status_on(day, facts), hint_on(day, facts)
    if status is Status.CANCELLED:
        if facts.cancelled_on is None or facts.cancelled_on > day:
            return _from("kế hoạch hết hiệu lực sau", facts.in_force_until)
        return _from("hủy từ", facts.cancelled_on)
    if status is Status.SUSPENDED:
        return _from("tạm dừng từ", facts.suspended_on)
    if facts.finished_on and facts.finished_on <= day:
        return _finished_words(day, facts)
    if status is Status.OVERDUE:
        return f"quá hạn {days_late(day, facts)} ngày"
    if hint is Hint.NOT_STARTED:
        return f"bắt đầu {day_words(facts.starts_on)}"
    return _left_words(day, facts.due_on)


def _finished_words(day: Day, facts: Facts) -> str:
    words = _from("xong", facts.finished_on)
    late = days_late(day, facts)
    return f"{words}, quá hạn {late} ngày" if late else words


def _left_words(day: Day, due_on: Day | None) -> str:
    if due_on is None:
        return ""
    left = (due_on - day).days
    if left == 0:
        return "đến hạn hôm nay"
    return f"còn {left} ngày" if left <= COUNTED_DAYS else ""


def _from(verb: str, day: Day | None) -> str:
    return f"{verb} {day_words(day)}" if day else ""


def size_words(size: int) -> str:
    """The size of a file given in bytes: "840 KB", "1,2 MB"."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")
