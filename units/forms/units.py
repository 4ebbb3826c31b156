"""What a person types of a unit: its facts, names, place and end."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from accounts.change_forms import ChangeForm, DayField, RevisionForm, offer
from units.models import Unit, UnitKind
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
