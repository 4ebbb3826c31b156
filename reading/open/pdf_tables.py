"""Tables without rules: columns told by the white space that runs down through all lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reading.layout.numbering import Level, read_marker
from reading.layout.tables import Column, assigns, column_of
from reading.letters import flat
from reading.open.pdf_lines import PageLine, Word, in_lines, wrapped
from reading.open.raw import RawCell, RawLine, RawTable

Gap = tuple[float, float]  # from x to x

_NUMBER_TITLES = {"tt", "stt", "so tt"}
_WORK_TITLES = ("noi dung", "nhiem vu", "cong viec", "hoat dong", "dau viec")
_LEAST_GAP = 0.35  # of the size of type, all of them
_FEWEST_GAPS = 2
_ROW_GAP = 0.4
_LINES_ABOVE = 2
_FEWEST_ROWS = 2


@dataclass(frozen=True)
class Columns:
    """Where the columns of a table are parted, and the number of its last row."""

    gaps: tuple[Gap, ...]
    last: int


def with_tables(
    lines: Sequence[PageLine], keys: Iterator[int], before: Columns | None
) -> tuple[list[PageLine | RawTable], Columns | None]:
    """A page's lines with those that make up an unruled table replaced by it.

    ``before`` are the columns of a table that the page before ended in; returned are those of
    one that this page ends in.
    """
    out: list[PageLine | RawTable] = []
    at = 0
    open_columns = None
    while at < len(lines):
        end, table, columns = _table_at(lines, at, keys, before if at == 0 else None)
        if table is None:
            out.append(lines[at])
            at += 1
            continue
        for _ in range(_lines_above(lines, at)):
            out.pop()
        out.append(table)
        at = end
        open_columns = columns if at == len(lines) else None
    return out, open_columns


def _table_at(
    lines: Sequence[PageLine], at: int, keys: Iterator[int], before: Columns | None
) -> tuple[int, RawTable | None, Columns | None]:
    if before is not None:
        return _going_on(lines, keys, before)
    if not _is_title_line(lines[at]):
        return at, None, None
    end = _reach(lines, at)
    start = at - _lines_above(lines, at)
    region = lines[start:end]
    gaps = _all_gaps([word for line in region for word in line.words], lines[at].size)
    rows = _rows(region, gaps)
    while rows and len(gaps) >= _FEWEST_GAPS:
        if _are_titles([column_of(cell) for cell in _texts(rows[0], gaps)]):
            return end, _made(rows, gaps, keys), Columns(tuple(gaps), len(rows) - 1)
        gaps = _without_narrowest(gaps)
    return at, None, None


def _are_titles(columns: Sequence[Column | None]) -> bool:
    """Whether each column has a title, and no title is cut in two."""
    known = [column for column in columns if column is not None]
    twice = any(one is other is not Column.OTHER for one, other in pairwise(columns))
    return len(known) == len(columns) and not twice and assigns(known)


def _all_gaps(words: Sequence[Word], size: float) -> list[Gap]:
    """The white space that runs down between the words of all lines."""
    gaps: list[Gap] = []
    right = min((word.x0 for word in words), default=0.0)
    for word in sorted(words, key=lambda word: word.x0):
        if word.x0 - right > _LEAST_GAP * size:
            gaps.append((right, word.x0))
        right = max(right, word.x1)
    return gaps


def _going_on(
    lines: Sequence[PageLine], keys: Iterator[int], before: Columns
) -> tuple[int, RawTable | None, Columns | None]:
    """The rest of a table that the page before ended in: its next number comes first."""
    end = 0
    while end < len(lines) and _fits(lines[end], before.gaps):
        end += 1
    rows = _rows(lines[:end], before.gaps)
    numbers = [_number(row, before.gaps) for row in rows]
    if not rows or numbers[0] not in {before.last + 1, None} or before.last + 1 not in numbers:
        return 0, None, None
    last = max((number for number in numbers if number), default=before.last)
    return end, _made(rows, before.gaps, keys), Columns(before.gaps, last)


def _fits(line: PageLine, gaps: Sequence[Gap]) -> bool:
    """Whether a line leaves all gaps clear and is no heading after the table."""
    return len(_clear(gaps, line.words)) == len(gaps) and not _is_prose(line, gaps[0][0])


def _is_title_line(line: PageLine) -> bool:
    first = flat(line.words[0].text).strip(" .")
    words = flat(line.text)
    return first in _NUMBER_TITLES and any(title in words for title in _WORK_TITLES)


def _lines_above(lines: Sequence[PageLine], at: int) -> int:
    """How many lines above the one with "TT" hold the upper words of titles beside it."""
    count = 0
    while count < min(_LINES_ABOVE, at):
        line, below = lines[at - count - 1], lines[at - count]
        if line.x0 <= lines[at].words[0].x1 or below.top - line.bottom > 0.5 * line.size:
            break
        count += 1
    return count


def _reach(lines: Sequence[PageLine], at: int) -> int:
    """Where the lines end through which at least two gaps run."""
    gaps = _between(lines[at].words, lines[at].size)
    end = at + 1
    while end < len(lines):
        line = lines[end]
        left = [gap for gap in _clear(gaps, line.words) if gap[1] - gap[0] > _LEAST_GAP * line.size]
        inner = [gap for gap in left if gap[0] >= lines[at].words[0].x0]
        if len(inner) < _FEWEST_GAPS or _is_prose(line, lines[at].words[0].x1):
            break
        end, gaps = end + 1, left
    return end


def _is_prose(line: PageLine, edge: float) -> bool:
    """Whether a line begins left of ``edge``, where numbers do, and is none: the table ends."""
    marker = read_marker(line.text)
    if marker is not None and marker.level in {Level.PART, Level.ROMAN}:
        return True
    first = line.words[0]
    if first.x0 > edge + 1:
        return False
    goes_on = len(line.words) > 1 and line.words[1].x0 - first.x1 < 0.5 * line.size
    return goes_on or not first.text.strip(" .)").isdecimal()


def _between(words: Sequence[Word], size: float) -> list[Gap]:
    return [
        (before.x1, after.x0)
        for before, after in pairwise(words)
        if after.x0 - before.x1 > _LEAST_GAP * size
    ]


def _clear(gaps: Sequence[Gap], words: Sequence[Word]) -> list[Gap]:
    """The widest part of each gap that no word covers; gaps that are covered are gone."""
    out: list[Gap] = []
    for begin, end in gaps:
        inside = sorted((w.x0, w.x1) for w in words if w.x1 > begin and w.x0 < end)
        edges = [begin]
        best: Gap | None = None
        for x0, x1 in [*inside, (end, end)]:
            if x0 - edges[-1] > (best[1] - best[0] if best else 0.5):
                best = (edges[-1], x0)
            edges.append(max(edges[-1], x1))
        if best is not None:
            out.append(best)
    return out


def _without_narrowest(gaps: Sequence[Gap]) -> list[Gap]:
    narrowest = min(gaps, key=lambda gap: gap[1] - gap[0])
    return [gap for gap in gaps if gap is not narrowest]


def _rows(lines: Sequence[PageLine], gaps: Sequence[Gap]) -> list[list[Word]]:
    """The words of each row: bands that white space parts, or what follows each number."""
    words = sorted((word for line in lines for word in line.words), key=lambda word: word.top)
    if not words:
        return []
    bands: list[list[Word]] = [[words[0]]]
    bottom = words[0].bottom
    for word in words[1:]:
        if word.top - bottom > _ROW_GAP * word.size:
            bands.append([])
        bands[-1].append(word)
        bottom = max(bottom, word.bottom)
    if len(bands) > 1 and all(_count(band, gaps) == 1 for band in bands):
        return bands
    return _by_number(lines, gaps)


def _count(band: Sequence[Word], gaps: Sequence[Gap]) -> int:
    """How many lines the first column of a band has."""
    return len(in_lines([word for word in band if word.x1 <= gaps[0][0] + 1], 0)) if gaps else 0


def _by_number(lines: Sequence[PageLine], gaps: Sequence[Gap]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for line in lines:
        opens = gaps and line.words[0].x1 <= gaps[0][0] + 1
        if opens or not rows:
            rows.append([])
        rows[-1] += line.words
    return rows if len(rows) >= _FEWEST_ROWS else []


def _cells(row: Sequence[Word], gaps: Sequence[Gap]) -> list[list[Word]]:
    cells: list[list[Word]] = [[] for _ in range(len(gaps) + 1)]
    for word in row:
        middle = (word.x0 + word.x1) / 2
        cells[sum(middle > (begin + end) / 2 for begin, end in gaps)].append(word)
    return cells


def _texts(row: Sequence[Word], gaps: Sequence[Gap]) -> list[str]:
    return [" ".join(wrapped(in_lines(cell, 0))) for cell in _cells(row, gaps)]


def _number(row: Sequence[Word], gaps: Sequence[Gap]) -> int | None:
    words = _texts(row, gaps)[0].strip(" .)")
    return int(words) if words.isdecimal() and len(words) < 4 else None


def _made(rows: Sequence[Sequence[Word]], gaps: Sequence[Gap], keys: Iterator[int]) -> RawTable:
    return RawTable(
        tuple(
            tuple(
                RawCell(tuple(map(RawLine, wrapped(in_lines(cell, 0)))), next(keys))
                for cell in _cells(row, gaps)
            )
            for row in rows
        )
    )
