"""Names of units as written: where a name begins, where it ends, and rows of names.

A row is split at ``;``, ``,`` and ``và`` where a new name starts, never inside a name: "Phòng Khoa
học và Công nghệ" and "các phòng, đơn vị thuộc Sở" are one each.
"""

from __future__ import annotations

from dataclasses import dataclass

from reading.draft import NameDraft
from reading.text import Text
from reading.understand import name_tokens as spelt
from reading.understand.name_tokens import Token
from reading.understand.one_name import LONGEST_NAME, NOBODY, Directory, NameReader, sector

_OPENING = {"“", '"', "‘", "'", "«"}
_CLOSING = {"”", '"', "’", "'", "»"}
MOST_NAMES = 60


@dataclass(frozen=True)
class Found:
    """A name: from ``start`` to ``end`` of the text."""

    start: int
    end: int

    def draft(self, text: Text) -> NameDraft:
        return NameDraft(text.words[self.start : self.end], text.spans(self.start, self.end))


@dataclass(frozen=True)
class Row:
    """Names in a row, and where the row ends."""

    names: tuple[Found, ...]
    end: int

    def __bool__(self) -> bool:
        return bool(self.names)


_NO_NAMES = Row((), 0)


def read_row(words: str, start: int = 0, known: Directory = NOBODY, *, one: bool = False) -> Row:
    """The names in a row from ``start`` on, of which the first must begin there."""
    row = spelt.tokens(words, start)
    reader = NameReader(row, known)
    found: list[Found] = []
    at = 0
    headed: int | None = None  # where the last name with a head of its own begins
    while at < len(row) and len(found) < MOST_NAMES:
        begin = at + 1 if row[at].words in _OPENING else at
        end = reader.name_end(begin, headed)
        if end > begin > at:
            end = _quote_end(row, begin) or end
        if end == begin:
            break
        found.append(Found(row[begin].start, row[end - 1].end))
        headed = begin if spelt.head(row, begin) else headed
        at = _over_quote(row, end)
        following = _over_separator(row, at, known, headed)
        if one or (following == at and not spelt.plural(row, at)):
            break
        at = following
    return Row(tuple(found), row[at - 1].end if found and at else 0) if found else _NO_NAMES


def _quote_end(row: list[Token], begin: int) -> int:
    """Where a name in quotation marks ends: at the closing one; 0 where there is none near."""
    for end in range(begin, min(begin + LONGEST_NAME, len(row))):
        if row[end].words in _CLOSING:
            return end
    return 0


def _over_quote(row: list[Token], at: int) -> int:
    return at + 1 if at < len(row) and row[at].words in _CLOSING else at


def _over_separator(row: list[Token], at: int, known: Directory, headed: int | None) -> int:
    """The token after what parts two names, where a name starts there; else ``at``."""
    begin = _over_brackets(row, at)
    end = begin
    while (
        end < len(row)
        and end - begin < 2
        and (row[end].words in {",", ";"} or row[end].low == "và")
    ):
        end += 1
    if end == begin:
        return at
    if end < len(row) and row[end].words in _OPENING:
        return end
    opens = spelt.head(row, end) or known.match(row, end) or sector(row, end, headed)
    return end if opens else at


def _over_brackets(row: list[Token], at: int) -> int:
    """Past a short bracket after a name: ``Công an tỉnh (PC07), Sở Y tế``."""
    if at >= len(row) or row[at].words not in {"(", "["}:
        return at
    for end in range(at + 1, min(at + 8, len(row))):
        if row[end].words in {")", "]"}:
            return end + 1
    return at
