"""Many people in the same moment: nothing is lost or doubled, nobody waits for ever, and whoever
was slower is told.  32 at once on PostgreSQL; 8 on SQLite, where each waits for the one before."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.changes import StaleRevision, edition
from intake.actions import confirm, save_draft, working_draft
from intake.models import Intake
from pccc.integrity import findings
from plans.actions import update_plan_number
from plans.models import Plan
from reports.compliance.actions import issue_report, write_section
from reports.compliance.issue import Issue
from reports.models import ComplianceReport, ReportFile, Submission, SubmissionPart
from reports.notices.actions import remind, say_what_is_due
from reports.notices.letters import Post, send_digests
from reports.notices.targets import targets_of_work
from reports.submissions import actions as submissions
from tasks import actions as tasks
from tasks.actions.assigning import open_periods
from tasks.actions.definition import add_task
from tasks.models import Assignment, Figure, Letter, Notice, ProgressEntry
from tests.factories import TODAY, AssignmentFactory, TaskFactory, person
from tests.faults.cases import Given, _due, _lost_period, _owed
from tests.faults.world import NOON, World
from units.actions import move_unit, rebuild_tree
from units.actions.tree import CycleOfParents
from units.policy import Role

pytestmark = pytest.mark.django_db(transaction=True)
Call = Callable[[], Any]
WHO: dict[str, Any] = {"on": TODAY}


def crowd() -> int:
    return 32 if connection.vendor == "postgresql" else 8


def at_once(calls: Sequence[Call]) -> list[Any]:
    """Runs the calls in threads of their own that start together; what each came to, in order.
    Whatever is no refusal is a failure."""
    gate = Barrier(len(calls))
    outcomes: list[Any] = [None] * len(calls)

    def run(number: int, call: Call) -> None:
        try:
            gate.wait()
            outcomes[number] = call()
        except Exception as error:  # noqa: BLE001 - a thread's failure is the test's
            outcomes[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=one) for one in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    broken = [one for one in outcomes if isinstance(one, Exception)]
    assert [one for one in broken if not isinstance(one, ValidationError)] == []
    return outcomes


def went_through(outcomes: Sequence[Any]) -> int:
    return sum(not isinstance(one, Exception) for one in outcomes)


@pytest.fixture
def world(on_day) -> World:
    on_day(TODAY)
    return World.make()


def test_on_one_piece_of_work(world):
    work, staff = world.work, world.staff

    def record(number: int, revision: int | None) -> Call:
        note: Given = {"percent": number, "note": f"Lần {number}", "revision": revision}
        return lambda: tasks.record_progress(assignment=work, by=staff, **WHO, **note)

    told = at_once([record(number, None) for number in range(crowd())])
    assert went_through(told) == crowd()
    work.refresh_from_db()
    notes = Counter(work.entries.values_list("note", flat=True))
    assert notes == Counter(f"Lần {number}" for number in range(crowd()))
    assert work.revision == crowd()
    assert work.percent == work.entries.order_by("pk").last().percent

    told = at_once([record(number, work.revision) for number in range(crowd())])
    assert went_through(told) == 1
    assert sum(isinstance(one, StaleRevision) for one in told) == crowd() - 1

    def done() -> Any:
        return tasks.report_done(assignment=work, by=staff, **WHO, finished_on=TODAY, note="Xong.")

    assert went_through(at_once([done] * crowd())) == 1
    assert ProgressEntry.objects.filter(assignment=work, kind="done").count() == 1


def test_on_one_report(world):
    owed = _owed(world)
    draft: Given = {**owed, "parts": [("Kết quả", "Đã làm."), ("Kiến nghị", "—")]}
    assert went_through(at_once([lambda: submissions.save_draft(**draft)] * crowd())) == crowd()
    assert Submission.objects.count() == 1
    assert SubmissionPart.objects.count() == 2

    told = at_once([lambda: submissions.submit(**draft, **WHO)] * crowd())
    assert went_through(told) == 1
    assert SubmissionPart.objects.count() == 2

    handed_in = Submission.objects.get()
    by = world.coordinator
    told = at_once([lambda: submissions.accept(submission=handed_in, by=by, **WHO)] * crowd())
    assert went_through(told) == 1

    report = world.draft()

    def write(number: int) -> Call:
        said: Given = {"key": "field", "text": f"Bản {number}", "based_on": "", "seen": ""}
        return lambda: write_section(report=report, by=by, **said)

    assert went_through(at_once([write(number) for number in range(crowd())])) == 1
    assert report.sections.count() == 1


def test_on_one_number(world):
    by = world.coordinator
    plans = [world.another_plan(number="", symbol="KH-STN") for _ in range(crowd())]

    def number(plan: Plan) -> Call:
        said: Given = {"number": "77", "symbol": "KH-STN", "issued_on": TODAY}
        said["revision"] = edition(plan)
        return lambda: update_plan_number(plan=plan, by=by, **WHO, **said)

    assert went_through(at_once([number(plan) for plan in plans])) == 1
    assert Plan.objects.filter(number="77").count() == 1

    drafts = [world.draft() for _ in range(crowd())]

    def issue(report: ComplianceReport) -> Call:
        code = uuid.uuid4().hex[:12].upper()
        made = Issue(code, "bao-cao", {"pdf": b"%PDF-1.7 " + code.encode()}, {})
        said: Given = {"number": "05", "issued_on": TODAY, "issue": made, "revision": 0}
        return lambda: issue_report(report=report, by=by, **WHO, **said)

    assert went_through(at_once([issue(report) for report in drafts])) == 1
    assert went_through(at_once([issue(drafts[0])] * crowd())) <= 1
    assert ComplianceReport.objects.filter(number="05").count() == 1
    assert ReportFile.objects.count() == 1

    def add(title: str) -> Call:
        return lambda: add_task(plan=world.plan, by=by, **WHO, reason="Bổ sung", title=title)

    assert went_through(at_once([add(f"Việc {n}") for n in range(crowd())])) == crowd()
    orders = list(world.plan.tasks.values_list("order", flat=True))
    assert len(set(orders)) == len(orders)
    assert list(findings(NOON)) == []


def test_on_one_draft_of_a_plan(world):
    by, brought = world.coordinator, world.brought()

    def mine() -> Intake:
        return Intake.objects.get(pk=brought.pk)

    def save() -> Intake:
        row = mine()
        return save_draft(intake=row, draft=working_draft(row), choices={}, revision=0, by=by)

    assert went_through(at_once([save] * crowd())) == 1
    made = at_once([lambda: confirm(intake=mine(), by=by, **WHO)] * crowd())
    assert {plan.pk for plan in made} == {
        Plan.objects.get(
            title__startswith="Công tác", issuer=world.agency, intake__pk=brought.pk
        ).pk
    }
    again = [world.brought() for _ in range(crowd())]
    told = at_once([partial(confirm, intake=row, by=by, **WHO) for row in again])
    assert went_through(told) == 0  # the register has this plan already


def test_on_the_same_figures_and_periods(world):
    said: Given = {"unit": world.room, "figures": {world.indicator: Decimal(2)}, "by": world.staff}
    assert went_through(at_once([lambda: tasks.record_figures(**said, **WHO)] * crowd())) == crowd()
    assert sum(Figure.objects.values_list("value", flat=True)) == 2 * crowd()
    figure = Figure.objects.order_by("pk").first()

    def correct(number: int) -> Call:
        said: Given = {"figure": figure, "value": Decimal(number), "reason": "Nhầm."}
        return lambda: tasks.correct_figure(**said, by=world.staff, **WHO)

    assert went_through(at_once([correct(number) for number in range(3, crowd() + 3)])) == 1

    _lost_period(world)
    opened = at_once([lambda: open_periods(**WHO)] * crowd())
    assert max(opened) == Assignment.objects.filter(task__deadline_kind="monthly").count() - 3
    task = TaskFactory(plan=world.plan, deadline_kind="quarterly")
    give: Given = {"task": task, "units": [world.room, world.other], "part": "lead"}
    assert went_through(at_once([lambda: tasks.assign_units(**give)] * crowd())) == crowd()
    assert task.assignments.count() == 8
    assert list(findings(NOON)) == []


def test_a_day_that_many_processes_do_and_a_reminder_that_many_press(world):
    _due(world)
    mail.outbox = []
    at_once([lambda: say_what_is_due(**WHO)] * crowd())
    once = Notice.objects.values_list("person", "assignment", "kind", "due_on", "step")
    assert max(Counter(once).values()) == 1
    post = Post(TODAY, NOON, "https://x.example")
    at_once([lambda: send_digests(post=post)] * crowd())
    letters = Counter(to for letter in mail.outbox for to in letter.to)
    assert set(letters.values()) == {1}
    assert Letter.objects.exclude(sent_at=None).count() == len(letters)

    def press() -> Any:
        targets = targets_of_work([world.work], world.coordinator.pk, TODAY)
        said: Given = {"words": "Đề nghị làm.", "site": "https://x.example", "at": NOON}
        return remind(targets=targets, by=world.coordinator, **said)

    assert went_through(at_once([press] * crowd())) == 1
    assert world.work.entries.filter(kind="reminded").count() == 1


def test_everything_at_once_ends(world):
    """Whatever people press on a few pieces of work and units, in whatever order: no deadlock, no
    error of the program, and what is kept twice still agrees."""
    works = [world.work, *(AssignmentFactory(task=world.task, unit=unit) for unit in rooms(world))]
    chance = random.Random(14)
    calls = [_something(world, chance, works) for _ in range(crowd() * 4)]
    for start in range(0, len(calls), crowd()):
        at_once(calls[start : start + crowd()])
    assert list(findings(NOON)) == []
    for work in Assignment.objects.all():
        assert (work.confirmed_on is None) or work.finished_on


def rooms(world: World) -> list[Any]:
    return list(world.agency.children.exclude(pk=world.room.pk).order_by("pk")[:3])


def _something(world: World, chance: random.Random, works: list[Assignment]) -> Call:
    work, unit, below = chance.choice(works), chance.choice(rooms(world)), world.other
    by: Given = {"by": world.admin, **WHO}
    reason: Given = {"reason": "Vì cần."}

    def move() -> Any:
        try:
            return move_unit(unit=unit, parent=below, **by)
        except CycleOfParents:
            return None

    verbs: list[Call] = [
        lambda: tasks.record_progress(assignment=work, percent=30, note="Làm", **by),
        lambda: tasks.report_done(assignment=work, finished_on=TODAY, note="Xong", **by),
        lambda: tasks.confirm_done(assignment=work, by=world.head, **WHO),
        lambda: tasks.send_back(assignment=work, **by, **reason),
        lambda: tasks.suspend(assignment=work, **by, **reason),
        lambda: tasks.resume(assignment=work, **by, **reason),
        lambda: tasks.hand_over(assignment=work, to_unit=unit, **by, **reason),
        lambda: tasks.assign_officer(assignment=work, officer=world.staff, **by),
        move,
    ]
    return chance.choice(verbs)


def test_one_form_sent_by_many_browsers_is_saved_once(world):
    address = reverse("tasks:record_progress", args=[world.work.pk])
    typed = {"percent": "40", "note": "Đã làm", "token": str(uuid.uuid4())}
    clients = [Client(raise_request_exception=False) for _ in range(crowd())]
    colleagues = [world.staff, *(person(Role.STAFF, world.room) for _ in range(3))]
    for number, client in enumerate(clients):
        client.force_login(colleagues[number % 4] if number % 8 == 0 else world.staff)
    answers = at_once([partial(one.post, address, typed) for one in clients])
    assert max(answer.status_code for answer in answers) < 500
    assert ProgressEntry.objects.filter(assignment=world.work).count() == 1
    rebuild_tree()
    assert list(findings(NOON)) == []
