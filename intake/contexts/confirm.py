"""The last look: what confirming will make."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from intake.contexts.check import Check
from intake.contexts.checks import build_checks
from intake.days import understood
from intake.drafting.outline import Outline, PlannedDuty, PlannedTask, build_outline
from intake.forms.confirm import ConfirmForm
from intake.periods import time_words
from intake.plan_duplicates import Duplicate, build_duplicates
from intake.sections import OpenDraft, questions_form
from tasks.tracking import UNTRACKED_LABELS
from units.matching import Matcher


@dataclass(frozen=True)
class UnitRow:
    """How much work a unit gets: assignments in all, and as the one that leads."""

    name: str
    assignments: int
    leading: int


@dataclass(frozen=True)
class TaskRow:
    ref: str
    title: str
    leads: str
    due: str
    assignments: int
    untracked: str = ""


@dataclass(frozen=True)
class DutyRow:
    title: str
    reporter: str
    units: int
    to: str
    due: str
    next_due: str


@dataclass(frozen=True)
class Confirm:
    pk: int
    revision: int
    title: str
    number: str
    issuer: str
    period: str
    tasks: tuple[TaskRow, ...]
    duties: tuple[DutyRow, ...]
    units: tuple[UnitRow, ...]
    outside: tuple[str, ...]
    unassigned: int
    untracked: int
    assignments: int
    checks: tuple[Check, ...]
    open_names: int
    may_confirm: bool
    holder: str
    twins: tuple[Duplicate, ...]
    form: ConfirmForm


def build_confirm(opened: OpenDraft, sent: Any = None) -> Confirm:
    """Everything that ``confirm`` would make of the draft as it stands; ``sent`` is what a person
    said to it."""
    outline = build_outline(opened.working, opened.names)
    plan, period = opened.working.plan, outline.period
    twins = tuple(one for one in build_duplicates(opened.intake, opened.working) if one.is_plan)
    asked = {one.key for one in twins}
    return Confirm(
        pk=opened.intake.pk,
        revision=opened.intake.revision,
        title=plan.title or "",
        number=f"{plan.number or '…'}/{plan.symbol or 'KH'}",
        issuer=str(opened.intake.issuer),
        period=time_words(period, runs_on=outline.runs_on),
        tasks=tuple(_task(task, opened.names.matcher) for task in outline.tasks),
        duties=tuple(_duty(duty, opened) for duty in outline.duties),
        units=_units(outline, opened.names.matcher),
        outside=outline.outside,
        unassigned=len(outline.unassigned),
        untracked=len(outline.tasks) - len(outline.tracked),
        assignments=outline.assignments,
        checks=tuple(one for one in build_checks(opened, outline) if one.key not in asked),
        open_names=len(questions_form(opened).fields),
        may_confirm=not outline.problems,
        holder=str(opened.holder or ""),
        twins=twins,
        form=ConfirmForm(
            sent, outline=outline, today=opened.today, revision=opened.intake.revision
        ),
    )


def _units(outline: Outline, matcher: Matcher) -> tuple[UnitRow, ...]:
    """In the order in which the plan names them."""
    work: Counter[int] = Counter()
    leading: Counter[int] = Counter()
    for task in outline.tracked:
        work.update({pk: len(task.times) for pk in (*task.leads, *task.cooperating)})
        leading.update({pk: len(task.times) for pk in task.leads})
    return tuple(UnitRow(_called(pk, matcher), work[pk], leading[pk]) for pk in work)


def _called(pk: int, matcher: Matcher) -> str:
    target = matcher.target(f"unit:{pk}")
    return target.label if target else ""


def _task(task: PlannedTask, matcher: Matcher) -> TaskRow:
    outside = [name for part, name in task.outside if part == "lead"]
    leads = [*(_called(pk, matcher) for pk in task.leads), *outside]
    shown = ", ".join(leads[:3]) + (f" và {len(leads) - 3} đơn vị khác" if leads[3:] else "")
    due = understood(task.draft.deadline)
    why = UNTRACKED_LABELS[task.untracked] if task.untracked else ""
    return TaskRow(task.draft.ref, task.title, shown, due, task.assignments, why)


def _duty(duty: PlannedDuty, opened: OpenDraft) -> DutyRow:
    day = duty.next_due(opened.today)
    return DutyRow(
        title=duty.title,
        reporter=duty.draft.reporter,
        units=len(duty.reporters),
        to=duty.draft.to or "",
        due=understood(duty.draft.deadline),
        next_due=f"{day:%d/%m/%Y}" if day else "",
    )
