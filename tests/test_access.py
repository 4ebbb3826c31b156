"""The fourth lock: every route × every role, and a person of another agency who asks for it all."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver, reverse

from intake.models import Intake
from intake.reading.draft import PlanDraft
from plans.models import PlanFile
from tasks.models import EntryKind, Evidence, Extension, ProgressEntry
from tests.architecture import routes
from tests.factories import (
    AssignmentFactory,
    PlanFactory,
    ReportDutyFactory,
    TaskFactory,
    UnitFactory,
    person,
)
from units.policy import Role

ROLES = (Role.STAFF, Role.HEAD, Role.COORDINATOR, Role.LEADER, Role.ADMIN)

# What each role gets, in the order of ROLES: opened, refused, or not found for want of a row.
OK, NO, GONE, AWAY = 200, 403, 404, 302
EVERYBODY = (OK,) * 5
"""Filled below: route -> (method, statuses by role, status of the stranger or None where open)."""


class World:
    """One agency with a room that has work, everything that a route can name, and a stranger."""

    def __init__(self) -> None:
        agency = UnitFactory(name="Sở Khoa học và Công nghệ")
        room = UnitFactory(name="Văn phòng Sở", parent=agency)
        other_agency = UnitFactory(name="Sở Xây dựng")
        plan = PlanFactory(issuer=agency)
        assignment = AssignmentFactory(task=TaskFactory(plan=plan), unit=room)
        self.people = {
            role: person(role, room if role in (Role.STAFF, Role.HEAD) else agency)
            for role in ROLES
        }
        self.stranger = person(Role.COORDINATOR, other_agency)
        staff = self.people[Role.STAFF]
        entry = ProgressEntry.objects.create(
            assignment=assignment, on=datetime.date(2026, 3, 1), by=staff, kind=EntryKind.PROGRESS
        )
        evidence = Evidence(
            entry=entry, name="anh.png", sha256="a" * 64, size=4, media_type="image/png"
        )
        evidence.file.save("anh.png", ContentFile(b"\x89PNG"))
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
        duty = ReportDutyFactory(plan=plan)
        duty.reporters.add(room)
        self.keys = {
            "plan": plan.pk,
            "assignment": assignment.pk,
            "evidence": evidence.pk,
            "plan_file": plan_file.pk,
            "extension": extension.pk,
            "intake": intake.pk,
            "duty": duty.pk,
            "unit": room.pk,
        }


def test_placeholder():
    assert get_resolver and reverse and routes and Client and pytest
