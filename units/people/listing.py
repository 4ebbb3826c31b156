"""The list of people as it is shown: one finished row for each account."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.badges import Badge
from accounts.models import User
from units.models import Membership, Unit
from units.people.forms import ACTIVE, CLOSED, NEVER, NO_ROLE, PeopleFilter
from units.people.scopes import people_managed_by, people_matching
from units.policy import ROLE_LABELS, Capability, Role

PER_PAGE = 50


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


@dataclass(frozen=True)
class PeopleList:
    """``narrowed`` says whether any condition is in force."""

    form: PeopleFilter
    count: int
    rows: tuple[PersonRow, ...]
    page: Page[Any]
    narrowed: bool


def build_people(user: User, data: Any, *, page: str | None = None) -> PeopleList:
    """The page of the list that the parameters ask for, of the people whom ``user`` manages."""
    form = PeopleFilter(data)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = _narrowed(people_managed_by(user), user, chosen).order_by("sort_name", "pk")
    held = Membership.objects.filter(ended_on__isnull=True).select_related("unit")
    ordered = held.order_by("unit__sort_name", "pk")
    found = found.prefetch_related(Prefetch("memberships", ordered, to_attr="held_now"))
    shown = Paginator(found, PER_PAGE).get_page(page)
    return PeopleList(
        form=form,
        count=shown.paginator.count,
        rows=tuple(_row(person) for person in shown.object_list),
        page=shown,
        narrowed=any(chosen.values()),
    )


def _narrowed(people: QuerySet[User], user: User, chosen: dict[str, Any]) -> QuerySet[User]:
    if chosen.get("q"):
        people = people_matching(people, chosen["q"])
    held = Membership.objects.filter(ended_on__isnull=True)
    role = chosen.get("role")
    if role == NO_ROLE:
        people = people.exclude(pk__in=held.values("user"))
    elif role:
        held = held.filter(role=role)
    if chosen.get("unit"):
        reached = Unit.objects.reached_by(user, Capability.MANAGE_PEOPLE)
        held = held.filter(unit__in=reached.matching(chosen["unit"]).values("pk"))
    if chosen.get("unit") or role not in ("", None, NO_ROLE):
        people = people.filter(pk__in=held.values("user"))
    return _in_state(people, chosen.get("state", ""))


def _in_state(people: QuerySet[User], state: str) -> QuerySet[User]:
    if state == CLOSED:
        return people.filter(is_active=False)
    if state == NEVER:
        return people.filter(is_active=True, last_login__isnull=True)
    return people.filter(is_active=True) if state == ACTIVE else people


def _row(person: User) -> PersonRow:
    held: list[Membership] = person.held_now  # type: ignore[attr-defined]  # prefetched
    return PersonRow(
        pk=person.pk,
        name=str(person),
        username=person.username,
        position=person.position,
        roles=tuple((ROLE_LABELS[Role(one.role)], one.unit.name) for one in held),
        badge=account_badge(person),
        seen=_day_of(person.last_login),
    )


def account_badge(person: User) -> Badge:
    """How an account stands, in one word."""
    if not person.is_active:
        return Badge("Đã ngừng", "cancelled", "lock")
    if person.must_change_password:
        return Badge("Chờ đổi mật khẩu", "waiting", "key")
    if person.last_login is not None:
        return Badge("Đang sử dụng", "done", "circle-check")
    if person.invited_at is not None:
        return Badge("Đã mời", "waiting", "mail")
    return Badge("Chưa đăng nhập", "open", "user")


def _day_of(moment: datetime.datetime | None) -> str:
    return f"{moment.astimezone(timezone.get_current_timezone()):%d/%m/%Y}" if moment else ""
