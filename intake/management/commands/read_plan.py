"""``python manage.py read_plan [--json] FILE``: what the reader makes of a plan document."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reading import MAX_BYTES, PlanDraft, UnreadableFile
from reading.ocr.engine import OcrFailed
from reading.ocr.reader import read_any

QUOTED = 90  # characters of a quotation in one line of a terminal


class Command(BaseCommand):
    help = (
        "Đọc một văn bản kế hoạch (.docx, .pdf, .txt, .md; bản quét .pdf, .png, .jpg) và in nội"
        " dung đọc được."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp văn bản kế hoạch")
        parser.add_argument("--json", action="store_true", help="in một đối tượng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        draft = _read(options["file"])
        if options["json"]:
            # Bytes and not self.stdout: the output is UTF-8 whatever the terminal is set to.
            sys.stdout.buffer.write(
                json.dumps(draft.as_json(), ensure_ascii=False).encode() + b"\n"
            )
            return
        for line in _summary(draft):
            self.stdout.write(line)


def _read(path: Path) -> PlanDraft:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # one more than allowed, so that too much is seen
        return read_any(data, path.name)[0]
    except OSError as missing:
        raise CommandError(f"Không mở được tệp {path}: {missing.strerror}.") from missing
    except (UnreadableFile, OcrFailed) as unreadable:
        raise CommandError(str(unreadable)) from unreadable


def _summary(draft: PlanDraft) -> Iterator[str]:
    yield f"{draft.kind or 'Văn bản'}: {draft.title or '(chưa đọc được trích yếu)'}"
    yield f"Số, ký hiệu: {draft.number or '…'}/{draft.symbol or '…'}"
    yield f"Cơ quan ban hành: {draft.issuer or '(chưa đọc được)'}"
    yield f"Ngày ban hành: {draft.issued_on or '(chưa rõ)'}"
    yield f"Nhiệm vụ: {len(draft.tasks)}; chế độ báo cáo: {len(draft.report_duties)}"
    for task in draft.tasks:
        lead = "; ".join(name.words for name in task.lead) or "(chưa rõ đơn vị chủ trì)"
        time = task.deadline.words or "không nêu thời hạn"
        yield f"  {task.ref}. {task.text[:90]} – {lead} – {time}"
    yield from doubt_lines(draft)


def doubt_lines(draft: PlanDraft) -> Iterator[str]:
    """What is to be looked at again, each with its place: for people at a terminal."""
    yield f"Điểm cần xem lại: {len(draft.doubts)}"
    for doubt in draft.doubts:
        ref = f"[{doubt.ref}] " if doubt.ref else ""
        words = draft.quote(doubt.spans)
        quote = f" “{words[:QUOTED]}{'…' if len(words) > QUOTED else ''}”" if words else ""
        yield f"  {ref}{doubt.told}{quote}"
