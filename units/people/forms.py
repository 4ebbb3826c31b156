"""What an administrator types about people."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.change_forms import ChangeForm, DayField, offer
from accounts.listing import ListFilter, search_field
from accounts.models import User
from accounts.widgets import Radios, StyledField
from units.models import ROLE_CHOICES, Membership, Unit
from units.people.scopes import people_managed_by, people_matching
from units.policy import ROLE_LABELS, Capability, Role
from units.unit_field import UnitField

INVITE, PASSWORD = "invite", "password"
NO_ROLE = "none"
ACTIVE, NEVER, CLOSED = "active", "never", "closed"


class PeopleFilter(ListFilter):
    """Which people the list shows."""

    q = search_field("Tên, tài khoản, thư", "Tìm người")
    unit = UnitField(label="Đơn vị", required=False)
    under = forms.BooleanField(label="Cả đơn vị cấp dưới", required=False)
    role = forms.ChoiceField(
        label="Vai trò",
        required=False,
        choices=[("", "Tất cả"), *ROLE_CHOICES, (NO_ROLE, "Chưa có vai trò")],
    )
    state = forms.ChoiceField(
        label="Tài khoản",
        required=False,
        choices=[
            ("", "Tất cả"),
            (ACTIVE, "Đang sử dụng"),
            (NEVER, "Chưa đăng nhập lần nào"),
            (CLOSED, "Đã ngừng"),
        ],
    )

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.user = user
        offer(self, unit=Unit.objects.reached_by(user, Capability.MANAGE_PEOPLE))

    def found(self) -> QuerySet[User]:
        """The people whom the person manages and who fit what is chosen."""
        people, chosen = people_managed_by(self.user), self.chosen
        if "q" in chosen:
            people = people_matching(people, chosen["q"])
        held = Membership.objects.filter(ended_on__isnull=True)
        role, unit = chosen.get("role"), chosen.get("unit")
        if role == NO_ROLE:
            people = people.exclude(pk__in=held.values("user"))
        elif role:
            held = held.filter(role=role)
        if unit:
            below = Unit.objects.subtree_of(unit).values("pk")
            held = held.filter(unit__in=below) if "under" in chosen else held.filter(unit=unit)
        if unit or role not in (None, NO_ROLE):
            people = people.filter(pk__in=held.values("user"))
        return _in_state(people, chosen.get("state", ""))


def _in_state(people: QuerySet[User], state: str) -> QuerySet[User]:
    if state == CLOSED:
        return people.filter(is_active=False)
    if state == NEVER:
        return people.filter(is_active=True, last_login__isnull=True)
    return people.filter(is_active=True) if state == ACTIVE else people


class DetailsForm(forms.ModelForm[User]):
    bound_field_class = StyledField

    class Meta:
        model = User
        fields = ["full_name", "position", "email", "phone"]
        labels = {"email": "Thư điện tử"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "lien-he-%s"
        super().__init__(*args, **kwargs)


def role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Vai trò",
        choices=[("", "Chọn vai trò"), *((role.value, ROLE_LABELS[role]) for role in Role)],
        error_messages={"required": "Hãy chọn vai trò."},
    )


class RoleForm(ChangeForm):
    """A role in a unit, from a day.  ``by`` is who gives it: the units offered are in reach."""

    unit = UnitField(label="Đơn vị")
    role = role_field()
    started_on = DayField("Giữ từ ngày")

    def __init__(self, *args: Any, by: User, today: datetime.date, **kwargs: Any) -> None:
        kwargs = {"auto_id": "vai-tro-%s", **kwargs}
        super().__init__(*args, **kwargs)
        reached = Unit.objects.reached_by(by, Capability.MANAGE_PEOPLE).active_on(today)
        offer(self, unit=reached)
        self.fields["started_on"].initial = today


class NewPersonForm(RoleForm):
    """A new account with its first role, and how the person gets in."""

    full_name = forms.CharField(
        label="Họ và tên", max_length=150, error_messages={"required": "Hãy ghi họ và tên."}
    )
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=150,
        help_text="Chữ không dấu, số và các dấu . - _ @, viết liền. Ví dụ: nguyenvanan.",
        widget=forms.TextInput(attrs={"autocapitalize": "none"}),
        error_messages={"required": "Hãy ghi tên đăng nhập."},
    )
    position = forms.CharField(label="Chức vụ", max_length=150, required=False)
    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        help_text="Cần có khi gửi thư mời.",
        error_messages={"invalid": "Địa chỉ chưa đúng. Hãy viết như ten@coquan.gov.vn."},
    )
    phone = forms.CharField(label="Điện thoại", max_length=30, required=False)
    entry = forms.ChoiceField(
        label="Cách vào chương trình lần đầu",
        choices=[
            (INVITE, "Gửi thư mời có liên kết để tự đặt mật khẩu"),
            (PASSWORD, "Cấp mật khẩu lần đầu để trao tận tay"),
        ],
        initial=INVITE,
        widget=Radios,
    )

    field_order = (
        "full_name",
        "username",
        "position",
        "email",
        "phone",
        "unit",
        "role",
        "started_on",
        "entry",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("entry") == INVITE and not cleaned.get("email") and "email" in cleaned:
            self.add_error(
                "email", "Hãy ghi địa chỉ để gửi thư mời, hoặc chọn cấp mật khẩu lần đầu."
            )
        return cleaned
