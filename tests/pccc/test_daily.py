"""What every day asks for: by a timer, by hand, by the server itself; twice does nothing twice."""

import datetime
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.jobs import LOST_AFTER
from intake.models import Intake
from pccc.daily import run_day_once
from pccc.daily_thread import DailyThread, hour_of, seconds_until
from plans.actions import close_plan, run_on
from tasks.actions.assigning import open_periods
from tasks.models import Assignment, DailyRun, Letter, Notice
from tests.factories import (
    TODAY,
    AssignmentFactory,
    PlanFactory,
    ReportDutyFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
)
from tests.mail import mailbox
from tests.reports.notices.conftest import post
from tests.reports.office import an_office, day
from tests.worlds import shared
from units.policy import Role

__all__ = ["mailbox"]
pytestmark = pytest.mark.django_db


@shared
def office():
    return an_office()


def daily(capsys, *options):
    call_command("daily", *options)
    return capsys.readouterr().out


def test_a_day_is_done_and_told(capsys, mailbox, office):
    office.work(due=-3)
    told = daily(capsys, "--on", "15/06/2026")
    assert "Thông báo mới: 2, cho 2 người." in told
    assert "Đây là lần chạy đầu" in told
    assert "Thư nhắc việc: 2 thư đã gửi, 0 thư chưa gửi được." in told
    assert len(mailbox.letters) == 2
    run = DailyRun.objects.get(on=TODAY)
    assert run.finished_at
    assert "Thông báo mới: 2" in run.told


def test_twice_in_a_day_sends_nothing_twice(capsys, mailbox, office):
    office.work(due=-3)
    daily(capsys, "--on", "2026-06-15")
    told = daily(capsys, "--on", "2026-06-15")
    assert "Thông báo mới: 0, cho 0 người." in told
    assert "lần chạy đầu" not in told
    assert len(mailbox.letters) == 2


def test_a_rehearsal_tells_and_changes_nothing(capsys, mailbox, office):
    office.work(due=-3)
    told = daily(capsys, "--on", "15/06/2026", "--dry-run")
    assert "Thông báo mới: 2, cho 2 người." in told
    assert "Chạy thử" in told
    assert mailbox.letters == []
    assert not Notice.objects.exists()
    assert not DailyRun.objects.exists()


def test_a_day_off_is_said(capsys, mailbox, office):
    office.work(due=-3)
    told = daily(capsys, "--on", "20/06/2026")
    assert "Ngày 20/06/2026 là ngày nghỉ" in told
    assert mailbox.letters == []


def test_what_the_mail_server_refuses_is_said_with_the_name(capsys, mailbox, office):
    staff = office.people[Role.STAFF]
    mailbox.refused.add(staff.email)
    office.work(due=-1)
    told = daily(capsys, "--on", "15/06/2026")
    assert f"Chưa gửi được cho {staff}: 550 No such user here" in told
    assert Letter.objects.unsent().count() == 1


def test_units_without_people_are_said(capsys, mailbox, office):
    office.work(room=1, due=-1)
    assert "chưa có người nhận: 1." in daily(capsys, "--on", "15/06/2026")


def test_a_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match="Không hiểu ngày"):
        call_command("daily", "--on", "31/02/2026")


def test_the_server_does_a_day_once(mailbox, office):
    office.work(due=-1)
    assert run_day_once(post=post())
    assert run_day_once(post=post()) == DailyRun.objects.get().told.splitlines()
    assert len(mailbox.letters) == 1


def test_a_day_that_broke_off_is_taken_over_after_a_while(mailbox, office):
    office.work(due=-1)
    begun = post()
    DailyRun.objects.create(on=begun.on, started_at=begun.at)
    assert run_day_once(post=begun) is None  # another process is at it
    assert mailbox.letters == []
    later = replace(begun, at=begun.at + LOST_AFTER)
    assert run_day_once(post=later)
    assert len(mailbox.letters) == 1
    assert DailyRun.objects.get().finished_at == later.at


# --- drafts, periods ------------------------------------------------------------------------------
def test_holds_that_ran_out_end_and_others_stay(capsys):
    now, holder = timezone.now(), UserFactory()
    minutes = datetime.timedelta(minutes=5)
    agency = UnitFactory()
    old, held = (
        Intake.objects.create(issuer=agency, name="kh", held_by=holder, held_until=now + ago)
        for ago in (-minutes, minutes)
    )
    assert "Bản nháp hết thời gian giữ: 1." in daily(capsys)
    old.refresh_from_db()
    held.refresh_from_db()
    assert (old.held_by, held.held_by) == (None, holder)


def quarterly(**fields):
    """Work of every quarter that has its part in the first one only."""
    task = TaskFactory(deadline_kind="quarterly", **fields)
    first = AssignmentFactory(
        task=task,
        unit=UnitFactory(parent=task.plan.issuer),
        period="2026-Q1",
        starts_on=datetime.date(2026, 1, 1),
        due_on=datetime.date(2026, 3, 31),
    )
    return task, first


