"""Tasks after the plan was issued: added, changed, withdrawn, given in one click."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.changes import StaleRevision
from plans.deadlines import DeadlineKind, Qualifier
from plans.models import Holiday
from plans.reckoning import Reckoning
from plans.schedule import DueRule
from plans.working_days import WorkingDays
from tasks.actions import assign_unit, record_progress, report_done
from tasks.actions.definition import (
    add_task,
    change_task,
    read_due_days_again,
    restore_task,
    withdraw_task,
)
from tasks.contexts.definition import build_due_preview
from tasks.models import Assignment, EntryKind, Task
from tasks.status import Status
from tests.factories import TODAY, PlanFactory, TaskFactory, UnitFactory, person
from units.actions import change_settings
from units.policy import Role


@pytest.fixture
def office(db):
    class Office:
        agency = UnitFactory(name="Sở A")
        room = UnitFactory(name="Phòng 1", parent=agency)
        other = UnitFactory(name="Phòng 2", parent=agency)
        plan = PlanFactory(issuer=agency)
        task = TaskFactory(
            plan=plan, deadline_kind="date", deadline_days=["2026-09-15"], qualifier="before"
        )
        coordinator = person(Role.COORDINATOR, agency)
        staff = person(Role.STAFF, room)

    return Office


def who(office):
    return {"by": office.coordinator, "on": TODAY}


def due(task):
    rows = Assignment.objects.filter(task=task, cancelled_on__isnull=True)
    return [(row.period, row.due_on) for row in rows.order_by("due_on", "pk")]


def test_a_task_is_added_last_with_a_reason(office):
    with pytest.raises(ValidationError):
        add_task(plan=office.plan, title="Thêm", reason=" ", **who(office))
    task = add_task(plan=office.plan, title="Thêm", reason="Công văn 12", **who(office))
    assert (task.text, task.order) == ("Thêm", office.task.order + 1)
    assert "Công văn 12" in task.history.get().history_change_reason
    office.plan.closed_on = office.plan.in_force_until = TODAY
    office.plan.save()
    with pytest.raises(ValidationError):
        add_task(plan=office.plan, title="Nữa", reason="x", **who(office))


def test_open_work_follows_another_day_and_says_so(office):
    (work,) = assign_unit(task=office.task, unit=office.room, part="lead")
    done = change_task(
        task=office.task, deadline_days=["2026-10-20"], reason="Công văn 15", **who(office)
    )
    work.refresh_from_db()
    assert (done.moved, work.due_on, work.planned_on) == (1, date(2026, 10, 20), date(2026, 10, 20))
    entry = work.entries.get(kind=EntryKind.RESCHEDULED)
    assert "15/09/2026 → 20/10/2026" in entry.note
    assert "Công văn 15" in entry.note


def test_recurring_work_keeps_its_story_and_gets_days_to_come(office):
    (work,) = assign_unit(task=office.task, unit=office.room, part="lead")
    record_progress(assignment=work, by=office.staff, on=TODAY, percent=30, note="Đã làm")
    change_task(
        task=office.task, deadline_kind="quarterly", deadline_days=[], qualifier="", reason="x",
        **who(office)
    )  # fmt: skip
    work.refresh_from_db()
    # Four periods for one part: none is its own, so it ends with its story and three are to come.
    assert work.cancelled_on == TODAY
    assert due(office.task) == [
        ("2026-Q2", date(2026, 6, 30)),
        ("2026-Q3", date(2026, 9, 30)),
        ("2026-Q4", date(2026, 12, 31)),
    ]
    change_task(task=office.task, deadline_days=["20"], reason="y", **who(office))
    assert [day.day for _, day in due(office.task)] == [20, 20, 20]


def test_what_was_reported_done_stays(office):
    (work,) = assign_unit(task=office.task, unit=office.room, part="lead")
    report_done(assignment=work, by=office.staff, on=TODAY, finished_on=TODAY, note="Xong")
    change_task(task=office.task, deadline_days=["2026-03-01"], reason="x", **who(office))
    work.refresh_from_db()
    assert work.due_on == date(2026, 9, 15)


def test_somebody_was_quicker(office):
    change_task(task=office.task, title="Một", reason="x", revision=0, **who(office))
    with pytest.raises(StaleRevision):
        change_task(task=office.task, title="Hai", reason="x", revision=0, **who(office))


def test_a_task_is_withdrawn_and_put_back(office):
    (work,) = assign_unit(task=office.task, unit=office.room, part="lead")
    assert withdraw_task(task=office.task, reason="Trùng nhiệm vụ", **who(office)) == 1
    work.refresh_from_db()
    assert work.cancelled_on == TODAY
    assert "Trùng nhiệm vụ" in work.entries.get(kind=EntryKind.CANCELLED).note
    assert office.task not in Task.objects.unassigned()
    with pytest.raises(ValidationError):
        change_task(task=office.task, title="x", reason="x", **who(office))
    restore_task(task=office.task, reason="Nhầm", **who(office))
    assert Task.objects.get().withdrawn_on is None


# --- how due days are read ------------------------------------------------------------------------
def choose(office, **values):
    change_settings(agency=office.agency, values=values, by=office.coordinator)


@pytest.mark.parametrize(("day", "strict"), [(date(2026, 9, 14), False), (date(2026, 9, 15), True)])
def test_the_day_of_before_counts_as_the_agency_reads_it(office, day, strict):
    choose(office, strict_before=True)
    (work,) = assign_unit(task=office.task, unit=office.room, part="lead")
    (judged,) = Assignment.objects.with_status(day)
    assert (vars(judged)["status"] == Status.OVERDUE) is strict
    assert work.planned_on == date(2026, 9, 15)


def test_a_strict_day_is_shown_with_the_plans_own(client, office):
    choose(office, strict_before=True)
    (work,) = assign_unit(task=office.task, unit=office.room, part="lead")
    client.force_login(office.staff)
    page = client.get(reverse("tasks:assignment", args=[work.pk])).content.decode()
    assert "trước ngày 15/09/2026" in page.replace("\xa0", " ")
    assert "14/09/2026" in page


def test_a_day_off_moves_only_where_the_agency_says_so(office):
    Holiday.objects.create(day=date(2026, 9, 15), name="Ngày hội")
    (work,) = assign_unit(task=office.task, unit=office.room, part="lead")
    assert work.due_on == date(2026, 9, 15)
    choose(office, move_due_days=True)
    assert read_due_days_again(plan=office.plan, **who(office)) == 1
    work.refresh_from_db()
    assert (work.due_on, work.planned_on) == (date(2026, 9, 16), date(2026, 9, 16))
    assert read_due_days_again(plan=office.plan, **who(office)) == 0


def test_a_reckoning_says_what_a_day_is():
    calendar = WorkingDays({date(2026, 9, 2): "Quốc khánh"})
    stays, moves = Reckoning(calendar=calendar), Reckoning(moves=True, calendar=calendar)
    assert stays.note(date(2026, 9, 2)) == "Quốc khánh"
    assert moves.note(date(2026, 9, 2)) == "Quốc khánh, lùi đến 03/09/2026"
    assert stays.note(date(2026, 9, 6)) == "Chủ nhật"
    assert stays.note(date(2026, 9, 3)) == ""
    strict = Reckoning(strict_before=True)
    assert strict.due(date(2026, 9, 3), Qualifier.BEFORE) == date(2026, 9, 2)
    assert strict.due(date(2026, 9, 3), Qualifier.BY) == date(2026, 9, 3)


# --- the pages ------------------------------------------------------------------------------------
EVERY_KIND = [
    ("none", "", 0),
    ("ongoing", "", 0),
    ("on_request", "", 0),
    ("recurring", "", 0),
    ("date", "20/10/2026", 1),
    ("window", "20/10/2026", 1),
    ("yearly", "10/9; 20/12", 2),
    ("half_yearly", "15", 2),
    ("quarterly", "25", 4),
    ("monthly", "", 12),
]


def test_every_kind_is_tried():
    assert {kind for kind, _, _ in EVERY_KIND} == set(DeadlineKind)


@pytest.mark.parametrize(("kind", "days", "number"), EVERY_KIND)
def test_every_kind_of_deadline_is_set_by_hand_and_looked_at_first(
    client, office, kind, days, number
):
    client.force_login(office.coordinator)
    address = reverse("tasks:edit_task", args=[office.task.pk])
    data = {
        "title": "Việc", "category": "other", "deadline_kind": kind, "deadline_days": days,
        "revision": "0",
    }  # fmt: skip
    looked = client.post(address, {**data, "xem": "1"})
    assert looked.status_code == 200
    assert len(looked.context["preview"].lines) == number
    assert bool(looked.context["preview"].problem) is (number == 0)
    office.task.refresh_from_db()
    assert office.task.deadline_kind == "date"
    assert client.post(address, {**data, "luu": "1", "reason": ""}).status_code == 422
    assert client.post(address, {**data, "luu": "1", "reason": "CV 3"}).status_code == 302
    office.task.refresh_from_db()
    assert office.task.deadline_kind == kind
    assert len([o for o in office.task.occurrences(office.plan.period) if o.due_on]) == number


def test_a_day_that_there_is_not_is_refused(client, office):
    client.force_login(office.coordinator)
    address = reverse("tasks:edit_task", args=[office.task.pk])
    data = {"title": "Việc", "category": "other", "deadline_kind": "date", "luu": "1"}
    answer = client.post(address, {**data, "deadline_days": "31/11/2026", "reason": "x"})
    assert answer.status_code == 422
    assert "deadline_days" in answer.context["form"].errors


def test_days_outside_the_plan_and_days_off_are_told(office):
    rule = DueRule(DeadlineKind.DATE, ("2027-01-03",))
    (line,) = build_due_preview(office.plan, rule).lines
    assert line.note == "Chủ nhật; ngoài thời gian của kế hoạch"


def test_a_new_task_leads_to_giving_it(client, office):
    client.force_login(office.coordinator)
    data = {"title": "Mới", "category": "drill", "deadline_kind": "ongoing", "reason": "CV",
            "parent": office.task.pk, "luu": "1"}  # fmt: skip
    answer = client.post(reverse("tasks:add_task", args=[office.plan.pk]), data)
    task = Task.objects.get(title="Mới")
    assert answer["Location"] == reverse("tasks:assign", args=[task.pk])
    assert task.parent == office.task


def test_what_nobody_leads_is_given_in_one_click(client, office):
    led = TaskFactory(plan=office.plan, category="drill")
    assign_unit(task=led, unit=office.other, part="lead")
    nobody = TaskFactory(plan=office.plan, category="drill", title="Diễn tập")
    client.force_login(office.coordinator)
    rows = client.get(reverse("tasks:unassigned")).context["rows"]
    assert {row.title for row in rows} == {"Diễn tập", office.task.title}
    (row,) = [one for one in rows if one.title == "Diễn tập"]
    assert row.guess == (office.other.pk, office.other.name)
    answer = client.post(reverse("tasks:assign_now", args=[nobody.pk]), {"unit": row.guess[0]})
    assert answer["Location"] == reverse("tasks:unassigned")
    assert nobody.assignments.get().unit == office.other
    client.post(reverse("tasks:assign_now", args=[office.task.pk]), {"unit": "x"})
    assert not office.task.assignments.exists()


def test_the_list_of_what_nobody_leads_asks_no_more_for_more(
    client, office, django_assert_max_num_queries
):
    client.force_login(office.coordinator)
    for _ in range(20):
        TaskFactory(plan=office.plan)
    with django_assert_max_num_queries(12):
        client.get(reverse("tasks:unassigned"))


def test_the_story_of_a_task_stands_on_its_page(client, scene):
    change_task(
        task=scene.task, by=scene.coordinator, on=TODAY, reason="Đổi tên", title="Tên mới của việc"
    )
    client.force_login(scene.coordinator)
    story = client.get(f"/nhiem-vu/{scene.task.pk}/sua/").context["story"]
    assert ("Tên nhiệm vụ", "Tên mới của việc") in [
        (change.label, change.after) for line in story for change in line.changes
    ]
