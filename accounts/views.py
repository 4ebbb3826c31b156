"""Logging in and out, and what a person sees of the own account."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as open_session
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import (
    LoginView,
    PasswordResetConfirmView,
    PasswordResetDoneView,
    PasswordResetView,
)
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.actions import sign_out
from accounts.forms import (
    ForgottenPasswordForm,
    LoginForm,
    NewPasswordForm,
    OwnPasswordForm,
    ProfileForm,
    is_guessed,
    names_tried,
)
from accounts.requests import Request
from accounts.single_sign_on import SIGNED_ON, ask_who, offered_name, who_came_back
from accounts.typed import Typed, keep, kept, remember_who, seal, typed_in, unseal

# So many names tried in vain from one address within the time of a closed door, and the address has
# to wait: guessing one password for many names never makes one name's own five.
MOST_NAMES = 20

APPEARANCE, LIGHT, DARK = "giaodien", "sang", "toi"  # the cookie that the frame reads


@method_decorator(login_not_required, name="dispatch")
class OfficeLoginView(LoginView):
    """After a first password comes the page on which to change it, whatever was asked for.

    What was typed before the session ended is carried along (``accounts/typed.py``).
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.typed = unseal(request.POST.get("typed", ""))
        if self.typed and request.user.is_authenticated:
            # Signed in meanwhile in another window.
            return redirect(_back_to(request, self.typed))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sealed = self.request.POST.get("typed", "") if self.typed else ""
        return super().get_context_data(
            **kwargs, typed=self.typed, sealed=sealed, sso=offered_name()
        )

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        if self.typed:
            answer = redirect(_back_to(self.request, self.typed))
        remember_who(answer, self.request)
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        is_address = names_tried(request, now) >= MOST_NAMES
        if is_address or is_guessed(request, now):
            words = {"is_address": is_address}
            return render(request, "accounts/locked.html", words, status=429)
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        if has_first_password(self.request):
            return reverse("accounts:password")
        return super().get_success_url()


def has_first_password(request: HttpRequest) -> bool:
    """Whether the person came in with a first password, which is to be changed before all else."""
    must_change = getattr(request.user, "must_change_password", False)
    return bool(must_change) and SIGNED_ON not in request.session


def _back_to(request: HttpRequest, typed: Typed) -> str:
    """Where somebody goes on who had typed something before the session ended."""
    if keep(request, typed):
        return reverse("accounts:password") if has_first_password(request) else typed.address
    messages.info(request, "Nội dung do người khác nhập trước đó trên máy này không được giữ lại.")
    return reverse("home")


login = OfficeLoginView.as_view(
    template_name="accounts/login.html",
    authentication_form=LoginForm,
    redirect_authenticated_user=True,
)


_ASKED = "sso_asked"  # of a session: where to go on, and what was typed, once the person is back


@login_not_required
@require_POST
def single_sign_on(request: HttpRequest) -> HttpResponse:
    """Leads to where the office keeps its accounts: by a page, as the policy lets no form be sent
    on to another site."""
    try:
        address = ask_who(request)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("accounts:login")
    request.session[_ASKED] = [request.POST.get("next", ""), request.POST.get("typed", "")]
    return render(request, "accounts/leaving.html", {"address": address})


@login_not_required
@require_safe
def signed_on(request: HttpRequest) -> HttpResponse:
    """Opens the session of the person whom the office's system has sent back."""
    try:
        person = who_came_back(request)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("accounts:login")
    address, sealed = request.session.pop(_ASKED, ["", ""])
    open_session(request, person, backend=settings.PEOPLE_BACKEND)
    request.session[SIGNED_ON] = True
    if typed := unseal(sealed):
        address = _back_to(request, typed)
    here = {request.get_host()}
    is_own = url_has_allowed_host_and_scheme(address, here, require_https=request.is_secure())
    answer = redirect(address if is_own else reverse("home"))
    remember_who(answer, request)
    return answer


def ask_to_sign_in(request: HttpRequest, typed: Typed) -> HttpResponse:
    """The sign-in page instead of the answer to a form whose session had ended; it carries what was
    typed.  A part of a page that a script asked for becomes the whole page."""
    context = {"form": LoginForm(request), "typed": typed, "sealed": seal(typed), "next": ""}
    context["sso"] = offered_name()
    answer = render(request, "accounts/login.html", context)
    if _is_part(request):
        answer["HX-Retarget"], answer["HX-Reswap"] = "body", "innerHTML show:window:top"
        answer["HX-Push-Url"] = reverse("accounts:login")
    return answer


@require_http_methods(["GET"])
def typed(request: HttpRequest) -> HttpResponse:
    """What was typed before the session ended, where its form cannot be shown again: one click
    sends it as it was."""
    found = kept(request)
    if found is None:
        return redirect("home")
    keep(request, replace(found, page=""))  # its page opens again without it
    return render(request, "accounts/typed.html", {"typed": found})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django names it
    """A form of one's own page whose token is old (signed in anew in another window): it comes back
    as it was filled in.  Anything else is refused."""
    sent_from = request.headers.get("Origin") or request.headers.get("Referer") or ""
    is_own = url_has_allowed_host_and_scheme(sent_from, {request.get_host()})
    found = typed_in(request) if is_own else None
    if found is None:
        return render(request, "403_csrf.html", status=403)
    if not request.user.is_authenticated:
        return ask_to_sign_in(request, found)
    address = found.address if keep(request, found) else reverse("home")
    return HttpResponseClientRedirect(address) if _is_part(request) else redirect(address)


def _is_part(request: HttpRequest) -> bool:
    """Whether a script asked for a part of a page."""
    return "HX-Request" in request.headers


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
    post_reset_login_backend=settings.PEOPLE_BACKEND,
    success_url=reverse_lazy("home"),
)


@require_http_methods(["GET", "POST"])
def profile(request: Request) -> HttpResponse:
    """The person's own details, and the roles held."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Đã lưu thông tin tài khoản.")
        return redirect("accounts:profile")
    context = {"form": form, "appearances": _appearances(request)}
    return render(request, "accounts/profile.html", context)


@require_POST
def sign_out_elsewhere(request: Request) -> HttpResponse:
    """Ends every session of the person's but this one: a machine left open, a telephone lost."""
    update_session_auth_hash(request, sign_out(person=request.user))
    messages.success(request, "Đã đăng xuất tài khoản này khỏi mọi máy khác.")
    return redirect("accounts:profile")


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Light or dark by hand, or as the system chooses; kept in this browser."""
    answer = redirect("accounts:profile")
    chosen = request.POST.get(APPEARANCE, "")
    if chosen in (LIGHT, DARK):
        year = 365 * 24 * 60 * 60
        secure = request.is_secure()
        answer.set_cookie(APPEARANCE, chosen, year, httponly=True, secure=secure, samesite="Lax")
    else:
        answer.delete_cookie(APPEARANCE, samesite="Lax")
    return answer


def _appearances(request: HttpRequest) -> list[dict[str, Any]]:
    chosen = request.COOKIES.get(APPEARANCE, "")
    offered = (
        ("", "Theo máy", "device-desktop"),
        (LIGHT, "Sáng", "sun"),
        (DARK, "Tối", "moon"),
    )
    return [
        {"key": key, "label": label, "icon": icon, "chosen": key == chosen}
        for key, label, icon in offered
    ]


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
