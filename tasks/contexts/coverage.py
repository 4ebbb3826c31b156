"""A plan beside the superior plan that it carries out: which task of the one meets which of the
other, what seems to, and what is not met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse

from accounts.badges import Badge
from plans.models import Plan
from tasks.coverage import Pair, Piece, rank, suggest
from tasks.models import Assignment, Category, Part, Task, TaskCoverage
from units.models import Unit
from vietnamese.numbers import percent
from vietnamese.text import fold, one_line

ROWS_ON_A_PAGE = 25
OWN_ON_A_PAGE = 50

COVERED = Badge("Đã triển khai", "done", "circle-check")
OPEN = Badge("Chưa triển khai", "due-soon", "alert-circle")
WAIVED = Badge("Không thuộc trách nhiệm", "cancelled", "circle-minus")
STRONG = Badge("Rất giống", "ongoing", "equal")
ALIKE = Badge("Gần giống", "open", "wave-sine")

# What the list can be narrowed to: address, words.
SHOWN = (
    ("", "Tất cả"),
    ("chua", "Chưa triển khai"),
    ("da", "Đã triển khai"),
    ("khong", "Không thuộc trách nhiệm"),
    ("giao", "Có giao cho cơ quan"),
)


@dataclass(frozen=True)
class Counts:
    """How much of the superior plan is met; ``rate`` leaves out what is none of one's business."""

    tasks: int
    covered: int
    open: int
    waived: int

    @property
    def rate(self) -> str:
        """The part carried out, as words."""
        asked = self.tasks - self.waived
        return percent(100 * self.covered / asked if asked else None)


@dataclass(frozen=True)
class Tab:
    label: str
    href: str
    count: int | None
    is_current: bool


@dataclass(frozen=True)
class Met:
    """One's own task that carries the superior's out; ``pk`` is that of the word on it."""

    pk: int
    name: str
    href: str
    said: str


@dataclass(frozen=True)
class Offer:
    """A pair to confirm: ``value`` is what the form sends."""

    value: str
    name: str
    badge: Badge | None
    is_ticked: bool


@dataclass(frozen=True)
class CoverageRow:
    """One task of the superior plan; ``badge`` None for a mere heading."""

    pk: int
    ref: str
    title: str
    depth: int
    given: str
    badge: Badge | None
    met: tuple[Met, ...]
    offers: tuple[Offer, ...]
    waiver: Met | None
    is_waive_ticked: bool
    choose_href: str


@dataclass(frozen=True)
class CoveragePage:
    counts: Counts
    tabs: tuple[Tab, ...]
    rows: tuple[CoverageRow, ...]
    page: Page[Task]


@dataclass(frozen=True)
class TaskPage:
    """One task of the superior plan with all of one's own tasks, the likest first."""

    row: CoverageRow
    text: str
    words: str
    offers: tuple[Offer, ...]
    page: Page[Any]


@dataclass(frozen=True)
class _Compared:
    """Everything read of the two plans; the number of queries does not depend on their size."""

    plan: Plan
    above: Mapping[int, Task]
    asked: frozenset[int]
    own: Mapping[int, Task]
    said: Mapping[int, list[TaskCoverage]]
    given: Mapping[int, set[str]]
    units: Mapping[int, set[int]]
    ticked: frozenset[str]

    def state(self, pk: int) -> Badge | None:
        if pk not in self.asked:
            return None
        said = self.said.get(pk, [])
        if any(one.task_id for one in said):
            return COVERED
        return WAIVED if said else OPEN

    def counts(self) -> Counts:
        states = [self.state(pk) for pk in self.asked]
        return Counts(len(states), states.count(COVERED), states.count(OPEN), states.count(WAIVED))

    def piece(self, task: Task) -> Piece:
        """A task as far as likeness goes."""
        category = "" if task.category == Category.OTHER else task.category
        units = frozenset(self.units.get(task.pk, ()))
        return Piece(task.pk, fold(task.text or task.title), category, units)

    def own_pieces(self) -> list[Piece]:
        return [self.piece(task) for task in self.own.values()]


# --- the two plans side by side -------------------------------------------------------------------
def build_coverage(
    plan: Plan,
    superior: Plan,
    *,
    show: str = "",
    page: str | int | None = 1,
    ticked: frozenset[str] = frozenset(),
) -> CoveragePage:
    """The tasks of ``superior`` beside those of ``plan``; ``show`` is an address of ``SHOWN``,
    ``ticked`` the values of a form that is shown again."""
    read = _read(plan, superior, ticked)
    chosen = [task for task in read.above.values() if _is_shown(read, task, show)]
    found = Paginator(chosen, ROWS_ON_A_PAGE).get_page(page)
    rows = list(found.object_list)
    # What is met already has been found; only the rest is asked about.
    asking = [read.piece(task) for task in rows if read.state(task.pk) is OPEN]
    pairs = suggest(asking, read.own_pieces())
    return CoveragePage(
        counts=read.counts(),
        tabs=_tabs(read, show),
        rows=tuple(_row(read, task, pairs.get(task.pk, ())) for task in rows),
        page=found,
    )


