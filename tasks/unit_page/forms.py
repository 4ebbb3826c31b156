"""What a person chooses when units merge, end, or give up their work."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.change_forms import ChangeForm, DayField, WordsField, offer
from accounts.requests import Request
from accounts.widgets import Radios
from tasks.actions.handing_over import Fate
from units.bulk import BulkForm
from units.forms.units import CloseForm
from units.models import Unit
from units.policy import Capability
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
        super().__init__(*args, **kwargs)
        working = units.internal().filter(active_to__isnull=True)
        offer(self, into=working, other=working)
        self.fields["ended_on"].initial = today


FATES = [
    (Fate.HAND_OVER.value, "Chuyển giao cho đơn vị khác"),
    (Fate.CANCEL.value, "Hủy"),
    (Fate.SUSPEND.value, "Tạm dừng, đơn vị vẫn đứng tên"),
]


class CloseWithWorkForm(CloseForm):
    """The last day of a unit, and, where it has open work, what becomes of that."""

    fate = forms.ChoiceField(label="Việc đang làm", choices=FATES, required=False, widget=Radios)
    to_unit = UnitField(label="Đơn vị nhận việc", required=False, help_text="Khi chuyển giao.")
    reason = WordsField(
        "Lý do", 1000, rows=2, required=False, help_text="Ghi vào diễn biến của từng việc."
    )

    def __init__(self, *args: Any, open_work: int, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if open_work:
            offer(self, to_unit=units.internal().filter(active_to__isnull=True))
            self.fields["fate"].label = f"{open_work} việc đang làm của đơn vị"
        else:
            for name in ("fate", "to_unit", "reason"):
                del self.fields[name]


class CloseManyForm(BulkForm):
    """The last day of many units, and what becomes of the open work of all of them."""

    ended_on = DayField("Ngày hoạt động cuối cùng")
    end_roles = forms.BooleanField(label="Thôi mọi vai trò ở các đơn vị này", required=False)
    fate = forms.ChoiceField(label="Việc đang làm", choices=FATES, required=False, widget=Radios)
    to_unit = UnitField(label="Đơn vị nhận việc", required=False, help_text="Khi chuyển giao.")
    reason = WordsField("Lý do", 1000, rows=2, required=False)

    def suit(self, *, today: datetime.date, rows: Sequence[Any], request: Request) -> None:
        self.fields["ended_on"].initial = today
        _offer_receivers(self, rows, request)


class HandOverAllForm(BulkForm):
    """The unit that goes on with all open work of the units, and why."""

    to_unit = UnitField(label="Chuyển cho đơn vị")
    reason = WordsField("Lý do", 1000, rows=2, missing="Hãy nêu lý do chuyển giao.")

    def suit(self, *, today: datetime.date, rows: Sequence[Any], request: Request) -> None:
        _offer_receivers(self, rows, request)


def _offer_receivers(form: BulkForm, rows: Sequence[Any], request: Request) -> None:
    reached = Unit.objects.reached_by(request.user, Capability.ASSIGN_WORK)
    working = reached.internal().filter(active_to__isnull=True)
    offer(form, to_unit=working.exclude(pk__in=[row.pk for row in rows]))
