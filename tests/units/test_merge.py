"""Several units become one."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.changes import StaleRevision
from tests.factories import TODAY, MembershipFactory, UnitFactory, UserFactory, person
from tests.worlds import shared
from units.actions import edit_unit, merge_units
from units.models import Membership, Unit, UnitAncestor
from units.policy import Role

LAST = datetime.date(2026, 5, 31)


@shared
def office():
    top = UnitFactory(code="SO", name="Sở Mẫu")
    for code in ("A", "B", "C"):
        UnitFactory(code=code, name=f"Phòng {code}", parent=top)
    UnitFactory(code="T", name="Tổ", parent=Unit.objects.get(code="A"))
    person(Role.ADMIN, top)
    return {unit.code: unit for unit in Unit.objects.all()}


@shared
def clerk():
    return UserFactory()


def merge(office, clerk, codes="AB", into="C", **more):
    units = [office[code] for code in codes]
    return merge_units(
        units=units, into=office[into], by=clerk, on=TODAY, **{"ended_on": LAST, **more}
    )


def test_the_units_end_with_their_successor(office, clerk):
    merge(office, clerk)
    found = Unit.objects.filter(successor=office["C"])
    assert [(unit.code, unit.active_to) for unit in found] == [("A", LAST), ("B", LAST)]
    assert found[0].history.first().history_change_reason == ("Sáp nhập vào Phòng C (15/06/2026)")


def test_what_stands_below_goes_on_below_the_successor(office, clerk):
    merge(office, clerk)
    assert Unit.objects.get(code="T").parent == office["C"]
    above = UnitAncestor.objects.filter(unit=office["T"]).values_list("ancestor__code", "distance")
    assert set(above) == {("T", 0), ("C", 1), ("SO", 2)}


def test_roles_end(office, clerk):
    held = MembershipFactory(unit=office["A"])
    merge(office, clerk)
    assert Membership.objects.get(pk=held.pk).ended_on == TODAY
    assert not Membership.objects.filter(unit=office["C"]).exists()


def test_roles_go_on_in_the_successor_once_where_asked(office, clerk):
    head = person(Role.HEAD, office["A"])
    MembershipFactory(user=head, unit=office["B"], role=Role.HEAD)
    staff = person(Role.STAFF, office["B"])
    merge(office, clerk, move_roles=True)
    now_held = Membership.objects.held().filter(unit=office["C"])
    assert {(one.user, one.role, one.started_on) for one in now_held} == {
        (head, Role.HEAD, TODAY),
        (staff, Role.STAFF, TODAY),
    }
    assert not Membership.objects.held().filter(unit__code__in="AB").exists()


def test_the_last_administrator_moves_but_does_not_vanish(office, clerk):
    Membership.objects.all().delete()
    person(Role.ADMIN, office["A"])
    with pytest.raises(ValidationError, match="người quản trị cuối cùng"):
        merge(office, clerk)
    assert not Unit.objects.filter(successor__isnull=False).exists()
    merge(office, clerk, move_roles=True)


@pytest.mark.parametrize(
    ("codes", "into", "words"),
    [
        ("", "C", "ít nhất một"),
        ("CA", "C", "chính nó"),
        ("A", "T", "đang trực thuộc"),
    ],
)
def test_what_makes_no_sense_is_refused_as_a_whole(office, clerk, codes, into, words):
    with pytest.raises(ValidationError, match=words):
        merge(office, clerk, codes, into)
    assert not Unit.objects.filter(active_to__isnull=False).exists()


def test_a_successor_that_has_ended_is_refused(office, clerk):
    Unit.objects.filter(code="C").update(active_to=LAST)
    with pytest.raises(ValidationError, match="đang hoạt động"):
        merge(office, clerk)


def test_who_saw_an_older_unit_is_told(office, clerk):
    edit_unit(unit=office["B"], by=clerk, on=TODAY, phone="1")
    with pytest.raises(StaleRevision):
        merge(office, clerk, revisions={office["A"].pk: 0, office["B"].pk: 0})
    assert Unit.objects.get(code="A").active_to is None
