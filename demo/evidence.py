"""Evidence files of the demonstration: minutes as scanned (PDF) and pictures (PNG), drawn here."""

from __future__ import annotations

import datetime
import io
import random
from functools import cache
from pathlib import Path
from textwrap import wrap

import fontpkg_be_vietnam_pro
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
PAGE = (620, 877)  # A4 at 75 dots an inch
PICTURE = (480, 315)
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
WALLS = ("#dfe7ea", "#e9e4d8", "#dde5da", "#e4dfe8", "#e6e0da")
INK, PAPER, RED, STEEL = "#23303a", "#fdfdfb", "#c0352b", "#7c8a94"


def minutes(*, title: str, unit: str, day: datetime.date, text: str) -> ContentFile[bytes]:
    """Minutes of a unit on one page, as a PDF of the scanned paper."""
    page = Image.new("L", PAGE, 252)
    draw = ImageDraw.Draw(page)
    _centred(draw, 152, 50, "SỞ KHOA HỌC VÀ CÔNG NGHỆ", 11)
    for number, line in enumerate(wrap(unit.upper(), 30)):
        _centred(draw, 152, 68 + 16 * number, line, 11, bold=True)
    _centred(draw, 448, 50, COUNTRY, 11, bold=True)
    _centred(draw, 448, 68, MOTTO, 11, bold=True)
    draw.line((370, 88, 526, 88), fill=60)
    _centred(draw, 448, 108, f"Lam Giang, ngày {day:%d} tháng {day:%m} năm {day:%Y}", 11)
    _centred(draw, 310, 168, title.upper(), 15, bold=True)
    for number, line in enumerate(wrap(text, 76)):
        draw.text((62, 220 + 22 * number), line, font=_font(12), fill=40)
    _centred(draw, 450, 560, "NGƯỜI LẬP", 12, bold=True)
    _signature(draw, random.Random(f"{unit}{day}{title}"))  # nosec B311
    return _saved(page, title, day, "pdf")


def picture(*, title: str, unit: str, day: datetime.date) -> ContentFile[bytes]:
    """A picture of extinguishers against a wall, with the unit and the day below it."""
    chance = random.Random(f"{unit}{day}{title}")  # nosec B311
    scene = Image.new("RGB", PICTURE, chance.choice(WALLS))
    draw = ImageDraw.Draw(scene)
    draw.rectangle((0, 225, 480, 270), fill="#b9b4ab")
    for number in range(chance.randint(2, 4)):
        _extinguisher(draw, 50 + 84 * number, 225 - chance.randint(0, 6))
    draw.rectangle((382, 30, 460, 82), fill="#1e7a4c")
    _centred(draw, 421, 46, "LỐI RA", 15, bold=True, fill=PAPER)
    draw.rectangle((0, 270, 480, 315), fill=INK)
    draw.text((12, 274), title, font=_font(12, bold=True), fill=PAPER)
    draw.text((12, 293), f"{unit} – {day:%d/%m/%Y}", font=_font(11), fill=PAPER)
    return _saved(scene.quantize(32), title, day, "png")


def _extinguisher(draw: ImageDraw.ImageDraw, left: int, bottom: int) -> None:
    draw.rounded_rectangle((left, bottom - 112, left + 44, bottom), radius=14, fill=RED)
    draw.rectangle((left + 6, bottom - 79, left + 38, bottom - 45), fill=PAPER)
    draw.rectangle((left + 17, bottom - 129, left + 27, bottom - 111), fill=STEEL)
    draw.line(
        (left + 27, bottom - 124, left + 56, bottom - 112, left + 53, bottom - 68), INK, width=5
    )


def _signature(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    points = [(390 + 12 * step, 610 + chance.randint(-22, 22)) for step in range(11)]
    draw.line(points, fill=70, width=2, joint="curve")


def _centred(
    draw: ImageDraw.ImageDraw,
    x: int,
    y: int,
    text: str,
    size: int,
    *,
    bold: bool = False,
    fill: str = INK,
) -> None:
    draw.text((x, y), text, font=_font(size, bold=bold), fill=fill, anchor="mt")


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = "BeVietnamPro-Bold.ttf" if bold else "BeVietnamPro-Regular.ttf"
    return ImageFont.truetype(str(FONTS / name), size)


def _saved(image: Image.Image, title: str, day: datetime.date, kind: str) -> ContentFile[bytes]:
    written = io.BytesIO()
    # The file's own day too, so that the same day gives the same bytes.
    moment = day.timetuple()
    image.save(written, kind.upper(), quality=70, creationDate=moment, modDate=moment)
    return ContentFile(written.getvalue(), name=f"{title} {day:%d.%m.%Y}.{kind}")
