"""The directory made from rows: what it holds, and that its groups are those of the rows."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import TODAY, UnitFactory, UnitKindFactory
from tests.worlds import shared
from units.directory import directory_for, names_around
from units.matching import How, Matcher
from units.models import UnitAlias, UnitGroup

pytestmark = pytest.mark.django_db


@shared
def agency():
    UnitKindFactory(code="ngoai", is_external=True)
    province = UnitFactory(name="UBND tỉnh X", kind__code="ubnd-tinh")
    UnitFactory(name="Sở Khác", kind__code="so", parent=province)
    UnitFactory(name="Công an tỉnh", kind__code="ngoai")
    return UnitFactory(name="Sở Mẫu", kind__code="so", parent=province)


def names(directory):
    return {unit.name for unit in directory.units}


def test_it_holds_the_subtree_what_is_above_and_beside_and_outside(agency):
    room = UnitFactory(name="Phòng Một", parent=agency)
    UnitFactory(name="Tổ Hai", parent=room)
    elsewhere = UnitFactory(name="Sở Xa")
    UnitFactory(name="Phòng của Sở Xa", parent=elsewhere)
    found = names(directory_for(agency, TODAY))
    assert found == {"UBND tỉnh X", "Sở Mẫu", "Sở Khác", "Phòng Một", "Tổ Hai", "Công an tỉnh"}


def test_a_unit_that_has_ended_is_left_out(agency):
    UnitFactory(name="Phòng Cũ", parent=agency, active_to=TODAY - datetime.timedelta(days=1))
    assert "Phòng Cũ" not in names(directory_for(agency, TODAY))


def test_aliases_are_known(agency):
    room = UnitFactory(name="Phòng Một", parent=agency, aliases=("Bộ phận Một",))
    match = Matcher(directory_for(agency, TODAY)).match("bộ phận một")
    assert (match.how, match.units) == (How.ALIAS, (room.pk,))


@pytest.mark.parametrize("depth", [1, 2, None])
@pytest.mark.parametrize("kinds", [[], ["phong"], ["to", "phong"]])
def test_a_group_by_rule_has_the_members_that_the_rows_say(agency, depth, kinds):
    room = UnitFactory(name="Phòng Một", parent=agency)
    UnitFactory(name="Phòng Hết", parent=agency, active_to=TODAY + datetime.timedelta(days=9))
    UnitFactory(name="Tổ Hai", kind__code="to", parent=room)
    UnitFactory(name="Bạn đồng hành", kind__code="ngoai", parent=agency)
    group = UnitGroup.objects.create(name="Nhóm", agency=agency, depth=depth)
    group.kinds.set(kinds)
    (entry,) = directory_for(agency, TODAY).groups
    assert set(entry.members) == set(group.units().values_list("pk", flat=True))


def test_a_fixed_group_and_its_alias(agency):
    room, _ = UnitFactory(parent=agency), UnitFactory(parent=agency)
    group = UnitGroup.objects.create(name="Nhóm chọn", agency=agency, by_rule=False)
    group.members.add(room)
    UnitAlias.objects.create(name="Nhóm tắt", folded="nhom tat", group=group)
    assert Matcher(directory_for(agency, TODAY)).match("Nhóm tắt").units == (room.pk,)


def test_the_number_of_queries_does_not_grow_with_the_directory(agency):
    def grow(n):
        for number in range(n):
            room = UnitFactory(parent=agency, aliases=(f"Tên khác {number} {n}",))
            group = UnitGroup.objects.create(name=f"Nhóm {number} {n}", agency=agency)
            group.members.add(room)

    def count():
        with CaptureQueriesContext(connection) as queries:
            directory_for(agency, TODAY)
        return len(queries)

    grow(3)
    before = count()
    grow(6)
    assert count() == before


def test_all_names_around_a_unit_in_a_fixed_number_of_queries(agency):
    room = UnitFactory(name="Phòng Một", short_name="P1", parent=agency, aliases=("Bộ phận Một",))
    UnitFactory(name="Phòng Cũ", parent=agency, active_to=TODAY - datetime.timedelta(days=1))
    group = UnitGroup.objects.create(name="Nhóm chọn", agency=agency)
    UnitAlias.objects.create(name="Nhóm tắt", folded="nhom tat", group=group)
    UnitFactory(name="Phòng Xa", parent=UnitFactory(name="Sở Xa"))
    with CaptureQueriesContext(connection) as first:
        found = names_around(agency)
    assert {room.name, "P1", "Bộ phận Một", "Phòng Cũ", "Nhóm chọn", "Nhóm tắt"} < set(found)
    assert {"Công an tỉnh", "Sở Khác", "UBND tỉnh X"} < set(found)
    assert "Phòng Xa" not in found
    UnitFactory.create_batch(9, parent=agency)
    with CaptureQueriesContext(connection) as second:
        names_around(agency)
    assert len(first) == len(second)
