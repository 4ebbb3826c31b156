"""The figures of the dashboard: what is counted, for whom, in which order."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.schedule import Period, year_of
from reports.compliance.context import build_compliance
from reports.compliance.facts import Scope
from reports.dashboard import lines, todo_panel
from reports.dashboard.context import build_dashboard
from reports.periods import own_period, period_of
from tasks.models import Assignment, EntryKind, Extension, ProgressEntry
from tasks.status import Counts
from tests.factories import (
    TODAY,
    PlanFactory,
    ReportDutyFactory,
    TaskFactory,
    UnitFactory,
    person,
)
from tests.reports.office import an_office, day, one_of_each, with_evidence
from units.policy import Role

pytestmark = pytest.mark.django_db

YEAR = year_of(TODAY)


def dashboard(user, **parameters):
    return build_dashboard(user, **{"today": TODAY, "period": YEAR, **parameters})


def test_the_four_official_counts_and_the_rate():
    office = an_office()
    one_of_each(office)

    built = dashboard(office.people[Role.LEADER])

    assert built.counts == Counts(
        done_on_time=2, done_late=1, open=3, overdue=3, ongoing=2, suspended=1, cancelled=1
    )
    assert [figure.number for figure in built.figures] == [2, 1, 3, 3]
    assert built.rate.value == "50\N{NO-BREAK SPACE}%"
    assert built.rate.words == "3 trên 6 nhiệm vụ"


def test_the_rate_is_written_in_vietnamese():
    office = an_office()
    for _ in range(7):
        office.done()
    office.work(due=-1)

    assert dashboard(office.people[Role.LEADER]).rate.value == "87,5\N{NO-BREAK SPACE}%"


def test_without_anything_due_there_is_no_rate():
    office = an_office()
    office.work(due=30)

    rate = dashboard(office.people[Role.LEADER]).rate

    assert (rate.value, rate.href, rate.words) == ("–", "", "chưa có nhiệm vụ đến hạn")


def test_ongoing_work_has_a_row_of_its_own_with_this_cycles_evidence():
    office = an_office()
    with_evidence(office.work(due=None))
    with_evidence(office.work(due=None), on=day(-80))  # the quarter before: 27 March
    office.work(due=None)

    ongoing = dashboard(office.people[Role.LEADER]).ongoing

    assert ongoing.total.number == 3
    assert ongoing.with_evidence.number == 1
    assert ongoing.without_evidence.number == 2


def test_evidence_counts_by_the_plans_own_cycle():
    office = an_office()
    yearly = PlanFactory(issuer=office.agency, evidence_cycle="yearly")
    with_evidence(office.work(due=None, task__plan=yearly), on=day(-80))

    assert dashboard(office.people[Role.LEADER]).ongoing.with_evidence.number == 1


def test_units_are_sorted_by_overdue_then_by_name():
    office = an_office()
    office.rooms.append(UnitFactory(name="Ban Chỉ huy", parent=office.agency))
    office.work(room=0, due=30)
    office.work(room=1, due=-1)
    office.work(room=2, due=30)

    names = [row.name for row in dashboard(office.people[Role.LEADER]).units]

    assert names == [office.rooms[1].name, "Ban Chỉ huy", office.rooms[0].name]


def test_late_work_is_listed_longest_overdue_first_and_at_most_ten():
    office = an_office()
    for days in range(1, 13):
        office.work(due=-days)

    built = dashboard(office.people[Role.LEADER])

    assert [row.words for row in built.late] == [
        f"quá hạn {days} ngày" for days in range(12, 2, -1)
    ]
    assert built.late_total.number == 12


def test_late_work_that_waits_for_confirmation_is_late_up_to_its_report():
    office = an_office()
    office.work(due=-30, finished_on=day(-25))
    office.work(due=-10)

    late = dashboard(office.people[Role.LEADER]).late

    assert [(row.words, row.waits) for row in late] == [
        ("quá hạn 10 ngày", False),
        ("quá hạn 5 ngày", True),
    ]


def test_what_falls_due_goes_by_today_whatever_the_period():
    office = an_office()
    for due in (-1, 0, 7, 8, 30, 31):
        office.work(due=due)

    attention = dashboard(office.people[Role.LEADER], period=period_of("2026-01") or YEAR).attention

    assert (attention.due_soon.number, attention.due_later.number) == (2, 4)


def test_a_past_period_is_judged_on_its_last_day():
    office = an_office()
    first_quarter = period_of("2026-Q1") or YEAR
    due_on = Period("", day(-90), day(-90)).starts_on  # 17 March
    late = office.work(due=-90)
    assert late.due_on == due_on
    Assignment.objects.filter(pk=late.pk).update(finished_on=day(-30), confirmed_on=day(-30))

    before = dashboard(office.people[Role.LEADER], period=first_quarter)
    now = dashboard(office.people[Role.LEADER])

    assert (before.counts.overdue, before.day, before.is_past) == (1, first_quarter.ends_on, True)
    assert (now.counts.done_late, now.counts.overdue, now.is_past) == (1, 0, False)


def test_the_rate_is_compared_with_the_period_before():
    office = an_office()
    quarter = period_of("2026-Q2") or YEAR
    office.work(due=-90)  # still open: overdue in both quarters
    office.done(due=-10)

    rate = dashboard(office.people[Role.LEADER], period=quarter).rate

    assert (rate.value, rate.change, rate.direction) == ("50\N{NO-BREAK SPACE}%", "50", "up")


def test_one_plan_alone():
    office = an_office()
    office.work(due=-1)
    other = PlanFactory(issuer=office.agency)
    office.work(due=-1, task__plan=other)
    TaskFactory(plan=office.plan)

    built = dashboard(office.people[Role.LEADER], plan=other)

    assert built.counts == Counts(overdue=1)
    assert [row.name for row in built.plans] == [other.full_number]
    assert built.attention.unassigned_total == 0


def test_unassigned_tasks_are_told_by_plan():
    office = an_office()
    TaskFactory.create_batch(2, plan=office.plan)
    office.work()
    TaskFactory(plan=PlanFactory(issuer=office.agency, revoked_on=TODAY))
    TaskFactory(plan=PlanFactory(issuer=office.agency, released_on=None))
    old = PlanFactory(issuer=office.agency, starts_on=day(-800), ends_on=day(-500))
    TaskFactory(plan=old)

    attention = dashboard(office.people[Role.LEADER]).attention

    assert [(figure.label, figure.number) for figure in attention.unassigned] == [
        (str(office.plan), 2)
    ]
    assert attention.unassigned_total == 2


def test_outstanding_reports_of_the_period():
    office = an_office()
    duty = ReportDutyFactory(
        plan=office.plan, deadline_kind="quarterly", deadline_days=["5"], title="Báo cáo quý"
    )
    duty.reporters.set(office.rooms)

    attention = dashboard(office.people[Role.LEADER]).attention

    # 5 March and 5 June have passed, for two rooms.
    assert attention.outstanding_total.number == 4
    assert attention.outstanding[0].words == f"quá hạn {(TODAY - day(-102)).days} ngày"
    assert dashboard(office.people[Role.HEAD]).attention.outstanding_total.number == 2


def test_requests_for_time_and_difficulties_wait_for_somebody():
    office = an_office()
    staff = office.people[Role.STAFF]
    work = office.work(due=5)
    Extension.objects.create(
        assignment=work,
        asked_on=day(-1),
        asked_by=staff,
        due_before=day(5),
        due_asked=day(20),
        reason="Chờ kinh phí",
    )
    ProgressEntry.objects.create(assignment=work, on=day(-1), by=staff, difficulty="Thiếu kinh phí")
    ProgressEntry.objects.create(assignment=work, on=day(-400), by=staff, difficulty="Đã lâu")
    ProgressEntry.objects.create(
        assignment=office.done(), on=day(-15), by=staff, difficulty="Đã gỡ xong"
    )
    office.work(due=3, finished_on=TODAY)

    attention = dashboard(office.people[Role.LEADER]).attention

    assert [one.reason for one in attention.extensions] == ["Chờ kinh phí"]
    assert [one.text for one in attention.difficulties] == ["Thiếu kinh phí"]
    assert attention.waiting.number == 1
    # A head cannot decide on more time.
    assert dashboard(office.people[Role.HEAD]).attention.extensions == ()


def test_what_is_not_shown_of_a_long_queue_is_said(monkeypatch):
    for module in (lines, todo_panel):
        monkeypatch.setattr(module, "LISTED", 2)
    office = an_office()
    staff = office.people[Role.STAFF]
    for number in range(1, 4):
        work = office.work(due=number)
        ProgressEntry.objects.create(assignment=work, on=TODAY, by=staff, difficulty="Thiếu máy")
        attention = dashboard(office.people[Role.LEADER]).attention
        assert len(attention.difficulties) == min(number, 2)
        said = str(number) if number < 3 else "hơn 2, nêu 2 vướng mắc mới nhất"
        assert attention.difficulties_number == said
        assert attention.difficulties_cut == (number > 2)


@pytest.mark.parametrize(
    ("role", "overdue"),
    [(Role.STAFF, 0), (Role.HEAD, 1), (Role.COORDINATOR, 3), (Role.LEADER, 3), (Role.ADMIN, 7)],
)
def test_each_role_counts_what_it_reaches(role, overdue):
    office, other = an_office(), an_office("YTE")
    office.work(room=0, due=-1)
    office.work(room=1, due=-1)
    office.work(room=1, due=-1)
    for _ in range(4):
        other.work(due=-1)

    assert dashboard(office.people[role]).counts.overdue == overdue


def test_another_agency_counts_nothing_of_ours():
    office, other = an_office(), an_office("YTE")
    one_of_each(office)
    duty = ReportDutyFactory(plan=office.plan, deadline_kind="quarterly", deadline_days=["5"])
    duty.reporters.set(office.rooms)

    built = dashboard(other.people[Role.LEADER])

    assert built.is_empty
    assert (tuple(built.units), built.plans, built.late) == ((), (), ())
    assert built.attention.outstanding_total.number == 0


def test_somebody_without_a_role_sees_an_empty_dashboard():
    office = an_office()
    one_of_each(office)
    stranger = person(Role.LEADER, office.agency)
    stranger.memberships.update(ended_on=TODAY)

    assert dashboard(stranger).is_empty


def test_own_days_are_named_by_their_ends():
    office = an_office()

    built = dashboard(office.people[Role.LEADER], period=own_period(YEAR.starts_on, TODAY))

    assert built.period_name == "Từ 01/01/2026 đến 15/06/2026"


def test_the_number_of_queries_does_not_grow_with_the_rows():
    office = an_office()
    leader = office.people[Role.LEADER]

    def fill():
        one_of_each(office)
        office.rooms.append(UnitFactory(parent=office.agency))
        duty = ReportDutyFactory(plan=office.plan, deadline_kind="monthly")
        duty.reporters.set(office.rooms)
        staff = office.people[Role.STAFF]
        for room in range(len(office.rooms)):
            work = office.work(room=room, due=3, task__plan=PlanFactory(issuer=office.agency))
            ProgressEntry.objects.create(assignment=work, on=TODAY, by=staff, difficulty="Vướng")
            Extension.objects.create(
                assignment=work,
                asked_on=TODAY,
                asked_by=staff,
                due_before=day(3),
                due_asked=day(20),
                reason="Chờ",
            )

    fill()
    with CaptureQueriesContext(connection) as once:
        dashboard(leader)
    fill()
    with CaptureQueriesContext(connection) as twice:
        dashboard(leader)

    assert len(twice) == len(once)


@pytest.mark.parametrize("period", [YEAR, period_of("2026-Q1"), own_period(day(-8), day(3))])
def test_the_dashboard_and_the_compliance_report_count_the_same(period):
    office = an_office()
    one_of_each(office)
    built = dashboard(office.people[Role.LEADER], plan=office.plan, period=period)

    report = build_compliance(Scope(office.agency, (office.plan,), period, TODAY))

    assert report.counts == built.counts


# --- one level of the tree at a time --------------------------------------------------------------
def test_a_leader_sees_the_children_with_all_below_them_and_opens_them_further_down():
    office = an_office()
    team = UnitFactory(name="Tổ trực", parent=office.rooms[0])
    office.rooms.append(team)
    office.work(room=0, due=-1)
    office.work(room=2, due=-2)
    office.work(room=1, due=5)
    leader = office.people[Role.LEADER]

    top = dashboard(leader)
    inside = build_dashboard(leader, today=TODAY, period=YEAR, unit=office.rooms[0])

    first, second = top.units
    assert (first.name, first.figures[3].number) == (office.rooms[0].name, 2)
    assert f"unit={office.rooms[0].pk}" in first.inside
    assert f"under={office.rooms[0].pk}" in first.figures[3].href
    assert (second.name, second.inside) == (office.rooms[1].name, "")
    assert [row.name for row in inside.units] == [
        "Tổ trực",
        f"{office.rooms[0].name} (phần việc của chính đơn vị)",
    ]
    assert [step.name for step in inside.level.steps] == [office.agency.name, office.rooms[0].name]
    assert (inside.counts.overdue, inside.counts.open) == (2, 0)
    assert sum(row.figures[3].number for row in inside.units) == 2


def test_late_work_tells_its_reason():
    office = an_office()
    stuck, asked, _ = (office.work(due=-days) for days in (30, 20, 10))
    assert asked.due_on is not None
    by = office.people[Role.STAFF]
    ProgressEntry.objects.create(
        assignment=stuck, kind=EntryKind.PROGRESS, on=day(-3), by=by, difficulty="Chưa có kinh phí"
    )
    Extension.objects.create(
        assignment=asked,
        asked_by=by,
        asked_on=day(-22),
        due_before=asked.due_on,
        due_asked=day(9),
        reason="Chờ thiết bị",
    )

    late = dashboard(office.people[Role.LEADER]).late

    assert [row.reason for row in late] == [
        "Vướng mắc: Chưa có kinh phí",
        "Xin gia hạn: Chờ thiết bị",
        "Đơn vị chưa ghi nguyên nhân.",
    ]
