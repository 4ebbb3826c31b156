"""What stands between a person and the pages: the sign-in, what was typed before it, and a first
password, which opens one page only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urldefrag, urljoin

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.filling import fill_form
from accounts.typed import Typed, forget, keep, kept, page_of, typed_in
from accounts.views import ask_to_sign_in, has_first_password

# Where somebody with a first password may go; everything else waits.
_OPEN = frozenset(
    {"accounts:password", "accounts:new_password", "accounts:logout", "health", "ready"}
)


class FirstPasswordMiddleware:
    """Leads whoever signed in with a first password to the page on which it is changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        # The name first: the health check asks for nobody, and works without a database.
        if _name(request) in _OPEN or not has_first_password(request):
            return None
        return redirect("accounts:password")


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks for the sign-in where the session is gone, and takes along what was being typed.

    A page that was only read is asked for again after signing in.  A form that was sent comes back
    as it was filled in: the sign-in page carries it (``accounts/typed.py``).
    """

    def handle_no_permission(  # type: ignore[override]  # any answer will do
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        typed = typed_in(request)
        if typed is not None:
            return ask_to_sign_in(request, typed)
        if "HX-Request" in request.headers:
            # A part of a page: the page stays as it is, with all that is typed in it.
            return HttpResponse(status=401)
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        return redirect_to_login(page_of(request) or reverse("home"), reverse("accounts:login"))


class TypedAgainMiddleware:
    """Lays what was typed before the session ended into its form, on the page where it stood."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = kept(request)
        answer = self.get_response(request)
        typed = kept(request) if request.user.is_authenticated else None
        if typed is None:
            return answer
        if request.method == "POST" and request.get_full_path() == typed.action:
            if typed == before and answer.status_code != 403:
                forget(request)  # it was sent
        elif request.method == "GET" and request.get_full_path() == typed.page:
            return self._filled(request, typed, answer)
        return answer

    def _filled(self, request: HttpRequest, typed: Typed, answer: HttpResponse) -> HttpResponse:
        """The page with its form filled in.  Where it has none, the address to which the form is
        sent may be, or lead to, such a page; else the content stands on a page of its own."""
        if "HX-Request" in request.headers:
            return answer
        said = render_to_string("accounts/_typed.html", asdict(typed))
        filled = _text(answer) and fill_form(
            _text(answer), at=typed.page, action=typed.action, typed=typed.fields, said=said
        )
        if filled:
            answer.content = filled.encode()
            return answer
        if typed.looked == 0:
            keep(request, replace(typed, page=typed.action, looked=1))
            return redirect(f"{typed.action}#da-nhap")
        if typed.looked == 1 and answer.status_code == 302:
            page = urldefrag(urljoin(typed.page, answer["Location"])).url
            keep(request, replace(typed, page=page, looked=2))
            return answer
        return redirect("accounts:typed")


def _text(answer: HttpResponse) -> str:
    """What a page says; "" where the answer is none."""
    is_page = answer["Content-Type"].startswith("text/html") and not answer.streaming
    return answer.content.decode() if is_page and answer.status_code == 200 else ""
