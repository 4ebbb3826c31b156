"""Work of this app outside the request."""

from __future__ import annotations

import datetime
from functools import partial

from django.db import transaction
from django_tasks import task

from intake.actions import working_draft
from intake.models import Intake
from intake.scans import NO_PLAN, fail_scan, finish_scan, keep_page, picture_pages, take_up
from reading.ocr.draft import read_mixed
from reading.ocr.draft import read_scan as draft_of
from reading.ocr.engine import OcrFailed
from reading.ocr.reader import recognised
from reading.ocr.words import ScannedPage
from units.directory import names_around

BROKEN = (
    "Việc nhận dạng chữ dừng vì một lỗi của chương trình. Đề nghị thử đọc lại; nếu vẫn không được,"
    " hãy báo quản trị viên."
)


def read_later(intake: Intake, on: datetime.date) -> None:
    """Has a waiting document read once the row is written; ``on`` as for ``finish_scan``."""
    transaction.on_commit(partial(_enqueue, intake.pk, on))


def _enqueue(intake_id: int, on: datetime.date) -> None:
    read_scan.enqueue(intake_id=intake_id, on=on.isoformat())


@task()
def read_scan(*, intake_id: int, on: str) -> None:
    """Reads a waiting document from the page at which it stands; ``on`` is an ISO day.

    Does nothing where it is not waiting: a job may be lost, or enqueued twice.
    """
    intake = take_up(intake_id=intake_id)
    if intake is None:
        return
    try:
        _read(intake, datetime.date.fromisoformat(on))
    except OcrFailed as failed:
        fail_scan(intake=intake, reason=str(failed))
    except Exception:
        fail_scan(intake=intake, reason=BROKEN)
        raise


def _read(intake: Intake, on: datetime.date) -> None:
    """Page by page to the draft.  Raises OcrFailed."""
    with intake.file.open("rb") as scan:
        data = scan.read()
    pages = [ScannedPage.from_state(kept) for kept in intake.pages]
    pictures = picture_pages(working_draft(intake).plan)
    numbers = pictures or range(1, intake.pages_total + 1)
    for at in range(len(pages), intake.pages_total):
        page = recognised(data, numbers[at] - 1)
        if not keep_page(intake=intake, number=at, page=page):
            return
        pages.append(page)
    names = names_around(intake.issuer)
    if pictures:
        draft = read_mixed(data, dict(zip(pictures, pages, strict=True)), names)
    else:
        draft = draft_of(pages, names)
    if not draft.tasks and "kế hoạch" not in (draft.kind or "").casefold():
        fail_scan(intake=intake, reason=NO_PLAN)
    else:
        finish_scan(intake=intake, draft=draft, on=on)
