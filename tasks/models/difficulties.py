"""What stands in the way of work: who is asked, what they answer, whether it is settled."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.badges import Badge
from accounts.constraints import RowCheck
from accounts.models import perhaps_by
from tasks.models.work import Assignment, ProgressEntry
from tasks.story_querysets import DifficultyQuerySet
from vietnamese.text import fold


class Addressee(models.TextChoices):
    COORDINATOR = "coordinator", "Đầu mối tổng hợp"
    LEADER = "leader", "Lãnh đạo cơ quan"
    SUPERIOR = "superior", "Cấp trên của cơ quan (đưa vào kiến nghị)"


class Difficulty(models.Model):
    """Something that a unit cannot settle itself.  Where it stands is derived from its days."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="difficulties", verbose_name="phân công"
    )
    entry = models.OneToOneField(
        ProgressEntry,
        on_delete=models.CASCADE,
        related_name="raised",
        verbose_name="diễn biến",
    )
    text = models.TextField("vướng mắc")
    addressed_to = models.CharField(
        "gửi tới", max_length=15, choices=Addressee, default=Addressee.COORDINATOR
    )
    raised_on = models.DateField("nêu ngày")
    answered_on = models.DateField("trả lời ngày", null=True, blank=True)
    answered_by = perhaps_by("người trả lời")
    answer = models.TextField("trả lời", blank=True)
    closed_on = models.DateField("đã gỡ ngày", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    search_text = models.TextField(editable=False, default="")

    objects = DifficultyQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["revision", "search_text"])

    class Meta:
        verbose_name = "vướng mắc"
        verbose_name_plural = "vướng mắc"
        ordering = ["-raised_on", "-pk"]
        constraints = [
            RowCheck(
                name="difficulty_answered_whole",
                condition=Q(answered_on__isnull=True, answer="")
                | Q(answered_on__isnull=False) & ~Q(answer=""),
            ),
            RowCheck(
                name="difficulty_closed_after_raised",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("raised_on")),
            ),
        ]
        indexes = [
            models.Index(
                name="difficulty_open", fields=["raised_on"], condition=Q(closed_on__isnull=True)
            ),
            models.Index(name="difficulty_work", fields=["assignment", "-raised_on", "-id"]),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def clean(self) -> None:
        self.search_text = fold(f"{self.text} {self.answer}")

    @property
    def badge(self) -> Badge:
        """How it stands: settled, answered, or waiting for an answer."""
        if self.closed_on:
            return Badge("Đã gỡ", "done", "circle-check")
        if self.answered_on:
            return Badge("Đã trả lời", "open", "message-circle")
        return Badge("Chờ trả lời", "waiting", "hourglass")
