"""Cells as text, whatever kind of file they come from.  PURE."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from units.spreadsheets import problems
from units.spreadsheets.problems import UnreadableFile
from vietnamese.text import one_line

Row = tuple[str, ...]
Rows = tuple[Row, ...]

MAX_ROWS = 50_000
MAX_COLUMNS = 60
_MOST_FILLED = 500_000
_ZEROS = re.compile(r"0+")
_NOT_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]')  # words and places, as "tháng" and [$-042A]


def cell_text(value: object, number_format: str = "", *, as_shown: bool = False) -> str:
    """A cell as one line of text: 12.0 as "12", a day as dd/mm/yyyy.

    A number shown with leading zeros by its format ("000") keeps them: codes are stored so.
    ``as_shown`` keeps the lines of a cell apart, and a day that is shown as its month as "mm/yyyy".
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime.datetime | datetime.date):
        only_month = as_shown and _shows_month_only(number_format)
        return value.strftime("%m/%Y" if only_month else "%d/%m/%Y")
    if isinstance(value, int | float | Decimal):
        return _number_text(value, number_format)
    text = str(value).replace("\x00", "")
    return "\n".join(filter(None, map(one_line, text.splitlines()))) if as_shown else one_line(text)


def _shows_month_only(number_format: str) -> bool:
    """What is typed as 11/2026 becomes the first of November, shown as a month."""
    shown = _NOT_FORMAT.sub("", number_format).casefold()
    return "m" in shown and "y" in shown and "d" not in shown


def _number_text(value: int | float | Decimal, number_format: str) -> str:
    whole = abs(float(value)) < 1e15 and value == int(value)  # never so for NaN
    text = str(int(value)) if whole else str(value)
    return text.zfill(len(number_format)) if _ZEROS.fullmatch(number_format) else text


def trimmed(rows: Iterable[Row]) -> Rows:
    """The rows without the blank cells at their ends and without the blank rows at the end.

    Raises UnreadableFile where there are more rows than can be taken in.
    """
    kept: list[Row] = []
    blank = 0
    for row in rows:
        cells = _without_blank_end(row)
        if not cells:
            blank += 1
            continue
        kept.extend([()] * blank)
        blank = 0
        kept.append(cells)
        if len(kept) > MAX_ROWS:
            raise UnreadableFile(
                problems.TOO_MANY_ROWS.format(limit=f"{MAX_ROWS:,}".replace(",", "."))
            )
    return tuple(kept)


class Merge(NamedTuple):
    """Cells of one column merged into one, from the row ``top`` to the row ``bottom``."""

    column: int
    top: int
    bottom: int


def filled_down(rows: Rows, merges: Iterable[Merge]) -> Rows:
    """The rows with what a merged cell says said in each row that it spans; blank rows stay so."""
    filled = [list(row) for row in rows]
    left = _MOST_FILLED
    for column, top, bottom in merges:
        said = filled[top][column] if top < len(filled) and column < len(filled[top]) else ""
        for row in filled[top + 1 : bottom + 1] if said and left > 0 else ():
            if row:
                row.extend([""] * (column + 1 - len(row)))
                row[column] = row[column] or said
                left -= 1
    return tuple(tuple(row) for row in filled)


def _without_blank_end(row: Row) -> Row:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return tuple(row[:end])
