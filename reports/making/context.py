"""How far a file has come, as the page of the job and the list of one's own files tell it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.urls import reverse

from accounts.badges import Badge
from accounts.jobs import Progress, progress_of
from accounts.models import User
from reports.documents.files import FORMATS
from reports.making.actions import LOST
from reports.making.jobs import progress_key
from reports.models import FileJob

State = FileJob.State
MOST_SHOWN = 10
_BADGES: Mapping[str, Badge] = MappingProxyType(
    {
        State.WAITING: Badge("Chờ đến lượt", "open", "clock"),
        State.RUNNING: Badge("Đang lập", "open", "loader"),
        State.DONE: Badge("Đã lập xong", "done", "circle-check"),
        State.FAILED: Badge("Không lập được", "overdue", "alert-circle"),
        State.STOPPED: Badge("Đã dừng", "cancelled", "player-stop"),
    }
)
_LOST_LOOK = Badge("Bị gián đoạn", "due-soon", "alert-triangle")
_WAITING = Progress(0, 0, "Đang chờ đến lượt")


@dataclass(frozen=True)
class JobPage:
    """``progress`` None once nothing is made any more; ``failure`` says why there is no file;
    ``back`` is where the document itself is seen."""

    pk: int
    title: str
    kind: str
    badge: Badge
    is_moving: bool
    progress: Progress | None
    failure: str
    may_ask_again: bool
    has_file: bool
    filename: str
    size: int
    asked_at: datetime.datetime
    kept_until: datetime.date
    back: str
    href: str


def build_job(job: FileJob, now: datetime.datetime) -> JobPage:
    """One job as it stands at a moment; asks the database nothing."""
    lost = job.is_lost(now)
    moving = job.is_open and not lost
    return JobPage(
        pk=job.pk,
        title=job.title,
        kind=FORMATS[job.ending].label if job.ending else "Ban hành",
        badge=_LOST_LOOK if lost else _BADGES[job.state],
        is_moving=moving,
        progress=(progress_of(progress_key(job)) or _WAITING) if moving else None,
        failure=LOST if lost else job.failure,
        may_ask_again=lost or job.state in (State.FAILED, State.STOPPED),
        has_file=job.state == State.DONE and bool(job.file),
        filename=job.filename,
        size=job.size,
        asked_at=job.asked_at,
        kept_until=job.kept_until,
        back=_back(job),
        href=reverse("reports:file_job", args=[job.pk]),
    )


def _back(job: FileJob) -> str:
    if job.report_id:
        return reverse("reports:report", args=[job.report_id])
    days = f"from={job.starts_on:%Y-%m-%d}&to={job.ends_on:%Y-%m-%d}"
    return f"{reverse('reports:compliance', args=[job.plan_id])}?{days}"


def own_jobs(user: User, now: datetime.datetime) -> tuple[JobPage, ...]:
    """The person's own files of the last days, the newest first."""
    mine = FileJob.objects.visible_to(user).order_by("-asked_at", "-pk")
    return tuple(build_job(job, now) for job in mine[:MOST_SHOWN])
