"""``manage.py import_plan FILE --issuer CODE``: a document becomes a plan, from the shell."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.storage import undoing_files
from intake import actions
from intake.days import understood
from intake.drafting.outline import Outline, PastAnswers, build_outline
from intake.management.commands.read_plan import doubt_lines
from intake.models import Intake
from intake.periods import assumption, time_words
from intake.plan_duplicates import NeedsConsent, build_duplicates
from intake.sections import OpenDraft, load_draft
from intake.sources.task_files import is_table, new_from_table
from plans.deadlines import DeadlineKind
from plans.models import Plan
from plans.schedule import Period
from plans.typed_days import BadDay, typed_days
from reading import MAX_BYTES, UnreadableFile
from reading.ocr.engine import OcrFailed
from reading.ocr.reader import read_any
from tasks.before import BEFORE_LABELS, REPORTS_BEFORE_LABELS, Before
from units.directory import names_around
from units.matching import How
from units.models import Unit
from units.policy import Capability

_ANSWERS = {"done": Before.DONE, "from-now": Before.FROM_NOW, "overdue": Before.OVERDUE}


class Command(BaseCommand):
    help = (
        "Đọc một văn bản kế hoạch (.docx, .pdf, .txt, .md; bản quét .pdf, .png, .jpg) hoặc"
        " một bảng nhiệm vụ (.xlsx, .ods, .csv), tạo kế hoạch và giao việc cho các đơn vị. Tên"
        " không khớp đơn vị nào được giữ nguyên và liệt kê ra."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp văn bản kế hoạch hoặc bảng nhiệm vụ")
        parser.add_argument("--issuer", required=True, help="mã đơn vị của cơ quan ban hành")
        parser.add_argument("--by", default="", help="tên đăng nhập của người đưa kế hoạch vào")
        parser.add_argument(
            "--from", dest="starts_on", type=_day, help="thực hiện từ ngày, ví dụ 01/01/2026"
        )
        parser.add_argument(
            "--to", dest="ends_on", type=_day, help="thực hiện đến ngày, ví dụ 31/12/2026"
        )
        parser.add_argument(
            "--past",
            choices=_ANSWERS,
            help="phần việc đã đến hạn trước hôm nay: done (đã xong), from-now (chỉ tính từ hôm"
            " nay), overdue (chưa xong, tính là quá hạn)",
        )
        parser.add_argument(
            "--past-reports",
            choices=_ANSWERS,
            help="báo cáo đã đến hạn trước hôm nay; không ghi thì theo --past",
        )
        parser.add_argument(
            "--finished-on",
            type=_day,
            help="với --past done: ngày đã xong; không ghi thì đúng hạn của từng việc",
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi")
        parser.add_argument(
            "--again", action="store_true", help="vẫn tạo khi cơ quan đã có kế hoạch này"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        issuer = _issuer(options["issuer"])
        by = _person(options["by"], issuer)
        data, today = _bytes(options["file"]), timezone.localdate()
        name = options["file"].name
        try:
            intake = _read(data=data, filename=name, issuer=issuer, by=by, on=today)
            _set_period(intake, options["starts_on"], options["ends_on"])
            self._report(intake, today)
            if options["dry_run"]:
                self.stdout.write("Chạy thử, chưa ghi gì.")
                return
            past = self._past(intake, today, options)
            plan = _made(intake, data, by, today, agreed=options["again"], past=past)
        except (UnreadableFile, OcrFailed) as unreadable:
            raise CommandError(str(unreadable)) from unreadable
        except NeedsConsent as refused:
            said = "Nếu vẫn cần tạo thêm, hãy chạy lại với --again."
            raise CommandError(said) from refused
        except ValidationError as refused:
            raise CommandError("\n".join(refused.messages)) from refused
        self.stdout.write(self.style.SUCCESS(f"Đã tạo kế hoạch {plan} (mã số {plan.pk})."))

    def _past(
        self, intake: Intake, today: datetime.date, options: dict[str, Any]
    ) -> PastAnswers | None:
        """What became of what is past: as the options say, else as the person at the keyboard
        does; nothing is taken for late that nobody called so."""
        opened = load_draft(intake, today)
        outline = build_outline(opened.working, opened.names)
        late, owed = outline.late(today), outline.owed(today)
        finished_on, work = options["finished_on"], options["past"]
        if finished_on and finished_on > today:
            raise ValidationError("--finished-on không thể sau hôm nay.")
        if late and not work:
            work = self._ask("--past", BEFORE_LABELS)
        reports = options["past_reports"] or work
        if owed and not reports:
            reports = self._ask("--past-reports", REPORTS_BEFORE_LABELS)
        if not late and not owed:
            return None
        return PastAnswers(
            {one.key: _ANSWERS[work] for one in late},
            {one.key: _ANSWERS[reports] for one in owed},
            finished_on,
        )

    def _ask(self, option: str, labels: Mapping[Before, str]) -> str:
        """One of the answers, typed; raises CommandError where nobody can be asked."""
        if not sys.stdin.isatty():
            offered = "|".join(_ANSWERS)
            raise CommandError(f"Kế hoạch có phần đã qua. Hãy chạy lại với {option} {offered}.")
        for word, answer in _ANSWERS.items():
            self.stdout.write(f"  {word}: {labels[answer]}")
        while (typed := input("Phần đã qua được tính thế nào? ").strip()) not in _ANSWERS:
            self.stdout.write(f"Hãy gõ một trong: {', '.join(_ANSWERS)}.")
        return typed

    def _report(self, intake: Intake, today: datetime.date) -> None:
        opened = load_draft(intake, today)
        outline = build_outline(opened.working, opened.names)
        lines = (
            *_copies(intake),
            *_summary(opened, outline),
            *_past_lines(outline, today),
            *doubt_lines(opened.working.plan),
        )
        for line in lines:
            self.stdout.write(line)
        if outline.problems:
            raise ValidationError([one.text for one in outline.problems])


def _read(*, data: bytes, filename: str, **fields: Any) -> Intake:
    """The document or table with the draft read from it, not yet written."""
    if is_table(data, filename):
        return new_from_table(data=data, filename=filename, **fields)
    draft, is_scan = read_any(data, filename, names_around(fields["issuer"]))
    actions.check_is_plan(draft)
    intake = actions.new_intake(data=data, filename=filename, draft=draft, **fields)
    intake.by_ocr = is_scan
    return intake


def _day(text: str) -> datetime.date:
    try:
        (day,) = typed_days(DeadlineKind.DATE, text)
    except (BadDay, ValueError) as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from wrong
    return datetime.date.fromisoformat(day)


def _set_period(
    intake: Intake, starts_on: datetime.date | None, ends_on: datetime.date | None
) -> None:
    """The plan's time as it was given, or as the document says it; never one that was assumed."""
    working = actions.working_draft(intake)
    period = working.period
    assumed = assumption(working.plan, period) if period else ""
    # A plan that runs on has no end to be given.
    if assumed and not (starts_on and (ends_on or working.runs_on)):
        raise ValidationError(f"{assumed} Hãy chạy lại với --from và --to.")
    if period is None or not (starts_on or ends_on):
        return
    begin, end = starts_on or period.starts_on, ends_on or period.ends_on
    if begin > end:
        raise ValidationError(f"Ngày bắt đầu {begin:%d/%m/%Y} sau ngày kết thúc {end:%d/%m/%Y}.")
    runs_on = working.runs_on and ends_on is None
    intake.draft = replace(working, period=Period("", begin, end), runs_on=runs_on).to_state()


