"""Doing one thing to many pieces of work."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.change_forms import DayField, offer
from accounts.models import User
from tasks.forms.work import text_field
from units.bulk import BulkForm
from units.people.scopes import officers_of


class ConfirmManyForm(BulkForm):
    note = text_field("Ý kiến chung", required=False, rows=2)


class DoneManyForm(BulkForm):
    finished_on = DayField("Ngày hoàn thành", "Một ngày cho tất cả các việc đã chọn.")
    note = text_field("Kết quả thực hiện", help_text="Ghi chung cho các việc đã chọn.")
    reason = text_field(
        "Lý do quá hạn hoặc lùi ngày",
        required=False,
        rows=2,
        help_text="Cần ghi khi có việc hoàn thành sau hạn, hoặc ngày lùi về trước hạn.",
    )

    def suit(self, *, today: datetime.date, rows: Sequence[Any], by: User) -> None:
        self.fields["finished_on"].initial = today


class OfficerManyForm(BulkForm):
    officer = forms.ModelChoiceField(
        label="Người phụ trách",
        queryset=User.objects.none(),
        required=False,
        empty_label="Chưa cử người",
        error_messages={"invalid_choice": "Người này không làm việc ở các đơn vị đã chọn."},
        help_text="Chỉ những người làm việc ở tất cả các đơn vị đã chọn.",
    )
    note = text_field("Ghi chú", required=False, rows=2)

    def suit(self, *, today: datetime.date, rows: Sequence[Any], by: User) -> None:
        units = {row.unit_id for row in rows}
        people = User.objects.all()
        for unit in units:
            people = people.filter(pk__in=officers_of(unit).order_by().values("pk"))
        offer(self, officer=people.order_by("sort_name", "pk") if units else people.none())
