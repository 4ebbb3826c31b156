"""What an agency chooses for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from accounts.changes import StaleRevision, delete_as, locked, save_as, verb
from accounts.models import User
from units.agency_settings import BY_KEY
from units.models import AgencySetting, Unit


@verb
def change_settings(
    *, agency: Unit, values: Mapping[str, Any], by: User, seen: int | None = None
) -> int:
    """Keeps what an agency has chosen, by the keys of ``SETTINGS``; what it would get anyway, from
    above or by default, needs no row.  Returns how many settings have changed.

    ``seen`` is the ``edition`` that the person saw.  Raises StaleRevision where it is another by
    now, ValidationError for a value that a setting cannot have.
    """
    locked(agency)
    now = edition(agency)
    if seen is not None and seen != now:
        raise StaleRevision("Các thiết lập này", now)
    for key, value in values.items():
        if key not in BY_KEY or not BY_KEY[key].holds(value):
            raise ValidationError({key: "Giá trị này không dùng được. Hãy chọn lại."})
    before = AgencySetting.objects.values_of(agency)
    changed = {key: value for key, value in values.items() if value != before[key]}
    for key, value in changed.items():
        _choose(agency, key, value, by)
    return len(changed)


def edition(agency: Unit) -> int:
    """The last change of an agency's settings, 0 where there was none."""
    told = AgencySetting.history.filter(agency_id=agency.pk).order_by("-history_id")
    return told.values_list("history_id", flat=True).first() or 0


def _choose(agency: Unit, key: str, value: Any, by: User) -> None:
    row = AgencySetting.objects.filter(agency=agency, key=key).first()
    anyway = (
        AgencySetting.objects.value_of(agency.parent_id, BY_KEY[key])
        if agency.parent_id
        else BY_KEY[key].default
    )
    if value == anyway:
        if row is not None:
            row.value = value  # what the last line of the history says
            delete_as(row, by)
        return
    row = row or AgencySetting(agency=agency, key=key)
    row.value = value
    save_as(row, by)
