"""The page on which a person says how a task table is meant."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake.contexts.tables import build_table_page, chosen
from intake.models import Intake, Origin
from intake.sources.task_files import read_again
from units.guards import requires
from units.policy import Capability

REFUSED = 422


@requires(Capability.IMPORT_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet, its heading and its columns, as guessed or as chosen; ``dung`` takes them."""
    mine = Intake.objects.editable_by(request.user).open().filter(origin=Origin.TABLE)
    intake = get_object_or_404(mine, pk=pk)
    status = 200
    if request.POST.get("viec") == "dung":
        if _taken(request, intake):
            return redirect("intake:review", pk)
        status = REFUSED
    try:
        page = build_table_page(intake, chosen(request.POST.dict()), timezone.localdate())
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("intake:new")
    return render(request, "intake/table.html", {"page": page}, status=status)


def _taken(request: HttpRequest, intake: Intake) -> bool:
    """Puts the table, read as it was shown, in the place of the draft; or says why not."""
    revision = request.POST.get("revision", "")
    if intake.revision and "thay" not in request.POST:
        messages.error(request, "Hãy đánh dấu vào ô đồng ý thay các nội dung đã sửa.")
        return False
    try:
        read_again(
            intake=intake,
            choice=chosen(request.POST.dict()),
            revision=int(revision) if revision.isascii() and revision.isdecimal() else -1,
            by=request.user,
            on=timezone.localdate(),
            now=timezone.now(),
        )
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return False
    return True
