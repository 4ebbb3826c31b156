"""Who came in, who was turned away, whose door is closed: the lists of the login.

The library's own lists show what nobody needs here and are half in English.
"""

from __future__ import annotations

from typing import Any

from axes.conf import settings
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from axes.utils import reset
from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from units.exports import DirectExport, ReadOnly


class ListOnly(ReadOnly, DirectExport):
    """Rows without a page of their own."""

    list_display_links = None
    list_per_page = 50
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
