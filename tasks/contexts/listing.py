"""The list of all work that a person may see, narrowed by its address; the same as a workbook."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, When
from django.http import HttpResponse, QueryDict
from django.urls import reverse

from accounts.columns import Column, Heading, chosen_sort, headings, orders_of, sorts
from accounts.listing import Chip, files_of, list_file, without
from accounts.models import User
from plans.models import Plan
from tasks.contexts.rows import WorkRow, with_lines, work_row
from tasks.filters import NOBODY, AssignmentFilter
from tasks.models import Assignment
from tasks.querysets import OPEN, AssignmentQuerySet
from tasks.status import BADGES, TASK_WEIGHTS, Hint, Status, days_late, hint_on, status_on
from tasks.wording import day_words
from units.models import Unit
from units.policy import Capability
from units.unit_field import UnitField

# A condition in words, and the parameters that make it.
Condition = tuple[str, tuple[str, ...]]

PER_PAGE = 50
SHORT_TITLE = 60


@dataclass(frozen=True)
class Option:
    """One choice of a drop-down."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class AssignmentList:
    """``count`` parts of ``tasks`` tasks; ``kept`` holds what the controls do not show and the form
    must carry on."""

    count: int
    tasks: int
    rows: tuple[WorkRow, ...]
    page: Page[Assignment]
    plans: tuple[Option, ...]
    picker: str
    headings: tuple[Heading, ...]
    sorts: tuple[tuple[str, str, bool], ...]
    states: tuple[Option, ...]
    officers: tuple[Option, ...]
    words: str
    due_from: str
    due_to: str
    kept: tuple[tuple[str, str], ...]
    chips: tuple[Chip, ...]
    problems: tuple[str, ...]
    clear_href: str
    files: tuple[tuple[str, str], ...]


# What one chooses between: a word for one status or for several.
_STATES: tuple[tuple[tuple[Status | Hint, ...], str], ...] = (
    ((Status.OPEN, Status.OVERDUE, Status.ONGOING), "Chưa hoàn thành"),
    ((Status.OVERDUE,), BADGES[Status.OVERDUE].label),
    ((Hint.DUE_SOON,), BADGES[Hint.DUE_SOON].label),
    ((Hint.WAITING,), BADGES[Hint.WAITING].label),
    ((Status.OPEN,), BADGES[Status.OPEN].label),
    ((Status.ONGOING,), BADGES[Status.ONGOING].label),
    ((Hint.NOT_STARTED,), BADGES[Hint.NOT_STARTED].label),
    ((Status.DONE_ON_TIME, Status.DONE_LATE, Status.DONE_UNDATED), "Đã hoàn thành"),
    ((Status.DONE_ON_TIME,), BADGES[Status.DONE_ON_TIME].label),
    ((Status.DONE_LATE,), BADGES[Status.DONE_LATE].label),
    ((Status.SUSPENDED,), BADGES[Status.SUSPENDED].label),
    ((Status.CANCELLED,), BADGES[Status.CANCELLED].label),
)
# What the form has no control for.
_KEPT = ("task_status", "under", "from", "to", "day", "scope", "evidence")
_BY_STATUS = Case(
    *(When(status=status.value, then=place) for status, place in TASK_WEIGHTS.items()),
    default=len(TASK_WEIGHTS),
)
COLUMNS = (
    Column("nhiem-vu", "Nhiệm vụ", ("task__plan__starts_on", "task__plan_id", "task__order")),
    Column("don-vi", "Đơn vị", ("unit__sort_name", "unit_id")),
    Column("vai-tro", "Vai trò", ("part",)),
    Column("han", "Hạn", ("due_on",), may_lack=True),
    Column("tien-do", "Tiến độ", ("percent",), css="num"),
    Column("trang-thai", "Trạng thái", (_BY_STATUS, "due_on"), may_lack=True),
)
MOST_PLANS = 25  # in the drop-down; the search finds the others


