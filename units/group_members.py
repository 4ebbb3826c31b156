"""Who belongs to groups now, for many groups at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from units.models import Unit, UnitAncestor, UnitGroup

Steps = Mapping[int, Mapping[int, int]]


def members_of(groups: Sequence[UnitGroup]) -> dict[int, tuple[Unit, ...]]:
    """The units of each group, as ``UnitGroup.units`` gives them one by one, in their order; in a
    fixed number of queries where ``kinds`` and ``members`` are prefetched."""
    tops = {group.agency_id for group in groups} | {top_of(group) for group in groups}
    steps = steps_below(tops)
    lasting = Unit.objects.internal().filter(active_to__isnull=True)
    inside = lasting.filter(
        ancestor_links__ancestor__in={group.agency_id for group in groups}
    ).distinct()
    rows = list(inside.order_by("sort_name", "pk"))
    return {group.pk: tuple(_members(group, rows, steps)) for group in groups}


def top_of(group: UnitGroup) -> int:
    """The unit below which a group by rule looks."""
    return group.under_id or group.agency_id


def steps_below(tops: set[int]) -> Steps:
    """The units below each of ``tops``, with the number of steps down to each."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    links = UnitAncestor.objects.filter(ancestor__in=tops, distance__gt=0)
    for top, unit, distance in links.values_list("ancestor_id", "unit_id", "distance"):
        found[top][unit] = distance
    return found


def _members(group: UnitGroup, rows: Sequence[Unit], steps: Steps) -> list[Unit]:
    agency = steps.get(group.agency_id, {})
    inside = [unit for unit in rows if unit.pk == group.agency_id or unit.pk in agency]
    takes = chooser(group, steps)
    return [unit for unit in inside if takes(unit.pk, unit.kind_id)]


def chooser(group: UnitGroup, steps: Steps) -> Callable[[int, str], bool]:
    """Says of a lasting unit of the agency, by its key and kind, whether the group takes it.

    ``kinds`` and ``members`` are best prefetched; ``steps`` holds those below ``top_of(group)``.
    """
    if not group.by_rule:
        listed = {unit.pk for unit in group.members.all()}
        return lambda pk, _kind: pk in listed
    kinds = {kind.pk for kind in group.kinds.all()}
    below = steps.get(top_of(group), {})
    near = {pk for pk, step in below.items() if group.depth is None or step <= group.depth}
    return lambda pk, kind: pk in near and (not kinds or kind in kinds)
