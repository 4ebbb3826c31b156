"""The page on which one waits until a scanned document is read."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from accounts.jobs import Progress
from intake.models import Intake, Reading
from intake.scans import may_be_asked_again


@dataclass(frozen=True)
class ScanPage:
    """``failure`` says why it could not be read; ``stands_still``: nobody reads it any more."""

    pk: int
    name: str
    issuer: str
    progress: Progress
    failure: str
    stands_still: bool

    @property
    def is_moving(self) -> bool:
        return not self.failure and not self.stands_still


def build_scan(intake: Intake, pages_read: int, now: datetime.datetime) -> ScanPage:
    """The page as of now; ``pages_read`` as counted by the query."""
    failed = intake.reading == Reading.FAILED
    is_still = may_be_asked_again(intake, now)
    return ScanPage(
        pk=intake.pk,
        name=intake.name,
        issuer=str(intake.issuer),
        progress=Progress(pages_read, intake.pages_total, _words(intake, pages_read, is_still)),
        failure=(intake.failure or "Không đọc được bản quét này.") if failed else "",
        stands_still=is_still and not failed,
    )


def _words(intake: Intake, pages_read: int, is_still: bool) -> str:
    """How far the reading has come, for a person."""
    if is_still:
        return f"Đã đọc {pages_read}/{intake.pages_total} trang"
    if intake.reading == Reading.WAITING:
        return f"Đang chờ đến lượt đọc ({intake.pages_total} trang)"
    if pages_read >= intake.pages_total:
        return "Đã nhận dạng xong các trang, đang lập bản nháp"
    return f"Đang đọc trang {pages_read + 1}/{intake.pages_total}"
