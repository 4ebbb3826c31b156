"""The list of all work: filters, chips, pages, spreadsheet."""

import datetime
from io import BytesIO

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tasks.contexts.listing import build_assignment_list
from tasks.models import Assignment
from tests.factories import TODAY, AssignmentFactory, TaskFactory, UnitFactory, person
from tests.tasks.rows import day
from units.policy import Role


def listing(user, query=""):
    work = Assignment.objects.visible_to(user)
    return build_assignment_list(user, work, QueryDict(query), today=TODAY)


def test_rows_say_task_unit_part_deadline_progress_and_status(scene):
    Assignment.objects.update(percent=60)
    (row,) = listing(scene.coordinator).rows
    assert (row.title, row.unit, row.part) == (scene.task.title, "Phòng Chuyển đổi số", "Chủ trì")
    assert (row.deadline, row.timing) == ("trước ngày 30/06/2026", "còn 15 ngày")
    assert (row.percent, row.badge.label) == (60, "Trong hạn")
    assert row.href == f"/viec/{scene.work.pk}/"


def test_ongoing_work_has_no_percentage(scene):
    AssignmentFactory(task=TaskFactory(plan=scene.plan), unit=scene.unit, due_on=None)
    assert [row.percent for row in listing(scene.staff).rows] == [0, None]


def test_the_day_of_judgement_is_the_filters(scene):
    (row,) = listing(scene.staff, "day=2026-07-05").rows
    assert row.badge.label == "Quá hạn"


def test_one_chooses_between_plans_in_sight_and_the_chosen_unit_is_named(scene):
    AssignmentFactory(unit=scene.other, task__plan__issuer=UnitFactory())
    assert len(listing(scene.staff).plans) == 1
    coordinator = listing(scene.coordinator, f"unit={scene.other.pk}")
    assert "Thanh tra Sở" in coordinator.picker
    assert [chip.label for chip in coordinator.chips] == ["Thanh tra Sở"]


def test_every_condition_is_a_chip_that_takes_it_away(scene):
    query = f"plan={scene.plan.pk}&status=open,overdue&from=2026-01-01&to=2026-12-31&q=chay"
    found = listing(scene.coordinator, f"{query}&scope=official&page=2")
    chips = {chip.label: chip.href for chip in found.chips}
    assert next(iter(chips)) == "Có chữ “chay”"
    period = "Thuộc kỳ từ 01/01/2026 đến 31/12/2026"
    assert QueryDict(chips[period].partition("?")[2]) == QueryDict(
        f"plan={scene.plan.pk}&status=open,overdue&q=chay&scope=official"
    )
    assert "Trong hạn, Quá hạn" in chips
    assert "Phần chủ trì, như số liệu báo cáo" in chips
    assert len(chips) == 5


def test_open_work_comes_first_and_then_by_due_day_on_every_page(scene):
    """The pages of what is open, of what is closed, and the one that has both ends of them."""
    days = [None, *(datetime.date(2026, month, 1) for month in range(1, 11))]
    for at in range(130):
        due, closed = days[at * 7 % 11], at % 3 == 0
        AssignmentFactory(
            task=scene.task, unit=scene.unit, period=str(at), due_on=due,
            finished_on=TODAY if closed and at % 2 else None,
            confirmed_on=TODAY if closed and at % 2 else None,
            cancelled_on=TODAY if closed and not at % 2 else None,
        )  # fmt: skip
    rows = Assignment.objects.values_list("pk", "confirmed_on", "cancelled_on", "due_on")
    wanted = sorted(
        (bool(confirmed or cancelled), due or datetime.date.max, pk)
        for pk, confirmed, cancelled, due in rows
    )
    queries = set()
    for page, open_rows in ((1, 50), (2, 37), (3, 0)):
        with CaptureQueriesContext(connection) as asked:
            seen = [row.pk for row in listing(scene.staff, f"page={page}").rows]
        queries.add(len(asked))
        expected = wanted[50 * page - 50 : 50 * page]
        assert sum(not closed for closed, *_ in expected) == open_rows
        assert seen == [pk for *_, pk in expected]
    assert len(queries) == 1


