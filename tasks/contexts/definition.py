"""A task being changed: the due days that would come of it; and what nobody is given yet."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from accounts.change_forms import offer
from accounts.columns import Column
from accounts.listing import ListFilter, SheetColumn, ShownList, search_field
from accounts.models import User
from plans.holidays import reckoning_of
from plans.models import Plan
from plans.schedule import DueRule, occurrences, period_name
from tasks.contexts.rows import undated_words
from tasks.models import Category, Task
from tasks.querysets import TaskQuerySet
from tasks.wording import day_words, deadline_words
from units.models import Unit
from units.policy import Capability
from units.unit_field import UnitField

MOST_DAYS = 40


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
    """A task that nobody leads; ``guess`` is the unit that leads most work of the same category in
    the plan, by key and name, None for none."""

    pk: int
    title: str
    where: str
    category: str
    deadline: str
    guess: tuple[int, str] | None


class UnassignedFilter(ListFilter):
    """Which tasks without a leading unit the list shows."""

    q = search_field("Từ trong nội dung nhiệm vụ")
    category = forms.ChoiceField(
        label="Nhóm việc", required=False, choices=[("", "Tất cả"), *Category.choices]
    )
    issuer = UnitField(label="Cơ quan ban hành", required=False)

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.user = user
        offer(self, issuer=Unit.objects.reached_by(user, Capability.ASSIGN_WORK))

    def found(self) -> TaskQuerySet:
        """The tasks of running plans that the person may give, that nobody leads, and that fit what
        is chosen."""
        chosen = self.chosen
        found = unassigned_for(self.user)
        if "category" in chosen:
            found = found.filter(category=chosen["category"])
        if "issuer" in chosen:
            found = found.filter(plan__issuer=chosen["issuer"])
        return found.filter(search_text__words=chosen["q"]) if "q" in chosen else found


def unassigned_for(user: User) -> TaskQuerySet:
    """The tasks of running plans that the person may give and that nobody leads."""
    found = Task.objects.assignable_by(user).unassigned().filter(children__isnull=True)
    return found.filter(plan__in=Plan.objects.in_force().filter(closed_on__isnull=True))


UNASSIGNED = ShownList(
    name="chua-phan-cong",
    title="Chưa phân công",
    columns=(
        Column("nhiem-vu", "Nhiệm vụ", ("plan__starts_on", "plan_id", "order")),
        Column("nhom-viec", "Nhóm việc", ("category", "order")),
        Column("ke-hoach", "Kế hoạch", ("plan__sort_number", "plan_id", "order")),
        Column("thoi-han", "Thời hạn"),
        Column("goi-y", "Gợi ý chủ trì"),
    ),
    order=("-plan__starts_on", "plan", "order", "pk"),
    sheet=(
        SheetColumn("Nhiệm vụ", 60, lambda row: row.title),
        SheetColumn("Kế hoạch, số thứ tự", 26, lambda row: row.where),
        SheetColumn("Nhóm việc", 22, lambda row: row.category),
        SheetColumn("Thời hạn", 26, lambda row: row.deadline),
        SheetColumn("Gợi ý chủ trì", 32, lambda row: row.guess[1] if row.guess else ""),
    ),
    per_page=25,
)


def unassigned_rows(tasks: Iterable[Task], today: datetime.date) -> tuple[UnassignedRow, ...]:
    """The rows of a page; ``tasks`` come with their plans."""
    listed = list(tasks)
    guesses = Task.objects.filter(plan__in={task.plan_id for task in listed}).usual_leads()
    working = Unit.objects.internal().active_on(today).filter(pk__in=set(guesses.values()))
    names = dict(working.values_list("pk", "name"))
    return tuple(_row(task, guesses.get((task.plan_id, task.category)), names) for task in listed)


def _row(task: Task, guess: int | None, names: Mapping[int, str]) -> UnassignedRow:
    times = task.occurrences(task.plan.period)
    due_on = times[0].due_on if len(times) == 1 else None
    return UnassignedRow(
        pk=task.pk,
        title=task.title,
        where=" · ".join(filter(None, (task.plan.full_number, task.ref))),
        category=Category(task.category).label,
        deadline=deadline_words(
            due_on=due_on,
            planned_on=due_on,
            qualifier=task.qualifier,
            without_day=undated_words(task),
        ),
        guess=(guess, names[guess]) if guess is not None and guess in names else None,
    )
