"""Changes of one unit by hand, and who may do what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.change_forms import REFUSED, run
from accounts.picker import is_key
from accounts.requests import Request
from units import actions
from units.contexts.agency_settings import build_settings, chosen_by
from units.forms.units import (
    AliasForm,
    FactsForm,
    MoveForm,
    NewUnitForm,
    RenameForm,
    SettingsForm,
    UnitForm,
)
from units.guards import requires
from units.models import Unit, UnitAlias
from units.policy import Capability, build_policy
from units.querysets import UnitQuerySet

EDIT = ["GET", "HEAD", "POST"]


@require_GET
@requires(Capability.USE_PROGRAM)
def policy(request: Request) -> HttpResponse:
    """Who may do what."""
    return render(request, "units/policy.html", {"policy": build_policy()})


@require_http_methods(EDIT)
@requires(Capability.MANAGE_UNITS)
def new_unit(request: Request) -> HttpResponse:
    """A unit is added to the tree."""
    units = _editable(request)
    above = _unit_asked(request, units)
    form = NewUnitForm(request.POST or None, units=units, initial={"parent": above})
    if request.method == "POST" and form.act(actions.create_unit):
        messages.success(request, f"Đã thêm đơn vị “{form.result.name}”.")
        return redirect("tasks:unit", form.result.pk)
    context = {
        "form": form,
        "title": "Thêm đơn vị",
        "lead": f"Trực thuộc {above.name}" if above else "",
        "submit": "Thêm đơn vị",
        "back": above.pk if above else None,
    }
    return _page(request, context, form.errors)


@require_http_methods(EDIT)
@requires(Capability.MANAGE_UNITS)
def edit_unit(request: Request, pk: int) -> HttpResponse:
    """The facts of a unit are put right."""
    return _change(request, pk, FactsForm, actions.edit_unit, "Sửa thông tin", "Đã lưu thông tin.")


@require_http_methods(EDIT)
@requires(Capability.MANAGE_UNITS)
def rename_unit(request: Request, pk: int) -> HttpResponse:
    """A unit is called otherwise from a day on."""
    done = "Đã đổi tên. Tên cũ được giữ lại để nhận ra trong các kế hoạch trước đây."
    return _change(request, pk, RenameForm, actions.rename_unit, "Đổi tên", done)


@require_http_methods(EDIT)
@requires(Capability.MANAGE_UNITS)
def move_unit(request: Request, pk: int) -> HttpResponse:
    """A unit goes to another place in the tree."""
    done = "Đã chuyển đơn vị cùng các đơn vị trực thuộc."
    return _change(request, pk, MoveForm, actions.move_unit, "Chuyển sang cấp trên khác", done)


@require_POST
@requires(Capability.MANAGE_UNITS)
def reopen_unit(request: Request, pk: int) -> HttpResponse:
    """An ended unit is taken up again."""
    unit = get_object_or_404(_editable(request), pk=pk)
    who = {"by": request.user, "on": timezone.localdate()}
    run(request, "Đơn vị đã hoạt động trở lại.", actions.reopen_unit, unit=unit, **who)
    return redirect("tasks:unit", unit.pk)


@require_http_methods(EDIT)
@requires(Capability.MANAGE_UNITS)
def add_alias(request: Request, pk: int) -> HttpResponse:
    """A unit is given another name."""
    unit = get_object_or_404(_editable(request), pk=pk)
    form = AliasForm(request.POST or None)
    who = {"by": request.user, "on": timezone.localdate()}
    if request.method == "POST" and form.act(actions.add_alias, unit=unit, **who):
        messages.success(request, f"Đã thêm tên gọi khác “{form.result.name}”.")
        return redirect("tasks:unit", unit.pk)
    context = {"form": form, "title": "Thêm tên gọi khác", "lead": unit.name, "back": unit.pk}
    return _page(request, context, form.errors)


@require_POST
@requires(Capability.MANAGE_UNITS)
def remove_alias(request: Request, pk: int, alias_pk: int) -> HttpResponse:
    """Another name is taken away."""
    unit = get_object_or_404(_editable(request), pk=pk)
    alias = get_object_or_404(unit.aliases, pk=alias_pk)
    _remove(request, alias)
    return redirect("tasks:unit", unit.pk)


def _remove(request: Request, alias: UnitAlias) -> None:
    name = alias.name
    actions.remove_alias(alias=alias, by=request.user, on=timezone.localdate())
    messages.success(request, f"Đã bỏ tên gọi khác “{name}”.")


# --- parts ----------------------------------------------------------------------------------------
def _editable(request: Request) -> UnitQuerySet:
    return Unit.objects.reached_by(request.user, Capability.MANAGE_UNITS)


def _unit_asked(request: Request, units: UnitQuerySet) -> Unit | None:
    """The unit under which a new one is put, as the address says."""
    key = request.GET.get("thuoc", "")
    known = is_key(key)
    return units.filter(pk=int(key), active_to__isnull=True).first() if known else None


def _change(
    request: Request, pk: int, kind: type[UnitForm], action: Any, title: str, done: str
) -> HttpResponse:
    """One form about a unit, done or drawn."""
    unit = get_object_or_404(_editable(request).select_related("parent"), pk=pk)
    today = timezone.localdate()
    form = kind(request.POST or None, unit=unit, today=today)
    if request.method == "POST" and form.act(action, unit=unit, by=request.user, on=today):
        messages.success(request, done)
        return redirect("tasks:unit", unit.pk)
    context = {"form": form, "title": title, "lead": unit.name, "submit": "Lưu", "back": unit.pk}
    return _page(request, context, form.errors)


def _page(request: Request, context: dict[str, Any], errors: Any) -> HttpResponse:
    return render(request, "units/form.html", context, status=REFUSED if errors else 200)


# --- settings -------------------------------------------------------------------------------------
@require_GET
@requires(Capability.CHANGE_SETTINGS)
def own_settings(request: Request) -> HttpResponse:
    """To the settings of the agency for which the person chooses."""
    first = chosen_by(request.user).first()
    if first is None:
        raise Http404("Không có cơ quan nào để chọn thiết lập.")
    return redirect("units:agency_settings", first.pk)


@require_http_methods(EDIT)
@requires(Capability.CHANGE_SETTINGS)
def agency_settings(request: Request, pk: int) -> HttpResponse:
    """What an agency has chosen for itself."""
    reached = Unit.objects.reached_by(request.user, Capability.CHANGE_SETTINGS)
    agency = get_object_or_404(reached.select_related("parent"), pk=pk)
    form = SettingsForm(request.POST or None, agency=agency)
    if request.method == "POST" and form.act(
        actions.change_settings, agency=agency, by=request.user
    ):
        messages.success(request, "Đã lưu thiết lập." if form.result else "Không có gì thay đổi.")
        return redirect("units:agency_settings", agency.pk)
    context = {"form": form, "page": build_settings(agency, request.user)}
    status = REFUSED if form.errors else 200
    return render(request, "units/settings.html", context, status=status)
