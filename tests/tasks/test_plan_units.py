"""Of whom a plan gives work to it is kept what the parts say, whatever becomes of them."""

from datetime import date
from importlib import import_module
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse

from plans.models import Plan
from tasks.actions import assign_unit, hand_over
from tasks.actions.assigning import open_periods
from tasks.actions.definition import change_task
from tasks.actions.giving import (
    give,
    missing_pairs,
    needless_pairs,
    rebuild_pairs,
    take_away,
)
from tasks.models import Assignment, PlanUnit, Task
from tests.factories import TODAY, AssignmentFactory, PlanFactory, TaskFactory, UnitFactory, person
from units.policy import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    agency = UnitFactory(name="Sở A")
    rooms = [UnitFactory(name=f"Phòng {at}", parent=agency) for at in (1, 2)]
    plan = PlanFactory(issuer=agency)
    return SimpleNamespace(
        agency=agency,
        rooms=rooms,
        plan=plan,
        task=TaskFactory(plan=plan, deadline_kind="quarterly"),
        coordinator=person(Role.COORDINATOR, agency),
        staff=person(Role.STAFF, rooms[0]),
    )


def kept():
    assert (missing_pairs(), needless_pairs()) == (set(), set())
    return set(PlanUnit.objects.values_list("plan", "unit"))


def sees(user, plan):
    return Plan.objects.visible_to(user).filter(pk=plan.pk).exists()


def test_who_is_given_work_sees_the_plan(office):
    assert not sees(office.staff, office.plan)
    assign_unit(task=office.task, unit=office.rooms[0], part="lead")
    assign_unit(task=TaskFactory(plan=office.plan), unit=office.rooms[0], part="cooperating")
    assert kept() == {(office.plan.pk, office.rooms[0].pk)}
    assert sees(office.staff, office.plan)
    Plan.objects.filter(pk=office.plan.pk).update(released_on=None)
    assert not sees(office.staff, office.plan)
    assert sees(office.coordinator, office.plan)


def test_work_that_goes_elsewhere_is_known_at_both(office):
    (work,) = assign_unit(task=TaskFactory(plan=office.plan), unit=office.rooms[0], part="lead")
    to_unit = office.rooms[1]
    hand_over(assignment=work, to_unit=to_unit, by=office.coordinator, on=TODAY, reason="Đổi.")
    assert kept() == {(office.plan.pk, room.pk) for room in office.rooms}


def test_the_last_part_that_falls_away_takes_it_along(office):
    """A quarterly task of a plan becomes one with a day that is over: what nobody has begun falls
    away, and with the last part the sight of the plan."""
    assign_unit(task=office.task, unit=office.rooms[0], part="lead")
    more = AssignmentFactory(task__plan=office.plan, unit=office.rooms[1])
    done = change_task(
        task=office.task, by=office.coordinator, on=date(2026, 12, 1), reason="Bỏ.",
        deadline_kind="date", deadline_days=["2026-02-01"],
    )  # fmt: skip
    assert done.dropped == 4
    assert kept() == {(office.plan.pk, more.unit_id)}
    assert not sees(office.staff, office.plan)


def test_what_falls_away_beside_other_work_takes_nothing_along(office):
    first, other = (AssignmentFactory(task__plan=office.plan, unit=office.rooms[0]) for _ in "12")
    with transaction.atomic():
        take_away(first)
        assert kept() == {(office.plan.pk, office.rooms[0].pk)}
        take_away(other)
        assert kept() == set()


def test_periods_that_begin_are_known(office):
    AssignmentFactory(
        task=office.task, unit=office.rooms[0], period="2026-Q1", starts_on=date(2026, 1, 1)
    )
    PlanUnit.objects.all().delete()
    assert open_periods(on=date(2026, 5, 1)) == 1
    assert kept() == {(office.plan.pk, office.rooms[0].pk)}


def test_a_task_moved_in_the_admin(office, client):
    assign_unit(task=office.task, unit=office.rooms[0], part="lead")
    client.force_login(person(Role.ADMIN, office.agency))
    other = PlanFactory(issuer=office.agency)
    url = reverse("admin:tasks_task_change", args=[office.task.pk])
    form = client.get(url).context["adminform"].form
    data = {name: "" if value is None else value for name, value in form.initial.items()}
    inline = {"outside_parties-TOTAL_FORMS": 0, "outside_parties-INITIAL_FORMS": 0}
    sent = client.post(url, data | inline | {"plan": other.pk, "deadline_days": "[]"})
    assert sent.status_code == 302
    assert kept() == {(other.pk, office.rooms[0].pk)}
    client.post(reverse("admin:tasks_task_delete", args=[office.task.pk]), {"post": "yes"})
    assert Task.objects.exists()  # nobody deletes work there


def test_what_does_not_agree_is_named_and_written_anew(office, capsys):
    work = AssignmentFactory(task__plan=office.plan, unit=office.rooms[0])
    PlanUnit.objects.update(unit=office.rooms[1])
    with pytest.raises(CommandError):
        call_command("check_integrity")
    told = capsys.readouterr().out
    assert (
        f"chưa được ghi vào kế hoạch (kế hoạch, đơn vị): {office.plan.pk}, {work.unit_id}" in told
    )
    assert f"không có việc (kế hoạch, đơn vị): {office.plan.pk}, {office.rooms[1].pk}" in told
    call_command("check_integrity", "--rebuild")
    assert kept() == {(office.plan.pk, work.unit_id)}


def test_plans_apart_from_those_meant_stay_as_they_are(office):
    AssignmentFactory(task__plan=office.plan, unit=office.rooms[0])
    PlanUnit.objects.all().delete()
    rebuild_pairs({office.plan.pk + 1})
    assert missing_pairs() == {(office.plan.pk, office.rooms[0].pk)}


def test_the_migration_finds_what_was_given_before(office):
    for _ in range(2):
        AssignmentFactory(task__plan=office.plan, unit=office.rooms[0])
    AssignmentFactory()
    found = kept()
    PlanUnit.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("tasks.migrations.0020_plan_units").FILL)
    assert kept() == found
    assert len(found) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one at a time writes to SQLite")
def test_given_in_the_moment_in_which_the_last_falls_away():
    """Half of them give a unit work of a plan, the other half take away all they find."""
    plan, unit = PlanFactory(), UnitFactory()
    tasks = [TaskFactory(plan=plan) for _ in range(8)]
    errors = []
    start = Barrier(8)

    def one(at):
        try:
            start.wait(20)
            for task in tasks[at::8] * 12:
                with transaction.atomic():
                    have = Assignment.objects.select_for_update(no_key=True).filter(task=task)
                    for work in have.select_related("task"):
                        take_away(work)
                    if not have:
                        days = {"starts_on": TODAY, "due_on": TODAY, "planned_on": TODAY}
                        give([Assignment(task=task, unit=unit, **days)])
        except Exception as error:  # noqa: BLE001 (told below)
            errors.append(error)
        finally:
            connection.close()

    people = [Thread(target=one, args=(at,)) for at in range(8)]
    for thread in people:
        thread.start()
    for thread in people:
        thread.join()
    assert not errors
    kept()
