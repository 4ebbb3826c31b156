"""Roles, people with their roles, and the lists of the login: who came in, who was turned away,
whose door is closed (the library's own are half in English).

Giving up a role with its open work, inviting and first passwords have pages of their own
(``/nguoi-dung/``); here an administrator mends what is written wrong.
"""

from __future__ import annotations

from typing import Any

from axes.conf import settings
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from axes.utils import reset
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.admin import PersonAdmin, PersonChangeForm
from accounts.models import User
from units.administrators import check_administrator_stays
from units.exports import DirectExport, ReadOnly
from units.histories import HistoryAdmin
from units.models import Membership
from units.policy import ROLE_LABELS, Role

# --- roles ----------------------------------------------------------------------------------------


class MembershipForm(forms.ModelForm[Membership]):
    class Meta:
        model = Membership
        fields = ("user", "unit", "role", "started_on", "ended_on")

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
    fields = ("user", "role", "started_on", "ended_on")
    verbose_name_plural = "người giữ vai trò ở đơn vị"


class PersonMembershipInline(MembershipInline):
    fields = ("unit", "role", "started_on", "ended_on")
    extra = 1


@admin.register(Membership)
class MembershipAdmin(DirectExport, HistoryAdmin):
    form = MembershipForm
    list_display = ("user", "role", "unit", "started_on", "ended_on")
    list_filter = (
        "role",
        ("ended_on", admin.EmptyFieldListFilter),
        ("unit__kind", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("user", "unit")
    search_fields = ("user__search_text", "unit__search_text")
    search_help_text = "Tìm theo tên người hoặc tên đơn vị; gõ không dấu cũng được"
    autocomplete_fields = ("user", "unit")
    export_columns = {
        "Họ và tên": "user__full_name",
        "Tên đăng nhập": "user__username",
        "Vai trò": "get_role_display",
        "Mã đơn vị": "unit__code",
        "Đơn vị": "unit__name",
        "Giữ từ ngày": "started_on",
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


class HoldsRoleFilter(admin.SimpleListFilter):
    title = "có vai trò"
    parameter_name = "co_vai_tro"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("co", "Có"), ("khong", "Chưa có")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        held = Membership.objects.filter(ended_on__isnull=True).values("user")
        if self.value() == "co":
            return queryset.filter(pk__in=held)
        return queryset.exclude(pk__in=held) if self.value() == "khong" else queryset


class PersonWithRolesForm(PersonChangeForm):
    def clean_is_active(self) -> bool:
        active = bool(self.cleaned_data["is_active"])
        if not active:
            check_administrator_stays(Q(user=self.instance))
        return active


admin.site.unregister(User)


@admin.register(User)
class PersonWithRolesAdmin(DirectExport, HistoryAdmin, PersonAdmin):
    form = PersonWithRolesForm
    inlines = (PersonMembershipInline,)
    list_display = ("username", "full_name", "position", "roles", "is_active", "last_login")
    list_filter = (
        "is_active",
        "memberships__role",
        ("last_login", admin.EmptyFieldListFilter),
        "must_change_password",
        HoldsRoleFilter,
    )
    export_columns = {
        "Tên đăng nhập": "username",
        "Họ và tên": "full_name",
        "Chức vụ": "position",
        "Thư điện tử": "email",
        "Điện thoại": "phone",
        "Đang sử dụng": "is_active",
        "Đăng nhập gần nhất": "last_login",
    }

    def view_on_site(self, person: User) -> str:
        """The person's page, on which one invites, hands over and gives a first password."""
        return reverse("units:person", args=[person.pk])

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


class ListOnly(ReadOnly, DirectExport):
    """Rows without a page of their own."""

    list_display_links = None
    date_hierarchy = "attempt_time"
    search_fields = ("username", "ip_address")
    search_help_text = "Tìm theo tên đăng nhập hoặc địa chỉ máy"

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404("Danh sách này không có trang riêng cho từng dòng.")

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404("Danh sách này không có trang riêng cho từng dòng.")

    delete_view = history_view

    @admin.display(description="chọn")
    def action_checkbox(self, obj: Any) -> SafeString:
        """The box before a row; the library's names of its rows are English."""
        words = f"Chọn dòng của {obj.username or 'người lạ'}"
        box = '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">'
        return format_html(box, "_selected_action", obj.pk, words)


class LockedFilter(admin.SimpleListFilter):
    title = "đang bị khóa"
    parameter_name = "khoa"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("co", "Có"), ("khong", "Không")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        most = settings.AXES_FAILURE_LIMIT
        if self.value() == "co":
            return queryset.filter(failures_since_start__gte=most)
        return queryset.filter(failures_since_start__lt=most) if self.value() else queryset


# The library's name of itself stands in the path of every page.
apps.get_app_config("axes").verbose_name = "Đăng nhập"
for _model in (AccessAttempt, AccessFailureLog, AccessLog):
    admin.site.unregister(_model)


@admin.register(AccessAttempt)
class AttemptAdmin(ListOnly):
    """Wrong passwords of late; too many close the door for a while, and here it is opened."""

    list_display = ("attempt_time", "username", "ip_address", "failures_since_start")
    list_filter = (LockedFilter, "attempt_time")
    actions = ("unlock", "export_selected")
    export_columns = {
        "Lúc": "attempt_time",
        "Tên đăng nhập": "username",
        "Địa chỉ máy": "ip_address",
        "Số lần sai": "failures_since_start",
    }

    @admin.action(description="Mở khóa cho các dòng đã chọn")
    def unlock(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        names = set(queryset.values_list("username", flat=True))
        for name in names:
            reset(username=name)
        self.message_user(request, f"Đã mở khóa cho {len(names)} tên đăng nhập.")


@admin.register(AccessFailureLog)
class FailureAdmin(ListOnly):
    list_display = ("attempt_time", "username", "ip_address", "locked_out")
    list_filter = ("locked_out", "attempt_time")
    export_columns = {
        "Lúc": "attempt_time",
        "Tên đăng nhập": "username",
        "Địa chỉ máy": "ip_address",
        "Bị khóa": "locked_out",
    }


@admin.register(AccessLog)
class LoginAdmin(ListOnly):
    list_display = ("attempt_time", "username", "ip_address", "logout_time")
    list_filter = ("attempt_time", ("logout_time", admin.EmptyFieldListFilter))
    export_columns = {
        "Vào lúc": "attempt_time",
        "Tên đăng nhập": "username",
        "Địa chỉ máy": "ip_address",
        "Ra lúc": "logout_time",
    }
