"""The tree of units with the work they have: each figure agrees with the list behind it."""

import datetime
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tasks.models import Assignment
from tests.factories import AssignmentFactory, PlanFactory, TaskFactory, UnitFactory, person
from units.models import Unit, UnitKind
from units.policy import Role

TREE = "/don-vi/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def office(db, today):
    """Two rooms below a centre below the agency; each has work late, in time and ongoing."""
    top = UnitFactory(code="SO", name="Sở Khoa học")
    centre = UnitFactory(code="TT", name="Trung tâm", parent=top)
    for code in ("A", "B"):
        UnitFactory(code=code, name=f"Phòng {code}", parent=centre)
    UnitFactory(code="K", name="Sở Khác")
    units = {unit.code: unit for unit in Unit.objects.all()}
    plan = PlanFactory(issuer=top, starts_on=today - 60 * DAY, ends_on=today + 60 * DAY)
    for code in ("A", "B", "TT"):
        give(plan, units[code], today)
    return units


def give(plan, unit, today, **more):
    start = today - 30 * DAY
    for due in (today - DAY, today + DAY, None):
        AssignmentFactory(
            task=TaskFactory(plan=plan), unit=unit, starts_on=start, due_on=due, **more
        )


def open_tree(client, user, **asked):
    client.force_login(user)
    answer = client.get(TREE, asked)
    assert answer.status_code == 200
    return answer


def lines(roots):
    for line in roots:
        yield line
        yield from lines(line.children)


def loads(answer):
    page = answer.context["tree"]
    return {
        line.code: (line.load.unfinished, line.load.late)
        for line in (*lines(page.roots), *(page.found or ()))
    }


def test_figures_hold_all_that_stands_below(client, office):
    answer = open_tree(client, person(Role.COORDINATOR, office["SO"]))
    assert loads(answer) == {"SO": (9, 3), "TT": (9, 3), "A": (3, 1), "B": (3, 1)}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEADER, Role.ADMIN, Role.HEAD, Role.STAFF])
def test_every_figure_agrees_with_the_list_it_leads_to(client, office, role):
    where = "A" if role in (Role.HEAD, Role.STAFF) else "SO"
    answer = open_tree(client, person(role, office[where]))
    found = [line.load for line in lines(answer.context["tree"].roots) if line.load.unfinished]
    assert found
    for load in found:
        for href, number in ((load.unfinished_href, load.unfinished), (load.late_href, load.late)):
            assert client.get(href).context["list"].count == number, href


def test_a_head_who_also_works_elsewhere_sees_the_figures_of_the_list(client, office, today):
    user = person(Role.HEAD, office["A"])
    user.memberships.create(unit=office["B"], role=Role.STAFF)
    answer = open_tree(client, user)
    for line in lines(answer.context["tree"].roots):
        if line.load.unfinished:
            assert client.get(line.load.unfinished_href).context["list"].count == (
                line.load.unfinished
            )


def test_what_official_counts_leave_out_is_left_out(client, office, today):
    plan = PlanFactory(issuer=office["SO"], revoked_on=today)
    give(plan, office["A"], today)
    give(PlanFactory(issuer=office["SO"]), office["A"], today, part="cooperating")
    give(PlanFactory(issuer=office["SO"], released_on=None), office["A"], today)
    Assignment.objects.filter(unit=office["B"]).update(finished_on=today, confirmed_on=today)
    answer = open_tree(client, person(Role.COORDINATOR, office["SO"]))
    assert loads(answer) == {"SO": (6, 2), "TT": (6, 2), "A": (3, 1), "B": (0, 0)}


def test_nobody_sees_figures_of_units_out_of_reach(client, office):
    answer = open_tree(client, person(Role.COORDINATOR, office["K"]))
    assert loads(answer) == {"K": (0, 0)}


