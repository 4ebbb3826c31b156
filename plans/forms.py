"""What a person types or chooses about plans."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Max, Min

from accounts.widgets import DayInput, style
from plans.models import Plan
from plans.querysets import PlanQuerySet
from plans.status import PLAN_STATUS_LABELS, PlanStatus
from units.models import Unit

DAY_INPUTS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


class RegisterFilter(forms.Form):
    """Narrows the register; offers only years and issuers of plans that the person sees."""

    q = forms.CharField(
        label="Tìm", required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    status = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[
            ("", "Mọi tình trạng"),
            *((status.value, PLAN_STATUS_LABELS[status]) for status in PlanStatus),
        ],
    )
    year = forms.TypedChoiceField(label="Năm", coerce=int, required=False, empty_value=None)
    issuer = forms.ModelChoiceField(
        label="Cơ quan ban hành",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Mọi cơ quan",
    )

    def __init__(self, user: Any, data: Any) -> None:
        super().__init__(data)
        self.plans = Plan.objects.visible_to(user)
        self.fields["year"].choices = [("", "Mọi năm"), *_years(self.plans)]  # type: ignore[attr-defined]
        self.fields["issuer"].queryset = Unit.objects.filter(  # type: ignore[attr-defined]
            pk__in=self.plans.order_by().values("issuer")
        )
        style(self)

    def found(self) -> PlanQuerySet:
        """The plans that the person sees and that fit what is chosen; newest first."""
        plans = self.plans.select_related("issuer").order_by("-starts_on", "-pk")
        if not self.is_valid():
            return plans
        chosen = self.cleaned_data
        if chosen["status"]:
            plans = plans.in_status(PlanStatus(chosen["status"]))
        if chosen["year"]:
            year = chosen["year"]
            plans = plans.filter(
                starts_on__lte=datetime.date(year, 12, 31), ends_on__gte=datetime.date(year, 1, 1)
            )
        if chosen["issuer"]:
            plans = plans.filter(issuer=chosen["issuer"])
        return plans.matching(chosen["q"])

    @property
    def narrows(self) -> bool:
        """Whether anything is chosen."""
        return any(self.data.get(name) for name in self.fields)


def _years(plans: PlanQuerySet) -> list[tuple[str, str]]:
    span = plans.order_by().aggregate(first=Min("starts_on"), last=Max("ends_on"))
    if not span["first"]:
        return []
    years = range(span["last"].year, span["first"].year - 1, -1)
    return [(str(year), f"Năm {year}") for year in years]


class NumberForm(forms.Form):
    """Number, symbol and day, once the records office has given them."""

    number = forms.CharField(label="Số", required=False, max_length=20)
    symbol = forms.CharField(
        label="Ký hiệu",
        required=False,
        max_length=60,
        help_text="Phần sau dấu gạch chéo của số văn bản, ví dụ KH-SKHCN.",
    )
    issued_on = forms.DateField(
        label="Ngày ban hành", required=False, input_formats=DAY_INPUTS, widget=DayInput
    )

    def __init__(self, plan: Plan, data: Any = None) -> None:
        held = {"number": plan.number, "symbol": plan.symbol, "issued_on": plan.issued_on}
        super().__init__(data, initial=held)
        style(self)


class RevokeForm(forms.Form):
    """Why a plan is taken out of force."""

    reason = forms.CharField(
        label="Lý do bãi bỏ",
        max_length=100,
        help_text="Nêu văn bản bãi bỏ hoặc lý do, tối đa 100 ký tự.",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        style(self)