def build_assignment_list(
    user: User, work: AssignmentQuerySet, data: QueryDict, *, today: datetime.date
) -> AssignmentList:
    """The page of the list: ``work`` is what the person may see, ``data`` the parameters."""
    chosen = AssignmentFilter.read(data)
    chosen, picker = _with_unit(chosen, user, data)
    sort = chosen_sort(data, COLUMNS)
    plans = _plans(user, chosen.plan)
    units = _names_of(user, chosen)
    counted = chosen.apply(work, today).order_by()
    numbers = counted.aggregate(
        parts=Count("task"), tasks=Count("task", distinct=True), open=Count("task", filter=OPEN)
    )
    day = chosen.judged_on(today)
    lines = _Lines(counted, orders_of(sort, COLUMNS), day, numbers["open"])
    page = _Counted(lines, PER_PAGE, numbers["parts"]).get_page(data.get("page"))
    return AssignmentList(
        count=page.paginator.count,
        tasks=numbers["tasks"],
        rows=tuple(work_row(row, day) for row in page.object_list),
        page=page,
        plans=_options(plans, chosen.plan),
        picker=picker,
        headings=headings(data, COLUMNS),
        sorts=sorts(data, COLUMNS),
        states=_state_options(chosen),
        officers=tuple(_officer_options(chosen, user)),
        words=chosen.words,
        due_from=day_words(chosen.due_from) if chosen.due_from else data.get("due_from", ""),
        due_to=day_words(chosen.due_to) if chosen.due_to else data.get("due_to", ""),
        kept=tuple((name, str(data[name])) for name in _KEPT if data.get(name)),
        chips=tuple(_chips(chosen, data, dict(plans), dict(units), user.pk)),
        problems=chosen.problems,
        clear_href=reverse("tasks:assignments"),
        files=files_of(data) if page.paginator.count else (),
    )


@dataclass(frozen=True)
class _Lines:
    """The rows of the list, found by their keys: what is sorted is narrow, and what a line says is
    fetched for those of a page.  What is open comes first and is asked for by itself, so that an
    index of it has the order."""

    found: AssignmentQuerySet
    orders: Sequence[Any]
    day: datetime.date
    open: int

    def __getitem__(self, part: slice) -> AssignmentQuerySet:
        keys = self._part(part.start, part.stop).values("pk")
        rows = _told(Assignment.objects.filter(pk__in=keys), self.day)
        return with_lines(_in_order(rows, self.orders, self.day))

    def _part(self, first: int, last: int) -> AssignmentQuerySet:
        if not self.orders and last <= self.open:
            return self.found.unfinished().by_urgency()[first:last]
        if not self.orders and first >= self.open:
            return self.found.closed().by_urgency()[first - self.open : last - self.open]
        return _in_order(self.found, self.orders, self.day)[first:last]


class _Counted(Paginator[Assignment]):
    """Pages of rows of which it is known how many there are."""

    def __init__(self, rows: _Lines, per_page: int, count: int) -> None:
        super().__init__(cast("AssignmentQuerySet", rows), per_page)
        vars(self)["count"] = count  # where the property would keep it


def listed(
    user: User, work: AssignmentQuerySet, data: QueryDict, *, today: datetime.date
) -> tuple[AssignmentFilter, AssignmentQuerySet]:
    """What the address asks for and all rows of it, as the page shows them."""
    chosen, _ = _with_unit(AssignmentFilter.read(data), user, data)
    return chosen, shown(work, chosen, today, chosen_sort(data, COLUMNS))


def shown(
    work: AssignmentQuerySet, chosen: AssignmentFilter, today: datetime.date, sort: str = ""
) -> AssignmentQuerySet:
    """The rows of the list in their order, or sorted as ``chosen_sort`` says, with all that a line
    of it says."""
    day = chosen.judged_on(today)
    rows = _told(chosen.apply(work, today), day).select_related("task__plan", "unit", "officer")
    return _in_order(rows, orders_of(sort, COLUMNS), day)


def _told(rows: AssignmentQuerySet, day: datetime.date) -> AssignmentQuerySet:
    return rows.with_evidence_this_cycle(day).with_open_request().with_opened()


def _in_order(
    rows: AssignmentQuerySet, orders: Sequence[Any], day: datetime.date
) -> AssignmentQuerySet:
    return rows.with_status(day).order_by(*orders) if orders else rows.open_first()


