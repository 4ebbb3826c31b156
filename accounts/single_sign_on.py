"""Signing in with the account that people have at their office already (OpenID Connect), where the
settings name who keeps those (``SSO_ISSUER`` and what stands beside it).

The other side says who somebody is, nothing of what they may do: an administrator makes the
accounts, and signing in makes and changes none.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client import MismatchingStateError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.urls import reverse
from joserfc.errors import JoseError
from requests import RequestException

if TYPE_CHECKING:
    from accounts.models import User

# The session was opened with the office's account: the password kept here was not asked for.
SIGNED_ON = "signed_on"
SECONDS = 10  # to wait for the other side
EMAIL = "email"
_log = logging.getLogger(__name__)


def offered_name() -> str:
    """What the accounts are called that the office has elsewhere; "" where it has none."""
    return settings.SSO_NAME if settings.SSO_ISSUER else ""


def ask_who(request: HttpRequest) -> str:
    """The address at which the office's accounts are kept, with what is asked there; the session
    remembers the question.

    Raises Http404 where there are none, ValidationError where nobody answers there.
    """
    back = request.build_absolute_uri(reverse("accounts:signed_on"))
    try:
        return str(_provider().authorize_redirect(request, back)["Location"])
    except _NOBODY_ANSWERS as error:
        raise _unreachable(error) from error


def who_came_back(request: HttpRequest) -> User:
    """The account of the person whom the other side has sent back.

    Raises Http404 where the office has no accounts elsewhere, ValidationError where the answer is
    refused, not the one that was asked for, or about nobody who has an account here.
    """
    provider = _provider()
    try:
        token = provider.authorize_access_token(request, claims_options=_demanded())
        claims = token.get("userinfo") or {}
        if claims and settings.SSO_CLAIM not in claims:
            more = provider.userinfo(token=token)
            claims = claims | more if more.get("sub") == claims["sub"] else claims
    except MismatchingStateError as error:
        raise ValidationError(
            "Lần đăng nhập này đã quá lâu hoặc mở ở cửa sổ khác. Hãy bấm đăng nhập lại."
        ) from error
    except (AuthlibBaseError, JoseError, ValueError) as error:
        _log.warning("Single sign-on refused: %s", type(error).__name__)
        raise ValidationError(
            "Hệ thống tài khoản của cơ quan không xác nhận lần đăng nhập này. Hãy thử lại."
        ) from error
    except _NOBODY_ANSWERS as error:
        raise _unreachable(error) from error
    return _account(claims)


def _provider() -> DjangoOAuth2App:
    if not settings.SSO_ISSUER:
        raise Http404("Cơ quan không dùng tài khoản ở nơi khác.")
    provider: DjangoOAuth2App = OAuth().register(
        "office",
        client_id=settings.SSO_CLIENT_ID,
        client_secret=settings.SSO_CLIENT_SECRET,
        server_metadata_url=f"{settings.SSO_ISSUER}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
            "leeway": 0,  # a key that is good for a minute is used at once
        },
    )
    return provider


# A refused connection, a page that is no description, a description without the addresses.
_NOBODY_ANSWERS = (RequestException, RuntimeError, KeyError)


def _unreachable(error: Exception) -> ValidationError:
    _log.error("Single sign-on: %s does not answer (%s)", settings.SSO_ISSUER, type(error).__name__)
    return ValidationError(
        "Không liên lạc được với hệ thống tài khoản của cơ quan. Hãy thử lại sau ít phút, hoặc"
        " đăng nhập bằng tên và mật khẩu."
    )


def _demanded() -> dict[str, dict[str, Any]]:
    """From whom the word must be, and to whom (OpenID Connect Core 1.0, 3.1.3.7)."""
    return {
        "iss": {"essential": True, "values": [settings.SSO_ISSUER]},
        "aud": {"essential": True, "values": [settings.SSO_CLIENT_ID]},
    }


def _account(claims: dict[str, Any]) -> User:
    """The one open account that a person's claims name: by an address of mail that the other side
    has checked, or by the name for signing in."""
    said = str(claims.get(settings.SSO_CLAIM) or "")
    accounts = get_user_model().objects
    if settings.SSO_CLAIM == EMAIL:
        found, is_sure = accounts.filter(email__iexact=said), claims.get("email_verified") is True
    else:
        found, is_sure = accounts.filter(username=said), True
    people = list(found.filter(is_active=True)[:2]) if said and is_sure else []
    if len(people) != 1:
        _log.warning("Single sign-on: %d accounts fit, certain: %s", len(people), is_sure)
        raise ValidationError(
            f"Tài khoản cơ quan {said} chưa được gắn với một tài khoản ở đây. Hãy liên hệ người"
            " quản trị của cơ quan."
        )
    return people[0]


def setting_up(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Warns of settings with which nobody could sign in, or anybody between here and there."""
    if not settings.SSO_ISSUER:
        return []
    said = {
        "SSO_CLIENT_ID, SSO_CLIENT_SECRET chưa khai: không ai đăng nhập bằng tài khoản của cơ quan"
        " được.": not (settings.SSO_CLIENT_ID and settings.SSO_CLIENT_SECRET),
        "SSO_ISSUER phải bắt đầu bằng https://": not settings.SSO_ISSUER.startswith("https://"),
    }
    return [checks.Warning(words, id="accounts.W001") for words, holds in said.items() if holds]
