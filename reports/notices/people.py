"""Whom a word reaches: the people of a unit, and the nearest ones above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from accounts.models import User
from tasks.reminders import Audience
from units.models import Membership, UnitAncestor
from units.policy import Role

# Roles that nobody is told anything for.
_SILENT = (Role.ADMIN,)


@dataclass(frozen=True)
class Concerned:
    """Whose thing it is: the unit that has the work or owes the report, the agency of the plan, who
    sees to it within the unit, and who did what there is to tell (and need not be told)."""

    unit: int
    issuer: int
    officer: int | None = None
    actor: int | None = None


@dataclass
class People:
    """Who holds which role where, read once for a day; ``above`` runs from a unit upward."""

    roles: dict[tuple[int, Role], list[int]] = field(default_factory=lambda: defaultdict(list))
    above: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls) -> People:
        """All who hold a role that is told something, in two queries."""
        found = cls()
        held = Membership.objects.held().exclude(role__in=_SILENT)
        for unit, role, person in held.order_by("pk").values_list("unit", "role", "user"):
            found.roles[unit, Role(role)].append(person)
        links = UnitAncestor.objects.order_by("unit", "distance")
        for unit, ancestor in links.values_list("unit", "ancestor").iterator(chunk_size=5000):
            found.above[unit].append(ancestor)
        return found

    def told(self, audience: Audience, whose: Concerned) -> tuple[int, ...]:
        """The keys of those whom a word for this audience reaches, each once; none where nobody
        holds such a role."""
        return tuple(dict.fromkeys(self._but(whose, _REACHED[audience](self, whose))))

    def _unit(self, whose: Concerned) -> list[int]:
        return [*self._own(whose), *self.roles[whose.unit, Role.HEAD]]

    def _head(self, whose: Concerned) -> list[int]:
        return self._nearest(whose.unit, Role.HEAD) or self._coordinators(whose.unit)

    def _confirmers(self, whose: Concerned) -> list[int]:
        heads = self._but(whose, self._nearest(whose.unit, Role.HEAD))
        return heads or self._coordinators(whose.unit)

    def _deciders(self, whose: Concerned) -> list[int]:
        return self._coordinators(whose.unit) + self._nearest(whose.unit, Role.LEADER)

    def _own(self, whose: Concerned) -> list[int]:
        """Who sees to the work, as long as that person works there; else the officers of the unit;
        where it has none, its head; an agency's own work, without either, its coordinators."""
        staff, heads = self.roles[whose.unit, Role.STAFF], self.roles[whose.unit, Role.HEAD]
        if whose.officer in staff or whose.officer in heads:
            return [whose.officer] if whose.officer else []
        return self._but(whose, staff) or heads or self.roles[whose.unit, Role.COORDINATOR]

    def _coordinators(self, unit: int) -> list[int]:
        return self._nearest(unit, Role.COORDINATOR)

    def _nearest(self, unit: int, role: Role) -> list[int]:
        for above in self.above[unit]:
            if found := self.roles[above, role]:
                return found
        return []

    def _but(self, whose: Concerned, found: Iterable[int]) -> list[int]:
        return [one for one in found if one != whose.actor]


# How each audience is found.
_REACHED: Mapping[Audience, Callable[[People, Concerned], list[int]]] = {
    Audience.OWN: People._own,
    Audience.UNIT: People._unit,
    Audience.HEAD: People._head,
    Audience.LEADERS: lambda people, whose: people._nearest(whose.unit, Role.LEADER),
    Audience.CONFIRMERS: People._confirmers,
    Audience.DECIDERS: People._deciders,
    Audience.COORDINATORS: lambda people, whose: people._coordinators(whose.unit),
    Audience.RECEIVERS: lambda people, whose: people._coordinators(whose.issuer),
}


def office_of(person: User) -> str:
    """The office in whose name a person is written to: the nearest unit, at or above one of the
    person's own, that has a coordinator or leader; else the highest; "" for nobody's."""
    own = Membership.objects.held().filter(user=person).values("unit")
    above = UnitAncestor.objects.filter(unit__in=own)
    run = Membership.objects.held().filter(role__in=(Role.COORDINATOR, Role.LEADER))
    offices = above.filter(ancestor__in=run.values("unit")).order_by("distance", "pk")
    names = offices.values_list("ancestor__name", flat=True)
    return (
        names.first()
        or above.order_by("-distance", "pk").values_list("ancestor__name", flat=True).first()
        or ""
    )
