"""Reminding by a person: first who would get what, then what was sent, and never twice a day."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.notices.letters import send_left_reminders
from tasks import actions
from tasks.models import EntryKind, Letter, Notice, ProgressEntry, Reminder
from tests.factories import TODAY, UnitFactory, person
from tests.reports.notices.conftest import post
from tests.reports.notices.test_saying import duty_due
from tests.reports.office import an_office, day
from units.policy import Role

pytestmark = pytest.mark.django_db
STAFF, HEAD, COORDINATOR, LEADER = Role.STAFF, Role.HEAD, Role.COORDINATOR, Role.LEADER
PAGE = "/don-doc/"


@pytest.fixture
def desk(client, office, on_day):
    on_day(TODAY)
    client.force_login(office.people[COORDINATOR])
    return client


def text(answer) -> str:
    return answer.content.decode()


def letters_to(mailbox, user):
    return [one for one in mailbox.letters if user.email in one["To"]]


@pytest.fixture
def send(desk, django_capture_on_commit_callbacks):
    def press(address=PAGE, words="Đề nghị khẩn trương.", client=None):
        with django_capture_on_commit_callbacks(execute=True):
            return (client or desk).post(address, {"words": words}, follow=True)

    return press


# --- before ---------------------------------------------------------------------------------------
def test_one_sees_first_who_would_get_what_and_nothing_is_sent(desk, mailbox, office):
    office.work(due=-3, task__title="Kiểm tra bình chữa cháy")
    page = text(desk.get(PAGE))
    for user in (office.people[STAFF], office.people[HEAD]):
        assert user.full_name in page
        assert f"thư tới {user.email}" in page
    assert "Kiểm tra bình chữa cháy" in page
    assert "3 ngày" in page
    assert mailbox.letters == []
    assert not Notice.objects.exists()


def test_a_list_without_a_state_means_who_is_late(desk, office):
    office.work(due=-3, task__title="Việc quá hạn")
    office.work(due=3, task__title="Việc còn hạn")
    assert "Việc còn hạn" not in text(desk.get(PAGE))
    both = text(desk.get(f"{PAGE}?status=open,overdue"))
    assert "Việc quá hạn" in both
    assert "Việc còn hạn" in both


def test_a_long_preview_comes_in_parts_and_its_text_on_a_page_of_its_own(desk, office, monkeypatch):
    monkeypatch.setattr("reports.notices.reminding.ROWS_ON_A_PAGE", 3)
    monkeypatch.setattr("reports.notices.reminding.MOST_NAMED", 1)
    monkeypatch.setattr("reports.notices.reminding.LONGEST_TEXT", 10)
    person(STAFF, office.rooms[1], full_name="Người phòng Bình")
    for room in (0, 0, 1):
        office.work(room=room, due=-3, task__title=f"Việc phòng {room}")

    first, second = text(desk.get(PAGE)), text(desk.get(f"{PAGE}?page=2"))

    assert "Xem trước: 3 người nhận, 3 việc." in first
    assert "và 1 việc khác" in first
    assert "và 1 người khác" in first
    assert "Phần 1 trong 2" in first
    assert "Người phòng Bình" not in first
    assert "Người phòng Bình" in second
    assert "Mở nội dung để sao chép" in first
    answer = desk.get(f"{PAGE}?vanban=1")
    assert answer["Content-Type"].startswith("text/plain")
    assert text(answer).count("Việc phòng") == 3


def test_the_address_of_the_list_narrows_it(desk, office):
    person(STAFF, office.rooms[1], full_name="Người phòng Bình")
    office.work(due=-3)
    office.work(room=1, due=-3)
    page = text(desk.get(f"{PAGE}?unit={office.rooms[1].pk}"))
    assert "Người phòng Bình" in page
    assert office.people[STAFF].full_name not in page


def test_single_pieces_can_be_named(desk, office):
    one, other = (office.work(due=5, task__title=title) for title in ("Việc một", "Việc hai"))
    page = text(desk.get(f"{PAGE}?chon={one.pk}"))
    assert "Việc một" in page
    assert "Việc hai" not in page
    assert "Việc hai" in text(desk.get(f"{PAGE}?chon={one.pk}&chon={other.pk}"))
    assert desk.get(f"{PAGE}?chon=abc").status_code == 200


def test_work_that_waits_for_somebody_else_is_not_spoken_of(desk, office):
    work = office.work(due=3)
    actions.report_done(
        assignment=work, by=office.people[STAFF], on=day(-1), finished_on=day(-1), note="Xong"
    )
    assert "Không có việc nào để đôn đốc" in text(desk.get(f"{PAGE}?status=open"))


def test_a_unit_without_people_is_named_and_its_text_can_be_copied(desk, office):
    office.work(room=1, due=-3, task__title="Việc của phòng Bình")
    page = text(desk.get(PAGE))
    assert "1 việc chưa có người nhận" in page
    assert "PHÒNG BÌNH SKHCN" in page  # in the text to be copied
    assert "Gửi đôn đốc</button>" not in page


def test_work_of_another_agency_is_out_of_reach(desk, mailbox, office, send):
    foreign = an_office("SXD").work(due=-3, task__title="Việc của sở khác")
    for address in (PAGE, f"{PAGE}?chon={foreign.pk}"):
        assert "Việc của sở khác" not in text(desk.get(address))
    send(f"{PAGE}?chon={foreign.pk}")
    assert mailbox.letters == []
    assert not Reminder.objects.exists()


# --- sent -----------------------------------------------------------------------------------------
def test_each_gets_one_letter_with_all_of_it_and_the_word(desk, mailbox, office, send):
    for n in range(3):
        office.work(due=-3 - n, task__title=f"Việc {n}")
    answer = send()
    assert "Đã đôn đốc" in text(answer)
    assert len(mailbox.letters) == 2
    (letter,) = letters_to(mailbox, office.people[STAFF])
    said = letter.get_body(("plain",)).get_content()
    assert "Đề nghị khẩn trương." in said
    assert office.people[COORDINATOR].full_name in said
    assert all(f"Việc {n}" in said for n in range(3))
    assert "http://testserver/viec/" in said


def test_the_reminder_stands_in_the_story_of_the_work(desk, mailbox, office, send):
    work = office.work(due=-3)
    send()
    entry = ProgressEntry.objects.get(assignment=work)
    assert (entry.kind, entry.on, entry.by) == (
        EntryKind.REMINDED,
        TODAY,
        office.people[COORDINATOR],
    )
    assert office.people[STAFF].full_name in entry.note
    page = text(desk.get(reverse("tasks:assignment", args=[work.pk])))
    assert "Đề nghị khẩn trương." in page
    work.refresh_from_db()
    assert work.last_entry_on is None  # the unit itself has told nothing


def test_nobody_is_reminded_of_one_thing_twice_a_day(desk, mailbox, office, send):
    office.work(due=-3)
    send()
    again = send()
    assert "đã được đôn đốc hôm nay" in text(again)
    assert len(mailbox.letters) == 2
    assert Reminder.objects.count() == 1
    office.work(due=-5, task__title="Việc mới quá hạn")
    send()
    (_, second) = letters_to(mailbox, office.people[STAFF])
    assert "một việc" in second["Subject"]


def test_it_rings_the_bell(desk, mailbox, office, send, client):
    work = office.work(due=-3)
    send()
    staff = office.people[STAFF]
    assert Notice.objects.unread_by(staff).count() == 1
    client.force_login(staff)
    page = text(client.get("/thong-bao/"))
    assert "Đôn đốc" in page
    assert "Đề nghị khẩn trương." in page
    assert work.task.title in page


def test_one_sees_afterwards_what_was_sent_and_what_was_not(desk, mailbox, office, send):
    head = office.people[HEAD]
    mailbox.refused.add(head.email)
    office.work(due=-3)
    send()
    page = text(desk.get(f"{PAGE}{Reminder.objects.get().pk}/"))
    assert "Đã gửi thư" in page
    assert "Chưa gửi được thư" in page
    assert "550 No such user here" in page
    assert "Chưa xem" in page
    listed = text(desk.get("/don-doc/da-gui/"))
    assert "Đề nghị khẩn trương." in listed
    assert "550 No such user here" in listed
    mailbox.refused.clear()
    assert send_left_reminders(post=post(day(1))).sent == 1
    assert len(letters_to(mailbox, head)) == 1
    assert "550" not in text(desk.get("/don-doc/da-gui/"))


def test_somebody_without_an_address_is_reminded_in_the_program(desk, mailbox, office, send):
    staff = office.people[STAFF]
    staff.email = ""
    staff.save()
    office.work(due=-3)
    assert "Chỉ trong chương trình" in text(send())
    assert Notice.objects.unread_by(staff).exists()
    assert not Letter.objects.filter(person=staff).exists()


def test_a_word_too_long_is_refused_and_kept_on_the_page(desk, office):
    office.work(due=-3)
    answer = desk.post(PAGE, {"words": "x" * 1001})
    assert answer.status_code == 422
    assert "x" * 1001 in text(answer)
    assert not Reminder.objects.exists()


def test_a_leader_reminds_too_and_an_officer_does_not(client, office, on_day):
    on_day(TODAY)
    office.work(due=-3)
    client.force_login(office.people[LEADER])
    assert client.get(PAGE).status_code == 200
    assert "Đôn đốc</a>" in text(client.get("/viec/tat-ca/"))
    client.force_login(office.people[STAFF])
    assert client.get(PAGE).status_code == 403
    assert "Đôn đốc</a>" not in text(client.get("/viec/tat-ca/"))


# --- reports --------------------------------------------------------------------------------------
def test_missing_reports_are_reminded_of_from_their_list(desk, mailbox, office, send):
    duty = duty_due(office, day(-2))
    listed = text(desk.get("/bao-cao/"))
    assert "/don-doc/bao-cao/" in listed
    page = text(desk.get("/don-doc/bao-cao/"))
    assert office.people[STAFF].full_name in page
    assert "quá hạn 2 ngày" in page
    send("/don-doc/bao-cao/")
    notice = Notice.objects.get(person=office.people[STAFF])
    assert (notice.duty, notice.unit, notice.kind) == (duty, office.rooms[0], "reminded")
    (letter,) = letters_to(mailbox, office.people[STAFF])
    path = f"/bao-cao/{duty.pk}/{office.rooms[0].pk}/"
    assert path in letter.get_body(("plain",)).get_content()
    assert "đã được đôn đốc hôm nay" in text(send("/don-doc/bao-cao/"))


def test_a_reminder_of_reports_speaks_of_reports(desk, office):
    empty = text(desk.get("/don-doc/bao-cao/"))
    assert "Không có báo cáo nào để đôn đốc" in empty
    assert 'href="/bao-cao/">Xem báo cáo định kỳ' in empty
    duty = duty_due(office, day(-2))
    duty.reporters.add(office.rooms[1])
    page = text(desk.get("/don-doc/bao-cao/"))
    assert "2 người nhận, 1 báo cáo." in page
    assert "1 báo cáo chưa có người nhận" in page
    assert "Đề nghị nộp các báo cáo sau:" in page


def test_the_report_of_an_agency_is_its_coordinators_to_write(office, client, on_day):
    on_day(TODAY)
    duty_due(office, day(-2)).reporters.set([office.agency])
    client.force_login(office.people[LEADER])
    page = text(client.get("/don-doc/bao-cao/"))
    assert f"thư tới {office.people[COORDINATOR].email}" in page
    client.force_login(office.people[COORDINATOR])
    assert "1 báo cáo chưa có người nhận:</b> ở đơn vị chưa có ai khác" in text(
        client.get("/don-doc/bao-cao/")
    )


def test_the_list_counts_each_report_of_each_unit(desk, mailbox, office, send):
    person(STAFF, office.rooms[1])
    duty = duty_due(office, day(-2))
    duty.reporters.add(office.rooms[1])
    send("/don-doc/bao-cao/")
    counted = vars(Reminder.objects.with_counts().get())
    assert (counted["people"], counted["things"]) == (3, 2)


# --- who has looked -------------------------------------------------------------------------------
def test_unread_is_told_from_undone(desk, office, client):
    work = office.work(due=-3)
    assert "Chưa ai xem" in text(desk.get("/viec/tat-ca/"))
    address = reverse("tasks:assignment", args=[work.pk])
    desk.get(address)  # the coordinator's look is not the unit's
    assert "Chưa ai xem" in text(desk.get(address))
    client.force_login(office.people[STAFF])
    client.get(address)
    client.get(address)
    assert work.openings.count() == 1
    client.force_login(office.people[COORDINATOR])
    assert "Chưa ai xem" not in text(client.get("/viec/tat-ca/"))


def test_work_given_before_that_was_kept_is_not_called_unread(desk, office):
    work = office.work(due=-3)
    type(work).objects.update(given_at=None)
    assert "Chưa ai xem" not in text(desk.get("/viec/tat-ca/"))


# --- size -----------------------------------------------------------------------------------------
def test_the_preview_and_the_sending_take_no_more_queries_for_more_rows(desk, mailbox, office):
    def fill(units):
        for n in range(units):
            room = UnitFactory(parent=office.agency, name=f"Phòng thêm {n} {units}")
            person(STAFF, room)
            office.rooms.append(room)
            for _ in range(2):
                office.work(room=len(office.rooms) - 1, due=-3)

    def count(call):
        with CaptureQueriesContext(connection) as asked:
            assert call().status_code in (200, 302)
        return len(asked)

    fill(2)
    looking, sending = count(lambda: desk.get(PAGE)), count(lambda: desk.post(PAGE, {"words": ""}))
    fill(6)
    assert count(lambda: desk.get(PAGE)) == looking
    assert count(lambda: desk.post(PAGE, {"words": ""})) == sending
