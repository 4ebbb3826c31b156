"""Days off: what the table says, how it is filled, and that an office's own word stays."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans.holidays import fill_holidays, working_days
from plans.models import Holiday
from plans.working_days import WorkingDays
from tests.factories import UnitFactory, person
from units.policy import Role

Day = datetime.date
NATIONAL = Day(2026, 9, 2)  # a Wednesday
SWAPPED = Day(2026, 8, 22)  # a Saturday on which people work for Monday 31/8


@pytest.fixture
def calendar():
    return WorkingDays(
        {NATIONAL: "Quốc khánh", Day(2026, 9, 1): "Quốc khánh"}, frozenset({SWAPPED})
    )


@pytest.mark.parametrize(
    ("day", "is_working", "is_weekend", "holiday"),
    [
        (NATIONAL, False, False, "Quốc khánh"),
        (Day(2026, 9, 3), True, False, ""),
        (Day(2026, 9, 5), False, True, ""),
        (SWAPPED, True, False, ""),
    ],
)
def test_a_day(calendar, day, is_working, is_weekend, holiday):
    assert calendar.is_working(day) is is_working
    assert calendar.is_weekend(day) is is_weekend
    assert calendar.holiday(day) == holiday


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (Day(2026, 9, 1), Day(2026, 9, 3)),
        (Day(2026, 9, 5), Day(2026, 9, 7)),
        (Day(2026, 9, 3), Day(2026, 9, 3)),
        (SWAPPED, SWAPPED),
    ],
)
def test_the_next_working_day(calendar, day, following):
    assert calendar.next_working(day) == following


def test_the_table_is_filled_once(db):
    assert fill_holidays(years=[2026]) > 8
    assert fill_holidays(years=[2026, 2026]) == 0
    assert "Quốc khánh" in Holiday.objects.get(day=NATIONAL).name
    assert Holiday.history.count() == Holiday.objects.count()


def test_a_swapped_day_is_a_working_day(db):
    fill_holidays(years=[2026])
    assert Holiday.objects.get(day=SWAPPED).is_working
    assert working_days([SWAPPED]).is_working(SWAPPED)
    assert not working_days([Day(2026, 8, 31)]).is_working(Day(2026, 8, 31))


def test_what_the_office_changed_and_deleted_stays(db):
    fill_holidays(years=[2026])
    changed = Holiday.objects.get(day=NATIONAL)
    changed.name, changed.is_working = "Trực ngày Quốc khánh", True
    changed.save()
    Holiday.objects.get(day=Day(2026, 5, 1)).delete()
    assert fill_holidays(years=[2026]) == 0
    assert Holiday.objects.get(day=NATIONAL).name == "Trực ngày Quốc khánh"
    assert not Holiday.objects.filter(day=Day(2026, 5, 1)).exists()


def test_what_the_office_entered_itself_stays(db):
    Holiday.objects.create(day=NATIONAL, name="Nghỉ riêng của cơ quan")
    fill_holidays(years=[2026])
    assert Holiday.objects.get(day=NATIONAL).name == "Nghỉ riêng của cơ quan"


def test_days_are_asked_in_one_query(db, django_assert_num_queries):
    fill_holidays(years=[2026])
    with django_assert_num_queries(1):
        found = working_days([NATIONAL, Day(2026, 1, 1), Day(2026, 12, 31)])
    assert found.holiday(Day(2026, 1, 1))
    with CaptureQueriesContext(connection) as queries:
        assert working_days([]).is_working(NATIONAL)
    assert len(queries) == 0


def test_the_days_after_the_last_one_are_known_too(db):
    Holiday.objects.bulk_create(
        Holiday(day=Day(2026, 12, 31) + datetime.timedelta(days=n), name="Nghỉ") for n in range(9)
    )
    assert working_days([Day(2026, 12, 31)]).next_working(Day(2026, 12, 31)) == Day(2027, 1, 11)


def run(*args):
    out = io.StringIO()
    call_command("fill_holidays", *args, stdout=out)
    return out.getvalue()


def test_the_command(db, on_day):
    on_day(Day(2026, 6, 15))
    assert "Đã thêm" in run()
    assert set(Holiday.objects.values_list("day__year", flat=True)) == {2025, 2026, 2027, 2028}
    assert "không thêm ngày nào" in run("--years", "2026")


def test_the_command_refuses_a_year_of_no_sense(db):
    with pytest.raises(CommandError, match="Năm phải từ"):
        run("--years", "26")


def test_the_admin_lists_and_changes_them(db):
    fill_holidays(years=[2026])
    browser = Client()
    browser.force_login(person(Role.ADMIN, UnitFactory()))
    listed = browser.get("/quan-tri/plans/holiday/?day__year=2026")
    assert listed.status_code == 200
    assert "Quốc khánh" in listed.content.decode()
    row = Holiday.objects.get(day=NATIONAL)
    answer = browser.post(
        f"/quan-tri/plans/holiday/{row.pk}/change/", {"day": "02/09/2026", "name": "Lễ 2/9"}
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.name == "Lễ 2/9"
