"""Groups of units."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from units.admin.aliases import GroupAliasInline
from units.admin.guards import RevisionForm
from units.exports import DirectExport
from units.histories import HistoryAdmin
from units.models import UnitGroup


@admin.register(UnitGroup)
class UnitGroupAdmin(DirectExport, HistoryAdmin):
    list_display = ("name", "agency", "by_rule", "under", "depth")
    list_filter = ("by_rule", ("agency", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("agency", "under")
    form = RevisionForm
    list_per_page = 50
    search_fields = ("name", "aliases__folded", "agency__search_text")
    folded_fields = ("name",)
    autocomplete_fields = ("agency", "under", "members")
    filter_horizontal = ("kinds",)
    inlines = (GroupAliasInline,)
    fieldsets = (
        (None, {"fields": ("name", "agency", "by_rule", "seen")}),
        ("Nhóm theo quy tắc", {"fields": ("under", "depth", "kinds")}),
        ("Nhóm cố định", {"fields": ("members",)}),
    )
    export_columns = {
        "Tên nhóm": "name",
        "Thuộc cơ quan": "agency__name",
        "Theo quy tắc": "by_rule",
        "Nằm dưới đơn vị": "under__name",
        "Số cấp tính xuống": "depth",
    }

    def save_model(self, request: HttpRequest, obj: UnitGroup, form: Any, change: bool) -> None:
        obj.revision += 1 if change else 0
        super().save_model(request, obj, form, change)
