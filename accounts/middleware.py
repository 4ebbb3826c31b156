"""A first password opens one page only: the one on which it is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

# Where somebody with a first password may go; everything else waits.
_OPEN = frozenset({"accounts:password", "accounts:new_password", "accounts:logout", "health"})


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
        if _name(request) in _OPEN or not getattr(request.user, "must_change_password", False):
            return None
        return redirect("accounts:password")


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
