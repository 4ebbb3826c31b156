"""The three lists that come in and go out, each declared once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from units.lists.judge import GroupResource, ListResource, PersonResource, UnitResource
from units.lists.judge.base import Setting
from units.lists.layouts import Layout
from units.lists.layouts.groups import BY_RULE, FIXED
from units.lists.outcomes import Unnamed
from units.lists.resolve.rows import ResolvedRow
from units.models import Unit, UnitGroup, UnitKind
from units.people.scopes import people_managed_by
from units.policy import ROLE_LABELS, Capability


@dataclass(frozen=True)
class Listing:
    """One kind of list: where it comes in, who may bring it, what people call it.

    ``left`` says in words what the file does not name.  ``shown`` are the two columns by which a
    page says what a row is about; ``rows`` are what the person may take out; ``unnamed`` tells what
    is stored and not in the file; ``choices`` are the words of its drop-down lists.
    """

    key: str
    folder: str
    capability: Capability
    resource: type[ListResource]
    title: str
    noun: str
    left: str
    shown: tuple[str, str]
    file: str
    rows: Callable[[Any], QuerySet[Any]]
    unnamed: Callable[[Any], Sequence[Unnamed]]
    choices: Callable[[], Mapping[str, Sequence[str]]]

    @property
    def layout(self) -> Layout:
        return self.resource.layout

    def setting(self, **around: Any) -> Setting:
        """The setting of an import: ``at``, and who brings the list (``by``; None: a command)."""
        by = around.get("by")
        reach = None if by is None else Unit.objects.reached_by(by, self.capability)
        return Setting(reach=reach, **around)


def _kinds() -> list[str]:
    return list(UnitKind.objects.order_by("order", "code").values_list("name", flat=True))


def _keys(rows: Sequence[ResolvedRow]) -> set[str]:
    return {row.key for row in rows}


def _unnamed_units(resource: UnitResource) -> list[Unnamed]:
    named = _keys(resource.resolved)
    missing = [unit for unit in resource.directory.units.values() if unit.code not in named]
    missing.sort(key=lambda unit: (unit.sort_name, unit.pk))
    return [
        Unnamed(unit.pk, unit.code, unit.name, unit.parent.name if unit.parent else "")
        for unit in missing
        if not unit.active_to
    ]


def _unnamed_people(resource: PersonResource) -> list[Unnamed]:
    """People who are not named, and roles that are not named of people who are."""
    rows = {(row.key, row.values.get("unit", "")) for row in resource.resolved}
    named = _keys(resource.resolved)
    found = []
    for person in sorted(resource.people.values(), key=lambda one: (one.sort_name, one.username)):
        if person.pk and person.is_active:
            roles = [
                f"{ROLE_LABELS[role]} – {resource.directory.units[code].name}"
                for (username, code), here in resource.held.items()
                if username == person.username and (username, code) not in rows
                for role in here
            ]
            if person.username not in named or roles:
                words = "; ".join(roles) or "chưa có vai trò"
                found.append(Unnamed(person.pk, person.username, person.full_name, words))
    return found


def _unnamed_groups(resource: GroupResource) -> list[Unnamed]:
    named = _keys(resource.resolved)
    return [
        Unnamed(group.pk, group.agency.code, group.name, group.agency.name)
        for key, group in sorted(resource.groups.items())
        if group.pk and key not in named
    ]


UNITS = Listing(
    key="units",
    folder="don-vi",
    capability=Capability.MANAGE_UNITS,
    resource=UnitResource,
    title="danh sách đơn vị",
    noun="đơn vị",
    left="đơn vị trong chương trình không có trong tệp",
    shown=("code", "name"),
    file="don-vi",
    rows=lambda user: Unit.objects.reached_by(user, Capability.MANAGE_UNITS).order_by(
        "sort_name", "pk"
    ),
    unnamed=_unnamed_units,
    choices=lambda: {"kind": _kinds()},
)
PEOPLE = Listing(
    key="people",
    folder="nguoi-dung",
    capability=Capability.MANAGE_PEOPLE,
    resource=PersonResource,
    title="danh sách người dùng",
    noun="người dùng",
    left="người không có trong tệp, hoặc giữ vai trò mà tệp không ghi",
    shown=("username", "full_name"),
    file="nguoi-dung",
    rows=lambda user: people_managed_by(user).filter(is_active=True).order_by("sort_name", "pk"),
    unnamed=_unnamed_people,
    choices=lambda: {"roles": list(ROLE_LABELS.values())},
)
GROUPS = Listing(
    key="groups",
    folder="nhom",
    capability=Capability.MANAGE_GROUPS,
    resource=GroupResource,
    title="danh sách nhóm đơn vị",
    noun="nhóm",
    left="nhóm trong chương trình không có trong tệp",
    shown=("agency", "name"),
    file="nhom-don-vi",
    rows=lambda user: UnitGroup.objects.editable_by(user).order_by(
        "agency__sort_name", "name", "pk"
    ),
    unnamed=_unnamed_groups,
    choices=lambda: {"way": [BY_RULE, FIXED], "kinds": _kinds()},
)
LISTS: Mapping[str, Listing] = {one.key: one for one in (UNITS, PEOPLE, GROUPS)}
