"""The first page, the guide and the health check."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from units.guards import capabilities, requires
from units.policy import Capability


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Takes everybody to the page that says what to do next."""
    may = capabilities(request)
    if Capability.IMPORT_PLANS in may or Capability.DECIDE_EXTENSION in may:
        return redirect("reports:dashboard")
    if Capability.VIEW_WORK in may:
        return redirect("tasks:my_work")
    return redirect("accounts:profile")


@require_GET
@requires(Capability.USE_PROGRAM)
def guide(request: HttpRequest) -> HttpResponse:
    """How to use the program, for each role."""
    return render(request, "guide/guide.html")


@require_GET
@login_not_required
def health(_request: HttpRequest) -> JsonResponse:
    """Answers 200 when the program can reach its database, 503 when it cannot."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})
