"""A list asks the database twelve times at most, and so does an update, savepoints apart: said as
numbers here; that they do not grow with the rows is each page's own test."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.models import ProgressEntry
from tests.factories import TODAY
from tests.reports.office import an_office, one_of_each
from units.policy import Role

pytestmark = pytest.mark.django_db
MOST = 12
LISTS = (
    "tasks:assignments",
    "tasks:unit_tree",
    "tasks:difficulties",
    "tasks:unassigned",
    "plans:register",
    "plans:citations",
    "reports:reports",
    "reports:notices",
    "reports:reminders",
    "reports:calendar_year",
    "units:groups",
)


@pytest.fixture
def office(on_day):
    on_day(TODAY)
    made = an_office()
    one_of_each(made)
    return made


def test_every_list_asks_twelve_times_at_most(client, office):
    client.force_login(office.people[Role.COORDINATOR])
    asked = {}
    for name in LISTS:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name)).status_code == 200, name
        asked[name] = len(queries)
    assert {name: number for name, number in asked.items() if number > MOST} == {}


def test_an_update_asks_twelve_times_at_most(client, office):
    work = office.work()
    client.force_login(office.people[Role.STAFF])
    sent = {"percent": "40", "note": "Đã làm.", "token": str(uuid.uuid4()), "revision": "0"}
    with CaptureQueriesContext(connection) as queries:
        client.post(reverse("tasks:record_progress", args=[work.pk]), sent)
    assert ProgressEntry.objects.filter(assignment=work).count() == 1
    asked = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
    assert len(asked) <= MOST
