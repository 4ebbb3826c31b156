"""Somebody leaves a unit: the role ends and the open work goes on in other hands."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from tasks.actions import assign_officer, cancel, leave_unit
from tasks.actions.leaving import work_left_by
from tasks.models import EntryKind, ProgressEntry
from tests.factories import TODAY, AssignmentFactory, MembershipFactory, PlanFactory
from tests.worlds import shared
from units.models import Membership
from units.policy import Role


@shared
def two(scene):
    """Two pieces of open work in the charge of ``scene.staff``, whose role is ``scene.role``."""
    scene.role = Membership.objects.get(user=scene.staff)
    scene.second = AssignmentFactory(unit=scene.unit)
    for work in (scene.work, scene.second):
        assign_officer(assignment=work, officer=scene.staff, by=scene.head, on=TODAY)
    return scene


def leave(scene, to, **more):
    ended = leave_unit(membership=scene.role, by=scene.admin, on=TODAY, to=to, **more)
    for row in (scene.role, scene.work, scene.second):
        row.refresh_from_db()
    return ended


def test_the_role_ends_and_each_piece_goes_where_it_was_sent(two):
    leave(two, {two.work.pk: two.head, two.second.pk: None})
    assert two.role.ended_on == TODAY
    assert (two.work.officer, two.second.officer) == (two.head, None)
    told = two.work.entries.first()
    assert (told.kind, told.by) == (EntryKind.OFFICER, two.admin)
    assert told.note == (
        "Nguyễn Thị Thu Hà thôi vai trò Chuyên viên ở Phòng Chuyển đổi số."
        " Cử Trần Quốc Bảo phụ trách, thay Nguyễn Thị Thu Hà."
    )
    assert "đơn vị chưa cử người khác" in two.second.entries.first().note


def test_the_history_of_the_role_says_who_ended_it(two):
    leave(two, {two.work.pk: None, two.second.pk: None}, ended_on=datetime.date(2026, 6, 1))
    assert two.role.ended_on == datetime.date(2026, 6, 1)
    assert two.role.history.first().history_user == two.admin


def test_work_given_meanwhile_stops_it(two):
    with pytest.raises(ValidationError, match="vừa được giao thêm"):
        leave(two, {two.work.pk: two.head})
    two.role.refresh_from_db()
    assert two.role.ended_on is None


@pytest.mark.parametrize("who", ["stranger", "staff", "leader"])
def test_who_does_not_work_there_takes_nothing_over_and_nothing_is_half_done(two, who):
    before = ProgressEntry.objects.count()
    with pytest.raises(ValidationError, match="không giữ vai trò làm việc"):
        leave(two, {two.work.pk: two.head, two.second.pk: getattr(two, who)})
    for row in (two.role, two.work, two.second):
        row.refresh_from_db()
    assert two.role.ended_on is None
    assert two.work.officer == two.second.officer == two.staff
    assert ProgressEntry.objects.count() == before


def test_a_second_working_role_in_the_unit_keeps_the_work(two):
    MembershipFactory(user=two.staff, unit=two.unit, role=Role.HEAD)
    assert not work_left_by(two.role).exists()
    leave(two, {})
    assert two.work.officer == two.staff


def test_a_role_elsewhere_does_not(two):
    MembershipFactory(user=two.staff, unit=two.other, role=Role.STAFF)
    MembershipFactory(user=two.staff, unit=two.unit, role=Role.LEADER)
    assert set(work_left_by(two.role)) == {two.work, two.second}


def test_closed_work_and_work_of_dead_plans_asks_nobody(two):
    cancel(assignment=two.second, by=two.coordinator, on=TODAY, reason="Trùng.")
    two.plan.in_force_until = TODAY
    two.plan.superseded_by = PlanFactory(issuer=two.agency)
    two.plan.save()
    assert not work_left_by(two.role).exists()


def test_the_last_administrator_stays(two):
    two.role = Membership.objects.get(user=two.admin)
    with pytest.raises(ValidationError, match="người quản trị cuối cùng"):
        leave(two, {})


@pytest.mark.parametrize(
    ("ended_on", "words"),
    [(datetime.date(2026, 6, 16), "sau hôm nay"), (datetime.date(2026, 1, 1), "Không thể trước")],
)
def test_a_day_that_cannot_be_is_refused(two, ended_on, words):
    two.role.started_on = datetime.date(2026, 2, 1)
    two.role.save()
    with pytest.raises(ValidationError, match=words):
        leave(two, {two.work.pk: None, two.second.pk: None}, ended_on=ended_on)


def test_a_role_ends_once(two):
    answer = {two.work.pk: None, two.second.pk: None}
    leave(two, answer)
    with pytest.raises(ValidationError, match="đã thôi từ ngày 15/06/2026"):
        leave(two, answer)


# --- an account is closed -------------------------------------------------------------------------
def test_open_work_is_answered_for_when_an_account_is_closed(scene, client):
    scene.work.officer = scene.staff
    scene.work.save()
    client.force_login(scene.admin)
    address = f"/nguoi-dung/{scene.staff.pk}/ngung/"
    asked = client.post(address)
    assert asked.status_code == 200
    assert "1 việc" in asked.content.decode()
    scene.staff.refresh_from_db()
    assert scene.staff.is_active
    field = f"unit_{scene.unit.pk}"
    assert client.post(address, {"ngung": "1", field: "0"}).status_code == 422
    client.post(address, {"ngung": "1", field: str(scene.head.pk)})
    scene.staff.refresh_from_db()
    scene.work.refresh_from_db()
    assert not scene.staff.is_active
    assert scene.work.officer == scene.head
    assert "ngừng sử dụng" in scene.work.entries.get(kind=EntryKind.OFFICER).note
