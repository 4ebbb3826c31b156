"""What the address of a list asks for."""

import datetime

import pytest
from django.http import QueryDict

from tasks.filters import AssignmentFilter
from tasks.models import Assignment
from tasks.status import Hint, Status
from tests.factories import TODAY, AssignmentFactory, TaskFactory, UserFactory
from tests.tasks.rows import day
from tests.worlds import shared


def read(query: str) -> AssignmentFilter:
    return AssignmentFilter.read(QueryDict(query))


def found(query: str, today=TODAY) -> set[int]:
    rows = read(query).apply(Assignment.objects.all(), today)
    return set(rows.values_list("pk", flat=True))


# --- reading --------------------------------------------------------------------------------------
def test_nothing_asked_narrows_nothing():
    assert read("") == AssignmentFilter()
    assert read("plan=&unit=&status=&from=&q=%20&page=3") == AssignmentFilter()


def test_everything_asked():
    asked = read(
        "plan=3&unit=4&status=open&status=waiting,due_soon&from=2026-01-01&to=31/12/2026"
        "&day=2026-06-30&scope=official&due_from=01/06/2026&due_to=2026-06-30&evidence=no&q=bình"
    )
    assert asked == AssignmentFilter(
        plan=3,
        unit=4,
        states=(Status.OPEN, Hint.WAITING, Hint.DUE_SOON),
        starts_on=datetime.date(2026, 1, 1),
        ends_on=datetime.date(2026, 12, 31),
        day=datetime.date(2026, 6, 30),
        official=True,
        due_from=datetime.date(2026, 6, 1),
        due_to=datetime.date(2026, 6, 30),
        evidence=False,
        words="bình",
    )
    assert asked.problems == ()


@pytest.mark.parametrize(
    "query",
    [
        "plan=abc",
        "plan=-1",
        "plan=²",
        "unit=99999999999999999999999",
        "status=lost",
        "from=2026-02-30",
        "to=tomorrow",
        "day=0001-01-01",
        "due_to=9999-12-31",
        "due_from=31/11/2026",
        "scope=mine",
        "evidence=perhaps",
    ],
)
def test_what_is_not_understood_is_left_aside_and_said(query):
    asked = read(query)
    assert asked == AssignmentFilter()
    assert len(asked.problems) == 1


def test_one_bad_value_leaves_the_others_in_force():
    asked = read("status=lost&status=overdue&plan=3")
    assert (asked.states, asked.plan) == ((Status.OVERDUE,), 3)
    assert "“lost”" in asked.problems[0]


def test_a_period_the_wrong_way_round_is_turned():
    asked = read("from=2026-12-31&to=2026-01-01")
    assert (asked.starts_on, asked.ends_on) == (
        datetime.date(2026, 1, 1),
        datetime.date(2026, 12, 31),
    )
    assert asked.problems


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", TODAY),
        ("to=2026-12-31", TODAY),
        ("to=2026-03-31", datetime.date(2026, 3, 31)),
        ("to=2026-03-31&day=2026-02-01", datetime.date(2026, 2, 1)),
    ],
)
def test_the_day_of_judgement(query, expected):
    assert read(query).judged_on(TODAY) == expected


# --- applying -------------------------------------------------------------------------------------
@shared
def rows():
    """Six assignments, each of another kind."""
    return {
        "late": AssignmentFactory(due_on=day(-3)),
        "soon": AssignmentFactory(due_on=day(3)),
        "waiting": AssignmentFactory(due_on=day(40), finished_on=day(-1)),
        "ongoing": AssignmentFactory(due_on=None),
        "done": AssignmentFactory(due_on=day(-9), finished_on=day(-9), confirmed_on=day(-8)),
        "helping": AssignmentFactory(due_on=day(-3), part="cooperating"),
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"late", "soon", "waiting", "ongoing", "done", "helping"}),
        ("status=overdue", {"late", "helping"}),
        ("status=overdue&scope=official", {"late"}),
        ("status=due_soon", {"soon"}),
        ("status=waiting", {"waiting"}),
        ("status=open", {"soon", "waiting"}),
        ("status=done_on_time&status=ongoing", {"done", "ongoing"}),
        ("status=not_started", set()),
        ("due_from=2026-06-15", {"soon", "waiting"}),
        ("due_to=2026-06-15", {"late", "done", "helping"}),
        ("due_from=2026-06-12&due_to=2026-06-18", {"late", "soon", "helping"}),
        ("from=2026-06-08", {"late", "soon", "waiting", "ongoing", "helping"}),
        ("to=2025-12-31", set()),
        ("status=open&day=2026-06-12", {"late", "soon", "waiting", "helping"}),
        ("status=overdue&day=2026-06-10", set()),
        ("evidence=yes", set()),
        ("evidence=no&status=ongoing", {"ongoing"}),
    ],
)
def test_narrowed(rows, query, names):
    assert found(query) == {rows[name].pk for name in names}


def test_by_plan_unit_and_words(rows):
    late = rows["late"]
    assert found(f"plan={late.task.plan_id}") == {late.pk}
    assert found(f"unit={late.unit_id}") == {late.pk}
    assert found(f"plan={late.task.plan_id}&unit={rows['soon'].unit_id}") == set()
    task = TaskFactory(title="Trang bị bình chữa cháy")
    task.full_clean()
    task.save()
    row = AssignmentFactory(task=task)
    assert found("q=binh+CHUA") == {row.pk}


def test_ongoing_work_with_evidence(rows):
    entry = rows["ongoing"].entries.create(on=TODAY, by=UserFactory())
    entry.evidence.create(name="a.pdf", sha256="0" * 64, size=1, media_type="application/pdf")
    assert found("status=ongoing&evidence=yes") == {rows["ongoing"].pk}


def test_the_list_holds_what_the_counts_count(rows):
    counts = Assignment.objects.official().in_period(day(-60), day(60)).count_by_status(TODAY)
    frame = f"scope=official&from={day(-60)}&to={day(60)}&day={TODAY}"
    for status in Status:
        number = getattr(counts, status.value)
        assert len(found(f"{frame}&status={status.value}")) == number
    assert counts.total == 5
