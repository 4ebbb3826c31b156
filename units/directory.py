"""The directory that names are matched against, made from the rows around an issuing agency."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from units.group_members import Steps, chooser, steps_below, top_of
from units.matching import Directory, GroupEntry, UnitEntry
from units.models import Unit, UnitAlias, UnitAncestor, UnitGroup


def directory_for(issuer: Unit, on: datetime.date) -> Directory:
    """The units of the issuer's subtree, those above it, those beside it and the outside bodies, as
    they are on that day; and the issuer's groups.  The number of queries is fixed.

    Units of the issuer that have ended by then are there too where a successor among these took
    their place: their names lead to it.
    """
    units = tuple(_entries(issuer, on))
    groups = UnitGroup.objects.filter(agency=issuer).order_by("name", "pk")
    found = list(groups.prefetch_related("kinds", "members", "aliases"))
    steps = steps_below({top_of(group) for group in found if group.by_rule})
    return Directory(issuer.pk, units, tuple(_group(group, units, steps) for group in found))


def names_around(issuer: Unit) -> tuple[str, ...]:
    """Every name of the units and groups that a plan of the issuer may speak of, whole: those that
    have ended too, for a plan may use their names.  The number of queries is fixed.
    """
    units = _around(issuer)
    groups = UnitGroup.objects.filter(agency=issuer)
    called = UnitAlias.objects.filter(
        Q(unit__in=units.values("pk")) | Q(group__in=groups.values("pk"))
    )
    rows = [*units.values_list("name", "short_name"), *groups.values_list("name")]
    names = {name for row in rows for name in row if name}
    return tuple(sorted(names | {*called.values_list("name", flat=True)}))


def _around(issuer: Unit) -> QuerySet[Unit]:
    """The units of the issuer's subtree, those above and beside it, the outside bodies, and those
    that one of the subtree took the place of."""
    below = UnitAncestor.objects.filter(ancestor=issuer)
    above = UnitAncestor.objects.filter(unit=issuer)
    around = Q(pk__in=below.values("unit")) | Q(pk__in=above.values("ancestor"))
    around |= Q(kind__is_external=True)
    if issuer.parent_id:
        around |= Q(parent=issuer.parent_id)
    return Unit.objects.filter(around | Q(successor__in=below.values("unit")))


def _entries(issuer: Unit, on: datetime.date) -> Iterable[UnitEntry]:
    below = UnitAncestor.objects.filter(ancestor=issuer)
    distances = dict(below.values_list("unit_id", "distance"))
    known = _around(issuer)
    found = known.order_by("sort_name", "pk").select_related("kind").prefetch_related("aliases")
    rows = list(found)
    heirs = _heirs(rows, on)
    for unit in rows:
        if _is_active(unit, on) or unit.pk in heirs:
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
                successor=heirs.get(unit.pk),
            )


def _is_active(unit: Unit, on: datetime.date) -> bool:
    return (unit.active_from is None or unit.active_from <= on) and (
        unit.active_to is None or unit.active_to >= on
    )


def _heirs(units: Iterable[Unit], on: datetime.date) -> Mapping[int, int]:
    """For each unit that has ended by that day, the working one that took its place in the end."""
    by_pk = {unit.pk: unit for unit in units}
    found: dict[int, int] = {}
    for unit in by_pk.values():
        last, seen = unit, {unit.pk}
        while not _is_active(last, on) and last.successor_id in by_pk.keys() - seen:
            seen.add(last.successor_id)
            last = by_pk[last.successor_id]
        if last is not unit and _is_active(last, on):
            found[unit.pk] = last.pk
    return found


def _group(group: UnitGroup, units: tuple[UnitEntry, ...], steps: Steps) -> GroupEntry:
    return GroupEntry(
        pk=group.pk,
        name=group.name,
        members=_members(group, units, steps),
        aliases=tuple(alias.name for alias in group.aliases.all()),
    )


def _members(group: UnitGroup, units: tuple[UnitEntry, ...], steps: Steps) -> tuple[int, ...]:
    """The same units as ``UnitGroup.units``, found among those already read."""
    takes = chooser(group, steps)
    lasting = (unit for unit in units if unit.takes_work and unit.is_lasting)
    return tuple(unit.pk for unit in lasting if takes(unit.pk, unit.kind))
