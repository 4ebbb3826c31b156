"""A person's due days as iCalendar, for the calendar of a telephone or an office's mail, and the
secret address under which they are read."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Iterable

from icalendar import Calendar, Event

from accounts.changes import verb
from accounts.models import User
from reports.calendar.days import Due
from reports.models import CalendarFeed

PRODUCT = "-//PCCC//Lich cong viec//VI"
ZONE = "Asia/Ho_Chi_Minh"


def build_feed(dues: Iterable[Due], *, name: str, base: str, now: datetime.datetime) -> bytes:
    """The calendar as it is sent.  Days are whole days without an hour, so that no zone moves them;
    ``base`` is the address of the program, ``now`` the moment it is made."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    host = base.rsplit("//", maxsplit=1)[-1].split("/", maxsplit=1)[0].split(":", maxsplit=1)[0]
    for due in dues:
        event = Event()
        event.add("uid", f"{due.key}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", due.day)
        event.add("dtend", due.day + datetime.timedelta(days=1))
        event.add("summary", f"{due.kind}: {due.title} ({due.badge.label.lower()})")
        event.add("description", f"{due.unit}\n{due.where}\n{due.badge.label}")
        event.add("url", f"{base}{due.href}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


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
