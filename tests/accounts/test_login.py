"""Logging in: by name and password, and not for ever by guessing."""

import datetime
import re
from urllib.parse import quote, unquote, urlsplit

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.forms import MOST_TRIES
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/dang-nhap/"


def log_in(client: Client, username: str, password: str, **extra):
    return client.post(LOGIN, {"username": username, "password": password}, **extra)


def test_the_right_password_opens_the_first_page(client):
    UserFactory(username="hang")
    answer = log_in(client, "hang", PASSWORD)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("home")


def test_a_wrong_password_is_explained_and_keeps_the_name(client):
    UserFactory(username="hang")
    answer = log_in(client, "hang", "sai-mat-khau")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in text
    assert 'value="hang"' in text


def test_five_wrong_passwords_close_the_door_even_for_the_right_one(client):
    UserFactory(username="hang")
    for _ in range(5):
        answer = log_in(client, "hang", "sai-mat-khau")
    assert answer.status_code == 429
    assert "Tạm khóa đăng nhập" in answer.content.decode()
    assert log_in(client, "hang", PASSWORD).status_code == 429


def test_another_name_still_gets_in(client):
    UserFactory(username="hang")
    UserFactory(username="thanh")
    for _ in range(5):
        log_in(client, "hang", "sai-mat-khau")
    assert log_in(Client(), "thanh", PASSWORD).status_code == 302


