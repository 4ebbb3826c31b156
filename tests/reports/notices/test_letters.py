"""One letter a person a day, over real SMTP: what it says, to whom, what is tried again."""

import datetime
from email.header import decode_header, make_header

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import Submission
from reports.notices.actions import MOST_A_DAY, remind, say_what_is_due
from reports.notices.letters import (
    MOST_FAILURES,
    MOST_TRIES,
    UNKNOWN,
    send_digests,
    send_left_reminders,
    send_reminder_letters,
)
from reports.notices.targets import targets_of_work
from tasks.models import Assignment, Letter, Notice, Reminder
from tests.factories import TODAY, UnitFactory, person
from tests.mail import nobody_greets
from tests.reports.notices.conftest import SITE, post
from tests.reports.notices.test_saying import choose, duty_due
from tests.reports.office import an_office, day
from units.policy import Role

pytestmark = pytest.mark.django_db
STAFF, HEAD = Role.STAFF, Role.HEAD


def send(on=TODAY):
    say_what_is_due(on=on)
    return send_digests(post=post(on))


def letter_to(mailbox, user):
    (found,) = [one for one in mailbox.letters if user.email in one["To"]]
    return found


def words(letter, kind="plain"):
    return letter.get_body((kind,)).get_content()


def test_a_letter_is_text_and_html_in_vietnamese_and_in_the_offices_name(mailbox, office):
    work = office.work(due=-3, task__title="Kiểm tra hệ thống chữa cháy <trụ sở>")
    staff = office.people[STAFF]
    send()
    letter = letter_to(mailbox, staff)
    assert str(make_header(decode_header(letter["From"]))).startswith("Sở SKHCN <")
    assert staff.full_name in letter["To"]
    assert letter["Subject"].strip() == (
        "Nhắc việc PCCC và CNCH ngày 15/06/2026: 1 điều cần xem, 1 việc quá hạn"
    )
    text, html = words(letter), words(letter, "html")
    for said in (text, html):
        assert f"Kính gửi {staff.full_name}" in said
        assert "quá hạn 3 ngày" in said
        assert "Phòng An SKHCN" in said
        assert f"{SITE}/viec/{work.pk}/" in said
        assert f"{SITE}/thong-bao/" in said
    assert "Kiểm tra hệ thống chữa cháy <trụ sở>" in text
    assert "&lt;trụ sở&gt;" in html


def test_everybody_gets_one_letter_a_day_with_all_there_is(mailbox, office):
    office.work(due=-20)
    office.work(due=5)
    duty_due(office, day(-1))
    sending = send()
    assert sending.sent == 3  # the officer, the head, the leader
    assert len(mailbox.letters) == 3
    text = words(letter_to(mailbox, office.people[STAFF]))
    assert "QUÁ HẠN (2)" in text
    assert "SẮP ĐẾN HẠN (1)" in text
    assert send().sent == 0
    assert len(mailbox.letters) == 3


def test_something_new_on_the_same_day_waits_for_tomorrow(mailbox, office):
    office.work(due=-1)
    send()
    office.work(due=-2)
    assert send().sent == 0
    assert send(on=day(1)).sent >= 1
    assert "quá hạn 2 ngày" in words(mailbox.letters[-1]) or len(mailbox.letters) > 1


def test_a_letter_says_only_what_the_person_may_see(mailbox, office):
    secret = UnitFactory(name="Đơn vị khác hẳn")
    work, other = office.work(due=-1), office.work(due=-1, task__title="Việc riêng của nơi khác")
    say_what_is_due(on=TODAY)
    Assignment.objects.filter(pk=other.pk).update(unit=secret)
    send_digests(post=post())
    text = words(letter_to(mailbox, office.people[STAFF]))
    assert work.task.title in text
    assert "Việc riêng của nơi khác" not in text


def test_somebody_whose_role_has_ended_gets_no_letter(mailbox, office):
    office.work(due=-1)
    say_what_is_due(on=TODAY)
    office.people[STAFF].memberships.update(ended_on=TODAY)
    assert send_digests(post=post()).sent == 0
    assert mailbox.letters == []


