"""Figures of units' reports: filled in from what units entered, added up by indicator, and those
that two units may both have counted decided once."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.schedule import year_of
from reports.compliance.gathering import summed as summed_for_report
from reports.models import FigureDecision, Submission
from reports.submissions import actions
from reports.submissions.figure_sums import Told, counted_by, summed
from reports.submissions.figures_page import build_submission_figures
from reports.submissions.outline import USUAL_SECTIONS, FigureLine, Outline, outline_from_text
from reports.submissions.unit_figures import figure_entries
from reports.submissions.writing import period_of
from tasks.figures import Adding
from tests.factories import (
    TODAY,
    AssignmentFactory,
    FigureFactory,
    IndicatorFactory,
    ReportDutyFactory,
    TaskFactory,
    UnitFactory,
)
from tests.reports.office import an_office, day
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def clock(on_day):
    on_day(TODAY)


@shared
def duty(office):
    made = ReportDutyFactory(
        plan=office.plan, deadline_kind="quarterly", deadline_days=["15"], title="Báo cáo quý"
    )
    made.reporters.set(office.rooms)
    return made


def talks(office, **fields):
    return IndicatorFactory(agency=office.agency, key="talks", name="Buổi tuyên truyền", **fields)


def said(office, indicator, value, on, room=0):
    unit = office.rooms[room]
    return FigureFactory(
        unit=unit, indicator=indicator, value=value, counted_on=on, assignment=None, entry=None
    )


# --- filled in ------------------------------------------------------------------------------------
def test_the_form_opens_with_what_the_unit_entered(client, office, duty):
    indicator = talks(office)
    said(office, indicator, 3, datetime.date(2026, 3, 20))
    said(office, indicator, 2, datetime.date(2026, 6, 1))
    said(office, indicator, 7, datetime.date(2026, 6, 16))  # after the report's own time
    said(office, indicator, 4, datetime.date(2025, 4, 1))
    said(office, indicator, 9, datetime.date(2026, 6, 1), room=1)
    outline = Outline(USUAL_SECTIONS, (FigureLine("Buổi nói chuyện", "buổi", "talks"),))
    actions.set_outline(duty=duty, outline=outline, by=office.people[Role.COORDINATOR])
    client.force_login(office.people[Role.HEAD])
    page = reverse("reports:submission", args=[duty.pk, office.rooms[0].pk]) + "?period=2026-Q2"
    form = client.get(page).context["submit_form"]
    assert (form["now-0"].value(), form["before-0"].value()) == ("5", "4")

    # Changed by the unit: its own word stands, what it entered stands beside it.
    submit = reverse("reports:save_draft", args=[duty.pk, office.rooms[0].pk]) + "?period=2026-Q2"
    typed = {name: form[name].value() for name in form.fields} | {"now-0": "6"}
    client.post(submit, typed)
    shown = client.get(page)
    assert shown.context["submit_form"]["now-0"].value() == "6"
    assert "đã ghi: 5" in shown.content.decode()
    (row,) = Submission.objects.get().figures
    assert (row["key"], row["now"], row["before"]) == ("talks", 6, 4)


def test_a_unit_tells_of_all_below_it_whatever_each_agency_calls_the_indicator(office, duty):
    below = UnitFactory(parent=office.rooms[0])
    mine, theirs = talks(office), IndicatorFactory(agency=below, key="talks", name="Lần nói")
    said(office, mine, 3, day(-20))
    FigureFactory(
        unit=below, indicator=theirs, value=2, counted_on=day(-20), assignment=None, entry=None
    )
    (entry,) = figure_entries(
        [FigureLine("Buổi", "buổi", "talks")], (), office.rooms[0], period_of(duty, "2026-Q2")
    )
    assert (entry.now, entry.before) == (D(5), None)


@pytest.mark.parametrize(
    ("adding", "measure", "together"),
    [(Adding.SUM, "buổi", 5), (Adding.HIGHEST, "buổi", 3), (Adding.LATEST, "%", 2)],
)
def test_indicators_of_one_key_come_together_as_they_add_up(
    office, duty, adding, measure, together
):
    below = UnitFactory(parent=office.rooms[0])
    for unit, value in ((office.rooms[0], 3), (below, 2)):
        kind = {"key": "x", "adding": adding.value, "unit_of_measure": measure}
        indicator = IndicatorFactory(agency=unit, **kind)
        FigureFactory(unit=unit, indicator=indicator, value=value, counted_on=day(-20),
                      assignment=None, entry=None)  # fmt: skip
    (entry,) = figure_entries(
        [FigureLine("X", measure, "x")], (), office.rooms[0], period_of(duty, "2026-Q2")
    )
    assert entry.now == together


def test_rows_without_an_indicator_are_asked_nothing(office, duty, django_assert_num_queries):
    lines, unit = [FigureLine("Khác", "vụ")], office.rooms[0]
    period = period_of(duty, "2026-Q2")
    with django_assert_num_queries(0):
        (entry,) = figure_entries(
            lines, [{"name": "Khác", "now": 2.5, "before": None}], unit, period
        )
    assert (entry.now, entry.before) == (D("2.5"), None)


# --- added up -------------------------------------------------------------------------------------
def told(unit, now, before=None, **fields):
    given = {
        "submission": unit * 10,
        "unit": unit,
        "duty": 1,
        "due_on": TODAY,
        "name": "Lớp",
        "measure": "lớp",
        "counted": "key:classes",
        "adding": Adding.SUM,
    }
    values = (None if one is None else D(one) for one in (now, before))
    return Told(**{**given, "now": next(values), "before": next(values), **fields})


def total(*rows):
    (row,) = summed(rows)
    return row.now, row.before


def test_rows_add_up_as_their_indicator_does():
    assert total(told(1, "2.1", 1), told(2, "0.2")) == (D("2.3"), 1)
    assert total(told(1, None), told(2, None)) == (None, None)
    earlier = {"due_on": day(-90), "submission": 9}
    latest = {"adding": Adding.LATEST}
    assert total(told(1, 40, **latest, **earlier), told(1, 50, **latest), told(2, 5, **latest)) == (
        55,
        None,
    )
    highest = {"adding": Adding.HIGHEST}
    assert total(told(1, 4, **highest), told(2, 9, **highest)) == (9, None)
    share = {"measure": "%", "adding": Adding.LATEST}
    assert total(told(1, 90, **share), told(2, 75, **share)) == (75, None)


def test_a_month_that_is_also_in_a_quarters_report_counts_once():
    months = [told(1, 1, submission=n) for n in (1, 2, 3)]
    assert total(*months, told(1, 3, duty=2, submission=4)) == (3, None)


def test_what_was_decided_to_repeat_is_left_out():
    assert total(told(1, 5), told(2, 5, counts=False), told(3, 1, counts=True)) == (6, None)


def test_one_key_is_one_row_and_names_alike_are_one():
    key = {"name": "Buổi", "measure": "buổi", "key": "talks", "indicator": 3}
    assert counted_by(key) == counted_by({**key, "name": "Lần", "indicator": 8}) == "key:talks"
    assert counted_by({"name": "A", "measure": "b", "indicator": 3}) == "indicator:3"
    assert counted_by({"name": "Lớp ", "measure": "LỚP"}) == counted_by(
        {"name": "lop", "measure": "lớp"}
    )


# --- counted twice --------------------------------------------------------------------------------
def accepted(office, duty, unit, now, line=None, period="2026-Q2"):
    by = office.people[Role.COORDINATOR]
    line = line or {"name": "Buổi", "measure": "buổi", "key": "talks"}
    handed_in = actions.submit(
        duty=duty, unit=unit, period=period, by=by, on=TODAY, text="Đã làm.",
        figures=[{**line, "now": now, "before": None}],
    )  # fmt: skip
    return actions.accept(submission=handed_in, by=by, on=TODAY)


def page_of(office, who=Role.COORDINATOR):
    return build_submission_figures(office.people[who], plan=None, within=year_of(TODAY))


def together(office, **fields):
    """A task that both rooms carry, the second one cooperating."""
    task = TaskFactory(plan=office.plan, title="Tuyên truyền chung", **fields)
    AssignmentFactory(task=task, unit=office.rooms[0], part="lead")
    AssignmentFactory(task=task, unit=office.rooms[1], part="cooperating")
    return task


def test_two_units_on_one_task_are_marked_decided_and_counted_once(client, office, duty):
    talks(office, category="communication")
    together(office, category="communication")
    for room in office.rooms:
        second = accepted(office, duty, room, 3)
    page = page_of(office)
    assert (page.rows[0].now, page.open) == ("6", 1)
    (doubt,) = page.doubtful
    assert (doubt.unit, doubt.other) == (office.rooms[1].name, office.rooms[0].name)
    assert doubt.why == "Cùng thực hiện: Tuyên truyền chung"

    client.force_login(office.people[Role.COORDINATOR])
    address = f"{reverse('reports:submission_figures')}?plan={office.plan.pk}"
    assert "Chỉ tính số của" in client.get(address).content.decode()
    answer = client.post(
        f"{doubt.decide_href}?plan={office.plan.pk}", {"name": "Buổi", "counts": "no"}
    )
    assert answer["Location"] == address
    page = page_of(office)
    assert (page.rows[0].now, page.open) == ("3", 0)
    # The office's own report counts the same.
    (row,) = summed_for_report(Submission.objects.filter(accepted_on__isnull=False))
    assert row.now == 3

    client.post(doubt.decide_href, {"name": "Buổi", "counts": "yes"})
    assert page_of(office).rows[0].now == "6"
    client.post(doubt.decide_href, {"name": "Buổi", "counts": "open"})
    assert page_of(office).open == 1
    assert not FigureDecision.objects.exists()
    assert second.figures[0]["now"] == 3


@pytest.mark.parametrize("fields", [{"counted_by": "each"}, {"category": "drill"}])
def test_work_done_each_on_its_own_or_of_another_kind_is_not_marked(office, duty, fields):
    talks(office, category="communication")
    together(office, **{"category": "communication", **fields})
    for room in office.rooms:
        accepted(office, duty, room, 3)
    assert page_of(office).doubtful == ()


def test_a_row_joined_to_nothing_is_marked_where_the_figures_are_alike(office, duty):
    together(office)
    free = {"name": "Khác", "measure": "vụ"}
    accepted(office, duty, office.rooms[0], 4, free)
    accepted(office, duty, office.rooms[1], 4, free)
    assert len(page_of(office).doubtful) == 1


def test_a_unit_below_another_that_reports_too_is_marked(office, duty):
    below = UnitFactory(parent=office.rooms[0], name="Tổ một")
    duty.reporters.add(below)
    accepted(office, duty, office.rooms[0], 5)
    accepted(office, duty, below, 2)
    (doubt,) = page_of(office).doubtful
    assert (doubt.unit, doubt.why) == ("Tổ một", f"Tổ một thuộc {office.rooms[0].name}")


def test_a_leader_sees_and_does_not_decide(client, office, duty):
    talks(office, category="communication")
    together(office, category="communication")
    found = [accepted(office, duty, room, 3) for room in office.rooms]
    other = an_office("YTE")
    client.force_login(other.people[Role.COORDINATOR])
    path = reverse("reports:decide_figure", args=[found[0].pk])
    assert client.post(path, {"name": "Buổi", "counts": "no"}).status_code == 404
    assert (
        build_submission_figures(
            other.people[Role.COORDINATOR], plan=None, within=year_of(TODAY)
        ).rows
        == ()
    )


def test_what_is_not_accepted_or_not_there_is_not_decided(office, duty):
    by = {"by": office.people[Role.COORDINATOR], "on": TODAY}
    found = accepted(office, duty, office.rooms[0], 3)
    with pytest.raises(ValidationError, match="không còn chỉ tiêu"):
        actions.decide_figure(submission=found, name="Khác", counts=False, **by)
    waits = actions.submit(duty=duty, unit=office.rooms[1], period="2026-Q2", text="x", **by)
    with pytest.raises(ValidationError, match="chưa được tiếp nhận"):
        actions.decide_figure(submission=waits, name="Buổi", counts=False, **by)


def test_queries_do_not_grow_with_units_and_rows(office, duty):
    talks(office, category="communication")

    def measured():
        with CaptureQueriesContext(connection) as queries:
            page_of(office)
        return len(queries)

    together(office, category="communication")
    for room in office.rooms:
        accepted(office, duty, room, 3)
    once = measured()
    more = [UnitFactory(parent=office.agency) for _ in range(3)]
    duty.reporters.add(*more)
    for unit in more:
        accepted(office, duty, unit, 3)
        accepted(office, duty, unit, 1, {"name": "Khác", "measure": "vụ"}, "2026-Q1")
    together(office, category="communication")
    assert measured() == once


def test_it_is_empty_well(client, office):
    client.force_login(office.people[Role.LEADER])
    page = client.get(reverse("reports:submission_figures")).content.decode()
    assert "Chưa có số liệu" in page


def test_figures_typed_with_a_comma_come_back_as_typed(client, office, duty):
    outline = outline_from_text("Kết quả", "Kinh phí | triệu đồng")
    actions.set_outline(duty=duty, outline=outline, by=office.people[Role.COORDINATOR])
    client.force_login(office.people[Role.STAFF])
    query = "?period=2026-Q2"
    path = reverse("reports:save_draft", args=[duty.pk, office.rooms[0].pk]) + query
    client.post(path, {"part-0": "Đã chi.", "now-0": "1.250,5", "before-0": "1.000"})
    page = client.get(reverse("reports:submission", args=[duty.pk, office.rooms[0].pk]) + query)
    form = page.context["submit_form"]
    assert (form["now-0"].value(), form["before-0"].value()) == ("1.250,5", "1.000")
    assert client.post(path, {"now-0": "-3"}).status_code == 422
