"""An agency in which something of everything is there, for verbs to be tried on."""

from __future__ import annotations

import datetime
import hashlib
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from intake.models import Intake
from plans.models import Plan, ReportDuty
from plans.schedule import Period
from reports.models import ComplianceReport, ReportFile, Submission
from reports.submissions.actions import submit
from tasks.actions import assign_unit, record_progress, report_done
from tasks.evidence import Checked
from tasks.models import Assignment, Indicator, Task
from tests.factories import (
    TODAY,
    AssignmentFactory,
    IndicatorFactory,
    PlanFactory,
    ReportDutyFactory,
    TaskFactory,
    person,
)
from tests.intake.samples import bring, make_agency
from units.actions import save_group
from units.models import Unit, UnitGroup
from units.policy import Role

NOON = datetime.datetime.combine(TODAY, datetime.time(12), ZoneInfo("Asia/Ho_Chi_Minh"))
YEAR = Period("2026", datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
NEXT_YEAR = Period("2027", datetime.date(2027, 1, 1), datetime.date(2027, 12, 31))
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"


def checked(content: bytes = b"%PDF-1.7 a file", name: str = "van-ban.pdf") -> Checked:
    return Checked(name, content, "application/pdf", hashlib.sha256(content).hexdigest())


def upload(name: str = "van-ban.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")


class World(SimpleNamespace):
    """What is there from the start; the methods bring it as far as a verb needs."""

    agency: Unit
    room: Unit
    other: Unit
    plan: Plan
    task: Task
    work: Assignment
    staff: User
    coordinator: User
    duty: ReportDuty
    indicator: Indicator
    group: UnitGroup

    @classmethod
    def make(cls) -> World:
        agency = make_agency()
        room, other = (
            agency.children.get(name=f"Phòng {name}") for name in ("Tổng hợp", "Kỹ thuật")
        )
        plan = PlanFactory(issuer=agency)
        task = TaskFactory(plan=plan)
        duty = ReportDutyFactory(plan=plan)
        duty.reporters.add(room)
        coordinator = person(Role.COORDINATOR, agency)
        group = UnitGroup(name="Các phòng", agency=agency, by_rule=False)
        save_group(group=group, kinds=[], members=[room], by=coordinator, on=TODAY)
        return cls(
            agency=agency,
            room=room,
            other=other,
            plan=plan,
            task=task,
            duty=duty,
            group=group,
            work=AssignmentFactory(task=task, unit=room),
            indicator=IndicatorFactory(agency=agency),
            staff=person(Role.STAFF, room),
            colleague=person(Role.STAFF, room),
            head=person(Role.HEAD, room),
            coordinator=coordinator,
            admin=person(Role.ADMIN, agency),
            second_admin=person(Role.ADMIN, agency),
        )

    def refresh(self) -> None:
        """The rows as they are stored: what a verb did to them in memory is forgotten."""
        if "keys" not in vars(self):
            self.keys = {name: row.pk for name, row in vars(self).items()}
        for name, key in self.keys.items():
            setattr(self, name, type(getattr(self, name))._base_manager.get(pk=key))

    def another_plan(self, **fields: Any) -> Plan:
        return TaskFactory(plan=PlanFactory(issuer=self.agency, **fields)).plan

    # --- work ---------------------------------------------------------------------------------
    def progress(self, **fields):
        return record_progress(
            assignment=self.work, by=self.staff, on=TODAY, percent=40, note="Đã làm.", **fields
        )

    def done(self):
        return report_done(
            assignment=self.work, by=self.staff, on=TODAY, finished_on=TODAY, note="Xong."
        )

    def stuck(self):
        self.progress(difficulty="Thiếu kinh phí")
        return self.work.difficulties.get()

    def quarters(self) -> Task:
        task = TaskFactory(plan=self.plan, deadline_kind="quarterly")
        assign_unit(task=task, unit=self.room, part="lead")
        return task

    # --- reports ------------------------------------------------------------------------------
    def submitted(self, **more: Any) -> Submission:
        (period,) = (one.period for one in self.duty.occurrences(self.plan.period))
        said = {"duty": self.duty, "unit": self.room, "period": period, "text": "Đã làm."}
        return submit(**(said | more), by=self.staff, on=TODAY)  # type: ignore[arg-type]

    def duty_of(self, number: int) -> ReportDuty:
        """A duty of its own, owed by the room."""
        duty = ReportDutyFactory(plan=self.plan, ref=f"III.{number}")
        duty.reporters.add(self.room)
        return duty

    def draft(self) -> ComplianceReport:
        report = ComplianceReport.objects.create(
            agency=self.agency,
            starts_on=YEAR.starts_on,
            ends_on=TODAY,
            created_by=self.coordinator,
            created_on=TODAY,
        )
        report.plans.add(self.plan)
        return report

    def issued(self) -> ComplianceReport:
        report = self.draft()
        report.number, report.issued_on, report.issued_by = "05", TODAY, self.coordinator
        report.code = "ABCD2345EFGH"
        report.save()
        row = ReportFile(report=report, kind="pdf", name="bc.pdf", added_by=self.coordinator)
        file = checked()
        row.sha256, row.size = file.sha256, len(file.content)
        row.file.save(file.name, SimpleUploadedFile(file.name, file.content))
        return report

    # --- a plan on its way --------------------------------------------------------------------
    def brought(self) -> Intake:
        return bring(self.agency, by=self.coordinator)

    def above(self) -> Task:
        """A task of a plan that the agency's own carries out."""
        task = TaskFactory(plan=PlanFactory(issuer=self.agency))
        self.plan.carries_out = task.plan
        self.plan.save()
        return task
