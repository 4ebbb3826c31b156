"""Which people one may manage, and who can see to a unit's work.

Accounts stand on the floor below and know no roles; so these questions are asked here.
"""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from units.models import Membership, Unit
from units.policy import Capability, Reach, Role, roles_reaching
from units.querysets import roles_held

# Who does a unit's work: those who work in it, not those who see to many units at once.
OFFICER_ROLES: tuple[Role, ...] = (Role.STAFF, Role.HEAD)


def people_managed_by(user: User | AnonymousUser) -> QuerySet[User]:
    """The accounts that the person may manage: all, or those with a role in a unit in reach."""
    if not user.is_authenticated:
        return User.objects.none()
    everywhere = roles_reaching(Capability.MANAGE_PEOPLE, Reach.ALL)
    if any(role in everywhere for _, role in roles_held(user)):
        return User.objects.all()
    return User.objects.filter(pk__in=memberships_managed_by(user).values("user"))


def memberships_managed_by(user: User) -> QuerySet[Membership]:
    """The roles, held or ended, that the person may give and end."""
    units = Unit.objects.reached_by(user, Capability.MANAGE_PEOPLE)
    return Membership.objects.filter(unit__in=units.values("pk"))


def people_matching(people: QuerySet[User], words: str) -> QuerySet[User]:
    """Those whose name, account or address holds every word, accents and case apart."""
    return people.filter(search_text__words=words)


def officers_of(unit: Unit | int) -> QuerySet[User]:
    """Those who can see to work of the unit: they hold a role in the unit itself that records its
    progress.  In the order of a Vietnamese dictionary."""
    held = Membership.objects.held().filter(unit=unit, role__in=OFFICER_ROLES)
    return User.objects.filter(pk__in=held.values("user")).order_by("sort_name", "pk")


def officers_in(units: Collection[int], *, besides: User) -> dict[int, list[User]]:
    """As ``officers_of``, for each of these units by its key, without one person; in one query."""
    held = Membership.objects.held().filter(unit__in=units, role__in=OFFICER_ROLES)
    rows = held.exclude(user=besides).select_related("user")
    found: dict[int, dict[int, User]] = {unit: {} for unit in units}
    for one in rows.order_by("user__sort_name", "user_id"):
        found[one.unit_id].setdefault(one.user_id, one.user)
    return {unit: list(people.values()) for unit, people in found.items()}


def officers_of_units(units: QuerySet[Unit]) -> QuerySet[User]:
    """As ``officers_of``, of any of these units."""
    held = Membership.objects.held().filter(unit__in=units.values("pk"), role__in=OFFICER_ROLES)
    return User.objects.filter(pk__in=held.values("user")).order_by("sort_name", "pk")


def holds_office(unit: Unit | int, *, besides: Membership) -> bool:
    """Whether the person of ``besides`` can still see to the unit's work without that role."""
    held = Membership.objects.filter(
        Q(user=besides.user_id), unit=unit, role__in=OFFICER_ROLES, ended_on__isnull=True
    )
    return held.exclude(pk=besides.pk).exists()
