"""A forgotten password: a letter over real SMTP, a link that works once, a new password."""

from __future__ import annotations

import re
import socket
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.test import Client

from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


class Mailbox:
    """What an SMTP server on this machine has received."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield box
    controller.stop()


def link_in(letter: EmailMessage) -> str:
    found = re.search(r"https?://[^/\s]+(/quen-mat-khau/\S+)", letter.get_content())
    assert found, letter
    return found.group(1)


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


def test_an_address_that_nobody_has_gets_the_same_answer_and_no_letter(client, mailbox):
    answer = client.post("/quen-mat-khau/", {"email": "khong-co@so.gov.vn"})
    assert answer["Location"] == "/quen-mat-khau/da-gui/"
    assert mailbox.letters == []


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
