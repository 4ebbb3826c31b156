"""Letters: the day's digest for each person, a reminder by somebody; written when they leave.

A letter is claimed before it is sent, so that two runs send it once; what the mail server refuses
is kept with the letter, which the next run tries again.  Where nobody knows whether it arrived it
is not sent again, and the page of reminders says so: what it said is in the program, and the next
day's letter says what still holds.
"""

from __future__ import annotations

import datetime
import logging
import smtplib
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.utils import formataddr, parseaddr
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import F, Prefetch, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django_tasks import task

from accounts.badges import Badge
from accounts.mail import Unanswered, words_of
from accounts.models import LetterRhythm, User
from reports.notices.lines import NoticeLine, notice_line, still_to_say
from reports.notices.people import office_of
from tasks.models import Extension, Letter, Notice
from tasks.models.difficulties import Difficulty
from tasks.notice_querysets import LetterQuerySet, NoticeQuerySet
from tasks.reminders import IMPORTANCE, NEWS_DAYS, NoticeKind
from units.agency_settings import SEND_LETTERS
from units.models import AgencySetting, Membership
from vietnamese.text import one_line

logger = logging.getLogger(__name__)
PROGRAM = "Kế hoạch PCCC và CNCH"
# A letter that was refused so often waits for a person to mend the address.
MOST_TRIES = 10
# A mail server that fails so often in a row is away: the letters left are for the next run.
MOST_FAILURES = 3
_OF_ONE_LETTER = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
)
UNKNOWN = "Không rõ máy chủ thư đã nhận hay chưa nên chương trình không tự gửi lại"


@dataclass(frozen=True)
class LetterSection:
    badge: Badge
    lines: tuple[NoticeLine, ...]


@dataclass(frozen=True)
class LetterText:
    """What a letter says.  ``words`` and ``by``: a person's own, "" in a digest; ``more``: how many
    things more there are than stand in it; ``site`` goes before every path."""

    subject: str
    office: str
    name: str
    on: datetime.date
    by: str
    words: str
    sections: tuple[LetterSection, ...]
    more: int
    site: str

    @property
    def page(self) -> str:
        return self.site + reverse("reports:notices")

    @property
    def profile(self) -> str:
        return self.site + reverse("accounts:profile")


@dataclass(frozen=True)
class Post:
    """A round of letters: the day they speak of, when they leave, how this installation is
    reached (``https://pccc.example.gov.vn``)."""

    on: datetime.date
    at: datetime.datetime
    site: str


@dataclass(frozen=True)
class Sending:
    """What came of a round of letters.  ``failed``: the people whose letter did not leave, with
    what the mail server said; ``left``: letters that were not tried, for the mail server was away;
    ``without_address``: people with something to hear and no address."""

    sent: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    without_address: int = 0
    left: int = 0


# --- the day's digest -----------------------------------------------------------------------------
def send_digests(*, post: Post) -> Sending:
    """Sends everybody who has something to hear one letter for the day, or for the week; and again
    what was refused before."""
    on = post.on
    _give_up_unknown(on)
    waiting = Notice.objects.filter(
        mailed_on__isnull=True,
        reminder__isnull=True,
        read_at__isnull=True,
        is_quiet=False,
        on__range=(on - datetime.timedelta(days=NEWS_DAYS), on),
    )
    people = User.objects.filter(is_active=True, pk__in=waiting.values("person"))
    due = [one for one in people.exclude(email="").order_by("pk") if _is_due(one, on)]
    letters = [_digest_letter(one, on) for one in due if _may_write(one)]
    found = _send_all([one for one in letters if one is not None], post)
    nobody = people.filter(email="").count()
    return replace(found, without_address=nobody)


def _is_due(person: User, on: datetime.date) -> bool:
    """Whether the person's day of writing has come: every working day, or the first of a week."""
    weekly = person.letter_rhythm == LetterRhythm.WEEKLY
    since = on - datetime.timedelta(days=on.weekday()) if weekly else on
    sent = Letter.objects.filter(person=person, reminder__isnull=True, sent_at__isnull=False)
    return not sent.filter(on__range=(since, on)).exists()


def _may_write(person: User) -> bool:
    """Whether the person's agency wants letters to be sent."""
    own = Membership.objects.held().filter(user=person).order_by("pk").first()
    return own is not None and bool(AgencySetting.objects.value_of(own.unit_id, SEND_LETTERS))


