"""Figures: what reports of this field count, and how what units said adds up.  PURE.

A figure is what one unit said of one indicator on one day.  Zero said is a figure; nothing said is
none.  It is never changed: a further figure corrects it, and only that one still stands.

How they add up [A]: figures that add up are summed over the days of the period; figures that stand
(a stock, a rate) count as last said by the period's end, once for each unit; of figures that peak
the highest counts.  Percentages are never added: over several units the lowest is given.

What two units say of one task and period is counted once where they do the work together: the
leading part's word counts before a cooperating one's, and of two alike the one given first.  Units
do it each on its own where the task says so, where it was given to a group, or where more than two
lead it; even then a cooperating unit repeats what a leading one has said.  What is not counted for
that reason is marked.  ``tasks.figure_querysets`` states the same in SQL; a test compares the two.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from plans.schedule import Period

Day = datetime.date
PERCENT = "%"
MOST_TOGETHER = 2


class Adding(StrEnum):
    """What becomes of several figures of one indicator."""

    SUM = "sum"
    LATEST = "latest"
    HIGHEST = "highest"


ADDING_LABELS: Mapping[Adding, str] = {
    Adding.SUM: "Cộng dồn",
    Adding.LATEST: "Lấy số mới nhất của từng đơn vị",
    Adding.HIGHEST: "Lấy số cao nhất",
}


class Counting(StrEnum):
    """Whether the units of a task count each its own, or all of them one thing."""

    EACH = "each"
    TOGETHER = "together"


COUNTING_LABELS: Mapping[Counting, str] = {
    Counting.EACH: "Mỗi đơn vị làm riêng: cộng số của các đơn vị",
    Counting.TOGETHER: "Các đơn vị cùng làm một việc: chỉ tính một lần",
}


@dataclass(frozen=True)
class Said:
    """One figure that stands.  ``task`` and ``period`` name the work with which it was told (0 and
    "" for none), ``part`` the number of the assignment, given in the order in which work was."""

    unit: int
    value: Decimal
    on: Day
    place: int
    task: int = 0
    period: str = ""
    part: int = 0
    leads: bool = True
    counting: Counting = Counting.EACH


def counting_of(chosen: str, *, leads: int, by_group: bool) -> Counting:
    """How a task's figures are counted: as somebody chose, else by how many units lead it."""
    if chosen:
        return Counting(chosen)
    return Counting.EACH if by_group or leads > MOST_TOGETHER else Counting.TOGETHER


def repeats(figure: Said, others: Iterable[Said]) -> bool:
    """Whether a unit with a better claim has told of the same work: then the figure is not
    counted."""
    return figure.task != 0 and any(
        other.part != figure.part
        and (other.task, other.period) == (figure.task, figure.period)
        and _comes_before(other, figure)
        for other in others
    )


def _comes_before(other: Said, figure: Said) -> bool:
    if other.leads != figure.leads:
        return other.leads
    return figure.counting is Counting.TOGETHER and other.part < figure.part


def total(
    figures: Sequence[Said], adding: Adding, period: Period, *, is_percent: bool = False
) -> Decimal | None:
    """What figures of one indicator come to in a period; None where nobody said anything."""
    counted = [one for one in figures if not repeats(one, figures) and one.on <= period.ends_on]
    if adding is Adding.LATEST:
        last: dict[int, Said] = {}
        for one in sorted(counted, key=lambda one: (one.on, one.place)):
            last[one.unit] = one
        values = [one.value for one in last.values()]
        return (min(values) if is_percent else sum(values, Decimal())) if values else None
    values = [one.value for one in counted if one.on >= period.starts_on]
    if not values:
        return None
    return max(values) if adding is Adding.HIGHEST else sum(values, Decimal())


def share(value: Decimal | None, target: Decimal | None) -> float | None:
    """How much of a target was reached, in percent; None where either is not known."""
    return float(100 * value / target) if value is not None and target else None


@dataclass(frozen=True)
class FigureSum:
    """What an indicator came to in a period and in the same period of the year before.

    None where nobody said anything; ``said_by`` is how many units did in the period.
    """

    indicator: int
    key: str
    name: str
    unit_of_measure: str
    category: str
    adding: Adding
    now: Decimal | None
    before: Decimal | None
    said_by: int

    @property
    def change(self) -> Decimal | None:
        """Now less before; None where either is not known."""
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def change_percent(self) -> float | None:
        """The change in percent of what was before; None where that is not known or nothing."""
        return None if self.change is None else share(self.change, self.before)
