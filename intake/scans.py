"""A scanned document on its way to a draft, one verb a step.

waiting → running → done, or failed; what has been read of it is kept page by page, so that a server
that stops loses one page at most.  Whoever reads asks for the document (``take_up``) and is told
with every page whether it is still theirs to read.
"""

from __future__ import annotations

import datetime
import re

from django.core.exceptions import ValidationError

from accounts.changes import StaleRevision, verb
from accounts.models import User
from intake.actions import new_intake, working_draft
from intake.draft_lock import locked, refuse_unless_held, refuse_unless_open
from intake.drafting.draft import begin
from intake.models import Intake, Reading
from reading import PlanDraft, Refusal, UnreadableFile
from reading.draft import DoubtKind
from reading.ocr import engine
from reading.ocr.words import ScannedPage
from units.models import Unit

# A page takes three minutes at most: after this nobody is reading any more.
QUIET = datetime.timedelta(minutes=5)
NO_OCR = (
    "Tệp là bản quét hoặc ảnh chụp (không có lớp chữ) và máy chủ chưa cài phần nhận dạng"
    " chữ. Đề nghị quản trị viên cài bằng lệnh script/bootstrap --ocr; hoặc sử dụng tệp Word,"
    " tệp PDF có lớp chữ, hoặc dán nội dung kế hoạch."
)
NO_OCR_FOR_PAGES = (
    "Máy chủ chưa cài phần nhận dạng chữ nên chưa đọc được các trang ảnh. Đề nghị quản trị viên cài"
    " bằng lệnh script/bootstrap --ocr, hoặc thêm bằng tay những việc ghi trên các trang đó."
)
NO_PLAN = (
    "Đã nhận dạng chữ nhưng không tìm thấy kế hoạch: không có tiêu đề “KẾ HOẠCH” và không có nhiệm"
    " vụ nào. Đề nghị kiểm tra xem đã chọn đúng tệp chưa, hoặc quét lại rõ hơn."
)


def new_scan(*, data: bytes, filename: str, issuer: Unit, by: User) -> Intake:
    """A scanned PDF or a picture that waits to be read (``intake.jobs.read_later``), not yet
    written anywhere.

    Raises UnreadableFile where it cannot be opened or nothing here can read scans, and
    ValidationError where it is too long.
    """
    if not engine.is_available():
        raise UnreadableFile(Refusal.SCANNED, NO_OCR)
    pages = engine.count_pages(data)
    if pages > engine.MAX_PAGES:
        raise ValidationError(
            f"Bản quét có {pages} trang, nhiều hơn {engine.MAX_PAGES} trang mà phần nhận dạng chữ"
            " đọc được trong một lần. Đề nghị tách riêng phần kế hoạch rồi tải lên lại."
        )
    intake = new_intake(data=data, filename=filename, draft=PlanDraft(), issuer=issuer, by=by)
    intake.reading, intake.by_ocr, intake.pages_total = Reading.WAITING, True, pages
    return intake


def picture_pages(draft: PlanDraft) -> tuple[int, ...]:
    """The pages, numbered from 1, of which reading said that they are pictures."""
    words = [doubt.words for doubt in draft.doubts if doubt.kind is DoubtKind.PICTURE]
    return tuple(int(found[0]) for one in words if (found := re.findall(r"\d+", one)))


