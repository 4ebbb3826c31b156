"""Two people who edit one row in the admin never overwrite each other unseen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class RevisionForm(forms.ModelForm[Any]):
    """Carries the number of the state that the person saw."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "seen" in self.fields:
            self.fields["seen"].initial = self.instance.revision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen = cleaned.pop("seen", None)
        if self.instance.pk and seen is not None and seen != self._now():
            raise ValidationError(
                "Mục này vừa được người khác sửa. Hãy mở lại trang để xem nội dung mới rồi sửa lại."
            )
        return cleaned

    def _now(self) -> int | None:
        rows = type(self.instance)._default_manager.filter(pk=self.instance.pk)
        found: int | None = rows.values_list("revision", flat=True).first()
        return found
