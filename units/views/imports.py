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
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.jobs import Progress, progress_of, tell_progress
from accounts.models import User
from sheets.workbooks import MEDIA_TYPE
from units import kept
from units.contexts.imports import PER_PAGE, build_import_page, carried_choices, read_asked
from units.forms.lists import CloseUnitsForm, ListForm
from units.guards import View, requires
from units.imports import (
    PEOPLE,
    UNITS,
    Listing,
    Unnamed,
    export_list,
    list_with_reasons,
    preview_list,
    read_list,
    template,
)
from units.imports.jobs import (
    MANY_ROWS,
    forget_outcome,
    invite_later,
    is_looked_at,
    look_kept,
    look_later,
    outcome_kept,
    progress_key,
    take_job,
)
from units.imports.looking import Asked, Look, look_at
from units.imports.outcome import End

_FACTS = "tep"


def page_of(view: Any, listing: Listing) -> View:
    """The page for one list, locked with its capability."""
    return requires(listing.capability)(partial(view, listing=listing))


# --- a file is brought ------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, listing: Listing) -> HttpResponse:
    """The first step: a file is brought; nothing is written."""
    brought = request.method == "POST"
    form = ListForm(request.POST, request.FILES) if brought else ListForm()
    form.fields["file"].label = f"Tệp {listing.title}"
    if form.is_valid():
        sha256 = _keep(request, form)
        return redirect(_route(listing, "preview"), sha256=sha256)
    context = {"form": form, "list": listing, "routes": _routes(listing)}
    return render(request, "units/lists/import.html", context)


def _keep(request: HttpRequest, form: ListForm) -> str:
    file, person = form.cleaned_data["file"], _person(request)
    sha256 = kept.keep(data=file.read(), user=person, now=timezone.now())
    facts = {"name": file.name, "rows": form.rows}
    kept.note(sha256=sha256, user=person, name=_FACTS, words=facts)
    return sha256


@require_GET
def bring_template(_request: HttpRequest, listing: Listing) -> HttpResponse:
    """The file to fill in."""
    return _workbook(template(listing), f"{listing.file}-mau.xlsx")


@require_GET
def export(request: HttpRequest, listing: Listing) -> HttpResponse:
    """What is stored, as a workbook that imports back unchanged."""
    setting = listing.setting(at=timezone.now(), by=request.user)
    data = export_list(listing, listing.rows(request.user), setting)
    return _workbook(data, f"{listing.file}-{timezone.localdate():%Y-%m-%d}.xlsx")


# --- it is looked at --------------------------------------------------------------------------


@require_GET
def preview(request: HttpRequest, listing: Listing, sha256: str) -> HttpResponse:
    """The second step: what the list would do, row by row; a long list is waited for."""
    data, facts = _kept(request, sha256), _facts(request, sha256)
    asked = read_asked(listing.layout, request.GET)
    look = _look(request, listing, sha256, asked, data)
    context = {
        "list": listing,
        "routes": _routes(listing, sha256),
        "name": facts.get("name", ""),
        "sha256": sha256,
    }
    if look is None:
        key = progress_key(listing, sha256, _person(request), asked.mark)
        return _waiting(request, context | _reading(listing, progress_of(key)))
    if request.htmx:  # type: ignore[attr-defined]
        return _refreshed()
    outcome = outcome_kept(listing, sha256, _person(request))
    context["refused"] = _REFUSED.get(outcome.end, "") if outcome else ""
    context["page"] = build_import_page(listing, look, request.GET)
    return render(request, "units/lists/preview.html", context)


def _look(
    request: HttpRequest, listing: Listing, sha256: str, asked: Asked, data: bytes
) -> Look | None:
    """What the list would do; None while a job is still looking."""
    person = _person(request)
    if _facts(request, sha256).get("rows", 0) <= MANY_ROWS:
        return look_at(listing, data, asked, listing.setting(at=timezone.now(), by=person))
    found = look_kept(listing, sha256, person, asked)
    if found is None and not is_looked_at(listing, sha256, person, asked, timezone.now()):
        look_later(listing, sha256, person, asked, timezone.now())
        found = look_kept(listing, sha256, person, asked)
    return found


@require_GET
def reasons(request: HttpRequest, listing: Listing, sha256: str) -> HttpResponse:
    """The list as a workbook with the reasons beside the rows that are wrong."""
    data = _kept(request, sha256)
    asked = read_asked(listing.layout, request.GET)
    table = read_list(listing.layout, data, sheet=asked.sheet, chosen=asked.columns)
    setting = listing.setting(at=timezone.now(), by=request.user)
    found = list_with_reasons(listing, table, preview_list(listing, table, setting))
    return _workbook(found, f"{listing.file}-can-sua.xlsx")


# --- it is taken in ---------------------------------------------------------------------------


@require_POST
def write(request: HttpRequest, listing: Listing, sha256: str) -> HttpResponse:
    """The last step: the list that was looked at is taken in, whole or not at all."""
    _kept(request, sha256)
    person = _person(request)
    forget_outcome(listing, sha256, person)
    tell_progress(progress_key(listing, sha256, person, "ghi"), 0, 0, "Đang chờ đến lượt")
    given: dict[str, Any] = {
        "listing": listing.key,
        "sha256": sha256,
        "user": person.pk,
        "asked": read_asked(listing.layout, request.POST).state,
        "fingerprint": request.POST.get("fingerprint", ""),
        "at": timezone.now().isoformat(),
    }
    if _facts(request, sha256).get("rows", 0) <= MANY_ROWS:
        take_job.call(**given)
    else:
        take_job.enqueue(**given)
    return redirect(_with_choices(listing, "done", sha256, request.POST))


