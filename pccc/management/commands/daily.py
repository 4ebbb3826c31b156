"""``manage.py daily``: what every day asks for, for a timer or cron; see docs/operations.md."""

from __future__ import annotations

import datetime
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.change_forms import typed_day
from pccc.daily import finish_run, run_day
from reports.notices.letters import Post
from tasks.models import DailyRun


def day(words: str) -> datetime.date:
    """A day as dd/mm/yyyy or yyyy-mm-dd; raises CommandError for anything else."""
    if (found := typed_day(words)) is None:
        raise CommandError(f"Không hiểu ngày “{words}”. Hãy viết như 21/11/2026.")
    return found


class Command(BaseCommand):
    """Notices and letters, periods to open, holds that ran out; safe to run again."""

    help = "Làm những việc của một ngày: nhắc việc, gửi thư, mở kỳ mới; chạy lại không gửi trùng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on", type=day, metavar="NGÀY", help="ngày cần chạy, mặc định hôm nay"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="chỉ cho biết sẽ làm gì, không ghi, không gửi"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        post = Post(options["on"] or timezone.localdate(), now, settings.SITE_URL)
        if options["dry_run"]:
            lines = list(run_day(post=post, is_rehearsal=True))
        else:
            defaults = {"started_at": now}
            run, _ = DailyRun.objects.get_or_create(on=post.on, defaults=defaults)
            lines = finish_run(run, post)
        for line in lines:
            self.stdout.write(line)
