"""Every figure of the dashboard opens exactly the rows that it counts."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from accounts.models import User
from plans.schedule import year_of
from reports.dashboard.context import Dashboard, build_dashboard
from reports.dashboard.figures import Figure
from reports.dashboard.todo_panel import Attention
from reports.periods import own_period, period_of
from tests.factories import TODAY, MembershipFactory, PlanFactory, ReportDutyFactory, TaskFactory
from tests.reports.office import an_office, day, one_of_each
from units.policy import Role

pytestmark = pytest.mark.django_db

YEAR = year_of(TODAY)
CASES = [
    pytest.param(Role.HEAD, YEAR, id="head"),
    pytest.param(Role.COORDINATOR, YEAR, id="coordinator"),
    pytest.param(Role.ADMIN, YEAR, id="administrator"),
    pytest.param(Role.LEADER, YEAR, id="leader"),
    pytest.param(Role.LEADER, period_of("2026-Q1"), id="past quarter"),
    pytest.param(Role.LEADER, own_period(day(-8), day(3)), id="own days"),
    pytest.param(Role.LEADER, period_of("2027"), id="year to come"),
]


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


def rows_behind(client, href: str) -> int:
    """How many rows the page at an address lists."""
    response = client.get(href)
    assert response.status_code == 200
    path = urlsplit(href).path
    if path == reverse("tasks:assignments"):
        listed = response.context["list"]
        assert not listed.problems
        return listed.tasks if "task_status" in href else listed.count
    if path == reverse("reports:submissions"):
        return response.context["page"].paginator.count
    assert parse_qs(urlsplit(href).query)["tasks"][0] in {"unassigned", "outside"}
    return response.context["built"].page.paginator.count


def figures_of(built: Dashboard) -> list[Figure]:
    side: Attention = built.attention
    rows = [*built.units, *built.plans]
    return [
        *built.figures,
        *built.parts,
        built.ongoing.total,
        built.ongoing.with_evidence,
        built.ongoing.without_evidence,
        *built.left_out,
        *(figure for row in rows for figure in (*row.figures, row.ongoing)),
        built.late_total,
        side.due_soon,
        side.due_later,
        side.waiting,
        side.outstanding_total,
        *side.unassigned,
        *side.outside,
    ]


def office_with_everything():
    office = an_office()
    one_of_each(office)
    other = PlanFactory(issuer=office.agency, starts_on=day(-700), ends_on=day(-200))
    office.work(due=-300, task__plan=other, starts_on=day(-600))
    office.work(room=1, due=None, task__plan=other, starts_on=day(-600))
    TaskFactory(plan=other)
    duty = ReportDutyFactory(plan=office.plan, deadline_kind="monthly", deadline_days=["5"])
    duty.reporters.set(office.rooms)
    return office, other


@pytest.mark.parametrize(("role", "period"), CASES)
def test_each_figure_opens_as_many_rows_as_it_says(client, role, period):
    office, _ = office_with_everything()
    user: User = office.people[role]
    client.force_login(user)

    built = build_dashboard(user, today=TODAY, period=period)

    for figure in figures_of(built):
        assert bool(figure.href) == bool(figure.number), figure
        if figure.href:
            assert rows_behind(client, figure.href) == figure.number, figure
    if built.rate.href:
        rated = built.counts.done + built.counts.overdue
        assert rows_behind(client, built.rate.href) == rated


def test_the_figures_of_one_plan_open_its_rows_only(client):
    office, other = office_with_everything()
    user = office.people[Role.LEADER]
    client.force_login(user)

    built = build_dashboard(user, today=TODAY, plan=other, period=YEAR)

    assert built.late_total.number == 1
    for figure in figures_of(built):
        if figure.href:
            assert rows_behind(client, figure.href) == figure.number, figure


def test_a_head_who_is_staff_elsewhere_counts_and_opens_the_own_unit_only(client):
    office, _ = office_with_everything()
    user = office.people[Role.HEAD]
    MembershipFactory(user=user, unit=office.rooms[1], role=Role.STAFF)
    client.force_login(user)

    built = build_dashboard(user, today=TODAY, period=YEAR)

    assert [row.name for row in built.units] == [office.rooms[0].name]
    for figure in figures_of(built):
        if figure.href:
            assert rows_behind(client, figure.href) == figure.number, figure


def test_a_units_name_opens_all_its_work_of_the_period(client):
    office, _ = office_with_everything()
    user = office.people[Role.LEADER]
    client.force_login(user)

    built = build_dashboard(user, today=TODAY, period=YEAR)

    opened = [rows_behind(client, row.href) for row in built.units]
    standing = built.counts.total + built.counts.suspended + built.counts.cancelled
    assert sum(opened) == standing


def test_lines_open_the_work_they_name(client):
    office, _ = office_with_everything()
    user = office.people[Role.LEADER]
    client.force_login(user)

    built = build_dashboard(user, today=TODAY, period=YEAR)

    assert built.late
    for work in built.late:
        assert client.get(work.href).status_code == 200
    for report in built.attention.outstanding:
        assert client.get(report.href).status_code == 200
