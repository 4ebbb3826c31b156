"""The list of an agency's reports and notices: drafts, and what was issued."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.http import QueryDict
from django.urls import reverse

from accounts.badges import Badge
from accounts.change_forms import offer
from accounts.columns import Column
from accounts.listing import ListFilter, SheetColumn, ShownList, search_field
from accounts.models import User
from plans.models import Plan
from reports.compliance.report_page import full_number
from reports.models import ComplianceReport
from reports.models.compliance import ReportKind

DRAFT, ISSUED, REPLACED = "draft", "issued", "replaced"
REPORT_BADGES: Mapping[str, Badge] = {
    DRAFT: Badge("Dự thảo", "open", "pencil"),
    ISSUED: Badge("Đã ban hành", "done", "circle-check"),
    REPLACED: Badge("Đã thay thế", "cancelled", "replace"),
}
IN_STATE: Mapping[str, Q] = {
    DRAFT: Q(issued_on__isnull=True),
    ISSUED: Q(issued_on__isnull=False, replaced_by__issued_on__isnull=True),
    REPLACED: Q(issued_on__isnull=False, replaced_by__issued_on__isnull=False),
}
NAMED_PLANS = 3

REPORTS = ShownList(
    name="bao-cao-tong-hop",
    title="Báo cáo tổng hợp",
    columns=(
        Column("van-ban", "Văn bản", ("kind", "agency__sort_name", "agency_id")),
        Column("ke-hoach", "Kế hoạch"),
        Column("ky", "Kỳ", ("ends_on", "starts_on")),
        Column("ngay", "Số, ngày", ("issued_on",), may_lack=True),
        Column(
            "tinh-trang",
            "Tình trạng",
            (
                Case(
                    *(When(rule, then=place) for place, rule in enumerate(IN_STATE.values())),
                    output_field=IntegerField(),
                ),
            ),
        ),
    ),
    order=("-ends_on", "-pk"),
    sheet=(
        SheetColumn("Văn bản", 30, lambda row: row.kind),
        SheetColumn("Cơ quan", 36, lambda row: row.agency),
        SheetColumn("Kế hoạch", 44, lambda row: row.plans),
        SheetColumn("Từ ngày", 13, lambda row: row.starts_on),
        SheetColumn("Đến ngày", 13, lambda row: row.ends_on),
        SheetColumn("Số, ký hiệu", 20, lambda row: row.number),
        SheetColumn("Ngày ban hành", 13, lambda row: row.issued_on),
        SheetColumn("Tình trạng", 18, lambda row: row.badge.label),
    ),
    per_page=30,
)


class ReportFilter(ListFilter):
    """Narrows the list; offers only the years of reports that the person sees."""

    q = search_field("Số của văn bản, số hoặc trích yếu của kế hoạch")
    state = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[
            ("", "Mọi tình trạng"),
            *((key, badge.label) for key, badge in REPORT_BADGES.items()),
        ],
    )
    kind = forms.ChoiceField(
        label="Loại văn bản", required=False, choices=[("", "Mọi loại"), *ReportKind.choices]
    )
    year = forms.TypedChoiceField(label="Năm", coerce=int, required=False, empty_value=None)

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.rows = ComplianceReport.objects.visible_to(user)
        years = self.rows.order_by().dates("ends_on", "year", order="DESC")
        offer(self, year=[("", "Mọi năm"), *((str(one.year), f"Năm {one.year}") for one in years)])

    def found(self) -> QuerySet[ComplianceReport]:
        """The reports that the person sees and that fit what is chosen, with what a row shows."""
        rows, chosen = self.rows, self.chosen
        if state := chosen.get("state"):
            rows = rows.filter(IN_STATE[state])
        if kind := chosen.get("kind"):
            rows = rows.filter(kind=kind)
        if year := chosen.get("year"):
            rows = rows.filter(ends_on__year=year)
        if words := chosen.get("q"):
            about = self.rows.filter(plans__in=Plan.objects.matching(words)).values("pk")
            rows = rows.filter(Q(number__says=words) | Q(pk__in=about))
        return rows.select_related("agency", "replaced_by").prefetch_related("plans")


@dataclass(frozen=True)
class ReportRow:
    pk: int
    href: str
    kind: str
    agency: str
    plans: str
    starts_on: datetime.date
    ends_on: datetime.date
    number: str
    issued_on: datetime.date | None
    badge: Badge


def report_rows(reports: Iterable[ComplianceReport]) -> tuple[ReportRow, ...]:
    """The rows of the list; the reports come with agency, plans and successor."""
    return tuple(_row(report) for report in reports)


def report_badge(report: ComplianceReport) -> Badge:
    """How a report stands; it comes with its successor."""
    if not report.is_issued:
        return REPORT_BADGES[DRAFT]
    replaced = getattr(report, "replaced_by", None)
    return REPORT_BADGES[REPLACED if replaced is not None and replaced.is_issued else ISSUED]


def _row(report: ComplianceReport) -> ReportRow:
    numbers = [plan.full_number for plan in report.plans.all()]
    others = len(numbers) - NAMED_PLANS
    return ReportRow(
        pk=report.pk,
        href=reverse("reports:report", args=[report.pk]),
        kind=report.get_kind_display(),
        agency=report.agency.name,
        plans=", ".join(numbers[:NAMED_PLANS])
        + (f" và {others} kế hoạch khác" if others > 0 else ""),
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        number=full_number(report) if report.is_issued else "",
        issued_on=report.issued_on,
        badge=report_badge(report),
    )
