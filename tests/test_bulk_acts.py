"""Every act on many rows of every list: what may be done is done, the rest is told, row by row.

The acts are found in the program itself; one without a case fails.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.urls import get_resolver, reverse
from django.utils import timezone

from intake.models import Intake, Origin
from reading.draft import PlanDraft
from reading.state import to_state
from reports.models import ComplianceReport
from reports.notices.views import READING
from reports.submissions.actions import accept, submit
from tasks import actions
from tasks.actions.difficulties import close_difficulty, raise_difficulty
from tasks.models import Addressee, Evidence, GroupAssignment, Notice, Part, ProgressEntry
from tests.factories import (
    TODAY,
    PlanFactory,
    ReportDutyFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.reports.office import Office, an_office, day
from units.actions import save_group
from units.bulk import TICKED, Act, Many
from units.models import UnitGroup
from units.policy import Role

pytestmark = pytest.mark.django_db
REASON = {"reason": "Theo chỉ đạo mới"}

# What makes the row that an act is for, and one that it refuses (None where the list holds none).
Make = Callable[[Office], Any]


def _work(office: Office) -> Any:
    return office.work()


def _waiting(office: Office) -> Any:
    return office.work(finished_on=day(-2))


def _confirmed(office: Office) -> Any:
    return office.done()


def _suspended(office: Office) -> Any:
    return office.work(suspended_on=day(-2))


def _elsewhere(office: Office) -> Any:
    return office.work(room=1)


def _difficulty(office: Office) -> Any:
    return raise_difficulty(
        assignment=office.work(),
        text="Thiếu xe",
        addressed_to=Addressee.COORDINATOR,
        by=office.people[Role.HEAD],
        on=day(-1),
    )


def _closed_difficulty(office: Office) -> Any:
    row = _difficulty(office)
    close_difficulty(difficulty=row, by=office.people[Role.HEAD], on=TODAY)
    return row


def _task(office: Office) -> Any:
    return TaskFactory(plan=office.plan, category="training")


def _usual_task(office: Office) -> Any:
    office.work(task__category="training")
    return _task(office)


def _evidence(office: Office) -> Any:
    entry = ProgressEntry.objects.create(
        assignment=office.work(), on=TODAY, by=office.people[Role.STAFF], percent=5
    )
    file = Evidence(entry=entry, name="anh.png", size=4, media_type="image/png", sha256="0" * 64)
    file.full_clean(exclude=["file", "entry"])
    file.save()
    return file


def _others_evidence(office: Office) -> Any:
    file = _evidence(office)
    actions.withdraw_evidence(
        evidence=file, by=office.people[Role.STAFF], on=TODAY, reason="Nhầm tệp"
    )
    return file


def _unit(office: Office) -> Any:
    return office.work().unit


def _idle_unit(office: Office) -> Any:
    return UnitFactory(name="Phòng mới", parent=office.agency)


def _ended_unit(office: Office) -> Any:
    return UnitFactory(name="Phòng cũ", parent=office.agency, active_to=day(-30))


def _group(office: Office) -> UnitGroup:
    return save_group(
        group=UnitGroup(name=f"Nhóm {UnitGroup.objects.count()}", agency=office.agency),
        members=office.rooms,
        kinds=(),
        by=office.people[Role.COORDINATOR],
        on=TODAY,
    )


def _used_group(office: Office) -> UnitGroup:
    group = _group(office)
    GroupAssignment.objects.create(task=_task(office), group=group, part=Part.LEAD)
    return group


def _person(office: Office) -> Any:
    return person(Role.STAFF, office.rooms[1])


def _left(office: Office) -> Any:
    return person(Role.STAFF, office.rooms[1], is_active=False)


def _without_letters(office: Office) -> Any:
    return person(Role.STAFF, office.rooms[1], email="")


def _oneself(office: Office) -> Any:
    return office.people[Role.ADMIN]


def _draft(office: Office) -> Any:
    return Intake.objects.create(
        issuer=office.agency,
        origin=Origin.PASTE,
        name="Dự thảo",
        draft=to_state(PlanDraft()),
        created_by=office.people[Role.COORDINATOR],
    )


def _held_draft(office: Office) -> Any:
    row = _draft(office)
    row.held_by, row.held_until = UserFactory(), timezone.now() + datetime.timedelta(minutes=9)
    row.save()
    return row


def _plan(**fields: Any) -> Make:
    return lambda office: PlanFactory(issuer=office.agency, **fields)


def _submission(office: Office) -> Any:
    duty = ReportDutyFactory(plan=office.plan, deadline_kind="quarterly")
    duty.reporters.set(office.rooms[:1])
    return submit(
        duty=duty, unit=office.rooms[0], period="2026-Q1", text="Đã tập huấn.",
        by=office.people[Role.HEAD], on=day(-30),
    )  # fmt: skip


def _accepted(office: Office) -> Any:
    row = _submission(office)
    return accept(submission=row, by=office.people[Role.COORDINATOR], on=day(-20))


def _report(office: Office, **fields: Any) -> Any:
    return ComplianceReport.objects.create(
        agency=office.agency, starts_on=day(-60), ends_on=TODAY, created_on=TODAY,
        created_by=office.people[Role.COORDINATOR], **fields,
    )  # fmt: skip


def _issued_report(office: Office) -> Any:
    return _report(office, number="05", issued_on=TODAY, code="abc-def")


def _notice(office: Office) -> Any:
    head = office.people[Role.HEAD]
    return Notice.objects.create(
        person=head, kind="due", assignment=office.work(), due_on=day(3), on=TODAY
    )


# The list's noun and the act: who does it, the rows, what is said once, the route.
ACTS: dict[tuple[str, str], tuple[Role, Make, Make | None, dict[str, Any], str]] = {
    ("phần việc", "xac-nhan"): (Role.HEAD, _waiting, _work, {}, "tasks:bulk"),
    ("phần việc", "hoan-thanh"): (
        Role.HEAD, _work, _confirmed,
        {"finished_on": f"{TODAY:%d/%m/%Y}", "note": "Đã làm"}, "tasks:bulk",
    ),
    ("phần việc", "phu-trach"): (
        Role.COORDINATOR, _work, _elsewhere, {"officer": Role.STAFF}, "tasks:bulk",
    ),
    ("phần việc", "don-doc"): (Role.COORDINATOR, _work, None, {}, "tasks:bulk"),
    ("phần việc", "chuyen-giao"): (
        Role.COORDINATOR, _work, _confirmed, {"to_unit": 1, **REASON}, "tasks:bulk",
    ),
    ("phần việc", "tam-dung"): (Role.COORDINATOR, _work, _suspended, REASON, "tasks:bulk"),
    ("phần việc", "huy"): (Role.COORDINATOR, _work, _confirmed, REASON, "tasks:bulk"),
    ("vướng mắc", "tra-loi"): (
        Role.COORDINATOR, _difficulty, _closed_difficulty,
        {"answer": "Đã bố trí xe"}, "tasks:many_difficulties",
    ),
    ("vướng mắc", "chuyen"): (
        Role.COORDINATOR, _difficulty, _closed_difficulty,
        {"addressed_to": Addressee.LEADER}, "tasks:many_difficulties",
    ),
    ("vướng mắc", "da-go"): (
        Role.HEAD, _difficulty, _closed_difficulty, {}, "tasks:many_difficulties",
    ),
    ("nhiệm vụ", "giao"): (Role.COORDINATOR, _task, None, {"unit": 0}, "tasks:many_tasks"),
    ("nhiệm vụ", "goi-y"): (
        Role.COORDINATOR, _usual_task,
        lambda office: TaskFactory(plan=PlanFactory(issuer=office.agency)), {}, "tasks:many_tasks",
    ),
    ("tệp", "rut"): (Role.HEAD, _evidence, _others_evidence, REASON, "tasks:many_evidence"),
    ("đơn vị", "don-doc"): (Role.COORDINATOR, _unit, None, {}, "tasks:many_units"),
    ("đơn vị", "chuyen-giao"): (
        Role.COORDINATOR, _unit, _idle_unit, {"to_unit": 1, **REASON}, "tasks:many_units",
    ),
    ("đơn vị", "ket-thuc"): (
        Role.ADMIN, _idle_unit, _ended_unit,
        {"ended_on": f"{day(-1):%d/%m/%Y}"}, "tasks:many_units",
    ),
    ("nhóm", "xoa"): (Role.COORDINATOR, _group, _used_group, {}, "units:many_groups"),
    ("tài khoản", "moi"): (Role.ADMIN, _person, _without_letters, {}, "units:many_people"),
    ("tài khoản", "mo-lai"): (Role.ADMIN, _left, _person, {}, "units:many_people"),
    ("tài khoản", "ngung"): (Role.ADMIN, _person, _oneself, {}, "tasks:close_accounts"),
    ("bản nháp", "bo"): (Role.COORDINATOR, _draft, _held_draft, {}, "intake:many_drafts"),
    ("kế hoạch", "don-doc"): (Role.COORDINATOR, _plan(), None, {}, "plans:many_plans"),
    ("kế hoạch", "thuc-hien"): (
        Role.COORDINATOR, _plan(released_on=None), _plan(), {}, "plans:many_plans",
    ),
    ("kế hoạch", "ket-thuc"): (
        Role.COORDINATOR, _plan(), _plan(released_on=None), {}, "plans:many_plans",
    ),
    ("kế hoạch", "mo-lai"): (
        Role.COORDINATOR, _plan(closed_on=day(-3)), _plan(), REASON, "plans:many_plans",
    ),
    ("báo cáo chờ tiếp nhận", "tiep-nhan"): (
        Role.COORDINATOR, _submission, _accepted, {}, "reports:many_submissions",
    ),
    ("báo cáo chờ tiếp nhận", "tra-lai"): (
        Role.COORDINATOR, _submission, _accepted, REASON, "reports:many_submissions",
    ),
    ("văn bản", "bo"): (
        Role.COORDINATOR, _report, _issued_report, {}, "reports:many_reports",
    ),
}  # fmt: skip


def every_act() -> dict[tuple[str, str], Act]:
    """The acts of all lists that the program has, by noun and key; those that lead on to another
    list's act stand under that one."""
    assert get_resolver().url_patterns  # the views, and with them their lists, are loaded
    views = [module for name, module in sys.modules.items() if ".views" in name]
    lists = [one for view in views for one in vars(view).values() if type(one) is Many]
    return {(one.noun, key): act for one in lists for key, act in one.acts.items()}


