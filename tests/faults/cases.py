"""For every verb one way to run it: what it is given, besides who, when and why.

A new verb needs a row here (``test_every_verb_has_a_case``); it is then broken off at each of its
writes.
"""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import RequestFactory

from accounts import actions as accounts
from accounts import invitations
from accounts.changes import edition
from intake import actions as intake
from intake import draft_lock, scans
from intake.drafting.draft import begin
from intake.sources import copying
from plans import actions as plans
from plans import holidays
from plans.models import Plan
from reading.draft import Doubt, DoubtKind, PlanDraft
from reports.calendar import feed as calendar
from reports.compliance import actions as compliance
from reports.compliance.issue import Issue
from reports.making import actions as making
from reports.models import DocumentForm
from reports.notices import actions as notices
from reports.notices.targets import targets_of_work
from reports.submissions import actions as submissions
from reports.submissions.outline import READY_SETS, outline_of
from tasks import actions as tasks
from tasks.actions import (
    assigning,
    coverage,
    definition,
    difficulties,
    group_changes,
    indicators,
    leaving,
    opening,
    progress,
    taking_back,
)
from tasks.actions import figures as figure_actions
from tasks.actions.group_changes import group_changes as changes_of
from tasks.actions.handing_over import (
    Fate,
    close_unit_with_work,
    hand_over_all,
    merge_with_work,
)
from tasks.before import Before
from tasks.models import Assignment, Figure, Notice, OutsideParty, Task
from tasks.ready_indicators import READY
from tasks.tracking import Untracked
from tasks.views import coverage as coverage_page
from tests.factories import TODAY, ReportDutyFactory, TaskFactory, UserFactory
from tests.faults.world import NEXT_YEAR, NOON, YEAR, World, checked, upload
from tests.intake.scans import typed_page
from units import actions as units
from units.actions import aliases
from units.models import Membership, Unit, UnitAlias, UnitGroup, UnitKind
from units.people import actions as people
from units.people import views as people_page
from units.policy import Role

Given = dict[str, Any]
Case = Callable[[World], Given]
DAY = datetime.timedelta(days=1)


# --- preparations of more than a line -------------------------------------------------------------
def _scanned(w: World) -> Any:
    row = w.brought()
    row.reading = "waiting"
    row.save()
    return row


def _read(w: World) -> Any:
    return scans.take_up(intake_id=_scanned(w).pk)


def _asked(w: World) -> Any:
    return submissions.add_request(**CASES[submissions.add_request](w), by=w.coordinator, on=TODAY)


def _apply_group(w: World) -> Given:
    tasks.give_work(
        task=TaskFactory(plan=w.plan, deadline_kind="quarterly"),
        units=[],
        groups=[w.group],
        outside=[],
        part="lead",
        by=w.coordinator,
        on=TODAY,
    )
    units.save_group(group=w.group, kinds=[], members=[w.other], by=w.coordinator, on=TODAY)
    mine = Task.objects.assignable_by(w.coordinator)
    found = changes_of(w.group, mine, TODAY)
    chosen = {row.key for one in found.tasks for row in one.joining}
    chosen |= {row.key for one in found.tasks for row in one.leaving}
    return {
        "group": w.group,
        "tasks": mine,
        "chosen": frozenset(chosen),
        "fingerprint": found.fingerprint,
    }


def _merge_with_work(w: World) -> Given:
    return {
        "units": [w.room],
        "into": w.other,
        "work": {w.work.pk: 0},
        "ended_on": TODAY - DAY,
        "move_roles": True,
        "revisions": {w.room.pk: w.room.revision, w.other.pk: w.other.revision},
        "by": w.admin,
    }


def _add_person(w: World) -> Given:
    request = RequestFactory().post("/nguoi-dung/them/")
    request.user = w.admin
    vars(request)["_messages"] = Messages()
    return {
        "request": request,
        "unit": w.room,
        "role": Role.STAFF,
        "started_on": TODAY,
        "entry": "letter",
        "username": "moi",
        "full_name": "Người Mới",
        "email": "moi@example.gov.vn",
    }


