"""The columns of a list and the words under which offices write them.  PURE."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz, process

from vietnamese.text import fold

_SIGNS = re.compile(r"[^a-z0-9]+")
_REMARKS = re.compile(r"\([^)]*\)")
_LONGEST_HEADING = 14  # words; what is longer heads nothing
_LIKE = 88
_MOST_HOLD = 0.6
_MOST_LOOKED_AT = 200

PASS_OVER = "-"  # nosec B105 (no password)


@dataclass(frozen=True)
class Column:
    """``heading`` is what the program itself writes; ``wordings`` are read as the same thing.

    ``signs`` are patterns that find the column in other words (accents and marks apart); columns
    are tried in the order of their ``rank``.  ``holds`` tells by a cell whether the column can be
    meant.
    """

    key: str
    heading: str
    hint: str
    wordings: tuple[str, ...] = ()
    required: bool = False
    exported: bool = True
    width: int = 18
    signs: str = ""
    unless: str = ""
    holds: Callable[[str], bool] | None = None
    rank: int = 50


class How(StrEnum):
    """How a column came to be taken for what it is."""

    CHOSEN = "chosen"
    EXACT = "exact"
    WORDS = "words"
    CONTENT = "content"
    UNKNOWN = "unknown"


# Written beside rows that are wrong; passed over when the list comes back.
REASON_HEADING, NUMBER_HEADING = "Lý do cần sửa", "Dòng trong tệp"
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
    "#",
    REASON_HEADING,
    NUMBER_HEADING,
)


@lru_cache(maxsize=50_000)
def bare(words: str) -> str:
    """A heading or name without case, accents, signs and remarks in brackets; "" where nothing is
    left, and then it is like nothing.

    >>> bare("Mã ĐV (*)")
    'ma dv'
    """
    folded = fold(words)
    return _SIGNS.sub(" ", _REMARKS.sub(" ", folded)).strip() or _SIGNS.sub(" ", folded).strip()


PASSED_OVER = frozenset(bare(words) for words in _PASSED_OVER) - {""}


class Recogniser:
    """Tells which column a heading means.

    ``foreign`` is a pattern of headings that say something about somebody or something else.
    """

    def __init__(self, columns: Iterable[Column], foreign: str = "") -> None:
        self.columns = tuple(columns)
        self.by_key: Mapping[str, Column] = {column.key: column for column in self.columns}
        self._keys = {
            bare(words): column.key
            for column in self.columns
            for words in (column.heading, *column.wordings)
        }
        self._foreign = re.compile(foreign) if foreign else None
        self._signs = [
            (column.key, re.compile(column.signs), re.compile(column.unless or r"(?!)"))
            for column in sorted(self.columns, key=lambda one: one.rank)
            if column.signs
        ]

    def key(self, words: str) -> str | None:
        """The key of the column that these words head; None where they are not known."""
        return self._keys.get(bare(words)) if words else None

    def guess(self, words: str) -> str | None:
        """The key of the column that the words seem to head."""
        said = bare(words)
        if not said or len(said.split()) > _LONGEST_HEADING or self.is_foreign(words):
            return None
        for key, signs, unless in self._signs:
            if signs.search(said) and not unless.search(said):
                return key
        return self._misspelt(said)

    def is_foreign(self, words: str) -> bool:
        return bool(self._foreign and self._foreign.search(bare(words)))

    def _misspelt(self, said: str) -> str | None:
        if len(said) < 5:
            return None
        found = process.extractOne(said, list(self._keys), scorer=fuzz.ratio, score_cutoff=_LIKE)
        return self._keys[found[0]] if found else None

    def meaning(self, words: str) -> tuple[str | None, How]:
        """What a heading is taken for, and how sure that is."""
        if bare(words) in PASSED_OVER or (words.strip() == "#"):
            return PASS_OVER, How.EXACT
        if key := self.key(words):
            return key, How.EXACT
        if key := self.guess(words):
            return key, How.WORDS
        return None, How.UNKNOWN

    def joined(self, upper: str, lower: str) -> tuple[str | None, How]:
        """What a heading over two rows is taken for: the two together before each alone."""
        if not upper or not lower or bare(upper) == bare(lower):
            return self.meaning(lower or upper)
        for words in (f"{lower} {upper}", f"{upper} {lower}"):
            if key := self.key(words):
                return key, How.EXACT
        if self.is_foreign(upper) or self.is_foreign(lower):
            return None, How.UNKNOWN
        for words in (lower, f"{lower} {upper}", upper):
            key, how = self.meaning(words)
            if key:
                return key, how
        return None, How.UNKNOWN

    def by_content(self, values: Sequence[str], taken: Iterable[str]) -> str | None:
        """The one column not yet taken whose kind of value most of the values are."""
        some = [value for value in values if value][:_MOST_LOOKED_AT]
        if not some:
            return None
        fitting = [
            column.key
            for column in self.columns
            if column.holds
            and column.key not in set(taken)
            and sum(map(column.holds, some)) >= _MOST_HOLD * len(some)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def holds(self, key: str, value: str) -> bool:
        """Whether a value is of the kind that the column holds."""
        told = self.by_key[key].holds
        return bool(told and told(value))

    def nearest(self, words: str) -> str | None:
        """The heading that unknown words are most like, where they are like one."""
        known = list(self._keys)
        found = process.extractOne(bare(words), known, scorer=fuzz.ratio, score_cutoff=75)
        return self.by_key[self._keys[found[0]]].heading if found else None

    def known(self) -> str:
        """All headings, for a message."""
        return ", ".join(column.heading for column in self.columns)
