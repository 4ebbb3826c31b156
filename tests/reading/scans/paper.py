"""Pages as a scanner or a telephone takes them: signed, stamped, soiled, askew; always the same.

Everything that is by chance comes from ``random.Random`` with a seed, so that a score can be had
again.
"""

from __future__ import annotations

import io
import math
import random
from dataclasses import dataclass

import fontpkg_noto_serif
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from weasyprint import HTML

from tests.reading.scans.document import Document, page_of

FONT = f"{fontpkg_noto_serif.__path__[0]}/files/NotoSerif[wdth,wght].ttf"
RED, BLUE = (204, 40, 50), (45, 60, 160)


@dataclass(frozen=True)
class Soil:
    """How a document is taken: ``colour`` or grey, degrees askew, specks a page, how grey the
    ground is, how strong its noise, the quality of JPEG; a ``photo`` has perspective and shadow."""

    dpi: int = 200
    colour: bool = True
    askew: float = 0.0
    specks: int = 0
    ground: int = 0
    noise: int = 0
    blur: float = 0.0
    quality: int = 75
    photo: bool = False


SOILS = (
    Soil(askew=0.6, specks=150, noise=10),
    Soil(colour=False, askew=-1.0, specks=400, noise=14),
    Soil(dpi=150, askew=0.4, specks=60, noise=8, quality=60),
    Soil(colour=False, askew=2.0, specks=250, ground=60, noise=16, quality=60),
    Soil(photo=True, noise=12, blur=0.7, quality=80),
    Soil(askew=-1.7, specks=300, ground=50, noise=18, quality=50),
    Soil(dpi=300, colour=False, askew=1.2, specks=500, noise=20, quality=45),
    Soil(colour=False, askew=-0.5, specks=700, ground=70, noise=22, blur=0.6),
    Soil(photo=True, colour=False, noise=16, blur=0.9, quality=65),
    Soil(askew=1.9, specks=200, ground=30, noise=12, quality=55),
)


def taken(plan: Document, soil: Soil, seed: int) -> list[Image.Image]:
    """The pages of a plan, each as a picture."""
    chance = random.Random(seed)
    typed: bytes = HTML(string=page_of(plan)).write_pdf()
    pages, signed = _drawn(typed, soil.dpi, plan)
    number, box = signed
    _sign(pages[number], box, chance)
    _stamp(pages[number], box, chance, plan)
    return [_taken(page, soil, chance) for page in pages]


def as_pdf(pages: list[Image.Image], soil: Soil) -> bytes:
    """The pages as a scanner gives them, in one file."""
    out = io.BytesIO()
    first, *others = pages
    first.save(
        out, "PDF", save_all=True, append_images=others, resolution=soil.dpi, quality=soil.quality
    )
    return out.getvalue()


Box = tuple[float, float, float, float]


def _drawn(typed: bytes, dpi: int, plan: Document) -> tuple[list[Image.Image], tuple[int, Box]]:
    """The clean pages, and where the name of who signs stands: page, and its box in pixels."""
    document = pypdfium2.PdfDocument(typed)
    name = plan.one("sign").rpartition("| ")[2]
    scale = dpi / 72
    pages, found = [], (0, (0.0, 0.0, 0.0, 0.0))
    for number, page in enumerate(document):
        pages.append(page.render(scale=scale).to_pil().convert("RGB"))
        text = page.get_textpage()
        place = text.search(name).get_next()
        if place is not None:
            left, bottom, right, top = _rect(text, *place)
            high = page.get_height()
            box = (left * scale, (high - top) * scale, right * scale, (high - bottom) * scale)
            found = (number, box)
    return pages, found


def _rect(text: pypdfium2.PdfTextPage, index: int, count: int) -> Box:
    boxes = [text.get_charbox(at) for at in range(index, index + count)]
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip


def _sign(page: Image.Image, name: Box, chance: random.Random) -> None:
    """A signature in blue between post and name, its tail across the name."""
    left, top, right, bottom = name
    em = bottom - top
    ink = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(ink)
    x, y = left - em, top - 2.2 * em
    points = [(x, y)]
    for _ in range(9):
        x += chance.uniform(0.2, 1.0) * (right - left) / 6
        y = top - 2.2 * em + chance.uniform(-1.8, 1.6) * em
        points.append((x, y))
    points.append((right - chance.uniform(0, 2) * em, top + chance.uniform(0.1, 0.7) * em))
    points.append((left + chance.uniform(0, 3) * em, bottom - chance.uniform(0, 0.6) * em))
    draw.line(_smooth(points), fill=BLUE, width=max(2, round(em / 9)), joint="curve")
    page.paste(ImageChops.multiply(page, ink))