def _plans(user: User, chosen: int | None) -> list[tuple[int, str]]:
    """The newest plans, and the one chosen."""
    found = Plan.objects.visible_to(user).filter(released_on__isnull=False)
    found = found.only("number", "symbol", "title", "starts_on")
    plans = list(found.near(user).order_by("-starts_on", "-pk")[:MOST_PLANS])
    if chosen is not None and chosen not in {plan.pk for plan in plans}:
        plans += found.filter(pk=chosen)
    return [(plan.pk, _plan_name(plan)) for plan in plans]


def _plan_name(plan: Plan) -> str:
    title = plan.title
    short = title if len(title) <= SHORT_TITLE else f"{title[:SHORT_TITLE].rstrip()}…"
    return f"{plan.full_number} – {short}"


def _with_unit(
    chosen: AssignmentFilter, user: User, data: QueryDict
) -> tuple[AssignmentFilter, str]:
    """The filter with the unit that the words typed mean, and the control to type them in."""
    field, words = UnitField(required=False), data.get("unit_words", "").strip()
    seen = field.queryset = Unit.objects.reached_by(user, Capability.VIEW_WORK)
    unit = seen.filter(pk=chosen.unit).first() if chosen.unit and not words else None
    value: Any = unit or ((words, data.get("unit", "")) if words else None)
    if words:
        try:
            unit = field.clean(value)
        except ValidationError as error:
            told = (*chosen.problems, *error.messages)
            chosen = replace(chosen, unit=None, problems=told)
        else:
            chosen, value = replace(chosen, unit=unit.pk if unit else None), unit
    attrs = {"id": "loc-unit", "class": "form-control"}
    return chosen, field.widget.render("unit", field.prepare_value(value), attrs)


def _names_of(user: User, chosen: AssignmentFilter) -> list[tuple[int, str]]:
    """What the units named by the address are called, where the person may know."""
    named = [key for key in (chosen.unit, chosen.under) if key is not None]
    seen = Unit.objects.reached_by(user, Capability.VIEW_WORK).filter(pk__in=named)
    return list(seen.values_list("pk", "name")) if named else []


def _options(rows: list[tuple[int, str]], chosen: int | None) -> tuple[Option, ...]:
    return tuple(Option(str(pk), name, pk == chosen) for pk, name in rows)


def _state_options(chosen: AssignmentFilter) -> tuple[Option, ...]:
    options = [
        Option(_value(states), label, set(states) == set(chosen.states))
        for states, label in _STATES
    ]
    if chosen.states and not any(option.chosen for option in options):
        options.insert(0, Option(_value(chosen.states), _states_label(chosen.states), chosen=True))
    return tuple(options)


def _officer_options(chosen: AssignmentFilter, user: User) -> Iterator[Option]:
    """One's own work, or what nobody was named for; somebody else only where the address says."""
    mine = chosen.officer == user.pk
    if chosen.officer is not None and not mine:
        yield Option(str(chosen.officer), "Người khác", chosen=True)
    yield Option(str(user.pk), "Việc của tôi", mine)
    yield Option(NOBODY, "Chưa cử người", chosen.unstaffed)


def _value(states: tuple[Status | Hint, ...]) -> str:
    return ",".join(state.value for state in states)


def _states_label(states: tuple[Status | Hint, ...]) -> str:
    for known, label in _STATES:
        if set(known) == set(states):
            return label
    return ", ".join(BADGES[state].label for state in states)


# --- chips ----------------------------------------------------------------------------------------
def _chips(
    chosen: AssignmentFilter,
    data: QueryDict,
    plans: dict[int, str],
    units: dict[int, str],
    me: int,
) -> Iterator[Chip]:
    for label, names in _conditions(chosen, plans, units, me):
        rest = without(data, "page", *names).urlencode()
        page = reverse("tasks:assignments")
        yield Chip(label, f"{page}?{rest}" if rest else page)


