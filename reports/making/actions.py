"""A file that is made beside the request, one verb a step: asked for, taken up, kept, stopped.

Whoever makes it asks for the job (``take_up``) and hears at every step whether it is still theirs.
"""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.functions import Now
from django.utils.text import Truncator

from accounts.changes import locked, verb
from accounts.models import User
from reports.models import FileJob
from reports.models.making import KEPT_DAYS, PATIENCE, QUIET
from units.models import Unit

State = FileJob.State
MOST_OPEN = 5  # that one person may wait for
LOST = (
    "Máy chủ đã dừng trong khi lập tệp này nên việc lập không hoàn thành. Bấm “Lập lại” để thực"
    " hiện lại từ đầu."
)


@verb
def ask_for_file(
    *,
    agency: Unit,
    what: FileJob.What,
    title: str,
    by: User,
    on: datetime.date,
    at: datetime.datetime,
    **of: Any,
) -> tuple[FileJob, bool]:
    """The job that makes a file as the data stand on a day, and whether it is a new one: what the
    person waits for already is not asked for twice.

    ``of``: fields of the job that say of what.  Raises ValidationError where the person waits for
    too many.
    """
    mine = FileJob.objects.select_for_update().filter(asked_by=by).open()
    waiting = [one for one in mine if not one.is_lost(at)]
    said = {"agency": agency, "what": what, "title": Truncator(title).chars(500)}
    job = FileJob(**said, asked_by=by, asked_at=at, as_of=on, seen_at=at, **of)
    same = [one for one in waiting if _of_what(one) == _of_what(job)]
    if same:
        return same[0], False
    if len(waiting) >= MOST_OPEN:
        raise ValidationError(
            f"Đang có {MOST_OPEN} tệp chờ lập theo yêu cầu của bạn. Hãy chờ các tệp đó xong, hoặc"
            " dừng bớt, rồi yêu cầu tiếp."
        )
    job.full_clean(exclude=["agency", "asked_by"])
    job.save()
    return job, True


def _of_what(job: FileJob) -> tuple[Any, ...]:
    period = (job.starts_on, job.ends_on, sorted(job.annexes))
    return job.what, job.plan_id, job.report_id, *period, job.ending


@verb
def ask_again(*, job: FileJob, on: datetime.date, at: datetime.datetime) -> FileJob:
    """Has a file made once more that failed, was stopped or lost; as the data stand today.

    Raises ValidationError where it is being made, or is there.
    """
    now = locked(job)
    if now.state == State.DONE or (now.is_open and not now.is_lost(at)):
        raise ValidationError("Tệp này đang được lập hoặc đã lập xong.")
    now.state, now.failure, now.attempt = State.WAITING, "", now.attempt + 1
    now.as_of, now.seen_at = on, at
    now.save(update_fields=["state", "failure", "attempt", "as_of", "seen_at"])
    return now


@verb
def stop(*, job: FileJob) -> FileJob:
    """Nothing more is made; whoever makes it hears of it at the next step.

    Raises ValidationError where it is over already.
    """
    now = locked(job)
    if not now.is_open:
        raise ValidationError("Việc lập tệp này đã kết thúc nên không dừng được nữa.")
    now.state = State.STOPPED
    now.save(update_fields=["state"])
    return now


# --- by whoever makes it --------------------------------------------------------------------------
@verb
def take_up(*, pk: int, attempt: int) -> FileJob | None:
    """The job, now made by the caller; None where it does not wait (any more)."""
    mine = FileJob.objects.filter(pk=pk, attempt=attempt, state=State.WAITING)
    if not mine.update(state=State.RUNNING, seen_at=Now()):
        return None
    return FileJob.objects.select_related(
        "agency__parent", "asked_by", "report__agency__parent", "plan__issuer__parent"
    ).get(pk=pk)


@verb
def give_sign(*, job: FileJob) -> bool:
    """Tells that the job is still being made; False where it is the caller's no more."""
    return bool(_mine(job).update(seen_at=Now()))


@verb
def keep_file(*, job: FileJob, name: str, content: bytes) -> bool:
    """The file is there; False where the job was stopped meanwhile, and nothing is kept."""
    held = _held(job)
    if held is None:
        return False
    held.filename, held.size = name, len(content)
    held.file.save(name, ContentFile(content), save=False)
    return _end(held, State.DONE)


@verb
def end_without_file(*, job: FileJob) -> bool:
    """The job is done and left its files elsewhere (an issued report keeps its own)."""
    held = _held(job)
    return held is not None and _end(held, State.DONE)


@verb
def fail(*, job: FileJob, reason: str) -> None:
    """The job ends without a file; ``reason`` is for the person who waits."""
    held = _held(job)
    if held is not None:
        held.failure = reason[:500]
        _end(held, State.FAILED)


def _mine(job: FileJob) -> Any:
    return FileJob.objects.filter(pk=job.pk, attempt=job.attempt, state=State.RUNNING)


def _held(job: FileJob) -> FileJob | None:
    found: FileJob | None = _mine(job).select_for_update().first()
    return found


def _end(held: FileJob, state: FileJob.State) -> bool:
    held.state = state
    held.save()
    return True


# --- every day ------------------------------------------------------------------------------------
@verb
def end_lost_jobs(*, at: datetime.datetime) -> int:
    """Says of jobs that nobody makes any more that they failed; how many."""
    lost = FileJob.objects.lost(running=at - QUIET, waiting=at - PATIENCE)
    return lost.update(state=State.FAILED, failure=LOST)


@verb
def forget_old_files(*, on: datetime.date) -> int:
    """Throws away what was kept long enough, rows and files; how many."""
    old = FileJob.objects.filter(as_of__lt=on - datetime.timedelta(days=KEPT_DAYS))
    kept = [job.file for job in old.exclude(file="")]
    number, _ = old.delete()
    for file in kept:  # once the rows are surely gone: a row without its file is worse than a file
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
    return number
