"""Columns by which a list sorts, as its address asks: ``sort=han`` or, the other way round,
``sort=-han``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import QueryDict

SORT = "sort"


@dataclass(frozen=True)
class Column:
    """``orders``: what the database sorts by, () where the column does not sort; ``css``: the class
    of its cells; ``may_lack``: some rows have no value and stand last either way."""

    key: str
    label: str
    orders: Sequence[Any] = ()
    css: str = ""
    may_lack: bool = False


@dataclass(frozen=True)
class Heading:
    """A column's heading; ``href`` sorts by it, "" where it does not; ``direction`` is that of
    ``aria-sort``, "" where the list is sorted by another."""

    label: str
    href: str
    direction: str
    css: str


def chosen_sort(data: QueryDict, columns: Sequence[Column]) -> str:
    """What the address asks for; "" where there is no such column."""
    asked = data.get(SORT, "")
    known = {column.key for column in columns if column.orders}
    return asked if asked.removeprefix("-") in known else ""


def orders_of(asked: str, columns: Sequence[Column], last: str = "pk") -> list[Any]:
    """What to sort by for ``chosen_sort``, always in one total order; [] for the list's own.

    The key that ends it (``last``) goes the way of the column, so that one index serves both
    directions.
    """
    column = next((one for one in columns if one.key == asked.removeprefix("-")), None)
    if column is None or not asked:
        return []
    nulls = {"nulls_last": True} if column.may_lack else {}
    orders = [F(order) if isinstance(order, str) else order for order in column.orders]
    if asked.startswith("-"):
        return [*(order.desc(**nulls) for order in orders), f"-{last}"]
    return [*(order.asc(**nulls) for order in orders), last]


def headings(data: QueryDict, columns: Sequence[Column]) -> tuple[Heading, ...]:
    """The headings of the list; a second press turns the order round, and paging begins anew."""
    asked = chosen_sort(data, columns)
    return tuple(_heading(column, asked, data) for column in columns)


def _heading(column: Column, asked: str, data: QueryDict) -> Heading:
    if not column.orders:
        return Heading(column.label, "", "", column.css)
    rest = data.copy()
    rest.pop("page", None)
    rest[SORT] = f"-{column.key}" if asked == column.key else column.key
    direction: Mapping[str, str] = {column.key: "ascending", f"-{column.key}": "descending"}
    return Heading(column.label, f"?{rest.urlencode()}", direction.get(asked, ""), column.css)


def sorts(data: QueryDict, columns: Sequence[Column]) -> tuple[tuple[str, str, bool], ...]:
    """The same as choices, for a telephone, which shows no headings: value, words, chosen."""
    asked = chosen_sort(data, columns)
    found = [("", "Thứ tự thường", not asked)]
    for column in columns:
        if column.orders:
            for value, way in ((column.key, "tăng dần"), (f"-{column.key}", "giảm dần")):
                found.append((value, f"{column.label}, {way}", asked == value))
    return tuple(found)
