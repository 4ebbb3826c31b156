"""Units and their kinds."""

from __future__ import annotations

import copy
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from import_export.admin import ImportMixin

from accounts.changes import sign
from units.actions import check_parent, save_unit
from units.admin.aliases import UnitAliasInline
from units.admin.guards import RevisionForm
from units.admin.people import UnitMembershipInline
from units.exports import DirectExport
from units.histories import HistoryAdmin
from units.models import Unit, UnitKind
from units.resources import UnitResource


class UnitForm(RevisionForm):
    def clean_parent(self) -> Unit | None:
        """Refuses a parent that stands below the unit."""
        parent: Unit | None = self.cleaned_data["parent"]
        moved = copy.copy(self.instance)
        moved.parent = parent
        check_parent(moved)
        return parent


@admin.register(Unit)
class UnitAdmin(DirectExport, ImportMixin, HistoryAdmin):
    """Units are saved by the action, so that the tree stays right."""

    form = UnitForm
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    resource_classes = (UnitResource,)
    list_display = ("name", "code", "short_name", "kind", "parent", "active_to")
    list_filter = (
        "kind",
        ("active_to", admin.EmptyFieldListFilter),
    )
    list_select_related = ("kind", "parent")
    search_fields = ("search_text", "aliases__folded")
    search_help_text = "Tìm theo mã, tên, tên viết tắt, tên gọi khác; gõ không dấu cũng được"
    autocomplete_fields = ("parent", "successor")
    list_per_page = 50
    inlines = (UnitAliasInline, UnitMembershipInline)
    fieldsets = (
        (None, {"fields": ("code", "name", "short_name", "kind", "parent", "seen")}),
        ("Liên hệ", {"fields": ("email", "phone", "address", "identifier")}),
        ("Thời gian hoạt động", {"fields": ("active_from", "active_to", "successor")}),
    )

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        save_unit(unit=sign(obj, request.user))  # type: ignore[arg-type]  # the admin's request

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Lists come in through one door: the page that shows every row before it is written."""
        return redirect("units:import_units")


@admin.register(UnitKind)
class UnitKindAdmin(DirectExport, HistoryAdmin):
    list_display = ("name", "code", "order", "is_external", "is_past")
    list_editable = ("order",)
    list_filter = ("is_external", "is_past")
    search_fields = ("name", "code")
    folded_fields = ("name",)
    prepopulated_fields = {"code": ("name",)}
    export_columns = {
        "Mã": "code",
        "Tên loại": "name",
        "Thứ tự": "order",
        "Ngoài cơ quan": "is_external",
        "Không còn trong bộ máy": "is_past",
    }

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # Units point to the code; another code would be another kind.
        return ("code",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else dict(self.prepopulated_fields)
