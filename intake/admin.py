"""Documents on their way to becoming plans; they are corrected on their own page."""

from __future__ import annotations

from django.contrib import admin

from intake.models import Intake
from units.exports import DirectExport, ReadOnly


@admin.register(Intake)
class IntakeAdmin(ReadOnly, DirectExport):
    list_display = ("name", "issuer", "created_by", "created_at", "plan", "dropped_on")
    list_filter = (
        ("plan", admin.EmptyFieldListFilter),
        ("dropped_on", admin.EmptyFieldListFilter),
        ("issuer", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("issuer", "created_by", "plan")
    list_per_page = 50
    date_hierarchy = "created_at"
    search_fields = ("name", "sha256", "issuer__search_text")
    fields = (
        "name",
        "issuer",
        "plan",
        "size",
        "sha256",
        "created_by",
        "created_at",
        "changed_at",
        "dropped_on",
    )
    export_columns = {
        "Tên tệp": "name",
        "Cơ quan ban hành": "issuer__name",
        "Tải lên lúc": "created_at",
        "Người tải": "created_by__full_name",
        "Kế hoạch": "plan__full_number",
        "Bỏ ngày": "dropped_on",
        "SHA-256": "sha256",
    }
