"""The lock on every view: it names the capability it needs, or it does not open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from accounts.requests import Request
from units.models import Membership
from units.policy import Capability, capabilities_of
from units.querysets import remember_roles

View = Callable[..., HttpResponseBase]


def requires(capability: Capability) -> Callable[[View], View]:
    """Lets a request through when the person may do this somewhere; which rows is another question,
    answered by the QuerySets.  The capability stays readable on the view as ``capability``."""

    def lock(view: View) -> View:
        @wraps(view)
        def locked(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if capability not in capabilities(request):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        vars(locked)["capability"] = capability
        return locked

    return lock


def capabilities(request: HttpRequest) -> frozenset[Capability]:
    """What the person who asks may do; read once for each request."""
    known: frozenset[Capability] | None = getattr(request, "_capabilities", None)
    if known is None:
        remember_roles(request.user)
        known = capabilities_of(Membership.objects.roles_of(request.user))
        vars(request)["_capabilities"] = known
    return known
