"""Which unit owes which report: every duty, for every reporter, for every time it falls due."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.schedule import year_of
from reports.models import Submission
from reports.submissions.outstanding import owed_reports, owed_to, still_outstanding
from tests.factories import TODAY, PlanFactory, ReportDutyFactory, UnitFactory
from tests.reports.office import an_office, day
from units.policy import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office()


def quarterly(office, **fields):
    fields.setdefault("plan", office.plan)
    duty = ReportDutyFactory(deadline_kind="quarterly", deadline_days=["5"], **fields)
    duty.reporters.set(office.rooms)
    return duty


def test_every_unit_owes_one_report_for_each_period(office):
    quarterly(office)

    owed = owed_reports(office.people[Role.LEADER])

    assert [(one.unit, one.period) for one in owed] == [
        (room, f"2026-Q{quarter}") for quarter in (1, 2, 3, 4) for room in office.rooms
    ]


def test_what_was_submitted_is_not_outstanding(office):
    duty = quarterly(office)
    Submission.objects.create(
        duty=duty, unit=office.rooms[0], period="2026-Q1", due_on=day(-102), submitted_on=day(-90)
    )
    # Came back: it was received all the same.
    Submission.objects.create(
        duty=duty,
        unit=office.rooms[1],
        period="2026-Q1",
        due_on=day(-102),
        submitted_on=day(-105),
        returned_on=day(-100),
    )

    owed = owed_reports(office.people[Role.LEADER])

    assert [(one.unit, one.period) for one in still_outstanding(owed, TODAY)] == [
        (room, "2026-Q2") for room in office.rooms
    ]
    # Seen from before it was handed in, it was outstanding.
    assert len(still_outstanding(owed, day(-95))) == 1


def test_only_what_falls_due_within_the_period(office):
    quarterly(office)
    next_year = year_of(day(365))

    assert owed_reports(office.people[Role.LEADER], within=next_year) == ()
    assert len(owed_reports(office.people[Role.LEADER], within=year_of(TODAY))) == 8


def test_a_duty_without_a_day_belongs_to_every_period_of_its_plan_and_is_never_outstanding(office):
    duty = ReportDutyFactory(plan=office.plan, deadline_kind="on_request")
    duty.reporters.set(office.rooms)
    leader = office.people[Role.LEADER]

    owed = owed_reports(leader, within=year_of(TODAY))

    assert [one.due_on for one in owed] == [None, None]
    assert still_outstanding(owed, day(1000)) == ()
    assert owed_reports(leader, within=year_of(day(365))) == ()


@pytest.mark.parametrize(
    "fields", [{"released_on": None}, {"revoked_on": TODAY}], ids=["draft", "revoked"]
)
def test_plans_that_do_not_count_ask_for_nothing(office, fields):
    quarterly(office, plan=PlanFactory(issuer=office.agency, **fields))

    assert owed_reports(office.people[Role.LEADER]) == ()


def test_a_unit_sees_its_own_reports_and_another_agency_none(office):
    quarterly(office)

    assert {one.unit for one in owed_reports(office.people[Role.STAFF])} == {office.rooms[0]}
    assert owed_reports(an_office("YTE").people[Role.LEADER]) == ()


def test_an_agency_sees_reports_to_it_from_units_that_are_not_its_own(office):
    duty = ReportDutyFactory(plan=office.plan, deadline_kind="yearly")
    guest = UnitFactory(name="UBND xã")
    duty.reporters.set([guest])

    assert [one.unit for one in owed_reports(office.people[Role.LEADER])] == [guest]


def test_what_came_stays_listed_when_the_unit_is_no_longer_asked(office):
    duty = quarterly(office)
    Submission.objects.create(
        duty=duty, unit=office.rooms[0], period="2026-Q1", due_on=day(-102), submitted_on=day(-103)
    )
    duty.reporters.set([])

    (left,) = owed_reports(office.people[Role.LEADER])

    assert (left.unit, left.period) == (office.rooms[0], "2026-Q1")


def test_three_queries_whatever_the_number_of_duties(office):
    leader = office.people[Role.LEADER]
    quarterly(office)
    with CaptureQueriesContext(connection) as once:
        owed_reports(leader)
    for _ in range(3):
        quarterly(office, plan=PlanFactory(issuer=office.agency))
    with CaptureQueriesContext(connection) as more:
        owed_reports(leader)

    assert len(more) == len(once)


def test_a_unit_that_has_ended_owes_nothing_later(db):
    office = an_office()
    duty = ReportDutyFactory(plan=office.plan, deadline_kind="monthly", deadline_days=["5"])
    duty.reporters.set(office.rooms)
    ended = office.rooms[1]
    ended.active_to = datetime.date(2026, 3, 31)
    ended.save()
    owed = owed_reports(office.people[Role.LEADER], plan=office.plan)
    of_ended = [one.due_on for one in owed if one.unit == ended and one.due_on]
    assert max(of_ended) == datetime.date(2026, 3, 5)
    assert sum(one.unit == office.rooms[0] for one in owed) == 12


def test_ones_own_list_shows_what_is_missing_and_what_comes_next(client, on_day, db):
    on_day(TODAY)
    office = an_office()
    duty = ReportDutyFactory(plan=office.plan, deadline_kind="monthly", deadline_days=["5"])
    duty.reporters.set(office.rooms)
    client.force_login(office.people[Role.STAFF])
    rows = client.get(reverse("reports:own_reports")).context["rows"]
    assert {row.unit for row in rows} == {office.rooms[0].name}
    assert [row.due_on.month for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    work = client.get(reverse("tasks:my_work")).content.decode()
    assert reverse("reports:own_reports") in work


def test_what_is_missing_is_told_by_days_alone(office):
    """``is_missing`` of the keys says what ``still_outstanding`` says of the whole reports."""
    duty = quarterly(office)
    leader, room = office.people[Role.LEADER], office.rooms[0]
    for number, fields in enumerate(
        [
            {"submitted_on": day(-95)},
            {"submitted_on": day(-5), "returned_on": day(-1)},
            {},  # begun, not handed in
            {"submitted_on": day(-3), "accepted_on": day(-2)},
        ]
    ):
        quarter = f"2026-Q{number + 1}"
        Submission.objects.create(
            duty=duty, unit=room, period=quarter, due_on=day(-100 + number), **fields
        )
    gone = ReportDutyFactory(plan=office.plan, deadline_kind="yearly")
    Submission.objects.create(duty=gone, unit=room, period="x", due_on=day(-20))

    for year in (None, year_of(TODAY), year_of(day(365))):
        owed, full = owed_to(leader, within=year), owed_reports(leader, within=year)
        assert [one.key for one in owed] == [one.key for one in full]
        for on in (day(-97), day(-4), TODAY, day(200)):
            assert [one.status(on) for one in owed] == [one.status(on) for one in full]
            missing = [one.key for one in owed if one.is_missing(on)]
            assert missing == [one.key for one in still_outstanding(full, on)]
