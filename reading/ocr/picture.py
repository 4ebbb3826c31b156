"""Draws a page of a PDF, or a picture, for Tesseract: grey, upright, and with its ruled lines.

A program of its own, for what comes out of a stranger's file may take all memory, never end or
bring its process down: ``python -m reading.ocr.picture PAGE TURN`` reads the PDF from the standard
input (page from 0, turn in degrees clockwise) and writes one line of JSON, then the picture as
PGM; ``python -m reading.ocr.picture count`` writes the number of pages.
"""

from __future__ import annotations

import io
import json
import math
import re
import resource
import sys
from collections.abc import Iterator
from itertools import chain, pairwise

import pypdfium2
from PIL import Image, ImageDraw, ImageOps

from reading.ocr.sheet import cleaned, laid_flat

DPI = 300
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")  # .png, .jpg
_A4 = (595.0, 842.0)  # points
_MOST_PIXELS = 12_000_000  # A4 at 300 dpi has 8.7 million, A3 at 250 dpi 12 million
_MOST_MEMORY = 1_500 * 1024 * 1024
_MOST_SKEW = 3.0  # degrees; a feeder does no worse
_WIDTH_FOR_SKEW = 900

_BRIGHT = 128
_PAPER = 0.85  # so much of the paper's own brightness counts as white
_LEAST_INK = 0.0001  # of the page: less than a line of text

# A ruled line, in pixels of the picture: so long a run of ink is no stroke of a letter.
_INK = 205
_CELL = 50
_NEARLY_ALL = re.compile(rb"[\x00-\x20]+")
_THICKEST = 12
_DRIFT = 4
_SHORTEST = 2  # cells
_WHITE = 255
_NEAR = 20  # how far from one another two strokes may end that meet
_RUBBED = 3  # how far beyond a line its ink is rubbed out

# A level line (or an upright one seen on its side) as the pieces it is found in: begin, end, top
# and bottom of each.
Piece = tuple[int, int, int, int]
Stroke = list[Piece]
Segment = tuple[float, float, float]  # begin, end, and where across


def page_count(data: bytes) -> int:
    """How many pages a PDF has; a picture is one.  Raises for what is neither."""
    if data.startswith(_PICTURES):
        Image.open(io.BytesIO(data)).verify()
        return 1
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def drawn(data: bytes, number: int, turn: int) -> tuple[Image.Image, float]:
    """A page, grey and upright, and its scale in pixels a point; ``turn`` quarters of a circle."""
    picture, scale = _opened(data) if data.startswith(_PICTURES) else _rendered(data, number)
    if turn % 360:
        picture = picture.rotate(-turn, expand=True)
    return straightened(whitened(cleaned(picture))), scale


def _rendered(data: bytes, number: int) -> tuple[Image.Image, float]:
    document = pypdfium2.PdfDocument(data)
    page = document[number]
    width, height = page.get_size()
    scale = min(DPI / 72, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
    picture = page.render(scale=scale).to_pil().convert("RGB")
    flat = laid_flat(picture, _width_of_a4(picture))
    return (picture, scale) if flat is None else (flat, DPI / 72)


def _width_of_a4(picture: Image.Image) -> int:
    """How many pixels across a picture of a sheet of A4 is, lengthwise or not."""
    return round((_A4[0] if picture.width <= picture.height else _A4[1]) * DPI / 72)


def _opened(data: bytes) -> tuple[Image.Image, float]:
    """A picture file as a page of A4, the way up that its camera noted."""
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    scale = DPI / 72
    width = _width_of_a4(picture)
    flat = laid_flat(picture, width)
    if flat is not None:
        return flat, scale
    height = round(picture.height * width / picture.width)
    if width * height > _MOST_PIXELS:
        raise ValueError("no page has such sides")
    return picture.resize((width, height), Image.Resampling.LANCZOS), scale


def whitened(picture: Image.Image) -> Image.Image:
    """The picture with its paper white: grey paper and dust keep Tesseract busy for nothing."""
    bright = picture.histogram()[_BRIGHT:]
    paper = _BRIGHT + max(range(len(bright)), key=bright.__getitem__)
    white = _PAPER * paper
    return picture.point(lambda value: min(255, round(value * 255 / white)))


def is_blank(picture: Image.Image) -> bool:
    """Whether next to nothing is on the page: the back of a sheet."""
    return sum(picture.histogram()[:_BRIGHT]) < _LEAST_INK * picture.width * picture.height


def straightened(picture: Image.Image) -> Image.Image:
    """The picture turned back by as much as its lines of text slope."""
    angle = skew_of(picture)
    if abs(angle) < 0.05:
        return picture
    return picture.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=255)


