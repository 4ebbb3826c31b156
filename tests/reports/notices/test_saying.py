"""Who is told what on a day, that nothing is said twice, and that a moved day speaks anew."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import Holiday
from reports.models import Submission
from reports.notices.actions import MOST_A_DAY, forget_old_notices, say_what_is_due
from tasks import actions
from tasks.actions.difficulties import answer_difficulty, raise_difficulty
from tasks.models import Assignment, EntryKind, Notice, ProgressEntry
from tests.factories import TODAY, ReportDutyFactory, UnitFactory, person
from tests.reports.office import an_office, day, with_evidence
from units.actions import change_settings
from units.policy import Role

pytestmark = pytest.mark.django_db
STAFF, HEAD, COORDINATOR, LEADER = Role.STAFF, Role.HEAD, Role.COORDINATOR, Role.LEADER


def told(on=TODAY):
    """What was said that day, as pairs of a role's person and a kind."""
    say_what_is_due(on=on)
    rows = Notice.objects.filter(on=on, is_quiet=False)
    return {(row.person, row.kind) for row in rows.select_related("person")}


def roles_told(office, on=TODAY):
    names = {user: role for role, user in office.people.items()}
    return {(names[user], kind) for user, kind in told(on)}


# --- work that falls due, and is late -------------------------------------------------------------
def test_a_report_of_the_agency_itself_is_told_to_its_coordinator(office):
    duty_due(office, day(7)).reporters.set([office.agency])
    assert roles_told(office) == {(COORDINATOR, "due")}


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (8, set()),
        (7, {(STAFF, "due")}),
        (0, {(STAFF, "due")}),
        (-1, {(STAFF, "late")}),
        (-3, {(STAFF, "late"), (HEAD, "escalated")}),
        (-14, {(STAFF, "late"), (HEAD, "escalated"), (LEADER, "escalated")}),
    ],
)
def test_the_unit_is_told_first_then_its_head_then_leadership(office, due, said):
    office.work(due=due)
    assert roles_told(office) == said


def test_who_sees_to_the_work_is_told_and_the_others_are_not(office):
    officer = person(STAFF, office.rooms[0])
    office.work(due=-1, officer=officer)
    assert told() == {(officer, "late")}


def test_an_officer_who_left_is_told_no_more(office):
    officer = person(STAFF, office.rooms[0])
    office.work(due=-1, officer=officer)
    officer.memberships.update(ended_on=TODAY)
    assert roles_told(office) == {(STAFF, "late")}


def test_a_unit_without_people_is_named_and_nobody_else_gets_its_word(office):
    office.work(room=1, due=-1)
    said = say_what_is_due(on=TODAY)
    assert (said.notices, said.unheard) == (0, 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"finished_on": day(-2), "confirmed_on": day(-1)},
        {"suspended_on": day(-5)},
        {"cancelled_on": day(-5)},
        {"starts_on": day(1), "due": 3},
    ],
)
def test_work_that_asks_for_nothing_is_not_spoken_of(office, fields):
    office.work(**{"due": -1} | fields)
    assert told() == set()


def test_a_plan_that_ended_asks_for_nothing(office):
    office.work(due=-5)
    office.plan.closed_on = office.plan.in_force_until = day(-2)
    office.plan.save()
    assert told() == set()


# --- once -----------------------------------------------------------------------------------------
def test_twice_on_a_day_says_nothing_twice(office):
    office.work(due=-20)
    office.work(due=5)
    first = say_what_is_due(on=TODAY)
    again = say_what_is_due(on=TODAY)
    assert first.notices > 0
    assert (again.notices, again.quiet) == (0, 0)


def test_every_day_of_a_week_says_it_once(office):
    office.work(due=-1)
    for offset in range(5):
        say_what_is_due(on=day(offset))
    assert Notice.objects.filter(kind="late", person=office.people[STAFF]).count() == 1
    assert (STAFF, "late") in roles_told(office, on=day(7))


def test_a_day_that_was_missed_is_made_up_for(office):
    office.work(due=-6)
    assert (STAFF, "late") in roles_told(office)


def test_a_moved_day_speaks_anew(office):
    work = office.work(due=-1)
    assert roles_told(office) == {(STAFF, "late")}
    Assignment.objects.filter(pk=work.pk).update(due_on=day(3))
    assert (STAFF, "due") in roles_told(office, on=day(1))
    assert (STAFF, "late") in roles_told(office, on=day(4))


def test_nothing_is_said_on_a_day_off(office):
    office.work(due=-1)
    saturday = day(5)
    assert say_what_is_due(on=saturday).is_day_off
    Holiday.objects.create(day=TODAY, name="Nghỉ")
    assert say_what_is_due(on=TODAY).is_day_off
    assert not Notice.objects.exists()


