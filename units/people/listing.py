"""The list of people as it is shown: one finished row for each account."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Prefetch, QuerySet, When
from django.utils import timezone

from accounts.badges import Badge
from accounts.columns import Column
from accounts.listing import SheetColumn, ShownList, moment
from accounts.models import User
from units.models import Membership
from units.policy import ROLE_LABELS, Role


def _roles(person: Any) -> Iterator[tuple[str, str]]:
    """Role and unit of each that a person holds (``held_now``, prefetched)."""
    return ((ROLE_LABELS[Role(one.role)], one.unit.name) for one in person.held_now)


def roles_in_words(person: User) -> str:
    return "; ".join(f"{role} – {unit}" for role, unit in _roles(person))


def account_badge(person: User) -> Badge:
    """How an account stands, in one word."""
    if not person.is_active:
        return Badge("Đã ngừng", "cancelled", "lock")
    if person.must_change_password:
        return Badge("Chờ đổi mật khẩu", "waiting", "key")
    if person.last_login is not None:
        return Badge("Đang sử dụng", "done", "circle-check")
    if person.invited_at is not None and person.invitation_refusal:
        return Badge("Không rõ thư mời đã đến", "overdue", "mail-exclamation")
    if person.invited_at is not None:
        return Badge("Đã mời", "waiting", "mail")
    if person.invitation_refusal:
        return Badge("Thư mời chưa gửi được", "overdue", "mail-exclamation")
    return Badge("Chưa đăng nhập", "open", "user")


_BY_STATE = Case(
    When(is_active=False, then=4),
    When(must_change_password=True, then=2),
    When(last_login__isnull=False, then=1),
    When(invited_at__isnull=False, then=3),
    default=0,
    output_field=IntegerField(),
)
PEOPLE = ShownList(
    name="nguoi-dung",
    title="Người dùng",
    columns=(
        Column("ten", "Họ và tên", ("sort_name",)),
        Column("vai-tro", "Vai trò"),
        Column("dang-nhap", "Đăng nhập gần nhất", ("last_login",), may_lack=True),
        Column("tai-khoan", "Tài khoản", (_BY_STATE,)),
    ),
    order=("sort_name", "pk"),
    sheet=(
        SheetColumn("Họ và tên", 28, str),
        SheetColumn("Tên đăng nhập", 20, lambda person: person.username),
        SheetColumn("Chức vụ", 24, lambda person: person.position),
        SheetColumn("Vai trò", 60, roles_in_words),
        SheetColumn("Thư điện tử", 30, lambda person: person.email),
        SheetColumn("Điện thoại", 16, lambda person: person.phone),
        SheetColumn("Đăng nhập gần nhất", 18, lambda person: moment(person.last_login)),
        SheetColumn("Tài khoản", 20, lambda person: account_badge(person).label),
    ),
)


@dataclass(frozen=True)
class PersonRow:
    """``roles`` are pairs of a role and its unit; ``seen`` says when the person last came in."""

    pk: int
    name: str
    username: str
    position: str
    roles: tuple[tuple[str, str], ...]
    badge: Badge
    seen: str


def with_roles(people: QuerySet[User]) -> QuerySet[User]:
    """The people with the roles that they hold now, as rows of the list show them."""
    held = Membership.objects.filter(ended_on__isnull=True).select_related("unit")
    ordered = held.order_by("unit__sort_name", "pk")
    return people.prefetch_related(Prefetch("memberships", ordered, to_attr="held_now"))


def people_rows(people: Iterable[User]) -> tuple[PersonRow, ...]:
    """The rows of a page; ``people`` come ``with_roles``."""
    return tuple(map(_row, people))


def _row(person: User) -> PersonRow:
    return PersonRow(
        pk=person.pk,
        name=str(person),
        username=person.username,
        position=person.position,
        roles=tuple(_roles(person)),
        badge=account_badge(person),
        seen=_day_of(person.last_login),
    )


def _day_of(moment: datetime.datetime | None) -> str:
    return f"{moment.astimezone(timezone.get_current_timezone()):%d/%m/%Y}" if moment else ""
