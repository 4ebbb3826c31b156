"""The marks that open a paragraph: I. → A. → 1. → 1.1. → a) → (1) → - → * → +."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from reading.letters import flat


class Level(IntEnum):
    """How deep a mark stands, the outermost first."""

    PART = 0
    ROMAN = 10
    UPPER = 20
    NUMBER = 30
    LETTER = 50
    PAREN = 60
    HEADING = 65  # a line without a mark that heads the list below it
    DASH = 70
    STAR = 75
    PLUS = 80


@dataclass(frozen=True)
class Marker:
    """A paragraph's mark: its level, its numbers (none for a dash), its length in characters.

    ``sign`` is the sign of a bullet, all dashes being one.
    """

    level: Level
    numbers: tuple[str, ...]
    length: int
    sign: str = ""

    @property
    def is_bullet(self) -> bool:
        return self.level >= Level.HEADING

    @property
    def depth(self) -> int:
        """The level, told apart further by how many numbers a decimal mark has."""
        return self.level + max(0, len(self.numbers) - 1)


_ROMAN_DIGITS = {100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I"}
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = re.compile(r"([IVXLC]{1,7})\s?(?:[.)](?=\s|[^\W\da-z]|$)|[/:–—-](?=\s|[A-ZĐÀ-Ỹ]))\s*")
_PART = re.compile(
    r"(?:phan|chuong)\s(thu\s\w{2,5}|[ivx]{1,5}|\d{1,2}|[a-d])(?:\s?[.:–—-]\s*|\s+|$)"
)
_UPPER = re.compile(r"([A-HJ-ZĐ])\s?[.)/]\s+(?=\S)")
_DECIMALS = re.compile(
    r"(\d{1,2}(?:\.\d{1,2}){1,4})(?:\.?[):/]|\.|\s?[–—-](?=\s))?\s*(?=[^\W\d_]|[\"“‘(])"
)
_NUMBER = re.compile(
    r"(\d{1,3})\s?(?:\.[)/:–-]?|[):]|/(?=\s|[^\W\d_][^\W\dA-Z_])|\s?[–—-](?=\s))\s*(?=[^\W\d_]"
    r"|[\"“‘(]|$)"
)
_UNDER_ROMAN = re.compile(r"[IVX]{1,5}\.(\d{1,2}(?:\.\d{1,2}){0,3})(?:\.?[):]|\.)?\s+(?=\S)")
_NAMED = re.compile(r"(?:nhiem vu|noi dung|giai phap|muc|buoc|nhom)\s(\d{1,2})\s?[.:)]\s*")
# "Thứ nhất, …", "Một là: …" inside a part or an item.
_ORDINAL = re.compile(
    r"(?:thu (?P<nth>nhat|hai|ba|tu|nam|sau)|(?P<is>mot|hai|ba|bon|nam|sau) la)\s?[,:.]\s+(?=\S)"
)
_LETTER = re.compile(
    r"([a-zđ]|i{2,3}|iv|vi{1,3}|ix)\s?[.)/]\s+(?=\S)|([a-zđ])\)(?=\S)|([a-zđ])\s?[–—:-]\s*(?=[A-ZĐÀ-Ỹ\"“])"
)
_BRACKETED = re.compile(r"\((\d{1,2}|[a-zđ]|[ivx]{2,4})\)\s*(?=\S)")
_DASH = re.compile(r"[-–—−‒―]\s*(?=[^\s\d\-–—])|[-–—−]\s+(?=\S)")
_PLUS = re.compile(r"\+\s*(?=\S)")
_STAR = re.compile(r"[*•●▪■◦○·§❖➢►✓✔□➤\uf0a7\uf0b7\uf0d8\uf02d]\s*(?=\S)|o\s+(?=[A-ZĐÀ-Ỹ])")
_ORDINALS = {
    "nhat": "1",
    "mot": "1",
    "hai": "2",
    "ba": "3",
    "tu": "4",
    "bon": "4",
    "nam": "5",
    "sau": "6",
}


def roman_value(numeral: str) -> int:
    """The value of a Roman numeral, 0 where it is none."""
    total = before = 0
    for letter in reversed(numeral.upper()):
        value = _VALUES.get(letter, 0)
        total += value if value >= before else -value
        before = max(before, value)
    return total if to_roman(total) == numeral.upper() else 0


def to_roman(value: int) -> str:
    """A number up to 399 as a Roman numeral, empty where there is none."""
    if not 0 < value < 400:
        return ""
    numeral = ""
    for amount, letters in _ROMAN_DIGITS.items():
        times, value = divmod(value, amount)
        numeral += letters * times
    return numeral


def read_marker(words: str) -> Marker | None:
    """The mark that opens ``words``, or None."""
    if not words:
        return None
    for reader in _READERS:
        if marker := reader(words):
            return marker
    return None


def _roman(words: str) -> Marker | None:
    found = _ROMAN.match(words)
    if found is None or not roman_value(found.group(1)) or found.group(1) in "LC":
        return None
    return Marker(Level.ROMAN, (found.group(1),), found.end())


def _part(words: str) -> Marker | None:
    if words[:1] not in "PC":
        return None
    found = _PART.match(flat(words[:40]))
    if found is None or words[4:5].isalpha():
        return None
    number = found.group(1)
    if number.startswith("thu "):
        number = _ORDINALS.get(number[4:], "")
    return Marker(Level.PART, (number.upper(),), found.end()) if number else None


def _under_roman(words: str) -> Marker | None:
    """``I.1.``: the part's number is said again before the paragraph's."""
    found = _UNDER_ROMAN.match(words)
    return Marker(Level.NUMBER, tuple(found.group(1).split(".")), found.end()) if found else None


def _decimals(words: str) -> Marker | None:
    found = _DECIMALS.match(words)
    if found is None:
        return None
    numbers = tuple(number.lstrip("0") or "0" for number in found.group(1).split("."))
    following = words[found.end() :][:1]
    if found.group().strip()[-1].isdigit() and not (following.isupper() or following in '"“‘('):
        return None  # "1.5 lít", "12.08 hằng năm"
    return Marker(Level.NUMBER, numbers, found.end())


def _number(words: str) -> Marker | None:
    found = _NUMBER.match(words)
    if found is None:
        named = _NAMED.match(flat(words[:24])) if words[:1].isupper() else None
        return Marker(Level.NUMBER, (named.group(1),), named.end()) if named else None
    return Marker(Level.NUMBER, (found.group(1).lstrip("0") or "0",), found.end())


def _ordinal(words: str) -> Marker | None:
    found = _ORDINAL.match(flat(words[:24])) if words[:1].isupper() else None
    if found is None:
        return None
    number = _ORDINALS[found.group("nth") or found.group("is")]
    return Marker(Level.PAREN, (number,), found.end())


def _bracketed(words: str) -> Marker | None:
    found = _BRACKETED.match(words)
    if found is None:
        return None
    inside = found.group(1)
    level = Level.LETTER if len(inside) == 1 and inside.isalpha() else Level.PAREN
    return Marker(level, (inside,), found.end())


def _simple(pattern: re.Pattern[str], level: Level) -> Callable[[str], Marker | None]:
    def read(words: str) -> Marker | None:
        found = pattern.match(words)
        if found is None:
            return None
        return Marker(level, tuple(filter(None, found.groups())), found.end())

    return read


def _bullet(words: str) -> Marker | None:
    for pattern, level in ((_DASH, Level.DASH), (_PLUS, Level.PLUS), (_STAR, Level.STAR)):
        if found := pattern.match(words):
            sign = "-" if level is Level.DASH else words[0]
            return Marker(level, (), found.end(), sign)
    return None


_READERS = (
    _part,
    _under_roman,
    _roman,
    _simple(_UPPER, Level.UPPER),
    _decimals,
    _number,
    _simple(_LETTER, Level.LETTER),
    _bracketed,
    _ordinal,
    _bullet,
)
