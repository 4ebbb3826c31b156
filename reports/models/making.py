"""Files that take too long for a person to wait for: asked for, made beside the request, kept for
a while."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.constraints import RowCheck
from plans.models import Plan
from reports.models.compliance import ComplianceReport
from reports.querysets import FileJobQuerySet
from units.models import Unit

KEPT_DAYS = 7
# Whoever makes a file gives a sign of life more often than this.
QUIET = datetime.timedelta(seconds=90)
# So long a file may wait for its turn behind others before it is said to be lost.
PATIENCE = datetime.timedelta(minutes=10)


def job_file_path(instance: "FileJob", _filename: str) -> str:
    """Where the file lies: by the job alone, so that nothing typed becomes a path."""
    return f"file-jobs/{instance.pk}-{instance.attempt}"


class FileJob(models.Model):
    """One file that somebody asked for.

    waiting → running → done, failed or stopped; ``attempt`` tells a worker whether the job is still
    its own, ``seen_at`` when one last gave a sign of life.
    """

    class What(models.TextChoices):
        PLAN_REPORT = "plan_report", "Báo cáo của kế hoạch"
        PLAN_NOTICE = "plan_notice", "Thông báo đôn đốc của kế hoạch"
        DRAFT = "draft", "Bản dự thảo"
        ISSUE = "issue", "Ban hành"

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ đến lượt"
        RUNNING = "running", "Đang lập"
        DONE = "done", "Đã lập xong"
        FAILED = "failed", "Không lập được"
        STOPPED = "stopped", "Đã dừng"

    agency = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="file_jobs", verbose_name="cơ quan"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="file_jobs",
        verbose_name="người yêu cầu",
    )
    asked_at = models.DateTimeField("yêu cầu lúc")
    # The day as of which the figures stand.
    as_of = models.DateField("số liệu theo ngày")
    what = models.CharField("lập gì", max_length=20, choices=What)
    plan = models.ForeignKey(
        Plan,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kế hoạch",
    )
    report = models.ForeignKey(
        ComplianceReport,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="file_jobs",
        verbose_name="báo cáo",
    )
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến ngày", null=True, blank=True)
    annexes = models.JSONField("phụ lục kèm theo", default=list, blank=True)
    # Number, day, code, address and the revision that was seen, where the report is to be issued.
    issue = models.JSONField("thông tin ban hành", default=dict, blank=True)
    ending = models.CharField("loại tệp", max_length=10, blank=True)
    title = models.CharField("tên văn bản", max_length=500)
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(default=1, editable=False)
    seen_at = models.DateTimeField("dấu hiệu gần nhất")
    failure = models.CharField("lý do không lập được", max_length=500, blank=True)
    file = models.FileField("tệp", upload_to=job_file_path, max_length=200, blank=True)
    filename = models.CharField("tên tệp", max_length=255, blank=True)
    size = models.PositiveIntegerField("dung lượng (byte)", default=0)

    objects = FileJobQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp lập riêng"
        verbose_name_plural = "tệp lập riêng"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            RowCheck(
                name="file_job_of_plan_or_report",
                condition=Q(plan__isnull=False, report__isnull=True)
                & Q(starts_on__isnull=False, ends_on__isnull=False)
                | Q(plan__isnull=True, report__isnull=False),
            ),
            RowCheck(name="file_job_failed_with_reason", condition=~Q(state="failed", failure="")),
        ]
        indexes = [
            models.Index(name="file_job_mine", fields=["asked_by", "-asked_at", "-id"]),
            models.Index(name="file_job_old", fields=["as_of"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kept_until(self) -> datetime.date:
        """The last day on which the file can be fetched."""
        return self.as_of + datetime.timedelta(days=KEPT_DAYS)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be made, as far as the row tells."""
        return self.state in (self.State.WAITING, self.State.RUNNING)

    def is_lost(self, now: datetime.datetime) -> bool:
        """Whether nobody makes it any more though nobody said so: the worker was stopped."""
        patience = QUIET if self.state == self.State.RUNNING else PATIENCE
        return self.is_open and self.seen_at < now - patience
