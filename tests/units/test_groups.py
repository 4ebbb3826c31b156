"""Groups of units: who belongs to them, making and changing them, and their pages."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.changes import StaleRevision
from tasks.models import GroupAssignment
from tests.factories import TODAY, TaskFactory, UnitFactory, UnitKindFactory, person
from tests.worlds import shared
from units.actions import delete_group, save_group
from units.contexts.boxes import unit_boxes
from units.directory import directory_for
from units.group_members import members_of
from units.models import Unit, UnitAlias, UnitGroup
from units.policy import Role

LIST = "/nhom/"


@shared
def office():
    """An agency with rooms, a centre with parts, an outside body, and units elsewhere."""
    UnitKindFactory(code="ngoai", is_external=True)
    top = UnitFactory(code="SO", name="Sở Mẫu", kind__code="so")
    centre = UnitFactory(code="TT", name="Trung tâm", kind__code="trung-tam", parent=top)
    UnitFactory(code="P1", name="Phòng Một", parent=top)
    UnitFactory(code="P2", name="Phòng Hai", parent=top)
    UnitFactory(code="PT", name="Phòng của Trung tâm", parent=centre)
    UnitFactory(code="TO", name="Tổ Xe", kind__code="to", parent=Unit.objects.get(code="PT"))
    UnitFactory(code="N", name="Bạn đồng hành", kind__code="ngoai", parent=top)
    UnitFactory(code="PH", name="Phòng Hết", parent=top, active_to=TODAY)
    other = UnitFactory(code="SK", name="Sở Khác", kind__code="so")
    UnitFactory(code="PK", name="Phòng Kia", parent=other)
    return {unit.code: unit for unit in Unit.objects.all()}


def group_of(office, *members, kinds=(), **fields):
    group = UnitGroup.objects.create(
        **{"name": "Nhóm", "agency": office["SO"], "by_rule": not members, **fields}
    )
    group.kinds.set(kinds)
    group.members.set([office[code] for code in members])
    return group


def codes(group):
    return set(group.units().values_list("code", flat=True))


RULES = [
    ({}, (), {"TT", "P1", "P2"}),
    ({"depth": 2}, (), {"TT", "P1", "P2", "PT"}),
    ({"depth": None}, (), {"TT", "P1", "P2", "PT", "TO"}),
    ({"depth": None}, ("phong",), {"P1", "P2", "PT"}),
    ({"under": "TT"}, (), {"PT"}),
    ({"under": "TT", "depth": None}, (), {"PT", "TO"}),
    ({"under": "TT", "depth": 2}, ("to",), {"TO"}),
    ({"under": "P1"}, (), set()),
    ({"under": "SK"}, (), set()),
]


@pytest.mark.parametrize(("fields", "kinds", "expected"), RULES)
def test_a_rule_has_the_same_members_wherever_it_is_asked(office, fields, kinds, expected):
    if "under" in fields:
        fields = {**fields, "under": office[fields["under"]]}
    group = group_of(office, kinds=kinds, **fields)
    assert codes(group) == expected
    assert {unit.code for unit in members_of([group])[group.pk]} == expected
    (entry,) = directory_for(office["SO"], TODAY).groups
    assert {Unit.objects.get(pk=pk).code for pk in entry.members} == expected


def test_a_list_leaves_out_what_has_ended_what_is_outside_and_what_is_elsewhere(office):
    group = group_of(office, "P1", "PH", "N", "PK")
    assert codes(group) == {"P1"}
    assert [unit.code for unit in members_of([group])[group.pk]] == ["P1"]
    (entry,) = directory_for(office["SO"], TODAY).groups
    assert entry.members == (office["P1"].pk,)


def test_the_agency_itself_can_be_listed_but_no_rule_means_it(office):
    assert codes(group_of(office, "SO", "P1")) == {"SO", "P1"}


def test_many_groups_take_the_queries_of_one(office):
    def count():
        with CaptureQueriesContext(connection) as queries:
            members_of(list(UnitGroup.objects.prefetch_related("kinds", "members")))
        return len(queries)

    group_of(office)
    first = count()
    for number in range(4):
        group_of(office, "P1", name=f"Nhóm {number}")
    assert count() == first


# --- making and changing --------------------------------------------------------------------------
def save(office, user, group=None, members=(), kinds=(), **more):
    group = group or UnitGroup(name="Các phòng", agency=office["SO"])
    return save_group(
        group=group,
        kinds=kinds,
        members=[office[code] for code in members],
        by=user,
        on=TODAY,
        **more,
    )


@shared
def clerk(office):
    return person(Role.COORDINATOR, office["SO"])


def test_a_list_keeps_no_rule_and_a_rule_keeps_no_list(office, clerk):
    group = UnitGroup(name=" Các  phòng ", agency=office["SO"], by_rule=False, depth=2)
    save(office, clerk, group, ["P1"])
    assert (group.name, group.depth, group.under) == ("Các phòng", None, None)
    group.by_rule = True
    save(office, clerk, group, ["P1"], revision=0)
    assert (group.members.count(), group.revision) == (0, 1)
    assert group.history.first().history_user == clerk


def test_an_empty_list_is_refused(office, clerk):
    with pytest.raises(ValidationError, match="ít nhất một đơn vị"):
        save(office, clerk, UnitGroup(name="X", agency=office["SO"], by_rule=False))


@pytest.mark.parametrize("wrong", ["members", "under"])
def test_units_of_another_agency_are_refused(office, clerk, wrong):
    group = UnitGroup(name="X", agency=office["SO"], by_rule=wrong == "under")
    if wrong == "under":
        group.under = office["SK"]
    with pytest.raises(ValidationError, match="chỉ gồm các đơn vị thuộc"):
        save(office, clerk, group, ["P1", "PK"])
    assert not UnitGroup.objects.exists()


def test_who_saw_an_older_group_is_told(office, clerk):
    group = save(office, clerk)
    stale = UnitGroup.objects.get(pk=group.pk)
    save(office, clerk, group, revision=0)
    with pytest.raises(StaleRevision, match="Nhóm này vừa được người khác sửa"):
        save(office, clerk, stale, revision=0)


def test_a_group_in_use_is_not_deleted(office, clerk):
    group = group_of(office)
    given = GroupAssignment.objects.create(task=TaskFactory(), group=group)
    with pytest.raises(ValidationError, match="đang được giao việc"):
        delete_group(group=group, by=clerk, on=TODAY)
    given.delete()
    delete_group(group=group, by=clerk, on=TODAY)
    assert not UnitGroup.objects.exists()


# --- pages ----------------------------------------------------------------------------------------
def form(office, **typed):
    return {
        "name": "Các phòng",
        "agency": office["SO"].pk,
        "way": "rule",
        "depth": "1",
        **typed,
    }


def test_the_preview_shows_who_belongs_and_saves_nothing(client, office, clerk):
    client.force_login(clerk)
    answer = client.post(f"{LIST}moi/", form(office, kinds=["phong"], xem="1"))
    assert answer.status_code == 200
    assert answer.context["page"].names == ("Phòng Hai", "Phòng Một")
    assert answer.context["page"].count == 2
    assert "error-summary" not in answer.content.decode()
    assert not UnitGroup.objects.exists()


def test_a_group_is_made_and_shown(client, office, clerk):
    client.force_login(clerk)
    answer = client.post(f"{LIST}moi/", form(office, kinds=["phong"], luu="1"), follow=True)
    group = UnitGroup.objects.get()
    assert answer.redirect_chain[-1][0] == f"{LIST}{group.pk}/"
    text = answer.content.decode()
    assert "ngay dưới Sở Mẫu" in text
    assert "Phòng Một" in text
    assert "Phòng của Trung tâm" not in text


def test_a_list_is_chosen_by_search_and_keeps_what_was_ticked(client, office, clerk):
    client.force_login(clerk)
    typed = form(office, way="list", members=[office["P1"].pk], q="trung tam", tim="1")
    page = client.post(f"{LIST}moi/", typed).context["page"]
    assert [(box.label, box.checked) for box in page.boxes.rows] == [
        ("Phòng Một", True),
        ("Phòng của Trung tâm", False),
        ("Trung tâm", False),
    ]
    client.post(f"{LIST}moi/", form(office, way="list", members=[office["P1"].pk], luu="1"))
    assert codes(UnitGroup.objects.get()) == {"P1"}


def test_what_is_wrong_is_said_and_nothing_saved(client, office, clerk):
    client.force_login(clerk)
    for typed, words in (
        ({"name": ""}, "Hãy ghi tên nhóm"),
        ({"way": "list"}, "ít nhất một đơn vị"),
        ({"agency": office["SK"].pk}, "Hãy chọn cơ quan"),
        ({"way": "list", "members": [office["PK"].pk]}, "Các đơn vị"),
    ):
        answer = client.post(f"{LIST}moi/", form(office, **typed, luu="1"))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not UnitGroup.objects.exists()


def test_a_name_that_is_taken_is_refused(client, office, clerk):
    group_of(office, name="Các phòng")
    client.force_login(clerk)
    answer = client.post(f"{LIST}moi/", form(office, luu="1"))
    assert answer.status_code == 422
    assert UnitGroup.objects.count() == 1


def test_a_stale_form_is_drawn_anew_and_saves_the_second_time(client, office, clerk):
    group = group_of(office)
    UnitGroup.objects.filter(pk=group.pk).update(revision=3)
    client.force_login(clerk)
    address = f"{LIST}{group.pk}/sua/"
    answer = client.post(address, form(office, revision="0", luu="1"))
    assert answer.status_code == 422
    assert "vừa được người khác sửa" in answer.content.decode()
    again = answer.context["form"]["revision"].value()
    client.post(address, form(office, revision=again, luu="1"))
    assert UnitGroup.objects.get().name == "Các phòng"


def test_other_names_are_added_and_taken_away(client, office, clerk):
    group = group_of(office)
    client.force_login(clerk)
    client.post(f"{LIST}{group.pk}/ten-khac/", {"name": "Các P."})
    alias = UnitAlias.objects.get(group=group)
    assert "Các P." in client.get(f"{LIST}{group.pk}/").content.decode()
    client.post(f"{LIST}{group.pk}/ten-khac/{alias.pk}/bo/")
    assert not UnitAlias.objects.exists()


def test_deleting_a_group_in_use_says_why(client, office, clerk):
    group = group_of(office)
    GroupAssignment.objects.create(task=TaskFactory(), group=group)
    client.force_login(clerk)
    answer = client.post(f"{LIST}{group.pk}/xoa/", follow=True)
    assert "đang được giao việc" in answer.content.decode()
    assert UnitGroup.objects.exists()


def test_who_only_looks_is_offered_no_change(client, office):
    group = group_of(office)
    client.force_login(person(Role.LEADER, office["SO"]))
    text = client.get(f"{LIST}{group.pk}/").content.decode()
    assert "Sửa nhóm" not in text
    assert "Xóa nhóm" not in text
    assert "Lập nhóm" not in client.get(LIST).content.decode()


def test_a_group_without_members_says_so(client, office, clerk):
    group = group_of(office, kinds=["so"])
    client.force_login(clerk)
    assert "Nhóm chưa có đơn vị nào" in client.get(f"{LIST}{group.pk}/").content.decode()


def test_the_list_is_empty_at_first_and_takes_the_same_queries_for_more(client, office, clerk):
    client.force_login(clerk)
    assert "Chưa có nhóm nào" in client.get(LIST).content.decode()

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    group_of(office, name="A")
    first = count()
    for number in range(5):
        group_of(office, "P1", name=f"B{number}")
    assert count() == first


# --- boxes ----------------------------------------------------------------------------------------
def test_of_many_units_the_first_level_is_shown_and_the_rest_counted(office, monkeypatch):
    monkeypatch.setattr("units.contexts.boxes.MOST_BOXES", 5)
    working = Unit.objects.internal().active_on(TODAY + datetime.timedelta(days=1))
    boxes = unit_boxes(working.subtree_of(office["SO"]), office["SO"], [office["TO"]], "")
    assert [(box.label, box.indent, box.checked) for box in boxes.rows] == [
        ("Tổ Xe", 0, True),
        ("Sở Mẫu", 0, False),
        ("Phòng Hai", 1, False),
        ("Phòng Một", 1, False),
        ("Trung tâm", 1, False),
    ]
    assert boxes.missing == 2
