"""What a unit writes as its report, what the consolidator answers, what a letter asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.change_forms import ChangeForm, DayField, offer
from accounts.models import User
from accounts.widgets import Checks, Radios, style
from plans.models import Plan
from plans.status import PlanStatus
from reports.submissions.outline import READY_SETS, FigureLine, Outline, outline_from_text
from tasks.evidence import ACCEPTED, Checked, check_file
from units.models import Unit
from units.policy import Capability

OWN = "own"
MOST_LETTERS = 20000


class SubmitForm(ChangeForm):
    """A report by sections, with its figures; ``parts`` are heading and text as they stand."""

    def __init__(
        self,
        parts: Sequence[tuple[str, str]],
        figures: Sequence[FigureLine] = (),
        kept: Sequence[Mapping[str, Any]] = (),
        data: Any = None,
    ) -> None:
        super().__init__(data)
        self.headings = [heading for heading, _ in parts]
        self.figures = tuple(figures)
        for number, (heading, text) in enumerate(parts):
            self.fields[f"part-{number}"] = forms.CharField(
                label=heading,
                required=False,
                max_length=MOST_LETTERS,
                initial=text,
                widget=forms.Textarea({"rows": 3 + min(12, text.count("\n") + len(text) // 90)}),
            )
        before = {one["name"]: one for one in kept}
        for number, line in enumerate(self.figures):
            for name, words in (("now", "kỳ này"), ("before", "cùng kỳ")):
                value = before.get(line.name, {}).get(name)
                self.fields[f"{name}-{number}"] = forms.CharField(
                    label=f"{line.name}, {words} ({line.measure})",
                    required=False,
                    max_length=20,
                    initial="" if value is None else str(value).replace(".", ","),
                    widget=forms.TextInput({"inputmode": "decimal", "size": 8}),
                )
        style(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number in range(len(self.figures)):
            for name in ("now", "before"):
                self._clean_number(f"{name}-{number}", cleaned)
        return cleaned

    def _clean_number(self, field: str, cleaned: dict[str, Any]) -> None:
        """A number as Vietnamese offices write it: "1.250,5"; nothing said is not nought."""
        words = str(cleaned.get(field) or "").replace(" ", "")
        try:
            plain = words.replace(".", "").replace(",", ".")
            cleaned[field] = float(Decimal(plain)) if words else None
        except InvalidOperation:
            self.add_error(field, f"“{words}” không phải là số. Hãy viết như 1.250 hoặc 12,5.")

    def arguments(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "parts": [(h, typed[f"part-{n}"]) for n, h in enumerate(self.headings)],
            "figures": [
                {
                    "name": line.name,
                    "measure": line.measure,
                    "now": typed[f"now-{number}"],
                    "before": typed[f"before-{number}"],
                }
                for number, line in enumerate(self.figures)
            ],
        }

    def sections(self) -> Iterator[Any]:
        """The fields of the sections."""
        return (self[f"part-{number}"] for number in range(len(self.headings)))

    def lines(self) -> Iterator[tuple[FigureLine, Any, Any]]:
        """The table of figures: each line with its two fields."""
        for number, line in enumerate(self.figures):
            yield line, self[f"now-{number}"], self[f"before-{number}"]


class SendBackForm(ChangeForm):
    """Why a report goes back."""

    reason = forms.CharField(
        label="Lý do trả lại", max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        style(self)


class FileForm(ChangeForm):
    """A file that comes with a report; judged by its content, as evidence is."""

    file = forms.FileField(
        label="Tệp kèm theo",
        help_text=ACCEPTED,
        error_messages={"required": "Hãy chọn một tệp.", "empty": "Tệp này trống. Hãy chọn lại."},
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        style(self)

    def clean_file(self) -> Checked:
        return check_file(self.cleaned_data["file"])


class OutlineForm(ChangeForm):
    """The outline and the table of figures of a duty: a ready set, or as typed."""

    ready = forms.ChoiceField(
        label="Lấy từ",
        choices=[(OWN, "Nội dung gõ dưới đây"), *((k, v[0]) for k, v in READY_SETS.items())],
        initial=OWN,
        widget=Radios,
    )
    sections = forms.CharField(
        label="Đề mục",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text="Mỗi dòng một đề mục.",
    )
    figures = forms.CharField(
        label="Biểu số liệu",
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 8}),
        help_text="Mỗi dòng một chỉ tiêu và đơn vị tính, cách nhau dấu |: Lớp tập huấn | lớp.",
    )

    def __init__(self, outline: Outline, data: Any = None) -> None:
        lines = "\n".join(f"{one.name} | {one.measure}" for one in outline.figures)
        super().__init__(data, initial={"sections": "\n".join(outline.sections), "figures": lines})
        style(self)

    def arguments(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed["ready"] in READY_SETS:
            return {"outline": READY_SETS[typed["ready"]][1]}
        return {"outline": outline_from_text(typed["sections"], typed["figures"])}


class RequestForm(ChangeForm):
    """A letter that asks for a report, and the units that it names."""

    number = forms.CharField(label="Số, ký hiệu văn bản đến", max_length=80)
    issued_on = DayField("Ngày văn bản")
    sender = forms.CharField(label="Cơ quan gửi", max_length=255)
    title = forms.CharField(label="Báo cáo về việc", max_length=500)
    asks = forms.CharField(
        label="Nội dung yêu cầu",
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 4}),
    )
    due_on = DayField("Đơn vị nộp trước hoặc trong ngày")
    plan = forms.ModelChoiceField(
        label="Thuộc kế hoạch", queryset=Plan.objects.none(), empty_label=None
    )
    units = forms.ModelMultipleChoiceField(
        label="Đơn vị phải báo cáo",
        queryset=Unit.objects.none(),
        widget=Checks,
        error_messages={"required": "Hãy chọn ít nhất một đơn vị phải báo cáo."},
    )
    file = forms.FileField(label="Tệp văn bản", required=False, help_text=ACCEPTED)

    def __init__(self, user: User, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        plans = Plan.objects.editable_by(user).in_status(PlanStatus.ISSUED)
        reached = Unit.objects.reached_by(user, Capability.IMPORT_PLANS)
        agencies = plans.values("issuer")
        below = reached.filter(parent__in=agencies, active_to__isnull=True)
        offer(
            self,
            plan=plans.order_by("-starts_on", "-pk"),
            units=below.order_by("sort_name", "pk"),
        )
        style(self)

    def clean_file(self) -> Checked | None:
        file = self.cleaned_data.get("file")
        return check_file(file) if file else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        plan, units = cleaned.get("plan"), cleaned.get("units")
        if plan and units and any(unit.parent_id != plan.issuer_id for unit in units):
            raise ValidationError("Đơn vị được chọn phải thuộc cơ quan ban hành kế hoạch.")
        return cleaned

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "units": list(self.cleaned_data["units"])}
