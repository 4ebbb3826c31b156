"""Says whether rows and files, and what is kept twice, still agree."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pccc.integrity import findings, orphans, remove_orphans
from tasks.actions.giving import rebuild_pairs


class Command(BaseCommand):
    help = (
        "Kiểm tra dữ liệu: tệp không có dòng, dòng không có tệp, mã SHA-256 sai, kế hoạch dở dang, "
        "kỳ trùng, liên kết sai trong cây đơn vị, kế hoạch ghi sai đơn vị được giao việc. "
        "Có gì sai thì kết thúc với mã lỗi 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove-orphans",
            action="store_true",
            help="xóa các tệp không thuộc dòng dữ liệu nào và đã cũ hơn một ngày",
        )

        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="ghi lại theo các phân công: kế hoạch giao việc cho những đơn vị nào",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["remove_orphans"]:
            for orphan in remove_orphans(orphans(), now):
                self.stdout.write(f"Đã xóa {orphan.name} ({orphan.size:,} byte).")
        if options["rebuild"]:
            rebuild_pairs()
        found = list(findings(now))
        for one in found:
            self.stdout.write(f"{one.words}.")
        if found:
            raise CommandError(f"Có {sum(one.number for one in found):,} chỗ không khớp.")
        self.stdout.write("Dữ liệu và tệp khớp nhau.")
