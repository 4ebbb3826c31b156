"""Tasks and work in the admin: what the plan says can be mended; what happened is only shown."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from tasks.actions.giving import rebuild_pairs
from tasks.models import (
    Assignment,
    Evidence,
    Extension,
    GroupAssignment,
    OutsideParty,
    ProgressEntry,
    Task,
    TaskCoverage,
)
from units.exports import DirectExport, ReadOnly
from units.histories import HistoryAdmin


class OutsidePartyInline(admin.TabularInline[OutsideParty, Task]):
    model = OutsideParty
    extra = 0
    fields = ("part", "name")


@admin.register(Task)
class TaskAdmin(DirectExport, HistoryAdmin):
    list_display = ("ref", "title", "plan", "category", "deadline_words")
    list_display_links = ("ref", "title")
    list_filter = (
        "category",
        "deadline_kind",
        ("plan__issuer", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("plan",)
    search_fields = ("search_text", "plan__search_text")
    search_help_text = "Tìm theo nội dung nhiệm vụ, số kế hoạch; gõ không dấu cũng được"
    autocomplete_fields = ("plan", "parent")
    inlines = (OutsidePartyInline,)
    fieldsets = (
        (None, {"fields": ("plan", "parent", "ref", "order", "title", "text")}),
        ("Phân loại", {"fields": ("category", "expected_product")}),
        (
            "Thời hạn",
            {
                "fields": (
                    "deadline_kind",
                    "deadline_words",
                    "deadline_days",
                    "deadline_starts_on",
                    "qualifier",
                    "on_request",
                )
            },
        ),
    )
    export_columns = {
        "Kế hoạch": "plan__full_number",
        "Số thứ tự": "ref",
        "Tên nhiệm vụ": "title",
        "Nội dung": "text",
        "Nhóm việc": "get_category_display",
        "Sản phẩm": "expected_product",
        "Thời hạn theo văn bản": "deadline_words",
    }

    def save_model(self, request: HttpRequest, obj: Task, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        rebuild_pairs({obj.plan_id, form.initial.get("plan", obj.plan_id)})


@admin.register(GroupAssignment)
class GroupAssignmentAdmin(ReadOnly, DirectExport):
    """Which tasks were given to a group as a whole; the pages of the program give work."""

    list_display = ("task", "group", "part")
    list_filter = ("part", ("group", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("task", "group")
    search_fields = ("task__search_text", "group__name", "group__aliases__folded")
    export_columns = {
        "Kế hoạch": "task__plan__full_number",
        "Nhiệm vụ": "task__title",
        "Nhóm đơn vị": "group__name",
        "Vai trò": "get_part_display",
    }

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("task__plan", "group")


@admin.register(TaskCoverage)
class TaskCoverageAdmin(ReadOnly, DirectExport, HistoryAdmin):
    """What was said of the tasks of superior plans; it is said on the page that compares them."""

    list_display = ("plan", "superior", "task", "reason", "confirmed_by", "confirmed_on")
    list_filter = (
        ("task", admin.EmptyFieldListFilter),
        ("plan__issuer", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("plan", "superior", "task", "confirmed_by")
    date_hierarchy = "confirmed_on"
    search_fields = ("plan__search_text", "superior__search_text", "task__search_text")
    export_columns = {
        "Kế hoạch": "plan__full_number",
        "Nhiệm vụ của cấp trên": "superior__title",
        "Nhiệm vụ của kế hoạch": "task__title",
        "Lý do không phải triển khai": "reason",
        "Người xác nhận": "confirmed_by__full_name",
        "Xác nhận ngày": "confirmed_on",
    }


# What the pages of the program record.
_FACTS = (
    "officer",
    "planned_on",
    "percent",
    "last_entry_on",
    "finished_on",
    "confirmed_on",
    "suspended_on",
    "cancelled_on",
)


class ProgressEntryInline(ReadOnly, admin.TabularInline[ProgressEntry, Assignment]):
    model = ProgressEntry
    extra = 0
    fields = ("on", "kind", "percent", "note", "difficulty", "by")
    readonly_fields = fields
    ordering = ("on", "pk")


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly, DirectExport):
    """Work is given, recorded, confirmed and handed over on the pages of the program, where it
    leaves its story; here it is shown."""

    list_display = (
        "task",
        "unit",
        "part",
        "period_shown",
        "officer",
        "due_on",
        "percent",
        "finished_on",
    )
    list_filter = (
        "part",
        ("officer", admin.EmptyFieldListFilter),
        ("finished_on", admin.EmptyFieldListFilter),
        ("confirmed_on", admin.EmptyFieldListFilter),
        ("task__plan__issuer", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("task", "unit", "officer")
    date_hierarchy = "due_on"
    search_fields = ("task__search_text", "unit__search_text", "officer__search_text")
    inlines = (ProgressEntryInline,)
    fieldsets = (
        (None, {"fields": ("task", "unit", "part", "period", "starts_on", "due_on")}),
        (
            "Diễn biến",
            {"fields": _FACTS},
        ),
    )
    export_columns = {
        "Kế hoạch": "task__plan__full_number",
        "Nhiệm vụ": "task__title",
        "Đơn vị": "unit__name",
        "Vai trò": "get_part_display",
        "Người phụ trách": "officer__full_name",
        "Kỳ": "period_name",
        "Hạn theo kế hoạch": "planned_on",
        "Hạn": "due_on",
        "Tiến độ (%)": "percent",
        "Báo hoàn thành": "finished_on",
        "Xác nhận": "confirmed_on",
        "Hủy": "cancelled_on",
    }

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("task__plan", "unit", "officer")

    def view_on_site(self, assignment: Assignment) -> str:
        """The page of the program on which the work goes on."""
        return reverse("tasks:assignment", args=[assignment.pk])

    @admin.display(description="kỳ", ordering="period")
    def period_shown(self, assignment: Assignment) -> str:
        return assignment.period_name


class EvidenceInline(ReadOnly, admin.TabularInline[Evidence, ProgressEntry]):
    model = Evidence
    extra = 0
    fields = ("download", "size", "media_type", "sha256")
    readonly_fields = fields

    @admin.display(description="tệp")
    def download(self, evidence: Evidence) -> str:
        return evidence_link(evidence)


def evidence_link(evidence: Evidence) -> str:
    """A link to the file through the page that asks who may have it."""
    address = reverse("tasks:evidence", args=[evidence.pk])
    return format_html('<a href="{}">{}</a>', address, evidence.name)


@admin.register(ProgressEntry)
class ProgressEntryAdmin(ReadOnly, DirectExport):
    list_display = ("on", "kind", "assignment", "percent", "by", "at")
    list_filter = ("kind",)
    list_select_related = ("assignment__task", "assignment__unit", "by")
    date_hierarchy = "on"
    search_fields = ("note", "assignment__task__search_text", "assignment__unit__search_text")
    inlines = (EvidenceInline,)
    export_columns = {
        "Ngày": "on",
        "Việc": "get_kind_display",
        "Nhiệm vụ": "assignment__task__title",
        "Đơn vị": "assignment__unit__name",
        "Tiến độ (%)": "percent",
        "Nội dung": "note",
        "Vướng mắc": "difficulty",
        "Người ghi": "by__full_name",
    }


@admin.register(Evidence)
class EvidenceAdmin(ReadOnly, DirectExport):
    list_display = ("name", "entry_on", "unit", "media_type", "size")
    list_filter = ("media_type",)
    list_select_related = ("entry__assignment__unit",)
    search_fields = ("name", "sha256", "entry__assignment__unit__search_text")
    fields = ("download", "entry", "size", "media_type", "sha256")
    export_columns = {
        "Tên tệp": "name",
        "Ngày": "entry__on",
        "Đơn vị": "entry__assignment__unit__name",
        "Loại tệp": "media_type",
        "Dung lượng (byte)": "size",
        "SHA-256": "sha256",
    }

    @admin.display(description="tệp")
    def download(self, evidence: Evidence) -> str:
        return evidence_link(evidence)

    @admin.display(description="ngày", ordering="entry__on")
    def entry_on(self, evidence: Evidence) -> Any:
        return evidence.entry.on

    @admin.display(description="đơn vị", ordering="entry__assignment__unit__sort_name")
    def unit(self, evidence: Evidence) -> str:
        return str(evidence.entry.assignment.unit)


@admin.register(Extension)
class ExtensionAdmin(ReadOnly, DirectExport):
    list_display = ("asked_on", "task", "unit", "due_before", "due_asked", "granted", "decided_by")
    list_filter = ("granted",)
    list_select_related = ("assignment__task", "assignment__unit", "decided_by")
    date_hierarchy = "asked_on"
    search_fields = ("reason", "assignment__task__search_text", "assignment__unit__search_text")
    fields = (
        "assignment",
        "asked_on",
        "asked_by",
        "due_before",
        "due_asked",
        "reason",
        "decided_on",
        "decided_by",
        "granted_words",
        "answer",
    )
    export_columns = {
        "Ngày xin": "asked_on",
        "Nhiệm vụ": "assignment__task__title",
        "Đơn vị": "assignment__unit__name",
        "Hạn cũ": "due_before",
        "Hạn xin lùi đến": "due_asked",
        "Lý do": "reason",
        "Đồng ý": "granted",
        "Ngày quyết định": "decided_on",
        "Ý kiến": "answer",
    }

    @admin.display(description="đồng ý")
    def granted_words(self, extension: Extension) -> str:
        return {True: "Có", False: "Không", None: "chưa quyết định"}[extension.granted]

    @admin.display(description="nhiệm vụ")
    def task(self, extension: Extension) -> str:
        return str(extension.assignment.task)

    @admin.display(description="đơn vị")
    def unit(self, extension: Extension) -> str:
        return str(extension.assignment.unit)
