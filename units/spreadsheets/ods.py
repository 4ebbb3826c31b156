"""OpenDocument spreadsheets → rows of text cells.  PURE."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import iterparse

from units.spreadsheets import problems
from units.spreadsheets.problems import UnreadableFile
from units.spreadsheets.sheets import (
    MAX_COLUMNS,
    MAX_ROWS,
    Merge,
    Row,
    Rows,
    cell_text,
    filled_down,
    trimmed,
)

_MONTH_ONLY = re.compile(r"\d{1,2}/\d{4}")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def read_ods(archive: zipfile.ZipFile, *, as_shown: bool = False) -> dict[str, Rows]:
    """The sheets by name.  Raises UnreadableFile where the file is encrypted or damaged."""
    try:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise UnreadableFile(problems.ENCRYPTED)
        with archive.open("content.xml") as content:
            found = _tables(iterparse(content), as_shown)
            return {name: filled_down(trimmed(rows), merges) for name, rows, merges in found}
    except (KeyError, ParseError, ValueError, EOFError, zlib.error) as error:
        raise UnreadableFile(problems.DAMAGED) from error


def _tables(
    events: Iterator[tuple[str, Element]], as_shown: bool
) -> Iterator[tuple[str, list[Row], list[Merge]]]:
    rows: list[Row] = []
    merges: list[Merge] = []
    for _, element in events:
        if element.tag == f"{_TABLE}table-row":
            merges += _merges(element, len(rows))
            # A format that reaches to the end of the sheet makes one row repeated a million times.
            rows.extend(
                [_row(element, as_shown)] * min(_times(element, "rows"), MAX_ROWS + 1 - len(rows))
            )
            element.clear()
        elif element.tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", ""), rows, merges
            rows, merges = [], []
            element.clear()


def _merges(row: Element, top: int) -> Iterator[Merge]:
    """The cells of a row that reach down over rows below, one column wide."""
    column = 0
    for cell in row:
        if cell.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            down = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
            wide = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
            if down > 1 and wide == 1 and column < MAX_COLUMNS:
                yield Merge(column=column, top=top, bottom=min(top + down - 1, MAX_ROWS))
            column += min(_times(cell, "columns"), MAX_COLUMNS)


def _row(row: Element, as_shown: bool) -> Row:
    cells: list[str] = []
    for cell in row:
        if cell.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            room = MAX_COLUMNS - len(cells)
            cells.extend([_cell(cell, as_shown)] * min(_times(cell, "columns"), room))
    return tuple(cells)


def _times(element: Element, what: str) -> int:
    return max(0, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _cell(cell: Element, as_shown: bool) -> str:
    # The text as shown, so that a code shown as 007 stays 007.
    shown = "\n".join("".join(part.itertext()) for part in cell.iter(f"{_TEXT}p"))
    day = cell.get(f"{_OFFICE}date-value", "")[:10]
    if day and not (as_shown and _MONTH_ONLY.fullmatch(shown.strip())):
        return "/".join(reversed(day.split("-")))
    return cell_text(shown, as_shown=as_shown)
