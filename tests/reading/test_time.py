"""Time as plans put it: the plan's own year, weeks, seasons, counted days, phases."""

import datetime

import pytest

from reading import PlanDraft, read_text
from reading.understand.dates import SchoolYear
from reading.understand.deadlines import given, said
from reading.understand.plan_time import time_in_text, time_in_title
from reading.understand.reckoned import is_weekday, settled
from tests.reading.helpers import line, when

YEAR = 2026
HEAD = """UBND XÃ MƯỜNG LA
Số: 12/KH-UBND
Mường La, ngày {day}
KẾ HOẠCH
{title}
{lead_in}
II. NHIỆM VỤ
"""
END = "Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLò Văn Ún\n"


def plan(
    body: str,
    *,
    title: str = "Công tác phòng cháy, chữa cháy năm 2026",
    day: str = "10 tháng 01 năm 2026",
    lead_in: str = "",
) -> PlanDraft:
    return read_text(f"{HEAD.format(title=title, day=day, lead_in=lead_in)}{body}\n{END}")


def times(draft: PlanDraft) -> list[str]:
    return [when(task.deadline) for task in draft.tasks]


# --- labels and columns ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # the year after
        ("Trước ngày 10 tháng 01 năm sau", "date 2027-01-10 before"),
        ("Trước ngày 10/01 năm sau", "date 2027-01-10 before"),
        ("Chậm nhất ngày 15 tháng 01 của năm sau", "date 2027-01-15 by"),
        ("Trước 15/1 năm tiếp theo", "date 2027-01-15 before"),
        ("Tháng 01 năm kế tiếp", "date 2027-01-31"),
        ("Quý I năm sau", "date 2027-03-31"),
        # over the turn of the year
        ("Tháng 11/2026 - 01/2027", "window 2027-01-31 from 2026-11-01"),
        ("Tháng 11/2026 – tháng 02/2027", "window 2027-02-28 from 2026-11-01"),
        ("Từ tháng 12/2026 đến 02/2027", "window 2027-02-28 from 2026-12-01"),
        ("T11/2026 - T01/2027", "window 2027-01-31 from 2026-11-01"),
        ("Từ 15/11/2026 đến 15/01/2027", "window 2027-01-15 from 2026-11-15"),
        ("11/2026 - 01/2027", "window 2027-01-31 from 2026-11-01"),
        # weeks
        ("Tuần 2 tháng 9/2026", "window 2026-09-14 from 2026-09-08"),
        ("Tuần thứ hai của tháng 9", "window 2026-09-14 from 2026-09-08"),
        ("Tuần đầu tháng 10/2026", "window 2026-10-07 from 2026-10-01"),
        ("Trong tuần 4 tháng 3", "window 2026-03-28 from 2026-03-22"),
        ("Tuần cuối tháng 02 năm 2026", "window 2026-02-28 from 2026-02-22"),
        ("Tuần 1, tuần 2 tháng 4", "window 2026-04-14 from 2026-04-01"),
        # no day that anybody could name
        ("Đầu tháng 9", "none"),
        ("Giữa tháng 9/2026", "none"),
        ("Đầu quý III", "none"),
        ("Đầu năm 2026", "none"),
        ("Trước mùa khô", "none"),
        ("Trong mùa hanh khô", "none"),
        ("Trước khai giảng năm học mới", "none"),
        ("02 lần/năm", "none"),
        ("Ít nhất 01 lần/quý", "none"),
        ("Cuối tháng 9", "date 2026-09-30"),
        # days of every period
        ("Vào ngày 15 và 30 hằng tháng", "monthly 15 30"),
        ("Hằng tháng, vào ngày 15 và ngày 30", "monthly 15 30"),
        ("Ngày 05, 20 hàng tháng", "monthly 05 20"),
        ("Các ngày 10, 20 hằng tháng", "monthly 10 20"),
        # the month after the period
        ("Trước ngày 05 tháng đầu quý sau", "quarterly +05 before"),
        ("Trước ngày 05 của tháng đầu quý tiếp theo", "quarterly +05 before"),
        ("Hằng quý, trước ngày 10 tháng đầu của quý sau", "quarterly +10 before"),
        ("Chậm nhất ngày 05 tháng sau", "monthly +05 by"),
        ("Hằng tháng, trước ngày 03 của tháng kế tiếp", "monthly +03 before"),
        # halves, school years
        ("Trong 6 tháng đầu năm 2026", "date 2026-06-30 by"),
        ("Năm học 2026-2027", "date 2027-05-31"),
        ("Hết năm học 2026 - 2027", "date 2027-05-31 by"),
        # as a spreadsheet writes a day
        ("46280", "date 2026-09-15"),
        ("2026-09-15", "date 2026-09-15"),
        ("2026-09-15 00:00:00", "date 2026-09-15"),
        ("15-Sep-26", "date 2026-09-15"),
        ("15 Sep 2026", "date 2026-09-15"),
        ("15/9/26", "date 2026-09-15"),
    ],
)
def test_given(value: str, expected: str):
    draft = plan(f"1. Kiểm tra hệ thống điện.\n- Chủ trì: Văn phòng.\n- Thời gian: {value}.\n")
    (task,) = draft.tasks
    assert when(task.deadline) == expected
    assert task.deadline.words
    assert task.deadline.words in value


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Tổ chức diễn tập trong 6 tháng đầu năm 2026.", ["date 2026-06-30 by"]),
        ("Hoàn thành việc kiểm tra trong 6 tháng cuối năm.", ["date 2026-12-31 by"]),
        ("Các vụ cháy xảy ra trong 6 tháng đầu năm 2026 đều nhỏ.", []),
        ("Sơ kết công tác vào tuần 3 tháng 6/2026.", ["window 2026-06-21 from 2026-06-15"]),
        ("Thực hiện tháng 11/2026 - 01/2027.", ["window 2027-01-31 from 2026-11-01"]),
        ("gửi báo cáo trước ngày 05 tháng đầu quý sau.", ["quarterly +05 before"]),
        ("báo cáo trước ngày 10 tháng 01 năm sau.", ["date 2027-01-10 before"]),
        ("hằng tháng tự kiểm tra vào ngày 15 và 30.", ["monthly 15 30"]),
        ("tổng kết vào cuối năm học.", ["date 2026-05-31"]),
        ("Phòng cháy rừng trong mùa khô, kiểm tra 02 lần/năm.", []),
    ],
)
def test_said(prose: str, expected: list[str]):
    assert [when(found.draft) for found in said(line(prose), YEAR)] == expected


