"""A picture of a sheet → the sheet alone: from straight above, without shadows, stamps and pens.

A telephone sees the table too, and the sheet from aside; its light falls unevenly.  Stamps and
signatures are told from print by their colour.  Only what ``picture`` needs stands here: Pillow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import Image, ImageChops, ImageFilter, ImageMath

Point = tuple[float, float]

_SMALL = 320  # pixels across of the picture in which the sheet's edges are looked for
_EDGE = 0.2  # paper and table differ by so much of the brighter, a shadow's edge by less
_LEAST_SHEET = 0.35  # of the picture
_FOUR_SIDED = 0.94  # so much of what its corners enclose is sheet
_RIM = 12  # pixels of the sheet's edge, where the table shows
_RATIO = 2**0.5  # of the sides of all A sizes
_OTHER_RATIO = 0.12

_CELL = 16  # pixels: no letter is smaller than such a cell
_DARKEST_GROUND = 40

_COLOURED = 45  # of 255 between the strongest and the weakest of red, green and blue
_GRID = 24  # pixels of a cell of the grid in which coloured things are measured
_LEAST_COLOUR = 12  # of 255: how much of a cell is coloured ink
_PEN = 150  # of 255: the strongest of the three colours of a pen is not weaker
_INK = 150
_SPECK = 5  # pixels of a cell of the grid in which specks are looked for
_LARGEST_SPECK = 9  # pixels: a dash is longer
_FAR = 3  # such cells: what no ink is nearer to stands alone
_MOST_CELLS = 6
_LEAST_INK = 10  # of 255: how much of such a cell is ink
_TALL = 5  # cells: taller than two lines of print is a stamp or a signature


def laid_flat(picture: Image.Image, width: int) -> Image.Image | None:
    """The sheet in a photograph as if seen from above, ``width`` pixels across; None where the
    picture shows no sheet with something else around it."""
    corners = corners_of(picture)
    if corners is None:
        return None
    top, right, bottom, left = (
        _apart(one, other) for one, other in zip(corners, (*corners[1:], corners[0]), strict=True)
    )
    ratio = (left + right) / (top + bottom)
    known = min((_RATIO, 1 / _RATIO), key=lambda one: abs(one - ratio))
    if abs(known - ratio) < _OTHER_RATIO * known:
        ratio = known
    height = round(width * ratio)
    sides = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]
    flat = picture.transform(
        (width, height),
        Image.Transform.PERSPECTIVE,
        _perspective(sides, corners),
        Image.Resampling.BICUBIC,
    )
    return flat.crop((_RIM, _RIM, width - _RIM, height - _RIM))


def corners_of(picture: Image.Image) -> list[Point] | None:
    """The corners of the sheet from the top left on, clockwise; None where none is seen whole."""
    scale = max(1, picture.width // _SMALL)
    small = picture.convert("L").reduce(scale).filter(ImageFilter.MaxFilter(5))  # without print
    width, height = small.size
    sheet = _sheet(_edges(small), width)
    if len(sheet) < _LEAST_SHEET * width * height:
        return None
    points = [(at % width, at // width) for at in sheet]
    corners = [
        min(points, key=lambda p: p[0] + p[1]),
        max(points, key=lambda p: p[0] - p[1]),
        max(points, key=lambda p: p[0] + p[1]),
        min(points, key=lambda p: p[0] - p[1]),
    ]
    if len(sheet) < _FOUR_SIDED * _area(corners):
        return None
    # The leap itself is half on the sheet; the brightest of a neighbourhood moves it outwards.
    return [((x + 0.5) * scale, (y + 0.5) * scale) for x, y in corners]


def _edges(picture: Image.Image) -> bytes:
    """255 where brightness leaps, 0 elsewhere: at the sheet's edge, not at a shadow's."""
    edges: Image.Image = ImageMath.lambda_eval(
        lambda of: of["convert"]((of["most"] - of["least"] > _EDGE * of["most"]) * 255, "L"),
        most=picture.filter(ImageFilter.MaxFilter(3)),
        least=picture.filter(ImageFilter.MinFilter(3)),
    )
    return edges.tobytes()


def _sheet(edges: bytes, width: int) -> set[int]:
    """What hangs together with the middle, where an edge parts it from the picture's border."""
    height = len(edges) // width
    sheet = _reached(height // 2 * width + width // 2, edges, width)
    border = {
        *range(width), *range((height - 1) * width, height * width),
        *range(0, height * width, width), *range(width - 1, height * width, width),
    }  # fmt: skip
    return set() if sheet & border else sheet


def _reached(begin: int, edges: bytes, width: int) -> set[int]:
    """The pixels that hang together with the one given, no edge between them."""
    found = {begin}
    waiting = [begin]
    while waiting:
        at = waiting.pop()
        for other in _beside(at, width, len(edges)):
            if other not in found and not edges[other]:
                found.add(other)
                waiting.append(other)
    return found


def _beside(at: int, width: int, count: int) -> Iterator[int]:
    if at % width:
        yield at - 1
    if (at + 1) % width:
        yield at + 1
    if at >= width:
        yield at - width
    if at + width < count:
        yield at + width


def _area(corners: Sequence[Point]) -> float:
    ends = zip(corners, (*corners[1:], corners[0]), strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in ends)) / 2