class Messages:
    def add(self, *_: object) -> None:
        """Nobody reads it."""


class CoverageTyped:
    """A form of coverage that was checked: one pair, and one task waived."""

    def __init__(self, w: World) -> None:
        above = w.above()
        other = TaskFactory(plan=above.plan)
        self.cleaned_data = {"against": above.plan_id, "reason": "Không thuộc trách nhiệm"}
        self.pairs, self.waived = [(above.pk, w.task.pk)], [other.pk]


def _confirm_coverage(w: World) -> Given:
    above = w.above()
    return {"plan": w.plan, "superior": above.plan, "pairs": [(above.pk, w.task.pk)]}


def _waive_coverage(w: World) -> Given:
    above = w.above()
    return {"plan": w.plan, "superior": above.plan, "tasks": [above.pk]}


def _remove_coverage(w: World) -> Given:
    given = _confirm_coverage(w)
    coverage.confirm_coverage(**given, by=w.coordinator, on=TODAY)
    return {"plan": w.plan, "coverage": w.plan.coverages.get().pk}


def _change_task(w: World) -> Given:
    said = {"deadline_kind": "monthly", "title": "Việc hằng tháng"}
    return {"task": w.quarters(), **said}


def _withdrawn(w: World) -> Given:
    definition.withdraw_task(task=w.task, by=w.coordinator, on=TODAY, reason="Bỏ.")
    return {"task": w.task}


def _with_pictures(w: World) -> Given:
    doubt = Doubt(DoubtKind.PICTURE, "Trang 2")
    working = begin(PlanDraft(title="Kế hoạch", doubts=(doubt,)), TODAY)
    row = w.brought()
    row.draft = working.to_state()
    row.save()
    return {"intake": row, "revision": 0, "now": NOON}


def _untracked(w: World) -> Given:
    task = w.quarters()
    Task.objects.filter(pk=task.pk).update(untracked=Untracked.GENERAL)
    OutsideParty.objects.create(task=task, part="cooperating", name=w.other.name)
    return {"task": task, "untracked": "", "reason": "Việc thật."}


def _read_days_again(w: World) -> Given:
    task = w.quarters()
    row = task.assignments.order_by("due_on").last()
    Assignment.objects.filter(pk=row.pk).update(due_on=F("due_on") + DAY)
    return {"plan": w.plan}


def _nobody_leads(w: World) -> Given:
    led = TaskFactory(plan=w.plan, deadline_kind="quarterly", category="drill")
    tasks.assign_unit(task=led, unit=w.room, part="lead")
    return {"task": TaskFactory(plan=w.plan, deadline_kind="quarterly", category="drill")}


def _lost_period(w: World) -> Given:
    task = TaskFactory(plan=w.plan, deadline_kind="monthly")
    tasks.assign_unit(task=task, unit=w.room, part="lead")
    task.assignments.filter(starts_on__gt=datetime.date(2026, 3, 1)).delete()
    return {}


def _last_year(w: World) -> Given:
    Plan.objects.update(
        starts_on=datetime.date(2025, 1, 1), ends_on=datetime.date(2025, 12, 31), runs_on=True
    )
    return {}


def _due(w: World) -> Given:
    w.work.task.plan.save()
    Assignment.objects.filter(pk=w.work.pk).update(due_on=TODAY + DAY, planned_on=TODAY + DAY)
    return {}


def _told(w: World) -> Notice:
    _due(w)
    notices.say_what_is_due(on=TODAY)
    found: Notice = Notice.objects.filter(person=w.staff).get()
    return found


def _corrected_figure(w: World) -> Given:
    figure = Figure.objects.create(
        unit=w.room, indicator=w.indicator, value=2, counted_on=TODAY, by=w.staff
    )
    return {"figure": figure, "value": Decimal(3), "by": w.staff}


def _alias(w: World) -> UnitAlias:
    return units.add_alias(name="P. TH", unit=w.room, by=w.admin, on=TODAY)


def _written(w: World) -> Given:
    report = w.draft()
    compliance.write_section(report=report, key="field", text="Ta.", based_on="", by=w.admin)
    return {"report": report, "key": "field"}