# --- days that hang on another --------------------------------------------------------------------
ISSUED = datetime.date(2026, 1, 9)  # a Friday


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Sau 10 ngày kể từ ngày ban hành Kế hoạch", "2026-01-19"),
        ("Trong vòng 10 ngày kể từ ngày ký ban hành", "2026-01-19"),
        ("Trong 02 tuần kể từ ngày ban hành Kế hoạch này", "2026-01-23"),
        ("Chậm nhất 15 ngày sau khi Kế hoạch được ban hành", "2026-01-24"),
        ("Trong vòng 05 ngày làm việc kể từ ngày ký", "2026-01-16"),
        ("Trong thời hạn 05 ngày làm việc, kể từ ngày Kế hoạch có hiệu lực", "2026-01-16"),
        ("Trong vòng 07 (bảy) ngày kể từ ngày 01/3/2026", "2026-03-08"),
        ("Trong vòng 05 ngày làm việc kể từ ngày nhận được thông báo", None),
        ("Sau 10 ngày kể từ ngày kết thúc đợt kiểm tra", None),
        ("Trong vòng 24 ngày kể từ khi phát hiện", None),
    ],
)
def test_a_day_that_is_counted(words: str, day: str | None):
    deadline = given(line(words), YEAR).draft
    assert deadline.words == words
    assert deadline.days == ()
    found = settled(deadline, issued_on=ISSUED, is_working=is_weekday, feasts={})
    assert found.days == ((day,) if day else ())
    assert found.kind.value == ("date" if day else "none")


def test_it_is_reckoned_where_the_plan_says_its_day():
    body = "1. Văn phòng phổ biến Kế hoạch, hoàn thành trong vòng 10 ngày kể từ ngày ban hành.\n"
    assert times(plan(body)) == ["date 2026-01-20 by"]
    (task,) = plan(body, day="     tháng 01 năm 2026").tasks
    assert (task.deadline.kind.value, task.deadline.days) == ("none", ())
    assert "kể từ ngày ban hành" in task.deadline.words


