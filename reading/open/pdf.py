"""A PDF's words → raw lines and tables: columns, paragraphs and page breaks told by the layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reading.clean import furniture
from reading.layout.header import is_kind
from reading.letters import flat
from reading.open.pdf_lines import PageLine, Word, in_lines, segments, wrapped
from reading.open.pdf_notes import Note, parted
from reading.open.pdf_tables import Columns, with_tables
from reading.open.raw import Join, RawCell, RawItem, RawLine, RawPicture, RawTable

Box = tuple[float, float, float, float]  # x0, top, x1, bottom

# The head of the first page: two columns, however near they come to one another.
_MOST_LINES = 24
# The first words of what stands on the right: the name of the state, its motto, the party.
_OPENINGS = {("cong", "hoa"), ("doc", "lap"), ("dang", "cong")}
_NEAR = 90.0  # points
_CLEAR_GAP = 1.0  # of the size of type


_INDENT = 6.0
_RAGGED = 14.0
_SIGNED_FROM = 150.0  # so far right of the addressees stands who signs
_SAME_HEIGHT = 6.0
_SAME_EDGE = 1.5


@dataclass(frozen=True)
class RuledTable:
    """A ruled table: its box and the boxes of its cells (None where a merged cell covers one)."""

    box: Box
    rows: Sequence[Sequence[Box | None]]


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    words: list[Word]
    tables: list[RuledTable] = field(default_factory=list)
    is_picture: bool = False


def raw_items(pages: Sequence[Page]) -> list[RawItem]:
    """The lines and tables of all pages, page furniture left out, footnotes behind their lines."""
    noted = [parted(page.words) for page in pages]
    pages = [replace(page, words=words) for page, (words, _) in zip(pages, noted, strict=True)]
    heads = _furniture(pages)
    margins = _margins(pages)
    items: list[RawItem] = []
    last: PageLine | None = None
    keys = iter(range(1, 10**9))
    columns: Columns | None = None
    for number, page in enumerate(pages):
        waiting = noted[number][1]
        if page.is_picture:
            items.append(RawPicture(number + 1))
        pieces, columns = _pieces(page, number, heads, keys, columns)
        for piece in pieces:
            if isinstance(piece, RawTable):
                items.append(piece)
                last = None
            else:
                items.append(_raw_line(piece, last, margins[round(page.width)]))
                last = piece
                items += _notes_of(piece, waiting)
        items += [RawLine(note.text, is_note=True) for note in waiting]
    return items


def _notes_of(line: PageLine, waiting: list[Note]) -> Iterator[RawLine]:
    """The footnotes of a line, which then wait no longer."""
    for note in [note for note in waiting if note.behind in line.words]:
        waiting.remove(note)
        yield RawLine(note.text, is_note=True)


def _furniture(pages: Sequence[Page]) -> set[tuple[int, float]]:
    """Which lines (page and top) are page numbers or running heads."""
    rows = [
        [(line.text, line.top) for line in in_lines(_outside_tables(page), number)]
        for number, page in enumerate(pages)
    ]
    dropped = _page_numbers(rows)
    # A running head stands at one height on all pages; the row of a table does not.
    recurring = furniture.recurring(
        [[_at_height(text, top) for text, top in page] for page in rows]
    )
    for number, page in enumerate(rows):
        edge = furniture.edges([text for text, _ in page])
        dropped |= {
            (number, top)
            for at, (text, top) in enumerate(page)
            if at in edge and furniture.key(_at_height(text, top)) in recurring
        }
    return dropped


def _at_height(text: str, top: float) -> str:
    """A line's words with its height in letters, which ``furniture.key`` does not level."""
    return f"{text} {'|' * round(top / _SAME_HEIGHT)}" if text.strip() else ""


def _page_numbers(rows: Sequence[Sequence[tuple[str, float]]]) -> set[tuple[int, float]]:
    """The numbers alone at a page's edge that go up page by page."""
    found = [
        (number, page[at][1], value - number)
        for number, page in enumerate(rows)
        for at in {0, len(page) - 1}
        if page and (value := furniture.page_number(page[at][0])) is not None
    ]
    counts = Counter(ahead for _, _, ahead in found)
    usual = max(counts, key=lambda ahead: (counts[ahead], -abs(ahead - 1)), default=1)
    return {(number, top) for number, top, ahead in found if ahead == usual}


