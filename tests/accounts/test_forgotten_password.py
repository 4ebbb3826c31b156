"""A forgotten password: a letter over real SMTP, a link that works once, a new password."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.accounts.conftest import link_in
from tests.factories import PASSWORD, UserFactory
from tests.mail import nobody_greets

pytestmark = pytest.mark.django_db


def test_the_letter_leads_to_a_new_password_once(client, mailbox):
    user = UserFactory(username="hang", full_name="Nông Thị Thu Hằng", email="hang@so.gov.vn")
    answer = client.post("/quen-mat-khau/", {"email": "hang@so.gov.vn"})
    assert answer["Location"] == "/quen-mat-khau/da-gui/"

    (letter,) = mailbox.letters
    assert letter["To"] == "hang@so.gov.vn"
    assert letter["Subject"].strip() == "Đặt lại mật khẩu chương trình kế hoạch PCCC và CNCH"
    assert "Kính gửi Nông Thị Thu Hằng" in letter.get_content()

    link = link_in(letter)
    form = client.get(link, follow=True)
    assert "Mật khẩu mới" in form.content.decode()
    new = {"new_password1": "Cong-van-1492", "new_password2": "Cong-van-1492"}
    assert client.post(form.request["PATH_INFO"], new).status_code == 302
    user.refresh_from_db()
    assert user.check_password("Cong-van-1492")
    assert "đã được dùng hoặc đã hết hạn" in Client().get(link, follow=True).content.decode()


def test_nobody_waits_for_a_mail_server_that_does_not_greet(client, settings):
    """The page answers while the letter is on its way; the server never says a word."""
    UserFactory(email="hang@so.gov.vn")
    settings.TASKS = {"default": {"BACKEND": "accounts.background.ThreadBackend"}}
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "accounts.mail.OfficeMailBackend", "127.0.0.1"
    settings.EMAIL_TIMEOUT = 600
    with nobody_greets() as settings.EMAIL_PORT:
        answer = client.post("/quen-mat-khau/", {"email": "hang@so.gov.vn"})
        assert answer["Location"] == "/quen-mat-khau/da-gui/"


def test_an_address_that_nobody_has_gets_the_same_answer_and_no_letter(client, mailbox):
    answer = client.post("/quen-mat-khau/", {"email": "khong-co@so.gov.vn"})
    assert answer["Location"] == "/quen-mat-khau/da-gui/"
    assert mailbox.letters == []


def test_one_letter_in_five_minutes_however_often_it_is_asked_for(client, mailbox):
    UserFactory(email="hang@so.gov.vn")
    UserFactory(email="lan@so.gov.vn")
    for email in ("hang@so.gov.vn", "HANG@so.gov.vn", "lan@so.gov.vn", "hang@so.gov.vn"):
        answer = client.post("/quen-mat-khau/", {"email": email})
        assert answer["Location"] == "/quen-mat-khau/da-gui/"
    assert [one["To"] for one in mailbox.letters] == ["hang@so.gov.vn", "lan@so.gov.vn"]


def test_a_closed_account_gets_no_letter(client, mailbox):
    UserFactory(email="hang@so.gov.vn", is_active=False)
    client.post("/quen-mat-khau/", {"email": "hang@so.gov.vn"})
    assert mailbox.letters == []


def test_a_wrong_link_is_explained(client):
    text = client.get("/quen-mat-khau/MQ/sai/").content.decode()
    assert "Hãy yêu cầu liên kết mới" in text


def test_a_weak_new_password_changes_nothing(client, mailbox):
    user = UserFactory(email="hang@so.gov.vn")
    client.post("/quen-mat-khau/", {"email": "hang@so.gov.vn"})
    form = client.get(link_in(mailbox.letters[0]), follow=True)
    weak = {"new_password1": "12345", "new_password2": "12345"}
    assert client.post(form.request["PATH_INFO"], weak).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
