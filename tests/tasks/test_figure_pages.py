"""What people do with figures: choose, ask, say, correct, look at."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from tasks.actions import correct_figure, record_figures, record_progress
from tasks.actions.indicators import (
    change_indicator,
    set_task_indicators,
    take_ready_set,
)
from tasks.models import EntryKind, Figure, Indicator
from tasks.ready_indicators import READY
from tests.factories import TODAY, AssignmentFactory, IndicatorFactory, UnitFactory, person
from units.policy import Role


@pytest.fixture
def office(db):
    """An agency that counts sessions in communication, a room with such work, its people."""

    class Office:
        agency = UnitFactory(name="Sở A")
        room = UnitFactory(name="Phòng 1", parent=agency)
        indicator = IndicatorFactory(agency=agency, category="communication", name="Buổi")
        work = AssignmentFactory(
            unit=room, task__plan__issuer=agency, task__category="communication"
        )
        staff = person(Role.STAFF, room)
        coordinator = person(Role.COORDINATOR, agency)

    return Office


def tell(client, office, typed, **more):
    client.force_login(office.staff)
    data = {"percent": 40, "note": "Đã làm", f"figure_{office.indicator.pk}": typed, **more}
    return client.post(reverse("tasks:record_progress", args=[office.work.pk]), data)


@pytest.mark.parametrize(
    ("typed", "value"), [("1.250", 1250), ("12", 12), ("0", 0), (" 2 500 ", 2500)]
)
def test_numbers_are_typed_the_vietnamese_way(client, office, typed, value):
    assert tell(client, office, typed).status_code == 302
    figure = Figure.objects.get()
    assert (figure.value, figure.unit, figure.entry.assignment) == (value, office.room, office.work)


def test_nothing_typed_is_nothing_said(client, office):
    tell(client, office, "")
    assert not Figure.objects.exists()


@pytest.mark.parametrize("typed", ["abc", "-1", "1,5", "1.25.3", "9" * 20])
def test_what_is_no_such_number_is_refused_beside_its_field(client, office, typed):
    answer = tell(client, office, typed)
    assert answer.status_code == 422
    assert f"figure_{office.indicator.pk}" in answer.context["refused"].errors
    assert not Figure.objects.exists()


def test_decimals_where_the_indicator_takes_them(client, office):
    Indicator.objects.update(is_whole=False)
    tell(client, office, "1.250,5")
    assert Figure.objects.get().value == Decimal("1250.5")


def test_a_figure_alone_is_enough_to_tell(office):
    record_progress(
        assignment=office.work,
        by=office.staff,
        on=TODAY,
        percent=0,
        note="",
        figures={office.indicator: Decimal(0)},
    )
    assert Figure.objects.get().value == 0


def test_a_correction_stands_in_the_story_and_is_made_once(client, office):
    tell(client, office, "20")
    wrong = Figure.objects.get()
    address = reverse("tasks:correct_figure", args=[wrong.pk])
    assert client.post(address, {"value": "2", "reason": ""}).status_code == 422
    assert client.post(address, {"value": "20", "reason": "Nhầm"}).status_code == 422
    answer = client.post(address, {"value": "2", "reason": "Gõ thừa số 0"})
    assert answer.status_code == 302
    right = Figure.objects.standing().get()
    assert right.value == 2
    assert (right.corrects, right.counted_on) == (wrong, wrong.counted_on)
    entry = office.work.entries.get(kind=EntryKind.FIGURE)
    assert "20 → 2" in entry.note
    with pytest.raises(ValidationError):
        correct_figure(figure=wrong, value=Decimal(3), reason="x", by=office.staff, on=TODAY)


def test_the_page_of_work_sets_figures_against_the_target(client, office):
    set_task_indicators(
        task=office.work.task,
        targets={office.indicator: Decimal(4)},
        words={office.indicator: "ít nhất 04 buổi"},
        by=office.coordinator,
        on=TODAY,
    )
    tell(client, office, "1")
    page = client.get(reverse("tasks:assignment", args=[office.work.pk])).content.decode()
    assert "25\N{NO-BREAK SPACE}%" in page
    assert "ít nhất 04 buổi" in page


def test_a_unit_says_that_there_was_no_fire(client, office):
    fires = IndicatorFactory(agency=office.agency, key="fires", name="Vụ cháy", category="")
    client.force_login(office.staff)
    address = reverse("tasks:unit_figures", args=[office.room.pk])
    data = {"counted_on": "15/06/2026", f"figure_{fires.pk}": "0"}
    assert client.post(address, {**data, f"figure_{fires.pk}": ""}).status_code == 422
    assert client.post(address, data).status_code == 302
    figure = Figure.objects.get()
    assert figure.value == 0
    assert (figure.assignment, figure.counted_on) == (None, TODAY)
    assert "Vụ cháy" in client.get(address).content.decode()


def test_a_day_to_come_counts_nothing(office):
    with pytest.raises(ValidationError):
        record_figures(
            unit=office.room,
            figures={office.indicator: Decimal(1)},
            by=office.staff,
            on=TODAY,
            counted_on=TODAY.replace(year=2027),
        )


# --- what is counted ------------------------------------------------------------------------------
def test_ready_sets_have_what_reports_count_and_are_taken_once(office):
    for name, ready in READY.items():
        keys = [one.key for one in ready.indicators]
        assert len(keys) == len(set(keys))
        assert {"fires", "dead", "injured", "damage"} <= set(keys), name
    added = take_ready_set(agency=office.agency, name="commune", by=office.coordinator)
    assert added == len(READY["commune"].indicators)
    assert take_ready_set(agency=office.agency, name="commune", by=office.coordinator) == 0
    assert take_ready_set(agency=office.agency, name="company", by=office.coordinator) > 0
    with pytest.raises(ValidationError):
        take_ready_set(agency=office.agency, name="mua", by=office.coordinator)


def test_an_indicator_is_added_changed_and_ended_on_pages(client, office):
    client.force_login(office.coordinator)
    fields = {"name": "Hộ có bình", "unit_of_measure": "hộ", "adding": "latest", "category": ""}
    new = reverse("tasks:new_indicator", args=[office.agency.pk])
    assert client.post(new, fields).status_code == 302
    assert client.post(new, fields).status_code == 422  # the name is there
    assert client.post(new, {**fields, "name": "x", "unit_of_measure": "%",
                             "adding": "sum"}).status_code == 422  # fmt: skip
    row = Indicator.objects.get(name="Hộ có bình")
    edit = reverse("tasks:edit_indicator", args=[row.pk])
    assert client.post(edit, {**fields, "name": "Hộ có bình chữa cháy"}).status_code == 302
    client.post(reverse("tasks:end_indicator", args=[row.pk]))
    row.refresh_from_db()
    assert (row.name, row.ended_on is not None) == ("Hộ có bình chữa cháy", True)
    client.post(reverse("tasks:reopen_indicator", args=[row.pk]))
    row.refresh_from_db()
    assert row.ended_on is None
    assert row.history.count() == 4


def test_what_figures_mean_does_not_change_once_they_are_told(office):
    record_figures(
        unit=office.room, figures={office.indicator: Decimal(1)}, by=office.staff, on=TODAY
    )
    with pytest.raises(ValidationError):
        change_indicator(indicator=office.indicator, by=office.coordinator, adding="highest")
    change_indicator(indicator=office.indicator, by=office.coordinator, name="Buổi tuyên truyền")


def test_targets_of_a_task_are_set_on_its_page(client, office):
    client.force_login(office.coordinator)
    key, address = office.indicator.pk, reverse("tasks:task_indicators", args=[office.work.task_id])
    zero = client.post(address, {f"on_{key}": "on", f"target_{key}": "0", "counted_by": ""})
    assert zero.status_code == 422
    answer = client.post(address, {f"target_{key}": "2", "counted_by": "each"})
    assert answer.status_code == 302
    office.work.task.refresh_from_db()
    assert office.work.task.counted_by == "each"
    assert office.work.task.indicators.get().target == 2
    client.post(address, {"counted_by": "each"})
    assert not office.work.task.indicators.exists()


# --- what it comes to -----------------------------------------------------------------------------
def test_the_page_of_figures_and_its_workbook(client, office, on_day):
    on_day(TODAY)
    set_task_indicators(
        task=office.work.task,
        targets={office.indicator: Decimal(2)},
        by=office.coordinator,
        on=TODAY,
    )
    helper = AssignmentFactory(task=office.work.task, part="cooperating",
                               unit=UnitFactory(parent=office.agency, name="Phòng 2"))  # fmt: skip
    for work, value in ((office.work, 3), (helper, 7)):
        record_progress(
            assignment=work,
            by=office.staff,
            on=TODAY,
            percent=10,
            note="",
            figures={office.indicator: Decimal(value)},
        )
    client.force_login(office.coordinator)
    asked = {"period": "2026", "indicator": office.indicator.pk}
    page = client.get(reverse("reports:figures"), asked).context["page"]
    (row,) = page.groups[0].rows
    assert (page.period, page.before) == ("Năm 2026", "Năm 2025")
    assert (row.now, row.before, row.change, row.said_by) == ("3", "–", "–", 2)
    assert [(one.name, one.now) for one in page.units] == [("Phòng 1", "3")]
    assert [one.share for one in page.targets] == ["150\N{NO-BREAK SPACE}%"]
    assert [one.unit for one in page.repeated] == ["Phòng 2"]
    brief = client.get(reverse("reports:figures_brief"), asked).context["brief"]
    assert [(one.name, one.now, one.change) for one in brief.rows] == [("Buổi", "3", "–")]
    assert (brief.reached, brief.targets, brief.before) == (1, 1, "Năm 2025")
    answer = client.get(reverse("reports:figures_xlsx"), asked)
    book = load_workbook(BytesIO(answer.content))
    assert [cell.value for cell in book["Tổng hợp"][2]][:3] == ["Buổi", "buổi", 3]
    assert [cell.value for cell in book["Theo đơn vị"][2]] == ["Phòng 1", "Buổi", "buổi", 3]


def test_the_brief_of_figures_says_what_is_missing_and_narrows_to_a_unit(client, office, on_day):
    on_day(TODAY)
    client.force_login(office.coordinator)
    address = reverse("reports:figures_brief")
    assert "Chưa đơn vị nào báo số liệu trong kỳ" in client.get(address).content.decode()
    record_figures(
        unit=office.room, figures={office.indicator: Decimal(1)}, by=office.staff, on=TODAY
    )
    other = UnitFactory(parent=office.agency, name="Phòng 3")
    assert len(client.get(address, {"unit": office.room.pk}).context["brief"].rows) == 1
    assert not client.get(address, {"unit": other.pk}).context["brief"].rows


def test_the_page_of_figures_asks_no_more_for_more(client, office, django_assert_max_num_queries):
    client.force_login(office.coordinator)
    for _ in range(5):
        record_figures(
            unit=office.room,
            figures={IndicatorFactory(agency=office.agency): Decimal(1)},
            by=office.staff,
            on=TODAY,
        )
    with django_assert_max_num_queries(26):
        assert client.get(reverse("reports:figures")).status_code == 200


def test_pages_are_empty_well(client, db):
    client.force_login(person(Role.COORDINATOR, UnitFactory()))
    assert "Chưa có chỉ tiêu" in client.get(reverse("reports:figures")).content.decode()
    assert client.get(reverse("tasks:own_indicators"), follow=True).status_code == 200
