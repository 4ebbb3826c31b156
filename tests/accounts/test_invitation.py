"""An invitation over real SMTP: who sent it, until when it works, a link that works once."""

from __future__ import annotations

import datetime
import importlib
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client

from accounts.invitations import end_lost_invitations, invite
from accounts.jobs import LOST_AFTER, UNSURE
from tests.accounts.conftest import link_in
from tests.factories import UserFactory
from tests.worlds import shared
from units.people.listing import account_badge, build_person

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2026, 6, 15, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
NEW = {"new_password1": "Cong-van-1492", "new_password2": "Cong-van-1492"}
SITE = "https://pccc.example.gov.vn"


@shared
def by():
    return UserFactory(full_name="Trần Thị Quản Trị")


def invited(**fields):
    user = UserFactory(username="hang", full_name="Nông Thị Thu Hằng", **fields)
    user.set_unusable_password()
    user.save()
    return user


def send(user, by, capture):
    with capture(execute=True):
        return invite(user=user, by=by, at=AT, base_url=f"{SITE}/")


def test_the_letter_says_who_invites_and_until_when(
    mailbox, by, django_capture_on_commit_callbacks
):
    user = invited(email="hang@so.gov.vn")
    until = send(user, by, django_capture_on_commit_callbacks)
    (letter,) = mailbox.letters
    text = letter.get_content()
    assert letter["To"] == "hang@so.gov.vn"
    assert letter["Subject"].strip() == "Mời sử dụng chương trình kế hoạch PCCC và CNCH"
    assert "Kính gửi Nông Thị Thu Hằng" in text
    assert "Trần Thị Quản Trị mời bạn" in text
    assert "Tên đăng nhập của bạn: hang" in text
    assert "đến 09:30 ngày 18/06/2026" in text
    assert f"{SITE}/quen-mat-khau/" in text
    assert until == AT + datetime.timedelta(days=3)
    user.refresh_from_db()
    assert user.invited_at == AT


def test_the_link_leads_to_a_password_once(client, mailbox, by, django_capture_on_commit_callbacks):
    user = invited(email="hang@so.gov.vn", must_change_password=True)
    send(user, by, django_capture_on_commit_callbacks)
    link = link_in(mailbox.letters[0])
    form = client.get(link, follow=True)
    assert client.post(form.request["PATH_INFO"], NEW).status_code == 302
    user.refresh_from_db()
    assert user.check_password("Cong-van-1492")
    assert not user.must_change_password
    assert "đã được dùng hoặc đã hết hạn" in Client().get(link, follow=True).content.decode()


def test_the_link_dies_with_its_time(
    client, mailbox, by, django_capture_on_commit_callbacks, on_day
):
    on_day(datetime.date(2026, 6, 15))
    send(invited(email="hang@so.gov.vn"), by, django_capture_on_commit_callbacks)
    on_day(datetime.date(2026, 6, 19))
    page = client.get(link_in(mailbox.letters[0]), follow=True)
    assert "đã được dùng hoặc đã hết hạn" in page.content.decode()


def test_no_letter_leaves_when_the_rest_of_the_work_fails(
    mailbox, by, django_capture_on_commit_callbacks
):
    user = invited(email="hang@so.gov.vn")

    def invite_and_fail():
        with transaction.atomic():
            invite(user=user, by=by, at=AT, base_url=SITE)
            raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        invite_and_fail()
    assert mailbox.letters == []
    user.refresh_from_db()
    assert user.invited_at is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"email": ""}, "chưa có địa chỉ thư điện tử"), ({"is_active": False}, "đã ngừng sử dụng")],
)
def test_whom_no_letter_can_reach_is_not_invited(by, fields, words):
    user = invited(**fields)
    with pytest.raises(ValidationError, match=words):
        invite(user=user, by=by, at=AT, base_url=SITE)
    user.refresh_from_db()
    assert user.invited_at is None


