"""Figures on pages: of one piece of work, of one unit, and what an agency counts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from plans.schedule import Period
from tasks.figures import PERCENT, Adding, Said, share, total
from tasks.models import Assignment, Figure, Indicator, Task
from tasks.models.definition import Category
from tasks.ready_indicators import READY
from tasks.wording import day_words
from units.models import Unit
from vietnamese import numbers

MOST_FIGURES = 200
TOLD = 12  # of them are named one by one beside the work
_ALWAYS = Period("", datetime.date.min, datetime.date.max)


@dataclass(frozen=True)
class FigureLine:
    """One figure that was said; ``note`` says why it does not count, "" where it does;
    ``correct_href`` is "" where the person may not correct it."""

    name: str
    value: str
    on: str
    by: str
    note: str
    correct_href: str


@dataclass(frozen=True)
class IndicatorLine:
    """What came together of one indicator; ``target`` and ``share`` are "" where there is none;
    ``percent`` is for the bar, 100 at most."""

    name: str
    value: str
    target: str
    words: str
    share: str
    percent: int


@dataclass(frozen=True)
class WorkFigures:
    """``lines``: the latest of the ``told`` figures that were said one by one."""

    indicators: tuple[IndicatorLine, ...]
    lines: tuple[FigureLine, ...]
    told: int


def with_unit(value: Decimal | None, unit_of_measure: str) -> str:
    """A figure with what it is measured in; a dash where nothing was said."""
    if value is None:
        return numbers.NOTHING
    return f"{numbers.number(value)}\N{NO-BREAK SPACE}{unit_of_measure}"


def build_work_figures(work: Assignment, user: User) -> WorkFigures:
    """What was counted in one piece of work, against the targets of its task."""
    there = vars(work)  # what AssignmentQuerySet.for_page has told
    rows = _figures_of(work) if there.get("has_figures", True) else []
    hung = []
    if there.get("has_targets", True):
        hung = list(work.task.indicators.order_by("pk").select_related("indicator"))
    indicators = {one.indicator_id: one.indicator for one in hung}
    indicators |= {row.indicator_id: row.indicator for row in rows}
    targets = {one.indicator_id: one for one in hung}
    lines = []
    for indicator in sorted(indicators.values(), key=lambda one: (one.order, one.pk)):
        said = [_said(row) for row in rows if row.indicator_id == indicator.pk]
        is_percent = indicator.unit_of_measure == PERCENT
        reached = total(said, Adding(indicator.adding), _ALWAYS, is_percent=is_percent)
        hangs = targets.get(indicator.pk)
        target = hangs.target if hangs else None
        lines.append(_line(indicator, reached, target, hangs.words if hangs else ""))
    may = bool(rows) and Figure.objects.editable_by(user).filter(pk=rows[0].pk).exists()
    return WorkFigures(tuple(lines), tuple(_figure(row, may=may) for row in rows[:TOLD]), len(rows))


def _figures_of(work: Assignment) -> list[Figure]:
    rows = Figure.objects.filter(assignment=work).standing().with_repeats()
    related = rows.select_related("indicator", "unit", "by")
    return list(related.order_by("-counted_on", "-pk")[:MOST_FIGURES])


def _said(row: Figure) -> Said:
    return Said(row.unit_id, row.value, row.counted_on, row.pk)


def _line(
    indicator: Indicator, value: Decimal | None, target: Decimal | None, words: str
) -> IndicatorLine:
    reached = share(value, target)
    return IndicatorLine(
        name=indicator.name,
        value=with_unit(value, indicator.unit_of_measure),
        target=with_unit(target, indicator.unit_of_measure) if target else "",
        words=words,
        share=numbers.percent(reached) if target and reached is not None else "",
        percent=min(100, int(reached or 0)),
    )


def _figure(row: Figure, *, may: bool) -> FigureLine:
    repeats = getattr(row, "repeats", False)
    return FigureLine(
        name=row.indicator.name,
        value=with_unit(row.value, row.indicator.unit_of_measure),
        on=day_words(row.counted_on),
        by=str(row.by),
        note="Không cộng: đơn vị khác đã báo cho cùng việc này" if repeats else "",
        correct_href=reverse("tasks:correct_figure", args=[row.pk]) if may else "",
    )


# --- one unit -------------------------------------------------------------------------------------
def asked_of_unit(unit: Unit, today: datetime.date) -> Iterable[Indicator]:
    """What a unit is asked for without any task: indicators of no category, its own and those of
    the agencies above it; of two with one key that of the nearest."""
    found = Indicator.objects.above(unit).used_on(today).filter(category="")
    nearest: dict[str, Indicator] = {}
    steps = found.filter(agency__descendant_links__unit=unit)
    for one in steps.order_by("agency__descendant_links__distance", "order", "pk"):
        nearest.setdefault(one.key or f"#{one.pk}", one)
    return nearest.values()


def unit_figure_lines(unit: Unit, user: User) -> tuple[FigureLine, ...]:
    """What a unit has said without any task, the newest first."""
    rows = Figure.objects.filter(unit=unit, assignment__isnull=True).standing()
    shown = rows.select_related("indicator", "by").order_by("-counted_on", "-pk")[:MOST_FIGURES]
    may = Figure.objects.editable_by(user).filter(unit=unit).exists()
    return tuple(_figure(row, may=may) for row in shown)


# --- what an agency counts ------------------------------------------------------------------------
@dataclass(frozen=True)
class IndicatorRow:
    pk: int
    name: str
    unit_of_measure: str
    category: str
    adding: str
    said: int
    tasks: int
    ended: str


@dataclass(frozen=True)
class ReadyChoice:
    name: str
    label: str
    count: int
    missing: int


@dataclass(frozen=True)
class IndicatorsPage:
    agency: str
    agency_pk: int
    rows: tuple[IndicatorRow, ...]
    ended: tuple[IndicatorRow, ...]
    ready: tuple[ReadyChoice, ...]


def build_indicators(agency: Unit) -> IndicatorsPage:
    """What an agency counts, and the ready sets with what it does not have of each."""
    found = Indicator.objects.filter(agency=agency).annotate(
        said=Count("figures", distinct=True), hung=Count("tasks", distinct=True)
    )
    listed: Iterable[Any] = found.order_by("order", "pk")
    rows = [_indicator_row(one, one.said, one.hung) for one in listed]
    had = set(Indicator.objects.filter(agency=agency).values_list("key", flat=True))
    had |= {row.name for row in rows}
    return IndicatorsPage(
        agency=agency.name,
        agency_pk=agency.pk,
        rows=tuple(row for row in rows if not row.ended),
        ended=tuple(row for row in rows if row.ended),
        ready=tuple(
            ReadyChoice(
                name,
                one.label,
                len(one.indicators),
                sum(not {each.key, each.name} & had for each in one.indicators),
            )
            for name, one in READY.items()
        ),
    )


def _indicator_row(one: Indicator, said: int, tasks: int) -> IndicatorRow:
    return IndicatorRow(
        pk=one.pk,
        name=one.name,
        unit_of_measure=one.unit_of_measure,
        category=Category(one.category).label if one.category else "Không theo việc nào",
        adding=one.get_adding_display(),
        said=said,
        tasks=tasks,
        ended=day_words(one.ended_on) if one.ended_on else "",
    )


def indicators_for(task: Task, today: datetime.date) -> Sequence[Indicator]:
    """What can hang on a task: what its plan's agency counts and is still asked for."""
    found = Indicator.objects.filter(agency=task.plan.issuer_id).used_on(today)
    return list(found.order_by("order", "pk"))
