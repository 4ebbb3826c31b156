"""What is asked of units: the outline of a report and its figures, a letter that asks for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.change_forms import ChangeForm, DayField, OnceForm, RevisionForm, WordsField, offer
from accounts.models import User
from accounts.picker import is_key
from accounts.widgets import Radios, StyledField
from plans.models import Plan, ReportDuty
from plans.querysets import PlanQuerySet
from plans.status import PlanStatus
from reading.open.refusal import MAX_BYTES, UnreadableFile
from reading.outlines import LONGEST_HEADING, OutlineSection, ReadOutline, read_outline
from reports.dashboard.filters import MOST_PLANS
from reports.models import DutyForm
from reports.submissions.outline import (
    READY_SETS,
    FigureLine,
    Row,
    outline_as_text,
    outline_from_text,
    outline_of,
    revision_of,
)
from tasks.evidence import ACCEPTED, Checked, check_file
from tasks.models import Indicator
from units.contexts.boxes import Boxes, unit_boxes
from units.models import Unit
from units.policy import Capability
from vietnamese.text import fold

OWN = "own"
MOST_ASKED = 60_000  # letters: an outline with all that it asks for


class OutlineForm(RevisionForm, OnceForm):
    """The outline and the table of figures of a duty: a ready set, or as typed."""

    ready = forms.ChoiceField(
        label="Lấy từ",
        choices=[(OWN, "Nội dung gõ dưới đây"), *((k, v[0]) for k, v in READY_SETS.items())],
        initial=OWN,
        widget=Radios,
    )
    sections = WordsField(
        "Đề mục",
        MOST_ASKED,
        rows=12,
        required=False,
        help_text="Mỗi dòng một đề mục. Dòng bắt đầu bằng dấu - là nội dung cần nêu dưới đề mục ở"
        " trên; đơn vị thấy khi soạn báo cáo.",
    )
    figures = WordsField(
        "Biểu số liệu",
        MOST_ASKED,
        rows=10,
        required=False,
        help_text="Mỗi dòng một chỉ tiêu và đơn vị tính, cách nhau dấu |: Lớp tập huấn | lớp.",
    )

    def __init__(
        self,
        sections: Iterable[OutlineSection],
        figures: Iterable[Row],
        revision: int,
        data: Any = None,
    ) -> None:
        headings, lines = outline_as_text(sections, figures)
        given = {"sections": headings, "figures": lines, "revision": revision}
        super().__init__(data, initial=given)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = outline_from_text(cleaned.get("sections", ""), cleaned.get("figures", ""))
        for one in typed.sections:
            if len(one.heading) > LONGEST_HEADING:
                said = f"Đề mục “{one.heading[:60]}…” dài quá {LONGEST_HEADING} ký tự."
                self.add_error("sections", said)
        names = [line.name.casefold() for line in typed.figures]
        for line in typed.figures:
            if names.count(line.name.casefold()) > 1 or not line.name:
                said = f"Chỉ tiêu “{line.name}” có hai lần." if line.name else "Có dòng thiếu tên."
                self.add_error("figures", said)
                break
        return cleaned

    def arguments(self) -> dict[str, Any]:
        typed = super().arguments()
        chosen = READY_SETS.get(typed["ready"])
        text = outline_from_text(typed["sections"], typed["figures"])
        return {"outline": chosen[1] if chosen else text, "revision": typed["revision"]}


class OutlineFileForm(forms.Form):
    """The file in which an authority sets its outline; read as soon as it is judged."""

    bound_field_class = StyledField

    file = forms.FileField(
        label="Tệp đề cương hoặc biểu số liệu",
        help_text="Word (.docx) hoặc bảng tính (.xlsx), tối đa 20 MB.",
        error_messages={"required": "Hãy chọn một tệp.", "empty": "Tệp này trống. Hãy chọn lại."},
    )

    def clean_file(self) -> ReadOutline:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError("Tệp lớn hơn 20 MB. Hãy giảm dung lượng rồi chọn lại.")
        try:
            return read_outline(file.read(), file.name)
        except UnreadableFile as error:
            raise ValidationError(str(error)) from error


class JoinForm(RevisionForm, OnceForm):
    """Of which indicator each row of a form of figures is filled in."""

    def __init__(self, duty: ReportDuty, data: Any = None) -> None:
        super().__init__(data, initial={"revision": revision_of(duty)})
        self.lines = outline_of(duty).figures
        indicators = Indicator.objects.above(duty.plan.issuer)
        self.indicators = {str(one.pk): one for one in indicators}
        choices = [
            ("", "Đơn vị tự ghi"),
            *((key, str(one)) for key, one in self.indicators.items()),
        ]
        for number, line in enumerate(self.lines):
            self.fields[f"line-{number}"] = forms.ChoiceField(
                label=f"{line.name}: lấy từ chỉ tiêu",
                required=False,
                choices=choices,
                initial=str(line.indicator or ""),
            )

    def arguments(self) -> dict[str, Any]:
        typed = super().arguments()
        chosen = [self.indicators.get(typed[f"line-{n}"]) for n in range(len(self.lines))]
        return {"indicators": chosen, "revision": typed["revision"]}

    def rows(self) -> Iterator[tuple[FigureLine, Any]]:
        """Each row of the form with its field."""
        return ((line, self[f"line-{number}"]) for number, line in enumerate(self.lines))


class NestForm(RevisionForm, OnceForm):
    """In whose reports those of a duty are a section; ``guess`` is the duty that the plan's words
    seem to mean, chosen beforehand where nobody has chosen."""

    within = forms.ModelChoiceField(
        label="Lồng ghép trong",
        queryset=ReportDuty.objects.none(),
        required=False,
        empty_label="Không lồng ghép: nộp thành báo cáo riêng",
    )

    def __init__(self, duty: ReportDuty, data: Any = None) -> None:
        form = DutyForm.objects.filter(duty=duty).first()
        others = _duties_to_nest_in(duty)
        self.guess = None if form and form.nested_in_id else guess_nested_in(duty, others)
        chosen = form.nested_in_id if form and form.nested_in_id else self.guess
        revision = form.revision if form else 0
        super().__init__(data, initial={"revision": revision, "within": chosen})
        offer(self, within=others)


def _duties_to_nest_in(duty: ReportDuty) -> QuerySet[ReportDuty]:
    """The other duties of the same plan: a plan has few."""
    return ReportDuty.objects.filter(plan=duty.plan_id).exclude(pk=duty.pk).order_by("order", "pk")


def guess_nested_in(duty: ReportDuty, others: Iterable[ReportDuty]) -> int | None:
    """The key of the duty whose title holds most of the words of ``nested_in``; None where the plan
    says nothing or no title holds half of them."""
    words = set(fold(duty.nested_in).split()) - {"bao", "cao", "trong", "long", "ghep", "vao"}
    if not words:
        return None
    near = [(len(words & set(fold(str(one)).split())), -one.pk) for one in others]
    best, pk = max(near, default=(0, 0))
    return -pk if best * 2 >= len(words) and best else None


class DropForm(ChangeForm):
    """Why a letter is taken back."""

    reason = WordsField("Lý do", 500, rows=2, missing="Hãy nêu lý do.")


class RequestForm(OnceForm):
    """A letter that asks for a report, and the units that it names."""

    number = forms.CharField(label="Số, ký hiệu văn bản đến", max_length=80)
    issued_on = DayField("Ngày văn bản")
    sender = forms.CharField(label="Cơ quan gửi", max_length=255)
    title = forms.CharField(label="Báo cáo về việc", max_length=500)
    asks = WordsField("Nội dung yêu cầu", 8000, rows=4, required=False)
    due_on = DayField("Đơn vị nộp trước hoặc trong ngày")
    plan = forms.ModelChoiceField(
        label="Thuộc kế hoạch", queryset=Plan.objects.none(), empty_label=None
    )
    units = forms.ModelMultipleChoiceField(
        label="Đơn vị phải báo cáo",
        queryset=Unit.objects.none(),
        error_messages={"required": "Hãy chọn ít nhất một đơn vị phải báo cáo."},
    )
    file = forms.FileField(label="Tệp văn bản", required=False, help_text=ACCEPTED)

    def __init__(self, user: User, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        plans = Plan.objects.editable_by(user).in_status(PlanStatus.ISSUED).select_related("issuer")
        newest = plans.order_by("-starts_on", "-pk")
        offer(self, plan=newest)
        self.chosen = self._chosen(newest)
        others = newest.exclude(pk=self.chosen.pk)[: MOST_PLANS - 1] if self.chosen else ()
        named = [self.chosen, *others] if self.chosen else []
        self.fields["plan"].widget.choices = [(plan.pk, str(plan)) for plan in named]
        reached = Unit.objects.reached_by(user, Capability.IMPORT_PLANS)
        issuer = self.chosen.issuer_id if self.chosen else None
        self.below = reached.filter(parent=issuer, active_to__isnull=True)
        offer(self, units=reached.filter(active_to__isnull=True))

    def _chosen(self, plans: PlanQuerySet) -> Plan | None:
        """The plan to which the report is to belong: the one sent, else the newest."""
        key = str(self.data.get("plan", ""))
        sent = plans.filter(pk=key).first() if is_key(key) else None
        return sent or plans.first()

    def boxes(self) -> Boxes | None:
        """The units directly below the agency of the plan, found by the words that were sent."""
        if self.chosen is None:
            return None
        keys = self.data.getlist("units") if self.is_bound else []
        ticked = self.below.filter(pk__in=[key for key in keys if is_key(key)])
        words = str(self.data.get("q", "")).strip()
        return unit_boxes(self.below, self.chosen.issuer, list(ticked), words)

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
        typed = super().arguments()
        return {**typed, "units": list(typed["units"])}