def _conditions(
    chosen: AssignmentFilter, plans: dict[int, str], units: dict[int, str], me: int
) -> Iterator[Condition]:
    """Each condition in words, with the parameters that make it."""
    if chosen.words:
        yield f"Có chữ “{chosen.words}”", ("q",)
    if chosen.plan is not None:
        yield plans.get(chosen.plan, "Kế hoạch khác"), ("plan",)
    yield from _conditions_of_units(chosen, units)
    if chosen.states:
        yield _states_label(chosen.states), ("status",)
    if chosen.task_states:
        yield f"Nhiệm vụ: {_states_label(chosen.task_states)}", ("task_status",)
    if chosen.officer is not None:
        yield ("Việc của tôi" if chosen.officer == me else "Của người khác"), ("officer",)
    if chosen.unstaffed:
        yield "Chưa cử người phụ trách", ("officer",)
    if chosen.due_from or chosen.due_to:
        yield f"Hạn {_span(chosen.due_from, chosen.due_to)}", ("due_from", "due_to")
    yield from _conditions_of_counting(chosen)


def _conditions_of_units(chosen: AssignmentFilter, units: dict[int, str]) -> Iterator[Condition]:
    if chosen.unit is not None:
        yield units.get(chosen.unit, "Đơn vị khác"), ("unit", "unit_words")
    if chosen.under is not None:
        top = units.get(chosen.under, "Đơn vị đã chọn")
        yield f"{top} và các đơn vị thuộc", ("under",)


def _conditions_of_counting(chosen: AssignmentFilter) -> Iterator[Condition]:
    """What a figure elsewhere has put into the address."""
    if chosen.starts_on or chosen.ends_on:
        yield f"Thuộc kỳ {_span(chosen.starts_on, chosen.ends_on)}", ("from", "to", "day")
    elif chosen.day:
        yield f"Tính đến {day_words(chosen.day)}", ("day",)
    if chosen.official:
        yield "Phần chủ trì, như số liệu báo cáo", ("scope",)
    if chosen.evidence is not None:
        yield ("Có" if chosen.evidence else "Chưa có") + " minh chứng kỳ này", ("evidence",)


def _span(first: datetime.date | None, last: datetime.date | None) -> str:
    if first and last:
        return f"từ {day_words(first)} đến {day_words(last)}"
    return f"từ {day_words(first)}" if first else f"đến {day_words(last)}" if last else ""


_COLUMNS = (
    ("Kế hoạch", 18),
    ("Số thứ tự", 10),
    ("Nhiệm vụ", 60),
    ("Đơn vị", 32),
    ("Vai trò", 11),
    ("Người phụ trách", 24),
    ("Kỳ", 16),
    ("Bắt đầu", 12),
    ("Hạn theo kế hoạch", 12),
    ("Hạn hiện nay", 12),
    ("Thời hạn theo văn bản", 30),
    ("Tiến độ (%)", 10),
    ("Trạng thái", 22),
    ("Lưu ý", 16),
    ("Số ngày quá hạn", 10),
    ("Đơn vị báo hoàn thành ngày", 14),
    ("Xác nhận ngày", 12),
    ("Cập nhật gần nhất", 12),
)


def assignments_file(rows: Iterable[Assignment], day: datetime.date, ending: str) -> HttpResponse:
    """The workbook ("xlsx") or the text ("csv") of these assignments as they stood on ``day``."""
    values = (_values(row, day) for row in rows)
    return list_file(f"cong-viec-{day:%Y-%m-%d}", "Công việc", _COLUMNS, values, ending)


def _values(row: Assignment, day: datetime.date) -> tuple[Any, ...]:
    task, facts = row.task, row.facts
    hint = hint_on(day, facts)
    return (
        task.plan.full_number,
        task.ref,
        task.title,
        row.unit.name,
        row.get_part_display(),
        str(row.officer or ""),
        row.period_name,
        row.starts_on,
        row.planned_on,
        row.due_on,
        task.deadline_words,
        row.percent,
        BADGES[status_on(day, facts)].label,
        BADGES[hint].label if hint else "",
        days_late(day, facts),
        row.finished_on,
        row.confirmed_on,
        row.last_entry_on,
    )
