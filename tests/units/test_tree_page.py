"""The page of units: what each person sees of the tree, and how it is found."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import MembershipFactory, UnitFactory, UserFactory, person
from tests.worlds import shared
from units import policy
from units.actions import remember_alias
from units.contexts import tree
from units.contexts.tree import build_tree as build_tree_with
from units.models import Membership, Unit
from units.policy import Role

TREE = "/don-vi/"
TODAY = datetime.date(2026, 6, 15)


def build_tree(user, **asked):
    return build_tree_with(user, today=TODAY, loads=lambda _: {}, **asked)


@shared
def office():
    top = UnitFactory(code="SO", name="Sở Khoa học và Công nghệ", short_name="Sở KH&CN")
    centre = UnitFactory(code="TT", name="Trung tâm Đổi mới sáng tạo", parent=top)
    UnitFactory(code="HC", name="Phòng Hành chính", parent=centre)
    UnitFactory(code="KH", name="Phòng Kế hoạch", parent=top)
    UnitFactory(code="SXD", name="Sở Xây dựng")
    return {unit.code: unit for unit in Unit.objects.all()}


def shape(lines):
    return [(line.code, shape(line.children)) for line in lines]


def test_a_coordinator_sees_the_agency_with_its_parts_in_vietnamese_order(office):
    page = build_tree(person(Role.COORDINATOR, office["SO"]))
    assert shape(page.roots) == [("SO", [("KH", []), ("TT", [("HC", [])])])]
    assert page.total == 4


def test_an_officer_sees_the_own_unit_only(office):
    page = build_tree(person(Role.STAFF, office["HC"]))
    assert shape(page.roots) == [("HC", [])]


def test_an_administrator_sees_all_agencies(office):
    page = build_tree(person(Role.ADMIN, office["KH"]))
    assert [line.code for line in page.roots] == ["SO", "SXD"]


def test_a_unit_whose_parent_is_out_of_sight_stands_at_the_top(office):
    user = person(Role.STAFF, office["HC"])
    MembershipFactory(user=user, unit=office["SO"], role=Role.STAFF)
    assert shape(build_tree(user).roots) == [("HC", []), ("SO", [])]


def test_people_are_counted_once_and_only_while_they_hold_a_role(office):
    user = person(Role.HEAD, office["KH"])
    MembershipFactory(user=user, unit=office["KH"], role=Role.STAFF)
    person(Role.STAFF, office["KH"])
    gone = person(Role.STAFF, office["KH"])
    Membership.objects.filter(user=gone).update(ended_on=datetime.date(2026, 1, 1))
    person(Role.STAFF, office["KH"], is_active=False)
    assert build_tree(user).roots[0].people == 2


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("phong", ["HC", "KH"]),
        ("PHÒNG HÀNH CHÍNH", ["HC"]),
        ("chinh phong", ["HC"]),
        ("tt", ["TT"]),
        ("kh&cn", ["SO"]),
        ("doi moi", ["TT"]),
        ("khởi nghiệp", ["TT"]),
        ("xây dựng", []),
    ],
)
def test_units_are_found_by_name_code_short_name_and_other_names(office, words, codes):
    remember_alias(name="Trung tâm Khởi nghiệp", unit=office["TT"])
    page = build_tree(person(Role.COORDINATOR, office["SO"]), words=words)
    assert [line.code for line in page.found or ()] == codes


def test_a_large_tree_is_folded_and_opens_from_its_units(office, monkeypatch):
    monkeypatch.setattr(tree, "MOST_UNITS", 4)
    user = person(Role.ADMIN, office["SO"])
    page = build_tree(user)
    assert shape(page.roots) == [("SO", [("KH", []), ("TT", [])]), ("SXD", [])]
    centre = page.roots[0].children[1]
    assert centre.folded_away == 1
    opened = build_tree(user, top=centre.pk)
    assert shape(opened.roots) == [("TT", [("HC", [])])]
    assert [place.pk for place in opened.above] == [office["SO"].pk]


def test_a_wide_level_shows_its_first_units_and_leads_to_the_list(client, office, monkeypatch):
    monkeypatch.setattr(tree, "MOST_UNITS", 1)
    user = person(Role.COORDINATOR, office["SO"])
    (root,) = build_tree(user).roots
    assert shape([root]) == [("SO", [("KH", [])])]
    assert root.more == 1
    client.force_login(user)
    assert f"?under={office['SO'].pk}" in client.get(TREE).content.decode()


def test_a_unit_out_of_reach_cannot_be_the_top(office):
    user = person(Role.COORDINATOR, office["SXD"])
    assert build_tree(user, top=office["SO"].pk) == build_tree(user)


def test_the_page_takes_the_same_queries_for_a_larger_office(client, office):
    client.force_login(person(Role.COORDINATOR, office["SO"]))

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(TREE).status_code == 200
        return len(queries)

    first = count()
    for parent in (office["SO"], office["TT"], office["HC"]):
        person(Role.STAFF, UnitFactory(parent=parent))
    assert count() == first


def test_the_page_shows_kind_code_short_name_people_and_an_ended_unit(client, office):
    Unit.objects.filter(code="KH").update(active_to=datetime.date(2025, 6, 30))
    client.force_login(person(Role.LEADER, office["SO"]))
    text = client.get(TREE, {"ketthuc": "1"}).content.decode()
    for words in (
        "<span>SO</span>",
        "(Sở KH&amp;CN)",
        "1 người</span>",
        "kết thúc 30/06/2025",
        '<details class="unit-fold" open>',
    ):
        assert words in text


def test_only_an_administrator_is_offered_to_import_and_export(client, office):
    for role, offered in ((Role.COORDINATOR, False), (Role.ADMIN, True)):
        client.force_login(person(role, office["SO"]))
        text = client.get(TREE).content.decode()
        assert (reverse("units:import_units") in text) is offered
        assert (reverse("units:export_units") in text) is offered


def test_a_search_without_result_says_what_to_do(client, office):
    client.force_login(person(Role.LEADER, office["SO"]))
    text = client.get(TREE, {"q": "không có"}).content.decode()
    assert "Không tìm thấy đơn vị nào" in text


def test_nonsense_in_the_address_shows_the_whole_tree(client, office):
    client.force_login(person(Role.LEADER, office["SO"]))
    for asked in ({"goc": "x"}, {"goc": "99999999"}, {"goc": "-1"}, {"page": "zz", "q": "phòng"}):
        assert client.get(TREE, asked).status_code == 200


def test_somebody_without_a_role_is_refused(client, db):
    client.force_login(UserFactory())
    assert client.get(TREE).status_code == 403
    assert client.get(reverse("units:policy")).status_code == 403


# --- who may do what ------------------------------------------------------------------------------
@pytest.mark.parametrize("role", Role)
def test_everybody_with_a_role_may_read_who_may_do_what(client, office, role):
    client.force_login(person(role, office["KH"]))
    text = client.get(reverse("units:policy")).content.decode()
    assert "Đưa kế hoạch vào chương trình" in text
    assert "Đầu mối tổng hợp" in text


def test_the_policy_page_is_the_policy_table():
    page = policy.build_policy()
    row = next(row for row in page.rows if row.label == "Xác nhận hoàn thành hoặc trả lại")
    assert [cell.reach for cell in row.cells] == [
        "",
        "đơn vị mình và các đơn vị thuộc",
        "đơn vị mình và các đơn vị thuộc",
        "",
        "toàn hệ thống",
    ]
