"""Which units a person reaches: the policy table turned into rows."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories import MembershipFactory, UnitFactory, UserFactory, person
from tests.worlds import shared
from units.models import Membership, Unit
from units.policy import Capability, Role


@shared
def tree():
    """A province with two departments; the first one has a room and a centre with a team."""
    units = {"province": UnitFactory(name="UBND tỉnh")}
    for name, parent in (
        ("department", "province"),
        ("room", "department"),
        ("centre", "department"),
        ("team", "centre"),
        ("other", "province"),
        ("other_room", "other"),
    ):
        units[name] = UnitFactory(name=name, parent=units[parent])
    return units


def reached(user, capability=Capability.VIEW_WORK):
    return {unit.name for unit in Unit.objects.reached_by(user, capability)}


@pytest.mark.parametrize(
    ("role", "where", "names"),
    [
        (Role.STAFF, "room", {"room"}),
        (Role.HEAD, "centre", {"centre", "team"}),
        (Role.COORDINATOR, "department", {"department", "room", "centre", "team"}),
        (Role.LEADER, "department", {"department", "room", "centre", "team"}),
        (Role.LEADER, "centre", {"centre", "team"}),
    ],
)
def test_a_role_reaches_its_unit_or_the_units_below(tree, role, where, names):
    assert reached(person(role, tree[where])) == names


def test_an_administrator_reaches_everything(tree):
    assert reached(person(Role.ADMIN, tree["room"])) == set(
        Unit.objects.values_list("name", flat=True)
    )


def test_roles_in_several_units_add_up_without_doubles(tree):
    user = person(Role.COORDINATOR, tree["department"])
    MembershipFactory(user=user, unit=tree["room"], role=Role.STAFF)
    MembershipFactory(user=user, unit=tree["other_room"], role=Role.STAFF)
    names = [unit.name for unit in Unit.objects.reached_by(user, Capability.VIEW_WORK)]
    assert sorted(names) == ["centre", "department", "other_room", "room", "team"]


def test_each_role_counts_only_where_it_is_held(tree):
    user = person(Role.COORDINATOR, tree["department"])
    MembershipFactory(user=user, unit=tree["other"], role=Role.STAFF)
    assert "other" in reached(user, Capability.RECORD_PROGRESS)
    assert "other" not in reached(user, Capability.CONFIRM_WORK)


@pytest.mark.parametrize("capability", Capability)
def test_what_the_table_does_not_give_reaches_nothing(tree, capability):
    user = person(Role.STAFF, tree["room"])
    allowed = {
        Capability.USE_PROGRAM,
        Capability.VIEW_UNITS,
        Capability.VIEW_WORK,
        Capability.RECORD_PROGRESS,
    }
    assert reached(user, capability) == ({"room"} if capability in allowed else set())


@pytest.mark.parametrize("role", [Role.STAFF, Role.LEADER, Role.ADMIN])
def test_a_role_that_has_ended_reaches_nothing(tree, role):
    user = person(role, tree["department"])
    Membership.objects.filter(user=user).update(ended_on=datetime.date(2026, 1, 1))
    assert reached(user) == set()


def test_somebody_without_a_role_or_a_login_reaches_nothing(tree):
    assert reached(UserFactory()) == set()
    assert reached(AnonymousUser()) == set()


def test_reaching_takes_the_same_queries_in_a_larger_tree(tree, django_assert_num_queries):
    user = person(Role.COORDINATOR, tree["department"])
    with django_assert_num_queries(2):
        list(Unit.objects.reached_by(user, Capability.VIEW_WORK))
    for number in range(20):
        UnitFactory(parent=tree["centre"], name=f"Tổ {number}")
    with django_assert_num_queries(2):
        assert len(Unit.objects.reached_by(user, Capability.VIEW_WORK)) == 24


@pytest.mark.parametrize(
    ("day", "exists"), [(8, False), (9, True), (10, True), (20, True), (21, False)]
)
def test_a_unit_exists_from_its_first_day_to_its_last(db, day, exists):
    UnitFactory(active_from=datetime.date(2026, 6, 9), active_to=datetime.date(2026, 6, 20))
    assert Unit.objects.active_on(datetime.date(2026, 6, day)).exists() is exists


def test_a_unit_without_days_exists_on_any_day(db):
    UnitFactory(active_from=None, active_to=None)
    assert Unit.objects.active_on(datetime.date(2026, 6, 9)).exists()
