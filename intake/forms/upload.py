"""Bringing a document in."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings

from accounts.widgets import style
from units.models import Unit
from units.policy import Capability

ENDINGS = ".docx,.pdf,.txt,.md"
MOST_PASTED = 700_000  # letters; Django takes no more than 2.5 MB outside files


class DocumentForm(forms.Form):
    """An agency, and either a file or pasted text."""

    issuer = forms.ModelChoiceField(
        label="Cơ quan ban hành",
        queryset=Unit.objects.none(),
        empty_label=None,
        help_text="Kế hoạch được đưa vào cho cơ quan này; các đơn vị thuộc cơ quan sẽ nhận việc.",
        error_messages={
            "required": "Hãy chọn cơ quan ban hành.",
            "invalid_choice": "Hãy chọn một cơ quan trong danh sách.",
        },
    )
    file = forms.FileField(
        label="Tệp kế hoạch",
        allow_empty_file=True,  # the reader says of an empty file what is wrong with it
        help_text="Word (.docx), PDF có lớp chữ, .txt hoặc .md; tối đa 20 MB.",
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        error_messages={"required": "Hãy chọn tệp kế hoạch, hoặc dán nội dung vào ô bên dưới."},
    )
    text = forms.CharField(
        label="Nội dung kế hoạch",
        required=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Dán toàn văn, từ quốc hiệu đến nơi nhận.",
        error_messages={"max_length": "Nội dung dán quá dài. Hãy tải tệp lên."},
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        reached = Unit.objects.reached_by(user, Capability.IMPORT_PLANS).internal()
        field = cast("forms.ModelChoiceField[Unit]", self.fields["issuer"])
        field.queryset = reached.order_by("sort_name", "pk")
        # The agency in which the person holds the role, before its parts.
        held = reached.filter(memberships__user=user, memberships__ended_on__isnull=True)
        self.initial.setdefault("issuer", held.order_by("sort_name", "pk").first())
        # Pasted text stands for the file.
        self.fields["file"].required = not (self.data.get("text") or "").strip()
        style(self)

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file and file.size > settings.MAX_UPLOAD_BYTES:
            raise forms.ValidationError(
                "Tệp lớn hơn 20 MB. Hãy giảm dung lượng hình ảnh hoặc tách phụ lục rồi tải lên lại."
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), (cleaned.get("text") or "").strip()
        if file and text:
            self.add_error("text", "Hãy dùng một cách: tải tệp lên hoặc dán nội dung.")
        return cleaned
