"""The list of what is reported, and one report, as their pages show them; a report as a document to
be printed and signed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.badges import Badge
from accounts.models import User
from plans.models import Plan, ReportDuty
from plans.schedule import period_name
from reports.compliance.names import plan_name
from reports.compliance.official_form import filename, letterhead, recipients
from reports.documents.document import (
    Block,
    Cell,
    HeadCell,
    OfficialDocument,
    Part,
    Row,
    Section,
    Table,
    Title,
)
from reports.documents.text import blocks_of
from reports.documents.wording import in_full, roman, upper_first
from reports.models import ReportRequest, Submission, SubmissionFile, SubmissionPart
from reports.plan_page.task_rows import deadline_words
from reports.submissions.actions import why_decision_stays
from reports.submissions.actions.deciding import ACCEPTANCE_TAKEN_BACK, RETURN_TAKEN_BACK
from reports.submissions.expectations import SUBMISSION_BADGES, SubmissionStatus, is_late
from reports.submissions.outstanding import OwedReport, owed_to, whole
from reports.submissions.writing import Writing, build_writing
from units.agency_settings import OFFICERS_SEND
from units.contexts.history import HistoryLine, Turn, history_lines
from units.models import AgencySetting, Unit
from units.policy import Capability
from units.querysets import roles_held
from vietnamese import numbers

# Where a unit may write: nothing is there yet, or it came back.
OWN_DAYS, OWN_ROWS = 30, 25  # how far ahead, and how many, one's own list looks
WRITABLE = (SubmissionStatus.EXPECTED, SubmissionStatus.OUTSTANDING, SubmissionStatus.RETURNED)


@dataclass(frozen=True)
class SubmissionRow:
    """One report of one unit for one period; ``pk`` where one waits to be decided on."""

    href: str
    duty: str
    unit: str
    plan: str
    period: str
    due_on: datetime.date | None
    submitted_on: datetime.date | None
    submitted_by: str
    late: str
    badge: Badge
    note: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class MetBy:
    """Another report of the unit that meets this one as well."""

    name: str
    href: str


@dataclass(frozen=True)
class SubmissionPage:
    """A report with its text; what of it the person may do."""

    row: SubmissionRow
    plan_pk: int
    receiver: str
    deadline: str
    parts: tuple[SubmissionPart, ...]
    returned_on: datetime.date | None
    return_reason: str
    accepted_on: datetime.date | None
    may_write: bool
    may_decide: bool
    may_send: bool
    may_withdraw: bool
    submission_pk: int | None
    submit_href: str
    draft_href: str
    file_href: str
    documents: tuple[tuple[str, str], ...]
    figures: tuple[Mapping[str, Any], ...]
    files: tuple[SubmissionFile, ...]
    writing: Writing | None
    met_by: MetBy | None
    meets: tuple[str, ...]
    may_take_back: bool
    story: tuple[HistoryLine, ...]
    request: ReportRequest | None


def submission_rows(reports: Iterable[OwedReport], day: datetime.date) -> tuple[SubmissionRow, ...]:
    """The rows of a page of the list, judged on ``day``."""
    return tuple(_row(report, day) for report in reports)


def own_report_rows(
    user: User, day: datetime.date, unit: int | None = None
) -> tuple[SubmissionRow, ...]:
    """What the person's own units, or that ``unit``, have to report now: what is missing or was
    sent back, and what falls due within the next days."""
    soon = day + datetime.timedelta(days=OWN_DAYS)
    own = {held for held, _ in roles_held(user)} if unit is None else {unit}
    asked = [
        one
        for one in owed_to(user)
        if one.unit in own
        and one.status(day) in WRITABLE
        and (one.due_on is None or one.due_on <= soon)
    ]
    return submission_rows(whole(asked[:OWN_ROWS]), day)


def find_owed(user: User, *, duty_pk: int, unit_pk: int, period: str) -> OwedReport | None:
    """What a unit owes under a duty for a period, if it does and the person may see it."""
    duty = ReportDuty.objects.visible_to(user).filter(pk=duty_pk).select_related("plan").first()
    owed = owed_to(user, plan=duty.plan) if duty else ()
    asked = [one for one in owed if one.key == (duty_pk, unit_pk, period)]
    return next(iter(whole(asked)), None)


def build_submission_page(report: OwedReport, user: User, day: datetime.date) -> SubmissionPage:
    """One report: its unit's people write it, those who produce the plan's report decide on it."""
    submission, status, duty = report.submission, report.status(day), report.duty
    own = Unit.objects.reached_by(user, Capability.RECORD_PROGRESS).filter(pk=report.unit.pk)
    writes = status in WRITABLE and report.met_by is None and own.exists()
    shown = own.exists() or report.facts.submitted_on is not None
    waits = status is SubmissionStatus.SUBMITTED and report.met_by is None
    produced = Plan.objects.reportable_by(user).filter(pk=duty.plan_id)
    return SubmissionPage(
        row=_row(report, day),
        plan_pk=duty.plan_id,
        receiver=" qua ".join(filter(None, (duty.receiver_words, duty.via_words))),
        deadline=deadline_words(duty),
        parts=tuple(submission.parts.all()) if submission and shown else (),
        returned_on=submission.returned_on if submission else None,
        return_reason=submission.return_reason if submission else "",
        accepted_on=submission.accepted_on if submission else None,
        may_write=writes,
        may_decide=waits and produced.exists(),
        may_send=writes and may_send(user, report.unit),
        may_withdraw=waits and may_send(user, report.unit),
        may_take_back=submission is not None and not why_decision_stays(submission, user),
        story=_story(submission) if submission and shown else (),
        submission_pk=submission.pk if submission else None,
        submit_href=address(report, "reports:submit"),
        draft_href=address(report, "reports:save_draft"),
        file_href=address(report, "reports:add_submission_file"),
        documents=_documents(report) if shown and submission else (),
        figures=tuple(submission.figures) if submission and shown else (),
        files=tuple(submission.files.all()) if submission and shown else (),
        writing=build_writing(report, day) if writes else None,
        met_by=_met_by(report),
        meets=_meets(submission),
        request=ReportRequest.objects.filter(duty=duty).first(),
    )


_TURNS = (
    Turn("returned_on", True, "Trả lại để sửa", "return_reason"),
    Turn("accepted_on", True, "Tiếp nhận"),
    Turn("submitted_on", True, "Nộp báo cáo"),
    Turn("submitted_on", False, "Rút báo cáo về để sửa"),
    Turn("returned_on", False, "Nộp lại báo cáo"),
    Turn("accepted_on", False, ACCEPTANCE_TAKEN_BACK),
)
_MADE, _DRAFTED = "Lập mới", "Sửa"
_TAKEN_BACK = (ACCEPTANCE_TAKEN_BACK, RETURN_TAKEN_BACK)


def _story(submission: Submission) -> tuple[HistoryLine, ...]:
    """Who did what with a report and when; drafts kept one after the other are one line."""
    # The row itself is made by the first draft, or by handing in.
    lines = [
        one for one in history_lines(submission, turns=_TURNS, columns=()) if one.what != _MADE
    ]
    kept = list(map(_story_line, lines))
    return tuple(
        one
        for one, after in zip_longest(kept, kept[1:])
        if after is None or (one.what, one.by) != (after.what, after.by)
    )


def _story_line(line: HistoryLine) -> HistoryLine:
    if line.reason in _TAKEN_BACK:
        return replace(line, what=line.reason, reason="")
    return replace(line, what="Lưu bản nháp") if line.what == _DRAFTED else line


def _documents(report: OwedReport) -> tuple[tuple[str, str], ...]:
    """The files of a report in the official form: what they are called, where they are."""
    route = "reports:submission_document"
    return (("Word", address(report, route, "docx")), ("PDF", address(report, route, "pdf")))


def may_send(user: User, unit: Unit) -> bool:
    """Whether the person hands the unit's report in: its head, or whoever writes where the agency
    lets officers send."""
    if Unit.objects.reached_by(user, Capability.CONFIRM_WORK).filter(pk=unit.pk).exists():
        return True
    writes = Unit.objects.reached_by(user, Capability.RECORD_PROGRESS).filter(pk=unit.pk)
    officers: bool = AgencySetting.objects.value_of(unit, OFFICERS_SEND)
    return officers and writes.exists()


def _met_by(report: OwedReport) -> MetBy | None:
    """The report by which the unit has met this one."""
    other = report.met_by
    if other is None:
        return None
    name = f"{other.duty} {other.period_name}".strip()
    return MetBy(name, address_of(other.duty_id, other.unit_id, other.period))


def _meets(submission: Submission | None) -> tuple[str, ...]:
    """The further reports that this one is as well."""
    if submission is None:
        return ()
    met = submission.met.select_related("duty__plan")
    return tuple(f"{one.duty} {period_name(one.period)}".strip() for one in met)


def address(report: OwedReport, route: str = "reports:submission", *more: str) -> str:
    """The page of a report, or another route that names it by duty, unit and period."""
    return address_of(report.duty.pk, report.unit.pk, report.period, route, *more)


def address_of(
    duty: int, unit: int, period: str, route: str = "reports:submission", *more: str
) -> str:
    """As ``address``, of a report that is known by keys."""
    path = reverse(route, args=[duty, unit, *more])
    return f"{path}?{urlencode({'period': period})}" if period else path


def _row(report: OwedReport, day: datetime.date) -> SubmissionRow:
    submission = report.met_by or report.submission
    status = report.status(day)
    waits = status is SubmissionStatus.SUBMITTED and report.met_by is None
    return SubmissionRow(
        href=address(report),
        duty=str(report.duty),
        unit=report.unit.name,
        plan=report.duty.plan.full_number,
        period=report.period_name,
        due_on=report.due_on,
        submitted_on=submission.submitted_on if submission else None,
        submitted_by=str(submission.submitted_by or "") if submission else "",
        late=_late_words(report, day),
        badge=SUBMISSION_BADGES[status],
        note=f"nộp chung trong {report.met_by.duty}" if report.met_by else "",
        pk=submission.pk if submission and waits else None,
    )


def _late_words(report: OwedReport, day: datetime.date) -> str:
    if report.due_on is None or not is_late(day, report.facts):
        return ""
    submitted_on = report.facts.submitted_on
    days = ((submitted_on or day) - report.due_on).days
    return f"nộp quá hạn {days} ngày" if submitted_on else f"quá hạn {days} ngày"


# --- a report as a document in the official form, to be printed and signed ------------------------
LETTERS = "BC"


def build_submission_document(submission: Submission, today: datetime.date) -> OfficialDocument:
    """The report of one unit under one duty for one period."""
    unit, duty = submission.unit, submission.duty
    head = letterhead(unit, ())
    period = f" {submission.period_name}" if submission.period_name else ""
    subject = f"{duty.title or 'Kết quả thực hiện kế hoạch'}{period}"
    receiver = in_full(duty.receiver_words or duty.plan.issuer.name)
    on = submission.submitted_on or today
    return OfficialDocument(
        name=f"Báo cáo {subject} của {unit.name}",
        filename=filename("bao-cao-don-vi", (), unit, submission.period or f"{on:%Y%m%d}"),
        header=head.header(LETTERS, number="", on=on),
        title=Title("BÁO CÁO", upper_first(subject)),
        addressees=(receiver,),
        bases=(f"Thực hiện {plan_name(duty.plan, issuer=True)}.",),
        opening=f"{upper_first(head.name)} báo cáo như sau:",
        parts=tuple(_parts(submission)),
        closing=f"Trên đây là báo cáo của {head.name}./.",
        signature=head.signature,
        recipients=recipients((), head, unit.parent),
        paper=head.paper,
    )


def _parts(submission: Submission) -> Iterator[Part]:
    found = [part for part in submission.parts.all() if part.text.strip()]
    for number, part in enumerate(found, start=1):
        section = Section(f"phan-{number}", "", "", blocks_of(part.text))
        yield Part(roman(number), part.heading.upper(), (section,))
    if submission.figures:
        table: tuple[Block, ...] = (_figures(submission),)
        yield Part(roman(len(found) + 1), "SỐ LIỆU", (Section("so-lieu", "", "", table),))


def _figures(submission: Submission) -> Table:
    head = ("TT", "Nội dung", "Đơn vị tính", "Kỳ này", "Cùng kỳ")
    rows = []
    for number, one in enumerate(submission.figures, start=1):
        cells = (Cell(str(number), "mid"), Cell(one["name"], is_head=True))
        cells_of_numbers = (_number(one.get("now")), _number(one.get("before")))
        rows.append(Row((*cells, Cell(one["measure"], "mid"), *cells_of_numbers)))
    return Table(
        caption="",
        columns=("c-tt", "c-wide", "c-sum", "c-day", "c-day"),
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(rows),
        name="Số liệu",
    )


def _number(value: float | None) -> Cell:
    if value is None:
        return Cell(numbers.NOTHING, "num")
    words = numbers.whole(int(value)) if value == int(value) else f"{value:g}".replace(".", ",")
    return Cell(words, "num", value=value)
