"""How the documents of an agency look, as the agency itself sets it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from reports.documents.document import Paper
from reports.querysets import DocumentFormQuerySet
from units.models import Unit


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