def _set_aside(w: World) -> Given:
    given = _written(w)
    compliance.make_section_anew(**given, by=w.coordinator)
    return {**given, "based_on": ""}


def _issue(w: World) -> Given:
    files = {"pdf": b"%PDF-1.7 a", "docx": b"PK b", "xlsx": b"PK c"}
    return {
        "report": w.draft(),
        "number": "07",
        "issued_on": TODAY,
        "issue": Issue("MNPQ2345RSTU", "bao-cao", files, {}),
        "revision": 0,
    }


def _own_role(w: World, user: Any) -> Membership:
    row: Membership = user.memberships.get()
    return row


def _period(w: World) -> str:
    return str(w.duty.occurrences(w.plan.period)[0].period)


def _owed(w: World) -> Given:
    return {"duty": w.duty, "unit": w.room, "period": _period(w), "by": w.staff}


def _submission_file(w: World) -> Given:
    return {**_owed(w), "file": checked()}


def _draft_of(w: World, **more: Any) -> Given:
    row = w.brought()
    return {"intake": row, "draft": intake.working_draft(row), "choices": {}, "revision": 0, **more}


CASES: dict[Callable[..., Any], Case] = {
    # --- plans ----------------------------------------------------------------------------------
    plans.release_plan: lambda w: {"plan": w.another_plan(released_on=None)},
    plans.close_plan: lambda w: {"plan": w.plan},
    plans.reopen_plan: lambda w: {"plan": w.another_plan(closed_on=TODAY)},
    plans.supersede_plan: lambda w: {"plan": w.plan, "successor": w.another_plan()},
    plans.revoke_plan: lambda w: {"plan": w.plan},
    plans.update_plan_number: lambda w: {
        "plan": w.plan,
        "revision": edition(w.plan),
        "number": "99",
        "symbol": "KH",
        "issued_on": TODAY,
    },
    plans.update_plan_details: lambda w: {
        "plan": w.plan,
        "revision": edition(w.plan),
        "title": "Tên khác",
    },
    plans.set_superior: lambda w: {"plan": w.plan, "superior": w.another_plan()},
    plans.change_owing: lambda w: {
        "plan": w.plan,
        "owing": {w.duty: plans.Owing(TODAY, handed_in=True)},
        "reason": "Đã nộp giấy.",
    },
    plans.add_plan_file: lambda w: {"plan": w.plan, "name": "a.pdf", "content": b"%PDF-1.7"},
    holidays.fill_holidays: lambda w: {"years": [2027]},
    # --- tasks ----------------------------------------------------------------------------------
    definition.add_task: lambda w: {"plan": w.plan, "title": "Việc thêm", "deadline_kind": "none"},
    definition.change_task: _change_task,
    definition.withdraw_task: lambda w: {"task": w.quarters()},
    definition.restore_task: _withdrawn,
    definition.read_due_days_again: _read_days_again,
    tasks.switch_tracking: _untracked,
    coverage.confirm_coverage: _confirm_coverage,
    coverage.waive_coverage: _waive_coverage,
    coverage.remove_coverage: _remove_coverage,
    coverage_page._write: lambda w: {
        "form": CoverageTyped(w),
        "plan": Plan.objects.get(pk=w.plan.pk),
        "who": {"by": w.coordinator, "on": TODAY},
    },
    tasks.suspend: lambda w: {"assignment": w.work},
    tasks.resume: lambda w: {
        "assignment": tasks.suspend(
            assignment=w.work, by=w.coordinator, on=TODAY, reason="Chờ."
        ).assignment
    },
    tasks.cancel: lambda w: {"assignment": w.work},
    difficulties.raise_difficulty: lambda w: {"assignment": w.work, "text": "Thiếu", "by": w.staff},
    difficulties.answer_difficulty: lambda w: {"difficulty": w.stuck(), "answer": "Sẽ cấp."},
    difficulties.pass_difficulty_on: lambda w: {
        "difficulty": w.stuck(),
        "addressed_to": "leader",
    },
    difficulties.close_difficulty: lambda w: {"difficulty": w.stuck()},
    difficulties.reopen_difficulty: lambda w: {"difficulty": _closed(w)},
    taking_back.take_back: lambda w: {"entry": w.done(), "by": w.staff},
    taking_back.withdraw_evidence: lambda w: {
        "evidence": w.progress(files=[upload()]).evidence.get(),
        "by": w.staff,
    },
    tasks.record_progress: lambda w: {
        "assignment": w.work,
        "by": w.staff,
        "percent": 50,
        "difficulty": "Thiếu",
        "files": [upload(), upload_other()],
        "figures": {w.indicator: Decimal(3)},
    },
    tasks.report_done: lambda w: {
        "assignment": w.work,
        "by": w.staff,
        "finished_on": TODAY,
        "files": [upload()],
        "figures": {w.indicator: Decimal(3)},
    },
    tasks.confirm_done: lambda w: {"assignment": w.done().assignment, "by": w.head},
    tasks.send_back: lambda w: {"assignment": w.done().assignment, "by": w.head},
    opening.note_opening: lambda w: {"assignment": _told(w).assignment, "by": w.staff},
    indicators.add_indicator: lambda w: {
        "agency": w.agency,
        "name": "Số vụ cháy",
        "unit_of_measure": "vụ",
    },
    indicators.change_indicator: lambda w: {"indicator": w.indicator, "name": "Tên khác"},
    indicators.end_indicator: lambda w: {"indicator": w.indicator},
    indicators.reopen_indicator: lambda w: {"indicator": _ended_indicator(w)},
    indicators.take_ready_set: lambda w: {"agency": w.agency, "name": next(iter(READY))},
    indicators.set_task_indicators: lambda w: {
        "task": w.task,
        "targets": {w.indicator: Decimal(5)},
    },
    tasks.assign_unit: lambda w: {
        "task": TaskFactory(plan=w.plan, deadline_kind="quarterly"),
        "unit": w.room,
        "part": "lead",
    },
    tasks.assign_units: lambda w: {
        "task": TaskFactory(plan=w.plan, deadline_kind="quarterly"),
        "units": [w.room, w.other],
        "part": "lead",
    },
    tasks.give_work: lambda w: {
        "task": TaskFactory(plan=w.plan, deadline_kind="quarterly"),
        "units": [w.other],
        "groups": [w.group],
        "outside": ["Công an xã"],
        "part": "lead",
    },
    tasks.give_lead: lambda w: {
        "task": TaskFactory(plan=w.plan, deadline_kind="quarterly"),
        "unit": w.other,
    },
    tasks.give_usual_lead: _nobody_leads,
    hand_over_all: lambda w: {"unit": w.room, "to_unit": w.other},
    close_unit_with_work: lambda w: {
        "unit": w.room,
        "by": w.admin,
        "ended_on": TODAY,
        "end_roles": True,
        "fate": Fate.HAND_OVER,
        "to_unit": w.other,
        "reason": "Giải thể",
    },
    leaving.leave_unit: lambda w: {
        "membership": _own_role(w, _officer(w)),
        "to": {w.work.pk: w.colleague},
        "by": w.admin,
    },
    leaving.close_account_with_work: lambda w: {
        "user": _officer(w),
        "to": {w.room.pk: w.colleague},
        "by": w.admin,
    },
    leaving.close_account_for_all: lambda w: {
        "user": _officer(w),
        "officer": w.colleague,
        "by": w.admin,
    },
    tasks.hand_over: lambda w: {"assignment": w.work, "to_unit": w.other},
    merge_with_work: _merge_with_work,
    tasks.ask_extension: lambda w: {
        "assignment": w.work,
        "due_asked": datetime.date(2026, 8, 1),
        "by": w.staff,
    },
    tasks.decide_extension: lambda w: {
        "extension": tasks.ask_extension(
            assignment=w.work,
            by=w.staff,
            on=TODAY,
            due_asked=datetime.date(2026, 8, 1),
            reason="Chờ.",
        ),
        "granted": True,
    },
    figure_actions.record_figures: lambda w: {
        "unit": w.room,
        "figures": {w.indicator: Decimal(3)},
        "by": w.staff,
    },
    figure_actions.correct_figure: _corrected_figure,
    progress.settle_before: lambda w: {
        "work": Assignment.objects.filter(task=w.quarters(), due_on__lt=TODAY),
        "answer": Before.DONE,
    },
    assigning.open_periods: _lost_period,
    plans.run_on: _last_year,
    group_changes.apply_group: _apply_group,
    tasks.assign_officer: lambda w: {"assignment": w.work, "officer": w.staff, "by": w.head},
    # --- units ----------------------------------------------------------------------------------
    units.edit_unit: lambda w: {"unit": w.room, "by": w.admin, "phone": "0236 3822 111"},
    units.rename_unit: lambda w: {
        "unit": w.room,
        "by": w.admin,
        "name": "Phòng Tổng hợp và Chuyển đổi số",
        "short_name": "P. TH-CĐS",
    },
    units.close_unit: lambda w: {
        "unit": w.other,
        "by": w.admin,
        "ended_on": TODAY - DAY,
        "end_roles": True,
    },
    units.reopen_unit: lambda w: {
        "unit": units.close_unit(unit=w.other, by=w.admin, on=TODAY, ended_on=TODAY - DAY),
        "by": w.admin,
    },
    units.merge_units: lambda w: {
        "units": [w.other],
        "into": w.room,
        "by": w.admin,
        "ended_on": TODAY - DAY,
        "move_roles": True,
    },
    units.save_group: lambda w: {
        "group": UnitGroup(name="Mới", agency=w.agency),
        "kinds": [],
        "members": [w.room, w.other],
    },
    units.delete_group: lambda w: {"group": w.group},
    units.remember_alias: lambda w: {"name": "P. TH", "unit": w.room},
    units.add_alias: lambda w: {"name": "P. TH", "unit": w.room, "by": w.admin},
    units.remove_alias: lambda w: {"alias": _alias(w)},
    aliases.drop_alias: lambda w: {"name": _alias(w).name, "unit": w.room, "since": TODAY},
    aliases.keep_former_name: lambda w: {"name": "Phòng Cũ", "unit": w.room, "until": TODAY - DAY},
    units.change_settings: lambda w: {
        "agency": w.agency,
        "values": {"strict_before": True, "separate_confirmation": False},
    },
    units.create_unit: lambda w: {
        "parent": w.agency,
        "aliases": ("P. M",),
        "code": "MOI",
        "name": "Phòng Mới",
        "kind": UnitKind.objects.get(code="phong"),
    },
    units.save_unit: lambda w: {"unit": _moved(w)},
    units.move_unit: lambda w: {"unit": w.room, "parent": w.other, "by": w.admin},
    units.create_administrator: lambda w: {
        "username": "quan-tri",
        "full_name": "Quản Trị",
        "email": "qt@example.gov.vn",
        "password": "Cau-vong-2027",
        "unit_code": "UB",
        "unit_name": "Ủy ban",
    },
    people.create_person: lambda w: {"username": "moi", "full_name": "Người Mới"},
    people.give_role: lambda w: {
        "user": UserFactory(),
        "unit": w.room,
        "role": "staff",
        "by": w.admin,
    },
    people.end_role: lambda w: {"membership": _own_role(w, w.staff), "by": w.admin},
    people.close_account: lambda w: {"user": w.staff, "by": w.admin},
    people.reopen_account: lambda w: {"user": people.close_account(user=w.staff, by=w.admin)},
    people_page._add: _add_person,
    accounts.sign_out: lambda w: {"person": w.staff},
    invitations.invite: lambda w: {"user": w.staff, "by": w.admin, "base_url": "https://x.example"},
    invitations.end_lost_invitations: lambda w: {"at": _invited(w)},
    invitations.give_first_password: lambda w: {"user": w.staff},
    # --- reports --------------------------------------------------------------------------------
    submissions.submit: lambda w: {**_owed(w), "parts": [("Kết quả", "Đã làm."), ("Khác", "—")]},
    submissions.save_draft: lambda w: {**_owed(w), "parts": [("Kết quả", "Đã làm.")]},
    submissions.withdraw: lambda w: {"submission": w.submitted(), "by": w.staff},
    submissions.add_file: _submission_file,
    submissions.remove_file: lambda w: {"file": submissions.add_file(**_submission_file(w))},
    submissions.nest_duty: lambda w: {
        "duty": w.duty,
        "within": ReportDutyFactory(plan=w.plan, deadline_kind="yearly"),
    },
    submissions.accept: lambda w: {"submission": w.submitted()},
    submissions.send_back_submission: lambda w: {"submission": w.submitted()},
    submissions.decide_figure: lambda w: {
        "submission": _accepted(w),
        "name": "Vụ cháy",
        "counts": True,
    },
    submissions.take_decision_back: lambda w: {"submission": _accepted(w)},
    submissions.set_outline: lambda w: {
        "duty": w.duty,
        "outline": next(iter(READY_SETS.values()))[1],
    },
    submissions.drop_request: lambda w: {"request": _asked(w)},
    submissions.add_request: lambda w: {
        "plan": w.plan,
        "units": [w.room, w.other],
        "number": "12/CV",
        "issued_on": TODAY,
        "sender": "UBND tỉnh",
        "title": "Báo cáo",
        "asks": "Báo cáo",
        "due_on": TODAY + DAY,
        "file": checked(),
    },
    compliance.start_report: lambda w: {
        "agency": w.agency,
        "plans": [w.plan],
        "period": YEAR,
        "annexes": [],
    },
    compliance.choose_annexes: lambda w: {"report": w.draft(), "annexes": []},
    compliance.write_section: lambda w: {
        "report": w.draft(),
        "key": "field",
        "text": "Ta.",
        "based_on": "",
    },
    compliance.make_section_anew: _written,
    compliance.take_section_back: _set_aside,
    compliance.drop_report: lambda w: {"report": w.draft()},
    compliance.set_report_text: lambda w: {
        "form": DocumentForm.objects.create(unit=w.agency),
        "text": "Nội dung riêng.",
        "revision": edition(w.agency.document_form),
    },
    compliance.set_document_form: lambda w: {"form": DocumentForm(unit=w.agency), "revision": 0},
    compliance.issue_report: _issue,
    compliance.attach_signed: lambda w: {
        "report": w.issued(),
        "name": "ky.pdf",
        "content": b"%PDF-1.7 signed",
        "signatures": [],
    },
    compliance.correct_report: lambda w: {"report": w.issued()},
    making.ask_for_file: lambda w: {
        "agency": w.agency,
        "what": "plan_report",
        "title": "Báo cáo",
        "plan": w.plan,
        "starts_on": YEAR.starts_on,
        "ends_on": TODAY,
        "ending": "pdf",
    },
    making.ask_again: lambda w: {"job": making.stop(job=_asked_for(w))},
    making.stop: lambda w: {"job": _asked_for(w)},
    making.take_up: lambda w: {"pk": _asked_for(w).pk, "attempt": 1},
    making.give_sign: lambda w: {"job": _made(w)},
    making.keep_file: lambda w: {"job": _made(w), "name": "a.pdf", "content": b"%PDF-1.7"},
    making.end_without_file: lambda w: {"job": _made(w)},
    making.fail: lambda w: {"job": _made(w)},
    making.end_lost_jobs: lambda w: {"at": _asked_for(w).asked_at + 10 * DAY},
    making.forget_old_files: lambda w: {"on": _made(w).as_of + 500 * DAY},
    submissions.join_figures: lambda w: {
        "duty": w.duty,
        "indicators": [w.indicator for _ in outline_of(w.duty).figures],
    },
    notices.say_what_is_due: _due,
    notices.remind: lambda w: {
        "targets": targets_of_work([w.work], w.coordinator.pk, TODAY),
        "words": "Đề nghị làm.",
        "site": "https://x.example",
    },
    notices.read_notices: lambda w: {"of": _told(w).person},
    notices.forget_old_notices: lambda w: {"on": _told(w).on + 500 * DAY},
    notices.read_notice: lambda w: {"notice": _told(w)},
    calendar.renew_feed: lambda w: {"user": w.staff},
    calendar.drop_feed: lambda w: {"user": _with_feed(w)},
    # --- intake ---------------------------------------------------------------------------------
    draft_lock.take_over: lambda w: {"intake": w.brought()},
    draft_lock.release_intake: lambda w: {"intake": _held(w)},
    draft_lock.end_old_holds: lambda w: {"now": _held(w).held_until + DAY},
    intake.keep_intake: lambda w: {
        "intake": intake.new_intake(b"x", "kh.txt", PlanDraft(), w.agency, w.coordinator),
        "data": b"x",
    },
    intake.save_draft: _draft_of,
    intake.create_unit_here: lambda w: {
        "intake": w.brought(),
        "words": "Đội lạ",
        "revision": 0,
        "parent": w.agency,
        "code": "DL",
        "name": "Đội Lạ",
        "kind": UnitKind.objects.get(code="phong"),
    },
    intake.drop_intake: lambda w: {"intake": w.brought()},
    intake.confirm: lambda w: {"intake": w.brought()},
    intake.start_by_hand: lambda w: {
        "issuer": w.agency,
        "title": "Kế hoạch",
        "period": YEAR,
        "number": "1",
        "symbol": "KH",
    },
    copying.start_copy: lambda w: {"plan": w.plan, "period": NEXT_YEAR},
    scans.take_up: lambda w: {"intake_id": _scanned(w).pk},
    scans.keep_page: lambda w: {"intake": _read(w), "number": 0, "page": typed_page("Một trang")},
    scans.finish_scan: lambda w: {"intake": _read(w), "draft": PlanDraft(title="KH")},
    scans.read_pictures: _with_pictures,
    scans.fail_scan: lambda w: {"intake": _read(w)},
    scans.ask_again: lambda w: {"intake": _failed(w)},
}


