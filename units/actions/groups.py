"""Groups of units."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from accounts.changes import delete_as, locked, save_as, told, verb
from accounts.models import User
from units.matching import Target
from units.models import Unit, UnitGroup, UnitKind
from vietnamese.text import one_line


@verb
def save_group(
    *,
    group: UnitGroup,
    kinds: Sequence[UnitKind],
    members: Sequence[Unit],
    by: User,
    on: datetime.date,
    revision: int | None = None,
) -> UnitGroup:
    """Saves a new or changed group with its kinds (of a rule) or its members (of a list).

    What does not belong to its way of choosing is emptied.  Plans already issued are not touched.
    Raises StaleRevision, or ValidationError where the name is taken, a list is empty, or a unit
    stands outside the group's agency.
    """
    _refuse_stale(group, revision)
    group.name = one_line(group.name)
    if group.by_rule:
        members = []
    else:
        kinds, group.under, group.depth = [], None, None
    _refuse_strangers(group, members)
    group.revision += 0 if group._state.adding else 1
    save_as(group, by, told("Lập hoặc sửa nhóm", on))
    group.kinds.set(kinds)
    group.members.set(members)
    return group


def _refuse_stale(group: UnitGroup, revision: int | None) -> None:
    if not group._state.adding:
        group.revision = locked(group, revision=revision, what="Nhóm này").revision


def _refuse_strangers(group: UnitGroup, members: Sequence[Unit]) -> None:
    if not group.by_rule and not members:
        raise ValidationError({"members": "Hãy chọn ít nhất một đơn vị cho nhóm."})
    named = [unit.pk for unit in (*members, *([group.under] if group.under else []))]
    inside = Unit.objects.subtree_of(group.agency).filter(pk__in=named)
    if inside.count() != len(set(named)):
        raise ValidationError(f"Nhóm của “{group.agency}” chỉ gồm các đơn vị thuộc cơ quan này.")


@verb
def delete_group(*, group: UnitGroup, by: User, on: datetime.date) -> None:
    """Deletes a group that nothing uses.  Raises ValidationError where work was given to it."""
    try:
        delete_as(group, by, told("Xóa nhóm", on))
    except ProtectedError as error:
        raise ValidationError(
            f"Nhóm “{group.name}” đang được giao việc trong kế hoạch nên không xóa được."
            " Có thể đổi tên hoặc sửa thành phần của nhóm."
        ) from error


# --- the stored groups that collective names stand for --------------------------------------------
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