def test_who_let_the_link_expire_asks_for_another(
    client, mailbox, by, django_capture_on_commit_callbacks
):
    """An account without a password of its own gets a letter too, once it has been invited."""
    send(invited(email="hang@so.gov.vn"), by, django_capture_on_commit_callbacks)
    client.post("/quen-mat-khau/", {"email": "HANG@so.gov.vn"})
    assert len(mailbox.letters) == 2
    assert link_in(mailbox.letters[1])


def test_an_account_never_invited_and_without_password_gets_no_letter(client, mailbox):
    invited(email="hang@so.gov.vn")
    client.post("/quen-mat-khau/", {"email": "hang@so.gov.vn"})
    assert mailbox.letters == []


@pytest.mark.parametrize("trouble", ["refused", "before"])
def test_whose_letter_did_not_leave_counts_as_not_invited(
    mailbox, by, django_capture_on_commit_callbacks, trouble
):
    user = invited(email="hang@so.gov.vn")
    mailbox.refused |= {"hang@so.gov.vn"} if trouble == "refused" else set()
    mailbox.hangs_up = trouble
    send(user, by, django_capture_on_commit_callbacks)
    user.refresh_from_db()
    assert user.invited_at is None
    assert user.invitation_refusal.startswith("550 No such user" if trouble == "refused" else "")
    assert user.invitation_refusal
    mailbox.refused, mailbox.hangs_up = set(), ""
    send(user, by, django_capture_on_commit_callbacks)
    user.refresh_from_db()
    assert user.invitation_refusal == ""


@pytest.mark.parametrize("trouble", ["hangs_up", "falls_silent"])
def test_whose_letter_may_have_arrived_counts_as_invited(
    mailbox, by, django_capture_on_commit_callbacks, settings, trouble
):
    settings.EMAIL_TIMEOUT = 1
    user = invited(email="hang@so.gov.vn")
    setattr(mailbox, trouble, "after")
    send(user, by, django_capture_on_commit_callbacks)
    user.refresh_from_db()
    assert user.invited_at == AT
    assert len(mailbox.letters) == 1
    assert build_person(user, by, now=AT).trouble == UNSURE
    assert account_badge(user).label == "Không rõ thư mời đã đến"
    setattr(mailbox, trouble, "")
    send(user, by, django_capture_on_commit_callbacks)
    user.refresh_from_db()
    assert build_person(user, by, now=AT).trouble == ""
    assert account_badge(user).label == "Đã mời"


def test_an_invitation_whose_job_was_lost_says_that_nobody_knows(
    mailbox, by, django_capture_on_commit_callbacks
):
    user, other = invited(email="hang@so.gov.vn"), UserFactory(email="ban@so.gov.vn")
    invite(user=user, by=by, at=AT, base_url=SITE)  # its job never runs
    send(other, by, django_capture_on_commit_callbacks)
    soon, late = AT + LOST_AFTER, AT + LOST_AFTER + datetime.timedelta(seconds=1)
    user.refresh_from_db()
    other.refresh_from_db()
    assert build_person(user, by, now=soon).trouble == ""
    assert build_person(user, by, now=late).trouble == UNSURE  # on the page at once
    assert build_person(other, by, now=late).trouble == ""
    assert end_lost_invitations(at=soon) == 0
    assert end_lost_invitations(at=late) == 1  # and on the list from the daily run on
    assert end_lost_invitations(at=late) == 0
    user.refresh_from_db()
    assert account_badge(user).label == "Không rõ thư mời đã đến"
    assert user.invited_at == AT  # the letter may have arrived: its link works

    send(user, by, django_capture_on_commit_callbacks)
    user.refresh_from_db()
    assert (user.invitation_refusal, bool(user.invitation_sent_at)) == ("", True)


def test_invitations_of_before_are_taken_for_sent():
    user, never = UserFactory(invited_at=AT), UserFactory()
    importlib.import_module("accounts.migrations.0009_invitation_sent").fill_sent(apps, None)
    for one in (user, never):
        one.refresh_from_db()
    assert (user.invitation_sent_at, never.invitation_sent_at) == (AT, None)
