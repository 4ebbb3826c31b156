"""Charts: tables whose columns are months or quarters, and a mark in one says when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reading.clean.lines import Cell
from reading.layout.numbering import roman_value
from reading.text import Text

_MONTH_TITLE = re.compile(
    r"(?:t|thang|th)?\s?\.?\s?(?P<month>\d{1,2})(?:/\d{4})?|quy\s(?P<quarter>iv|i{1,3}|[1-4])(?:/\d{4})?"
)
_FEWEST_MONTHS = 3


@dataclass(frozen=True)
class Month:
    """A marked column of a chart: its title, its first and last month."""

    title: Text
    first: int
    last: int


def chart_months(row: Sequence[Cell]) -> dict[int, tuple[int, int]]:
    """The columns of a chart whose titles are months or quarters in order: T1, T2 … or 1, 2 …"""
    found: dict[int, tuple[int, int]] = {}
    for at, cell in enumerate(row):
        title = _MONTH_TITLE.fullmatch(cell.text.flat.strip(" ."))
        if title is None:
            continue
        number = title.group("month") or ""
        quarter = title.group("quarter") or ""
        value = int(number) if number else roman_value(quarter) or int(quarter or 0)
        found[at] = (value * 3 - 2, value * 3) if quarter else (value, value)
    spans = list(found.values())
    in_order = all(1 <= last <= 12 for _, last in spans) and all(
        after[0] in {before[1] + 1, 1} for before, after in pairwise(spans)
    )
    return found if len(found) >= _FEWEST_MONTHS and in_order else {}


def read_chart(titles: Sequence[Sequence[Cell]]) -> dict[int, Month]:
    """The columns of months that the rows of titles give."""
    for row in titles:
        if months := chart_months(row):
            return {at: Month(row[at].text, *months[at]) for at in months}
    return {}
