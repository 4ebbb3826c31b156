"""``manage.py compliance_report PLAN… --output FILE``: the compliance report of plans as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.change_forms import typed_day
from plans.models import Plan
from plans.schedule import Period
from reports.compliance.annex_choice import ANNEX_LABELS, DEFAULT_ANNEXES
from reports.compliance.choice import report_period
from reports.compliance.context import build_compliance
from reports.compliance.facts import Scope, time_of
from reports.documents.files import FORMATS
from reports.documents.pdf import PdfUnavailable
from reports.documents.writing import target_of, write_whole
from units.models import Unit


class Command(BaseCommand):
    help = (
        "Lập báo cáo kết quả thực hiện một hay nhiều kế hoạch của một cơ quan trong một kỳ, thành"
        " tệp"
        " PDF, Word (.docx) hoặc bảng tính (.xlsx). Ngày ghi theo dạng dd/mm/yyyy hoặc yyyy-mm-dd;"
        " không ghi thì lấy toàn bộ thời gian của các kế hoạch."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "plan_id", type=int, nargs="*", metavar="PLAN_ID", help="mã số của kế hoạch"
        )
        parser.add_argument("--agency", metavar="CODE", help="mọi kế hoạch của cơ quan có mã này")
        parser.add_argument("--from", dest="starts_on", metavar="DATE", help="từ ngày")
        parser.add_argument("--to", dest="ends_on", metavar="DATE", help="đến ngày")
        keys = ", ".join(ANNEX_LABELS)
        parser.add_argument(
            "--annexes",
            metavar="KEYS",
            help=f"phụ lục kèm theo, cách nhau dấu phẩy, trong số: {keys}; none: không kèm",
        )
        parser.add_argument(
            "--output", required=True, metavar="FILE", help="tệp ghi ra: .pdf, .docx hoặc .xlsx"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        target, ending = target_of(options["output"], tuple(FORMATS))
        annexes = _annexes(options["annexes"])
        today = timezone.localdate()
        days = _day("--from", options["starts_on"]), _day("--to", options["ends_on"])
        if days[0] and days[1] and days[1] < days[0]:
            raise CommandError("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        plans = _plans(options["plan_id"], options["agency"], days)
        period = _period(time_of(plans), *days, today)
        scope = Scope(plans[0].issuer, plans, period, today)
        document = build_compliance(scope, chosen=annexes).document
        try:
            made = FORMATS[ending].make(document)
        except PdfUnavailable as error:
            raise CommandError(str(error)) from error
        write_whole(target, made)
        for notice in document.notices:
            self.stderr.write(f"Lưu ý: {notice}")
        self.stdout.write(f"Đã lập báo cáo: {target} ({document.name})")


def _plans(
    keys: Sequence[int], agency: str | None, days: tuple[date | None, date | None]
) -> tuple[Plan, ...]:
    """The plans named, or all of an agency that ran between two days, those since replaced or ended
    included; in order of time."""
    if bool(keys) == bool(agency):
        raise CommandError(
            "Hãy ghi mã số kế hoạch, hoặc --agency MÃ để lấy mọi kế hoạch của cơ quan."
        )
    plans = Plan.objects.select_related("issuer__parent", "carries_out__issuer")
    if agency:
        unit = Unit.objects.filter(code=agency).first()
        if unit is None:
            raise CommandError(f"Không có đơn vị nào có mã “{agency}”.")
        within = Period("", days[0] or date.min, days[1] or date.max)
        found = plans.filter(issuer=unit).ran_in(within)
        if not found:
            raise CommandError(f"{unit.name} không có kế hoạch nào thực hiện trong thời gian này.")
    else:
        found = plans.filter(pk__in=keys)
        if missing := set(keys) - {plan.pk for plan in found}:
            raise CommandError(
                f"Không có kế hoạch mã số {', '.join(map(str, sorted(missing)))}. Mã số là số cuối"
                " trong địa chỉ trang của kế hoạch, ví dụ /ke-hoach/12/."
            )
    if len({plan.issuer_id for plan in found}) > 1:
        raise CommandError("Các kế hoạch phải của cùng một cơ quan ban hành.")
    return tuple(found.order_by("starts_on", "pk"))


def _annexes(words: str | None) -> tuple[str, ...]:
    if words is None:
        return DEFAULT_ANNEXES
    asked = [] if words == "none" else [one.strip() for one in words.split(",") if one.strip()]
    if unknown := [one for one in asked if one not in ANNEX_LABELS]:
        raise CommandError(
            f"--annexes: không có phụ lục “{unknown[0]}”. Chọn trong số: {', '.join(ANNEX_LABELS)}."
        )
    return tuple(asked)


def _period(within: Period, starts: date | None, ends: date | None, today: date) -> Period:
    try:
        return report_period(
            within,
            starts_on=starts or within.starts_on,
            ends_on=ends or within.ends_on,
            today=today,
        )
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error


def _day(option: str, words: str | None) -> date | None:
    if words is None:
        return None
    if (found := typed_day(words)) is None:
        raise CommandError(
            f"{option}: “{words}” không phải là một ngày có trong lịch."
            " Hãy ghi theo dạng dd/mm/yyyy hoặc yyyy-mm-dd."
        )
    return found
