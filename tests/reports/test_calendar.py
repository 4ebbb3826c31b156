"""Days: the month, the year of recurring work, a plan's months, the feed for other programs."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from icalendar import Calendar
from openpyxl import load_workbook

from plans.models import Holiday
from reports.models import CalendarFeed
from tasks.actions import assign_unit, record_progress
from tests.factories import (
    TODAY,
    AssignmentFactory,
    PlanFactory,
    ReportDutyFactory,
    TaskFactory,
    UnitFactory,
    person,
)
from units.policy import Role


@pytest.fixture
def office(db, on_day):
    on_day(TODAY)

    class Office:
        agency = UnitFactory(name="Sở A")
        room = UnitFactory(name="Phòng 1", parent=agency)
        other = UnitFactory(name="Phòng 2", parent=agency)
        plan = PlanFactory(issuer=agency)
        staff = person(Role.STAFF, room)
        leader = person(Role.LEADER, agency)
        work = AssignmentFactory(unit=room, task__plan=plan, task__title="Kiểm tra bình")
        theirs = AssignmentFactory(unit=other, task__plan=plan, task__title="Việc của phòng khác")

    return Office


def titles(page):
    return [due.title for cell in page.agenda for due in cell.dues]


def test_a_month_of_my_unit_and_of_my_agency(client, office):
    duty = ReportDutyFactory(
        plan=office.plan, title="Báo cáo quý", deadline_kind="date", deadline_days=["2026-06-20"]
    )
    duty.reporters.add(office.room)
    Holiday.objects.create(day=date(2026, 6, 30), name="Ngày hội")
    client.force_login(office.staff)
    page = client.get(reverse("reports:calendar")).context["page"]
    assert titles(page) == ["Báo cáo quý", "Kiểm tra bình"]
    assert page.agenda[-1].note == "Ngày hội"
    assert titles(client.get(reverse("reports:calendar"), {"scope": "me"}).context["page"]) == []
    office.work.officer = office.staff
    office.work.save()
    mine = client.get(reverse("reports:calendar"), {"scope": "me"}).context["page"]
    assert titles(mine) == ["Kiểm tra bình"]
    client.force_login(office.leader)
    whole = client.get(reverse("reports:calendar"), {"scope": "agency"}).context["page"]
    assert len(titles(whole)) == 3
    empty = client.get(reverse("reports:calendar"), {"month": "2026-02"})
    assert "Không có việc" in empty.content.decode()
    assert client.get(reverse("reports:calendar"), {"month": "x-13"}).status_code == 200


def test_a_year_of_recurring_work_in_marks(client, office):
    task = TaskFactory(plan=office.plan, deadline_kind="quarterly", title="Tự kiểm tra")
    first, *_ = assign_unit(task=task, unit=office.room, part="lead")
    client.force_login(office.staff)
    (strip,) = client.get(reverse("reports:calendar_year")).context["page"].strips
    assert [mark.period for mark in strip.marks] == [
        "Quý I",
        "Quý II",
        "Quý III",
        "Quý IV",
    ]
    assert [mark.words for mark in strip.marks] == [
        "chưa ghi nhận",
        "trong hạn",
        "chưa đến kỳ",
        "chưa đến kỳ",
    ]
    assert strip.marks[0].badge.label == "Quá hạn, chưa ghi nhận gì"
    record_progress(assignment=first, by=office.staff, on=TODAY, percent=10, note="Đang làm")
    (strip,) = client.get(reverse("reports:calendar_year")).context["page"].strips
    assert (strip.marks[0].badge.label, strip.marks[0].words) == ("Quá hạn", "quá hạn")


def test_who_answers_for_an_agency_sees_all_of_it_first(client, office):
    for user, number in ((office.staff, 1), (office.leader, 2)):
        client.force_login(user)
        assert len(titles(client.get(reverse("reports:calendar")).context["page"])) == number


def test_a_month_is_narrowed_to_a_plan_and_leads_to_the_same_list(client, office):
    client.force_login(office.leader)
    other = PlanFactory(issuer=office.agency)
    address = reverse("reports:calendar")
    assert titles(client.get(address, {"plan": other.pk}).context["page"]) == []
    answer = client.get(address, {"plan": office.plan.pk})
    page = answer.context["page"]
    assert client.get(page.list_href).context["list"].count == len(titles(page)) == 2
    # The months beside it keep what was chosen.
    assert f"?plan={office.plan.pk}&amp;month={page.after}" in answer.content.decode()


def test_a_month_is_narrowed_by_state_and_goes_out_as_shown(client, office):
    duty = ReportDutyFactory(
        plan=office.plan, title="Báo cáo quý", deadline_kind="date", deadline_days=["2026-06-10"]
    )
    duty.reporters.add(office.room)
    client.force_login(office.staff)
    address = reverse("reports:calendar")
    late, still_open = (
        client.get(address, {"state": state}).context["page"] for state in ("late", "open")
    )
    assert titles(late) == ["Báo cáo quý"]
    assert titles(still_open) == ["Kiểm tra bình"]
    none = client.get(address, {"state": "done"})
    assert "ở tình trạng này" in none.content.decode()
    page = client.get(address, {"state": "late"}).content.decode()
    assert "state=late&amp;tep=xlsx" in page
    text = client.get(address, {"state": "late", "tep": "csv"}).content.decode("utf-8-sig")
    assert len(text.splitlines()) == 2
    assert "10/06/2026" in text
    assert "Báo cáo quý" in text
    book = load_workbook(BytesIO(client.get(address, {"tep": "xlsx"}).content)).worksheets[0]
    assert book.max_row == 3
    assert book["A2"].value.date() == date(2026, 6, 10)
    # An unknown state is no state, and the plan beside it still counts.
    client.force_login(office.leader)
    other = PlanFactory(issuer=office.agency)
    assert titles(client.get(address, {"state": "x", "plan": other.pk}).context["page"]) == []


def test_a_month_that_names_not_all_says_so(client, office, monkeypatch):
    for module in ("days", "context"):
        monkeypatch.setattr(f"reports.calendar.{module}.MOST", 1)
    client.force_login(office.leader)
    assert "lịch chỉ nêu 1 việc" in client.get(reverse("reports:calendar")).content.decode()


def test_a_plans_months(client, office):
    client.force_login(office.leader)
    address = reverse("reports:plan_calendar", args=[office.plan.pk])
    page = client.get(address).context["page"]
    assert len(page.months) == 12
    assert [(row.unit, row.total) for row in page.rows] == [("Phòng 1", 1), ("Phòng 2", 1)]
    assert (page.rows[0].months[5].number, page.rows[0].months[5].level) == (1, 4)


def renewed(client, user):
    client.force_login(user)
    address = client.post(reverse("reports:renew_feed")).context["address"]
    client.logout()
    return address.removeprefix("http://testserver")


def test_the_feed_is_read_without_a_session_and_holds_whole_days(client, office):
    address = renewed(client, office.staff)
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == 1
    event = events[0]
    assert event["DTSTART"].dt == date(2026, 6, 30)
    assert event["DTEND"].dt == date(2026, 7, 1)
    assert "Kiểm tra bình" in str(event["SUMMARY"])
    assert str(event["URL"]).endswith(reverse("tasks:assignment", args=[office.work.pk]))
    again = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert again[0]["UID"] == event["UID"]


def test_a_renewed_or_guessed_address_opens_nothing(client, office):
    old = renewed(client, office.staff)
    new = renewed(client, office.staff)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert client.get(reverse("reports:feed", args=[office.staff.pk, "x"])).status_code == 404
    assert client.get(reverse("reports:feed", args=[office.leader.pk, "x"])).status_code == 404
    secret = new.rstrip("/").split("/")[-1].removesuffix(".ics")
    assert secret not in CalendarFeed.objects.get().digest
    client.force_login(office.staff)
    client.post(reverse("reports:stop_feed"))
    assert client.get(new).status_code == 404


def test_an_account_that_is_closed_has_no_feed(client, office):
    address = renewed(client, office.staff)
    office.staff.is_active = False
    office.staff.save()
    assert client.get(address).status_code == 404


def test_the_month_asks_no_more_for_more(client, office, django_assert_max_num_queries):
    for _ in range(20):
        AssignmentFactory(unit=office.room, task__plan=office.plan)
    client.force_login(office.staff)
    with django_assert_max_num_queries(20):
        client.get(reverse("reports:calendar"))
