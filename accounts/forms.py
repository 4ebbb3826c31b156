"""Logging in, one's own details, one's own password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
)
from django.template.loader import render_to_string

from accounts.jobs import send_letter
from accounts.models import User
from accounts.widgets import style


class LoginForm(AuthenticationForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"
        style(self)

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng. Vui lòng kiểm tra lại,"
        " chú ý chữ hoa và chữ thường.",
        "inactive": "Tài khoản này đã ngừng sử dụng. Vui lòng liên hệ người quản trị.",
    }


class ProfileForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["full_name", "position", "email", "phone"]
        labels = {"email": "Thư điện tử"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        style(self)


class OwnPasswordForm(PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Mật khẩu đang dùng"
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields["new_password2"].label = "Gõ lại mật khẩu mới"
        style(self)


class ForgottenPasswordForm(PasswordResetForm):
    """Asks for the address; the letter goes out as a job, so that the answer is as quick for an
    address that nobody has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Thư điện tử của tài khoản"
        style(self)

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


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields["new_password2"].label = "Gõ lại mật khẩu mới"
        style(self)
