"""Somebody leaves a unit: the role ends, and the open work in the person's charge goes on."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from accounts.changes import verb
from accounts.models import User
from tasks.actions.base import Day, changing_work, tell
from tasks.actions.officers import change_words, refuse_strangers
from tasks.models import Assignment, EntryKind
from tasks.querysets import AssignmentQuerySet
from units.models import Membership
from units.people.actions import end_role
from units.people.scopes import holds_office


def work_left_by(membership: Membership) -> AssignmentQuerySet:
    """The open work in the person's charge that needs somebody else once this role has ended."""
    if holds_office(membership.unit_id, besides=membership):
        return Assignment.objects.none()
    mine = Assignment.objects.filter(unit=membership.unit_id, officer=membership.user_id)
    return mine.unfinished().in_force()


@verb
def leave_unit(
    *,
    membership: Membership,
    by: User,
    on: Day,
    to: Mapping[int, User | None],
    ended_on: Day | None = None,
) -> Membership:
    """Ends the role; ``to`` says of each piece of open work (by its key) who takes it over, None
    for the unit, which will name somebody.

    Raises ValidationError where a piece of work is not answered for, somebody named does not work
    in the unit, or the role cannot end (``end_role``).
    """
    open_work = list(work_left_by(membership).order_by("pk"))
    if any(work.pk not in to for work in open_work):
        raise ValidationError(
            "Có việc vừa được giao thêm cho người này. Hãy xem lại danh sách rồi chọn người nhận."
        )
    ended = end_role(membership=membership, by=by, on=on, ended_on=ended_on)
    for work in open_work:
        _pass_on(work, ended, to[work.pk], by, on)
    return ended


def _pass_on(
    assignment: Assignment, ended: Membership, officer: User | None, by: User, on: Day
) -> None:
    with changing_work(assignment) as work:
        if officer is not None:
            refuse_strangers(work, officer)
        work.officer = officer
        note = f"{ended.user} thôi vai trò {ended.get_role_display()} ở {ended.unit}."
        tell(work, EntryKind.OFFICER, by, on, f"{note} {change_words(ended.user, officer)}")