@require_GET
def done(request: HttpRequest, listing: Listing, sha256: str) -> HttpResponse:
    """What came of taking the list in; while it is being written, how far that has come."""
    person = _person(request)
    outcome = outcome_kept(listing, sha256, person)
    context = {"list": listing, "routes": _routes(listing, sha256), "outcome": outcome}
    if outcome is None:
        _kept(request, sha256)
        progress = progress_of(progress_key(listing, sha256, person, "ghi"))
        return _waiting(request, context | _writing(request, listing, sha256, progress))
    if request.htmx:  # type: ignore[attr-defined]
        return _refreshed()
    if outcome.end is not End.WRITTEN:
        return redirect(_with_choices(listing, "preview", sha256, request.GET))
    return render(request, "units/lists/done.html", context)


_REFUSED = {
    End.WRONG: "Tệp còn dòng sai nên chưa ghi gì vào danh mục.",
    End.MOVED: "Danh mục vừa có thay đổi nên chưa ghi gì. Hãy xem lại kết quả dưới đây.",
    End.FAILED: "Chương trình gặp lỗi nên chưa ghi gì. Hãy thử lại hoặc báo người quản trị.",
}


@require_POST
def invite(request: HttpRequest, listing: Listing, sha256: str) -> HttpResponse:
    """Letters to the people whom the list has brought."""
    base_url = request.build_absolute_uri("/")
    if not invite_later(listing, sha256, _person(request), timezone.now(), base_url):
        raise Http404
    return redirect(_route(listing, "done"), sha256=sha256)


# --- what the file does not name --------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def unnamed(request: HttpRequest, listing: Listing, sha256: str) -> HttpResponse:
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
        for level, words in form.close(by=_person(request), on=timezone.localdate()):
            messages.add_message(request, level, words)
        return redirect(request.get_full_path())
    rows = [one for one in found if not closing or one.pk in form.open_units]
    context = {
        "list": listing,
        "routes": _routes(listing, sha256),
        "form": form,
        "closing": closing,
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "chosen": [int(pk) for pk in request.POST.getlist("units") if pk.isdecimal()],
        "headings": [listing.layout.headings[key] for key in reversed(listing.shown)],
        "detail": _DETAILS[listing.key],
        "back": _with_choices(listing, step, sha256, request.GET),
    }
    return render(request, "units/lists/unnamed.html", context)


_DETAILS = {"units": "Đơn vị cấp trên", "people": "Vai trò không có trong tệp", "groups": "Cơ quan"}


def _unnamed(
    request: HttpRequest, listing: Listing, sha256: str
) -> tuple[str, tuple[Unnamed, ...]]:
    """From which step they are known, and what they are."""
    outcome = outcome_kept(listing, sha256, _person(request))
    if outcome is not None and outcome.end is End.WRITTEN:
        return "done", outcome.unnamed
    data, asked = _kept(request, sha256), read_asked(listing.layout, request.GET)
    look = _look(request, listing, sha256, asked, data)
    if look is None or look.preview is None:
        raise Http404
    return "preview", look.preview.unnamed


# --- parts ------------------------------------------------------------------------------------


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _kept(request: HttpRequest, sha256: str) -> bytes:
    data = kept.kept(sha256=sha256, user=_person(request))
    if data is None:
        raise Http404("Tệp không còn được giữ. Hãy tải tệp lên lại.")
    return data


def _facts(request: HttpRequest, sha256: str) -> dict[str, Any]:
    return kept.noted(sha256=sha256, user=_person(request), name=_FACTS) or {}


def _route(listing: Listing, step: str = "") -> str:
    return "units:" + "_".join(filter(None, ("import", listing.key, step)))


def _routes(listing: Listing, sha256: str = "") -> dict[str, str]:
    """The addresses of the list's pages, by step; ``home`` is where the list itself is seen."""
    found = {
        "bring": reverse(_route(listing)),
        "template": reverse(_route(listing, "template")),
        "home": reverse(_HOMES[listing.key]),
    }
    steps = [*_STEPS, *(["invite"] if listing is PEOPLE else [])]
    for step in steps if sha256 else ():
        found[step] = reverse(_route(listing, step), kwargs={"sha256": sha256})
    return found


_STEPS = ("preview", "write", "reasons", "done", "unnamed")
_HOMES = {"units": "tasks:unit_tree", "people": "units:people", "groups": "units:groups"}


def _with_choices(listing: Listing, step: str, sha256: str, asked: QueryDict) -> str:
    address = reverse(_route(listing, step), kwargs={"sha256": sha256})
    carried = urlencode(carried_choices(asked))
    return f"{address}?{carried}" if carried else address


def _reading(listing: Listing, progress: Progress | None) -> dict[str, Any]:
    return {
        "what": "Đọc",
        "progress": progress,
        "other": reverse(_route(listing)),
        "other_words": "Chọn tệp khác",
    }


def _writing(
    request: HttpRequest, listing: Listing, sha256: str, progress: Progress | None
) -> dict[str, Any]:
    return {
        "what": "Ghi",
        "progress": progress,
        "other": _with_choices(listing, "preview", sha256, request.GET),
        "other_words": "Về trang xem trước",
    }


def _waiting(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    part = request.htmx  # type: ignore[attr-defined]
    name = "units/lists/_waiting.html" if part else "units/lists/waiting.html"
    return render(request, name, context | {"address": request.get_full_path()})


def _refreshed() -> HttpResponse:
    """Has htmx open the whole page: what was waited for is there."""
    return HttpResponse(headers={"HX-Refresh": "true"})


def _workbook(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
