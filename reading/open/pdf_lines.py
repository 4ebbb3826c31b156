"""A PDF's words, side by side in lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

_SAME_LINE = 0.5
_COLUMN_GAP = 1.6  # of the size of type: wider than any space that justifying makes


@dataclass(frozen=True)
class Word:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass
class PageLine:
    """Words side by side on a page."""

    words: list[Word]
    page: int

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        return median(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)


def in_lines(words: Sequence[Word], page: int) -> list[PageLine]:
    """The words in lines, top to bottom, left to right."""
    lines: list[PageLine] = []
    for word in sorted(words, key=lambda w: (w.bottom, w.x0)):
        line = lines[-1] if lines else None
        if line is not None and abs(word.bottom - line.words[0].bottom) < _SAME_LINE * min(
            word.size, line.words[0].size
        ):
            line.words.append(word)
        else:
            lines.append(PageLine([word], page))
    for line in lines:
        line.words.sort(key=lambda w: w.x0)
    return lines


def segments(line: PageLine) -> list[PageLine]:
    """The line cut where a gap is too wide for a space."""
    cut = [PageLine([line.words[0]], line.page)]
    for before, word in zip(line.words, line.words[1:], strict=False):
        if word.x0 - before.x1 > _COLUMN_GAP * max(before.size, word.size):
            cut.append(PageLine([word], line.page))
        else:
            cut[-1].words.append(word)
    return cut


def wrapped(lines: Sequence[PageLine]) -> list[str]:
    """The paragraphs of a cell: its lines joined, but for those that open with a dash or plus."""
    parts: list[str] = []
    for line in lines:
        if line.text[:1] in "-+•*" or not parts:
            parts.append(line.text)
        else:
            glue = "" if parts[-1].endswith(("-", "/")) and not parts[-1].endswith(" -") else " "
            parts[-1] += glue + line.text
    return parts
