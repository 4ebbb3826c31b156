"""What was ordered: the plan as issued, what it rests on, its recipients, the reports it wants."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.constraints import RowCheck
from accounts.models import perhaps_by
from plans.citations import citation_key
from plans.deadlines import DEADLINE_LABELS, QUALIFIER_LABELS, DeadlineKind, Qualifier
from plans.querysets import LegalBasisQuerySet, PlanQuerySet, ReportDutyQuerySet
from plans.schedule import DueRule, Occurrence, Period, check
from plans.schedule import occurrences as occurrences_of
from plans.status import PLAN_STATUS_LABELS, PlanStatus, plan_status
from units.models import Unit
from vietnamese.text import fold, one_line, sort_key

KIND_CHOICES = [(kind.value, label) for kind, label in DEADLINE_LABELS.items()]
QUALIFIER_CHOICES = [(one.value, label) for one, label in QUALIFIER_LABELS.items()]


class DeadlineFields(models.Model):
    """A deadline: the plan's own words beside what they mean."""

    deadline_kind = models.CharField(
        "loại thời hạn", max_length=20, choices=KIND_CHOICES, default=DeadlineKind.NONE.value
    )
    deadline_words = models.CharField("thời hạn theo văn bản", max_length=500, blank=True)
    deadline_days = models.JSONField("các ngày", default=list, blank=True)
    deadline_starts_on = models.DateField("bắt đầu từ", null=True, blank=True)
    qualifier = models.CharField("cách tính", max_length=10, choices=QUALIFIER_CHOICES, blank=True)
    on_request = models.BooleanField("hoặc khi có yêu cầu", default=False)

    class Meta:
        abstract = True

    def due_rule(self) -> DueRule:
        """The deadline as a rule that gives due days."""
        return DueRule(
            kind=DeadlineKind(self.deadline_kind),
            days=tuple(self.deadline_days),
            starts_on=self.deadline_starts_on,
            qualifier=Qualifier(self.qualifier) if self.qualifier else None,
        )

    def occurrences(self, within: Period) -> tuple[Occurrence, ...]:
        """When the work falls due within a plan's time."""
        return occurrences_of(self.due_rule(), within)

    def clean(self) -> None:
        try:
            check(self.due_rule())
        except (ValueError, TypeError, AttributeError) as error:
            raise ValidationError(
                {"deadline_days": "Có ngày không tồn tại trong lịch. Hãy sửa lại ngày."}
            ) from error


SORT_LENGTH = 600  # of a key; what is alike for so long stands by age


def full_number(number: str, symbol: str) -> str:
    """A plan's number and symbol as printed ("05/KH-SKHCN"), dots where the number is still
    blank."""
    return f"{number or '…'}/{symbol or 'KH'}"


