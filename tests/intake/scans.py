"""Scanned documents of our own: pages drawn, tilted and soiled, and pages as if recognised."""

from __future__ import annotations

import io
import random
from functools import cache
from pathlib import Path

import fontpkg_noto_serif
from PIL import Image, ImageChops, ImageDraw, ImageFont

from reading.ocr.words import ScannedPage, SeenWord

DPI = 200
WIDTH, HEIGHT = 1654, 2339  # A4
LEFT, LINE, TYPE = 240, 58, 36
FONT = Path(fontpkg_noto_serif.__file__).parent / "files" / "NotoSerif[wdth,wght].ttf"

# "|" parts the two columns of the head; "^" centres a line.
FIRST = """SỞ THỬ NGHIỆM|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 12/KH-STN|Độc lập - Tự do - Hạnh phúc
|Hà Lâm, ngày 20 tháng 01 năm 2026

^KẾ HOẠCH
^Công tác phòng cháy, chữa cháy năm 2026

Căn cứ Nghị định số 105/2025/NĐ-CP ngày 15/5/2025 của Chính phủ;
Sở Thử nghiệm ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
Nâng cao nhận thức của công chức, viên chức.
II. NỘI DUNG
1. Tổ chức tuyên truyền kiến thức phòng cháy, chữa cháy.
- Chủ trì: Văn phòng Sở.
- Phối hợp: Các phòng, đơn vị thuộc Sở.
- Thời gian: Trước ngày 15/9/2026.
2. Kiểm tra hệ thống báo cháy của trụ sở.
- Chủ trì: Phòng Tổng hợp.
- Thời gian: Hằng quý."""
TABLE = (
    ("TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Thời gian"),
    ("1", "Tập huấn cứu nạn, cứu hộ", "Phòng Kỹ thuật", "Tháng 9/2026"),
    ("2", "Thay bình chữa cháy", "Văn phòng Sở", "Trước ngày 30/6/2026"),
)
COLUMNS = (LEFT, 330, 800, 1130, 1540)


def scanned_pdf(*pages: Image.Image) -> bytes:
    """A PDF of pictures, as a scanner gives it."""
    kept = io.BytesIO()
    # Saving leaves its marks on a picture; those here are drawn once and used by many tests.
    first, *others = (page.copy() for page in pages)
    first.save(kept, "PDF", save_all=True, append_images=others, resolution=DPI, quality=70)
    return kept.getvalue()


@cache
def first_page() -> Image.Image:
    page, draw = _blank()
    for number, line in enumerate(FIRST.splitlines()):
        _write(draw, line, 150 + number * LINE)
    return soiled(page)


@cache
def second_page() -> Image.Image:
    """An annex: a ruled table of tasks."""
    page, draw = _blank()
    _write(draw, "^PHỤ LỤC", 150)
    _write(draw, "^Phân công nhiệm vụ", 150 + LINE)
    for r, row in enumerate(TABLE):
        top = 320 + r * 90
        for c, text in enumerate(row):
            draw.rectangle((COLUMNS[c], top, COLUMNS[c + 1], top + 90), outline=0, width=3)
            draw.text((COLUMNS[c] + 14, top + 20), text, font=_font(), fill=0)
    return soiled(page)


def soiled(page: Image.Image, angle: float = 0.5) -> Image.Image:
    """The page as it comes out of a feeder: a little askew and grey; always the same."""
    turned = page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    dust = Image.frombytes("L", page.size, random.Random(1).randbytes(page.width * page.height))
    return ImageChops.subtract(turned, dust.point(lambda value: value // 10))


def blank_page() -> Image.Image:
    return _blank()[0]


def _blank() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    return page, ImageDraw.Draw(page)


def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), TYPE)


def _write(draw: ImageDraw.ImageDraw, line: str, top: int) -> None:
    left, bar, right = line.partition("|")
    if bar:
        draw.text((LEFT, top), left, font=_font(), fill=0)
        draw.text((720, top), right, font=_font(), fill=0)
    elif line.startswith("^"):
        draw.text((WIDTH // 2, top), line[1:], font=_font(), fill=0, anchor="ma")
    else:
        draw.text((LEFT, top), line, font=_font(), fill=0)


def typed_page(text: str, unsure: tuple[str, ...] = ()) -> ScannedPage:
    """A page as Tesseract might have seen it: each word in its place, some hardly legible."""
    words = []
    for number, line in enumerate(text.splitlines()):
        x, bottom = 85.0, 70.0 + 20.0 * number
        for word in line.split():
            x1 = x + 6.0 * len(word)
            sure = 30.0 if word in unsure else 95.0
            words.append(SeenWord(word, x, x1, bottom - 13.0, bottom, sure))
            x = x1 + 4.0
    return ScannedPage(595.0, 842.0, tuple(words))
