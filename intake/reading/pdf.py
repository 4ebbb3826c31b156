"""A PDF's words → raw lines and tables: columns, paragraphs and page breaks told by the layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from intake.reading import furniture
from intake.reading.letters import flat
from intake.reading.raw import Join, RawCell, RawItem, RawLine, RawTable

Box = tuple[float, float, float, float]  # x0, top, x1, bottom

_COLUMN_GAP = 1.6  # of the size of type: wider than any space that justifying makes
_SAME_LINE = 0.5
_INDENT = 6.0
_RAGGED = 14.0


@dataclass(frozen=True)
class Word:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass(frozen=True)
class Table:
    """A ruled table: its box and the boxes of its cells (None where a merged cell covers one)."""

    box: Box
    rows: Sequence[Sequence[Box | None]]


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    words: list[Word]
    tables: list[Table] = field(default_factory=list)


@dataclass
class _Line:
    """Words side by side on a page."""

    words: list[Word]
    page: int

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        return median(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)


def raw_items(pages: Sequence[Page]) -> list[RawItem]:
    """The lines and tables of all pages, page furniture left out."""
    heads = _furniture(pages)
    margins = _margins(pages)
    items: list[RawItem] = []
    last: _Line | None = None
    keys = iter(range(1, 10**9))
    for number, page in enumerate(pages):
        for piece in _pieces(page, number, heads, keys):
            if isinstance(piece, RawTable):
                items.append(piece)
                last = None
            else:
                items.append(_raw_line(piece, last, margins))
                last = piece
    return items


def _furniture(pages: Sequence[Page]) -> set[tuple[int, float]]:
    """Which lines (page and top) are page numbers or running heads."""
    rows = [
        [(line.text, line.top) for line in _rows(page.words, number)]
        for number, page in enumerate(pages)
    ]
    dropped: set[tuple[int, float]] = set()
    for number, page in enumerate(rows):
        edges = [at for at in (0, len(page) - 1) if 0 <= at < len(page)]
        for at in edges:
            if furniture.page_number(page[at][0]) is not None:
                dropped.add((number, page[at][1]))
    recurring = furniture.recurring([[text for text, _ in page] for page in rows])
    for number, page in enumerate(rows):
        edge = furniture.edges([text for text, _ in page])
        dropped |= {
            (number, top)
            for at, (text, top) in enumerate(page)
            if at in edge and furniture.key(text) in recurring
        }
    return dropped


def _rows(words: Sequence[Word], page: int) -> list[_Line]:
    """The words in lines, top to bottom, left to right."""
    lines: list[_Line] = []
    for word in sorted(words, key=lambda w: (w.bottom, w.x0)):
        line = lines[-1] if lines else None
        if line is not None and abs(word.bottom - line.words[0].bottom) < _SAME_LINE * min(
            word.size, line.words[0].size
        ):
            line.words.append(word)
        else:
            lines.append(_Line([word], page))
    for line in lines:
        line.words.sort(key=lambda w: w.x0)
    return lines


def _margins(pages: Sequence[Page]) -> tuple[float, float]:
    """The left and the right edge of the text."""
    lines = [
        line
        for number, page in enumerate(pages)
        for line in _rows(page.words, number)
        if len(line.words) > 6
    ]
    if not lines:
        return 0.0, 0.0
    left = sorted(line.x0 for line in lines)
    right = sorted(line.x1 for line in lines)
    return left[len(left) // 10], right[int(len(right) * 0.8)]


def _pieces(
    page: Page, number: int, heads: set[tuple[int, float]], keys: Iterator[int]
) -> Iterator[_Line | RawTable]:
    """The page's lines and tables from top to bottom, columns one after the other."""
    outside = [
        word for word in page.words if not any(_inside(word, table.box) for table in page.tables)
    ]
    lines = [line for line in _rows(outside, number) if (number, line.top) not in heads]
    tables = sorted(page.tables, key=lambda table: table.box[1])
    waiting: list[_Line] = []
    for line in lines:
        while tables and tables[0].box[1] < line.top:
            yield from _columns(waiting)
            waiting = []
            yield _table(tables.pop(0), page.words, keys)
        waiting.append(line)
    yield from _columns(waiting)
    for table in tables:
        yield _table(table, page.words, keys)


