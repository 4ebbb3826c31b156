"""Other names of units and groups."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError

from accounts.changes import delete_as, save_as, told, verb
from accounts.models import User
from units.models import Unit, UnitAlias, UnitGroup
from vietnamese.text import fold, one_line


@verb
def remember_alias(
    *, name: str, unit: Unit | None = None, group: UnitGroup | None = None
) -> UnitAlias:
    """Keeps another name of a unit or group; keeping it twice changes nothing."""
    alias, _ = UnitAlias.objects.get_or_create(
        folded=fold(name), unit=unit, group=group, defaults={"name": one_line(name)}
    )
    return alias


@verb
def add_alias(
    *,
    name: str,
    by: User,
    on: datetime.date,
    unit: Unit | None = None,
    group: UnitGroup | None = None,
    until: datetime.date | None = None,
) -> UnitAlias:
    """Gives a unit or a group another name; ``until`` makes it a name borne until that day.

    Raises ValidationError where the name is empty or already one of its names.
    """
    name = one_line(name)
    if not name:
        raise ValidationError({"name": "Hãy ghi tên gọi khác."})
    if until and until > on:
        raise ValidationError({"until": "Ngày thôi dùng tên cũ không thể sau hôm nay."})
    owner = unit or group
    there = UnitAlias.objects.filter(folded=fold(name), unit=unit, group=group).exists()
    if there or (owner and fold(owner.name) == fold(name)):
        raise ValidationError({"name": f"“{name}” đã là một tên của “{owner}”."})
    alias = UnitAlias(name=name, unit=unit, group=group, until=until)
    alias.clean()
    save_as(alias, by, told("Thêm tên gọi khác", on))
    return alias


@verb
def remove_alias(*, alias: UnitAlias, by: User, on: datetime.date) -> None:
    """Takes another name away; plans that use it will no longer be understood by it."""
    delete_as(alias, by, told("Bỏ tên gọi khác", on))


@verb
def drop_alias(*, unit: Unit, name: str, by: User | None, since: datetime.date) -> None:
    """What becomes the unit's name is no other name of it any more."""
    for alias in UnitAlias.objects.filter(unit=unit, folded=fold(name)):
        delete_as(alias, by, told("Thành tên chính", since))


@verb
def keep_former_name(*, name: str, unit: Unit, until: datetime.date, by: User | None) -> None:
    """Keeps a name that the unit bore until that day, so that plans of that time still find it."""
    if not name or fold(name) in {fold(unit.name), fold(unit.short_name)}:
        return
    there = UnitAlias.objects.filter(unit=unit, folded=fold(name)).first()
    alias = there or UnitAlias(name=name, unit=unit)
    alias.until = until
    alias.clean()
    save_as(alias, by, told("Tên cũ của đơn vị", until))
