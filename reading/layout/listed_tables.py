"""Tables whose cells stand on lines of their own, one below the other, as copying leaves them.

``STT / Nội dung / Đơn vị chủ trì / Thời gian``, then ``1`` and the cells of the first row, ``2`` …
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, count

from reading import text as texts
from reading.clean.lines import Cell, Item, Line, Table
from reading.layout.numbering import Level, read_marker
from reading.layout.tables import Column, assigns, column_of
from reading.understand import deadlines
from reading.understand.names import read_row

_FEWEST_TITLES = 3
_MOST_TITLES = 10
_MOST_LINES = 60  # of one row
_ANY_YEAR = 2000  # whether a cell holds a time does not hang on the year
_FIRST_KEY = 10**9  # apart from the keys of the document's own tables


def gathered(items: Sequence[Item]) -> list[Item]:
    """The items with such runs of lines as tables; lines that fit no table stay as they are."""
    out: list[Item] = []
    keys = count(_FIRST_KEY)
    at = 0
    while at < len(items):
        titles = _titles(items, at)
        columns = [column_of(line.words) or Column.OTHER for line in titles]
        rows, end = _rows(items, at + len(titles), columns) if titles else ([], at)
        if rows:
            made = [_row(cells, keys) for cells in ([[line] for line in titles], *rows)]
            out.append(Table(tuple(made)))
            at = end
        else:
            out.append(items[at])
            at += 1
    return out


def _titles(items: Sequence[Item], at: int) -> list[Line]:
    """The titles of a table's columns, where they begin at ``at``; else empty."""
    first = items[at]
    if not isinstance(first, Line) or column_of(first.words) is not Column.NUMBER:
        return []
    titles: list[Line] = []
    for item in items[at : at + _MOST_TITLES]:
        if not isinstance(item, Line) or column_of(item.words) is None or _number(item) == 1:
            break
        titles.append(item)
    columns = [column_of(line.words) or Column.OTHER for line in titles]
    return titles if len(titles) >= _FEWEST_TITLES and assigns(columns) else []


def _rows(
    items: Sequence[Item], at: int, columns: Sequence[Column]
) -> tuple[list[list[list[Line]]], int]:
    """The rows that begin at ``at``, each a list of cells, and where they end."""
    rows: list[list[list[Line]]] = []
    while at < len(items) and _number(items[at]) == len(rows) + 1:
        first = items[at]
        cells, end = _cells(items, at + 1, len(columns) - 1, len(rows) + 2)
        cells = _placed(cells, columns[1:])
        if not isinstance(first, Line) or not cells:
            break
        rows.append([[first], *cells])
        at = end
    return rows, at


def _cells(items: Sequence[Item], at: int, width: int, number: int) -> tuple[list[list[Line]], int]:
    """The cells of one row: as many as there are columns, a wrapped line with the one it wraps."""
    cells: list[list[Line]] = []
    for place in range(at, min(len(items), at + _MOST_LINES)):
        item = items[place]
        if not isinstance(item, Line) or _number(item) == number:
            return cells, place
        if cells and item.words[:1].islower():
            cells[-1].append(item)
            continue
        if len(cells) == width or _is_heading(item):
            return cells, place
        cells.append([item])
    return cells, min(len(items), at + _MOST_LINES)


def _placed(cells: list[list[Line]], columns: Sequence[Column]) -> list[list[Line]]:
    """The cells with empty ones where a column has none; empty where some cell fits nowhere.

    Of several places the last ones stay empty: a task has a leader before it has helpers.
    """
    missing = len(columns) - len(cells)
    if missing <= 0 or not cells:
        return cells if not missing else []
    best: list[tuple[int, tuple[int, ...]]] = []
    for empty in combinations(range(len(columns)), missing):
        kept = [column for at, column in enumerate(columns) if at not in empty]
        fits = sum(_fits(cell, column) for cell, column in zip(cells, kept, strict=True))
        best.append((fits, empty))
    best.sort(reverse=True)
    if best[0][0] < len(cells):
        return []
    left = iter(cells)
    return [[] if at in best[0][1] else next(left) for at in range(len(columns))]


def _fits(cell: Sequence[Line], column: Column) -> bool:
    text = cell[0].text
    if column in {Column.LEAD, Column.COOPERATING}:
        return bool(read_row(text.words, one=True))
    is_time = deadlines.given(text, _ANY_YEAR) is not None
    return is_time if column is Column.TIME else not is_time


def _is_heading(line: Line) -> bool:
    marker = read_marker(line.words)
    return marker is not None and marker.level in {Level.ROMAN, Level.PART}


def _number(item: Item) -> int | None:
    """The number of a row, where a line is nothing else."""
    words = item.words.strip(" .)") if isinstance(item, Line) else ""
    return int(words) if words.isdecimal() and len(words) < 4 else None


def _row(cells: Sequence[Sequence[Line]], keys: Iterator[int]) -> tuple[Cell, ...]:
    joined = [texts.joined([line.text for line in cell]) for cell in cells]
    return tuple(Cell((text,) if text else (), next(keys)) for text in joined)
