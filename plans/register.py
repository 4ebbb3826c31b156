"""The register of plans as it is shown: one finished row for each plan."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, IntegerField, When

from accounts.badges import Badge
from accounts.columns import Column
from accounts.listing import SheetColumn, ShownList
from plans.models import Plan
from plans.querysets import IN_STATUS
from plans.status import PLAN_STATUS_LABELS, PlanStatus

_TONES = {
    PlanStatus.DRAFT: ("open", "pencil"),
    PlanStatus.ISSUED: ("ongoing", "player-play"),
    PlanStatus.CLOSED: ("done", "circle-check"),
    PlanStatus.SUPERSEDED: ("cancelled", "replace"),
    PlanStatus.REVOKED: ("cancelled", "circle-x"),
}

PLAN_BADGES: Mapping[PlanStatus, Badge] = {
    status: Badge(PLAN_STATUS_LABELS[status], *tone) for status, tone in _TONES.items()
}


# The order in which the register stands when it is sorted by status, and the rule of each.
_BY_STATUS = Case(
    *(When(rule, then=place) for place, rule in enumerate(IN_STATUS.values())),
    default=len(IN_STATUS),
    output_field=IntegerField(),
)
PLANS = ShownList(
    name="ke-hoach",
    title="Kế hoạch",
    columns=(
        Column("so", "Số, ký hiệu", ("sort_number",)),
        Column("trich-yeu", "Trích yếu", ("sort_title",)),
        Column("co-quan", "Cơ quan ban hành", ("issuer__sort_name", "issuer_id")),
        Column("ngay", "Ngày", ("issued_on",), may_lack=True),
        Column("thoi-gian", "Thời gian", ("starts_on",)),
        Column("tinh-trang", "Tình trạng", (_BY_STATUS,)),
    ),
    order=("-starts_on", "-pk"),
    sheet=(
        SheetColumn("Số, ký hiệu", 20, lambda plan: plan.full_number),
        SheetColumn("Trích yếu", 60, lambda plan: plan.title),
        SheetColumn("Cơ quan ban hành", 36, lambda plan: plan.issuer.name),
        SheetColumn("Ngày ban hành", 13, lambda plan: plan.issued_on),
        SheetColumn("Từ ngày", 13, lambda plan: plan.starts_on),
        SheetColumn("Đến ngày", 13, lambda plan: plan.ends_on),
        SheetColumn("Tình trạng", 22, lambda plan: plan.status_label),
        SheetColumn("Người ký", 28, lambda plan: plan.signatory_name),
    ),
    per_page=25,
)


def plan_badge(plan: Plan) -> Badge:
    return PLAN_BADGES[plan.status]


@dataclass(frozen=True)
class PlanRow:
    pk: int
    number: str
    title: str
    issuer: str
    issued_on: datetime.date | None
    period: str
    badge: Badge


def plan_rows(plans: Iterable[Plan]) -> tuple[PlanRow, ...]:
    """The rows of a page of the register; ``plans`` come with their issuers."""
    return tuple(
        PlanRow(
            pk=plan.pk,
            number=plan.full_number,
            title=plan.title,
            issuer=plan.issuer.name,
            issued_on=plan.issued_on,
            period=period_words(plan.starts_on, plan.ends_on, runs_on=plan.runs_on),
            badge=plan_badge(plan),
        )
        for plan in plans
    )


@dataclass(frozen=True)
class ChoiceRow:
    """A plan offered to be chosen; ``is_cited``: the plan that chooses names it."""

    pk: int
    name: str
    facts: str
    is_cited: bool
    is_chosen: bool


def choice_rows(plans: Iterable[Plan], chosen: str) -> tuple[ChoiceRow, ...]:
    """The rows of a page of plans to choose from; ``plans`` come with their issuers, ``chosen`` is
    what the form holds."""
    return tuple(
        ChoiceRow(
            pk=plan.pk,
            name=str(plan),
            facts=" · ".join(
                (
                    plan.issuer.name,
                    period_words(plan.starts_on, plan.ends_on, runs_on=plan.runs_on),
                    plan.status_label,
                )
            ),
            is_cited=bool(getattr(plan, "is_cited", False)),
            is_chosen=chosen == str(plan.pk),
        )
        for plan in plans
    )


def period_words(starts_on: datetime.date, ends_on: datetime.date, *, runs_on: bool = False) -> str:
    """The time of a plan in few words: "2026", "2026–2028" for whole years, else its two days;
    where it runs on from year to year, its first day."""
    if runs_on:
        return f"Từ {starts_on:%d/%m/%Y}, tiếp tục từng năm"
    whole_years = (starts_on.month, starts_on.day, ends_on.month, ends_on.day) == (1, 1, 12, 31)
    if not whole_years:
        return f"{starts_on:%d/%m/%Y} – {ends_on:%d/%m/%Y}"
    years = (starts_on.year, ends_on.year)
    return str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"
