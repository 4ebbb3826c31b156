"""The register of plans, their files, and the documents that they cite."""

from functools import partial

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import Request
from plans.documents import (
    DOCUMENTS,
    build_document_page,
    document_rows,
    found_documents,
)
from plans.forms import CitationFilter, RegisterFilter
from plans.models import LegalBasis, Plan
from plans.register import PLANS, plan_rows
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
    }
    return render(request, "plans/register.html", context)


@require_safe
@requires(Capability.VIEW_WORK)
def file(request: Request, pk: int) -> FileResponse:
    """The document as it was uploaded, byte for byte; always saved, never shown by the browser."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), files=pk)
    found = plan.files.get(pk=pk)
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("Tệp không còn trong kho lưu trữ.") from error
    response = FileResponse(
        content,
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


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
