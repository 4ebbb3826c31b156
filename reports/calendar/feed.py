"""A person's due days as iCalendar, for the calendar of a telephone or an office's mail."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from icalendar import Calendar, Event

from reports.calendar.days import Due

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
        event.add("summary", f"{due.kind}: {due.title} ({due.look.label.lower()})")
        event.add("description", f"{due.unit}\n{due.where}\n{due.look.label}")
        event.add("url", f"{base}{due.href}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
