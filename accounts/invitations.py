"""How somebody gets in for the first time: by a letter with a link, or by a first password."""

from __future__ import annotations

import datetime
import secrets
from functools import partial

from axes.utils import reset as forget_wrong_passwords
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.changes import locked, verb
from accounts.jobs import LOST_AFTER, UNSURE, send_invitation
from accounts.models import User

# Without the letters and figures that are mistaken for one another on paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_FIGURES = "23456789"
_GROUPS, _GROUP_LENGTH = 3, 4


@verb
def invite(*, user: User, by: User, at: datetime.datetime, base_url: str) -> datetime.datetime:
    """Sends the person a letter with a link to set a password; returns until when the link works.

    ``at`` is the time of the invitation (aware), ``base_url`` how this installation is reached
    (``https://pccc.example.gov.vn``).  The letter leaves once the transaction is through.  Inviting
    again sends another letter; every link of an account dies when one of them has been used.
    Raises ValidationError where the account is closed or has no address.
    """
    person = locked(user)
    _refuse_closed(person)
    if not person.email:
        raise ValidationError(
            f"{person} chưa có địa chỉ thư điện tử. Hãy bổ sung địa chỉ, hoặc cấp mật khẩu lần đầu."
        )
    until = at + datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    person.invited_at, person.invitation_sent_at, person.invitation_refusal = at, None, ""
    person.save(update_fields=["invited_at", "invitation_sent_at", "invitation_refusal"])
    user.invited_at = at
    words = {
        "user": person,
        "by": by,
        "link": base_url.rstrip("/") + _link(person),
        "until": until.astimezone(timezone.get_current_timezone()),
    }
    letter = {
        "subject": " ".join(render_to_string("accounts/invitation_subject.txt", words).split()),
        "body": render_to_string("accounts/invitation.txt", words),
        "to": person.email,
    }
    send = partial(send_invitation.enqueue, user=person.pk, at=at.isoformat(), **letter)
    transaction.on_commit(send)
    return until


@verb
def end_lost_invitations(*, at: datetime.datetime) -> int:
    """Says of invitations whose job told nothing since that nobody knows whether they left; how
    many.  A job that only waited its turn takes the word back when it has sent the letter."""
    silent = User.objects.filter(invited_at__lt=at - LOST_AFTER, invitation_sent_at=None)
    return silent.filter(invitation_refusal="").update(invitation_refusal=UNSURE)


@verb
def give_first_password(*, user: User) -> str:
    """Gives the account a password made at random, to be changed on entering; returns it.

    It is kept nowhere in clear: who calls this shows it once.  A door closed by wrong passwords
    opens again, and the person is signed out everywhere.  Raises ValidationError where the account
    is closed.
    """
    person = locked(user)
    _refuse_closed(person)
    password = random_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    forget_wrong_passwords(username=person.username)
    return password


def random_password() -> str:
    """A password that can be read out and typed: "kmte-4p7x-wq2a" (about 57 bits)."""
    length = _GROUPS * _GROUP_LENGTH
    while True:
        signs = [secrets.choice(_LETTERS + _FIGURES) for _ in range(length)]
        if set(signs) & set(_LETTERS) and set(signs) & set(_FIGURES):
            break
    groups = [signs[start : start + _GROUP_LENGTH] for start in range(0, length, _GROUP_LENGTH)]
    return "-".join("".join(group) for group in groups)


def _refuse_closed(person: User) -> None:
    if not person.is_active:
        raise ValidationError(
            f"Tài khoản của {person} đã ngừng sử dụng. Hãy mở lại tài khoản trước."
        )


def _link(person: User) -> str:
    key = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    return reverse("accounts:new_password", kwargs={"uidb64": key, "token": token})
