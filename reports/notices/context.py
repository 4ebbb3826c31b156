"""The page of notices, and what became of a reminder."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from accounts.badges import Badge
from accounts.models import User
from reports.notices.letters import MOST_TRIES, UNKNOWN
from reports.notices.lines import NoticeLine, notice_line
from tasks.models import Letter, Notice, Reminder

PER_PAGE = 30
MOST_UNSENT = 50

SENT = Badge("Đã gửi thư", "done", "mail-check")
REFUSED = Badge("Chưa gửi được thư", "due-soon", "mail-exclamation")
LEAVING = Badge("Thư đang gửi", "open", "mail")
NO_LETTER = Badge("Chỉ trong chương trình", "cancelled", "mail-off")
READ = Badge("Đã xem", "done", "eye-check")
UNREAD = Badge("Chưa xem", "open", "eye-off")


@dataclass(frozen=True)
class DayOfNotices:
    on: datetime.date
    lines: tuple[NoticeLine, ...]


@dataclass(frozen=True)
class NoticesPage:
    """``days``: the notices of one page, newest day first."""

    days: tuple[DayOfNotices, ...]
    page: Page[Notice]
    unread: int
    shows_all: bool


def build_notices(
    user: User, *, today: datetime.date, shows_all: bool, page: str | None
) -> NoticesPage:
    """What the person was told: what waits to be read, or everything."""
    told = Notice.objects.visible_to(user).listed()
    unread = told.filter(read_at__isnull=True)
    # Within a day in the order in which it was said: what weighs most first.
    rows = (told if shows_all else unread).with_things().order_by("-on", "pk")
    found = Paginator(rows, PER_PAGE).get_page(page)
    lines = [notice_line(row, today) for row in found.object_list]
    return NoticesPage(tuple(_by_day(lines)), found, unread.count(), shows_all)


def _by_day(lines: Iterable[NoticeLine]) -> Iterable[DayOfNotices]:
    by_day: dict[datetime.date, list[NoticeLine]] = {}
    for line in lines:
        by_day.setdefault(line.on, []).append(line)
    for on, told in by_day.items():
        yield DayOfNotices(on, tuple(told))


# --- reminders by people --------------------------------------------------------------------------
@dataclass(frozen=True)
class Reminded:
    """One person who was reminded: of what, how the letter fared (``refusal`` in the mail server's
    words), and whether it was seen."""

    name: str
    address: str
    letter: Badge
    refusal: str
    seen: Badge
    lines: tuple[NoticeLine, ...]


@dataclass(frozen=True)
class ReminderPage:
    by: str
    on: datetime.date
    words: str
    people: tuple[Reminded, ...]


def build_reminder(reminder: Reminder, user: User, *, today: datetime.date) -> ReminderPage:
    """What was sent, to whom, and what became of it; of work and reports that the user may see."""
    told = Notice.objects.about_what_is_seen_by(user).filter(reminder=reminder)
    letters = {one.person_id: one for one in reminder.letters.all()}
    by_person: dict[User, list[Notice]] = {}
    for row in told.with_things().select_related("person").order_by("person__sort_name", "pk"):
        by_person.setdefault(row.person, []).append(row)
    return ReminderPage(
        by=str(reminder.by),
        on=reminder.on,
        words=reminder.words,
        people=tuple(
            _reminded(person, rows, letters.get(person.pk), today)
            for person, rows in by_person.items()
        ),
    )


def _reminded(
    person: User, rows: list[Notice], letter: Letter | None, today: datetime.date
) -> Reminded:
    return Reminded(
        name=str(person),
        address=person.email,
        letter=_fate(letter),
        refusal=_what_came(letter) if letter else "",
        seen=READ if all(row.read_at for row in rows) else UNREAD,
        lines=tuple(notice_line(row, today) for row in rows),
    )


def _what_came(letter: Letter) -> str:
    if not letter.refusal or letter.refusal == UNKNOWN:
        return letter.refusal
    more = " Chương trình sẽ gửi lại" if letter.tries < MOST_TRIES else ""
    return f"Máy chủ thư trả lời: {letter.refusal}.{more}".rstrip(".")


def _fate(letter: Letter | None) -> Badge:
    if letter is None:
        return NO_LETTER
    if letter.sent_at:
        return SENT
    return REFUSED if letter.refusal else LEAVING


@dataclass(frozen=True)
class ReminderRow:
    pk: int
    on: datetime.date
    by: str
    words: str
    people: int
    things: int


@dataclass(frozen=True)
class UnsentLetter:
    name: str
    address: str
    on: datetime.date
    refusal: str
    tries: int


@dataclass(frozen=True)
class RemindersPage:
    """The reminders of the units that the person may remind, and letters that did not leave."""

    rows: tuple[ReminderRow, ...]
    page: Page[Reminder]
    unsent: tuple[UnsentLetter, ...]


def build_reminders(user: User, page: str | None) -> RemindersPage:
    """What was sent by whom, newest first."""
    sent = Reminder.objects.visible_to(user).with_counts().select_related("by")
    found = Paginator(sent.order_by("-on", "-pk"), PER_PAGE).get_page(page)
    refused = Letter.objects.visible_to(user).unsent().exclude(refusal="").select_related("person")
    return RemindersPage(
        rows=tuple(
            ReminderRow(
                pk=one.pk,
                on=one.on,
                by=str(one.by),
                words=one.words,
                people=getattr(one, "people", 0),
                things=getattr(one, "things", 0),
            )
            for one in found.object_list
        ),
        page=found,
        unsent=tuple(
            UnsentLetter(str(one.person), one.person.email, one.on, one.refusal, one.tries)
            for one in refused.order_by("-on", "-pk")[:MOST_UNSENT]
        ),
    )
