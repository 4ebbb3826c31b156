"""One badge for many parts of a task: what needs doing first wins."""

import datetime

import pytest

from reports.dashboard.summary import UNASSIGNED, named, summary_on
from tasks.status import BADGES, Facts, Hint, Status

TODAY = datetime.date(2026, 6, 15)


def day(offset: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=offset)


START = day(-100)
LATE = Facts(START, due_on=day(-1))
WAITING = Facts(START, due_on=day(30), finished_on=day(-1))
SOON = Facts(START, due_on=day(3))
OPEN = Facts(START, due_on=day(30))
LATER = Facts(day(10), due_on=day(30))
ONGOING = Facts(START)
DONE = Facts(START, due_on=day(-5), finished_on=day(-6), confirmed_on=day(-6))
DONE_LATE = Facts(START, due_on=day(-8), finished_on=day(-6), confirmed_on=day(-6))
CANCELLED = Facts(START, due_on=day(-5), cancelled_on=day(-6))


@pytest.mark.parametrize(
    ("parts", "look", "note"),
    [
        (
            [DONE, LATE, WAITING, LATE],
            BADGES[Status.OVERDUE],
            "1 đúng hạn · 1 chờ xác nhận · 2 quá hạn",
        ),
        (
            [DONE, WAITING, SOON],
            BADGES[Hint.WAITING],
            "1 đúng hạn · 1 chờ xác nhận · 1 sắp đến hạn",
        ),
        ([OPEN, SOON], BADGES[Hint.DUE_SOON], "1 sắp đến hạn · 1 trong hạn"),
        ([DONE, OPEN, LATER], BADGES[Status.OPEN], "1 đúng hạn · 1 trong hạn · 1 chưa đến kỳ"),
        ([DONE, LATER, LATER], BADGES[Hint.NOT_STARTED], "1 đúng hạn · 2 chưa đến kỳ"),
        ([ONGOING, ONGOING], BADGES[Status.ONGOING], "2 thường xuyên"),
        ([DONE, DONE_LATE], BADGES[Status.DONE_LATE], "1 đúng hạn · 1 xong quá hạn"),
        ([DONE, CANCELLED], BADGES[Status.DONE_ON_TIME], "1 đúng hạn · 1 đã hủy"),
        ([CANCELLED], BADGES[Status.CANCELLED], ""),
        ([], UNASSIGNED, ""),
    ],
)
def test_the_weightiest_part_speaks_for_the_task(parts, look, note):
    assert summary_on(TODAY, parts) == (look, note)


def test_a_long_row_of_names_is_cut_and_counted():
    assert named([], 3) == ""
    assert named(["A", "B", "A"], 3) == "A, B"
    # One more than fits is named rather than counted.
    assert named("ABCD", 3) == "A, B, C, D"
    assert named("ABCDE", 3) == "A, B, C và 2 đơn vị khác"