def test_the_page_takes_the_same_queries_for_more_units_and_work(client, office, today):
    client.force_login(person(Role.COORDINATOR, office["SO"]))

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(TREE).status_code == 200
        return len(queries)

    first = count()
    plan = PlanFactory(issuer=office["SO"])
    for parent in (office["SO"], office["TT"], office["A"], office["B"]):
        unit = UnitFactory(parent=parent)
        person(Role.STAFF, unit)
        give(plan, unit, today)
    assert count() == first


# --- folding --------------------------------------------------------------------------------------
def test_a_folded_branch_opens_level_by_level(client, office, monkeypatch):
    monkeypatch.setattr("units.contexts.tree.MOST_UNITS", 3)
    user = person(Role.COORDINATOR, office["SO"])
    answer = open_tree(client, user)
    text = unescape(answer.content.decode())
    (address,) = re.findall(r'hx-get="([^"]+)"', text)
    assert f"{TREE}?goc={office['TT'].pk}" in text
    part = client.get(address).content.decode()
    assert "<html" not in part
    assert "Phòng A" in part
    assert "3 việc" in part
    alone = open_tree(client, user, goc=office["TT"].pk)
    assert loads(alone) == {"TT": (9, 3), "A": (3, 1), "B": (3, 1)}


def test_a_level_out_of_reach_is_empty(client, office):
    client.force_login(person(Role.COORDINATOR, office["K"]))
    text = client.get(TREE, {"nhanh": office["SO"].pk}).content.decode()
    assert "Trung tâm" not in text
    assert "Không có đơn vị nào" in text


# --- ended units, outside bodies ------------------------------------------------------------------
def test_ended_units_are_shown_on_demand(client, office, today):
    Unit.objects.filter(code="A").update(active_to=today - DAY)
    user = person(Role.COORDINATOR, office["SO"])
    hidden = open_tree(client, user)
    assert "A" not in loads(hidden)
    assert "Hiện đơn vị đã kết thúc hoạt động (1)" in hidden.content.decode()
    shown = open_tree(client, user, ketthuc=1)
    assert "A" in loads(shown)
    assert f"kết thúc {today - DAY:%d/%m/%Y}" in shown.content.decode()


def test_an_ended_unit_above_working_ones_stays_in_sight(client, office, today):
    Unit.objects.filter(code="TT").update(active_to=today - DAY)
    answer = open_tree(client, person(Role.COORDINATOR, office["SO"]))
    (top,) = answer.context["tree"].roots
    assert [line.code for line in top.children] == ["TT"]


def test_a_unit_that_will_end_still_works(client, office, today):
    Unit.objects.filter(code="A").update(active_to=today)
    text = open_tree(client, person(Role.COORDINATOR, office["SO"])).content.decode()
    assert f"hoạt động đến {today:%d/%m/%Y}" in text


def test_outside_bodies_stand_apart(client, office):
    UnitKind.objects.get_or_create(code="ngoai", defaults={"name": "Ngoài", "is_external": True})
    UnitKind.objects.filter(code="ngoai").update(is_external=True)
    UnitFactory(code="CA", name="Công an tỉnh", kind=UnitKind.objects.get(code="ngoai"))
    answer = open_tree(client, person(Role.ADMIN, office["SO"]))
    page = answer.context["tree"]
    assert [line.code for line in page.outside] == ["CA"]
    assert "CA" not in {line.code for line in lines(page.roots)}
    assert page.total == 5


def test_the_search_finds_ended_units_and_shows_their_work(client, office, today):
    Unit.objects.filter(code="A").update(active_to=today - DAY)
    answer = open_tree(client, person(Role.COORDINATOR, office["SO"]), q="phong")
    assert loads(answer) == {"A": (3, 1), "B": (3, 1)}


def test_the_rail_leads_to_the_tree(client, office):
    answer = open_tree(client, person(Role.STAFF, office["A"]))
    assert reverse("tasks:unit_tree") == TREE
    assert 'aria-current="page"' in answer.content.decode()
