"""The pages of units that show their work: the tree, one unit, its end, and units that merge."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.change_forms import REFUSED
from accounts.listing import last_list, remember_list
from accounts.models import User
from accounts.picker import is_key
from accounts.requests import Request
from tasks.actions.handing_over import (
    close_unit_with_work,
    hand_over_all,
    merge_with_work,
    to_hand_over,
)
from tasks.models import Assignment
from tasks.unit_page.context import (
    MergePage,
    build_merge_preview,
    build_unit,
    build_unit_work,
    figures_of,
    loads_of,
    merge_fingerprint,
    open_work,
    places,
)
from tasks.unit_page.forms import (
    MOVE,
    CloseManyForm,
    CloseWithWorkForm,
    HandOverAllForm,
    MergeForm,
)
from tasks.unit_page.listing import UNITS, UnitFilter, unit_rows, with_load
from units.bulk import Act, BulkRow, Many, acts_by_key, run_bulk
from units.contexts.tree import Loads, build_level, build_tree
from units.guards import capabilities, requires
from units.models import Unit
from units.policy import Capability
from units.querysets import UnitQuerySet

EDIT = ["GET", "HEAD", "POST"]
STALE = (
    "Đơn vị hoặc công việc vừa thay đổi, nên chưa có gì được ghi."
    " Danh sách dưới đây là mới nhất; hãy xem lại rồi xác nhận."
)


@require_GET
@requires(Capability.VIEW_UNITS)
def tree(request: Request) -> HttpResponse:
    """The units that the person may see, with the work they have."""
    today, ended = timezone.localdate(), request.GET.get("ketthuc") == "1"
    level = _key(request.GET.get("nhanh", ""))
    if level is not None:
        lines = build_level(
            request.user, today=today, loads=_loads(request), top=level, shows_ended=ended
        )
        return render(
            request, "tasks/unit_page/_level.html", {"lines": lines, "shows_ended": ended}
        )
    page = build_tree(
        request.user,
        today=today,
        loads=_loads(request),
        words=request.GET.get("q", "").strip(),
        top=_key(request.GET.get("goc", "")),
        page=request.GET.get("page", ""),
        shows_ended=ended,
    )
    context = {"tree": page, "manages": Capability.MANAGE_UNITS in capabilities(request)}
    return render(request, "tasks/unit_page/tree.html", context)


@require_GET
@requires(Capability.VIEW_UNITS)
def unit_list(request: Request) -> HttpResponse:
    """The units that the person may see, as a list."""
    today = timezone.localdate()
    form = UnitFilter(request.user, request.GET, today)
    found = with_load(form.found())
    if file := UNITS.file(found, request.GET, on=today):
        return file
    page = UNITS.page(found, form, request.GET)
    rows = unit_rows(page.rows, today)
    context = {"list": page, "rows": rows, "acts": MANY_UNITS.acts_for(request)}
    answer = render(request, "tasks/unit_page/list.html", context)
    remember_list(answer, request, LIST)
    return answer


def _unit_row(row: Unit, _day: datetime.date) -> BulkRow:
    return BulkRow(row.pk, row.name, row.code, reverse("tasks:unit", args=[row.pk]))


def _within(capability: Capability) -> Callable[[User], UnitQuerySet]:
    return lambda user: Unit.objects.reached_by(user, capability)


LIST = "don-vi"  # the cookie with the list as it was narrowed
MANY_UNITS = Many(
    noun="đơn vị",
    shown=_unit_row,
    acts=acts_by_key(
        Act(
            "don-doc",
            "Đôn đốc",
            "speakerphone",
            Capability.REMIND,
            _within(Capability.REMIND),
            leads_to="reports:remind",
            ticked_as="donvi",
        ),
        Act(
            "chuyen-giao",
            "Chuyển giao việc",
            "transfer",
            Capability.ASSIGN_WORK,
            _within(Capability.ASSIGN_WORK),
            verb=hand_over_all,
            argument="unit",
            form=HandOverAllForm,
            said="Đã chuyển giao mọi việc đang làm.",
        ),
        Act(
            "ket-thuc",
            "Kết thúc hoạt động",
            "circle-x",
            Capability.MANAGE_UNITS,
            _within(Capability.MANAGE_UNITS),
            verb=close_unit_with_work,
            argument="unit",
            form=CloseManyForm,
            said="Đã ghi ngày kết thúc hoạt động.",
        ),
    ),
)


@require_http_methods(EDIT)
@requires(Capability.VIEW_UNITS)
def many_units(request: Request) -> HttpResponse:
    """One thing done to many units, those below before those above."""
    seen = Unit.objects.reached_by(request.user, Capability.VIEW_UNITS)
    rows = seen.annotate(depth=Count("ancestor_links")).order_by("-depth", "sort_name", "pk")
    back = last_list(request, LIST, reverse("tasks:unit_list"))
    return run_bulk(request, MANY_UNITS, rows, back=back, on=timezone.localdate())


@require_GET
@requires(Capability.VIEW_UNITS)
def unit(request: Request, pk: int) -> HttpResponse:
    """One unit: facts, place, people, groups, work, and what it was."""
    seen = Unit.objects.reached_by(request.user, Capability.VIEW_UNITS)
    row = get_object_or_404(seen.select_related("kind", "parent", "successor"), pk=pk)
    may, today = capabilities(request), timezone.localdate()
    manages = Capability.MANAGE_UNITS in may
    context: dict[str, Any] = {
        "unit": build_unit(row, request.user, today=today, manages=manages),
        "work": build_unit_work(
            row, request.user, today=today, sees_dashboard=Capability.VIEW_DASHBOARD in may
        ),
        "administers": Capability.ADMINISTER in may,
    }
    return render(request, "tasks/unit_page/unit.html", context)


@require_http_methods(EDIT)
@requires(Capability.MANAGE_UNITS)
def close_unit(request: Request, pk: int) -> HttpResponse:
    """A unit ends; what it still has to do is pointed out first."""
    row = get_object_or_404(Unit.objects.reached_by(request.user, Capability.MANAGE_UNITS), pk=pk)
    today, left = timezone.localdate(), to_hand_over(row).count()
    receivers = Unit.objects.reached_by(request.user, Capability.ASSIGN_WORK).exclude(pk=row.pk)
    form = CloseWithWorkForm(
        request.POST or None, unit=row, today=today, open_work=left, units=receivers
    )
    if request.method == "POST" and form.act(
        close_unit_with_work, unit=row, by=request.user, on=today
    ):
        messages.success(request, f"Đã ghi ngày kết thúc hoạt động của “{row.name}”.")
        return redirect("tasks:unit", row.pk)
    context = {"form": form, "unit": row, "left": left}
    return render(
        request, "tasks/unit_page/close.html", context, status=REFUSED if form.errors else 200
    )


@require_http_methods(EDIT)
@requires(Capability.MANAGE_UNITS)
def merge_unit(request: Request, pk: int) -> HttpResponse:
    """A unit, and others with it, merge into another: first seen, then done."""
    mine = Unit.objects.reached_by(request.user, Capability.MANAGE_UNITS)
    row = get_object_or_404(mine, pk=pk)
    sent = request.method == "POST"
    form = MergeForm(request.POST if sent else None, units=mine, today=timezone.localdate())
    if sent:
        form.is_valid()
    units = _units_to_merge(request, row, form)
    if "sap-nhap" in request.POST and form.is_valid() and _merge(request, form, units):
        return redirect("tasks:unit", form.cleaned_data["into"].pk)
    page = MergePage(places([row])[0], places(units), _preview(request, form, units))
    refused = bool(form.errors) and "sap-nhap" in request.POST
    context = {"form": form, "page": page, "refused": refused}
    return render(
        request, "tasks/unit_page/merge.html", context, status=REFUSED if refused else 200
    )


# --- parts ----------------------------------------------------------------------------------------
def _key(value: str) -> int | None:
    return int(value) if is_key(value) else None


def _loads(request: Request) -> Loads:
    sees_dashboard = Capability.VIEW_DASHBOARD in capabilities(request)
    work = figures_of(request.user, sees_dashboard=sees_dashboard)
    return loads_of(work, timezone.localdate())


def _units_to_merge(request: Request, row: Unit, form: MergeForm) -> list[Unit]:
    """The unit of the page, those added before, and the one added now."""
    keys = {row.pk} | {key for one in request.POST.getlist("units") if (key := _key(one))}
    other = form.cleaned_data.get("other") if form.is_bound else None
    if other:
        keys.add(other.pk)
    mine = Unit.objects.reached_by(request.user, Capability.MANAGE_UNITS)
    return list(mine.filter(pk__in=keys).order_by("sort_name", "pk"))


def _preview(request: Request, form: MergeForm, units: list[Unit]) -> Any:
    into = form.cleaned_data.get("into") if form.is_bound else None
    if into is None:
        return None
    listed = {key for one in request.POST.get("listed", "").split(",") if (key := _key(one))}
    ticked = {key for one in request.POST.getlist("work") if (key := _key(one))}
    mine = Assignment.objects.directed_by(request.user)
    return build_merge_preview(units, into, mine, listed - ticked)


def _merge(request: Request, form: MergeForm, units: list[Unit]) -> bool:
    """Whether it was done; else the form says why not."""
    into, today = form.cleaned_data["into"], timezone.localdate()
    rows = list(open_work(units, Assignment.objects.directed_by(request.user)))
    if request.POST.get("fingerprint") != merge_fingerprint(units, into, rows):
        form.add_error(None, STALE)
        return False
    ticked = set(request.POST.getlist("work"))
    done = form.run(
        merge_with_work,
        units=units,
        into=into,
        work={row.pk: row.revision for row in rows if str(row.pk) in ticked},
        by=request.user,
        on=today,
        ended_on=form.cleaned_data["ended_on"],
        move_roles=form.cleaned_data["roles"] == MOVE,
        revisions={unit.pk: unit.revision for unit in units},
    )
    if done:
        messages.success(request, _merged_words(len(units), form.result.handed_over, into.name))
    return done


def _merged_words(units: int, parts: int, into: str) -> str:
    words = f"Đã sáp nhập {units} đơn vị vào “{into}”."
    return f"{words} {parts} phần việc đã chuyển giao." if parts else words
