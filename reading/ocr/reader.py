"""Any document → the draft of its plan: text as it stands, pages that are pictures recognised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reading import PlanDraft, Refusal, UnreadableFile, read
from reading.draft import DoubtKind
from reading.ocr import engine
from reading.ocr.draft import read_mixed, read_scan
from reading.ocr.engine import OcrFailed
from reading.ocr.words import ScannedPage
from reading.open.pdf_pages import pages_of

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
    if not engine.is_available() or all(one.kind is not DoubtKind.PICTURE for one in draft.doubts):
        return draft, False
    pictures = [at for at, page in enumerate(pages_of(data)) if page.is_picture]
    seen = {at + 1: recognised(data, at) for at in pictures}
    return read_mixed(data, seen, names), True


def _pages(data: bytes) -> Iterator[ScannedPage]:
    """Every page of a scan."""
    count = engine.count_pages(data)
    if count > engine.MAX_PAGES:
        raise UnreadableFile(
            Refusal.TOO_LARGE,
            f"Bản quét có {count} trang, nhiều hơn {engine.MAX_PAGES} trang đọc được trong một lần."
            " Hãy tách riêng phần kế hoạch.",
        )
    for number in range(count):
        yield recognised(data, number)


def recognised(data: bytes, number: int) -> ScannedPage:
    """The page (from 0).  Raises OcrFailed, saying which page it is."""
    try:
        return engine.recognise(data, number)
    except OcrFailed as failed:
        raise OcrFailed(f"Trang {number + 1}: {failed}") from failed
