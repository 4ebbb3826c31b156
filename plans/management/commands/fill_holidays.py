"""Enters the days off work of the coming years."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from plans.holidays import fill_holidays

FIRST, LAST = 1990, 2100


class Command(BaseCommand):
    help = (
        "Nạp ngày nghỉ lễ, ngày nghỉ bù và ngày làm bù vào danh mục. Ngày đã có, đã sửa hoặc đã xóa"
        " trong danh mục được giữ nguyên; chạy lại không thay đổi gì."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--years",
            nargs="+",
            type=int,
            metavar="NĂM",
            help="các năm cần nạp; mặc định từ năm trước đến hai năm sau",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        this_year = timezone.localdate().year
        years = options["years"] or range(this_year - 1, this_year + 3)
        if any(not FIRST <= year <= LAST for year in years):
            raise CommandError(f"Năm phải từ {FIRST} đến {LAST}.")
        added = fill_holidays(years=years)
        said = f"Đã thêm {added} ngày" if added else "Danh mục đã đủ, không thêm ngày nào"
        self.stdout.write(f"{said} (năm {', '.join(map(str, years))}).")
