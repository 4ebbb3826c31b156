"""What was counted, what stood in the way and who was told of what: shown, not changed, for all of
it is only ever added to.  An agency's indicators can be mended."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from tasks.models import Difficulty, Figure, Indicator, Letter, Notice, Reminder, TaskIndicator
from units.exports import DirectExport, ReadOnly
from units.histories import HistoryAdmin

PER_PAGE = 50


class TaskIndicatorInline(ReadOnly, admin.TabularInline[TaskIndicator, Indicator]):
    model = TaskIndicator
    extra = 0
    max_num = 50
    fields = ("task", "target", "words")
    readonly_fields = fields


@admin.register(Indicator)
class IndicatorAdmin(DirectExport, HistoryAdmin):
    list_display = ("name", "unit_of_measure", "agency", "category", "adding", "ended_on")
    list_filter = ("category", "adding", ("ended_on", admin.EmptyFieldListFilter))
    list_select_related = ("agency",)
    list_per_page = PER_PAGE
    search_fields = ("name", "agency__search_text")
    folded_fields = ("name",)
    autocomplete_fields = ("agency",)
    fields = (
        "agency",
        "name",
        "unit_of_measure",
        "category",
        "adding",
        "is_whole",
        "order",
        "ended_on",
    )
    inlines = (TaskIndicatorInline,)
    export_columns = {
        "Chỉ tiêu": "name",
        "Đơn vị tính": "unit_of_measure",
        "Cơ quan": "agency__name",
        "Nhóm việc": "get_category_display",
        "Cách tính": "get_adding_display",
        "Thôi dùng từ ngày": "ended_on",
    }

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """An indicator is ended; its figures keep it."""
        return False


@admin.register(Figure)
class FigureAdmin(ReadOnly, DirectExport):
    list_display = ("counted_on", "indicator", "value", "unit", "by")
    list_filter = (("corrects", admin.EmptyFieldListFilter),)
    list_select_related = ("indicator", "unit", "by")
    list_per_page = PER_PAGE
    date_hierarchy = "counted_on"
    search_fields = ("indicator__name", "unit__search_text")
    fields = (
        "unit",
        "indicator",
        "value",
        "counted_on",
        "assignment",
        "corrects",
        "reason",
        "by",
        "at",
    )
    export_columns = {
        "Ngày": "counted_on",
        "Chỉ tiêu": "indicator__name",
        "Đơn vị tính": "indicator__unit_of_measure",
        "Số liệu": "value",
        "Đơn vị": "unit__name",
        "Lý do sửa": "reason",
        "Người ghi": "by__full_name",
        "Ghi lúc": "at",
    }


@admin.register(Difficulty)
class DifficultyAdmin(ReadOnly, DirectExport, HistoryAdmin):
    list_display = ("text", "unit", "addressed_to", "raised_on", "answered_on", "closed_on")
    list_filter = (
        "addressed_to",
        ("answered_on", admin.EmptyFieldListFilter),
        ("closed_on", admin.EmptyFieldListFilter),
    )
    list_select_related = ("assignment__unit",)
    list_per_page = PER_PAGE
    date_hierarchy = "raised_on"
    search_fields = ("text", "answer", "assignment__unit__search_text")
    fields = (
        "assignment",
        "text",
        "addressed_to",
        "raised_on",
        "answer",
        "answered_on",
        "answered_by",
        "closed_on",
    )
    export_columns = {
        "Vướng mắc": "text",
        "Đơn vị": "assignment__unit__name",
        "Nhiệm vụ": "assignment__task__title",
        "Gửi tới": "get_addressed_to_display",
        "Nêu ngày": "raised_on",
        "Trả lời": "answer",
        "Trả lời ngày": "answered_on",
        "Đã gỡ ngày": "closed_on",
    }

    @admin.display(description="đơn vị", ordering="assignment__unit__sort_name")
    def unit(self, difficulty: Difficulty) -> str:
        return str(difficulty.assignment.unit)


@admin.register(Reminder)
class ReminderAdmin(ReadOnly, DirectExport):
    list_display = ("on", "by", "words")
    list_select_related = ("by",)
    list_per_page = PER_PAGE
    date_hierarchy = "on"
    search_fields = ("words", "by__search_text")
    fields = ("on", "by", "words")
    export_columns = {"Ngày": "on", "Người đôn đốc": "by__full_name", "Lời nhắn": "words"}


@admin.register(Notice)
class NoticeAdmin(ReadOnly, DirectExport):
    list_display = ("on", "person", "kind", "due_on", "read_at", "mailed_on")
    list_filter = ("kind", ("read_at", admin.EmptyFieldListFilter))
    list_select_related = ("person",)
    list_per_page = PER_PAGE
    date_hierarchy = "on"
    search_fields = ("person__search_text",)
    fields = (
        "person",
        "kind",
        "assignment",
        "duty",
        "unit",
        "due_on",
        "on",
        "reminder",
        "read_at",
        "mailed_on",
    )
    export_columns = {
        "Nhắc ngày": "on",
        "Người được nhắc": "person__full_name",
        "Về việc": "get_kind_display",
        "Hạn": "due_on",
        "Đã xem lúc": "read_at",
        "Gửi thư ngày": "mailed_on",
    }


@admin.register(Letter)
class LetterAdmin(ReadOnly, DirectExport):
    list_display = ("on", "person", "tries", "sent_at", "refusal")
    list_filter = (("sent_at", admin.EmptyFieldListFilter),)
    list_select_related = ("person",)
    list_per_page = PER_PAGE
    date_hierarchy = "on"
    search_fields = ("person__search_text", "refusal")
    fields = ("on", "person", "reminder", "tries", "sent_at", "refusal")
    export_columns = {
        "Ngày": "on",
        "Người nhận": "person__full_name",
        "Số lần gửi": "tries",
        "Gửi lúc": "sent_at",
        "Lý do chưa gửi được": "refusal",
    }
