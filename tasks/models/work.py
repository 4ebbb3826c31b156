"""What becomes of it: each unit's part in a task, its story, its evidence, its extensions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.constraints import RowCheck
from accounts.models import perhaps_by, signed_by
from plans.models import Plan
from plans.schedule import period_name
from tasks.models.definition import Part, Task
from tasks.querysets import OPEN, AssignmentQuerySet
from tasks.status import Facts
from tasks.status_sql import CLOSED_ON
from tasks.story_querysets import (
    EvidenceQuerySet,
    ExtensionQuerySet,
    ProgressEntryQuerySet,
)
from units.models import Unit
from vietnamese.text import fold


class Assignment(models.Model):
    """One unit's part in one task for one period ("" where the task is done once)."""

    task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="assignments", verbose_name="nhiệm vụ"
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="assignments",
        db_index=False,
        verbose_name="đơn vị",
    )
    part = models.CharField("vai trò", max_length=15, choices=Part, default=Part.LEAD)
    period = models.CharField("kỳ", max_length=20, blank=True, default="")
    # Who sees to it within the unit; the work stays the unit's.
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="người phụ trách",
    )
    # Blank for work given before this was kept.
    given_at = models.DateTimeField("giao lúc", auto_now_add=True, null=True)
    starts_on = models.DateField("bắt đầu")
    # The day the plan set; it stays when an extension moves the due day.
    planned_on = models.DateField("hạn theo kế hoạch", null=True, blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)
    percent = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    last_entry_on = models.DateField("cập nhật gần nhất", null=True, blank=True)
    finished_on = models.DateField("đơn vị báo hoàn thành ngày", null=True, blank=True)
    confirmed_on = models.DateField("xác nhận ngày", null=True, blank=True)
    suspended_on = models.DateField("tạm dừng từ", null=True, blank=True)
    cancelled_on = models.DateField("hủy ngày", null=True, blank=True)
    # Counts changes, so that two people never overwrite each other unseen.
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="assignment_once", fields=["task", "unit", "period"]),
            RowCheck(
                name="assignment_percent_range", condition=Q(percent__gte=0, percent__lte=100)
            ),
            RowCheck(
                name="assignment_confirmed_only_when_finished",
                condition=Q(confirmed_on__isnull=True) | Q(finished_on__isnull=False),
            ),
            RowCheck(
                name="assignment_starts_before_due",
                condition=Q(due_on__isnull=True) | Q(starts_on__lte=F("due_on")),
            ),
            RowCheck(
                name="assignment_dated_stays_dated",
                condition=Q(planned_on__isnull=True, due_on__isnull=True)
                | Q(planned_on__isnull=False, due_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="assignment_unit_due", fields=["unit", "due_on"]),
            models.Index(name="assignment_due", fields=["due_on", "id"]),
            # What a unit has, counted by parts and tasks.
            models.Index(
                name="assignment_of_unit", fields=["unit", "task", "confirmed_on", "cancelled_on"]
            ),
            # The order of lists of open work, for who sees much of it.
            models.Index(
                name="assignment_open", fields=["due_on", "unit", "task", "id"], condition=OPEN
            ),
            models.Index(
                name="assignment_officer_due",
                fields=["officer", "due_on"],
                condition=Q(officer__isnull=False),
            ),
            models.Index(
                name="assignment_waiting",
                fields=["finished_on"],
                condition=Q(finished_on__isnull=False, confirmed_on__isnull=True),
            ),
            # All that the counts of a period are told by, so that they are told by it alone.
            models.Index(
                F("unit"),
                CLOSED_ON,
                *map(F, ("task", "starts_on", "due_on", "finished_on", "confirmed_on")),
                *map(F, ("suspended_on", "cancelled_on", "id")),
                name="assignment_counted",
                condition=Q(part=Part.LEAD),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.task}"

    @property
    def facts(self) -> Facts:
        return Facts(
            starts_on=self.starts_on,
            due_on=self.due_on,
            finished_on=self.finished_on,
            confirmed_on=self.confirmed_on,
            suspended_on=self.suspended_on,
            cancelled_on=self.cancelled_on,
            in_force_until=self.task.plan.in_force_until,
        )

    @property
    def period_name(self) -> str:
        return period_name(self.period)


class PlanUnit(models.Model):
    """That a plan gives work to a unit: what the parts of its tasks say, kept by itself so that who
    may see the plan is not told by looking at them all (``tasks.actions.giving``)."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="given_to", verbose_name="kế hoạch"
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        verbose_name="đơn vị",
    )

    class Meta:
        verbose_name = "đơn vị có việc trong kế hoạch"
        verbose_name_plural = "đơn vị có việc trong kế hoạch"
        ordering = ["plan", "unit"]
        constraints = [models.UniqueConstraint(name="plan_unit_once", fields=["unit", "plan"])]

    def __str__(self) -> str:
        return f"{self.plan} → {self.unit}"


class EntryKind(models.TextChoices):
    PROGRESS = "progress", "Cập nhật tiến độ"
    DONE = "done", "Báo cáo hoàn thành"
    CONFIRMED = "confirmed", "Xác nhận hoàn thành"
    SENT_BACK = "sent_back", "Trả lại"
    EXTENSION_ASKED = "extension_asked", "Xin gia hạn"
    EXTENSION_GRANTED = "extension_granted", "Đồng ý gia hạn"
    EXTENSION_REFUSED = "extension_refused", "Không đồng ý gia hạn"
    SUSPENDED = "suspended", "Tạm dừng"
    RESUMED = "resumed", "Tiếp tục"
    CANCELLED = "cancelled", "Hủy"
    HANDED_OVER = "handed_over", "Chuyển giao"
    OFFICER = "officer", "Cử người phụ trách"
    REMINDED = "reminded", "Đôn đốc"
    FIGURE = "figure", "Sửa số liệu"
    TAKEN_BACK = "taken_back", "Rút lại"
    EVIDENCE_WITHDRAWN = "evidence_withdrawn", "Rút minh chứng"
    BEFORE = "before", "Xong trước khi đưa vào chương trình"
    RESCHEDULED = "rescheduled", "Đổi thời hạn"
    DIFFICULTY = "difficulty", "Nêu vướng mắc"
    DIFFICULTY_ANSWERED = "difficulty_answered", "Trả lời vướng mắc"
    DIFFICULTY_CLOSED = "difficulty_closed", "Đã gỡ vướng mắc"
    DIFFICULTY_REOPENED = "difficulty_reopened", "Mở lại vướng mắc"


class ProgressEntry(models.Model):
    """One line of an assignment's story.  Entries are only ever added, never changed."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="entries", verbose_name="phân công"
    )
    kind = models.CharField("việc", max_length=20, choices=EntryKind, default=EntryKind.PROGRESS)
    on = models.DateField("ngày")
    percent = models.PositiveSmallIntegerField("tiến độ (%)", null=True, blank=True)
    note = models.TextField("nội dung", blank=True)
    # Why the work came late, or why the day it was finished on is told only now.
    reason = models.TextField("lý do", blank=True, default="")
    difficulty = models.TextField("vướng mắc", blank=True)
    # Of a report that the work is done: on which day; it outlives being sent back.
    finished_on = models.DateField("ngày hoàn thành đã báo", null=True, blank=True)
    by = signed_by("người ghi")
    at = models.DateTimeField("ghi lúc", auto_now_add=True)
    takes_back = models.OneToOneField(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="taken_back",
        verbose_name="rút lại",
    )

    objects = ProgressEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "diễn biến"
        verbose_name_plural = "diễn biến"
        ordering = ["-on", "-pk"]
        constraints = [
            RowCheck(
                name="entry_percent_range",
                condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100),
            )
        ]
        indexes = [
            models.Index(name="entry_assignment_day", fields=["assignment", "-on", "-id"]),
            models.Index(name="entry_difficulty", fields=["on", "id"], condition=~Q(difficulty="")),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.get_kind_display()}"


