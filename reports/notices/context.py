"""The page of notices, the page before a reminder, and what became of one."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.db.models.functions import Coalesce
from django.http import QueryDict

from accounts.badges import Badge
from accounts.change_forms import DayField
from accounts.columns import Column
from accounts.listing import ListFilter, SheetColumn, ShownList, search_field
from accounts.models import User
from plans.models import ReportDuty
from reports.notices.letters import MOST_TRIES, UNKNOWN
from reports.notices.lines import NoticeLine, notice_line
from reports.notices.targets import MOST, Target
from tasks.contexts.rows import deadline_of, where_words
from tasks.models import Assignment, Letter, Notice, Reminder
from tasks.models.notices import KIND_CHOICES
from tasks.notice_querysets import NoticeQuerySet, ReminderQuerySet
from tasks.wording import day_words, timing_words
from units.models import Unit

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


# --- the page before a reminder: who would get what, and the same as text to be copied ------------
TITLE_LENGTH = 160


@dataclass(frozen=True)
class TargetLine:
    """One piece of work or report: its title, where it stands, what the time says."""

    title: str
    where: str
    unit: str
    deadline: str
    timing: str


@dataclass(frozen=True)
class Recipient:
    """Somebody who would be reminded; ``address`` "": in the program only."""

    name: str
    position: str
    address: str


@dataclass(frozen=True)
class Recipients:
    """People who would be reminded of the same things."""

    people: tuple[Recipient, ...]
    lines: tuple[TargetLine, ...]


@dataclass(frozen=True)
class RemindingPage:
    """``people``: how many would be reminded; ``done``: what was reminded of today already;
    ``unheard``: what nobody would hear of, as their units have no people; ``left_out``: how many of
    the list are beyond what goes at once; ``text``: the same for other ways of writing;
    ``of_reports``: it is of reports, not of work."""

    groups: tuple[Recipients, ...]
    people: int
    things: int
    done: tuple[TargetLine, ...]
    unheard: tuple[TargetLine, ...]
    left_out: int
    text: str
    of_reports: bool

    @property
    def noun(self) -> str:
        return "báo cáo" if self.of_reports else "việc"


def build_reminding(
    targets: Sequence[Target],
    *,
    total: int,
    today: datetime.date,
    site: str,
    of_reports: bool = False,
) -> RemindingPage:
    """The preview of a reminder about these targets; ``total`` is how many the list has."""
    units = Unit.objects.in_bulk({target.unit for target in targets})
    lines = {target: _line(target, units[target.unit].name, today) for target in targets}
    heard = [target for target in targets if target.people]
    groups = tuple(_groups(heard, lines))
    return RemindingPage(
        groups=groups,
        people=sum(len(group.people) for group in groups),
        things=len(heard),
        done=tuple(lines[target] for target in targets if target.is_done),
        unheard=tuple(lines[one] for one in targets if not one.people and not one.is_done),
        left_out=max(0, total - MOST),
        text=_text([lines[target] for target in targets], site, of_reports),
        of_reports=of_reports,
    )


def _groups(targets: Iterable[Target], lines: dict[Target, TargetLine]) -> Iterable[Recipients]:
    """Who would get what, those who would get the same together."""
    by_person: dict[int, list[TargetLine]] = defaultdict(list)
    for target in targets:
        for person in target.people:
            by_person[person].append(lines[target])
    same: dict[tuple[TargetLine, ...], list[Recipient]] = defaultdict(list)
    for one in User.objects.filter(pk__in=by_person).order_by("sort_name", "pk"):
        same[tuple(by_person[one.pk])].append(Recipient(str(one), one.position, one.email))
    for told, people in same.items():
        yield Recipients(tuple(people), told)


def _line(target: Target, unit: str, today: datetime.date) -> TargetLine:
    if target.work:
        work = target.work
        return TargetLine(
            title=_title(work),
            where=where_words(work),
            unit=unit,
            deadline=deadline_of(work),
            timing=timing_words(today, work.facts),
        )
    report = target.report
    duty: ReportDuty | None = report.duty if report else None
    due_on, plan = (report.due_on if report else None), duty.plan.full_number if duty else ""
    late = (today - due_on).days if due_on else 0
    return TargetLine(
        title=str(duty or ""),
        where=" · ".join(filter(None, ("Báo cáo", plan, report.period_name if report else ""))),
        unit=unit,
        deadline=f"hạn {day_words(due_on)}" if due_on else "",
        timing=f"quá hạn {late} ngày" if late > 0 else "",
    )


def _title(work: Assignment) -> str:
    title = work.task.title
    return title if len(title) <= TITLE_LENGTH else f"{title[:TITLE_LENGTH].rstrip()}…"


def _text(lines: Sequence[TargetLine], site: str, of_reports: bool) -> str:
    """What a person pastes elsewhere: each unit with its work, and where to report on it."""
    by_unit: dict[str, list[TargetLine]] = defaultdict(list)
    for line in lines:
        by_unit[line.unit].append(line)
    asked = "nộp các báo cáo" if of_reports else "thực hiện và cập nhật kết quả các việc"
    parts = [f"Đề nghị {asked} sau:"]
    for unit, told in by_unit.items():
        parts += ["", unit.upper()]
        parts += [f"{number}. {_in_short(line)}" for number, line in enumerate(told, start=1)]
    where = "Nộp tại" if of_reports else "Cập nhật tại"
    return "\n".join((*parts, "", f"{where}: {site}/"))


def _in_short(line: TargetLine) -> str:
    when = ", ".join(filter(None, (line.deadline, line.timing)))
    return f"{line.title} ({line.where})" + (f": {when}" if when else "")
