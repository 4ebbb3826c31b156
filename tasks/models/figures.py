"""What is counted, by whom it was said, and how much a plan asks for."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.constraints import RowCheck
from accounts.models import signed_by
from tasks.figure_querysets import FigureQuerySet, IndicatorQuerySet, TaskIndicatorQuerySet
from tasks.figures import ADDING_LABELS, PERCENT, Adding, Counting
from tasks.models.definition import Category, Task
from tasks.models.work import Assignment, ProgressEntry
from units.models import Unit
from vietnamese.text import one_line

# Twelve digits before the mark: what SQLite's real numbers hold exactly.
DIGITS, DECIMALS = 15, 3


class Indicator(models.Model):
    """Something that an agency counts."""

    agency = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="indicators", verbose_name="cơ quan"
    )
    # The same in every agency that took it from a ready set; "" for the agency's own.
    key = models.CharField("mã", max_length=40, blank=True, editable=False, default="")
    name = models.CharField("tên chỉ tiêu", max_length=255)
    unit_of_measure = models.CharField("đơn vị tính", max_length=40)
    category = models.CharField(
        "hỏi ở mọi việc thuộc nhóm", max_length=20, choices=Category, blank=True
    )
    adding = models.CharField(
        "cách tính",
        max_length=10,
        choices=[(one.value, label) for one, label in ADDING_LABELS.items()],
        default=Adding.SUM.value,
    )
    is_whole = models.BooleanField("chỉ nhận số nguyên", default=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    ended_on = models.DateField("thôi dùng từ ngày", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = IndicatorQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["revision"])

    class Meta:
        verbose_name = "chỉ tiêu số liệu"
        verbose_name_plural = "chỉ tiêu số liệu"
        ordering = ["agency", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="indicator_name_once",
                fields=["agency", "name"],
                violation_error_message="Đã có chỉ tiêu mang tên này.",
            ),
            models.UniqueConstraint(
                name="indicator_key_once", fields=["agency", "key"], condition=~Q(key="")
            ),
            RowCheck(
                name="indicator_percent_not_added",
                condition=~Q(unit_of_measure=PERCENT, adding=Adding.SUM.value),
                violation_error_message="Tỷ lệ phần trăm không cộng dồn được. "
                "Hãy chọn cách tính khác.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit_of_measure})"

    def clean(self) -> None:
        self.name, self.unit_of_measure = one_line(self.name), one_line(self.unit_of_measure)


class TaskIndicator(models.Model):
    """An indicator that hangs on one task; ``target`` is what each of its parts is to reach."""

    task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="indicators", verbose_name="nhiệm vụ"
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="tasks", verbose_name="chỉ tiêu"
    )
    target = models.DecimalField(
        "mức phải đạt",
        max_digits=DIGITS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.001"), "Mức phải đạt là số lớn hơn 0.")],
    )
    # As the plan puts it ("ít nhất 02 buổi"); blank where somebody set the target by hand.
    words = models.CharField("theo văn bản", max_length=255, blank=True)

    objects = TaskIndicatorQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "chỉ tiêu của nhiệm vụ"
        verbose_name_plural = "chỉ tiêu của nhiệm vụ"
        ordering = ["task", "pk"]
        constraints = [
            models.UniqueConstraint(name="task_indicator_once", fields=["task", "indicator"]),
            RowCheck(
                name="task_indicator_target_positive",
                condition=Q(target__isnull=True) | Q(target__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} – {self.task}"

    def whole_target(self, *, parts: int, times: int, counting: Counting) -> Decimal | None:
        """What the parts of the task are to reach together, of which there are ``parts``, at
        ``times`` times; a rate or a peak is the same for all of them."""
        if self.target is None or self.indicator.adding == Adding.HIGHEST.value:
            return self.target
        if self.indicator.unit_of_measure == PERCENT:
            return self.target
        return self.target * (parts if counting is Counting.EACH else times)


class Figure(models.Model):
    """What one unit said of one indicator for one day; with progress, or by itself.  Figures are
    only ever added: ``corrects`` names the one that this takes the place of."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="figures", verbose_name="đơn vị"
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="figures", verbose_name="chỉ tiêu"
    )
    assignment = models.ForeignKey(
        Assignment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name="phân công",
    )
    entry = models.ForeignKey(
        ProgressEntry,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name="diễn biến",
    )
    value = models.DecimalField("số liệu", max_digits=DIGITS, decimal_places=DECIMALS)
    counted_on = models.DateField("tính vào ngày")
    corrects = models.OneToOneField(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name="sửa cho số liệu",
    )
    reason = models.CharField("lý do sửa", max_length=500, blank=True)
    by = signed_by("người ghi")
    at = models.DateTimeField("ghi lúc", auto_now_add=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        ordering = ["-counted_on", "-pk"]
        constraints = [
            RowCheck(
                name="figure_not_negative",
                condition=Q(value__gte=0),
                violation_error_message="Số liệu không thể nhỏ hơn 0.",
            ),
            RowCheck(
                name="figure_entry_with_its_work",
                condition=Q(assignment__isnull=True, entry__isnull=True)
                | Q(assignment__isnull=False, entry__isnull=False),
            ),
            models.UniqueConstraint(
                name="figure_once_in_an_entry",
                fields=["entry", "indicator"],
                condition=Q(entry__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="figure_indicator_day", fields=["indicator", "counted_on"]),
            models.Index(
                name="figure_unit_latest", fields=["unit", "indicator", "-counted_on", "-id"]
            ),
            models.Index(name="figure_work", fields=["assignment", "indicator"]),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.indicator}: {self.value}"
