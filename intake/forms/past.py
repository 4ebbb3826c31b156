"""The one question asked before a plan is made: what became of what is past already."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms

from accounts.change_forms import DayField
from accounts.widgets import Radios, style
from intake.drafting.outline import Outline, PastAnswers, PlannedDuty, PlannedTask
from tasks.before import BEFORE_LABELS, Before
from tasks.models import Category

_ALIKE = ("", "Theo lựa chọn chung")
_CHOICES = [(one.value, BEFORE_LABELS[one]) for one in Before]
_REPORTS = [
    (Before.DONE.value, "Đã nộp trước khi đưa vào chương trình"),
    (Before.FROM_NOW.value, "Chỉ tính từ hôm nay, kỳ đã qua không theo dõi"),
    (Before.OVERDUE.value, "Chưa nộp, tính là còn thiếu"),
]


class PastForm(forms.Form):
    """For all at once, for a sort of work, or for one task; the nearest answer holds."""

    past = forms.ChoiceField(
        label="Việc đã đến hạn trước hôm nay",
        choices=_CHOICES,
        widget=Radios,
        error_messages={"required": "Hãy cho biết phần việc đã qua được tính thế nào."},
    )
    finished_on = DayField(
        "Ngày hoàn thành",
        "Cho các việc đã xong. Để trống: ghi xong đúng ngày hết hạn của từng việc.",
        required=False,
    )
    reports = forms.ChoiceField(
        label="Báo cáo đã đến hạn trước hôm nay",
        choices=_REPORTS,
        widget=Radios,
        error_messages={"required": "Hãy cho biết các kỳ báo cáo đã qua được tính thế nào."},
    )

    def __init__(self, data: Any = None, *, outline: Outline, today: datetime.date) -> None:
        super().__init__(data, auto_id="da-qua-%s", label_suffix="")
        self.today = today
        self.late = [one for one in outline.tracked if one.assignments and _past(one, today)]
        self.owed = [one for one in outline.duties if one.reporters and _past(one, today)]
        self.parts = sum(_past(one, today) * _units(one) for one in self.late)
        if not self.late:
            del self.fields["past"], self.fields["finished_on"]
        if not self.owed:
            del self.fields["reports"]
        for name, label, choices in self._narrower():
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, choices=[_ALIKE, *choices]
            )
        style(self)

    def _narrower(self) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
        for category in dict.fromkeys(one.category for one in self.late):
            yield f"nhom-{category}", Category(category).label, _CHOICES
        for task in self.late:
            yield f"nv-{task.key}", f"{task.draft.ref} {task.title}".strip(), _CHOICES
        for duty in self.owed:
            yield f"bc-{duty.key}", duty.title or f"Báo cáo của {duty.draft.reporter}", _REPORTS

    def __bool__(self) -> bool:
        return bool(self.late or self.owed)

    def clean_finished_on(self) -> datetime.date | None:
        told: datetime.date | None = self.cleaned_data["finished_on"]
        if told and told > self.today:
            raise forms.ValidationError("Ngày hoàn thành không thể sau hôm nay.")
        return told

    def fields_of(self, kind: str) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(f"{kind}-")]

    @property
    def groups(self) -> list[forms.BoundField]:
        return self.fields_of("nhom")

    @property
    def tasks(self) -> list[forms.BoundField]:
        return self.fields_of("nv")

    @property
    def duties(self) -> list[forms.BoundField]:
        return self.fields_of("bc")

    def answers(self) -> PastAnswers:
        """What a valid form says."""
        said = self.cleaned_data
        tasks = {
            one.key: said[f"nv-{one.key}"] or said[f"nhom-{one.category}"] or said["past"]
            for one in self.late
        }
        duties = {one.key: said[f"bc-{one.key}"] or said["reports"] for one in self.owed}
        return PastAnswers(
            {key: Before(value) for key, value in tasks.items()},
            {key: Before(value) for key, value in duties.items()},
            said.get("finished_on"),
        )


def _past(one: PlannedTask | PlannedDuty, today: datetime.date) -> int:
    """How many of its times have passed."""
    return sum(1 for time in one.times if time.due_on and time.due_on < today)


def _units(task: PlannedTask) -> int:
    return len(task.leads) + len(task.cooperating)
