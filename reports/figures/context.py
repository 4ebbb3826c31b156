"""The page of figures: each indicator in a period and in the same period of the year before."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from plans.models import Plan
from plans.schedule import Period, year_before
from reports.figures.targets import task_targets
from reports.periods import name_of, name_of_year_before
from sheets.workbooks import Page, workbook
from tasks.contexts.figures import with_unit
from tasks.figure_querysets import FigureQuerySet, IndicatorQuerySet
from tasks.figures import FigureSum
from tasks.models import Figure, Indicator, Task, TaskIndicator
from tasks.models.definition import Category
from units.models import Unit
from units.policy import Capability
from vietnamese import numbers

MOST_UNITS, MOST_TARGETS, MOST_REPEATED, MOST_OWN = 200, 200, 50, 5
MOST_BRIEF = 6
_WITHOUT_WORK = "Tình hình chung"


@dataclass(frozen=True)
class Row:
    """One indicator; values are finished words, a dash where nothing was said."""

    pk: int
    name: str
    unit_of_measure: str
    now: str
    before: str
    change: str
    said_by: int
    href: str
    chosen: bool


@dataclass(frozen=True)
class Group:
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class UnitRow:
    name: str
    now: str
    before: str
    href: str


@dataclass(frozen=True)
class TargetRow:
    """A task's indicator against what its parts are to reach together."""

    task: str
    href: str
    indicator: str
    value: str
    target: str
    words: str
    share: str
    percent: int


@dataclass(frozen=True)
class RepeatedRow:
    unit: str
    indicator: str
    value: str
    task: str
    href: str


@dataclass(frozen=True)
class FiguresPage:
    """``agency`` is whose indicators are shown; ``chosen`` the indicator told by unit, None for
    none; ``under`` the unit to which all is narrowed, "" for what the person sees;
    ``record`` where the person says figures without a task."""

    agency: str
    period: str
    before: str
    under: str
    groups: tuple[Group, ...]
    chosen: Row | None
    units: tuple[UnitRow, ...]
    targets: tuple[TargetRow, ...]
    repeated: tuple[RepeatedRow, ...]
    may_define: str
    record: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asked:
    """What is asked for: a period, and one plan, one unit with all below it, one indicator."""

    period: Period
    plan: Plan | None = None
    under: Unit | None = None
    indicator: int | None = None

    def address(self, **more: int | str) -> str:
        """The address of the page with this choice, some of it changed."""
        asked: dict[str, object] = {
            "period": self.period.label,
            "plan": self.plan.pk if self.plan else "",
            "under": self.under.pk if self.under else "",
            **more,
        }
        kept = {name: value for name, value in asked.items() if value}
        return f"{reverse('reports:figures')}?{urlencode(kept)}"


def agency_of(user: User, plan: Plan | None) -> Unit | None:
    """Whose indicators a person reads: those of the plan's issuer, else of the nearest agency at or
    above the person's units that has any, else of the first below them."""
    if plan is not None:
        return plan.issuer
    own = Unit.objects.reached_by(user, Capability.VIEW_WORK)
    counting = Unit.objects.filter(indicators__isnull=False)
    above = counting.filter(descendant_links__unit__in=own.values("pk"))
    return above.order_by("descendant_links__distance", "sort_name", "pk").first()


def shown_figures(user: User, asked: Asked) -> FigureQuerySet:
    """The figures that a person sees and has asked for, of any day."""
    found = Figure.objects.visible_to(user)
    if asked.plan is not None:
        found = found.of_plans([asked.plan])
    return found.under(asked.under) if asked.under is not None else found


def shown_indicators(agency: Unit | None, day: datetime.date) -> IndicatorQuerySet:
    """What an agency counts on a day; nothing where there is no agency."""
    found = Indicator.objects.filter(agency=agency) if agency else Indicator.objects.none()
    return found.used_on(day).order_by("order", "pk")


def build_figures(user: User, asked: Asked) -> FiguresPage:
    """The page of figures for a person; the number of queries does not grow with the rows."""
    agency = agency_of(user, asked.plan)
    figures = shown_figures(user, asked)
    sums = figures.compared(shown_indicators(agency, asked.period.starts_on), asked.period)
    rows = [_row(one, asked) for one in sums]
    chosen = next((row for row in rows if row.chosen), None)
    may = agency and Indicator.objects.editable_by(user).filter(agency=agency).exists()
    return FiguresPage(
        agency=agency.name if agency else "",
        period=name_of(asked.period),
        before=name_of_year_before(asked.period),
        under=asked.under.name if asked.under else "",
        groups=tuple(_groups(sums, rows)),
        chosen=chosen,
        units=tuple(_units(figures, chosen, asked)) if chosen else (),
        targets=tuple(target_rows(user, figures, asked)),
        repeated=tuple(_repeated(figures, asked)),
        may_define=reverse("tasks:indicators", args=[agency.pk]) if agency and may else "",
        record=tuple(_own_units(user)),
    )


