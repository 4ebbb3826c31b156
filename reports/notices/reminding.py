"""The page before a reminder: who would get what, and the same as text to be copied."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from accounts.models import User
from plans.models import ReportDuty
from reports.notices.targets import MOST, Target
from tasks.contexts.rows import deadline_of, where_words
from tasks.models import Assignment
from tasks.wording import day_words, timing_words

TITLE_LENGTH = 160
# Of a long reminder a page shows so many names and lines, and of each list in it so many of one
# kind; a longer text to be copied stands on a page of its own.
ROWS_ON_A_PAGE, MOST_NAMED, LONGEST_TEXT = 60, 10, 12_000


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
    """People who would be reminded of the same things; the first of many (``MOST_NAMED``)."""

    people: tuple[Recipient, ...]
    lines: tuple[TargetLine, ...]

    @property
    def shown_people(self) -> tuple[Recipient, ...]:
        return self.people[:MOST_NAMED]

    @property
    def other_people(self) -> int:
        return len(self.people) - len(self.shown_people)

    @property
    def shown_lines(self) -> tuple[TargetLine, ...]:
        return self.lines[:MOST_NAMED]

    @property
    def other_lines(self) -> int:
        return len(self.lines) - len(self.shown_lines)

    @property
    def rows(self) -> int:
        return len(self.shown_people) + len(self.shown_lines)


@dataclass(frozen=True)
class RemindingPage:
    """``pages``: who would be reminded of what, so much on each as is shown at once; ``people``:
    how many would be; ``done``: what was reminded of today already; ``unheard``: what nobody would
    hear of, as their units have no people; ``left_out``: how many of the list are beyond what goes
    at once; ``text``: the same for other ways of writing; ``of_reports``: it is of reports."""

    pages: tuple[tuple[Recipients, ...], ...]
    people: int
    things: int
    done: Recipients
    unheard: Recipients
    left_out: int
    text: str
    of_reports: bool

    @property
    def is_text_long(self) -> bool:
        return len(self.text) > LONGEST_TEXT

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
    lines = {target: _line(target, today) for target in targets}
    heard = [target for target in targets if target.people]
    groups = tuple(_groups(heard, lines))
    return RemindingPage(
        pages=tuple(paged(groups)),
        people=sum(len(group.people) for group in groups),
        things=len(heard),
        done=Recipients((), tuple(lines[target] for target in targets if target.is_done)),
        unheard=Recipients(
            (), tuple(lines[one] for one in targets if not one.people and not one.is_done)
        ),
        left_out=max(0, total - MOST),
        text=_text([lines[target] for target in targets], site, of_reports),
        of_reports=of_reports,
    )


class Shown(Protocol):
    """What fills a page by the rows that are shown of it."""

    @property
    def rows(self) -> int: ...


S = TypeVar("S", bound=Shown)


def paged(groups: Iterable[S]) -> Iterator[tuple[S, ...]]:
    """The groups as they fill pages, each with one at least."""
    page: list[S] = []
    rows = 0
    for group in groups:
        own = group.rows
        if page and rows + own > ROWS_ON_A_PAGE:
            yield tuple(page)
            page, rows = [], 0
        page.append(group)
        rows += own
    if page:
        yield tuple(page)


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


def _line(target: Target, today: datetime.date) -> TargetLine:
    if target.work:
        work = target.work
        return TargetLine(
            title=_title(work),
            where=where_words(work),
            unit=work.unit.name,
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
        unit=report.unit.name if report else "",
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
