"""Bringing a list, and closing the units that it does not name."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib.messages import constants as levels
from django.core.exceptions import ValidationError
from django.db.models import Count

from accounts.models import User
from accounts.widgets import DayInput, StyledField
from sheets import problems
from sheets.files import MAX_BYTES, Sheet, read_sheets
from sheets.problems import UnreadableFile
from units.actions import close_unit
from units.models import Unit
from units.policy import Capability

_ACCEPTED = ".xlsx,.ods,.csv,.txt"
_MOST_REFUSALS = 5


class ListForm(forms.Form):
    """Once valid, ``sheets`` are those of the file and ``rows`` how many its longest one has."""

    bound_field_class = StyledField

    file = forms.FileField(
        label="Tệp danh sách",
        help_text="Tệp .xlsx, .ods hoặc .csv, không quá 20 MB. Chưa có gì được ghi ở bước này.",
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPTED}),
        allow_empty_file=True,
        error_messages={"required": "Hãy chọn một tệp."},
    )
    rows = 0
    sheets: tuple[Sheet, ...] = ()

    def clean_file(self) -> Any:
        """Refuses what is no spreadsheet, in words for the person."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(problems.TOO_LARGE.format(limit=MAX_BYTES // 1024 // 1024))
        try:
            self.sheets = read_sheets(file.read())
        except UnreadableFile as error:
            raise forms.ValidationError(str(error)) from error
        self.rows = max(len(sheet.rows) for sheet in self.sheets)
        file.seek(0)
        return file


class CloseUnitsForm(forms.Form):
    """Which units that a list does not name end, and when.

    ``open_units`` are those of ``unnamed`` that the person may close and that have not ended yet.
    """

    bound_field_class = StyledField

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label="Đơn vị kết thúc hoạt động",
        error_messages={
            "required": "Hãy chọn ít nhất một đơn vị.",
            "invalid_choice": "Có đơn vị đã kết thúc hoặc không còn. Hãy chọn lại.",
        },
    )
    ended_on = forms.DateField(
        label="Ngày hoạt động cuối cùng",
        widget=DayInput,
        error_messages={"required": "Hãy ghi ngày."},
    )

    def __init__(
        self,
        *args: Any,
        user: Any,
        unnamed: Collection[int],
        today: datetime.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["ended_on"] = today
        reached = Unit.objects.reached_by(user, Capability.MANAGE_UNITS)
        still_open = reached.filter(active_to__isnull=True).values_list("pk", flat=True)
        self.open_units = set(still_open) & set(unnamed)
        field: Any = self.fields["units"]
        field.queryset = reached.filter(active_to__isnull=True)

    def clean_units(self) -> Any:
        units = self.cleaned_data["units"]
        if any(unit.pk not in self.open_units for unit in units):
            raise ValidationError("Có đơn vị không nằm trong danh sách này. Hãy chọn lại.")
        return units

    def close(self, *, by: User, on: datetime.date) -> list[tuple[int, str]]:
        """Ends the units, those below before those above; returns what to say of it.

        A unit that cannot end is said and keeps no other from ending.
        """
        pks = [unit.pk for unit in self.cleaned_data["units"]]
        units = Unit.objects.filter(pk__in=pks).annotate(depth=Count("ancestor_links"))
        closed, refusals = 0, []
        for unit in units.order_by("-depth", "sort_name", "pk"):
            try:
                close_unit(unit=unit, by=by, on=on, ended_on=self.cleaned_data["ended_on"])
                closed += 1
            except ValidationError as error:
                refusals += error.messages
        said = [(levels.SUCCESS, f"Đã kết thúc hoạt động {closed} đơn vị.")] if closed else []
        said += [(levels.ERROR, words) for words in refusals[:_MOST_REFUSALS]]
        if len(refusals) > _MOST_REFUSALS:
            said.append(
                (
                    levels.ERROR,
                    f"Và {len(refusals) - _MOST_REFUSALS} đơn vị khác chưa kết thúc được.",
                )
            )
        return said
