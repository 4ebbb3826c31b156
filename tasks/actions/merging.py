"""Units become one, and their open work goes along: explicitly, and all in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from accounts.changes import verb
from accounts.models import User
from tasks.actions.base import Day
from tasks.actions.handing_over import DONE_ALREADY, hand_over
from tasks.actions.suspension import cancel
from tasks.models import Assignment
from units.actions import merge_units
from units.models import Unit


@dataclass(frozen=True)
class Merged:
    """``handed_over``: parts that the successor has now; ``dropped``: parts that it had reported
    done already, cancelled in the units that ended."""

    into: Unit
    handed_over: int
    dropped: int


@verb
def merge_with_work(
    *,
    units: Sequence[Unit],
    into: Unit,
    work: Mapping[int, int],
    by: User,
    on: Day,
    ended_on: Day,
    move_roles: bool,
    revisions: Mapping[int, int],
) -> Merged:
    """As ``units.actions.merge_units``, and hands ``work`` (pk of an assignment → the revision that
    the person saw) to the successor.

    What is not named stays with the units that end.  Raises ValidationError where a unit cannot be
    merged or work cannot be handed over; then nothing changes.
    """
    merge_units(
        units=units,
        into=into,
        by=by,
        on=on,
        ended_on=ended_on,
        move_roles=move_roles,
        revisions=revisions,
    )
    rows = Assignment.objects.filter(pk__in=list(work), unit__in=units)
    handed = [
        _hand_over(row, into, by, on, work[row.pk])
        for row in rows.select_related("unit", "task").order_by("pk")
    ]
    return Merged(into, sum(handed), len(handed) - sum(handed))


def _hand_over(row: Assignment, into: Unit, by: User, on: Day, revision: int) -> bool:
    """Whether the successor has the work now; else it had done it and this part is cancelled."""
    reason = f"Sáp nhập {row.unit} vào {into}."
    try:
        hand_over(assignment=row, to_unit=into, by=by, on=on, reason=reason, revision=revision)
    except ValidationError as error:
        if DONE_ALREADY not in _codes(error):
            raise
        told = f"{reason} {into} đã báo hoàn thành chính việc này."
        cancel(assignment=row, by=by, on=on, reason=told)
        return False
    return True


def _codes(error: ValidationError) -> set[str | None]:
    errors = error.error_list if not hasattr(error, "error_dict") else [
        one for some in error.error_dict.values() for one in some
    ]  # fmt: skip
    return {one.code for one in errors}