def build_coverage_task(
    plan: Plan,
    superior: Plan,
    task: Task,
    *,
    words: str = "",
    page: str | int | None = 1,
    ticked: frozenset[str] = frozenset(),
) -> TaskPage:
    """One task of ``superior`` with every task of ``plan`` that is not yet said to carry it out;
    ``words`` narrows them, accents and case apart."""
    read = _read(plan, superior, ticked)
    met = {one.task_id for one in read.said.get(task.pk, [])}
    folded = fold(words).split()
    pieces = [
        read.piece(one)
        for one in read.own.values()
        if one.pk not in met and all(word in one.search_text for word in folded)
    ]
    found = Paginator(rank(read.piece(task), pieces), OWN_ON_A_PAGE).get_page(page)
    return TaskPage(
        row=_row(read, task, ()),
        text="" if one_line(task.text).rstrip(" .;") == task.title.rstrip(" .;") else task.text,
        words=words,
        offers=tuple(_offer(read, pair) for pair in found.object_list),
        page=found,
    )


# --- reading --------------------------------------------------------------------------------------
def _read(plan: Plan, superior: Plan, ticked: frozenset[str]) -> _Compared:
    above = {task.pk: task for task in superior.tasks.order_by("order", "pk")}
    own = plan.tasks.to_cover().order_by("order", "pk")
    said: dict[int, list[TaskCoverage]] = defaultdict(list)
    rows = plan.coverages.filter(superior__plan=superior).select_related("task", "confirmed_by")
    for row in rows.order_by("task__order", "pk"):
        said[row.superior_id].append(row)
    given, units = _given(plan, superior)
    return _Compared(
        plan=plan,
        above=above,
        asked=frozenset(superior.tasks.to_cover().values_list("pk", flat=True)),
        own={task.pk: task for task in own},
        said=said,
        given=given,
        units=units,
        ticked=ticked,
    )


def _given(plan: Plan, superior: Plan) -> tuple[dict[int, set[str]], dict[int, set[int]]]:
    """For each task of both plans its units; for those of the superior the parts that are given to
    the agency or what is below it."""
    agency = set(Unit.objects.subtree_of(plan.issuer).values_list("pk", flat=True))
    rows = Assignment.objects.filter(task__plan__in=[plan.pk, superior.pk]).order_by()
    given: dict[int, set[str]] = defaultdict(set)
    units: dict[int, set[int]] = defaultdict(set)
    for task, unit, part in rows.values_list("task", "unit", "part").distinct():
        units[task].add(unit)
        if unit in agency:
            given[task].add(part)
    return given, units


# --- rows -----------------------------------------------------------------------------------------
def _is_shown(read: _Compared, task: Task, show: str) -> bool:
    badge = read.state(task.pk)
    if show == "giao":
        return badge is not None and bool(read.given.get(task.pk))
    wanted = {"chua": OPEN, "da": COVERED, "khong": WAIVED}.get(show)
    return wanted is None or badge is wanted


def _tabs(read: _Compared, show: str) -> tuple[Tab, ...]:
    counts = read.counts()
    given = sum(1 for pk in read.asked if read.given.get(pk))
    numbers = (counts.tasks, counts.open, counts.covered, counts.waived, given)
    known = {value for value, _ in SHOWN}
    current = show if show in known else ""
    # In full: a form that is shown again stands under another address.
    page = reverse("tasks:coverage", args=[read.plan.pk])
    return tuple(
        Tab(label, f"{page}?xem={value}" if value else page, number, value == current)
        for (value, label), number in zip(SHOWN, numbers, strict=True)
    )


def _row(read: _Compared, task: Task, pairs: Sequence[Pair]) -> CoverageRow:
    said = read.said.get(task.pk, [])
    waiver = next((one for one in said if one.task_id is None), None)
    return CoverageRow(
        pk=task.pk,
        ref=task.ref,
        title=task.title,
        depth=min(_depth(read, task), 3),
        given=_given_words(read.given.get(task.pk, set())),
        badge=read.state(task.pk),
        met=tuple(_met(read, one) for one in said if one.task_id),
        offers=tuple(_offer(read, pair) for pair in pairs),
        waiver=_met(read, waiver) if waiver else None,
        is_waive_ticked=str(task.pk) in read.ticked,
        choose_href=reverse("tasks:coverage_task", args=[read.plan.pk, task.pk]),
    )


def _depth(read: _Compared, task: Task) -> int:
    steps, above = 0, task.parent_id
    while above is not None and above in read.above and steps < len(read.above):
        steps, above = steps + 1, read.above[above].parent_id
    return steps


def _given_words(parts: set[str]) -> str:
    if not parts:
        return ""
    part = Part.LEAD if Part.LEAD.value in parts else Part.COOPERATING
    return f"Giao cơ quan {part.label.lower()}"


def _met(read: _Compared, said: TaskCoverage) -> Met:
    plan = reverse("reports:plan", args=[read.plan.pk])
    return Met(
        pk=said.pk,
        name=str(said.task) if said.task else said.reason,
        href=f"{plan}#nhiem-vu-{said.task_id}" if said.task_id else "",
        said=f"{said.confirmed_by} xác nhận ngày {said.confirmed_on:%d/%m/%Y}",
    )


def _offer(read: _Compared, pair: Pair) -> Offer:
    value = f"{pair.superior}-{pair.task}"
    badge = STRONG if pair.is_strong else ALIKE if pair.is_likely else None
    return Offer(value, str(read.own[pair.task]), badge, value in read.ticked)