def test_a_plan_out_of_sight_is_neither_named_nor_shown(scene):
    hidden = AssignmentFactory(task__plan__title="Kế hoạch mật")
    found = listing(scene.staff, f"plan={hidden.task.plan_id}")
    assert found.count == 0
    assert [chip.label for chip in found.chips] == ["Kế hoạch khác"]


def test_several_statuses_stay_chosen(scene):
    options = listing(scene.staff, "status=open,overdue").states
    (chosen,) = [option for option in options if option.chosen]
    assert (chosen.value, chosen.label) == ("open,overdue", "Trong hạn, Quá hạn")
    options = listing(scene.staff, "status=overdue&status=open&status=ongoing").states
    assert [option.label for option in options if option.chosen] == ["Chưa hoàn thành"]


def test_what_has_no_control_is_carried_on(scene):
    found = listing(scene.staff, "from=2026-01-01&day=2026-06-01&scope=official&evidence=no&q=x")
    assert dict(found.kept) == {
        "from": "2026-01-01",
        "day": "2026-06-01",
        "scope": "official",
        "evidence": "no",
    }


def test_pages_repeat_and_lose_nothing(scene):
    for _ in range(119):
        AssignmentFactory(task=scene.task, unit=scene.unit, period=str(_))
    seen = [row.pk for page in (1, 2, 3) for row in listing(scene.staff, f"page={page}").rows]
    assert len(seen) == len(set(seen)) == 120
    assert listing(scene.staff, "page=99").page.number == 3
    assert listing(scene.staff, "page=x").page.number == 1


# --- the page -------------------------------------------------------------------------------------
def test_the_page_says_the_count_and_what_was_left_aside(client, scene):
    client.force_login(scene.staff)
    answer = client.get(reverse("tasks:assignments"), {"status": "lost"})
    text = answer.content.decode()
    assert "1 phần việc" in text
    assert "Bỏ qua trạng thái “lost”" in text


def test_nothing_found_says_what_to_do(client, scene):
    client.force_login(scene.staff)
    text = client.get(reverse("tasks:assignments"), {"q": "khongco"}).content.decode()
    assert "Không có công việc nào khớp" in text
    assert "0 phần việc" in text


def test_no_work_at_all_says_when_it_comes(client, scene):
    client.force_login(person(Role.STAFF, UnitFactory()))
    text = client.get(reverse("tasks:assignments")).content.decode()
    assert "Chưa có công việc nào" in text


def test_what_is_typed_is_shown_as_text(client, scene):
    client.force_login(scene.staff)
    text = client.get(reverse("tasks:assignments"), {"q": "<script>x"}).content.decode()
    assert "<script>x" not in text


def test_behind_a_figure_stands_what_the_persons_figures_count(client, scene):
    AssignmentFactory(task=scene.task, unit=scene.other)
    scene.head.memberships.create(unit=scene.other, role=Role.STAFF)
    client.force_login(scene.head)

    def count(**query):
        return client.get(reverse("tasks:assignments"), query).context["list"].count

    assert count() == 2
    assert count(scope="official") == 1
    client.force_login(scene.staff)
    assert count(scope="official") == 1


@pytest.mark.parametrize("query", ["", "status=due_soon,waiting&evidence=no&q=chay"])
def test_twice_the_rows_take_no_more_queries(scene, query):
    def more():
        for _ in range(3):
            task = TaskFactory()
            unit = UnitFactory(parent=scene.agency)
            AssignmentFactory(task=task, unit=unit, due_on=day(3))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            listing(scene.coordinator, query)
        return len(captured)

    more()
    once = queries()
    more()
    more()
    assert queries() == once


