"""The board of what is reported: units × reports, who has sent what; and the chain of a plan."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.badges import Badge
from plans.models import Plan, ReportDuty
from plans.schedule import Occurrence
from reports.documents.wording import same_body
from reports.submissions.context import address
from reports.submissions.expectations import SUBMISSION_LOOKS, SubmissionStatus
from reports.submissions.outstanding import OwedReport
from reports.submissions.times import due_times
from units.models import Unit

MOST_COLUMNS = 6  # the latest due; the list shows all
MOST_ROWS = 200
# What somebody must do something about comes first.
_URGENT = (SubmissionStatus.SUBMITTED, SubmissionStatus.OUTSTANDING, SubmissionStatus.RETURNED)


@dataclass(frozen=True)
class Column:
    duty: str
    period: str
    due_on: datetime.date | None


@dataclass(frozen=True)
class BoardCell:
    """One report; ``href`` "" where the unit does not owe it."""

    href: str = ""
    look: Badge | None = None


@dataclass(frozen=True)
class BoardRow:
    unit: str
    cells: tuple[BoardCell, ...]
    waiting: int
    missing: int


@dataclass(frozen=True)
class Board:
    columns: tuple[Column, ...]
    rows: tuple[BoardRow, ...]
    waiting: int
    missing: int


def build_board(owed: Sequence[OwedReport], day: datetime.date) -> Board:
    """Units against reports, judged on ``day``; units with something waiting or missing first."""
    keys = list(dict.fromkeys((one.duty.pk, one.period, one.due_on) for one in owed))
    # What is due soonest after today, then backwards, is what a person looks at.
    near = sorted(keys, key=lambda key: abs(((key[2] or day) - day).days))[:MOST_COLUMNS]
    columns = sorted(near, key=lambda key: (key[2] or datetime.date.max, key[0]))
    first = {(one.duty.pk, one.period, one.due_on): one for one in reversed(owed)}
    by_unit: dict[int, list[OwedReport]] = {}
    for one in owed:
        by_unit.setdefault(one.unit.pk, []).append(one)
    rows = [_row(reports, columns, day) for reports in by_unit.values()]
    rows.sort(key=lambda row: (-(row.waiting + row.missing), -row.waiting))
    statuses = [one.status(day) for one in owed]
    return Board(
        columns=tuple(_column(first[key]) for key in columns),
        rows=tuple(rows[:MOST_ROWS]),
        waiting=statuses.count(SubmissionStatus.SUBMITTED),
        missing=statuses.count(SubmissionStatus.OUTSTANDING),
    )


def _column(report: OwedReport) -> Column:
    return Column(str(report.duty), report.period_name, report.due_on)


def _row(
    reports: Sequence[OwedReport],
    columns: Iterable[tuple[int, str, datetime.date | None]],
    day: datetime.date,
) -> BoardRow:
    there = {(one.duty.pk, one.period, one.due_on): one for one in reports}
    statuses = [one.status(day) for one in reports]
    return BoardRow(
        unit=reports[0].unit.name,
        cells=tuple(_cell(there.get(key), day) for key in columns),
        waiting=statuses.count(SubmissionStatus.SUBMITTED),
        missing=statuses.count(SubmissionStatus.OUTSTANDING),
    )


def _cell(report: OwedReport | None, day: datetime.date) -> BoardCell:
    if report is None:
        return BoardCell()
    return BoardCell(address(report), SUBMISSION_LOOKS[report.status(day)])


def next_waiting(owed: Iterable[OwedReport], after: OwedReport, day: datetime.date) -> str:
    """The page of another report that waits to be accepted, "" where none does."""
    for one in owed:
        if one.key != after.key and one.status(day) is SubmissionStatus.SUBMITTED:
            return address(one)
    return ""


# --- the chain ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Link:
    """One step: who reports to whom by when; ``warning`` where its day comes too late."""

    reporters: str
    receiver: str
    due_on: datetime.date | None
    period: str
    warning: str


@dataclass(frozen=True)
class Chain:
    """Units → consolidator → superior, the next time that a plan's reports fall due."""

    units: tuple[Link, ...]
    own: tuple[Link, ...]


def build_chain(plan: Plan, day: datetime.date) -> Chain:
    """The steps of a plan: what the units owe the agency, and what the agency owes above."""
    rows = plan.report_duties.select_related("plan").prefetch_related("reporters")
    duties = list(rows.order_by("order", "pk"))
    times = due_times(duties)
    own = [one for one in duties if _is_own(one, plan.issuer)]
    days = [due for due, _ in (_next(times[one.pk], day) for one in own) if due]
    deadline = min(days, default=None)
    return Chain(
        units=tuple(
            _link(one, _next(times[one.pk], day), deadline) for one in duties if one not in own
        ),
        own=tuple(_link(one, _next(times[one.pk], day), None) for one in own),
    )


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
