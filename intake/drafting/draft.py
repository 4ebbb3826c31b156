"""The draft while a person corrects it: what was read, and what the person has made of it.  PURE.

Tasks and duties bear keys that stay with them while others are added, dropped or moved, so that a
form that was opened earlier never lands on another task.  What only a person says of a task (its
short name, its sort, what it stands under) is kept beside what was read.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from intake.drafting.tree import parents
from intake.periods import period_so_far, runs_on
from plans.schedule import Period
from reading import state as states
from reading.draft import DutyDraft, PlanDraft, TaskDraft

T = TypeVar("T")
Row = tuple[int, TaskDraft]


@dataclass(frozen=True)
class SaidTarget:
    """How much of an indicator, by its key, each unit is to reach: ``value`` as a plain decimal
    number; ``words`` are the plan's own, "" where a person set another number."""

    indicator: int
    value: str
    words: str = ""


@dataclass(frozen=True)
class Said:
    """What a person says of a task or duty beside what was read: "" and None leave it to the text.

    ``under``: the key of the task it stands under, 0 for none, None for what its number says;
    ``tracking``: "work", or why it is not followed (``tasks.tracking``); ``targets``: those taken,
    None while nobody has decided on what the text names.
    """

    title: str = ""
    category: str = ""
    under: int | None = None
    tracking: str = ""
    targets: tuple[SaidTarget, ...] | None = None


@dataclass(frozen=True)
class Dropped:
    """A task or duty taken out; ``place`` is where it stood."""

    key: int
    draft: TaskDraft | DutyDraft
    place: int


