"""A task being changed: the due days that would come of it; and what nobody is given yet."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count

from accounts.models import User
from plans.holidays import reckoning_of
from plans.models import Plan
from plans.schedule import DueRule, occurrences, period_name
from tasks.contexts.rows import undated_words
from tasks.models import Category, Task
from tasks.wording import day_words, deadline_words
from units.models import Unit

MOST_DAYS = 40
MOST_UNITS = 80
PER_PAGE = 25


@dataclass(frozen=True)
class DueLine:
    """One time the work would fall due; ``note`` what there is to know of the day."""

    period: str
    day: str
    starts: str
    late_from: str
    note: str


@dataclass(frozen=True)
class DuePreview:
    """``problem`` says why there are no days, "" where there are."""

    lines: tuple[DueLine, ...]
    more: int
    problem: str


def build_due_preview(plan: Plan, rule: DueRule | None) -> DuePreview:
    """The due days of a rule within a plan's time, as its agency reads them."""
    if rule is None:
        return DuePreview((), 0, "Chưa tính được: thời hạn còn chỗ chưa đúng.")
    times = [one for one in occurrences(rule, plan.period) if one.due_on]
    reckoning = reckoning_of(plan.issuer_id, [one.due_on for one in times if one.due_on])
    lines = []
    for one in times[:MOST_DAYS]:
        if one.due_on is None:
            continue
        due_on = reckoning.due(one.due_on, rule.qualifier)
        notes = [reckoning.note(one.due_on)]
        if not plan.starts_on <= one.due_on <= plan.ends_on:
            notes.append("ngoài thời gian của kế hoạch")
        lines.append(
            DueLine(
                period=period_name(one.period),
                day=day_words(one.due_on),
                starts=day_words(min(one.starts_on, due_on)),
                late_from=day_words(due_on + datetime.timedelta(days=1)),
                note="; ".join(filter(None, notes)),
            )
        )
    problem = "" if lines else "Không có ngày đến hạn: việc này không bao giờ bị tính quá hạn."
    return DuePreview(tuple(lines), max(0, len(times) - MOST_DAYS), problem)


@dataclass(frozen=True)
class UnassignedRow:
    """A task that nobody leads, with the units to which it can be given at once; ``guess`` is the
    unit that leads most work of the same category in the plan, None for none."""

    pk: int
    revision: int
    title: str
    where: str
    category: str
    deadline: str
    units: tuple[tuple[int, str], ...]
    guess: int | None


@dataclass(frozen=True)
class UnassignedPage:
    rows: tuple[UnassignedRow, ...]
    page: Page[Task]


def build_unassigned(user: User, *, today: datetime.date, page: str | None) -> UnassignedPage:
    """Every task that the person may give and that nobody leads, of plans that run."""
    found = Task.objects.assignable_by(user).unassigned().filter(children__isnull=True)
    running = found.filter(plan__in=Plan.objects.in_force().filter(closed_on__isnull=True))
    listed = Paginator(
        running.select_related("plan").order_by("-plan__starts_on", "plan", "order", "pk"), PER_PAGE
    ).get_page(page)
    units = _units([task.plan.issuer_id for task in listed], today)
    guesses = _guesses({task.plan_id for task in listed})
    rows = (
        _row(task, units.get(task.plan.issuer_id, ()), guesses.get((task.plan_id, task.category)))
        for task in listed
    )
    return UnassignedPage(tuple(rows), listed)


def _row(task: Task, units: tuple[tuple[int, str], ...], guess: int | None) -> UnassignedRow:
    times = task.occurrences(task.plan.period)
    due_on = times[0].due_on if len(times) == 1 else None
    return UnassignedRow(
        pk=task.pk,
        revision=task.revision,
        title=task.title,
        where=" · ".join(filter(None, (task.plan.full_number, task.ref))),
        category=Category(task.category).label,
        deadline=deadline_words(
            due_on=due_on,
            planned_on=due_on,
            qualifier=task.qualifier,
            without_day=undated_words(task),
        ),
        units=units,
        guess=guess,
    )


def _units(issuers: Iterable[int], today: datetime.date) -> dict[int, tuple[tuple[int, str], ...]]:
    """The units right below each issuer, and itself where none is."""
    working = Unit.objects.internal().active_on(today)
    rows = working.filter(parent__in=set(issuers)).order_by("sort_name", "pk")
    found: dict[int, list[tuple[int, str]]] = {}
    for pk, name, parent in rows.values_list("pk", "name", "parent"):
        if parent is not None and len(found.setdefault(parent, [])) < MOST_UNITS:
            found[parent].append((pk, name))
    return {issuer: tuple(units) for issuer, units in found.items()}


def _guesses(plans: set[int]) -> dict[tuple[int, str], int]:
    """Who leads most tasks of each category in each plan; one query."""
    rows = Task.objects.filter(plan__in=plans, assignments__part="lead").order_by()
    counted = rows.values_list("plan", "category", "assignments__unit")
    found: dict[tuple[int, str], tuple[int, int]] = {}
    for plan, category, unit, number in counted.annotate(n=Count("pk", distinct=True)):
        best = found.get((plan, category), (0, 0))
        if unit is not None and (number, -unit) > (best[0], -best[1]):
            found[plan, category] = (number, unit)
    return {key: unit for key, (_, unit) in found.items()}
