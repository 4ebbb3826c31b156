"""Figures that a unit has entered with its work, brought into the form of its report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from plans.schedule import Period, year_before
from reports.submissions.figure_sums import value_of
from reports.submissions.outline import FigureLine
from tasks.figures import PERCENT, Adding
from tasks.models import Figure, Indicator
from units.models import Unit
from vietnamese.numbers import number


@dataclass(frozen=True)
class FigureEntry:
    """A row of the form with what stands in it; ``told_now``, ``told_before`` are what the unit has
    entered with its work, None where it has not."""

    line: FigureLine
    now: Decimal | None
    before: Decimal | None
    told_now: Decimal | None = None
    told_before: Decimal | None = None

    @property
    def differs_now(self) -> str:
        """What the unit has entered, where something else stands in the row."""
        return _differing(self.now, self.told_now)

    @property
    def differs_before(self) -> str:
        return _differing(self.before, self.told_before)


def _differing(typed: Decimal | None, told: Decimal | None) -> str:
    return number(told) if told is not None and typed != told else ""


def figure_entries(
    lines: Sequence[FigureLine],
    kept: Iterable[Mapping[str, Any]],
    unit: Unit,
    period: Period,
) -> tuple[FigureEntry, ...]:
    """The rows of a unit's report: as they were kept, else as the unit's figures tell of the period
    and of the same period of the year before.  A unit's figures are those of all below it too.

    Five queries at most, whatever the number of rows.
    """
    indicators = _asked(lines)
    told = Figure.objects.under(unit).filter(indicator__in=[one.pk for one in indicators])
    now = told.totals(period) if indicators else {}
    before = told.totals(year_before(period)) if indicators else {}
    typed = {one["name"]: one for one in kept}
    return tuple(_entry(line, typed.get(line.name), indicators, (now, before)) for line in lines)


def _asked(lines: Iterable[FigureLine]) -> list[Indicator]:
    """What the rows count: the agency's own indicators, and those with their keys elsewhere."""
    keys = {line.key for line in lines if line.key}
    own = {line.indicator for line in lines if line.indicator and not line.key}
    if not keys and not own:
        return []
    return list(Indicator.objects.filter(Q(key__in=keys) | Q(pk__in=own)))


def _entry(
    line: FigureLine,
    typed: Mapping[str, Any] | None,
    indicators: Iterable[Indicator],
    totals: tuple[Mapping[tuple[int, ...], Decimal], Mapping[tuple[int, ...], Decimal]],
) -> FigureEntry:
    wanted = [
        one for one in indicators if (one.key == line.key if line.key else one.pk == line.indicator)
    ]
    now, before = (_together(wanted, total) for total in totals)
    if typed is None:
        return FigureEntry(line, now, before, now, before)
    return FigureEntry(line, value_of(typed.get("now")), value_of(typed.get("before")), now, before)


def _together(
    indicators: Iterable[Indicator], totals: Mapping[tuple[int, ...], Decimal]
) -> Decimal | None:
    """What several agencies' indicators of one key come to."""
    said = [(one, totals[one.pk,]) for one in indicators if (one.pk,) in totals]
    if not said:
        return None
    values, first = [value for _, value in said], said[0][0]
    if first.unit_of_measure == PERCENT:
        return min(values)
    return max(values) if first.adding == Adding.HIGHEST else sum(values, Decimal())
