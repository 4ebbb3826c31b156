"""No page offers a whole table to choose from: of many units, plans and people a few are offered,
and the others are found by words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import TODAY, AssignmentFactory, PlanFactory, TaskFactory, UnitFactory, person
from tests.test_access import MATRIX, World
from tests.worlds import kept
from units.contexts.boxes import MOST_BOXES
from units.policy import Role

MANY = MOST_BOXES + 10
MOST = {"select": 60, "checkbox": MOST_BOXES + 1, "radio": 40}
READ = [route for route, (method, *_) in MATRIX.items() if method == "get"]


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    files = tmp_path_factory.mktemp("media")
    with kept(django_db_blocker, files):
        world = World()
        for number in range(MANY):
            room = UnitFactory(name=f"Phòng {number}", parent=world.agency)
            UnitFactory(name=f"Tổ {number}", parent=room)
            person(Role.STAFF, room)
            plan = PlanFactory(issuer=world.agency)
            AssignmentFactory(task=TaskFactory(plan=plan), unit=room)
        yield SimpleNamespace(world=world, files=files)


def offered(page: str) -> Counter[tuple[str, str]]:
    """How many choices each control has, by its kind and name."""
    found: Counter[tuple[str, str]] = Counter()
    for select in re.findall(r"<select\b[^>]*>.*?</select>", page, re.DOTALL):
        name = re.search(r'\bname="([^"]*)"', select)
        found["select", name[1] if name else ""] += select.count("<option")
    for box in re.findall(r"<input\b[^>]*>", page):
        kind = re.search(r'\btype="(checkbox|radio)"', box)
        name = re.search(r'\bname="([^"]*)"', box)
        if kind and name:
            found[kind[1], name[1]] += 1
    return found


@pytest.mark.django_db
def test_no_control_offers_a_whole_table(made, settings, on_day):
    on_day(TODAY)
    settings.MEDIA_ROOT = made.files
    client = Client()
    client.force_login(made.world.people[Role.ADMIN])
    too_many = {}
    for route in READ:
        keys = {name: made.world.keys[key] for name, key in MATRIX[route][1].items()}
        answer = client.get(reverse(route, kwargs=keys))
        if answer.streaming:
            answer.getvalue()  # lets go of the file
            continue
        for control, number in offered(answer.content.decode(errors="replace")).items():
            if number > MOST[control[0]]:
                too_many[f"{route}: {control}"] = number
    assert too_many == {}


def test_choices_are_counted_by_control():
    page = (
        '<select name="a"><option>1</option><option>2</option></select>'
        '<input type="checkbox" name="b"><input name="b" type="checkbox">'
        '<input type="text" name="c">'
    )
    assert offered(page) == {("select", "a"): 2, ("checkbox", "b"): 2}
