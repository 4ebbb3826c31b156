"""A page's lines recognised once more, each on its own and in another size; the surer words stand.

The first look finds where lines are; it is led astray by columns and specks, and passes over a
number that stands before a line.  Where both looks differ the surer one stands; where neither is
much surer, the words stay in doubt.  Looking for paragraphs it also passes over what stands alone
in a table's cell: cells with ink but no words are recognised in a strip of their own.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from PIL import Image

from reading.ocr.syllables import is_plausible, parted
from reading.ocr.words import UNSURE, ScannedPage, SeenWord, in_runs
from reading.open.pdf import Box

FIRST_ZOOM, SECOND_ZOOM = 0.85, 1.2
_WEAK = 75.0  # of 100: a line with such a word is worth a third look
_MOST_LINES = 90
_BESIDE, _ABOVE, _BELOW = 8.0, 2.5, 4.5  # points around a line
_GAP = 24.0
_LINE, _TAIL = 8.0, 2.0  # no two lines are nearer; how far letters reach below theirs
_ABOVE_CAPITALS = 6.0  # their accents stand higher
_APART = 7.0  # points between the pieces of the strip
_ODD, _KNOWN = 25.0, 8.0
_CERTAIN = 88.0
_SHARED = 0.4  # of the shorter word: what covers so much of another stands for it
_EVEN = 10.0  # of 100: looks that differ by less are even
_ROMAN = re.compile(r"\b[IVX]+\b")


@dataclass(frozen=True)
class Lines:
    """The picture of lines one below the other; of each its words, where it stands on the page
    (left and top, in points) and where it begins in the picture (pixels)."""

    picture: bytes
    pieces: tuple[tuple[tuple[SeenWord, ...], float, float, int], ...]
    left: int
    scale: float  # pixels of the picture a point


def lines_of(
    picture: bytes, page: ScannedPage, scale: float, zoom: float, *, only_weak: bool = False
) -> Lines | None:
    """The lines of a page cut out, None where there are none; ``only_weak`` those in which a word
    is unsure or none of the language."""
    runs = [piece for run in in_runs(page.words) for piece in _columns(run)]
    wanted = [run for run in runs if not only_weak or _is_weak(run)][:_MOST_LINES]
    if not wanted:
        return None
    image = Image.open(io.BytesIO(picture))
    cuts = [
        _cut(image, run, (_room(run, runs), _ceiling(run, runs)), scale, zoom) for run in wanted
    ]
    gap = round(_APART * scale * zoom)
    width = max(cut.width for cut, _, _ in cuts) + 2 * gap
    strip = Image.new("L", (width, sum(cut.height + gap for cut, _, _ in cuts) + gap), 255)
    pieces, top = [], gap
    for run, (cut, x, y) in zip(wanted, cuts, strict=True):
        strip.paste(cut, (gap, top))
        pieces.append((tuple(run), x, y, top))
        top += cut.height + gap
    out = io.BytesIO()
    strip.save(out, "PPM")
    return Lines(out.getvalue(), tuple(pieces), gap, scale * zoom)


def _columns(run: list[SeenWord]) -> Iterator[list[SeenWord]]:
    """A line cut where its words are too far from one another: where columns stand side by side."""
    begin = 0
    for at in range(1, len(run)):
        if run[at].x0 - run[at - 1].x1 > _GAP:
            yield run[begin:at]
            begin = at
    yield run[begin:]


def _is_weak(run: Sequence[SeenWord]) -> bool:
    return any(
        word.sure < _WEAK or (len(word.text) > 1 and not is_plausible(word.text)) for word in run
    )


def _room(run: Sequence[SeenWord], runs: Sequence[Sequence[SeenWord]]) -> float:
    """From where on the page is white before a line: where the words left of it end, or where the
    page's lines begin."""
    top, bottom, x0 = run[0].top, run[0].bottom, run[0].x0
    before = [
        word.x1
        for other in runs
        for word in other
        if word.x1 <= x0 and word.top < bottom and top < word.bottom
    ]
    return max(before) + 2 if before else min(x0, *(other[0].x0 for other in runs))


