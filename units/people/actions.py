"""People come, get roles, give them up and go.

``by`` is who does it, ``on`` the day on which it is done.  A role counts from the moment it is
written and ends the same way (``MembershipQuerySet.held``), so neither day can lie ahead.
"""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.changes import locked, save_as, verb
from accounts.models import User
from units.administrators import check_administrator_stays
from units.models import Membership, Unit
from units.policy import Role

Day = datetime.date


@verb
def create_person(
    *, username: str, full_name: str, position: str = "", email: str = "", phone: str = ""
) -> User:
    """A new account, without a password: the person is invited or given a first one.

    Raises ValidationError where the account's name is taken or a field is wrong.
    """
    person = User(
        username=username.strip(), full_name=full_name, position=position, email=email, phone=phone
    )
    person.set_unusable_password()
    person.full_clean()
    person.save()
    return person


@verb
def give_role(
    *, user: User, unit: Unit, role: Role | str, by: User, on: Day, started_on: Day | None = None
) -> Membership:
    """The person holds the role in the unit from ``started_on`` (from ``on`` where it is None).

    Raises ValidationError where the role is held already, the day lies ahead, or the unit exists no
    more.
    """
    started_on = started_on or on
    if started_on > on:
        raise ValidationError(
            {"started_on": "Vai trò có hiệu lực ngay khi lưu, nên ngày này không thể sau hôm nay."}
        )
    if not Unit.objects.filter(pk=unit.pk).active_on(on).exists():
        raise ValidationError(
            {"unit": f"{unit} không còn hoạt động. Hãy chọn đơn vị đang hoạt động."}
        )
    if Membership.objects.filter(user=user, unit=unit, role=role, ended_on__isnull=True).exists():
        raise ValidationError({"role": f"{user} đang giữ vai trò này ở {unit}."})
    held = Membership(user=user, unit=unit, role=role, started_on=started_on)
    return save_as(held, by)


@verb
def end_role(
    *, membership: Membership, by: User, on: Day, ended_on: Day | None = None
) -> Membership:
    """The person gives the role up on ``ended_on`` (on ``on`` where it is None).

    Open work is handed over by ``tasks.actions.leave_unit``, which calls this.  Raises
    ValidationError where the role has ended, nobody else administers, or the day cannot be.
    """
    ended_on = ended_on or on
    held = locked(membership)
    if held.ended_on:
        raise ValidationError(f"Vai trò này đã thôi từ ngày {held.ended_on:%d/%m/%Y}.")
    if ended_on > on:
        raise ValidationError(
            {"ended_on": "Vai trò thôi ngay khi lưu, nên ngày này không thể sau hôm nay."}
        )
    if held.started_on and ended_on < held.started_on:
        raise ValidationError(
            {"ended_on": f"Không thể trước ngày giữ vai trò ({held.started_on:%d/%m/%Y})."}
        )
    check_administrator_stays(Q(pk=held.pk))
    held.ended_on = ended_on
    return save_as(held, by)


@verb
def close_account(*, user: User, by: User) -> User:
    """The account opens no more; its roles and its story stay.

    Raises ValidationError for one's own account and for the last administrator's.
    """
    if user.pk == by.pk:
        raise ValidationError("Không thể ngừng tài khoản đang dùng để đăng nhập.")
    person = locked(user)
    check_administrator_stays(Q(user=person))
    person.is_active = False
    # Opened again, the account does not bring back what was signed in before.
    person.end_sessions()
    person.save(update_fields=["is_active", "sessions_ended"])
    return person


@verb
def reopen_account(*, user: User) -> User:
    """The account opens again, with the roles it still holds.

    Raises ValidationError for one that is open.
    """
    person = locked(user)
    if person.is_active:
        raise ValidationError("Tài khoản này đang mở.")
    person.is_active = True
    person.save(update_fields=["is_active"])
    return person
