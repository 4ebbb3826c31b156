"""The list of an agency's reports and notices, and what is done to many of them."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.listing import last_list, remember_list
from accounts.models import User
from accounts.requests import Request
from reports.compliance import actions
from reports.compliance.forms import agencies_of
from reports.compliance.listing import REPORTS, ReportFilter, report_badge, report_rows
from reports.making.context import own_jobs
from reports.models import ComplianceReport
from units.bulk import Act, BulkRow, Many, acts_by_key, run_bulk
from units.guards import requires
from units.policy import Capability


@require_safe
@requires(Capability.READ_PLANS)
def reports(request: Request) -> HttpResponse:
    """The reports and notices of the agencies that the person reads, the newest first."""
    form = ReportFilter(request.user, request.GET)
    found = form.found()
    if file := REPORTS.file(found, request.GET, on=timezone.localdate(), shown=report_rows):
        return file
    page = REPORTS.page(found, form, request.GET)
    first = agencies_of(request.user).first()
    context = {
        "list": page,
        "rows": report_rows(page.rows),
        "jobs": own_jobs(request.user, timezone.now()),
        "may_produce": first is not None,
        "agency_pk": first.pk if first else None,
        "acts": MANY_REPORTS.acts_for(request),
    }
    answer = render(request, "reports/compliance/reports.html", context)
    remember_list(answer, request, LIST)
    return answer


def _drop(*, report: ComplianceReport, by: User, **_: Any) -> None:
    actions.drop_report(report=report, by=by)


def _shown(report: ComplianceReport, _day: datetime.date) -> BulkRow:
    href = reverse("reports:report", args=[report.pk])
    return BulkRow(report.pk, str(report), report.agency.name, href, report_badge(report))


LIST = "bao-cao-tong-hop"  # the cookie with the list as it was narrowed
MANY_REPORTS = Many(
    noun="văn bản",
    shown=_shown,
    acts=acts_by_key(
        Act(
            "bo",
            "Bỏ dự thảo",
            "trash",
            Capability.PRODUCE_REPORTS,
            ComplianceReport.objects.editable_by,
            verb=_drop,
            argument="report",
            said="Đã bỏ bản dự thảo.",
            help="Văn bản đã ban hành thì giữ lại.",
        )
    ),
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.PRODUCE_REPORTS)
def many_reports(request: Request) -> HttpResponse:
    """One thing done to many reports."""
    rows = ComplianceReport.objects.visible_to(request.user).select_related("agency", "replaced_by")
    back = last_list(request, LIST, reverse("reports:reports"))
    rows = rows.order_by("-ends_on", "-pk")
    return run_bulk(request, MANY_REPORTS, rows, back=back, on=timezone.localdate())
