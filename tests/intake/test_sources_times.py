"""When the work of a task table falls due: days, words, months of a workbook, crosses."""

import datetime

import openpyxl
import pytest

from intake.sources.task_table import read_tasks
from plans.deadlines import DeadlineKind
from reading.draft import DoubtKind
from sheets.files import read_sheets
from tests.intake.tables import HEADINGS, ON, read
from tests.sheets.made import saved


def rows(*lines):
    return read(HEADINGS[:5], *lines)


def doubts(table, kind):
    return [one.words for one in table.draft.doubts if one.kind is kind]


def due(words, **kw):
    return read(HEADINGS[:5], (1, "Kiểm tra", "Văn phòng", "", words), **kw).draft.tasks[0].deadline


def test_a_day_that_does_not_exist_is_a_doubt_and_its_words_stay():
    table = rows((1, "Kiểm tra", "Văn phòng", "", "31/02/2026"))
    assert doubts(table, DoubtKind.BAD_DAY) == ["31/02/2026"]
    assert table.draft.tasks[0].deadline.words == "31/02/2026"


def test_words_that_are_no_time_stay_as_words():
    deadline = due("Theo chỉ đạo của tỉnh")
    assert (deadline.kind, deadline.words) == (DeadlineKind.NONE, "Theo chỉ đạo của tỉnh")


def test_a_month_typed_into_a_workbook_is_the_month_and_not_its_first_day():
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADINGS[:5])
    sheet.append((1, "Kiểm tra", "Văn phòng", "", datetime.date(2026, 11, 1)))
    sheet["E2"].number_format = "mmm-yy"
    (task,) = read_tasks(read_sheets(saved(book), as_shown=True), on=ON).draft.tasks
    assert task.deadline.days == ("2026-11-30",)


def test_how_often_stands_in_a_column_of_its_own():
    table = read(
        ("Nội dung", "Chủ trì", "Thời gian", "Chu kỳ"),
        ("Báo cáo", "Văn phòng", "ngày 25", "Hằng tháng"),
    )
    deadline = table.draft.tasks[0].deadline
    assert (deadline.kind, deadline.days) == (DeadlineKind.MONTHLY, ("25",))


MONTHS = ("TT", "Nội dung", "Chủ trì", *(f"T{n}" for n in range(1, 13)))


def crosses(*months, headings=MONTHS, mark="x"):
    marks = [mark if n in months else "" for n in range(1, 13)]
    return read(headings, (1, "Kiểm tra bình", "Văn phòng", *marks)).draft.tasks[0].deadline


@pytest.mark.parametrize(
    ("months", "kind", "days", "starts_on"),
    [
        (range(1, 13), DeadlineKind.MONTHLY, (), None),
        ((4,), DeadlineKind.DATE, ("2026-04-30",), None),
        ((5, 6), DeadlineKind.WINDOW, ("2026-06-30",), "2026-05-01"),
        ((3, 9), DeadlineKind.DATE, ("2026-03-31", "2026-09-30"), None),
    ],
)
def test_crosses_under_months(months, kind, days, starts_on):
    deadline = crosses(*months)
    assert (deadline.kind, deadline.days, deadline.starts_on) == (kind, days, starts_on)


def test_months_that_are_only_numbers_under_one_heading():
    table = read(
        ("TT", "Nội dung", "Chủ trì", "Tháng", *[""] * 11),
        ("", "", "", *range(1, 13)),
        (1, "Kiểm tra bình", "Văn phòng", "", "x"),
    )
    assert table.draft.tasks[0].deadline.days == ("2026-02-28",)
    assert "Tháng 2: x" in table.draft.lines[-1]


def test_a_day_instead_of_a_cross():
    assert crosses(8, mark="15").days == ("2026-08-15",)


def test_crosses_of_a_school_year_lie_in_its_two_years():
    table = read(
        ("KẾ HOẠCH PCCC NĂM HỌC 2026-2027",),
        ("TT", "Nội dung", "Chủ trì", "T8", "T9", "T1", "T2"),
        (1, "Kiểm tra bình", "Văn phòng", "", "", "x", ""),
        (2, "Tập huấn", "Văn phòng", "x"),
    )
    assert [task.deadline.days for task in table.draft.tasks] == [("2027-01-31",), ("2026-08-31",)]


def test_quarters():
    headings = ("TT", "Nội dung", "Chủ trì", "Quý I", "Quý II", "Quý III", "Quý IV")
    table = read(
        headings, (1, "Kiểm tra", "Văn phòng", *"xxxx"), (2, "Tập huấn", "Văn phòng", "", "x")
    )
    assert [task.deadline.kind for task in table.draft.tasks] == [
        DeadlineKind.QUARTERLY,
        DeadlineKind.DATE,
    ]
    assert table.draft.tasks[1].deadline.days == ("2026-06-30",)
