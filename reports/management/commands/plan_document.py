"""``manage.py plan_document PLAN --output FILE``: the plan itself in the official form."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from plans.models import Plan
from reports.documents.files import FORMATS
from reports.documents.pdf import PdfUnavailable
from reports.documents.writing import target_of, write_whole
from reports.plan_page.document import build_plan_document


class Command(BaseCommand):
    help = "Xuất một kế hoạch theo thể thức văn bản hành chính, thành tệp Word (.docx) hoặc PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan_id", type=int, metavar="PLAN_ID", help="mã số của kế hoạch")
        parser.add_argument("--output", required=True, metavar="FILE", help="tệp .docx hoặc .pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        target, ending = target_of(options["output"], ("docx", "pdf"))
        plan = Plan.objects.select_related("issuer__parent").filter(pk=options["plan_id"]).first()
        if plan is None:
            raise CommandError(f"Không có kế hoạch mã số {options['plan_id']}.")
        document = build_plan_document(plan, timezone.localdate())
        try:
            made = FORMATS[ending].make(document)
        except PdfUnavailable as error:
            raise CommandError(str(error)) from error
        write_whole(target, made)
        for notice in document.notices:
            self.stderr.write(f"Lưu ý: {notice}")
        self.stdout.write(f"Đã xuất kế hoạch: {target}")
