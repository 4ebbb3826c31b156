"""The frame of every page: where one lands, what the rail offers, how errors and policy answer."""

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from pccc.middleware import CleanInputMiddleware
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
    CleanInputMiddleware(view)(request)
    assert seen == {"ten": ["Phòng", "b"], "q": "Phòng"}


def test_more_roles_take_no_more_queries(client, django_assert_max_num_queries):
    user = person(Role.STAFF, UnitFactory())
    for _ in range(6):
        person(Role.HEAD, UnitFactory())
    client.force_login(user)
    client.get("/huong-dan/")
    with django_assert_max_num_queries(5):
        client.get("/huong-dan/")


# --- what is said of answers -------------------------------------------------------------------
def test_a_page_of_somebody_signed_in_is_kept_by_nobody_else(client):
    client.force_login(person(Role.STAFF, UnitFactory()))
    assert client.get("/viec/")["Cache-Control"] == "private, no-cache"


def test_a_download_is_kept_by_nobody(client):
    client.force_login(person(Role.STAFF, UnitFactory()))
    answer = client.get("/viec/tat-ca/?tep=xlsx")
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"


def test_signing_out_takes_along_what_the_browser_kept(client):
    client.force_login(person(Role.STAFF, UnitFactory()))
    assert client.post("/dang-xuat/")["Clear-Site-Data"] == '"cache"'


def test_a_page_that_anybody_may_see_says_nothing_of_it(client):
    assert "Clear-Site-Data" not in client.get("/suc-khoe/")


# --- a proxy that nobody declared -----------------------------------------------------------------
@pytest.fixture
def forgetful_cache():
    cache.clear()
    yield
    cache.clear()


def test_an_undeclared_proxy_is_logged_once_and_said_to_the_administrators(
    client, caplog, forgetful_cache
):
    caplog.set_level("WARNING", "pccc.middleware")
    administrator = person(Role.ADMIN, UnitFactory())
    client.force_login(administrator)
    assert "PROXY_COUNT" not in client.get("/quan-tri/").content.decode()
    for _ in range(3):
        client.get("/suc-khoe/", headers={"X-Forwarded-For": "10.1.2.3"})
    assert [one.name for one in caplog.records].count("pccc.middleware") == 1
    assert "PROXY_COUNT" in client.get("/quan-tri/").content.decode()


def test_a_declared_proxy_is_nothing_to_speak_of(client, caplog, settings, forgetful_cache):
    settings.PROXY_COUNT = 1
    client.get("/suc-khoe/", headers={"X-Forwarded-For": "10.1.2.3"})
    assert not caplog.records


# --- health ---------------------------------------------------------------------------------------
def test_without_its_database_the_program_says_so(client, monkeypatch):
    def broken(*_: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", broken)
    answer = client.get("/suc-khoe/")
    assert answer.status_code == 503
    assert answer.json() == {"status": "no database"}


# --- the pages of errors, with DEBUG on as under script/server ------------------------------------
@pytest.mark.parametrize("address", ["/khong-co/", "/viec/999999/", "/viec/0"])
def test_what_is_not_there_is_told_in_our_words(client, settings, address):
    settings.DEBUG = True
    client.force_login(person(Role.STAFF, UnitFactory()))
    answer = client.get(address, follow=True)
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.content.decode()


def test_an_address_without_its_stroke_still_leads_on(client, settings):
    settings.DEBUG = True
    assert client.get("/dang-nhap")["Location"] == "/dang-nhap/"


def test_a_failure_is_told_in_our_words_and_logged(client, settings, monkeypatch, caplog):
    settings.DEBUG = True
    client.raise_request_exception = False
    client.force_login(person(Role.STAFF, UnitFactory()))
    monkeypatch.setattr("tasks.views.work.build_my_work", lambda *_, **__: 1 / 0)
    answer = client.get("/viec/")
    assert answer.status_code == 500
    assert "Chương trình gặp lỗi" in answer.content.decode()
    assert "ZeroDivisionError" in caplog.text
    settings.TECHNICAL_ERRORS = True
    assert "Chương trình gặp lỗi" not in client.get("/viec/").content.decode()
