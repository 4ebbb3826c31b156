"""The pages on which lists of units, of people and of groups come in and go out.

Each page is written once and opened for each list by ``page_of``, which locks it with the
capability of that list.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.jobs import Progress, progress_of
from accounts.picker import is_key
from accounts.requests import Request
from accounts.storage import FileNotKept
from sheets.problems import UnreadableFile, UnreadableTable
from sheets.workbooks import MEDIA_TYPE
from units.contexts.imports import PER_PAGE, build_import_page, read_answers, says_something
from units.forms.lists import CloseUnitsForm, ListForm
from units.guards import View, requires
from units.lists import jobs
from units.lists.apply import End
from units.lists.lists import PEOPLE, UNITS, Listing, export_list, list_with_reasons, template
from units.lists.outcomes import Preview, Unnamed
from units.lists.preview import head_of
from units.models import ListImport

_KEPT_IN_ADDRESS = ("loai", "page")


def page_of(view: Any, listing: Listing) -> View:
    """The page for one list, locked with its capability."""
    return requires(listing.capability)(partial(view, listing=listing))


# --- a file is brought ------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def bring(request: Request, listing: Listing) -> HttpResponse:
    """The first step: a file is brought; nothing is written."""
    brought = request.method == "POST"
    form = ListForm(request.POST, request.FILES) if brought else ListForm()
    form.fields["file"].label = f"Tệp {listing.title}"
    if form.is_valid() and (one := _keep(request, listing, form)):
        jobs.look(one, timezone.now(), form.sheets)
        return redirect(_route(listing, "preview"), sha256=one.sha256)
    context = {
        "form": form,
        "list": listing,
        "routes": _routes(listing),
        "brought": _brought(request, listing),
    }
    return render(request, "units/lists/import.html", context)


def _brought(request: Request, listing: Listing) -> list[tuple[ListImport, str]]:
    """What this person has brought since yesterday, with the page where it stands."""
    return [(one, _stands(listing, one)) for one in jobs.brought_by(request.user, listing)]


def _stands(listing: Listing, one: ListImport) -> str:
    step = "done" if one.state in (one.State.WRITING, one.State.WRITTEN) else "preview"
    return reverse(_route(listing, step), kwargs={"sha256": one.sha256})


def _keep(request: Request, listing: Listing, form: ListForm) -> ListImport | None:
    """What was brought; None where the store could not keep it, which the form then says."""
    file = form.cleaned_data["file"]
    said = {"data": file.read(), "name": file.name, "rows": form.rows}
    try:
        return jobs.keep(listing=listing, **said, user=request.user, now=timezone.now())
    except FileNotKept as error:
        form.add_error("file", error)
        return None


@require_GET
def bring_template(_request: Request, listing: Listing) -> HttpResponse:
    """The file to fill in."""
    return _workbook(template(listing), f"{listing.file}-mau.xlsx")


@require_GET
def export(request: Request, listing: Listing) -> HttpResponse:
    """What is stored, as a workbook that imports back unchanged."""
    setting = listing.setting(at=timezone.now(), by=request.user)
    data = export_list(listing, listing.rows(request.user), setting)
    return _workbook(data, f"{listing.file}-{timezone.localdate():%Y-%m-%d}.xlsx")


# --- it is looked at --------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def preview(request: Request, listing: Listing, sha256: str) -> HttpResponse:
    """The second step: what the list would do, row by row, and how the file is understood, which
    the person can put right; a long list is waited for."""
    one = _kept(request, listing, sha256)
    said = request.POST if request.method == "POST" else request.GET
    if request.method == "POST" or says_something(request.GET):
        jobs.answer(one, read_answers(listing.layout, said, jobs.answers_of(one)))
    if request.method == "POST":
        return redirect(_address(listing, "preview", sha256, request.GET))
    found = jobs.look(one, timezone.now())
    context = {"list": listing, "routes": _routes(listing, sha256), "name": one.name}
    if found is None:
        progress = progress_of(jobs.progress_key(one, "doc"))
        return _waiting(request, context | _reading(listing, progress))
    if request.htmx:
        return _refreshed()
    outcome = jobs.outcome_of(one)
    context["refused"] = _REFUSED.get(outcome.end, "") if outcome else ""
    context["page"] = build_import_page(listing, found, request.GET)
    return render(request, "units/lists/preview.html", context)


@require_GET
def reasons(request: Request, listing: Listing, sha256: str) -> HttpResponse:
    """The list as it was brought, with the reasons beside the rows that are wrong."""
    one = _kept(request, listing, sha256)
    found = jobs.look(one, timezone.now())
    setting = jobs.setting_of(one, timezone.now(), "doc")
    try:
        head = head_of(listing, jobs.sheets_of(one), jobs.answers_of(one), setting)
    except (UnreadableFile, UnreadableTable) as error:
        raise Http404(str(error)) from error
    if found is None:
        raise Http404
    return _workbook(list_with_reasons(head, found), f"{listing.file}-can-sua.xlsx")


# --- it is taken in ---------------------------------------------------------------------------


@require_POST
def write(request: Request, listing: Listing, sha256: str) -> HttpResponse:
    """The last step: the list that was looked at is taken in, whole or not at all."""
    one = _kept(request, listing, sha256)
    if one.state != ListImport.State.WRITTEN:
        jobs.begin_taking(one, request.POST.get("fingerprint", ""), timezone.now())
    return redirect(_address(listing, "done", sha256, request.GET))


@require_GET
def done(request: Request, listing: Listing, sha256: str) -> HttpResponse:
    """What came of taking the list in; while it is being written, how far that has come."""
    one = _kept(request, listing, sha256, written=True)
    jobs.end_lost(one, timezone.now())
    outcome = jobs.outcome_of(one)
    context = {"list": listing, "routes": _routes(listing, sha256), "outcome": outcome}
    if outcome is None:
        progress = progress_of(jobs.progress_key(one, "ghi"))
        return _waiting(request, context | _writing(request, listing, sha256, progress))
    if request.htmx:
        return _refreshed()
    if outcome.end is not End.WRITTEN:
        return redirect(_address(listing, "preview", sha256, request.GET))
    context["refused"] = jobs.letters_refused(outcome)
    return render(request, "units/lists/done.html", context)


_REFUSED = {
    End.WRONG: "Tệp còn dòng sai nên chưa ghi gì vào danh mục.",
    End.MOVED: "Danh mục vừa có thay đổi nên chưa ghi gì. Hãy xem lại kết quả dưới đây.",
    End.FAILED: "Chương trình gặp lỗi nên chưa ghi gì. Hãy thử lại hoặc báo người quản trị.",
}


@require_POST
def invite(request: Request, listing: Listing, sha256: str) -> HttpResponse:
    """Letters to the people whom the list has brought."""
    one = _kept(request, listing, sha256, written=True)
    if not jobs.invite_later(one, timezone.now(), request.build_absolute_uri("/")):
        raise Http404
    return redirect(_route(listing, "done"), sha256=sha256)


# --- what the file does not name --------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def unnamed(request: Request, listing: Listing, sha256: str) -> HttpResponse:
    """What is stored and not in the file; units of it can be closed from here."""
    step, found = _unnamed(request, listing, sha256)
    closing = listing is UNITS
    form = CloseUnitsForm(
        request.POST if closing and request.method == "POST" else None,
        user=request.user,
        unnamed=[one.pk for one in found],
        today=timezone.localdate(),
    )
    if form.is_bound and form.is_valid():
        for level, words in form.close(by=request.user, on=timezone.localdate()):
            messages.add_message(request, level, words)
        return redirect(request.get_full_path())
    rows = [one for one in found if not closing or one.pk in form.open_units]
    context = {
        "list": listing,
        "routes": _routes(listing, sha256),
        "form": form,
        "closing": closing,
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "chosen": [int(pk) for pk in request.POST.getlist("units") if is_key(pk)],
        "headings": [listing.layout.headings[key] for key in reversed(listing.shown)],
        "detail": _DETAILS[listing.key],
        "back": _address(listing, step, sha256, request.GET),
    }
    return render(request, "units/lists/unnamed.html", context)


_DETAILS = {"units": "Đơn vị cấp trên", "people": "Vai trò không có trong tệp", "groups": "Cơ quan"}


def _unnamed(request: Request, listing: Listing, sha256: str) -> tuple[str, tuple[Unnamed, ...]]:
    """From which step they are known, and what they are."""
    one = _kept(request, listing, sha256, written=True)
    outcome = jobs.outcome_of(one)
    if outcome is not None and outcome.end is End.WRITTEN:
        return "done", outcome.unnamed
    found: Preview | None = jobs.look(one, timezone.now())
    if found is None or found.problem:
        raise Http404
    return "preview", found.unnamed


# --- parts ------------------------------------------------------------------------------------


def _kept(request: Request, listing: Listing, sha256: str, *, written: bool = False) -> ListImport:
    """The list that this person has brought; one that is ``written`` has no file any more."""
    one = jobs.kept(listing, sha256, request.user)
    if one is None or (one.state == ListImport.State.WRITTEN and not written):
        raise Http404("Tệp không còn được giữ. Hãy tải tệp lên lại.")
    return one


def _route(listing: Listing, step: str = "") -> str:
    return "units:" + "_".join(filter(None, ("import", listing.key, step)))


def _routes(listing: Listing, sha256: str = "") -> dict[str, str]:
    """The addresses of the list's pages, by step; ``home`` is where the list itself is seen."""
    found = {
        "bring": reverse(_route(listing)),
        "template": reverse(_route(listing, "template")),
        "export": reverse(f"units:export_{listing.key}"),
        "home": reverse(_HOMES[listing.key]),
    }
    steps = [*_STEPS, *(["invite"] if listing is PEOPLE else [])]
    for step in steps if sha256 else ():
        found[step] = reverse(_route(listing, step), kwargs={"sha256": sha256})
    return found


