"""The tree kept twice – parents, and every pair of a unit and one above it – stays one."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import UnitFactory, UnitKindFactory
from tests.worlds import shared
from units.actions import (
    CycleOfParents,
    create_unit,
    ensure_standard_kinds,
    rebuild_tree,
    remember_alias,
    save_unit,
)
from units.kinds import STANDARD_KINDS
from units.models import Unit, UnitAlias, UnitAncestor, UnitGroup, UnitKind


def pairs():
    """Every link as (code above, code below, distance)."""
    return set(UnitAncestor.objects.values_list("ancestor__code", "unit__code", "distance"))


def pairs_by_parents():
    """The same, worked out anew from the parents."""
    found = set()
    for unit in Unit.objects.all():
        above: Unit | None = unit
        distance = 0
        while above is not None:
            found.add((above.code, unit.code, distance))
            above, distance = above.parent, distance + 1
    return found


@shared
def chain():
    """A above B above C."""
    a = UnitFactory(code="A")
    b = UnitFactory(code="B", parent=a)
    return a, b, UnitFactory(code="C", parent=b)


def test_a_new_unit_is_linked_to_all_above_it(chain):
    assert pairs() == {
        ("A", "A", 0),
        ("B", "B", 0),
        ("C", "C", 0),
        ("A", "B", 1),
        ("B", "C", 1),
        ("A", "C", 2),
    }


def test_a_unit_moved_takes_its_branch_with_it(chain):
    a, b, c = chain
    other = UnitFactory(code="D")
    b.parent = other
    save_unit(unit=b)
    assert pairs() == pairs_by_parents()
    assert set(Unit.objects.subtree_of(other)) == {other, b, c}
    assert set(Unit.objects.subtree_of(a)) == {a}


def test_a_unit_moved_to_the_top_has_nothing_above_it(chain):
    _, b, c = chain
    b.parent = None
    save_unit(unit=b)
    assert pairs() == pairs_by_parents()
    assert set(Unit.objects.subtree_of(b)) == {b, c}


@pytest.mark.parametrize("below", [0, 1, 2])
def test_a_unit_cannot_be_put_below_itself(chain, below):
    top = chain[0]
    top.parent = chain[below]
    before = pairs()
    with pytest.raises(CycleOfParents, match="không thể trực thuộc"):
        save_unit(unit=top)
    top.refresh_from_db()
    assert top.parent is None
    assert pairs() == before


def test_a_cycle_written_past_the_action_is_found_and_not_linked(chain):
    a, _, c = chain
    Unit.objects.filter(pk=a.pk).update(parent=c)
    before = pairs()
    with pytest.raises(CycleOfParents, match="vòng lặp"), transaction.atomic():
        rebuild_tree()
    assert pairs() == before


def test_the_database_refuses_a_unit_as_its_own_parent(chain):
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=chain[0].pk).update(parent=chain[0])


def test_rebuilding_mends_what_was_written_past_the_actions(chain):
    a, b, c = chain
    Unit.objects.filter(pk=c.pk).update(parent=a)
    UnitAncestor.objects.filter(unit=b, ancestor=a).delete()
    assert rebuild_tree() > 0
    assert pairs() == pairs_by_parents()
    assert rebuild_tree() == 0


def test_a_unit_without_others_below_it_can_be_deleted(chain):
    chain[2].delete()
    assert pairs() == pairs_by_parents()
    assert not UnitAncestor.objects.filter(unit__code="C").exists()


@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6)), max_size=8))
def test_any_row_of_moves_leaves_a_right_tree(db, moves):
    with transaction.atomic():
        units = [UnitFactory(code=f"U{number}") for number in range(6)]
        for moved, above in moves:
            unit = Unit.objects.get(pk=units[moved].pk)
            unit.parent = units[above] if above < 6 else None
            try:
                save_unit(unit=unit)
            except ValidationError:
                continue
        assert pairs() == pairs_by_parents()
        transaction.set_rollback(True)


def test_a_unit_with_a_code_that_is_taken_is_refused(db):
    UnitFactory(code="A")
    with pytest.raises(ValidationError):
        create_unit(code="A", name="Phòng khác", kind=UnitKindFactory())


def test_an_alias_remembered_twice_is_kept_once(chain):
    unit = chain[0]
    remember_alias(name="Sở  KH&CN", unit=unit)
    remember_alias(name="SỞ KH&CN", unit=unit)
    assert [alias.name for alias in UnitAlias.objects.all()] == ["Sở KH&CN"]


def test_an_alias_of_a_group_is_its_own(chain):
    group = UnitGroup.objects.create(name="Các phòng", agency=chain[0])
    remember_alias(name="Các phòng, đơn vị", group=group)
    remember_alias(name="Các phòng, đơn vị", unit=chain[0])
    assert UnitAlias.objects.count() == 2


def test_missing_kinds_are_added_and_renamed_ones_stay(db):
    UnitKind.objects.filter(code="thon").delete()
    UnitKind.objects.filter(code="phong").update(name="Phòng ban")
    ensure_standard_kinds()
    assert UnitKind.objects.get(code="phong").name == "Phòng ban"
    assert set(UnitKind.objects.values_list("code", flat=True)) == {
        kind.code for kind in STANDARD_KINDS
    }
