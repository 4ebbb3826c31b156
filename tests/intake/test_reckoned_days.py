"""Days that hang on the day of issue or on Tết, by the table of holidays of the office."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.actions import confirm, start_intake, working_draft
from intake.drafting.five_clears import Clear, missing
from plans.models import Holiday
from tests.intake.samples import TODAY
from tests.worlds import shared

PLAN = """SỞ KHOA HỌC
Số: 15/KH-SKH
Bình Minh, ngày 28 tháng 8 năm 2026

KẾ HOẠCH
Công tác phòng cháy, chữa cháy năm 2026

I. NHIỆM VỤ
1. Văn phòng phổ biến Kế hoạch, hoàn thành trong vòng 05 ngày làm việc kể từ ngày ban hành.
2. Phòng Kỹ thuật kiểm tra kho, hoàn thành trước Tết Nguyên đán 2027.
3. Phòng Kỹ thuật sửa chữa máy bơm trước ngày 31/02/2027.

GIÁM ĐỐC
Trần Văn An
"""


@shared
def intake(agency, coordinator):
    for day, name in (
        (datetime.date(2026, 9, 2), "Quốc khánh"),
        (datetime.date(2026, 9, 1), "Quốc khánh"),
        (datetime.date(2027, 1, 1), "Tết Dương lịch"),
        (datetime.date(2027, 2, 5), "Giao thừa Tết Nguyên Đán"),
        (datetime.date(2027, 2, 6), "Tết Nguyên Đán"),
    ):
        Holiday.objects.create(day=day, name=name)
    return start_intake(
        data=PLAN.encode(), filename="kh.txt", issuer=agency, by=coordinator, on=TODAY
    )


def test_working_days_leave_out_the_holidays_of_the_table(intake):
    first, second, _ = working_draft(intake).plan.tasks
    assert first.deadline.days == ("2026-09-08",)
    assert second.deadline.days == ("2027-02-05",)


def test_what_is_shown_is_what_is_made(intake, coordinator):
    working = working_draft(intake)
    kept = [key for key, task in working.keyed_tasks() if task.ref == "I.3"]
    intake.draft = working.without_task(kept[0]).to_state()
    intake.save()
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    assert list(plan.tasks.values_list("deadline_days", flat=True)) == [
        ["2026-09-08"],
        ["2027-02-05"],
    ]


def test_a_draft_without_such_days_asks_no_table(agency, coordinator):
    plain = PLAN.replace("trong vòng 05 ngày làm việc kể từ ngày ban hành", "trước ngày 30/9/2026")
    plain = plain.replace("trước Tết Nguyên đán 2027", "trước ngày 31/12/2026")
    intake = start_intake(
        data=plain.encode(), filename="kh.txt", issuer=agency, by=coordinator, on=TODAY
    )
    with CaptureQueriesContext(
        connection,
    ) as asked:
        working_draft(intake)
    assert not asked.captured_queries


def test_a_day_that_no_calendar_has_is_not_clear(intake):
    task = working_draft(intake).plan.tasks[2]
    assert Clear.WHEN in missing(task)
