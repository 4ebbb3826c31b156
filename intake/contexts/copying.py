"""The page from which next year's plan starts: what is taken over, and how days are moved."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from intake.days import understood
from intake.sources.moving import Move
from intake.sources.old_plan import OldPlan, read_old_plan
from plans.models import Plan
from plans.schedule import Period
from reading.draft import DeadlineDraft
from units.models import Unit

SHOWN = 12


@dataclass(frozen=True)
class MovedDay:
    """A deadline before and after; ``note`` where the new day is on a weekend."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class CopyPage:
    """``ended``: units of the plan that work no longer, each with what took its place."""

    plan_pk: int
    number: str
    title: str
    new_title: str
    issuer: str
    old_period: str
    new_period: str
    tasks: int
    duties: int
    citations: int
    days: tuple[MovedDay, ...]
    more_days: int
    ended: tuple[str, ...]


def build_copy_page(plan: Plan, period: Period, on: datetime.date) -> CopyPage:
    """What a copy of the plan for that time would hold.  The number of queries is fixed."""
    old, move = read_old_plan(plan), Move(plan.period, period)
    days = list(_days(old, move))
    return CopyPage(
        plan_pk=plan.pk,
        number=plan.full_number,
        title=plan.title,
        new_title=move.text(plan.title),
        issuer=str(plan.issuer),
        old_period=_said(plan.period),
        new_period=_said(period),
        tasks=len(old.tasks),
        duties=len(old.duties),
        citations=len(old.bases) + len(old.references),
        days=tuple(days[:SHOWN]),
        more_days=max(0, len(days) - SHOWN),
        ended=tuple(_ended(old, on)),
    )


def _said(period: Period) -> str:
    return f"{period.starts_on:%d/%m/%Y} – {period.ends_on:%d/%m/%Y}"


def _days(old: OldPlan, move: Move) -> Iterator[MovedDay]:
    for task in old.tasks:
        yield from _day(f"{task.ref} {task.title}".strip(), task.deadline, move)
    for duty in old.duties:
        yield from _day(duty.title or f"Báo cáo của {duty.reporter}", duty.deadline, move)


def _day(what: str, deadline: DeadlineDraft, move: Move) -> Iterator[MovedDay]:
    moved = move.deadline(deadline)
    if moved.days != deadline.days or moved.starts_on != deadline.starts_on:
        yield MovedDay(what, understood(deadline), understood(moved))


def _ended(old: OldPlan, on: datetime.date) -> Iterator[str]:
    """Units that have work in the plan and will have ended by that day."""
    names = [name for task in old.tasks for name in (*task.leads, *task.cooperating)]
    keys = {int(name.key[5:]) for name in names if name.key.startswith("unit:")}
    gone = Unit.objects.filter(pk__in=keys, active_to__lt=on).select_related("successor")
    for unit in gone.order_by("sort_name", "pk"):
        heir = f"được thay bằng {unit.successor}" if unit.successor else "chưa có đơn vị kế thừa"
        yield f"{unit}: {heir}"
