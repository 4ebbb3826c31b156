"""Any document → the draft of its plan: text as it stands, pages that are pictures recognised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reading import PlanDraft, Refusal, UnreadableFile, read
from reading.draft import DoubtKind
from reading.ocr import engine
from reading.ocr.draft import read_scan
from reading.ocr.engine import OcrFailed
from reading.ocr.words import ScannedPage
from reading.open.pdf_pages import pages_of
from sheets.content import Content, content_of

_CANNOT = (
    "Tệp là ảnh hoặc bản quét và máy này chưa cài phần nhận dạng chữ. Hãy cài bằng lệnh"
    " script/bootstrap --ocr, hoặc sử dụng tệp có lớp chữ."
)


def read_any(data: bytes, filename: str, names: Iterable[str] = ()) -> tuple[PlanDraft, bool]:
    """The draft of the plan in a file, and whether pages of it had to be recognised.

    Takes seconds a page that is a picture.  Raises ``UnreadableFile``, and ``OcrFailed`` where a
    page cannot be recognised.  ``names`` as in ``reading.read``.
    """
    names = list(names)
    try:
        draft = read(data, filename, names)
    except UnreadableFile as unreadable:
        if unreadable.code is not Refusal.SCANNED:
            raise
        if not engine.is_available():
            raise UnreadableFile(Refusal.SCANNED, _CANNOT) from unreadable
        return read_scan([*_pages(data)], names), True
    if not needs_recognising(draft):
        return draft, False
    return read_scan([*_pages(data)], names), True


def needs_recognising(draft: PlanDraft) -> bool:
    """Whether pages were left out as pictures which this machine can recognise."""
    left = any(doubt.kind is DoubtKind.PICTURE for doubt in draft.doubts)
    return left and engine.is_available()


def _pages(data: bytes) -> Iterator[ScannedPage]:
    """Every page, those with a text of their own as they stand."""
    count = engine.count_pages(data)
    if count > engine.MAX_PAGES:
        raise UnreadableFile(
            Refusal.TOO_LARGE,
            f"Bản quét có {count} trang, nhiều hơn {engine.MAX_PAGES} trang đọc được trong một lần."
            " Hãy tách riêng phần kế hoạch.",
        )
    written = written_pages(data)
    for number in range(count):
        try:
            yield written.get(number) or engine.recognise(data, number)
        except OcrFailed as failed:
            raise OcrFailed(f"Trang {number + 1}: {failed}") from failed


def written_pages(data: bytes) -> dict[int, ScannedPage]:
    """The pages of a PDF that have a text of their own, by number from 0; none of a picture."""
    if content_of(data) is not Content.PDF:
        return {}
    found: dict[int, ScannedPage] = {}
    try:
        for number, page in enumerate(pages_of(data)):
            if page.words and not page.is_picture:
                found[number] = ScannedPage.written(page)
    except UnreadableFile:
        return found  # of the whole that it is a scan; or what another program still draws
    return found