def test_many_names_tried_from_one_address_close_it_for_a_while(client):
    UserFactory(username="hang")
    for number in range(20):
        log_in(client, f"nguoi-{number}", "mat-khau-chung")
    answer = log_in(client, "hang", PASSWORD)
    assert answer.status_code == 429
    assert "Từ máy hoặc mạng này" in answer.content.decode()
    assert log_in(Client(), "hang", PASSWORD, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_names_that_got_in_do_not_count_against_the_address(client):
    for number in range(25):
        UserFactory(username=f"nguoi-{number}")
        log_in(client, f"nguoi-{number}", "sai-mat-khau")
        assert log_in(Client(), f"nguoi-{number}", PASSWORD).status_code == 302


def test_names_tried_long_ago_are_forgotten(client):
    UserFactory(username="hang")
    for number in range(20):
        log_in(client, f"nguoi-{number}", "mat-khau-chung")
    AccessAttempt.objects.update(attempt_time=timezone.now() - datetime.timedelta(minutes=16))
    assert log_in(client, "hang", PASSWORD).status_code == 302


def test_the_right_password_forgets_the_wrong_ones(client):
    UserFactory(username="hang")
    for _ in range(4):
        log_in(client, "hang", "sai-mat-khau")
    assert log_in(client, "hang", PASSWORD).status_code == 302
    assert log_in(Client(), "hang", "sai-mat-khau").status_code == 200


def test_a_closed_account_does_not_open(client):
    UserFactory(username="hang", is_active=False)
    assert log_in(client, "hang", PASSWORD).status_code == 200


def test_the_way_back_leads_to_the_page_asked_for(client):
    UserFactory(username="hang")
    asked = client.get("/viec/")
    assert asked["Location"] == f"{LOGIN}?next=/viec/"
    answer = client.post(LOGIN, {"username": "hang", "password": PASSWORD, "next": "/viec/"})
    assert answer["Location"] == "/viec/"


def test_the_way_back_never_leads_elsewhere(client):
    UserFactory(username="hang")
    form = {"username": "hang", "password": PASSWORD, "next": "https://example.com/"}
    assert client.post(LOGIN, form)["Location"] == reverse("home")


def test_logging_out_takes_a_post(client):
    client.force_login(UserFactory())
    assert client.get("/dang-xuat/").status_code == 405
    assert client.post("/dang-xuat/").status_code == 302
    assert client.get("/viec/").status_code == 302


# --- guessing from many places --------------------------------------------------------------------
def guessed(name: str, times: int) -> None:
    """Wrong passwords of one name, four from each address: nowhere a fifth."""
    for number in range(times):
        log_in(Client(), name, "sai", REMOTE_ADDR=f"10.1.{number // 4}.7")


def test_one_name_tried_from_many_addresses_is_closed_to_new_ones(client):
    UserFactory(username="hang")
    UserFactory(username="thanh")
    assert log_in(client, "hang", PASSWORD, REMOTE_ADDR="10.0.0.1").status_code == 302
    guessed("hang", MOST_TRIES)
    assert log_in(Client(), "hang", PASSWORD, REMOTE_ADDR="10.0.0.2").status_code == 429
    # The person at the usual desk is not kept out, nor is anybody else anywhere.
    assert log_in(Client(), "hang", PASSWORD, REMOTE_ADDR="10.0.0.1").status_code == 302
    assert log_in(Client(), "thanh", PASSWORD, REMOTE_ADDR="10.0.0.2").status_code == 302


@pytest.mark.parametrize("closing", ["one address", "many addresses"])
def test_a_closed_door_does_not_tell_whether_somebody_is_behind_it(closing):
    """Wrong and then closed: the same words for a name that is there, closed, or nobody's."""
    UserFactory(username="hang")
    UserFactory(username="dong", is_active=False)
    told = {}
    for name in ("hang", "dong", "aihan"):
        pages = []
        if closing == "many addresses":
            guessed(name, MOST_TRIES)
        for _ in range(6):
            answer = log_in(Client(), name, "sai", REMOTE_ADDR="10.9.9.9")
            words = re.sub(r"<[^>]+>", " ", answer.content.decode())
            pages.append((answer.status_code, words))
        assert pages[-1][0] == 429
        told[name] = pages
        AccessAttempt.objects.all().delete()
    assert told["hang"] == told["dong"] == told["aihan"]


@pytest.mark.parametrize("name", ["hang", " hang ", "ha\u200bng", "ｈａｎｇ", "h\u00adang"])
def test_spellings_of_one_name_are_one_name(client, name):
    UserFactory(username="hang")
    for spelt in ("hang", " hang", "hang\u200b", "\uff48ang", "ha\u00adng"):
        log_in(client, spelt, "sai-mat-khau")
    assert log_in(client, name, PASSWORD).status_code == 429


@pytest.mark.parametrize(
    ("proxies", "passed_on", "address"),
    [
        (0, "1.1.1.1", "127.0.0.1"),  # nobody declared it: whoever asks may have written it
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),  # the left part is the asker's own
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "1.1.1.1"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "x; drop", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_where_somebody_comes_from_is_what_our_own_proxy_saw(settings, proxies, passed_on, address):
    settings.PROXY_COUNT = proxies
    log_in(Client(), "hang", "sai", headers={"X-Forwarded-For": passed_on})
    assert AccessAttempt.objects.get().ip_address == address


def test_behind_the_proxy_one_address_is_closed_and_not_all(settings):
    settings.PROXY_COUNT = 1
    UserFactory(username="hang")
    for number in range(20):
        spoofed = {"X-Forwarded-For": f"9.9.9.{number}, 1.1.1.1"}
        log_in(Client(), f"nguoi-{number}", "sai", headers=spoofed)
    for address, status in (("1.1.1.1", 429), ("2.2.2.2", 302)):
        head = {"X-Forwarded-For": address}
        assert log_in(Client(), "hang", PASSWORD, headers=head).status_code == status


# --- elsewhere ------------------------------------------------------------------------------------
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " https://evil.example",
    "http\t://evil.example",
    "/\t/evil.example",
    "http://testserver@evil.example/",
]


@pytest.mark.parametrize("to", ELSEWHERE)
def test_no_way_back_leads_elsewhere(to):
    """Every place that leads on to what it was told: after the sign-in, where somebody is signed in
    already, out again, and to the page that a browser says it came from."""
    user = UserFactory(username="hang")
    signed_in = Client()
    signed_in.force_login(user)
    heads = {"Referer": to.strip(), "HX-Current-URL": to.strip()}
    answers = [
        Client().post(LOGIN, {"username": "hang", "password": PASSWORD, "next": to}),
        Client().post(f"{LOGIN}?next={quote(to)}", {"username": "hang", "password": PASSWORD}),
        signed_in.get(LOGIN, {"next": to}),
        Client().post("/viec/", {}, headers=heads),
        signed_in.post("/tai-khoan/giao-dien/", {"next": to}, headers=heads),
        signed_in.get("/quan-tri/login/", {"next": to}),
        signed_in.post("/dang-xuat/", {"next": to}),
    ]
    for answer in answers:
        assert "evil" not in unquote(answer.get("Location", ""))
        assert urlsplit(answer.get("Location", "/")).netloc == ""
