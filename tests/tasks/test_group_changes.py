"""A changed group touches plans that run only where somebody asks, and then only what was seen."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tasks.actions import give_work, record_progress
from tasks.actions.group_changes import ChangesMovedOn, apply_group, group_changes
from tasks.models import Assignment, EntryKind, Part, Task
from tests.factories import PlanFactory, TaskFactory, UnitFactory, person
from tests.worlds import shared
from units.actions import save_group
from units.models import Unit, UnitGroup
from units.policy import Role

DAY = datetime.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@shared
def office():
    top = UnitFactory(code="SO", name="Sở Mẫu")
    for code in ("A", "B", "C"):
        UnitFactory(code=code, name=f"Phòng {code}", parent=top)
    return {unit.code: unit for unit in Unit.objects.all()}


@shared
def clerk(office):
    return person(Role.COORDINATOR, office["SO"])


@pytest.fixture
def group(office, clerk, today):
    """A list of A and B."""
    row = UnitGroup(name="Hai phòng", agency=office["SO"], by_rule=False)
    return change(row, office, clerk, today, "AB")


def change(group, office, clerk, today, codes):
    return save_group(
        group=group, kinds=[], members=[office[code] for code in codes], by=clerk, on=today
    )


@pytest.fixture
def task(office, clerk, group, today):
    """Given to the group; due in 30 days."""
    plan = PlanFactory(issuer=office["SO"], starts_on=today - 30 * DAY, ends_on=today + 60 * DAY)
    due = [(today + 30 * DAY).isoformat()]
    row = TaskFactory(plan=plan, deadline_kind="date", deadline_days=due, title="Tuyên truyền")
    give(row, clerk, today, groups=[group])
    return row


def give(task, clerk, today, units=(), groups=(), part=Part.LEAD):
    give_work(task=task, units=units, groups=groups, outside=[], part=part, by=clerk, on=today)


def find(group, clerk, today):
    return group_changes(group, Task.objects.assignable_by(clerk), today)


def keys(rows):
    return [row.key.split("-")[0] + " " + row.unit.code for row in rows]


def apply(group, clerk, today, changes, chosen=None):
    (one,) = changes.tasks
    ticked = {row.key for row in (*one.joining, *one.leaving)} if chosen is None else chosen
    return apply_group(
        group=group,
        tasks=Task.objects.assignable_by(clerk),
        chosen=frozenset(ticked),
        fingerprint=changes.fingerprint,
        by=clerk,
        on=today,
    )


def running(task):
    rows = task.assignments.filter(cancelled_on__isnull=True)
    return sorted(rows.values_list("unit__code", flat=True))


# --- what would change ----------------------------------------------------------------------------
def test_changing_a_group_touches_no_plan(office, clerk, group, task, today):
    change(group, office, clerk, today, "BC")
    assert running(task) == ["A", "B"]


def test_the_differences_are_found(office, clerk, group, task, today):
    assert not find(group, clerk, today).tasks[0].is_any
    change(group, office, clerk, today, "BC")
    (found,) = find(group, clerk, today).tasks
    assert keys(found.joining) == ["them C"]
    assert [(row.unit.code, row.was_member, row.kept) for row in found.leaving] == [("A", True, 0)]


def test_a_unit_that_got_the_work_by_itself_is_not_taken_for_a_former_member(
    office, clerk, group, task, today
):
    give(task, clerk, today, units=[office["C"]])
    (found,) = find(group, clerk, today).tasks
    assert [(row.unit.code, row.was_member) for row in found.leaving] == [("C", False)]


def test_a_cooperating_unit_and_one_of_another_group_are_left_alone(
    office, clerk, group, task, today
):
    other = UnitGroup(name="Khác", agency=office["SO"], by_rule=False)
    change(other, office, clerk, today, "A")
    give(task, clerk, today, units=[office["C"]], part=Part.COOPERATING)
    task.group_assignments.create(group=other, part=Part.LEAD)
    change(group, office, clerk, today, "B")
    assert not find(group, clerk, today).tasks[0].leaving


def test_who_belonged_by_an_earlier_rule_is_known(office, clerk, today):
    group = UnitGroup(name="Các phòng", agency=office["SO"])
    save_group(group=group, kinds=[], members=[], by=clerk, on=today)
    task = TaskFactory(plan__issuer=office["SO"], deadline_kind="ongoing")
    give(task, clerk, today, groups=[group])
    group.by_rule = False
    change(group, office, clerk, today, "A")
    (found,) = find(group, clerk, today).tasks
    assert [(row.unit.code, row.was_member) for row in found.leaving] == [("B", True), ("C", True)]


@pytest.mark.parametrize("field", ["closed_on", "revoked_on"])
def test_plans_that_have_ended_are_left_alone(office, clerk, group, task, today, field):
    change(group, office, clerk, today, "BC")
    task.plan.in_force_until = today
    setattr(task.plan, field, today)
    task.plan.save()
    assert find(group, clerk, today).tasks == ()


def test_tasks_that_the_person_may_not_give_are_left_out(office, group, task, today):
    stranger = person(Role.COORDINATOR, UnitFactory(code="K"))
    assert find(group, stranger, today).tasks == ()


def test_more_tasks_and_units_take_the_same_queries(office, clerk, group, task, today):
    def count():
        with CaptureQueriesContext(connection) as queries:
            find(group, clerk, today)
        return len(queries)

    change(group, office, clerk, today, "BC")
    first = count()
    for _ in range(4):
        more = TaskFactory(plan=task.plan, deadline_kind="ongoing")
        give(more, clerk, today, units=[UnitFactory(parent=office["SO"])], groups=[group])
    assert count() == first


# --- applied --------------------------------------------------------------------------------------
def test_what_is_ticked_is_done_and_told(office, clerk, group, task, today):
    change(group, office, clerk, today, "BC")
    done = apply(group, clerk, today, find(group, clerk, today))
    assert (done.given, done.withdrawn, done.tasks) == (1, 1, 1)
    assert running(task) == ["B", "C"]
    line = Assignment.objects.get(unit=office["A"]).entries.get()
    assert (line.kind, line.by) == (EntryKind.CANCELLED, clerk)
    assert line.note == "Đơn vị không còn thuộc nhóm “Hai phòng”."
    assert task.history.first().history_change_reason == (
        "Theo nhóm “Hai phòng”: giao 1, rút 1 phần việc"
    )
    assert not find(group, clerk, today).tasks[0].is_any


def test_what_is_not_ticked_stays(office, clerk, group, task, today):
    change(group, office, clerk, today, "BC")
    changes = find(group, clerk, today)
    joining = {row.key for row in changes.tasks[0].joining}
    apply(group, clerk, today, changes, joining)
    assert running(task) == ["A", "B", "C"]


def test_work_with_any_record_is_kept_and_told(office, clerk, group, task, today):
    row = Assignment.objects.get(unit=office["A"])
    record_progress(assignment=row, by=clerk, on=today, percent=0, note="Đã họp.")
    change(group, office, clerk, today, "BC")
    (found,) = find(group, clerk, today).tasks
    assert (keys(found.leaving), keys(found.untouched)) == ([], ["rut A"])
    with pytest.raises(ChangesMovedOn):
        apply(group, clerk, today, find(group, clerk, today), {f"rut-{task.pk}-{row.unit_id}"})
    assert running(task) == ["A", "B"]


def test_only_periods_to_come_are_given_and_recorded_ones_kept(office, clerk, group, today):
    year = today.year
    plan = PlanFactory(
        issuer=office["SO"],
        starts_on=datetime.date(year, 1, 1),
        ends_on=datetime.date(year, 12, 31),
    )
    task = TaskFactory(plan=plan, deadline_kind="monthly")
    give(task, clerk, today, groups=[group])
    first = task.assignments.filter(unit=office["A"]).order_by("due_on").first()
    record_progress(assignment=first, by=clerk, on=today, percent=50, note="")
    change(group, office, clerk, today, "BC")
    (found,) = find(group, clerk, today).tasks
    assert found.joining[0].times == 13 - today.month
    assert (len(found.leaving[0].withdrawn), found.leaving[0].kept) == (11, 1)


def test_what_changed_since_it_was_seen_is_not_done(office, clerk, group, task, today):
    change(group, office, clerk, today, "BC")
    seen = find(group, clerk, today)
    row = Assignment.objects.get(unit=office["A"])
    record_progress(assignment=row, by=clerk, on=today, percent=30, note="")
    with pytest.raises(ChangesMovedOn, match="vừa thay đổi"):
        apply(group, clerk, today, seen)
    assert running(task) == ["A", "B"]


def test_nothing_ticked_is_said(office, clerk, group, task, today):
    with pytest.raises(ValidationError, match="Hãy đánh dấu"):
        apply(group, clerk, today, find(group, clerk, today), set())


# --- the page -------------------------------------------------------------------------------------
def test_the_page_ticks_what_is_sure_and_does_it(client, office, clerk, group, task, today):
    give(task, clerk, today, units=[office["C"]])
    change(group, office, clerk, today, "B")
    client.force_login(clerk)
    address = f"/nhom/{group.pk}/ap-dung/"
    page = client.get(address).context["page"]
    (shown,) = page.changes
    assert [(row.unit, row.checked) for row in shown.leaving] == [
        ("Phòng A", True),
        ("Phòng C", False),
    ]
    ticked = [row.key for row in shown.leaving if row.checked]
    answer = client.post(address, {"change": ticked, "fingerprint": page.fingerprint}, follow=True)
    assert "rút 1 phần việc" in answer.content.decode()
    assert running(task) == ["B", "C"]


def test_a_stale_page_is_drawn_anew(client, office, clerk, group, task, today):
    change(group, office, clerk, today, "BC")
    client.force_login(clerk)
    address = f"/nhom/{group.pk}/ap-dung/"
    keys = [f"them-{task.pk}-{office['C'].pk}"]
    answer = client.post(address, {"change": keys, "fingerprint": "cu"})
    assert answer.status_code == 422
    assert "vừa thay đổi" in answer.content.decode()
    assert answer.context["page"].changes[0].joining[0].checked
    assert running(task) == ["A", "B"]


def test_a_group_that_was_given_nothing_says_so(client, clerk, group):
    client.force_login(clerk)
    text = client.get(f"/nhom/{group.pk}/ap-dung/").content.decode()
    assert "Nhóm chưa được giao việc nào" in text


def test_where_all_agrees_the_page_says_so(client, clerk, group, task):
    client.force_login(clerk)
    text = client.get(f"/nhom/{group.pk}/ap-dung/").content.decode()
    assert "Mọi kế hoạch đã khớp với nhóm" in text


def test_one_box_stands_for_many_units(client, office, clerk, group, task, today, monkeypatch):
    monkeypatch.setattr("tasks.contexts.assigning.MOST_CHANGES", 1)
    monkeypatch.setattr("tasks.contexts.assigning.MOST_NAMES", 1)
    for code in ("D", "E"):
        office[code] = UnitFactory(code=code, name=f"Phòng {code}", parent=office["SO"])
    change(group, office, clerk, today, "CDE")
    client.force_login(clerk)
    address = f"/nhom/{group.pk}/ap-dung/"
    page = client.get(address).context["page"]
    (shown,) = page.changes
    rows = [(row.unit, row.words, row.checked) for row in (*shown.joining, *shown.leaving)]
    assert rows == [
        ("Cả 3 đơn vị", "Phòng C và 2 đơn vị khác", True),
        ("Cả 2 đơn vị", "Phòng A và 1 đơn vị khác", True),
    ]
    ticked = [shown.joining[0].key, shown.leaving[0].key]
    client.post(address, {"change": ticked, "fingerprint": page.fingerprint})
    assert running(task) == ["C", "D", "E"]
