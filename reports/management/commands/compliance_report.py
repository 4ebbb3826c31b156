"""``manage.py compliance_report PLAN_ID``: the compliance report of a plan as a PDF."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.change_forms import DayField
from plans.models import Plan
from plans.schedule import Period
from reports.compliance.choice import report_period
from reports.compliance.context import build_compliance
from reports.documents.pdf import PdfUnavailable, report_pdf


class Command(BaseCommand):
    help = (
        "Lập báo cáo kết quả thực hiện một kế hoạch trong một kỳ, thành tệp PDF. Ngày ghi theo dạng"
        " dd/mm/yyyy hoặc yyyy-mm-dd; không ghi thì lấy toàn bộ thời gian của kế hoạch."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan_id", type=int, metavar="PLAN_ID", help="mã số của kế hoạch")
        parser.add_argument("--from", dest="starts_on", metavar="DATE", help="từ ngày")
        parser.add_argument("--to", dest="ends_on", metavar="DATE", help="đến ngày")
        parser.add_argument("--output", required=True, metavar="FILE.pdf", help="tệp PDF ghi ra")

    def handle(self, *args: Any, **options: Any) -> None:
        target = _target(options["output"])
        plan = _plan(options["plan_id"])
        today = timezone.localdate()
        period = _period(plan, options["starts_on"], options["ends_on"], today)
        report = build_compliance(plan, period=period, today=today)
        try:
            made = report_pdf(report)
        except PdfUnavailable as error:
            raise CommandError(str(error)) from error
        _write(target, made)
        for notice in report.notices:
            self.stderr.write(f"Lưu ý: {notice}")
        self.stdout.write(f"Đã lập báo cáo: {target} ({report.name})")


def _plan(pk: int) -> Plan:
    plan = Plan.objects.select_related("issuer__parent").filter(pk=pk).first()
    if plan is None:
        raise CommandError(
            f"Không có kế hoạch mã số {pk}. Mã số là số cuối trong địa chỉ trang của kế hoạch,"
            " ví dụ /ke-hoach/12/."
        )
    return plan


def _period(plan: Plan, starts: str | None, ends: str | None, today: date) -> Period:
    try:
        starts_on = _day("--from", starts) or plan.starts_on
        ends_on = _day("--to", ends) or plan.ends_on
        return report_period(plan, starts_on=starts_on, ends_on=ends_on, today=today)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error


def _day(option: str, words: str | None) -> date | None:
    if words is None:
        return None
    try:
        found: date | None = DayField().clean(words)
    except ValidationError as error:
        raise CommandError(
            f"{option}: “{words}” không phải là một ngày có trong lịch."
            " Hãy ghi theo dạng dd/mm/yyyy hoặc yyyy-mm-dd."
        ) from error
    return found


def _target(words: str) -> Path:
    target = Path(words)
    if target.is_dir():
        raise CommandError(
            f"“{target}” là thư mục. Hãy ghi cả tên tệp, ví dụ {target}/bao-cao.pdf."
        )
    if not target.parent.is_dir():
        raise CommandError(f"Không có thư mục “{target.parent}”. Hãy tạo thư mục trước.")
    return target


def _write(target: Path, made: bytes) -> None:
    """Puts the whole file in its place at once, so that half a report is never found there."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".bao-cao-", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(made)
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CommandError(f"Không ghi được tệp “{target}”: {error.strerror}.") from error
