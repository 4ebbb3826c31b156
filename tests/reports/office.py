"""A small office for the tests of reports: an agency, two rooms, a plan, a person in each role."""

import datetime
from dataclasses import dataclass, field

from accounts.models import User
from plans.models import Plan
from tasks.models import Assignment, Evidence, ProgressEntry
from tests.factories import (
    TODAY,
    AssignmentFactory,
    PlanFactory,
    TaskFactory,
    UnitFactory,
    person,
)
from units.models import Unit
from units.policy import Role


def day(offset: int) -> datetime.date:
    """A day so many days after TODAY."""
    return TODAY + datetime.timedelta(days=offset)


@dataclass
class Office:
    agency: Unit
    rooms: list[Unit]
    plan: Plan
    people: dict[Role, User] = field(default_factory=dict)

    def work(self, room: int = 0, due: int | None = 60, **fields) -> Assignment:
        """A part in a task of its own; ``due`` in days from TODAY, None for ongoing work."""
        due_on = None if due is None else day(due)
        fields.setdefault("task__plan", self.plan)
        return AssignmentFactory(unit=self.rooms[room], due_on=due_on, planned_on=due_on, **fields)

    def done(self, room: int = 0, due: int = -10, finished: int = -12, **fields) -> Assignment:
        finished_on = day(finished)
        return self.work(room, due, finished_on=finished_on, confirmed_on=finished_on, **fields)


def an_office(code: str = "SKHCN") -> Office:
    agency = UnitFactory(code=code, name=f"Sở {code}")
    rooms: list[Unit] = [
        UnitFactory(code=f"{code}-{n}", name=f"Phòng {name} {code}", parent=agency)
        for n, name in enumerate(("An", "Bình"))
    ]
    office = Office(agency, rooms, PlanFactory(issuer=agency))
    for role in Role:
        unit = rooms[0] if role in (Role.STAFF, Role.HEAD) else agency
        office.people[role] = person(role, unit)
    return office


def one_of_each(office: Office) -> None:
    """Work of every standing, most of it of the first room."""
    office.done()
    office.done(room=1)
    office.done(due=-10, finished=-3)
    office.work(due=5)
    office.work(room=1, due=25)
    office.work(due=-20)
    office.work(due=-5)
    office.work(room=1, due=-2)
    office.work(due=40, finished_on=day(-1))
    with_evidence(office.work(due=None))
    office.work(room=1, due=None)
    office.work(due=10, suspended_on=day(-1))
    office.work(due=10, cancelled_on=day(-1))
    # None of these is counted: a cooperating part, a revoked plan, a draft.
    office.work(due=-20, part="cooperating")
    office.work(due=-20, task__plan=PlanFactory(issuer=office.agency, revoked_on=day(-1)))
    office.work(due=-20, task__plan=PlanFactory(issuer=office.agency, released_on=None))
    TaskFactory(plan=office.plan)


def with_evidence(assignment: Assignment, on: datetime.date = TODAY) -> None:
    entry = ProgressEntry.objects.create(
        assignment=assignment, on=on, by=person(Role.STAFF, assignment.unit), note="Đã trực"
    )
    Evidence.objects.create(
        entry=entry, name="anh.jpg", sha256="0" * 64, size=3, media_type="image/jpeg", file="x"
    )
