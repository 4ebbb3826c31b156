"""The register of plans: who finds which plan, by what."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.register import period_words
from tests.factories import (
    TODAY,
    AssignmentFactory,
    PlanFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db

URL = "/ke-hoach/"


@shared
def agency():
    return UnitFactory(name="Sở Khoa học và Công nghệ")


def found(client, **parameters) -> list[str]:
    response = client.get(URL, parameters)
    assert response.status_code == 200
    return [row.number for row in response.context["rows"]]


def test_its_address_is_fixed():
    assert reverse("plans:register") == URL


def test_readers_find_all_plans_of_their_agency_and_its_units(client, agency):
    room = UnitFactory(parent=agency)
    PlanFactory(issuer=agency, number="1")
    PlanFactory(issuer=room, number="2")
    PlanFactory(issuer=agency, number="", released_on=None)
    PlanFactory(number="4")

    for role in (Role.COORDINATOR, Role.LEADER):
        client.force_login(person(role, agency))
        assert found(client) == ["…/KH-SKHCN", "2/KH-SKHCN", "1/KH-SKHCN"]


def test_an_administrator_finds_all_and_nobody_without_a_role_any(client, agency):
    PlanFactory(issuer=agency, number="1")
    PlanFactory(number="2")
    client.force_login(person(Role.ADMIN, agency))
    assert len(found(client)) == 2

    client.force_login(UserFactory())
    assert client.get(URL).status_code == 403


@pytest.mark.parametrize("role", [Role.STAFF, Role.HEAD])
def test_units_find_the_plans_that_give_them_work(client, agency, role):
    room = UnitFactory(parent=agency)
    ours, draft = PlanFactory(issuer=agency), PlanFactory(issuer=agency, released_on=None)
    PlanFactory(issuer=agency)
    for plan in (ours, draft):
        AssignmentFactory.create_batch(2, task__plan=plan, unit=room)
    client.force_login(person(role, room))

    assert found(client) == [ours.full_number]


def test_search_needs_no_accents_and_takes_words_in_any_order(client, agency):
    PlanFactory(issuer=agency, number="12", title="Thực tập phương án chữa cháy")
    PlanFactory(issuer=agency, number="13", title="Tuyên truyền pháp luật")
    client.force_login(person(Role.LEADER, agency))

    assert found(client, q="phuong an thuc tap") == ["12/KH-SKHCN"]
    assert found(client, q="13/kh") == ["13/KH-SKHCN"]
    assert found(client, q="CHỮA CHÁY") == ["12/KH-SKHCN"]
    assert found(client, q="không có") == []


def test_filters_by_status_year_and_issuer(client, agency):
    room = UnitFactory(parent=agency)
    PlanFactory(issuer=agency, number="1")
    PlanFactory(issuer=room, number="2", closed_on=TODAY)
    PlanFactory(
        issuer=agency,
        number="3",
        starts_on=datetime.date(2024, 9, 1),
        ends_on=datetime.date(2025, 6, 30),
    )
    client.force_login(person(Role.LEADER, agency))

    assert found(client, status="closed") == ["2/KH-SKHCN"]
    assert found(client, year=2025) == ["3/KH-SKHCN"]
    assert found(client, year=2024) == ["3/KH-SKHCN"]
    assert found(client, issuer=room.pk) == ["2/KH-SKHCN"]
    assert found(client, issuer=agency.pk, year=2026) == ["1/KH-SKHCN"]
    assert len(found(client, status="khong-co", page="abc")) == 3


def test_only_issuers_of_plans_that_are_seen_are_offered(client, agency):
    PlanFactory(issuer=agency)
    stranger = PlanFactory().issuer
    client.force_login(person(Role.LEADER, agency))

    form = client.get(URL, {"issuer": stranger.pk}).context["list"].form

    assert list(form.fields["issuer"].queryset) == [agency]


def test_the_way_in_is_offered_to_those_who_put_plans_in(client, agency):
    for role, offered in ((Role.COORDINATOR, True), (Role.ADMIN, True), (Role.LEADER, False)):
        client.force_login(person(role, agency))
        assert ("Đưa kế hoạch vào</a>" in client.get(URL).content.decode()) == offered


def test_empty_registers_say_what_to_do(client, agency):
    client.force_login(person(Role.STAFF, UnitFactory(parent=agency)))
    assert "khi có nhiệm vụ được giao cho đơn vị của bạn" in client.get(URL).content.decode()

    client.force_login(person(Role.COORDINATOR, agency))
    assert "Đưa văn bản kế hoạch vào" in client.get(URL).content.decode()
    assert "Không tìm thấy kế hoạch nào" in client.get(URL, {"q": "xyz"}).content.decode()


def test_pages_and_a_constant_number_of_queries(client, agency):
    client.force_login(person(Role.LEADER, agency))
    PlanFactory.create_batch(13, issuer=agency)
    with CaptureQueriesContext(connection) as once:
        client.get(URL)
    PlanFactory.create_batch(13, issuer=agency)
    with CaptureQueriesContext(connection) as twice:
        first = found(client)

    assert len(twice) == len(once)
    assert len(first) == 25
    assert len(found(client, page=2)) == 1


def test_the_same_plan_is_listed_once_however_much_work_it_gives(client, agency):
    plan = PlanFactory(issuer=agency)
    for _ in range(3):
        AssignmentFactory(task=TaskFactory(plan=plan), unit=agency)
    client.force_login(person(Role.COORDINATOR, agency))

    assert found(client) == [plan.full_number]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        ((2026, 1, 1), (2026, 12, 31), "2026"),
        ((2026, 1, 1), (2030, 12, 31), "2026–2030"),
        ((2025, 9, 5), (2026, 5, 31), "05/09/2025 – 31/05/2026"),
    ],
)
def test_the_time_of_a_plan_in_words(starts_on, ends_on, words):
    assert period_words(datetime.date(*starts_on), datetime.date(*ends_on)) == words


def test_the_order_is_chosen(client, agency):
    room = UnitFactory(name="An toàn", parent=agency)
    PlanFactory(issuer=agency, number="1", issued_on=datetime.date(2026, 3, 1))
    PlanFactory(issuer=agency, number="2", issued_on=None)
    PlanFactory(issuer=room, number="3", issued_on=datetime.date(2026, 5, 1))
    PlanFactory(issuer=agency, number="4", starts_on=datetime.date(2026, 2, 1))
    client.force_login(person(Role.LEADER, agency))

    def numbers(**parameters):
        return [number.split("/")[0] for number in found(client, **parameters)]

    assert numbers() == ["4", "3", "2", "1"]
    assert numbers(sort="-ngay") == ["3", "1", "4", "2"]
    assert numbers(sort="co-quan") == ["3", "1", "2", "4"]
    assert numbers(sort="khong-co") == numbers()


def test_numbers_stand_in_natural_order(client, agency):
    for number in ("10", "9", "2", ""):
        PlanFactory(issuer=agency, number=number)
    client.force_login(person(Role.LEADER, agency))

    assert found(client, sort="so") == ["2/KH-SKHCN", "9/KH-SKHCN", "10/KH-SKHCN", "…/KH-SKHCN"]
    assert found(client, sort="-so") == ["…/KH-SKHCN", "10/KH-SKHCN", "9/KH-SKHCN", "2/KH-SKHCN"]


def test_plans_that_carry_out_one_plan(client, agency):
    superior = PlanFactory(issuer=agency, number="1")
    PlanFactory(issuer=agency, number="2", carries_out=superior)
    client.force_login(person(Role.LEADER, agency))

    assert found(client, carries_out=superior.pk) == ["2/KH-SKHCN"]
    page = client.get(URL, {"carries_out": superior.pk}).content.decode()
    assert f'name="carries_out" value="{superior.pk}"' in page


def test_the_cited_documents_are_one_step_away(client, agency):
    PlanFactory(issuer=agency)
    client.force_login(person(Role.LEADER, agency))

    assert reverse("plans:citations") in client.get(URL).content.decode()
