"""The request of somebody who is logged in."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class Request(HttpRequest):
    """What every view behind the login gets: LoginRequiredMiddleware lets nobody else through,
    and HtmxMiddleware has looked at it."""

    user: User
    htmx: HtmxDetails