def _smooth(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A curve through the points (Catmull and Rom)."""
    padded = [points[0], *points, points[-1]]
    curve = []
    for (x0, y0), (x1, y1), (x2, y2), (x3, y3) in zip(
        padded, padded[1:], padded[2:], padded[3:], strict=False
    ):
        for step in range(12):
            t = step / 12
            weights = (
                -0.5 * t + t * t - 0.5 * t**3, 1 - 2.5 * t * t + 1.5 * t**3,
                0.5 * t + 2 * t * t - 1.5 * t**3, -0.5 * t * t + 0.5 * t**3,
            )  # fmt: skip
            a, b, c, d = weights
            curve.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return curve


def _stamp(page: Image.Image, name: Box, chance: random.Random, plan: Document) -> None:
    """The agency's round stamp, over a third of the signature and, as it happens, of the name."""
    left, top, _, bottom = name
    em = bottom - top
    across = round(7.4 * em)
    stamp = Image.new("RGB", (across, across), "white")
    draw = ImageDraw.Draw(stamp)
    thick = max(2, across // 45)
    draw.ellipse((thick, thick, across - thick, across - thick), outline=RED, width=thick)
    inner = round(0.17 * across)
    draw.ellipse((inner, inner, across - inner, across - inner), outline=RED, width=thick // 2)
    _star(draw, across / 2, across / 2, across / 8)
    font = ImageFont.truetype(FONT, round(0.095 * across))
    words = f"{plan.one('issuer').partition(' |')[0]} * C.H.X.H.C.N VIỆT NAM * "
    for at, letter in enumerate(words):
        _letter(stamp, letter, font, 2 * math.pi * at / len(words))
    stamp = stamp.rotate(chance.uniform(-12, 12), fillcolor="white")
    stamp = stamp.filter(ImageFilter.GaussianBlur(across / 500))
    x = round(left - 0.45 * across + chance.uniform(-1, 1) * em)
    y = round(top - 0.78 * across + chance.uniform(-0.6, 0.6) * em)
    under = page.crop((x, y, x + across, y + across))
    page.paste(ImageChops.multiply(under, stamp), (x, y))


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    points = []
    for at in range(10):
        reach = size if at % 2 == 0 else 0.4 * size
        turn = math.pi * at / 5 - math.pi / 2
        points.append((x + reach * math.cos(turn), y + reach * math.sin(turn)))
    draw.polygon(points, fill=RED)


def _letter(stamp: Image.Image, letter: str, font: ImageFont.FreeTypeFont, turn: float) -> None:
    across = stamp.width
    size = round(font.size * 1.6)
    one = Image.new("RGB", (size, size), "white")
    ImageDraw.Draw(one).text((size / 2, size / 2), letter, font=font, fill=RED, anchor="mm")
    one = one.rotate(-math.degrees(turn), fillcolor="white")
    reach = 0.41 * across
    x = round(across / 2 + reach * math.sin(turn) - size / 2)
    y = round(across / 2 - reach * math.cos(turn) - size / 2)
    under = stamp.crop((x, y, x + size, y + size))
    stamp.paste(ImageChops.multiply(under, one), (x, y))


def _taken(page: Image.Image, soil: Soil, chance: random.Random) -> Image.Image:
    _speckle(page, soil, chance)
    if soil.photo:
        page = _photographed(page, chance)
    elif soil.askew:
        angle = soil.askew + chance.uniform(-0.15, 0.15)
        page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    if soil.ground:
        page = ImageChops.multiply(page, _ground(page.size, soil.ground, chance))
    if soil.blur:
        page = page.filter(ImageFilter.GaussianBlur(soil.blur))
    if not soil.colour:
        page = page.convert("L")
    return _jpeg(_noisy(page, soil.noise, chance), soil.quality)


def _speckle(page: Image.Image, soil: Soil, chance: random.Random) -> None:
    draw = ImageDraw.Draw(page)
    for _ in range(soil.specks):
        x, y = chance.uniform(0, page.width), chance.uniform(0, page.height)
        size = chance.choice((0.6, 0.8, 1.0, 1.2, 2.0)) * soil.dpi / 200
        dark = chance.randrange(20, 140)
        draw.ellipse((x - size, y - size, x + size, y + size), fill=(dark, dark, dark))


def _ground(size: tuple[int, int], depth: int, chance: random.Random) -> Image.Image:
    """Paper darker here than there: few shades, blown up."""
    shades = bytes(255 - chance.randrange(depth // 3, depth) for _ in range(5 * 7))
    small = Image.frombytes("L", (5, 7), shades)
    return small.resize(size, Image.Resampling.BICUBIC).convert("RGB")


def _noisy(page: Image.Image, strength: int, chance: random.Random) -> Image.Image:
    if not strength:
        return page
    width, height = page.size
    grain = Image.frombytes("L", page.size, chance.randbytes(width * height))
    half = strength / 255
    light = grain.point(lambda value: max(0, round((value - 128) * half)))
    dark = grain.point(lambda value: max(0, round((128 - value) * half)))
    if page.mode == "RGB":
        light, dark = light.convert("RGB"), dark.convert("RGB")
    return ImageChops.subtract(ImageChops.add(page, light), dark)


def _jpeg(page: Image.Image, quality: int) -> Image.Image:
    kept = io.BytesIO()
    page.save(kept, "JPEG", quality=quality)
    return Image.open(io.BytesIO(kept.getvalue()))


def _photographed(page: Image.Image, chance: random.Random) -> Image.Image:
    """The sheet on a dark table, seen from aside, with the shadow of a hand."""
    wide, high = round(1.16 * page.width), round(1.14 * page.height)
    table = Image.new("RGB", (wide, high), (92, 74, 60))
    across, down = 0.035 * page.width, 0.035 * page.height
    left, top = (wide - page.width) / 2, (high - page.height) / 2
    corners = [
        (left + chance.uniform(-1, 1) * across, top + chance.uniform(-1, 1) * down),
        (left + page.width + chance.uniform(-1, 1) * across, top + chance.uniform(-1, 1) * down),
        (left + page.width + chance.uniform(-1, 1) * across,
         top + page.height + chance.uniform(-1, 1) * down),
        (left + chance.uniform(-1, 1) * across, top + page.height + chance.uniform(-1, 1) * down),
    ]  # fmt: skip
    right, bottom = float(page.width), float(page.height)
    flat = [(0.0, 0.0), (right, 0.0), (right, bottom), (0.0, bottom)]
    terms = perspective(corners, flat)
    seen = page.transform((wide, high), Image.Transform.PERSPECTIVE, terms,
                          Image.Resampling.BICUBIC)  # fmt: skip
    sheet = Image.new("L", page.size, 255).transform(
        (wide, high), Image.Transform.PERSPECTIVE, terms, Image.Resampling.BILINEAR
    )
    table.paste(seen, (0, 0), sheet)
    shade = Image.new("L", (wide, high), 255)
    corner = chance.choice((0, wide))
    ImageDraw.Draw(shade).polygon(
        [(corner, 0.25 * high), (0.55 * wide, 0.6 * high), (0.7 * wide, high), (corner, high)],
        fill=150,
    )
    shade = shade.filter(ImageFilter.GaussianBlur(wide / 14))
    light = Image.linear_gradient("L").rotate(chance.choice((0, 90, 180, 270))).resize((wide, high))
    light = light.point(lambda value: 175 + round(value * 80 / 255))
    shade = ImageChops.multiply(shade, light)
    return ImageChops.multiply(table, shade.convert("RGB"))


def perspective(
    seen: list[tuple[float, float]], flat: list[tuple[float, float]]
) -> tuple[float, ...]:
    """The eight terms that take a point ``seen`` to the one on the ``flat`` sheet."""
    rows = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return tuple(_solved(rows))


def _solved(rows: list[list[float]]) -> list[float]:
    """Linear equations by elimination."""
    size = len(rows)
    for at in range(size):
        best = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(size):
            if row != at:
                by = rows[row][at]
                rows[row] = [a - by * b for a, b in zip(rows[row], rows[at], strict=True)]
    return [row[-1] for row in rows]
