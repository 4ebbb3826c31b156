"""What an administrator types about people."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.widgets import DayInput, Radios, style
from units.models import ROLE_CHOICES, Unit
from units.policy import ROLE_LABELS, Capability, Role
from units.unit_field import UnitField

INVITE, PASSWORD = "invite", "password"
NO_ROLE = "none"
ACTIVE, NEVER, CLOSED = "active", "never", "closed"


class ActingForm(forms.Form):
    """The names of the fields are the arguments of an action; what the action refuses becomes an
    error beside the field.  ``result`` is what the action returned."""

    result: Any = None

    def act(self, action: Callable[..., Any], **more: Any) -> bool:
        """Checks the form and does the action with what was typed; False where it was refused."""
        if not self.is_valid():
            return False
        try:
            self.result = action(**more, **self.cleaned_data)
        except ValidationError as error:
            self.refuse(error)
            return False
        return True

    def refuse(self, error: ValidationError) -> None:
        """Puts a refusal beside its field, or on top where the form has no such field."""
        told = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for field, errors in told.items():
            self.add_error(field if field in self.fields else None, errors)


class PeopleFilter(forms.Form):
    """Which people the list shows; every field may be left blank."""

    q = forms.CharField(
        label="Tìm người",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Tên, tài khoản, thư"}),
    )
    unit = forms.CharField(
        label="Đơn vị",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Tên hoặc mã đơn vị"}),
    )
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "loc-%s"
        super().__init__(*args, **kwargs)
        style(self)


class DetailsForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["full_name", "position", "email", "phone"]
        labels = {"email": "Thư điện tử"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "lien-he-%s"
        super().__init__(*args, **kwargs)
        style(self)


def role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Vai trò",
        choices=[("", "Chọn vai trò"), *((role.value, ROLE_LABELS[role]) for role in Role)],
        error_messages={"required": "Hãy chọn vai trò."},
    )


def day_field(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=DayInput(),
        error_messages={
            "required": f"Hãy ghi {label.lower()}.",
            "invalid": "Ngày này không có trong lịch. Hãy viết như 21/11/2026.",
        },
    )


class RoleForm(ActingForm):
    """A role in a unit, from a day.  ``by`` is who gives it: the units offered are in reach."""

    unit = UnitField(label="Đơn vị")
    role = role_field()
    started_on = day_field("Giữ từ ngày")

    def __init__(self, *args: Any, by: Any, today: datetime.date, **kwargs: Any) -> None:
        kwargs = {"auto_id": "vai-tro-%s", "label_suffix": "", **kwargs}
        super().__init__(*args, **kwargs)
        reached = Unit.objects.reached_by(by, Capability.MANAGE_PEOPLE).active_on(today)
        field = self.fields["unit"]
        if isinstance(field, UnitField):
            field.units = reached
        self.fields["started_on"].initial = today
        style(self)


class NewPersonForm(RoleForm):
    """A new account with its first role, and how the person gets in."""

    full_name = forms.CharField(
        label="Họ và tên", max_length=150, error_messages={"required": "Hãy ghi họ và tên."}
    )
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=150,
        help_text="Chữ không dấu, số và các dấu . - _ @, viết liền. Ví dụ: nguyenvanan.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
        error_messages={"required": "Hãy ghi tên đăng nhập."},
    )
    position = forms.CharField(label="Chức vụ", max_length=150, required=False)
    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
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