@pytest.mark.parametrize(
    "words",
    [
        "Trước Tết Nguyên đán 2026",
        "Trước Tết Nguyên đán Bính Ngọ 2026",
        "Trước Tết Âm lịch năm 2026",
        "Trước Tết",
        "Trước dịp Tết Nguyên đán",
    ],
)
def test_before_tet_hangs_on_the_table_of_holidays(words: str):
    deadline = given(line(words), YEAR).draft
    assert (deadline.words, deadline.days) == (words, ())
    tet = {"tet-2026": datetime.date(2026, 2, 16)}
    found = settled(deadline, issued_on=None, is_working=is_weekday, feasts=tet)
    assert when(found) == "date 2026-02-16 before"


# --- the year of a day that does not name its own -------------------------------------------------
@pytest.mark.parametrize(
    ("title", "day", "lead_in", "expected"),
    [
        ("Công tác PCCC năm 2026", "29 tháng 12 năm 2025", "", "2026-06-30"),
        (
            "Triển khai công tác PCCC và CNCH trong năm 2026",
            "15 tháng 12 năm 2025",
            "",
            "2026-06-30",
        ),
        (
            "Tăng cường công tác PCCC",
            "29 tháng 12 năm 2025",
            "UBND xã ban hành Kế hoạch công tác PCCC năm 2026 như sau:",
            "2026-06-30",
        ),
        (
            "Tăng cường công tác PCCC",
            "10 tháng 01 năm 2026",
            "Căn cứ Kế hoạch số 3/KH-UBND năm 2027 của UBND tỉnh;",
            "2026-06-30",
        ),
        ("Khắc phục tồn tại về PCCC năm 2025", "10 tháng 01 năm 2026", "", "2026-06-30"),
        ("Công tác PCCC năm học 2025 - 2026", "05 tháng 9 năm 2025", "", "2026-06-30"),
        ("Công tác PCCC giai đoạn 2025 - 2027", "05 tháng 9 năm 2025", "", "2025-06-30"),
    ],
)
def test_the_year_is_that_of_the_plan(title: str, day: str, lead_in: str, expected: str):
    draft = plan(
        "1. Văn phòng rà soát phương án, xong trước 30/6.\n", title=title, day=day, lead_in=lead_in
    )
    assert draft.tasks[0].deadline.days == (expected,)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Tháng 01", "date 2026-01-31"),
        ("Tháng 9", "date 2025-09-30"),
        ("Trước ngày 15/12", "date 2025-12-15 before"),
        ("Từ tháng 10 đến tháng 3", "window 2026-03-31 from 2025-10-01"),
        ("Quý I", "date 2026-03-31"),
        ("Trước 20/8", "date 2026-08-20 before"),
        ("Cuối năm học", "date 2026-05-31"),
    ],
)
def test_a_school_year_has_two(words: str, expected: str):
    assert when(given(line(words), SchoolYear(2025)).draft) == expected


def test_the_plans_time_is_told_by_its_title_or_its_first_words():
    assert time_in_title("Công tác PCCC năm 2026", 2025).year(2025) == 2026
    assert time_in_title("Khắc phục tồn tại năm 2024", 2026) is None
    assert time_in_text(["Căn cứ Kế hoạch năm 2026 của tỉnh;"], 2026) is None
    two = ["Kế hoạch năm 2026 và Kế hoạch năm 2027"]
    assert time_in_text(two, 2026) is None


# --- phases ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "heading",
    [
        "1. Bước 1: Rà soát (từ ngày 01/3/2026 đến ngày 20/3/2026)",
        "1. Bước 1 (từ ngày 01/3/2026 đến ngày 20/3/2026): Rà soát",
        "1. Giai đoạn 1: từ ngày 01/3/2026 đến ngày 20/3/2026",
        "1. Đợt 1, từ ngày 01/3 đến ngày 20/3/2026:",
        "1. Rà soát, từ 01/3/2026 đến 20/3/2026",
        "1. Giai đoạn chuẩn bị\nTừ ngày 01/3/2026 đến ngày 20/3/2026.",
        "1. Giai đoạn chuẩn bị\n- Thời gian: từ ngày 01/3/2026 đến ngày 20/3/2026.",
    ],
)
def test_the_time_of_a_step_reaches_its_items(heading: str):
    draft = plan(
        f"{heading}\na) Văn phòng lập danh sách cơ sở.\n"
        "b) Công an xã kiểm tra, hoàn thành trước ngày 15/3/2026.\n"
        "2. Bước 2: Tổng hợp\na) Văn phòng tổng hợp kết quả.\n"
    )
    window = "window 2026-03-20 from 2026-03-01"
    assert times(draft) == [window, "date 2026-03-15 before", "none"]
