"""What the commands that take in a list have in common."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sheets.columns import PASS_OVER, bare
from sheets.files import read_sheets
from sheets.headings import Heading, letter_of
from sheets.problems import UnreadableFile
from units.lists.answers import Answers
from units.lists.apply import take_list
from units.lists.lists import Listing
from units.lists.outcomes import (
    OUTCOME_BADGES,
    DirectoryMoved,
    JudgedRow,
    Preview,
    RowOutcome,
    RowsWrong,
)
from units.lists.preview import Looked, look_at
from units.lists.resolve.rows import answer_key

_ABOUT = ("unit", "kind", "kind-of", "role", "role-of", "person")


class ListCommand(BaseCommand):
    """Takes in one kind of list and tells what becomes of each row."""

    listing: ClassVar[Listing]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=f"tệp {self.listing.title}")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi")
        parser.add_argument("--sheet", default="", help="tên trang tính, khi tệp có nhiều trang")
        parser.add_argument(
            "--heading-row",
            type=int,
            default=0,
            help="dòng tiêu đề, tính từ 1; -1: không có (mặc định: tự tìm)",
        )
        keys = ", ".join(column.key for column in self.listing.layout.columns)
        parser.add_argument(
            "--column", action="append", default=[], metavar="TÊN CỘT=NGHĨA",
            help=f"một cột được hiểu là gì; dùng được nhiều lần. Các nghĩa: {keys}",
        )  # fmt: skip
        parser.add_argument(
            "--skip", action="append", default=[], metavar="TÊN CỘT",
            help="bỏ qua một cột; dùng được nhiều lần",
        )  # fmt: skip
        parser.add_argument("--leave-out", default="", help="các dòng bỏ qua: 14,17,20-25")
        parser.add_argument("--take-in", default="", help="các dòng vẫn lấy dù bị coi là ghi chú")
        parser.add_argument(
            "--mean", action="append", default=[], metavar="LOẠI:CHỮ=NGHĨA",
            help="một chữ trong tệp được hiểu là gì, ví dụ unit:P.QLKH=QLKH, role:Văn thư=staff,"
            " kind:Vụ=+Vụ (thêm loại mới). Câu hỏi và các lựa chọn có trong kết quả --json",
        )  # fmt: skip
        parser.add_argument(
            "--json", action="store_true", help="in kết quả dạng JSON cho chương trình khác"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            looked = self._look(options)
        except UnreadableFile as error:
            raise self._failed(options, Preview(problem=str(error))) from error
        preview = looked.preview
        if looked.table is None:
            raise self._failed(options, preview)
        if preview.wrong:
            self._report(preview, options, written=False)
            raise CommandError(str(RowsWrong(preview)))
        try:
            if not options["dry_run"]:
                preview = self._take(looked, options)
        except DirectoryMoved as error:
            raise CommandError(
                "Danh mục vừa có người sửa nên chưa ghi gì. Hãy chạy lại."
            ) from error
        self._report(preview, options, written=not options["dry_run"])

    def _look(self, options: dict[str, Any]) -> Looked:
        sheets = read_sheets(_bytes(options["file"]))
        answers = Answers(
            sheet=options["sheet"],
            heading_row=options["heading_row"],
            leave_out=_rows(options["leave_out"]),
            take_in=_rows(options["take_in"]),
            meant=_meant(options["mean"]),
        )
        setting = self.listing.setting(at=timezone.now(), answers=answers.meant)
        looked = look_at(self.listing, sheets, answers, setting)
        if not looked.preview.headings and options["column"]:
            top = _headed_by(looked.preview, [one.rpartition("=")[0] for one in options["column"]])
            answers = replace(answers, heading_row=top)
            looked = look_at(self.listing, sheets, answers, setting)
        said = self._columns(options, looked.preview.headings)
        return (
            look_at(self.listing, sheets, replace(answers, columns=said), setting)
            if said
            else looked
        )

    def _columns(self, options: dict[str, Any], headings: tuple[Heading, ...]) -> dict[int, str]:
        """What the options take columns for, by place."""
        asked = [(words, PASS_OVER) for words in options["skip"]]
        for one in options["column"]:
            words, mark, key = one.rpartition("=")
            asked.append((words, self._key(key.strip(), one) if mark else ""))
        said = {}
        for words, key in asked:
            found = [one.place for one in headings if _is_headed(one, words)]
            if not found or not key:
                names = "; ".join(f"“{one.called}”" for one in headings)
                raise CommandError(f"Không có cột “{words}”. Các cột trong tệp: {names}.")
            said[found[0]] = key
        return said

    def _key(self, key: str, written: str) -> str:
        """A column's key, also where its heading is said instead."""
        columns = {column.key: column.key for column in self.listing.layout.columns}
        found = columns.get(key) or self.listing.layout.recogniser.key(key)
        if found is None:
            raise CommandError(
                f"“{written}”: không có nghĩa “{key}”. Hãy chọn trong: {', '.join(columns)}."
            )
        return found

    def _take(self, looked: Looked, options: dict[str, Any]) -> Preview:
        setting = self.listing.setting(at=timezone.now(), answers=_meant(options["mean"]))
        assert looked.table is not None  # nosec B101 (seen by the caller)
        done = take_list(self.listing, looked.table, setting, looked.preview.fingerprint)
        return replace(done, sheets=looked.preview.sheets)

    # --- telling ----------------------------------------------------------------------------------

    def _failed(self, options: dict[str, Any], preview: Preview) -> CommandError:
        if options["json"]:
            self._report(preview, options, written=False)
        return CommandError(preview.problem)

    def _report(self, preview: Preview, options: dict[str, Any], *, written: bool) -> None:
        if options["json"]:
            told = {"written": written, "fingerprint": preview.fingerprint, **_told(preview)}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        for words in preview.said:
            self.stdout.write(words)
        for remark in preview.remarks:
            self.stdout.write(f"Dòng {remark.number}: bỏ qua – {remark.why} ({remark.words})")
        for row in (*preview.wrong, *(row for row in preview.rows if not row.problems)):
            for line in _lines(row):
                self.stdout.write(line)
        for words in preview.consequences:
            self.stdout.write(words)
        counts = preview.counts.items()
        self.stdout.write(" · ".join(f"{OUTCOME_BADGES[one].label}: {n}" for one, n in counts))
        if preview.wrong:
            return
        done = f"Đã ghi {self.listing.title}." if written else "Chạy thử, chưa ghi gì."
        self.stdout.write(done if preview.to_write else "Danh mục đã đúng như tệp.")


