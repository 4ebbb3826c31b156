"""The register of plans, their files, and the documents that they cite."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import Request
from plans.documents import build_document_list, build_document_page
from plans.forms import CitationFilter, RegisterFilter
from plans.models import LegalBasis, Plan
from plans.register import plan_rows
from units.guards import capabilities, requires
from units.policy import Capability

PLANS_ON_A_PAGE = 25


@require_safe
@requires(Capability.VIEW_WORK)
def register(request: Request) -> HttpResponse:
    """Plans that the person may read or has work from, searched and filtered."""
    form = RegisterFilter(request.user, request.GET)
    page = Paginator(form.found(), PLANS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": plan_rows(page.object_list),
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
    page, rows = build_document_list(
        form.found(), only_contradictions=form.only_doubtful, page=request.GET.get("page")
    )
    return render(request, "plans/citations.html", {"form": form, "page": page, "rows": rows})


@require_safe
@requires(Capability.VIEW_WORK)
def citation(request: Request, pk: int) -> HttpResponse:
    """The document that one citation speaks of, with all the plans that cite it."""
    row = get_object_or_404(LegalBasis.objects.visible_to(request.user), pk=pk)
    built = build_document_page(row, request.user, page=request.GET.get("page"))
    return render(request, "plans/citation.html", {"built": built, "page": built.page})
