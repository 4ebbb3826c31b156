"""What narrows the lists of what is reported, as their addresses say."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from accounts.change_forms import DayField, offer
from accounts.listing import ListFilter, search_field
from accounts.models import User
from accounts.picker import is_key
from plans.models import Plan, ReportDuty
from plans.schedule import Period, year_of
from reports.dashboard.filters import counted_plans, years_of
from reports.models import ReportRequest
from reports.periods import name_of, own_period, period_of
from reports.submissions.expectations import SUBMISSION_LABELS, SubmissionStatus
from reports.submissions.outstanding import Owed
from units.models import Unit
from units.policy import Capability
from units.unit_field import UnitField
from vietnamese.text import fold

MOST_PLANS = 25  # newest, in a drop-down; one that the address names stands there too
_TITLE = 80
_STATUS_CHOICES = [
    ("", "Mọi tình trạng"),
    *((status.value, SUBMISSION_LABELS[status]) for status in SubmissionStatus),
]
_OF_LINK = ("from", "to", "day")


@dataclass(frozen=True)
class Names:
    """What duties and units are called, by key."""

    duties: Mapping[int, str]
    units: Mapping[int, str]

    @classmethod
    def of(cls, owed: Iterable[Owed]) -> Self:
        listed = list(owed)
        return cls(
            {one.duty: str(one.asked) for one in listed},
            {one.unit: one.unit_name for one in listed},
        )


class PlanFilter(ListFilter):
    """Narrows by one of the newest plans that the person sees."""

    plan = forms.ModelChoiceField(
        label="Kế hoạch", queryset=Plan.objects.none(), required=False, empty_label=None
    )

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.plans = counted_plans(user)
        field: Any = self.fields["plan"]
        field.queryset = self.plans
        field.choices = [("", "Tất cả kế hoạch"), *_plan_choices(self.plans, data.get("plan", ""))]

    def chosen_plan(self) -> Plan | None:
        found: Plan | None = self.chosen.get("plan")
        return found

    def words_of(self, name: str) -> str:
        if name == "plan":
            return f"Kế hoạch: {self.chosen[name].full_number}"
        return super().words_of(name)


def _plan_choices(plans: QuerySet[Plan], chosen: str) -> Iterable[tuple[str, str]]:
    found = list(plans[:MOST_PLANS])
    if is_key(chosen) and chosen not in {str(one.pk) for one in found}:
        found += plans.filter(pk=chosen)
    for plan in found:
        name = f"{plan.full_number} – {plan.title}"
        yield str(plan.pk), name if len(name) <= _TITLE else f"{name[: _TITLE - 1].rstrip()}…"


class SubmissionFilter(PlanFilter):
    """A year, or days that a link gave, and what to keep of the reports due in it."""

    q = search_field("Tên báo cáo, đơn vị")
    status = forms.ChoiceField(label="Tình trạng", required=False, choices=_STATUS_CHOICES)
    year = forms.TypedChoiceField(label="Năm", coerce=int, required=False, empty_value=None)
    unit = UnitField(label="Đơn vị", required=False)
    field_order = ("q", "status", "year", "plan", "unit")

    def __init__(self, user: User, today: datetime.date, data: QueryDict) -> None:
        self.is_this_year = not (data.get("year") or data.get("from"))
        super().__init__(user, _with_year(data, today))
        self.today = today
        offer(self, unit=reporting_units(user))
        for name in _OF_LINK:
            self.fields[name] = DayField(required=False, widget=forms.HiddenInput)
        years = [
            (str(one), f"Năm {one}") for one in reversed(years_of(self.plans.near(user), today))
        ]
        offer(self, year=[*self._days_of_link(), *years])

    def _days_of_link(self) -> list[tuple[str, str]]:
        """The days that the link gave, as the first choice of the year."""
        if not self.data.get("from"):
            return []
        first, last = (_day(self.data.get(name, "")) for name in ("from", "to"))
        return [("", name_of(own_period(first, last)))] if first and last else []

    def words_of(self, name: str) -> str:
        if name in _OF_LINK or (name == "year" and self.is_this_year):
            return ""
        return super().words_of(name)

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for but the running year."""
        return bool(self.errors or set(self.chosen) - ({"year"} if self.is_this_year else set()))

    def within(self) -> Period:
        """The days in which a report must fall due: a chosen year wins over the days of a link."""
        year, first, last = (self.chosen.get(name) for name in ("year", "from", "to"))
        if not year and first and last and first <= last:
            return own_period(first, last)
        return period_of(str(year or self.today.year)) or year_of(self.today)

    def day(self) -> datetime.date:
        """The day on which the reports are judged."""
        return (None if self.chosen.get("year") else self.chosen.get("day")) or self.today

    def keeps(self, owed: Owed, names: Names | None = None) -> bool:
        """Whether a report is of the chosen unit and status and, where ``names`` are given, holds
        the words."""
        unit, status = self.chosen.get("unit"), self.chosen.get("status")
        if (unit and unit.pk != owed.unit) or (status and status != owed.status(self.day())):
            return False
        if names is None:
            return True
        text = fold(f"{names.duties[owed.duty]} {names.units[owed.unit]}")
        return all(word in text for word in fold(self.chosen.get("q", "")).split())

    def names(self, owed: Iterable[Owed], *, needed: bool = False) -> Names | None:
        """What the reports and units are called, where words are asked for or it is needed."""
        return Names.of(owed) if needed or self.chosen.get("q") else None