# --- more preparations ----------------------------------------------------------------------------
def upload_other() -> Any:
    return SimpleUploadedFile("khac.pdf", b"%PDF-1.7\n2 0 obj\n<<>>\nendobj\n%%EOF\n")


def _asked_for(w: World) -> Any:
    given = CASES[making.ask_for_file](w)
    return making.ask_for_file(**given, by=w.coordinator, on=TODAY, at=NOON)[0]


def _made(w: World) -> Any:
    return making.take_up(pk=_asked_for(w).pk, attempt=1)


def _accepted(w: World) -> Any:
    row = w.submitted(figures=[{"name": "Vụ cháy", "measure": "vụ", "value": "3"}])
    return submissions.accept(submission=row, by=w.coordinator, on=TODAY)


def _closed(w: World) -> Any:
    row = w.stuck()
    difficulties.close_difficulty(difficulty=row, by=w.coordinator, on=TODAY)
    return row


def _invited(w: World) -> Any:
    w.staff.invited_at = NOON
    w.staff.save()
    return NOON + DAY


def _ended_indicator(w: World) -> Any:
    indicators.end_indicator(indicator=w.indicator, by=w.coordinator, on=TODAY)
    return w.indicator


def _officer(w: World) -> Any:
    tasks.assign_officer(assignment=w.work, officer=w.staff, by=w.head, on=TODAY)
    return w.staff


def _moved(w: World) -> Unit:
    w.room.parent = w.other
    return w.room


def _with_feed(w: World) -> Any:
    calendar.renew_feed(user=w.staff, on=TODAY)
    return w.staff


def _held(w: World) -> Any:
    return draft_lock.take_over(intake=w.brought(), by=w.coordinator, now=NOON)


def _failed(w: World) -> Any:
    row = _read(w)
    scans.fail_scan(intake=row, reason="Hết giấy.")
    return row


# What a verb is given where its case says nothing of it.
def arguments(verb: Callable[..., Any], w: World) -> Given:
    """The arguments of a verb: those of its case, and who, when and why."""
    given = CASES[verb](w)
    usual = {
        "by": w.coordinator,
        "on": TODAY,
        "at": NOON,
        "now": NOON,
        "reason": "Vì cần.",
        "note": "Đã làm.",
    }
    asked = inspect.signature(verb).parameters
    return {name: value for name, value in usual.items() if name in asked} | given
