"""The page on which a scanned document is waited for."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from intake.contexts.scan import build_scan
from intake.jobs import read_later
from intake.models import Intake, Reading
from intake.scans import ask_again
from units.guards import requires
from units.policy import Capability

STOP_POLLING = 286  # htmx swaps the answer in and asks no more


@requires(Capability.IMPORT_PLANS)
@require_safe
@never_cache
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading has come; once it is over, the way leads on to the draft."""
    intake = _scan(request, pk)
    if intake.reading == Reading.DONE or intake.plan_id or intake.dropped_on:
        return _on_to_the_draft(request, pk)
    page = build_scan(intake, vars(intake)["pages_read"], timezone.now())
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "intake/reading.html", {"scan": page})
    status = 200 if page.is_moving else STOP_POLLING
    return render(request, "intake/_reading.html", {"scan": page}, status=status)


@requires(Capability.IMPORT_PLANS)
@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes up a reading that failed, or that a stopped server left behind."""
    intake = _scan(request, pk)
    if ask_again(intake=intake, now=timezone.now()):
        read_later(intake, timezone.localdate())
        messages.success(request, "Đã bắt đầu đọc lại từ trang còn dang dở.")
    return redirect("intake:reading", pk)


@requires(Capability.IMPORT_PLANS)
@require_safe
def original(request: HttpRequest, pk: int) -> FileResponse:
    """The document as it was brought, byte for byte; always saved, never shown by the browser."""
    intake = get_object_or_404(Intake.objects.editable_by(request.user).exclude(file=""), pk=pk)
    try:
        content = intake.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("Tệp không còn trong kho lưu trữ.") from error
    answer = FileResponse(
        content,
        as_attachment=True,
        filename=intake.name,
        content_type="application/octet-stream",
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _on_to_the_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads the page on, once: what goes on asking while the draft opens would open it again."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("intake:review", pk)
    if "xong" not in request.GET:
        return render(request, "intake/_reading_done.html", {"pk": pk}, status=STOP_POLLING)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = reverse("intake:review", args=[pk])
    return answer


def _scan(request: HttpRequest, pk: int) -> Intake:
    mine = Intake.objects.editable_by(request.user).with_pages_read().select_related("issuer")
    return get_object_or_404(mine.defer("draft", "pages"), pk=pk)