def _ceiling(run: Sequence[SeenWord], runs: Sequence[Sequence[SeenWord]]) -> float:
    """Where the letters of the line above end."""
    return max(
        (
            other[0].bottom + _TAIL
            for other in runs
            if other[0].bottom < run[0].bottom - _LINE
            and other[0].x0 < run[-1].x1
            and run[0].x0 < other[-1].x1
        ),
        default=0.0,
    )


def _cut(
    image: Image.Image,
    run: Sequence[SeenWord],
    free: tuple[float, float],
    scale: float,
    zoom: float,
) -> tuple[Image.Image, float, float]:
    """The line's picture, and its left and top in points; ``free`` is from where on, across and
    down, nothing else stands."""
    room, ceiling = free
    left = max(0.0, min(run[0].x0 - _BESIDE, max(room, run[0].x0 - 10 * _BESIDE)))
    said = "".join(word.text for word in run if word.text.isalpha())
    capitals = sum(char.isupper() for char in said)
    above = _ABOVE_CAPITALS if 2 * capitals > len(said) else _ABOVE
    top = max(0.0, ceiling, min(word.top for word in run) - above)
    right, bottom = run[-1].x1 + _BESIDE, run[0].bottom + _BELOW
    box = tuple(round(value * scale) for value in (left, top, right, bottom))
    cut = image.crop((box[0], box[1], min(box[2], image.width), min(box[3], image.height)))
    size = (round(cut.width * zoom), round(cut.height * zoom))
    return cut.resize(size, Image.Resampling.LANCZOS), left, top


def with_second_look(page: ScannedPage, lines: Lines, found: ScannedPage) -> ScannedPage:
    """The page with the surer of both readings; ``found`` are the words seen in the strip, in its
    points."""
    again: dict[int, list[SeenWord]] = {}
    for word in found.words:
        middle = (word.top + word.bottom) / 2 * lines.scale
        number = max((n for n, one in enumerate(lines.pieces) if one[3] <= middle), default=0)
        again.setdefault(number, []).append(word)
    taken: list[SeenWord] = []
    usual = _usual([*page.words, *found.words])
    seen = {id(word) for run, *_ in lines.pieces for word in run}
    for number, (run, left, _, _) in enumerate(lines.pieces):
        moved = [
            replace(
                word,
                x0=round(word.x0 - lines.left / lines.scale + left, 1),
                x1=round(word.x1 - lines.left / lines.scale + left, 1),
                top=run[0].top,
                bottom=run[0].bottom,
            )
            for word in again.get(number, [])
        ]
        taken += _with_spaces(_voted(run, moved, usual))
    return replace(page, words=(*taken, *(word for word in page.words if id(word) not in seen)))


def _voted(
    first: Sequence[SeenWord], second: Sequence[SeenWord], usual: Counter[str]
) -> Iterator[SeenWord]:
    """The words of a line, of each stretch those of the surer look."""
    if not second:
        yield from first
        return
    for ours, theirs in _stretches(first, second):
        if ours:
            yield from _surer(ours, theirs, usual)
        elif theirs[-1].x1 < first[0].x0:
            yield from (w for w in theirs if w.sure >= UNSURE and is_plausible(w.text))


def _with_spaces(words: Iterable[SeenWord]) -> Iterator[SeenWord]:
    """The words, those in which spaces were not seen apart: no word has two syllables."""
    for word in words:
        core = word.text.rstrip(".,;:")
        parts = parted(core)
        parts[-1] += word.text[len(core) :]
        letter = (word.x1 - word.x0) / len(word.text)
        at = word.x0
        for part in parts:
            yield replace(word, text=part, x0=round(at, 1), x1=round(at + letter * len(part), 1))
            at += letter * len(part)


