"""What every installation starts with: the kinds of unit, and the first person."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password

from accounts.changes import verb
from accounts.models import User
from units.actions.tree import create_unit
from units.kinds import STANDARD_KINDS
from units.models import Membership, Unit, UnitKind
from units.policy import Role
from units.spreadsheets.kinds import guess_kind


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
