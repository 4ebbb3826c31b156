"""Fills an empty installation with what ``backup`` wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from accounts.storage import FileNotKept
from pccc.backup import BackupRefused, restore


class Command(BaseCommand):
    help = (
        "Khôi phục một bản sao lưu (manage.py backup) vào bản cài đặt trống, vừa chạy "
        "manage.py migrate. Kiểm tra từng tệp trước; có gì sai thì không ghi gì."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="THƯ_MỤC", help="thư mục của bản sao lưu")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = restore(options["folder"], say=self.stdout.write)
        except FileNotKept as error:
            raise CommandError(
                "Chưa khôi phục được: kho tệp đã đầy hoặc không ghi được."
            ) from error
        except (BackupRefused, OSError, DatabaseError) as error:
            raise CommandError(f"Chưa khôi phục được: {error}") from error
        self.stdout.write(
            f"Đã khôi phục {told.rows:,} dòng, {told.files:,} tệp ({told.size:,} byte)."
            " Mọi người đăng nhập lại như trước."
        )
        for name in told.missing:
            self.stderr.write(f"Thiếu tệp {name}: đã thiếu từ khi sao lưu.")
