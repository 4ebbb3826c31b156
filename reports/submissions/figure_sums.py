"""What figures of units' reports come to together.  PURE.

Rows that count the same indicator are one, whatever each agency calls them: by the key of a ready
set, by the indicator, else by name and unit of measure.  They add up as the indicator does
(``tasks.figures``): sums over all reports of the period, what stands as each unit told it last, of
peaks the highest; of percentages the lowest, for they are never added.

Of each unit the reports of one duty count, the one with the most reports, so that a month that is
also in a quarter's report does not count twice.  A row that somebody decided to repeat another
unit's is left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tasks.figures import PERCENT, Adding
from vietnamese.text import fold


@dataclass(frozen=True)
class Told:
    """A row of a unit's report; ``counts`` False: decided to repeat another unit's, None: nobody
    has decided."""

    submission: int
    unit: int
    duty: int
    due_on: datetime.date | None
    name: str
    measure: str
    counted: str
    adding: Adding
    now: Decimal | None
    before: Decimal | None
    counts: bool | None = None


@dataclass(frozen=True)
class RowSum:
    """What a row comes to; None where nobody said anything."""

    counted: str
    name: str
    measure: str
    now: Decimal | None
    before: Decimal | None
    told: tuple[Told, ...]


def counted_by(row: Mapping[str, Any]) -> str:
    """What a row counts, the same for all rows that count it."""
    if row.get("key"):
        return f"key:{row['key']}"
    if row.get("indicator"):
        return f"indicator:{row['indicator']}"
    return f"name:{fold(row['name'])}|{fold(row['measure'])}"


def value_of(value: Any) -> Decimal | None:
    """A value as it is stored."""
    return None if value is None else Decimal(str(value))


def summed(told: Iterable[Told]) -> tuple[RowSum, ...]:
    """Each row with its sum, in the order in which rows are first told."""
    found: dict[str, list[Told]] = {}
    for one in _once_a_unit(list(told)):
        found.setdefault(one.counted, []).append(one)
    return tuple(_row(rows) for rows in found.values())


def _once_a_unit(told: Sequence[Told]) -> Iterable[Told]:
    """Of each unit the rows of the duty under which it reported most often."""
    reports: dict[int, dict[int, set[int]]] = {}
    for one in told:
        reports.setdefault(one.unit, {}).setdefault(one.duty, set()).add(one.submission)
    chosen = {unit: max(of, key=lambda duty: len(of[duty])) for unit, of in reports.items()}
    return (one for one in told if one.duty == chosen[one.unit])


def _row(rows: Sequence[Told]) -> RowSum:
    counting = [one for one in rows if one.counts is not False]
    return RowSum(
        counted=rows[0].counted,
        name=rows[0].name,
        measure=rows[0].measure,
        now=_total(counting, lambda one: one.now),
        before=_total(counting, lambda one: one.before),
        told=tuple(rows),
    )


def _total(rows: Sequence[Told], value: Callable[[Told], Decimal | None]) -> Decimal | None:
    said = [(one, number) for one in rows if (number := value(one)) is not None]
    if not said:
        return None
    adding, is_percent = rows[0].adding, rows[0].measure == PERCENT
    if adding is Adding.HIGHEST:
        return max(number for _, number in said)
    if adding is Adding.LATEST or is_percent:
        said.sort(key=lambda pair: (pair[0].due_on or datetime.date.min, pair[0].submission))
        last = {one.unit: number for one, number in said}
        return min(last.values()) if is_percent else sum(last.values(), Decimal())
    return sum((number for _, number in said), Decimal())
