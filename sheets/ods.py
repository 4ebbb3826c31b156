"""OpenDocument spreadsheets → grids of cells.  PURE."""

from __future__ import annotations

import datetime
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from sheets.cells import (
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Flaw,
    Grid,
    Merge,
    day_cell,
    number_cell,
    text_cell,
    truth_cell,
)
from sheets.problems import DAMAGED, ENCRYPTED, UnreadableFile

_MONTH_ONLY = re.compile(r"\d{1,2}/\d{4}")
_LONG_NUMBER = re.compile(r"[+-]?\d(?:[.,]\d+)?E[+-]?\d+|#+", re.IGNORECASE)
_SPACES = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_TABLE, _OFFICE, _TEXT, _STYLE = (
    f"{{{_SPACES.format(name)}}}" for name in ("table", "office", "text", "style")
)
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_HIDDEN = {"collapse", "filter"}


def read_ods(archive: zipfile.ZipFile, *, as_shown: bool = False) -> dict[str, Grid]:
    """The visible sheets by name.  Raises UnreadableFile where the file is locked or damaged."""
    try:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise UnreadableFile(ENCRYPTED)
        with archive.open("content.xml") as content:
            return dict(_sheets(content, as_shown))
    except (KeyError, ValueError, EOFError, etree.XMLSyntaxError, zlib.error) as error:
        raise UnreadableFile(DAMAGED) from error


def _sheets(content: Any, as_shown: bool) -> Iterator[tuple[str, Grid]]:
    tags = [f"{_TABLE}{name}" for name in ("table", "table-row", "table-column")]
    events = etree.iterparse(
        content,
        tag=[*tags, f"{_STYLE}style"],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    reader, hidden = _Reader(as_shown), set[str]()
    for _, element in events:
        tag = element.tag.rsplit("}", 1)[-1]
        if tag == "style":
            properties = element.find(f"{_STYLE}table-properties")
            if properties is not None and properties.get(f"{_TABLE}display") == "false":
                hidden.add(element.get(f"{_STYLE}name", ""))
            continue
        if tag == "table":
            if element.get(f"{_TABLE}style-name") not in hidden:
                reader.grid.fill_down()
                yield element.get(f"{_TABLE}name", ""), reader.grid
            reader = _Reader(as_shown)
        elif tag == "table-row":
            reader.row(element)
        else:
            reader.column(element)
        element.clear()
    if events.root is None or events.root.getroottree().docinfo.doctype:
        raise ValueError("a spreadsheet declares no entities")


class _Reader:
    def __init__(self, as_shown: bool) -> None:
        self.grid, self.as_shown = Grid(), as_shown
        self.at = self.columns = 0

    def column(self, element: Any) -> None:
        times = min(_times(element, "columns"), MAX_COLUMNS)
        if element.get(f"{_TABLE}visibility") in _HIDDEN:
            self.grid.hidden_columns.update(range(self.columns, self.columns + times))
        self.columns += times

    def row(self, element: Any) -> None:
        cells = list(self._cells(element))
        # A format that reaches to the end of the sheet makes one row repeated a million times.
        times = _times(element, "rows")
        is_hidden = element.get(f"{_TABLE}visibility") in _HIDDEN
        for at in range(self.at, self.at + times) if cells else ():
            for place, cell in cells:
                self.grid.put(at, place, cell)
            if is_hidden:
                self.grid.hidden_rows.add(at)
        self.at += times

    def _cells(self, row: Any) -> Iterator[tuple[int, Cell]]:
        place = 0
        for element in row:
            if element.tag not in _CELLS:
                continue
            times = min(_times(element, "columns"), MAX_COLUMNS)
            self._merge(element, place)
            found = self._cell(element)
            if found.text:
                yield from ((one, found) for one in range(place, place + times))
            place += times

    def _merge(self, cell: Any, place: int) -> None:
        down = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
        wide = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
        if down > 1 and wide == 1 and place < MAX_COLUMNS:
            bottom = min(self.at + down - 1, MAX_ROWS)
            self.grid.merges.append(Merge(place, self.at, bottom))

    def _cell(self, cell: Any) -> Cell:
        # The text as shown, so that a code shown as 007 stays 007.
        shown = "\n".join(_words(part) for part in cell if part.tag == f"{_TEXT}p").strip()
        kind = cell.get(f"{_OFFICE}value-type", "")
        day = cell.get(f"{_OFFICE}date-value", "")[:10]
        formula = cell.get(f"{_TABLE}formula", "")
        if formula and not kind and not shown:
            return Cell(formula.removeprefix("of:"), Flaw.NO_VALUE)
        if day and not (self.as_shown and _MONTH_ONLY.fullmatch(shown)):
            return day_cell(datetime.date.fromisoformat(day))
        if kind == "boolean":
            return truth_cell(cell.get(f"{_OFFICE}boolean-value") == "true")
        value = cell.get(f"{_OFFICE}value", "")
        if kind == "float" and value and (not shown or _LONG_NUMBER.fullmatch(shown)):
            return number_cell(value)
        if kind == "float" and len(re.sub(r"\D", "", shown)) > 15:
            return Cell(shown, Flaw.ROUNDED)
        return text_cell(shown or cell.get(f"{_OFFICE}string-value", ""), as_shown=self.as_shown)


def _times(element: Any, what: str) -> int:
    return max(0, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _words(paragraph: Any) -> str:
    """The words of a paragraph; runs of spaces, tabs and breaks stand as elements in it."""
    found = [paragraph.text or ""]
    for part in paragraph:
        tag = part.tag.rsplit("}", 1)[-1] if isinstance(part.tag, str) else ""
        if tag in {"s", "tab"}:
            found.append(" ")
        elif tag == "line-break":
            found.append("\n")
        elif tag != "annotation":
            found.append(_words(part))
        found.append(part.tail or "")
    return "".join(found)
