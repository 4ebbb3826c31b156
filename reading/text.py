"""Text that knows where it stands: words put together from pieces of the document's lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reading import letters
from reading.draft import Span


@dataclass(frozen=True)
class Piece:
    """``length`` characters from ``at`` on are those of line ``line`` from ``start`` on."""

    at: int
    line: int
    start: int
    length: int


@dataclass(frozen=True)
class Text:
    """Words and the pieces they come from.  What no piece covers (a space that joins) is ours."""

    words: str
    pieces: tuple[Piece, ...] = ()

    @cached_property
    def low(self) -> str:
        return letters.low(self.words)

    @cached_property
    def flat(self) -> str:
        return letters.flat(self.words)

    def __bool__(self) -> bool:
        return bool(self.words)

    def part(self, start: int, end: int | None = None) -> Text:
        """The characters from ``start`` to ``end``, white space at the edges left out."""
        end = len(self.words) if end is None else min(end, len(self.words))
        words = self.words[start:end]
        start += len(words) - len(words.lstrip())
        words = words.strip()
        return Text(words, tuple(self._cut(start, start + len(words))))

    def stripped(self, marks: str) -> Text:
        """Without any of ``marks`` or white space at the edges."""
        words = self.words.lstrip(marks + " ")
        start = len(self.words) - len(words)
        return self.part(start, start + len(words.rstrip(marks + " ")))

    def spans(self, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """Where the characters from ``start`` to ``end`` stand in the document, line by line."""
        end = len(self.words) if end is None else end
        return tuple(
            Span(piece.line, piece.start, piece.start + piece.length)
            for piece in self._cut(start, end)
        )

    def _cut(self, start: int, end: int) -> list[Piece]:
        first = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.at) - 1)
        last = bisect_right(self.pieces, end - 1, key=lambda piece: piece.at)
        cut = []
        for piece in self.pieces[first:last]:
            begins, ends = max(piece.at, start), min(piece.at + piece.length, end)
            if begins < ends:
                skipped = begins - piece.at
                cut.append(Piece(begins - start, piece.line, piece.start + skipped, ends - begins))
        return cut


def joined(texts: Sequence[Text], glue: str = " ") -> Text:
    """The texts in one, ``glue`` between them."""
    words: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for number, text in enumerate(texts):
        if number:
            words.append(glue)
            at += len(glue)
        words.append(text.words)
        pieces += [Piece(at + p.at, p.line, p.start, p.length) for p in text.pieces]
        at += len(text.words)
    return Text("".join(words), tuple(pieces))


def of_line(number: int, words: str, start: int = 0) -> Text:
    """``words`` as they stand in line ``number`` from ``start`` on."""
    return Text(words, (Piece(0, number, start, len(words)),) if words else ())
