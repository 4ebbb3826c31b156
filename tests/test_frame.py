"""The frame of every page: where one lands, what the rail offers, how errors and policy answer."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from pccc.middleware import ComposedInputMiddleware
from tests.factories import UnitFactory, person
from units.policy import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "first_page"),
    [
        (Role.STAFF, "/viec/"),
        (Role.HEAD, "/viec/"),
        (Role.COORDINATOR, "/tong-quan/"),
        (Role.LEADER, "/tong-quan/"),
        (Role.ADMIN, "/tong-quan/"),
    ],
)
def test_everybody_lands_on_the_page_that_says_what_to_do(client, role, first_page):
    client.force_login(person(role, UnitFactory()))
    assert client.get("/").headers["Location"] == first_page


@pytest.mark.parametrize(
    ("role", "offered", "hidden"),
    [
        (Role.STAFF, "Việc của đơn vị", "Tổng quan"),
        (Role.HEAD, "Tổng quan", "Đưa kế hoạch vào"),
        (Role.COORDINATOR, "Đưa kế hoạch vào", "Quản trị"),
        (Role.LEADER, "Tổng quan", "Đưa kế hoạch vào"),
        (Role.ADMIN, "Quản trị", None),
    ],
)
def test_the_rail_offers_what_the_policy_table_gives(client, role, offered, hidden):
    client.force_login(person(role, UnitFactory()))
    rail = (
        client.get("/viec/").content.decode().partition('class="nav-main"')[2].partition("</ul>")[0]
    )
    assert offered in rail
    assert hidden is None or hidden not in rail


def test_the_guide_is_there_for_everybody(client):
    client.force_login(person(Role.STAFF, UnitFactory()))
    text = client.get("/huong-dan/").content.decode()
    for heading in ("Chuyên viên", "Trưởng đơn vị", "Đầu mối tổng hợp", "Lãnh đạo", "Quản trị"):
        assert heading in text


def test_health_needs_no_login():
    answer = Client().get("/suc-khoe/")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}


def test_every_page_carries_the_strict_policy(client):
    policy = client.get("/dang-nhap/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_page_that_does_not_exist_answers_in_vietnamese(client):
    client.force_login(person(Role.STAFF, UnitFactory()))
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.content.decode()


def test_a_refusal_answers_403_in_vietnamese(client):
    client.force_login(person(Role.STAFF, UnitFactory()))
    answer = client.get("/tong-quan/")
    assert answer.status_code == 403
    assert "Bạn không có quyền mở trang này" in answer.content.decode()


def test_typed_text_is_composed_at_the_door():
    seen: dict[str, object] = {}

    def view(request):
        seen.update(request.POST.lists(), q=request.GET["q"])
        return HttpResponse()

    decomposed = "Pho\u0300ng"
    request = RequestFactory().post(f"/?q={decomposed}", {"ten": [decomposed, "b"]})
    ComposedInputMiddleware(view)(request)
    assert seen == {"ten": ["Phòng", "b"], "q": "Phòng"}


def test_more_roles_take_no_more_queries(client, django_assert_max_num_queries):
    user = person(Role.STAFF, UnitFactory())
    for _ in range(6):
        person(Role.HEAD, UnitFactory())
    client.force_login(user)
    client.get("/huong-dan/")
    with django_assert_max_num_queries(4):
        client.get("/huong-dan/")
