"""The rule in SQL against the rule in Python: every mixture of facts around the day."""

import datetime
from collections import Counter
from itertools import product

import pytest

from tasks.models import Assignment, Part
from tasks.status import Counts, Hint, hint_on, status_on
from tests.factories import TODAY, PlanFactory, TaskFactory, UnitFactory

DAYS = [TODAY + datetime.timedelta(days=offset) for offset in (-8, -1, 0, 1, 2, 8)]


def around(*offsets: int) -> list[datetime.date | None]:
    return [None, *(TODAY + datetime.timedelta(days=offset) for offset in offsets)]


def mixtures():
    """Every assignment that the constraints of the database let be."""
    long_ago, tomorrow = datetime.date(2026, 1, 1), TODAY + datetime.timedelta(days=1)
    near = around(-1, 0, 1)
    for starts, due, finished, confirmed, suspended, cancelled in product(
        [long_ago, tomorrow], around(-1, 0, 1, 7, 8), near, near, near, near
    ):
        if (confirmed and not finished) or (due and starts > due):
            continue
        yield {
            "starts_on": starts,
            "due_on": due,
            "planned_on": due,
            "finished_on": finished,
            "confirmed_on": confirmed,
            "suspended_on": suspended,
            "cancelled_on": cancelled,
        }


@pytest.fixture
def every_mixture(db):
    plans = [PlanFactory(), PlanFactory()]
    tasks = [TaskFactory(plan=plan) for plan in plans]
    units = [UnitFactory() for _ in range(3)]
    rows = [
        Assignment(
            task=tasks[number % 2],
            unit=units[number % 3],
            period=str(number),
            part=Part.LEAD,
            **one,
        )
        for number, one in enumerate(mixtures())
    ]
    Assignment.objects.bulk_create(rows, batch_size=500)
    return Assignment.objects.all()


def test_there_are_enough_mixtures():
    assert len(list(mixtures())) == 2080


def test_status_in_sql_is_the_status_in_python(every_mixture):
    for day in DAYS:
        for row in every_mixture.with_status(day):
            assert row.status == status_on(day, row.facts), (day, row.facts)


def test_counts_in_sql_are_the_counts_in_python(every_mixture):
    rows = list(every_mixture)
    plan_of = dict(every_mixture.values_list("pk", "task__plan"))
    for day in DAYS:
        assert every_mixture.count_by_status(day) == counted(rows, day)
        assert every_mixture.count_by_unit(day) == grouped(rows, day, lambda row: row.unit_id)
        assert every_mixture.count_by_plan(day) == grouped(rows, day, lambda row: plan_of[row.pk])


def counted(rows, day) -> Counts:
    return Counts(**Counter(status_on(day, row.facts).value for row in rows))


def grouped(rows, day, key) -> dict[int, Counts]:
    groups = {key(row) for row in rows}
    return {group: counted([row for row in rows if key(row) == group], day) for group in groups}


def test_hints_in_sql_are_the_hints_in_python(every_mixture):
    rows = list(every_mixture)
    for day, hint in product(DAYS, Hint):
        expected = {row.pk for row in rows if hint_on(day, row.facts) is hint}
        found = every_mixture.standing(day, [hint]).values_list("pk", flat=True)
        assert set(found) == expected, (day, hint)


def test_what_waits_today_is_what_the_hint_says(every_mixture):
    last = TODAY + datetime.timedelta(days=1)  # nothing happens after it
    waiting = set(every_mixture.waiting().values_list("pk", flat=True))
    assert waiting == {row.pk for row in every_mixture if hint_on(last, row.facts) is Hint.WAITING}
