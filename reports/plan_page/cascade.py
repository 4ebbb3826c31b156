"""The plans above and below one plan, and how far it is carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    IntegerField,
    Q,
    Subquery,
    When,
    Window,
)
from django.urls import reverse

from accounts.badges import Badge
from accounts.models import User
from plans.models import Plan
from plans.register import PLAN_BADGES
from plans.status import PlanStatus
from tasks.models import Task, TaskCoverage
from tasks.querysets import TaskQuerySet
from units.policy import Capability
from units.querysets import within_reach
from vietnamese.numbers import percent

_NUMBER = IntegerField()
LISTED = 5  # plans listed before "xem tất cả"


@dataclass(frozen=True)
class Below:
    """A plan that carries this one out; ``href`` "" where its comparison is not for the person."""

    number: str
    issuer: str
    href: str
    coverage_href: str
    badge: Badge | None
    said: str


@dataclass(frozen=True)
class Cascade:
    """``superior_href`` "" where the person may not see the superior plan."""

    superior: str
    superior_href: str
    said: str
    below: tuple[Below, ...]
    below_count: int
    below_href: str


def build_cascade(plan: Plan, user: User, *, reads_all: bool) -> Cascade:
    """The levels above and below a plan, in one query; how far tasks are met shows to those who
    read its agency's plans (``reads_all``)."""
    shown = bool(reads_all and vars(plan).get("has_carried_out_by", True))
    around = Q(pk=plan.carries_out_id)
    if shown:
        around |= Q(carries_out=plan)
    found = list(_counted(plan, user, below=shown).filter(around)[: LISTED + 1])
    superior = next((one for one in found if one.pk == plan.carries_out_id), None)
    below = [one for one in found if one is not superior]
    return Cascade(
        superior=str(plan.carries_out or ""),
        superior_href=reverse("reports:plan", args=[superior.pk]) if superior else "",
        said=_said_of(superior) if superior and reads_all else "",
        below=tuple(_line_below(one) for one in below[:LISTED]),
        below_count=below[0].total - (1 if superior else 0) if below else 0,
        below_href=f"{reverse('plans:register')}?{urlencode({'carries_out': plan.pk})}",
    )


def _counted(plan: Plan, user: User, *, below: bool) -> Any:
    """Plans that the person may see, the one above first: with how much of it ``plan`` covers, or
    how much they cover of ``plan``; whether the person reads their agency's; how many they are."""
    is_above = Q(pk=plan.carries_out_id)
    reads = within_reach(user, Capability.READ_PLANS, "issuer")
    return (
        Plan.objects.visible_to(user)
        .annotate(
            is_above=Case(When(is_above, then=0), default=1),
            is_read=ExpressionWrapper(reads, output_field=BooleanField()),
            total=Window(Count("pk")),
            **_counts(plan, is_above, below=below),
        )
        .select_related("issuer")
        .order_by("is_above", "issuer__sort_name", "-starts_on", "-pk")
    )


def _counts(plan: Plan, is_above: Q, *, below: bool) -> dict[str, Any]:
    """What the plan above is covered by ``plan``, what those ``below`` cover of it: each only where
    such a plan is asked for."""
    names = ("covered", "waived", "asked")
    if not below:
        superior = Task.objects.filter(plan=plan.carries_out_id)
        found = (*TaskCoverage.objects.counted_for(plan), _to_cover(superior))
        return {name: Subquery(one) for name, one in zip(names, found, strict=True)}
    under = (*TaskCoverage.objects.counted_below(plan), _to_cover(plan.tasks.all()))
    counts = {name: Subquery(one) for name, one in zip(names, under, strict=True)}
    if plan.carries_out_id is None:
        return counts
    over = _counts(plan, is_above, below=False)
    return {
        name: Case(When(is_above, then=over[name]), default=counts[name], output_field=_NUMBER)
        for name in names
    }


def _to_cover(tasks: TaskQuerySet) -> Any:
    return tasks.to_cover().order_by().values("plan").annotate(n=Count("pk")).values("n")


def _said_of(one: Any) -> str:
    return _met_words(one.covered or 0, one.waived or 0, one.asked or 0)


def _met_words(covered: int, waived: int, tasks: int) -> str:
    asked = max(tasks - waived, 0)
    share = percent(100 * covered / asked if asked else None)
    return f"đã triển khai {covered}/{asked} nhiệm vụ ({share})"


def _line_below(plan: Any) -> Below:
    return Below(
        number=plan.full_number,
        issuer=plan.issuer.name,
        href=reverse("reports:plan", args=[plan.pk]),
        coverage_href=reverse("tasks:coverage", args=[plan.pk]) if plan.is_read else "",
        # That a plan is being carried out goes without saying.
        badge=None if plan.status is PlanStatus.ISSUED else PLAN_BADGES[plan.status],
        said=_said_of(plan),
    )
