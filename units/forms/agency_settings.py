"""What an agency chooses, drawn from the list of settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.change_forms import RevisionForm
from accounts.widgets import Radios
from units.actions.agency_settings import edition
from units.agency_settings import SETTINGS, Setting, SettingKind
from units.models import AgencySetting, Unit

_YES, _NO = "yes", "no"


class SettingsForm(RevisionForm):
    """A field for each setting, named by its key; ``revision`` is the edition that was seen."""

    def __init__(self, *args: Any, agency: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = edition(agency)
        holds = AgencySetting.objects.values_of(agency)
        for setting in SETTINGS:
            self.fields[setting.key] = _field(setting, holds[setting.key])

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings, in the order of the list."""
        for group in dict.fromkeys(setting.group for setting in SETTINGS):
            yield group, [self[one.key] for one in SETTINGS if one.group == group]

    def arguments(self) -> dict[str, Any]:
        typed = {setting.key: self.cleaned_data[setting.key] for setting in SETTINGS}
        return {"values": typed, "seen": self.cleaned_data["revision"]}


class _YesNoField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        choices = [(_YES, "Có"), (_NO, "Không")]
        super().__init__(choices=choices, coerce=_YES.__eq__, widget=Radios, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: _YES, False: _NO}.get(value, value) if isinstance(value, bool) else value


class _NumbersField(forms.CharField):
    """Whole numbers with commas between them."""

    def __init__(self, *, setting: Setting, **kwargs: Any) -> None:
        self.setting = setting
        super().__init__(max_length=200, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        words = [word for word in super().clean(value).replace(";", ",").split(",") if word.strip()]
        if not all(word.strip().isdecimal() for word in words):
            raise ValidationError("Hãy viết các số, cách nhau bằng dấu phẩy, như 7, 3, 1.")
        numbers = sorted({int(word) for word in words}, reverse=True)
        if not self.setting.holds(numbers):
            least, most = self.setting.least, self.setting.most
            raise ValidationError(f"Mỗi số từ {least} đến {most}.")
        return numbers


def _field(setting: Setting, value: Any) -> forms.Field:
    told: dict[str, Any] = {
        "label": setting.label,
        "help_text": f"{setting.help} Mặc định: {setting.words(setting.default)}.".strip(),
        "initial": value,
    }
    match setting.kind:
        case SettingKind.YES_NO:
            return _YesNoField(**told)
        case SettingKind.NUMBER:
            return forms.IntegerField(min_value=setting.least, max_value=setting.most, **told)
        case SettingKind.NUMBERS:
            return _NumbersField(setting=setting, required=False, **told)
        case SettingKind.CHOICE:
            return forms.ChoiceField(choices=setting.choices, **told)
        case SettingKind.TEXT:
            return forms.CharField(required=False, max_length=500, **told)