# --- the spreadsheet ------------------------------------------------------------------------------
def workbook(client, **query):
    answer = client.get(reverse("tasks:assignments"), {**query, "tep": "xlsx"})
    assert answer["Content-Disposition"].startswith("attachment;")
    return load_workbook(BytesIO(answer.content))["Công việc"]


def test_the_spreadsheet_holds_real_days_and_numbers(client, scene, on_day):
    on_day(TODAY)
    Assignment.objects.update(percent=60, due_on=day(-6), planned_on=day(-9))
    client.force_login(scene.coordinator)
    sheet = workbook(client)
    heads, row = list(sheet.iter_rows(values_only=True))
    value = dict(zip(heads, row, strict=True))
    assert value["Hạn hiện nay"].date() == day(-6)
    assert value["Hạn theo kế hoạch"].date() == day(-9)
    assert (value["Tiến độ (%)"], value["Số ngày quá hạn"]) == (60, 6)
    assert (value["Trạng thái"], value["Đơn vị"]) == ("Quá hạn", "Phòng Chuyển đổi số")
    assert sheet["I2"].number_format == "dd/mm/yyyy"


def test_the_spreadsheet_holds_what_the_list_shows(client, scene):
    AssignmentFactory(task=TaskFactory(plan=scene.plan), unit=scene.unit, due_on=None)
    AssignmentFactory(unit=scene.other)
    client.force_login(scene.staff)
    assert workbook(client).max_row == 3
    assert workbook(client, status="ongoing").max_row == 2
    assert workbook(client, q="khongco").max_row == 1


def test_a_text_that_looks_like_a_formula_stays_text(client, scene):
    TaskFactory._meta.model.objects.update(title="=1+1")
    client.force_login(scene.staff)
    cell = workbook(client)["C2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_days_of_the_spreadsheet_go_by_the_day_of_judgement(client, scene):
    client.force_login(scene.staff)
    sheet = workbook(client, day=datetime.date(2026, 7, 4).isoformat())
    heads, row = list(sheet.iter_rows(values_only=True))
    assert dict(zip(heads, row, strict=True))["Số ngày quá hạn"] == 4


# --- sorted, as text, by words of a unit ----------------------------------------------------------
def test_it_sorts_by_each_column_both_ways(client, scene):
    first = AssignmentFactory(task=scene.task, unit=scene.other, due_on=datetime.date(2026, 12, 1))
    client.force_login(scene.leader)
    for key in ("nhiem-vu", "don-vi", "vai-tro", "han", "tien-do", "trang-thai"):
        page = client.get("/viec/tat-ca/", {"sort": f"-{key}"})
        assert page.status_code == 200
        assert 'aria-sort="descending"' in page.content.decode()
    rows = client.get("/viec/tat-ca/", {"sort": "-han"}).context["list"].rows
    assert [row.pk for row in rows] == [first.pk, scene.work.pk]
    rows = client.get("/viec/tat-ca/", {"sort": "han"}).context["list"].rows
    assert [row.pk for row in rows] == [scene.work.pk, first.pk]


def test_the_text_holds_what_the_page_shows_in_its_order(client, scene):
    AssignmentFactory(task=scene.task, unit=scene.other, due_on=datetime.date(2026, 12, 1))
    client.force_login(scene.leader)
    answer = client.get("/viec/tat-ca/", {"sort": "-han", "tep": "csv"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert "01/12/2026" in lines[1]
    assert "30/06/2026" in lines[2]


def test_a_unit_is_found_by_words_and_what_is_typed_wrong_stays(client, scene):
    client.force_login(scene.leader)
    found = client.get("/viec/tat-ca/", {"unit_words": "chuyen doi so"}).context["list"]
    assert [row.pk for row in found.rows] == [scene.work.pk]
    page = client.get("/viec/tat-ca/", {"unit_words": "khong co", "due_from": "31/02/2026"})
    text = page.content.decode()
    assert "Không tìm thấy đơn vị “khong co”" in text
    assert 'value="khong co"' in text
    assert 'value="31/02/2026"' in text