@dataclass(frozen=True)
class FiguresBrief:
    """Figures at a glance: ``rows`` are those of which something was said; ``reached`` of
    ``targets`` tasks with a target have met it."""

    agency: str
    before: str
    rows: tuple[Row, ...]
    reached: int
    targets: int
    href: str


def build_brief(user: User, asked: Asked) -> FiguresBrief:
    """The figures of a period beside those of the year before, for a glance among other things."""
    agency = agency_of(user, asked.plan)
    figures = shown_figures(user, asked)
    sums = figures.compared(shown_indicators(agency, asked.period.starts_on), asked.period)
    told = [_row(one, asked) for one in sums if one.now is not None or one.before is not None]
    targets = list(target_rows(user, figures, asked))
    return FiguresBrief(
        agency=agency.name if agency else "",
        before=name_of_year_before(asked.period),
        rows=tuple(told[:MOST_BRIEF]),
        reached=sum(1 for one in targets if one.percent == 100),
        targets=len(targets),
        href=asked.address(),
    )


def _own_units(user: User) -> Iterable[tuple[str, str]]:
    """Where the person says how things stand in a unit of theirs: address and name."""
    recorded = Unit.objects.reached_by(user, Capability.RECORD_PROGRESS)
    own = recorded.filter(memberships__user=user, memberships__ended_on__isnull=True).distinct()
    for unit in own.order_by("sort_name", "pk")[:MOST_OWN]:
        yield reverse("tasks:unit_figures", args=[unit.pk]), unit.name


def _row(one: FigureSum, asked: Asked) -> Row:
    return Row(
        pk=one.indicator,
        name=one.name,
        unit_of_measure=one.unit_of_measure,
        now=_words(one.now),
        before=_words(one.before),
        change=_change_words(one),
        said_by=one.said_by,
        href=asked.address(indicator=one.indicator) + "#theo-don-vi",
        chosen=one.indicator == asked.indicator,
    )


def _words(value: Decimal | None) -> str:
    return numbers.NOTHING if value is None else numbers.number(value)


def _change_words(one: FigureSum) -> str:
    if one.change is None:
        return numbers.NOTHING
    if not one.change:
        return "không đổi"
    percent = one.change_percent
    by = f" ({numbers.percent(abs(percent))})" if percent is not None else ""
    return f"{'tăng' if one.change > 0 else 'giảm'} {numbers.number(abs(one.change))}{by}"


def _groups(sums: Iterable[FigureSum], rows: Iterable[Row]) -> Iterable[Group]:
    found: dict[str, list[Row]] = {}
    for one, row in zip(sums, rows, strict=True):
        found.setdefault(one.category, []).append(row)
    for category in ("", *Category.values):
        if category in found:
            name = Category(category).label if category else _WITHOUT_WORK
            yield Group(name, tuple(found[category]))


def _units(figures: FigureQuerySet, chosen: Row, asked: Asked) -> Iterable[UnitRow]:
    of_one = figures.filter(indicator=chosen.pk)
    now = of_one.totals(asked.period, "unit")
    before = of_one.totals(year_before(asked.period), "unit")
    keys = {unit for _, unit in now} | {unit for _, unit in before}
    units = Unit.objects.filter(pk__in=keys).order_by("sort_name", "pk")[:MOST_UNITS]
    for unit in units:
        yield UnitRow(
            unit.name,
            _words(now.get((chosen.pk, unit.pk))),
            _words(before.get((chosen.pk, unit.pk))),
            asked.address(under=unit.pk, indicator=chosen.pk),
        )


def target_rows(user: User, figures: FigureQuerySet, asked: Asked) -> Iterable[TargetRow]:
    """Each indicator that hangs on a task with a target, against what the parts that lead it and
    belong to the period are to reach together."""
    hung = TaskIndicator.objects.visible_to(user).with_targets(asked.period, asked.under)
    if asked.plan is not None:
        hung = hung.filter(task__plan=asked.plan)
    for one in task_targets(hung, figures, asked.period, MOST_TARGETS):
        row, measure = one.row, one.row.indicator.unit_of_measure
        yield TargetRow(
            task=f"{row.task.ref} {row.task.title}".strip(),
            href=_task_href(row.task),
            indicator=row.indicator.name,
            value=with_unit(one.value, measure),
            target=with_unit(one.target, measure),
            words=row.words,
            share=numbers.percent(one.share),
            percent=min(100, int(one.share or 0)),
        )


def _task_href(task: Task) -> str:
    return reverse("reports:plan", args=[task.plan_id])


def _repeated(figures: FigureQuerySet, asked: Asked) -> Iterable[RepeatedRow]:
    within = figures.filter(counted_on__range=(asked.period.starts_on, asked.period.ends_on))
    found = within.standing().repeated().select_related("indicator", "unit", "assignment__task")
    for one in found.order_by("-counted_on", "-pk")[:MOST_REPEATED]:
        if one.assignment is not None:
            yield RepeatedRow(
                one.unit.name,
                one.indicator.name,
                with_unit(one.value, one.indicator.unit_of_measure),
                one.assignment.task.title,
                reverse("tasks:assignment", args=[one.assignment_id]),
            )


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