def _issuer(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise CommandError(f"Không có đơn vị nào mang mã “{code}”. Hãy kiểm tra danh mục đơn vị.")
    return unit


def _person(username: str, issuer: Unit) -> User | None:
    """The person in whose name the plan is put in; the table of permissions holds here too."""
    if not username:
        return None
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise CommandError(f"Không có tài khoản nào tên “{username}” đang hoạt động.")
    reached = Unit.objects.reached_by(person, Capability.IMPORT_PLANS)
    if not reached.filter(pk=issuer.pk).exists():
        raise CommandError(f"{person} không được đưa kế hoạch vào cho {issuer}.")
    return person


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)  # one more than allowed, so that too much is seen
    except OSError as error:
        raise CommandError(f"Không mở được tệp {path}. Hãy kiểm tra đường dẫn.") from error


def _made(intake: Intake, data: bytes, by: User | None, today: datetime.date, **said: Any) -> Plan:
    """Both steps or neither: a file kept for a plan that was not made is taken away again."""
    with undoing_files() as files, transaction.atomic():
        actions.keep_intake(intake=intake, data=data)
        plan = actions.confirm(intake=intake, by=by, on=today, **said)
        files.is_through = True
    return plan


def _copies(intake: Intake) -> Iterator[str]:
    for one in build_duplicates(intake, actions.working_draft(intake)):
        yield f"Chú ý: {one.text}"


def _summary(opened: OpenDraft, outline: Outline) -> Iterator[str]:
    plan, period = opened.working.plan, outline.period
    yield f"Trích yếu: {plan.title or '(không đọc được)'}"
    yield f"Số, ký hiệu: {plan.number or '…'}/{plan.symbol or '…'}"
    if period:
        yield f"Thời gian thực hiện: {time_words(period, runs_on=outline.runs_on)}"
    yield (
        f"{len(outline.tasks)} nhiệm vụ, {outline.assignments} phân công cho"
        f" {len(outline.units)} đơn vị, {len(outline.duties)} báo cáo phải nộp."
    )
    for duty in outline.duties:
        due = understood(duty.draft.deadline) or "không nêu thời hạn"
        yield f"  Báo cáo: {duty.draft.reporter} – {due}"
    yield from _names(opened)


_NOT_MATCHED = {
    How.UNKNOWN: "không khớp đơn vị nào",
    How.AMBIGUOUS: "có thể là nhiều đơn vị",
    How.CLOSE: "lấy theo tên gần giống",
    How.SUCCESSOR: "đơn vị đã kết thúc, lấy đơn vị kế thừa",
}


def _past_lines(outline: Outline, today: datetime.date) -> Iterator[str]:
    """What of the plan is past already."""
    late, owed = outline.late(today), outline.owed(today)
    if late:
        parts = sum(one.passed(today) * one.units for one in late)
        yield f"Đã đến hạn trước hôm nay: {parts} phần việc của {len(late)} nhiệm vụ."
    if owed:
        yield f"Đã đến hạn trước hôm nay: {len(owed)} báo cáo."


def _names(opened: OpenDraft) -> Iterator[str]:
    """The names that were not matched, and those for which only a like name was found."""
    for match in opened.matches():
        if match.how not in _NOT_MATCHED:
            continue
        like = ", ".join(f"{one.target.label} ({one.score} %)" for one in match.candidates)
        shown = f"; gần giống: {like}" if like else ""
        yield f"  “{match.words}”: {_NOT_MATCHED[match.how]}{shown}"
