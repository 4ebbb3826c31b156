"""Text with separators (.csv) → a grid of cells.  PURE."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from sheets.cells import BLANK, Cell, Flaw, Grid, text_cell
from sheets.problems import WRONG_KIND, UnreadableFile
from vietnamese.encodings import decoded
from vietnamese.text import cleaned

_SEPARATORS = (";", "\t", ",", "|")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b]")
_NAMED_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_AS_TEXT = re.compile(r'="([^"]*)"')  # how a program keeps a number a text
_FORMULA = re.compile(r"=(?:\$?[A-Z]{1,3}\$?\d+\b|[A-Z][A-Z.]+\(.*\)).*", re.IGNORECASE)
_LOOKED_AT = 200
_LONGEST_CELL = 20  # lines; further than that a quotation mark was never meant to reach


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or one of the country's older encodings.

    Raises UnreadableFile where the bytes are no text.
    """
    text = _unicode(data)
    if text is None:
        text = decoded(data)
    if _CONTROL.search(text):
        raise UnreadableFile(WRONG_KIND.format(is_a=""))
    return text


def _unicode(data: bytes) -> str | None:
    """The text of UTF-8 or marked UTF-16; None where it is neither."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def read_delimited(text: str, *, as_shown: bool = False) -> Grid:
    """The rows of a text whose cells are set apart by ; or a tab or , or |."""
    named = _NAMED_SEPARATOR.match(text)
    separator = named.group(1) if named else _separator(text)
    body = text[named.end() :] if named else text
    grid = Grid()
    for at, (cells, broken) in enumerate(_records(body, separator)):
        for place, written in enumerate(cells):
            cell = _cell(written, as_shown=as_shown)
            # A quotation mark that swallows what follows leaves no cell of the row certain.
            grid.put(
                at, place, Cell(cell.text, Flaw.QUOTE) if broken and place == broken - 1 else cell
            )
    return grid


def _cell(written: str, *, as_shown: bool) -> Cell:
    if not written.strip():
        return BLANK
    if kept := _AS_TEXT.fullmatch(written.strip()):
        return text_cell(kept[1])
    if _FORMULA.fullmatch(written.strip()):
        return Cell(cleaned(written.strip()), Flaw.NO_VALUE)
    return text_cell(written, as_shown=as_shown)


def _records(body: str, separator: str) -> Iterator[tuple[list[str], int]]:
    """The cells of each row, and the number from 1 of the cell whose quotation mark is not closed
    (0: none)."""
    lines = body.splitlines(keepends=True)
    at = 0
    while at < len(lines):
        cells, taken = _quoted(lines, at, separator)
        if cells is None:
            line = lines[at].rstrip("\r\n")
            plain = next(csv.reader([line], delimiter=separator, quoting=csv.QUOTE_NONE), [])
            broken = next((n for n, cell in enumerate(plain, 1) if _is_open(cell)), 1)
            yield [cell.strip().strip('"') for cell in plain], broken
            at += 1
        else:
            yield cells, 0
            at += taken


def _is_open(cell: str) -> bool:
    return cell.count('"') % 2 == 1


def _quoted(lines: list[str], at: int, separator: str) -> tuple[list[str] | None, int]:
    """The cells of the row that begins with this line, and how many lines it takes; None where its
    quotation marks make no sense."""
    for taken in range(1, _LONGEST_CELL + 1):
        part = "".join(lines[at : at + taken])
        if part.count('"') % 2 == 0:
            return _parsed(part, separator, taken), taken
        if at + taken > len(lines):
            break
    return None, 1


def _parsed(part: str, separator: str, taken: int) -> list[str] | None:
    try:
        rows = list(csv.reader(StringIO(part, newline=""), delimiter=separator, strict=taken > 1))
    except csv.Error:
        return None
    if len(rows) > 1:
        return None
    cells = rows[0] if rows else []
    # A cell over several lines that holds separators has swallowed what stood behind it.
    swallowed = taken > 1 and any("\n" in one.strip() and _is_row(one, separator) for one in cells)
    return None if swallowed else cells


def _is_row(cell: str, separator: str) -> bool:
    """Whether each line of a cell looks like cells of its own."""
    return all(separator in line for line in cell.strip().splitlines())


def _separator(text: str) -> str:
    """The separator by which most lines fall into equally many cells."""
    return max(_SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[int, int]:
    records = islice(_records(text[:200_000], separator), _LOOKED_AT)
    widths = Counter(len(cells) for cells, _ in records if len(cells) > 1)
    if not widths:
        return (0, 0)
    width, lines = max(widths.items(), key=lambda found: (found[1], found[0]))
    return (lines, width)
