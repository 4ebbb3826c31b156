"""The page of notices, and what became of a reminder."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.db.models.functions import Coalesce
from django.http import QueryDict

from accounts.badges import Badge
from accounts.change_forms import DayField
from accounts.columns import Column
from accounts.listing import ListFilter, SheetColumn, ShownList, search_field
from accounts.models import User
from reports.notices.letters import MOST_TRIES, UNKNOWN
from reports.notices.lines import NoticeLine, notice_line
from reports.notices.reminding import MOST_NAMED, paged
from tasks.models import Letter, Notice, Reminder
from tasks.models.notices import KIND_CHOICES
from tasks.notice_querysets import NoticeQuerySet, ReminderQuerySet

MOST_UNSENT = 50

SENT = Badge("Đã gửi thư", "done", "mail-check")
REFUSED = Badge("Chưa gửi được thư", "due-soon", "mail-exclamation")
LEAVING = Badge("Thư đang gửi", "open", "mail")
NO_LETTER = Badge("Chỉ trong chương trình", "cancelled", "mail-off")
READ = Badge("Đã xem", "done", "eye-check")
UNREAD = Badge("Chưa xem", "open", "eye-off")


UNREAD_ONLY, EVERYTHING = "", "tat-ca"


class NoticeFilter(ListFilter):
    """Which notices the list shows; what waits to be read where nothing is asked."""

    q = search_field("Từ trong việc, báo cáo")
    xem = forms.ChoiceField(
        label="Đã xem hay chưa",
        required=False,
        choices=[(UNREAD_ONLY, "Chưa xem"), (EVERYTHING, "Tất cả")],
    )
    kind = forms.ChoiceField(
        label="Về việc", required=False, choices=[("", "Tất cả"), *KIND_CHOICES]
    )

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.user = user

    def found(self) -> NoticeQuerySet:
        """What the person was told and what fits what is chosen."""
        chosen = self.chosen
        told = Notice.objects.visible_to(self.user).listed()
        if "xem" not in chosen:
            told = told.filter(read_at__isnull=True)
        if "kind" in chosen:
            told = told.filter(kind=chosen["kind"])
        return told.matching(chosen["q"]) if "q" in chosen else told


NOTICES = ShownList(
    name="thong-bao",
    title="Thông báo",
    columns=(
        Column("viec", "Việc, báo cáo", ("assignment__task__order",), may_lack=True),
        Column("don-vi", "Đơn vị", (Coalesce("assignment__unit__sort_name", "unit__sort_name"),)),
        Column("ve-viec", "Về việc", ("kind",)),
        Column("han", "Hạn, ngày xảy ra", ("due_on",)),
        Column("ngay", "Nhắc ngày", ("on",)),
        Column("hien-nay", "Hiện nay"),
    ),
    # Within a day in the order in which it was said: what weighs most first.
    order=("-on", "pk"),
    sheet=(
        SheetColumn("Việc, báo cáo", 60, lambda line: line.title),
        SheetColumn("Ở đâu", 36, lambda line: line.where),
        SheetColumn("Đơn vị", 32, lambda line: line.unit),
        SheetColumn("Về việc", 22, lambda line: line.badge.label),
        SheetColumn("Thời gian", 24, lambda line: line.words),
        SheetColumn("Nhắc ngày", 13, lambda line: line.on),
        SheetColumn("Lời nhắn", 50, lambda line: line.said),
        SheetColumn("Hiện nay", 20, lambda line: line.now.label if line.now else ""),
        SheetColumn("Đã xem", 10, lambda line: "" if line.is_unread else "đã xem"),
    ),
    per_page=30,
)


def notice_lines(rows: Iterable[Notice], today: datetime.date) -> tuple[NoticeLine, ...]:
    """The lines of a page; ``rows`` come ``with_things``."""
    return tuple(notice_line(row, today) for row in rows)


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
    other_lines: int

    @property
    def rows(self) -> int:
        return 1 + len(self.lines)


@dataclass(frozen=True)
class ReminderPage:
    """``people``: how many were reminded; ``pages``: they, so many on each as are shown at once."""

    by: str
    on: datetime.date
    words: str
    people: int
    pages: tuple[tuple[Reminded, ...], ...]


def build_reminder(reminder: Reminder, user: User, *, today: datetime.date) -> ReminderPage:
    """What was sent, to whom, and what became of it; of work and reports that the user may see."""
    told = Notice.objects.about_what_is_seen_by(user).filter(reminder=reminder)
    letters = {one.person_id: one for one in reminder.letters.all()}
    by_person: dict[User, list[Notice]] = {}
    for row in told.with_things().select_related("person").order_by("person__sort_name", "pk"):
        by_person.setdefault(row.person, []).append(row)
    people = [
        _reminded(person, rows, letters.get(person.pk), today) for person, rows in by_person.items()
    ]
    return ReminderPage(
        by=str(reminder.by),
        on=reminder.on,
        words=reminder.words,
        people=len(people),
        pages=tuple(paged(people)),
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
        lines=tuple(notice_line(row, today) for row in rows[:MOST_NAMED]),
        other_lines=max(0, len(rows) - MOST_NAMED),
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


REMINDERS = ShownList(
    name="don-doc",
    title="Đôn đốc đã gửi",
    columns=(
        Column("ngay", "Ngày", ("on",)),
        Column("nguoi", "Người đôn đốc", ("by__sort_name", "by_id")),
        Column("loi-nhan", "Lời nhắn"),
        Column("nguoi-nhan", "Người nhận", ("people",), css="num"),
        Column("viec", "Việc, báo cáo", ("things",), css="num"),
    ),
    order=("-on", "-pk"),
    sheet=(
        SheetColumn("Ngày", 13, lambda row: row.on),
        SheetColumn("Người đôn đốc", 28, lambda row: row.by),
        SheetColumn("Lời nhắn", 60, lambda row: row.words),
        SheetColumn("Số người nhận", 10, lambda row: row.people),
        SheetColumn("Số việc, báo cáo", 10, lambda row: row.things),
    ),
    per_page=30,
)


class ReminderFilter(ListFilter):
    """Which reminders the list shows."""

    q = search_field("Từ trong lời nhắn, người đôn đốc")
    mine = forms.BooleanField(label="Chỉ lần tôi gửi", required=False)
    since = DayField("Từ ngày", required=False)
    until = DayField("Đến ngày", required=False)

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.user = user

    def found(self) -> ReminderQuerySet:
        """The reminders of the units that the person may remind which fit what is chosen."""
        sent, chosen = Reminder.objects.visible_to(self.user), self.chosen
        if "mine" in chosen:
            sent = sent.filter(by=self.user)
        if "since" in chosen:
            sent = sent.filter(on__gte=chosen["since"])
        if "until" in chosen:
            sent = sent.filter(on__lte=chosen["until"])
        return (sent.matching(chosen["q"]) if "q" in chosen else sent).with_counts()


def reminder_rows(rows: Iterable[Reminder]) -> tuple[ReminderRow, ...]:
    """The rows of a page; ``rows`` come with their counts and who sent them."""
    return tuple(
        ReminderRow(
            pk=one.pk,
            on=one.on,
            by=str(one.by),
            words=one.words,
            people=getattr(one, "people", 0),
            things=getattr(one, "things", 0),
        )
        for one in rows
    )


@dataclass(frozen=True)
class UnsentLetter:
    name: str
    address: str
    on: datetime.date
    refusal: str
    tries: int


def unsent_letters(user: User) -> tuple[UnsentLetter, ...]:
    """Letters to people of the units that the person may remind, which the mail server refused."""
    refused = Letter.objects.visible_to(user).unsent().exclude(refusal="").select_related("person")
    return tuple(
        UnsentLetter(str(one.person), one.person.email, one.on, one.refusal, one.tries)
        for one in refused.order_by("-on", "-pk")[:MOST_UNSENT]
    )
