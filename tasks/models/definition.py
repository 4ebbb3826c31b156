"""What the plan lays down: tasks, whom it names for them, what a superior plan asks of them."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.constraints import RowCheck
from accounts.models import signed_by
from plans.models import DeadlineFields, Plan
from tasks.figures import COUNTING_LABELS
from tasks.querysets import TaskQuerySet
from tasks.story_querysets import TaskCoverageQuerySet
from tasks.tracking import UNTRACKED_LABELS, Untracked
from units.models import UnitGroup
from vietnamese.text import fold, one_line

HEADINGS_BETWEEN = " › "  # between the headings below a chapter


class Category(models.TextChoices):
    COMMUNICATION = "communication", "Tuyên truyền, phổ biến"
    TRAINING = "training", "Tập huấn, huấn luyện"
    DRILL = "drill", "Thực tập phương án"
    INSPECTION = "inspection", "Kiểm tra, tự kiểm tra"
    EQUIPMENT = "equipment", "Trang bị, sửa chữa"
    ORGANISATION = "organisation", "Kiện toàn tổ chức, lực lượng"
    REPORTING = "reporting", "Báo cáo, tổng hợp"
    OTHER = "other", "Khác"


class Part(models.TextChoices):
    LEAD = "lead", "Chủ trì"
    COOPERATING = "cooperating", "Phối hợp"


class Task(DeadlineFields):
    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="tasks", verbose_name="kế hoạch"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="thuộc nhiệm vụ",
    )
    ref = models.CharField("số thứ tự trong kế hoạch", max_length=40, blank=True)
    order = models.PositiveIntegerField("thứ tự", default=0)
    # The headings of the plan under which it stands, as written: its part, and what is below that.
    chapter = models.CharField("mục của văn bản", max_length=255, blank=True, default="")
    heading = models.CharField("tiểu mục của văn bản", max_length=500, blank=True, default="")
    title = models.CharField("tên nhiệm vụ", max_length=255)
    text = models.TextField("nội dung theo văn bản")
    category = models.CharField(
        "nhóm việc", max_length=20, choices=Category, default=Category.OTHER
    )
    expected_product = models.CharField("sản phẩm", max_length=500, blank=True)
    # Whether its units count each its own figures or all one thing; blank: by how many lead it.
    counted_by = models.CharField(
        "cách tính số liệu",
        max_length=10,
        choices=[(one.value, label) for one, label in COUNTING_LABELS.items()],
        blank=True,
        default="",
    )
    # Why it is not followed; blank for work.
    untracked = models.CharField(
        "không theo dõi vì",
        max_length=10,
        choices=[(why.value, UNTRACKED_LABELS[why]) for why in Untracked],
        blank=True,
        default="",
    )
    # Taken out of the plan by the coordinator; its open parts were cancelled on that day.
    withdrawn_on = models.DateField("rút khỏi kế hoạch ngày", null=True, blank=True)
    # Counts changes, so that two people never overwrite each other unseen.
    revision = models.PositiveIntegerField(default=0, editable=False)
    search_text = models.TextField(editable=False, default="")

    objects = TaskQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text", "revision"])

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ["plan", "order", "pk"]
        indexes = [
            models.Index(name="task_plan_order", fields=["plan", "order"]),
            # Of which plan a part counted is; without a look at the long rows of tasks.
            models.Index(name="task_followed", fields=["id", "plan"], condition=Q(untracked="")),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}".strip()

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings under which it stands, outermost first."""
        below = self.heading.split(HEADINGS_BETWEEN) if self.heading else []
        return tuple(filter(None, (self.chapter, *below)))

    def clean(self) -> None:
        super().clean()
        self.title = one_line(self.title)
        self.search_text = fold(f"{self.ref} {self.title} {self.text}")


class OutsideParty(models.Model):
    """A name in the plan that is no unit of the directory, kept as written."""

    task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="outside_parties", verbose_name="nhiệm vụ"
    )
    part = models.CharField("vai trò", max_length=15, choices=Part)
    name = models.CharField("tên theo văn bản", max_length=255)

    class Meta:
        verbose_name = "đơn vị ngoài danh mục"
        verbose_name_plural = "đơn vị ngoài danh mục"
        ordering = ["task", "pk"]

    def __str__(self) -> str:
        return self.name


class GroupAssignment(models.Model):
    """A part in a task given to a group as a whole; each member has an assignment of its own.

    Kept so that a later change of the group can be shown, and applied when asked.
    """

    task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="group_assignments", verbose_name="nhiệm vụ"
    )
    group = models.ForeignKey(
        UnitGroup, on_delete=models.PROTECT, related_name="assignments", verbose_name="nhóm đơn vị"
    )
    part = models.CharField("vai trò", max_length=15, choices=Part, default=Part.LEAD)

    class Meta:
        verbose_name = "giao cho nhóm đơn vị"
        verbose_name_plural = "giao cho nhóm đơn vị"
        ordering = ["task", "pk"]
        constraints = [
            models.UniqueConstraint(name="group_assignment_once", fields=["task", "group"])
        ]

    def __str__(self) -> str:
        return f"{self.group} – {self.task}"


class TaskCoverage(models.Model):
    """A person's word on one task of the superior plan: this task of ``plan`` carries it out, or,
    where ``task`` is blank, none needs to, for the reason given."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="coverages", verbose_name="kế hoạch"
    )
    superior = models.ForeignKey(
        Task,
        on_delete=models.CASCADE,
        related_name="covered_by",
        verbose_name="nhiệm vụ của cấp trên",
    )
    task = models.ForeignKey(
        Task,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="covers",
        verbose_name="nhiệm vụ của kế hoạch",
    )
    reason = models.CharField("lý do không phải triển khai", max_length=500, blank=True)
    confirmed_by = signed_by("người xác nhận")
    confirmed_on = models.DateField("xác nhận ngày")

    objects = TaskCoverageQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "đối chiếu với kế hoạch cấp trên"
        verbose_name_plural = "đối chiếu với kế hoạch cấp trên"
        ordering = ["plan", "superior", "pk"]
        constraints = [
            RowCheck(
                name="coverage_task_or_reason",
                condition=Q(task__isnull=False, reason="") | Q(task__isnull=True) & ~Q(reason=""),
            ),
            models.UniqueConstraint(
                name="coverage_pair_once",
                fields=["superior", "task"],
                condition=Q(task__isnull=False),
            ),
            models.UniqueConstraint(
                name="coverage_waived_once",
                fields=["plan", "superior"],
                condition=Q(task__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.superior} ← {self.task or self.reason}"
