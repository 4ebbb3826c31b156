"""A task followed, or kept only, after its plan was made."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.changes import StaleRevision
from tasks.actions import assign_unit, record_progress, switch_tracking
from tasks.actions.group_changes import group_changes
from tasks.models import Assignment, GroupAssignment, OutsideParty, Task
from tasks.tracking import Untracked
from tests.factories import PlanFactory, TaskFactory, UnitFactory, person
from units.models import UnitGroup
from units.policy import Role

ON = datetime.date(2026, 6, 15)


@pytest.fixture
def office(db):
    class Office:
        agency = UnitFactory(name="Sở A")
        room = UnitFactory(name="Phòng Tổng hợp", parent=agency)
        other = UnitFactory(name="Phòng Kỹ thuật", parent=agency)
        plan = PlanFactory(
            issuer=agency, starts_on=datetime.date(2026, 1, 1), ends_on=datetime.date(2026, 12, 31)
        )
        task = TaskFactory(plan=plan, deadline_kind="quarterly", untracked="general")
        coordinator = person(Role.COORDINATOR, agency)

    return Office


def switch(office, untracked="", **more):
    said = {"by": office.coordinator, "on": ON, "reason": "Đọc lại văn bản", **more}
    return switch_tracking(task=office.task, untracked=untracked, **said)


def names(office, *named, part="lead"):
    for name in named:
        OutsideParty.objects.create(task=office.task, part=part, name=name)


def periods(unit):
    return list(Assignment.objects.filter(unit=unit).values_list("period", flat=True))


def test_followed_it_is_given_to_those_it_names_for_what_is_to_come(office):
    names(office, "Phòng Tổng hợp", "Báo Hà Lâm")
    names(office, "Phòng Kỹ thuật", part="cooperating")
    done = switch(office)
    assert (done.given, done.not_counted) == (6, 0)
    assert periods(office.room) == ["2026-Q2", "2026-Q3", "2026-Q4"]
    assert set(Assignment.objects.values_list("unit", "part")) == {
        (office.room.pk, "lead"), (office.other.pk, "cooperating"),
    }  # fmt: skip
    # Who is no unit of the directory stays as written.
    assert list(office.task.outside_parties.values_list("name", flat=True)) == ["Báo Hà Lâm"]
    assert Assignment.objects.tracked().count_by_status(ON).overdue == 0


def test_a_group_that_it_names_has_it_as_a_whole(office):
    stored = UnitGroup.objects.create(agency=office.agency, name="Tổ liên ngành", by_rule=False)
    stored.members.set([office.room])
    names(office, "Tổ liên ngành")
    names(office, "Các phòng thuộc Sở", part="cooperating")
    switch(office)
    given = GroupAssignment.objects.filter(task=office.task)
    assert given.get(group=stored).part == "lead"
    usual = given.exclude(group=stored).get()
    assert usual.part == "cooperating"
    assert set(usual.group.units()) == {office.room, office.other}
    # Somebody new in the group can be given the work when asked.
    newcomer = UnitFactory(name="Phòng Mới", parent=office.agency)
    stored.members.add(newcomer)
    found = group_changes(stored, Task.objects.assignable_by(office.coordinator), ON)
    assert [row.unit for one in found.tasks for row in one.joining] == [newcomer]


def test_a_name_that_only_seems_to_mean_a_unit_is_left_to_a_person(office):
    names(office, "Phòng Tổng hợpp")
    assert switch(office).given == 0
    assert office.task.outside_parties.count() == 1


def test_it_is_told_with_hand_and_reason(office):
    switch(office)
    row = Task.history.filter(id=office.task.pk).latest()
    assert row.history_user == office.coordinator
    assert "Theo dõi như một việc: Đọc lại văn bản" in row.history_change_reason


def test_no_longer_followed_its_parts_stay_and_count_nowhere(office):
    switch(office)
    (work, *_) = assign_unit(task=office.task, unit=office.room, part="lead")
    record_progress(assignment=work, by=office.coordinator, on=ON, percent=30, note="Đang làm")
    switch(office, Untracked.REPORT)
    assert not Assignment.objects.tracked().exists()
    work.refresh_from_db()
    assert (work.percent, work.cancelled_on) == (30, None)


def test_followed_again_nobody_is_late_for_what_lay_between(office):
    assign_unit(task=office.task, unit=office.room, part="lead")
    autumn = datetime.date(2026, 11, 28)
    done = switch(office, on=autumn)
    assert done.not_counted == 3
    counted = Assignment.objects.tracked().count_by_status(autumn)
    assert (counted.overdue, counted.open) == (0, 1)
    entry = Assignment.objects.get(period="2026-Q1").entries.get()
    assert "chưa được theo dõi" in entry.note


@pytest.mark.parametrize(
    ("untracked", "more", "said"),
    [
        ("", {"reason": " "}, "lý do"),
        (Untracked.GENERAL, {}, "như vậy rồi"),
        ("", {"revision": 7}, "vừa được"),
    ],
)
def test_what_is_refused(office, untracked, more, said):
    with pytest.raises(ValidationError, match=said):
        switch(office, untracked, **more)
    office.task.refresh_from_db()
    assert office.task.untracked == "general"


def test_somebody_was_quicker(office):
    with pytest.raises(StaleRevision):
        switch(office, revision=9)


def test_a_plan_that_has_ended_stays_as_it_is(office):
    office.plan.closed_on = office.plan.in_force_until = ON
    office.plan.save()
    with pytest.raises(ValidationError, match="kết thúc"):
        switch(office)


# --- the page -------------------------------------------------------------------------------------
@pytest.fixture
def address(client, office, on_day):
    on_day(ON)
    client.force_login(office.coordinator)
    return reverse("tasks:track_task", args=[office.task.pk])


def test_the_page_says_who_would_get_it_and_does_it_once(client, office, address):
    names(office, "Phòng Tổng hợp")
    shown = client.get(address).content.decode()
    assert "Phòng Tổng hợp (chủ trì)" in shown
    data = {"untracked": "work", "reason": "Việc thật", "revision": office.task.revision}
    answer = client.post(address, data, follow=True)
    assert "giao 3 phần việc" in answer.content.decode()
    again = client.post(address, data)
    assert again.status_code == 422
    assert "Việc thật" in again.content.decode()
    assert Assignment.objects.count() == 3


def test_the_plan_page_leads_there(client, office, address):
    assert address in client.get(reverse("reports:plan", args=[office.plan.pk])).content.decode()
