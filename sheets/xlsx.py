"""Workbooks of Excel → grids of cells.  PURE.

Read here and not by openpyxl, which tells neither a formula without a result from a blank cell, nor
hidden and merged cells while it streams, and knows no workbooks in the strict form of the standard.
"""

from __future__ import annotations

import datetime
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from sheets.cells import (
    BLANK,
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
from sheets.problems import DAMAGED, UnreadableFile

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# Months and days in the languages of the East: a format of the country's own under these numbers.
_LOCAL_DAYS = frozenset({*range(27, 37), *range(50, 59)})
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPOILT = (
    ArithmeticError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    etree.XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
)


def read_xlsx(archive: zipfile.ZipFile, *, as_shown: bool = False) -> dict[str, Grid]:
    """The visible sheets by name.  Raises UnreadableFile where the workbook is damaged."""
    try:
        return _Workbook(archive, as_shown=as_shown).grids()
    except _SPOILT as error:
        raise UnreadableFile(DAMAGED) from error


@dataclass(frozen=True)
class _Part:
    """A sheet's name and where it lies in the archive."""

    name: str
    path: str


class _Workbook:
    def __init__(self, archive: zipfile.ZipFile, *, as_shown: bool) -> None:
        self.archive, self.as_shown = archive, as_shown
        # Some programs write the paths with other strokes or letters than the parts bear.
        self.paths = {_plain(name): name for name in archive.namelist()}
        self.main = self._related("", "officeDocument") or "xl/workbook.xml"
        root = self._root(self.main)
        properties = root.find("{*}workbookPr")
        is_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
        self.epoch = CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900
        self.strings = self._strings()
        self.formats = self._formats()
        self.parts = list(self._parts(root))

    def grids(self) -> dict[str, Grid]:
        if not self.parts:
            raise UnreadableFile(DAMAGED)
        return {part.name: self._grid(part) for part in self.parts}

    # --- the parts of the workbook ------------------------------------------------------------

    def _root(self, path: str) -> Any:
        with self.archive.open(self.paths[_plain(path)]) as part:
            tree = etree.parse(part, _parser())
        if tree.docinfo.doctype:
            raise ValueError("a workbook declares no entities")
        return tree.getroot()

    def _relations(self, path: str) -> Iterator[tuple[str, str, str]]:
        """The id, the type's last word and the path of what a part refers to."""
        folder, name = posixpath.split(path)
        around = posixpath.join(folder, "_rels", f"{name}.rels")
        if _plain(around) not in self.paths:
            return
        for one in self._root(around):
            if isinstance(one.tag, str):
                target = one.get("Target", "").replace("\\", "/")
                found = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
                kind = one.get("Type", "").rsplit("/", 1)[-1]
                yield one.get("Id", ""), kind, posixpath.normpath(found.lstrip("/"))

    def _related(self, path: str, kind: str) -> str:
        found = (to for _, its, to in self._relations(path) if its == kind)
        return next((to for to in found if _plain(to) in self.paths), "")

    def _parts(self, root: Any) -> Iterator[_Part]:
        targets = {key: to for key, kind, to in self._relations(self.main) if kind == "worksheet"}
        for number, sheet in enumerate(root.iterfind("{*}sheets/{*}sheet"), start=1):
            key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
            path = targets.get(key) or f"xl/worksheets/sheet{number}.xml"
            if sheet.get("state", "visible") == "visible" and _plain(path) in self.paths:
                yield _Part(sheet.get("name") or f"Sheet{number}", path)

    def _strings(self) -> list[str]:
        path = self._related(self.main, "sharedStrings")
        if not path:
            return []
        return [_text(one) for one in self._root(path).iterfind("{*}si")]

    def _formats(self) -> list[str]:
        """The number format of each style of cells, "" for none of interest."""
        path = self._related(self.main, "styles")
        if not path:
            return []
        root = self._root(path)
        own = {
            int(one.get("numFmtId", "0")): one.get("formatCode", "")
            for one in root.iterfind("{*}numFmts/{*}numFmt")
        }
        numbers = [int(xf.get("numFmtId") or 0) for xf in root.iterfind("{*}cellXfs/{*}xf")]
        return [_format(number, own) for number in numbers]

    # --- a sheet ------------------------------------------------------------------------------

    def _grid(self, part: _Part) -> Grid:
        grid = Grid()
        with self.archive.open(self.paths[_plain(part.path)]) as source:
            tags = ("{*}row", "{*}mergeCell", "{*}col")
            events = etree.iterparse(
                source, tag=tags, resolve_entities=False, no_network=True, load_dtd=False
            )
            at = -1
            for _, element in events:
                tag = element.tag.rsplit("}", 1)[-1]
                if tag == "row":
                    at = int(element.get("r") or at + 2) - 1
                    self._row(grid, at, element)
                elif tag == "mergeCell":
                    _merge(grid, element.get("ref", ""))
                elif element.get("hidden") in {"1", "true"}:
                    low, high = int(element.get("min", "1")), int(element.get("max", "1"))
                    grid.hidden_columns.update(range(low - 1, min(high, MAX_COLUMNS)))
                _forget(element)
        grid.fill_down()
        return grid

    def _row(self, grid: Grid, at: int, row: Any) -> None:
        place = -1
        for element in row:
            if not isinstance(element.tag, str) or not element.tag.endswith("c"):
                continue
            written = _PLACE.fullmatch(element.get("r", ""))
            place = _column(written[1]) if written else place + 1
            grid.put(at, place, self._cell(element))
        if at in grid.cells and (row.get("hidden") in {"1", "true"} or row.get("ht") == "0"):
            grid.hidden_rows.add(at)

    def _cell(self, element: Any) -> Cell:
        value = formula = inline = None
        for child in element:
            tag = child.tag.rsplit("}", 1)[-1] if isinstance(child.tag, str) else ""
            if tag == "v":
                value = child.text
            elif tag == "f":
                formula = f"={child.text or '…'}"
            elif tag == "is":
                inline = _text(child)
        kind = element.get("t", "n")
        if inline is not None:
            return text_cell(inline, as_shown=self.as_shown)
        if not value:
            return Cell(formula, Flaw.NO_VALUE) if formula and kind != "str" else BLANK
        return self._valued(kind, value, element.get("s"))

    def _valued(self, kind: str, value: str, style: str | None) -> Cell:
        if kind == "s":
            return text_cell(self.strings[int(value)], as_shown=self.as_shown)
        if kind == "str":
            return text_cell(_unescaped(value), as_shown=self.as_shown)
        if kind == "e":
            return Cell(value, Flaw.ERROR)
        if kind == "b":
            return truth_cell(value.strip() in {"1", "true"})
        if kind == "d":
            return self._day(datetime.datetime.fromisoformat(value.strip().rstrip("Z")), "")
        return self._number(value.strip(), style)

    def _number(self, value: str, style: str | None) -> Cell:
        number = int(style or 0)
        shown = self.formats[number] if number < len(self.formats) else ""
        if not shown or not is_date_format(shown):
            return number_cell(value, shown)
        try:
            found = from_excel(float(value), self.epoch)
        except (OverflowError, ValueError):
            return number_cell(value)
        return self._day(found, shown) if isinstance(found, datetime.date) else number_cell(value)

    def _day(self, value: datetime.date, shown: str) -> Cell:
        return day_cell(value, shown, as_shown=self.as_shown)


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _plain(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()


def _forget(element: Any) -> None:
    """Lets go of what has been read."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _text(element: Any) -> str:
    """The words of a string, without the reading aids that Eastern programs add."""
    found = [
        one.text or "" for one in element.iter("{*}t") if not one.getparent().tag.endswith("rPh")
    ]
    return _unescaped("".join(found))


def _unescaped(text: str) -> str:
    """Excel's way of writing a character that XML cannot hold: _x000D_."""
    return _ESCAPED.sub(lambda one: chr(int(one[1], 16)), text) if "_x" in text else text


def _format(number: int, own: Mapping[int, str]) -> str:
    if number in own:
        return own[number]
    return "dd/mm/yyyy" if number in _LOCAL_DAYS else str(BUILTIN_FORMATS.get(number, ""))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _merge(grid: Grid, ref: str) -> None:
    left, top, right, bottom = range_boundaries(ref)
    if left == right and top != bottom and left <= MAX_COLUMNS:
        grid.merges.append(Merge(left - 1, top - 1, min(bottom, MAX_ROWS) - 1))