def test_every_act_has_a_case():
    assert every_act().keys() == ACTS.keys()


@pytest.fixture
def office(on_day) -> Office:
    on_day(TODAY)
    return an_office()


def _said(office: Office, typed: dict[str, Any]) -> dict[str, Any]:
    """What is typed, with people and rooms named by their keys."""
    keys = {
        Role: lambda role: office.people[role].pk,
        int: lambda place: office.rooms[place].pk,
    }
    return {name: keys.get(type(one), str)(one) for name, one in typed.items()}


@pytest.mark.parametrize("key", ACTS, ids="-".join)
def test_each_row_is_judged_by_itself(client, office, key, django_capture_on_commit_callbacks):
    role, good, bad, typed, route = ACTS[key]
    act, done = every_act()[key], good(office)
    refused = [bad(office)] if bad else []
    client.force_login(office.people[role])
    data = {"act": key[1], TICKED: [row.pk for row in (done, *refused)]}
    shown = client.get(reverse(route), data)  # as the bar of the list asks
    if act.leads_to and act.leads_to != route:
        assert shown.status_code == 302
        assert shown.url.startswith(reverse(act.leads_to))
        assert parse_qs(urlsplit(shown.url).query)[act.ticked_as] == [str(done.pk)]
        assert client.get(shown.url).status_code == 200
        return
    assert shown.status_code == 200
    assert len(shown.context["rows"]) == 1 + len(refused)
    with django_capture_on_commit_callbacks(execute=True):
        told = client.post(reverse(route), {**data, **_said(office, typed), "thuc-hien": "1"})
    assert told.status_code == 200
    became = {one.row.pk or done.pk: one.problem for one in told.context["outcomes"]}
    assert became[done.pk] == ""
    assert told.context["done"] == 1
    assert all(became[row.pk] for row in refused)
    if act.said:
        assert act.said in told.content.decode()


def test_notices_are_marked_as_read(client, office):
    read, unread = _notice(office), _notice(office)
    client.force_login(office.people[Role.HEAD])
    client.post(reverse(READING.leads_to), {"act": READING.key, TICKED: [read.pk]})
    read.refresh_from_db()
    unread.refresh_from_db()
    assert read.read_at is not None
    assert unread.read_at is None
    assert not mail.outbox
