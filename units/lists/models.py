"""Lists that people bring, and what was said about words in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


def list_file(one: ListImport, sha256: str) -> str:
    """Where a list that somebody has brought lies."""
    return f"lists/{one.user_id}/{one.listing}-{sha256}"


class ListImport(models.Model):
    """A list that somebody has brought: its file, what was said about it, what it would do, and
    what came of it."""

    class State(models.TextChoices):
        BROUGHT = "brought", "đã tải lên"
        LOOKING = "looking", "đang đọc"
        LOOKED_AT = "looked_at", "đã xem trước"
        WRITING = "writing", "đang ghi"
        WRITTEN = "written", "đã ghi"

    listing = models.CharField("danh sách", max_length=20)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="người tải lên",
    )
    sha256 = models.CharField("mã băm", max_length=64)
    name = models.CharField("tên tệp", max_length=255)
    file = models.FileField("tệp", upload_to=list_file, max_length=200)
    rows = models.PositiveIntegerField("số dòng", default=0)
    choices = models.JSONField("lựa chọn", default=dict)
    # The rows as read, and what becomes of each; blank until the list has been looked at.
    table = models.JSONField("các dòng", null=True)
    preview = models.JSONField("xem trước", null=True)
    outcome = models.JSONField("kết quả", null=True)
    state = models.CharField(
        "trạng thái", max_length=20, choices=State.choices, default=State.BROUGHT
    )
    brought_at = models.DateTimeField("tải lên lúc")
    begun_at = models.DateTimeField("bắt đầu lúc", null=True)

    class Meta:
        verbose_name = "danh sách tải lên"
        verbose_name_plural = "danh sách tải lên"
        ordering = ["-brought_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="list_import_once", fields=["user", "listing", "sha256"])
        ]

    def __str__(self) -> str:
        return self.name


class ListAnswer(models.Model):
    """What words in lists mean: as one person has said, or (without a person) for everybody."""

    class About(models.TextChoices):
        COLUMNS = "columns", "các cột"
        UNIT = "unit", "đơn vị"
        KIND = "kind", "loại đơn vị"
        KIND_OF = "kind-of", "loại của đơn vị mới"
        ROLE = "role", "vai trò"
        ROLE_OF = "role-of", "vai trò theo chức vụ"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="của riêng người",
        help_text="Để trống: dùng cho mọi người.",
    )
    about = models.CharField("nói về", max_length=20, choices=About.choices)
    words = models.CharField("chữ trong tệp", max_length=255)
    meant = models.TextField("được hiểu là")

    class Meta:
        verbose_name = "cách hiểu chữ trong danh sách"
        verbose_name_plural = "cách hiểu chữ trong danh sách"
        ordering = ["about", "words", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="list_answer_once_per_person",
                fields=["user", "about", "words"],
                condition=Q(user__isnull=False),
            ),
            models.UniqueConstraint(
                name="list_answer_once_for_all",
                fields=["about", "words"],
                condition=Q(user__isnull=True),
                violation_error_message="Chữ này đã có cách hiểu.",
            ),
        ]

    def __str__(self) -> str:
        return self.words
