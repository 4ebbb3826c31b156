"""What the people of the demonstration write, and which words go with which work."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

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
