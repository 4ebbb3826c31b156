"""The reports of the demonstration: letters from above, a report that meets two of them, one that
stands within another, a draft under way, two issued reports of
which the second replaces the first, a notice that chases."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict
from typing import NamedTuple

from demo.people import Cast
from demo.units import DEPARTMENT
from plans.deadlines import DeadlineKind
from plans.models import Plan, ReportDuty
from plans.schedule import ONE_DAY, Period
from reports.compliance import actions
from reports.compliance.annex_choice import DEFAULT_ANNEXES
from reports.compliance.issue import compliance_of, make_issue, new_code
from reports.documents.pdf import has_pango
from reports.documents.text import text_of
from reports.models import ComplianceReport
from reports.models.compliance import ReportKind
from reports.submissions.actions import (
    accept,
    add_request,
    nest_duty,
    save_draft,
    set_outline,
    submit,
)
from reports.submissions.outline import READY_SETS, outline_of
from reports.submissions.outstanding import owed_reports
from reports.submissions.times import Meeting
from units.models import Unit

Day = datetime.date
VERIFY = "https://pccc.lamgiang.example/kiem-tra"
NO_FIRE = (
    "Theo báo cáo của các đơn vị, trong kỳ tại trụ sở và các đơn vị thuộc Sở không xảy ra cháy, nổ,"
    " sự cố, tai nạn."
)
PROPOSAL = (
    "- Đề nghị Ủy ban nhân dân tỉnh xem xét, bố trí kinh phí thay thế hệ thống báo cháy tự động tại"
    " trụ sở Sở trong dự toán năm sau."
)
ANSWER = "Đã rà soát 02 lối thoát nạn, 12 bình chữa cháy; 01 bình hết hạn đã được thay."
PROVINCE_OFFICE, POLICE = "Ủy ban nhân dân tỉnh Lam Giang", "Công an tỉnh Lam Giang"


class Letter(NamedTuple):
    number: str
    sender: str
    title: str
    asks: str


ASKED = Letter(
    "6246/UBND-NC",
    PROVINCE_OFFICE,
    "Báo cáo rà soát lối thoát nạn, phương tiện chữa cháy",
    "Rà soát lối thoát nạn, phương tiện chữa cháy tại trụ sở; nêu tồn tại và kiến nghị.",
)
# Who answers the first letter answers this one too.
ASKED_AGAIN = Letter(
    "3187/CAT-PC07",
    POLICE,
    "Báo cáo số lượng phương tiện chữa cháy tại chỗ",
    "Thống kê bình chữa cháy, họng nước vách tường, đèn chỉ dẫn thoát nạn còn dùng được.",
)
# Answered within the report of the quarter.
WITHIN = Letter(
    "3204/CAT-PC07",
    POLICE,
    "Báo cáo tuyên truyền kỹ năng thoát nạn",
    "Số buổi tuyên truyền, số người dự; lồng ghép trong báo cáo kết quả của quý.",
)


def tell_reports(plan: Plan, people: Cast, today: Day) -> None:
    """What the department has reported of its plan by ``today``, as its people do it."""
    _ask_of_rooms(plan, people, today)
    _begin_draft(plan, people)
    _answer(plan, people, today)
    first_half = Period("", plan.starts_on, Day(plan.starts_on.year, 6, 14))
    if today > first_half.ends_on and has_pango():
        first = _issued(_written(plan, people, first_half, today, ["late"]), people, today, "41")
        second = actions.correct_report(report=first, by=people.coordinator, on=today)
        _write(second, people, today, "proposals", PROPOSAL)
        _issued(ComplianceReport.objects.get(pk=second.pk), people, today, "45")
    so_far = Period("", plan.starts_on, min(today, plan.ends_on))
    _written(plan, people, so_far, today, DEFAULT_ANNEXES)
    actions.start_report(
        agency=plan.issuer,
        plans=[plan],
        period=so_far,
        annexes=[],
        by=people.coordinator,
        on=today,
        kind=ReportKind.NOTICE,
    )


def _written(
    plan: Plan, people: Cast, period: Period, today: Day, annexes: Sequence[str]
) -> ComplianceReport:
    """A draft with what no data tells written by hand."""
    report = actions.start_report(
        agency=plan.issuer,
        plans=[plan],
        period=period,
        annexes=annexes,
        by=people.coordinator,
        on=today,
    )
    _write(report, people, today, "proposals", PROPOSAL)
    return ComplianceReport.objects.get(pk=report.pk)


def _write(report: ComplianceReport, people: Cast, today: Day, key: str, text: str) -> None:
    told = text_of(compliance_of(report, today=today).drafts[key])
    actions.write_section(report=report, key=key, text=text, based_on=told, by=people.coordinator)


def _issued(report: ComplianceReport, people: Cast, today: Day, number: str) -> ComplianceReport:
    code = new_code()
    issue = make_issue(
        report,
        number=number,
        issued_on=today,
        today=today,
        code=code,
        address=f"{VERIFY}/{code}/",
    )
    return actions.issue_report(
        report=report,
        number=number,
        issued_on=today,
        issue=issue,
        by=people.coordinator,
        on=today,
        revision=report.revision,
    )


def _ask_of_rooms(plan: Plan, people: Cast, today: Day) -> None:
    """Letters from above become reports of three rooms: one with a form of its own, one that is
    met along with it, one within the report of the quarter."""
    rooms = list(Unit.objects.filter(parent__code=DEPARTMENT).order_by("code")[:3])
    first = _asked(ASKED, plan, rooms, today + 10 * ONE_DAY, people, today)
    set_outline(duty=first, outline=READY_SETS["department"][1], by=people.coordinator)
    _asked(ASKED_AGAIN, plan, rooms, today + 14 * ONE_DAY, people, today)
    quarterly = plan.report_duties.filter(deadline_kind=DeadlineKind.QUARTERLY).first()
    if quarterly is not None:
        days = [
            one.due_on
            for one in owed_reports(people.administrator, plan=plan)
            if one.duty == quarterly and one.due_on and one.due_on > today
        ]
        last = min(days, default=today + 20 * ONE_DAY)
        within = _asked(WITHIN, plan, rooms, last, people, today)
        nest_duty(duty=within, within=quarterly, by=people.coordinator)


def _asked(
    letter: Letter, plan: Plan, rooms: Sequence[Unit], due_on: Day, people: Cast, today: Day
) -> ReportDuty:
    request = add_request(
        plan=plan,
        units=rooms,
        number=letter.number,
        issued_on=today - 5 * ONE_DAY,
        sender=letter.sender,
        title=letter.title,
        asks=letter.asks,
        due_on=due_on,
        by=people.coordinator,
        on=today,
    )
    return request.duty


def _answer(plan: Plan, people: Cast, today: Day) -> None:
    """Another room has answered two letters in one report, with figures; they are taken over."""
    owed = owed_reports(people.administrator, plan=plan)
    asked = [one for one in owed if one.submission is None and one.duty.title == ASKED.title]
    again = plan.report_duties.get(title=ASKED_AGAIN.title)
    for one in asked[:1]:
        outline = outline_of(one.duty)
        figures = [
            {**asdict(line), "now": number % 3, "before": (number + 1) % 3}
            for number, line in enumerate(outline.figures)
        ]
        handed_in = submit(
            duty=one.duty,
            unit=one.unit,
            period=one.period,
            by=people.officer_of(one.unit.code),
            on=today,
            parts=[(h, ANSWER if n == 1 else "") for n, h in enumerate(outline.headings)],
            figures=figures,
            meets=[Meeting(again.pk, "")],
        )
        accept(submission=handed_in, by=people.coordinator, on=today)


def _begin_draft(plan: Plan, people: Cast) -> None:
    """One room has begun to write what the letter asks for."""
    owed = owed_reports(people.administrator, plan=plan)
    asked = [one for one in owed if one.submission is None and one.duty.title == ASKED.title]
    for one in asked[:1]:
        headings = outline_of(one.duty).headings
        save_draft(
            duty=one.duty,
            unit=one.unit,
            period=one.period,
            by=people.officer_of(one.unit.code),
            parts=[(h, NO_FIRE if n == 0 else "") for n, h in enumerate(headings)],
        )
