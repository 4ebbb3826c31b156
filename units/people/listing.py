"""The list of people, one finished row for each account, and the page of one: the account, the
roles held and given up, what was done about them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, IntegerField, Prefetch, QuerySet, When
from django.utils import timezone

from accounts.badges import Badge
from accounts.columns import Column
from accounts.jobs import LOST_AFTER, UNSURE
from accounts.listing import SheetColumn, ShownList, moment
from accounts.models import User
from units.contexts.history import HistoryLine
from units.models import Membership, Unit
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


# --- the page of one person -----------------------------------------------------------------------
MOST_CHANGES = 50


@dataclass(frozen=True)
class RoleLine:
    """A role held or given up; ``when`` says from which day, and to which."""

    pk: int
    role: str
    unit: str
    when: str


@dataclass(frozen=True)
class PersonPage:
    """``invited`` says when the last invitation left and until when its link works, ``trouble`` why
    the last one did not leave, or that nobody knows."""

    pk: int
    name: str
    username: str
    position: str
    email: str
    phone: str
    badge: Badge
    is_active: bool
    is_self: bool
    last_seen: str
    invited: str
    trouble: str
    held: tuple[RoleLine, ...]
    ended: tuple[RoleLine, ...]
    changes: tuple[HistoryLine, ...]


def build_person(person: User, user: User, *, now: datetime.datetime) -> PersonPage:
    """The page of a person for an administrator; the number of queries is fixed."""
    roles = list(person.memberships.select_related("unit").order_by("unit__sort_name", "pk"))
    return PersonPage(
        pk=person.pk,
        name=str(person),
        username=person.username,
        position=person.position,
        email=person.email,
        phone=person.phone,
        badge=account_badge(person),
        is_active=person.is_active,
        is_self=person.pk == user.pk,
        last_seen=_moment(person.last_login) or "chưa lần nào",
        invited=_invited(person, now),
        trouble=_trouble(person, now),
        held=tuple(_line(one) for one in roles if one.ended_on is None),
        ended=tuple(_line(one) for one in roles if one.ended_on is not None),
        changes=tuple(_changes(person)),
    )


def _line(held: Membership) -> RoleLine:
    first = f"từ {held.started_on:%d/%m/%Y}" if held.started_on else ""
    last = f"thôi từ {held.ended_on:%d/%m/%Y}" if held.ended_on else ""
    return RoleLine(
        pk=held.pk,
        role=ROLE_LABELS[Role(held.role)],
        unit=held.unit.name,
        when=", ".join(part for part in (first, last) if part),
    )


def _invited(person: User, now: datetime.datetime) -> str:
    if person.invited_at is None:
        return ""
    until = person.invited_at + datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    if person.last_login and person.last_login > person.invited_at:
        return _moment(person.invited_at)
    works = f"liên kết dùng đến {_moment(until)}" if now < until else "liên kết đã hết hạn"
    return f"{_moment(person.invited_at)}; {works}"


def _trouble(person: User, now: datetime.datetime) -> str:
    said = person.invitation_refusal
    if person.invited_at is None and said:
        return (
            f"Chưa gửi được; máy chủ thư báo: {said}. Hãy xem lại địa chỉ rồi gửi lại, hoặc cấp mật"
            " khẩu lần đầu."
        )
    if person.last_login or person.invited_at is None:
        return ""
    is_silent = person.invitation_sent_at is None and person.invited_at < now - LOST_AFTER
    return said or (UNSURE if is_silent else "")


def _changes(person: User) -> Iterator[HistoryLine]:
    records = Membership.history.filter(user_id=person.pk).select_related("history_user")
    latest = list(records.order_by("-history_date", "-history_id")[:MOST_CHANGES])
    names = _unit_names(record.unit_id for record in latest)
    for record in latest:
        yield HistoryLine(
            at=record.history_date,
            by=str(record.history_user or "Chương trình"),
            what=_change_words(record, names.get(record.unit_id, "đơn vị đã xóa")),
        )


def _unit_names(keys: Iterable[int]) -> dict[int, str]:
    # A unit that is gone leaves its key in the history.
    return dict(Unit.objects.filter(pk__in=set(keys)).values_list("pk", "name"))


def _change_words(record: Any, unit: str) -> str:
    what = f"{ROLE_LABELS[Role(record.role)]} – {unit}"
    if record.history_type == "-":
        return f"Xóa vai trò {what}"
    if record.ended_on:
        return f"Thôi vai trò {what}, từ {record.ended_on:%d/%m/%Y}"
    if record.history_type == "~":
        return f"Sửa vai trò {what}"
    first = f", từ {record.started_on:%d/%m/%Y}" if record.started_on else ""
    return f"Giao vai trò {what}{first}"


def _moment(at: datetime.datetime | None) -> str:
    return f"{at.astimezone(timezone.get_current_timezone()):%H:%M %d/%m/%Y}" if at else ""
