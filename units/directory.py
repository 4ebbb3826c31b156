"""The directory that names are matched against, made from the rows around an issuing agency."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q

from units.matching import Directory, GroupEntry, UnitEntry
from units.models import Unit, UnitAncestor, UnitGroup


def directory_for(issuer: Unit, on: datetime.date) -> Directory:
    """The units of the issuer's subtree, those above it, those beside it and the outside bodies, as
    they are on that day; and the issuer's groups.  The number of queries is fixed."""
    units = tuple(_entries(issuer, on))
    groups = UnitGroup.objects.filter(agency=issuer).order_by("name", "pk")
    groups = groups.prefetch_related("kinds", "members", "aliases")
    return Directory(issuer.pk, units, tuple(_group(group, units) for group in groups))


def _entries(issuer: Unit, on: datetime.date) -> Iterable[UnitEntry]:
    below = UnitAncestor.objects.filter(ancestor=issuer)
    distances = dict(below.values_list("unit_id", "distance"))
    above = UnitAncestor.objects.filter(unit=issuer)
    around = Q(pk__in=below.values("unit")) | Q(pk__in=above.values("ancestor"))
    around |= Q(kind__is_external=True)
    if issuer.parent_id:
        around |= Q(parent=issuer.parent_id)
    found = Unit.objects.active_on(on).filter(around).order_by("sort_name", "pk")
    for unit in found.select_related("kind").prefetch_related("aliases"):
        yield UnitEntry(
            pk=unit.pk,
            name=unit.name,
            code=unit.code,
            short_name=unit.short_name,
            aliases=tuple(alias.name for alias in unit.aliases.all()),
            kind=unit.kind_id,
            parent=unit.parent_id,
            distance=distances.get(unit.pk),
            is_external=unit.kind.is_external,
            is_lasting=unit.active_to is None,
        )


def _group(group: UnitGroup, units: tuple[UnitEntry, ...]) -> GroupEntry:
    return GroupEntry(
        pk=group.pk,
        name=group.name,
        members=_members(group, units),
        aliases=tuple(alias.name for alias in group.aliases.all()),
    )


def _members(group: UnitGroup, units: tuple[UnitEntry, ...]) -> tuple[int, ...]:
    """The same units as ``UnitGroup.units``, found among those already read."""
    if not group.by_rule:
        listed = {unit.pk for unit in group.members.all()}
        return tuple(unit.pk for unit in units if unit.takes_work and unit.pk in listed)
    kinds = {kind.pk for kind in group.kinds.all()}
    below = _below(group.under_id or group.agency_id, units)
    return tuple(
        unit.pk
        for unit in units
        if unit.takes_work
        and unit.is_lasting
        and unit.pk in below
        and (group.depth is None or below[unit.pk] <= group.depth)
        and (not kinds or unit.kind in kinds)
    )


def _below(top: int, units: tuple[UnitEntry, ...]) -> Mapping[int, int]:
    """The units below ``top``, each with the number of steps down to it."""
    children = defaultdict(list)
    for unit in units:
        children[unit.parent].append(unit.pk)
    steps, level, depth = dict[int, int](), children[top], 1
    while level:
        steps |= dict.fromkeys(level, depth)
        level, depth = [child for pk in level for child in children[pk]], depth + 1
    return steps
