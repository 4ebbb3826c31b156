"""The pages on which lists of units come in and go out."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from units import imports
from units.contexts import (
    build_import_page,
    carried_choices,
    chosen_columns,
)
from units.forms import UnitListForm
from units.guards import requires
from units.imports import (
    DirectoryMoved,
    Fate,
    Preview,
    RowsWrong,
    export_units,
    list_with_reasons,
    preview_units,
    read_unit_table,
    unit_template,
)
from units.kept import keep, kept, throw_away
from units.models import Unit
from units.policy import Capability
from units.spreadsheets.columns import UNIT_COLUMNS
from units.spreadsheets.problems import UnreadableTable
from units.spreadsheets.tables import Table
from units.spreadsheets.workbooks import MEDIA_TYPE


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_UNITS)
def import_units(request: HttpRequest) -> HttpResponse:
    """The first step: a file is brought; nothing is written."""
    brought = request.method == "POST"
    form = UnitListForm(request.POST, request.FILES) if brought else UnitListForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        sha256 = keep(data=file.read(), user=_person(request), now=timezone.now())
        request.session["unit_list"] = {"sha256": sha256, "name": file.name}
        return redirect("units:import_preview", sha256=sha256)
    context = {"form": form, "columns": UNIT_COLUMNS}
    return render(request, "units/import.html", context)


@require_GET
@requires(Capability.MANAGE_UNITS)
def import_preview(request: HttpRequest, sha256: str) -> HttpResponse:
    """The second step: what the list would do, row by row."""
    page = build_import_page(_kept(request, sha256), request.GET)
    context = {"page": page, "sha256": sha256, "name": _name(request, sha256)}
    return render(request, "units/import_preview.html", context)


@require_POST
@requires(Capability.MANAGE_UNITS)
def import_write(request: HttpRequest, sha256: str) -> HttpResponse:
    """The last step: the list that was looked at is taken in, whole or not at all."""
    try:
        done = imports.import_units(
            table=_table(request, sha256, request.POST),
            by=request.user,
            fingerprint=request.POST.get("fingerprint", ""),
        )
    except (UnreadableTable, RowsWrong):
        messages.error(request, "Tệp còn dòng sai nên chưa ghi gì vào danh mục.")
        return redirect(_back(sha256, request.POST))
    except DirectoryMoved:
        messages.warning(
            request, "Danh mục vừa có thay đổi nên chưa ghi gì. Hãy xem lại kết quả dưới đây."
        )
        return redirect(_back(sha256, request.POST))
    throw_away(sha256=sha256, user=_person(request))
    messages.success(request, _said(done))
    return redirect("units:tree")


@require_GET
@requires(Capability.MANAGE_UNITS)
def import_reasons(request: HttpRequest, sha256: str) -> HttpResponse:
    """The list as a workbook with the reasons beside the rows that are wrong."""
    table = _table(request, sha256, request.GET)
    return _workbook(list_with_reasons(table, preview_units(table)), "don-vi-can-sua.xlsx")


@require_GET
@requires(Capability.MANAGE_UNITS)
def import_template(_request: HttpRequest) -> HttpResponse:
    """The file to fill in."""
    return _workbook(unit_template(), "don-vi-mau.xlsx")


@require_GET
@requires(Capability.MANAGE_UNITS)
def export(request: HttpRequest) -> HttpResponse:
    """The directory as a workbook that imports back unchanged."""
    units = Unit.objects.reached_by(request.user, Capability.MANAGE_UNITS)
    return _workbook(export_units(units), f"don-vi-{timezone.localdate():%Y-%m-%d}.xlsx")


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _kept(request: HttpRequest, sha256: str) -> bytes:
    data = kept(sha256=sha256, user=_person(request))
    if data is None:
        raise Http404("Tệp không còn được giữ. Hãy tải tệp lên lại.")
    return data


def _table(request: HttpRequest, sha256: str, asked: QueryDict) -> Table:
    data = _kept(request, sha256)
    return read_unit_table(data, sheet=asked.get("trang", ""), chosen=chosen_columns(asked))


def _name(request: HttpRequest, sha256: str) -> str:
    brought = request.session.get("unit_list", {})
    return str(brought.get("name", "")) if brought.get("sha256") == sha256 else ""


def _back(sha256: str, asked: QueryDict) -> str:
    address = reverse("units:import_preview", kwargs={"sha256": sha256})
    carried = urlencode(carried_choices(asked))
    return f"{address}?{carried}" if carried else address


def _said(done: Preview) -> str:
    new, changed = done.counts[Fate.NEW], done.counts[Fate.CHANGED]
    if not new and not changed:
        return "Danh mục đã đúng như tệp, không có gì phải ghi."
    return f"Đã ghi danh mục đơn vị: thêm {new}, cập nhật {changed}."


def _workbook(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
