"""What a person types of a unit: its facts, names, place and end; what it chooses as an agency."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.change_forms import ChangeForm, DayField, RevisionForm, offer
from accounts.widgets import Radios
from units.actions.agency_settings import edition
from units.agency_settings import SETTINGS, Setting, SettingKind
from units.models import AgencySetting, Unit, UnitKind
from units.querysets import UnitQuerySet
from units.unit_field import UnitField


class UnitForm(RevisionForm):
    """A form about one unit."""

    def __init__(self, *args: Any, unit: Unit, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.fields["revision"].initial = unit.revision
        self.suit(unit, today)

    def suit(self, unit: Unit, today: datetime.date) -> None:
        """Fits the fields to the unit."""


class FactsFields(forms.Form):
    """The facts of a unit, new or known."""

    code = forms.CharField(
        label="Mã đơn vị", max_length=40, error_messages={"required": "Hãy ghi mã đơn vị."}
    )
    name = forms.CharField(
        label="Tên đơn vị", max_length=255, error_messages={"required": "Hãy ghi tên đơn vị."}
    )
    short_name = forms.CharField(label="Tên viết tắt", max_length=60, required=False)
    kind = forms.ModelChoiceField(
        label="Loại",
        queryset=UnitKind.objects.order_by("order", "code"),
        empty_label="Chọn loại",
        error_messages={"required": "Hãy chọn loại đơn vị."},
    )
    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        error_messages={"invalid": "Địa chỉ thư này chưa đúng. Hãy viết như vp@so.gov.vn."},
    )
    phone = forms.CharField(label="Điện thoại", max_length=30, required=False)
    address = forms.CharField(label="Địa chỉ", max_length=255, required=False)
    identifier = forms.CharField(
        label="Mã định danh điện tử",
        max_length=40,
        required=False,
        help_text="Nếu có, ví dụ H55.242.",
    )
    active_from = DayField("Hoạt động từ", required=False)


class FactsForm(FactsFields, UnitForm):
    def suit(self, unit: Unit, today: datetime.date) -> None:
        self.fields["name"].help_text = (
            "Chỉ sửa ở đây khi tên ghi sai. Đơn vị đổi tên thì dùng “Đổi tên”, để tên cũ được giữ"
            " lại."
        )
        for name in FactsFields.base_fields:
            self.fields[name].initial = getattr(unit, name)


class NewUnitForm(FactsFields, ChangeForm):
    parent = UnitField(
        label="Đơn vị cấp trên", required=False, help_text="Để trống: đứng đầu một cây riêng."
    )
    field_order = ("parent", "code", "name", "short_name", "kind")

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, parent=units.filter(active_to__isnull=True))


class RenameForm(UnitForm):
    name = forms.CharField(
        label="Tên mới", max_length=255, error_messages={"required": "Hãy ghi tên mới."}
    )
    short_name = forms.CharField(label="Tên viết tắt mới", max_length=60, required=False)
    since = DayField("Mang tên mới từ ngày")

    def suit(self, unit: Unit, today: datetime.date) -> None:
        self.fields["name"].initial = unit.name
        self.fields["short_name"].initial = unit.short_name
        self.fields["since"].initial = today


class MoveForm(UnitForm):
    parent = UnitField(
        label="Đơn vị cấp trên mới", required=False, help_text="Để trống: đứng đầu một cây riêng."
    )

    def suit(self, unit: Unit, today: datetime.date) -> None:
        working = Unit.objects.internal().filter(active_to__isnull=True)
        below = Unit.objects.subtree_of(unit).values("pk")
        offer(self, parent=working.exclude(pk__in=below))
        if unit.parent:
            self.fields["parent"].initial = unit.parent


class CloseForm(UnitForm):
    ended_on = DayField("Ngày hoạt động cuối cùng")
    end_roles = forms.BooleanField(
        label="Thôi mọi vai trò ở đơn vị này",
        required=False,
        help_text="Nếu không đánh dấu, những người ở đơn vị vẫn cập nhật được công việc còn lại.",
    )

    def suit(self, unit: Unit, today: datetime.date) -> None:
        self.fields["ended_on"].initial = today


class AliasForm(ChangeForm):
    name = forms.CharField(
        label="Tên gọi khác",
        max_length=255,
        error_messages={"required": "Hãy ghi tên gọi khác."},
        help_text="Cách kế hoạch thường gọi, kể cả viết tắt. Không phân biệt chữ hoa và dấu.",
    )
    until = DayField(
        "Là tên cũ, dùng đến ngày", "Để trống nếu tên này vẫn đang dùng.", required=False
    )


# --- what an agency chooses, drawn from the list of settings --------------------------------------
_YES, _NO = "yes", "no"


class SettingsForm(RevisionForm):
    """A field for each setting, named by its key; ``revision`` is the edition that was seen."""

    def __init__(self, *args: Any, agency: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = edition(agency)
        holds = AgencySetting.objects.values_of(agency)
        for setting in SETTINGS:
            self.fields[setting.key] = _field(setting, holds[setting.key])

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings, in the order of the list."""
        for group in dict.fromkeys(setting.group for setting in SETTINGS):
            yield group, [self[one.key] for one in SETTINGS if one.group == group]

    def arguments(self) -> dict[str, Any]:
        typed = {setting.key: self.cleaned_data[setting.key] for setting in SETTINGS}
        return {"values": typed, "seen": self.cleaned_data["revision"]}


class _YesNoField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        choices = [(_YES, "Có"), (_NO, "Không")]
        super().__init__(choices=choices, coerce=_YES.__eq__, widget=Radios, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: _YES, False: _NO}.get(value, value) if isinstance(value, bool) else value


class _NumbersField(forms.CharField):
    """Whole numbers with commas between them."""

    def __init__(self, *, setting: Setting, **kwargs: Any) -> None:
        self.setting = setting
        super().__init__(max_length=200, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        words = [word for word in super().clean(value).replace(";", ",").split(",") if word.strip()]
        if not all(word.strip().isdecimal() for word in words):
            raise ValidationError("Hãy viết các số, cách nhau bằng dấu phẩy, như 7, 3, 1.")
        numbers = sorted({int(word) for word in words}, reverse=True)
        if not self.setting.holds(numbers):
            least, most = self.setting.least, self.setting.most
            raise ValidationError(f"Mỗi số từ {least} đến {most}.")
        return numbers


def _field(setting: Setting, value: Any) -> forms.Field:
    told: dict[str, Any] = {
        "label": setting.label,
        "help_text": f"{setting.help} Mặc định: {setting.words(setting.default)}.".strip(),
        "initial": value,
    }
    match setting.kind:
        case SettingKind.YES_NO:
            return _YesNoField(**told)
        case SettingKind.NUMBER:
            return forms.IntegerField(min_value=setting.least, max_value=setting.most, **told)
        case SettingKind.NUMBERS:
            return _NumbersField(setting=setting, required=False, **told)
        case SettingKind.CHOICE:
            return forms.ChoiceField(choices=setting.choices, **told)
        case SettingKind.TEXT:
            return forms.CharField(required=False, max_length=500, **told)
