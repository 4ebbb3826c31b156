"""The pages of people: the list, one person, a new one, how somebody gets in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.change_forms import REFUSED, Change, run
from accounts.changes import verb
from accounts.invitations import give_first_password, invite
from accounts.listing import last_list, remember_list
from accounts.models import User
from accounts.picker import is_key, offers_for
from accounts.requests import Request
from units.bulk import Act, BulkForm, BulkRow, Many, acts_by_key, run_bulk
from units.guards import requires
from units.models import Unit
from units.people import actions
from units.people.forms import PASSWORD, DetailsForm, NewPersonForm, PeopleFilter, RoleForm
from units.people.listing import PEOPLE, account_badge, build_person, people_rows, with_roles
from units.people.scopes import officers_of_units, people_managed_by
from units.policy import Capability
from units.unit_field import PersonField, UnitField


@require_safe
@requires(Capability.MANAGE_PEOPLE)
def people(request: Request) -> HttpResponse:
    """Everybody with an account, searched and filtered."""
    form = PeopleFilter(request.user, request.GET)
    found = with_roles(form.found())
    if file := PEOPLE.file(found, request.GET, on=timezone.localdate()):
        return file
    page = PEOPLE.page(found, form, request.GET)
    context = {"list": page, "rows": people_rows(page.rows), "acts": MANY_PEOPLE.acts_for(request)}
    answer = render(request, "units/people/people.html", context)
    remember_list(answer, request, LIST)
    return answer


def _invite_one(*, user: User, by: User, base_url: str, **_: Any) -> None:
    invite(user=user, by=by, at=timezone.now(), base_url=base_url)
    if refusal := _refusal(user):
        raise ValidationError(refusal)


def _refusal(user: User) -> str:
    """What to say of an invitation that did not leave; "" where it did, or is on its way."""
    user.refresh_from_db(fields=["invited_at", "invitation_refusal"])
    said = user.invitation_refusal
    if not said or user.invited_at:
        return said
    return f"Thư mời chưa gửi được đến {user.email}; máy chủ thư báo: {said}."


def _reopen_one(*, user: User, **_: Any) -> None:
    actions.reopen_account(user=user)


class InviteManyForm(BulkForm):
    """An invitation says nothing but where the program is."""

    def suit(self, *, today: datetime.date, rows: Sequence[Any], request: Request) -> None:
        self.base_url = request.build_absolute_uri("/")

    def arguments(self) -> dict[str, Any]:
        return {"base_url": self.base_url}


def person_row(person: User, _day: datetime.date) -> BulkRow:
    meta = " · ".join(filter(None, (person.username, person.position, person.email)))
    href = reverse("units:person", args=[person.pk])
    return BulkRow(person.pk, str(person), meta, href, account_badge(person))


LIST = "nguoi-dung"  # the cookie with the list as it was narrowed
MANY_PEOPLE = Many(
    noun="tài khoản",
    shown=person_row,
    acts=acts_by_key(
        Act(
            "moi",
            "Gửi thư mời",
            "mail",
            Capability.MANAGE_PEOPLE,
            people_managed_by,
            verb=_invite_one,
            argument="user",
            form=InviteManyForm,
            said="Thư mời đang được gửi.",
        ),
        Act(
            "mo-lai",
            "Mở lại tài khoản",
            "lock-open",
            Capability.MANAGE_PEOPLE,
            people_managed_by,
            verb=_reopen_one,
            argument="user",
            said="Đã mở lại tài khoản.",
        ),
        Act(
            "ngung",
            "Ngừng tài khoản",
            "lock",
            Capability.MANAGE_PEOPLE,
            people_managed_by,
            leads_to="tasks:close_accounts",
        ),
    ),
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.MANAGE_PEOPLE)
def many(request: Request) -> HttpResponse:
    """One thing done to many accounts."""
    rows = people_managed_by(request.user).order_by("sort_name", "pk")
    back = last_list(request, LIST, reverse("units:people"))
    return run_bulk(request, MANY_PEOPLE, rows, back=back, on=timezone.localdate())


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_PEOPLE)
@never_cache
def add_person(request: Request) -> HttpResponse:
    """A new account with its first role; the person is invited or gets a first password."""
    today = timezone.localdate()
    form = NewPersonForm(request.POST or None, by=request.user, today=today, auto_id="nguoi-%s")
    if request.method == "POST" and form.act(_add, request=request):
        if form.cleaned_data["entry"] == PASSWORD:
            return _show_password(request, form.result)
        return redirect("units:person", form.result.pk)
    status = REFUSED if form.is_bound else 200
    return render(request, "units/people/person_new.html", {"form": form}, status=status)


@verb
def _add(
    *,
    request: Request,
    unit: Unit,
    role: str,
    started_on: datetime.date,
    entry: str,
    **details: str,
) -> User:
    made = actions.create_person(**details)
    actions.give_role(
        user=made,
        unit=unit,
        role=role,
        by=request.user,
        on=timezone.localdate(),
        started_on=started_on,
    )
    if entry != PASSWORD:
        _invite(request, made)
    return made


@require_safe
@requires(Capability.MANAGE_PEOPLE)
def person(request: Request, pk: int) -> HttpResponse:
    """One person: the account, the roles, their history."""
    return _show(request, _person(request, pk))


@require_POST
@requires(Capability.MANAGE_PEOPLE)
def change_details(request: Request, pk: int) -> HttpResponse:
    """Mends name, position and how to reach the person."""
    found = _person(request, pk)
    form = DetailsForm(request.POST, instance=found)
    if form.is_valid():
        form.save()
        messages.success(request, "Đã lưu thông tin liên hệ.")
        return redirect("units:person", pk)
    return _show(request, _person(request, pk), details=form)


@require_POST
@requires(Capability.MANAGE_PEOPLE)
def give_role(request: Request, pk: int) -> HttpResponse:
    """One role more."""
    found, today = _person(request, pk), timezone.localdate()
    form = RoleForm(request.POST, by=request.user, today=today)
    if form.act(actions.give_role, user=found, by=request.user, on=today):
        messages.success(request, f"Đã giao vai trò cho {found}.")
        return redirect("units:person", pk)
    return _show(request, found, role=form)


@require_POST
@requires(Capability.MANAGE_PEOPLE)
def invite_person(request: Request, pk: int) -> HttpResponse:
    """Sends the invitation, once more where one was sent."""
    found, change = _person(request, pk), Change()
    if not change.run(_invite, request=request, found=found):
        messages.error(request, change.problem)
    return redirect("units:person", pk)


def _invite(request: Request, found: User) -> None:
    until = invite(
        user=found,
        by=request.user,
        at=timezone.now(),
        base_url=request.build_absolute_uri("/"),
    )
    if refusal := _refusal(found):
        messages.error(request, refusal)
        return
    works = f"{timezone.localtime(until):%H:%M ngày %d/%m/%Y}"
    messages.success(
        request, f"Thư mời đang được gửi đến {found.email}. Liên kết dùng được đến {works}."
    )


@require_POST
@requires(Capability.MANAGE_PEOPLE)
@never_cache
def first_password(request: Request, pk: int) -> HttpResponse:
    """Gives a password to change on entering; it is shown on this page and never again."""
    return _show_password(request, _person(request, pk))


def _show_password(request: Request, found: User) -> HttpResponse:
    change = Change()
    if not change.run(give_first_password, user=found):
        messages.error(request, change.problem)
        return redirect("units:person", found.pk)
    context = {"person": found, "password": change.result}
    return render(request, "units/people/person_password.html", context)


@require_POST
@requires(Capability.MANAGE_PEOPLE)
def reopen_account(request: Request, pk: int) -> HttpResponse:
    """The account opens again."""
    found = _person(request, pk)
    run(request, f"Đã mở lại tài khoản của {found}.", actions.reopen_account, user=found)
    return redirect("units:person", pk)


@require_safe
@requires(Capability.VIEW_UNITS)
def find_units(request: Request) -> HttpResponse:
    """Units to choose from while somebody types their name: a part of a form."""
    units = Unit.objects.reached_by(request.user, Capability.VIEW_UNITS)
    active = units.active_on(timezone.localdate())
    return render(request, "components/_offers.html", offers_for(UnitField, active, request.GET))


@require_safe
@requires(Capability.ASSIGN_OFFICERS)
def find_people(request: Request) -> HttpResponse:
    """People to choose from while somebody types a name: those who can see to the work of the units
    in reach, or of one of them."""
    unit = request.GET.get("unit", "")
    reached = Unit.objects.reached_by(request.user, Capability.ASSIGN_OFFICERS)
    if is_key(unit):
        reached = reached.filter(pk=int(unit))
    people = officers_of_units(reached)
    return render(request, "components/_offers.html", offers_for(PersonField, people, request.GET))


# --- parts ----------------------------------------------------------------------------------------
def _person(request: Request, pk: int) -> User:
    return get_object_or_404(people_managed_by(request.user), pk=pk)


def _show(
    request: Request,
    found: User,
    *,
    details: DetailsForm | None = None,
    role: RoleForm | None = None,
) -> HttpResponse:
    """The page of a person; a refused form stands on it as it was filled in."""
    context = {
        "page": build_person(found, request.user, now=timezone.now()),
        "details": details or DetailsForm(instance=found),
        "role_form": role or RoleForm(by=request.user, today=timezone.localdate()),
    }
    status = REFUSED if details or role else 200
    return render(request, "units/people/person.html", context, status=status)