def test_what_was_settled_or_read_meanwhile_is_left_out(mailbox, office):
    done, read, moved = (office.work(due=-n) for n in (1, 2, 3))
    duty = duty_due(office, day(-1))
    say_what_is_due(on=TODAY)
    Assignment.objects.filter(pk=done.pk).update(finished_on=TODAY)
    Notice.objects.filter(assignment=read).update(read_at=post().at)
    Assignment.objects.filter(pk=moved.pk).update(due_on=day(30))
    Submission.objects.create(duty=duty, unit=office.rooms[0], submitted_on=TODAY)
    sending = send_digests(post=post())
    assert not [one for one in mailbox.letters if office.people[STAFF].email in one["To"]]
    assert sending.failed == ()
    assert not Letter.objects.filter(person=office.people[STAFF]).exists()


def test_more_than_one_can_read_is_a_number(mailbox, office):
    for n in range(MOST_A_DAY + 7):
        office.work(due=-1, task__ref=f"II.{n}")
    send()
    text = words(letter_to(mailbox, office.people[STAFF]))
    assert f"QUÁ HẠN ({MOST_A_DAY})" in text
    assert "Còn 7 việc khác" in text


# --- choices --------------------------------------------------------------------------------------
def test_who_wants_one_letter_a_week_gets_it_with_all_of_the_week(mailbox, office):
    staff = office.people[STAFF]
    staff.letter_rhythm = "weekly"
    staff.save()
    office.work(due=-1, task__title="Việc của thứ Hai")
    send()
    assert len([one for one in mailbox.letters if staff.email in one["To"]]) == 1
    office.work(due=0, task__title="Việc của thứ Ba")
    for offset in range(1, 5):
        send(on=day(offset))
    assert len([one for one in mailbox.letters if staff.email in one["To"]]) == 1
    send(on=day(7))
    mine = [one for one in mailbox.letters if staff.email in one["To"]]
    assert len(mine) == 2
    assert words(mine[1]).count("Việc của thứ Ba") == 1


def test_a_letter_counts_the_days_up_to_its_own(mailbox, office):
    """What was said in the week is counted anew when the letter of the week leaves."""
    staff = office.people[STAFF]
    staff.letter_rhythm = "weekly"
    staff.save()
    office.work(due=20, task__title="Việc còn xa")
    Letter.objects.create(person=staff, on=TODAY, sent_at=post().at)
    office.work(due=1, task__title="Việc đến hạn trong tuần")
    office.work(due=-1, task__title="Việc đã quá hạn")
    for offset in (0, 2, 7):
        send(on=day(offset))
    (letter,) = [one for one in mailbox.letters if staff.email in one["To"]]
    text = words(letter)
    assert "quá hạn 8 ngày" in text
    assert "quá hạn 6 ngày" in text
    assert "quá hạn 1 ngày" not in text
    assert "SẮP ĐẾN HẠN" not in text
    assert "còn -" not in text


def test_an_agency_may_want_no_letters(mailbox, office):
    other = an_office("SXD")
    choose(office.agency, send_letters=False)
    for one in (office, other):
        one.work(due=-1)
    assert send().sent == 1
    assert [one["To"] for one in mailbox.letters if other.people[STAFF].email in one["To"]]
    assert Notice.objects.filter(person=office.people[STAFF]).exists()


def test_somebody_without_an_address_is_counted_and_told_in_the_program(mailbox, office):
    staff = office.people[STAFF]
    staff.email = ""
    staff.save()
    office.work(due=-1)
    sending = send()
    assert (sending.sent, sending.without_address) == (0, 1)
    assert Notice.objects.unread_by(staff).count() == 1