class Plan(models.Model):
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="plans", verbose_name="cơ quan ban hành"
    )
    kind = models.CharField("loại văn bản", max_length=60, default="KẾ HOẠCH")
    # A number and a day stay blank until the records office gives them.
    number = models.CharField("số", max_length=20, blank=True)
    symbol = models.CharField("ký hiệu", max_length=60, blank=True)
    place = models.CharField("nơi ban hành", max_length=100, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    title = models.CharField("trích yếu", max_length=1000)
    starts_on = models.DateField("thực hiện từ")
    ends_on = models.DateField("thực hiện đến")
    # No end is named: the time is made longer year by year (plans.actions.run_on).
    runs_on = models.BooleanField("tiếp tục từng năm, không định ngày kết thúc", default=False)
    signatory_authority = models.CharField("thẩm quyền ký", max_length=150, blank=True)
    signatory_position = models.CharField("chức vụ người ký", max_length=150, blank=True)
    signatory_name = models.CharField("người ký", max_length=150, blank=True)
    # How often ongoing work must show evidence.
    evidence_cycle = models.CharField(
        "chu kỳ minh chứng",
        max_length=20,
        choices=[
            choice
            for choice in KIND_CHOICES
            if choice[0] in {"yearly", "half_yearly", "quarterly", "monthly"}
        ],
        default=DeadlineKind.QUARTERLY.value,
    )
    carries_out = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="carried_out_by",
        verbose_name="thực hiện kế hoạch cấp trên",
    )
    released_on = models.DateField("đưa vào thực hiện ngày", null=True, blank=True)
    closed_on = models.DateField("kết thúc ngày", null=True, blank=True)
    revoked_on = models.DateField("bãi bỏ ngày", null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name="được thay thế bởi",
    )
    # The last day on which it was in force, once it was ended, revoked or replaced: its work counts
    # up to that day.
    in_force_until = models.DateField("có hiệu lực đến hết ngày", null=True, blank=True)
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name="lập theo kế hoạch năm trước",
    )
    created_by = perhaps_by("người nhập")
    created_at = models.DateTimeField("nhập lúc", auto_now_add=True)
    search_text = models.TextField(editable=False, default="")
    sort_number = models.CharField(max_length=SORT_LENGTH, editable=False, default="")
    sort_title = models.CharField(max_length=SORT_LENGTH, editable=False, default="")

    objects = PlanQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text", "sort_number", "sort_title"])

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            RowCheck(
                name="plan_days_in_order",
                condition=Q(starts_on__lte=F("ends_on")),
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            RowCheck(
                name="plan_not_its_own_successor",
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("pk")),
            ),
            RowCheck(
                name="plan_end_has_a_day",
                condition=Q(in_force_until__isnull=False)
                | Q(closed_on__isnull=True, revoked_on__isnull=True, superseded_by__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="plan_issuer_time", fields=["issuer", "starts_on"]),
            models.Index(name="plan_time", fields=["-starts_on", "-id"]),
            models.Index(name="plan_number", fields=["sort_number", "id"]),
            models.Index(name="plan_title", fields=["sort_title", "id"]),
            models.Index(name="plan_issued", fields=["issued_on", "id"]),
            models.Index(name="plan_runs_on", fields=["ends_on"], condition=Q(runs_on=True)),
        ]

    def __str__(self) -> str:
        return f"{self.full_number} – {self.title}"

    @property
    def full_number(self) -> str:
        return full_number(self.number, self.symbol)

    @property
    def status(self) -> PlanStatus:
        return plan_status(
            released_on=self.released_on,
            closed_on=self.closed_on,
            revoked_on=self.revoked_on,
            is_superseded=self.superseded_by_id is not None,
        )

    @property
    def status_label(self) -> str:
        return PLAN_STATUS_LABELS[self.status]

    @property
    def period(self) -> Period:
        return Period("", self.starts_on, self.ends_on)

    def clean(self) -> None:
        self.title = one_line(self.title)
        self.search_text = fold(
            f"{self.kind} {self.number}/{self.symbol} {self.title} "
            f"{self.issuer.name if self.issuer_id else ''}"
        )
        self.sort_number = sort_key(f"{self.number} {self.symbol}")[:SORT_LENGTH]
        self.sort_title = sort_key(self.title)[:SORT_LENGTH]


class LegalBasis(models.Model):
    """A document that the plan cites; never rewritten, whatever has replaced it since."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="legal_bases", verbose_name="kế hoạch"
    )
    # False: cited in the body only, not what the plan rests on.
    is_basis = models.BooleanField("là căn cứ", default=True)
    order = models.PositiveSmallIntegerField("thứ tự")
    kind = models.CharField("loại văn bản", max_length=60)
    number = models.CharField("số, ký hiệu", max_length=80)
    issued_on = models.DateField("ngày", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=255, blank=True)
    # What a law is called, or what another document is about, as printed.
    name = models.CharField("tên, trích yếu", max_length=500, blank=True)
    # The same for every citation of one document (plans.citations.citation_key).
    key = models.CharField(max_length=160, editable=False, default="")
    search_text = models.TextField(editable=False, default="")
    sort_name = models.CharField(max_length=SORT_LENGTH, editable=False, default="")
    sort_issuer = models.CharField(max_length=SORT_LENGTH, editable=False, default="")

    objects = LegalBasisQuerySet.as_manager()

    class Meta:
        verbose_name = "căn cứ, văn bản viện dẫn"
        verbose_name_plural = "căn cứ, văn bản viện dẫn"
        ordering = ["plan", "-is_basis", "order", "pk"]
        indexes = [
            models.Index(name="legal_basis_number", fields=["number"]),
            models.Index(name="legal_basis_key", fields=["key", "issued_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} số {self.number}"

    def fill_derived(self) -> None:
        """Sets the key by which all citations of one document are found, the words, the order."""
        self.key = citation_key(self.kind, self.number, self.issuer)
        self.search_text = fold(f"{self.kind} {self.number} {self.issuer}")
        self.sort_name = sort_key(f"{self.kind} {self.number}")[:SORT_LENGTH]
        self.sort_issuer = sort_key(self.issuer)[:SORT_LENGTH] if self.issuer else ""

    def clean(self) -> None:
        self.fill_derived()


class Recipient(models.Model):
    """One line of Nơi nhận."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="recipients", verbose_name="kế hoạch"
    )
    order = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("nơi nhận", max_length=255)

    class Meta:
        verbose_name = "nơi nhận"
        verbose_name_plural = "nơi nhận"
        ordering = ["plan", "order", "pk"]

    def __str__(self) -> str:
        return self.name


