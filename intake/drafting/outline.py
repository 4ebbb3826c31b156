"""What confirming a draft would make: the preview shows it, confirming makes exactly it.  PURE."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from intake.categories import category_of, short_title
from intake.drafting.draft import Said, SaidTarget, WorkingDraft
from plans.deadlines import DATED, UNDATED
from plans.schedule import DueRule, Occurrence, Period, check, occurrences
from reading.draft import DeadlineDraft, DutyDraft, NameDraft, TaskDraft
from tasks.before import Before
from tasks.tracking import Untracked, untracked_as
from units.matching import Match, Matcher, Target
from vietnamese.text import one_line

LEAD, COOPERATING = "lead", "cooperating"
WORK = "work"  # a person's word that a task is to be followed


@dataclass(frozen=True)
class PlannedTask:
    """A task to be made.  ``parent``: the place in the list of the task it belongs under;
    ``outside``: (part, name) of those kept as written; ``groups``: (part, target) of the names that
    stand for several units; ``untracked``: why nobody is given it, None for work; ``targets``: how
    much each unit is to reach."""

    key: int
    draft: TaskDraft
    order: int
    title: str
    category: str
    parent: int | None
    times: tuple[Occurrence, ...]
    leads: tuple[int, ...]
    cooperating: tuple[int, ...]
    outside: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, Target], ...] = ()
    untracked: Untracked | None = None
    targets: tuple[SaidTarget, ...] = ()

    @property
    def assignments(self) -> int:
        return 0 if self.untracked else len(self.times) * self.units

    @property
    def units(self) -> int:
        """How many units have a part in it."""
        return len(self.leads) + len(self.cooperating)

    def passed(self, on: datetime.date) -> int:
        """How many of its times have passed by then."""
        return _passed(self.times, on)


def _passed(times: Iterable[Occurrence], on: datetime.date) -> int:
    return sum(1 for time in times if time.due_on and time.due_on < on)


@dataclass(frozen=True)
class PlannedDuty:
    """A report duty to be made.  ``outside``: reporters kept as written."""

    key: int
    draft: DutyDraft
    order: int
    times: tuple[Occurrence, ...]
    reporters: tuple[int, ...]
    outside: tuple[str, ...]
    title: str = ""

    def passed(self, on: datetime.date) -> int:
        return _passed(self.times, on)

    def next_due(self, on: datetime.date) -> datetime.date | None:
        """The first due day not before that day, else the last one; None where no day is set."""
        days = [time.due_on for time in self.times if time.due_on]
        return next((day for day in days if day >= on), days[-1] if days else None)


@dataclass(frozen=True)
class Problem:
    """What stands in the way, in words for people; ``task`` or ``duty`` is the key of the one that
    it is about, None where it is about the plan."""

    text: str
    task: int | None = None
    duty: int | None = None


@dataclass(frozen=True)
class Outline:
    """All of it."""

    period: Period | None
    tasks: tuple[PlannedTask, ...]
    duties: tuple[PlannedDuty, ...]
    problems: tuple[Problem, ...]
    runs_on: bool = False

    @property
    def tracked(self) -> tuple[PlannedTask, ...]:
        """The tasks that are given to units and followed."""
        return tuple(task for task in self.tasks if not task.untracked)

    def late(self, on: datetime.date) -> tuple[PlannedTask, ...]:
        """The tasks of which something has fallen due by then."""
        return tuple(one for one in self.tracked if one.assignments and one.passed(on))

    def owed(self, on: datetime.date) -> tuple[PlannedDuty, ...]:
        """The reports of which something has fallen due by then."""
        return tuple(one for one in self.duties if one.reporters and one.passed(on))

    @property
    def assignments(self) -> int:
        return sum(task.assignments for task in self.tasks)

    @property
    def units(self) -> frozenset[int]:
        """The units that get work."""
        return frozenset(pk for task in self.tracked for pk in (*task.leads, *task.cooperating))

    @property
    def outside(self) -> tuple[str, ...]:
        """The names kept as written, each once, in the order of the plan."""
        said = [name for task in self.tracked for _, name in task.outside]
        return tuple(
            dict.fromkeys([*said, *(name for duty in self.duties for name in duty.outside)])
        )

    @property
    def unassigned(self) -> tuple[PlannedTask, ...]:
        """Tasks to be followed that nobody leads, within the agency or outside it."""
        return tuple(
            task
            for task in self.tracked
            if not task.leads and not any(part == LEAD for part, _ in task.outside)
        )


@dataclass(frozen=True)
class PastAnswers:
    """What a person said: for each task and each duty, by its key in the draft.  ``finished_on``:
    when it was done, None for each part's own due day."""

    tasks: dict[int, Before]
    duties: dict[int, Before]
    finished_on: datetime.date | None = None

    def tasks_with(self, answer: Before) -> set[int]:
        return {key for key, one in self.tasks.items() if one is answer}


