"""The rule in SQL against the rule in Python: every mixture of facts around the day."""

import datetime
import random
from collections import Counter, defaultdict
from itertools import product

from django.db import connection
from django.db.models import Case, Value, When

from tasks.models import Assignment, Part
from tasks.status import Counts, Hint, Status, days_late, hint_on, status_on, task_status
from tasks.status_sql import CLOSED_ON, Beside, Tally, period_rule, tally
from tests.factories import TODAY, PlanFactory, TaskFactory, UnitFactory
from tests.worlds import shared

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


def ending_plans():
    """Two plans in force and three that end around the day."""
    ends = [None, TODAY - datetime.timedelta(days=1), TODAY, TODAY + datetime.timedelta(days=1)]
    return [PlanFactory(in_force_until=until) for until in (*ends, None)]


def written(rows):
    """The rows, written; PostgreSQL is told how many there are: without it, it takes the tables for
    almost empty and walks through them once for each row."""
    Assignment.objects.bulk_create(rows, batch_size=500)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE tasks_assignment, tasks_task, plans_plan")
    return Assignment.objects.all()


@shared
def every_mixture():
    tasks = [TaskFactory(plan=plan) for plan in ending_plans()]
    units = [UnitFactory() for _ in range(3)]
    rows = [
        Assignment(
            task=tasks[number % len(tasks)],
            unit=units[number % 3],
            period=str(number),
            part=Part.LEAD,
            **one,
        )
        for number, one in enumerate(mixtures())
    ]
    return written(rows)


def test_there_are_enough_mixtures():
    assert len(list(mixtures())) == 2080


def test_status_in_sql_is_the_status_in_python(every_mixture):
    for day in DAYS:
        for row in every_mixture.with_status(day).select_related("task__plan"):
            assert row.status == status_on(day, row.facts), (day, row.facts)


def test_counts_in_sql_are_the_counts_in_python(every_mixture):
    rows = list(every_mixture.select_related("task__plan"))
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


def test_tasks_are_counted_once_in_sql_as_in_python(few_parts):
    rows = list(few_parts.select_related("task__plan"))
    plan_of = dict(few_parts.values_list("task", "task__plan"))
    for day in DAYS:
        expected = by_task(rows, day)
        assert few_parts.task_statuses(day) == expected
        assert few_parts.count_tasks(day) == totals(expected.values())
        assert few_parts.count_tasks_by_plan(day) == {
            plan: totals(status for task, status in expected.items() if plan_of[task] == plan)
            for plan in set(plan_of.values())
        }
        for status in set(expected.values()):
            found = few_parts.of_tasks_standing(day, [status]).values_list("pk", flat=True)
            assert set(found) == {row.pk for row in rows if expected[row.task_id] is status}


def test_one_pass_counts_what_many_passes_count(few_parts):
    units = list(UnitFactory._meta.model.objects.values_list("pk", flat=True))
    for day in DAYS:
        counted = tally(few_parts, day, units)
        assert counted.parts == few_parts.count_by_status(day)
        assert counted.tasks == few_parts.count_tasks(day)
        assert counted.plans == few_parts.count_tasks_by_plan(day)
        assert counted.units == few_parts.count_by_unit(day)
        assert counted.under == few_parts.count_by_ancestor(day)
    assert tally(few_parts.none(), TODAY, units) == Tally(Counts(), {}, {}, {})


def test_what_is_told_beside_is_what_passes_of_their_own_tell(few_parts):
    week = datetime.timedelta(days=7)
    facts = {row.pk: row.facts for row in few_parts.select_related("task__plan")}
    for day in DAYS:
        now, before = (day - week, day + week), (day - 4 * week, day - week)
        beside = Beside(
            counted=period_rule(*now),
            earlier=period_rule(*before),
            earlier_on=before[1],
            marks=Case(When(finished_on__isnull=False, then=Value(3)), default=Value(0)),
            late=9,
        )
        counted = tally(few_parts.alias(closed_on=CLOSED_ON), day, beside=beside)
        work = few_parts.in_period(*now)
        assert counted.parts == work.count_by_status(day)
        assert counted.plans == work.count_tasks_by_plan(day)
        assert counted.earlier == few_parts.in_period(*before).count_tasks(before[1])
        finished = few_parts.filter(finished_on__isnull=False)
        marked = {bits for _, bits in counted.marks}
        assert marked == {3}
        assert sum(counted.marks.values()) == finished.count()
        by_status = finished.in_period(*now).count_by_status(day)
        for status in Status:
            assert counted.marks.get((status, 3), 0) == getattr(by_status, status.value)
        late = {
            pk: (-days_late(day, facts[pk]), facts[pk].due_on, pk)
            for pk in work.standing(day, [Status.OVERDUE]).values_list("pk", flat=True)
        }
        assert set(counted.late) == set(sorted(late, key=late.__getitem__)[:9])


@shared
def few_parts():
    """Tasks of one, two and three parts, so that every pair of statuses meets in some of them."""
    agency = UnitFactory()
    plans, units = ending_plans(), [UnitFactory(parent=agency) for _ in range(3)]
    mixed = list(mixtures())
    random.Random(9).shuffle(mixed)
    rows, at = [], 0
    while at < len(mixed):
        task = TaskFactory(plan=plans[at % len(plans)])
        for unit in units[: 1 + at % 3]:
            rows.append(Assignment(task=task, unit=unit, **mixed[at % len(mixed)]))
            at += 1
    return written(rows)


def by_task(rows, day):
    parts = defaultdict(list)
    for row in rows:
        parts[row.task_id].append(status_on(day, row.facts))
    return {task: task_status(statuses) for task, statuses in parts.items()}


def totals(statuses) -> Counts:
    return Counts(**Counter(status.value for status in statuses))


def test_hints_in_sql_are_the_hints_in_python(every_mixture):
    rows = list(every_mixture.select_related("task__plan"))
    for day, hint in product(DAYS, Hint):
        expected = {row.pk for row in rows if hint_on(day, row.facts) is hint}
        found = every_mixture.standing(day, [hint]).values_list("pk", flat=True)
        assert set(found) == expected, (day, hint)


def test_what_waits_today_is_what_the_hint_says(every_mixture):
    last = TODAY + datetime.timedelta(days=1)  # nothing happens after it
    every_mixture = every_mixture.select_related("task__plan")
    waiting = set(every_mixture.waiting().values_list("pk", flat=True))
    assert waiting == {row.pk for row in every_mixture if hint_on(last, row.facts) is Hint.WAITING}
