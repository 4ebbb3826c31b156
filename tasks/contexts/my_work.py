"""What a person's own units have to do: what is late first, then what comes next.

A stranger to the program should see on the first screen what to do now.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, QuerySet, Window
from django.urls import reverse

from accounts.models import User
from tasks.contexts.rows import WorkRow, with_lines, work_row
from tasks.models import Assignment, Extension
from tasks.querysets import AssignmentQuerySet
from tasks.status import BADGES, DUE_SOON_DAYS, Hint, Status, hint_on, status_on
from tasks.wording import day_words, weekday_words
from units.contexts.tree import Place
from units.models import Unit
from units.policy import GRANTS, Capability
from units.querysets import posts_of, roles_held
from vietnamese.text import sort_key

BRIEF = 5  # rows of one section on a unit's page
LISTED = 18  # rows of one section; the rest is in the list of all work
FETCHED = 500  # rows of current work read for the page
RECENT_DAYS = 30


@dataclass(frozen=True)
class UnitChoice:
    """One unit of the person's, as a link that narrows the page to it."""

    name: str
    href: str
    current: bool


@dataclass(frozen=True)
class Line:
    """A row with what the person does about it; ``href`` leads to the very place to do it."""

    row: WorkRow
    action: str
    href: str


@dataclass(frozen=True)
class Section:
    """Lines of one kind.  ``key`` is its place on the page; ``total`` may be more than is shown;
    ``names_unit`` says whether a line must tell its unit."""

    key: str
    title: str
    text: str
    tone: str
    icon: str
    total: int
    lines: tuple[Line, ...]
    names_unit: bool
    more_href: str = ""

    @property
    def is_urgent(self) -> bool:
        """Whether it stands before the reports that are due: late, soon due, to be confirmed."""
        return self.key in (OVERDUE, SOON, CONFIRM)

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.lines)


@dataclass(frozen=True)
class Stat:
    """A figure on top; ``href`` is "" where there is nothing to jump to."""

    label: str
    number: int
    href: str
    tone: str


@dataclass(frozen=True)
class RequestRow:
    """A request for more time that waits for the person's decision."""

    row: WorkRow
    words: str
    reason: str


@dataclass(frozen=True)
class MyWork:
    """The finished page; ``choices`` is empty for somebody with one unit."""

    lead: str
    choices: tuple[UnitChoice, ...]
    stats: tuple[Stat, ...]
    requests: tuple[RequestRow, ...]
    requests_total: int
    sections: tuple[Section, ...]

    @property
    def is_empty(self) -> bool:
        return not self.sections and not self.requests


@dataclass(frozen=True)
class _Kind:
    """How a section is called and what its rows ask for."""

    title: str
    text: str
    badge: Status | Hint
    action: str
    stat: str = ""
    link: str = ""


OVERDUE, SOON, CONFIRM, OPEN, ONGOING, WAITING, UPCOMING, PAUSED, DONE = (
    "qua-han",
    "sap-den-han",
    "can-xac-nhan",
    "dang-lam",
    "thuong-xuyen",
    "cho-xac-nhan",
    "chua-den-ky",
    "tam-dung",
    "da-xong",
)
_UPDATE, _VIEW, _CONFIRM = "Cập nhật", "Xem", "Xác nhận"
# Where on the assignment's page the action leads.
_ANCHORS = {_UPDATE: "#tien-do", _VIEW: "", _CONFIRM: "#xac-nhan"}

# In the order of the page.
_KINDS = {
    OVERDUE: _Kind("Quá hạn", "", Status.OVERDUE, _UPDATE, "Quá hạn", "overdue"),
    SOON: _Kind(
        f"Đến hạn trong {DUE_SOON_DAYS} ngày",
        "",
        Hint.DUE_SOON,
        _UPDATE,
        f"Đến hạn {DUE_SOON_DAYS} ngày",
        "due_soon",
    ),
    CONFIRM: _Kind(
        "Cần xác nhận",
        "Đơn vị đã báo hoàn thành. Xem kết quả, rồi xác nhận hoặc trả lại kèm lý do.",
        Hint.WAITING,
        _CONFIRM,
        "Cần xác nhận",
        "waiting",
    ),
    OPEN: _Kind("Đang làm", "", Status.OPEN, _UPDATE, "Đang làm", "open"),
    ONGOING: _Kind(
        "Thường xuyên",
        "Việc không có hạn ngày. Mỗi kỳ cần ít nhất một minh chứng.",
        Status.ONGOING,
        _UPDATE,
        "Thường xuyên",
        "ongoing",
    ),
    WAITING: _Kind(
        "Chờ xác nhận",
        "Đã báo hoàn thành, đang chờ trưởng đơn vị hoặc đầu mối xác nhận.",
        Hint.WAITING,
        _VIEW,
        "Chờ xác nhận",
        "waiting",
    ),
    UPCOMING: _Kind("Chưa đến kỳ", "", Hint.NOT_STARTED, _VIEW, "", "not_started"),
    PAUSED: _Kind("Tạm dừng", "", Status.SUSPENDED, _VIEW, "", "suspended"),
    DONE: _Kind(
        f"Xong trong {RECENT_DAYS} ngày qua",
        "",
        Status.DONE_ON_TIME,
        _VIEW,
        "",
        "done_on_time,done_late,done_undated",
    ),
}


