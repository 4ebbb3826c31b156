"""One thing done to many pieces of work: each row judged by itself and told of."""

import pytest

from tasks.models import Assignment
from tests.factories import TODAY, AssignmentFactory, TaskFactory
from tests.reports.office import day

pytestmark = pytest.mark.django_db

URL = "/viec/hang-loat/"


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


def more(scene, **fields):
    return AssignmentFactory(task=TaskFactory(plan=scene.plan), unit=scene.unit, **fields)


def send(client, act, *rows, **typed):
    data = {"act": act, "chon": [row.pk for row in rows], **typed}
    return client.post(URL, data)


def test_first_the_rows_are_shown_and_nothing_is_done(client, scene):
    waiting = more(scene, finished_on=day(-2))
    client.force_login(scene.head)
    page = send(client, "xac-nhan", waiting)
    assert page.status_code == 200
    assert f'value="{waiting.pk}"' in page.content.decode()
    waiting.refresh_from_db()
    assert waiting.confirmed_on is None


def test_each_row_is_judged_by_itself(client, scene):
    waiting, running = more(scene, finished_on=day(-2)), more(scene)
    client.force_login(scene.head)
    page = send(client, "xac-nhan", waiting, running, **{"thuc-hien": "1", "note": "Tốt"})
    text = page.content.decode()
    assert "1 trên 2 phần việc đã thực hiện" in text
    assert "Đã xác nhận hoàn thành." in text
    assert "Chưa thực hiện:" in text
    waiting.refresh_from_db()
    running.refresh_from_db()
    assert (waiting.confirmed_on, running.confirmed_on) == (TODAY, None)


def test_work_is_reported_done_and_an_officer_named(client, scene):
    first, second = more(scene), more(scene)
    client.force_login(scene.staff)
    send(
        client,
        "hoan-thanh",
        first,
        second,
        **{"thuc-hien": "1", "finished_on": f"{TODAY:%d/%m/%Y}", "note": "Xong"},
    )
    assert Assignment.objects.filter(finished_on=TODAY).count() == 2
    client.force_login(scene.head)
    send(client, "phu-trach", more(scene), **{"thuc-hien": "1", "officer": scene.staff.pk})
    assert Assignment.objects.filter(officer=scene.staff).count() == 1


def test_what_is_missing_is_said_and_the_rows_stay(client, scene):
    work = more(scene)
    client.force_login(scene.staff)
    page = send(client, "hoan-thanh", work, **{"thuc-hien": "1", "finished_on": "31/02/2026"})
    assert page.status_code == 422
    text = page.content.decode()
    assert "Ngày này không có trong lịch" in text
    assert f'value="{work.pk}"' in text


def test_whoever_may_not_is_told_and_others_work_is_not_shown(client, scene):
    waiting = more(scene, finished_on=day(-2))
    client.force_login(scene.staff)
    text = send(client, "xac-nhan", waiting, **{"thuc-hien": "1"}).content.decode()
    assert "Bạn không có quyền" in text
    client.force_login(scene.stranger)
    assert send(client, "xac-nhan", waiting, **{"thuc-hien": "1"}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.confirmed_on is None


@pytest.mark.parametrize("rows", [[], ["x"], ["99999999999999999999"]])
def test_without_rows_one_is_back_at_the_list_as_it_was(client, scene, rows):
    client.force_login(scene.head)
    client.get("/viec/tat-ca/", {"status": "waiting"})
    answer = client.post(URL, {"act": "xac-nhan", "chon": rows})
    assert answer["Location"] == "/viec/tat-ca/?status=waiting"
