"""What a person types about a report: what it is about, a section's text, number and day."""

from __future__ import annotations

import datetime
from itertools import dropwhile
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.change_forms import ChangeForm, DayField, RevisionForm, RunsVerb, offer
from accounts.changes import edition
from accounts.models import User
from accounts.picker import is_key
from accounts.widgets import Checks, Radios, StyledField
from plans.models import Plan
from plans.querysets import PlanQuerySet
from reading.open.files import raw_items
from reading.open.raw import RawLine
from reading.open.refusal import UnreadableFile
from reports.compliance.actions import DOCUMENT_LOOK, check_issue_day, check_number
from reports.compliance.annex_choice import ANNEX_LABELS, DEFAULT_ANNEXES
from reports.compliance.choice import report_period
from reports.compliance.facts import time_of
from reports.compliance.own_text import OwnText, TextProblems, lines_of, read_own_text
from reports.compliance.places import SECTION_PLACES, VALUE_PLACES, usual_text
from reports.compliance.sections import TITLES, USUAL
from reports.models import DocumentForm
from reports.models.compliance import ReportKind
from tasks.evidence import Checked, check_file
from units.models import Unit
from units.policy import Capability
from units.querysets import UnitQuerySet
from units.unit_field import UnitField

MOST_PLANS = 60  # to tick
YEARS_BACK = 3  # plans that ended earlier have been reported on


class AgencyForm(forms.Form):
    """Whose report it is to be, of several agencies."""

    bound_field_class = StyledField

    agency = UnitField(label="Cơ quan lập")

    def __init__(self, agencies: UnitQuerySet, data: QueryDict) -> None:
        asked = {"agency", "agency_words"} & set(data)
        super().__init__(data if asked else None, auto_id="chon-%s")
        self.agencies = agencies
        offer(self, agency=agencies)
        field: Any = self.fields["agency"]
        field.offer_few()

    def chosen(self) -> Unit | None:
        """The one that was asked for, else the first; None where there is none."""
        found: Unit | None = self.cleaned_data.get("agency") if self.is_valid() else None
        return found or self.agencies.first()


class NewReportForm(ChangeForm):
    """A report on plans of one agency for a period."""

    kind = forms.ChoiceField(label="Loại văn bản", choices=ReportKind.choices, widget=Radios)
    plans = forms.ModelMultipleChoiceField(
        label="Kế hoạch",
        queryset=Plan.objects.none(),
        widget=Checks,
        help_text="Chọn một, nhiều hoặc tất cả kế hoạch của cơ quan.",
        error_messages={"required": "Hãy chọn ít nhất một kế hoạch."},
    )
    starts_on = DayField("Từ ngày")
    ends_on = DayField("Đến ngày")
    annexes = forms.MultipleChoiceField(
        label="Phụ lục kèm theo",
        choices=list(ANNEX_LABELS.items()),
        required=False,
        widget=Checks,
    )

    def __init__(
        self, agency: Unit, today: datetime.date, data: Any = None, initial: Any = None
    ) -> None:
        usual = {
            "kind": ReportKind.COMPLIANCE,
            "annexes": list(DEFAULT_ANNEXES),
            "starts_on": today.replace(month=1, day=1),
            "ends_on": today,
        }
        super().__init__(data, initial={**usual, **(initial or {})})
        self.agency, self.today = agency, today
        # A plan that was replaced or ended counts for its days.
        plans = Plan.objects.filter(issuer=agency, released_on__isnull=False, revoked_on=None)
        recent = plans.filter(ends_on__year__gte=today.year - YEARS_BACK)
        offer(self, plans=recent.order_by("-starts_on", "-pk"))
        self._offer_newest(recent)

    def _offer_newest(self, plans: PlanQuerySet) -> None:
        """Shows the newest plans and those that are ticked; the form takes any of ``plans``."""
        sent = self.data.getlist("plans") if self.is_bound else self.initial.get("plans", ())
        ticked = plans.filter(pk__in=[key for key in map(str, sent) if is_key(key)])
        newest = list(plans.order_by("-starts_on", "-pk")[: MOST_PLANS + 1])
        rows = {plan.pk: plan for plan in (*newest[:MOST_PLANS], *ticked)}
        field: Any = self.fields["plans"]
        field.widget.choices = [(pk, str(plan)) for pk, plan in rows.items()]
        if len(newest) > MOST_PLANS:
            field.help_text += (
                f" Chỉ nêu {MOST_PLANS} kế hoạch mới nhất; với kế hoạch khác, hãy mở trang của"
                " kế hoạch rồi chọn Lập báo cáo."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        plans = list(cleaned.get("plans") or ())
        if plans and not self.errors:
            cleaned["period"] = report_period(
                time_of(plans),
                starts_on=cleaned["starts_on"],
                ends_on=cleaned["ends_on"],
                today=self.today,
            )
        return cleaned

    def arguments(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "agency": self.agency,
            "plans": list(typed["plans"]),
            "period": typed["period"],
            "annexes": typed["annexes"],
            "kind": ReportKind(typed["kind"]),
        }


class SectionForm(ChangeForm):
    """The text of one section; ``seen`` is the text from which the person set out."""

    text = forms.CharField(required=False, max_length=60000, widget=forms.Textarea)
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class IssueForm(RevisionForm):
    """Number and day from the records office."""

    number = forms.CharField(label="Số", max_length=20, widget=forms.TextInput({"size": 6}))
    issued_on = DayField("Ngày ban hành")

    def __init__(
        self, data: Any = None, revision: int = 0, today: datetime.date | None = None
    ) -> None:
        super().__init__(data, initial={"revision": revision})
        self.today = today

    def clean_number(self) -> str:
        return check_number(self.cleaned_data["number"])

    def clean_issued_on(self) -> datetime.date:
        issued_on: datetime.date = self.cleaned_data["issued_on"]
        if self.today:
            check_issue_day(issued_on, self.today)
        return issued_on

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "revision": self.cleaned_data["revision"] or 0}