def test_before_a_weekend_friday_speaks_for_monday(office):
    office.work(due=7)  # a Monday
    friday = day(4)
    say_what_is_due(on=day(3))
    say_what_is_due(on=friday)
    (notice,) = Notice.objects.filter(on=friday)
    assert (notice.kind, notice.step) == ("due", -1)


# --- a flood --------------------------------------------------------------------------------------
def test_the_first_run_over_an_old_database_is_capped_and_does_not_drip(office):
    for n in range(MOST_A_DAY + 15):
        office.work(due=-5 - n)
    said = say_what_is_due(on=TODAY)
    assert said.is_first
    mine = Notice.objects.filter(person=office.people[STAFF])
    assert mine.filter(is_quiet=False).count() == MOST_A_DAY
    assert mine.filter(is_quiet=True).count() == 15
    assert not Notice.objects.unread_by(office.people[STAFF]).filter(is_quiet=True).exists()
    again = say_what_is_due(on=day(1))
    assert not again.is_first
    assert Notice.objects.filter(person=office.people[STAFF], on=day(1), kind="late").count() < 10


def test_what_is_most_pressing_is_not_what_is_cut(office):
    for n in range(MOST_A_DAY + 5):
        office.work(due=-2 - n)
    soon = office.work(due=1)
    say_what_is_due(on=TODAY)
    assert Notice.objects.get(assignment=soon).is_quiet


def test_one_person_hears_of_one_thing_once_a_day(office):
    """A head who sees to the work is told that it is late, not also that a unit below is."""
    office.work(due=-3, officer=office.people[HEAD])
    say_what_is_due(on=TODAY)
    assert Notice.objects.filter(person=office.people[HEAD], is_quiet=False).count() == 1


# --- decisions and news ---------------------------------------------------------------------------
def test_who_confirms_is_told_but_not_who_reported(office):
    work = office.work(due=20)
    actions.report_done(
        assignment=work, by=office.people[STAFF], on=day(-1), finished_on=day(-1), note="Xong"
    )
    assert roles_told(office) == {(HEAD, "confirm")}


def test_what_the_head_reported_waits_for_the_coordinator(office):
    work = office.work(due=20)
    actions.report_done(
        assignment=work, by=office.people[HEAD], on=day(-1), finished_on=day(-1), note="Xong"
    )
    assert roles_told(office) == {(COORDINATOR, "confirm")}


def test_a_request_for_time_waits_for_coordinator_and_leader(office):
    work = office.work(due=20)
    asked = actions.ask_extension(
        assignment=work, by=office.people[STAFF], on=day(-1), due_asked=day(30), reason="Chờ"
    )
    assert roles_told(office) == {(COORDINATOR, "decide"), (LEADER, "decide")}
    actions.decide_extension(
        extension=asked, by=office.people[LEADER], on=day(1), granted=True, answer=""
    )
    assert roles_told(office, on=day(1)) == {(STAFF, "extended")}


@pytest.mark.parametrize(
    ("asked", "role"), [("coordinator", COORDINATOR), ("leader", LEADER), ("superior", COORDINATOR)]
)
def test_a_difficulty_waits_for_those_asked_and_its_answer_is_news(office, asked, role):
    work = office.work(due=20)
    raised = raise_difficulty(
        assignment=work,
        text="Thiếu kinh phí",
        by=office.people[STAFF],
        on=day(-1),
        addressed_to=asked,
    )
    assert raised is not None
    assert roles_told(office) == {(role, "stuck")}
    answer_difficulty(difficulty=raised, answer="Đã cấp", by=office.people[role], on=day(1))
    assert roles_told(office, on=day(1)) == {(STAFF, "answered")}


def test_work_sent_back_is_news_for_the_unit(office):
    work = office.work(due=20)
    by = office.people[COORDINATOR]
    actions.report_done(
        assignment=work, by=office.people[STAFF], on=day(-3), finished_on=day(-3), note="Xong"
    )
    actions.send_back(assignment=work, by=by, on=day(-2), reason="Thiếu ảnh")
    assert roles_told(office) == {(STAFF, "sent_back")}


def test_work_handed_over_is_news_for_who_receives_it(office):
    receiver = person(STAFF, office.rooms[1])
    work = office.work(due=20)
    actions.hand_over(
        assignment=work,
        to_unit=office.rooms[1],
        by=office.people[COORDINATOR],
        on=day(-1),
        reason="Đúng chức năng",
    )
    assert told() == {(receiver, "handed_over")}


