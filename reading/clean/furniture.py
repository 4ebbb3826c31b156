"""Page furniture: running heads, running feet and page numbers, which are no part of a plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reading.letters import flat

_PAGE_NUMBER = re.compile(
    r"^\W{0,4}(?:(?:trang|page|tr\.?)\s{0,3})?(\d{1,3})(?:\s?(?:/|tren|of)\s?\d{1,3})?\W{0,4}$"
)
_FIGURES = re.compile(r"\d+")
_EDGE = 3  # lines at either edge of a page where furniture stands
_FEWEST_PAGES = 3
_MOST_TITLES = 12  # of a table, with blank rows between them


def page_number(row: str) -> int | None:
    """The page's number, where the row is nothing else."""
    if len(row) > 40:
        return None
    found = _PAGE_NUMBER.match(flat(row).strip())
    return int(found.group(1)) if found else None


def without_running_heads(pages: list[list[str]]) -> list[str]:
    """The rows of all pages, without what recurs at the edges of most pages and page numbers."""
    heads = recurring(pages)
    rows: list[str] = []
    for page in pages:
        edge = edges(page)
        rows += [
            row for place, row in enumerate(page) if place not in edge or key(row) not in heads
        ]
    return _without_page_numbers(rows)


def recurring(pages: list[list[str]]) -> set[str]:
    """The keys of the rows that recur at the edges of most pages."""
    if len(pages) < _FEWEST_PAGES:
        return set()
    counts = Counter(one for page in pages for one in {key(page[place]) for place in edges(page)})
    return {one for one, count in counts.items() if count >= max(3, len(pages) // 2) and one}


def edges(page: list[str]) -> set[int]:
    """The places of the rows at the top and the foot of a page."""
    filled = [place for place, row in enumerate(page) if row.strip()]
    return {*filled[:_EDGE], *filled[-_EDGE:]}


def key(row: str) -> str:
    """What a running head has in common on all pages: all but its figures."""
    return _FIGURES.sub("0", flat(row).strip())


def _without_page_numbers(rows: list[str]) -> list[str]:
    """Without the lone numbers that go up one by one, far apart, as pages do and rows do not."""
    lone = [(place, number) for place, row in enumerate(rows) if (number := page_number(row))]
    if _number_rows(rows, lone):
        lone = [(place, number) for place, number in lone if not rows[place].strip().isdecimal()]
    dropped: set[int] = set()
    due = 0
    last = -_FEWEST_PAGES
    for place, number in lone:
        expected = number == due if due else number in {1, 2}
        if expected and (place - last > 8 or not due):
            dropped.add(place)
            due, last = number + 1, place
    if len(dropped) == 1 and not _alone(rows, min(dropped)):
        dropped = set()
    dropped |= {near for place in dropped for near in _blanks_around(rows, place)}
    return [row for place, row in enumerate(rows) if place not in dropped]


def _number_rows(rows: list[str], lone: list[tuple[int, int]]) -> bool:
    """Whether lone numbers number a table's rows: its titles stand above, each on its own line."""
    ones = [place for place, number in lone if number == 1]
    near = [row for place in ones for row in rows[max(0, place - _MOST_TITLES) : place]]
    return any(flat(row).strip(" \t.*") in {"stt", "tt", "so tt"} for row in near)


def _blanks_around(rows: list[str], place: int) -> Iterator[int]:
    """The blank rows on both sides: a page's edge, which says nothing of paragraphs."""
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(rows) and not rows[at].strip():
            yield at
            at += step


def _alone(rows: list[str], place: int) -> bool:
    """Whether a single lone number stands far from both ends: a page break, no numbering."""
    return place > 10 or place >= len(rows) - 3
