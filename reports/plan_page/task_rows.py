"""The tasks of a plan as its page shows them: who does each, by when, and how it stands."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from accounts.addresses import address
from accounts.badges import Badge
from accounts.models import User
from plans.deadlines import DEADLINE_LABELS, DeadlineKind
from plans.models import DeadlineFields, Plan
from reports.dashboard.summary import LED_OUTSIDE, UNASSIGNED, UNTRACKED, named, summary_on, weight
from reports.plan_page.task_filter import Chapters, chapter_words
from tasks.models import Assignment, OutsideParty, Part, Task
from tasks.status import badge_on
from tasks.tracking import Untracked
from units.policy import Capability
from units.querysets import within_reach
from vietnamese.text import one_line

NAMED = 1  # units named before "và … đơn vị khác"
LISTED_PARTS = 5


@dataclass(frozen=True)
class PartRow:
    """One unit's part in the task; ``href`` "" where the person may not open it."""

    unit: str
    part: str
    period: str
    due_on: datetime.date | None
    badge: Badge
    href: str


@dataclass(frozen=True)
class TaskRow:
    """``text`` is "" where it says no more than the title; ``badge`` None for a mere heading."""

    pk: int
    anchor: str
    ref: str
    chapter: str
    heading: str
    depth: int
    title: str
    text: str
    product: str
    leads: str
    cooperating: str
    deadline: str
    due: str
    badge: Badge | None
    badge_note: str
    parts: tuple[PartRow, ...]
    parts_left: int
    href: str

    @property
    def folds(self) -> bool:
        """Whether there is more to show than the row itself."""
        return bool(self.text or self.product or self.cooperating or len(self.parts) > 1)

    @property
    def assign_href(self) -> str:
        return address("tasks:assign", self.pk)

    @property
    def edit_href(self) -> str:
        return address("tasks:edit_task", self.pk)

    @property
    def track_href(self) -> str:
        return address("tasks:track_task", self.pk)


@dataclass(frozen=True)
class _Seen:
    """What is the same for all rows: when one looks, how far, and the tree of the plan's tasks."""

    plan: Plan
    today: datetime.date
    everything: bool
    parents: Mapping[int, int | None]
    chapters: Chapters

    def depth(self, pk: int) -> int:
        above, steps = self.parents.get(pk), 0
        while above is not None and steps < len(self.parents):
            above, steps = self.parents.get(above), steps + 1
        return steps

    def chapter(self, task: Task) -> str:
        found = self.chapters.of(task.ref, task.chapter)
        return chapter_words(found) if self.chapters.told else ""

    def is_heading(self, pk: int) -> bool:
        return pk in self.parents.values()


def build_task_rows(
    tasks: Sequence[Task],
    plan: Plan,
    user: User,
    today: datetime.date,
    *,
    everything: bool,
    chapters: Chapters,
) -> tuple[TaskRow, ...]:
    """The rows of tasks that the person may see, with the progress that the person may see: that of
    every unit for those who read the agency's plans (``everything``), else that of the person's own
    units; ``chapters`` are those of all tasks of the plan that the person sees.

    The number of queries does not depend on how many tasks there are.
    """
    parents = {task.pk: task.parent_id for task in tasks}
    if any(parent is not None and parent not in parents for parent in parents.values()):
        parents = dict(plan.tasks.order_by().values_list("pk", "parent_id"))
    seen = _Seen(plan, today, everything, parents, chapters)
    assignments = _assignments(tasks, plan, user)
    outside = _outside_parties(tasks) if vars(plan).get("has_outside", True) else {}
    return tuple(
        _task_row(task, assignments.get(task.pk, ()), outside.get(task.pk, ()), seen)
        for task in tasks
    )


def _assignments(tasks: Sequence[Task], plan: Plan, user: User) -> Mapping[int, list[Assignment]]:
    """All parts of the tasks; ``is_mine`` tells those that the person may open."""
    mine = within_reach(user, Capability.VIEW_WORK, "unit")
    mine &= Q(task__plan__released_on__isnull=False)
    by_key = {task.pk: task for task in tasks}
    found = Assignment.objects.filter(task__in=by_key).annotate(
        is_mine=ExpressionWrapper(mine, output_field=BooleanField())
    )
    rows = found.select_related("unit").order_by("unit__sort_name", "unit_id", "due_on", "pk")
    grouped = _grouped(rows)
    for key, parts in grouped.items():
        by_key[key].plan = plan
        for one in parts:
            one.task = by_key[key]
    return grouped


