"""Bringing a plan in: a file, pasted text, a head typed by hand, a copy of last year's."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.change_forms import ChangeForm, DayField, OnceForm
from accounts.models import SentForm, User
from intake.forms.fields import text_field
from plans.schedule import Period
from units.models import Unit
from units.policy import Capability
from units.unit_field import UnitField

ENDINGS = ".docx,.pdf,.txt,.md,.png,.jpg,.jpeg,.xlsx,.ods,.csv"
MOST_PASTED = 700_000  # letters; Django takes no more than 2.5 MB outside files
MOST_YEARS = 20


class IssuerForm(forms.Form):
    """Begins with the agency that issues the plan, among those the person may put plans in for."""

    issuer = UnitField(
        label="Cơ quan ban hành",
        help_text="Kế hoạch được đưa vào cho cơ quan này; các đơn vị thuộc cơ quan sẽ nhận việc.",
        error_messages={
            "required": "Hãy chọn cơ quan ban hành.",
            "gone": "Hãy chọn một cơ quan trong danh sách.",
        },
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reached = Unit.objects.reached_by(user, Capability.IMPORT_PLANS).internal()
        field = cast("UnitField", self.fields["issuer"])
        field.queryset = reached
        field.offer_few()
        # The agency in which the person holds the role, before its parts.
        held = reached.filter(memberships__user=user, memberships__ended_on__isnull=True)
        self.initial.setdefault("issuer", held.order_by("sort_name", "pk").first())


class DocumentForm(IssuerForm, OnceForm):
    """An agency, and either a file or pasted text."""

    file = forms.FileField(
        label="Tệp kế hoạch hoặc bảng nhiệm vụ",
        allow_empty_file=True,  # the reader says of an empty file what is wrong with it
        help_text="Văn bản: Word (.docx), PDF, .txt, .md; bản quét: PDF, ảnh (.png, .jpg)."
        " Bảng nhiệm vụ: Excel (.xlsx), .ods, .csv. Tối đa 20 MB.",
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        error_messages={"required": "Hãy chọn tệp kế hoạch, hoặc dán nội dung vào ô bên cạnh."},
    )
    text = forms.CharField(
        label="Nội dung kế hoạch",
        required=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Dán toàn văn, từ quốc hiệu đến nơi nhận; hoặc các ô chép từ bảng tính.",
        error_messages={"max_length": "Nội dung dán quá dài. Hãy tải tệp lên."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Pasted text stands for the file.
        self.fields["file"].required = not (self.data.get("text") or "").strip()

    def arguments(self) -> dict[str, Any]:
        """The issuer, and the document as it was brought: its bytes and, of a file, its name."""
        file, text = self.cleaned_data["file"], self.cleaned_data["text"]
        return {
            "data": file.read() if file else text.encode(),
            "filename": file.name if file else None,
            "issuer": self.cleaned_data["issuer"],
        }

    def run(self, verb: Callable[..., Any], **arguments: Any) -> bool:
        """As ``OnceForm``, in two steps: ``verb`` reads the document and writes nothing, which may
        take a while, and nobody waits for that; what it returns is then kept, and the form marked
        as sent with it.  Marked before, a form whose reading was cut off would count as sent."""
        token = self.cleaned_data.get("token")
        self.was_sent = token is not None and SentForm.objects.filter(token=token).exists()
        if self.was_sent:
            return True
        if not ChangeForm.run(self, verb, **arguments):
            return False
        brought = self.result
        return super().run(lambda **_: brought.keep(), **arguments)

    def refuse(self, error: ValidationError) -> None:
        """What is wrong with the document stands beside the way by which it came."""
        self.add_error("file" if self.cleaned_data.get("file") else "text", error.messages)

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


class PeriodForm(OnceForm):
    """Ends with the time for which a plan is made."""

    starts_on = DayField("Thực hiện từ ngày")
    ends_on = DayField("Thực hiện đến ngày")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "Ngày kết thúc phải sau ngày bắt đầu.")
        elif start and end and end.year - start.year > MOST_YEARS:
            self.add_error("ends_on", "Kế hoạch dài hơn 20 năm. Hãy kiểm tra lại năm.")
        return cleaned

    def arguments(self) -> dict[str, Any]:
        typed = super().arguments()
        period = Period("", typed.pop("starts_on"), typed.pop("ends_on"))
        return {**typed, "period": period}


class HandForm(IssuerForm, PeriodForm):
    """The head of a plan that is typed in."""

    title = text_field(
        "Tên kế hoạch (trích yếu)",
        1000,
        rows=2,
        required=True,
        help_text="Ví dụ: Công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ năm 2026",
    )
    number = text_field("Số", 20, help_text="Để trống nếu văn thư chưa cấp số.")
    symbol = text_field("Ký hiệu", 60, help_text="Ví dụ: KH-SKHCN")

    field_order = ("issuer", "title", "starts_on", "ends_on", "number", "symbol")

    def __init__(self, *args: Any, on: datetime.date, **kwargs: Any) -> None:
        year = {"starts_on": on.replace(month=1, day=1), "ends_on": on.replace(month=12, day=31)}
        super().__init__(*args, **{**kwargs, "initial": {**year, **kwargs.get("initial", {})}})


class CopyForm(PeriodForm):
    """For which time last year's plan is made anew."""

    def __init__(self, *args: Any, old: Period, period: Period, **kwargs: Any) -> None:
        self._old = old
        initial = {"starts_on": period.starts_on, "ends_on": period.ends_on}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fields["starts_on"].help_text = (
            "Mọi ngày trong kế hoạch được chuyển theo số năm giữa ngày này và ngày bắt đầu của kế"
            f" hoạch cũ ({old.starts_on:%d/%m/%Y})."
        )

    def clean_starts_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["starts_on"]
        if not 1 <= day.year - self._old.starts_on.year <= MOST_YEARS:
            raise forms.ValidationError(
                f"Kế hoạch mới phải bắt đầu sau năm {self._old.starts_on.year}, không quá"
                f" {MOST_YEARS} năm."
            )
        return day
