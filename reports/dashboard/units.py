"""One level of the tree of units at a time: whoever leads many sees those just below and opens
them further down."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from reports.dashboard.figures import CountRow, WorkLinks, unit_row
from tasks.querysets import AssignmentQuerySet
from tasks.status import Counts
from units.models import Unit
from units.policy import Capability
from units.querysets import UnitQuerySet

LEVELS = "unit"  # the parameter that names the unit looked at


@dataclass(frozen=True)
class Step:
    """A unit above the one looked at; ``href`` "" for that one itself."""

    name: str
    href: str


@dataclass(frozen=True)
class Level:
    """Where in the tree one looks: the units from the person's own top down to the one chosen."""

    steps: tuple[Step, ...]


def dashboard_units(user: User) -> UnitQuerySet:
    """The units whose figures the person may see."""
    return Unit.objects.reached_by(user, Capability.VIEW_DASHBOARD)


def level_rows(
    user: User, work: AssignmentQuerySet, links: WorkLinks, chosen: Unit | None
) -> tuple[Level, list[CountRow]]:
    """The rows of the units just below the one chosen (below the person's own top, where none is),
    each with all below it; the top's own work stands on a row of its own."""
    reached = dashboard_units(user)
    tops = [chosen] if chosen else list(_tops(reached)[:2])
    top = tops[0] if len(tops) == 1 else None
    level = reached.filter(parent=top) if top else _tops(reached)
    counts = work.filter(unit__ancestor_links__ancestor__in=level.values("pk")).count_by_ancestor(
        links.day
    )
    own = work.filter(unit=top).count_by_status(links.day) if top else Counts()
    below = Exists(work.order_by().filter(unit__parent=OuterRef("pk")))
    units = Unit.objects.filter(pk__in=counts).annotate(opens=below)
    found = sorted(
        ((unit, counts[unit.pk]) for unit in units),
        key=lambda pair: (-pair[1].overdue, pair[0].sort_name, pair[0].pk),
    )
    rows = [
        unit_row(unit.name, one, links, inside=_inside(unit, links), under=unit.pk)
        if vars(unit)["opens"]
        else unit_row(unit.name, one, links, unit=unit.pk)
        for unit, one in found
    ]
    if top and own != Counts():
        name = f"{top.name} (phần việc của chính đơn vị)" if rows else top.name
        rows.append(unit_row(name, own, links, unit=top.pk))
    return Level(_steps(reached, chosen, links)), rows


def _tops(reached: UnitQuerySet) -> UnitQuerySet:
    return reached.exclude(parent__in=reached.values("pk")).order_by("sort_name", "pk")


def _steps(reached: UnitQuerySet, chosen: Unit | None, links: WorkLinks) -> tuple[Step, ...]:
    if chosen is None:
        return ()
    above = reached.filter(descendant_links__unit=chosen, descendant_links__distance__gt=0)
    ordered = above.order_by("-descendant_links__distance", "pk")
    steps = [Step(unit.name, _inside(unit, links)) for unit in ordered]
    return (*steps, Step(chosen.name, ""))


def _inside(unit: Unit, links: WorkLinks) -> str:
    """The dashboard of a unit and all below it, for the same period and plan."""
    query = QueryDict(mutable=True)
    period = links.period
    if period.label:
        query["period"] = period.label
    else:
        query.update({"period": "own", "from": f"{period.starts_on:%d/%m/%Y}"})
        query["to"] = f"{period.ends_on:%d/%m/%Y}"
    if links.plan:
        query["plan"] = str(links.plan)
    query[LEVELS] = str(unit.pk)
    return f"{reverse('reports:dashboard')}?{query.urlencode()}"
