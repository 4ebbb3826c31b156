"""A document on its way to becoming a plan."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.constraints import RowCheck
from accounts.models import perhaps_by
from intake.querysets import IntakeQuerySet
from plans.models import Plan
from units.models import Unit


def intake_path(instance: "Intake", _filename: str) -> str:
    """Where an uploaded document lies: by its hash, so that nothing typed becomes a path."""
    return f"intake/{instance.sha256[:2]}/{instance.sha256}"


class Origin(models.TextChoices):
    """Where a draft comes from."""

    FILE = "file", "tệp văn bản"
    PASTE = "paste", "văn bản dán vào"
    TABLE = "table", "bảng nhiệm vụ"
    HAND = "hand", "nhập tay"
    COPY = "copy", "kế hoạch năm trước"


class Reading(models.TextChoices):
    """How far the reading of a document has come."""

    DONE = "done", "đã đọc xong"
    WAITING = "waiting", "đang chờ đọc"
    RUNNING = "running", "đang đọc"
    FAILED = "failed", "không đọc được"


class Intake(models.Model):
    """The uploaded file, the draft read from it, and where it stands.

    A plan typed in by hand and a copy of last year's have no file.  A scanned document is read page
    by page in the background: ``pages`` holds the text of the pages read so far.

    ``draft`` is the draft as it is being corrected (``PlanDraft.to_state``); nothing of it is a
    plan before it is confirmed.
    """

    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="intakes", verbose_name="cơ quan ban hành"
    )
    origin = models.CharField("nguồn", max_length=10, choices=Origin, default=Origin.FILE)
    file = models.FileField("tệp", upload_to=intake_path, max_length=200, blank=True)
    name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True, blank=True)
    size = models.PositiveIntegerField("dung lượng (byte)", default=0)
    copied_from = models.ForeignKey(
        Plan,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="copy_drafts",
        verbose_name="lập theo kế hoạch",
    )
    reading = models.CharField("việc đọc", max_length=10, choices=Reading, default=Reading.DONE)
    by_ocr = models.BooleanField("đọc bằng nhận dạng chữ (OCR)", default=False)
    pages_total = models.PositiveSmallIntegerField("số trang", default=0)
    pages = models.JSONField("chữ của từng trang", default=list, blank=True)
    failure = models.CharField("lý do không đọc được", max_length=500, blank=True)
    draft = models.JSONField("bản nháp", default=dict, blank=True)
    # The choices made for names that match no unit or several: folded name -> choice.
    choices = models.JSONField("lựa chọn đơn vị", default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    # One person at a time: who is at work on it, and until when that holds without a sign of life.
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đang được kiểm tra bởi",
    )
    held_until = models.DateTimeField("giữ đến", null=True, blank=True)
    created_by = perhaps_by("người tải lên", blank=False)
    created_at = models.DateTimeField("tải lên lúc", auto_now_add=True)
    changed_at = models.DateTimeField("sửa lúc", auto_now=True)
    dropped_on = models.DateField("bỏ ngày", null=True, blank=True)
    plan = models.OneToOneField(
        Plan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="intake",
        verbose_name="kế hoạch",
    )

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đang đọc"
        verbose_name_plural = "văn bản đang đọc"
        ordering = ["-created_at", "-pk"]
        constraints = [
            RowCheck(
                name="intake_confirmed_or_dropped",
                condition=Q(plan__isnull=True) | Q(dropped_on__isnull=True),
            ),
            RowCheck(
                name="intake_held_by_somebody",
                condition=Q(held_by__isnull=True) | Q(held_until__isnull=False),
            ),
        ]
        indexes = [models.Index(name="intake_issuer_time", fields=["issuer", "-created_at"])]

    def __str__(self) -> str:
        return self.name
