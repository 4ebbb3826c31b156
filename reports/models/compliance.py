"""Reports on the whole: drafted, edited, issued with the files that were signed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.constraints import RowCheck
from plans.models import Plan
from plans.schedule import Period
from reports.querysets import ComplianceReportQuerySet, ReportFileQuerySet
from units.models import Unit


class ReportKind(models.TextChoices):
    COMPLIANCE = "compliance", "Báo cáo kết quả thực hiện"
    NOTICE = "notice", "Thông báo đôn đốc"


class ComplianceReport(models.Model):
    """A document of an agency on its plans in a period: a draft, then issued and never changed."""

    agency = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="compliance_reports", verbose_name="cơ quan"
    )
    kind = models.CharField(
        "loại văn bản", max_length=20, choices=ReportKind, default=ReportKind.COMPLIANCE
    )
    plans = models.ManyToManyField(
        Plan, related_name="compliance_reports", verbose_name="các kế hoạch"
    )
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    annexes = models.JSONField("phụ lục kèm theo", default=list, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người lập",
    )
    created_on = models.DateField("ngày lập")
    # Counts changes, so that two people never overwrite each other unseen.
    revision = models.PositiveIntegerField(default=0, editable=False)
    number = models.CharField("số", max_length=20, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người phát hành",
    )
    # Leads from a copy to the page that tells whether it is the one issued.
    code = models.CharField("mã kiểm tra", max_length=20, unique=True, null=True, blank=True)
    # What stood in it when it was issued, and the figures behind it.
    data = models.JSONField("dữ liệu khi ban hành", default=dict, blank=True, editable=False)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="thay thế văn bản",
    )

    objects = ComplianceReportQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["data"])

    class Meta:
        verbose_name = "báo cáo tổng hợp"
        verbose_name_plural = "báo cáo tổng hợp"
        ordering = ["-ends_on", "-pk"]
        constraints = [
            RowCheck(name="compliance_days_in_order", condition=Q(starts_on__lte=F("ends_on"))),
            RowCheck(
                name="compliance_issued_whole",
                condition=Q(issued_on__isnull=True, code__isnull=True)
                | Q(issued_on__isnull=False, code__isnull=False) & ~Q(number=""),
            ),
        ]
        indexes = [models.Index(name="compliance_agency", fields=["agency", "-ends_on", "-id"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on:%d/%m/%Y} – {self.ends_on:%d/%m/%Y}"

    @property
    def period(self) -> Period:
        return Period("", self.starts_on, self.ends_on)

    @property
    def is_issued(self) -> bool:
        return self.issued_on is not None


class ReportSection(models.Model):
    """The text of one section that a person wrote in place of the program's.

    ``based_on`` is the program's text when it was written, so that what has changed since can be
    told; ``set_aside`` is what a person wrote before the section was made anew.
    """

    report = models.ForeignKey(
        ComplianceReport, on_delete=models.CASCADE, related_name="sections", verbose_name="báo cáo"
    )
    key = models.CharField("phần", max_length=40)
    text = models.TextField("nội dung", blank=True)
    is_used = models.BooleanField("dùng trong văn bản", default=True)
    based_on = models.TextField("nội dung lập từ số liệu", blank=True)
    set_aside = models.TextField("bản viết tay đã thay", blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người sửa",
    )
    edited_at = models.DateTimeField("sửa lúc", auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "phần của báo cáo"
        verbose_name_plural = "phần của báo cáo"
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(name="report_section_once", fields=["report", "key"])
        ]

    def __str__(self) -> str:
        return f"{self.report} – {self.key}"


class FileKind(models.TextChoices):
    PDF = "pdf", "PDF"
    WORD = "docx", "Word"
    SHEET = "xlsx", "Bảng tính"
    SIGNED = "signed", "Bản đã ký"


def report_file_path(instance: "ReportFile", _filename: str) -> str:
    """Where a report's file lies: by its hash, so that nothing a person typed becomes a path."""
    return f"reports/{instance.sha256[:2]}/{instance.sha256}"


class ReportFile(models.Model):
    """A file of an issued report, byte for byte: made once at issue, or the signed copy."""

    report = models.ForeignKey(
        ComplianceReport, on_delete=models.PROTECT, related_name="files", verbose_name="báo cáo"
    )
    kind = models.CharField("loại", max_length=10, choices=FileKind)
    file = models.FileField("tệp", upload_to=report_file_path, max_length=200)
    name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveIntegerField("dung lượng (byte)")
    # What a look into a signed PDF found: who, when, whether its bytes are unchanged since.
    signatures = models.JSONField("chữ ký số", default=list, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người thêm",
    )
    added_at = models.DateTimeField("thêm lúc", auto_now_add=True)

    objects = ReportFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp của báo cáo"
        verbose_name_plural = "tệp của báo cáo"
        ordering = ["report", "pk"]

    def __str__(self) -> str:
        return self.name
