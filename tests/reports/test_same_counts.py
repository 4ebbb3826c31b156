"""One number for one thing: dashboard, list, plan page and report count alike on any data."""

import random

import pytest
from django.urls import reverse

from plans.schedule import Period, year_of
from reports.compliance.facts import Scope, gather
from reports.dashboard.context import build_dashboard
from reports.dashboard.figures import OFFICIAL, Figure
from reports.plan_page.context import build_plan_page
from tasks.models import Assignment, OutsideParty
from tasks.status import Counts, Status
from tests.factories import TODAY, AssignmentFactory, PlanFactory, TaskFactory, UnitFactory
from tests.reports.office import Office, an_office, day
from units.policy import Role

pytestmark = pytest.mark.django_db

YEAR = year_of(TODAY)
PERIODS = [YEAR, Period("", day(-40), day(-10)), Period("", day(-10), day(20))]


def a_busy_office(seed: int) -> Office:
    """Tasks of one to four parts that stand as chance has it, some of them followed by nobody."""
    chance = random.Random(seed)
    office = an_office()
    office.rooms += [UnitFactory(parent=office.agency) for _ in range(2)]
    for _ in range(30):
        why = chance.choice(["", "", "", "", "report", "general"])
        task = TaskFactory(plan=office.plan, untracked=why)
        for unit in chance.sample(office.rooms, chance.randint(1, 4)):
            a_part(chance, task, unit)
    alone = TaskFactory(plan=office.plan)
    OutsideParty.objects.create(task=alone, part="lead", name="Công an tỉnh")
    return office


def a_part(chance: random.Random, task, unit) -> Assignment:
    due = chance.choice([-60, -20, -11, -10, -9, -1, 0, 1, 30, None])
    finished = chance.choice([None, -21, -11, -2])
    return AssignmentFactory(
        task=task,
        unit=unit,
        part=chance.choice(["lead", "lead", "lead", "cooperating"]),
        due_on=None if due is None else day(due),
        finished_on=None if finished is None else day(finished),
        confirmed_on=None if finished is None or chance.random() < 0.3 else day(finished + 2),
        suspended_on=day(-5) if chance.random() < 0.1 else None,
        cancelled_on=day(-5) if chance.random() < 0.1 else None,
    )


def numbers(figures: tuple[Figure, ...]) -> list[int]:
    return [figure.number for figure in figures]


def official(counts: Counts) -> list[int]:
    return [getattr(counts, status.value) for status in OFFICIAL]


def listed(client, figure: Figure, *, of_tasks: bool) -> int:
    if not figure.href:
        return 0
    answer = client.get(figure.href).context["list"]
    return answer.tasks if of_tasks else answer.count


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("period", PERIODS)
def test_dashboard_list_and_report_count_alike(client, on_day, seed, period):
    on_day(TODAY)
    office = a_busy_office(seed)
    leader = office.people[Role.LEADER]
    dashboard = build_dashboard(leader, today=TODAY, plan=office.plan, period=period)
    facts = gather(Scope(office.agency, (office.plan,), period, TODAY))
    assert numbers(dashboard.figures) == official(facts.totals.tasks)
    assert numbers(dashboard.parts) == official(facts.totals.parts)
    assert sum(numbers(dashboard.figures)) > 0
    client.force_login(leader)
    for figure in dashboard.figures:
        assert listed(client, figure, of_tasks=True) == figure.number
    for figure in dashboard.parts:
        assert listed(client, figure, of_tasks=False) == figure.number


@pytest.mark.parametrize("seed", range(3))
def test_the_plan_page_counts_as_the_dashboard(seed):
    office = a_busy_office(seed)
    leader = office.people[Role.LEADER]
    dashboard = build_dashboard(leader, today=TODAY, plan=office.plan, period=YEAR)
    page = build_plan_page(office.plan, leader, today=TODAY)
    assert page.counts is not None
    assert numbers(page.counts.figures) == numbers(dashboard.figures)
    assert numbers(page.counts.parts) == numbers(dashboard.parts)
    assert page.counts.rate == dashboard.rate.value


def test_what_is_not_followed_is_named_and_counted_nowhere(client, on_day):
    """Nobody says all is well while nobody knows."""
    on_day(TODAY)
    office = an_office()
    for due in (["2026-03-01"], ["2026-12-01"]):
        task = TaskFactory(plan=office.plan, deadline_kind="date", deadline_days=due)
        OutsideParty.objects.create(task=task, part="lead", name="Công an tỉnh")
    TaskFactory(plan=office.plan, untracked="general")
    leader = office.people[Role.LEADER]
    built = build_dashboard(leader, today=TODAY, plan=None, period=YEAR)
    assert sum(numbers(built.figures)) == 0
    assert (built.attention.outside_total, built.attention.outside_past) == (2, 1)
    assert built.attention.unassigned_total == 0
    client.force_login(leader)
    page = client.get(reverse("reports:dashboard")).content.decode()
    assert "Không theo dõi được" in page
    assert "1 nhiệm vụ đã qua thời hạn" in page
    facts = gather(Scope(office.agency, (office.plan,), YEAR, TODAY))
    assert len(facts.led_outside()) == 2
    assert facts.unassigned() == ()


def test_a_plan_replaced_in_mid_year_counts_for_the_months_before(client, on_day):
    on_day(TODAY)
    office = an_office()
    old = PlanFactory(issuer=office.agency, superseded_by=office.plan, in_force_until=day(-31))
    AssignmentFactory(
        task__plan=old, unit=office.rooms[0], due_on=day(-50), finished_on=day(-51),
        confirmed_on=day(-50),
    )  # fmt: skip
    AssignmentFactory(task__plan=old, unit=office.rooms[0], due_on=day(-40))
    AssignmentFactory(task__plan=old, unit=office.rooms[0], due_on=day(-20))
    leader = office.people[Role.LEADER]
    before = build_dashboard(leader, today=TODAY, plan=None, period=Period("", day(-60), day(-31)))
    assert numbers(before.figures) == official(Counts(done_on_time=1, open=1, overdue=1))
    # What had not fallen due by its last day is asked for no longer.
    year = build_dashboard(leader, today=TODAY, plan=None, period=YEAR)
    assert numbers(year.figures) == official(Counts(done_on_time=1, overdue=1))
    after = build_dashboard(leader, today=TODAY, plan=None, period=Period("", day(-30), TODAY))
    assert numbers(after.figures) == [0, 0, 0, 0]
    facts = gather(Scope(office.agency, (old,), Period("", day(-60), day(-31)), TODAY))
    assert official(facts.totals.tasks) == numbers(before.figures)
    shown = Assignment.objects.counted_for(leader).official()
    listed = shown.in_period(YEAR.starts_on, YEAR.ends_on).standing(TODAY, [Status.OVERDUE])
    assert listed.count() == 1
