"""The board of what is reported: units × reports, who has sent what; and the chain of a plan."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from accounts.badges import Badge
from plans.models import Plan, ReportDuty
from plans.schedule import Occurrence
from reports.documents.wording import same_body
from reports.submissions.context import address, submission_rows
from reports.submissions.expectations import SubmissionStatus
from reports.submissions.outstanding import OwedReport
from reports.submissions.times import due_times, reading_words
from units.models import Unit

MOST_COLUMNS = 6  # the list shows all
MOST_ROWS = 25
# With what somebody must do something.
_URGENT = (SubmissionStatus.SUBMITTED, SubmissionStatus.OUTSTANDING, SubmissionStatus.RETURNED)


@dataclass(frozen=True)
class BoardColumn:
    duty: str
    period: str
    due_on: datetime.date | None

    @property
    def words(self) -> str:
        """What stands beside a cell where the board is a list."""
        return f"{self.duty} {self.period}".strip()


@dataclass(frozen=True)
class BoardCell:
    """One report; ``href`` "" where the unit does not owe it; ``note``: how late it is, or in which
    report it stands."""

    column: str
    href: str = ""
    badge: Badge | None = None
    note: str = ""


@dataclass(frozen=True)
class BoardRow:
    """A unit; ``waiting`` and ``missing`` count all its reports, also those without a column."""

    pk: int
    unit: str
    cells: tuple[BoardCell, ...]
    waiting: int
    missing: int


@dataclass(frozen=True)
class Board:
    """``next_href`` is the report that has waited longest, "" where none waits; ``left_out``: how
    many units and reports have no place here."""

    columns: tuple[BoardColumn, ...]
    rows: tuple[BoardRow, ...]
    waiting: int
    missing: int
    next_href: str
    units_left_out: int
    columns_left_out: int


_Key = tuple[int, str]  # a duty and a period: one column, whatever the due day


def build_board(owed: Sequence[OwedReport], day: datetime.date) -> Board:
    """Units against reports, judged on ``day``; units with something waiting or missing first."""
    first: dict[_Key, OwedReport] = {}
    by_unit: dict[int, list[OwedReport]] = {}
    for one in owed:
        first.setdefault((one.duty.pk, one.period), one)
        by_unit.setdefault(one.unit.pk, []).append(one)
    columns = _columns(first, owed, day)
    rows = [_row(reports, columns, day) for reports in by_unit.values()]
    rows.sort(key=lambda row: (-(row.waiting + row.missing), -row.waiting))
    statuses = [one.status(day) for one in owed]
    waiting = [one for one in owed if one.status(day) is SubmissionStatus.SUBMITTED]
    waiting.sort(key=lambda one: one.facts.submitted_on or day)
    return Board(
        columns=tuple(columns.values()),
        rows=tuple(rows[:MOST_ROWS]),
        waiting=len(waiting),
        missing=statuses.count(SubmissionStatus.OUTSTANDING),
        next_href=opened_at(waiting[0]) if waiting else "",
        units_left_out=max(0, len(rows) - MOST_ROWS),
        columns_left_out=len(first) - len(columns),
    )


def _columns(
    first: Mapping[_Key, OwedReport], owed: Sequence[OwedReport], day: datetime.date
) -> dict[_Key, BoardColumn]:
    """The reports with which there is something to be done, the nearest due of them, then what is
    due nearest; in order of their due days."""
    urgent = {(one.duty.pk, one.period) for one in owed if one.status(day) in _URGENT}
    near = sorted(
        first,
        key=lambda key: (key not in urgent, abs(((first[key].due_on or day) - day).days)),
    )
    chosen = sorted(
        near[:MOST_COLUMNS], key=lambda key: (first[key].due_on or datetime.date.max, key)
    )
    return {
        key: BoardColumn(str(first[key].duty), first[key].period_name, first[key].due_on)
        for key in chosen
    }


def _row(
    reports: Sequence[OwedReport], columns: Mapping[_Key, BoardColumn], day: datetime.date
) -> BoardRow:
    there = {(one.duty.pk, one.period): one for one in reports}
    statuses = [one.status(day) for one in reports]
    return BoardRow(
        pk=reports[0].unit.pk,
        unit=reports[0].unit.name,
        cells=tuple(_cell(there.get(key), column, day) for key, column in columns.items()),
        waiting=statuses.count(SubmissionStatus.SUBMITTED),
        missing=statuses.count(SubmissionStatus.OUTSTANDING),
    )


def _cell(report: OwedReport | None, column: BoardColumn, day: datetime.date) -> BoardCell:
    if report is None:
        return BoardCell(column.words)
    (row,) = submission_rows([report], day)
    said = ", ".join(filter(None, (row.late, row.note)))
    return BoardCell(column.words, opened_at(report), row.badge, said)


def opened_at(report: OwedReport) -> str:
    """Where a report is read: where it stands in another one, that one."""
    other = report.met_by
    if other is None:
        return address(report)
    return address(OwedReport(other.duty, report.unit, other.period, other.due_on, other))


def next_waiting(owed: Iterable[OwedReport], after: OwedReport, day: datetime.date) -> str:
    """The page of another report that waits to be accepted, "" where none does."""
    for one in owed:
        is_other = one.key != after.key and one.met_by is None
        if is_other and one.status(day) is SubmissionStatus.SUBMITTED:
            return address(one)
    return ""


# --- the chain ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Link:
    """One step: who reports to whom by when; ``warning`` where its day comes too late; ``days``:
    how long the consolidator has after the units' last day."""

    reporters: str
    receiver: str
    due_on: datetime.date | None
    period: str
    warning: str
    days: str = ""


