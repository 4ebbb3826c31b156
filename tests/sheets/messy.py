"""Spreadsheets as offices have them, made by code: headings of every manner, merged heads, notes on
top and sums below, broken cells, old encodings."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook

from tests.sheets.made import Rows, csv, ods, saved, xlsx
from vietnamese.encodings import TCVN3

STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}  # fmt: skip


def rezipped(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A workbook whose parts are changed by hand; None leaves a part out."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def strict(rows: Rows) -> bytes:
    """A workbook in the strict form of the standard."""

    def change(name: str, part: bytes) -> bytes:
        text = part.decode()
        for plain, pure in STRICT.items():
            text = text.replace(plain, pure)
        return text.encode()

    return rezipped(xlsx(rows), change)


def without(rows: Rows, *names: str) -> bytes:
    """A workbook that lacks some of its parts."""
    return rezipped(xlsx(rows), lambda name, part: None if name in names else part)


def edited(rows: Rows, pattern: str, put: str) -> bytes:
    """A workbook whose first sheet's XML is changed."""

    def change(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        return re.sub(pattern, put, part.decode()).encode()

    return rezipped(xlsx(rows), change)


def book(rows: Rows, work: Callable[[Workbook], None]) -> bytes:
    """A workbook that openpyxl goes on working at."""
    made = Workbook()
    for row in rows:
        made.worksheets[0].append([None if cell == "" else cell for cell in row])
    work(made)
    return saved(made)


def merged(rows: Rows, *ranges: str) -> bytes:
    def work(made: Workbook) -> None:
        for one in ranges:
            made.worksheets[0].merge_cells(one)

    return book(rows, work)


def hidden(rows: Rows, *numbers: int, column: str = "") -> bytes:
    def work(made: Workbook) -> None:
        for number in numbers:
            made.worksheets[0].row_dimensions[number].hidden = True
        if column:
            made.worksheets[0].column_dimensions[column].hidden = True

    return book(rows, work)


def in_tcvn3(rows: Rows) -> bytes:
    """A .csv as an old program with the fonts of TCVN3 wrote it."""
    back = {right: wrong for wrong, right in TCVN3.items()}
    text = csv(rows).decode()
    return "".join(back.get(letter, letter) for letter in text).encode("latin-1", "replace")


__all__ = [
    "book", "csv", "edited", "hidden", "in_tcvn3", "merged", "ods", "rezipped", "strict",
    "without", "xlsx",
]  # fmt: skip
