"""A list's number that was not seen → the one that its neighbours leave, said as a doubt.  PURE.

Between "2." and "4." one paragraph begins that bears no mark: it is the third.  Where two begin, or
none, nothing tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from reading.draft import Doubt, DoubtKind, Span
from reading.open.raw import RawItem, RawLine

_NUMBER = re.compile(r"^(\d{1,2})([.)]) (?=\w)")
_MARKED = re.compile(r"^(?:[-–+*•]|[a-zđ][.)]|[IVX]{1,5}[.,]|[A-H]\.|\d)")
_ENDS = re.compile(r"[.;:]$")
_FURTHEST = 12  # lines from one number to the next but one


def with_missing_numbers(items: Sequence[RawItem]) -> tuple[list[RawItem], list[str]]:
    """The items with such numbers put before their lines, and those lines."""
    made = list(items)
    given: list[str] = []
    numbered = [(at, found) for at, item in enumerate(items) if (found := _number(item))]
    for (begin, first), (end, last) in pairwise(numbered):
        missing = int(first[1]) + 1
        if int(last[1]) != missing + 1 or first[2] != last[2] or end - begin > _FURTHEST:
            continue
        places = [*_beginnings(items, begin, end)]
        if len(places) == 1:
            at, line = places[0]
            text = f"{missing}{first[2]} {line.text}"
            made[at] = replace(line, text=text)
            given.append(text)
    return made, given


def doubts_of(given: Sequence[str], lines: Sequence[str]) -> Iterator[Doubt]:
    """A doubt for each number given to a line."""
    for text in given:
        number = text.partition(" ")[0]
        place = next((n for n, line in enumerate(lines) if line.startswith(text)), None)
        if place is not None:
            yield Doubt(DoubtKind.HARD_TO_READ, number, None, (Span(place, 0, len(number)),))


def _number(item: RawItem) -> re.Match[str] | None:
    return _NUMBER.match(item.text) if isinstance(item, RawLine) else None


def _beginnings(items: Sequence[RawItem], begin: int, end: int) -> Iterator[tuple[int, RawLine]]:
    """Where paragraphs without a mark begin between two items."""
    for at in range(begin + 1, end):
        before, here = items[at - 1], items[at]
        if not (isinstance(before, RawLine) and isinstance(here, RawLine)):
            return
        if _ENDS.search(before.text) and here.text[:1].isupper() and not _MARKED.match(here.text):
            yield at, here