def build_my_work(
    user: User, *, today: datetime.date, unit: int | None = None, mine: bool = False
) -> MyWork:
    """The page of a person's own units, or of one of them where ``unit`` names it; with ``mine``
    only the work that the person sees to."""
    own = _own_units(user)
    chosen = [one for one in own if one.pk == unit] or own
    narrowed = len(chosen) < len(own)
    asked = _requests(user, chosen if narrowed else None)
    listed = list(asked.annotate(total=Window(Count("pk")))[:LISTED])
    found = _sections(_Scope.of(user, chosen, today, narrowed=narrowed, mine=mine))
    return MyWork(
        lead=" · ".join((*_names(chosen), f"hôm nay {weekday_words(today)}")),
        choices=_choices(own, chosen, user, mine),
        stats=_stats(found),
        requests=tuple(_request_row(one, today) for one in listed),
        requests_total=vars(listed[0])["total"] if listed else 0,
        sections=tuple(section for section in found if section.total),
    )


def build_unit_sections(
    unit: Unit, user: User, *, today: datetime.date
) -> tuple[tuple[Stat, ...], tuple[Section, ...]]:
    """The work of one unit, of what the person may see of it: the figures, and the sections cut
    short."""
    found = _sections(_Scope.of(user, [unit], today, narrowed=True))
    return _stats(found), tuple(
        replace(section, names_unit=False, lines=section.lines[:BRIEF])
        for section in found
        if section.total
    )


def _own_units(user: User) -> list[Place]:
    """Units in which the person holds a role and whose work the role shows, in order."""
    shown = GRANTS[Capability.VIEW_WORK]
    own = {Place(post.unit, post.office) for post in posts_of(user) if post.role in shown}
    return sorted(own, key=lambda one: (sort_key(one.name), one.pk))


def _names(units: Sequence[Place]) -> tuple[str, ...]:
    return (units[0].name,) if len(units) == 1 else (f"{len(units)} đơn vị",) if units else ()


def _choices(
    own: Sequence[Place], chosen: Sequence[Place], user: User, mine: bool
) -> tuple[UnitChoice, ...]:
    """Links to narrow the page; none for somebody with one unit and no work in person."""
    page, everything = reverse("tasks:my_work"), len(chosen) == len(own) and not mine
    if not (person := _in_person(user, own, mine)) and len(own) < 2:
        return ()
    whole = "Tất cả đơn vị của tôi" if len(own) > 1 else "Cả đơn vị"
    return (
        UnitChoice(whole, page, everything),
        *person,
        *(
            UnitChoice(one.name, f"{page}?unit={one.pk}", len(chosen) < len(own) and one in chosen)
            for one in (own if len(own) > 1 else ())
        ),
    )


def _in_person(user: User, own: Sequence[Place], mine: bool) -> tuple[UnitChoice, ...]:
    page = f"{reverse('tasks:my_work')}?officer={user.pk}"
    charged = Assignment.objects.filter(officer=user, unit__in=[one.pk for one in own])
    charged = charged.unfinished().in_force()
    return (UnitChoice("Việc của tôi", page, mine),) if mine or charged.exists() else ()


# --- the rows -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Scope:
    """Whose work the page shows: the rows, and the units on whose work the person records."""

    today: datetime.date
    mine: AssignmentQuerySet
    confirmable: AssignmentQuerySet
    records_for: frozenset[int]
    unit: int | None
    officer: int | None

    @classmethod
    def of(
        cls,
        user: User,
        units: Sequence[Place | Unit],
        today: datetime.date,
        *,
        narrowed: bool,
        mine: bool = False,
    ) -> _Scope:
        keys = [one.pk for one in units]
        theirs = Assignment.objects.visible_to(user).in_force().filter(unit__in=keys)
        confirmable = Assignment.objects.to_confirm(user)
        return cls(
            today=today,
            mine=theirs.filter(officer=user) if mine else theirs,
            confirmable=confirmable.filter(unit__in=keys) if narrowed else confirmable,
            records_for=_records_for(user, keys),
            unit=units[0].pk if len(units) == 1 else None,
            officer=user.pk if mine else None,
        )


def _records_for(user: User, units: Sequence[int]) -> frozenset[int]:
    """Those of the units on whose work the person records; one's own are known without asking."""
    recording = GRANTS[Capability.RECORD_PROGRESS]
    if {unit for unit, role in roles_held(user) if role in recording} >= set(units):
        return frozenset(units)
    reached = Unit.objects.reached_by(user, Capability.RECORD_PROGRESS).filter(pk__in=units)
    return frozenset(reached.values_list("pk", flat=True))


