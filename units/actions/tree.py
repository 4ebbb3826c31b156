"""The tree of units: how it begins, a unit enters it, moves within it, and what keeps it a tree.

The tree is kept twice (``units.models``).  Who changes it holds the whole of it (``lock_tree``):
of two moves in the same moment the second sees what the first has done, so that two opposite ones
never make a circle.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.changes import changing, told, verb
from accounts.models import User
from units.actions.aliases import remember_alias
from units.kinds import STANDARD_KINDS
from units.lists.words import guess_kind
from units.models import Membership, Unit, UnitAncestor, UnitKind
from units.policy import Role


class CycleOfParents(ValidationError):
    """A unit would stand above itself."""


def lock_tree() -> None:
    """Holds every unit until the end of the transaction, so that nobody else moves one meanwhile.

    Reading goes on, and so does giving work: rows that point to a unit do not wait.  Take it before
    anything else is changed, so that two who wait for each other cannot come about.
    """
    rows = Unit.objects.select_for_update(no_key=True).order_by("pk")
    for _ in rows.values_list("pk", flat=True).iterator(chunk_size=2000):
        pass


@verb
def create_unit(
    *, parent: Unit | None = None, aliases: tuple[str, ...] = (), **fields: Any
) -> Unit:
    """Adds a unit under ``parent`` and enters it into the tree.

    Raises ValidationError where a field is wrong or the code is taken.
    """
    if parent is not None:
        # A move of the parent in the same moment waits, or is waited for.
        list(Unit.objects.select_for_update(no_key=True).filter(pk=parent.pk).values_list("pk"))
    unit = Unit(parent=parent, **fields)
    unit.full_clean()
    unit.save()
    _link(unit, parent)
    for alias in aliases:
        remember_alias(name=alias, unit=unit)
    return unit


def _link(unit: Unit, parent: Unit | None) -> None:
    links = [UnitAncestor(unit=unit, ancestor=unit, distance=0)]
    if parent is not None:
        links += [
            UnitAncestor(unit=unit, ancestor_id=link.ancestor_id, distance=link.distance + 1)
            for link in UnitAncestor.objects.filter(unit=parent)
        ]
    UnitAncestor.objects.bulk_create(links)


@verb
def save_unit(*, unit: Unit) -> Unit:
    """Saves a new or changed unit and, where its parent changed, the tree around it.

    Raises CycleOfParents when the new parent stands below the unit.
    """
    lock_tree()
    check_parent(unit)
    if not unit._state.adding:
        unit.revision = Unit.objects.values_list("revision", flat=True).get(pk=unit.pk) + 1
    unit.full_clean()
    unit.save()
    rebuild_tree()
    return unit


@verb
def move_unit(
    *,
    unit: Unit,
    parent: Unit | None,
    by: User,
    on: datetime.date,
    revision: int | None = None,
) -> Unit:
    """Puts the unit, with all that stands below it, under ``parent`` (None: at the top).

    Raises CycleOfParents when the parent stands below the unit, StaleRevision when somebody changed
    the unit since ``revision``, ValidationError when the parent has ended.
    """
    lock_tree()
    return hang(unit, parent, by, on, revision)


def hang(
    unit: Unit, parent: Unit | None, by: User, on: datetime.date, revision: int | None = None
) -> Unit:
    """As ``move_unit``, for who holds the tree already."""
    above = Unit.objects.get(pk=parent.pk) if parent else None
    if above and above.active_to:
        raise ValidationError(
            {"parent": f"“{above.name}” đã kết thúc hoạt động. Hãy chọn đơn vị đang hoạt động."}
        )
    words = f"Chuyển về {above.name}" if above else "Chuyển lên cấp cao nhất"
    with changing(unit, by=by, reason=told(words, on), revision=revision) as row:
        row.parent = above
        check_parent(row)
        relink(row)
    return row


def relink(unit: Unit) -> None:
    """Hangs the branch of ``unit`` where its parent says."""
    branch = dict(UnitAncestor.objects.filter(ancestor=unit).values_list("unit_id", "distance"))
    inside = UnitAncestor.objects.filter(ancestor=unit).values("unit")
    old = UnitAncestor.objects.filter(unit__in=inside).exclude(ancestor__in=inside)
    UnitAncestor.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    above = UnitAncestor.objects.filter(unit=unit.parent_id).values_list("ancestor_id", "distance")
    UnitAncestor.objects.bulk_create(
        [
            UnitAncestor(unit_id=pk, ancestor_id=ancestor, distance=steps + 1 + distance)
            for ancestor, distance in above
            for pk, steps in branch.items()
        ],
        batch_size=1000,
    )


def check_parent(unit: Unit) -> None:
    """Raises CycleOfParents when the unit's parent is the unit itself or stands below it."""
    if unit._state.adding or unit.parent_id is None:
        return
    if UnitAncestor.objects.filter(unit_id=unit.parent_id, ancestor_id=unit.pk).exists():
        raise CycleOfParents(
            f"“{unit.name}” đang là cấp trên của đơn vị được chọn,"
            " nên không thể trực thuộc đơn vị đó."
        )


