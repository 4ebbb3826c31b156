"""The pages by which a plan comes in: a file or pasted text."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake import actions
from intake.contexts import build_drafts
from intake.forms import DocumentForm
from intake.models import Intake
from intake.reading import UnreadableFile
from units.guards import requires
from units.policy import Capability

REFUSED = 422  # the page again, with what was typed and what stands in the way


@requires(Capability.IMPORT_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A file or pasted text comes in; the drafts still open are listed below."""
    form = DocumentForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        intake = _started(request, form)
        if intake:
            _tell_of_copies(request, intake)
            return redirect("intake:review", intake.pk)
    drafts = build_drafts(Intake.objects.editable_by(request.user), request.GET.get("page"))
    page = {"form": form, "drafts": drafts, "page": drafts.page}
    status = REFUSED if form.errors else 200
    return render(request, "intake/new.html", page, status=status)


def _started(request: HttpRequest, form: DocumentForm) -> Intake | None:
    """The document read and kept, or None, with the reason beside the field."""
    file, text = form.cleaned_data["file"], form.cleaned_data["text"]
    try:
        return actions.start_intake(
            data=file.read() if file else text.encode(),
            filename=file.name if file else actions.PASTED_NAME,
            issuer=form.cleaned_data["issuer"],
            by=request.user,
            on=timezone.localdate(),
        )
    except UnreadableFile as unreadable:
        form.add_error("file" if file else "text", str(unreadable))
    except ValidationError as refused:
        form.add_error("file" if file else "text", refused.messages)
    return None


def _tell_of_copies(request: HttpRequest, intake: Intake) -> None:
    """Says that the same file is in already; it is no reason to refuse."""
    mine = Intake.objects.editable_by(request.user).exclude(pk=intake.pk)
    earlier = mine.filter(sha256=intake.sha256, dropped_on__isnull=True).order_by("-pk").first()
    if earlier:
        day = timezone.localtime(earlier.created_at)
        messages.warning(
            request,
            f"Tệp này đã được đưa vào ngày {day:%d/%m/%Y}. Hãy kiểm tra để không tạo hai kế hoạch.",
        )
