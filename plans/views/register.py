"""The register of plans, what is done to many of them, their files, and what they cite."""

import datetime
from functools import partial
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.listing import last_list, remember_list
from accounts.models import User
from accounts.requests import Request
from accounts.storage import kept_file
from plans.actions import close_plan, release_plan, reopen_plan
from plans.documents import (
    DOCUMENTS,
    build_document_page,
    document_rows,
    found_documents,
)
from plans.forms import CitationFilter, RegisterFilter, ReopenManyForm
from plans.models import LegalBasis, Plan
from plans.register import PLANS, plan_badge, plan_rows
from units.bulk import Act, BulkRow, Many, acts_by_key, run_bulk
from units.guards import capabilities, requires
from units.policy import Capability


@require_safe
@requires(Capability.VIEW_WORK)
def register(request: Request) -> HttpResponse:
    """Plans that the person may read or has work from, searched and filtered."""
    form = RegisterFilter(request.user, request.GET)
    found = form.found().select_related("issuer")
    if file := PLANS.file(found, request.GET, on=timezone.localdate()):
        return file
    page = PLANS.page(found, form, request.GET)
    context = {
        "list": page,
        "rows": plan_rows(page.rows),
        "may_import": Capability.IMPORT_PLANS in capabilities(request),
        "acts": MANY_PLANS.acts_for(request),
    }
    answer = render(request, "plans/register.html", context)
    remember_list(answer, request, LIST)
    return answer


def _reopen(*, plan: Plan, by: User, reason: str, **_: Any) -> Plan:
    return reopen_plan(plan=plan, by=by, reason=reason)


def _plan(plan: Plan, _day: datetime.date) -> BulkRow:
    meta = f"{plan.issuer} · {plan.title}"
    href = reverse("reports:plan", args=[plan.pk])
    return BulkRow(plan.pk, plan.full_number, meta, href, plan_badge(plan))


LIST = "ke-hoach"  # the cookie with the register as it was narrowed
MANY_PLANS = Many(
    noun="kế hoạch",
    shown=_plan,
    acts=acts_by_key(
        Act(
            "don-doc",
            "Đôn đốc việc quá hạn",
            "speakerphone",
            Capability.REMIND,
            Plan.objects.visible_to,
            leads_to="reports:remind",
            ticked_as="ke-hoach",
        ),
        Act(
            "thuc-hien",
            "Đưa vào thực hiện",
            "player-play",
            Capability.IMPORT_PLANS,
            Plan.objects.editable_by,
            verb=release_plan,
            argument="plan",
            said="Đã đưa vào thực hiện.",
            help="Từ hôm nay các đơn vị thấy việc của kế hoạch.",
        ),
        Act(
            "ket-thuc",
            "Kết thúc",
            "circle-check",
            Capability.IMPORT_PLANS,
            Plan.objects.editable_by,
            verb=close_plan,
            argument="plan",
            said="Đã kết thúc.",
            help="Số liệu vẫn ở lại trong báo cáo; kết thúc nhầm thì mở lại được.",
        ),
        Act(
            "mo-lai",
            "Mở lại",
            "refresh",
            Capability.IMPORT_PLANS,
            Plan.objects.editable_by,
            verb=_reopen,
            argument="plan",
            form=ReopenManyForm,
            said="Đã mở lại.",
        ),
    ),
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.VIEW_WORK)
def many_plans(request: Request) -> HttpResponse:
    """One thing done to many plans."""
    rows = Plan.objects.visible_to(request.user).select_related("issuer")
    back = last_list(request, LIST, reverse("plans:register"))
    rows = rows.order_by("-starts_on", "-pk")
    return run_bulk(request, MANY_PLANS, rows, back=back, on=timezone.localdate())


@require_safe
@requires(Capability.VIEW_WORK)
def file(request: Request, pk: int) -> FileResponse:
    """The document as it was uploaded, byte for byte; always saved, never shown by the browser."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), files__pk=pk)
    found = plan.files.get(pk=pk)
    return kept_file(found.file, found.name, "application/octet-stream")


# --- documents that plans cite --------------------------------------------------------------------
@require_safe
@requires(Capability.VIEW_WORK)
def citations(request: Request) -> HttpResponse:
    """Every document that the plans which the person may see rest on or mention."""
    form = CitationFilter(request.user, request.GET)
    found, rows = found_documents(form), partial(document_rows, form)
    if file := DOCUMENTS.file(found, request.GET, on=timezone.localdate(), shown=rows):
        return file
    page = DOCUMENTS.page(found, form, request.GET)
    return render(request, "plans/citations.html", {"list": page, "rows": rows(page.rows)})


@require_safe
@requires(Capability.VIEW_WORK)
def citation(request: Request, pk: int) -> HttpResponse:
    """The document that one citation speaks of, with all the plans that cite it."""
    row = get_object_or_404(LegalBasis.objects.visible_to(request.user), pk=pk)
    built = build_document_page(row, request.user, page=request.GET.get("page"))
    return render(request, "plans/citation.html", {"built": built, "page": built.page})
