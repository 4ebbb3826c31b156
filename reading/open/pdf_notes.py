"""Footnotes of a page: the small raised figure in a line, and its words at the foot.

Both are taken out of the page's words; a note is given back with the word that it stands behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from reading.open.pdf_lines import PageLine, Word, in_lines, wrapped

_FIGURE = re.compile(r"[(\[]?(\d{1,3}|\*{1,3})[)\]]?")
_OPENS_NOTE = re.compile(r"[(\[]?(\d{1,3}|\*{1,3})[)\]]?(?:[.:]|(?=\s)|(?=[^\W\d])|$)\s*")
_RAISED_SIZE = 0.8  # of the size of type: a raised figure is smaller, and so is a note
_NOTE_SIZE = 0.9
_BESIDE = 0.25  # how far from its word a figure stands, of the size of type
_MEASURES = frozenset({"m", "km", "cm", "dm", "mm"})  # m² is no m with a note
_RAISED = 0.12  # how far above the word's foot


@dataclass(frozen=True)
class Note:
    """A footnote's words and the word that its figure stands behind."""

    text: str
    behind: Word


def parted(words: Sequence[Word]) -> tuple[list[Word], list[Note]]:
    """The words without footnotes and their figures, and the footnotes; all words where no figure
    has a note at the foot."""
    if not words:
        return [], []
    size = median(word.size for word in words)
    marks = dict(_marks(words, size))
    if not marks:
        return list(words), []
    foot = _foot(words, marks, size)
    texts = dict(_texts(foot))
    found = {mark: behind for mark, behind in marks.items() if _number(mark) in texts}
    if not found:
        return list(words), []
    inside = {word for line in foot for word in line.words}
    kept = [word for word in words if word not in inside and word not in found]
    notes = []
    for mark, behind in found.items():
        closed = _closed(mark, behind, kept)
        notes.append(Note(texts[_number(mark)], closed))
    return kept, notes


def _closed(mark: Word, behind: Word, kept: list[Word]) -> Word:
    """The word with the comma or full stop that stands right behind its figure, which is one word
    with it from now on."""
    for after in kept:
        beside = abs(after.x0 - mark.x1) < _BESIDE * behind.size
        if beside and abs(after.bottom - behind.bottom) < 2 and after.text[0] in ",.;:)":
            whole = replace(behind, text=behind.text + after.text, x1=after.x1)
            kept[kept.index(behind)] = whole
            kept.remove(after)
            return whole
    return behind


def _number(mark: Word) -> str:
    return mark.text.strip("()[]")


def _marks(words: Sequence[Word], size: float) -> Iterator[tuple[Word, Word]]:
    """Each small figure that stands raised right behind a word, and that word."""
    full = [word for word in words if word.size > _NOTE_SIZE * size and word.text not in _MEASURES]
    for mark in words:
        if mark.size > _RAISED_SIZE * size or not _FIGURE.fullmatch(mark.text):
            continue
        for word in full:
            beside = abs(mark.x0 - word.x1) < _BESIDE * size
            raised = word.bottom - mark.bottom > _RAISED * size and mark.bottom > word.top
            if beside and raised:
                yield mark, word
                break


def _foot(words: Sequence[Word], marks: dict[Word, Word], size: float) -> list[PageLine]:
    """The small lines below all others, from the first that opens with the figure of a mark."""
    last = max(word.bottom for word in words if word in marks.values() or word.size > size * 0.95)
    numbers = {_number(mark) for mark in marks}
    below = [word for word in words if word.top > min(_lowest(marks), last) and word not in marks]
    small = [line for line in in_lines(below, 0) if line.size <= _NOTE_SIZE * size]
    for at, line in enumerate(small):
        opens = _OPENS_NOTE.match(line.text)
        if opens and opens.group(1) in numbers:
            return small[at:]
    return []


def _lowest(marks: dict[Word, Word]) -> float:
    return max(word.bottom for word in marks.values())


def _texts(foot: Sequence[PageLine]) -> Iterator[tuple[str, str]]:
    """The notes by their figures, lines that go on joined."""
    run: list[PageLine] = []
    number = ""
    for line in foot:
        opens = _OPENS_NOTE.match(line.text)
        if opens and run:
            yield number, _joined(run)
            run = []
        number = opens.group(1) if opens else number
        run.append(line)
    if run:
        yield number, _joined(run)


def _joined(run: Sequence[PageLine]) -> str:
    words = " ".join(wrapped(run))
    opens = _OPENS_NOTE.match(words)
    return words[opens.end() :] if opens else words
