"""What a report under a duty must hold, and the letter that asked for it."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from plans.models import ReportDuty
from reports.querysets import ReportRequestQuerySet
from vietnamese.text import fold


class DutyForm(models.Model):
    """The outline and the table of figures of a duty, as the asking authority sets them.

    ``sections``: rows of ``heading`` and ``asks`` (what is asked for below it, a line each);
    ``figures``: rows of ``name``, ``measure``, ``key`` and ``indicator`` (as ``FigureLine``).
    """

    duty = models.OneToOneField(
        ReportDuty, on_delete=models.CASCADE, related_name="form", verbose_name="nhiệm vụ báo cáo"
    )
    sections = models.JSONField("đề mục", default=list, blank=True)
    figures = models.JSONField("biểu số liệu", default=list, blank=True)
    # The duty in whose reports this one's is a section (lồng ghép).
    nested_in = models.ForeignKey(
        ReportDuty,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="nested_forms",
        verbose_name="lồng ghép trong",
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords(excluded_fields=["revision"])

    class Meta:
        verbose_name = "đề cương báo cáo"
        verbose_name_plural = "đề cương báo cáo"
        ordering = ["duty", "pk"]

    def __str__(self) -> str:
        return f"Đề cương: {self.duty}"


def request_file_path(instance: "ReportRequest", _filename: str) -> str:
    """Where a letter lies: by its hash, so that nothing a person typed becomes a path."""
    return f"requests/{instance.sha256[:2]}/{instance.sha256}"


class ReportRequest(models.Model):
    """An incoming letter that asks for a report; its duty stands under a plan of the agency."""

    duty = models.OneToOneField(
        ReportDuty,
        on_delete=models.CASCADE,
        related_name="request",
        verbose_name="nhiệm vụ báo cáo",
    )
    number = models.CharField("số, ký hiệu", max_length=80)
    issued_on = models.DateField("ngày văn bản")
    sender = models.CharField("cơ quan gửi", max_length=255)
    asks = models.TextField("nội dung yêu cầu", blank=True)
    file = models.FileField("tệp", upload_to=request_file_path, max_length=200, blank=True)
    name = models.CharField("tên tệp", max_length=255, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người nhập",
    )
    added_on = models.DateField("ngày nhập")
    search_text = models.TextField(editable=False, default="")

    objects = ReportRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản yêu cầu báo cáo"
        verbose_name_plural = "văn bản yêu cầu báo cáo"
        ordering = ["-issued_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.number} – {self.sender}"

    def clean(self) -> None:
        self.search_text = fold(f"{self.number} {self.sender} {self.duty.title} {self.asks}")
