"""Slips that recognising makes again and again, mended where the document proves them.  PURE."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reading.open.raw import RawCell, RawItem, RawLine, RawTable

# Symbols of documents and set phrases that exist in one form only.
_SET = (
    (re.compile(r"(?<=\d/)N[DÐĐ]{1,2}-CP\b"), "NĐ-CP"),
    (re.compile(r"(?<=\d/)C[DÐĐ]{1,2}-T'?Tg\b"), "CĐ-TTg"),
    (re.compile(r"(?<=[A-ZĐ]-)T'?[Tt]g\b"), "TTg"),
    (re.compile(r"(?<=\d/20\d\d/)N[DÐĐ]{1,2}\b"), "NĐ"),
    (re.compile(r"\(b/[€Cce©]\)"), "(b/c)"),
    (re.compile(r"^(\W{0,3}Lưu: ?)V[ITl1](?=[,.;]|$)"), r"\1VT"),
)
_QUARTER = re.compile(r"\b([Qq]uý )([IVHTl1|]{2,4})(?=[/,;. ]|$)")
_STROKES = str.maketrans({"H": "II", "l": "I", "1": "I", "|": "I", "T": "I"})
_HEADING = re.compile(r"^([IVXLHTUNl1|]{1,5})[.,] ?(?=\S)")
_ROMANS = [
    ten + one
    for ten in ("", "X")
    for one in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
]
_MOSTLY = 0.8


def mended(items: Sequence[RawItem]) -> list[RawItem]:
    """The items with their words and the numbers of their parts put right."""
    return list(_with_part_numbers(_with_set_words(item) for item in items))


def _with_set_words(item: RawItem) -> RawItem:
    if isinstance(item, RawLine):
        return replace(item, text=_words(item.text))
    if isinstance(item, RawTable):
        return RawTable(tuple(tuple(_cell(cell) for cell in row) for row in item.rows))
    return item


def _cell(cell: RawCell) -> RawCell:
    return replace(cell, lines=tuple(replace(line, text=_words(line.text)) for line in cell.lines))


def _words(text: str) -> str:
    for slip, right in _SET:
        text = slip.sub(right, text)
    return _QUARTER.sub(_quarter, text)


def _quarter(found: re.Match[str]) -> str:
    numeral = found[2].translate(_STROKES)
    return found[1] + (numeral if numeral in _ROMANS[:4] else found[2])


def _with_part_numbers(items: Iterable[RawItem]) -> Iterable[RawItem]:
    """The parts of a plan are numbered on: what stands where III must stand is III."""
    last = 0
    for item in items:
        found = _HEADING.match(item.text) if isinstance(item, RawLine) else None
        if not isinstance(item, RawLine) or found is None:
            yield item
            continue
        rest = item.text[found.end() :]
        if not _is_heading(rest):
            yield item
            continue
        last = _number(found[1], last)
        yield replace(item, text=f"{_ROMANS[last - 1]}. {rest}")


def _is_heading(words: str) -> bool:
    """Whether the words are those of a part: capitals nearly all."""
    letters = [char for char in words if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) >= _MOSTLY * len(letters)


def _number(mark: str, last: int) -> int:
    """The number that the mark stands for: its own where it goes on or begins anew, else the next
    one."""
    own = _ROMANS.index(mark) + 1 if mark in _ROMANS else 0
    if own > last or (own == 1 and last > 1):
        return own
    return min(last + 1, len(_ROMANS))
