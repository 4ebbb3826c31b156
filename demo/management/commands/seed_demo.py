"""Puts in the demonstration: an invented department with its plans and their story."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo.people import account_table
from demo.seeding import NotOurs, seed
from units.models import Unit


class Command(BaseCommand):
    help = (
        "Nạp dữ liệu dùng thử: một sở với các đơn vị, người dùng, ba kế hoạch và diễn biến "
        "thực hiện tính đến hôm nay. Chạy lại không thay đổi gì."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="không làm gì khi cơ sở dữ liệu đã có đơn vị",
        )
        parser.add_argument(
            "--accounts",
            action="store_true",
            help="chỉ in các tài khoản dùng thử, không nạp dữ liệu",
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="nạp cả khi cơ sở dữ liệu đã có đơn vị của cơ quan",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accounts"]:
            self.stdout.write(account_table())
        elif options["if_empty"] and Unit.objects.exists():
            self.stdout.write("Đã có dữ liệu, không nạp dữ liệu dùng thử.")
        else:
            self._seed(force=options["force"])

    def _seed(self, *, force: bool) -> None:
        self.stdout.write("Đang nạp dữ liệu dùng thử…")
        try:
            seeded = seed(today=timezone.localdate(), force=force)
        except NotOurs as error:
            raise CommandError(" ".join(error.messages)) from error
        if seeded.is_new:
            self.stdout.write(f"Đã nạp {seeded.units} đơn vị, ba kế hoạch và diễn biến thực hiện.")
        else:
            self.stdout.write("Dữ liệu dùng thử đã có sẵn, không thay đổi gì.")
