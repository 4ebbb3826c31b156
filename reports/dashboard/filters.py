"""What a person chooses above the dashboard and the list of reports, among what is seen."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.db.models import Max, Min, Window
from django.http import QueryDict

from accounts.change_forms import DayField, offer
from accounts.models import User
from accounts.picker import is_key
from accounts.widgets import StyledField
from plans.models import Plan
from plans.querysets import PlanQuerySet
from plans.schedule import Period, year_of
from reports.dashboard.units import LEVELS, dashboard_units
from reports.periods import OWN, own_period, period_choices, period_of
from units.models import Unit

MOST_PLANS = 25  # of a drop-down; the list of plans and the search lead to the others
SHOWN = "truoc"  # the parameter with the period shown when the form was sent


def counted_plans(user: User) -> PlanQuerySet:
    """Plans that the person sees and whose work counts for some days, newest first: in force,
    ended, or replaced by another."""
    return (
        Plan.objects.visible_to(user)
        .filter(released_on__isnull=False, revoked_on__isnull=True)
        .order_by("-starts_on", "-pk")
    )


def years_of(plans: PlanQuerySet, today: datetime.date) -> range:
    """Every year that one of the plans touches, today's among them."""
    span = plans.order_by().aggregate(first=Min("starts_on"), last=Max("ends_on"))
    return _years([today, span["first"] or today, span["last"] or today])


def _years(days: Iterable[datetime.date]) -> range:
    years = [day.year for day in days]
    return range(min(years), max(years) + 1)


_OF_ALL_FIRST, _OF_ALL_LAST = Window(Min("starts_on")), Window(Max("ends_on"))


class PlanChoice(forms.ModelChoiceField[Plan]):
    """Plans by number and title, cut to what a select can show."""

    def label_from_instance(self, obj: Plan) -> str:
        name = f"{obj.full_number} – {obj.title}"
        return name if len(name) <= 80 else f"{name[:79].rstrip()}…"

    def offer_to(self, user: User, chosen: str) -> Sequence[datetime.date]:
        """Offers the newest plans and the one chosen; any that the person sees may be asked for.
        Gives the first and the last day of all from which it offers; none where there are none."""
        self.queryset = counted_plans(user)
        near = self.queryset.near(user).only("number", "symbol", "title")
        offered = list(near.annotate(first=_OF_ALL_FIRST, last=_OF_ALL_LAST)[:MOST_PLANS])
        span = [vars(offered[0])[name] for name in ("first", "last")] if offered else []
        if is_key(chosen) and int(chosen) not in {plan.pk for plan in offered}:
            offered += self.queryset.filter(pk=chosen)
        named = [(str(plan.pk), self.label_from_instance(plan)) for plan in offered]
        self.widget.choices = [("", self.empty_label), *named]
        return span


class DashboardFilter(forms.Form):
    """A plan and a period; the year of ``today`` and all plans where nothing is chosen."""

    bound_field_class = StyledField

    plan = PlanChoice(
        label="Kế hoạch",
        queryset=Plan.objects.none(),
        required=False,
        empty_label="Tất cả kế hoạch",
    )
    period = forms.ChoiceField(label="Kỳ", required=False)

    def __init__(self, user: User, today: datetime.date, data: QueryDict) -> None:
        super().__init__(_with_period(data, today))
        self.today = today
        span = cast("PlanChoice", self.fields["plan"]).offer_to(user, data.get("plan", ""))
        chosen = period_of(data.get("period", ""))
        year = chosen.starts_on.year if chosen else today.year
        offer(self, period=period_choices(_years([today, *span]), year, today))
        # "from" is no name that a class body can hold.
        for name, label in (("from", "Từ ngày"), ("to", "Đến ngày")):
            self.fields[name] = DayField(label, required=False)
        self.unit = self._unit(user, data.get(LEVELS, ""))

    def _unit(self, user: User, key: str) -> Unit | None:
        return dashboard_units(user).filter(pk=key).first() if is_key(key) else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from"), cleaned.get("to")
        if cleaned.get("period") == OWN and first and last and first > last:
            self.add_error("to", "Ngày cuối phải từ ngày đầu trở đi.")
        return cleaned

    @property
    def own_days(self) -> bool:
        """Whether days of one's own are asked for, so that their two fields are shown."""
        return self.data.get("period") == OWN

    def chosen_plan(self) -> Plan | None:
        self.is_valid()
        return self.cleaned_data.get("plan")

    def chosen_period(self) -> Period:
        """The period asked for, the running year where none is; where what is asked makes no sense,
        the one whose figures stood on the page before."""
        year = year_of(self.today)
        if not self.is_valid():
            return self._before() or year
        if self.own_days:
            first = self.cleaned_data.get("from") or year.starts_on
            last = self.cleaned_data.get("to") or max(first, self.today)
            return own_period(first, max(first, last))
        return period_of(self.cleaned_data.get("period") or "") or year

    def _before(self) -> Period | None:
        """The period that the page showed when the form was sent."""
        said = self.data.get(SHOWN, "")
        if period := period_of(said):
            return period
        first, _, last = said.partition("_")
        try:
            days = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
        except ValueError:
            return None
        return own_period(*days) if days[0] <= days[1] else None


def _with_period(data: QueryDict, today: datetime.date) -> QueryDict:
    """The running year stands where no period is chosen."""
    if data.get("period"):
        return data
    filled = data.copy()
    filled["period"] = year_of(today).label
    return filled


def shown_as(period: Period) -> str:
    """How the form remembers the period whose figures are on the page."""
    return period.label or f"{period.starts_on.isoformat()}_{period.ends_on.isoformat()}"
