"""One level of the tree of units at a time: whoever leads many sees those just below and opens
them further down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from reports.dashboard.figures import CountRow, WorkLinks, unit_row, with_bars
from tasks.status_sql import Tally
from units.models import Unit
from units.policy import Capability, Reach, roles_reaching
from units.querysets import UnitQuerySet, roles_held, within_reach

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


@dataclass(frozen=True)
class Looked:
    """What is looked at: the units of one level, and above them ``top``, where they have one."""

    top: Unit | None
    level: tuple[Unit, ...]

    @property
    def keys(self) -> list[int]:
        return [unit.pk for unit in (*self.level, *([self.top] if self.top else []))]


def looked_at(user: User, chosen: Unit | None) -> Looked:
    """The units just below the one chosen; below the person's own top, where none is."""
    reached, held = dashboard_units(user), {unit for unit, _ in roles_held(user)}
    everywhere = roles_reaching(Capability.VIEW_DASHBOARD, Reach.ALL)
    sees_all = any(role in everywhere for _, role in roles_held(user))
    if chosen is None and (sees_all or len(held) != 1):
        tops = tuple(_tops(user, reached))
        if len(tops) != 1:
            return Looked(None, tops)
        (chosen,) = tops
    # Who holds a role in one unit begins there: it comes with what is just below it.
    top = chosen.pk if chosen else held.pop()
    found = reached.filter(Q(pk=top) | Q(parent=top)).only("name", "sort_name")
    level = tuple(unit for unit in found if unit.pk != top)
    return Looked(chosen or next((unit for unit in found if unit.pk == top), None), level)


class UnitRows(Sequence[CountRow]):
    """The rows of the units of a level, each with all below it, the one with most overdue first;
    the top's own work stands on a row of its own.  A row is made when it is shown."""

    def __init__(self, looked: Looked, tally: Tally, links: WorkLinks) -> None:
        self.links, self.tally, self.top = links, tally, looked.top
        counted = [unit for unit in looked.level if unit.pk in tally.under]
        under = tally.under
        self.units = sorted(
            counted, key=lambda unit: (-under[unit.pk].overdue, unit.sort_name, unit.pk)
        )
        self.own = tally.units.get(looked.top.pk) if looked.top else None
        counts = [under[unit.pk] for unit in self.units]
        self.longest = max((one.dated for one in (*counts, self.own) if one), default=0)

    def __len__(self) -> int:
        return len(self.units) + (self.own is not None)

    @overload
    def __getitem__(self, index: int) -> CountRow: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[CountRow, ...]: ...
    def __getitem__(self, index: int | slice) -> CountRow | tuple[CountRow, ...]:
        places = range(len(self))[index]
        if isinstance(places, range):
            return tuple(with_bars(map(self._row, places), self.longest))
        return with_bars([self._row(places)], self.longest)[0]

    def _row(self, place: int) -> CountRow:
        if place == len(self.units):
            return self._own_row()
        unit = self.units[place]
        counts = self.tally.under[unit.pk]
        if counts == self.tally.units.get(unit.pk):
            return unit_row(unit.name, counts, self.links, unit=unit.pk)
        inside = _inside(unit, self.links)
        return unit_row(unit.name, counts, self.links, inside=inside, under=unit.pk)

    def _own_row(self) -> CountRow:
        if self.top is None or self.own is None:
            raise IndexError("there is no work of the top's own")
        said = f"{self.top.name} (phần việc của chính đơn vị)" if self.units else self.top.name
        return unit_row(said, self.own, self.links, unit=self.top.pk)


def level_of(user: User, chosen: Unit | None, links: WorkLinks) -> Level:
    """The way down to the unit chosen."""
    return Level(_steps(dashboard_units(user), chosen, links))


def _tops(user: User, reached: UnitQuerySet) -> UnitQuerySet:
    """The highest of the units reached.  They are among those in which the person holds a role; who
    reaches every unit begins at the top of the tree."""
    above = within_reach(user, Capability.VIEW_DASHBOARD, "parent")
    held = [unit for unit, _ in roles_held(user)]
    tops = reached.exclude(above & Q(parent__isnull=False))
    return tops.filter(Q(pk__in=held) | Q(parent__isnull=True)).order_by("sort_name", "pk")


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
