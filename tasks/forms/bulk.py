"""Doing one thing to many pieces of work."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.change_forms import DayField, offer
from accounts.requests import Request
from tasks.forms.work import text_field
from tasks.models import Addressee
from units.bulk import BulkForm
from units.models import Unit
from units.people.scopes import officers_of_units
from units.policy import Capability
from units.unit_field import PersonField, UnitField


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

    def suit(self, *, today: datetime.date, rows: Sequence[Any], request: Request) -> None:
        self.fields["finished_on"].initial = today


class OfficerManyForm(BulkForm):
    officer = PersonField(
        label="Người phụ trách",
        required=False,
        help_text="Để trống: chưa cử ai. Người được cử phải làm việc ở đơn vị của từng việc.",
    )
    note = text_field("Ghi chú", required=False, rows=2)

    def suit(self, *, today: datetime.date, rows: Sequence[Any], request: Request) -> None:
        units = Unit.objects.filter(pk__in={row.unit_id for row in rows})
        people: Any = self.fields["officer"]
        people.queryset = officers_of_units(units)
        people.offer_few()


class HandOverManyForm(BulkForm):
    """The unit that goes on with the work, and why."""

    to_unit = UnitField(label="Chuyển cho đơn vị")
    reason = text_field("Lý do", rows=2)

    def suit(self, *, today: datetime.date, rows: Sequence[Any], request: Request) -> None:
        reached = Unit.objects.reached_by(request.user, Capability.ASSIGN_WORK)
        offer(self, to_unit=reached.internal().active_on(today))


class ReasonManyForm(BulkForm):
    reason = text_field("Lý do", rows=2, help_text="Ghi chung cho các việc đã chọn.")


class CloseManyForm(BulkForm):
    """Who takes over the open work of everybody whose account is closed."""

    officer = PersonField(
        label="Giao việc đang làm cho",
        required=False,
        help_text="Để trống: việc ở lại đơn vị, chưa cử người. Người nhận phải làm ở đơn vị đó.",
    )

    def suit(self, *, today: datetime.date, rows: Sequence[Any], request: Request) -> None:
        reached = Unit.objects.reached_by(request.user, Capability.MANAGE_PEOPLE)
        closing = {row.pk for row in rows}
        offer(self, officer=officers_of_units(reached).exclude(pk__in=closing))


class AnswerManyForm(BulkForm):
    answer = text_field("Trả lời", help_text="Một câu trả lời cho các vướng mắc đã chọn.")


class PassOnManyForm(BulkForm):
    addressed_to = forms.ChoiceField(label="Gửi tới", choices=Addressee.choices)


class GiveManyForm(BulkForm):
    """The unit that is to lead all of the tasks."""

    unit = UnitField(label="Đơn vị chủ trì")

    def suit(self, *, today: datetime.date, rows: Sequence[Any], request: Request) -> None:
        reached = Unit.objects.reached_by(request.user, Capability.ASSIGN_WORK)
        offer(self, unit=reached.internal().active_on(today))
