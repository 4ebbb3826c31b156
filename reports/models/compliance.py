"""Reports on the whole: drafted, edited, issued with the files that were signed; and how
the documents of an agency look, as the agency itself sets it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.constraints import RowCheck
from accounts.models import perhaps_by, signed_by
from plans.models import Plan
from plans.schedule import Period
from reports.documents.document import Paper
from reports.querysets import ComplianceReportQuerySet, DocumentFormQuerySet, ReportFileQuerySet
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
    created_by = signed_by("người lập")
    created_on = models.DateField("ngày lập")
    # Counts changes, so that two people never overwrite each other unseen.
    revision = models.PositiveIntegerField(default=0, editable=False)
    number = models.CharField("số", max_length=20, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issued_by = perhaps_by("người phát hành")
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
    edited_by = signed_by("người sửa")
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
    added_by = signed_by("người thêm")
    added_at = models.DateTimeField("thêm lúc", auto_now_add=True)

    objects = ReportFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp của báo cáo"
        verbose_name_plural = "tệp của báo cáo"
        ordering = ["report", "pk"]

    def __str__(self) -> str:
        return self.name


class Authority(models.TextChoices):
    """By what right a person signs (Nghị định 30/2020/NĐ-CP, Điều 13)."""

    OWN = "", "Người đứng đầu ký trực tiếp"
    COLLECTIVE = "TM.", "TM. – thay mặt tập thể"
    DEPUTY = "KT.", "KT. – cấp phó ký thay"
    BY_ORDER = "TL.", "TL. – thừa lệnh"
    DELEGATED = "TUQ.", "TUQ. – thừa ủy quyền"
    ACTING = "Q.", "Q. – quyền"


def _between(low: float, high: float) -> list[MinValueValidator | MaxValueValidator]:
    return [
        MinValueValidator(low, f"Hãy nhập từ {low:g} đến {high:g}."),
        MaxValueValidator(high, f"Hãy nhập từ {low:g} đến {high:g}."),
    ]


class DocumentForm(models.Model):
    """Names, symbol, signature and page of an agency's documents; what is blank is derived."""

    unit = models.OneToOneField(
        Unit, on_delete=models.CASCADE, related_name="document_form", verbose_name="cơ quan"
    )
    parent_name = models.CharField(
        "cơ quan chủ quản (dòng trên)",
        max_length=200,
        blank=True,
        help_text="Để trống: lấy theo danh mục đơn vị.",
    )
    name = models.CharField(
        "tên cơ quan ban hành",
        max_length=300,
        blank=True,
        help_text="Như in trên văn bản; để trống: lấy theo danh mục đơn vị.",
    )
    letters = models.CharField(
        "chữ viết tắt trong ký hiệu",
        max_length=40,
        blank=True,
        help_text="Ví dụ SKHCN trong 05/BC-SKHCN; để trống: lấy theo ký hiệu kế hoạch.",
    )
    place = models.CharField("địa danh", max_length=100, blank=True)
    authority = models.CharField(
        "thẩm quyền ký", max_length=5, choices=Authority, blank=True, default=Authority.OWN
    )
    signs_for = models.CharField(
        "chức danh người đứng đầu hoặc tên tập thể",
        max_length=150,
        blank=True,
        help_text="Ví dụ GIÁM ĐỐC, ỦY BAN NHÂN DÂN, CHỦ TỊCH.",
    )
    position = models.CharField(
        "chức vụ người ký",
        max_length=150,
        blank=True,
        help_text="Dòng thứ hai, ví dụ PHÓ GIÁM ĐỐC, CHÁNH VĂN PHÒNG; để trống nếu ký trực tiếp.",
    )
    signatory = models.CharField("họ và tên người ký", max_length=150, blank=True)
    drafter = models.CharField(
        "đơn vị soạn thảo", max_length=60, blank=True, help_text="Trong dòng Lưu: VT, …"
    )
    margin_top = models.FloatField("lề trên (mm)", default=20, validators=_between(20, 25))
    margin_bottom = models.FloatField("lề dưới (mm)", default=20, validators=_between(20, 25))
    margin_left = models.FloatField("lề trái (mm)", default=30, validators=_between(30, 35))
    margin_right = models.FloatField("lề phải (mm)", default=15, validators=_between(15, 20))
    text_size = models.FloatField("cỡ chữ (pt)", default=14, validators=_between(13, 14))
    line_spacing = models.FloatField("giãn dòng", default=1.25, validators=_between(1, 1.5))
    first_line = models.FloatField("thụt đầu dòng (cm)", default=1.27, validators=_between(1, 1.27))

    # The agency's own headings and standard sentences (reports.compliance.own_text).
    report_text = models.TextField("mẫu nội dung báo cáo", blank=True)

    objects = DocumentFormQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "mẫu trình bày văn bản"
        verbose_name_plural = "mẫu trình bày văn bản"
        ordering = ["unit", "pk"]

    def __str__(self) -> str:
        return f"Mẫu văn bản của {self.unit}"

    @property
    def paper(self) -> Paper:
        return Paper(
            top=self.margin_top,
            bottom=self.margin_bottom,
            left=self.margin_left,
            right=self.margin_right,
            size=self.text_size,
            spacing=self.line_spacing,
            indent=self.first_line,
        )

    @property
    def signature_lines(self) -> tuple[str, ...]:
        """By what right and as what the person signs: "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"."""
        first = f"{self.authority} {self.signs_for}".strip() if self.signs_for else ""
        return tuple(line.upper() for line in (first, self.position) if line)
