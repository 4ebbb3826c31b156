"""The stored groups that collective names stand for."""

from __future__ import annotations

from units.matching import Target
from units.models import Unit, UnitGroup, UnitKind


def stored_rule(issuer: Unit, target: Target) -> UnitGroup:
    """The group that a usual name means ("rule:5:phong:direct"), kept under the name's label."""
    _, agency, kinds, reach = target.key.split(":")
    group, is_new = UnitGroup.objects.get_or_create(
        agency=issuer,
        name=target.label,
        defaults={"by_rule": True, "depth": 1 if reach == "direct" else None},
    )
    if is_new and int(agency) == issuer.pk:
        group.kinds.set(UnitKind.objects.filter(pk__in=kinds.split("+")))
    elif is_new:
        group.by_rule = False
        group.save()
        group.members.set(target.units)
    return group


def group_of(issuer: Unit, target: Target) -> UnitGroup | None:
    """The group that a name of several units stands for; None where it is no group, or where one of
    that name has other units."""
    kind, _, rest = target.key.partition(":")
    if kind == "group":
        return UnitGroup.objects.filter(pk=int(rest)).first()
    if kind != "rule" or len(target.units) < 2:
        return None
    group = stored_rule(issuer, target)
    members = set(group.units().values_list("pk", flat=True))
    return group if members == set(target.units) else None
