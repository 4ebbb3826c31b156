"""Starts the two programs that recognise a page: the one that draws it, and Tesseract."""

from __future__ import annotations

import json
import os
import shutil
import subprocess  # nosec B404
import sys
from functools import cache
from pathlib import Path

from reading.ocr import picture
from reading.ocr.again import (
    FIRST_ZOOM,
    SECOND_ZOOM,
    lines_of,
    strip_of,
    with_cells,
    with_second_look,
)
from reading.ocr.signature import with_addressees, with_name
from reading.ocr.words import ScannedPage, page_of
from reading.open.refusal import Refusal, UnreadableFile

MAX_PAGES = 100
LANGUAGE = "vie"
_ROOT = Path(__file__).resolve().parents[2]
_DRAWING_SECONDS = 60
_READING_SECONDS = 120
# Automatic layout: it keeps the columns of the header apart and finds text in tables.
_LAYOUT = "3"
_LINES = "6"
_TURN_ONLY = "0"
# Below this the page may lie on its side or upside down.
_POOR = 65.0


class OcrFailed(Exception):
    """A page could not be recognised; the message, in Vietnamese, says what can be done."""


@cache
def _tesseract_with_vietnamese(path: str) -> str | None:
    """Tesseract as found along ``path``, or None where it or its Vietnamese data is missing."""
    program = shutil.which("tesseract", path=path)
    if program is None:
        return None
    try:
        told = _run([program, "--list-langs"], b"", _DRAWING_SECONDS).decode()
    except OcrFailed:
        return None
    return program if LANGUAGE in told.split() else None


def is_available() -> bool:
    """Whether scanned pages can be read on this machine."""
    return _tesseract() is not None


def _tesseract() -> str | None:
    # What is missing may be installed while the server runs; what is there stays.
    found = _tesseract_with_vietnamese(os.environ.get("PATH", ""))
    if found is None:
        _tesseract_with_vietnamese.cache_clear()
    return found


def count_pages(data: bytes) -> int:
    """How many pages a PDF has.  Raises UnreadableFile where it cannot be opened."""
    try:
        return int(json.loads(_picture(data, "count"))["pages"])
    except OcrFailed as failed:
        raise UnreadableFile(Refusal.DAMAGED) from failed


def recognise(data: bytes, number: int) -> ScannedPage:
    """A page (from 0) of a scanned PDF.  Raises OcrFailed; takes seconds, two minutes at most."""
    page, image = _recognised(data, number, 0)
    if page.sureness >= _POOR or not page.words:
        return page
    turn = _turn(image)
    if not turn:
        return page
    turned, _ = _recognised(data, number, turn)
    return max(page, turned, key=lambda one: one.sureness)


def _recognised(data: bytes, number: int, turn: int) -> tuple[ScannedPage, bytes]:
    """The page turned by so many degrees, and its picture."""
    told, _, image = _picture(data, str(number), str(turn)).partition(b"\n")
    measures = json.loads(told)
    blank = measures.pop("blank")
    page = page_of("" if blank else _ask_tesseract(image, _LAYOUT, "tsv"), **measures)
    page = _with_second_look(page, image, measures["scale"])
    page = with_addressees(page, image, measures["scale"], _words_of)
    page = _with_lone_marks(page, image, measures["scale"])

    return with_name(page, image, measures["scale"], _words_of), image


def _with_second_look(page: ScannedPage, image: bytes, scale: float) -> ScannedPage:
    """The page with the surer of two readings of each line, of three where both are unsure."""
    for zoom in (FIRST_ZOOM, SECOND_ZOOM):
        lines = lines_of(image, page, scale, zoom, only_weak=zoom == SECOND_ZOOM)
        if lines is not None:
            page = with_second_look(page, lines, _words_of(lines.picture, lines.scale))
    return page


def _words_of(picture: bytes, scale: float) -> ScannedPage:
    """The words of a picture of lines, in points of its scale (pixels a point)."""
    tsv = _ask_tesseract(picture, _LINES, "tsv")
    return page_of(tsv, width=0, height=0, scale=scale, level=[], upright=[])


def _with_lone_marks(page: ScannedPage, image: bytes, scale: float) -> ScannedPage:
    """The page with what stands alone in the cells of its tables."""
    strip = strip_of(image, page, scale)
    if strip is None:
        return page
    return with_cells(page, strip, _words_of(strip.picture, scale), scale)


def _turn(image: bytes) -> int:
    """By how many degrees, clockwise, the page must be turned to stand upright; 0 if unknown."""
    try:
        told = _ask_tesseract(image, _TURN_ONLY)
    except OcrFailed:
        return 0  # too little text to tell
    found = [line.partition(":")[2] for line in told.splitlines() if line.startswith("Rotate:")]
    return int(found[0]) if found else 0


def _ask_tesseract(image: bytes, layout: str, *outputs: str) -> str:
    program = _tesseract()
    if program is None:
        raise OcrFailed(
            "Máy chủ chưa cài phần nhận dạng chữ tiếng Việt. Đề nghị quản trị viên cài bằng lệnh"
            " script/bootstrap --ocr rồi bấm đọc lại."
        )
    command = [program, "stdin", "stdout", "--dpi", str(picture.DPI), "--psm", layout]
    if layout != _TURN_ONLY:
        command += ["-l", LANGUAGE]
    return _run([*command, *outputs], image, _READING_SECONDS).decode(errors="replace")


def _picture(data: bytes, *arguments: str) -> bytes:
    command = [sys.executable, "-m", picture.__name__, *arguments]
    return _run(command, data, _DRAWING_SECONDS)


def _run(command: list[str], given: bytes, seconds: int) -> bytes:
    """What the program writes.  Raises OcrFailed where it fails or takes too long."""
    # No shell, and nothing typed by anybody among the arguments.
    # One thread: the pages of other people must stay quick while a scan is read.
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # nosec B603
            command,
            input=given,
            capture_output=True,
            check=True,
            timeout=seconds,
            cwd=_ROOT,
            env=environment,
        )
    except subprocess.TimeoutExpired as late:
        raise OcrFailed(
            f"Nhận dạng một trang mất quá {seconds} giây nên đã dừng. Đề nghị quét lại trang này"
            " rõ hơn, hoặc dán nội dung kế hoạch."
        ) from late
    except (subprocess.CalledProcessError, OSError) as failed:
        raise OcrFailed(
            "Chương trình nhận dạng chữ không xử lý được trang này. Đề nghị thử lại, hoặc quét lại"
            " văn bản rồi tải lên."
        ) from failed
    return done.stdout
