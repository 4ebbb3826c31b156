"""Units and their kinds, groups, and the other names of both."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from import_export.admin import ImportMixin

from accounts.changes import sign
from units.actions import check_parent, save_unit
from units.admin.people import UnitMembershipInline
from units.exports import DirectExport
from units.histories import HistoryAdmin
from units.lists.answers import meaning_of, meaning_shown
from units.lists.judge import UnitResource
from units.models import ListAnswer, Unit, UnitAlias, UnitGroup, UnitKind
from vietnamese.text import fold, one_line


class RevisionForm(forms.ModelForm[Any]):
    """Carries the number of the state that the person saw."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "seen" in self.fields:
            self.fields["seen"].initial = self.instance.revision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen = cleaned.pop("seen", None)
        if self.instance.pk and seen is not None and seen != self._now():
            raise ValidationError(
                "Mục này vừa được người khác sửa. Hãy mở lại trang để xem nội dung mới rồi sửa lại."
            )
        return cleaned

    def _now(self) -> int | None:
        rows = type(self.instance)._default_manager.filter(pk=self.instance.pk)
        found: int | None = rows.values_list("revision", flat=True).first()
        return found


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
    export_columns = {
        "Tên gọi khác": "name",
        "Mã đơn vị": "unit__code",
        "Đơn vị": "unit__name",
        "Nhóm": "group__name",
        "Tên cũ, dùng đến ngày": "until",
    }


# --- other names ----------------------------------------------------------------------------------
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

    # The library's second step is an address of its own and would write at once.
    process_import = import_action


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


# --- groups ---------------------------------------------------------------------------------------
@admin.register(UnitGroup)
class UnitGroupAdmin(DirectExport, HistoryAdmin):
    list_display = ("name", "agency", "by_rule", "under", "depth")
    list_filter = ("by_rule", ("agency", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("agency", "under")
    form = RevisionForm
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


class ListAnswerForm(forms.ModelForm[ListAnswer]):
    """What words in lists mean, for everybody: for a role the role's name or code is typed."""

    class Meta:
        model = ListAnswer
        fields = ("about", "words", "meant", "user")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["meant"] = meaning_shown(self.instance)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        about, meant = said.get("about", ""), one_line(said.get("meant") or "")
        found = meaning_of(about, meant)
        if meant and not found:
            self.add_error("meant", f"Không có “{meant}”. Hãy ghi mã hoặc tên đang có.")
        said["meant"] = found or meant
        return said


@admin.register(ListAnswer)
class ListAnswerAdmin(DirectExport, admin.ModelAdmin[ListAnswer]):
    """The table of words that lists are read by, which an office extends."""

    form = ListAnswerForm
    list_display = ("words", "about", "meaning", "user")
    list_filter = ("about", ("user", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    search_fields = ("words", "meant")
    folded_fields = ("words",)
    autocomplete_fields = ("user",)
    export_columns = {"Chữ trong tệp": "words", "Nói về": "about", "Được hiểu là": "meant"}

    @admin.display(description="được hiểu là", ordering="meant")
    def meaning(self, answer: ListAnswer) -> str:
        return meaning_shown(answer)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ListAnswer]:
        # What columns mean is kept by the shape of a file, which nobody reads.
        return super().get_queryset(request).exclude(about=ListAnswer.About.COLUMNS)
