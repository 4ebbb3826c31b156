"""Who was told what: notices, the letters that carried them, reminders by a person, who has looked.

What to say is worked out from the facts on the day (``tasks.reminders``); kept is only that it was
said, so that nothing is said twice.  Words and titles are made when somebody reads them.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.badges import Badge
from accounts.constraints import RowCheck
from plans.models import ReportDuty
from tasks.models.work import Assignment
from tasks.notice_querysets import LetterQuerySet, NoticeQuerySet, ReminderQuerySet
from tasks.reminders import NOTICE_BADGES, NoticeKind
from units.models import Unit

KIND_CHOICES = [(kind.value, badge.label) for kind, badge in NOTICE_BADGES.items()]
OF_WORK = Q(assignment__isnull=False)
OF_A_REPORT = Q(duty__isnull=False)


class Reminder(models.Model):
    """A person's word to those who have work to do."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="reminders",
        verbose_name="người đôn đốc",
    )
    on = models.DateField("ngày")
    words = models.TextField("lời nhắn", blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "lần đôn đốc"
        verbose_name_plural = "lần đôn đốc"
        ordering = ["-on", "-pk"]
        indexes = [models.Index(name="reminder_by_day", fields=["by", "-on", "-id"])]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.by}"


class Notice(models.Model):
    """One thing said to one person, about a unit's work or about a report that a unit owes.

    ``due_on`` and ``step`` tell the saying: a day that moves makes another, the same is said once.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notices",
        verbose_name="người được nhắc",
    )
    kind = models.CharField("về việc", max_length=15, choices=KIND_CHOICES)
    assignment = models.ForeignKey(
        Assignment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="phân công",
    )
    duty = models.ForeignKey(
        ReportDuty,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="nhiệm vụ báo cáo",
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đơn vị phải báo cáo",
    )
    period = models.CharField("kỳ", max_length=20, blank=True, default="")
    due_on = models.DateField("hạn hoặc ngày xảy ra")
    step = models.SmallIntegerField("số ngày so với hạn", default=0)
    on = models.DateField("nhắc ngày")
    reminder = models.ForeignKey(
        Reminder,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="lần đôn đốc",
    )
    # Too much for one day, or said in weightier words: counted in the letter, not listed.
    is_quiet = models.BooleanField("không hiện riêng", default=False)
    read_at = models.DateTimeField("đã xem lúc", null=True, blank=True)
    mailed_on = models.DateField("gửi thư ngày", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-on", "-pk"]
        constraints = [
            RowCheck(
                name="notice_of_work_or_report",
                condition=Q(assignment__isnull=False, duty__isnull=True, unit__isnull=True)
                | Q(assignment__isnull=True, duty__isnull=False, unit__isnull=False),
            ),
            models.UniqueConstraint(
                name="notice_of_work_once",
                fields=["person", "assignment", "kind", "due_on", "step"],
                condition=OF_WORK,
            ),
            models.UniqueConstraint(
                name="notice_of_report_once",
                fields=["person", "duty", "unit", "period", "kind", "due_on", "step"],
                condition=OF_A_REPORT,
            ),
        ]
        indexes = [
            # The bell, on every page.
            models.Index(name="notice_unread", fields=["person", "read_at", "is_quiet"]),
            models.Index(name="notice_person_day", fields=["person", "-on", "-id"]),
            models.Index(name="notice_day", fields=["on"]),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.person} – {self.badge.label}"

    @property
    def badge(self) -> Badge:
        return NOTICE_BADGES[NoticeKind(self.kind)]


class Letter(models.Model):
    """A letter to one person: the day's digest, or a reminder by somebody.  ``refusal`` is what the
    mail server said last.  A letter without ``sent_at`` is tried again, unless somebody had begun
    to send it and nobody knows how that ended (``LetterQuerySet.on_their_way``)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="letters",
        verbose_name="người nhận",
    )
    on = models.DateField("ngày")
    reminder = models.ForeignKey(
        Reminder,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name="lần đôn đốc",
    )
    tries = models.PositiveSmallIntegerField("số lần gửi", default=0)
    # The address that it was last tried at: a mended one is tried anew.
    address = models.CharField("địa chỉ đã gửi", max_length=254, blank=True, default="")
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    refusal = models.CharField("lý do chưa gửi được", max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "thư nhắc việc"
        verbose_name_plural = "thư nhắc việc"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="letter_once_a_day",
                fields=["person", "on"],
                condition=Q(reminder__isnull=True),
            ),
            models.UniqueConstraint(
                name="letter_once_a_reminder",
                fields=["reminder", "person"],
                condition=Q(reminder__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="letter_unsent", fields=["person"], condition=Q(sent_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.person}"


class WorkOpening(models.Model):
    """Somebody of the unit has opened its work: unread is told from undone."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="openings", verbose_name="phân công"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="người xem",
    )
    on = models.DateField("xem lần đầu ngày")

    class Meta:
        verbose_name = "lần xem công việc"
        verbose_name_plural = "lần xem công việc"
        ordering = ["assignment", "pk"]
        constraints = [
            models.UniqueConstraint(name="opening_once", fields=["assignment", "person"])
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.on:%d/%m/%Y}"


class DailyRun(models.Model):
    """What ``manage.py daily`` did on a day; the first process to write the row runs it."""

    on = models.DateField("ngày", unique=True)
    started_at = models.DateTimeField("bắt đầu lúc")
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    told = models.TextField("đã làm", blank=True)

    class Meta:
        verbose_name = "việc hằng ngày"
        verbose_name_plural = "việc hằng ngày"
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}"