def test_a_period_that_has_begun_is_opened_once():
    task, first = quarterly()
    assert open_periods(on=TODAY) == 1
    second = Assignment.objects.get(task=task, period="2026-Q2")
    assert (second.unit, second.part) == (first.unit, first.part)
    assert second.due_on == second.planned_on == datetime.date(2026, 6, 30)
    assert second.starts_on == datetime.date(2026, 4, 1)
    assert open_periods(on=TODAY) == 0
    assert open_periods(on=day(20)) == 1


@pytest.mark.parametrize("how", ["cancelled", "revoked", "ended", "closed"])
def test_no_period_opens_where_the_work_or_its_plan_has_ended(how):
    plan = {
        "revoked": {"revoked_on": day(-1)},
        "ended": {"ends_on": day(-1)},
        "closed": {"closed_on": day(-1)},
    }.get(how, {})
    _, first = quarterly(plan=PlanFactory(**plan))
    if how == "cancelled":
        Assignment.objects.filter(pk=first.pk).update(cancelled_on=day(-60))
    assert open_periods(on=TODAY) == 0


def test_periods_before_the_work_was_given_are_not_made():
    task, first = quarterly()
    Assignment.objects.filter(pk=first.pk).update(
        period="2026-Q2",
        starts_on=datetime.date(2026, 4, 1),
        due_on=datetime.date(2026, 6, 30),
        planned_on=datetime.date(2026, 6, 30),
    )
    assert open_periods(on=TODAY) == 0
    assert Assignment.objects.filter(task=task).count() == 1


NEW_YEAR = datetime.date(2027, 1, 2)


def test_yearly_work_of_a_plan_without_an_end_goes_on_until_the_plan_ends(capsys):
    plan = PlanFactory(runs_on=True)
    task = TaskFactory(plan=plan, deadline_kind="yearly", deadline_days=["09-10"])
    first = AssignmentFactory(
        task=task,
        unit=UnitFactory(parent=plan.issuer),
        period="2026",
        starts_on=plan.starts_on,
        due_on=datetime.date(2026, 9, 10),
    )
    duty = ReportDutyFactory(plan=plan, deadline_kind="yearly", deadline_days=["12-10"])
    assert "tiếp tục sang năm nay: 1." in daily(capsys, "--on", f"{NEW_YEAR}")
    plan.refresh_from_db()
    assert plan.ends_on == datetime.date(2027, 12, 31)
    second = Assignment.objects.get(task=task, period="2027")
    assert (second.unit, second.due_on) == (first.unit, datetime.date(2027, 9, 10))
    assert [one.period for one in duty.occurrences(plan.period)] == ["2026", "2027"]
    assert "tiếp tục sang năm nay: 0." in daily(capsys, "--on", f"{NEW_YEAR}")
    close_plan(plan=plan, by=UserFactory(), on=NEW_YEAR)
    daily(capsys, "--on", "2028-01-02")
    plan.refresh_from_db()
    assert plan.ends_on == datetime.date(2027, 12, 31)
    assert Assignment.objects.filter(task=task).count() == 2


def test_a_plan_that_names_its_end_does_not_run_on(capsys):
    plan = PlanFactory()
    assert run_on(on=NEW_YEAR) == 0
    assert run_on(on=plan.ends_on) == 0


# --- by the server itself -------------------------------------------------------------------------
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("hour", "minute", "seconds"), [(6, 0, 1800), (6, 30, 0), (9, 0, 0), (0, 0, 23400)]
)
def test_the_server_waits_for_the_hour_and_makes_up_for_it(hour, minute, seconds):
    now = datetime.datetime(2026, 6, 15, hour, minute, tzinfo=HANOI)
    assert seconds_until(datetime.time(6, 30), now) == seconds


def test_the_hour_is_read_or_refused():
    assert hour_of("") is None
    assert hour_of("06:30") == datetime.time(6, 30)
    with pytest.raises(ValueError, match="Invalid"):
        hour_of("nửa đêm")


@pytest.fixture
def thread(monkeypatch):
    monkeypatch.setattr("pccc.daily_thread.connections.close_all", lambda: None)
    at = datetime.datetime(2026, 6, 15, 6, 30, tzinfo=HANOI)
    return DailyThread(datetime.time(6, 30), "https://pccc.example.gov.vn", lambda: at)


def test_every_process_of_the_server_tries_and_one_does_it(mailbox, office, thread):
    office.work(due=-1)
    assert thread.run_now()
    assert thread.run_now()
    assert len(mailbox.letters) == 1
    assert DailyRun.objects.get().on == TODAY


def test_what_fails_is_logged_and_the_server_goes_on(thread, monkeypatch, caplog):
    def broken(**_):
        raise OSError("no space left")

    monkeypatch.setattr("pccc.daily_thread.run_day_once", broken)
    assert not thread.run_now()
    assert "was not done" in caplog.text


@pytest.mark.parametrize(("is_done", "hours"), [(True, 17.5), (False, 0.25)])
def test_a_day_that_is_not_done_is_looked_after_again(thread, monkeypatch, is_done, hours):
    waited = []

    def wait(seconds):
        waited.append(seconds / 3600)
        return len(waited) == 2

    monkeypatch.setattr(thread, "run_now", lambda: is_done)
    monkeypatch.setattr(thread._stopped, "wait", wait)
    thread._run()
    assert waited == [0.0, hours]
