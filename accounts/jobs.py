"""Work done outside the request, beside the server or in a worker, and how far it has come."""

from __future__ import annotations

import datetime
import smtplib
from dataclasses import dataclass

from django.core.cache import cache
from django.core.mail import send_mail
from django_tasks import task

from accounts.mail import Unanswered, words_of
from accounts.models import User

# Long enough for the longest job between two of its steps; then what is told is forgotten.
_KEPT_SECONDS = 60 * 60 * 6


@dataclass(frozen=True)
class Progress:
    """How far a job has come: ``done`` of ``total`` steps, and in words for the person waiting.

    ``total`` is 0 while nobody knows how much there is to do.
    """

    done: int
    total: int
    words: str

    @property
    def percent(self) -> int:
        """Whole percent, 0 to 100; 100 only when all is done."""
        return min(100, 100 * self.done // self.total) if self.total > 0 else 0


def tell_progress(key: str, done: int, total: int, words: str = "") -> None:
    """Tells whoever asks for ``key`` (plain letters, figures, dashes) how far the job has come.

    Kept in the cache, which the server's processes share: what must not be lost goes in a row.
    """
    told = {"done": done, "total": total, "words": words or f"{done}/{total}"}
    cache.set(_name(key), told, _KEPT_SECONDS)


def progress_of(key: str) -> Progress | None:
    """What was last told of a job; None where nothing was, or it is forgotten."""
    told = cache.get(_name(key))
    return Progress(**told) if told else None


def _name(key: str) -> str:
    return f"progress:{key}"


@task()
def send_letter(*, subject: str, body: str, to: str) -> int:
    """Sends one plain letter; returns 1 when it was handed to the mail server."""
    return send_mail(subject, body, from_email=None, recipient_list=[to])


@task()
def send_invitation(*, user: int, at: str, subject: str, body: str, to: str) -> None:
    """Sends the letter of an invitation.  Where it surely did not leave, the person counts as not
    invited again, and whoever looks at the person sees so and why."""
    try:
        send_mail(subject, body, from_email=None, recipient_list=[to])
    except Unanswered:
        raise
    except (smtplib.SMTPException, OSError) as error:
        invited = User.objects.filter(pk=user, invited_at=datetime.datetime.fromisoformat(at))
        invited.update(invited_at=None, invitation_refusal=words_of(error))
        raise
