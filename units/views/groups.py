"""The pages of groups of units."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.change_forms import REFUSED, run
from accounts.listing import last_list, remember_list
from accounts.requests import Request
from units import actions
from units.bulk import Act, BulkRow, Many, acts_by_key, run_bulk
from units.contexts.groups import (
    GROUPS,
    GroupFilter,
    build_group,
    build_group_form,
    group_lines,
    with_parts,
)
from units.forms.groups import GroupForm
from units.forms.units import AliasForm
from units.guards import capabilities, requires
from units.models import UnitGroup
from units.policy import Capability

EDIT = ["GET", "HEAD", "POST"]


@require_GET
@requires(Capability.VIEW_UNITS)
def groups(request: Request) -> HttpResponse:
    """The groups of the agencies whose units the person may look up."""
    form = GroupFilter(request.user, request.GET)
    found = with_parts(form.found())
    if file := GROUPS.file(found, request.GET, on=timezone.localdate(), shown=group_lines):
        return file
    page = GROUPS.page(found, form, request.GET)
    context = {
        "list": page,
        "rows": group_lines(page.rows),
        "manages": Capability.MANAGE_GROUPS in capabilities(request),
        "acts": MANY_GROUPS.acts_for(request),
    }
    answer = render(request, "units/groups.html", context)
    remember_list(answer, request, CAME_FROM)
    return answer


def _shown(group: UnitGroup, _day: datetime.date) -> BulkRow:
    href = reverse("units:group", args=[group.pk])
    return BulkRow(group.pk, group.name, group.agency.name, href)


CAME_FROM = "nhom"  # the cookie with the list as it was narrowed
MANY_GROUPS = Many(
    noun="nhóm",
    shown=_shown,
    acts=acts_by_key(
        Act(
            "xoa",
            "Xóa nhóm",
            "trash",
            Capability.MANAGE_GROUPS,
            UnitGroup.objects.editable_by,
            verb=actions.delete_group,
            argument="group",
            said="Đã xóa nhóm.",
            help="Nhóm đang được giao việc trong kế hoạch thì giữ lại.",
        )
    ),
)


@require_http_methods(EDIT)
@requires(Capability.MANAGE_GROUPS)
def many_groups(request: Request) -> HttpResponse:
    """One thing done to many groups."""
    rows = UnitGroup.objects.visible_to(request.user).select_related("agency")
    back = last_list(request, CAME_FROM, reverse("units:groups"))
    found = rows.order_by("sort_name", "pk")
    return run_bulk(request, MANY_GROUPS, found, back=back, on=timezone.localdate())


@require_GET
@requires(Capability.VIEW_UNITS)
def group(request: Request, pk: int) -> HttpResponse:
    """One group, and who belongs to it now."""
    seen = UnitGroup.objects.visible_to(request.user).select_related("agency", "under")
    row = get_object_or_404(seen, pk=pk)
    manages = UnitGroup.objects.editable_by(request.user).filter(pk=pk).exists()
    page = build_group(row, manages=manages, page=request.GET.get("page", ""))
    return render(request, "units/group.html", {"group": page})


@require_http_methods(EDIT)
@requires(Capability.MANAGE_GROUPS)
def new_group(request: Request) -> HttpResponse:
    """A group is made."""
    return _form_page(request, None)


@require_http_methods(EDIT)
@requires(Capability.MANAGE_GROUPS)
def edit_group(request: Request, pk: int) -> HttpResponse:
    """A group is changed; plans that run stay as they are."""
    mine = UnitGroup.objects.editable_by(request.user).select_related("agency", "under")
    return _form_page(request, get_object_or_404(mine, pk=pk))


@require_POST
@requires(Capability.MANAGE_GROUPS)
def delete_group(request: Request, pk: int) -> HttpResponse:
    """A group that nothing uses is deleted."""
    row = get_object_or_404(UnitGroup.objects.editable_by(request.user), pk=pk)
    who = {"by": request.user, "on": timezone.localdate()}
    if run(request, f"Đã xóa nhóm “{row.name}”.", actions.delete_group, group=row, **who):
        return redirect("units:groups")
    return redirect("units:group", pk)


@require_http_methods(EDIT)
@requires(Capability.MANAGE_GROUPS)
def add_group_alias(request: Request, pk: int) -> HttpResponse:
    """A group is given another name."""
    row = get_object_or_404(UnitGroup.objects.editable_by(request.user), pk=pk)
    form = AliasForm(request.POST or None)
    who = {"by": request.user, "on": timezone.localdate()}
    if request.method == "POST" and form.act(actions.add_alias, group=row, **who):
        messages.success(request, f"Đã thêm tên gọi khác “{form.result.name}”.")
        return redirect("units:group", row.pk)
    context = {"form": form, "title": "Thêm tên gọi khác", "lead": row.name, "back_group": row.pk}
    return render(request, "units/form.html", context, status=REFUSED if form.errors else 200)


@require_POST
@requires(Capability.MANAGE_GROUPS)
def remove_group_alias(request: Request, pk: int, alias_pk: int) -> HttpResponse:
    """Another name of a group is taken away."""
    row = get_object_or_404(UnitGroup.objects.editable_by(request.user), pk=pk)
    alias = get_object_or_404(row.aliases, pk=alias_pk)
    name = alias.name
    actions.remove_alias(alias=alias, by=request.user, on=timezone.localdate())
    messages.success(request, f"Đã bỏ tên gọi khác “{name}”.")
    return redirect("units:group", row.pk)


def _form_page(request: Request, row: UnitGroup | None) -> HttpResponse:
    """The form of a group; only the button that saves does so, all else draws it anew."""
    sent = request.method == "POST"
    form = GroupForm(request.POST if sent else None, user=request.user, group=row)
    if "luu" in request.POST and form.save(by=request.user, on=timezone.localdate()):
        messages.success(request, _saved_words(row))
        return redirect("units:group", form.result.pk)
    page = build_group_form(form, words=request.POST.get("q", "").strip())
    refused = bool(form.errors) and "luu" in request.POST
    context = {"form": form, "page": page, "group": row, "refused": refused}
    return render(request, "units/group_form.html", context, status=REFUSED if refused else 200)


def _saved_words(row: UnitGroup | None) -> str:
    if row is None:
        return "Đã lập nhóm. Từ nay nhóm dùng được khi đọc kế hoạch và khi giao việc."
    return "Đã lưu nhóm. Các kế hoạch đang thực hiện chưa thay đổi."
