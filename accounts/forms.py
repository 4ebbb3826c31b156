"""Logging in, one's own details, one's own password."""

import datetime
from collections.abc import Iterable
from typing import Any

from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt, AccessLog
from django import forms
from django.conf import settings
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
)
from django.core.cache import cache
from django.db.models import Sum
from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.jobs import send_letter
from accounts.models import User
from accounts.widgets import Radios, StyledField

# So many wrong passwords of one name within the time of a closed door, from however many addresses,
# and it is closed to addresses from which the person never came in.
MOST_TRIES = 30


class LoginForm(AuthenticationForm):
    bound_field_class = StyledField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng. Vui lòng kiểm tra lại,"
        " chú ý chữ hoa và chữ thường.",
        "inactive": "Tài khoản này đã ngừng sử dụng. Vui lòng liên hệ người quản trị.",
    }


def names_tried(request: HttpRequest, now: datetime.datetime) -> int:
    """How many names were tried from this address of late; a name that got in is forgotten."""
    since = now - datetime.timedelta(hours=settings.AXES_COOLOFF_TIME)
    tried = AccessAttempt.objects.filter(
        ip_address=get_client_ip_address(request), attempt_time__gte=since
    )
    return int(tried.values("username").distinct().count())


def is_guessed(request: HttpRequest, now: datetime.datetime) -> bool:
    """Whether the name that is given was tried in vain so often of late, from whatever addresses,
    that only an address from which it has come in before may try it."""
    name = LoginForm.base_fields["username"].to_python(request.POST.get("username", ""))
    since = now - datetime.timedelta(hours=settings.AXES_COOLOFF_TIME)
    tried = AccessAttempt.objects.filter(username=name, attempt_time__gte=since)
    if (tried.aggregate(n=Sum("failures_since_start"))["n"] or 0) < MOST_TRIES:
        return False
    here = get_client_ip_address(request)
    return not AccessLog.objects.filter(username=name, ip_address=here).exists()


class ProfileForm(forms.ModelForm[User]):
    bound_field_class = StyledField

    class Meta:
        model = User
        fields = ["full_name", "position", "email", "phone", "letter_rhythm"]
        labels = {"email": "Thư điện tử"}
        widgets = {"letter_rhythm": Radios}
        help_texts = {
            "letter_rhythm": "Việc của mình quá hạn thì luôn được nhắc. Mọi thông báo cũng có ở"
            " trang Thông báo."
        }


class OwnPasswordForm(PasswordChangeForm):
    bound_field_class = StyledField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Mật khẩu đang dùng"
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields["new_password2"].label = "Gõ lại mật khẩu mới"

    def clean(self) -> dict[str, Any]:
        """A first password is known to whoever gave it: the person chooses another."""
        cleaned = super().clean() or {}
        same = cleaned.get("old_password") == cleaned.get("new_password1")
        if self.user.must_change_password and same and "new_password1" in cleaned:
            self.add_error("new_password1", "Hãy chọn mật khẩu khác mật khẩu được cấp lần đầu.")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        self.user.must_change_password = False
        return super().save(commit)


NEXT_LETTER = 5 * 60  # seconds after one for the same account


class ForgottenPasswordForm(PasswordResetForm):
    """Asks for the address; the letter goes out as a job, so that the answer is as quick for an
    address that nobody has."""

    bound_field_class = StyledField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Thư điện tử của tài khoản"

    def get_users(self, email: str) -> Iterable[User]:
        """Open accounts with this address, those too that were invited and have no password yet;
        none to which such a letter has just gone: nobody's box is filled by strangers."""
        users = User.objects.filter(email__iexact=email, is_active=True).order_by("pk")
        asking = [one for one in users if one.has_usable_password() or one.invited_at]
        return [one for one in asking if cache.add(f"forgotten-{one.pk}", True, NEXT_LETTER)]

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        subject = " ".join(render_to_string(subject_template_name, context).split())
        body = render_to_string(email_template_name, context)
        send_letter.enqueue(subject=subject, body=body, to=to_email)


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # generic in its types only
    bound_field_class = StyledField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields["new_password2"].label = "Gõ lại mật khẩu mới"

    def save(self, commit: bool = True) -> Any:
        self.user.must_change_password = False
        return super().save(commit)
