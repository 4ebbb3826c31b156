"""The bell and the page of notices."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.notices.actions import say_what_is_due
from tasks.models import Assignment, Notice
from tests.factories import TODAY, UnitFactory, UserFactory
from tests.reports.notices.test_saying import duty_due
from tests.reports.office import day
from units.policy import Role

pytestmark = pytest.mark.django_db
STAFF = Role.STAFF


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def staff(client, office, on_day):
    on_day(TODAY)
    client.force_login(office.people[STAFF])
    return office.people[STAFF]


def notice(work, person, **fields):
    said = {"kind": "late", "due_on": TODAY, "on": TODAY}
    return Notice.objects.create(person=person, assignment=work, **said | fields)


def test_the_bell_counts_what_waits_on_every_page(client, office, staff):
    assert "bell-count" not in text(client.get("/huong-dan/"))
    for n in range(3):
        notice(office.work(), staff, step=n)
    notice(office.work(), staff, is_quiet=True)
    notice(office.work(), office.people[Role.HEAD])
    assert text(client.get("/huong-dan/")).count('bell-count">3<') == 2  # top bar and rail


def test_the_bell_counts_no_further_than_it_shows(client, office, staff):
    work = office.work()
    for n in range(105):
        notice(work, staff, step=n)
    assert 'bell-count">99+<' in text(client.get("/huong-dan/"))


def test_the_bell_is_one_query_on_its_own_index(office, staff):
    notice(office.work(), staff)
    with CaptureQueriesContext(connection) as asked:
        Notice.objects.unread_by(staff).order_by()[:100].count()
    assert len(asked) == 1
    if connection.vendor == "sqlite":
        plan = Notice.objects.unread_by(staff).order_by().values("pk")[:100].explain()
        assert "COVERING INDEX notice_unread" in plan


def test_the_page_says_what_was_said_and_how_it_stands_now(client, office, staff):
    late = office.work(due=-3, task__title="Kiểm tra bình chữa cháy")
    duty_due(office, day(-1))
    say_what_is_due(on=TODAY)
    page = text(client.get("/thong-bao/"))
    assert "Kiểm tra bình chữa cháy" in page
    assert "quá hạn 3 ngày" in page
    assert re.search(r"Hiện nay\">\s*quá hạn", page)
    assert "Báo cáo ·" in page
    Assignment.objects.filter(pk=late.pk).update(finished_on=TODAY, confirmed_on=TODAY)
    assert re.search(r"Hiện nay\">\s*hoàn thành quá hạn", text(client.get("/thong-bao/")))


def test_opening_a_notice_leads_to_the_work_and_reads_it(client, office, staff):
    work = office.work()
    one = notice(work, staff)
    answer = client.get(f"/thong-bao/{one.pk}/")
    assert answer.headers["Location"] == f"/viec/{work.pk}/#tien-do"
    one.refresh_from_db()
    assert one.read_at


def test_opening_a_notice_of_a_report_leads_to_the_report(client, office, staff):
    duty = duty_due(office, day(-1))
    say_what_is_due(on=TODAY)
    one = Notice.objects.get(person=staff)
    answer = client.get(f"/thong-bao/{one.pk}/", follow=True)
    assert answer.request["PATH_INFO"] == f"/bao-cao/{duty.pk}/{office.rooms[0].pk}/"
    assert answer.status_code == 200


def test_opening_the_work_reads_all_that_was_said_of_it(client, office, staff):
    work = office.work()
    notice(work, staff), notice(work, staff, step=8)
    kept = notice(office.work(), staff)
    client.get(f"/viec/{work.pk}/")
    assert list(Notice.objects.unread_by(staff)) == [kept]


def test_all_are_read_at_once(client, office, staff):
    mine, others = notice(office.work(), staff), notice(office.work(), office.people[Role.HEAD])
    page = text(client.post("/thong-bao/da-xem/", follow=True))
    assert "Đã xem hết thông báo" in page
    mine.refresh_from_db()
    others.refresh_from_db()
    assert mine.read_at
    assert others.read_at is None
    assert mine.assignment.task.title in text(client.get("/thong-bao/?xem=tat-ca"))


def test_a_notice_of_somebody_else_does_not_exist(client, office, staff):
    other = notice(office.work(), office.people[Role.HEAD])
    assert client.get(f"/thong-bao/{other.pk}/").status_code == 404


def test_a_notice_of_work_out_of_reach_is_neither_shown_nor_opened(client, office, staff):
    work = office.work(task__title="Việc đã chuyển đi xa")
    one = notice(work, staff)
    Assignment.objects.filter(pk=work.pk).update(unit=UnitFactory())
    assert "Việc đã chuyển đi xa" not in text(client.get("/thong-bao/?xem=tat-ca"))
    assert client.get(f"/thong-bao/{one.pk}/").status_code == 404


def test_the_empty_page_says_what_will_come(client, office, staff):
    assert "Đã xem hết thông báo" in text(client.get("/thong-bao/"))
    assert "Chưa có thông báo nào" in text(client.get("/thong-bao/?xem=tat-ca"))


def test_somebody_without_a_role_has_no_bell(client):
    client.force_login(UserFactory())
    assert "/thong-bao/" not in text(client.get("/tai-khoan/"))


def test_the_page_takes_no_more_queries_for_more_lines(client, office, staff):
    def count():
        with CaptureQueriesContext(connection) as asked:
            client.get("/thong-bao/")
        return len(asked)

    def fill():
        for n in range(4):
            notice(office.work(), staff)
            duty_due(office, day(-1 - n))
        say_what_is_due(on=TODAY)

    fill()
    once = count()
    fill()
    assert count() == once
    assert once <= 12
