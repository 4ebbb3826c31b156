"""Who may open and do what; a person of another unit finds nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from tasks.actions import ask_extension, record_progress, report_done
from tasks.models import Assignment, Evidence, Extension, ProgressEntry
from tests.factories import TODAY, UserFactory
from tests.tasks.rows import day, pdf

LISTS = ["my_work", "assignments"]
ON_WORK = ["record_progress", "report_done", "confirm_done", "send_back", "ask_extension"]
ROLES = ["staff", "head", "coordinator", "leader", "admin", "stranger"]
# Allowed (with nothing filled in: refused politely), forbidden by the role, out of reach.
REFUSED, FORBIDDEN, UNSEEN = 422, 403, 404


@pytest.fixture
def told(scene):
    """Work with a file and a request for more time."""
    record_progress(
        assignment=scene.work, by=scene.staff, on=TODAY, percent=5, note="x", files=[pdf()]
    )
    ask_extension(assignment=scene.work, by=scene.staff, on=TODAY, due_asked=day(60), reason="Chờ.")
    return scene


def address(scene, route):
    if route == "evidence":
        return reverse("tasks:evidence", args=[Evidence.objects.get().pk])
    if route == "decide_extension":
        return reverse("tasks:decide_extension", args=[Extension.objects.get().pk])
    return reverse(f"tasks:{route}", args=[] if route in LISTS else [scene.work.pk])


@pytest.mark.parametrize(
    ("route", "statuses"),
    [
        *((route, [200] * 6) for route in LISTS),
        ("assignment", [200, 200, 200, 200, 200, UNSEEN]),
        ("evidence", [200, 200, 200, 200, 200, UNSEEN]),
    ],
)
def test_reading(client, told, route, statuses):
    for who, status in zip(ROLES, statuses, strict=True):
        client.force_login(getattr(told, who))
        assert opened(client, told, route) == status, who


def opened(client, scene, route):
    answer = client.get(address(scene, route))
    if answer.streaming:
        b"".join(answer)  # reading to the end closes the file
    return answer.status_code


@pytest.mark.parametrize(
    ("route", "statuses"),
    [
        ("record_progress", [REFUSED, REFUSED, REFUSED, FORBIDDEN, REFUSED, UNSEEN]),
        ("report_done", [REFUSED, REFUSED, REFUSED, FORBIDDEN, REFUSED, UNSEEN]),
        ("ask_extension", [REFUSED, REFUSED, REFUSED, FORBIDDEN, REFUSED, UNSEEN]),
        ("confirm_done", [FORBIDDEN, REFUSED, REFUSED, FORBIDDEN, REFUSED, UNSEEN]),
        ("send_back", [FORBIDDEN, REFUSED, REFUSED, FORBIDDEN, REFUSED, UNSEEN]),
        ("decide_extension", [FORBIDDEN, FORBIDDEN, REFUSED, REFUSED, REFUSED, FORBIDDEN]),
    ],
)
def test_doing(client, told, route, statuses):
    for who, status in zip(ROLES, statuses, strict=True):
        client.force_login(getattr(told, who))
        assert client.post(address(told, route)).status_code == status, who


def test_a_leader_of_another_agency_decides_nothing_here(client, told):
    told.leader.memberships.update(unit=told.other)
    client.force_login(told.leader)
    assert client.post(address(told, "decide_extension"), {"granted": "yes"}).status_code == 404


def test_a_stranger_changes_nothing_with_a_full_form(client, scene):
    report_done(assignment=scene.work, by=scene.staff, on=TODAY, finished_on=TODAY, note="Xong.")
    before = Assignment.objects.filter(pk=scene.work.pk).values().get()
    client.force_login(scene.stranger)
    data = {"percent": 9, "note": "x", "reason": "x", "finished_on": "15/06/2026", "revision": 1}
    for route in ON_WORK:
        assert client.post(address(scene, route), data).status_code == UNSEEN
    assert Assignment.objects.filter(pk=scene.work.pk).values().get() == before
    assert ProgressEntry.objects.count() == 1


@pytest.mark.parametrize("route", [*ON_WORK, "decide_extension"])
def test_changes_are_sent_and_never_just_opened(client, told, route):
    client.force_login(told.admin)
    assert client.get(address(told, route)).status_code == 405


@pytest.mark.parametrize("route", [*LISTS, "assignment", "evidence", *ON_WORK, "decide_extension"])
def test_nobody_comes_in_without_logging_in(client, told, route):
    for answer in (client.get(address(told, route)), client.post(address(told, route))):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize("route", [*LISTS, "assignment", "evidence"])
def test_somebody_without_a_role_is_forbidden(client, told, route):
    client.force_login(UserFactory())
    assert client.get(address(told, route)).status_code == FORBIDDEN


def test_work_of_a_plan_that_is_not_released_is_not_there(client, told):
    told.plan.released_on = None
    told.plan.save()
    client.force_login(told.staff)
    for route in ("assignment", "evidence"):
        assert client.get(address(told, route)).status_code == UNSEEN


def test_changes_need_the_token_of_the_form(scene):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(scene.staff)
    answer = strict.post(address(scene, "record_progress"), {"percent": 9, "note": "x"})
    assert answer.status_code == 403
