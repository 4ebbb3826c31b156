"""What a person types of figures: with progress, by themselves, corrected."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.change_forms import ChangeForm, DayField, RevisionForm, WordsField
from accounts.widgets import Radios
from tasks.figures import ADDING_LABELS, COUNTING_LABELS, Adding
from tasks.models import Category, Figure, Indicator, Task
from tasks.models.figures import DECIMALS, DIGITS
from tasks.targets import proposed
from vietnamese import numbers

_MOST = Decimal(10) ** (DIGITS - DECIMALS)
_STEP = Decimal(1).scaleb(-DECIMALS)
PREFIX = "figure_"


class NumberField(forms.CharField):
    """A number of nothing or more, typed the Vietnamese way; nothing typed is None, not 0."""

    def __init__(self, *, is_whole: bool = False, **kwargs: Any) -> None:
        self.is_whole = is_whole
        mode = "numeric" if is_whole else "decimal"
        widget = forms.TextInput(attrs={"inputmode": mode})
        super().__init__(**{"max_length": 30, "widget": widget, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return numbers.number(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            found = numbers.read(typed)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if found < 0:
            raise ValidationError("Số liệu không thể nhỏ hơn 0.")
        if self.is_whole and found != found.to_integral_value():
            raise ValidationError("Chỉ nhận số nguyên.")
        if found >= _MOST or found != found.quantize(_STEP):
            raise ValidationError(
                "Số này dài quá. Hãy kiểm tra lại, hoặc dùng đơn vị tính lớn hơn."
            )
        return found


class AsksFigures(forms.Form):
    """What a form adds that asks for figures: a field for each indicator; those that were typed go
    to the verb as ``figures``."""

    asked: dict[str, Indicator]

    def ask(self, indicators: Iterable[Indicator]) -> None:
        """Adds a field for each indicator."""
        self.asked = {f"{PREFIX}{one.pk}": one for one in indicators}
        for name, one in self.asked.items():
            self.fields[name] = NumberField(label=str(one), required=False, is_whole=one.is_whole)

    @property
    def figure_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.asked]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.asked]

    def arguments(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().arguments()  # type: ignore[misc]  # of the other base
        figures = {one: typed[name] for name, one in self.asked.items() if typed[name] is not None}
        plain = {name: value for name, value in typed.items() if name not in self.asked}
        return {**plain, "figures": figures}


class UnitFiguresForm(AsksFigures, ChangeForm):
    """What a unit says without any work it belongs to."""

    counted_on = DayField("Tính vào ngày", "Ngày xảy ra, hoặc ngày cuối của kỳ số liệu.")

    def __init__(
        self, *args: Any, indicators: Iterable[Indicator], today: datetime.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counted_on"].initial = today
        self.ask(indicators)


class CorrectForm(ChangeForm):
    """Another number in place of one that was wrong."""

    value = NumberField(label="Số đúng", error_messages={"required": "Hãy ghi số đúng."})
    reason = WordsField("Lý do sửa", 500, rows=2, missing="Hãy ghi lý do sửa.")

    def __init__(self, *args: Any, figure: Figure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["value"]
        field.is_whole, field.initial = figure.indicator.is_whole, figure.value


class IndicatorForm(RevisionForm):
    """What is counted, in which unit, of which work, and how it adds up."""

    name = forms.CharField(
        label="Tên chỉ tiêu", max_length=255, error_messages={"required": "Hãy ghi tên chỉ tiêu."}
    )
    unit_of_measure = forms.CharField(
        label="Đơn vị tính",
        max_length=40,
        help_text="Ví dụ: buổi, lượt người, cuộc, triệu đồng, %.",
        error_messages={"required": "Hãy ghi đơn vị tính."},
    )
    category = forms.ChoiceField(
        label="Hỏi khi cập nhật việc thuộc nhóm",
        required=False,
        choices=[
            ("", "Không theo nhóm: đơn vị tự báo, hoặc gắn vào từng nhiệm vụ"),
            *Category.choices,
        ],
    )
    adding = forms.ChoiceField(
        label="Cách tính tổng",
        choices=[(one.value, label) for one, label in ADDING_LABELS.items()],
        widget=Radios,
        initial=Adding.SUM.value,
    )
    is_whole = forms.BooleanField(label="Chỉ nhận số nguyên", required=False, initial=True)

    def __init__(self, *args: Any, indicator: Indicator | None = None, **kwargs: Any) -> None:
        if indicator:
            kwargs["initial"] = {name: getattr(indicator, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class TaskIndicatorsForm(ChangeForm):
    """Which indicators hang on a task, each with a target, and how the units' figures count."""

    counted_by = forms.ChoiceField(
        label="Khi nhiều đơn vị cùng báo",
        required=False,
        choices=[
            ("", "Theo số đơn vị chủ trì: từ 3 đơn vị, hoặc giao theo nhóm, thì cộng lại"),
            *((one.value, label) for one, label in COUNTING_LABELS.items()),
        ],
        widget=Radios,
    )

    def __init__(
        self, *args: Any, task: Task, indicators: Sequence[Indicator], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        asked = [(one.pk, one.unit_of_measure) for one in indicators if _suits(one, task)]
        hung = {row.indicator_id: row for row in task.indicators.all()}
        # What the text names is proposed until somebody has chosen.
        self.proposed = {} if hung else proposed(task.text, asked)
        self.fields["counted_by"].initial = task.counted_by
        for one in indicators:
            row, said = hung.get(one.pk), self.proposed.get(one.pk)
            self.fields[f"on_{one.pk}"] = forms.BooleanField(
                label=str(one), required=False, initial=bool(row or said)
            )
            self.fields[f"target_{one.pk}"] = NumberField(
                label=f"Mức phải đạt: {one.name}",
                required=False,
                is_whole=one.is_whole,
                initial=row.target if row else said.value if said else None,
                help_text="Đề xuất từ văn bản" if said else "",
            )

    def initial_target(self, indicator: Indicator) -> Decimal | None:
        """The target that stands beside an indicator before anybody types."""
        found: Decimal | None = self.fields[f"target_{indicator.pk}"].initial
        return found

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """For each indicator its tick and its target."""
        return [(self[f"on_{one.pk}"], self[f"target_{one.pk}"]) for one in self.indicators]

    def clean(self) -> dict[str, Any]:
        cleaned = {**(super().clean() or {})}
        for one in self.indicators:
            if cleaned.get(f"target_{one.pk}") == 0:
                self.add_error(f"target_{one.pk}", "Mức phải đạt là số lớn hơn 0.")
        return cleaned

    def arguments(self) -> dict[str, Any]:
        typed = self.cleaned_data
        targets = {
            one: typed[f"target_{one.pk}"]
            for one in self.indicators
            if typed[f"on_{one.pk}"] or typed[f"target_{one.pk}"] is not None
        }
        words = {
            one: self.proposed[one.pk].words
            for one, target in targets.items()
            if one.pk in self.proposed and self.proposed[one.pk].value == target
        }
        return {"targets": targets, "counted_by": typed["counted_by"], "words": words}


def _suits(indicator: Indicator, task: Task) -> bool:
    return indicator.category in ("", task.category)
