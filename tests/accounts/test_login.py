"""Logging in: by name and password, and not for ever by guessing."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

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
