"""Which work a person reaches, and which work belongs to what."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from tasks.models import Assignment, Extension, Task
from tasks.status import Status
from tests.factories import (
    TODAY,
    AssignmentFactory,
    PlanFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.tasks.rows import day
from tests.worlds import shared
from units.policy import Role


@shared
def office():
    """A department with two rooms, one of which has a team below it; and another department."""
    department, other = UnitFactory(name="Sở A"), UnitFactory(name="Sở B")
    room = UnitFactory(name="Phòng 1", parent=department)
    return {
        "department": department,
        "room": room,
        "team": UnitFactory(name="Tổ 1", parent=room),
        "sibling": UnitFactory(name="Phòng 2", parent=department),
        "other": other,
    }


@shared
def work(office):
    task = TaskFactory(plan__issuer=office["department"])
    return {name: AssignmentFactory(task=task, unit=unit) for name, unit in office.items()}


EVERYTHING = {"department", "room", "team", "sibling", "other"}
SUBTREE = EVERYTHING - {"other"}
SCOPES = {
    # role, unit in which it is held: seen, recorded, confirmed, counted
    (Role.STAFF, "room"): ({"room"}, {"room"}, set(), set()),
    (Role.HEAD, "room"): ({"room", "team"},) * 4,
    (Role.HEAD, "team"): ({"team"},) * 4,
    (Role.COORDINATOR, "department"): (SUBTREE, SUBTREE, SUBTREE, SUBTREE),
    (Role.COORDINATOR, "room"): ({"room", "team"},) * 4,
    (Role.LEADER, "department"): (SUBTREE, set(), set(), SUBTREE),
    (Role.ADMIN, "other"): (EVERYTHING,) * 4,
}


def _named(value):
    """A name that is the same in every process; a set has no order."""
    return "-".join(value) if isinstance(value[0], str) else None


@pytest.mark.parametrize(("held", "expected"), SCOPES.items(), ids=_named)
def test_each_role_reaches_what_the_policy_gives(office, work, held, expected):
    role, where = held
    user = person(role, office[where])
    rows = Assignment.objects
    found = (
        rows.visible_to(user),
        rows.editable_by(user),
        rows.confirmable_by(user),
        rows.counted_for(user),
    )
    names = {one.pk: name for name, one in work.items()}
    assert tuple({names[row.pk] for row in one} for one in found) == expected


@pytest.mark.parametrize("scope", ["visible_to", "editable_by", "confirmable_by", "counted_for"])
def test_somebody_without_a_role_or_not_signed_in_reaches_nothing(work, scope):
    for user in (UserFactory(), AnonymousUser()):
        assert not getattr(Assignment.objects, scope)(user).exists()


def test_a_role_that_has_ended_reaches_nothing(office, work):
    user = person(Role.HEAD, office["room"])
    user.memberships.update(ended_on=day(-1))
    assert not Assignment.objects.visible_to(user).exists()


def test_two_roles_add_up_and_show_nothing_twice(office, work):
    user = person(Role.COORDINATOR, office["department"])
    for name in ("room", "other"):
        user.memberships.create(unit=office[name], role=Role.STAFF)
    assert Assignment.objects.visible_to(user).count() == 5
    assert Assignment.objects.confirmable_by(user).count() == 4


def test_work_shows_once_its_plan_is_released(office):
    plan = PlanFactory(issuer=office["department"], released_on=None)
    AssignmentFactory(task__plan=plan, unit=office["room"])
    assert not Assignment.objects.visible_to(person(Role.ADMIN, office["department"])).exists()
    plan.released_on = TODAY
    plan.save()
    assert Assignment.objects.visible_to(person(Role.STAFF, office["room"])).count() == 1


# --- tasks ----------------------------------------------------------------------------------------
def test_staff_see_the_tasks_of_their_unit_and_coordinators_all(office, work):
    bare = TaskFactory(plan__issuer=office["department"])
    task = work["room"].task
    assert set(Task.objects.visible_to(person(Role.STAFF, office["room"]))) == {task}
    coordinator = person(Role.COORDINATOR, office["department"])
    assert set(Task.objects.visible_to(coordinator)) == {task, bare}
    assert set(Task.objects.visible_to(person(Role.STAFF, office["other"]))) == {task}
    assert not Task.objects.visible_to(person(Role.STAFF, UnitFactory())).exists()
    for role, unit in SCOPES:
        somebody = person(role, office[unit])
        seen = set(Task.objects.visible_to(somebody))
        assert set(Task.objects.among_visible_to(somebody)) == seen


def test_a_task_that_units_only_cooperate_in_is_unassigned(db):
    nobody, helped, led = TaskFactory(), TaskFactory(), TaskFactory()
    AssignmentFactory(task=helped, part="cooperating")
    AssignmentFactory(task=led)
    AssignmentFactory(task=led, part="cooperating")
    assert set(Task.objects.unassigned()) == {nobody, helped}


@pytest.mark.parametrize("words", ["phong chay", "PHÒNG  CHÁY", "chay tuyen", "ii.7 phong"])
def test_words_are_found_without_accents_case_or_order(db, words):
    task = TaskFactory(ref="II.7", title="Tuyên truyền phòng cháy")
    task.full_clean()
    task.save()
    row = AssignmentFactory(task=task)
    other = TaskFactory(title="Trang bị bình chữa cháy")
    other.full_clean()
    other.save()
    AssignmentFactory(task=other)
    assert list(Task.objects.matching(words)) == [task]
    assert list(Assignment.objects.matching(words)) == [row]


# --- which ones -----------------------------------------------------------------------------------
def test_official_counts_leading_parts_of_tasks_that_are_followed(db):
    lead = AssignmentFactory()
    AssignmentFactory(part="cooperating")
    AssignmentFactory(task__untracked="report")
    AssignmentFactory(task__plan__revoked_on=TODAY)
    replaced = AssignmentFactory(task__plan__superseded_by=lead.task.plan)
    closed = AssignmentFactory(task__plan__closed_on=TODAY)
    assert set(Assignment.objects.official()) == {lead, replaced, closed}
    assert set(Assignment.objects.official().in_force()) == {lead, closed}


def test_work_of_a_plan_that_has_ended_counts_for_the_days_before(db):
    """Replaced on the 15th: the 14th is the last day that counts."""
    plan = PlanFactory(superseded_by=PlanFactory())
    begun = AssignmentFactory(task__plan=plan, starts_on=day(-1), due_on=day(90))
    AssignmentFactory(task__plan=plan, starts_on=day(0), due_on=day(90))
    official = Assignment.objects.official()
    assert set(official.in_period(day(-30), day(-1))) == {begun}
    assert set(official.in_period(day(-30), day(30))) == {begun}
    assert set(official.in_period(day(-1), day(30))) == {begun}
    assert not official.in_period(day(0), day(30)).exists()


MARCH = (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))


@pytest.mark.parametrize(
    ("fields", "belongs"),
    [
        ({}, True),
        ({"starts_on": datetime.date(2026, 3, 31)}, True),
        ({"starts_on": datetime.date(2026, 4, 1)}, False),
        # Late work of the past is carried on until it is closed.
        ({"due_on": datetime.date(2026, 1, 15)}, True),
        (
            {
                "finished_on": datetime.date(2026, 2, 20),
                "confirmed_on": datetime.date(2026, 2, 28),
            },
            False,
        ),
        (
            {"finished_on": datetime.date(2026, 2, 20), "confirmed_on": datetime.date(2026, 3, 1)},
            True,
        ),
        ({"finished_on": datetime.date(2026, 2, 20)}, True),
        ({"cancelled_on": datetime.date(2026, 2, 28)}, False),
        ({"cancelled_on": datetime.date(2026, 3, 1)}, True),
    ],
)
def test_what_belongs_to_a_period(db, fields, belongs):
    AssignmentFactory(**fields)
    assert Assignment.objects.in_period(*MARCH).exists() is belongs


def test_due_within_takes_both_ends(db):
    for offset in (-1, 0, 7, 8):
        AssignmentFactory(due_on=day(offset))
    found = Assignment.objects.due_within(TODAY, day(7)).order_by("due_on")
    assert [row.due_on for row in found] == [TODAY, day(7)]


def test_the_order_is_total(db):
    task = TaskFactory(order=5)
    same = [AssignmentFactory(task=task) for _ in range(3)]
    undated = AssignmentFactory(due_on=None)
    first = AssignmentFactory(due_on=day(-5))
    closed = AssignmentFactory(due_on=day(-9), finished_on=day(-9), confirmed_on=day(-9))
    assert list(Assignment.objects.by_urgency()) == [closed, first, *same, undated]
    assert list(Assignment.objects.open_first()) == [first, *same, undated, closed]


# --- how it stands --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cycle", "on", "shown"),
    [
        ("monthly", datetime.date(2026, 6, 1), True),
        ("monthly", datetime.date(2026, 5, 31), False),
        ("quarterly", datetime.date(2026, 4, 1), True),
        ("quarterly", datetime.date(2026, 3, 31), False),
        ("half_yearly", datetime.date(2026, 1, 1), True),
        ("half_yearly", datetime.date(2025, 12, 31), False),
        ("yearly", datetime.date(2026, 1, 1), True),
        ("yearly", datetime.date(2025, 12, 31), False),
        ("yearly", datetime.date(2026, 6, 16), False),  # of tomorrow
    ],
)
def test_evidence_counts_within_the_plans_cycle(db, cycle, on, shown):
    row = AssignmentFactory(due_on=None, task__plan__evidence_cycle=cycle)
    entry = row.entries.create(on=on, by=UserFactory())
    entry.evidence.create(name="a.pdf", sha256="0" * 64, size=1, media_type="application/pdf")
    AssignmentFactory(due_on=None).entries.create(on=TODAY, by=entry.by)  # a note is no evidence
    found = Assignment.objects.with_evidence_this_cycle(TODAY).order_by("pk")
    assert [vars(one)["has_evidence"] for one in found] == [shown, False]


def test_an_open_request_is_marked(db):
    asked, decided, _ = (AssignmentFactory() for _ in range(3))
    fields = {"asked_on": TODAY, "asked_by": UserFactory(), "due_before": TODAY, "reason": "x"}
    asked.extensions.create(due_asked=day(9), **fields)
    decided.extensions.create(due_asked=day(9), decided_on=TODAY, granted=True, **fields)
    found = [one for one in Assignment.objects.with_open_request() if vars(one)["asks_for_time"]]
    assert found == [asked]


def test_standing_takes_any_of_several(db):
    late = AssignmentFactory(due_on=day(-1))
    waiting = AssignmentFactory(due_on=None, finished_on=day(-1))
    AssignmentFactory(due_on=day(30))
    found = Assignment.objects.standing(TODAY, [Status.OVERDUE, Status.ONGOING])
    assert set(found) == {late, waiting}
    assert not Assignment.objects.standing(TODAY, []).exists()


def test_only_those_above_decide_on_more_time(office, work):
    extension = Extension.objects.create(
        assignment=work["room"],
        asked_on=TODAY,
        asked_by=UserFactory(),
        due_before=day(1),
        due_asked=day(9),
        reason="x",
    )
    deciders = [
        (Role.COORDINATOR, "department"),
        (Role.LEADER, "department"),
        (Role.LEADER, "room"),
        (Role.ADMIN, "other"),
    ]
    for role, where in deciders:
        assert Extension.objects.decidable_by(person(role, office[where])).get() == extension
    for role, where in [(Role.HEAD, "room"), (Role.STAFF, "room"), (Role.LEADER, "other")]:
        assert not Extension.objects.decidable_by(person(role, office[where])).exists()
    Extension.objects.update(decided_on=TODAY, granted=False)
    assert not Extension.objects.decidable_by(person(*deciders[0][:1], office["department"]))


def test_what_waits_for_confirmation(db):
    waits = AssignmentFactory(finished_on=TODAY)
    for facts in (
        {},
        {"finished_on": None, "suspended_on": TODAY},
        {"finished_on": TODAY, "suspended_on": TODAY},
        {"finished_on": TODAY, "confirmed_on": TODAY},
        {"finished_on": TODAY, "cancelled_on": TODAY},
    ):
        AssignmentFactory(task=waits.task, **facts)
    assert set(Assignment.objects.waiting()) == {waits}
