"""What somebody typed into a form whose session had ended: carried through the sign-in page, and
laid into the form again.

Before the sign-in nothing is kept here: the page itself carries it, signed.  Afterwards it lies in
the session of whoever signed in, until the form was sent or ``KEPT_FOR`` is over.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.storage import files_without_room

KEPT_FOR = timedelta(hours=2)
WHO = "nguoi-dung"  # the cookie that says who last signed in with this browser
_SESSION = "typed"
_SALT = "accounts.typed"
_SECRET = "password"  # nosec B105  # no field with this in its name is ever kept
_TOKEN = "token"  # nosec B105  # of a form that is saved once
_OWN = frozenset({"csrfmiddlewaretoken"})


@dataclass(frozen=True)
class Typed:
    """A form as it was sent: ``action``, where to; ``page``, where it stood ("" where the browser
    does not say); ``files``, the names of those that have to be chosen again; ``looked``, on how
    many pages its form was looked for in vain."""

    action: str
    page: str
    fields: dict[str, list[str]]
    files: list[str]
    who: str = ""
    looked: int = 0

    @property
    def address(self) -> str:
        """Where the person finds it again after signing in."""
        return f"{self.page}#da-nhap" if self.page else reverse("accounts:typed")

    def lines(self) -> list[str]:
        """Everything that a person may have written, for a page that does not know the form."""
        found = (value for name in self.fields if name != _TOKEN for value in self.fields[name])
        return [value for value in found if any(letter.isalpha() for letter in value)]


def typed_in(request: HttpRequest) -> Typed | None:
    """What a refused request would have changed; None where nothing was typed, or where it is not
    to be kept (passwords)."""
    fields = {name: values for name, values in request.POST.lists() if name not in _OWN}
    if request.method != "POST" or any(_SECRET in name for name in fields):
        return None
    files = [file.name or "" for _, given in request.FILES.lists() for file in given]
    files += files_without_room(request)
    if not files and not any(value.strip() for values in fields.values() for value in values):
        return None
    return Typed(request.get_full_path(), page_of(request), fields, files, _who(request))


def page_of(request: HttpRequest) -> str:
    """The address of the page from which a form was sent; "" where the browser does not say, or
    where it is no page to go back to."""
    said = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}):
        return ""
    parts = urlsplit(said)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return ""
    if match.view_name in ("accounts:login", "accounts:typed"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _who(request: HttpRequest) -> str:
    return str(request.get_signed_cookie(WHO, default="", salt=_SALT))


def remember_who(response: HttpResponse, request: HttpRequest) -> None:
    """Notes in the browser who signed in, so that nobody else is shown what was typed."""
    response.set_signed_cookie(
        WHO,
        str(request.user.pk),
        salt=_SALT,
        max_age=timedelta(days=365),
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )


# --- through the sign-in page ---------------------------------------------------------------------
def seal(typed: Typed) -> str:
    """As the sign-in page carries it."""
    return signing.dumps(asdict(typed), salt=_SALT, compress=True)


def unseal(sealed: str) -> Typed | None:
    """What ``seal`` made, if it is whole and not older than ``KEPT_FOR``."""
    try:
        return Typed(**signing.loads(sealed, salt=_SALT, max_age=KEPT_FOR))
    except (signing.BadSignature, TypeError):
        return None


# --- in the session -------------------------------------------------------------------------------
def keep(request: HttpRequest, typed: Typed) -> bool:
    """Keeps it for whoever is signed in now; False where somebody else had typed it."""
    if typed.who and typed.who != str(request.user.pk):
        return False
    request.session[_SESSION] = seal(typed)
    return True


def kept(request: HttpRequest) -> Typed | None:
    """What is kept for the person, if anything."""
    sealed: Any = request.session.get(_SESSION)
    return unseal(sealed) if sealed else None


def forget(request: HttpRequest) -> None:
    request.session.pop(_SESSION, None)
