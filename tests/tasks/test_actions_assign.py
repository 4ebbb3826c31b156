"""Giving work to units."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.actions import assign_unit, assign_units
from tasks.models import Assignment, Part
from tests.factories import TaskFactory, UnitFactory

pytestmark = pytest.mark.django_db


def test_work_that_is_done_once_is_one_assignment():
    task = TaskFactory(deadline_kind="date", deadline_days=["2026-11-05"], qualifier="before")
    unit = UnitFactory()
    (row,) = assign_unit(task=task, unit=unit, part=Part.LEAD)
    assert (row.unit, row.part, row.period) == (unit, Part.LEAD, "")
    assert row.starts_on == task.plan.starts_on
    assert row.planned_on == row.due_on == datetime.date(2026, 11, 5)
    assert (row.percent, row.revision, row.finished_on) == (0, 0, None)


def test_recurring_work_is_one_assignment_a_period():
    rows = assign_unit(task=TaskFactory(deadline_kind="quarterly"), unit=UnitFactory(), part="lead")
    assert [row.period for row in rows] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]


def test_ongoing_work_has_no_day():
    task = TaskFactory(deadline_kind="ongoing")
    (row,) = assign_unit(task=task, unit=UnitFactory(), part="cooperating")
    assert (row.planned_on, row.due_on, row.part) == (None, None, Part.COOPERATING)


def test_assigning_twice_makes_nothing_twice_and_changes_nothing():
    task, unit = TaskFactory(deadline_kind="half_yearly"), UnitFactory()
    first = assign_unit(task=task, unit=unit, part="lead")
    Assignment.objects.filter(pk=first[0].pk).update(percent=40)
    again = assign_unit(task=task, unit=unit, part="cooperating")
    assert [row.pk for row in again] == [row.pk for row in first]
    assert {row.part for row in again} == {Part.LEAD}
    assert again[0].percent == 40


def test_a_period_that_was_missing_is_added():
    task, unit = TaskFactory(deadline_kind="half_yearly"), UnitFactory()
    assign_unit(task=task, unit=unit, part="lead")
    Assignment.objects.filter(period="2026-H1").delete()
    assert len(assign_unit(task=task, unit=unit, part="lead")) == 2


def test_several_units_take_as_many_queries_as_one():
    task = TaskFactory(deadline_kind="quarterly")
    few, many = [UnitFactory()], [UnitFactory() for _ in range(8)]
    with CaptureQueriesContext(connection) as one:
        assign_units(task=task, units=few, part="lead")
    with CaptureQueriesContext(connection) as eight:
        rows = assign_units(task=task, units=many, part="lead")
    assert len(rows) == 32
    assert len(eight) == len(one)


def test_a_unit_named_twice_has_one_part():
    unit = UnitFactory()
    assert len(assign_units(task=TaskFactory(), units=[unit, unit], part="lead")) == 1


def test_a_part_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="helper"):
        assign_unit(task=TaskFactory(), unit=UnitFactory(), part="helper")
