"""The documents that plans cite: the list of all, and one with the plans that rest on it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import Request
from plans.documents import build_document_list, build_document_page
from plans.forms import CitationFilter
from plans.models import LegalBasis
from units.guards import requires
from units.policy import Capability


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
