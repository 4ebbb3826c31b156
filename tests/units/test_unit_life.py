"""A unit's life: facts put right, another name, another place, its end, and taken up again."""

import datetime
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.changes import StaleRevision
from tests.factories import TODAY, MembershipFactory, UnitFactory, UserFactory, person
from tests.worlds import shared
from units.actions import (
    CycleOfParents,
    add_alias,
    close_unit,
    edit_unit,
    move_unit,
    remember_alias,
    remove_alias,
    rename_unit,
    reopen_unit,
)
from units.models import Membership, Unit, UnitAlias, UnitAncestor
from units.policy import Role

YESTERDAY = TODAY - datetime.timedelta(days=1)


@shared
def clerk():
    return UserFactory(full_name="Trần Thị Quản Trị")


@shared
def agency(clerk):
    return UnitFactory(code="SO", name="Sở Mẫu", short_name="SM")


@shared
def room(agency):
    return UnitFactory(code="P1", name="Phòng Một", parent=agency)


def now(unit):
    return Unit.objects.get(pk=unit.pk)


def links():
    return set(UnitAncestor.objects.values_list("ancestor__code", "unit__code", "distance"))


# --- facts ----------------------------------------------------------------------------------------
def test_facts_are_put_right_and_the_history_says_by_whom(room, clerk):
    edit_unit(unit=room, by=clerk, on=TODAY, phone="0261 000", revision=0)
    assert (now(room).phone, now(room).revision) == ("0261 000", 1)
    line = room.history.first()
    assert (line.history_user, line.history_change_reason) == (
        clerk,
        "Sửa thông tin (15/06/2026)",
    )


def test_who_saw_an_older_unit_is_told_and_changes_nothing(room, clerk):
    edit_unit(unit=room, by=clerk, on=TODAY, phone="1", revision=0)
    for change in (
        lambda: edit_unit(unit=room, by=clerk, on=TODAY, phone="2", revision=0),
        lambda: move_unit(unit=room, parent=None, by=clerk, on=TODAY, revision=0),
        lambda: close_unit(unit=room, by=clerk, on=TODAY, ended_on=TODAY, revision=0),
        lambda: rename_unit(unit=room, name="Mới", short_name="", by=clerk, on=TODAY, revision=0),
    ):
        with pytest.raises(StaleRevision, match="vừa được người khác sửa"):
            change()
    assert (now(room).phone, now(room).parent_id, now(room).revision) == ("1", room.parent_id, 1)
    assert not UnitAlias.objects.exists()


def test_a_code_that_is_taken_is_refused(room, agency, clerk):
    with pytest.raises(ValidationError):
        edit_unit(unit=room, by=clerk, on=TODAY, code="SO")
    assert now(room).code == "P1"


# --- names ----------------------------------------------------------------------------------------
def test_a_former_name_stays_with_its_last_day(agency, clerk):
    rename_unit(unit=agency, name="Sở Mới", short_name="SMoi", by=clerk, on=TODAY, since=YESTERDAY)
    assert (now(agency).name, now(agency).search_text) == ("Sở Mới", "so so moi smoi")
    kept = dict(UnitAlias.objects.filter(unit=agency).values_list("name", "until"))
    day_before = YESTERDAY - datetime.timedelta(days=1)
    assert kept == {"Sở Mẫu": day_before, "SM": day_before}


def test_taking_a_former_name_again_makes_it_the_name_only(agency, clerk):
    rename_unit(unit=agency, name="Sở Mới", short_name="SM", by=clerk, on=TODAY)
    rename_unit(unit=now(agency), name="Sở Mẫu", short_name="SM", by=clerk, on=TODAY)
    assert [alias.name for alias in agency.aliases.all()] == ["Sở Mới"]


@pytest.mark.parametrize(
    ("name", "since", "words"),
    [
        (" ", None, "Hãy ghi tên mới"),
        ("Sở Mẫu", None, "giống tên hiện nay"),
        ("Sở Mới", TODAY + datetime.timedelta(days=1), "chưa có hiệu lực"),
    ],
)
def test_a_name_that_is_none_is_refused(agency, clerk, name, since, words):
    with pytest.raises(ValidationError, match=words):
        rename_unit(unit=agency, name=name, short_name="SM", by=clerk, on=TODAY, since=since)


def test_an_alias_is_added_once_and_taken_away_with_its_history(room, clerk):
    alias = add_alias(name="P.  Một", unit=room, by=clerk, on=TODAY)
    assert alias.name == "P. Một"
    for name in ("p. mot", "PHÒNG MỘT"):
        with pytest.raises(ValidationError, match="đã là một tên"):
            add_alias(name=name, unit=room, by=clerk, on=TODAY)
    with pytest.raises(ValidationError, match="Hãy ghi"):
        add_alias(name="  ", unit=room, by=clerk, on=TODAY)
    pk = alias.pk
    remove_alias(alias=alias, by=clerk, on=TODAY)
    last = UnitAlias.history.filter(id=pk).first()
    assert (last.history_type, last.history_user) == ("-", clerk)