def evidence_path(instance: "Evidence", _filename: str) -> str:
    """Where evidence lies: by its hash, so that nothing a person typed becomes a path."""
    return f"evidence/{instance.sha256[:2]}/{instance.sha256}"


class Evidence(models.Model):
    """A file that shows what was done."""

    entry = models.ForeignKey(
        ProgressEntry, on_delete=models.CASCADE, related_name="evidence", verbose_name="diễn biến"
    )
    file = models.FileField("tệp", upload_to=evidence_path, max_length=200)
    name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("dung lượng (byte)")
    media_type = models.CharField("loại tệp", max_length=100)
    search_text = models.TextField(editable=False, default="")
    withdrawn_on = models.DateField("rút ngày", null=True, blank=True)
    withdrawn_by = perhaps_by("người rút")
    withdrawn_reason = models.TextField("lý do rút", blank=True, default="")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["entry", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.search_text = fold(self.name)


class Extension(models.Model):
    """A later due day, asked for and then granted or refused."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="extensions", verbose_name="phân công"
    )
    asked_on = models.DateField("ngày xin")
    asked_by = signed_by("người xin")
    due_before = models.DateField("hạn cũ")
    due_asked = models.DateField("hạn xin lùi đến")
    reason = models.TextField("lý do")
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    decided_by = perhaps_by("người quyết định")
    granted = models.BooleanField("đồng ý", null=True, blank=True)
    answer = models.TextField("ý kiến", blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = "gia hạn"
        verbose_name_plural = "gia hạn"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            RowCheck(name="extension_moves_later", condition=Q(due_asked__gt=F("due_before"))),
            RowCheck(
                name="extension_decided_whole",
                condition=Q(decided_on__isnull=True, granted__isnull=True)
                | Q(decided_on__isnull=False, granted__isnull=False),
            ),
            models.UniqueConstraint(
                name="extension_one_open",
                fields=["assignment"],
                condition=Q(decided_on__isnull=True),
                violation_error_message="Đã có một đề nghị gia hạn đang chờ quyết định.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.due_before:%d/%m/%Y} → {self.due_asked:%d/%m/%Y}"