class DutyFilter(PlanFilter):
    """Narrows the list of what must be reported."""

    q = search_field("Tên báo cáo, nơi báo cáo")
    field_order = ("q", "plan")

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(user, data)
        self.rows = ReportDuty.objects.visible_to(user).filter(plan__in=self.plans.values("pk"))

    def found(self) -> QuerySet[ReportDuty]:
        """The duties that the person sees and that fit what is chosen."""
        rows: QuerySet[ReportDuty] = self.rows
        if plan := self.chosen_plan():
            rows = rows.filter(plan=plan)
        if words := self.chosen.get("q"):
            rows = rows.filter(search_text__words=words)
        return rows


class LetterFilter(ListFilter):
    """Narrows the list of letters that ask for a report."""

    q = search_field("Số, ký hiệu, cơ quan gửi, nội dung")
    year = forms.TypedChoiceField(label="Năm", coerce=int, required=False, empty_value=None)

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.rows = ReportRequest.objects.visible_to(user)
        years = self.rows.order_by().dates("issued_on", "year", order="DESC")
        offer(self, year=[("", "Mọi năm"), *((str(one.year), f"Năm {one.year}") for one in years)])

    def found(self) -> QuerySet[ReportRequest]:
        """The letters that the person sees and that fit what is chosen."""
        rows: QuerySet[ReportRequest] = self.rows
        if year := self.chosen.get("year"):
            rows = rows.filter(issued_on__year=year)
        if words := self.chosen.get("q"):
            rows = rows.filter(search_text__words=words)
        return rows


def reporting_units(user: User) -> QuerySet[Unit]:
    """Units that owe a report and whose reports the person may see."""
    duties = ReportDuty.objects.visible_to(user)
    own = Unit.objects.reached_by(user, Capability.VIEW_WORK)
    agencies = Unit.objects.reached_by(user, Capability.READ_PLANS)
    seen = Q(pk__in=own.values("pk")) | Q(report_duties__plan__issuer__in=agencies.values("pk"))
    return Unit.objects.filter(seen, report_duties__in=duties.values("pk")).distinct()


def _with_year(data: QueryDict, today: datetime.date) -> QueryDict:
    """The year of today stands where neither a year nor days are given."""
    if data.get("year") or data.get("from"):
        return data
    filled = data.copy()
    filled["year"] = str(today.year)
    return filled


def _day(words: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        return None
