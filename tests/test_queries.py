"""How much a page asks of the database: the same however many rows, units and plans there are.

Every page that opens by its address alone is asked, and those of one thing that are named in
``OF_ONE``; a new page without arguments is taken along by itself.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from plans.models import LegalBasis, PlanFile, Recipient
from reports.models import MetDuty, Submission
from tasks.models import Assignment, Difficulty, EntryKind, Extension, ProgressEntry
from tests.architecture import routes
from tests.factories import (
    TODAY,
    AssignmentFactory,
    PlanFactory,
    ReportDutyFactory,
    TaskFactory,
    UnitFactory,
    person,
)
from tests.reports.office import Office, an_office, day, one_of_each
from tests.worlds import kept
from units.agency_settings import MOVE_DUE_DAYS
from units.models import AgencySetting
from units.policy import Role

pytestmark = pytest.mark.django_db

MOST = 12  # queries of a list, of a page of one piece of work, of a plan's page, of an update
ROLES = (Role.STAFF, Role.COORDINATOR)
# Pages of one thing, by route: what the address names of the office's.
OF_ONE: dict[str, Any] = {
    "tasks:assignment": lambda office: [office.shown.pk],
    "tasks:unit": lambda office: [office.rooms[0].pk],
    "tasks:coverage": lambda office: [office.plan.pk],
    "tasks:indicators": lambda office: [office.agency.pk],
    "tasks:unit_figures": lambda office: [office.rooms[0].pk],
    "tasks:assign": lambda office: [office.shown.task_id],
    "reports:plan": lambda office: [office.plan.pk],
    "reports:plan_calendar": lambda office: [office.plan.pk],
    "reports:compliance": lambda office: [office.plan.pk],
    "plans:story": lambda office: [office.plan.pk],
    "plans:details": lambda office: [office.plan.pk],
    "units:agency_settings": lambda office: [office.agency.pk],
}
# With everything told of them that can be.
LIMITED = dict.fromkeys(
    (
        "tasks:assignments",
        "tasks:assignment",
        "tasks:my_work",
        "tasks:difficulties",
        "tasks:unassigned",
        "plans:register",
        "plans:citations",
        "reports:search",
        "reports:reports",
        "reports:notices",
        "reports:submissions",
        "reports:own_reports",
        "reports:board",
        "reports:calendar",
        "reports:calendar_year",
        "reports:dashboard_months",
        "reports:figures",
        "units:groups",
    ),
    MOST,
) | {"reports:plan": 15, "reports:dashboard": 13}


@dataclass
class World(Office):
    """An office with one piece of work of which everything is told that can be."""

    shown: Assignment = field(init=False)


def tell_all(office: World) -> None:
    """All that can be told of the office's plan and of how its agency reads due days."""
    plan = office.plan
    plan.carries_out = PlanFactory(issuer=UnitFactory(code="TREN", name="UBND tỉnh"))
    plan.save()
    Recipient.objects.create(plan=plan, order=1, name="Như trên")
    for order, is_basis in enumerate((True, False)):
        LegalBasis.objects.create(
            plan=plan, order=order, number="55/2024/QH15", kind="Luật", is_basis=is_basis
        )
    PlanFile.objects.create(plan=plan, name="KH.pdf", sha256="0" * 64, size=3, file="x")
    AgencySetting.objects.create(agency=office.agency, key=MOVE_DUE_DAYS.key, value=True)
    met, meets = (ReportDutyFactory(plan=plan, title=title) for title in ("Quý", "Chuyên đề"))
    for duty in (met, meets):
        duty.reporters.set(office.rooms)
    sent = Submission.objects.create(
        duty=meets, unit=office.rooms[0], period="", due_on=day(3), submitted_on=day(-1)
    )
    MetDuty.objects.create(submission=sent, duty=met, unit=office.rooms[0], period="")


def grow(office: World) -> None:
    """As much again of everything: rooms, plans, tasks, work with its story, reports, people."""
    for _ in range(2):
        room = UnitFactory(parent=office.agency)
        office.rooms.append(room)
        person(Role.STAFF, room)
        plan = PlanFactory(issuer=office.agency, carries_out=office.plan)
        LegalBasis.objects.create(
            plan=plan, order=1, number="55/2024/QH15", kind="Luật", is_basis=True
        )
        of_plan(office, plan, room)
    of_plan(office, office.plan, office.rooms[0])


