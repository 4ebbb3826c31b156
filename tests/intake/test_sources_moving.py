"""Days and texts moved to other years; citations never."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.sources.moving import Move, next_period
from plans.deadlines import DeadlineKind
from plans.schedule import Period
from reading.draft import DeadlineDraft


def day(text):
    return datetime.date.fromisoformat(text)


def period(start, end):
    return Period("", day(start), day(end))


YEAR = Move(period("2026-01-01", "2026-12-31"), period("2027-01-01", "2027-12-31"))
LEAP = Move(period("2028-01-01", "2028-12-31"), period("2029-01-01", "2029-12-31"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Công tác PCCC năm 2026", "Công tác PCCC năm 2027"),
        ("trước ngày 15/9/2026", "trước ngày 15/9/2027"),
        ("ngày 04 tháng 10 năm 2026", "ngày 04 tháng 10 năm 2027"),
        ("Quý III/2026, tháng 11/2026", "Quý III/2027, tháng 11/2027"),
        ("từ 01-3-2026 đến 30.4.2026", "từ 01-3-2027 đến 30.4.2027"),
        ("năm học 2026-2027", "năm học 2027-2028"),
        ("gửi trước ngày 10/01/2027", "gửi trước ngày 10/01/2028"),
        ("theo Nghị định số 105/2026/NĐ-CP ngày 15/5/2026 của Chính phủ",
         "theo Nghị định số 105/2026/NĐ-CP ngày 15/5/2026 của Chính phủ"),
        ("Kế hoạch số 02/KH-UBND ngày 03/01/2026 của UBND tỉnh, xong trước 30/6/2026",
         "Kế hoạch số 02/KH-UBND ngày 03/01/2026 của UBND tỉnh, xong trước 30/6/2027"),
        ("Luật năm 2024 và giai đoạn 2021-2025", "Luật năm 2024 và giai đoạn 2021-2025"),
        ("tiêu chuẩn 3890/2026/BCA", "tiêu chuẩn 3890/2026/BCA"),
        ("đạt 2026 lượt người", "đạt 2026 lượt người"),
        ("công văn số 2026", "công văn số 2026"),
        ("dịp Tết 2026, cuối năm 2026.", "dịp Tết 2027, cuối năm 2027."),
        ("100 % cán bộ, 12026 bình", "100 % cán bộ, 12026 bình"),
        ("", ""),
    ],
)  # fmt: skip
def test_texts(before, after):
    assert YEAR.text(before) == after


def test_the_twenty_ninth_of_february():
    assert LEAP.day(day("2028-02-29")) == day("2029-02-28")
    assert LEAP.text("trước ngày 29/02/2028") == "trước ngày 28/02/2029"
    four = Move(LEAP.old, period("2032-01-01", "2032-12-31"))
    assert four.day(day("2028-02-29")) == day("2032-02-29")


@pytest.mark.parametrize(
    ("kind", "days", "moved"),
    [
        (DeadlineKind.DATE, ("2026-03-31", "2026-09-30"), ("2027-03-31", "2027-09-30")),
        (DeadlineKind.YEARLY, ("09-10",), ("09-10",)),
        (DeadlineKind.MONTHLY, ("25",), ("25",)),
    ],
)
def test_deadlines(kind, days, moved):
    deadline = YEAR.deadline(DeadlineDraft(kind=kind, days=days, starts_on="2026-03-01"))
    assert (deadline.days, deadline.starts_on) == (moved, "2027-03-01")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("2026-01-01", "2026-12-31"), ("2027-01-01", "2027-12-31")),
        (("2025-08-01", "2026-07-31"), ("2026-08-01", "2027-07-31")),
        (("2026-01-01", "2030-12-31"), ("2031-01-01", "2035-12-31")),
        (("2026-03-01", "2026-06-30"), ("2027-03-01", "2027-06-30")),
        (("2027-03-01", "2028-02-29"), ("2028-03-01", "2029-02-28")),
        (("2026-03-01", "2027-02-28"), ("2027-03-01", "2028-02-29")),
    ],
)
def test_the_time_after(old, new):
    assert next_period(period(*old)) == period(*new)


@given(st.text(max_size=200))
def test_no_text_makes_moving_fail_and_none_is_moved_twice(words):
    moved = YEAR.text(words)
    assert len(moved) == len(words)
