"""The secret address under which a person's calendar is read by other programs."""

from django.conf import settings
from django.db import models

from reports.querysets import CalendarFeedQuerySet


class CalendarFeed(models.Model):
    """Only what the secret hashes to is kept: the address is shown when it is made."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="calendar_feed",
        verbose_name="người dùng",
    )
    digest = models.CharField("băm SHA-256 của địa chỉ bí mật", max_length=64)
    renewed_on = models.DateField("đổi địa chỉ ngày")

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = "lịch cá nhân"
        verbose_name_plural = "lịch cá nhân"
        ordering = ["user"]

    def __str__(self) -> str:
        return f"{self.user} ({self.renewed_on:%d/%m/%Y})"
