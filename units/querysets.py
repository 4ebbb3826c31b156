"""Questions about units, groups and roles.

Permission is a sub-select in SQL, never a list of ids: ``within_reach`` is the one translation of
the policy table into rows, and every other app asks it.  Only the few units in which the person
holds a role are named; what lies below them is told by the tree's links.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from units.agency_settings import BY_KEY, Setting
from units.policy import GRANTS, Capability, Reach, Role, roles_reaching
from vietnamese.text import fold

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from units.models import AgencySetting, Membership, Unit, UnitGroup


class Post(NamedTuple):
    """A role that somebody holds: where, and what the unit is called."""

    unit: int
    role: Role
    office: str


def roles_held(user: User | AnonymousUser) -> tuple[tuple[int, Role], ...]:
    """The units in which a person holds a role, each with the role; in one query, or none where
    ``remember_roles`` has asked for this request."""
    if not user.is_authenticated:
        return ()
    known: tuple[tuple[int, Role], ...] | None = getattr(user, "roles_held", None)
    if known is not None:
        return known
    held = user.memberships.held().order_by("pk").values_list("unit", "role")
    return tuple((unit, Role(role)) for unit, role in held)


def remember_roles(user: User | AnonymousUser) -> None:
    """Asks once which roles the person of a request holds, and where: every page asks a dozen times
    what they reach and says whose it is.  A role given meanwhile counts from the next request."""
    if user.is_authenticated and user.roles_held is None:
        remember_posts(user, posts_of(user))


def posts_of(user: User) -> Sequence[Post]:
    """The roles that a person holds, with the names of the units; in one query, or none where they
    are remembered."""
    if user.roles_held is not None:
        return [
            Post(unit, role, name)
            for (unit, role), name in zip(user.roles_held, user.offices, strict=True)
        ]
    rows = user.memberships.held().order_by("pk").values_list("unit", "role", "unit__name")
    return [Post(unit, Role(role), name) for unit, role, name in rows]


def remember_posts(user: User, posts: Sequence[Post]) -> None:
    """Keeps what was asked of a person's roles for the time of one request."""
    user.roles_held = tuple((post.unit, post.role) for post in posts)
    user.offices = tuple(post.office for post in posts)
    user.capabilities_in = {}


def within_reach(user: User | AnonymousUser, capability: Capability, unit: str) -> Q:
    """The rows whose unit (named by the lookup ``unit``) is one in which the person may do this, by
    the policy table; silence means none."""
    held = roles_held(user)
    if any(role in roles_reaching(capability, Reach.ALL) for _, role in held):
        return Q(**{f"{unit}__isnull": False})
    own = {one for one, role in held if role in roles_reaching(capability, Reach.OWN)}
    tops = {one for one, role in held if role in roles_reaching(capability, Reach.SUBTREE)}
    if not tops:
        return Q(**{f"{unit}__in": own})
    # Links of the tree asked apart, so that no row comes twice and nothing has to be DISTINCT.
    links: Any = apps.get_model("units", "UnitAncestor")._default_manager
    below = Q(**{f"{unit}__in": links.filter(ancestor__in=tops).values("unit")})
    return below | Q(**{f"{unit}__in": own}) if own else below


def reaches_any(user: User | AnonymousUser, capability: Capability) -> bool:
    """Whether the person holds a role that may do this somewhere."""
    return any(role in GRANTS[capability] for _, role in roles_held(user))


def capabilities_at(user: User | AnonymousUser, unit: int) -> frozenset[Capability]:
    """Everything that the person may do in one unit, by the policy table; in one query at the most,
    and none for the units in which the person holds the role."""
    known: dict[int, frozenset[Capability]] | None = getattr(user, "capabilities_in", None)
    if known is not None and unit in known:
        return known[unit]
    held = roles_held(user)
    above = {one for one, _ in held if one != unit}
    if above:
        links: Any = apps.get_model("units", "UnitAncestor")._default_manager
        found = links.filter(unit=unit, ancestor__in=above).order_by()
        above = set(found.values_list("ancestor", flat=True))

    def reaches(one: int, how_far: Reach | None) -> bool:
        if how_far is None or how_far is Reach.ALL:
            return how_far is not None
        return one == unit or (how_far is Reach.SUBTREE and one in above)

    found = frozenset(
        capability
        for capability, grants in GRANTS.items()
        if any(reaches(one, grants.get(role)) for one, role in held)
    )
    if known is not None:
        known[unit] = found
    return found


class MembershipQuerySet(models.QuerySet["Membership"]):
    def held(self) -> MembershipQuerySet:
        """Roles that have not ended."""
        return self.filter(ended_on__isnull=True, user__is_active=True)

    def roles_of(self, user: User | AnonymousUser) -> set[Role]:
        """The roles that a person holds anywhere; none for somebody not signed in."""
        return {role for _, role in roles_held(user)}


