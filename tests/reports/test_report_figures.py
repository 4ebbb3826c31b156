"""What units counted in the field, as the report tells it: beside the same period, against targets,
nothing counted twice, nothing denied that nobody said."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.compliance.annex_choice import DEFAULT_ANNEXES
from reports.compliance.facts import Scope, gather
from reports.models import Submission
from tasks.models import GroupAssignment, Indicator, TaskIndicator
from tests.factories import (
    AssignmentFactory,
    FigureFactory,
    IndicatorFactory,
    PlanFactory,
    ReportDutyFactory,
    TaskFactory,
    UnitFactory,
)
from tests.reports.office import an_office
from tests.reports.official import HALF, D, report_of, section, texts
from tests.worlds import shared
from units.models import UnitGroup

pytestmark = pytest.mark.django_db

TODAY = D(2026, 6, 15)
NOW, THEN = D(2026, 3, 10), D(2025, 3, 10)


@shared
def office():
    made = an_office()
    made.work()
    PlanFactory(
        issuer=made.agency, starts_on=D(2025, 1, 1), ends_on=D(2025, 12, 31),
        issued_on=D(2024, 12, 20), released_on=D(2025, 1, 1),
    )  # fmt: skip
    return made


def counts(office, name="Buổi tuyên truyền", measure="buổi", **fields) -> Indicator:
    return IndicatorFactory(agency=office.agency, name=name, unit_of_measure=measure, **fields)


def told(office, indicator, value, on=NOW, room=0, **fields):
    unit = office.rooms[room]
    fields.setdefault("assignment", None)
    return FigureFactory(unit=unit, indicator=indicator, value=value, counted_on=on, **fields)


def facts_of(office, plans=None):
    return gather(Scope(office.agency, plans or (office.plan,), HALF, TODAY))


def row(office, plans=None) -> Any:
    (found,) = facts_of(office, plans).figures
    return found


def table_of(office, **chosen):
    document = report_of(office.plan, HALF, TODAY, **chosen)
    return next(one for one in document.tables() if one.name == "Số liệu thực hiện")


# --- this period, the same of the year before ----------------------------------------------------
def test_this_period_stands_beside_the_same_of_the_year_before(office):
    talks = counts(office, category="communication")
    told(office, talks, 30)
    told(office, talks, 3, room=1)
    told(office, talks, 25, on=THEN)
    told(office, talks, 99, on=D(2025, 7, 1))  # not the same days
    found = row(office)
    assert (found.now, found.before, found.said_by) == (33, 25, 2)
    line = table_of(office).rows[-1]
    assert [cell.text for cell in line.cells] == [
        "1",
        "Buổi tuyên truyền",
        "buổi",
        "33",
        "25",
        "+8",
    ]
    assert [cell.value for cell in line.cells[3:]] == [33, 25, 8]


def test_work_of_other_plans_is_left_out_and_that_of_the_year_before_counts(office):
    talks, other = counts(office), PlanFactory(issuer=office.agency)
    before = office.agency.plans.get(starts_on=D(2025, 1, 1))
    for plan, value, on in ((office.plan, 4, NOW), (other, 50, NOW), (before, 7, THEN)):
        part = AssignmentFactory(task__plan=plan, unit=office.rooms[0])
        told(office, talks, value, on, assignment=part)
    assert (row(office).now, row(office).before) == (4, 7)
    assert row(office, (office.plan, other)).now == 54


def test_a_plan_that_was_replaced_counts_in_the_year_before(office):
    before = office.agency.plans.get(starts_on=D(2025, 1, 1))
    days = {"starts_on": D(2025, 1, 1), "due_on": D(2025, 3, 1)}
    part = AssignmentFactory(task__plan=before, unit=office.rooms[0], **days)
    told(office, counts(office), 7, THEN, assignment=part)
    newer = PlanFactory(issuer=office.agency, starts_on=D(2025, 7, 1), ends_on=D(2025, 12, 31))
    before.superseded_by, before.in_force_until = newer, D(2025, 6, 30)
    before.save()
    facts = facts_of(office)
    assert facts.before is not None
    assert facts.before.parts.total == 1
    assert facts.figures[0].before == 7


# --- counted once --------------------------------------------------------------------------------
def test_what_two_units_tell_of_one_task_is_counted_once_and_marked(office):
    talks, task = counts(office), TaskFactory(plan=office.plan)
    for room, unit in enumerate(office.rooms):
        part = AssignmentFactory(task=task, unit=unit)
        told(office, talks, 5, room=room, assignment=part)
    assert (row(office).now, row(office).repeated) == (5, 1)
    assert table_of(office).rows[-1].cells[1].text == "Buổi tuyên truyền (*)"
    notes = [
        note for block in section(report_of(office.plan, HALF, TODAY), "figures").blocks
        for note in getattr(block, "notes", ())
    ]  # fmt: skip
    assert "không cộng 01 số liệu trùng" in notes[0]


def test_the_agency_and_one_above_it_count_the_same_thing_once(office):
    above = UnitFactory(code="TINH")
    office.agency.parent = above
    office.agency.save()
    told(office, counts(office), 5)
    FigureFactory(
        assignment=None, unit=office.rooms[0], counted_on=NOW, value=3,
        indicator=IndicatorFactory(agency=above, name="Buổi tuyên truyền", unit_of_measure="buổi"),
    )  # fmt: skip
    assert len(facts_of(office).figures) == 1


# --- targets -------------------------------------------------------------------------------------
def test_how_much_of_a_target_is_reached(office):
    talks, task = counts(office), TaskFactory(plan=office.plan)
    TaskIndicator.objects.create(task=task, indicator=talks, target=Decimal(20))
    group = UnitGroup.objects.create(agency=office.agency, name="Các phòng")
    GroupAssignment.objects.create(task=task, group=group, part="lead")
    for room, unit in enumerate(office.rooms):
        part = AssignmentFactory(task=task, unit=unit, due_on=D(2026, 5, 1))
        told(office, talks, 15, room=room, assignment=part)
    told(office, talks, 9)  # without a task: counted, and apart from the target
    found = row(office)
    assert (found.now, found.target, found.on_target, found.reached) == (39, 40, 30, 75.0)
    line = table_of(office).rows[-1]
    assert [cell.text for cell in line.cells[-2:]] == ["40", "75%"]
    assert line.cells[-1].value == 0.75
    blocks = section(report_of(office.plan, HALF, TODAY), "figures").blocks
    assert "Buổi tuyên truyền 30/40 buổi" in blocks[0].notes[0]


# --- what happened in the field ------------------------------------------------------------------
def field_of(office):
    document = report_of(office.plan, HALF, TODAY)
    found = [one for part in document.parts for one in part.sections if one.key == "field"]
    return found[0].blocks[0].text if found else ""


def fires(office):
    return {
        key: counts(office, name, measure, key=key)
        for key, name, measure in (
            ("fires", "Vụ cháy xảy ra", "vụ"),
            ("dead", "Người chết do cháy", "người"),
            ("injured", "Người bị thương do cháy", "người"),
            ("damage", "Thiệt hại về tài sản do cháy", "triệu đồng"),
        )
    }


def test_nothing_is_said_of_fires_where_nobody_did(office):
    fires(office)
    assert field_of(office) == ""
    assert any("Chưa có nội dung" in one for one in report_of(office.plan, HALF, TODAY).notices)


def test_that_nothing_burnt_is_said_where_units_said_so(office):
    found = fires(office)
    for room in (0, 1):
        told(office, found["fires"], 0, room=room)
    told(office, found["fires"], 1, on=THEN)
    assert field_of(office) == (
        "Theo số liệu của 02 đơn vị báo cáo, trong kỳ không xảy ra cháy (giảm 01 vụ so với cùng kỳ"
        " năm trước)."
    )


def test_fires_their_victims_and_the_damage(office):
    found = fires(office)
    for key, value, before in (("fires", 2, 2), ("injured", 3, 1), ("damage", "12.5", None)):
        told(office, found[key], Decimal(value))
        if before is not None:
            told(office, found[key], before, on=THEN)
    told(office, found["dead"], 0)
    assert field_of(office) == (
        "Theo số liệu của 01 đơn vị báo cáo, trong kỳ xảy ra 02 vụ cháy (bằng cùng kỳ năm trước);"
        " làm bị thương 03 người (tăng 02 người so với cùng kỳ năm trước); thiệt hại về tài sản"
        " 12,5 triệu đồng."
    )


# --- where the table stands ----------------------------------------------------------------------
def test_a_long_table_stands_in_its_annex_and_groups_of_work_tell_the_sum(office, monkeypatch):
    monkeypatch.setattr("reports.compliance.results.FIGURES_IN_TEXT", 1)
    monkeypatch.setattr("reports.compliance.annexes.FIGURES_IN_TEXT", 1)
    office.work(task__category="communication")
    told(office, counts(office, category="communication"), 7)
    told(office, counts(office, "Kinh phí đã chi", "triệu đồng", category="communication"), 110)
    document = report_of(office.plan, HALF, TODAY, chosen=DEFAULT_ANNEXES)
    annex = next(one for one in document.annexes if one.key == "figures")
    assert f"tại Phụ lục {annex.number}" in texts(document)
    assert "Kết quả: 07 buổi tuyên truyền; kinh phí đã chi: 110 triệu đồng." in texts(document)
    # Where nobody wants that annex the table stays in the text.
    short = report_of(office.plan, HALF, TODAY, chosen=("tasks",))
    assert [one.name for one in short.tables(())].count("Số liệu thực hiện") == 1


def test_figures_of_accepted_reports_stand_apart(office):
    duty = ReportDutyFactory(plan=office.plan)
    Submission.objects.create(
        duty=duty, unit=office.rooms[0], due_on=NOW, submitted_on=NOW, accepted_on=NOW,
        figures=[{"name": "Cuộc họp", "measure": "cuộc", "now": 2.5, "before": 1}],
    )  # fmt: skip
    *_, group, line = table_of(office).rows
    assert group.cells[1].text == "Theo báo cáo đã tiếp nhận của các đơn vị"
    assert [cell.text for cell in line.cells[1:]] == ["Cuộc họp", "cuộc", "2,5", "1", "+1,5"]


def test_the_number_of_queries_does_not_grow_with_the_figures(office, django_assert_num_queries):
    def fill():
        for number in range(4):
            indicator = counts(office, f"Chỉ tiêu {Indicator.objects.count()}")
            part = office.work(room=number % 2)
            told(office, indicator, number, room=number % 2, assignment=part)
            TaskIndicator.objects.create(task=part.task, indicator=indicator, target=Decimal(3))

    fill()
    with CaptureQueriesContext(connection) as first:
        facts_of(office)
    fill()
    with django_assert_num_queries(len(first)):
        facts_of(office)