def _inside(word: Word, box: Box) -> bool:
    middle = (word.top + word.bottom) / 2
    return (
        box[0] - 1 <= (word.x0 + word.x1) / 2 <= box[2] + 1 and box[1] - 1 <= middle <= box[3] + 1
    )


def _segments(line: _Line) -> list[_Line]:
    """The line cut where a gap is too wide for a space."""
    segments = [_Line([line.words[0]], line.page)]
    for before, word in zip(line.words, line.words[1:], strict=False):
        if word.x0 - before.x1 > _COLUMN_GAP * max(before.size, word.size):
            segments.append(_Line([word], line.page))
        else:
            segments[-1].words.append(word)
    return segments


def _columns(lines: list[_Line]) -> Iterator[_Line]:
    """Lines in reading order: where two columns stand side by side, the left one first."""
    left: list[_Line] = []
    right: list[_Line] = []
    middle = 0.0
    in_end = False
    for line in lines:
        in_end = in_end or flat(
            line.words[0].text + " " + (line.words[1].text if len(line.words) > 1 else "")
        ).startswith("noi nhan")
        segments = _segments(line)
        if len(segments) == 2 and (in_end or _is_pair(segments)):
            middle = segments[1].x0 if not right else min(middle, segments[1].x0)
            left.append(segments[0])
            right.append(segments[1])
        elif right and in_end:
            (right if line.x0 > middle - 60 and line.x0 > left[0].x0 + 100 else left).append(line)
        else:
            yield from (*left, *right)
            left, right = [], []
            yield line
    yield from (*left, *right)


def _is_pair(segments: Sequence[_Line]) -> bool:
    """Whether two pieces of a line are columns: the head's, where no piece is a mark alone."""
    return all(len(segment.text) > 3 for segment in segments)


def _raw_line(line: _Line, last: _Line | None, margins: tuple[float, float]) -> RawLine:
    left, right = margins
    centre = (left + right) / 2
    indented = line.x0 - left > _INDENT
    centred = indented and abs((line.x0 + line.x1) / 2 - centre) < 12 and right - line.x1 > _INDENT
    gap = last is None or line.page != last.page or line.top - last.bottom > 0.55 * line.size
    return RawLine(line.text, _join(line, last, margins, centred=centred), line.bold, centred, gap)


def _join(line: _Line, last: _Line | None, margins: tuple[float, float], *, centred: bool) -> Join:
    """What indents and ends of lines say of a line and the one before it."""
    left, right = margins
    if last is None or centred or (last.size != line.size and abs(last.size - line.size) > 1.5):
        return Join.UNKNOWN if centred else Join.OWN
    ragged = last.x1 < right - _RAGGED - 0.5 * line.words[0].x1 + 0.5 * line.words[0].x0
    room = right - last.x1 > (line.words[0].x1 - line.words[0].x0) + 0.4 * line.size
    if line.x0 - left > _INDENT and line.x0 - last.x0 > _INDENT:
        return Join.OWN
    if room or (ragged and room):
        return Join.OWN
    if abs(line.x0 - left) <= _INDENT:
        return Join.WRAPPED
    return Join.UNKNOWN


def _table(table: Table, words: Sequence[Word], keys: Iterator[int]) -> RawTable:
    """A ruled table.  A cell that a merged one covers takes that one's place."""
    edges = sorted({round(box[0]) for row in table.rows for box in row if box})
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


def _covering(boxes: set[Box], x: float, y: float) -> Box | None:
    return next((box for box in boxes if box[0] <= x < box[2] and box[1] <= y < box[3]), None)


def _cell(box: Box, words: Sequence[Word], key: int) -> RawCell:
    lines = _rows([word for word in words if _inside(word, box)], 0)
    parts: list[str] = []
    for line in lines:
        opens = line.text[:1] in "-+•*" or not parts
        if opens:
            parts.append(line.text)
        else:
            glue = "" if parts[-1].endswith(("-", "/")) and not parts[-1].endswith(" -") else " "
            parts[-1] += glue + line.text
    return RawCell(tuple(RawLine(part) for part in parts), key)
