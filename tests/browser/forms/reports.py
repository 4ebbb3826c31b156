"""The forms about reports, and about the plans behind them."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from plans.actions import close_plan
from plans.models import Plan, PlanFile, ReportDuty
from reports.models import (
    ComplianceReport,
    DocumentForm,
    DutyForm,
    ReportFile,
    ReportRequest,
    ReportSection,
    Submission,
    SubmissionFile,
)
from reports.submissions.actions import add_request, set_outline, submit
from reports.submissions.outline import READY_SETS
from tasks.models import Reminder
from tests.browser.forms.case import NOTE, Case, Ready, at, changed, history_of
from tests.factories import TODAY, AssignmentFactory, ReportDutyFactory, TaskFactory
from tests.faults.world import World
from tests.sheets.made import xlsx

FIGURES = (("TT", "Chỉ tiêu", "Đơn vị tính", "Kỳ này", "Cùng kỳ"), (1, "Số vụ cháy", "vụ", "", ""))
OUTLINE = next(iter(READY_SETS.values()))[1]


def _duty(w: World) -> ReportDuty:
    duty = ReportDutyFactory(
        plan=w.plan, ref="III.9", title=f"Báo cáo {ReportDuty.objects.count()}"
    )
    duty.reporters.add(w.room)
    return duty


def _writing(w: World, route: str) -> Ready:
    duty = _duty(w)
    (period,) = (one.period for one in duty.occurrences(w.plan.period))
    said = {"duty": duty, "unit": w.room}

    def address(name: str) -> str:
        return f"{at(name, duty.pk, w.room.pk)}?period={period}"

    written = {
        "reports:submit": Submission.objects.filter(**said, submitted_on__isnull=False),
        "reports:save_draft": Submission.objects.filter(**said, parts__text=NOTE),
        "reports:add_submission_file": SubmissionFile.objects.filter(submission__duty=duty),
    }
    return Ready(address("reports:submission"), address(route), written[route].count)


def _handed_in(w: World) -> Submission:
    duty = _duty(w)
    (period,) = (one.period for one in duty.occurrences(w.plan.period))
    return submit(duty=duty, unit=w.room, period=period, text="Đã làm.", by=w.head, on=TODAY)


def _sent_back(w: World) -> Ready:
    sent = _handed_in(w)
    returned = Submission.objects.filter(pk=sent.pk, returned_on__isnull=False)
    page = f"{at('reports:submission', sent.duty_id, w.room.pk)}?period={sent.period}"
    return Ready(page, at("reports:send_back_submission", sent.pk), returned.count)


def _outline(route: str) -> Callable[[World], Ready]:
    def ready(w: World) -> Ready:
        duty = _duty(w)
        set_outline(duty=duty, outline=OUTLINE, by=w.coordinator)
        kept = DutyForm.objects.get(duty=duty)
        typed = {}
        if route == "reports:nest_duty":
            typed = {"within": str(_duty(w).pk)}
        if route == "reports:join_duty_figures":
            typed = {"line-0": str(w.indicator.pk)}
        revised = DutyForm.objects.filter(duty=duty)
        return Ready(
            at("reports:duty_outline", duty.pk),
            at(route, duty.pk),
            lambda: int(revised.get().revision),
            typed,
            changed(kept),
        )

    return ready


def _outline_file(w: World) -> Ready:
    duty = _duty(w)
    return Ready(
        at("reports:duty_outline", duty.pk), at("reports:read_duty_outline", duty.pk), lambda: 0
    )


def _request(w: World) -> Ready:
    page = at("reports:new_request")
    typed = {"units": str(w.room.pk), "plan": str(w.plan.pk)}
    return Ready(page, page, ReportRequest.objects.filter(number="12/CV-UBND").count, typed)


def _dropped(w: World) -> Ready:
    letter = add_request(
        plan=w.plan, units=[w.room], number="12/CV", issued_on=TODAY, sender="UBND tỉnh",
        title="Báo cáo", asks="", due_on=TODAY, by=w.coordinator, on=TODAY,
    )  # fmt: skip
    page = at("reports:drop_request", letter.pk)
    return Ready(page, page, history_of(w.plan))


def _reminded(w: World) -> Ready:
    work = AssignmentFactory(
        task=TaskFactory(plan=w.plan), unit=w.room, due_on=datetime.date(2026, 6, 1)
    )
    page = f"{at('reports:remind')}?chon={work.pk}"
    return Ready(page, at("reports:remind"), Reminder.objects.count)


def _reminded_of_reports(w: World) -> Ready:
    late = ReportDutyFactory(plan=w.plan, deadline_kind="quarterly", deadline_days=["15"])
    late.reporters.add(w.room)
    page = f"{at('reports:remind_of_reports')}?status=outstanding"
    return Ready(page, at("reports:remind_of_reports"), Reminder.objects.count)


def _many_sent_back(w: World) -> Ready:
    sent = [_handed_in(w), _handed_in(w)]
    ticked = "".join(f"&chon={one.pk}" for one in sent)
    returned = Submission.objects.filter(pk__in=[one.pk for one in sent], returned_on__isnull=False)
    address = at("reports:many_submissions")
    return Ready(f"{address}?act=tra-lai{ticked}", address, lambda: returned.count() // 2)


def _many_dropped(w: World) -> Ready:
    drafts = [w.draft(), w.draft()]
    ticked = "".join(f"&chon={one.pk}" for one in drafts)
    left = ComplianceReport.objects.filter(pk__in=[one.pk for one in drafts])
    address = at("reports:many_reports")
    return Ready(f"{address}?act=bo{ticked}", address, lambda: 1 - left.count() // 2)


def _many_reopened(w: World) -> Ready:
    plans = [w.another_plan(), w.another_plan()]
    for plan in plans:
        close_plan(plan=plan, by=w.coordinator, on=TODAY)
    ticked = "".join(f"&chon={one.pk}" for one in plans)
    running = Plan.objects.filter(pk__in=[one.pk for one in plans], closed_on=None)
    address = at("plans:many_plans")
    return Ready(f"{address}?act=mo-lai{ticked}", address, lambda: running.count() // 2)


# --- the agency's reports -------------------------------------------------------------------------
def _new_report(w: World) -> Ready:
    page = at("reports:new_report")
    made = ComplianceReport.objects.filter(starts_on=datetime.date(2026, 2, 1))
    return Ready(page, page, made.count, {"plans": str(w.plan.pk)})


def _section(w: World) -> Ready:
    report = w.draft()
    kept = ReportSection.objects.filter(report=report, key="field")

    def somebody() -> None:
        ReportSection.objects.create(
            report=report, key="field", text="Của người khác.", is_used=True, edited_by=w.admin
        )

    return Ready(
        at("reports:report", report.pk),
        at("reports:write_section", report.pk, "field"),
        lambda: kept.filter(text=NOTE).count(),
        {},
        somebody,
    )


def _issue(w: World) -> Ready:
    report = w.draft()
    issued = ComplianceReport.objects.filter(pk=report.pk, issued_on__isnull=False)
    sent_to = at("reports:issue_report", report.pk)
    page = at("reports:report", report.pk)
    return Ready(page, sent_to, issued.count, {}, changed(report))


def _signed(w: World) -> Ready:
    report = w.issued()
    kept = ReportFile.objects.filter(report=report).exclude(name="bc.pdf")
    return Ready(
        at("reports:report", report.pk), at("reports:attach_signed", report.pk), kept.count
    )


def _look(w: World) -> Ready:
    page = at("reports:document_form", w.agency.pk)
    return Ready(page, page, DocumentForm.objects.filter(unit=w.agency, drafter="VP").count)


def _own_text(w: World) -> Ready:
    page = at("reports:report_text", w.agency.pk)
    kept = DocumentForm.objects.filter(unit=w.agency).exclude(report_text="")
    return Ready(page, page, kept.count)


# --- plans ----------------------------------------------------------------------------------------
def _of_plan(route: str, **state: str) -> Callable[[World], Ready]:
    """A form on the page of a plan; ``state`` tells the plan that was written."""

    def ready(w: World) -> Ready:
        plan = w.another_plan()
        if route == "reports:plan_reopen":
            close_plan(plan=plan, by=w.coordinator, on=TODAY)
        found = Plan.objects.filter(pk=plan.pk)
        written = {
            "reports:plan_number": found.filter(number="99"),
            "reports:plan_reopen": found.filter(closed_on=None),
            "reports:plan_revoke": found.filter(revoked_on__isnull=False),
        }
        return Ready(at("reports:plan", plan.pk), at(route, plan.pk), written[route].count)

    return ready


def _plan_file(w: World) -> Ready:
    plan = w.another_plan()
    page = at("reports:plan_file_add", plan.pk)
    return Ready(page, page, PlanFile.objects.filter(plan=plan).count)


def _details(w: World) -> Ready:
    plan = w.another_plan()
    page = at("plans:details", plan.pk)
    found = Plan.objects.filter(pk=plan.pk, title=NOTE)
    other = Plan.objects.filter(pk=plan.pk)

    def somebody() -> None:
        row = other.get()
        row.signatory_name = "Người khác"
        row.save()

    return Ready(page, page, found.count, {}, somebody)


def _superior(w: World, route: str) -> Ready:
    plan, other = w.another_plan(), w.another_plan()
    page = at(route, plan.pk)
    linked = {
        "plans:superior": Plan.objects.filter(pk=plan.pk, carries_out=other),
        "plans:supersede": Plan.objects.filter(pk=plan.pk, superseded_by=other),
    }
    return Ready(page, page, linked[route].count, {"chosen": str(other.pk)})


def _past_reports(w: World) -> Ready:
    plan = w.another_plan()
    duty = ReportDutyFactory(plan=plan, deadline_kind="quarterly", deadline_days=["15"])
    duty.reporters.add(w.room)
    page = at("reports:past_reports", plan.pk)
    told = ReportDuty.objects.filter(pk=duty.pk, handed_in_before=True)
    return Ready(page, page, told.count, {f"duty-{duty.pk}": "done"})


SUBMISSIONS = (
    Case(
        "reports:submit",
        "head",
        "Nộp báo cáo",
        {"part-0": NOTE},
        lambda w: _writing(w, "reports:submit"),
    ),
    Case(
        "reports:save_draft",
        "staff",
        "Lưu bản nháp",
        {"part-0": NOTE},
        lambda w: _writing(w, "reports:save_draft"),
    ),
    Case(
        "reports:add_submission_file",
        "staff",
        "Kèm tệp",
        {},
        lambda w: _writing(w, "reports:add_submission_file"),
        file="file",
        must=True,
    ),
    Case("reports:send_back_submission", "coordinator", "Trả lại", {"reason": NOTE}, _sent_back),
    Case("reports:many_submissions", "coordinator", "Trả lại", {"reason": NOTE}, _many_sent_back),
    Case("reports:many_reports", "coordinator", "Bỏ", {}, _many_dropped),
    Case("plans:many_plans", "coordinator", "Mở lại", {"reason": NOTE}, _many_reopened),
    Case(
        "reports:duty_outline",
        "coordinator",
        "Lưu đề cương",
        {"sections": NOTE, "figures": "Lớp tập huấn | lớp"},
        _outline("reports:duty_outline"),
    ),
    Case(
        "reports:join_duty_figures",
        "coordinator",
        "Lưu cách điền",
        {},
        _outline("reports:join_duty_figures"),
    ),
    Case("reports:nest_duty", "coordinator", "Lưu cách nộp", {}, _outline("reports:nest_duty")),
    Case(
        "reports:read_duty_outline",
        "coordinator",
        "Đọc tệp",
        {},
        _outline_file,
        file="file",
        proper=("bieu.xlsx", xlsx(FIGURES)),
        must=True,
        shows=True,
    ),
    Case("reports:drop_request", "coordinator", "Rút văn bản", {"reason": NOTE}, _dropped),
    Case(
        "reports:new_request",
        "coordinator",
        "Giao báo cáo",
        {
            "number": "12/CV-UBND",
            "issued_on": "10/06/2026",
            "sender": "UBND tỉnh",
            "title": NOTE,
            "asks": "Báo cáo kết quả.",
            "due_on": "30/06/2026",
        },
        _request,
        file="file",
    ),
    Case("reports:remind", "coordinator", "Gửi đôn đốc", {"words": NOTE}, _reminded),
    Case(
        "reports:remind_of_reports",
        "coordinator",
        "Gửi đôn đốc",
        {"words": NOTE},
        _reminded_of_reports,
    ),
)

DOCUMENTS = (
    Case(
        "reports:new_report",
        "coordinator",
        "Lập bản dự thảo",
        {"starts_on": "01/02/2026", "ends_on": "31/05/2026"},
        _new_report,
    ),
    Case("reports:write_section", "coordinator", "Lưu phần này", {"text": NOTE}, _section),
    Case(
        "reports:issue_report",
        "coordinator",
        "Ban hành",
        {"number": "77", "issued_on": "15/06/2026"},
        _issue,
    ),
    Case(
        "reports:attach_signed", "coordinator", "Gắn bản đã ký", {}, _signed, file="file", must=True
    ),
    Case(
        "reports:document_form", "coordinator", "Lưu", {"drafter": "VP", "place": "Hà Lâm"}, _look
    ),
    Case(
        "reports:report_text",
        "coordinator",
        "Lưu mẫu",
        {"text": "I. KẾT QUẢ\n\n{{ket_qua_chung}}"},
        _own_text,
        file="file",
    ),
    Case(
        "reports:plan_number",
        "coordinator",
        "Lưu số và ngày",
        {"number": "99", "issued_on": "16/01/2026"},
        _of_plan("reports:plan_number"),
    ),
    Case(
        "reports:plan_reopen",
        "coordinator",
        "Mở lại kế hoạch",
        {"reopen-reason": NOTE},
        _of_plan("reports:plan_reopen"),
    ),
    Case(
        "reports:plan_revoke",
        "coordinator",
        "Bãi bỏ kế hoạch",
        {"reason": NOTE},
        _of_plan("reports:plan_revoke"),
    ),
    Case("reports:plan_file_add", "coordinator", "Tải lên", {}, _plan_file, file="file", must=True),
    Case("plans:details", "coordinator", "Lưu thông tin", {"title": NOTE}, _details),
    Case("plans:superior", "coordinator", ".", {}, lambda w: _superior(w, "plans:superior")),
    Case("plans:supersede", "coordinator", ".", {}, lambda w: _superior(w, "plans:supersede")),
    Case("reports:past_reports", "coordinator", "Lưu", {"reason": NOTE}, _past_reports),
)
