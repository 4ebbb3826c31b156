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
from units.people.actions import close_account, end_role
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


def work_in_charge_of(user: User) -> AssignmentQuerySet:
    """The open work that a person sees to, in whatever unit."""
    return Assignment.objects.filter(officer=user).unfinished().in_force()


@verb
def close_account_with_work(
    *, user: User, by: User, on: Day, to: Mapping[int, User | None]
) -> User:
    """The account opens no more; ``to`` says for each unit (by its key) who takes over the open
    work there, None for the unit, which will name somebody.

    Raises ValidationError where a unit is not answered for, somebody named does not work there, or
    the account cannot be closed (``close_account``).
    """
    open_work = list(work_in_charge_of(user).order_by("pk"))
    if any(work.unit_id not in to for work in open_work):
        raise ValidationError("Hãy chọn người nhận việc đang làm ở từng đơn vị.")
    closed = close_account(user=user, by=by)
    for row in open_work:
        officer = to[row.unit_id]
        with changing_work(row) as work:
            if officer is not None:
                refuse_strangers(work, officer)
            work.officer = officer
            note = f"Tài khoản của {user} ngừng sử dụng."
            tell(work, EntryKind.OFFICER, by, on, f"{note} {change_words(user, officer)}")
    return closed


@verb
def close_account_for_all(*, user: User, by: User, on: Day, officer: User | None) -> User:
    """As ``close_account_with_work``, with one answer for all open work: ``officer`` takes it over,
    None for the units, which will name somebody."""
    units = work_in_charge_of(user).order_by().values_list("unit_id", flat=True).distinct()
    return close_account_with_work(user=user, by=by, on=on, to=dict.fromkeys(units, officer))
