"""Giving work by hand: to units, to groups as a whole, and to bodies outside by name."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tasks.actions import assign_units, cancel, give_work
from tasks.forms.assigning import GiveForm
from tasks.models import Assignment, GroupAssignment, OutsideParty, Part
from tests.factories import TODAY, PlanFactory, TaskFactory, UnitFactory, UserFactory, person
from tests.worlds import shared
from units.models import Unit, UnitGroup
from units.policy import Role

DAY = datetime.timedelta(days=1)


@shared
def office():
    top = UnitFactory(code="SO", name="Sở Mẫu")
    for code in ("A", "B", "C"):
        UnitFactory(code=code, name=f"Phòng {code}", parent=top)
    UnitFactory(code="K", name="Sở Khác")
    return {unit.code: unit for unit in Unit.objects.all()}


@shared
def clerk(office):
    return person(Role.COORDINATOR, office["SO"])


@shared
def group(office):
    return UnitGroup.objects.create(name="Các phòng", agency=office["SO"])


@shared
def task(office):
    return TaskFactory(plan__issuer=office["SO"], deadline_kind="quarterly")


def give(task, clerk, units=(), groups=(), outside=(), part=Part.LEAD, **more):
    return give_work(
        task=task, units=units, groups=groups, outside=outside, part=part, by=clerk, on=TODAY,
        **more,
    )  # fmt: skip


def have(task):
    return sorted(task.assignments.values_list("unit__code", "period", "part"))


# --- the action -----------------------------------------------------------------------------------
def test_units_and_groups_get_the_work_once(office, clerk, group, task):
    given = give(task, clerk, units=[office["A"]], groups=[group])
    assert (given.assignments, given.units, given.outside) == (12, 3, 0)
    assert len(have(task)) == 12
    assert [(one.group, one.part) for one in task.group_assignments.all()] == [(group, "lead")]
    line = task.history.first()
    assert (line.history_user, line.history_change_reason) == (
        clerk,
        "Giao thêm 12 phần việc cho 3 đơn vị (15/06/2026)",
    )


def test_periods_that_have_passed_can_be_left_out(office, clerk, task):
    given = give(task, clerk, units=[office["A"]], since=TODAY)
    assert given.assignments == 3
    assert [period for _, period, _ in have(task)] == ["2026-Q2", "2026-Q3", "2026-Q4"]


def test_what_is_there_stays_as_it_is(office, clerk, group, task):
    assign_units(task=task, units=[office["A"]], part=Part.COOPERATING)
    give(task, clerk, groups=[group])
    assert {part for code, _, part in have(task) if code == "A"} == {"cooperating"}
    with pytest.raises(ValidationError, match="đều có việc này rồi"):
        give(task, clerk, groups=[group])
    assert GroupAssignment.objects.count() == 1


def test_outside_names_are_kept_as_written_and_once(clerk, task):
    given = give(task, clerk, outside=["Công an  tỉnh", "Hội Phụ nữ", "công an tỉnh"])
    assert given.outside == 2
    assert [party.name for party in OutsideParty.objects.all()] == ["Công an tỉnh", "Hội Phụ nữ"]
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("which", ["stranger", "ended", "nothing", "closed", "revoked"])
def test_what_makes_no_sense_is_refused_as_a_whole(office, clerk, group, task, which):
    units = [office["A"], office["K" if which == "stranger" else "B"]]
    if which == "ended":
        Unit.objects.filter(code="B").update(active_to=TODAY - DAY)
    if which == "closed":
        task.plan.closed_on = task.plan.in_force_until = TODAY
    if which == "revoked":
        task.plan.revoked_on = task.plan.in_force_until = TODAY
    task.plan.save()
    with pytest.raises(ValidationError):
        give(task, clerk, units=[] if which == "nothing" else units)
    assert not Assignment.objects.exists()


# --- the page -------------------------------------------------------------------------------------
@pytest.fixture
def giving(client, clerk, office):
    """The page of a task that falls due once, in 30 days."""
    today = timezone.localdate()
    plan = PlanFactory(issuer=office["SO"], starts_on=today - 30 * DAY, ends_on=today + 60 * DAY)
    due = [(today + 30 * DAY).isoformat()]
    task = TaskFactory(plan=plan, deadline_kind="date", deadline_days=due)
    client.force_login(clerk)
    return task, f"/nhiem-vu/{task.pk}/giao/"


def typed(units=(), **more):
    return {"part": "lead", "units": [unit.pk for unit in units], "ahead_only": "on", **more}


def test_the_preview_says_what_would_be_made_and_makes_nothing(client, office, group, giving):
    task, address = giving
    assign_units(task=task, units=[office["B"]], part="cooperating")
    answer = client.post(address, typed([office["A"]], groups=[group.pk], outside="Hội X\n"))
    preview = answer.context["page"].preview
    assert answer.status_code == 200
    assert (preview.assignments, preview.units, preview.outside) == (2, 2, ("Hội X",))
    assert [(row.unit, row.via, row.words) for row in preview.rows] == [
        ("Phòng A", "Các phòng", "Mới"),
        ("Phòng C", "Các phòng", "Mới"),
        ("Phòng B", "Các phòng", "Đã có việc này (phối hợp), giữ nguyên"),
    ]
    assert task.assignments.count() == 1


def test_what_the_preview_says_is_what_comes_into_being(client, office, group, giving):
    task, address = giving
    asked = typed([office["A"]], groups=[group.pk], outside="Hội X")
    preview = client.post(address, asked).context["page"].preview
    answer = client.post(address, {**asked, "giao": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/ke-hoach/{task.plan_id}/"
    assert "Đã giao 3 phần việc cho 3 đơn vị." in answer.content.decode()
    assert task.assignments.count() == preview.assignments
    assert list(task.outside_parties.values_list("name", flat=True)) == ["Hội X"]


def test_a_search_keeps_what_was_ticked(client, office, giving):
    _, address = giving
    answer = client.post(address, typed([office["A"]], q="phong b", tim="1"))
    rows = answer.context["page"].boxes.rows
    assert [(box.label, box.checked) for box in rows] == [("Phòng A", True), ("Phòng B", False)]


def test_nothing_chosen_is_said(client, giving):
    _, address = giving
    answer = client.post(address, typed(giao="1"))
    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một đơn vị hoặc một nhóm" in answer.content.decode()


def test_a_unit_elsewhere_is_no_choice(client, office, giving):
    task, address = giving
    answer = client.post(address, typed([office["K"]], giao="1"))
    assert answer.status_code == 422
    assert "không thuộc cơ quan ban hành" in answer.content.decode()
    assert not task.assignments.exists()


def test_cancelled_work_is_pointed_out(client, office, clerk, giving):
    task, address = giving
    (row,) = assign_units(task=task, units=[office["A"]], part="lead")
    cancel(assignment=row, by=clerk, on=timezone.localdate(), reason="Nhầm.")
    (shown,) = client.post(address, typed([office["A"]])).context["page"].preview.rows
    assert shown.words == "Đã có việc này nhưng đã hủy, giữ nguyên"


def test_the_page_says_who_has_the_work(client, office, giving):
    task, address = giving
    assert "Chưa phân công cho đơn vị nào" in client.get(address).content.decode()
    assign_units(task=task, units=[office["A"]], part="lead")
    assert client.get(address).context["page"].have == ("Chủ trì: Phòng A",)


def test_the_page_takes_the_same_queries_for_more_units_and_groups(client, office, group, giving):
    task, address = giving

    def count():
        asked = typed(Unit.objects.subtree_of(office["SO"]), groups=list(groups()))
        with CaptureQueriesContext(connection) as queries:
            assert client.post(address, asked).status_code == 200
        return len(queries)

    def groups():
        return UnitGroup.objects.values_list("pk", flat=True)

    first = count()
    for number in range(4):
        assign_units(task=task, units=[UnitFactory(parent=office["A"])], part="lead")
        UnitGroup.objects.create(name=f"Nhóm {number}", agency=office["SO"])
    assert count() == first


# --- what comes back is given ahead, what happens once is given all the same ----------------------
@pytest.mark.parametrize(
    ("deadline", "ahead"),
    [
        ({"deadline_kind": "date", "deadline_days": ["2026-03-01"]}, False),
        ({"deadline_kind": "date", "deadline_days": ["2026-12-01"]}, True),
        ({"deadline_kind": "quarterly"}, True),
        ({"deadline_kind": "ongoing"}, True),
    ],
)
def test_the_tick_goes_by_the_kind_of_work(db, deadline, ahead):
    task = TaskFactory(**deadline)
    form = GiveForm(task=task, today=TODAY)
    assert form.fields["ahead_only"].initial is ahead


def test_a_late_one_off_is_refused_with_the_true_reason(db):
    task = TaskFactory(deadline_kind="date", deadline_days=["2026-03-01"])
    unit = UnitFactory(parent=task.plan.issuer)

    def given(since):
        return give_work(
            task=task,
            units=[unit],
            groups=[],
            outside=[],
            part="lead",
            by=UserFactory(),
            on=TODAY,
            since=since,
        )

    with pytest.raises(ValidationError, match="đã qua hạn ở mọi kỳ"):
        given(TODAY)
    assert given(None).assignments == 1
