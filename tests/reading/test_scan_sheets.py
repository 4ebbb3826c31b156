"""Sheets in pictures: laid flat, evenly lit, without stamps, specks and the feet of letters."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from reading.ocr import picture
from reading.ocr.sheet import cleaned, corners_of, evenly_lit, laid_flat, without_specks
from tests.reading.scans.paper import FONT, perspective

CORNERS = [(120.0, 90.0), (760.0, 130.0), (800.0, 1010.0), (90.0, 980.0)]
PAPER, WOOD, RED, BLACK = (240, 240, 235), (95, 75, 60), (204, 40, 50), (20, 20, 20)


def photograph() -> Image.Image:
    """A sheet of lines on a table, seen from aside, a shadow across it."""
    sheet = Image.new("RGB", (600, 848), PAPER)
    draw = ImageDraw.Draw(sheet)
    for top in range(80, 780, 24):
        draw.line((70, top, 530, top), fill=BLACK, width=3)
    size = (900, 1100)
    terms = perspective(CORNERS, [(0.0, 0.0), (600.0, 0.0), (600.0, 848.0), (0.0, 848.0)])
    seen = sheet.transform(size, Image.Transform.PERSPECTIVE, terms)
    mask = Image.new("L", sheet.size, 255).transform(size, Image.Transform.PERSPECTIVE, terms)
    table = Image.new("RGB", size, WOOD)
    table.paste(seen, mask=mask)
    shadow = Image.linear_gradient("L").resize(size).point(lambda value: 110 + value // 2)
    return Image.merge("RGB", [_shaded(band, shadow) for band in table.split()])


def _shaded(band: Image.Image, shadow: Image.Image) -> Image.Image:
    return Image.composite(band, Image.new("L", band.size, 0), shadow)


def test_a_sheet_on_a_table_is_laid_flat() -> None:
    corners = corners_of(photograph())
    assert corners is not None
    for (x, y), (u, v) in zip(corners, CORNERS, strict=True):
        assert abs(x - u) < 12
        assert abs(y - v) < 12
    flat = laid_flat(photograph(), 1240)
    assert flat is not None
    assert flat.height / flat.width == pytest.approx(2**0.5, abs=0.02)
    assert abs(picture.skew_of(flat.convert("L"))) < 0.3


@pytest.mark.parametrize("ground", [255, 200])
def test_a_scan_is_no_sheet_on_a_table(ground: int) -> None:
    page = Image.new("RGB", (800, 1100), (ground, ground, ground))
    ImageDraw.Draw(page).rectangle((100, 100, 700, 140), fill=BLACK)
    assert corners_of(page) is None


def test_a_shadow_goes_and_print_stays() -> None:
    page = (
        Image.linear_gradient("L").resize((800, 800)).point(lambda value: 90 + value * 160 // 255)
    )
    ImageDraw.Draw(page).rectangle((300, 100, 340, 140), fill=20)
    lit = evenly_lit(page)
    assert all(lit.getpixel((600, y)) > 225 for y in range(40, 780, 60))  # type: ignore[operator]
    assert lit.getpixel((320, 120)) < 80  # type: ignore[operator]


def page_with_stamp() -> Image.Image:
    page = Image.new("RGB", (1000, 900), "white")
    draw = ImageDraw.Draw(page)
    draw.ellipse((300, 300, 700, 700), outline=RED, width=10)
    draw.text((420, 640), "Trần Văn An", font=ImageFont.truetype(FONT, 44), fill=BLACK)
    draw.text((100, 100), "chữ in màu đỏ", font=ImageFont.truetype(FONT, 44), fill=RED)
    return page


def test_a_stamp_goes_and_the_name_under_it_stays() -> None:
    clean = cleaned(page_with_stamp())
    dark = clean.point(lambda value: 255 if value < 150 else 0)
    assert dark.crop((290, 290, 710, 600)).getbbox() is None
    assert dark.crop((410, 640, 720, 700)).getbbox() is not None


def test_print_in_colour_stays() -> None:
    dark = cleaned(page_with_stamp()).point(lambda value: 255 if value < 200 else 0)
    assert dark.crop((90, 90, 500, 160)).getbbox() is not None


def test_lone_specks_go_and_dashes_and_full_stops_stay() -> None:
    page = Image.new("L", (600, 300), 255)
    draw = ImageDraw.Draw(page)
    draw.text((100, 100), "1. Văn phòng", font=ImageFont.truetype(FONT, 44), fill=0)
    draw.rectangle((40, 125, 56, 129), fill=0)
    clear = page.copy()
    for at in (30, 420, 560):
        draw.ellipse((at, 220, at + 5, 225), fill=0)
    assert without_specks(page).tobytes() == clear.tobytes()


def test_the_feet_of_letters_are_no_ruled_line() -> None:
    page = Image.new("L", (1000, 400), 255)
    draw = ImageDraw.Draw(page)
    draw.rectangle((200, 200, 600, 206), fill=0)  # under a name
    draw.rectangle((300, 80, 306, 320), fill=0)  # a stroke of the signature
    before = page.tobytes()
    assert picture.ruled(page) == ([], [])
    assert page.tobytes() == before
