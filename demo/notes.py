"""What the people of the demonstration write, and attach, and which words go with which work."""

from __future__ import annotations

import datetime
import io
import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from textwrap import wrap
from typing import Any

import fontpkg_be_vietnam_pro
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from plans.schedule import period_name
from tasks.models import Assignment, Part
from vietnamese.text import fold

SOURCE = Path(__file__).parent / "notes.toml"
COOPERATION = "cooperation"


@dataclass(frozen=True)
class Topic:
    """A kind of work with its words; ``file`` is what its evidence is called."""

    name: str
    words: tuple[str, ...]
    file: str
    progress: tuple[str, ...]
    done: tuple[str, ...]
    difficulty: tuple[str, ...]


@cache
def _source() -> dict[str, Any]:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


@cache
def topics() -> tuple[Topic, ...]:
    """Every kind of work, in the order in which a task is compared with them."""
    return tuple(
        Topic(
            name=name,
            words=tuple(table["words"]),
            file=table["file"],
            progress=tuple(table["progress"]),
            done=tuple(table["done"]),
            difficulty=tuple(table["difficulty"]),
        )
        for name, table in _source()["topics"].items()
    )


def topic_of(row: Assignment) -> Topic:
    """The kind of work of an assignment; what only helps another unit has words of its own."""
    text = fold(row.task.text)
    if row.part == Part.LEAD:
        for topic in topics():
            if any(words in text for words in topic.words):
                return topic
    return next(topic for topic in topics() if topic.name == COOPERATION)


def number_from(*parts: object) -> int:
    """A large number that hangs on nothing but the parts: chance that is the same every time."""
    words = "|".join(str(part) for part in parts)
    return int.from_bytes(sha256(words.encode()).digest()[:6])


@dataclass(frozen=True)
class Voice:
    """The words of one assignment's story; ``turn`` keeps neighbours from saying the same."""

    topic: Topic
    unit: str
    key: str
    turn: int
    period: str

    def progress(self, number: int) -> str:
        """The note of the ``number``-th step, from 0."""
        return self._filled(self.topic.progress[number % len(self.topic.progress)])

    def running(self, number: int) -> str:
        """A note of work that goes on all the time: each unit tells other things in its turn."""
        return self._filled(self.topic.progress[(self.turn + number) % len(self.topic.progress)])

    @property
    def steps(self) -> int:
        """How many steps there are to tell."""
        return len(self.topic.progress)

    def done(self) -> str:
        """The result."""
        return self._filled(self.topic.done[self.turn % len(self.topic.done)])

    def difficulty(self) -> str:
        """What stands in the way, "" where nothing does."""
        told = self.topic.difficulty
        return told[self.turn % len(told)] if told else ""

    def word(self, kind: str) -> str:
        """What is said whatever the work is: ``confirmed``, ``sent_back`` and so on."""
        told: Sequence[str] = _source()["words"][kind]
        return told[number_from(self.key, kind) % len(told)]

    def _filled(self, text: str) -> str:
        places = _source()["places"].get(self.unit, "nơi làm việc")
        chance = number_from(self.key, text)
        a, b, c = 11 + chance % 17, 2 + chance // 17 % 4, 12 + chance // 71 % 31
        return text.format(noi=places, a=a, b=f"{b:02}", c=c, ky=period_name(self.period))


def voice_of(row: Assignment, place: int) -> Voice:
    """The words for an assignment; ``place`` is the unit's place among all units, from 0."""
    # A stride that shares no factor with the usual lengths: one unit's periods differ too.
    count = int("".join(char for char in row.period if char.isdigit()) or 0)
    return Voice(
        topic=topic_of(row),
        unit=row.unit.code,
        key=f"{row.unit.code}|{row.task.ref}|{row.task.text}|{row.period}",
        turn=place + 5 * (count % 97),
        period=row.period,
    )


def report_text(unit: str, period: str) -> str:
    """The text of a unit's report for a period: results, difficulties, proposals."""
    told = _source()["reports"]
    parts = ("results", "difficulties", "proposals")
    return "\n\n".join(
        told[part][number_from(unit, period, part) % len(told[part])] for part in parts
    )


# --- evidence files: minutes as scanned (PDF) and pictures (PNG), drawn here ----------------------
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
