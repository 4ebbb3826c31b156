"""The page on which everything is found."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import Request
from reports.search.context import build_search
from units.guards import requires
from units.policy import Capability

MOST_LETTERS = 200


@require_safe
@requires(Capability.VIEW_WORK)
def search(request: Request) -> HttpResponse:
    """What is found for the words in the address, of all that the person may see."""
    query = request.GET.get("q", "")[:MOST_LETTERS]
    page = build_search(request.user, query, today=timezone.localdate())
    return render(request, "reports/search/search.html", {"page": page})
