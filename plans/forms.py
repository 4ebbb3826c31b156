"""What a person types or chooses about plans."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Max, Min
from django.http import QueryDict

from accounts.change_forms import ChangeForm, DayField, RevisionForm, RunsVerb, offer
from accounts.changes import edition
from accounts.listing import ListFilter, search_field
from accounts.models import User
from accounts.picker import KeyField
from accounts.widgets import StyledField
from plans.actions import DETAILS
from plans.models import LegalBasis, Plan
from plans.querysets import LegalBasisQuerySet, PlanQuerySet
from plans.status import PLAN_STATUS_LABELS, PlanStatus
from units.bulk import BulkForm
from units.models import Unit
from units.unit_field import UnitField
from vietnamese.text import fold


class RegisterFilter(ListFilter):
    """Narrows the register; offers only the years of plans that the person sees."""

    q = search_field("Số, ký hiệu, trích yếu")
    status = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[
            ("", "Mọi tình trạng"),
            *((status.value, PLAN_STATUS_LABELS[status]) for status in PlanStatus),
        ],
    )
    year = forms.TypedChoiceField(label="Năm", coerce=int, required=False, empty_value=None)
    issuer = UnitField(label="Cơ quan ban hành", required=False)

    # Plans that carry out this one; put into the address by that plan's page.
    carries_out = KeyField()

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.plans = Plan.objects.visible_to(user)
        issuers = Unit.objects.filter(pk__in=self.plans.order_by().values("issuer"))
        offer(self, year=[("", "Mọi năm"), *_years(self.plans)])
        offer(self, issuer=issuers)

    def found(self) -> PlanQuerySet:
        """The plans that the person sees and that fit what is chosen."""
        plans, chosen = self.plans, self.chosen
        if status := chosen.get("status"):
            plans = plans.in_status(PlanStatus(status))
        if year := chosen.get("year"):
            plans = plans.filter(
                starts_on__lte=datetime.date(year, 12, 31), ends_on__gte=datetime.date(year, 1, 1)
            )
        if "carries_out" in chosen:
            plans = plans.filter(carries_out=chosen["carries_out"])
        if "issuer" in chosen:
            plans = plans.filter(issuer=chosen["issuer"])
        return plans.matching(chosen["q"]) if "q" in chosen else plans

    def words_of(self, name: str) -> str:
        return (
            "Thực hiện một kế hoạch cấp trên" if name == "carries_out" else super().words_of(name)
        )


def _years(plans: PlanQuerySet) -> list[tuple[str, str]]:
    span = plans.order_by().aggregate(first=Min("starts_on"), last=Max("ends_on"))
    if not span["first"]:
        return []
    years = range(span["last"].year, span["first"].year - 1, -1)
    return [(str(year), f"Năm {year}") for year in years]


class NumberForm(RevisionForm):
    """Number, symbol and day, once the records office has given them."""

    number = forms.CharField(label="Số", required=False, max_length=20)
    symbol = forms.CharField(
        label="Ký hiệu",
        required=False,
        max_length=60,
        help_text="Phần sau dấu gạch chéo của số văn bản, ví dụ KH-SKHCN.",
    )
    issued_on = DayField("Ngày ban hành", required=False)

    def __init__(self, plan: Plan, data: Any = None) -> None:
        held = {"number": plan.number, "symbol": plan.symbol, "issued_on": plan.issued_on}
        super().__init__(data, initial=held | {"revision": edition(plan)})


class DetailsForm(RunsVerb, forms.ModelForm[Plan]):
    """What the head and the foot of the document say, mended after it was put in."""

    bound_field_class = StyledField

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Plan
        fields = DETAILS
        help_texts = {
            "title": "Phần sau chữ “Kế hoạch”, đúng như trong văn bản.",
            "signatory_authority": "Ví dụ: KT. GIÁM ĐỐC. Để trống nếu người đứng đầu ký.",
            "evidence_cycle": "Việc thường xuyên phải có minh chứng ít nhất một lần trong mỗi kỳ.",
        }
        widgets = {"title": forms.Textarea({"rows": 3})}

    def __init__(self, plan: Plan, data: Any = None) -> None:
        super().__init__(data, instance=plan, initial={"revision": edition(plan)})

    def _post_clean(self) -> None:
        """The action writes and judges the plan; the form leaves the row alone."""

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0


class ReopenForm(ChangeForm):
    """Why a plan that was ended, replaced or revoked is taken up again."""

    reason = forms.CharField(
        label="Lý do mở lại", max_length=100, help_text="Tối đa 100 ký tự.", required=True
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="reopen")


class ReopenManyForm(BulkForm):
    """Why plans that were ended, replaced or revoked are taken up again, once for all of them."""

    reason = forms.CharField(label="Lý do mở lại", max_length=100, help_text="Tối đa 100 ký tự.")


class PlanChoice(ChangeForm):
    """One plan chosen among those offered; the list itself is drawn by the page."""

    chosen = forms.ModelChoiceField(
        label="Kế hoạch được chọn",
        queryset=Plan.objects.none(),
        error_messages={
            "required": "Hãy chọn một kế hoạch trong danh sách.",
            "invalid_choice": "Kế hoạch được chọn không còn trong danh sách. Hãy chọn lại.",
        },
    )

    def __init__(self, offered: PlanQuerySet, data: Any = None) -> None:
        super().__init__(data)
        offer(self, chosen=offered)


class CitationFilter(ListFilter):
    """Narrows the list of cited documents."""

    q = search_field("Số, ký hiệu, cơ quan ban hành")
    kind = forms.ChoiceField(label="Loại văn bản", required=False)
    doubt = forms.BooleanField(label="Chỉ văn bản có mâu thuẫn", required=False)

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.citations = LegalBasis.objects.visible_to(user)
        offer(self, kind=[("", "Mọi loại"), *_kinds(self.citations)])

    def found(self) -> LegalBasisQuerySet:
        """The citations that the person sees and that fit what is chosen."""
        found = self.citations
        if "kind" in self.chosen:
            found = found.of_kind(self.chosen["kind"])
        return found.matching(self.chosen["q"]) if "q" in self.chosen else found

    @property
    def only_doubtful(self) -> bool:
        """Whether only contradictions are asked for."""
        return "doubt" in self.chosen


def _kinds(citations: LegalBasisQuerySet) -> list[tuple[str, str]]:
    """The kinds of documents cited, each once however it is spelt."""
    kinds = citations.order_by().values_list("kind", flat=True).distinct()
    return sorted({fold(kind): kind for kind in sorted(kinds)}.items())


class RevokeForm(ChangeForm):
    """Why a plan is taken out of force."""

    reason = forms.CharField(
        label="Lý do bãi bỏ",
        max_length=100,
        help_text="Nêu văn bản bãi bỏ hoặc lý do, tối đa 100 ký tự.",
    )
