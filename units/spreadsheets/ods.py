"""OpenDocument spreadsheets → rows of text cells.  PURE."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import iterparse

from units.spreadsheets import problems
from units.spreadsheets.problems import UnreadableFile
from units.spreadsheets.sheets import MAX_COLUMNS, MAX_ROWS, Row, Rows, cell_text, trimmed

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def read_ods(archive: zipfile.ZipFile) -> dict[str, Rows]:
    """The sheets by name.  Raises UnreadableFile where the file is encrypted or damaged."""
    try:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise UnreadableFile(problems.ENCRYPTED)
        with archive.open("content.xml") as content:
            return {name: trimmed(rows) for name, rows in _tables(iterparse(content))}
    except (KeyError, ParseError, ValueError, EOFError, zlib.error) as error:
        raise UnreadableFile(problems.DAMAGED) from error


def _tables(events: Iterator[tuple[str, Element]]) -> Iterator[tuple[str, list[Row]]]:
    rows: list[Row] = []
    for _, element in events:
        if element.tag == f"{_TABLE}table-row":
            # A format that reaches to the end of the sheet makes one row repeated a million times.
            rows.extend([_row(element)] * min(_times(element, "rows"), MAX_ROWS + 1 - len(rows)))
            element.clear()
        elif element.tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", ""), rows
            rows = []
            element.clear()


def _row(row: Element) -> Row:
    cells: list[str] = []
    for cell in row:
        if cell.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            room = MAX_COLUMNS - len(cells)
            cells.extend([_cell(cell)] * min(_times(cell, "columns"), room))
    return tuple(cells)


def _times(element: Element, what: str) -> int:
    return max(0, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _cell(cell: Element) -> str:
    day = cell.get(f"{_OFFICE}date-value", "")[:10]
    if day:
        return "/".join(reversed(day.split("-")))
    # The text as shown, so that a code shown as 007 stays 007.
    return cell_text(" ".join("".join(part.itertext()) for part in cell.iter(f"{_TEXT}p")))
