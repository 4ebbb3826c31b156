"""What a person brings to a plan after it was put in."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.change_forms import ChangeForm
from accounts.widgets import style
from tasks.evidence import ACCEPTED, ENDINGS, Checked, check_file


class PlanFileForm(ChangeForm):
    """One file to lie beside the plan; judged by its content, as evidence is."""

    file = forms.FileField(
        label="Tệp",
        help_text=f"Bản ký, bản có dấu hoặc phụ lục: {ACCEPTED}.",
        widget=forms.FileInput({"accept": ",".join(ENDINGS)}),
        error_messages={"required": "Hãy chọn một tệp.", "empty": "Tệp này trống. Hãy chọn lại."},
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        style(self)

    def clean_file(self) -> Checked:
        return check_file(self.cleaned_data["file"])
