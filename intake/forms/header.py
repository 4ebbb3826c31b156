"""The plan's header, its citations, its end."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.change_forms import ChangeForm, DayField, RunsVerb
from accounts.widgets import StyledField
from intake.citations import NamedElsewhere
from intake.days import exact_day
from intake.drafting.draft import WorkingDraft
from intake.forms.fields import text_field
from plans.schedule import Period
from reading.draft import CitationDraft, SignatoryDraft
from vietnamese.text import one_line


class SectionForm(ChangeForm):
    """A form about one section of the draft; ``apply`` gives the draft with what was typed."""

    def __init__(self, *args: Any, working: WorkingDraft, **kwargs: Any) -> None:
        self.working = working
        super().__init__(*args, **kwargs)


class HeaderForm(SectionForm):
    title = text_field("Trích yếu", 1000, rows=3, required=True)
    kind = text_field("Loại văn bản", 60)
    number = text_field("Số", 20, help_text="Để trống nếu văn thư chưa cấp số.")
    symbol = text_field("Ký hiệu", 60)
    place = text_field("Nơi ban hành", 100)
    issued_on = DayField("Ngày ban hành", required=False)
    starts_on = DayField("Thực hiện từ ngày")
    ends_on = DayField("Thực hiện đến ngày")
    runs_on = forms.BooleanField(
        label="Không ghi ngày kết thúc: việc định kỳ tiếp tục sang các năm sau",
        required=False,
        help_text="Mỗi năm mở thêm kỳ mới, cho đến khi kế hoạch được kết thúc, thay thế hoặc"
        " bãi bỏ.",
    )

    def __init__(self, *args: Any, working: WorkingDraft, **kwargs: Any) -> None:
        plan, period = working.plan, working.period
        initial = {name: getattr(plan, name) for name in ("kind", "number", "symbol", "place")}
        initial |= {"title": plan.title, "issued_on": exact_day(plan.issued_on)}
        if period:
            initial |= {"starts_on": period.starts_on, "ends_on": period.ends_on}
        initial["runs_on"] = working.runs_on
        super().__init__(*args, working=working, initial=initial, **kwargs)
        if plan.issued_on and not initial["issued_on"]:
            year, _, month = plan.issued_on.partition("-")
            self.fields["issued_on"].help_text = f"Văn bản ghi tháng {month}/{year}, chưa ghi ngày."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "Ngày kết thúc phải sau ngày bắt đầu.")
        elif start and end and end.year - start.year > 20:
            self.add_error("ends_on", "Kế hoạch dài hơn 20 năm. Hãy kiểm tra lại năm.")
        return cleaned

    def apply(self) -> WorkingDraft:
        typed = self.cleaned_data
        texts = ("title", "kind", "number", "symbol", "place")
        values = {name: one_line(typed[name]) or None for name in texts}
        issued_on = self._issued_on(typed["issued_on"])
        period = Period("", typed["starts_on"], typed["ends_on"])
        changed = self.working.with_plan(**values, issued_on=issued_on)
        return replace(changed, period=period, runs_on=typed["runs_on"])

    def _issued_on(self, day: datetime.date | None) -> str | None:
        """The day typed; where none is, a month without a day stays as it was read."""
        if day:
            return day.isoformat()
        was = self.working.plan.issued_on
        return was if was and exact_day(was) is None else None


class EndingForm(SectionForm):
    recipients = text_field("Nơi nhận", 10_000, rows=6, help_text="Mỗi nơi nhận một dòng.")
    authority = text_field("Thẩm quyền ký", 150, help_text="Ví dụ: KT. GIÁM ĐỐC")
    position = text_field("Chức vụ người ký", 150)
    name = text_field("Người ký", 150)

    def __init__(self, *args: Any, working: WorkingDraft, **kwargs: Any) -> None:
        signatory = working.plan.signatory
        initial = {
            "recipients": "\n".join(working.plan.recipients),
            "authority": signatory.authority,
            "position": signatory.position,
            "name": signatory.name,
        }
        super().__init__(*args, working=working, initial=initial, **kwargs)

    def apply(self) -> WorkingDraft:
        values = self.cleaned_data
        lines = map(one_line, values["recipients"].splitlines())
        signed = {
            part: one_line(values[part]) or None for part in ("authority", "position", "name")
        }
        spans = self.working.plan.signatory.spans
        return self.working.with_plan(
            recipients=tuple(filter(None, lines)), signatory=SignatoryDraft(**signed, spans=spans)
        )


NAME_HELP = "In trong căn cứ, ví dụ: quy định chi tiết một số điều của Luật Phòng cháy, chữa cháy."


class CitationForm(forms.Form):
    """One cited document."""

    bound_field_class = StyledField

    kind = text_field("Loại văn bản", 60)
    number = text_field("Số, ký hiệu", 80, required=True)
    issued_on = DayField("Ngày", required=False)
    issuer = text_field("Cơ quan ban hành", 255)
    name = text_field("Tên luật, hoặc nội dung văn bản", 500, rows=2, help_text=NAME_HELP)
    is_basis = forms.BooleanField(label="Là căn cứ", required=False, initial=True)
    place = forms.CharField(required=False, widget=forms.HiddenInput)  # where it was read


_CitationFormSet = forms.formset_factory(
    CitationForm, extra=1, can_delete=True, max_num=300, absolute_max=400
)


class CitationsForm(RunsVerb, _CitationFormSet):  # type: ignore[misc,valid-type]  # made by a factory
    """All the documents that the plan cites, one row each and one to add."""

    def __init__(
        self,
        data: Any = None,
        *,
        working: WorkingDraft,
        elsewhere: Mapping[str, NamedElsewhere] | None = None,
        **kwargs: Any,
    ) -> None:
        self.working, self.elsewhere = working, elsewhere or {}
        cited = [*_rows(working.plan.legal_bases, True), *_rows(working.plan.references, False)]
        for row in cited:
            known = self.elsewhere.get(row["place"].replace("-", ""))
            row["name"] = known.name if known else row["name"]
        super().__init__(data, initial=cited, **{"prefix": "vb", **kwargs})

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        known = self.elsewhere.get(str(form.initial.get("place", "")).replace("-", ""))
        if known:
            form.fields[
                "name"
            ].help_text = f"Lấy theo {known.plan}; văn bản này không ghi tên. Xóa đi để không lấy."
        form.fields["DELETE"].label = "Xóa"
        form.fields["DELETE"].widget.attrs["class"] = "form-check-input"

    def refuse(self, error: ValidationError) -> None:
        self.non_form_errors().extend(error.error_list)

    def apply(self) -> WorkingDraft:
        kept = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data.get("number") and not form.cleaned_data.get("DELETE")
        ]
        return self.working.with_plan(
            legal_bases=tuple(self._cited(row) for row in kept if row["is_basis"]),
            references=tuple(self._cited(row) for row in kept if not row["is_basis"]),
        )

    def _cited(self, row: dict[str, Any]) -> CitationDraft:
        list_name, _, number = row["place"].partition("-")
        read = {"b": self.working.plan.legal_bases, "r": self.working.plan.references}
        known = read.get(list_name, ())
        at = int(number) if number.isdecimal() and int(number) < len(known) else None
        return CitationDraft(
            kind=one_line(row["kind"]),
            number=one_line(row["number"]),
            issued_on=row["issued_on"].isoformat() if row["issued_on"] else None,
            issuer=one_line(row["issuer"]) or None,
            spans=known[at].spans if at is not None else (),
            name=(name := one_line(row["name"])),
            name_spans=known[at].name_spans if at is not None and known[at].name == name else (),
        )


def _rows(cited: tuple[CitationDraft, ...], is_basis: bool) -> list[dict[str, Any]]:
    letter = "b" if is_basis else "r"
    return [
        {
            "kind": one.kind,
            "number": one.number,
            "issued_on": exact_day(one.issued_on),
            "issuer": one.issuer,
            "name": one.name,
            "is_basis": is_basis,
            "place": f"{letter}-{number}",
        }
        for number, one in enumerate(cited)
    ]
