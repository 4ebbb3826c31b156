"""A file that takes long: offered, waited for, stopped, fetched."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.change_forms import Change, run
from accounts.requests import Request
from accounts.storage import kept_file
from reports.documents.document import OfficialDocument
from reports.documents.files import FORMATS
from reports.making import actions
from reports.making.context import build_job
from reports.making.jobs import make_later
from reports.models import FileJob
from reports.models.making import KEPT_DAYS
from units.guards import requires
from units.models import Unit
from units.policy import Capability

STOP_POLLING = 286  # htmx swaps the answer in and asks no more


def long_file(
    request: Request,
    document: OfficialDocument,
    *,
    agency: Unit,
    what: FileJob.What,
    without_annexes: str = "",
    **of: Any,
) -> HttpResponse:
    """A long document is asked for by a button, and then led to the page on which it is waited for.

    ``without_annexes``: where the text alone can be had at once, "" where nowhere.
    """
    if request.method == "POST":
        job = begin(request, agency=agency, what=what, title=document.name, **of)
        return redirect("reports:file_job", job.pk) if job else redirect(request.get_full_path())
    context = {
        "document": document,
        "rows": document.rows,
        "kept_days": KEPT_DAYS,
        "kind": FORMATS[of["ending"]].label,
        "address": request.get_full_path(),
        "without_annexes": without_annexes,
    }
    return render(request, "reports/making/offer.html", context)


def begin(request: Request, **of: Any) -> FileJob | None:
    """The job for what a person asks for; None, with the reason as a message, where it is
    refused."""
    change, now = Change(), timezone.now()
    who = {"by": request.user, "on": timezone.localdate(now), "at": now}
    if not change.run(actions.ask_for_file, **of, **who):
        messages.error(request, change.problem)
        return None
    job: FileJob
    job, is_new = change.result
    if is_new:
        make_later(job)
    return job


@require_safe
@requires(Capability.READ_PLANS)
def file_job(request: Request, pk: int) -> HttpResponse:
    """How far the file has come; asked again every other second while it is being made."""
    page = build_job(_job(request, pk), timezone.now())
    if not request.htmx:
        return render(request, "reports/making/job.html", {"job": page})
    status = 200 if page.is_moving else STOP_POLLING
    return render(request, "reports/making/_job.html", {"job": page}, status=status)


@require_safe
@requires(Capability.READ_PLANS)
def file_job_file(request: Request, pk: int) -> FileResponse:
    """The finished file, as long as it is kept."""
    job = _job(request, pk)
    if not job.file or job.kept_until < timezone.localdate():
        raise Http404("Tệp không còn được giữ. Hãy lập lại.")
    return kept_file(job.file, job.filename, FORMATS[job.ending].media_type)


@require_POST
@requires(Capability.READ_PLANS)
def stop_file_job(request: Request, pk: int) -> HttpResponse:
    """Stops what is being made."""
    run(request, "Đã dừng lập tệp.", actions.stop, job=_job(request, pk))
    return redirect("reports:file_job", pk)


@require_POST
@requires(Capability.READ_PLANS)
def file_job_again(request: Request, pk: int) -> HttpResponse:
    """Has a file made once more that failed, was stopped or lost."""
    now = timezone.now()
    said = {"job": _job(request, pk), "on": timezone.localdate(now), "at": now}
    if run(request, "Đã bắt đầu lập lại.", actions.ask_again, **said):
        make_later(_job(request, pk))
    return redirect("reports:file_job", pk)


def _job(request: Request, pk: int) -> FileJob:
    return get_object_or_404(FileJob.objects.visible_to(request.user), pk=pk)
