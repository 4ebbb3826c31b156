"""Logging in and out, and what a person sees of the own account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import (
    LoginView,
    PasswordResetConfirmView,
    PasswordResetDoneView,
    PasswordResetView,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.forms import (
    ForgottenPasswordForm,
    LoginForm,
    NewPasswordForm,
    OwnPasswordForm,
    ProfileForm,
    names_tried,
)

# So many names tried in vain from one address within the time of a closed door, and the address has
# to wait: guessing one password for many names never makes one name's own five.
MOST_NAMES = 20


class OfficeLoginView(LoginView):
    """After a first password comes the page on which to change it, whatever was asked for."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if names_tried(request, timezone.now()) >= MOST_NAMES:
            return render(request, "accounts/locked.html", {"is_address": True}, status=429)
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        if getattr(self.request.user, "must_change_password", False):
            return reverse("accounts:password")
        return super().get_success_url()


login = OfficeLoginView.as_view(
    template_name="accounts/login.html",
    authentication_form=LoginForm,
    redirect_authenticated_user=True,
)

forgotten = PasswordResetView.as_view(
    template_name="accounts/forgotten.html",
    form_class=ForgottenPasswordForm,
    subject_template_name="accounts/letter_subject.txt",
    email_template_name="accounts/letter.txt",
    success_url=reverse_lazy("accounts:letter_sent"),
)

letter_sent = PasswordResetDoneView.as_view(template_name="accounts/letter_sent.html")

new_password = PasswordResetConfirmView.as_view(
    template_name="accounts/new_password.html",
    form_class=NewPasswordForm,
    post_reset_login=True,
    post_reset_login_backend="django.contrib.auth.backends.ModelBackend",
    success_url=reverse_lazy("home"),
)


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The person's own details, and the roles held."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Đã lưu thông tin tài khoản.")
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form})


@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password for oneself; the session goes on."""
    first = getattr(request.user, "must_change_password", False)
    form = OwnPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, "Đã đổi mật khẩu.")
        return redirect("home" if first else "accounts:profile")
    page = "accounts/first_password.html" if first else "accounts/password.html"
    return render(request, page, {"form": form})
