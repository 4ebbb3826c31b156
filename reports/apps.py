from django.apps import AppConfig
from django.core.checks import register

from reports.checks import pdf_libraries, pdf_typeface


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        register(pdf_libraries)
        register(pdf_typeface)
