"""The pages of days: a month, a year of recurring work, the months of a plan."""

from __future__ import annotations

import datetime
from calendar import Calendar
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear
from django.urls import reverse

from accounts.badges import Badge
from accounts.listing import SheetColumn, ShownList
from accounts.models import User
from plans.deadlines import DeadlineKind
from plans.holidays import working_days
from plans.models import Plan
from plans.schedule import ONE_DAY, Period, period_name, periods
from reports.calendar.days import ME, MOST, SCOPES, Due, dues, scoped_work, usual_scope
from tasks.models import Assignment
from tasks.status import BADGES, Status, badge_on
from tasks.wording import day_words
from units.models import Unit

SHOWN = 4  # on a day of the grid
NAMED, FEWEST = 45, 2  # day by day: in the month, and at least on each day; the list has them all
PER_PAGE = 25
MOST_UNITS = 40
LEVELS = 4


@dataclass(frozen=True)
class Cell:
    """One day of the grid; ``more`` things are left out, which stand in the list behind
    ``more_href``; ``note`` is the day off it is."""

    day: datetime.date
    number: str
    in_month: bool
    is_today: bool
    is_off: bool
    note: str
    begins: int
    dues: tuple[Due, ...]
    more: int
    more_href: str = ""


@dataclass(frozen=True)
class MonthPage:
    name: str
    month: str
    before: str
    after: str
    scope: str
    scopes: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Cell, ...], ...]
    agenda: tuple[Cell, ...]
    total: int
    dues: tuple[Due, ...]
    most: int | None
    list_href: str


DUES = ShownList(
    name="lich",
    title="Lịch",
    columns=(),
    order=(),
    sheet=(
        SheetColumn("Ngày", 13, lambda due: due.day),
        SheetColumn("Loại", 10, lambda due: due.kind),
        SheetColumn("Nội dung", 60, lambda due: due.title),
        SheetColumn("Đơn vị", 34, lambda due: due.unit),
        SheetColumn("Kế hoạch, kỳ", 34, lambda due: due.where),
        SheetColumn("Tình trạng", 24, lambda due: due.badge.label),
    ),
)


def month_of(words: str, today: datetime.date) -> datetime.date:
    """The first day of a month given as "2026-06"; of this month for anything else."""
    try:
        year, month = words.split("-")
        return datetime.date(int(year), int(month), 1)
    except ValueError:
        return today.replace(day=1)


def build_month(
    user: User,
    *,
    first: datetime.date,
    scope: str,
    today: datetime.date,
    plan: Plan | None = None,
    state: str = "",
) -> MonthPage:
    """A month with what falls due on each day and how many periods of work begin on it, of all
    plans or one, in every state or one of ``STATES``; ``most`` where it names no more than so many.
    """
    scope = scope if scope in dict(SCOPES) else usual_scope(user)
    month = next(periods(DeadlineKind.MONTHLY, Period("", first, first)))
    whole = dues(user, scope, month, today, plan)
    is_cut = MOST in Counter(one.kind for one in whole).values()
    found = [one for one in whole if state in ("", one.state)]
    by_day: dict[datetime.date, list[Due]] = {}
    for one in found:
        by_day.setdefault(one.day, []).append(one)
    begun = scoped_work(user, scope, plan).filter(
        starts_on__range=(month.starts_on, month.ends_on), period__gt=""
    )
    begins = dict(begun.order_by().values_list("starts_on").annotate(Count("pk")))
    cells = _cells(first, by_day, begins, today)
    return MonthPage(
        name=f"Tháng {first.month}/{first.year}",
        month=f"{first:%Y-%m}",
        before=f"{first - ONE_DAY:%Y-%m}",
        after=f"{month.ends_on + ONE_DAY:%Y-%m}",
        scope=scope,
        scopes=SCOPES,
        weeks=tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7)),
        agenda=_agenda(cells, by_day, lambda day: _list_href(user, scope, day, plan)),
        total=len(found),
        dues=tuple(found),
        most=MOST if is_cut else None,
        list_href=_list_href(user, scope, month, plan),
    )


