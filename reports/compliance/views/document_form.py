"""How an agency's documents look: names, symbol, signature, page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.change_forms import REFUSED
from accounts.requests import Request
from reports.compliance import actions
from reports.compliance.forms import DocumentLookForm
from reports.models import DocumentForm
from units.guards import requires
from units.models import Unit
from units.policy import Capability


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.PRODUCE_REPORTS)
def document_form(request: Request, unit_pk: int) -> HttpResponse:
    """Names, symbol, signature and page of an agency's documents."""
    reached = Unit.objects.reached_by(request.user, Capability.PRODUCE_REPORTS)
    agency = get_object_or_404(reached, pk=unit_pk)
    kept = DocumentForm.objects.editable_by(request.user).filter(unit=agency).first()
    form = DocumentLookForm(request.POST or None, instance=kept or DocumentForm(unit=agency))
    if request.method == "POST" and form.is_valid():
        actions.set_document_form(form=form.instance, by=request.user)
        messages.success(request, "Đã lưu mẫu trình bày văn bản.")
        return redirect("reports:document_form", agency.pk)
    context = {"form": form, "agency": agency}
    status = REFUSED if form.errors else 200
    return render(request, "reports/compliance/document_form.html", context, status=status)
