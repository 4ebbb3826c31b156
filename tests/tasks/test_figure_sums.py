"""What figures come to: the rule in Python, the same in SQL, and what people would miscount."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.schedule import Period, year_before
from tasks.figures import Adding, Counting, Said, counting_of, share, total
from tasks.models import Figure, GroupAssignment, Indicator, Part, ProgressEntry, TaskIndicator
from tests.factories import (
    TODAY,
    AssignmentFactory,
    FigureFactory,
    IndicatorFactory,
    PlanFactory,
    TaskFactory,
    UnitFactory,
    person,
)
from units.models import UnitGroup
from units.policy import Role

YEAR = Period("2026", date(2026, 1, 1), date(2026, 12, 31))


def scene(parts=(Part.LEAD, Part.LEAD), **task):
    """A task of an agency with one part for each unit, and an indicator of the agency."""
    agency = UnitFactory()
    plan = PlanFactory(issuer=agency)
    job = TaskFactory(plan=plan, **task)
    work = [AssignmentFactory(task=job, unit=UnitFactory(parent=agency), part=p) for p in parts]
    return agency, work, IndicatorFactory(agency=agency)


def said(work, indicator, value, on=TODAY, **more):
    return FigureFactory(assignment=work, indicator=indicator, value=value, counted_on=on, **more)


def sum_of(indicator, period=YEAR, *by):
    found = Figure.objects.totals(period, *by)
    return found.get((indicator.pk,)) if not by else found


@pytest.mark.django_db
def test_two_units_of_one_task_are_counted_once_and_marked():
    _, (first, second), indicator = scene()
    said(first, indicator, 2)
    repeated = said(second, indicator, 2)
    assert sum_of(indicator) == 2
    marked = {row.pk: vars(row)["repeats"] for row in Figure.objects.with_repeats()}
    assert [pk for pk, repeats in marked.items() if repeats] == [repeated.pk]


@pytest.mark.django_db
def test_units_that_do_it_each_on_its_own_add_up():
    _, work, indicator = scene([Part.LEAD] * 3)
    for one in work:
        said(one, indicator, 2)
    assert sum_of(indicator) == 6
    _, work, indicator = scene(counted_by=Counting.EACH)
    for one in work:
        said(one, indicator, 2)
    assert sum_of(indicator) == 4
    agency, work, indicator = scene()
    group = UnitGroup.objects.create(agency=agency, name="Các phòng")
    GroupAssignment.objects.create(task=work[0].task, group=group)
    for one in work:
        said(one, indicator, 2)
    assert sum_of(indicator) == 4


@pytest.mark.django_db
def test_a_cooperating_unit_repeats_the_leading_one_and_counts_where_that_is_silent():
    _, (helper, lead), indicator = scene([Part.COOPERATING, Part.LEAD])
    said(helper, indicator, 5)
    assert sum_of(indicator) == 5
    said(lead, indicator, 0)
    assert sum_of(indicator) == 0  # zero said is a word of the leading unit's


@pytest.mark.django_db
def test_nothing_said_is_no_zero():
    agency, (work, _), indicator = scene()
    assert sum_of(indicator) is None
    said(work, indicator, 0)
    assert sum_of(indicator) == 0
    rows = Figure.objects.compared(Indicator.objects.filter(agency=agency), YEAR)
    assert [(row.now, row.said_by) for row in rows] == [(Decimal(0), 1)]
    assert [(row.before, row.change) for row in rows] == [(None, None)]


@pytest.mark.django_db
def test_a_correction_takes_the_place_of_what_it_corrects():
    _, (work, _), indicator = scene()
    wrong = said(work, indicator, 20)
    said(work, indicator, 3)
    said(work, indicator, 2, corrects=wrong)
    assert sum_of(indicator) == 5


@pytest.mark.django_db
def test_what_was_taken_back_does_not_count():
    _, (first, second), indicator = scene()
    taken = said(first, indicator, 9)
    said(second, indicator, 2)
    ProgressEntry.objects.create(
        assignment=first, on=TODAY, by=taken.by, kind="taken_back", takes_back=taken.entry
    )
    assert sum_of(indicator) == 2


@pytest.mark.django_db
def test_what_stands_counts_as_last_said_once_a_unit_and_rates_are_not_added():
    _, (first, second), stock = scene(counted_by=Counting.EACH)
    Indicator.objects.update(adding=Adding.LATEST)
    said(first, stock, 10, date(2025, 3, 1))
    said(first, stock, 12, date(2026, 3, 1))
    said(second, stock, 5, date(2026, 2, 1))
    other = AssignmentFactory(unit=first.unit, task__plan=first.task.plan)
    said(other, stock, 13, date(2026, 5, 1))
    assert sum_of(stock) == 18
    assert sum_of(stock, year_before(YEAR)) == 10
    by_unit = sum_of(stock, YEAR, "unit")
    assert by_unit == {(stock.pk, first.unit_id): 13, (stock.pk, second.unit_id): 5}
    Indicator.objects.update(unit_of_measure="%")
    assert sum_of(stock) == 5


@pytest.mark.django_db
def test_the_highest_counts():
    _, (first, second), indicator = scene(counted_by=Counting.EACH)
    Indicator.objects.update(adding=Adding.HIGHEST)
    said(first, indicator, 40)
    said(second, indicator, 90)
    assert sum_of(indicator) == 90


@pytest.mark.django_db
def test_what_a_unit_says_without_a_task_counts():
    _, (work, _), fires = scene()
    FigureFactory(assignment=None, unit=work.unit, indicator=fires, value=1)
    said(work, fires, 2)
    assert sum_of(fires) == 3


@pytest.mark.django_db
def test_figures_are_seen_by_those_who_see_the_work():
    agency, (work, other), indicator = scene()
    mine, theirs = said(work, indicator, 1), said(other, indicator, 1)
    staff, leader = person(Role.STAFF, work.unit), person(Role.LEADER, agency)
    assert list(Figure.objects.visible_to(staff)) == [mine]
    assert set(Figure.objects.visible_to(leader)) == {mine, theirs}
    assert list(Figure.objects.editable_by(leader)) == []
    assert not Figure.objects.visible_to(person(Role.COORDINATOR, UnitFactory()))


@pytest.mark.django_db
def test_an_indicator_is_asked_of_its_category_and_where_it_hangs():
    agency, (work, _), indicator = scene(category="training")
    assert list(Indicator.objects.asked_of(work.task)) == []
    TaskIndicator.objects.create(task=work.task, indicator=indicator)
    by_category = IndicatorFactory(agency=agency, category="training")
    IndicatorFactory(category="training")
    assert list(Indicator.objects.asked_of(work.task)) == [indicator, by_category]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_python_and_sql_agree(seed):
    chance = random.Random(seed)
    parts = [chance.choice([Part.LEAD, Part.COOPERATING]) for _ in range(chance.randint(1, 4))]
    _, work, indicator = scene(parts, counted_by=chance.choice(["", "", *Counting]))
    facts = []
    leads = sum(part == Part.LEAD for part in parts)
    counting = counting_of(work[0].task.counted_by, leads=leads, by_group=False)
    for _n in range(12):
        one, day = chance.choice(work), TODAY + timedelta(days=chance.randint(-400, 200))
        value = Decimal(chance.randint(0, 40)) / 4
        row = said(one, indicator, value, day)
        is_lead = one.part == Part.LEAD
        facts.append(
            Said(one.unit_id, value, day, row.pk, one.task_id, "", one.pk, is_lead, counting)
        )
    for adding in Adding:
        Indicator.objects.update(adding=adding)
        for period in (YEAR, year_before(YEAR), Period("", TODAY, TODAY + timedelta(days=30))):
            assert sum_of(indicator, period) == total(facts, adding, period), (adding, period)


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow():
    agency, work, indicator = scene()
    indicators = Indicator.objects.filter(agency=agency)

    def count():
        with CaptureQueriesContext(connection) as asked:
            Figure.objects.compared(indicators.all(), YEAR)
        return len(asked)

    said(work[0], indicator, 1)
    before = count()
    for _ in range(3):
        said(work[0], IndicatorFactory(agency=agency), 1)
    assert count() == before <= 6


def test_the_same_period_of_the_year_before():
    february = Period("", date(2029, 2, 1), date(2029, 2, 28))
    assert year_before(february).ends_on == date(2028, 2, 29)
    cut = Period("", date(2025, 12, 15), date(2026, 12, 14))
    assert year_before(cut) == Period("", date(2024, 12, 15), date(2025, 12, 14))


def test_a_share_of_a_target():
    assert share(Decimal(3), Decimal(2)) == 150
    assert share(None, Decimal(2)) is None
    assert share(Decimal(3), None) is None