def _cells(
    first: datetime.date,
    by_day: Mapping[datetime.date, list[Due]],
    begins: Mapping[datetime.date, int],
    today: datetime.date,
) -> list[Cell]:
    """The days of the grid: whole weeks around the month."""
    days = [day for week in Calendar().monthdatescalendar(first.year, first.month) for day in week]
    off = working_days(days)
    return [
        Cell(
            day=day,
            number=str(day.day),
            in_month=day.month == first.month,
            is_today=day == today,
            is_off=not off.is_working(day),
            note=off.holiday(day),
            begins=begins.get(day, 0),
            dues=tuple(by_day.get(day, ())[:SHOWN]) if day.month == first.month else (),
            more=max(0, len(by_day.get(day, ())) - SHOWN) if day.month == first.month else 0,
        )
        for day in days
    ]


def _list_href(user: User, scope: str, month: Period, plan: Plan | None) -> str:
    """The same work as a list, which sorts, filters further and goes out as a file."""
    asked: dict[str, object] = {
        "due_from": f"{month.starts_on:%Y-%m-%d}",
        "due_to": f"{month.ends_on:%Y-%m-%d}",
    }
    if plan is not None:
        asked["plan"] = plan.pk
    if scope == ME:
        asked["officer"] = user.pk
    return f"{reverse('tasks:assignments')}?{urlencode(asked)}"


