"""The figures of a compliance report: those of the dashboard and of the list of work, no others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.schedule import Period, year_of
from reports.dashboard.context import build_dashboard
from tasks.models import Assignment, Extension, OutsideParty, Part
from tasks.status import Counts
from tests.factories import TODAY, AssignmentFactory, ReportDutyFactory, TaskFactory, UnitFactory
from tests.reports import official
from tests.reports.office import an_office, day, one_of_each, with_evidence
from tests.reports.official import annex, rows, said, section
from units.policy import Role

pytestmark = pytest.mark.django_db

YEAR = year_of(TODAY)


def built(plan, period=YEAR, today=TODAY):
    return official.built(plan, period, today)


def table(report, beginning):
    return next(
        block
        for part in report.document.parts
        for block in part.blocks
        if block.kind == "table" and block.caption.startswith(beginning)
    )


def figures(row):
    return [cell.text for cell in row.cells[2:]]


@pytest.mark.parametrize(
    "period",
    [YEAR, Period("", day(-30), day(-4)), Period("", day(-1), day(30)), Period("", TODAY, TODAY)],
)
def test_the_same_counts_as_the_dashboard(period):
    office = an_office()
    one_of_each(office)

    report = built(office.plan, period)
    dashboard = build_dashboard(
        office.people[Role.LEADER], today=TODAY, plan=office.plan, period=period
    )

    assert report.counts == dashboard.counts
    assert report.counts.total


def test_the_same_counts_as_the_list_of_work():
    office = an_office()
    one_of_each(office)

    work = Assignment.objects.official().filter(task__plan=office.plan)
    listed = work.in_period(YEAR.starts_on, YEAR.ends_on).count_by_status(TODAY)

    assert built(office.plan).counts == listed


def test_a_past_period_is_judged_on_its_last_day():
    office = an_office()
    office.done(due=-10, finished=-3)
    office.work(due=-5)

    before = built(office.plan, Period("", day(-60), day(-8))).counts
    now = built(office.plan, Period("", day(-60), day(60))).counts

    assert before == Counts(open=1, overdue=1)
    assert now == Counts(done_late=1, overdue=1)


def test_the_table_by_unit_adds_up():
    office = an_office()
    one_of_each(office)

    *found, total = table(built(office.plan), "Bảng 2").rows
    for column in (0, 1, 2, 3, 4, 6):
        assert sum(int(figures(row)[column]) for row in found) == int(figures(total)[column])
    assert figures(total) == ["9", "2", "1", "3", "3", "50%", "2"]


def test_both_ways_of_counting_stand_in_the_first_table():
    office = an_office()
    one_of_each(office)
    found = rows(section(built(office.plan).document, "overall").blocks[-1])

    parts = [row[3] for row in found[9:16]]
    assert parts == ["9", "2", "1", "3", "3", "2", "50%"]
    assert [row[3] for row in found[1:8]] == parts  # each part is of a task of its own here


def test_the_chart_draws_the_units_of_the_table():
    office = an_office()
    one_of_each(office)
    report = built(office.plan)
    figure = section(report.document, "units").blocks[-1]
    found = table(report, "Bảng 2").rows[:-1]

    assert [bar.name for bar in figure.chart.bars] == [row.cells[1].text for row in found]
    assert [[words.text for words in bar.values] for bar in figure.chart.bars] == [
        figures(row)[1:5] for row in found
    ]


def test_work_reported_done_and_not_confirmed_stays_open_and_says_that_it_waits():
    office = an_office()
    office.work(due=5, finished_on=day(-1))
    report = built(office.plan)

    assert report.counts == Counts(open=1)
    assert "Trong hạn (chờ xác nhận)" in [
        cell.text for cell in annex(report.document, "tasks").blocks[0].rows[1].cells
    ]


def test_every_task_stands_in_the_annex():
    office = an_office()
    done = office.done()
    bare = TaskFactory(plan=office.plan, title="Không ai làm")
    outside = TaskFactory(plan=office.plan, title="Công an làm")
    OutsideParty.objects.create(task=outside, part=Part.LEAD, name="Công an tỉnh")
    later = office.work(due=90, starts_on=day(60), task__title="Quý sau")
    group = TaskFactory(plan=office.plan, title="Nhóm việc")
    TaskFactory(plan=office.plan, parent=group, title="Việc trong nhóm")

    report = built(office.plan, Period("", day(-30), day(30)))
    told = [
        [cell.text for cell in row.cells] for row in annex(report.document, "tasks").blocks[0].rows
    ]

    assert [row[1] for row in told] == [
        done.task.title,
        done.unit.name,
        bare.title,
        "Chưa phân công",
        outside.title,
        "Công an tỉnh",
        later.task.title,
        "–",
        group.title,
        "Việc trong nhóm",
        "Chưa phân công",
    ]
    assert told[7][6] == "Không có phần việc trong kỳ"


def test_a_moved_due_day_keeps_the_old_one_in_sight():
    office = an_office()
    work = office.work(due=20)
    work.planned_on = day(-5)
    work.save()

    shown = annex(built(office.plan).document, "tasks").blocks[0].rows[1].cells[3].text
    assert shown == "05/7/2026 (hạn cũ 10/6/2026)"


def test_an_empty_plan_gives_a_sensible_report():
    office = an_office()
    report = built(office.plan)

    assert report.counts == Counts()
    assert report.document.annexes == ()
    told = official.texts(report.document)
    assert "chưa có nhiệm vụ nào được giao" in told
    assert "không có nhiệm vụ nào thuộc phạm vi thống kê" in told
    assert "không có phần việc nào quá hạn" in told


def test_a_plan_with_nothing_due_yet_has_no_rate():
    office = an_office()
    office.work(due=30)
    report = built(office.plan)

    told = official.texts(report.document)
    assert "Chưa có nhiệm vụ nào đến hạn nên chưa có cơ sở tính tỷ lệ hoàn thành." in told
    assert figures(table(report, "Bảng 2").rows[-1])[5] == "–"


def test_the_number_of_queries_does_not_grow_with_the_plan():
    office = an_office()
    fill(office)
    built(office.plan)
    with CaptureQueriesContext(connection) as few:
        built(office.plan)
    fill(office)
    with CaptureQueriesContext(connection) as many:
        built(office.plan)

    assert len(many) == len(few)


def fill(office):
    one_of_each(office)
    unit = UnitFactory(parent=office.agency)
    late = office.work(due=-7)
    said(late, day(-8), note="Đang làm", difficulty=f"Thiếu kinh phí {unit.pk}")
    with_evidence(late)
    Extension.objects.create(
        assignment=late,
        asked_on=day(-2),
        asked_by=office.people[Role.STAFF],
        due_before=day(-7),
        due_asked=day(7),
        reason="Chờ cấp kinh phí",
    )
    AssignmentFactory(task=late.task, unit=unit, part=Part.COOPERATING)
    OutsideParty.objects.create(task=late.task, part=Part.COOPERATING, name="Công an tỉnh")
    duty = ReportDutyFactory(
        plan=office.plan, deadline_kind="quarterly", deadline_days=["1"], title="Báo cáo quý"
    )
    duty.reporters.add(unit, *office.rooms)
