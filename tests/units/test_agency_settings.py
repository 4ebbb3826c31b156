"""What an agency chooses for itself, and what it gets where it has not chosen."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.changes import StaleRevision
from tests.factories import UnitFactory, UserFactory, person
from tests.worlds import shared
from units.actions import change_settings
from units.actions.agency_settings import edition
from units.agency_settings import SEPARATE_CONFIRMATION, SETTINGS, Setting, SettingKind
from units.forms.units import SettingsForm
from units.models import AgencySetting
from units.policy import Role

KEY = SEPARATE_CONFIRMATION.key
read = AgencySetting.objects.value_of


@shared
def units():
    """A province, its department, a room of that, and another department."""
    province = UnitFactory(name="UBND tỉnh")
    department = UnitFactory(name="Sở A", parent=province)
    room = UnitFactory(name="Phòng 1", parent=department)
    return province, department, room, UnitFactory(name="Sở B", parent=province)


def choose(agency, value, **more):
    return change_settings(agency=agency, values={KEY: value}, by=UserFactory(), **more)


def test_the_default_holds_until_somebody_chooses(units):
    assert all(read(unit, SEPARATE_CONFIRMATION) is True for unit in units)


def test_the_nearest_choice_above_holds(units):
    province, department, room, other = units
    choose(province, False)
    assert [read(unit, SEPARATE_CONFIRMATION) for unit in units] == [False] * 4
    choose(department, True)
    assert [read(unit, SEPARATE_CONFIRMATION) for unit in units] == [False, True, True, False]
    assert AgencySetting.objects.values_of(room)[KEY] is True
    assert AgencySetting.objects.values_of(other)[KEY] is False


def test_what_one_gets_anyway_needs_no_row(units):
    province, department, *_ = units
    assert choose(department, True) == 0
    assert choose(department, False) == 1
    assert choose(department, True) == 1
    assert not AgencySetting.objects.exists()
    kinds = AgencySetting.history.order_by("history_id").values_list("history_type", flat=True)
    assert list(kinds) == ["+", "-"]
    choose(province, False)
    assert read(department, SEPARATE_CONFIRMATION) is False


def test_a_value_that_cannot_be_meant_is_refused_and_an_old_one_is_passed_over(units):
    department = units[1]
    for value in ("yes", 1, None):
        with pytest.raises(ValidationError):
            choose(department, value)
    with pytest.raises(ValidationError):
        change_settings(agency=department, values={"unknown": True}, by=UserFactory())
    AgencySetting.objects.create(agency=department, key=KEY, value="ja")
    AgencySetting.objects.create(agency=department, key="of_an_older_version", value=3)
    assert read(department, SEPARATE_CONFIRMATION) is True
    assert set(AgencySetting.objects.values_of(department)) == {one.key for one in SETTINGS}


def test_two_people_do_not_overwrite_each_other(units):
    department = units[1]
    seen = edition(department)
    choose(department, False, seen=seen)
    with pytest.raises(StaleRevision):
        choose(department, True, seen=seen)
    assert read(department, SEPARATE_CONFIRMATION) is False


def test_it_is_read_in_one_query(units, django_assert_num_queries):
    choose(units[0], False)
    with django_assert_num_queries(1):
        read(units[2], SEPARATE_CONFIRMATION)
    with django_assert_num_queries(1):
        AgencySetting.objects.values_of(units[2])


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (SettingKind.NUMBER, 3, 31),
        (SettingKind.NUMBER, 0, True),
        (SettingKind.NUMBERS, [7, 3], [7, 99]),
        (SettingKind.NUMBERS, [], "7"),
        (SettingKind.CHOICE, "a", "b"),
        (SettingKind.TEXT, "", 4),
    ],
)
def test_each_kind_knows_its_values(kind, good, bad):
    setting = Setting("k", "Nhóm", "Tên", kind, good, choices=(("a", "A"),), most=30)
    assert setting.holds(good)
    assert not setting.holds(bad)
    assert setting.words(good)


def test_every_default_is_a_value_and_every_key_is_its_own():
    assert all(setting.holds(setting.default) for setting in SETTINGS)
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)


# --- the page -------------------------------------------------------------------------------------
def filled(agency, **changes):
    """The form as the page shows it, with what was changed."""
    form = SettingsForm(agency=agency)
    return {name: form[name].value() for name in form.fields} | changes


def test_every_setting_is_on_the_page_and_is_kept(units, client):
    department = units[1]
    client.force_login(person(Role.COORDINATOR, department))
    address = reverse("units:agency_settings", args=[department.pk])
    chosen = {"remind_before": "10, 2", "escalate_to_head": 0, "send_letters": "no"}
    client.post(address, filled(department, **chosen))
    holds = AgencySetting.objects.values_of(units[2])
    assert holds["remind_before"] == [10, 2]
    assert holds["escalate_to_head"] == 0
    assert holds["send_letters"] is False
    page = client.get(address).content.decode()
    assert all(setting.label in page for setting in SETTINGS)
    assert 'value="10, 2"' in page


def test_a_number_beyond_its_bounds_is_refused_beside_its_field(units, client):
    department = units[1]
    client.force_login(person(Role.COORDINATOR, department))
    address = reverse("units:agency_settings", args=[department.pk])
    answer = client.post(address, filled(department, remind_before="7, 99"))
    assert answer.status_code == 422
    assert "Mỗi số từ 1 đến 60." in answer.content.decode()


def test_what_holds_of_some_settings_for_all_units_is_one_query(units, django_assert_num_queries):
    province, department, room, other = units
    choose(province, False)
    choose(department, True)
    with django_assert_num_queries(1):
        found = AgencySetting.objects.by_unit([SEPARATE_CONFIRMATION])
    holds = {unit.pk: found[unit.pk][KEY] for unit in units}
    assert holds == {province.pk: False, department.pk: True, room.pk: True, other.pk: False}


def test_a_coordinator_chooses_and_the_page_tells_who_did(units, client):
    department = units[1]
    coordinator = person(Role.COORDINATOR, department, full_name="Lê Thị Điều")
    client.force_login(coordinator)
    entry = client.get(reverse("units:settings"))
    address = reverse("units:agency_settings", args=[department.pk])
    assert entry.url == address
    page = client.get(address).content.decode()
    assert SEPARATE_CONFIRMATION.label in page
    assert "theo UBND tỉnh" in page
    answer = client.post(address, filled(department, **{KEY: "no"}), follow=True)
    assert read(department, SEPARATE_CONFIRMATION) is False
    assert "Lê Thị Điều" in answer.content.decode()


def test_a_stale_page_says_so_and_keeps_what_was_chosen(units, client):
    department = units[1]
    client.force_login(person(Role.COORDINATOR, department))
    choose(department, False)
    address = reverse("units:agency_settings", args=[department.pk])
    answer = client.post(address, filled(department, **{KEY: "yes", "revision": 0}))
    assert answer.status_code == 422
    assert read(department, SEPARATE_CONFIRMATION) is False
    assert f'value="{edition(department)}"' in answer.content.decode()
