"""A unit's life: its facts, its names, its end, taking it up again, and two that become one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.changes import changing, save_as, told, verb
from accounts.models import User
from units.actions.aliases import drop_alias, keep_former_name
from units.actions.tree import hang, lock_tree
from units.administrators import check_administrator_stays
from units.models import Membership, Unit, UnitAncestor
from vietnamese.text import one_line

ONE_DAY = datetime.timedelta(days=1)


@verb
def edit_unit(
    *, unit: Unit, by: User, on: datetime.date, revision: int | None = None, **facts: Any
) -> Unit:
    """Puts facts of a unit right: code, kind, contacts, first day, a slip of the pen in its name.

    A unit that is now called otherwise is ``rename_unit``.  Raises ValidationError.
    """
    with changing(unit, by=by, reason=told("Sửa thông tin", on), revision=revision) as row:
        for name, value in facts.items():
            setattr(row, name, value)
    return row


@verb
def rename_unit(
    *,
    unit: Unit,
    name: str,
    short_name: str,
    by: User,
    on: datetime.date,
    since: datetime.date | None = None,
    revision: int | None = None,
) -> Unit:
    """Gives the unit another name from ``since`` (``on`` where blank).

    The old names stay as former names, so that plans of that time still find the unit.  Raises
    ValidationError where the name is empty or stays as it is.
    """
    name, short_name, since = one_line(name), one_line(short_name), since or on
    if not name:
        raise ValidationError({"name": "Hãy ghi tên mới của đơn vị."})
    if since > on:
        raise ValidationError({"since": "Tên mới chưa có hiệu lực. Hãy đổi tên khi đến ngày đó."})
    with changing(unit, by=by, reason=told("Đổi tên", since), revision=revision) as row:
        if (row.name, row.short_name) == (name, short_name):
            raise ValidationError({"name": "Tên mới giống tên hiện nay. Hãy ghi tên mới."})
        former = (row.name, row.short_name)
        row.name, row.short_name = name, short_name
        drop_alias(unit=row, name=name, by=by, since=since)
        for old in former:
            keep_former_name(name=old, unit=row, until=since - ONE_DAY, by=by)
    return row


@verb
def close_unit(
    *,
    unit: Unit,
    by: User,
    on: datetime.date,
    ended_on: datetime.date,
    end_roles: bool = False,
    revision: int | None = None,
) -> Unit:
    """The unit ends on ``ended_on``, its last day.  What it has done stays; it gets no new work.

    ``end_roles`` also ends the roles held in it.  Raises ValidationError where it has ended, where
    units below it go on, or where the day lies before its first one.
    """
    with changing(unit, by=by, reason=told("Kết thúc hoạt động", on), revision=revision) as row:
        refuse_end(row, ended_on)
        row.active_to = ended_on
        if end_roles:
            end_all_roles(row, by, on)
    return row


def refuse_end(unit: Unit, ended_on: datetime.date, *, with_children: bool = False) -> None:
    """Raises ValidationError where the unit cannot end on that day."""
    if unit.active_to:
        raise ValidationError(
            f"“{unit.name}” đã kết thúc hoạt động ngày {unit.active_to:%d/%m/%Y}."
        )
    if unit.active_from and ended_on < unit.active_from:
        raise ValidationError(
            {"ended_on": "Ngày kết thúc không thể trước ngày bắt đầu hoạt động"
             f" ({unit.active_from:%d/%m/%Y})."}
        )  # fmt: skip
    below = unit.children.filter(Q(active_to__isnull=True) | Q(active_to__gt=ended_on))
    names = list(below.order_by("sort_name", "pk").values_list("name", flat=True)[:3])
    if names and not with_children:
        raise ValidationError(
            f"“{unit.name}” còn đơn vị trực thuộc đang hoạt động ({', '.join(names)}…)."
            " Hãy chuyển các đơn vị đó sang cấp trên khác hoặc kết thúc chúng trước."
        )


def end_all_roles(unit: Unit, by: User, on: datetime.date) -> None:
    """Ends every role held in the unit.  Raises ValidationError where it is the last
    administrator's."""
    check_administrator_stays(Q(unit=unit))
    for role in Membership.objects.select_for_update().filter(unit=unit, ended_on__isnull=True):
        role.ended_on = on
        save_as(role, by, told(f"{unit.name} kết thúc hoạt động", on))


@verb
def reopen_unit(*, unit: Unit, by: User, on: datetime.date, revision: int | None = None) -> Unit:
    """Takes an ended unit up again; it then has no successor.  Raises ValidationError where it has
    not ended or stands under one that has."""
    with changing(unit, by=by, reason=told("Hoạt động trở lại", on), revision=revision) as row:
        if row.active_to is None:
            raise ValidationError(f"“{row.name}” đang hoạt động.")
        if row.parent and row.parent.active_to:
            raise ValidationError(
                f"Đơn vị cấp trên “{row.parent.name}” đã kết thúc hoạt động."
                " Hãy chuyển đơn vị này sang cấp trên khác trước."
            )
        row.active_to = row.successor = None
    return row


# --- two units become one -------------------------------------------------------------------------
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
