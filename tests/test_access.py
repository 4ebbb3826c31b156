"""The fourth lock: every route × every role, and a person of another agency who asks for it all."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from intake.models import Intake, Origin
from plans.models import LegalBasis, Plan, PlanFile, ReportDuty
from reading.draft import PlanDraft
from reports.models import (
    ComplianceReport,
    FileJob,
    ReportFile,
    ReportRequest,
    Submission,
    SubmissionFile,
)
from tasks.models import (
    Assignment,
    Difficulty,
    EntryKind,
    Evidence,
    Extension,
    Notice,
    ProgressEntry,
    Reminder,
)
from tests.architecture import routes
from tests.factories import (
    AssignmentFactory,
    FigureFactory,
    IndicatorFactory,
    PlanFactory,
    ReportDutyFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.worlds import kept
from units.models import Unit, UnitAlias, UnitGroup
from units.policy import Role

ROLES = (Role.STAFF, Role.HEAD, Role.COORDINATOR, Role.LEADER, Role.ADMIN)

IN, NO, GONE = "in", 403, 404  # let in, refused by the policy table, no such row for this person
ANYBODY = (IN, IN, IN, IN, IN)
AGENCY = (NO, NO, IN, IN, IN)
COORDINATORS = (NO, NO, IN, NO, IN)
WORKERS = (IN, IN, IN, NO, IN)
CONFIRMERS = (NO, IN, IN, NO, IN)
ADMINISTRATORS = (NO, NO, NO, NO, IN)
# A list that nobody has brought, asked for by those who may bring lists.
ADMINISTRATORS_LIST = (NO, NO, NO, NO, GONE)
COORDINATORS_LIST = (NO, NO, GONE, NO, GONE)
AGENCY_UNITS = (GONE, GONE, IN, IN, IN)  # the groups of an agency are seen with its directory
COORDINATORS_ONCE = (NO, NO, IN, NO, GONE)  # the coordinator asks first, then the row is gone

# route -> (method, keys it takes from the world, what ROLES get, what the stranger gets).  The
# stranger coordinates another agency: pages open, rows of this agency do not exist.
MATRIX: dict[str, tuple[str, dict[str, str], tuple[object, ...], object]] = {
    "home": ("get", {}, ANYBODY, IN),
    "guide": ("get", {}, ANYBODY, IN),
    "health": ("get", {}, ANYBODY, IN),
    "ready": ("get", {}, ANYBODY, IN),
    "accounts:login": ("get", {}, ANYBODY, IN),
    "accounts:typed": ("get", {}, ANYBODY, IN),
    "accounts:single_sign_on": ("post", {}, (GONE,) * 5, GONE),  # no office has one here
    "accounts:signed_on": ("get", {}, (GONE,) * 5, GONE),
    "accounts:appearance": ("post", {}, ANYBODY, IN),
    "accounts:sign_out_elsewhere": ("post", {}, ANYBODY, IN),
    "accounts:logout": ("post", {}, ANYBODY, IN),
    "accounts:profile": ("get", {}, ANYBODY, IN),
    "accounts:password": ("get", {}, ANYBODY, IN),
    "accounts:forgotten": ("get", {}, ANYBODY, IN),
    "accounts:letter_sent": ("get", {}, ANYBODY, IN),
    "accounts:new_password": ("get", {"uidb64": "uid", "token": "token"}, ANYBODY, IN),
    "tasks:unit_tree": ("get", {}, ANYBODY, IN),
    "tasks:unit": ("get", {"pk": "unit"}, ANYBODY, GONE),
    "tasks:close_unit": ("get", {"pk": "unit"}, ADMINISTRATORS, NO),
    "tasks:merge_unit": ("get", {"pk": "unit"}, ADMINISTRATORS, NO),
    "tasks:before": ("get", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "tasks:assign": ("get", {"pk": "task"}, COORDINATORS, GONE),
    "tasks:group_changes": ("get", {"pk": "group"}, COORDINATORS, GONE),
    "units:new_unit": ("get", {}, ADMINISTRATORS, NO),
    "units:edit_unit": ("get", {"pk": "unit"}, ADMINISTRATORS, NO),
    "units:rename_unit": ("get", {"pk": "unit"}, ADMINISTRATORS, NO),
    "units:move_unit": ("get", {"pk": "unit"}, ADMINISTRATORS, NO),
    "units:reopen_unit": ("post", {"pk": "unit"}, ADMINISTRATORS, NO),
    "units:add_alias": ("get", {"pk": "unit"}, ADMINISTRATORS, NO),
    "units:remove_alias": ("post", {"pk": "unit", "alias_pk": "alias"}, ADMINISTRATORS, NO),
    "units:groups": ("get", {}, ANYBODY, IN),
    "units:group": ("get", {"pk": "group"}, AGENCY_UNITS, GONE),
    "units:new_group": ("get", {}, COORDINATORS, IN),
    "units:edit_group": ("get", {"pk": "group"}, COORDINATORS, GONE),
    "units:delete_group": ("post", {"pk": "unused_group"}, COORDINATORS_ONCE, GONE),
    "units:add_group_alias": ("get", {"pk": "group"}, COORDINATORS, GONE),
    "units:remove_group_alias": (
        "post",
        {"pk": "group", "alias_pk": "group_alias"},
        COORDINATORS_ONCE,
        GONE,
    ),
    "tasks:all_evidence": ("get", {}, ANYBODY, IN),
    "tasks:many_evidence": ("get", {}, ANYBODY, IN),
    "tasks:unit_list": ("get", {}, ANYBODY, IN),
    "tasks:many_units": ("get", {}, ANYBODY, IN),
    "tasks:many_difficulties": ("get", {}, ANYBODY, IN),
    "tasks:many_tasks": ("get", {}, COORDINATORS, IN),
    "units:many_groups": ("get", {}, COORDINATORS, IN),
    "intake:many_drafts": ("get", {}, COORDINATORS, IN),
    "plans:many_plans": ("get", {}, ANYBODY, IN),
    "reports:many_submissions": ("get", {}, AGENCY, IN),
    "units:many_people": ("get", {}, ADMINISTRATORS, NO),
    "units:find_people": ("get", {}, (NO, IN, IN, NO, IN), IN),
    "tasks:close_accounts": ("get", {}, ADMINISTRATORS, NO),
    "units:policy": ("get", {}, ANYBODY, IN),
    "units:settings": ("get", {}, COORDINATORS, IN),
    "units:agency_settings": ("get", {"pk": "unit"}, COORDINATORS, GONE),
    "units:import_units": ("get", {}, ADMINISTRATORS, NO),
    "units:import_units_template": ("get", {}, ADMINISTRATORS, NO),
    "units:export_units": ("get", {}, ADMINISTRATORS, NO),
    "units:import_units_preview": ("get", {"sha256": "upload"}, ADMINISTRATORS_LIST, NO),
    "units:import_units_write": ("post", {"sha256": "upload"}, ADMINISTRATORS_LIST, NO),
    "units:import_units_done": ("get", {"sha256": "upload"}, ADMINISTRATORS_LIST, NO),
    "units:import_units_reasons": ("get", {"sha256": "upload"}, ADMINISTRATORS_LIST, NO),
    "units:import_units_unnamed": ("get", {"sha256": "upload"}, ADMINISTRATORS_LIST, NO),
    "units:import_people": ("get", {}, ADMINISTRATORS, NO),
    "units:import_people_template": ("get", {}, ADMINISTRATORS, NO),
    "units:export_people": ("get", {}, ADMINISTRATORS, NO),
    "units:import_people_preview": ("get", {"sha256": "upload"}, ADMINISTRATORS_LIST, NO),
    "units:import_people_write": ("post", {"sha256": "upload"}, ADMINISTRATORS_LIST, NO),
    "units:import_people_done": ("get", {"sha256": "upload"}, ADMINISTRATORS_LIST, NO),
    "units:import_people_reasons": ("get", {"sha256": "upload"}, ADMINISTRATORS_LIST, NO),
    "units:import_people_unnamed": ("get", {"sha256": "upload"}, ADMINISTRATORS_LIST, NO),
    "units:import_people_invite": ("post", {"sha256": "upload"}, ADMINISTRATORS_LIST, NO),
    "units:import_groups": ("get", {}, COORDINATORS, IN),
    "units:import_groups_template": ("get", {}, COORDINATORS, IN),
    "units:export_groups": ("get", {}, COORDINATORS, IN),
    "units:import_groups_preview": ("get", {"sha256": "upload"}, COORDINATORS_LIST, GONE),
    "units:import_groups_write": ("post", {"sha256": "upload"}, COORDINATORS_LIST, GONE),
    "units:import_groups_done": ("get", {"sha256": "upload"}, COORDINATORS_LIST, GONE),
    "units:import_groups_reasons": ("get", {"sha256": "upload"}, COORDINATORS_LIST, GONE),
    "units:import_groups_unnamed": ("get", {"sha256": "upload"}, COORDINATORS_LIST, GONE),
    "units:find_units": ("get", {}, ANYBODY, IN),
    "units:people": ("get", {}, ADMINISTRATORS, NO),
    "units:add_person": ("get", {}, ADMINISTRATORS, NO),
    "units:person": ("get", {"pk": "person"}, ADMINISTRATORS, NO),
    "units:change_details": ("post", {"pk": "person"}, ADMINISTRATORS, NO),
    "units:give_role": ("post", {"pk": "person"}, ADMINISTRATORS, NO),
    "units:invite_person": ("post", {"pk": "person"}, ADMINISTRATORS, NO),
    "units:first_password": ("post", {"pk": "person"}, ADMINISTRATORS, NO),
    "tasks:close_account": ("get", {"pk": "person"}, ADMINISTRATORS, NO),
    "units:reopen_account": ("post", {"pk": "person"}, ADMINISTRATORS, NO),
    "plans:register": ("get", {}, ANYBODY, IN),
    "plans:file": ("get", {"pk": "plan_file"}, ANYBODY, GONE),
    "plans:details": ("get", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "plans:superior": ("get", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "plans:no_superior": ("post", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "plans:supersede": ("get", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "plans:story": ("get", {"plan_pk": "plan"}, AGENCY, GONE),
    "plans:citations": ("get", {}, ANYBODY, IN),
    "plans:citation": ("get", {"pk": "citation"}, ANYBODY, GONE),
    "tasks:coverage": ("get", {"plan_pk": "plan"}, AGENCY, GONE),
    "tasks:coverage_task": ("get", {"plan_pk": "plan", "pk": "superior_task"}, AGENCY, GONE),
    "tasks:coverage_save": ("post", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "tasks:coverage_remove": ("post", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "tasks:my_work": ("get", {}, ANYBODY, IN),
    "tasks:assignments": ("get", {}, ANYBODY, IN),
    "tasks:bulk": ("get", {}, ANYBODY, IN),
    "tasks:assignment": ("get", {"pk": "assignment"}, ANYBODY, GONE),
    "tasks:record_progress": ("post", {"pk": "assignment"}, WORKERS, GONE),
    "tasks:report_done": ("post", {"pk": "assignment"}, WORKERS, GONE),
    "tasks:confirm_done": ("post", {"pk": "assignment"}, CONFIRMERS, GONE),
    "tasks:send_back": ("post", {"pk": "assignment"}, CONFIRMERS, GONE),
    "tasks:ask_extension": ("post", {"pk": "assignment"}, WORKERS, GONE),
    "tasks:decide_extension": ("post", {"pk": "extension"}, AGENCY, GONE),
    "tasks:assign_officer": ("post", {"pk": "assignment"}, CONFIRMERS, GONE),
    "tasks:suspend": ("post", {"pk": "assignment"}, COORDINATORS, GONE),
    "tasks:resume": ("post", {"pk": "assignment"}, COORDINATORS, GONE),
    "tasks:cancel": ("post", {"pk": "assignment"}, COORDINATORS, GONE),
    "tasks:hand_over": ("post", {"pk": "assignment"}, COORDINATORS, GONE),
    "tasks:leave_unit": ("get", {"pk": "membership"}, ADMINISTRATORS, NO),
    "tasks:add_task": ("get", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "tasks:read_again": ("post", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "tasks:edit_task": ("get", {"pk": "task"}, COORDINATORS, GONE),
    "tasks:withdraw_task": ("get", {"pk": "task"}, COORDINATORS, GONE),
    "tasks:track_task": ("get", {"pk": "task"}, COORDINATORS, GONE),
    "tasks:restore_task": ("post", {"pk": "task"}, COORDINATORS, GONE),
    "tasks:assign_now": ("post", {"pk": "task"}, COORDINATORS, GONE),
    "tasks:unassigned": ("get", {}, COORDINATORS, IN),
    "tasks:difficulties": ("get", {}, ANYBODY, IN),
    "tasks:difficulty": ("get", {"pk": "difficulty"}, ANYBODY, GONE),
    "tasks:answer_difficulty": ("post", {"pk": "difficulty"}, AGENCY, GONE),
    "tasks:pass_difficulty_on": ("post", {"pk": "difficulty"}, AGENCY, GONE),
    "tasks:close_difficulty": ("post", {"pk": "difficulty"}, ANYBODY, GONE),
    "tasks:reopen_difficulty": ("post", {"pk": "difficulty"}, ANYBODY, GONE),
    "tasks:raise_difficulty": ("get", {"pk": "assignment"}, WORKERS, GONE),
    "tasks:own_indicators": ("get", {}, COORDINATORS, IN),
    "tasks:indicators": ("get", {"pk": "unit"}, COORDINATORS, GONE),
    "tasks:take_ready": ("post", {"pk": "unit"}, COORDINATORS, GONE),
    "tasks:new_indicator": ("get", {"pk": "unit"}, COORDINATORS, GONE),
    "tasks:edit_indicator": ("get", {"pk": "indicator"}, COORDINATORS, GONE),
    "tasks:end_indicator": ("post", {"pk": "indicator"}, COORDINATORS, GONE),
    "tasks:reopen_indicator": ("post", {"pk": "indicator"}, COORDINATORS, GONE),
    "tasks:task_indicators": ("get", {"pk": "task"}, COORDINATORS, GONE),
    "tasks:unit_figures": ("get", {"pk": "unit"}, WORKERS, GONE),
    "tasks:correct_figure": ("get", {"pk": "figure"}, WORKERS, GONE),
    "tasks:withdraw_evidence": ("get", {"pk": "evidence"}, WORKERS, GONE),
    "tasks:take_back": ("post", {"pk": "entry"}, ANYBODY, GONE),
    "tasks:evidence": ("get", {"pk": "evidence"}, ANYBODY, GONE),
    "tasks:picture": ("get", {"pk": "evidence", "size": "size"}, ANYBODY, GONE),
    "intake:new": ("get", {}, COORDINATORS, IN),
    "intake:by_hand": ("get", {}, COORDINATORS, IN),
    "intake:template": ("get", {}, COORDINATORS, IN),
    "intake:copy": ("get", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "intake:table": ("get", {"pk": "table"}, COORDINATORS, GONE),
    "intake:review": ("get", {"pk": "intake"}, COORDINATORS, GONE),
    "intake:reading": ("get", {"pk": "intake"}, COORDINATORS, GONE),
    "intake:read_again": ("post", {"pk": "intake"}, COORDINATORS, GONE),
    "intake:read_pictures": ("post", {"pk": "intake"}, COORDINATORS, GONE),
    "intake:original": ("get", {"pk": "intake"}, COORDINATORS, GONE),
    "intake:section": ("get", {"pk": "intake", "name": "section"}, COORDINATORS, GONE),
    "intake:choose_units": ("post", {"pk": "intake"}, COORDINATORS, GONE),
    "intake:settle": ("post", {"pk": "intake"}, COORDINATORS, GONE),
    "intake:find_units": ("get", {"pk": "intake"}, COORDINATORS, GONE),
    # The name for which a unit is wanted is part of the address; without one nothing is found.
    "intake:new_unit": ("get", {"pk": "intake"}, COORDINATORS_LIST, GONE),
    "intake:arrange": ("post", {"pk": "intake", "key": "task_key"}, COORDINATORS, GONE),
    "intake:take_back": ("post", {"pk": "intake", "key": "task_key"}, COORDINATORS, GONE),
    "intake:undo": ("post", {"pk": "intake"}, COORDINATORS, GONE),
    "intake:hold": ("post", {"pk": "intake"}, COORDINATORS, GONE),
    "intake:take": ("post", {"pk": "intake"}, COORDINATORS, GONE),
    "intake:leave": ("post", {"pk": "intake"}, COORDINATORS, GONE),
    "intake:drop_task": ("post", {"pk": "intake", "key": "task_key"}, COORDINATORS, GONE),
    "intake:drop_duty": ("post", {"pk": "intake", "key": "task_key"}, COORDINATORS, GONE),
    "intake:confirm": ("get", {"pk": "intake"}, COORDINATORS, GONE),
    "intake:drop": ("post", {"pk": "intake"}, COORDINATORS, GONE),
    "reports:search": ("get", {}, ANYBODY, IN),
    "reports:dashboard": ("get", {}, (NO, IN, IN, IN, IN), IN),
    "reports:dashboard_months": ("get", {}, (NO, IN, IN, IN, IN), IN),
    "reports:calendar": ("get", {}, ANYBODY, IN),
    "reports:calendar_year": ("get", {}, ANYBODY, IN),
    "reports:feed_page": ("get", {}, ANYBODY, IN),
    "reports:renew_feed": ("post", {}, ANYBODY, IN),
    "reports:stop_feed": ("post", {}, ANYBODY, IN),
    # Opened by its secret alone; "token" is nobody's.
    "reports:feed": ("get", {"user_pk": "person", "secret": "token"}, (GONE,) * 5, GONE),
    "reports:plan_calendar": ("get", {"plan_pk": "plan"}, ANYBODY, GONE),
    "reports:figures": ("get", {}, ANYBODY, IN),
    "reports:figures_brief": ("get", {}, ANYBODY, IN),
    "reports:figures_xlsx": ("get", {}, ANYBODY, IN),
    "reports:plan": ("get", {"plan_pk": "plan"}, ANYBODY, GONE),
    "reports:plan_document": ("get", {"plan_pk": "plan", "ending": "docx"}, AGENCY, GONE),
    "reports:plan_number": ("post", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "reports:plan_release": ("post", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "reports:plan_close": ("post", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "reports:plan_reopen": ("post", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "reports:past_reports": ("get", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "reports:plan_file_add": ("get", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "reports:plan_revoke": ("post", {"plan_pk": "plan"}, COORDINATORS, GONE),
    "reports:compliance": ("get", {"plan_pk": "plan"}, AGENCY, GONE),
    "reports:compliance_file": ("get", {"plan_pk": "plan", "ending": "docx"}, AGENCY, GONE),
    "reports:notice_file": ("get", {"plan_pk": "plan", "ending": "docx"}, AGENCY, GONE),
    "reports:reports": ("get", {}, AGENCY, IN),
    "reports:many_reports": ("get", {}, AGENCY, IN),
    "reports:new_report": ("get", {}, AGENCY, IN),
    "reports:report": ("get", {"pk": "report"}, AGENCY, GONE),
    "reports:write_section": ("post", {"pk": "report", "key": "section_key"}, AGENCY, GONE),
    "reports:report_annexes": ("post", {"pk": "report"}, AGENCY, GONE),
    "reports:drop_report": ("post", {"pk": "report"}, (NO, NO, IN, GONE, GONE), GONE),
    "reports:issue_report": ("post", {"pk": "report"}, AGENCY, GONE),
    "reports:attach_signed": ("post", {"pk": "report"}, AGENCY, GONE),
    "reports:correct_report": ("post", {"pk": "report"}, AGENCY, GONE),
    "reports:report_document": ("get", {"pk": "report", "ending": "docx"}, AGENCY, GONE),
    "reports:report_file": ("get", {"pk": "report_file"}, AGENCY, GONE),
    # Only the person who asked sees a file that takes long; stopping it twice is refused in words.
    "reports:file_job": ("get", {"pk": "file_job"}, (NO, NO, IN, GONE, GONE), GONE),
    "reports:file_job_file": ("get", {"pk": "file_job"}, (NO, NO, IN, GONE, GONE), GONE),
    "reports:stop_file_job": ("post", {"pk": "file_job"}, (NO, NO, IN, GONE, GONE), GONE),
    "reports:file_job_again": ("post", {"pk": "file_job"}, (NO, NO, IN, GONE, GONE), GONE),
    "reports:document_form": ("get", {"unit_pk": "agency"}, AGENCY, GONE),
    "reports:report_text": ("get", {"unit_pk": "agency"}, AGENCY, GONE),
    "reports:verify": ("get", {"code": "code"}, ANYBODY, IN),
    "reports:notices": ("get", {}, ANYBODY, IN),
    # A notice is one person's own: that of the staff member.
    "reports:notice": ("get", {"pk": "notice"}, (IN, GONE, GONE, GONE, GONE), GONE),
    "reports:read_notices": ("post", {}, ANYBODY, IN),
    "reports:remind": ("get", {}, AGENCY, IN),
    "reports:remind_of_reports": ("get", {}, AGENCY, IN),
    "reports:reminders": ("get", {}, AGENCY, IN),
    "reports:reminder": ("get", {"pk": "reminder"}, AGENCY, GONE),
    "reports:own_reports": ("get", {}, ANYBODY, IN),
    "reports:submissions": ("get", {}, ANYBODY, IN),
    "reports:submission": ("get", {"duty_pk": "duty", "unit_pk": "unit"}, ANYBODY, GONE),
    "reports:submit": ("post", {"duty_pk": "duty", "unit_pk": "unit"}, WORKERS, GONE),
    "reports:board": ("get", {}, AGENCY, IN),
    "reports:duties": ("get", {}, ANYBODY, IN),
    "reports:letters": ("get", {}, ANYBODY, IN),
    "reports:submission_figures": ("get", {}, AGENCY, IN),
    "reports:decide_figure": ("post", {"pk": "submission"}, AGENCY, GONE),
    "reports:new_request": ("get", {}, COORDINATORS, IN),
    "reports:drop_request": ("get", {"pk": "letter"}, COORDINATORS, GONE),
    "reports:request_file": ("get", {"pk": "letter"}, ANYBODY, GONE),
    "reports:duty_outline": ("get", {"pk": "duty"}, COORDINATORS, GONE),
    "reports:read_duty_outline": ("post", {"pk": "duty"}, COORDINATORS, GONE),
    "reports:join_duty_figures": ("post", {"pk": "duty"}, COORDINATORS, GONE),
    "reports:nest_duty": ("post", {"pk": "duty"}, COORDINATORS, GONE),
    "reports:save_draft": ("post", {"duty_pk": "duty", "unit_pk": "unit"}, WORKERS, GONE),
    "reports:add_submission_file": ("post", {"duty_pk": "duty", "unit_pk": "unit"}, WORKERS, GONE),
    "reports:submission_document": (
        "get",
        {"duty_pk": "duty", "unit_pk": "unit", "ending": "docx"},
        ANYBODY,
        GONE,
    ),
    "reports:submission_file": ("get", {"pk": "submission_file"}, ANYBODY, GONE),
    "reports:remove_submission_file": ("post", {"pk": "submission_file"}, WORKERS, GONE),
    "reports:withdraw_report": ("post", {"pk": "submission"}, (GONE, IN, IN, NO, IN), GONE),
    "reports:accept_submission": ("post", {"pk": "submission"}, AGENCY, GONE),
    "reports:take_decision_back": ("post", {"pk": "submission"}, AGENCY, GONE),
    "reports:send_back_submission": ("post", {"pk": "submission"}, AGENCY, GONE),
}


class World:
    """One agency with a room that has work, everything that a route can name, and a stranger."""

    def __init__(self) -> None:
        agency = self.agency = UnitFactory(name="Sở Khoa học và Công nghệ")
        room = UnitFactory(name="Văn phòng Sở", parent=agency)
        other_agency = UnitFactory(name="Sở Xây dựng")
        plan = PlanFactory(issuer=agency)
        assignment = AssignmentFactory(task=TaskFactory(plan=plan), unit=room)
        self.people = {
            role: person(role, room if role in (Role.STAFF, Role.HEAD) else agency)
            for role in ROLES
        }
        self.stranger = person(Role.COORDINATOR, other_agency)
        # Signing in is a fifth of asking: each does it once, below the tests.
        self.sessions = {one.pk: signed_in(one) for one in (*self.people.values(), self.stranger)}
        staff = self.people[Role.STAFF]
        entry = ProgressEntry.objects.create(
            assignment=assignment, on=datetime.date(2026, 3, 1), by=staff, kind=EntryKind.PROGRESS
        )
        evidence = Evidence(
            entry=entry, name="anh.png", sha256="a" * 64, size=4, media_type="image/png"
        )
        evidence.file.save("anh.png", ContentFile(b"\x89PNG"))
        indicator = IndicatorFactory(agency=agency)
        plan_file = PlanFile(plan=plan, name="kh.docx", sha256="b" * 64, size=4)
        plan_file.file.save("kh.docx", ContentFile(b"PK\x03\x04"))
        extension = Extension.objects.create(
            assignment=assignment,
            asked_on=datetime.date(2026, 6, 1),
            asked_by=staff,
            due_before=assignment.due_on,
            due_asked=datetime.date(2026, 7, 31),
            reason="Chờ kinh phí",
        )
        intake = Intake(issuer=agency, name="kh.txt", sha256="c" * 64, size=4)
        intake.draft = PlanDraft(title="Kế hoạch").to_state()
        intake.file.save("kh.txt", ContentFile(b"text"))
        table = Intake(issuer=agency, name="bang.csv", origin=Origin.TABLE, sha256="e" * 64)
        table.file.save("bang.csv", ContentFile("Nội dung;Chủ trì\nViệc;A\n".encode()))
        duty = ReportDutyFactory(plan=plan)
        duty.reporters.add(room)
        citation = LegalBasis.objects.create(
            plan=plan, order=1, kind="Luật", number="55/2024/QH15", key="55-2024-qh15"
        )
        superior_task = TaskFactory(plan=PlanFactory(issuer=agency))
        plan.carries_out = superior_task.plan
        plan.save()
        self.keys = {
            "plan": plan.pk,
            "citation": citation.pk,
            "superior_task": superior_task.pk,
            "assignment": assignment.pk,
            "evidence": evidence.pk,
            "entry": entry.pk,
            "plan_file": plan_file.pk,
            "extension": extension.pk,
            "intake": intake.pk,
            "table": table.pk,
            "duty": duty.pk,
            "unit": room.pk,
            "task": assignment.task_id,
            "alias": UnitAlias.objects.create(name="VP", folded="vp", unit=room).pk,
            **self.groups(agency),
            **self.notices(assignment),
            "person": staff.pk,
            "membership": staff.memberships.get().pk,
            "upload": "d" * 64,
            "section": "thong-tin",
            "task_key": 1,
            "indicator": indicator.pk,
            "difficulty": Difficulty.objects.create(
                assignment=assignment, entry=entry, text="Thiếu", raised_on=entry.on
            ).pk,
            "figure": FigureFactory(assignment=assignment, indicator=indicator).pk,
            "uid": "MQ",
            "docx": "docx",
            "agency": agency.pk,
            "code": "ABCD2345",
            "section_key": "field",
            **self.reports(agency, plan),
            **self.letters(duty),
            "token": "het-han",
            "size": "nho",
        }

    def reports(self, agency: Unit, plan: Plan) -> dict[str, int]:
        """A draft of a report, and a file."""
        day = datetime.date(2026, 3, 1)
        said = {"starts_on": plan.starts_on, "ends_on": day, "created_on": day}
        drafts = [
            ComplianceReport.objects.create(
                agency=agency, created_by=self.people[Role.COORDINATOR], **said
            )
            for _ in range(2)
        ]
        for draft in drafts:
            draft.plans.add(plan)
        file = ReportFile(report=drafts[1], kind="pdf", name="bc.pdf", sha256="f" * 64, size=4)
        file.added_by = self.people[Role.COORDINATOR]
        file.file.save("bc.pdf", ContentFile(b"%PDF"))
        return {"report": drafts[0].pk, "report_file": file.pk, "file_job": self.job(drafts[1])}

    def job(self, report: ComplianceReport) -> int:
        """A file that the coordinator has asked for and that is there."""
        now = timezone.now()
        job = FileJob(
            agency=report.agency,
            asked_by=self.people[Role.COORDINATOR],
            asked_at=now,
            seen_at=now,
            as_of=timezone.localdate(now),
            what=FileJob.What.DRAFT,
            report=report,
            ending="pdf",
            title="Báo cáo",
            state=FileJob.State.DONE,
            filename="bc.pdf",
        )
        job.file.save("bc.pdf", ContentFile(b"%PDF"))
        return job.pk

    def letters(self, duty: ReportDuty) -> dict[str, int]:
        """A report that was handed in with a file, and the letter that asked for it."""
        day, by = datetime.date(2026, 3, 1), self.people[Role.STAFF]
        room = duty.reporters.get()
        submission = Submission.objects.create(duty=duty, unit=room, submitted_on=day)
        file = SubmissionFile(submission=submission, name="a.pdf", sha256="a1" * 32, size=4)
        file.file.save("a.pdf", ContentFile(b"%PDF"))
        letter = ReportRequest(duty=duty, number="12/CV", issued_on=day, sender="UBND tỉnh")
        letter.added_by, letter.added_on, letter.name = by, day, "cv.pdf"
        letter.sha256 = "b2" * 32
        letter.file.save("cv.pdf", ContentFile(b"%PDF"))
        return {
            "submission": submission.pk,
            "submission_file": file.pk,
            "letter": letter.pk,
        }

    def notices(self, assignment: Assignment) -> dict[str, int]:
        """A reminder by the coordinator, and what the staff member was told by it."""
        day = datetime.date(2026, 6, 2)
        reminder = Reminder.objects.create(by=self.people[Role.COORDINATOR], on=day)
        notice = Notice.objects.create(
            person=self.people[Role.STAFF],
            kind="reminded",
            assignment=assignment,
            due_on=day,
            on=day,
            reminder=reminder,
        )
        return {"reminder": reminder.pk, "notice": notice.pk}

    def groups(self, agency: Unit) -> dict[str, int]:
        """Two groups of the agency, and another name of the first."""
        group, unused = (
            UnitGroup.objects.create(name=name, agency=agency) for name in ("Các phòng", "Bỏ")
        )
        alias = UnitAlias.objects.create(name="Các P.", folded="cac p.", group=group)
        return {"group": group.pk, "unused_group": unused.pk, "group_alias": alias.pk}


def client_of(world: World, role: Role | str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.people[Role(role)])
    return client


def address(world: World, route: str) -> str:
    return reverse(route, kwargs={name: world.keys[key] for name, key in MATRIX[route][1].items()})


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, files) -> Iterator[World]:
    with kept(django_db_blocker, files):
        yield World()


@pytest.fixture
def media_root(settings, files) -> Path:
    """The files of the world lie where they were put when it was made."""
    settings.MEDIA_ROOT = files
    return files


@pytest.fixture
def world(made, db, media_root) -> World:
    """Made once for all tests of this module; what a test does to it is taken back after it."""
    return copy.deepcopy(made)


def signed_in(user: User) -> str:
    """The key of a session of this person."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def ask(world: World, user, route: str):
    method, *_ = MATRIX[route]
    client = Client(raise_request_exception=False)
    if user.pk in world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[user.pk]
    else:
        client.force_login(user)
    answer = getattr(client, method)(address(world, route))
    if answer.streaming:
        answer.getvalue()  # lets go of the file
    return answer.status_code


