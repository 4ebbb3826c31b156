"""What units reported, what a report under a duty must hold, and the letter that asked for it."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.constraints import RowCheck
from accounts.models import perhaps_by, signed_by
from plans.models import ReportDuty
from plans.schedule import period_name
from reports.querysets import (
    MetDutyQuerySet,
    ReportRequestQuerySet,
    SubmissionFileQuerySet,
    SubmissionQuerySet,
)
from reports.submissions.expectations import SubmissionFacts
from units.models import Unit
from vietnamese.text import fold


class Submission(models.Model):
    """One unit's report under one duty for one period.  What was never sent has no row."""

    duty = models.ForeignKey(
        ReportDuty,
        on_delete=models.CASCADE,
        related_name="submissions",
        verbose_name="nhiệm vụ báo cáo",
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="submissions", verbose_name="đơn vị"
    )
    period = models.CharField("kỳ", max_length=20, blank=True, default="")
    due_on = models.DateField("hạn nộp", null=True, blank=True)
    submitted_on = models.DateField("ngày nộp", null=True, blank=True)
    submitted_by = perhaps_by("người nộp")
    returned_on = models.DateField("ngày trả lại", null=True, blank=True)
    return_reason = models.TextField("lý do trả lại", blank=True)
    accepted_on = models.DateField("ngày tiếp nhận", null=True, blank=True)
    # Rows of name, measure, now, before, as the duty's form asks for them.
    figures = models.JSONField("số liệu", default=list, blank=True)
    decided_by = perhaps_by("người tiếp nhận hoặc trả lại")

    revision = models.PositiveIntegerField(default=0, editable=False)
    # The page on which it was last written: one window of one person, from opening to handing in.
    written_in = models.UUIDField(null=True, blank=True, editable=False)
    search_text = models.TextField(default="", editable=False)

    objects = SubmissionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["revision", "written_in", "search_text"])

    class Meta:
        verbose_name = "báo cáo của đơn vị"
        verbose_name_plural = "báo cáo của đơn vị"
        ordering = ["-due_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="submission_once", fields=["duty", "unit", "period"]),
            RowCheck(
                name="submission_accepted_only_when_submitted",
                condition=Q(accepted_on__isnull=True) | Q(submitted_on__isnull=False),
            ),
            RowCheck(
                name="submission_days_in_order",
                condition=Q(accepted_on__isnull=True)
                | Q(submitted_on__isnull=True)
                | Q(accepted_on__gte=F("submitted_on")),
            ),
        ]
        indexes = [models.Index(name="submission_unit_due", fields=["unit", "due_on"])]

    def __str__(self) -> str:
        return f"{self.unit} – {self.duty} {self.period}".strip()

    @property
    def facts(self) -> SubmissionFacts:
        return SubmissionFacts(
            due_on=self.due_on,
            submitted_on=self.submitted_on,
            returned_on=self.returned_on,
            accepted_on=self.accepted_on,
        )

    @property
    def period_name(self) -> str:
        return period_name(self.period)


def submission_file_path(instance: "SubmissionFile", _filename: str) -> str:
    """Where a file lies: by its hash, so that nothing a person typed becomes a path."""
    return f"submissions/{instance.sha256[:2]}/{instance.sha256}"


class SubmissionFile(models.Model):
    """A file that comes with a unit's report."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="files", verbose_name="báo cáo"
    )
    file = models.FileField("tệp", upload_to=submission_file_path, max_length=200)
    name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("dung lượng (byte)")
    media_type = models.CharField("loại tệp", max_length=100)

    objects = SubmissionFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp kèm báo cáo"
        verbose_name_plural = "tệp kèm báo cáo"
        ordering = ["submission", "pk"]

    def __str__(self) -> str:
        return self.name


class SubmissionPart(models.Model):
    """One section of a report's text."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="parts", verbose_name="báo cáo"
    )
    order = models.PositiveSmallIntegerField("thứ tự")
    heading = models.CharField("đề mục", max_length=255)
    text = models.TextField("nội dung", blank=True)

    class Meta:
        verbose_name = "phần báo cáo"
        verbose_name_plural = "phần báo cáo"
        ordering = ["submission", "order", "pk"]
        constraints = [
            models.UniqueConstraint(name="submission_part_once", fields=["submission", "order"])
        ]

    def __str__(self) -> str:
        return self.heading


class FigureDecision(models.Model):
    """What was decided of a figure that two units may have counted the same: that it repeats
    another unit's and is not counted, or that it counts by itself."""

    submission = models.ForeignKey(
        Submission,
        on_delete=models.CASCADE,
        related_name="figure_decisions",
        verbose_name="báo cáo",
    )
    name = models.CharField("chỉ tiêu", max_length=255)
    counts = models.BooleanField("tính riêng")
    by = signed_by("người quyết định")
    on = models.DateField("ngày quyết định")

    class Meta:
        verbose_name = "cách tính số liệu"
        verbose_name_plural = "cách tính số liệu"
        ordering = ["submission", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="figure_decided_once",
                fields=["submission", "name"],
                violation_error_message="Số liệu này đã được quyết định.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {'tính riêng' if self.counts else 'không tính'}"


class MetDuty(models.Model):
    """A further report that a submission meets: whole, or by one of its sections.

    It counts once the submission was handed in, by a section only where that says something; what
    the unit hands in by itself goes before.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="met", verbose_name="báo cáo"
    )
    duty = models.ForeignKey(
        ReportDuty, on_delete=models.CASCADE, related_name="met_by", verbose_name="nhiệm vụ báo cáo"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="+", verbose_name="đơn vị"
    )
    period = models.CharField("kỳ", max_length=20, blank=True, default="")
    heading = models.CharField("phần của báo cáo", max_length=255, blank=True, default="")

    objects = MetDutyQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo nộp chung"
        verbose_name_plural = "báo cáo nộp chung"
        ordering = ["submission", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="duty_met_once",
                fields=["duty", "unit", "period"],
                violation_error_message="Báo cáo này đã được nộp chung trong một báo cáo khác.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.period}".strip()


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
    added_by = signed_by("người nhập")
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
