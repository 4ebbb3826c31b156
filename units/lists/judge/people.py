"""People as rows, one for each unit in which somebody holds roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from import_export.widgets import Widget

from accounts.models import User
from sheets.tables import TableRow
from units.lists.bulk import batched, write_history
from units.lists.judge.base import ByCode, ListResource
from units.lists.judge.cells import CellField, LinkField, PhoneWidget, TextWidget
from units.lists.judge.units import StoredUnits
from units.lists.layouts import PEOPLE
from units.lists.resolve.people import KnownPerson, resolve_people
from units.lists.resolve.rows import BETWEEN, ResolvedRow
from units.models import Membership, Unit
from units.policy import ROLE_LABELS, Role

_FACTS = ("full_name", "email", "phone", "position")
Roles = tuple[Role, ...]


class RolesWidget(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Roles:
        return tuple(Role(role) for role in str(value).split(BETWEEN))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "; ".join(ROLE_LABELS[role] for role in value or ())


class RolesField(CellField):
    """Roles are only ever added: who gives one up hands over open work."""

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        if written := row.get(self.column_name):
            roles = {*instance.roles_here, *self.widget.clean(written)}
            instance.roles_here = tuple(role for role in Role if role in roles)


class PersonResource(ListResource):
    """A list of people with their roles.

    While a row is judged, the account it is about carries ``unit_here``, the unit of the row, and
    ``roles_here``, the roles held there.
    """

    layout = PEOPLE
    people: dict[str, User]
    held: dict[tuple[str, str], Roles]

    class Meta(ListResource.Meta):
        model = User
        import_id_fields = ("username",)

    def cell(self, key: str, heading: str) -> CellField:
        if key == "unit":
            return LinkField("unit_here", heading, ByCode(lambda: self.directory.units))
        if key == "roles":
            return RolesField("roles_here", heading, RolesWidget())
        return CellField(key, heading, PhoneWidget() if key == "phone" else TextWidget())

    # --- out ----------------------------------------------------------------------------------

    def get_queryset(self) -> Any:
        return User.objects.order_by("sort_name", "pk")

    def iter_queryset(self, queryset: Any) -> Iterator[User]:
        """Each person as often as there are units in which roles are held."""
        held = Membership.objects.filter(user__in=queryset.values("pk"), ended_on__isnull=True)
        roles: dict[int, dict[Unit, list[Role]]] = {}
        for one in held.select_related("unit").order_by("unit__sort_name", "pk"):
            roles.setdefault(one.user_id, {}).setdefault(one.unit, []).append(Role(one.role))
        nowhere: dict[Unit | None, list[Role]] = {None: []}
        for person in queryset:
            for unit, here in (roles.get(person.pk) or nowhere).items():
                person.unit_here = unit
                person.roles_here = tuple(role for role in Role if role in here)
                yield person

    # --- in -----------------------------------------------------------------------------------

    def resolve(self, rows: Sequence[TableRow]) -> Sequence[ResolvedRow]:
        self.directory = StoredUnits.read(self.setting.units())
        people = User.objects.order_by("pk")
        self.people = {person.username: person for person in people}
        self.held = self._held()
        self.given: list[Membership] = []
        roles: dict[str, dict[str, Roles]] = {}
        for (username, code), here in self.held.items():
            roles.setdefault(username, {})[code] = here
        known = [
            KnownPerson(name, one.full_name, one.email, roles.get(name), one.is_active)
            for name, one in self.people.items()
        ]
        units = self.directory.known(self.setting)
        return resolve_people(rows, known, units, self.setting.answers)

    def _held(self) -> dict[tuple[str, str], Roles]:
        held: dict[tuple[str, str], set[Role]] = {}
        rows = Membership.objects.filter(ended_on__isnull=True).order_by("pk")
        for username, code, role in rows.values_list("user__username", "unit__code", "role"):
            held.setdefault((username, code), set()).add(Role(role))
        return {key: tuple(role for role in Role if role in roles) for key, roles in held.items()}

    def subject(self, row: ResolvedRow) -> User:
        if row.key not in self.people:
            # Nobody comes in before the person has set a password by the letter of invitation.
            self.people[row.key] = User(username=row.key, password=make_password(None))
        person = self.people[row.key]
        unit = row.values.get("unit", "")
        person.roles_here = self.held.get((row.key, unit), ())  # type: ignore[attr-defined]  # noted
        person.unit_here = (  # type: ignore[attr-defined]  # what the judge notes beside the row
            self.directory.units.get(unit) if (row.key, unit) in self.held else None
        )
        return person

    def check(self, instance: User, wrong: Iterable[str]) -> None:
        checked = {*_FACTS, "username"} if instance._state.adding else set(_FACTS)
        checked -= set(wrong)
        instance.clean_fields(exclude={f.name for f in User._meta.fields} - checked)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        super().save_instance(instance, is_create, row, **kwargs)
        unit: Unit | None = instance.unit_here
        if unit is None:
            return
        place = (instance.username, unit.code)
        for role in instance.roles_here:
            if role not in self.held.get(place, ()):
                self.given.append(
                    Membership(
                        user=instance,
                        unit=unit,
                        role=role.value,
                        started_on=self.setting.on,
                    )
                )
        self.held[place] = instance.roles_here

    def _told(self) -> set[str]:
        """The facts that the file tells; others are left as they may have become meanwhile."""
        return {str(one.attribute) for one in self._present} & set(_FACTS)

    def write(self, fresh: Sequence[User], changed: Sequence[User]) -> None:
        for person in (*fresh, *changed):
            person.fill_derived()
        User.objects.bulk_create(fresh, batch_size=500)
        for batch in batched(changed, 500):
            User.objects.bulk_update(batch, [*sorted(self._told()), "sort_name", "search_text"])
        for role in self.given:
            role.user = role.user  # takes the number that the person was given
        Membership.objects.bulk_create(self.given, batch_size=500)
        pks = [role.pk for role in self.given]
        write_history(Membership, pks, kind="+", by=self.setting.by, at=self.setting.at)
