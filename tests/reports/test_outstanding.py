"""Which unit owes which report: every duty, for every reporter, for every time it falls due."""

import datetime
import random
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.schedule import Period, year_of
from reports.models import MetDuty, Submission
from reports.submissions.missing import missing_reports
from reports.submissions.outstanding import owed_reports, owed_to, still_outstanding
from tests.factories import TODAY, PlanFactory, ReportDutyFactory, UnitFactory
from tests.reports.office import an_office, day
from units.policy import Role

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("seed", range(3))
def test_what_is_missing_is_found_without_what_came(office, seed):
    """``missing_reports`` finds, by keys alone, what ``owed_to`` tells to be missing: of duties of
    every kind, met by themselves, by others or not, asked for any more or not."""
    chance = random.Random(seed)
    duties = some_duties(office, chance)
    for duty, room in product(duties, office.rooms):
        for period in ("", "2026-Q1", "2026-Q2", "2026-03"):
            if chance.random() < 0.6:
                some_submission(chance, duty, room, period, duties)
    for duty in duties:
        duty.reporters.set(chance.sample(office.rooms, chance.randint(0, len(office.rooms))))
    office.rooms[1].active_to = day(-30)
    office.rooms[1].save()
    periods = (year_of(TODAY), Period("", day(-40), day(20)), year_of(day(365)))
    for role, within, on in product(
        (Role.LEADER, Role.HEAD), periods, (day(-97), day(-4), TODAY, day(200))
    ):
        asked = {"plan": chance.choice([None, office.plan]), "within": within}
        owed = [one for one in owed_to(office.people[role], **asked) if one.is_missing(on)]
        found = missing_reports(office.people[role], day=on, **asked).reports
        assert [(one.due_on, *one.key, one.unit_name) for one in owed] == [
            (one.due_on, one.duty, one.unit, one.period, one.unit_name) for one in found
        ]


def some_duties(office, chance):
    other = PlanFactory(issuer=office.agency, starts_on=day(-300), ends_on=day(-50))
    kinds = [("quarterly", ["5"]), ("monthly", []), ("date", ["2026-03-20"]), ("on_request", [])]
    return [
        ReportDutyFactory(
            plan=plan,
            deadline_kind=kind,
            deadline_days=days,
            owed_from=chance.choice([None, day(-60)]),
        )
        for plan in (office.plan, other)
        for kind, days in kinds
    ]


def some_submission(chance, duty, room, period, duties):
    submitted = chance.choice([None, None, day(-98), day(-2), day(100)])
    later = None if submitted is None else submitted + datetime.timedelta(days=chance.randint(0, 9))
    due_on = chance.choice([None, day(-100), day(-20), day(30)])
    made = Submission.objects.create(
        duty=duty,
        unit=room,
        period=period,
        due_on=due_on,
        submitted_on=submitted,
        **{chance.choice(["returned_on", "accepted_on"]): chance.choice([None, later])},
    )
    if chance.random() < 0.3:
        other = chance.choice([one for one in duties if one != duty])
        MetDuty.objects.get_or_create(
            duty=other, unit=room, period=period, defaults={"submission": made}
        )
