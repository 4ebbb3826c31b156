"""Puts in as many rows as a province or a country has, for measuring."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo.scale import PASSWORD, grow


class Command(BaseCommand):
    help = (
        "Nạp dữ liệu lớn để đo tốc độ: các tỉnh, sở, xã, phòng, ba năm kế hoạch, phân công, diễn "
        "biến, báo cáo. Cùng số lượng, cùng --seed, cùng ngày thì dữ liệu như nhau."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--assignments", type=int, required=True, help="số phân công")
        parser.add_argument(
            "--seed", type=int, default=2026, help="mầm của dữ liệu (mặc định 2026)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["assignments"] < 1:
            raise CommandError("Số phân công phải lớn hơn 0.")
        try:
            made = grow(
                assignments=options["assignments"],
                seed=options["seed"],
                on=timezone.localdate(),
                say=self.stdout.write,
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Đã nạp {made.units:,} đơn vị, {made.people:,} người, {made.plans:,} kế hoạch,"
            f" {made.assignments:,} phân công. Mật khẩu chung: {PASSWORD}"
        )
