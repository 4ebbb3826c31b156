"""What Tesseract says of a page → words with their boxes, and tables by their rules.  PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

from reading.ocr.syllables import with_tone_in_place
from reading.open.pdf import Box, Page, RuledTable
from reading.open.pdf_lines import Word
from vietnamese.text import nfc

# Tesseract is sure of most words by more than 90 of 100.
UNSURE = 60.0
_HOPELESS = 20.0
_WORD_LEVEL = 5
# A line of small type (Nơi nhận) or of large is one that differs by so much from the page's type.
_OTHER_TYPE = 0.25
_FEWEST = 3
_MARKS = frozenset("-–—*+•.~")
_GLUED = re.compile(r"[-–._'’=~:](?=\w)")
_AT_MARGIN = 4.0  # points
_MANY = 5
_SAME_PLACE = 2.5
_FAR = 14.0  # no space between two words of a line is wider
_TAIL = 0.2  # of the line's height
_TAILED = frozenset("gjpqyQ,;()/\u0323")  # the last is the dot below
_ACCENTS = 0.75  # type with its accents and tails is higher than its size says


@dataclass(frozen=True)
class SeenWord:
    """A word on a page: its box in points from the top left, and how sure of it Tesseract is,
    0 to 100."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    sure: float

    def lies_in(self, box: Box) -> bool:
        """Whether the middle of the word is in a box."""
        across, down = (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2
        return box[0] <= across <= box[2] and box[1] <= down <= box[3]


@dataclass(frozen=True)
class ScannedPage:
    """A page as recognised: its size in points, its words, and its ruled tables."""

    width: float
    height: float
    words: tuple[SeenWord, ...]
    tables: tuple[RuledTable, ...] = ()

    @property
    def sureness(self) -> float:
        """How sure of its words Tesseract is on the whole, 0 to 100; 0 for an empty page."""
        return sum(w.sure for w in self.words) / len(self.words) if self.words else 0.0

    def to_state(self) -> dict[str, Any]:
        """Plain values for a JSON column, short: a page has hundreds of words."""
        return {
            "size": [self.width, self.height],
            "words": [[w.text, w.x0, w.x1, w.top, w.bottom, w.sure] for w in self.words],
            "tables": [[list(t.box), [list(row) for row in t.rows]] for t in self.tables],
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> ScannedPage:
        """The page kept by ``to_state``."""
        width, height = state["size"]
        made = [
            RuledTable(
                tuple(box), [[tuple(cell) if cell else None for cell in row] for row in rows]
            )
            for box, rows in state["tables"]
        ]
        return cls(width, height, tuple(SeenWord(*word) for word in state["words"]), tuple(made))

    def as_read(self) -> Page:
        """The page as the reader of PDFs takes it."""
        words = [
            Word(w.text, w.x0, w.x1, w.top, w.bottom, w.bottom - w.top, bold=False)
            for w in without_stray_marks(self.words)
        ]
        return Page(self.width, self.height, words, list(self.tables))


def without_stray_marks(words: Sequence[SeenWord]) -> list[SeenWord]:
    """The words without specks taken for the marks of lists.

    Lines begin at few places: at the margin, where paragraphs begin, at a list's marks.  A mark
    that stands before such a place, with the words at it, is none: the place is the line's own.
    """
    lines = [_without_lone(line) for line in in_runs(words)]
    places = _beginnings(lines)
    kept: list[SeenWord] = []
    for line in lines:
        first = line[0]
        if len(line) > 1 and first.text in _MARKS:
            stray = any(
                abs(line[1].x0 - at) <= _SAME_PLACE and first.x0 < at - _AT_MARGIN for at in places
            )
            kept += line[1:] if stray else line
        elif _GLUED.match(first.text) and any(
            _SAME_PLACE < at - first.x0 < 2 * _AT_MARGIN for at in places
        ):
            kept += [replace(first, text=first.text[1:]), *line[1:]]
        else:
            kept += line
    return _with_marks_alike(kept)


def _with_marks_alike(words: list[SeenWord]) -> list[SeenWord]:
    """The words with a lone "+" among many dashes at one place made a dash: a speck crossed it."""
    firsts = [run[0] for run in in_runs(words) if len(run) > 1 and run[0].text in _MARKS]
    lone = [word for word in firsts if word.text == "+"]
    if len(lone) != 1:
        return words
    here = [word for word in firsts if word.text == "-" and abs(word.x0 - lone[0].x0) < _AT_MARGIN]
    if len(here) < _MANY:
        return words
    return [replace(word, text="-") if word is lone[0] else word for word in words]


def _without_lone(line: list[SeenWord]) -> list[SeenWord]:
    """A line without marks that stand far from the words beside them."""
    return [
        word
        for at, word in enumerate(line)
        if not (
            at
            and word.text in _MARKS
            and (
                word.x0 - line[at - 1].x1 > _FAR
                or (at + 1 < len(line) and line[at + 1].x0 - word.x1 > _FAR)
            )
        )
    ]


def _beginnings(lines: Sequence[Sequence[SeenWord]]) -> list[float]:
    """Where several lines begin, in points from the left."""
    at = sorted(line[0].x0 for line in lines)
    groups: list[list[float]] = []
    for place in at:
        if groups and place - groups[-1][0] <= _SAME_PLACE:
            groups[-1].append(place)
        else:
            groups.append([place])
    least = max(_FEWEST, len(lines) // 8)
    return [median(group) for group in groups if len(group) >= least]


def in_runs(words: Sequence[SeenWord]) -> Iterator[list[SeenWord]]:
    """The words line by line: those of a line stand on one base line, each right of the last."""
    line: list[SeenWord] = []
    for word in words:
        if line and (abs(word.bottom - line[-1].bottom) > 1 or word.x0 < line[-1].x0):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def page_of(
    tsv: str,
    *,
    width: float,
    height: float,
    scale: float,
    level: Sequence[Line],
    upright: Sequence[Line],
) -> ScannedPage:
    """A page from Tesseract's table of words (``tsv``) and the page's ruled lines.

    Sizes and lines are in points; ``scale`` is pixels a point.
    """
    lines = [_evened(line) for line in _lines(tsv, scale)]
    usual = median([_size(line) for line in lines for _ in line]) if lines else 0.0
    words = [word for line in lines for word in _of_one_size(line, usual)]
    return ScannedPage(
        round(width, 1), round(height, 1), tuple(words), tuple(tables(level, upright))
    )


def _lines(tsv: str, scale: float) -> Iterator[list[SeenWord]]:
    """The words of each line that Tesseract found, without specks."""
    found: dict[tuple[str, ...], list[SeenWord]] = {}
    for row in tsv.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) < 12 or fields[0] != str(_WORD_LEVEL):
            continue
        text = with_tone_in_place(nfc(fields[11]).strip().replace("⁄", "/"))
        left, top, wide, high, sure = (float(value) for value in fields[6:11])
        if _is_speck(text, sure):
            continue
        box = (left / scale, (left + wide) / scale, top / scale, (top + high) / scale)
        found.setdefault(tuple(fields[1:5]), []).append(SeenWord(text, *box, round(sure)))
    return iter(found.values())


def _is_speck(text: str, sure: float) -> bool:
    """Whether it is no word: a rule taken for a stroke, a speck, part of a stamp or signature."""
    if not any(char.isalnum() for char in text):
        return text not in {"-", "–", "+", "&", "*", "•"} and len(text) < 4
    return sure < _HOPELESS and len(text) <= 2


def _size(line: Sequence[SeenWord]) -> float:
    return line[0].bottom - line[0].top


def _evened(line: list[SeenWord]) -> list[SeenWord]:
    """The words on one base line and of one height: Tesseract's boxes fit each word's letters."""
    full = max(word.bottom for word in line) - min(word.top for word in line)
    high = _ACCENTS * full
    bottom = median(word.bottom - (_TAIL * full if _has_tail(word) else 0) for word in line)
    return [
        SeenWord(word.text, word.x0, word.x1, bottom - high, bottom, word.sure) for word in line
    ]


def _has_tail(word: SeenWord) -> bool:
    """Whether letters of the word reach below the base line."""
    return any(char in _TAILED for char in unicodedata.normalize("NFD", word.text))


def _of_one_size(line: list[SeenWord], usual: float) -> list[SeenWord]:
    """The words in the page's usual size, unless theirs is clearly another."""
    size = _size(line)
    # A word or two, "an", may lack all that reaches up and down.
    if abs(size - usual) <= _OTHER_TYPE * usual or len(line) < _FEWEST:
        size = usual
    return [
        SeenWord(
            word.text,
            round(word.x0, 1),
            round(word.x1, 1),
            round(word.bottom - size, 1),
            round(word.bottom, 1),
            word.sure,
        )
        for word in line
    ]


# --- ruled lines → tables and the boxes of their cells; all in points from the top left -----------
Line = Sequence[float]  # begin, end, and where across
_NEAR = 5.0  # how far a line may end from one that it meets
_ROW = 12.0  # no row of a table is lower
_SAME = 4.0  # two lines nearer than this are one


def tables(level: Sequence[Line], upright: Sequence[Line]) -> Iterator[RuledTable]:
    """The tables that lines crossing one another make, from the top of the page."""
    for group in sorted(_groups(level, upright), key=lambda one: min(line[2] for line in one[0])):
        table = _table(*group)
        if table is not None:
            yield table


def _cross(level: Line, upright: Line) -> bool:
    return (
        level[0] - _NEAR <= upright[2] <= level[1] + _NEAR
        and upright[0] - _NEAR <= level[2] <= upright[1] + _NEAR
    )


def _groups(
    level: Sequence[Line], upright: Sequence[Line]
) -> Iterator[tuple[list[Line], list[Line]]]:
    """The lines that hang together."""
    left = set(range(len(level)))
    while left:
        mine, others, new = set[int](), set[int](), {left.pop()}
        while new:
            mine |= new
            others |= {
                at
                for at, line in enumerate(upright)
                if at not in others and any(_cross(level[one], line) for one in new)
            }
            new = {at for at in left if any(_cross(level[at], upright[one]) for one in others)}
            left -= new
        yield [level[at] for at in mine], [upright[at] for at in others]


def _table(level: list[Line], upright: list[Line]) -> RuledTable | None:
    """The table of these lines, or None where they enclose no two cells side by side."""
    level = level + list(_open_ends(level, upright))
    ys, xs = _places(level), _places(upright)
    if len(ys) < 2 or len(xs) < 3:
        return None
    rows = _cells(xs, ys, level, upright)
    return RuledTable((xs[0], ys[0], xs[-1], ys[-1]), rows)


def _open_ends(level: list[Line], upright: list[Line]) -> Iterator[Line]:
    """A rule where upright lines end with none: a row that the page's end cuts in two."""
    if len(level) < 2:
        return
    for end, beyond in ((0, min(line[2] for line in level)), (1, max(line[2] for line in level))):
        ends = [line[end] for line in upright if abs(line[end] - beyond) > _ROW]
        ends = [one for one in ends if (one < beyond) == (end == 0)]
        if len(ends) > 1:
            across = min(ends) if end == 0 else max(ends)
            yield min(line[2] for line in upright), max(line[2] for line in upright), across


def _places(lines: Iterable[Line]) -> list[float]:
    """Where lines stand across, those that are one taken together."""
    places: list[list[float]] = []
    for place in sorted(line[2] for line in lines):
        if places and place - places[-1][-1] <= _SAME:
            places[-1].append(place)
        else:
            places.append([place])
    return [round(sum(group) / len(group), 1) for group in places]


def _cells(
    xs: list[float], ys: list[float], level: list[Line], upright: list[Line]
) -> list[list[Box | None]]:
    """The boxes of the cells row by row; a merged cell stands where it begins, None in the rest."""
    columns, rows = list(pairwise(xs)), list(pairwise(ys))
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for r, (top, bottom) in enumerate(rows):
        for c, (x0, x1) in enumerate(columns):
            if c and not _is_ruled(upright, x0, (top + bottom) / 2):
                first[r, c] = first[r, c - 1]
            elif r and not _is_ruled(level, top, (x0 + x1) / 2):
                first[r, c] = first[r - 1, c]
            else:
                first[r, c] = (r, c)
    last: dict[tuple[int, int], tuple[int, int]] = {}
    for place, begins in first.items():
        at = last.get(begins, place)
        last[begins] = (max(at[0], place[0]), max(at[1], place[1]))
    return [
        [
            (xs[c], ys[r], xs[last[r, c][1] + 1], ys[last[r, c][0] + 1])
            if first[r, c] == (r, c)
            else None
            for c in range(len(columns))
        ]
        for r in range(len(rows))
    ]


def _is_ruled(lines: list[Line], across: float, along: float) -> bool:
    """Whether a line stands at this place and passes this point."""
    return any(
        abs(line[2] - across) <= _SAME and line[0] - _NEAR <= along <= line[1] + _NEAR
        for line in lines
    )
