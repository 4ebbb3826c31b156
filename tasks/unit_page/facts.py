"""One unit as the directory knows it: its names, where it stands, who works in it, what it was."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from units.contexts.history import HistoryLine, history_lines
from units.contexts.tree import Place
from units.group_members import members_of
from units.models import Membership, Unit, UnitAlias, UnitAncestor, UnitGroup
from units.policy import ROLE_LABELS, Capability, Role

MOST_CHILDREN = 60


@dataclass(frozen=True)
class Name:
    """Another name; ``until`` is the last day of one that was borne once."""

    pk: int
    name: str
    until: str


@dataclass(frozen=True)
class Person:
    name: str
    position: str
    roles: str


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    href: str = ""


@dataclass(frozen=True)
class UnitPage:
    """``above`` runs from the top down, ``children`` are the working units right below (``more`` of
    them not shown); ``people`` is None where the person may not see them."""

    pk: int
    name: str
    short_name: str
    is_ended: bool
    ended_on: str
    revision: int
    facts: tuple[Fact, ...]
    names: tuple[Name, ...]
    former_names: tuple[Name, ...]
    successor: Place | None
    predecessors: tuple[tuple[Place, str], ...]
    above: tuple[Place, ...]
    children: tuple[Place, ...]
    more: int
    people: tuple[Person, ...]
    groups: tuple[Place, ...]
    history: tuple[HistoryLine, ...]
    manages: bool
    is_active: bool


def build_unit(unit: Unit, user: User, *, today: datetime.date, manages: bool) -> UnitPage:
    """The page of a unit that the person may look up; in a fixed number of queries."""
    reached = Unit.objects.reached_by(user, Capability.VIEW_UNITS)
    names = [_name(alias) for alias in UnitAlias.objects.filter(unit=unit).order_by("name", "pk")]
    predecessors = list(unit.predecessors.order_by("sort_name", "pk"))
    related = {one.pk for one in predecessors} | ({unit.successor.pk} if unit.successor else set())
    open_ones = set(reached.filter(pk__in=related).values_list("pk", flat=True))
    children = _places(reached.filter(parent=unit, active_to__isnull=True))
    return UnitPage(
        pk=unit.pk,
        name=unit.name,
        short_name=unit.short_name,
        is_ended=unit.active_to is not None and unit.active_to < today,
        ended_on=_day(unit.active_to),
        revision=unit.revision,
        facts=_facts(unit),
        names=tuple(name for name in names if not name.until),
        former_names=tuple(name for name in names if name.until),
        successor=_place(unit.successor, open_ones) if unit.successor else None,
        predecessors=tuple((_place(one, open_ones), _day(one.active_to)) for one in predecessors),
        above=_above(unit, reached),
        children=tuple(children[:MOST_CHILDREN]),
        more=max(0, len(children) - MOST_CHILDREN),
        people=_people(unit),
        groups=_groups(unit, user),
        history=history_lines(unit) if manages else (),
        manages=manages,
        is_active=unit.active_to is None,
    )


def _day(day: datetime.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _name(alias: UnitAlias) -> Name:
    return Name(alias.pk, alias.name, _day(alias.until))


def _facts(unit: Unit) -> tuple[Fact, ...]:
    facts = (
        Fact("Mã đơn vị", unit.code),
        Fact("Tên viết tắt", unit.short_name),
        Fact("Loại", unit.kind.name),
        Fact("Mã định danh điện tử", unit.identifier),
        Fact("Thư điện tử", unit.email, f"mailto:{unit.email}"),
        Fact("Điện thoại", unit.phone, f"tel:{unit.phone.replace(' ', '')}"),
        Fact("Địa chỉ", unit.address),
        Fact("Hoạt động từ", _day(unit.active_from)),
        Fact("Hoạt động đến", _day(unit.active_to)),
    )
    return tuple(fact for fact in facts if fact.value)


def _place(unit: Unit, open_ones: set[int]) -> Place:
    return Place(unit.pk, unit.name, unit.pk in open_ones)


def _places(units: Any) -> list[Place]:
    rows = units.order_by("sort_name", "pk").values_list("pk", "name")
    return [Place(pk, name) for pk, name in rows]


def _above(unit: Unit, reached: Any) -> tuple[Place, ...]:
    """The units above that the person may look up, from the top down."""
    links = UnitAncestor.objects.filter(
        unit=unit, distance__gt=0, ancestor__in=reached.values("pk")
    )
    rows = links.order_by("-distance").values_list("ancestor_id", "ancestor__name")
    return tuple(Place(pk, name) for pk, name in rows)


def _people(unit: Unit) -> tuple[Person, ...]:
    held = Membership.objects.held().filter(unit=unit).select_related("user")
    roles: dict[int, list[str]] = defaultdict(list)
    users: dict[int, Any] = {}
    for one in held.order_by("user__sort_name", "user_id", "pk"):
        users[one.user_id] = one.user
        roles[one.user_id].append(ROLE_LABELS[Role(one.role)])
    return tuple(
        Person(str(user), user.position, ", ".join(roles[pk])) for pk, user in users.items()
    )


def _groups(unit: Unit, user: User) -> tuple[Place, ...]:
    """The groups to which the unit belongs now, of agencies that the person may look up."""
    above = UnitAncestor.objects.filter(unit=unit).values("ancestor")
    groups = UnitGroup.objects.visible_to(user).filter(agency__in=above).order_by("name", "pk")
    rows = list(groups.prefetch_related("kinds", "members"))
    members = members_of(rows) if rows else {}
    return tuple(
        Place(group.pk, group.name)
        for group in rows
        if any(one.pk == unit.pk for one in members[group.pk])
    )
