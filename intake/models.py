"""A document on its way to becoming a plan."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.querysets import IntakeQuerySet
from plans.models import Plan
from units.models import Unit


def intake_path(instance: "Intake", _filename: str) -> str:
    """Where an uploaded document lies: by its hash, so that nothing typed becomes a path."""
    return f"intake/{instance.sha256[:2]}/{instance.sha256}"


class Intake(models.Model):
    """The uploaded file, the draft read from it, and where it stands.

    ``draft`` is the draft as it is being corrected (``PlanDraft.to_state``); nothing of it is a
    plan before it is confirmed.
    """

    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="intakes", verbose_name="cơ quan ban hành"
    )
    file = models.FileField("tệp", upload_to=intake_path, max_length=200)
    name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveIntegerField("dung lượng (byte)")
    draft = models.JSONField("bản nháp", default=dict, blank=True)
    # The choices made for names that match no unit or several: folded name -> choice.
    choices = models.JSONField("lựa chọn đơn vị", default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField("tải lên lúc", auto_now_add=True)
    changed_at = models.DateTimeField("sửa lúc", auto_now=True)
    dropped_on = models.DateField("bỏ ngày", null=True, blank=True)
    plan = models.OneToOneField(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="intake"
    )

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đang đọc"
        verbose_name_plural = "văn bản đang đọc"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="intake_confirmed_or_dropped",
                condition=Q(plan__isnull=True) | Q(dropped_on__isnull=True),
            )
        ]
        indexes = [models.Index(name="intake_issuer_time", fields=["issuer", "-created_at"])]

    def __str__(self) -> str:
        return self.name
