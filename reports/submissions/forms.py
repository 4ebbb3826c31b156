"""What a unit writes as its report, and what the consolidator answers."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.change_forms import ChangeForm
from accounts.widgets import style


class SubmitForm(ChangeForm):
    """The text of a report."""

    text = forms.CharField(
        label="Nội dung báo cáo",
        max_length=20000,
        widget=forms.Textarea({"rows": 14}),
        help_text="Nêu kết quả đã làm, số liệu, khó khăn và kiến nghị.",
    )

    def __init__(self, data: Any = None, text: str = "") -> None:
        super().__init__(data, initial={"text": text})
        style(self)


class SendBackForm(ChangeForm):
    """Why a report goes back."""

    reason = forms.CharField(
        label="Lý do trả lại", max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        style(self)
