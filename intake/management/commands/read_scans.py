"""``manage.py read_scans``: reads the scanned documents that nobody is reading, for cron."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.jobs import read_scan
from intake.models import Intake, Reading
from intake.scans import ask_again
from reading.ocr import engine


class Command(BaseCommand):
    """Takes up what a stopped server left behind, one document after the other."""

    help = "Đọc các bản quét còn chờ hoặc bị bỏ dở khi máy chủ dừng."

    def handle(self, *args: Any, **options: Any) -> None:
        if not engine.is_available():
            raise CommandError(
                "Chưa cài phần nhận dạng chữ tiếng Việt. Hãy chạy script/bootstrap --ocr."
            )
        unread = Intake.objects.open().exclude(reading__in=[Reading.DONE, Reading.FAILED])
        for intake in unread.defer("draft", "pages").order_by("pk"):
            # What is being read at this moment stays with whoever reads it.
            ask_again(intake=intake, now=timezone.now())
            read_scan.call(intake_id=intake.pk, on=timezone.localdate().isoformat())
            self._tell(intake.pk)

    def _tell(self, pk: int) -> None:
        intake = Intake.objects.only("name", "reading", "failure").get(pk=pk)
        reason = f": {intake.failure}" if intake.failure else ""
        self.stdout.write(f"{intake.name}: {intake.get_reading_display()}{reason}")