_SIGNED_KINDS = {"application/pdf", "image/jpeg", "image/png"}


class SignedForm(ChangeForm):
    """The signed copy: a scan, or a PDF with a digital signature."""

    file = forms.FileField(
        label="Bản đã ký",
        help_text="Bản quét (PDF, ảnh) hoặc PDF có chữ ký số.",
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": "Hãy chọn một tệp.", "empty": "Tệp này trống. Hãy chọn lại."},
    )

    def clean_file(self) -> Checked:
        checked = check_file(self.cleaned_data["file"])
        if checked.media_type not in _SIGNED_KINDS:
            raise ValidationError("Bản đã ký phải là tệp PDF hoặc ảnh (JPG, PNG). Hãy chọn lại.")
        return checked


MOST_BYTES = 60 * 1024 * 1024


class VerifyForm(forms.Form):
    """A copy to be checked: the file itself, or its SHA-256."""

    bound_field_class = StyledField

    file = forms.FileField(label="Tệp cần kiểm tra", required=False)
    sha256 = forms.RegexField(
        r"^[0-9A-Fa-f]{64}$",
        label="hoặc mã băm SHA-256 của tệp",
        required=False,
        error_messages={"invalid": "Mã băm SHA-256 gồm 64 chữ số và chữ cái từ a đến f."},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise ValidationError("Tệp lớn hơn 60 MB nên không phải văn bản do chương trình lập.")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("file") and not cleaned.get("sha256"):
            raise ValidationError("Hãy chọn tệp cần kiểm tra hoặc nhập mã băm SHA-256.")
        return cleaned


class ReportTextForm(RevisionForm):
    """The agency's own text of a report: typed, or taken from a file; ``own`` once it is sound."""

    text = forms.CharField(
        label="Mẫu nội dung",
        required=False,
        max_length=60000,
        strip=False,
        widget=forms.Textarea({"rows": 26, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="hoặc lấy nội dung từ tệp",
        required=False,
        help_text="Word (.docx) hoặc văn bản thuần (.txt): một báo cáo cũ, trong đó thay phần thay"
        " đổi bằng chỗ tên như {{ty_le}}. Định dạng của tệp không dùng đến.",
        widget=forms.FileInput({"accept": ".docx,.txt"}),
    )
    own: OwnText | None = None

    def __init__(self, kept: DocumentForm, data: Any = None, files: Any = None) -> None:
        text = kept.report_text or usual_text(USUAL)
        super().__init__(data, files, initial={"text": text, "revision": edition(kept)})

    def arguments(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"text": typed["text"], "revision": typed["revision"] or 0}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if file := cleaned.get("file"):
            self._take(file)
        lines = str(self.cleaned_data.get("text") or "").splitlines()
        try:
            self.own = read_own_text(lines, SECTION_PLACES, VALUE_PLACES)
        except TextProblems as error:
            self.add_error("text", [str(one) for one in error.problems])
        return cleaned

    def _take(self, file: Any) -> None:
        """Puts what a file says in place of what was typed, so that its lines can be seen."""
        try:
            items = raw_items(file.read(), file.name)
        except UnreadableFile as error:
            self.add_error("file", str(error))
            return
        lines = [one for one in items if isinstance(one, RawLine)]
        # Number, title and names above the text are told by the program, as is the signature.
        text = dropwhile(lambda one: one.centred or not one.text.strip(), lines)
        self.cleaned_data["text"] = "\n".join(lines_of(one.text for one in text))
        self.data = self.data.copy()
        self.data["text"] = self.cleaned_data["text"]

    def missing(self) -> tuple[str, ...]:
        """The headings of sections for which the text has no place."""
        titles = self.own.titles() if self.own else {}
        return tuple(title for key, title in TITLES.items() if key not in titles)


class DocumentLookForm(RunsVerb, forms.ModelForm[DocumentForm]):
    """Names, symbol, signature and page of an agency's documents."""

    bound_field_class = StyledField

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = DocumentForm
        fields = DOCUMENT_LOOK

    def __init__(self, kept: DocumentForm, data: Any = None) -> None:
        super().__init__(data, instance=kept, initial={"revision": edition(kept)})
        for name in DOCUMENT_LOOK:
            if isinstance(self.fields[name], forms.FloatField):
                self.fields[name].widget = forms.TextInput({"inputmode": "decimal", "size": 6})
                self.fields[name].localize = True

    def arguments(self) -> dict[str, Any]:
        return {"form": self.instance, "revision": self.cleaned_data["revision"] or 0}


def agencies_of(user: User) -> UnitQuerySet:
    """The agencies for which the person produces reports, those with plans only."""
    reached = Unit.objects.reached_by(user, Capability.PRODUCE_REPORTS)
    return reached.filter(plans__isnull=False).distinct().order_by("sort_name", "pk")
