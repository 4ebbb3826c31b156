"""What this machine lacks for making PDFs, said when the program starts."""

from __future__ import annotations

from typing import Any

from django.core import checks

from reports.documents.pdf import PANGO_PACKAGES, has_pango, has_times_widths

APT = "sudo apt-get install --no-install-recommends -y"


def pdf_libraries(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Warns where WeasyPrint would not find Pango."""
    if has_pango():
        return []
    return [
        checks.Warning(
            "Thiếu thư viện Pango: chưa tạo được báo cáo PDF.",
            hint=f"{APT} {PANGO_PACKAGES}",
            id="reports.W001",
        )
    ]


def pdf_typeface(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Warns where PDFs are set in another typeface than one with the widths of Times New Roman."""
    if has_times_widths():
        return []
    return [
        checks.Warning(
            "Chưa có phông chữ cùng độ rộng với Times New Roman: báo cáo PDF dùng Noto Serif.",
            hint=f"{APT} fonts-liberation2 (Debian 13 trở đi: fonts-liberation)",
            id="reports.W002",
        )
    ]