def given(work, on):
    at = datetime.datetime.combine(on, datetime.time(9), ZoneInfo("Asia/Ho_Chi_Minh"))
    Assignment.objects.filter(pk=work.pk).update(given_at=at)


def test_work_given_of_late_is_new_and_older_work_is_not(office):
    given(office.work(due=60), day(-2))
    given(office.work(due=60), day(-40))
    Assignment.objects.filter(pk=office.work(due=60).pk).update(given_at=None)
    assert roles_told(office) == {(STAFF, "given")}
    assert Notice.objects.count() == 1


def test_a_period_that_begins_is_new_work(office):
    given(office.work(due=60, starts_on=TODAY), day(-90))
    assert roles_told(office) == {(STAFF, "given")}


def test_ongoing_work_without_evidence_is_spoken_of_near_the_end_of_its_cycle(office):
    bare = office.work(due=None)
    with_evidence(office.work(due=None))
    assert told(on=day(0)) == set()  # the quarter ends on 30/06: 15 days
    assert (office.people[STAFF], "evidence") in told(on=day(1))
    assert {one.assignment for one in Notice.objects.all()} == {bare}


# --- reports --------------------------------------------------------------------------------------
def duty_due(office, on, room=0):
    duty = ReportDutyFactory(plan=office.plan, deadline_kind="date", deadline_days=[on.isoformat()])
    duty.reporters.add(office.rooms[room])
    return duty


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (8, set()),
        (7, {(STAFF, "due")}),
        (-1, {(STAFF, "late")}),
        (-14, {(STAFF, "late"), (HEAD, "escalated"), (LEADER, "escalated")}),
    ],
)
def test_reports_due_and_missing_are_spoken_of(office, due, said):
    duty_due(office, day(due))
    assert roles_told(office) == said
    assert all(row.duty_id and not row.assignment_id for row in Notice.objects.all())


def test_a_report_handed_in_waits_for_the_coordinator_and_comes_back_to_the_unit(office):
    duty = duty_due(office, day(-1))
    sent = Submission.objects.create(
        duty=duty,
        unit=office.rooms[0],
        due_on=day(-1),
        submitted_on=day(-1),
        submitted_by=office.people[STAFF],
    )
    assert roles_told(office) == {(COORDINATOR, "confirm")}
    Submission.objects.filter(pk=sent.pk).update(returned_on=day(1), return_reason="Thiếu số liệu")
    assert roles_told(office, on=day(1)) == {(STAFF, "sent_back")}


# --- what an agency has chosen --------------------------------------------------------------------
def choose(agency, **values):
    change_settings(agency=agency, values=values, by=person(Role.COORDINATOR, agency))


def test_the_numbers_are_each_agencys_own(office):
    strict, lenient = office, an_office("SXD")
    choose(strict.agency, remind_before=[10], escalate_to_head=1, escalate_to_leaders=2)
    choose(lenient.agency, escalate_to_head=0, escalate_to_leaders=0)
    for one in (strict, lenient):
        one.work(due=10)
        one.work(due=-2)
    said = told()
    assert {(who, what) for who, what in said if who in strict.people.values()} == {
        (strict.people[STAFF], "due"),
        (strict.people[STAFF], "late"),
        (strict.people[HEAD], "escalated"),
        (strict.people[LEADER], "escalated"),
    }
    assert {(who, what) for who, what in said if who in lenient.people.values()} == {
        (lenient.people[STAFF], "late")
    }


# --- size, age ------------------------------------------------------------------------------------
def test_the_queries_do_not_grow_with_the_rows(office):
    def fill():
        for n in range(4):
            office.work(due=-n)
            office.work(due=n)
            given(office.work(due=60), day(-2))
            duty_due(office, day(-n))

    def run():
        with CaptureQueriesContext(connection) as asked:
            say_what_is_due(on=TODAY)
        Notice.objects.all().delete()
        return len(asked)

    fill()
    once = run()
    fill()
    assert run() == once


def test_notices_are_forgotten_after_a_year_and_reminders_are_not(office):
    work = office.work(due=-1)
    old = {"person": office.people[STAFF], "assignment": work, "due_on": day(-500)}
    Notice.objects.create(kind="late", on=day(-401), **old)
    Notice.objects.create(kind="due", on=day(-399), **old)
    assert forget_old_notices(on=TODAY) == 1
    assert Notice.objects.get().kind == "due"


def test_a_person_of_another_unit_hears_nothing(office):
    stranger = person(STAFF, UnitFactory())
    office.work(due=-20)
    say_what_is_due(on=TODAY)
    assert not Notice.objects.filter(person=stranger).exists()
    assert not ProgressEntry.objects.filter(kind=EntryKind.REMINDED).exists()