def _sections(scope: _Scope) -> tuple[Section, ...]:
    today, mine = scope.today, scope.mine
    upcoming = mine.unfinished().filter(starts_on__gt=today, finished_on__isnull=True)
    recent = mine.filter(
        cancelled_on__isnull=True,
        confirmed_on__gt=today - datetime.timedelta(days=RECENT_DAYS),
        confirmed_on__lte=today,
    )
    found = {key: _section(key, rows, len(rows), scope) for key, rows in _current(scope).items()}
    found[CONFIRM] = _counted(CONFIRM, scope.confirmable.order_by("finished_on", "pk"), scope)
    found[UPCOMING] = _counted(UPCOMING, upcoming.order_by("starts_on", "pk"), scope)
    found[DONE] = _counted(DONE, recent.order_by("-confirmed_on", "-pk"), scope)
    return tuple(found[key] for key in _KINDS)


def _current(scope: _Scope) -> dict[str, list[Assignment]]:
    """Work that has begun and is not closed, by section; what the person confirms is left out."""
    begun = scope.mine.unfinished().filter(starts_on__lte=scope.today)
    rows = begun.exclude(pk__in=scope.confirmable.values("pk")).with_open_request()
    rows = with_lines(rows.with_evidence_this_cycle(scope.today)).by_urgency()[:FETCHED]
    keys = (OVERDUE, SOON, OPEN, ONGOING, WAITING, PAUSED)
    found: dict[str, list[Assignment]] = {key: [] for key in keys}
    for row in rows:
        found[_key(row, scope.today)].append(row)
    # What lacks this cycle's evidence is what there is to do about ongoing work.
    found[ONGOING].sort(key=lambda row: bool(getattr(row, "has_evidence", False)))
    return found


def _key(assignment: Assignment, today: datetime.date) -> str:
    status, hint = status_on(today, assignment.facts), hint_on(today, assignment.facts)
    if hint is Hint.WAITING:
        return WAITING
    if hint is Hint.DUE_SOON:
        return SOON
    return {Status.OVERDUE: OVERDUE, Status.OPEN: OPEN, Status.ONGOING: ONGOING}.get(status, PAUSED)


def _counted(key: str, rows: AssignmentQuerySet, scope: _Scope) -> Section:
    """A section whose rows are read as far as they are shown, and counted where there are more."""
    read = list(with_lines(rows)[: LISTED + 1])
    return _section(key, read, rows.count() if len(read) > LISTED else len(read), scope)


def _section(key: str, rows: Iterable[Assignment], total: int, scope: _Scope) -> Section:
    kind = _KINDS[key]
    badge = BADGES[kind.badge]
    everybody = key == CONFIRM  # what one confirms may come from any unit
    narrow = f"&unit={scope.unit}" if scope.unit and not everybody else ""
    if scope.officer and not everybody:
        narrow += f"&officer={scope.officer}"
    return Section(
        key=key,
        title=kind.title,
        text=kind.text,
        tone=badge.tone,
        icon=badge.icon,
        total=total,
        lines=tuple(_line(row, kind.action, scope) for row in list(rows)[:LISTED]),
        names_unit=everybody or scope.unit is None,
        more_href=f"{reverse('tasks:assignments')}?status={kind.link}{narrow}",
    )


def _line(assignment: Assignment, action: str, scope: _Scope) -> Line:
    row = work_row(assignment, scope.today)
    if action == _UPDATE and assignment.unit_id not in scope.records_for:
        action = _VIEW
    return Line(row, action, row.href + _ANCHORS[action])


def _stats(sections: Sequence[Section]) -> tuple[Stat, ...]:
    """The figures on top; somebody whose own units have no work sees none that say 0."""
    own = any(section.total for section in sections if section.key != CONFIRM)
    found = []
    for section in sections:
        label = _KINDS[section.key].stat
        may_be_zero = own and section.key not in (CONFIRM, WAITING)
        if label and (section.total or may_be_zero):
            href = f"#{section.key}" if section.total else ""
            found.append(Stat(label, section.total, href, section.tone if section.total else ""))
    return tuple(found)


# --- requests for more time -----------------------------------------------------------------------
def _requests(user: User, units: Sequence[Place] | None) -> QuerySet[Extension]:
    asked = Extension.objects.decidable_by(user)
    if units is not None:
        asked = asked.filter(assignment__unit__in=[one.pk for one in units])
    related = asked.select_related("assignment__task__plan", "assignment__unit", "asked_by")
    return related.order_by("asked_on", "pk")


def _request_row(extension: Extension, today: datetime.date) -> RequestRow:
    return RequestRow(
        row=work_row(extension.assignment, today),
        words=f"{day_words(extension.due_before)} → {day_words(extension.due_asked)}",
        reason=extension.reason,
    )