def _outside_tables(page: Page) -> list[Word]:
    return [
        word for word in page.words if not any(_inside(word, table.box) for table in page.tables)
    ]


def _margins(pages: Sequence[Page]) -> dict[float, tuple[float, float]]:
    """The left and the right edge of the text, by the width of the page."""
    by_width: dict[float, list[Page]] = {}
    for page in pages:
        by_width.setdefault(round(page.width), []).append(page)
    return {width: _edges(alike) for width, alike in by_width.items()}


def _edges(pages: Sequence[Page]) -> tuple[float, float]:
    lines = [
        line
        for number, page in enumerate(pages)
        for line in in_lines(page.words, number)
        if len(line.words) > 6
    ]
    if not lines:
        return 0.0, 0.0
    left = sorted(line.x0 for line in lines)
    right = sorted(line.x1 for line in lines)
    return left[len(left) // 10], right[int(len(right) * 0.8)]


def _pieces(
    page: Page,
    number: int,
    heads: set[tuple[int, float]],
    keys: Iterator[int],
    columns: Columns | None,
) -> tuple[list[PageLine | RawTable], Columns | None]:
    """The page's lines and tables from top to bottom, columns one after the other.

    ``columns`` are those of an unruled table that the page before ended in.
    """
    lines = [
        line for line in in_lines(_outside_tables(page), number) if (number, line.top) not in heads
    ]
    unruled, columns = with_tables(_parted(lines) if number == 0 else lines, keys, columns)
    pieces: list[PageLine | RawTable] = []
    tables = sorted(page.tables, key=lambda table: table.box[1])
    waiting: list[PageLine] = []
    for line in unruled:
        while isinstance(line, PageLine) and tables and tables[0].box[1] < line.top:
            pieces += [*_columns(waiting), _table(tables.pop(0), page.words, keys)]
            waiting = []
        if isinstance(line, PageLine):
            waiting.append(line)
        else:
            pieces += [*_columns(waiting), line]
            waiting = []
    pieces += _columns(waiting)
    return [*pieces, *(_table(table, page.words, keys) for table in tables)], columns


def _inside(word: Word, box: Box) -> bool:
    middle = (word.top + word.bottom) / 2
    return (
        box[0] - 1 <= (word.x0 + word.x1) / 2 <= box[2] + 1 and box[1] - 1 <= middle <= box[3] + 1
    )


def _columns(lines: list[PageLine]) -> Iterator[PageLine]:
    """Lines in reading order: where two columns stand side by side, the left one first."""
    left: list[PageLine] = []
    right: list[PageLine] = []
    middle = 0.0
    in_end = False
    for line in lines:
        first = " ".join(word.text for word in line.words[:2])
        opens_end = flat(first).startswith("noi nhan")
        in_end = in_end or opens_end
        halves = segments(line)
        if len(halves) == 2 and (in_end or _is_pair(halves)):
            middle = halves[1].x0 if not right else min(middle, halves[1].x0)
            left.append(halves[0])
            right.append(halves[1])
        elif right and left and in_end:
            (right if line.x0 > middle - 60 and line.x0 > left[0].x0 + 100 else left).append(line)
        elif opens_end:
            left.append(line)
        elif in_end and left and line.x0 > left[0].x0 + _SIGNED_FROM:
            right.append(line)  # the post stands between two lines of addressees
            middle = line.x0
        else:
            yield from (*left, *right)
            left, right = [], []
            yield line
    yield from (*left, *right)


def _is_pair(segments: Sequence[PageLine]) -> bool:
    """Whether two pieces of a line are columns: the head's, where no piece is a mark alone."""
    return all(len(segment.text) > 3 for segment in segments)


def _raw_line(line: PageLine, last: PageLine | None, margins: tuple[float, float]) -> RawLine:
    left, right = margins
    centre = (left + right) / 2
    indented = line.x0 - left > _INDENT
    centred = indented and abs((line.x0 + line.x1) / 2 - centre) < 12 and right - line.x1 > _INDENT
    gap = last is None or line.page != last.page or line.top - last.bottom > 0.55 * line.size
    return RawLine(line.text, _join(line, last, margins, centred=centred), line.bold, centred, gap)


def _join(
    line: PageLine, last: PageLine | None, margins: tuple[float, float], *, centred: bool
) -> Join:
    """What indents and ends of lines say of a line and the one before it."""
    left, right = margins
    if last is None or centred or (last.size != line.size and abs(last.size - line.size) > 1.5):
        return Join.UNKNOWN if centred else Join.OWN
    ragged = last.x1 < right - _RAGGED - 0.5 * line.words[0].x1 + 0.5 * line.words[0].x0
    # "Trạm | Y tế": the edge is known to a letter or so, a short word proves nothing.
    room = right - last.x1 > max(line.words[0].x1 - line.words[0].x0, line.size) + 0.4 * line.size
    if line.x0 - left > _INDENT and line.x0 - last.x0 > _INDENT:
        return Join.OWN
    if room or (ragged and room):
        return Join.OWN
    if abs(line.x0 - left) <= _INDENT:
        return Join.WRAPPED
    return Join.UNKNOWN


def _table(table: RuledTable, words: Sequence[Word], keys: Iterator[int]) -> RawTable:
    """A ruled table.  A cell that a merged one covers takes that one's place."""
    edges = _apart(sorted(box[0] for row in table.rows for box in row if box))
    rows: list[tuple[RawCell, ...]] = []
    made: dict[Box, RawCell] = {}
    inside = [word for word in words if _inside(word, table.box)]
    boxes = {box for row in table.rows for box in row if box}
    for row in table.rows:
        tops = [box[1] for box in row if box]
        top = min(tops) if tops else 0.0
        cells = []
        for edge in edges:
            box = _covering(boxes, edge + 2, top + 2)
            if box is None:
                cells.append(RawCell((), next(keys)))
                continue
            if box not in made:
                made[box] = _cell(box, inside, next(keys))
            cells.append(made[box])
        rows.append(tuple(cells))
    return RawTable(tuple(rows))


def _apart(edges: Sequence[float]) -> list[float]:
    """The edges of columns, those that a rounding has set beside one another as one."""
    kept: list[float] = []
    for edge in edges:
        if not kept or edge - kept[-1] > _SAME_EDGE:
            kept.append(edge)
    return kept


def _covering(boxes: set[Box], x: float, y: float) -> Box | None:
    return next((box for box in boxes if box[0] <= x < box[2] and box[1] <= y < box[3]), None)


def _cell(box: Box, words: Sequence[Word], key: int) -> RawCell:
    parts = wrapped(in_lines([word for word in words if _inside(word, box)], 0))
    return RawCell(tuple(RawLine(part) for part in parts), key)


def _parted(lines: Sequence[PageLine]) -> list[PageLine]:
    """The lines of a first page, those of its head taken apart: the left column first.

    Without the name of the state above the type of the document, the lines stay as they are.
    """
    end = next((at for at, line in enumerate(lines[:_MOST_LINES]) if is_kind(line.text)), 0)
    edge = min(_openings(lines[:end]), default=None)
    if edge is None or edge <= min(line.x0 for line in lines[:end]) + 1:
        return list(lines)
    halves = [_halves(line, edge) for line in lines[:end]]
    left = [half for half, _ in halves if half is not None]
    right = [half for _, half in halves if half is not None]
    return [*left, *right, *lines[end:]]


def _openings(lines: Sequence[PageLine]) -> Iterator[float]:
    """Where the words begin that stand at the head of the right column."""
    for line in lines:
        for word, after in pairwise(line.words):
            if (flat(word.text), flat(after.text)) in _OPENINGS and word.text[0].isupper():
                yield word.x0


def _halves(line: PageLine, edge: float) -> tuple[PageLine | None, PageLine | None]:
    """The words left and right of the edge, or of a clear gap near it."""
    gaps = [
        (after.x0 - before.x1, after.x0)
        for before, after in pairwise(line.words)
        if abs(after.x0 - edge) < _NEAR and after.x0 - before.x1 > _CLEAR_GAP * line.size
    ]
    if not gaps and line.x0 >= edge - _NEAR:
        return None, line  # a long dateline reaches to the left of the name of the state
    at = max(gaps)[1] if gaps else edge
    left = [word for word in line.words if word.x0 < at - 0.5]
    right = [word for word in line.words if word.x0 >= at - 0.5]
    return (
        PageLine(left, line.page) if left else None,
        PageLine(right, line.page) if right else None,
    )