def of_plan(office: World, plan, room) -> None:
    duty = ReportDutyFactory(plan=plan, deadline_kind="quarterly", deadline_days=["5"])
    duty.reporters.set(office.rooms)
    Submission.objects.create(
        duty=duty, unit=room, period="2026-Q1", due_on=TODAY, submitted_on=TODAY
    )
    TaskFactory(plan=plan)  # nobody's
    for due in (-20, 3, 40, None):
        due_on = None if due is None else day(due)
        work = AssignmentFactory(task__plan=plan, unit=room, due_on=due_on, planned_on=due_on)
        tell(work, office)
    tell(office.shown, office)


def tell(work, office: World) -> None:
    staff = office.people[Role.STAFF]
    for kind in (EntryKind.PROGRESS, EntryKind.DIFFICULTY):
        entry = ProgressEntry.objects.create(
            assignment=work,
            kind=kind,
            on=day(-1),
            by=staff,
            note="Đã làm",
            difficulty="Thiếu người",
        )
    Difficulty.objects.create(assignment=work, entry=entry, text="Thiếu người", raised_on=day(-1))
    if work.due_on and not work.extensions.exists():
        Extension.objects.create(
            assignment=work, asked_on=day(-1), asked_by=staff, due_before=work.due_on,
            due_asked=work.due_on + datetime.timedelta(days=9), reason="Chờ kinh phí",
        )  # fmt: skip


def addresses(office: World) -> dict[str, str]:
    alone = {
        name: reverse(name)
        for name, pattern in routes(get_resolver().url_patterns)
        if not pattern.pattern.converters and not pattern.pattern.regex.groups
    }
    named = {name: reverse(name, args=of(office)) for name, of in OF_ONE.items()}
    return alone | named


def queries_of(client: Client, address: str) -> int | None:
    """How many queries a page takes once it has been opened before; None where it is no page."""
    cache.clear()
    if client.get(address).status_code != 200:
        return None
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(without_control(asked))


def without_control(asked: CaptureQueriesContext) -> list[str]:
    """What was asked or changed; where transactions begin and end is neither."""
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [query["sql"] for query in asked if not query["sql"].startswith(control)]


def counted(office: World) -> dict[tuple[str, Role], int]:
    found = {}
    for role in ROLES:
        client = Client()
        client.force_login(office.people[role])
        for name, address in addresses(office).items():
            number = queries_of(client, address)
            if number is not None:
                found[name, role] = number
    return found


Found = dict[tuple[str, Role], int]


@pytest.fixture(scope="module")
def counts(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[Found, Found]]:
    """What every page asks of a small office, and of one with three times as much."""
    with kept(django_db_blocker, tmp_path_factory.mktemp("media")):
        office = World(**vars(an_office()))
        one_of_each(office)
        office.shown = office.work(due=5)
        tell_all(office)
        grow(office)
        before = counted(office)
        grow(office)
        grow(office)
        yield before, counted(office)


@pytest.mark.parametrize("role", ROLES)
def test_three_times_as_much_takes_no_more_queries(counts, role):
    before, after = counts
    grown = {
        name: (before[name, who], number)
        for (name, who), number in after.items()
        if who is role and number > before[name, who]
    }
    assert grown == {}


def test_the_pages_are_asked(counts):
    before, after = counts
    assert before.keys() == after.keys()
    assert {name for name, _ in before} >= {*OF_ONE, *LIMITED}


@pytest.mark.parametrize("name", LIMITED)
def test_lists_and_pages_keep_to_their_limit(counts, name):
    found = {role: number for (page, role), number in counts[1].items() if page == name}
    assert found
    assert {role: number for role, number in found.items() if number > LIMITED[name]} == {}


@pytest.mark.parametrize("role", ROLES)
def test_plain_pages_and_an_update_keep_to_twelve(client, on_day, role):
    on_day(TODAY)
    office = an_office("YTE")
    office.done()
    work = office.work(due=5)
    client.force_login(office.people[role])
    form = {"percent": "40", "note": "Đã làm", "revision": "0"}
    update = reverse("tasks:record_progress", args=[work.pk])
    for address in (reverse("tasks:assignment", args=[work.pk]), f"/ke-hoach/{office.plan.pk}/"):
        assert (queries_of(client, address) or 0) <= MOST
    with CaptureQueriesContext(connection) as asked:
        assert client.post(update, form).status_code == 302
    assert len(without_control(asked)) <= MOST
