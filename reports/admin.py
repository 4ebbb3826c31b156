"""What units reported, in the admin: shown, not changed."""

from __future__ import annotations

from django.contrib import admin

from plans.admin import PlanAdmin
from plans.models import Plan
from reports.compliance.views.plan_report import produce_reports
from reports.models import CalendarFeed, Submission, SubmissionPart
from units.exports import DirectExport, ReadOnly
from units.histories import HistoryAdmin


class SubmissionPartInline(ReadOnly, admin.TabularInline[SubmissionPart, Submission]):
    model = SubmissionPart
    extra = 0
    fields = ("heading", "text")
    readonly_fields = fields


@admin.register(Submission)
class SubmissionAdmin(ReadOnly, DirectExport, HistoryAdmin):
    list_display = ("duty", "unit", "period_shown", "due_on", "submitted_on", "accepted_on")
    list_filter = (
        ("submitted_on", admin.EmptyFieldListFilter),
        ("accepted_on", admin.EmptyFieldListFilter),
        ("duty__plan__issuer", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("duty", "unit")
    date_hierarchy = "due_on"
    search_fields = ("duty__title", "duty__reporter_words", "unit__search_text")
    search_help_text = "Tìm theo tên đơn vị, nơi báo cáo; tên đơn vị gõ không dấu cũng được"
    inlines = (SubmissionPartInline,)
    export_columns = {
        "Nội dung": "duty__title",
        "Nơi báo cáo": "duty__reporter_words",
        "Đơn vị": "unit__name",
        "Kỳ": "period_name",
        "Hạn nộp": "due_on",
        "Ngày nộp": "submitted_on",
        "Ngày trả lại": "returned_on",
        "Lý do trả lại": "return_reason",
        "Ngày tiếp nhận": "accepted_on",
    }

    @admin.display(description="kỳ", ordering="period")
    def period_shown(self, submission: Submission) -> str:
        return submission.period_name


@admin.register(CalendarFeed)
class CalendarFeedAdmin(ReadOnly, DirectExport):
    """Who reads the calendar elsewhere; the secret address itself is kept by nobody."""

    list_display = ("user", "renewed_on")
    list_select_related = ("user",)
    search_fields = ("user__search_text",)
    fields = ("user", "renewed_on")
    export_columns = {"Người dùng": "user__full_name", "Đổi địa chỉ ngày": "renewed_on"}


class ReportingPlanAdmin(PlanAdmin):
    """Plans with their compliance report, of which the floor of plans knows nothing."""

    actions = (*PlanAdmin.actions, produce_reports)


admin.site.unregister(Plan)
admin.site.register(Plan, ReportingPlanAdmin)
