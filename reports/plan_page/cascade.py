"""The plans above and below one plan, and how far it is carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    OuterRef,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.badges import Badge
from accounts.models import User
from plans.models import Plan
from plans.querysets import PlanQuerySet
from plans.register import PLAN_BADGES
from plans.status import PlanStatus
from tasks.models import Task, TaskCoverage
from units.policy import Capability
from units.querysets import within_reach
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
    listed = list(_counted(below, plan, user)[: LISTED + 1]) if shown else []
    superior, said = plan.carries_out, _said_of_superior(plan, user)
    return Cascade(
        superior=str(superior) if superior else "",
        superior_href=reverse("reports:plan", args=[superior.pk]) if superior and said else "",
        said=said if said and reads_all else "",
        below=tuple(_line_below(one) for one in listed[:LISTED]),
        below_count=below.count() if len(listed) > LISTED else len(listed),
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


def _counted(below: PlanQuerySet, plan: Plan, user: User) -> Any:
    """The plans with what they cover of this one, and whether the person reads their agency's."""
    covered, waived = TaskCoverage.objects.counted_below(plan)
    asked = plan.tasks.to_cover().order_by().values("plan").annotate(n=Count("pk")).values("n")
    return below.annotate(
        covered=Coalesce(Subquery(covered), 0),
        waived=Coalesce(Subquery(waived), 0),
        asked=Coalesce(Subquery(asked), 0),
        is_read=ExpressionWrapper(
            within_reach(user, Capability.READ_PLANS, "issuer"), output_field=BooleanField()
        ),
    )


def _line_below(plan: Any) -> Below:
    return Below(
        number=plan.full_number,
        issuer=plan.issuer.name,
        href=reverse("reports:plan", args=[plan.pk]),
        coverage_href=reverse("tasks:coverage", args=[plan.pk]) if plan.is_read else "",
        # That a plan is being carried out goes without saying.
        badge=None if plan.status is PlanStatus.ISSUED else PLAN_BADGES[plan.status],
        said=_met_words(plan.covered, plan.waived, plan.asked),
    )
