"""Bringing a list of units."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.widgets import style
from units.spreadsheets import problems
from units.spreadsheets.files import MAX_BYTES, read_sheets
from units.spreadsheets.problems import UnreadableFile

_ACCEPTED = ".xlsx,.ods,.csv,.txt"


class UnitListForm(forms.Form):
    file = forms.FileField(
        label="Tệp danh sách đơn vị",
        help_text="Tệp .xlsx, .ods hoặc .csv, không quá 20 MB. Chưa có gì được ghi ở bước này.",
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPTED}),
        allow_empty_file=True,
        error_messages={"required": "Hãy chọn một tệp."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        style(self)

    def clean_file(self) -> Any:
        """Refuses what is no spreadsheet, in words for the person."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(problems.TOO_LARGE.format(limit=MAX_BYTES // 1024 // 1024))
        try:
            read_sheets(file.read())
        except UnreadableFile as error:
            raise forms.ValidationError(str(error)) from error
        file.seek(0)
        return file
