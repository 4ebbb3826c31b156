"""Documents on their way to becoming plans; they are corrected on their own page."""

from __future__ import annotations

from django.contrib import admin

from intake.models import Intake
from units.exports import DirectExport, ReadOnly


@admin.register(Intake)
class IntakeAdmin(ReadOnly, DirectExport):
    list_display = (
        "name",
        "origin",
        "issuer",
        "created_by",
        "created_at",
        "reading",
        "plan",
        "dropped_on",
    )
    list_filter = (
        "origin",
        "reading",
        ("plan", admin.EmptyFieldListFilter),
        ("dropped_on", admin.EmptyFieldListFilter),
        ("issuer", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("issuer", "created_by", "plan")
    date_hierarchy = "created_at"
    search_fields = ("name", "sha256", "issuer__search_text")
    search_help_text = "Tìm theo tên tệp hoặc cơ quan ban hành; gõ không dấu cũng được"
    folded_fields = ("name",)
    fields = (
        "name",
        "origin",
        "issuer",
        "plan",
        "copied_from",
        "reading",
        "failure",
        "held_by",
        "held_until",
        "size",
        "sha256",
        "created_by",
        "created_at",
        "changed_at",
        "dropped_on",
    )
    export_columns = {
        "Tên tệp": "name",
        "Nguồn": "get_origin_display",
        "Cơ quan ban hành": "issuer__name",
        "Tải lên lúc": "created_at",
        "Người tải": "created_by__full_name",
        "Kế hoạch": "plan__full_number",
        "Bỏ ngày": "dropped_on",
        "SHA-256": "sha256",
    }
