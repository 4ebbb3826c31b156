"""What a person chooses when units are merged."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from accounts.change_forms import ChangeForm, DayField, offer
from accounts.widgets import style
from units.querysets import UnitQuerySet
from units.unit_field import UnitField

END, MOVE = "end", "move"


class MergeForm(ChangeForm):
    """The successor, the day, and what becomes of the roles.  ``other`` is one more unit to merge
    along; ``units`` are those that were added so far."""

    into = UnitField(
        label="Đơn vị kế thừa", help_text="Đơn vị tiếp nhận; có thể lập đơn vị mới trước rồi chọn."
    )
    other = UnitField(
        label="Cùng sáp nhập",
        required=False,
        help_text="Thêm từng đơn vị khác cũng sáp nhập vào đơn vị kế thừa này.",
    )
    ended_on = DayField("Ngày hoạt động cuối cùng")
    roles = forms.ChoiceField(
        label="Người ở đơn vị được sáp nhập",
        choices=[(MOVE, "Giữ vai trò đó ở đơn vị kế thừa"), (END, "Thôi vai trò")],
        initial=MOVE,
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn vai trò được giữ hay thôi."},
    )

    def __init__(
        self, *args: Any, units: UnitQuerySet, today: datetime.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        working = units.internal().filter(active_to__isnull=True)
        offer(self, into=working, other=working)
        self.fields["ended_on"].initial = today
        style(self)