def _digest_letter(person: User, on: datetime.date) -> Letter | None:
    """The letter of the day: the one that was refused before, or a new one."""
    own = Letter.objects.filter(person=person, reminder__isnull=True)
    if own.filter(on=on).filter(Q(refusal=UNKNOWN) | Q(pk__in=own.on_their_way())).exists():
        return None
    unsent = own.unsent().exclude(refusal=UNKNOWN)
    letter = unsent.order_by("-on").first() or Letter(person=person)
    if letter.tries >= MOST_TRIES and letter.address == person.email:
        return None
    if letter.on == on:
        return letter
    letter.on = on
    try:
        with transaction.atomic():
            # Only the day: another run may just have sent it.
            letter.save(update_fields=["on"] if letter.pk else None)
    except IntegrityError:
        return None  # another run writes it this moment
    return letter


def digest_text(letter: Letter, site: str) -> LetterText | None:
    """What the digest says now; None where nothing is left to say."""
    person, on = letter.person, letter.on
    since = on - datetime.timedelta(days=NEWS_DAYS)
    open_ones = Notice.objects.visible_to(person).filter(
        mailed_on__isnull=True, reminder__isnull=True, read_at__isnull=True, on__range=(since, on)
    )
    loud = still_to_say(_fetched(open_ones.listed()), on)
    if not loud:
        return None
    heard = {(one.assignment_id, one.duty_id, one.unit_id, one.period) for one in loud}
    quiet = still_to_say(_fetched(open_ones.filter(is_quiet=True)), on)
    more = {(one.assignment_id, one.duty_id, one.unit_id, one.period) for one in quiet} - heard
    return LetterText(
        subject=_subject(loud, on),
        office=office_of(person),
        name=person.full_name,
        on=on,
        by="",
        words="",
        sections=tuple(_sections(loud, on)),
        more=len(more),
        site=site,
    )


def _subject(loud: Iterable[Notice], on: datetime.date) -> str:
    listed = list(loud)
    late = sum(one.kind in (NoticeKind.LATE, NoticeKind.ESCALATED) for one in listed)
    words = f"{len(listed)} điều cần xem" + (f", {late} việc quá hạn" if late else "")
    return f"Nhắc việc PCCC và CNCH ngày {on:%d/%m/%Y}: {words}"


# --- a person's reminder --------------------------------------------------------------------------
def send_reminder_letters(*, reminder: int, post: Post) -> Sending:
    """Sends the letters of a reminder that have not left yet."""
    return _send_all(_free(_worth_trying().filter(reminder=reminder)), post)


def send_left_reminders(*, post: Post) -> Sending:
    """Sends letters of reminders again that were refused of late."""
    _give_up_unknown(post.on)
    since = post.on - datetime.timedelta(days=NEWS_DAYS)
    left = _worth_trying().filter(reminder__isnull=False, on__gte=since)
    return _send_all(_free(left), post)


def _worth_trying() -> LetterQuerySet:
    """Letters that were not refused too often at the address that their person has now."""
    mended = ~Q(address=F("person__email"))
    unsent = Letter.objects.unsent().exclude(refusal=UNKNOWN)
    return unsent.filter(Q(tries__lt=MOST_TRIES) | mended)


def _free(letters: LetterQuerySet) -> LetterQuerySet:
    """Those that nobody is sending."""
    return letters.exclude(pk__in=Letter.objects.on_their_way()).order_by("pk")


def _give_up_unknown(on: datetime.date) -> None:
    """Letters of days before that somebody began to send and did not bring to an end."""
    left = Letter.objects.on_their_way().filter(on__lt=on)
    left.update(refusal=UNKNOWN, tries=MOST_TRIES)


def reminder_text(letter: Letter, post: Post) -> LetterText | None:
    """What a person's reminder says to one of those reminded; None where all is done by now."""
    reminder, person = letter.reminder, letter.person
    if reminder is None:
        return None
    told = Notice.objects.visible_to(person).filter(reminder=reminder)
    loud = still_to_say(_fetched(told), post.on)
    if not loud:
        return None
    many = f"{len(loud)} việc" if len(loud) > 1 else "một việc"
    return LetterText(
        subject=f"Đôn đốc thực hiện {many} PCCC và CNCH",
        office=office_of(reminder.by) or office_of(person),
        name=person.full_name,
        on=reminder.on,
        by=", ".join(filter(None, (reminder.by.full_name, reminder.by.position))),
        words=reminder.words,
        sections=tuple(_sections(loud, post.on)),
        more=0,
        site=post.site,
    )


