"""The columns of a list and the words under which offices write them.  PURE."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from vietnamese.text import fold

_SIGNS = re.compile(r"[^a-z0-9]+")
_REMARKS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class Column:
    """``heading`` is what the program itself writes; ``wordings`` are read as the same thing."""

    key: str
    heading: str
    hint: str
    wordings: tuple[str, ...] = ()
    required: bool = False
    exported: bool = True
    width: int = 18


# Written beside rows that are wrong; passed over when the list comes back.
REASON_HEADING = "Lý do cần sửa"
# Columns that lists have for the reader's sake and that say nothing about what is listed.
_PASSED_OVER = (
    "STT",
    "TT",
    "Số TT",
    "Số thứ tự",
    "Thứ tự",
    "Ghi chú",
    "Chú thích",
    "No",
    REASON_HEADING,
)


def bare(words: str) -> str:
    """A heading or name without case, accents, signs and remarks in brackets.

    >>> bare("Mã ĐV (*)")
    'ma dv'
    """
    folded = fold(words)
    return _SIGNS.sub(" ", _REMARKS.sub(" ", folded)).strip() or _SIGNS.sub(" ", folded).strip()


PASSED_OVER = frozenset(bare(words) for words in _PASSED_OVER)


class Recogniser:
    """Tells which column a heading means."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.columns = tuple(columns)
        self.by_key: Mapping[str, Column] = {column.key: column for column in self.columns}
        self._keys = {
            bare(words): column.key
            for column in self.columns
            for words in (column.heading, *column.wordings)
        }

    def key(self, words: str) -> str | None:
        """The key of the column that these words head; None where they are not known."""
        return self._keys.get(bare(words))

    def nearest(self, words: str) -> str | None:
        """The heading that unknown words are most like, where they are like one."""
        known = list(self._keys)
        found = process.extractOne(bare(words), known, scorer=fuzz.ratio, score_cutoff=80)
        return self.by_key[self._keys[found[0]]].heading if found else None

    def known(self) -> str:
        """All headings, for a message."""
        return ", ".join(column.heading for column in self.columns)