_STEPS = ("preview", "write", "reasons", "done", "unnamed")
_HOMES = {"units": "tasks:unit_tree", "people": "units:people", "groups": "units:groups"}


def _address(listing: Listing, step: str, sha256: str, asked: QueryDict) -> str:
    """The address of a step, with which rows are looked at."""
    address = reverse(_route(listing, step), kwargs={"sha256": sha256})
    carried = urlencode({name: asked[name] for name in _KEPT_IN_ADDRESS if name in asked})
    return f"{address}?{carried}" if carried else address


def _reading(listing: Listing, progress: Progress | None) -> dict[str, Any]:
    return {
        "what": "Đọc",
        "progress": progress,
        "other": reverse(_route(listing)),
        "other_words": "Chọn tệp khác",
    }


def _writing(
    request: Request, listing: Listing, sha256: str, progress: Progress | None
) -> dict[str, Any]:
    return {
        "what": "Ghi",
        "progress": progress,
        "other": _address(listing, "preview", sha256, request.GET),
        "other_words": "Về trang xem trước",
    }


def _waiting(request: Request, context: dict[str, Any]) -> HttpResponse:
    part = request.htmx
    name = "units/lists/_waiting.html" if part else "units/lists/waiting.html"
    return render(request, name, context | {"address": request.get_full_path()})


def _refreshed() -> HttpResponse:
    """Has htmx open the whole page: what was waited for is there."""
    return HttpResponse(headers={"HX-Refresh": "true"})


def _workbook(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
