"""What is asked before a plan is made: what became of what is past already, and whether a second
plan is meant."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from accounts.change_forms import DayField, RevisionForm
from accounts.widgets import Radios
from intake.drafting.outline import Outline, PastAnswers
from tasks.before import BEFORE_LABELS, REPORTS_BEFORE_LABELS, Before
from tasks.models import Category

_ALIKE = ("", "Theo lựa chọn chung")
_CHOICES = [(one.value, BEFORE_LABELS[one]) for one in Before]
_REPORTS = [(one.value, label) for one, label in REPORTS_BEFORE_LABELS.items()]


class ConfirmForm(RevisionForm):
    """Makes the plan of the draft that was seen.  Of what is past it asks for all at once, for a
    sort of work, or for one task; the nearest answer holds."""

    agreed = forms.BooleanField(
        label="Tôi đã xem và vẫn cần tạo thêm một kế hoạch nữa.", required=False
    )
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

    def __init__(
        self, data: Any = None, *, outline: Outline, today: datetime.date, revision: int = 0
    ) -> None:
        initial = {"revision": revision}
        super().__init__(data, auto_id="da-qua-%s", initial=initial)
        self.today = today
        self.late, self.owed = outline.late(today), outline.owed(today)
        self.parts = sum(one.passed(today) * one.units for one in self.late)
        if not self.late:
            del self.fields["past"], self.fields["finished_on"]
        if not self.owed:
            del self.fields["reports"]
        for name, label, choices in self._narrower():
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, choices=[_ALIKE, *choices]
            )

    def _narrower(self) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
        for category in dict.fromkeys(one.category for one in self.late):
            yield f"nhom-{category}", Category(category).label, _CHOICES
        for task in self.late:
            yield f"nv-{task.key}", f"{task.draft.ref} {task.title}".strip(), _CHOICES
        for duty in self.owed:
            yield f"bc-{duty.key}", duty.title or f"Báo cáo của {duty.draft.reporter}", _REPORTS

    @property
    def asks_past(self) -> bool:
        return bool(self.late or self.owed)

    def past_errors(self) -> bool:
        """Whether an answer about what is past is wrong or missing."""
        return bool(set(self.errors) - {NON_FIELD_ERRORS, "agreed"})

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

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        past = self.answers() if self.asks_past else None
        # A form without the number was not made from any draft.
        revision = -1 if said["revision"] is None else said["revision"]
        return {"revision": revision, "agreed": said["agreed"], "past": past}

    def again(self, fresh: ConfirmForm) -> ConfirmForm:
        """The form over the draft as it stands by now, with what was said and what stood in the
        way."""
        for field in (NON_FIELD_ERRORS, "agreed"):
            for error in self.errors.get(field, ()):
                fresh.add_error(None if field == NON_FIELD_ERRORS else field, error)
        return fresh

    def answers(self) -> PastAnswers:
        """What a valid form says of what is past."""
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
