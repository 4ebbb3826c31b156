"""The request of somebody who is logged in, and the address of whoever asks."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class Request(HttpRequest):
    """What every view behind the login gets: LoginRequiredMiddleware lets nobody else through,
    and HtmxMiddleware has looked at it."""

    user: User
    htmx: HtmxDetails


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from, as the outermost of the office's own proxies (``PROXY_COUNT``)
    saw it.  What stands further left in ``X-Forwarded-For`` was written by whoever asks."""
    beside = request.META.get("REMOTE_ADDR") or None
    if not settings.PROXY_COUNT:
        return beside
    passed_on = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    try:
        return str(ip_address(passed_on[-settings.PROXY_COUNT :][0].strip()))
    except ValueError:
        return beside
