"""The figures as a workbook, with real numbers to calculate on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from reports.figures.context import (
    Asked,
    agency_of,
    shown_figures,
    shown_indicators,
    target_rows,
)
from reports.periods import name_of, name_of_year_before
from sheets.workbooks import Page, workbook
from units.models import Unit


def figures_xlsx(user: User, asked: Asked) -> bytes:
    """What the page shows for a person, by indicator, by unit and against targets."""
    agency = agency_of(user, asked.plan)
    indicators = shown_indicators(agency, asked.period.starts_on)
    found = shown_figures(user, asked)
    period, before = name_of(asked.period), name_of_year_before(asked.period)
    heads = ("Chỉ tiêu", "Đơn vị tính", period, before, "Tăng, giảm", "Số đơn vị đã báo")
    sums = found.compared(indicators, asked.period)
    whole = [
        (one.name, one.unit_of_measure, one.now, one.before, one.change, one.said_by)
        for one in sums
    ]
    measures = {one.indicator: (one.name, one.unit_of_measure) for one in sums}
    target_heads = ("Nhiệm vụ", "Chỉ tiêu", "Kết quả", "Mức phải đạt", "Tỷ lệ", "Theo văn bản")
    targets = [
        (one.task, one.indicator, one.value, one.target, one.share, one.words)
        for one in target_rows(user, found, asked)
    ]
    by_unit = ("Đơn vị", "Chỉ tiêu", "Đơn vị tính", period)
    return workbook(
        Page("Tổng hợp", heads, whole, (48, 14, 18, 22, 14, 14)),
        Page("Theo đơn vị", by_unit, _unit_rows(found.totals(asked.period, "unit"), measures)),
        Page("So với mức phải đạt", target_heads, targets, (60, 40, 18, 18, 12, 30), wrapped=True),
    )


def _unit_rows(totals: dict[tuple[int, ...], Any], measures: dict[int, Any]) -> Iterator[Any]:
    names = dict(
        Unit.objects.filter(pk__in={unit for _, unit in totals})
        .order_by("sort_name", "pk")
        .values_list("pk", "name")
    )
    places = {unit: place for place, unit in enumerate(names)}
    for indicator, unit in sorted(totals, key=lambda key: (places.get(key[1], 0), key[0])):
        if indicator in measures:
            yield (names[unit], *measures[indicator], totals[indicator, unit])