def _told(preview: Preview) -> dict[str, Any]:
    """The preview for other programs: names instead of places."""
    state = preview.state()
    names = ("number", "outcome", "code", "name", "changes", "problems", "notes", "by", "because")
    rows = [dict(zip(names, row, strict=True)) for row in state.pop("rows")]
    for row in rows:
        row["changes"] = [
            dict(zip(("column", "old", "new"), change, strict=True)) for change in row["changes"]
        ]
    questions = [
        {**question, "mean": f"{question['about']}:{question['words']}=…"}
        for question in state.pop("questions")
    ]
    counts = {outcome.value: count for outcome, count in preview.counts.items()}
    return {**state, "counts": counts, "rows": rows, "questions": questions}


def _lines(row: JudgedRow) -> list[str]:
    said = f"Dòng {row.number}: {row.badge.label.lower()} – {row.code} {row.name}"
    if row.outcome is RowOutcome.WRONG:
        lines = list(row.problems)
    elif row.outcome is RowOutcome.CHANGED:
        changes = "; ".join(
            f"{c.label}: {c.old or '(trống)'} → {c.new or '(trống)'}" for c in row.changes
        )
        lines = [f"{said} ({changes})"]
    else:
        lines = [said] if row.outcome is RowOutcome.NEW else []
    return [*lines, *(f"Dòng {row.number}: lưu ý – {words}" for words in row.notes)]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"Không mở được tệp {path}. Hãy kiểm tra đường dẫn.") from error


def _rows(written: str) -> frozenset[int]:
    """Row numbers as people write them: 14,17,20-25."""
    found: set[int] = set()
    for part in filter(None, (one.strip() for one in written.split(","))):
        low, _, high = part.replace("–", "-").partition("-")
        if not low.isdecimal() or (high and not high.isdecimal()):
            raise CommandError(f"“{part}” không phải số dòng. Hãy ghi như 14,17,20-25.")
        found.update(range(int(low), min(int(high or low), int(low) + 100_000) + 1))
    return frozenset(found)


def _meant(written: list[str]) -> dict[str, str]:
    found = {}
    for one in written:
        words, mark, value = one.rpartition("=")
        about, colon, said = words.partition(":")
        if not mark or not colon or about not in _ABOUT:
            raise CommandError(f"“{one}” cần có dạng LOẠI:CHỮ=NGHĨA; loại: {', '.join(_ABOUT)}.")
        found[answer_key(about, said)] = value
    return found


def _headed_by(preview: Preview, names: list[str]) -> int:
    """The first row in which all these words stand; 0 where there is none."""
    wanted = {bare(name) for name in names}
    for number, words in preview.tops:
        if wanted <= {bare(cell) for cell in words.split(" · ")}:
            return number
    return 0


def _is_headed(heading: Heading, words: str) -> bool:
    """Whether a column is called so: by its heading, a part of one over two rows, or its letter."""
    parts = {heading.words, heading.called, *heading.words.split(" – ")}
    return bare(words) in {bare(part) for part in parts if part} or (
        not heading.words and words.strip().upper() == letter_of(heading.place)
    )
