"""Names of units that have ended: they lead to the unit in their place, and it is said."""

import datetime

import pytest

from tests.factories import TODAY, UnitFactory, UnitKindFactory, UserFactory
from tests.worlds import shared
from units.actions import merge_units, remember_alias, rename_unit
from units.directory import directory_for
from units.matching import How, Matcher
from units.models import Unit

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - datetime.timedelta(days=1)


@shared
def agency():
    UnitKindFactory(code="ngoai", is_external=True)
    top = UnitFactory(code="SO", name="Sở Mẫu", kind__code="so")
    for code, name in (
        ("TH", "Phòng Tổng hợp"),
        ("KH", "Phòng Kế hoạch - Tài chính"),
        ("VP", "Văn phòng"),
    ):
        UnitFactory(code=code, name=name, parent=top)
    return top


@shared
def clerk():
    return UserFactory()


def merge(code, into, clerk):
    merge_units(
        units=[Unit.objects.get(code=code)],
        into=Unit.objects.get(code=into),
        by=clerk,
        on=TODAY,
        ended_on=YESTERDAY,
    )


def match(agency, name, on=TODAY):
    found = Matcher(directory_for(agency, on)).match(name)
    return found.how, [Unit.objects.get(pk=pk).code for pk in found.units]


@pytest.mark.parametrize(
    "name", ["Phòng Tổng hợp", "P. Tổng hợp", "phong tong hop", "Trưởng phòng Tổng hợp", "TH"]
)
def test_every_form_of_an_ended_name_leads_to_the_successor(agency, clerk, name):
    merge("TH", "VP", clerk)
    assert match(agency, name) == (How.SUCCESSOR, ["VP"])


def test_on_a_day_when_it_still_worked_the_unit_itself_is_meant(agency, clerk):
    merge("TH", "VP", clerk)
    assert match(agency, "Phòng Tổng hợp", YESTERDAY) == (How.EXACT, ["TH"])


def test_a_chain_of_successors_is_followed_to_its_end(agency, clerk):
    merge("TH", "KH", clerk)
    merge("KH", "VP", clerk)
    assert match(agency, "Phòng Tổng hợp") == (How.SUCCESSOR, ["VP"])


def test_a_circle_of_successors_leads_nowhere(agency):
    one, other = Unit.objects.get(code="TH"), Unit.objects.get(code="KH")
    Unit.objects.filter(pk=one.pk).update(active_to=YESTERDAY, successor=other)
    Unit.objects.filter(pk=other.pk).update(active_to=YESTERDAY, successor=one)
    assert match(agency, "Phòng Tổng hợp")[1] == []


def test_a_unit_that_bears_the_name_now_comes_first(agency, clerk):
    merge("TH", "VP", clerk)
    UnitFactory(code="TH2", name="Phòng Tổng hợp", parent=agency)
    assert match(agency, "Phòng Tổng hợp") == (How.EXACT, ["TH2"])


def test_what_a_person_has_chosen_comes_first(agency, clerk):
    merge("TH", "VP", clerk)
    remember_alias(name="Phòng Tổng hợp", unit=Unit.objects.get(code="KH"))
    assert match(agency, "Phòng Tổng hợp") == (How.ALIAS, ["KH"])


def test_an_ended_unit_without_successor_is_unknown(agency):
    Unit.objects.filter(code="TH").update(active_to=YESTERDAY)
    assert match(agency, "Phòng Tổng hợp")[0] is not How.EXACT


def test_an_ended_unit_is_no_choice_and_in_no_group(agency, clerk):
    merge("TH", "VP", clerk)
    matcher = Matcher(directory_for(agency, TODAY))
    ended = Unit.objects.get(code="TH").pk
    assert ended not in {pk for target in matcher.unit_targets() for pk in target.units}
    assert ended not in {pk for target in matcher.group_targets() for pk in target.units}


def test_the_key_of_an_ended_unit_gives_its_successor(agency, clerk):
    merge("TH", "VP", clerk)
    target = Matcher(directory_for(agency, TODAY)).target(f"unit:{Unit.objects.get(code='TH').pk}")
    assert target.units == (Unit.objects.get(code="VP").pk,)


def test_a_former_name_still_finds_the_unit(agency, clerk):
    room = Unit.objects.get(code="TH")
    rename_unit(unit=room, name="Phòng Chính sách", short_name="", by=clerk, on=TODAY)
    assert match(agency, "Phòng Tổng hợp") == (How.ALIAS, ["TH"])
    assert match(agency, "Phòng Chính sách") == (How.EXACT, ["TH"])
