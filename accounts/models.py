"""Who logs in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Model
from django.utils.crypto import salted_hmac
from simple_history.models import HistoricalRecords

from accounts.mail import REFUSAL_LENGTH
from vietnamese.text import fold, name_key, one_line

# Django writes this on every login; the login journal keeps it already.
_LOGIN = frozenset({"last_login"})


class AccountHistory(HistoricalRecords):
    """One row a change, passwords left out, and none for a login."""

    def post_save(
        self, instance: Model, created: bool, using: str | None = None, **kwargs: Any
    ) -> None:
        if kwargs.get("update_fields") != _LOGIN:
            super().post_save(instance, created, using=using, **kwargs)


SORT_LENGTH = 1200


class PeopleManager(UserManager["User"]):
    """Makes accounts whose derived columns are filled from the first."""

    def _create_user_object(
        self, username: str, email: str | None, password: str | None, **extra: Any
    ) -> User:
        user: User = super()._create_user_object(username, email, password, **extra)  # type: ignore[misc]  # not in its stub
        user.fill_derived()
        return user


class LetterRhythm(models.TextChoices):
    """How often the program writes to somebody; never is no choice."""

    DAILY = "daily", "Mỗi ngày làm việc, khi có điều cần nhắc"
    WEEKLY = "weekly", "Mỗi tuần một thư, đầu tuần"


class User(AbstractUser):
    """A person with an account.  What the person may do is told by memberships, never here."""

    first_name = None  # type: ignore[assignment]  # Django's way to drop a field
    last_name = None  # type: ignore[assignment]  # as above
    full_name = models.CharField("họ và tên", max_length=150)
    position = models.CharField("chức vụ", max_length=150, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    letter_rhythm = models.CharField(
        "thư nhắc việc", max_length=10, choices=LetterRhythm, default=LetterRhythm.DAILY
    )
    # Set with a first password given by an administrator: the person chooses another on entering.
    must_change_password = models.BooleanField("phải đổi mật khẩu khi đăng nhập", default=False)
    # Why the last invitation did not leave, as the mail server said it; with ``invited_at``, that
    # nobody knows whether it did; "" where nothing is known against it.
    invitation_refusal = models.CharField(
        max_length=REFUSAL_LENGTH, blank=True, editable=False, default=""
    )
    invited_at = models.DateTimeField("gửi thư mời lúc", null=True, blank=True, editable=False)
    # When the mail server took the last invitation; None while its job waits, or where it was lost.
    invitation_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    # How often all sessions of the person were ended; part of what a session is checked by.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    sort_name = models.CharField(max_length=SORT_LENGTH, editable=False, default="")
    search_text = models.CharField(max_length=600, editable=False, default="")

    # What units.querysets.remember_roles has asked, for the time of one request.
    roles_held: tuple[tuple[int, Any], ...] | None = None
    offices: tuple[str, ...] = ()  # the names of those units, in the same order
    capabilities_in: dict[int, Any] | None = None  # by unit, as far as it was asked
    # How many notices wait for the person, told with the account of a session; None: not asked.
    unread: int | None = None

    objects: ClassVar[PeopleManager] = PeopleManager()
    history = AccountHistory(
        excluded_fields=[
            "password",
            "last_login",
            "sessions_ended",
            "invitation_refusal",
            "invitation_sent_at",
            "sort_name",
            "search_text",
        ]
    )

    REQUIRED_FIELDS = ["full_name", "email"]

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        ordering = ["sort_name", "pk"]
        indexes = [
            models.Index(name="user_sort_name", fields=["sort_name", "id"]),
            models.Index(name="user_last_login", fields=["last_login", "id"]),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to be this person's: another one once all were ended."""
        current: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # not in its stub
        if not self.sessions_ended:
            return current
        return salted_hmac("accounts.sessions_ended", f"{current}{self.sessions_ended}").hexdigest()

    def end_sessions(self) -> None:
        """Makes every session there is somebody else's, for good."""
        self.sessions_ended += 1

    def fill_derived(self) -> None:
        """Sets the columns by which people are sorted and searched, from their names."""
        self.full_name = one_line(self.full_name)
        self.sort_name = name_key(self.full_name or self.username)[:SORT_LENGTH]
        self.search_text = fold(f"{self.full_name} {self.username} {self.email}")[:600]

    def clean(self) -> None:
        super().clean()
        self.fill_derived()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[-1] if self.full_name else self.username


def signed_by(label: str) -> models.ForeignKey[User, User]:
    """Whose hand a row shows, in a field of a model: nobody is deleted as long as it is there."""
    return models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=label)


def perhaps_by(label: str, *, blank: bool = True) -> models.ForeignKey[User | None, User | None]:
    """As ``signed_by``, None where nobody's; ``blank``: a form may leave it out."""
    return models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=blank,
        verbose_name=label,
    )


class SentForm(models.Model):
    """A form that was saved, so that sending it once more (the browser's back, a double click)
    writes nothing twice."""

    token = models.UUIDField("mã biểu mẫu", unique=True)
    by = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name="người gửi"
    )
    at = models.DateTimeField("gửi lúc", auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "biểu mẫu đã gửi"
        verbose_name_plural = "biểu mẫu đã gửi"

    def __str__(self) -> str:
        return str(self.token)