def skew_of(picture: Image.Image) -> float:
    """Degrees by which to turn the picture so that the lines of text are level.

    Level lines make the rows of the picture differ most from one another: dark, white, dark.
    """
    small = picture.reduce(max(1, picture.width // _WIDTH_FOR_SKEW))
    coarse = max(_angles(0.0, _MOST_SKEW, 0.5), key=lambda angle: _contrast(small, angle))
    fine = max(_angles(coarse, 0.4, 0.1), key=lambda angle: _contrast(small, angle))
    return fine if _contrast(small, fine) > 1.02 * _contrast(small, 0.0) else 0.0


def _angles(middle: float, reach: float, step: float) -> list[float]:
    count = round(reach / step)
    return [round(middle + step * at, 2) for at in range(-count, count + 1)]


def _contrast(picture: Image.Image, angle: float) -> float:
    turned = picture.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=255)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return float(sum((a - b) ** 2 for a, b in pairwise(rows)))


def ruled(picture: Image.Image) -> tuple[list[Segment], list[Segment]]:
    """The level and the upright ruled lines of a straight picture, in its pixels.

    They are rubbed out of it: beside a rule Tesseract reads letters that are not there.
    """
    inked = picture.point(lambda value: 0 if value < _INK else 255)
    level, upright = _of_tables(
        _strokes(inked), _strokes(inked.transpose(Image.Transpose.TRANSPOSE))
    )
    draw = ImageDraw.Draw(picture)
    for begin, end, top, bottom in chain.from_iterable(level):
        draw.rectangle((begin, top - _RUBBED, end, bottom + _RUBBED), fill=255)
    for begin, end, left, right in chain.from_iterable(upright):
        draw.rectangle((left - _RUBBED, begin, right + _RUBBED, end), fill=255)
    return [_segment(one) for one in level], [_segment(one) for one in upright]


def _strokes(inked: Image.Image) -> list[Stroke]:
    """Level lines: stretches of ink, cell by cell, that go on at nearly the same height."""
    cells = inked.reduce((_CELL, 1))
    data = cells.tobytes()
    strokes: list[Stroke] = []
    for column in range(cells.width):
        for top, bottom in _stretches(data[column :: cells.width]):
            here = (column * _CELL, (column + 1) * _CELL, top, bottom)
            stroke = next((one for one in strokes if _goes_on(one, here)), None)
            if stroke is None:
                strokes.append([here])
            else:
                stroke.append(here)
    return [_to_its_ends(one, inked) for one in strokes if len(one) >= _SHORTEST]


def _of_tables(level: list[Stroke], upright: list[Stroke]) -> tuple[list[Stroke], list[Stroke]]:
    """The strokes that meet two across them, as a table's do; others are the feet of bold letters
    or parts of a stamp."""
    while True:
        rows = [one for one in level if sum(_meet(one, other) for other in upright) > 1]
        columns = [one for one in upright if sum(_meet(other, one) for other in rows) > 1]
        if (len(rows), len(columns)) == (len(level), len(upright)):
            return rows, columns
        level, upright = rows, columns


def _meet(level: Stroke, upright: Stroke) -> bool:
    begin, end, down = _segment(level)
    top, bottom, across = _segment(upright)
    return begin - _NEAR <= across <= end + _NEAR and top - _NEAR <= down <= bottom + _NEAR


def _to_its_ends(stroke: Stroke, inked: Image.Image) -> Stroke:
    """The stroke with the pieces of cells that it fills in part, at both ends."""
    begin, _, top, bottom = stroke[0]
    before = _ink(inked, (begin - _CELL, begin, top, bottom))[::-1]
    head = (begin - _length(before), begin, top, bottom)
    _, end, top, bottom = stroke[-1]
    after = _ink(inked, (end, end + _CELL, top, bottom))
    return [head, *stroke, (end, end + _length(after), top, bottom)]


def _ink(inked: Image.Image, piece: Piece) -> bytes:
    """How white each column of a stretch is, as high as the line."""
    begin, end, top, bottom = piece
    box = (begin, top - _RUBBED, end, bottom + _RUBBED + 1)
    return inked.crop(box).resize((end - begin, 1), Image.Resampling.BOX).tobytes()


def _length(columns: bytes) -> int:
    """How many columns from the first on have ink in them."""
    return next((at for at, white in enumerate(columns) if white == _WHITE), len(columns))


def _stretches(column: bytes) -> Iterator[tuple[int, int]]:
    """Where thin lines cross a column of cells: top and bottom."""
    for found in _NEARLY_ALL.finditer(column):
        if found.end() - found.start() <= _THICKEST:
            yield found.start(), found.end() - 1


def _goes_on(stroke: Stroke, piece: Piece) -> bool:
    begin, _, top, bottom = stroke[-1]
    near = abs(top + bottom - piece[2] - piece[3]) <= 2 * _DRIFT
    return near and 0 < piece[0] - begin <= 2 * _CELL


def _segment(stroke: Stroke) -> Segment:
    across = sum(top + bottom for _, _, top, bottom in stroke) / (2 * len(stroke))
    return float(stroke[0][0]), float(stroke[-1][1]), across


def main(arguments: list[str]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    Image.MAX_IMAGE_PIXELS = 4 * _MOST_PIXELS  # a telephone takes 48 million
    data, out = sys.stdin.buffer.read(), sys.stdout.buffer
    if arguments == ["count"]:
        out.write(json.dumps({"pages": page_count(data)}).encode())
        return
    number, turn = map(int, arguments)
    picture, scale = drawn(data, number, turn)
    level, upright = ruled(picture)
    told = {
        "width": picture.width / scale,
        "height": picture.height / scale,
        "scale": scale,
        "blank": is_blank(picture),
        "level": [[value / scale for value in line] for line in level],
        "upright": [[value / scale for value in line] for line in upright],
    }
    out.write(json.dumps(told).encode() + b"\n")
    picture.save(out, "PPM")


if __name__ == "__main__":
    main(sys.argv[1:])
