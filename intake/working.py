"""The draft while a person corrects it: what was read, and what the person has made of it.  PURE.

Tasks and duties bear keys that stay with them while others are added, dropped or moved, so that a
form that was opened earlier never lands on another task.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from intake.periods import plan_period
from intake.reading.draft import DutyDraft, PlanDraft, TaskDraft
from plans.schedule import Period

T = TypeVar("T")


@dataclass(frozen=True)
class WorkingDraft:
    """``task_keys`` and ``duty_keys`` stand beside ``plan.tasks`` and ``plan.report_duties``;
    ``settled`` names the doubts that somebody has looked at; ``period`` is the plan's time."""

    plan: PlanDraft
    task_keys: tuple[int, ...]
    duty_keys: tuple[int, ...]
    next_key: int
    period: Period | None = None
    settled: frozenset[str] = frozenset()

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
            "settled": sorted(self.settled),
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
            settled=frozenset(state["settled"]),
        )

    # --- looking ----------------------------------------------------------------------------------
    def keyed_tasks(self) -> Iterable[tuple[int, TaskDraft]]:
        return zip(self.task_keys, self.plan.tasks, strict=True)

    def keyed_duties(self) -> Iterable[tuple[int, DutyDraft]]:
        return zip(self.duty_keys, self.plan.report_duties, strict=True)

    def task(self, key: int | None) -> TaskDraft | None:
        return dict(self.keyed_tasks()).get(key) if key is not None else None

    def duty(self, key: int | None) -> DutyDraft | None:
        return dict(self.keyed_duties()).get(key) if key is not None else None

    # --- changing ---------------------------------------------------------------------------------
    def with_plan(self, **fields: Any) -> WorkingDraft:
        """The draft with other values in the plan's header or lists (tasks and duties apart)."""
        return replace(self, plan=replace(self.plan, **fields))

    def with_settled(self, *doubts: str) -> WorkingDraft:
        return replace(self, settled=self.settled | set(doubts))

    def with_task(self, key: int | None, task: TaskDraft) -> tuple[WorkingDraft, int]:
        """The draft with this task in the place of the one with that key, or, where there is none,
        at the end; and the task's key."""
        keys, tasks, used = _put(self.task_keys, self.plan.tasks, key, task, self.next_key)
        return self._with_tasks(keys, tasks), used

    def without_task(self, key: int) -> WorkingDraft:
        kept = [(one, task) for one, task in self.keyed_tasks() if one != key]
        return self._with_tasks(tuple(one for one, _ in kept), tuple(task for _, task in kept))

    def with_task_moved(self, key: int, steps: int) -> WorkingDraft:
        """The draft with this task so many places further down (up, where negative)."""
        if key not in self.task_keys:
            return self
        rows = list(self.keyed_tasks())
        at = self.task_keys.index(key)
        row = rows.pop(at)
        rows.insert(max(0, min(len(rows), at + steps)), row)
        return self._with_tasks(tuple(one for one, _ in rows), tuple(task for _, task in rows))

    def with_duty(self, key: int | None, duty: DutyDraft) -> tuple[WorkingDraft, int]:
        """As ``with_task``, for a report duty."""
        keys, duties, used = _put(self.duty_keys, self.plan.report_duties, key, duty, self.next_key)
        return self._with_duties(keys, duties), used

    def without_duty(self, key: int) -> WorkingDraft:
        kept = [(one, duty) for one, duty in self.keyed_duties() if one != key]
        return self._with_duties(tuple(one for one, _ in kept), tuple(duty for _, duty in kept))

    def _with_tasks(self, keys: tuple[int, ...], tasks: tuple[TaskDraft, ...]) -> WorkingDraft:
        plan = replace(self.plan, tasks=tasks)
        return replace(self, plan=plan, task_keys=keys, next_key=self._next(keys))

    def _with_duties(self, keys: tuple[int, ...], duties: tuple[DutyDraft, ...]) -> WorkingDraft:
        plan = replace(self.plan, report_duties=duties)
        return replace(self, plan=plan, duty_keys=keys, next_key=self._next(keys))

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
        period=plan_period(plan.title or "", plan.issued_on, on) if on else None,
    )


def _put(
    keys: tuple[int, ...], items: tuple[T, ...], key: int | None, item: T, next_key: int
) -> tuple[tuple[int, ...], tuple[T, ...], int]:
    if key is None or key not in keys:
        return (*keys, next_key), (*items, item), next_key
    at = keys.index(key)
    return keys, (*items[:at], item, *items[at + 1 :]), key
