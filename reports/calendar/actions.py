"""Making and renewing the secret address of a person's calendar."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from accounts.changes import verb
from accounts.models import User
from reports.models import CalendarFeed


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@verb
def renew_feed(*, user: User, on: datetime.date) -> str:
    """A new secret for a person's calendar; the address of before opens nothing from now on."""
    secret = secrets.token_urlsafe(32)
    values = {"digest": digest_of(secret), "renewed_on": on}
    CalendarFeed.objects.update_or_create(user=user, defaults=values)
    return secret


@verb
def drop_feed(*, user: User) -> None:
    """The calendar of a person is open to nobody."""
    CalendarFeed.objects.filter(user=user).delete()