class Names:
    """Answers what names stand for, with one directory and one set of choices."""

    def __init__(self, matcher: Matcher, choices: Mapping[str, str]) -> None:
        self.matcher, self._choices = matcher, choices

    def match(self, name: str) -> Match:
        return self.matcher.match(name, self._choices)

    def match_all(self, text: str) -> tuple[Match, ...]:
        return self.matcher.match_all(text, self._choices) if text.strip() else ()


def build_outline(working: WorkingDraft, names: Names) -> Outline:
    """What the draft comes to with these names."""
    duties = tuple(
        _planned_duty(key, duty, order, working, names)
        for order, (key, duty) in enumerate(working.keyed_duties())
    )
    tasks = tuple(
        replace(task, untracked=_untracked(task, working.said_of(task.key), duties))
        for task in _planned_tasks(working, names)
    )
    problems = (*_missing(working), *_wrong_deadlines(working))
    return Outline(working.period, tasks, duties, problems, working.runs_on)


def _planned_tasks(working: WorkingDraft, names: Names) -> Iterator[PlannedTask]:
    parents = working.parents()
    orders = {key: order for order, key in enumerate(working.task_keys)}
    for key, task in working.keyed_tasks():
        planned = _planned_task(key, task, working.said_of(key), working.period, names)
        yield replace(planned, order=orders[key], parent=orders.get(parents[key]))


def _planned_task(
    key: int, task: TaskDraft, said: Said, period: Period | None, names: Names
) -> PlannedTask:
    leads, lead_outside = _resolved(map(names.match, _words(task.lead)))
    joint, joint_outside = _resolved(map(names.match, _words(task.cooperating)))
    return PlannedTask(
        key=key,
        draft=task,
        order=0,
        title=said.title or short_title(task.text),
        category=said.category or category_of(task.text),
        parent=None,
        times=_times(task.deadline, period),
        leads=leads,
        # A unit that leads does not cooperate with itself.
        cooperating=tuple(pk for pk in joint if pk not in leads),
        outside=(
            *((LEAD, name) for name in lead_outside),
            *((COOPERATING, name) for name in joint_outside),
        ),
        groups=tuple(_groups(task, names)),
        targets=said.targets or (),
    )


def _untracked(task: PlannedTask, said: Said, duties: Iterable[PlannedDuty]) -> Untracked | None:
    """What a person says, else what the text says.  A report meets a task only where all who lead
    the one owe the other."""
    if said.tracking:
        return None if said.tracking == WORK else Untracked(said.tracking)
    ref = task.draft.ref
    owing = {pk for duty in duties if ref and duty.draft.ref == ref for pk in duty.reporters}
    return untracked_as(
        task.draft.text,
        has_duty=bool(owing) and owing.issuperset(task.leads),
        has_day=task.draft.deadline.kind not in UNDATED,
    )


