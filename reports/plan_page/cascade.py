"""The plans above and below one plan, and how far it is carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.badges import Badge
from accounts.models import User
from plans.models import Plan
from plans.register import PLAN_BADGES
from plans.status import PlanStatus
from tasks.models import Task, TaskCoverage
from units.models import Unit
from units.policy import Capability
from vietnamese.numbers import percent

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
    """The levels above and below a plan; how far tasks are met shows to those who read its agency's
    plans (``reads_all``)."""
    below = Plan.objects.visible_to(user).filter(carries_out=plan)
    below = below.order_by("issuer__sort_name", "-starts_on", "-pk").select_related("issuer")
    shown = reads_all and vars(plan).get("has_carried_out_by", True)
    listed = list(below[:LISTED]) if shown else []
    superior, said = plan.carries_out, _said_of_superior(plan, user)
    return Cascade(
        superior=str(superior) if superior else "",
        superior_href=reverse("reports:plan", args=[superior.pk]) if superior and said else "",
        said=said if said and reads_all else "",
        below=_below(plan, listed, user) if listed else (),
        below_count=below.count() if listed else 0,
        below_href=f"{reverse('plans:register')}?{urlencode({'carries_out': plan.pk})}",
    )


def _said_of_superior(plan: Plan, user: User) -> str:
    """How much of the superior plan this one carries out, in one query; "" where there is none that
    the person may see."""
    if plan.carries_out_id is None:
        return ""
    covered, waived = TaskCoverage.objects.counted_for(plan)
    tasks = Task.objects.filter(plan=OuterRef("pk")).to_cover().order_by().values("plan")
    rows = (
        Plan.objects.visible_to(user)
        .filter(pk=plan.carries_out_id)
        .annotate(
            covered=Coalesce(Subquery(covered), 0),
            waived=Coalesce(Subquery(waived), 0),
            asked=Coalesce(Subquery(tasks.annotate(n=Count("pk")).values("n")), 0),
        )
    )
    found: Any = rows.values_list("covered", "waived", "asked").first()
    return _met_words(*found) if found else ""


def _met_words(covered: int, waived: int, tasks: int) -> str:
    asked = max(tasks - waived, 0)
    share = percent(100 * covered / asked if asked else None)
    return f"đã triển khai {covered}/{asked} nhiệm vụ ({share})"


def _below(plan: Plan, listed: list[Plan], user: User) -> tuple[Below, ...]:
    counts = TaskCoverage.objects.count_by_plan(plan)
    tasks = plan.tasks.to_cover().count()
    readable = Unit.objects.reached_by(user, Capability.READ_PLANS)
    read = set(readable.filter(plans__in=[one.pk for one in listed]).values_list("pk", flat=True))
    return tuple(
        Below(
            number=one.full_number,
            issuer=one.issuer.name,
            href=reverse("reports:plan", args=[one.pk]),
            coverage_href=(
                reverse("tasks:coverage", args=[one.pk]) if one.issuer_id in read else ""
            ),
            # That a plan is being carried out goes without saying.
            badge=None if one.status is PlanStatus.ISSUED else PLAN_BADGES[one.status],
            said=_met_words(*counts.get(one.pk, (0, 0)), tasks),
        )
        for one in listed
    )
