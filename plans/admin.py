"""Plans in the admin.  ``reports.admin`` adds the compliance report to ``PlanAdmin``."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from plans.models import Holiday, LegalBasis, Plan, PlanFile, Recipient, ReportDuty
from plans.status import PLAN_STATUS_LABELS, PlanStatus
from units.exports import DirectExport, ReadOnly
from units.histories import HistoryAdmin


class StatusFilter(admin.SimpleListFilter):
    """Plans by the status that their days tell."""

    title = "trạng thái"
    parameter_name = "trang_thai"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(status.value, label) for status, label in PLAN_STATUS_LABELS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value not in set(PlanStatus):
            return queryset
        return queryset.filter(pk__in=Plan.objects.in_status(PlanStatus(value)).values("pk"))


class LegalBasisInline(admin.TabularInline[LegalBasis, Plan]):
    model = LegalBasis
    extra = 0
    fields = ("order", "is_basis", "kind", "number", "issued_on", "issuer")


class RecipientInline(admin.TabularInline[Recipient, Plan]):
    model = Recipient
    extra = 0
    fields = ("order", "name")


class ReportDutyInline(admin.TabularInline[ReportDuty, Plan]):
    model = ReportDuty
    extra = 0
    fields = ("ref", "title", "reporter_words", "receiver_words", "deadline_words")
    show_change_link = True


class PlanFileInline(ReadOnly, admin.TabularInline[PlanFile, Plan]):
    """Files stay as they were uploaded."""

    model = PlanFile
    extra = 0
    fields = ("download", "size", "sha256", "added_by", "added_at")
    readonly_fields = fields

    @admin.display(description="tệp")
    def download(self, file: PlanFile) -> str:
        return format_html('<a href="{}">{}</a>', reverse("plans:file", args=[file.pk]), file.name)


@admin.register(Plan)
class PlanAdmin(DirectExport, HistoryAdmin):
    list_display = (
        "full_number_shown",
        "title",
        "issuer",
        "starts_on",
        "ends_on",
        "status_shown",
    )
    list_display_links = ("full_number_shown", "title")
    list_filter = (StatusFilter, "kind", ("issuer", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("issuer",)
    date_hierarchy = "starts_on"
    search_fields = ("search_text",)
    search_help_text = "Tìm theo số, ký hiệu, trích yếu, cơ quan ban hành; gõ không dấu cũng được"
    autocomplete_fields = ("issuer", "carries_out")
    # Changed on the plan's own page, which keeps the days together.
    readonly_fields = (
        "closed_on",
        "revoked_on",
        "superseded_by",
        "in_force_until",
        "created_by",
        "created_at",
    )
    inlines = (LegalBasisInline, RecipientInline, ReportDutyInline, PlanFileInline)
    fieldsets = (
        (None, {"fields": ("issuer", "kind", "number", "symbol", "place", "issued_on", "title")}),
        ("Thời gian thực hiện", {"fields": ("starts_on", "ends_on", "runs_on", "evidence_cycle")}),
        (
            "Người ký",
            {"fields": ("signatory_authority", "signatory_position", "signatory_name")},
        ),
        (
            "Tình trạng",
            {
                "fields": (
                    "released_on",
                    "closed_on",
                    "revoked_on",
                    "superseded_by",
                    "in_force_until",
                    "carries_out",
                    "created_by",
                    "created_at",
                )
            },
        ),
    )
    export_columns = {
        "Số, ký hiệu": "full_number",
        "Loại văn bản": "kind",
        "Trích yếu": "title",
        "Cơ quan ban hành": "issuer__name",
        "Ngày ban hành": "issued_on",
        "Thực hiện từ": "starts_on",
        "Thực hiện đến": "ends_on",
        "Trạng thái": "status_label",
    }

    @admin.display(description="số, ký hiệu", ordering="number")
    def full_number_shown(self, plan: Plan) -> str:
        return plan.full_number

    @admin.display(description="trạng thái")
    def status_shown(self, plan: Plan) -> str:
        return plan.status_label

    def save_model(self, request: HttpRequest, obj: Plan, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]  # the admin lets nobody else in
        super().save_model(request, obj, form, change)


@admin.register(ReportDuty)
class ReportDutyAdmin(DirectExport, HistoryAdmin):
    list_display = ("__str__", "plan", "reporter_words", "receiver_words", "deadline_words")
    list_filter = ("deadline_kind", ("plan__issuer", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("plan",)
    search_fields = ("title", "reporter_words", "receiver_words", "plan__search_text")
    folded_fields = ("title", "reporter_words", "receiver_words")
    autocomplete_fields = ("plan", "reporters")
    fieldsets = (
        (None, {"fields": ("plan", "ref", "order", "title")}),
        (
            "Ai báo cáo cho ai",
            {
                "fields": (
                    "reporter_words",
                    "reporters",
                    "receiver_words",
                    "via_words",
                    "nested_in",
                )
            },
        ),
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
        "Vị trí": "ref",
        "Nội dung": "title",
        "Nơi báo cáo": "reporter_words",
        "Báo cáo cho": "receiver_words",
        "Qua": "via_words",
        "Lồng ghép trong": "nested_in",
        "Thời hạn theo văn bản": "deadline_words",
    }


@admin.register(Holiday)
class HolidayAdmin(DirectExport, HistoryAdmin):
    list_display = ("day", "name", "is_working")
    list_filter = ("is_working",)
    date_hierarchy = "day"
    search_fields = ("name",)
    folded_fields = ("name",)
    ordering = ("-day",)
    export_columns = {"Ngày": "day", "Dịp": "name", "Làm bù": "is_working"}
