"""The name under a stamp: read once more with all but the darkest ink taken away.

A stamp and a signature are lighter than print once a page is grey.  What is read so is a guess: its
words are marked as hardly legible.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from PIL import Image

from reading.letters import flat
from reading.ocr.words import UNSURE, ScannedPage, SeenWord
from reading.understand.name_words import SURNAMES

_POST = re.compile(
    r"(?:(?:pho )?(?:chu tich|giam doc|hieu truong|tong giam doc|bi thu|truong phong|truong ban)"
    r"|chanh van phong|vien truong|chi cuc truong)"
)
_BELOW = 130.0  # points: stamp, signature and name
_BESIDE = 40.0
_DARKEST = (85, 110)  # of 255: how dark print is that stays
_TITLE = r"(?:(?:PGS|GS|TS|ThS|BS|BSCKI{1,2}|KS|CN)\.? ?)*"
_PART = r"[A-ZĐÀ-Ỹ][A-Za-zĐÀ-ỹ]{1,6}"
_NAME = re.compile(rf"{_TITLE}(?:{_PART} ){{1,4}}{_PART}")
_SURNAMES = {flat(name): name.title() for name in sorted(SURNAMES)}
_LEAST_SURE = 40.0

Reads = Callable[[bytes], ScannedPage]  # a picture's lines


def with_name(page: ScannedPage, picture: bytes, scale: float, read: Reads) -> ScannedPage:
    """The page with the name of who signs, where a post stands on it and no name below it."""
    box = _unsigned(page)
    if box is None:
        return page
    image = Image.open(io.BytesIO(picture))
    left, top, right, bottom = (round(value * scale) for value in box)
    cut = image.crop((left, top, min(right, image.width), min(bottom, image.height)))
    for darkest in _DARKEST:
        out = io.BytesIO()
        cut.point(lambda value, most=darkest: 255 if value > most else value).save(out, "PPM")
        found = _name_in(read(out.getvalue()))
        if found:
            return _with_words(page, found, box)
    return page


def _unsigned(page: ScannedPage) -> tuple[float, float, float, float] | None:
    """The place below the last post on the page, where no name stands; None where one does."""
    lines = _lines(page.words)
    posts = [line for line in lines if _is_post(line)]
    if not posts:
        return None
    post = posts[-1]
    left, right, bottom = post[0].x0 - _BESIDE, post[-1].x1 + _BESIDE, post[0].bottom
    below = [
        " ".join(word.text for word in line if left <= word.x0 <= right)
        for line in lines
        if bottom + 2 < line[0].bottom < bottom + _BELOW
    ]
    if any(_NAME.fullmatch(words.strip(" .")) for words in below):
        return None
    return max(0.0, left), bottom + 2, min(page.width, right), min(page.height, bottom + _BELOW)


def _is_post(line: Sequence[SeenWord]) -> bool:
    """Whether the right end of a line is a post in capitals."""
    words = [word for word in line if word.text.isupper()]
    tail = flat(" ".join(word.text for word in words))
    return bool(words) and bool(_POST.search(tail))


def _lines(words: Sequence[SeenWord]) -> list[list[SeenWord]]:
    lines: list[list[SeenWord]] = []
    for word in sorted(words, key=lambda one: (one.bottom, one.x0)):
        if lines and abs(lines[-1][0].bottom - word.bottom) <= 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_right_half(line) for line in lines]


def _right_half(line: list[SeenWord]) -> list[SeenWord]:
    """The words after the last wide gap of a line: addressees stand on its left."""
    line = sorted(line, key=lambda one: one.x0)
    gaps = [at for at in range(1, len(line)) if line[at].x0 - line[at - 1].x1 > _BESIDE / 2]
    return line[gaps[-1] :] if gaps else line


def _name_in(page: ScannedPage) -> list[SeenWord]:
    """The words of the last line that is a name."""
    for line in reversed(_lines(page.words)):
        words = " ".join(word.text for word in line).strip(" .|_-")
        sure = sum(word.sure for word in line) / len(line)
        if sure >= _LEAST_SURE and (found := _NAME.search(words)):
            kept = {part.strip(" .|_-") for part in found.group().split()}
            return _named([word for word in line if word.text.strip(" .|_-") in kept])
    return []


def _named(words: list[SeenWord]) -> list[SeenWord]:
    """The words of a name, the surname with the accents that surnames have."""
    for at, word in enumerate(words):
        if word.text.strip(".").isupper() and len(word.text) > 2:
            continue  # PGS.TS.
        surname = _SURNAMES.get(flat(word.text), word.text)
        return [*words[:at], replace(word, text=surname), *words[at + 1 :]]
    return words


def _with_words(
    page: ScannedPage, found: Sequence[SeenWord], box: tuple[float, float, float, float]
) -> ScannedPage:
    """The page with these words in place of what was seen of them under the stamp."""
    moved = [
        replace(
            word,
            x0=round(word.x0 + box[0], 1),
            x1=round(word.x1 + box[0], 1),
            top=round(word.top + box[1], 1),
            bottom=round(word.bottom + box[1], 1),
            sure=min(word.sure, UNSURE - 1),
        )
        for word in found
    ]
    kept = [word for word in page.words if not _is_inside(word, box)]
    return replace(page, words=(*kept, *moved))


def _is_inside(word: SeenWord, box: tuple[float, float, float, float]) -> bool:
    across, down = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]