def _surer(ours: list[SeenWord], theirs: list[SeenWord], usual: Counter[str]) -> Sequence[SeenWord]:
    if not theirs:
        return ours if _sure(ours) >= UNSURE or len(ours[0].text) > 1 else []
    if [word.text for word in ours] == [word.text for word in theirs]:
        return [
            replace(word, sure=max(word.sure, other.sure))
            for word, other in zip(ours, theirs, strict=True)
        ]
    one, other = _worth(ours, usual), _worth(theirs, usual)
    best = theirs if other > one else ours
    if _said(ours) == _said(theirs) or (
        abs(one - other) >= _EVEN and _figures(ours) == _figures(theirs)
    ):
        return best
    # Neither is much surer than the other, or a number is at stake: what is taken stays in doubt.
    return [replace(word, sure=min(word.sure, UNSURE - 1)) for word in best]


def _worth(words: Sequence[SeenWord], usual: Counter[str]) -> float:
    """How sure the words are, and how likely: no word of the language, or none of the page's own
    words, is worth less."""
    odd = sum(not is_plausible(word.text) for word in words) / len(words)
    known = all(usual[_bare(word.text)] > 1 for word in words)
    return _sure(words) - _ODD * odd + _KNOWN * known


def _said(words: Sequence[SeenWord]) -> list[str]:
    return [bare for word in words if (bare := _bare(word.text))]


def _figures(words: Sequence[SeenWord]) -> str:
    """The digits and Roman numerals in the words."""
    said = "".join(word.text for word in words)
    roman = "".join(_ROMAN.findall(said))
    return "".join(char for char in said if char.isdigit()) + roman


def _usual(words: Sequence[SeenWord]) -> Counter[str]:
    """How often a page says each word for sure."""
    return Counter(_bare(word.text) for word in words if word.sure >= _CERTAIN)


def _bare(word: str) -> str:
    return word.strip(".,;:()").casefold()


def _sure(words: Sequence[SeenWord]) -> float:
    """How sure the words are, by their letters."""
    letters = sum(len(word.text) for word in words)
    return sum(word.sure * len(word.text) for word in words) / letters


def _stretches(
    first: Sequence[SeenWord], second: Sequence[SeenWord]
) -> Iterator[tuple[list[SeenWord], list[SeenWord]]]:
    """The words of both looks in stretches that cover the same piece of the line."""
    words = sorted(
        [(word, 0) for word in first] + [(word, 1) for word in second], key=lambda one: one[0].x0
    )
    sides: tuple[list[SeenWord], list[SeenWord]] = ([], [])
    for word, side in words:
        if any(sides) and not any(_overlap(word, one) for one in (*sides[0], *sides[1])):
            yield sides
            sides = ([], [])
        sides[side].append(word)
    if any(sides):
        yield sides


def _overlap(one: SeenWord, other: SeenWord) -> bool:
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared > _SHARED * min(one.x1 - one.x0, other.x1 - other.x0)


# --- what stands alone in a table's cells ---------------------------------------------------------
_INSIDE_CELL = 2.0  # points: clear of the cell's rules
_INK, _LEAST_INK = 128, 0.1  # how dark, and how many square points of it
_MOST_CELLS = 80
_CELLS_APART = 12  # points between the pieces of the strip


@dataclass(frozen=True)
class Strip:
    """The picture of the cells one below the other, and which stands where: tops in pixels."""

    picture: bytes
    cells: tuple[tuple[Box, int], ...]


def strip_of(picture: bytes, page: ScannedPage, scale: float) -> Strip | None:
    """The strip of a page's inked cells without words, None where there are none."""
    image = Image.open(io.BytesIO(picture))
    boxes = [box for box in _without_words(page) if _has_ink(_cell(image, box, scale), scale)]
    if not boxes:
        return None
    pieces = [_cell(image, box, scale) for box in boxes[:_MOST_CELLS]]
    gap = round(_CELLS_APART * scale)
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
                if not any(word.lies_in(box) for word in page.words):
                    yield box


def _cell(image: Image.Image, box: Box, scale: float) -> Image.Image:
    left, top, right, bottom = box
    inside = (left + _INSIDE_CELL, top + _INSIDE_CELL, right - _INSIDE_CELL, bottom - _INSIDE_CELL)
    x0, y0, x1, y1 = (round(value * scale) for value in inside)
    return image.crop((x0, y0, x1, y1))


def _has_ink(piece: Image.Image, scale: float) -> bool:
    return sum(piece.histogram()[:_INK]) > _LEAST_INK * scale * scale