@dataclass(frozen=True)
class Chain:
    """Units → consolidator → superior, the next time that a plan's reports fall due; ``reading``:
    how the agency reads their days."""

    units: tuple[Link, ...]
    own: tuple[Link, ...]
    receivers: tuple[str, ...]
    reading: str


def build_chain(plan: Plan, day: datetime.date) -> Chain:
    """The steps of a plan: what the units owe the agency, and what the agency owes above."""
    rows = plan.report_duties.select_related("plan").prefetch_related("reporters")
    duties = list(rows.order_by("order", "pk"))
    times = due_times(duties)
    own = [one for one in duties if _is_own(one, plan.issuer)]
    deadline = min(_days(own, times, day), default=None)
    asked = [one for one in duties if one not in own]
    last = max((due for due in _days(asked, times, day) if deadline is None or due < deadline),
               default=None)  # fmt: skip
    links = tuple(_link(one, _next(times[one.pk], day), None) for one in own)
    return Chain(
        units=tuple(_link(one, _next(times[one.pk], day), deadline) for one in asked),
        own=tuple(replace(one, days=_days_between(last, one.due_on)) for one in links),
        receivers=tuple(dict.fromkeys(one.receiver for one in links)),
        reading=reading_words(plan),
    )


def _days(
    duties: Iterable[ReportDuty], times: Mapping[int, Sequence[Occurrence]], day: datetime.date
) -> list[datetime.date]:
    return [due for due, _ in (_next(times[one.pk], day) for one in duties) if due]


def _days_between(last: datetime.date | None, due_on: datetime.date | None) -> str:
    if last is None or due_on is None or due_on <= last:
        return ""
    return f"{(due_on - last).days} ngày để tổng hợp sau hạn của đơn vị"


def _is_own(duty: ReportDuty, agency: Unit) -> bool:
    """Whether the agency itself reports, or an office drafts for it what goes above."""
    above = agency.parent.name if agency.parent else ""
    if above and same_body(duty.receiver_words, above):
        return True
    return any(one.pk == agency.pk for one in duty.reporters.all())


def _next(times: Sequence[Occurrence], day: datetime.date) -> tuple[datetime.date | None, str]:
    ahead = [one for one in times if one.due_on and one.due_on >= day]
    return (ahead[0].due_on, ahead[0].period) if ahead else (None, "")


def _link(
    duty: ReportDuty, following: tuple[datetime.date | None, str], deadline: datetime.date | None
) -> Link:
    due_on, period = following
    late = due_on is not None and deadline is not None and due_on >= deadline
    receiver = " qua ".join(filter(None, (duty.receiver_words, duty.via_words)))
    return Link(
        reporters=duty.reporter_words,
        receiver=receiver or duty.plan.issuer.name,
        due_on=due_on,
        period=period,
        warning="Hạn của đơn vị không trước hạn của nơi tổng hợp." if late else "",
    )
