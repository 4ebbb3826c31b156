"""Tables whose cells stand on lines of their own, one below the other, as copying leaves them.

``STT / Nội dung / Đơn vị chủ trì / Thời gian``, then ``1`` and the cells of the first row, ``2`` …
Titles may stand in two rows, of which copying gives the second after the first, and may be cut in
two lines; a table may have no numbers.

The other way about, tables that only frame text become lines, and what the end of a page cut in two
becomes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, count, takewhile

from reading import text as texts
from reading.clean.lines import Cell, Item, Line, Table
from reading.layout.numbering import Level, read_marker
from reading.layout.tables import Column, assigns, column_of, continues, distinct, header
from reading.open.raw import Join
from reading.text import Text
from reading.understand import deadlines
from reading.understand.names import read_row

_FEWEST_TITLES = 3
_MOST_TITLES = 12
_MOST_LINES = 60  # of one row
_LONGEST_SHORT_FORM = 8  # "S.TT.", "Số TT."
_ANY_YEAR = 2000  # whether a cell holds a time does not hang on the year
_FIRST_KEY = 10**9  # apart from the keys of the document's own tables
_COUNTING = re.compile(r"\(\d{1,2}\)")
_WHO = {Column.LEAD, Column.COOPERATING}
_WHEN = {Column.START, Column.TIME}
_Rows = list[list[list[Line]]]  # rows of cells of lines


@dataclass(frozen=True)
class _Titles:
    """The titles of a table, what its columns mean, and where its rows begin."""

    cells: list[list[Line]]
    columns: list[Column]
    end: int


def gathered(items: Sequence[Item]) -> list[Item]:
    """The items with such runs of lines as tables; lines that fit no table stay as they are."""
    out: list[Item] = []
    keys = count(_FIRST_KEY)
    at = 0
    while at < len(items):
        titles, rows, end = _table(items, at)
        if titles is not None:
            made = [_row(cells, keys) for cells in (titles.cells, *rows)]
            out.append(Table(tuple(made)))
            at = end
        else:
            out.append(items[at])
            at += 1
    return out


def _table(items: Sequence[Item], at: int) -> tuple[_Titles | None, _Rows, int]:
    """The table that begins at ``at``, read in the way that most of its cells fit."""
    best: tuple[_Titles | None, _Rows, int] = (None, [], at)
    most = 0
    for titles in _readings(items, at):
        numbered = titles.columns[0] is Column.NUMBER
        rows, end = (_rows if numbered else _bare_rows)(items, titles.end, titles.columns)
        fits = sum(
            bool(cell) and _fits(cell, column)
            for row in rows
            for cell, column in zip(row, titles.columns, strict=True)
        )
        if fits > most:
            best, most = (titles, rows, end), fits
    return best


def _readings(items: Sequence[Item], at: int) -> Iterator[_Titles]:
    """The ways to take the titles that begin at ``at``: in one row, or in two."""
    cells, end = _title_cells(items, at)
    columns = [column_of(_words(cell)) or Column.OTHER for cell in cells]
    if len(columns) < _FEWEST_TITLES:
        return
    end += _counting(items, end)
    for places in (_two_rows(columns), _parent_first(columns), [*range(len(columns))]):
        chosen = [columns[place] for place in places]
        if len(chosen) >= _FEWEST_TITLES and assigns(chosen):
            yield _Titles([cells[place] for place in places], chosen, end)


def _title_cells(items: Sequence[Item], at: int) -> tuple[list[list[Line]], int]:
    """The titles from ``at`` on, each with its lines; a table without numbers has each once."""
    first = items[at]
    opens = column_of(first.words) if isinstance(first, Line) and _may_title(first) else None
    if opens not in {Column.NUMBER, Column.WORK}:
        return [], at
    cells: list[list[Line]] = []
    met: set[Column] = set()
    for place in range(at, min(len(items), at + 2 * _MOST_TITLES)):
        item = items[place]
        if not isinstance(item, Line) or _number(item) == 1 or len(cells) > _MOST_TITLES:
            return cells, place
        if cells and item.words[:1].islower() and column_of(_words([*cells[-1], item])):
            cells[-1].append(item)
            continue
        column = column_of(item.words) if _may_title(item) else None
        ends = column is None and not (item.words[:1].isupper() and _title_goes_on(items, place))
        if ends or (opens is Column.WORK and column in met):
            return cells, place
        met |= {column} - {None, Column.OTHER} if column else set()
        cells.append([item])
    return cells, min(len(items), at + 2 * _MOST_TITLES)


def _may_title(line: Line) -> bool:
    """Whether a line is no part of a sentence: a wrapped plan has many short lines with "việc"."""
    if line.join is Join.WRAPPED or line.words[:1].islower():
        return False
    marker = read_marker(line.words)
    ends = line.words.endswith((".", ";", ",")) and len(line.words) > _LONGEST_SHORT_FORM
    return not ends and (marker is None or marker.length == len(line.words))


def _title_goes_on(items: Sequence[Item], at: int) -> bool:
    """``Bộ phận`` / ``chủ trì``: the first half of a title says nothing by itself."""
    first, after = items[at], items[at + 1] if at + 1 < len(items) else None
    if not isinstance(first, Line) or not isinstance(after, Line):
        return False
    return after.words[:1].islower() and column_of(_words([first, after])) is not None


def _two_rows(columns: Sequence[Column]) -> list[int]:
    """The places of the titles in order, those of a second row in the place of what they part.

    ``STT, Nội dung, Phân công, Thời gian, Chủ trì, Phối hợp``: the last two part the third.
    """
    for kinds in (_WHO, _WHEN):
        alike = [column in kinds for column in columns]
        tail = len(list(takewhile(bool, reversed(alike))))
        first = len(columns) - tail
        parents = [at for at in range(first) if alike[at]]
        if tail > 1 and len(parents) == 1:
            return [
                *range(parents[0]),
                *range(first, len(columns)),
                *range(parents[0] + 1, first),
            ]
    return []


def _parent_first(columns: Sequence[Column]) -> list[int]:
    """The places without a title that those right after it part: ``Phân công, Chủ trì, …``."""
    for at in range(len(columns) - 2):
        if columns[at] is Column.LEAD and columns[at + 1 : at + 3] == [
            Column.LEAD,
            Column.COOPERATING,
        ]:
            return [place for place in range(len(columns)) if place != at]
    return []


def _counting(items: Sequence[Item], at: int) -> int:
    """How many lines count the columns: ``(1)``, ``(2)`` …, or ``1`` to the last one at once."""
    lines = [*takewhile(lambda item: isinstance(item, Line), items[at : at + _MOST_TITLES])]
    bracketed = [*takewhile(lambda item: _COUNTING.fullmatch(_line_words(item)), lines)]
    if bracketed:
        return len(bracketed)
    numbers = [*takewhile(lambda item: _number(item) is not None, lines)]
    return len(numbers) - 1 if len(numbers) > 3 else 0


def _line_words(item: Item) -> str:
    return item.words if isinstance(item, Line) else ""


def _words(cell: Sequence[Line]) -> str:
    return " ".join(line.words for line in cell)


def _rows(items: Sequence[Item], at: int, columns: Sequence[Column]) -> tuple[_Rows, int]:
    """The rows that begin at ``at``, each a list of cells, and where they end."""
    rows: _Rows = []
    while at < len(items) and _number(items[at]) == len(rows) + 1:
        first = items[at]
        cells, end = _cells(items, at + 1, len(columns) - 1, len(rows) + 2)
        cells = _placed(cells, columns[1:])
        if not isinstance(first, Line) or not cells:
            break
        rows.append([[first], *cells])
        at = end
    return rows, at


def _bare_rows(items: Sequence[Item], at: int, columns: Sequence[Column]) -> tuple[_Rows, int]:
    """The rows of a table without numbers: as long as each cell fits its column."""
    rows: _Rows = []
    while at < len(items):
        cells, end = _cells(items, at, len(columns), None)
        told = zip(cells, columns, strict=False)
        if len(cells) < len(columns) or not all(
            _fits(cell, column) for cell, column in told if column is not Column.OTHER
        ):
            break
        rows.append(cells)
        at = end
    return rows, at


def _cells(
    items: Sequence[Item], at: int, width: int, number: int | None
) -> tuple[list[list[Line]], int]:
    """The cells of one row: as many as there are columns, a wrapped line with the one it wraps."""
    cells: list[list[Line]] = []
    for place in range(at, min(len(items), at + _MOST_LINES)):
        item = items[place]
        if not isinstance(item, Line) or (number and _number(item) == number):
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
    is_part = marker is not None and marker.level in {Level.ROMAN, Level.PART}
    return is_part or line.text.flat.startswith("noi nhan")


def _number(item: Item) -> int | None:
    """The number of a row, where a line is nothing else."""
    words = item.words.strip(" .)") if isinstance(item, Line) else ""
    return int(words) if words.isdecimal() and len(words) < 4 else None


def _row(cells: Sequence[Sequence[Line]], keys: Iterator[int]) -> tuple[Cell, ...]:
    joined = [texts.joined([line.text for line in cell]) for cell in cells]
    return tuple(Cell((text,) if text else (), next(keys)) for text in joined)


_LAYOUT_SIGNS = re.compile(
    r"cong hoa xa hoi|doc lap\s?[-–]\s?tu do|noi nhan\s?:|^so\s?:|dang cong san viet nam"
)


def flattened(items: Sequence[Item]) -> list[Item]:
    """The items with the tables that only lay out text (head, signature, a frame) as lines."""
    out: list[Item] = []
    columns: tuple[Column, ...] | None = None
    for item in items:
        if isinstance(item, Line):
            out.append(item)
            continue
        found = header(item)
        if found is None and not continues(item, columns) and _is_layout(item):
            out += _lines(item)
            continue
        before = out[-1] if out else None
        if isinstance(before, Table) and (found is None or found[0] == columns):
            rest = item.rows[found[1] if found else 0 :]  # Word repeats the titles on each page
            out[-1] = Table(before.rows + rest, before.cuts | {len(before.rows)})
            continue
        columns = found[0] if found else columns
        out.append(item)
    return out


def _is_layout(table: Table) -> bool:
    width = max(len(distinct(row)) for row in table.rows)
    if width <= 2:
        return True
    return any(_LAYOUT_SIGNS.search(text.flat) for text in _texts(table))


def _texts(table: Table) -> Iterator[Text]:
    for row in table.rows:
        for cell in row:
            yield from cell.paragraphs


def _lines(table: Table) -> list[Line]:
    seen: set[int] = set()
    lines = []
    for row in table.rows:
        for cell in row:
            if cell.key not in seen:
                seen.add(cell.key)
                lines += [Line(text, after_gap=not at) for at, text in enumerate(cell.paragraphs)]
    return lines
