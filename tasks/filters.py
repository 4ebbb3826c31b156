"""Which assignments a list shows, as told by its address.

Every figure elsewhere links here, so the parameters are a contract: ``plan`` and ``unit`` (keys),
``under`` (the key of a unit: its work and that of all units below it),
``status`` (values of Status or Hint, repeated or joined by commas), ``task_status`` (values of
Status: the parts of tasks that stand so as a whole), ``from`` and ``to`` (the period
that the work belongs to), ``day`` (the day of judgement), ``scope=official`` (what the official
counts count), ``due_from`` and ``due_to``, ``evidence`` (yes or no: a file in the plan's evidence
cycle), ``officer`` (the key of who sees to it, or ``none``), ``q`` (words).  Days are written
2026-11-21 or 21/11/2026.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from django.db.models import Q
from django.http import QueryDict

from accounts.change_forms import typed_day
from accounts.picker import is_key
from tasks.querysets import AssignmentQuerySet
from tasks.status import Hint, Status

Day = datetime.date
OFFICIAL = "official"
NOBODY = "none"  # work for which nobody is named
FIRST, LAST = Day(1900, 1, 1), Day(9999, 12, 31)
MOST_WORDS = 100


@dataclass(frozen=True)
class AssignmentFilter:
    """What was asked for; None and "" narrow nothing.  ``problems`` says what was not understood
    and therefore left aside."""

    plan: int | None = None
    unit: int | None = None
    under: int | None = None
    states: tuple[Status | Hint, ...] = ()
    task_states: tuple[Status, ...] = ()
    starts_on: Day | None = None
    ends_on: Day | None = None
    day: Day | None = None
    official: bool = False
    due_from: Day | None = None
    due_to: Day | None = None
    evidence: bool | None = None
    officer: int | None = None
    unstaffed: bool = False
    words: str = ""
    problems: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """What the parameters of an address ask for."""
        reader = _Reader(data)
        starts_on, ends_on = reader.days("from", "to", "Kỳ")
        due_from, due_to = reader.days("due_from", "due_to", "Hạn")
        return cls(
            plan=reader.key("plan", "kế hoạch"),
            unit=reader.key("unit", "đơn vị"),
            under=reader.key("under", "đơn vị"),
            states=tuple(reader.states("status")),
            task_states=tuple(
                state for state in reader.states("task_status") if isinstance(state, Status)
            ),
            starts_on=starts_on,
            ends_on=ends_on,
            day=reader.day("day"),
            official=reader.choice("scope", {OFFICIAL: True, "all": False}) or False,
            due_from=due_from,
            due_to=due_to,
            evidence=reader.choice("evidence", {"yes": True, "no": False}),
            officer=None if data.get("officer") == NOBODY else reader.key("officer", "người"),
            unstaffed=data.get("officer") == NOBODY,
            words=data.get("q", "").strip()[:MOST_WORDS],
            problems=tuple(reader.problems),
        )

    def judged_on(self, today: Day) -> Day:
        """The day on which the work is judged: the one given, else today or the period's end,
        whichever comes first."""
        return self.day or min(today, self.ends_on or today)

    def apply(self, queryset: AssignmentQuerySet, today: Day) -> AssignmentQuerySet:
        """The assignments of ``queryset`` that were asked for."""
        day = self.judged_on(today)
        found = self._whose(queryset.official() if self.official else queryset.tracked())
        if self.official and not (self.starts_on or self.ends_on):
            found = found.in_force()
        if self.starts_on or self.ends_on:
            found = found.in_period(self.starts_on or FIRST, self.ends_on or LAST)
        if self.due_from or self.due_to:
            found = found.due_within(self.due_from or FIRST, self.due_to or LAST)
        if self.task_states:
            found = found.of_tasks_standing(day, self.task_states)
        if self.evidence is not None:
            found = found.with_evidence_this_cycle(day).filter(Q(has_evidence=self.evidence))
        if self.states:
            found = found.standing(day, self.states)
        return found.matching(self.words) if self.words else found

    def _whose(self, found: AssignmentQuerySet) -> AssignmentQuerySet:
        if self.plan is not None:
            found = found.filter(task__plan=self.plan)
        if self.unit is not None:
            found = found.filter(unit=self.unit)
        if self.under is not None:
            found = found.filter(unit__ancestor_links__ancestor=self.under)
        if self.officer is not None or self.unstaffed:
            found = found.filter(officer=self.officer)
        return found


class _Reader:
    """Reads parameters one by one and notes down what it cannot understand."""

    def __init__(self, data: QueryDict) -> None:
        self.data = data
        self.problems: list[str] = []

    def key(self, name: str, called: str) -> int | None:
        value = self.data.get(name, "").strip()
        if not value:
            return None
        # Longer numbers are no keys and would not fit the database's own.
        if is_key(value):
            return int(value)
        self.problems.append(f"Bỏ qua {called} “{value[:40]}”: không có trong danh sách.")
        return None

    def states(self, name: str) -> Iterator[Status | Hint]:
        given = [part for value in self.data.getlist(name) for part in value.split(",")]
        for value in dict.fromkeys(part.strip() for part in given):
            if value in {status.value for status in Status}:
                yield Status(value)
            elif value in {hint.value for hint in Hint}:
                yield Hint(value)
            elif value:
                self.problems.append(f"Bỏ qua trạng thái “{value[:40]}”: không có trạng thái này.")

    def days(self, first: str, last: str, called: str) -> tuple[Day | None, Day | None]:
        starts_on, ends_on = self.day(first), self.day(last)
        if starts_on and ends_on and starts_on > ends_on:
            self.problems.append(f"{called}: ngày đầu sau ngày cuối, nên đã đổi chỗ hai ngày.")
            return ends_on, starts_on
        return starts_on, ends_on

    def day(self, name: str) -> Day | None:
        value = self.data.get(name, "").strip()
        if not value:
            return None
        found = typed_day(value)
        if found and FIRST <= found <= LAST - datetime.timedelta(days=366):
            return found
        self.problems.append(f"Bỏ qua ngày “{value[:40]}”: hãy viết như 21/11/2026.")
        return None

    def choice(self, name: str, choices: dict[str, bool]) -> bool | None:
        value = self.data.get(name, "").strip()
        if value and value not in choices:
            self.problems.append(f"Bỏ qua điều kiện “{name}={value[:40]}”: không có lựa chọn này.")
        return choices.get(value)
