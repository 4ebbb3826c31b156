"""The addressees of a plan recognised once more, as a block of their own.

Their small type beside the large one of who signs leads the first look astray: it takes two lines
for one.  The block stands where "Nơi nhận" says, left of the post.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace

from PIL import Image
from rapidfuzz.distance import OSA

from reading.letters import flat
from reading.ocr.syllables import is_plausible
from reading.ocr.words import ScannedPage, SeenWord, in_runs

_FEWEST = 20.0  # points: nothing stands below "Nơi nhận"
_LEFT, _RIGHT = 14.0, 300.0  # points before and after its first word, where nobody signs beside it
_LONGEST, _ASIDE = 260.0, 60.0
_BELOW, _CLEAR = 4.0, 8.0

Reads = Callable[[bytes, float], ScannedPage]  # a picture's lines, and its pixels a point
Box = tuple[float, float, float, float]


def with_addressees(page: ScannedPage, picture: bytes, scale: float, read: Reads) -> ScannedPage:
    """The page with the lines below "Nơi nhận" as a look at them alone has them, where that look is
    surer or parts lines that the first took for one."""
    box = _block(page.words)
    if box is None:
        return page
    image = Image.open(io.BytesIO(picture))
    left, top, right, bottom = (round(value * scale) for value in box)
    cut = image.crop((left, top, min(right, image.width), min(bottom, image.height)))
    out = io.BytesIO()
    cut.save(out, "PPM")
    again = [_moved(word, box) for word in read(out.getvalue(), scale).words]
    first = [word for word in page.words if _is_inside(word, box)]
    if _worth(again) <= _worth(first):
        return page
    others = [word for word in page.words if not _is_inside(word, box)]
    return replace(page, words=(*others, *again))


def _block(words: Sequence[SeenWord]) -> Box | None:
    """Where the addressees stand."""
    for run in in_runs(words):
        if (
            OSA.distance(flat(" ".join(word.text for word in run[:2])).strip(" :.;"), "noi nhan")
            > 1
        ):
            continue
        head = run[0]
        top = head.bottom + _BELOW
        right = min(
            (w.x0 - _CLEAR for w in words if w.bottom > head.bottom - 12 and _is_post(w, head)),
            default=head.x0 + _RIGHT,
        )
        below = [w for w in words if top < w.bottom < top + _LONGEST and w.x1 < right]
        if below and max(w.bottom for w in below) - top > _FEWEST:
            return max(0.0, head.x0 - _LEFT), top, right, max(w.bottom for w in below) + 12
    return None


def _is_post(word: SeenWord, head: SeenWord) -> bool:
    """Whether a word beside the block is of who signs: capitals, well to the right."""
    said = word.text.strip(".,")
    return word.x0 > head.x1 + _ASIDE and said.isalpha() and said.isupper() and len(said) > 1


def _worth(words: Sequence[SeenWord]) -> float:
    """How many lines there are of how likely words."""
    if not words:
        return 0.0
    likely = sum(word.sure for word in words if is_plausible(word.text)) / len(words)
    return likely + len([*in_runs(words)])


def _moved(word: SeenWord, box: Box) -> SeenWord:
    return replace(
        word,
        x0=round(word.x0 + box[0], 1),
        x1=round(word.x1 + box[0], 1),
        top=round(word.top + box[1], 1),
        bottom=round(word.bottom + box[1], 1),
    )


def _is_inside(word: SeenWord, box: Box) -> bool:
    across, down = (word.x0 + word.x1) / 2, word.bottom - 4
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]