def _groups(task: TaskDraft, names: Names) -> Iterator[tuple[str, Target]]:
    """The names of a task that stand for groups, with their parts."""
    for part, written in ((LEAD, task.lead), (COOPERATING, task.cooperating)):
        for words in _words(written):
            target = names.match(words).target
            if target and not target.key.startswith("unit:"):
                yield part, target


def _planned_duty(
    key: int, duty: DutyDraft, order: int, working: WorkingDraft, names: Names
) -> PlannedDuty:
    reporters, outside = _resolved(names.match_all(duty.reporter))
    times = _times(duty.deadline, working.period)
    title = working.said_of(key).title or duty.title
    return PlannedDuty(key, duty, order, times, reporters, outside, title)


def _words(names: tuple[NameDraft, ...]) -> list[str]:
    return [name.words for name in names if name.words.strip()]


def _resolved(matches: Iterable[Match]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The units that get the work, each once, and the names that give it to none."""
    found = list(matches)
    units = dict.fromkeys(pk for match in found for pk in match.units)
    return tuple(units), tuple(dict.fromkeys(one.words for one in found if not one.units))


def _missing(working: WorkingDraft) -> Iterator[Problem]:
    """What a plan cannot be without."""
    wanted = (
        (one_line(working.plan.title or ""), "Kế hoạch chưa có trích yếu (tên kế hoạch)."),
        (working.period, "Chưa có thời gian thực hiện kế hoạch (từ ngày, đến ngày)."),
        (working.plan.tasks, "Kế hoạch chưa có nhiệm vụ nào."),
    )
    yield from (Problem(message) for value, message in wanted if not value)
    for number, (key, task) in enumerate(working.keyed_tasks(), start=1):
        if not task.text.strip():
            yield Problem(f"Nhiệm vụ {task.ref or number} chưa có nội dung.", task=key)


def _wrong_deadlines(working: WorkingDraft) -> Iterator[Problem]:
    for number, (key, task) in enumerate(working.keyed_tasks(), start=1):
        if wrong := wrong_deadline(task.deadline):
            yield Problem(f"Nhiệm vụ {task.ref or number}: {wrong}", task=key)
    for key, duty in working.keyed_duties():
        if wrong := wrong_deadline(duty.deadline):
            yield Problem(f"Báo cáo của “{duty.reporter}”: {wrong}", duty=key)


def _times(deadline: DeadlineDraft, period: Period | None) -> tuple[Occurrence, ...]:
    """The times at which it falls due; none while the deadline or the plan's time is wrong."""
    if period is None or wrong_deadline(deadline):
        return ()
    return occurrences(due_rule(deadline), period)


def wrong_deadline(deadline: DeadlineDraft) -> str | None:
    """What is wrong with a deadline, in words for people."""
    if deadline.kind in DATED and not deadline.days:
        return (
            f"thời hạn “{deadline.words}” có ngày không có trong lịch."
            if re.search(r"\d", deadline.words)
            else "thời hạn chưa ghi ngày."
        )
    try:
        check(due_rule(deadline))
    except (ValueError, TypeError):
        return "thời hạn có ngày không tồn tại trong lịch."
    return None


def due_rule(deadline: DeadlineDraft) -> DueRule:
    """The deadline as the schedule reads it.  Raises ValueError for a day that does not exist."""
    return DueRule(
        kind=deadline.kind,
        days=deadline.days,
        starts_on=datetime.date.fromisoformat(deadline.starts_on) if deadline.starts_on else None,
        qualifier=deadline.qualifier,
    )


def deadline_fields(deadline: DeadlineDraft) -> dict[str, Any]:
    """The deadline as the columns of ``plans.models.DeadlineFields``."""
    rule = due_rule(deadline)
    return {
        "deadline_kind": rule.kind.value,
        "deadline_words": one_line(deadline.words)[:500],
        "deadline_days": list(rule.days),
        "deadline_starts_on": rule.starts_on,
        "qualifier": rule.qualifier.value if rule.qualifier else "",
        "on_request": deadline.on_request,
    }
