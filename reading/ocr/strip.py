"""The cells of a table in which Tesseract saw nothing though there is ink, in a strip of their own.

Looking for paragraphs it passes over what stands alone: the number of a row, a single mark.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from PIL import Image

from reading.ocr.words import ScannedPage, SeenWord
from reading.open.pdf import Box

_INSIDE = 2.0  # points: clear of the cell's rules
_INK, _LEAST_INK = 128, 0.1  # how dark, and how many square points of it
_MOST_CELLS = 80
_APART = 12  # points between the pieces of the strip


@dataclass(frozen=True)
class Strip:
    """The picture of the cells one below the other, and which stands where: tops in pixels."""

    picture: bytes
    cells: tuple[tuple[Box, int], ...]


def strip_of(picture: bytes, page: ScannedPage, scale: float) -> Strip | None:
    """The strip of a page's inked cells without words, None where there are none."""
    image = Image.open(io.BytesIO(picture))
    boxes = [box for box in _without_words(page) if _has_ink(_cut(image, box, scale), scale)]
    if not boxes:
        return None
    pieces = [_cut(image, box, scale) for box in boxes[:_MOST_CELLS]]
    gap = round(_APART * scale)
    width = max(piece.width for piece in pieces) + 2 * gap
    strip = Image.new("L", (width, sum(piece.height + gap for piece in pieces) + gap), 255)
    cells, top = [], gap
    for box, piece in zip(boxes, pieces, strict=False):
        strip.paste(piece, (gap, top))
        cells.append((box, top))
        top += piece.height + gap
    out = io.BytesIO()
    strip.save(out, "PPM")
    return Strip(out.getvalue(), tuple(cells))


def with_cells(page: ScannedPage, strip: Strip, found: ScannedPage, scale: float) -> ScannedPage:
    """The page with the words found in the strip, each in the middle of the cell it is from."""
    words: list[SeenWord] = []
    for word in found.words:
        middle = (word.top + word.bottom) / 2
        box = next(
            (box for box, top in reversed(strip.cells) if top / scale <= middle), strip.cells[0][0]
        )
        size = word.bottom - word.top
        at = (box[1] + box[3]) / 2
        words.append(
            replace(word, x0=box[0] + 3, x1=box[2] - 3, top=at - size / 2, bottom=at + size / 2)
        )
    return replace(page, words=(*page.words, *words))


def _without_words(page: ScannedPage) -> Iterator[Box]:
    for table in page.tables:
        for row in table.rows:
            for box in filter(None, row):
                if not any(_holds(box, word) for word in page.words):
                    yield box


def _holds(box: Box, word: SeenWord) -> bool:
    across, down = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _cut(image: Image.Image, box: Box, scale: float) -> Image.Image:
    left, top, right, bottom = box
    inside = (left + _INSIDE, top + _INSIDE, right - _INSIDE, bottom - _INSIDE)
    return image.crop(tuple(round(value * scale) for value in inside))  # type: ignore[arg-type]


def _has_ink(piece: Image.Image, scale: float) -> bool:
    return sum(piece.histogram()[:_INK]) > _LEAST_INK * scale * scale
