"""Which of a plan's tasks its page shows, as its address asks.

``q``: words; ``muc``: a chapter, by its heading or number; ``unit``: words of its name or code;
``state``: a Status or Hint; ``tasks``: "unassigned", "outside" or "untracked".
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from tasks.models import Assignment
from tasks.querysets import AssignmentQuerySet, TaskQuerySet
from tasks.status import BADGES, Hint, Status
from units.models import Unit

MOST_WORDS = 100
LONGEST_CHAPTER = 255
# The states that one looks for, in this order.
STATES: tuple[Status | Hint, ...] = (
    Status.OVERDUE,
    Hint.DUE_SOON,
    Hint.WAITING,
    Status.OPEN,
    Status.ONGOING,
    Status.DONE_ON_TIME,
    Status.DONE_LATE,
    Status.SUSPENDED,
)
_ONLY = {
    "unassigned": "Chưa phân công",
    "outside": "Đơn vị ngoài danh mục chủ trì",
    "untracked": "Không theo dõi riêng",
}
_MARK = re.compile(r"([^\W\d]+)(?=[.)/–-]|$)")  # "II" of "II. NHIỆM VỤ"
APART = "khac"  # tasks whose number names no chapter: of an annex, or without a number


@dataclass(frozen=True)
class Chip:
    """One condition in force; ``href`` is the page without it."""

    label: str
    href: str


@dataclass(frozen=True)
class TaskFilter:
    q: str = ""
    muc: str = ""
    unit: str = ""
    state: str = ""
    tasks: str = ""

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """What the address asks for; what it does not know narrows nothing."""
        state, only = data.get("state", ""), data.get("tasks", "")
        return cls(
            q=data.get("q", "").strip()[:MOST_WORDS],
            muc=data.get("muc", "").strip()[:LONGEST_CHAPTER],
            unit=data.get("unit", "").strip()[:MOST_WORDS],
            state=state if state in STATES else "",
            tasks=only if only in _ONLY else "",
        )

    def apply(
        self, tasks: TaskQuerySet, work: AssignmentQuerySet, today: datetime.date
    ) -> TaskQuerySet:
        """``work``: the parts whose progress the person may see."""
        found = _standing_out(tasks).get(self.tasks, tasks)
        if self.q:
            found = found.matching(self.q)
        if self.muc:
            found = found.filter(_in_chapter(self.muc))
        if self.unit:
            units = Unit.objects.matching(self.unit).values("pk")
            given = Assignment.objects.filter(unit__in=units).values("task")
            found = found.filter(pk__in=given)
        if self.state:
            state = next(one for one in STATES if one == self.state)
            found = found.filter(pk__in=work.standing(today, [state]).values("task"))
        return found

    def chips(self) -> Iterator[Chip]:
        words = {
            "q": f"Có chữ “{self.q}”",
            "muc": chapter_words(self.muc),
            "unit": f"Đơn vị “{self.unit}”",
            "state": next((BADGES[one].label for one in STATES if one == self.state), ""),
            "tasks": _ONLY.get(self.tasks, ""),
        }
        for name, label in words.items():
            if getattr(self, name):
                yield Chip(label, f"?{replace(self, **{name: ''}).query}")

    @property
    def is_any(self) -> bool:
        """Whether nothing narrows the tasks."""
        return self == type(self)()

    @property
    def query(self) -> str:
        names = ("q", "muc", "unit", "state", "tasks")
        return urlencode({name: value for name in names if (value := getattr(self, name))})


def number_of(ref: str) -> str:
    """The number of the chapter in which a task stands: "II" of "II.1.a", "" of "3"."""
    first = ref.partition(".")[0].strip()
    return first if first and not first.isdecimal() else ""


def chapter_words(chapter: str) -> str:
    """A chapter for people: as headed, else by its number."""
    if chapter == APART:
        return "Phụ lục và việc khác"
    return chapter if " " in chapter else f"Mục {chapter}"


class Chapters:
    """The chapters of a plan, from (number, heading) of its tasks in their order.  A task without a
    heading stands under that of its number: so do those added later, and plans of before headings
    were kept stand under numbers alone."""

    def __init__(self, tasks: Iterable[tuple[str, str]]) -> None:
        known = list(tasks)
        self._headed: dict[str, str] = {}
        for ref, heading in known:
            if heading and (number := number_of(ref)):
                self._headed.setdefault(number, heading)
        self.all = tuple(dict.fromkeys(self.of(ref, heading) for ref, heading in known))

    def of(self, ref: str, heading: str) -> str:
        number = number_of(ref)
        return heading or self._headed.get(number, number) or APART

    @property
    def told(self) -> tuple[str, ...]:
        """Those worth naming: () where there is only one."""
        return self.all if len(self.all) > 1 else ()


def _in_chapter(chapter: str) -> Q:
    if chapter == APART:
        return Q(chapter="") & (Q(ref="") | Q(ref__regex=r"^\s*[0-9]+($|\.)"))
    mark = _MARK.match(chapter)
    if mark is None:
        return Q(chapter=chapter)
    numbered = Q(ref=mark[1]) | Q(ref__startswith=f"{mark[1]}.")
    return numbered if mark[1] == chapter else Q(chapter=chapter) | Q(chapter="") & numbered


@dataclass(frozen=True)
class Outline:
    """What the page says of all tasks that the person sees: their keys in order, their chapters,
    and how many stand out, for the chips that lead to them."""

    keys: tuple[int, ...]
    chapters: Chapters
    standing_out: Mapping[str, Any]  # numbers


def build_outline(tasks: TaskQuerySet) -> Outline:
    """In one query."""
    rows: Any = tasks.with_leads().order_by("order", "pk")
    return outline_of(
        rows.values_list(
            "pk", "ref", "chapter", "untracked", "withdrawn_on", "is_led", "is_led_outside",
            named=True,
        )
    )  # fmt: skip


def outline_of(tasks: Iterable[Any]) -> Outline:
    """The outline of all tasks that the person sees, in their order, as ``with_leads`` gives
    them."""
    found = list(tasks)
    alone = [
        one.is_led_outside for one in found if not (one.untracked or one.withdrawn_on or one.is_led)
    ]
    return Outline(
        keys=tuple(one.pk for one in found),
        chapters=Chapters((one.ref, one.chapter) for one in found),
        standing_out={
            "unassigned": alone.count(False),
            "outside": alone.count(True),
            "untracked": sum(1 for one in found if one.untracked),
        },
    )


def _standing_out(tasks: TaskQuerySet) -> dict[str, TaskQuerySet]:
    return {
        "unassigned": tasks.unassigned(),
        "outside": tasks.led_outside(),
        "untracked": tasks.exclude(untracked=""),
    }


@dataclass(frozen=True)
class Choice:
    """One choice of a drop-down."""

    value: str
    label: str
    chosen: bool


def chosen_of(values: Iterable[str], labels: Iterable[str], chosen: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(value, label, value == chosen) for value, label in zip(values, labels, strict=True)
    )


@dataclass(frozen=True)
class Filters:
    """The controls above the tasks as they stand."""

    chosen: TaskFilter
    chapters: tuple[Choice, ...]
    states: tuple[Choice, ...]
    chips: tuple[Chip, ...]


def build_filters(outline: Outline, chosen: TaskFilter) -> Filters:
    chapters = outline.chapters.told
    return Filters(
        chosen=chosen,
        chapters=chosen_of(chapters, map(chapter_words, chapters), chosen.muc),
        states=chosen_of(STATES, (BADGES[one].label for one in STATES), chosen.state),
        chips=tuple(chosen.chips()),
    )