@verb
def read_pictures(
    *, intake: Intake, revision: int, by: User, now: datetime.datetime, agreed: bool = False
) -> Intake:
    """Puts a document whose text was read back to wait for the pages that are pictures; the draft
    is then made anew of all pages, the choices of units kept.

    Raises ValidationError where nothing here reads scans, no page is a picture, or the draft was
    corrected and nobody ``agreed`` to lose that; StaleRevision and HeldDraft as ``save_draft``.
    """
    kept = locked(intake)
    refuse_unless_open(kept)
    refuse_unless_held(kept, by, now)
    if kept.revision != revision:
        raise StaleRevision("Bản nháp", kept.revision, "được sửa ở cửa sổ khác hoặc bởi người khác")
    if not engine.is_available():
        raise ValidationError(NO_OCR_FOR_PAGES)
    numbers = picture_pages(working_draft(kept).plan)
    if not numbers or not kept.file:
        raise ValidationError("Văn bản này không có trang ảnh nào chờ nhận dạng.")
    if kept.revision and not agreed:
        raise ValidationError(
            "Bản nháp đã được sửa; đọc lại thì phải sửa lại. Hãy đánh dấu vào ô đồng ý."
        )
    kept.reading, kept.by_ocr, kept.failure = Reading.WAITING, True, ""
    kept.pages, kept.pages_total = [], len(numbers)
    kept.save(update_fields=["reading", "by_ocr", "failure", "pages", "pages_total", "changed_at"])
    return kept


@verb
def take_up(*, intake_id: int) -> Intake | None:
    """The document, now being read by the caller; None where it is not waiting (any more)."""
    intake = Intake.objects.select_for_update(of=("self",)).filter(pk=intake_id).open().first()
    if intake is None or intake.reading != Reading.WAITING:
        return None
    intake.reading, intake.failure = Reading.RUNNING, ""
    intake.save(update_fields=["reading", "failure", "changed_at"])
    return intake


@verb
def keep_page(*, intake: Intake, number: int, page: ScannedPage) -> bool:
    """Keeps the page with this number (from 0); False where the document was dropped meanwhile or
    somebody else reads it, and the caller must stop."""
    row = _being_read(intake)
    if row is None or len(row.pages) != number:
        return False
    row.pages = [*row.pages, page.to_state()]
    row.save(update_fields=["pages", "changed_at"])
    return True


@verb
def finish_scan(*, intake: Intake, draft: PlanDraft, on: datetime.date) -> bool:
    """The draft of all pages takes their place; False where it is not the caller's any more.

    ``on`` is the day that tells the plan's year where the document does not.
    """
    row = _being_read(intake)
    if row is None:
        return False
    row.reading, row.pages, row.failure = Reading.DONE, [], ""
    row.draft = begin(draft, on).to_state()
    row.save(update_fields=["reading", "pages", "failure", "draft", "changed_at"])
    return True


@verb
def fail_scan(*, intake: Intake, reason: str) -> None:
    """The reading ends without a draft; ``reason`` is for the person who put the document in."""
    row = _being_read(intake)
    if row is not None:
        # A draft of the other pages is still there to go on with.
        has_draft = bool(picture_pages(working_draft(row).plan))
        row.reading = Reading.DONE if has_draft else Reading.FAILED
        row.failure = reason[:500]
        row.save(update_fields=["reading", "failure", "changed_at"])


@verb
def ask_again(*, intake: Intake, now: datetime.datetime) -> bool:
    """Puts a document back to wait whose reading failed or shows no sign of life since ``QUIET``.

    False where there is nothing to do: it is being read, or has been.
    """
    row = Intake.objects.select_for_update(of=("self",)).open().filter(pk=intake.pk).first()
    if row is None or not may_be_asked_again(row, now):
        return False
    row.reading, row.failure = Reading.WAITING, ""
    row.save(update_fields=["reading", "failure", "changed_at"])
    return True


def may_be_asked_again(intake: Intake, now: datetime.datetime) -> bool:
    """Whether the reading failed, or has stood still for so long that nobody reads any more."""
    if intake.reading == Reading.FAILED:
        return True
    return intake.reading != Reading.DONE and intake.changed_at < now - QUIET


def _being_read(intake: Intake) -> Intake | None:
    """The document as it stands now, held; None where it is not being read or was dropped."""
    held = Intake.objects.select_for_update(of=("self",)).open()
    return held.filter(pk=intake.pk, reading=Reading.RUNNING).first()
