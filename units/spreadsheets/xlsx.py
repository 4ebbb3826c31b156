"""Workbooks of Excel → rows of text cells.  PURE."""

from __future__ import annotations

import datetime
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from lxml.etree import XMLSyntaxError
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

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

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')

# What openpyxl lets through when parts of a workbook are missing or spoilt; defusedxml's refusals
# are ValueErrors.
_SPOILT = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    InvalidFileException,
    LookupError,
    NotImplementedError,
    OSError,
    ParseError,
    TypeError,
    ValueError,
    XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
)


def read_xlsx(data: bytes, *, as_shown: bool = False) -> dict[str, Rows]:
    """The visible sheets by name.  Raises UnreadableFile where the workbook is damaged."""
    with warnings.catch_warnings():
        # openpyxl warns about styles and extensions that it leaves out; none of them is data.
        warnings.simplefilter("ignore")
        try:
            return _read(data, as_shown)
        except _SPOILT as error:
            raise UnreadableFile(problems.DAMAGED) from error


def _read(data: bytes, as_shown: bool) -> dict[str, Rows]:
    book = openpyxl.load_workbook(
        BytesIO(data), read_only=True, data_only=True, keep_links=False, keep_vba=False
    )
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return {
            sheet.title: filled_down(trimmed(_rows(sheet, as_shown)), _merges(sheet))
            for sheet in shown
        }
    finally:
        book.close()


def _rows(sheet: Any, as_shown: bool) -> Iterator[Row]:
    # Some programs write a wrong extent of the sheet; without it every row there is, is read.
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS):
        yield tuple(
            ""
            if cell.value is None
            else cell_text(cell.value, _number_format(cell), as_shown=as_shown)
            for cell in cells
        )


def _merges(sheet: Any) -> Iterator[Merge]:
    """The cells merged down one column; openpyxl does not tell them while it streams."""
    part = sheet.parent._archive.read(sheet._worksheet_path)
    for found in _MERGE.finditer(part):
        left, top, right, bottom = range_boundaries(found.group(1).decode())
        if left == right and top != bottom and left <= MAX_COLUMNS:
            yield Merge(column=left - 1, top=top - 1, bottom=bottom - 1)


def _number_format(cell: Any) -> str:
    formatted = isinstance(cell.value, int | float | datetime.date)
    return str(cell.number_format) if formatted else ""
