"""What happens to every request on its way in, and to every answer on its way out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import get_resolver

from accounts.storage import files_without_room
from pccc.views import no_room
from vietnamese.text import cleaned

Answer = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(__name__)

UNDECLARED_PROXY = "undeclared-proxy"  # the cache's key
_DAY = 24 * 60 * 60
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_X_FORWARDED_PROTO")


class CleanInputMiddleware:
    """Brings all typed text to one form, once and here: composed letters (NFC), nothing that nobody
    sees; and gives it back where there was no room for a file that came with it.

    Telephones and some keyboards send decomposed Vietnamese, and copied text brings control and
    zero-width characters; two spellings of one name must never reach the forms.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = _clean(request.GET)
        if request.method == "POST":
            request.POST = _clean(request.POST)
            if files_without_room(request):
                logger.error("No room for an upload on %s", request.path)
                return no_room(request)
        return self.get_response(request)


def _clean(sent: QueryDict) -> Any:
    clean = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        clean.setlist(cleaned(name), [cleaned(value) for value in values])
    clean._mutable = False
    return clean


class PrivateAnswersMiddleware:
    """Says of every answer to somebody signed in that it is theirs alone.

    A page may be kept by the person's own browser, so that going back shows what was typed; it is
    asked for anew before it is used again.  A download is kept by nobody.  Whoever signs out takes
    along what the browser kept.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        # Told by the cookie, so that an answer without the database needs none here either.
        name = settings.SESSION_COOKIE_NAME
        given = answer.cookies.get(name)
        if given is not None and not given.value:
            answer["Clear-Site-Data"] = '"cache"'
        if (name in request.COOKIES or given) and "Cache-Control" not in answer:
            is_download = "Content-Disposition" in answer
            answer["Cache-Control"] = "no-store" if is_download else "private, no-cache"
        return answer


class UndeclaredProxyMiddleware:
    """Notices a proxy that stands before the program without being declared (``PROXY_COUNT``).

    Then everybody seems to come from one address, and wrong passwords of one person may close the
    door for all.  It is logged once a day and said on the administrators' first page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PROXY_COUNT and any(name in request.META for name in _FORWARDED):
            self._notice()
        return self.get_response(request)

    def _notice(self) -> None:
        if cache.add(UNDECLARED_PROXY, True, _DAY):
            logger.warning(
                "A proxy stands before the program, and PROXY_COUNT says that there is none."
                " Set PROXY_COUNT in .env (docs/operations.md)."
            )


class OwnErrorPagesMiddleware:
    """The office's own pages of errors where ``DEBUG`` is on too, as in the demonstration; what
    went wrong stands in the log.  ``TECHNICAL_ERRORS`` gives Django's pages to a developer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        # An address that leads nowhere is told before any view is asked.
        if _shows_own() and answer.status_code == 404 and request.resolver_match is None:
            return _own_page(404, request, exception=Http404())
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not _shows_own() or isinstance(error, PermissionDenied | SuspiciousOperation):
            return None
        if isinstance(error, Http404):
            return _own_page(404, request, exception=error)
        logger.error("%s %s", request.method, request.path, exc_info=error)
        return _own_page(500, request)


def _shows_own() -> bool:
    return settings.DEBUG and not settings.TECHNICAL_ERRORS


def _own_page(status: int, request: HttpRequest, **more: Any) -> HttpResponse:
    page: HttpResponse = get_resolver().resolve_error_handler(status)(request, **more)
    return page
