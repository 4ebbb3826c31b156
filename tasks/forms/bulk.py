"""Doing one thing to many pieces of work; what is left that fell due before its plan came in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.change_forms import ChangeForm, DayField, WordsField, offer
from accounts.requests import Request
from accounts.widgets import Radios
from tasks.before import BEFORE_LABELS, Before
from tasks.models import Addressee, Assignment
from tasks.querysets import AssignmentQuerySet
from units.bulk import BulkForm
from units.models import Unit
from units.people.scopes import officers_of_units
from units.policy import Capability
from units.unit_field import PersonField, UnitField


class ConfirmManyForm(BulkForm):
    note = WordsField("Ý kiến chung", required=False, rows=2)


class DoneManyForm(BulkForm):
    finished_on = DayField("Ngày hoàn thành", "Một ngày cho tất cả các việc đã chọn.")
    note = WordsField("Kết quả thực hiện", help_text="Ghi chung cho các việc đã chọn.")
    reason = WordsField(
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
    note = WordsField("Ghi chú", required=False, rows=2)

    def suit(self, *, today: datetime.date, rows: Sequence[Any], request: Request) -> None:
        units = Unit.objects.filter(pk__in={row.unit_id for row in rows})
        people: Any = self.fields["officer"]
        people.queryset = officers_of_units(units)
        people.offer_few()


class HandOverManyForm(BulkForm):
    """The unit that goes on with the work, and why."""

    to_unit = UnitField(label="Chuyển cho đơn vị")
    reason = WordsField("Lý do", rows=2)

    def suit(self, *, today: datetime.date, rows: Sequence[Any], request: Request) -> None:
        reached = Unit.objects.reached_by(request.user, Capability.ASSIGN_WORK)
        offer(self, to_unit=reached.internal().active_on(today))


class ReasonManyForm(BulkForm):
    reason = WordsField("Lý do", rows=2, help_text="Ghi chung cho các việc đã chọn.")


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
    answer = WordsField("Trả lời", help_text="Một câu trả lời cho các vướng mắc đã chọn.")


class PassOnManyForm(BulkForm):
    addressed_to = forms.ChoiceField(label="Gửi tới", choices=Addressee.choices)


class GiveManyForm(BulkForm):
    """The unit that is to lead all of the tasks."""

    unit = UnitField(label="Đơn vị chủ trì")

    def suit(self, *, today: datetime.date, rows: Sequence[Any], request: Request) -> None:
        reached = Unit.objects.reached_by(request.user, Capability.ASSIGN_WORK)
        offer(self, unit=reached.internal().active_on(today))


class BeforeForm(ChangeForm):
    """Which parts, and what became of them; ``work`` are the parts that can be chosen."""

    answer = forms.TypedChoiceField(
        label="Ghi nhận các việc đã chọn",
        choices=[(one.value, BEFORE_LABELS[one]) for one in (Before.DONE, Before.FROM_NOW)],
        coerce=Before,
        initial=Before.DONE.value,
        widget=Radios,
        error_messages={"required": "Hãy chọn cách ghi nhận."},
    )
    finished_on = DayField(
        "Ngày hoàn thành",
        "Cho các việc đã xong. Để trống: ghi xong đúng ngày hết hạn của từng việc.",
        required=False,
    )
    parts = forms.ModelMultipleChoiceField(
        label="Phần việc",
        queryset=Assignment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Hãy chọn ít nhất một phần việc.",
            "invalid_choice": "Có phần việc vừa được người khác cập nhật. Hãy xem lại danh sách.",
        },
    )

    def __init__(
        self, *args: Any, work: AssignmentQuerySet, today: datetime.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, parts=work)
        self.work = work

    @property
    def chosen(self) -> frozenset[str]:
        """The keys that were ticked, for a page that is shown again."""
        return frozenset(self.data.getlist("parts")) if self.is_bound else frozenset()

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        keys = [row.pk for row in said["parts"]]
        return {
            "work": Assignment.objects.filter(pk__in=keys),
            "answer": said["answer"],
            "finished_on": said["finished_on"],
        }
