"""What the commands that take in a list have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sheets.problems import UnreadableFile, UnreadableTable
from sheets.tables import Table
from units.imports import (
    FATE_LOOKS,
    DirectoryMoved,
    Fate,
    Listing,
    Preview,
    RowFate,
    RowsWrong,
    preview_list,
    read_list,
    take_list,
)


class ListCommand(BaseCommand):
    """Takes in one kind of list and tells what becomes of each row."""

    listing: ClassVar[Listing]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=f"tệp {self.listing.title}")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi")
        parser.add_argument("--sheet", default="", help="tên trang tính, khi tệp có nhiều trang")

    def handle(self, *args: Any, **options: Any) -> None:
        layout = self.listing.layout
        try:
            table = read_list(layout, _bytes(options["file"]), sheet=options["sheet"])
            preview = self._take(table, dry_run=options["dry_run"])
        except (UnreadableFile, UnreadableTable) as error:
            raise CommandError(str(error)) from error
        except RowsWrong as error:
            self._report(error.preview)
            raise CommandError(str(error)) from error
        except DirectoryMoved as error:
            raise CommandError(
                "Danh mục vừa có người sửa nên chưa ghi gì. Hãy chạy lại."
            ) from error
        self._report(preview)
        written = f"Đã ghi {self.listing.title}."
        done = "Chạy thử, chưa ghi gì." if options["dry_run"] else written
        self.stdout.write(done if preview.to_write else "Danh mục đã đúng như tệp.")

    def _take(self, table: Table, *, dry_run: bool) -> Preview:
        setting = self.listing.setting(at=timezone.now())
        if not dry_run:
            return take_list(self.listing, table, setting)
        preview = preview_list(self.listing, table, setting)
        if preview.wrong:
            raise RowsWrong(preview)
        return preview

    def _report(self, preview: Preview) -> None:
        for remark in preview.remarks:
            self.stdout.write(f"Dòng {remark.number}: bỏ qua ({remark.words})")
        for row in preview.rows:
            for line in _lines(row):
                self.stdout.write(line)
        counts = preview.counts.items()
        self.stdout.write(
            " · ".join(f"{FATE_LOOKS[fate].label}: {count}" for fate, count in counts)
        )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"Không mở được tệp {path}. Hãy kiểm tra đường dẫn.") from error


def _lines(row: RowFate) -> list[str]:
    if row.fate is Fate.WRONG:
        return list(row.problems)
    if row.fate is Fate.SAME:
        return []
    said = f"Dòng {row.number}: {row.look.label.lower()} – {row.code} {row.name}"
    if row.fate is Fate.NEW:
        return [said]
    changes = "; ".join(
        f"{c.label}: {c.old or '(trống)'} → {c.new or '(trống)'}" for c in row.changes
    )
    return [f"{said} ({changes})"]
