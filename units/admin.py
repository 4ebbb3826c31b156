"""Units, groups, roles and, with their roles, people in the admin."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from import_export.admin import ImportMixin
from simple_history.admin import SimpleHistoryAdmin

from accounts.admin import PersonAdmin, PersonChangeForm
from accounts.models import User
from units.actions import check_parent, save_unit
from units.administrators import check_administrator_stays
from units.exports import DirectExport
from units.models import Membership, Unit, UnitAlias, UnitGroup, UnitKind
from units.policy import ROLE_LABELS, Role
from units.resources import UnitResource
from vietnamese.text import fold

# --- other names ------------------------------------------------------------------------------


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
    fields = ("name",)
    extra = 1


class UnitAliasInline(AliasInline):
    fk_name = "unit"


class GroupAliasInline(AliasInline):
    fk_name = "group"


# --- roles ------------------------------------------------------------------------------------


class MembershipForm(forms.ModelForm[Membership]):
    class Meta:
        model = Membership
        fields = ("user", "unit", "role", "ended_on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        leaves = cleaned.get("ended_on") or cleaned.get("role") != Role.ADMIN
        if self.instance.pk and leaves:
            check_administrator_stays(Q(pk=self.instance.pk))
        return cleaned


class MembershipFormSet(BaseInlineFormSet[Any, Any, Any]):
    def clean(self) -> None:
        super().clean()
        gone = [form.instance.pk for form in self.deleted_forms]
        if gone:
            check_administrator_stays(Q(pk__in=gone))


class MembershipInline(admin.TabularInline[Membership, Any]):
    model = Membership
    form = MembershipForm
    formset = MembershipFormSet
    extra = 0
    autocomplete_fields = ("user", "unit")
    verbose_name_plural = "vai trò theo đơn vị"


class UnitMembershipInline(MembershipInline):
    fields = ("user", "role", "ended_on")
    verbose_name_plural = "người giữ vai trò ở đơn vị"


class PersonMembershipInline(MembershipInline):
    fields = ("unit", "role", "ended_on")
    extra = 1


@admin.register(Membership)
class MembershipAdmin(DirectExport, SimpleHistoryAdmin):
    form = MembershipForm
    list_display = ("user", "role", "unit", "ended_on")
    list_filter = (
        "role",
        ("ended_on", admin.EmptyFieldListFilter),
        ("unit__kind", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("user", "unit")
    search_fields = ("user__full_name", "user__username", "unit__name", "unit__code")
    autocomplete_fields = ("user", "unit")
    list_per_page = 50
    export_columns = {
        "Họ và tên": "user__full_name",
        "Tên đăng nhập": "user__username",
        "Vai trò": "get_role_display",
        "Mã đơn vị": "unit__code",
        "Đơn vị": "unit__name",
        "Thôi giữ từ ngày": "ended_on",
    }

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and _refusal(Q(pk=obj.pk)):
            return False
        return bool(super().has_delete_permission(request, obj))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        refusal = _refusal(Q(pk__in=queryset.values("pk")))
        if refusal:
            self.message_user(request, refusal, level="error")
        else:
            super().delete_queryset(request, queryset)


def _refusal(leaving: Q) -> str:
    """Why these roles cannot be taken away, or nothing."""
    try:
        check_administrator_stays(leaving)
    except ValidationError as error:
        return error.messages[0]
    return ""


# --- people -----------------------------------------------------------------------------------


class PersonWithRolesForm(PersonChangeForm):
    def clean_is_active(self) -> bool:
        active = bool(self.cleaned_data["is_active"])
        if not active:
            check_administrator_stays(Q(user=self.instance))
        return active


admin.site.unregister(User)


@admin.register(User)
class PersonWithRolesAdmin(DirectExport, PersonAdmin):
    form = PersonWithRolesForm
    inlines = (PersonMembershipInline,)
    list_display = ("username", "full_name", "position", "roles", "is_active", "last_login")
    list_filter = ("is_active", "memberships__role", "last_login")
    export_columns = {
        "Tên đăng nhập": "username",
        "Họ và tên": "full_name",
        "Chức vụ": "position",
        "Thư điện tử": "email",
        "Điện thoại": "phone",
        "Đang sử dụng": "is_active",
        "Đăng nhập gần nhất": "last_login",
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("memberships__unit")

    @admin.display(description="vai trò")
    def roles(self, person: User) -> str:
        held = [one for one in person.memberships.all() if one.ended_on is None]
        return "; ".join(f"{ROLE_LABELS[Role(one.role)]} – {one.unit}" for one in held)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and _refusal(Q(user=obj)):
            return False
        return bool(super().has_delete_permission(request, obj))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        refusal = _refusal(Q(user__in=queryset.values("pk")))
        if refusal:
            self.message_user(request, refusal, level="error")
        else:
            super().delete_queryset(request, queryset)


# --- units ------------------------------------------------------------------------------------


class UnitForm(forms.ModelForm[Unit]):
    def clean_parent(self) -> Unit | None:
        """Refuses a parent that stands below the unit."""
        parent: Unit | None = self.cleaned_data["parent"]
        moved = copy.copy(self.instance)
        moved.parent = parent
        check_parent(moved)
        return parent


@admin.register(Unit)
class UnitAdmin(DirectExport, ImportMixin, SimpleHistoryAdmin):
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
        (None, {"fields": ("code", "name", "short_name", "kind", "parent")}),
        ("Liên hệ", {"fields": ("email", "phone", "address", "identifier")}),
        ("Thời gian hoạt động", {"fields": ("active_from", "active_to", "successor")}),
    )

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        obj._history_user = request.user  # type: ignore[attr-defined]
        save_unit(unit=obj)

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Lists come in through one door: the page that shows every row before it is written."""
        return redirect("units:import_units")


@admin.register(UnitKind)
class UnitKindAdmin(DirectExport):
    list_display = ("name", "code", "order", "is_external", "is_past")
    list_editable = ("order",)
    list_filter = ("is_external", "is_past")
    search_fields = ("name", "code")
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


@admin.register(UnitGroup)
class UnitGroupAdmin(DirectExport):
    list_display = ("name", "agency", "by_rule", "under", "depth")
    list_filter = ("by_rule", ("agency", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("agency", "under")
    search_fields = ("name", "agency__name", "agency__code")
    autocomplete_fields = ("agency", "under", "members")
    filter_horizontal = ("kinds",)
    inlines = (GroupAliasInline,)
    fieldsets = (
        (None, {"fields": ("name", "agency", "by_rule")}),
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
