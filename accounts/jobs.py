"""Work done outside the request, beside the server or in a worker, and how far it has come."""

from __future__ import annotations

import datetime
import smtplib
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.core.mail import send_mail
from django.db.models.functions import Now
from django_tasks import task

from accounts.mail import Unanswered, words_of
from accounts.models import User

# No job takes longer, nor a step of one: then what it told is forgotten, and it counts as lost.
LONGEST = datetime.timedelta(hours=6)
# After so long a job that said nothing is no longer waited for.
LOST_AFTER = datetime.timedelta(minutes=15)
UNSURE = (
    "Không rõ thư mời đã đến hay chưa: việc gửi bị gián đoạn giữa chừng. Hãy hỏi người nhận; nếu"
    " chưa thấy thư thì gửi lại, hoặc cấp mật khẩu lần đầu."
)


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
    cache.set(_name(key), told, LONGEST.total_seconds())


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
    invited again, and whoever looks at the person sees so and why; or that nobody knows."""
    invited = User.objects.filter(pk=user, invited_at=datetime.datetime.fromisoformat(at))
    try:
        send_mail(subject, body, from_email=None, recipient_list=[to])
    except Unanswered:
        invited.update(invitation_refusal=UNSURE)
        raise
    except (smtplib.SMTPException, OSError) as error:
        invited.update(invited_at=None, invitation_refusal=words_of(error))
        raise
    invited.update(invitation_sent_at=Now(), invitation_refusal="")


# --- every day ------------------------------------------------------------------------------------
class WorkerLost(Exception):
    """What a job failed of whose worker was killed, as its row tells it."""


def end_lost_tasks(at: datetime.datetime) -> int:
    """Says of jobs in the database that run for longer than any does that they failed; how many.

    A worker that is killed leaves its job running for ever; elsewhere jobs have no such rows.
    """
    if not apps.is_installed("django_tasks_db"):
        return 0
    results: Any = apps.get_app_config("django_tasks_database").get_model("DBTaskResult")
    return int(
        results.objects.filter(status="RUNNING", started_at__lt=at - LONGEST).update(
            status="FAILED",
            finished_at=at,
            exception_class_path=f"{WorkerLost.__module__}.{WorkerLost.__qualname__}",
            traceback="The worker was stopped while it did this job.",
        )
    )
