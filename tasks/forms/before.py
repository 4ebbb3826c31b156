"""What is left that fell due before its plan was brought in, settled in bulk."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from accounts.change_forms import ChangeForm, DayField
from accounts.widgets import Radios, style
from tasks.before import BEFORE_LABELS, Before
from tasks.models import Assignment
from tasks.querysets import AssignmentQuerySet


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
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        self.fields["parts"].queryset = work  # type: ignore[attr-defined]
        self.work = work
        style(self)

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
