"""Groups of units."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User
from units.actions.base import Day, StaleUnit, noted
from units.models import Unit, UnitGroup, UnitKind
from vietnamese.text import one_line


@transaction.atomic
def save_group(
    *,
    group: UnitGroup,
    kinds: Sequence[UnitKind],
    members: Sequence[Unit],
    by: User,
    on: Day,
    revision: int | None = None,
) -> UnitGroup:
    """Saves a new or changed group with its kinds (of a rule) or its members (of a list).

    What does not belong to its way of choosing is emptied.  Plans already issued are not touched.
    Raises StaleUnit, or ValidationError where the name is taken, a list is empty, or a unit stands
    outside the group's agency.
    """
    _refuse_stale(group, revision)
    group.name = one_line(group.name)
    if group.by_rule:
        members = []
    else:
        kinds, group.under, group.depth = [], None, None
    _refuse_strangers(group, members)
    group.revision += 0 if group._state.adding else 1
    group.full_clean()
    group._history_user = by  # type: ignore[attr-defined]
    group._change_reason = noted("Lập hoặc sửa nhóm", on)  # type: ignore[attr-defined]
    group.save()
    group.kinds.set(kinds)
    group.members.set(members)
    return group


def _refuse_stale(group: UnitGroup, revision: int | None) -> None:
    if group._state.adding:
        return
    now = UnitGroup.objects.select_for_update().values_list("revision", flat=True).get(pk=group.pk)
    if revision is not None and revision != now:
        raise StaleUnit("Nhóm")
    group.revision = now


def _refuse_strangers(group: UnitGroup, members: Sequence[Unit]) -> None:
    if not group.by_rule and not members:
        raise ValidationError({"members": "Hãy chọn ít nhất một đơn vị cho nhóm."})
    named = [unit.pk for unit in (*members, *([group.under] if group.under else []))]
    inside = Unit.objects.subtree_of(group.agency).filter(pk__in=named)
    if inside.count() != len(set(named)):
        raise ValidationError(f"Nhóm của “{group.agency}” chỉ gồm các đơn vị thuộc cơ quan này.")


@transaction.atomic
def delete_group(*, group: UnitGroup, by: User, on: Day) -> None:
    """Deletes a group that nothing uses.  Raises ValidationError where work was given to it."""
    group._history_user = by  # type: ignore[attr-defined]
    group._change_reason = noted("Xóa nhóm", on)  # type: ignore[attr-defined]
    try:
        group.delete()
    except ProtectedError as error:
        raise ValidationError(
            f"Nhóm “{group.name}” đang được giao việc trong kế hoạch nên không xóa được."
            " Có thể đổi tên hoặc sửa thành phần của nhóm."
        ) from error