def plan_file_path(instance: "PlanFile", _filename: str) -> str:
    """Where a plan's file lies: by its hash, so that nothing a person typed becomes a path."""
    return f"plans/{instance.sha256[:2]}/{instance.sha256}"


class PlanFile(models.Model):
    """The document as it was uploaded, byte for byte."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="files", verbose_name="kế hoạch"
    )
    file = models.FileField("tệp", upload_to=plan_file_path, max_length=200)
    name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveIntegerField("dung lượng (byte)")
    read_by_ocr = models.BooleanField("đọc bằng nhận dạng chữ (OCR)", default=False)
    added_by = perhaps_by("người tải lên", blank=False)
    added_at = models.DateTimeField("tải lên lúc", auto_now_add=True)

    class Meta:
        verbose_name = "tệp kế hoạch"
        verbose_name_plural = "tệp kế hoạch"
        ordering = ["plan", "pk"]

    def __str__(self) -> str:
        return self.name


class ReportDuty(DeadlineFields):
    """Who must report what to whom by when, as the plan lays it down."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="report_duties", verbose_name="kế hoạch"
    )
    ref = models.CharField("vị trí trong kế hoạch", max_length=40, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    title = models.CharField("nội dung báo cáo", max_length=500, blank=True)
    reporter_words = models.CharField("nơi báo cáo (theo văn bản)", max_length=500)
    reporters = models.ManyToManyField(
        Unit, blank=True, related_name="report_duties", verbose_name="các đơn vị phải báo cáo"
    )
    receiver_words = models.CharField("báo cáo cho", max_length=255, blank=True)
    via_words = models.CharField("qua", max_length=255, blank=True)
    nested_in = models.CharField("lồng ghép trong", max_length=500, blank=True)
    # What fell due before the plan was brought into the program is not asked for.
    owed_from = models.DateField("tính từ ngày", null=True, blank=True)
    handed_in_before = models.BooleanField("các kỳ trước đã nộp", default=False)
    search_text = models.TextField(editable=False, default="")

    objects = ReportDutyQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        verbose_name = "nhiệm vụ báo cáo"
        verbose_name_plural = "nhiệm vụ báo cáo"
        ordering = ["plan", "order", "pk"]
        indexes = [models.Index(name="duty_plan_order", fields=["plan", "order"])]

    def __str__(self) -> str:
        return self.title or f"{self.reporter_words} báo cáo {self.receiver_words}"

    def clean(self) -> None:
        super().clean()
        self.search_text = fold(f"{self.title} {self.reporter_words}")

    def occurrences(self, within: Period) -> tuple[Occurrence, ...]:
        """When the report falls due within a plan's time, from the day on which it is owed."""
        found = super().occurrences(within)
        if self.owed_from is None:
            return found
        return tuple(one for one in found if one.due_on is None or one.due_on >= self.owed_from)

    def passed(self, within: Period, on: datetime.date) -> int:
        """How many times it fell due before a day, owed or not."""
        found = super().occurrences(within)
        return sum(1 for one in found if one.due_on and one.due_on < on)


class Holiday(models.Model):
    """A day off work, or a Saturday or Sunday on which people work in exchange for another day.

    Tết and swapped days are set anew each year, so the table is filled from a library once and
    edited by the office.
    """

    day = models.DateField("ngày", unique=True)
    name = models.CharField("dịp", max_length=150)
    is_working = models.BooleanField(
        "làm bù", default=False, help_text="Ngày nghỉ cuối tuần phải đi làm để đổi ngày nghỉ khác."
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "ngày nghỉ lễ, ngày làm bù"
        verbose_name_plural = "ngày nghỉ lễ, ngày làm bù"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