# --- sending --------------------------------------------------------------------------------------
def _send_all(letters: Iterable[Letter], post: Post) -> Sending:
    waiting, sent, failed, in_a_row = deque(letters), 0, [], 0
    with _mail_server() as server:
        while waiting and in_a_row < MOST_FAILURES:
            letter = waiting.popleft()
            failure = _send(letter, post, server)
            if failure:
                failed.append((str(letter.person), failure.words))
            sent += letter.sent_at is not None
            in_a_row = in_a_row + 1 if failure and failure.is_of_server else 0
    return Sending(sent, tuple(failed), left=len(waiting))


@dataclass(frozen=True)
class _Failure:
    """What stood in a letter's way; ``is_of_server``: any other letter would fail as well."""

    words: str
    is_of_server: bool = True


def _send(letter: Letter, post: Post, server: BaseEmailBackend) -> _Failure | None:
    """Sends one letter; returns what stood in its way, None where nothing did."""
    is_digest = letter.reminder_id is None
    text = digest_text(letter, post.site) if is_digest else reminder_text(letter, post)
    claimed = Letter.objects.unsent().filter(pk=letter.pk, tries=letter.tries)
    if text is None:
        claimed.delete()  # unless another run has sent it meanwhile
        return None
    # At an address that was mended it begins to count anew.
    tries = letter.tries + 1 if letter.address in ("", letter.person.email) else 1
    if not claimed.update(tries=tries, address=letter.person.email, refusal=""):
        return None  # another run has it
    try:
        written(text, letter.person, server).send()
    except Unanswered:
        letter.refusal = UNKNOWN
        Letter.objects.filter(pk=letter.pk).update(refusal=UNKNOWN, tries=MOST_TRIES)
        server.close()
        return _Failure(UNKNOWN)
    except (smtplib.SMTPException, OSError) as error:
        letter.refusal = words_of(error)
        Letter.objects.filter(pk=letter.pk).update(refusal=letter.refusal)
        logger.warning("A letter to user %s did not leave: %s", letter.person_id, letter.refusal)
        server.close()
        return _Failure(letter.refusal, is_of_server=not isinstance(error, _OF_ONE_LETTER))
    letter.sent_at = post.at
    Letter.objects.filter(pk=letter.pk).update(sent_at=letter.sent_at, refusal="")
    said = Notice.objects.filter(person=letter.person, on__lte=post.on, mailed_on__isnull=True)
    said.filter(reminder=letter.reminder).update(mailed_on=post.on)
    return None


def written(text: LetterText, to: User, server: BaseEmailBackend) -> EmailMultiAlternatives:
    """The letter as plain text and as HTML, in the office's name."""
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    letter = EmailMultiAlternatives(
        subject=one_line(text.subject),
        body=render_to_string("reports/notices/letter.txt", {"letter": text}),
        from_email=formataddr((one_line(text.office) or PROGRAM, address)),
        to=[formataddr((one_line(to.full_name), to.email))],
        connection=server,
    )
    letter.attach_alternative(
        render_to_string("reports/notices/letter.html", {"letter": text}), "text/html"
    )
    return letter


@contextmanager
def _mail_server() -> Iterator[BaseEmailBackend]:
    """One connection for all letters; it opens with the first and again after a failure."""
    server = get_connection()
    try:
        yield server
    finally:
        server.close()


def _fetched(notices: NoticeQuerySet) -> Iterable[Notice]:
    asked = Prefetch("assignment__extensions", Extension.objects.filter(decided_on__isnull=True))
    stuck = Prefetch("assignment__difficulties", Difficulty.objects.filter(closed_on__isnull=True))
    return notices.with_things().prefetch_related(asked, stuck).order_by("on", "pk")


def _sections(notices: Iterable[Notice], on: datetime.date) -> Iterator[LetterSection]:
    """The lines under their headings, what weighs most first."""
    weighed = sorted(
        notices, key=lambda one: (IMPORTANCE[NoticeKind(one.kind)], one.due_on, one.pk)
    )
    for _, group in groupby(weighed, key=lambda one: one.kind):
        lines = tuple(notice_line(one, on, as_of=on) for one in group)
        yield LetterSection(lines[0].badge, lines)


@task()
def send_reminder(*, reminder: int, site: str, at: str) -> int:
    """Sends the letters of a person's reminder (its key) at a time (ISO, aware), by links to
    ``site``; returns how many left."""
    leaving = datetime.datetime.fromisoformat(at)
    on = leaving.astimezone(get_current_timezone()).date()
    return send_reminder_letters(reminder=reminder, post=Post(on, leaving, site)).sent
