"""Writes the whole installation, rows and files, to a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pccc.backup import BackupRefused, back_up


class Command(BaseCommand):
    help = (
        "Sao lưu toàn bộ dữ liệu và tệp vào một thư mục mới, ngay cả khi chương trình đang chạy. "
        "Khôi phục bằng manage.py restore, trên SQLite hay PostgreSQL đều được."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="THƯ_MỤC", help="thư mục mới hoặc trống")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = back_up(options["folder"], at=timezone.now(), say=self.stdout.write)
        except (BackupRefused, OSError) as error:
            raise CommandError(f"Chưa sao lưu được: {error}") from error
        self.stdout.write(
            f"Đã sao lưu {told.rows:,} dòng, {told.files:,} tệp ({told.size:,} byte) vào"
            f" {options['folder']}."
        )
        for name in told.missing:
            self.stderr.write(f"Thiếu tệp {name}: cơ sở dữ liệu có ghi nhưng kho tệp không có.")
