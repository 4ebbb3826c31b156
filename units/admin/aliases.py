"""Other names, as rows on the pages of units and groups and as a list of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms.models import BaseInlineFormSet

from units.exports import DirectExport
from units.histories import HistoryAdmin
from units.models import UnitAlias
from vietnamese.text import fold


class AliasFormSet(BaseInlineFormSet[Any, Any, Any]):
    def clean(self) -> None:
        """The same name twice, accents and case apart, is refused here and not by the database."""
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            name = fold(form.cleaned_data.get("name", "")) if hasattr(form, "cleaned_data") else ""
            if not name or form.cleaned_data.get("DELETE"):
                continue
            if name in seen:
                form.add_error("name", "Tên này đã có ở dòng khác.")
            seen.add(name)


class AliasInline(admin.TabularInline[UnitAlias, Any]):
    model = UnitAlias
    formset = AliasFormSet
    fields = ("name", "until")
    extra = 1


class UnitAliasInline(AliasInline):
    fk_name = "unit"


class GroupAliasInline(AliasInline):
    fk_name = "group"


@admin.register(UnitAlias)
class UnitAliasAdmin(DirectExport, HistoryAdmin):
    list_display = ("name", "unit", "group", "until")
    list_filter = (
        ("unit", admin.EmptyFieldListFilter),
        ("until", admin.EmptyFieldListFilter),
        ("unit__kind", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("unit", "group")
    search_fields = ("folded", "unit__search_text")
    search_help_text = "Tìm theo tên gọi khác hoặc tên đơn vị; gõ không dấu cũng được"
    autocomplete_fields = ("unit", "group")
    fields = ("name", "unit", "group", "until")
    list_per_page = 50
    export_columns = {
        "Tên gọi khác": "name",
        "Mã đơn vị": "unit__code",
        "Đơn vị": "unit__name",
        "Nhóm": "group__name",
        "Tên cũ, dùng đến ngày": "until",
    }
