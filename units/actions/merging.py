"""Several units become one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError

from accounts.changes import changing, save_as, told, verb
from accounts.models import User
from units.actions.life import end_all_roles, refuse_end
from units.actions.tree import hang, lock_tree
from units.models import Membership, Unit, UnitAncestor


@verb
def merge_units(
    *,
    units: Iterable[Unit],
    into: Unit,
    by: User,
    on: datetime.date,
    ended_on: datetime.date,
    move_roles: bool = False,
    revisions: Mapping[int, int] | None = None,
) -> Unit:
    """Merges units into another: each ends on ``ended_on`` with ``into`` as its successor.

    Units below them go on below ``into``; the roles held in them end, or with ``move_roles`` are
    held in ``into`` from ``on``.  Their names stay theirs, and a plan that uses one is offered the
    successor.  ``revisions`` (pk → revision) is what the person saw.  The work they have is not
    touched here.  Raises ValidationError where one cannot be merged; then nothing changes.
    """
    lock_tree()
    into = Unit.objects.get(pk=into.pk)
    merged = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("sort_name", "pk")
    found = list(merged)
    if not found:
        raise ValidationError({"units": "Hãy chọn ít nhất một đơn vị để sáp nhập."})
    for unit in found:
        _refuse(unit, into)
        with changing(
            unit, by=by, reason=_why(into, on), revision=(revisions or {}).get(unit.pk)
        ) as row:
            refuse_end(row, ended_on, with_children=True)
            row.active_to, row.successor = ended_on, into
            _take_over(row, into, by, on, move_roles=move_roles)
    return into


def _why(into: Unit, on: datetime.date) -> str:
    return told(f"Sáp nhập vào {into.name}", on)


def _refuse(unit: Unit, into: Unit) -> None:
    if into.active_to:
        raise ValidationError(
            {"into": f"“{into.name}” đã kết thúc hoạt động. Hãy chọn đơn vị đang hoạt động."}
        )
    if unit.pk == into.pk:
        raise ValidationError({"into": "Không thể sáp nhập một đơn vị vào chính nó."})
    if UnitAncestor.objects.filter(unit=into, ancestor=unit).exists():
        raise ValidationError(
            {"into": f"“{into.name}” đang trực thuộc “{unit.name}”."
             " Hãy chuyển đơn vị này sang cấp trên khác trước."}
        )  # fmt: skip


def _take_over(unit: Unit, into: Unit, by: User, on: datetime.date, *, move_roles: bool) -> None:
    for child in unit.children.filter(active_to__isnull=True).order_by("sort_name", "pk"):
        hang(child, into, by, on)
    if move_roles:
        _move_roles(unit, into, by, on)
    else:
        end_all_roles(unit, by, on)


def _move_roles(unit: Unit, into: Unit, by: User, on: datetime.date) -> None:
    held = Membership.objects.filter(ended_on__isnull=True)
    there = set(held.filter(unit=into).values_list("user_id", "role"))
    for role in held.select_for_update().filter(unit=unit).order_by("pk"):
        role.ended_on = on
        save_as(role, by, _why(into, on))
        if (role.user_id, role.role) not in there:
            new = Membership(user_id=role.user_id, unit=into, role=role.role, started_on=on)
            save_as(new, by, told(f"Từ {unit.name}", on))
