"""Plain text and Markdown → raw lines and tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reading.clean import furniture
from reading.letters import flat
from reading.open.raw import Join, RawCell, RawItem, RawLine, RawTable

_BOLD = re.compile(r"^[#\s>]*(?:#+ |(\*\*\*|\*\*|__))(?=\S)")
_RULE = re.compile(r"^[\s|:+=_*.\-–—]*$")
_COLUMN_GAP = re.compile(r"\t+| {3,}")
# A blank left for the records office looks like a gap between columns.
_BLANK_LEFT = re.compile(r"(?:\bso\s*:?|\bngay|\bthang|\bnam|\d)$")
_BLANK_RIGHT = re.compile(r"(?:/|thang\b|nam\b|[-–]\s?kh\b)")
_DATE_LEFT, _DATE_RIGHT = re.compile(r"\b(?:ngay|thang|nam)$"), re.compile(r"\d")
_HEADER_LINES = 25
_GOES_ON = re.compile(r"\s*[^\W\d_]{2}")
_FEWEST_AT_MARGIN = 3
_INDENT = 2  # characters


def raw_items(text: str) -> list[RawItem]:
    """The lines and tables of a plain text, running heads and page numbers left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    pages = [page.split("\n") for page in text.split("\f")]
    return list(_with_tables(_lines(furniture.without_running_heads(pages))))


def _lines(rows: list[str]) -> list[str | RawLine]:
    """The rows, those of the header and of the signatures taken apart where they have columns."""
    first = _header_length(rows)
    last = _ending_start(rows)
    if last <= first:
        return [*_columns(rows[:first]), *rows[first:]]
    after = next((at for at in range(last, len(rows)) if _is_kind(rows[at])), len(rows))
    body, end, attached = rows[first:last], rows[last:after], rows[after:]
    return [*_columns(rows[:first]), *body, *_columns(end), *attached]


def _header_length(rows: list[str]) -> int:
    for number, row in enumerate(rows[: _HEADER_LINES * 2]):
        if _is_kind(row):
            return number
    return 0


def _is_kind(row: str) -> bool:
    return flat(row).strip(" *#_") in {"ke hoach", "quyet dinh", "chuong trinh", "phuong an"}


def _ending_start(rows: list[str]) -> int:
    for number in range(len(rows) - 1, -1, -1):
        if flat(rows[number]).lstrip(" *#_-").startswith("noi nhan"):
            return number
    return len(rows)


def _columns(rows: list[str]) -> list[str | RawLine]:
    """Two columns side by side, one after the other: the left one of each run of rows first."""
    out: list[str | RawLine] = []
    right: list[str | RawLine] = []
    for row in rows:
        halves = _halves(row)
        if halves is None:
            if row.strip() and not row.lstrip().startswith("-"):
                out += right
                right = []
            out.append(row)
            continue
        out.append(halves[0])
        right.append(RawLine(halves[1], Join.OWN))
    return out + right


def _halves(row: str) -> tuple[str, str] | None:
    """The words left and right of the row's widest gap, or None where it has one column."""
    gap = max(_COLUMN_GAP.finditer(row.rstrip()), key=_width, default=None)
    if gap is None or "|" in row:
        return None
    left, right = row[: gap.start()].strip(), row[gap.end() :].strip()
    if gap.start() == 0 or not left:
        return ("", right) if _width(gap) >= 20 else None
    if _BLANK_LEFT.search(flat(left)) and _BLANK_RIGHT.match(flat(right)):
        return None
    if _DATE_LEFT.search(flat(left)) and _DATE_RIGHT.match(right):
        return None
    return left, right


def _width(gap: re.Match[str]) -> int:
    return len(gap.group().expandtabs(8))


def _margin(rows: Sequence[str | RawLine]) -> int | None:
    """Where lines begin that go on with the line above: in which column, if in one at all.

    A line that begins further in opens a paragraph.
    """
    begins = [
        _indent(row)
        for row in rows
        if isinstance(row, str) and _GOES_ON.match(row) and row.lstrip()[:1].islower()
    ]
    if len(begins) < _FEWEST_AT_MARGIN:
        return None
    margin, count = Counter(begins).most_common(1)[0]
    return margin if count >= 0.9 * len(begins) else None


def _indent(row: str) -> int:
    row = row.expandtabs(8)
    return len(row) - len(row.lstrip())


def _with_tables(rows: Sequence[str | RawLine]) -> Iterator[RawItem]:
    margin = _margin(rows)
    table: list[list[str]] = []
    after_gap = False
    for row in rows:
        cells = _table_cells(row, inside=bool(table)) if isinstance(row, str) else None
        if cells is not None:
            table.append(cells)
            continue
        if isinstance(row, str) and not row.strip():
            after_gap = True  # a blank line does not end a table
            continue
        yield from _table(table)
        table = []
        if isinstance(row, str):
            indented = margin is not None and _indent(row) >= margin + _INDENT
            yield _raw_line(row, after_gap=after_gap or indented)
        else:
            yield row
        after_gap = False
    yield from _table(table)


def _raw_line(row: str, *, after_gap: bool) -> RawLine:
    return RawLine(row, bold=bool(_BOLD.match(row)), after_gap=after_gap)


def _table_cells(row: str, *, inside: bool) -> list[str] | None:
    """The cells of a row written with strokes (Markdown) or with tabs."""
    if row.count("|") >= 2:
        return [cell.strip() for cell in row.strip().strip("|").split("|")]
    if row.strip("\t ").count("\t") >= (1 if inside else 2):
        return [cell.strip() for cell in row.rstrip().split("\t")]
    return None


def _table(rows: list[list[str]]) -> Iterator[RawItem]:
    rows = [row for row in rows if not all(_RULE.match(cell) for cell in row)]
    if len(rows) == 1:
        yield from (RawLine(cell) for cell in rows[0] if cell)
    elif rows:
        width = max(len(row) for row in rows)
        filled = [row + [""] * (width - len(row)) for row in rows]
        yield RawTable(
            tuple(
                tuple(
                    RawCell(_cell_lines(cell), number * width + place)
                    for place, cell in enumerate(row)
                )
                for number, row in enumerate(filled)
            )
        )


def _cell_lines(cell: str) -> tuple[RawLine, ...]:
    return tuple(RawLine(line) for line in re.split(r"<br\s?/?>", cell) if line.strip())