def expect(status: int, expected: object, what: str) -> None:
    if expected == IN:
        assert status < 500, f"{what}: {status}"
        assert status not in {403, 404, 405}, f"{what}: {status}"
    else:
        assert status == expected, f"{what}: {status}"


def test_the_matrix_knows_every_route():
    assert {name for name, _ in routes(get_resolver().url_patterns)} == set(MATRIX)


@pytest.mark.parametrize("route", MATRIX)
def test_each_role_gets_what_the_table_says(world, route):
    for role, expected in zip(ROLES, MATRIX[route][2], strict=True):
        expect(ask(world, world.people[role], route), expected, f"{route} as {role}")


@pytest.mark.parametrize("route", MATRIX)
def test_a_person_of_another_agency_gets_nothing_of_it(world, route):
    expect(ask(world, world.stranger, route), MATRIX[route][3], f"{route} as a stranger")


def test_a_colleague_of_another_room_does_not_find_the_work(world):
    room = UnitFactory(name="Phòng Kế hoạch", parent=world.agency)
    colleague = person(Role.HEAD, room)
    for route in ("tasks:assignment", "tasks:evidence", "tasks:report_done", "reports:plan"):
        expect(ask(world, colleague, route), GONE, route)
    expect(ask(world, colleague, "tasks:decide_extension"), NO, "decides nothing")


def test_somebody_without_a_role_opens_nothing(world):
    nobody = UserFactory()
    for route, (_, _, roles, _) in MATRIX.items():
        nobody.refresh_from_db()  # which ends its own sessions, among other things
        status = ask(world, nobody, route)
        # Opened by its secret, whoever asks; there for nobody where no office signs people in.
        if route == "reports:feed" or set(roles) == {GONE}:
            assert status == 404, route
            continue
        free = route in {"home", "health", "ready", "reports:verify"} or route.startswith(
            "accounts:"
        )
        assert (status < 400) if free else status == 403, (route, roles, status)


def test_a_role_that_has_ended_opens_nothing(world):
    staff = world.people[Role.STAFF]
    staff.memberships.update(ended_on=datetime.date(2026, 1, 1))
    expect(ask(world, staff, "tasks:assignment"), NO, "ended")


@pytest.mark.parametrize("route", [r for r, row in MATRIX.items() if row[0] == "post"])
def test_changes_are_by_post_only(world, route):
    client = Client()
    client.force_login(world.people[Role.ADMIN])
    keys = MATRIX[route][1]
    address = reverse(route, kwargs={name: world.keys[key] for name, key in keys.items()})
    assert client.get(address).status_code == 405