# --- refused --------------------------------------------------------------------------------------
def test_a_refused_letter_is_kept_with_its_reason_and_the_others_leave(mailbox, office):
    staff = office.people[STAFF]
    mailbox.refused.add(staff.email)
    office.work(due=-3)
    sending = send()
    assert sending.sent == 1  # the head's
    assert sending.failed == ((str(staff), "550 No such user here"),)
    letter = Letter.objects.get(person=staff)
    assert (letter.sent_at, letter.tries) == (None, 1)
    assert "550" in letter.refusal


def test_a_refused_letter_leaves_the_next_time(mailbox, office):
    staff = office.people[STAFF]
    mailbox.refused.add(staff.email)
    office.work(due=-1)
    send()
    mailbox.refused.clear()
    assert send(on=day(1)).sent == 1
    letter = Letter.objects.get(person=staff)
    assert (letter.tries, letter.refusal, letter.on) == (2, "", day(1))
    assert "QUÁ HẠN (1)" in words(letter_to(mailbox, staff))
    assert send(on=day(1)).sent == 0


def test_an_address_that_is_always_refused_is_given_up(mailbox, office):
    staff = office.people[STAFF]
    mailbox.refused.add(staff.email)
    office.work(due=-1)
    say_what_is_due(on=TODAY)
    Letter.objects.create(
        person=staff, on=TODAY, tries=MOST_TRIES, refusal="550", address=staff.email
    )
    assert send_digests(post=post()).failed == ()


def test_a_mended_address_is_tried_anew(mailbox, office):
    staff = office.people[STAFF]
    office.work(due=-1)
    say_what_is_due(on=TODAY)
    Letter.objects.create(
        person=staff, on=TODAY, tries=MOST_TRIES, refusal="550", address="cu@example.vn"
    )
    assert send_digests(post=post()).failed == ()
    letter = Letter.objects.get(person=staff)
    assert (letter.tries, letter.address, letter.refusal) == (1, staff.email, "")
    assert letter.sent_at is not None


def test_a_reminder_refused_at_an_old_address_goes_to_the_mended_one(mailbox, office):
    staff, by = office.people[STAFF], office.people[Role.COORDINATOR]
    work = Assignment.objects.filter(pk=office.work(due=-1).pk).select_related("task__plan")
    now = datetime.datetime.combine(TODAY, datetime.time(9), datetime.UTC)
    remind(targets=targets_of_work(work, by.pk, TODAY), by=by, at=now, words="Gấp.", site=SITE)
    letters = Letter.objects.filter(person=staff, reminder__isnull=False)
    Letter.objects.exclude(person=staff).delete()
    stuck = {"tries": MOST_TRIES, "refusal": "550", "sent_at": None}
    letters.update(**stuck, address=staff.email)
    mailbox.letters.clear()
    assert send_left_reminders(post=post()).sent == 0
    letters.update(**stuck, address="cu@example.vn")
    assert send_left_reminders(post=post()).sent == 1
    assert "Gấp." in words(letter_to(mailbox, staff))


def test_no_mail_server_loses_nothing(settings, mailbox, office):
    office.work(due=-3)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    sending = send()
    assert sending.sent == 0
    assert len(sending.failed) == 2
    settings.EMAIL_PORT = port
    assert send_digests(post=post()).sent == 2


def test_two_runs_at_once_send_a_letter_once(mailbox, office, monkeypatch):
    office.work(due=-1)
    say_what_is_due(on=TODAY)
    stale = Letter.objects.create(person=office.people[STAFF], on=TODAY)
    Letter.objects.filter(pk=stale.pk).update(tries=1)  # the other run has claimed it
    monkeypatch.setattr("reports.notices.letters._digest_letter", lambda *_: stale)
    assert send_digests(post=post()).sent == 0
    assert mailbox.letters == []


def test_a_letter_whose_server_died_before_it_had_it_is_sent_again(mailbox, office):
    office.work(due=-3)
    mailbox.hangs_up = "before"
    assert send().sent == 0
    mailbox.hangs_up = ""
    assert send_digests(post=post()).sent == 2
    assert len(mailbox.letters) == 2