class UnitQuerySet(models.QuerySet["Unit"]):
    def reached_by(self, user: User | AnonymousUser, capability: Capability) -> UnitQuerySet:
        """The units in which the person may do this, by the policy table; silence means none."""
        return self.filter(within_reach(user, capability, "pk"))

    def subtree_of(self, unit: Unit) -> UnitQuerySet:
        """The unit itself and every unit below it."""
        return self.filter(ancestor_links__ancestor=unit)

    def active_on(self, day: datetime.date) -> UnitQuerySet:
        """Units that exist on that day."""
        return self.filter(
            Q(active_from__isnull=True) | Q(active_from__lte=day),
            Q(active_to__isnull=True) | Q(active_to__gte=day),
        )

    def internal(self) -> UnitQuerySet:
        """Without the outside bodies that plans only mention."""
        return self.filter(kind__is_external=False)

    def in_group(self, group: UnitGroup) -> UnitQuerySet:
        """The units of the group's agency that are listed in it or that its rule means; outside
        bodies, and units for which an end is set, are left out."""
        lasting = self.internal().filter(active_to__isnull=True).subtree_of(group.agency)
        if not group.by_rule:
            return lasting.filter(member_of=group)
        kinds = [kind.pk for kind in group.kinds.all()]
        return lasting.under_rule(group.under or group.agency, kinds, group.depth)

    def under_rule(self, top: Unit, kinds: Sequence[str], depth: int | None) -> UnitQuerySet:
        """The units below ``top``, at most ``depth`` steps down (any number for None), of these
        kinds (of any, where none is named)."""
        steps = {"ancestor_links__distance__lte": depth} if depth else {}
        found = self.filter(ancestor_links__ancestor=top, ancestor_links__distance__gt=0, **steps)
        return found.filter(kind__in=kinds) if kinds else found

    def matching(self, words: str) -> UnitQuerySet:
        """Units whose code or name holds every word, accents and case apart."""
        return self.filter(search_text__words=words)


class UnitGroupQuerySet(models.QuerySet["UnitGroup"]):
    def visible_to(self, user: User) -> UnitGroupQuerySet:
        """Groups of the agencies whose units the person may look up."""
        return self._of_agencies(user, Capability.VIEW_UNITS)

    def editable_by(self, user: User) -> UnitGroupQuerySet:
        """Groups that the person may change."""
        return self._of_agencies(user, Capability.MANAGE_GROUPS)

    def matching(self, words: str) -> UnitGroupQuerySet:
        """Groups whose name, or one of whose other names, holds every word, accents and case
        apart."""
        aliases: Any = self.model._meta.get_field("aliases").related_model
        found = self
        for word in fold(words).split():
            named = aliases.objects.filter(group__isnull=False, folded__contains=word)
            found = found.filter(Q(folded__contains=word) | Q(pk__in=named.values("group")))
        return found

    def _of_agencies(self, user: User, capability: Capability) -> UnitGroupQuerySet:
        units = UnitQuerySet(self.model._meta.get_field("agency").related_model)
        return self.filter(agency__in=units.reached_by(user, capability).values("pk"))


class AgencySettingQuerySet(models.QuerySet["AgencySetting"]):
    def value_of(self, unit: Unit | int, setting: Setting) -> Any:
        """What holds for a unit: what it has chosen itself, else the nearest unit above it that has
        chosen, else the default.  The one way in which a setting is read."""
        chosen = self.filter(key=setting.key, agency__descendant_links__unit=unit)
        nearest = chosen.order_by("agency__descendant_links__distance")
        return next(filter(setting.holds, nearest.values_list("value", flat=True)), setting.default)

    def units_with(self, setting: Setting, value: Any) -> Any:
        """The keys of the units for which a setting holds this value, as a query."""
        units = self.model._meta.get_field("agency").related_model._default_manager
        chosen = self.filter(key=setting.key)
        meant = [pk for pk, one in chosen.values_list("pk", "value") if one == value]
        nearest = chosen.filter(agency__descendant_links__unit=OuterRef("pk"))
        by_distance = nearest.order_by("agency__descendant_links__distance")
        found = units.annotate(nearest=Subquery(by_distance.values("pk")[:1]))
        wanted = Q(nearest__in=meant)
        if value == setting.default:
            wanted |= Q(nearest__isnull=True)
        return found.filter(wanted).values("pk")

    def values_of(self, unit: Unit | int) -> dict[str, Any]:
        """What holds for a unit of every setting, by key; in one query."""
        chosen = self.filter(agency__descendant_links__unit=unit)
        farthest_first = chosen.order_by("-agency__descendant_links__distance")
        defaults = {key: setting.default for key, setting in BY_KEY.items()}
        return defaults | {
            key: value
            for key, value in farthest_first.values_list("key", "value")
            if key in BY_KEY and BY_KEY[key].holds(value)
        }

    def choices_of(
        self, units: Collection[int], settings: Iterable[Setting]
    ) -> dict[int, dict[str, Any]]:
        """What holds of these settings, by key, for each of the units; one query."""
        wanted = {setting.key: setting for setting in settings}
        chosen = self.filter(key__in=wanted, agency__descendant_links__unit__in=list(units))
        defaults = {key: setting.default for key, setting in wanted.items()}
        found = {unit: dict(defaults) for unit in units}
        farthest_first = chosen.order_by("-agency__descendant_links__distance")
        for unit, key, value in farthest_first.values_list(
            "agency__descendant_links__unit", "key", "value"
        ):
            if wanted[key].holds(value):
                found[unit][key] = value
        return found

    def by_unit(self, settings: Iterable[Setting]) -> dict[int, dict[str, Any]]:
        """What holds of these settings, by key, for each unit for which anything was chosen, by
        itself or above it; what is missing holds by default.  One query, however many units."""
        wanted = {setting.key: setting for setting in settings}
        chosen = self.filter(key__in=wanted).order_by("-agency__descendant_links__distance")
        found: dict[int, dict[str, Any]] = {}
        for unit, key, value in chosen.values_list(
            "agency__descendant_links__unit", "key", "value"
        ):
            if wanted[key].holds(value):
                found.setdefault(unit, {})[key] = value
        return found