# --- place ----------------------------------------------------------------------------------------
def test_a_unit_moves_with_its_branch(agency, room, clerk):
    team = UnitFactory(code="T", parent=room)
    other = UnitFactory(code="SK", name="Sở Khác", parent=UnitFactory(code="UB"))
    move_unit(unit=room, parent=other, by=clerk, on=TODAY)
    assert {pair for pair in links() if pair[1] in ("P1", "T")} == {
        ("P1", "P1", 0), ("SK", "P1", 1), ("UB", "P1", 2),
        ("T", "T", 0), ("P1", "T", 1), ("SK", "T", 2), ("UB", "T", 3),
    }  # fmt: skip
    assert room.history.first().history_change_reason == "Chuyển về Sở Khác (15/06/2026)"
    move_unit(unit=room, parent=None, by=clerk, on=TODAY)
    assert set(Unit.objects.subtree_of(room)) == {room, team}
    assert not UnitAncestor.objects.filter(unit=team, ancestor=other).exists()


def test_a_unit_cannot_move_below_itself_or_below_one_that_has_ended(agency, room, clerk):
    with pytest.raises(CycleOfParents, match="không thể trực thuộc"):
        move_unit(unit=agency, parent=room, by=clerk, on=TODAY)
    ended = UnitFactory(active_to=YESTERDAY)
    with pytest.raises(ValidationError, match="đã kết thúc hoạt động"):
        move_unit(unit=room, parent=ended, by=clerk, on=TODAY)
    assert (now(agency).parent_id, now(room).parent_id) == (None, agency.pk)


@pytest.mark.django_db(transaction=True)
def test_two_opposite_moves_in_the_same_moment_make_no_circle(clerk):
    one, other = UnitFactory(code="A"), UnitFactory(code="B")
    low_one, low_other = UnitFactory(code="A1", parent=one), UnitFactory(code="B1", parent=other)
    gate, outcomes = Barrier(2), []

    def move(unit, parent):
        gate.wait()
        try:
            move_unit(unit=unit, parent=parent, by=clerk, on=TODAY)
            outcomes.append("moved")
        except CycleOfParents:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=move, args=pair) for pair in ((one, low_other), (other, low_one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["moved", "refused"]
    tops = Unit.objects.filter(parent=None)
    assert tops.count() == 1
    assert Unit.objects.subtree_of(tops.get()).count() == 4


# --- the end --------------------------------------------------------------------------------------
def test_a_unit_ends_and_keeps_its_people_unless_asked(room, clerk):
    held = MembershipFactory(unit=room)
    close_unit(unit=room, by=clerk, on=TODAY, ended_on=YESTERDAY)
    assert now(room).active_to == YESTERDAY
    assert Membership.objects.get(pk=held.pk).ended_on is None
    assert room.history.first().history_change_reason == "Kết thúc hoạt động (15/06/2026)"


def test_its_roles_end_where_asked(room, clerk):
    held = MembershipFactory(unit=room)
    close_unit(unit=room, by=clerk, on=TODAY, ended_on=YESTERDAY, end_roles=True)
    assert Membership.objects.get(pk=held.pk).ended_on == TODAY
    assert held.history.first().history_user == clerk


def test_the_last_administrator_keeps_the_role(room, clerk):
    person(Role.ADMIN, room)
    with pytest.raises(ValidationError, match="người quản trị cuối cùng"):
        close_unit(unit=room, by=clerk, on=TODAY, ended_on=TODAY, end_roles=True)
    assert now(room).active_to is None


def test_a_unit_does_not_end_before_those_below_it(agency, room, clerk):
    with pytest.raises(ValidationError, match="Phòng Một"):
        close_unit(unit=agency, by=clerk, on=TODAY, ended_on=TODAY)
    close_unit(unit=room, by=clerk, on=TODAY, ended_on=TODAY)
    with pytest.raises(ValidationError, match="đơn vị trực thuộc"):
        close_unit(unit=agency, by=clerk, on=TODAY, ended_on=YESTERDAY)
    close_unit(unit=agency, by=clerk, on=TODAY, ended_on=TODAY)


def test_a_unit_does_not_end_before_it_began_nor_twice(agency, clerk):
    room = UnitFactory(parent=agency, active_from=TODAY)
    with pytest.raises(ValidationError, match="trước ngày bắt đầu"):
        close_unit(unit=room, by=clerk, on=TODAY, ended_on=YESTERDAY)
    close_unit(unit=room, by=clerk, on=TODAY, ended_on=TODAY)
    with pytest.raises(ValidationError, match="đã kết thúc hoạt động ngày 15/06/2026"):
        close_unit(unit=room, by=clerk, on=TODAY, ended_on=TODAY)


def test_an_ended_unit_is_taken_up_again(agency, room, clerk):
    with pytest.raises(ValidationError, match="đang hoạt động"):
        reopen_unit(unit=room, by=clerk, on=TODAY)
    Unit.objects.filter(pk=room.pk).update(active_to=YESTERDAY, successor=agency)
    reopen_unit(unit=room, by=clerk, on=TODAY)
    assert (now(room).active_to, now(room).successor) == (None, None)


def test_a_unit_is_not_taken_up_below_one_that_has_ended(agency, room, clerk):
    Unit.objects.update(active_to=YESTERDAY)
    with pytest.raises(ValidationError, match="chuyển đơn vị này"):
        reopen_unit(unit=room, by=clerk, on=TODAY)


def test_a_remembered_alias_of_the_reader_is_no_former_name(room):
    assert remember_alias(name="Bộ phận Một", unit=room).until is None