def test_a_letter_that_may_have_arrived_is_not_sent_again_and_said(mailbox, office):
    office.work(due=-3)
    mailbox.hangs_up = "after"
    assert {said for _, said in send().failed} == {UNKNOWN}
    mailbox.hangs_up = ""
    assert send_digests(post=post()).sent == 0
    assert len(mailbox.letters) == 2
    # What still holds stands in the next day's letter.
    assert send(on=day(1)).sent == 2


def test_a_letter_on_which_the_program_was_stopped_is_not_sent_again_and_said(mailbox, office):
    office.work(due=-3)
    say_what_is_due(on=TODAY)
    staff = office.people[STAFF]
    Letter.objects.create(person=staff, on=TODAY, tries=1)  # claimed, and then nothing
    assert send_digests(post=post()).sent == 1  # the head's
    assert send(on=day(1)).sent == 1  # what still holds, to the staff member
    assert Letter.objects.get(person=staff, on=TODAY).refusal == UNKNOWN


def test_a_reminder_that_somebody_is_sending_is_left_to_them(mailbox, office):
    reminder = Reminder.objects.create(by=office.people[Role.COORDINATOR], on=TODAY)
    Letter.objects.create(person=office.people[STAFF], on=TODAY, reminder=reminder, tries=1)
    sending = send_reminder_letters(reminder=reminder.pk, post=post())
    assert (sending.sent, sending.failed, mailbox.letters) == (0, (), [])
    send_left_reminders(post=post(day(1)))
    assert Letter.objects.get().refusal == UNKNOWN


def test_the_queries_of_a_letter_do_not_grow_with_its_lines(mailbox, office):
    def run(on):
        say_what_is_due(on=on)
        with CaptureQueriesContext(connection) as asked:
            send_digests(post=post(on))
        return len(asked)

    choose(office.agency, escalate_to_head=0, escalate_to_leaders=0)
    for _ in range(3):
        office.work(due=-1)
        duty_due(office, day(-1))
    once = run(TODAY)
    for _ in range(6):
        office.work(due=1)
        duty_due(office, day(1))
    assert run(day(2)) <= once


# --- a mail server that is slow -------------------------------------------------------------------
def test_a_server_that_falls_silent_before_it_has_a_letter_is_tried_again(
    mailbox, office, settings
):
    settings.EMAIL_TIMEOUT = 0.2
    office.work(due=-3)
    mailbox.falls_silent = "before"
    told = send()
    assert (told.sent, len(told.failed)) == (0, 2)
    mailbox.falls_silent = ""
    assert send_digests(post=post()).sent == 2
    assert len(mailbox.letters) == 2


def test_a_letter_on_which_a_server_falls_silent_may_have_arrived(mailbox, office, settings):
    settings.EMAIL_TIMEOUT = 0.2
    office.work(due=-3)
    mailbox.falls_silent = "after"
    assert {said for _, said in send().failed} == {UNKNOWN}
    mailbox.falls_silent = ""
    assert send_digests(post=post()).sent == 0
    assert len(mailbox.letters) == 2


def test_a_server_that_does_not_greet_is_left_alone_after_three_letters(mailbox, office, settings):
    settings.EMAIL_TIMEOUT = 0.1
    office.work(due=-3)
    for _ in range(3):
        office.work(due=-3, officer=person(STAFF, office.rooms[0]))
    port = settings.EMAIL_PORT
    with nobody_greets() as settings.EMAIL_PORT:
        told = send()
    assert (told.sent, len(told.failed), told.left) == (0, MOST_FAILURES, 2)
    assert Letter.objects.filter(tries=0).count() == 2
    settings.EMAIL_PORT = port
    assert send_digests(post=post()).sent == 5
    assert len(mailbox.letters) == 5


def test_refused_addresses_do_not_hold_up_the_others(mailbox, office):
    office.work(due=-3)
    for number in range(4):
        user = person(STAFF, office.rooms[0], email=f"sai{number}@x.vn")
        office.work(due=-3, officer=user)
        mailbox.refused.add(user.email)
    told = send()
    assert (told.sent, len(told.failed), told.left) == (2, 4, 0)
