"""Deadlines and sizes in words."""

import datetime

import pytest

from tasks.status import Facts
from tasks.wording import deadline_words, size_words, timing_words, weekday_words
from tests.factories import TODAY
from tests.tasks.rows import day

START = datetime.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("due", "planned", "qualifier", "words"),
    [
        (day(0), day(0), "before", "trước ngày 15/06/2026"),
        (day(0), day(0), "by", "chậm nhất ngày 15/06/2026"),
        (day(0), day(0), "", "hạn 15/06/2026"),
        (day(5), day(0), "before", "gia hạn đến 20/06/2026"),
        (None, None, "before", "thường xuyên"),
    ],
)
def test_deadlines(due, planned, qualifier, words):
    found = deadline_words(
        due_on=due, planned_on=planned, qualifier=qualifier, without_day="thường xuyên"
    )
    assert found == words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (Facts(START, day(-6)), "quá hạn 6 ngày"),
        (Facts(START, day(0)), "đến hạn hôm nay"),
        (Facts(START, day(1)), "còn 1 ngày"),
        (Facts(START, day(31)), "còn 31 ngày"),
        (Facts(START, day(32)), ""),
        (Facts(START), ""),
        (Facts(day(1), day(9)), "bắt đầu 16/06/2026"),
        (Facts(START, day(-1), finished_on=day(-2)), "xong 13/06/2026"),
        (Facts(START, day(-4), finished_on=day(-2)), "xong 13/06/2026, quá hạn 2 ngày"),
        (Facts(START, day(-1), suspended_on=day(-2)), "tạm dừng từ 13/06/2026"),
        (Facts(START, day(-1), cancelled_on=day(-2)), "hủy từ 13/06/2026"),
    ],
)
def test_timing(facts, words):
    assert timing_words(TODAY, facts) == words


def test_weekdays():
    assert weekday_words(datetime.date(2026, 11, 21)) == "thứ Bảy 21/11/2026"
    assert weekday_words(datetime.date(2026, 11, 22)) == "Chủ nhật 22/11/2026"


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 KB"), (840 * 1024, "840 KB"), (1258291, "1,2 MB")]
)
def test_sizes(size, words):
    assert size_words(size) == words
