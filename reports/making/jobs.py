"""Files made beside the request: progress told, stopped when asked, failures said."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread

from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django_tasks import task

from accounts.jobs import tell_progress
from plans.schedule import Period
from reports.compliance.actions import issue_report
from reports.compliance.context import build_compliance
from reports.compliance.facts import Scope
from reports.compliance.issue import document_of, make_issue
from reports.compliance.notice import build_notice
from reports.documents.document import OfficialDocument
from reports.documents.files import FORMATS
from reports.documents.pdf import PdfUnavailable
from reports.making.actions import end_without_file, fail, give_sign, keep_file, take_up
from reports.models import ComplianceReport, FileJob

BROKEN = (
    "Việc lập tệp dừng vì một lỗi của chương trình. Hãy thử lập lại; nếu vẫn không được, báo người"
    " quản trị."
)
BEAT_SECONDS = 20
What = FileJob.What


class Stopped(Exception):
    """Somebody stopped the job, or had it begun anew."""


def progress_key(job: FileJob) -> str:
    """Under what the progress of a job is told."""
    return f"file-job:{job.pk}:{job.attempt}"


def make_later(job: FileJob) -> None:
    """Has the job done once its row is written."""
    transaction.on_commit(partial(_enqueue, job.pk, job.attempt))


def _enqueue(pk: int, attempt: int) -> None:
    make_file.enqueue(pk=pk, attempt=attempt)


@task()
def make_file(*, pk: int, attempt: int) -> None:
    """Makes a file that is waited for; does nothing where it was stopped or begun anew."""
    job = take_up(pk=pk, attempt=attempt)
    if job is None:
        return
    try:
        with signs_of_life(job):
            _make(job)
    except Stopped:
        return
    except (PdfUnavailable, ValidationError) as error:
        fail(job=job, reason=" ".join(getattr(error, "messages", [str(error)])))
    except Exception:
        fail(job=job, reason=BROKEN)
        raise


def _make(job: FileJob) -> None:
    _tell(job, 0, 0, "Đang tổng hợp số liệu")
    if job.what == What.ISSUE:
        _issue(job)
        return
    document = _document(job)
    tell = partial(_tell, job)
    made = FORMATS[job.ending].make(document, tell)
    keep_file(job=job, name=f"{document.filename}.{job.ending}", content=made)


def _document(job: FileJob) -> OfficialDocument:
    if job.report is not None:
        return document_of(job.report, today=job.as_of)
    if job.plan is None or job.starts_on is None or job.ends_on is None:
        raise ValueError(f"job {job.pk} is of no plan and no report")  # the table forbids it
    period = Period("", job.starts_on, job.ends_on)
    scope = Scope(job.agency, (job.plan,), period, job.as_of)
    if job.what == What.PLAN_NOTICE:
        return build_notice(scope)
    return build_compliance(scope, chosen=job.annexes).document


def _issue(job: FileJob) -> None:
    """Freezes the report under what the records office gave.  Raises ValidationError where somebody
    changed or issued it meanwhile."""
    report: ComplianceReport = job.report  # type: ignore[assignment]  # the table demands one
    given = job.issue
    issued_on = datetime.date.fromisoformat(given["issued_on"])
    issue = make_issue(
        report,
        number=given["number"],
        issued_on=issued_on,
        today=job.as_of,
        code=given["code"],
        address=given["address"],
        tell=partial(_tell, job),
    )
    with transaction.atomic():
        # Stopped at the last moment, the report stays a draft.
        if not end_without_file(job=job):
            raise Stopped
        issue_report(
            report=report,
            number=given["number"],
            issued_on=issued_on,
            issue=issue,
            by=job.asked_by,
            on=job.as_of,
            revision=given["revision"],
        )


def _tell(job: FileJob, done: int, total: int, words: str) -> None:
    """Tells how far the job has come.  Raises Stopped where it is nobody's any more."""
    if not give_sign(job=job):
        raise Stopped
    tell_progress(progress_key(job), done, total, words)


@contextmanager
def signs_of_life(job: FileJob) -> Iterator[None]:
    """Gives signs of life meanwhile, also within a step that takes long; they end with the process,
    and by their absence a worker that was killed is noticed."""
    over = Event()
    beating = Thread(target=_beat, args=(job, over), name=f"beat-{job.pk}", daemon=True)
    beating.start()
    try:
        yield
    finally:
        over.set()
        beating.join()


def _beat(job: FileJob, over: Event) -> None:
    try:
        while not over.wait(BEAT_SECONDS):
            give_sign(job=job)
    finally:
        connections.close_all()