def _agenda(
    cells: Sequence[Cell], by_day: Mapping[datetime.date, list[Due]], href: Callable[[Period], str]
) -> tuple[Cell, ...]:
    """The days on which something falls due, each with as much of it as a month can name."""
    days = [cell for cell in cells if cell.in_month and cell.dues]
    full = sum(len(by_day[cell.day]) for cell in days) > NAMED
    most = max(FEWEST, NAMED // len(days)) if full else None
    return tuple(
        replace(
            cell,
            dues=tuple(by_day[cell.day][:most]),
            more=max(0, len(by_day[cell.day]) - most) if most else 0,
            more_href=href(Period("", cell.day, cell.day)) if most else "",
        )
        for cell in days
    )


# --- a year of recurring work ---------------------------------------------------------------------
@dataclass(frozen=True)
class Mark:
    """One period of a strip: how it stands, in short words and by an icon; ``notes`` what else."""

    period: str
    day: str
    badge: Badge
    words: str
    notes: str
    href: int


@dataclass(frozen=True)
class Strip:
    title: str
    where: str
    unit: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class YearPage:
    year: int
    scope: str
    scopes: tuple[tuple[str, str], ...]
    strips: tuple[Strip, ...]
    page: Page[Any]


# Overdue work of which nothing was ever told may have been done all the same.
_UNTOLD = Badge("Quá hạn, chưa ghi nhận gì", "overdue", "circle-dashed")
_SHORT = {
    BADGES[Status.DONE_ON_TIME]: "đúng hạn",
    BADGES[Status.DONE_LATE]: "xong quá hạn",
    _UNTOLD: "chưa ghi nhận",
}


def build_year(
    user: User,
    *,
    year: int,
    scope: str,
    today: datetime.date,
    page: str | None,
    plan: Plan | None = None,
) -> YearPage:
    """Each unit's part in each recurring task with its periods of a year, side by side, of all
    plans or one."""
    scope = scope if scope in dict(SCOPES) else usual_scope(user)
    work = scoped_work(user, scope, plan).filter(due_on__year=year, period__gt="")
    pairs = work.order_by("task__plan", "task__order", "unit__sort_name", "task", "unit")
    listed = Paginator(pairs.values_list("task", "unit").distinct(), PER_PAGE).get_page(page)
    wanted = list(listed)
    rows = work.filter(
        task__in={row[0] for row in wanted}, unit__in={row[1] for row in wanted}
    ).select_related("task__plan", "unit")
    parts: dict[tuple[int, int], list[Assignment]] = {}
    for row in rows.order_by("due_on", "pk"):
        parts.setdefault((row.task_id, row.unit_id), []).append(row)
    strips = (_strip(parts[row[:2]], today) for row in wanted if row[:2] in parts)
    return YearPage(year, scope, SCOPES, tuple(strips), listed)


def _strip(parts: Sequence[Assignment], today: datetime.date) -> Strip:
    first = parts[0]
    where = " · ".join(filter(None, (first.task.plan.full_number, first.task.ref)))
    marks = tuple(_mark(one, today) for one in parts)
    return Strip(first.task.title, where, first.unit.name, marks)


def _mark(work: Assignment, today: datetime.date) -> Mark:
    """As any other work, but overdue work of which nothing was told apart; moved where its day is
    no longer the planned one."""
    badge = badge_on(today, work.facts)
    if badge == BADGES[Status.OVERDUE] and not work.last_entry_on:
        badge = _UNTOLD
    moved = work.due_on and work.planned_on and work.due_on > work.planned_on
    notes = f"dời từ {day_words(work.planned_on)}" if moved and work.planned_on else ""
    day = day_words(work.due_on) if work.due_on else ""
    words = _SHORT.get(badge, badge.label.lower())
    return Mark(_within_year(work.period), day, badge, words, notes, work.pk)


def _within_year(period: str) -> str:
    """A period's name on a page of one year: "Quý III", not "Quý III/2026"."""
    return period_name(period).partition("/")[0].partition(" năm ")[0]


# --- the months of a plan -------------------------------------------------------------------------
@dataclass(frozen=True)
class Heat:
    """How much falls due in a month; ``level`` from 0 for nothing to 4 for the most."""

    number: int
    late: int
    level: int
    words: str


@dataclass(frozen=True)
class HeatRow:
    unit: str
    months: tuple[Heat, ...]
    total: int


@dataclass(frozen=True)
class HeatPage:
    months: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    more: int


def build_heat(plan: Plan, user: User, *, today: datetime.date) -> HeatPage:
    """A plan's parts that the person sees, by unit and by the month in which they fall due."""
    months = [
        (one.starts_on.year, one.starts_on.month)
        for one in periods(DeadlineKind.MONTHLY, plan.period)
    ]
    work = Assignment.objects.visible_to(user).tracked().filter(
        task__plan=plan, due_on__isnull=False, cancelled_on__isnull=True
    )  # fmt: skip
    counted = work.with_status(today).order_by().annotate(
        year=ExtractYear("due_on"), month=ExtractMonth("due_on")
    )  # fmt: skip
    found: dict[int, dict[tuple[int, int], list[int]]] = {}
    rows = counted.values_list("unit", "year", "month", "status").annotate(n=Count("pk"))
    for unit, year, month, status, number in rows:
        cell = found.setdefault(unit, {}).setdefault((year, month), [0, 0])
        cell[0] += number
        cell[1] += number if status == Status.OVERDUE.value else 0
    most = max((cell[0] for cells in found.values() for cell in cells.values()), default=0)
    units = Unit.objects.filter(pk__in=found).order_by("sort_name", "pk")
    return HeatPage(
        months=tuple(_month_words(year, month, plan.period) for year, month in months),
        rows=tuple(_heat_row(unit, found[unit.pk], months, most) for unit in units[:MOST_UNITS]),
        more=max(0, len(found) - MOST_UNITS),
    )


def _month_words(year: int, month: int, within: Period) -> str:
    """ "T3", with its year where the plan runs over several."""
    one_year = within.starts_on.year == within.ends_on.year
    return f"T{month}" if one_year else f"T{month}/{year % 100:02}"


def _heat_row(
    unit: Unit,
    cells: dict[tuple[int, int], list[int]],
    months: Iterable[tuple[int, int]],
    most: int,
) -> HeatRow:
    heats = []
    for month in months:
        number, late = cells.get(month, (0, 0))
        level = -(-number * LEVELS // most) if most else 0
        words = f"{number} phần việc" + (f", {late} quá hạn" if late else "")
        heats.append(Heat(number, late, level, words))
    return HeatRow(unit.name, tuple(heats), sum(cell[0] for cell in cells.values()))