def _apart(one: Point, other: Point) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _perspective(seen: Sequence[Point], flat: Sequence[Point]) -> list[float]:
    """The eight terms that take each point ``seen`` to the one of ``flat``."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(len(rows)):
        best = max(range(at, len(rows)), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(len(rows)):
            if row != at:
                by = rows[row][at]
                rows[row] = [a - by * b for a, b in zip(rows[row], rows[at], strict=True)]
    return [row[-1] for row in rows]


def cleaned(picture: Image.Image) -> Image.Image:
    """A coloured picture in grey: paper equally bright all over, stamps, signatures and lone specks
    gone.

    Coloured print stays: what is coloured goes only where it is taller than two lines of print.
    """
    red, green, blue = picture.split()
    lightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    coloured = ImageChops.subtract(lightest, darkest).point(
        lambda value: 255 if value > _COLOURED else 0
    )
    grey = evenly_lit(picture.convert("L"))
    grid = coloured.reduce(_GRID)
    if tall := _tall(grid):
        mask = Image.new("L", grid.size, 0)
        for place in tall:
            mask.putpixel(place, 255)
        mask = mask.filter(ImageFilter.MaxFilter(3)).resize(picture.size)
        bare = evenly_lit(lightest).point(lambda value: min(255, value * 255 // _PEN))
        grey.paste(bare, mask=mask)
    return without_specks(grey)


def evenly_lit(picture: Image.Image) -> Image.Image:
    """A grey picture as bright as its paper is everywhere: what is a shadow goes, print stays."""
    small = picture.reduce(_CELL)
    # The brightest of a neighbourhood is paper; one pixel of it may be a speck of light.
    ground = small.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.MaxFilter(5))
    ground = ground.filter(ImageFilter.GaussianBlur(2))
    ground = ground.point(lambda value: max(_DARKEST_GROUND, value))
    ground = ground.resize(picture.size, Image.Resampling.BILINEAR)
    lit: Image.Image = ImageMath.lambda_eval(
        lambda of: of["convert"](of["min"](of["seen"] * 255 / of["ground"], 255), "L"),
        seen=picture,
        ground=ground,
    )
    return lit


def without_specks(picture: Image.Image) -> Image.Image:
    """The grey picture without dots that stand far from all print."""
    ink = picture.point(lambda value: 255 if value < _INK else 0)
    inked = ink.reduce(_SPECK).point(lambda value: 255 if value > _LEAST_INK else 0)
    few = _MOST_CELLS * 255 / (2 * _FAR + 1) ** 2 + 1
    around = inked.filter(ImageFilter.BoxBlur(_FAR))
    cells = zip(inked.tobytes(), around.tobytes(), strict=True)
    lonely = {at for at, (one, near) in enumerate(cells) if one and near <= few}
    clean = picture.copy()
    for thing in _things(lonely, inked.width, _FAR):
        rows, columns = [at // inked.width for at in thing], [at % inked.width for at in thing]
        box = (min(columns), min(rows), max(columns) + 1, max(rows) + 1)
        beside = inked.crop(_wider(box, _FAR, inked)).histogram()[255]
        place = _wider(tuple(_SPECK * value for value in box), _SPECK, ink)
        extent = ink.crop(place).getbbox()
        if beside == len(thing) and extent and max(_sides(extent)) <= _LARGEST_SPECK:
            clean.paste(255, place)
    return clean


Box = tuple[int, ...]  # left, top, right, bottom


def _wider(box: Box, by: int, picture: Image.Image) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    return (
        max(0, left - by), max(0, top - by),
        min(picture.width, right + by), min(picture.height, bottom + by),
    )  # fmt: skip


def _sides(box: Box) -> tuple[int, int]:
    return box[2] - box[0], box[3] - box[1]


def _tall(grid: Image.Image) -> list[tuple[int, int]]:
    """The cells of coloured things that are taller than print."""
    width = grid.width
    inked = {at for at, value in enumerate(grid.tobytes()) if value >= _LEAST_COLOUR}
    found: list[tuple[int, int]] = []
    for thing in _things(inked, width, 1):
        rows = [at // width for at in thing]
        if max(rows) - min(rows) + 1 >= _TALL:
            found += [(at % width, at // width) for at in thing]
    return found


def _things(inked: set[int], width: int, reach: int) -> Iterator[set[int]]:
    """The cells that hang together, none further than ``reach`` cells from the next."""
    while inked:
        thing = {inked.pop()}
        waiting = list(thing)
        while waiting:
            near = _around(waiting.pop(), width, reach) & inked
            inked -= near
            thing |= near
            waiting += near
        yield thing


def _around(at: int, width: int, reach: int) -> set[int]:
    """The cells around one."""
    steps = range(-reach, reach + 1)
    across = [step for step in steps if 0 <= at % width + step < width]
    return {at + down * width + step for down in steps for step in across}