@dataclass(frozen=True)
class Earlier:
    """The tasks before the last rearrangement; ``words`` say what was done since."""

    words: str
    tasks: tuple[TaskDraft, ...]
    task_keys: tuple[int, ...]
    said: Mapping[int, Said]
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True)
class WorkingDraft:
    """``task_keys`` and ``duty_keys`` stand beside ``plan.tasks`` and ``plan.report_duties``;
    ``settled`` names the doubts that somebody has looked at; ``period`` is the plan's time, which
    goes on year by year after its end where it ``runs_on``;
    ``dropped`` can be taken back, and ``earlier`` restored until a task is changed."""

    plan: PlanDraft
    task_keys: tuple[int, ...]
    duty_keys: tuple[int, ...]
    next_key: int
    period: Period | None = None
    settled: frozenset[str] = frozenset()
    said: Mapping[int, Said] = field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()
    earlier: Earlier | None = None
    runs_on: bool = False

    # --- kept as JSON -----------------------------------------------------------------------------
    def to_state(self) -> dict[str, Any]:
        """Plain values for a JSON column; ``from_state`` gives the same draft back."""
        days = [self.period.starts_on, self.period.ends_on] if self.period else []
        return {
            "plan": self.plan.to_state(),
            "task_keys": list(self.task_keys),
            "duty_keys": list(self.duty_keys),
            "next_key": self.next_key,
            "period": [day.isoformat() for day in days],
            "runs_on": self.runs_on,
            "settled": sorted(self.settled),
            "said": _said_state(self.said),
            "dropped": [_dropped_state(one) for one in self.dropped],
            "earlier": _earlier_state(self.earlier),
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> WorkingDraft:
        """The draft kept by ``to_state``; the bare state of a PlanDraft is taken as just read."""
        if "plan" not in state:
            return begin(PlanDraft.from_state(state))
        days = [datetime.date.fromisoformat(day) for day in state["period"]]
        return cls(
            plan=PlanDraft.from_state(state["plan"]),
            task_keys=tuple(state["task_keys"]),
            duty_keys=tuple(state["duty_keys"]),
            next_key=state["next_key"],
            period=Period("", *days) if days else None,
            runs_on=state.get("runs_on", False),
            settled=frozenset(state["settled"]),
            said=_said(state.get("said", {})),
            dropped=tuple(map(_dropped, state.get("dropped", []))),
            earlier=_earlier(state.get("earlier")),
        )

    # --- looking ----------------------------------------------------------------------------------
    def keyed_tasks(self) -> Iterable[Row]:
        return zip(self.task_keys, self.plan.tasks, strict=True)

    def keyed_duties(self) -> Iterable[tuple[int, DutyDraft]]:
        return zip(self.duty_keys, self.plan.report_duties, strict=True)

    def task(self, key: int | None) -> TaskDraft | None:
        return dict(self.keyed_tasks()).get(key) if key is not None else None

    def duty(self, key: int | None) -> DutyDraft | None:
        return dict(self.keyed_duties()).get(key) if key is not None else None

    def said_of(self, key: int | None) -> Said:
        return self.said.get(key or 0, Said())

    def parents(self) -> dict[int, int]:
        """For each task the key of the one it stands under, 0 for none."""
        unders = {key: one.under for key, one in self.said.items() if one.under is not None}
        return parents([(key, task.ref) for key, task in self.keyed_tasks()], unders)

    # --- changing ---------------------------------------------------------------------------------
    def with_plan(self, **fields: Any) -> WorkingDraft:
        """The draft with other values in the plan's header or lists (tasks and duties apart)."""
        return replace(self, plan=replace(self.plan, **fields))

    def with_settled(self, *doubts: str) -> WorkingDraft:
        return replace(self, settled=self.settled | set(doubts))

    def with_said(self, key: int, **fields: Any) -> WorkingDraft:
        """The draft with other words of a person about this task or duty."""
        said = dict(self.said)
        said[key] = replace(self.said_of(key), **fields)
        if said[key] == Said():
            del said[key]
        return replace(self, said=said)

    def with_task(self, key: int | None, task: TaskDraft) -> tuple[WorkingDraft, int]:
        """The draft with this task in the place of the one with that key, or, where there is none,
        at the end; and the task's key."""
        keys, tasks, used = _put(self.task_keys, self.plan.tasks, key, task, self.next_key)
        return self.with_rows(zip(keys, tasks, strict=True)), used

    def without_task(self, key: int) -> WorkingDraft:
        """The draft with this task among those dropped."""
        kept = [row for row in self.keyed_tasks() if row[0] != key]
        return replace(self.with_rows(kept), dropped=self._with_dropped(key, self.task(key)))

    def with_duty(self, key: int | None, duty: DutyDraft) -> tuple[WorkingDraft, int]:
        """As ``with_task``, for a report duty."""
        keys, duties, used = _put(self.duty_keys, self.plan.report_duties, key, duty, self.next_key)
        return self._with_duties(keys, duties), used

    def without_duty(self, key: int) -> WorkingDraft:
        kept = [(one, duty) for one, duty in self.keyed_duties() if one != key]
        fewer = self._with_duties(tuple(one for one, _ in kept), tuple(duty for _, duty in kept))
        return replace(fewer, dropped=self._with_dropped(key, self.duty(key)))

    def with_taken_back(self, key: int) -> WorkingDraft:
        """The draft with a dropped task or duty where it stood; unchanged where none is."""
        back = next((one for one in self.dropped if one.key == key), None)
        if back is None:
            return self
        dropped = tuple(one for one in self.dropped if one.key != key)
        if isinstance(back.draft, TaskDraft):
            rows = list(self.keyed_tasks())
            rows.insert(back.place, (key, back.draft))
            return replace(self.with_rows(rows), dropped=dropped)
        duties = list(self.keyed_duties())
        duties.insert(back.place, (key, back.draft))
        more = self._with_duties(tuple(one for one, _ in duties), tuple(duty for _, duty in duties))
        return replace(more, dropped=dropped)

    def remembering(self, before: WorkingDraft, words: str) -> WorkingDraft:
        """The draft from which ``restored`` leads back to the tasks as they were ``before``."""
        earlier = Earlier(words, before.plan.tasks, before.task_keys, before.said, before.dropped)
        return replace(self, earlier=earlier)

    def restored(self) -> WorkingDraft:
        """The draft with its tasks as before the last rearrangement."""
        was = self.earlier
        if was is None:
            return self
        rows = zip(was.task_keys, was.tasks, strict=True)
        return replace(self.with_rows(rows), said=was.said, dropped=was.dropped)

    def with_rows(self, rows: Iterable[Row]) -> WorkingDraft:
        """The draft with these tasks, each with its key, in this order."""
        kept = list(rows)
        keys = tuple(key for key, _ in kept)
        plan = replace(self.plan, tasks=tuple(task for _, task in kept))
        return replace(self, plan=plan, task_keys=keys, next_key=self._next(keys), earlier=None)

    def _with_duties(self, keys: tuple[int, ...], duties: tuple[DutyDraft, ...]) -> WorkingDraft:
        plan = replace(self.plan, report_duties=duties)
        return replace(self, plan=plan, duty_keys=keys, next_key=self._next(keys))

    def _with_dropped(self, key: int, draft: TaskDraft | DutyDraft | None) -> tuple[Dropped, ...]:
        if draft is None:
            return self.dropped
        keys = self.task_keys if isinstance(draft, TaskDraft) else self.duty_keys
        return (*self.dropped, Dropped(key, draft, keys.index(key)))

    def _next(self, keys: tuple[int, ...]) -> int:
        return max(self.next_key, *(key + 1 for key in keys), 1)


def begin(plan: PlanDraft, on: datetime.date | None = None) -> WorkingDraft:
    """The draft as just read; its time follows from the title, the day of issue or ``on``."""
    tasks, duties = len(plan.tasks), len(plan.report_duties)
    return WorkingDraft(
        plan=plan,
        task_keys=tuple(range(1, tasks + 1)),
        duty_keys=tuple(range(tasks + 1, tasks + duties + 1)),
        next_key=tasks + duties + 1,
        period=period_so_far(plan, on) if on else None,
        runs_on=on is not None and runs_on(plan),
    )


def _put(
    keys: tuple[int, ...], items: tuple[T, ...], key: int | None, item: T, next_key: int
) -> tuple[tuple[int, ...], tuple[T, ...], int]:
    if key is None or key not in keys:
        return (*keys, next_key), (*items, item), next_key
    at = keys.index(key)
    return keys, (*items[:at], item, *items[at + 1 :]), key


# --- what a person said, as JSON ------------------------------------------------------------------
def _said_state(said: Mapping[int, Said]) -> dict[str, Any]:
    return {str(key): states.to_state(one) for key, one in said.items()}


def _said(state: Mapping[str, Any]) -> dict[int, Said]:
    return {int(key): states.from_state(Said, one) for key, one in state.items()}


def _dropped_state(one: Dropped) -> dict[str, Any]:
    kind = "task" if isinstance(one.draft, TaskDraft) else "duty"
    return {"key": one.key, "place": one.place, kind: states.to_state(one.draft)}


def _dropped(state: dict[str, Any]) -> Dropped:
    draft: TaskDraft | DutyDraft = (
        states.from_state(TaskDraft, state["task"])
        if "task" in state
        else states.from_state(DutyDraft, state["duty"])
    )
    return Dropped(state["key"], draft, state["place"])


def _earlier_state(earlier: Earlier | None) -> dict[str, Any] | None:
    if earlier is None:
        return None
    return {
        "words": earlier.words,
        "tasks": states.to_state(earlier.tasks),
        "task_keys": list(earlier.task_keys),
        "said": _said_state(earlier.said),
        "dropped": [_dropped_state(one) for one in earlier.dropped],
    }


def _earlier(state: dict[str, Any] | None) -> Earlier | None:
    if state is None:
        return None
    return Earlier(
        words=state["words"],
        tasks=tuple(states.from_state(TaskDraft, one) for one in state["tasks"]),
        task_keys=tuple(state["task_keys"]),
        said=_said(state["said"]),
        dropped=tuple(map(_dropped, state["dropped"])),
    )
