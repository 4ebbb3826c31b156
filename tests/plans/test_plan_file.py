"""The document a plan was read from comes back byte for byte, to those who may see the plan."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from plans.models import PlanFile
from tests.factories import AssignmentFactory, PlanFactory, UnitFactory, person
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db

CONTENT = b"PK\x03\x04 \xff\x00 <script>alert(1)</script>"


@shared
def plan():
    return PlanFactory()


@pytest.fixture
def stored(plan):
    digest = hashlib.sha256(CONTENT).hexdigest()
    row = PlanFile(plan=plan, name="Kế hoạch số 5.html", sha256=digest, size=len(CONTENT))
    row.file.save("x", ContentFile(CONTENT))
    return row


def url(row) -> str:
    return reverse("plans:file", args=[row.pk])


def test_byte_for_byte_as_a_download(client, plan, stored):
    client.force_login(person(Role.LEADER, plan.issuer))

    response = client.get(url(stored))

    assert b"".join(response.streaming_content) == CONTENT
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''K%E1%BA%BF")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    assert int(response["Content-Length"]) == len(CONTENT)


def test_units_with_work_from_the_plan_may_have_it(client, plan, stored):
    room = UnitFactory(parent=plan.issuer)
    client.force_login(person(Role.STAFF, room))
    assert client.get(url(stored)).status_code == 404

    AssignmentFactory(task__plan=plan, unit=room)
    response = client.get(url(stored))
    assert b"".join(response.streaming_content) == CONTENT


def test_other_agencies_find_nothing(client, stored):
    client.force_login(person(Role.COORDINATOR, UnitFactory()))

    assert client.get(url(stored)).status_code == 404


def test_a_file_lost_from_the_store_is_not_found(client, plan, stored):
    stored.file.storage.delete(stored.file.name)
    client.force_login(person(Role.LEADER, plan.issuer))

    assert client.get(url(stored)).status_code == 404


def test_a_number_that_does_not_exist_is_not_found(client, plan):
    client.force_login(person(Role.ADMIN, plan.issuer))

    assert client.get(reverse("plans:file", args=[12345])).status_code == 404
