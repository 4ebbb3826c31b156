"""What a person brings to a plan after it was put in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.change_forms import ChangeForm, WordsField
from accounts.widgets import Radios
from plans.actions import Owing
from plans.models import ReportDuty
from tasks.before import REPORTS_BEFORE_LABELS, Before
from tasks.evidence import ACCEPTED, ENDINGS, Checked, check_file


class PlanFileForm(ChangeForm):
    """One file to lie beside the plan; judged by its content, as evidence is."""

    file = forms.FileField(
        label="Tệp",
        help_text=f"Bản ký, bản có dấu hoặc phụ lục: {ACCEPTED}.",
        widget=forms.FileInput({"accept": ",".join(ENDINGS)}),
        error_messages={"required": "Hãy chọn một tệp.", "empty": "Tệp này trống. Hãy chọn lại."},
    )

    def clean_file(self) -> Checked:
        return check_file(self.cleaned_data["file"])


class PastReportsForm(ChangeForm):
    """What became of the reports that fell due before the plan was brought in: one answer for each
    that has such times."""

    def __init__(
        self, data: Any = None, *, duties: Iterable[ReportDuty], brought_in: datetime.date
    ) -> None:
        super().__init__(data)
        self.brought_in = brought_in
        self.duties = {f"duty-{one.pk}": one for one in duties}
        for name, duty in self.duties.items():
            times = duty.passed(duty.plan.period, brought_in)
            self.fields[name] = forms.TypedChoiceField(
                label=str(duty),
                choices=[(one.value, label) for one, label in REPORTS_BEFORE_LABELS.items()],
                coerce=Before,
                initial=_answered(duty).value,
                widget=Radios,
                help_text=f"{times} kỳ đến hạn trước ngày {brought_in:%d/%m/%Y}.",
                error_messages={"required": "Hãy cho biết các kỳ đã qua được tính thế nào."},
            )
        self.fields["reason"] = WordsField(
            "Lý do",
            500,
            rows=2,
            help_text="Ví dụ: các đơn vị đã nộp bằng văn bản trước khi dùng chương trình.",
            missing="Hãy nêu lý do.",
        )

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        owing = {duty: self._owing(said[name]) for name, duty in self.duties.items()}
        return {"owing": owing, "reason": said["reason"]}

    def _owing(self, answer: Before) -> Owing:
        if answer is Before.OVERDUE:
            return Owing()
        return Owing(self.brought_in, handed_in=answer is Before.DONE)


def _answered(duty: ReportDuty) -> Before:
    if duty.owed_from is None:
        return Before.OVERDUE
    return Before.DONE if duty.handed_in_before else Before.FROM_NOW