def rebuild_tree() -> int:
    """Makes the ancestor links agree with the parents; returns how many links were put right.

    Raises CycleOfParents where parents go round in a circle.
    """
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    wanted = {
        (pk, ancestor): distance for pk in parents for ancestor, distance in _above(pk, parents)
    }
    stored = {
        (unit, ancestor): (pk, distance)
        for pk, unit, ancestor, distance in UnitAncestor.objects.values_list(
            "pk", "unit_id", "ancestor_id", "distance"
        )
    }
    stale = [pk for pair, (pk, distance) in stored.items() if wanted.get(pair) != distance]
    fresh = [
        UnitAncestor(unit_id=unit, ancestor_id=ancestor, distance=distance)
        for (unit, ancestor), distance in wanted.items()
        if stored.get((unit, ancestor), (0, -1))[1] != distance
    ]
    for start in range(0, len(stale), 500):
        UnitAncestor.objects.filter(pk__in=stale[start : start + 500]).delete()
    UnitAncestor.objects.bulk_create(fresh, batch_size=1000)
    return len(stale) + len(fresh)


def _above(pk: int, parents: Mapping[int, int | None]) -> list[tuple[int, int]]:
    chain: list[tuple[int, int]] = []
    seen: set[int] = set()
    current: int | None = pk
    while current is not None:
        if current in seen:
            raise CycleOfParents("Các đơn vị cấp trên tạo thành vòng lặp.")
        seen.add(current)
        chain.append((current, len(chain)))
        current = parents[current]
    return chain


# --- what every installation starts with ----------------------------------------------------------
def ensure_standard_kinds() -> None:
    """Adds those kinds of unit that are missing; kinds an office has renamed stay as they are."""
    UnitKind.objects.bulk_create(
        [
            UnitKind(
                code=kind.code,
                name=kind.name,
                order=order,
                is_external=kind.is_external,
                is_past=kind.is_past,
            )
            for order, kind in enumerate(STANDARD_KINDS, start=1)
        ],
        ignore_conflicts=True,
    )


@verb
def create_administrator(
    *, username: str, full_name: str, email: str, password: str, unit_code: str, unit_name: str = ""
) -> User:
    """A new account that administers the installation, its role held in the unit of this code.

    The unit is created, at the top of the tree, where there is none.  Raises ValidationError where
    the name is taken or the password too weak.
    """
    person = User(username=username, full_name=full_name, email=email)
    validate_password(password, person)
    person.set_password(password)
    person.full_clean()
    person.save()
    unit = Unit.objects.filter(code=unit_code).first() or create_unit(
        code=unit_code,
        name=unit_name or unit_code,
        kind=UnitKind.objects.get(code=guess_kind(unit_name) or "so"),
    )
    membership = Membership(user=person, unit=unit, role=Role.ADMIN)
    membership.full_clean()
    membership.save()
    return person