def _outside_parties(tasks: Sequence[Task]) -> Mapping[int, list[OutsideParty]]:
    return _grouped(OutsideParty.objects.filter(task__in=[task.pk for task in tasks]))


def _grouped(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.task_id].append(row)
    return found


def _task_row(
    task: Task, assignments: Sequence[Assignment], outside: Sequence[OutsideParty], seen: _Seen
) -> TaskRow:
    if task.untracked:
        assignments = ()  # what was given before it was found to be no work
    shown = [one for one in assignments if seen.everything or _is_mine(one)]
    badge, note = _badge(task, shown, outside, seen)
    parts = _part_rows(shown, seen.today)
    return TaskRow(
        pk=task.pk,
        anchor=f"nhiem-vu-{task.pk}",
        ref=task.ref,
        chapter=seen.chapter(task),
        heading=task.heading,
        depth=min(seen.depth(task.pk), 3),
        title=task.title,
        text="" if one_line(task.text) == task.title else task.text,
        product=task.expected_product,
        leads=_names(Part.LEAD, assignments, outside),
        cooperating=_names(Part.COOPERATING, assignments, outside),
        deadline=deadline_words(task),
        due=next_due(task, seen.plan, seen.today),
        badge=badge,
        badge_note=note,
        parts=parts[:LISTED_PARTS],
        parts_left=max(0, len(parts) - LISTED_PARTS),
        href=parts[0].href if len(parts) == 1 else "",
    )


def _badge(
    task: Task, shown: Sequence[Assignment], outside: Sequence[OutsideParty], seen: _Seen
) -> tuple[Badge | None, str]:
    """By the leading parts; a unit that only cooperates sees its own part."""
    if task.untracked:
        return UNTRACKED[Untracked(task.untracked)], ""
    counted = [one for one in shown if one.part == Part.LEAD]
    if not counted and not seen.everything:
        counted = list(shown)
    if counted:
        return summary_on(seen.today, [one.facts for one in counted])
    if seen.is_heading(task.pk):
        return None, ""
    led_outside = any(party.part == Part.LEAD for party in outside)
    return (LED_OUTSIDE if led_outside else UNASSIGNED), ""


def _part_rows(shown: Sequence[Assignment], today: datetime.date) -> tuple[PartRow, ...]:
    """What needs doing first comes first."""
    rows = [
        PartRow(
            unit=one.unit.name,
            part=Part(one.part).label,
            period=one.period_name,
            due_on=one.due_on,
            badge=badge_on(today, one.facts),
            href=address("tasks:assignment", one.pk) if _is_mine(one) else "",
        )
        for one in shown
    ]
    return tuple(sorted(rows, key=lambda row: weight(row.badge)))


def _is_mine(assignment: Assignment) -> bool:
    return bool(getattr(assignment, "is_mine", False))


def _names(part: Part, assignments: Sequence[Assignment], outside: Sequence[OutsideParty]) -> str:
    """The units with this part, by their short names, and the outside parties, each once; a long
    list is cut."""
    units = (one.unit.short_name or one.unit.name for one in assignments if one.part == part)
    return named([*units, *(one.name for one in outside if one.part == part)], NAMED)


def deadline_words(of: DeadlineFields) -> str:
    """The deadline in the plan's own words, else what kind of deadline it is."""
    return of.deadline_words or DEADLINE_LABELS[DeadlineKind(of.deadline_kind)]


def next_due(of: DeadlineFields, plan: Plan, today: datetime.date) -> str:
    """The due day, "" where the plan's words say it already; of recurring work the next one, or the
    last where all have passed."""
    return next_of(of, [one.due_on for one in of.occurrences(plan.period) if one.due_on], today)


def next_of(of: DeadlineFields, days: Sequence[datetime.date], today: datetime.date) -> str:
    """As ``next_due``, of due days that somebody has worked out."""
    if not days:
        return ""
    day = next((one for one in days if one >= today), days[-1])
    if {f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}"} & _words(of.deadline_words):
        return ""
    return f"kỳ tới {day:%d/%m/%Y}" if len(days) > 1 and day >= today else f"{day:%d/%m/%Y}"


def _words(text: str) -> set[str]:
    return {word.strip(" ,;.()") for word in text.split()}
