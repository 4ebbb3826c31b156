"""What a person's own units have to do."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.actions import ask_extension, report_done
from tasks.contexts.my_work import LISTED, build_my_work
from tasks.models import Assignment
from tests.factories import TODAY, AssignmentFactory, TaskFactory, UnitFactory, person
from tests.tasks.rows import day
from tests.worlds import shared
from units.policy import Role


def page_of(user, **fields):
    return build_my_work(user, today=TODAY, **fields)


def sections(page):
    return {section.key: section for section in page.sections}


def titles(section):
    return [line.row.title for line in section.lines]


def give(scene, title, due=None, unit=None, **fields):
    """Work of the scene's plan; ``due`` in days from TODAY."""
    task = TaskFactory(plan=scene.plan, title=title, deadline_kind="date" if due else "ongoing")
    due_on = None if due is None else day(due)
    return AssignmentFactory(task=task, unit=unit or scene.unit, due_on=due_on, **fields)


@shared
def busy(scene):
    Assignment.objects.all().delete()
    give(scene, "trễ ít", -1)
    give(scene, "trễ nhiều", -9)
    give(scene, "hôm nay", 0)
    give(scene, "tuần này", 7)
    give(scene, "tuần sau", 8)
    give(scene, "thường xuyên")
    give(scene, "đã báo", -2, finished_on=day(-3))
    give(scene, "sang quý", 80, starts_on=day(1))
    give(scene, "tạm dừng", -3, suspended_on=day(-1))
    give(scene, "vừa xong", -5, finished_on=day(-6), confirmed_on=day(-2))
    give(scene, "xong lâu", -60, finished_on=day(-61), confirmed_on=day(-30))
    give(scene, "đã hủy", -5, cancelled_on=day(-4))
    give(scene, "của đơn vị khác", -5, unit=scene.other)
    return scene


def test_every_piece_of_work_stands_in_one_place(busy):
    found = sections(page_of(busy.staff))
    assert {key: titles(section) for key, section in found.items()} == {
        "qua-han": ["trễ nhiều", "trễ ít"],
        "sap-den-han": ["hôm nay", "tuần này"],
        "dang-lam": ["tuần sau"],
        "thuong-xuyen": ["thường xuyên"],
        "cho-xac-nhan": ["đã báo"],
        "chua-den-ky": ["sang quý"],
        "tam-dung": ["tạm dừng"],
        "da-xong": ["vừa xong"],
    }


def test_what_is_late_comes_first(busy):
    keys = [section.key for section in page_of(busy.staff).sections]
    assert keys[:2] == ["qua-han", "sap-den-han"]


def test_the_head_confirms_what_the_officer_waits_for(busy):
    found = sections(page_of(busy.head))
    assert titles(found["can-xac-nhan"]) == ["đã báo"]
    assert "cho-xac-nhan" not in found
    (line,) = found["can-xac-nhan"].lines
    assert (line.action, line.href) == ("Xác nhận", f"{line.row.href}#xac-nhan")


def test_the_coordinator_confirms_for_every_unit_and_sees_no_rows_of_theirs(busy):
    give(busy, "báo ở Thanh tra", 5, unit=busy.other, finished_on=day(-1))
    page = page_of(busy.coordinator)
    (section,) = page.sections
    assert titles(section) == ["đã báo", "báo ở Thanh tra"]
    assert section.names_unit
    assert [stat.label for stat in page.stats] == ["Cần xác nhận"]


def test_figures_jump_to_their_sections(busy):
    stats = {stat.label: (stat.number, stat.href) for stat in page_of(busy.staff).stats}
    assert stats == {
        "Quá hạn": (2, "#qua-han"),
        "Đến hạn 7 ngày": (2, "#sap-den-han"),
        "Đang làm": (1, "#dang-lam"),
        "Thường xuyên": (1, "#thuong-xuyen"),
        "Chờ xác nhận": (1, "#cho-xac-nhan"),
    }


def test_a_figure_of_nothing_leads_nowhere(scene):
    stats = {stat.label: stat for stat in page_of(scene.staff).stats}
    assert (stats["Quá hạn"].number, stats["Quá hạn"].href, stats["Quá hạn"].tone) == (0, "", "")


def test_a_line_says_what_one_must_know(scene):
    Assignment.objects.update(due_on=day(-6), planned_on=day(-6))
    (line,) = sections(page_of(scene.staff))["qua-han"].lines
    row = line.row
    assert row.title == scene.task.title
    assert row.where == f"{scene.plan.full_number} · II.2"
    assert (row.part, row.deadline) == ("Chủ trì", "trước ngày 09/06/2026")
    assert (row.timing, row.timing_tone) == ("quá hạn 6 ngày", "overdue")
    assert (line.action, line.href) == ("Cập nhật", f"/viec/{scene.work.pk}/#tien-do")


def test_somebody_who_records_nothing_only_looks(scene):
    reader = person(Role.LEADER, scene.unit)
    (section,) = page_of(reader).sections
    assert [line.action for line in section.lines] == ["Xem"]


def test_ongoing_work_without_evidence_is_flagged_and_first(scene):
    Assignment.objects.all().delete()
    shown = give(scene, "có minh chứng")
    entry = shown.entries.create(on=day(-3), by=scene.staff)
    entry.evidence.create(name="a.pdf", sha256="0" * 64, size=1, media_type="application/pdf")
    give(scene, "chưa có")
    section = sections(page_of(scene.staff))["thuong-xuyen"]
    assert titles(section) == ["chưa có", "có minh chứng"]
    flags = [line.row.flags for line in section.lines]
    assert flags == [("Chưa có minh chứng kỳ này",), ()]


def test_the_flag_goes_by_the_plans_own_cycle(scene):
    Assignment.objects.all().delete()
    row = give(scene, "thường xuyên")
    entry = row.entries.create(on=datetime.date(2026, 5, 31), by=scene.staff)
    entry.evidence.create(name="a.pdf", sha256="0" * 64, size=1, media_type="application/pdf")

    def flags(cycle):
        type(scene.plan).objects.update(evidence_cycle=cycle)
        return sections(page_of(scene.staff))["thuong-xuyen"].lines[0].row.flags

    assert flags("quarterly") == ()
    assert flags("monthly") == ("Chưa có minh chứng kỳ này",)


def test_requests_for_more_time_stand_with_who_decides(scene):
    ask_extension(
        assignment=scene.work, by=scene.staff, on=TODAY, due_asked=day(60), reason="Chờ kinh phí."
    )
    (request,) = page_of(scene.leader).requests
    assert (request.words, request.reason) == ("30/06/2026 → 14/08/2026", "Chờ kinh phí.")
    page = page_of(scene.head)
    assert page.requests == ()
    (section,) = page.sections
    assert section.lines[0].row.flags == ("Đang xin gia hạn",)


def test_work_of_plans_out_of_force_asks_for_nothing(scene):
    scene.plan.revoked_on = scene.plan.in_force_until = TODAY
    scene.plan.save()
    assert page_of(scene.staff).is_empty


def test_cooperating_work_is_on_the_list(scene):
    Assignment.objects.update(part="cooperating")
    (section,) = page_of(scene.staff).sections
    assert section.lines[0].row.part == "Phối hợp"


# --- several units --------------------------------------------------------------------------------
def test_somebody_of_two_units_sees_both_and_may_choose(scene):
    give(scene, "việc thanh tra", 30, unit=scene.other)
    scene.staff.memberships.create(unit=scene.other, role=Role.STAFF)
    page = page_of(scene.staff)
    assert [choice.name for choice in page.choices] == [
        "Tất cả đơn vị của tôi",
        "Phòng Chuyển đổi số",
        "Thanh tra Sở",
    ]
    assert [choice.current for choice in page.choices] == [True, False, False]
    assert page.lead == "2 đơn vị · hôm nay thứ Hai 15/06/2026"
    narrowed = page_of(scene.staff, unit=scene.other.pk)
    assert narrowed.lead == "Thanh tra Sở · hôm nay thứ Hai 15/06/2026"
    assert [titles(section) for section in narrowed.sections] == [["việc thanh tra"]]


def test_a_unit_that_is_not_ones_own_cannot_be_chosen(scene):
    give(scene, "việc thanh tra", 30, unit=scene.other)
    page = page_of(scene.staff, unit=scene.other.pk)
    assert [titles(section) for section in page.sections] == [[scene.task.title]]


def test_somebody_of_one_unit_has_no_choice_to_make(scene):
    assert page_of(scene.staff).choices == ()


def test_long_sections_are_cut_and_lead_to_the_whole_list(scene):
    for _ in range(LISTED + 2):
        AssignmentFactory(task=TaskFactory(plan=scene.plan), unit=scene.unit, due_on=day(-1))
    section = sections(page_of(scene.staff))["qua-han"]
    assert (section.total, len(section.lines), section.is_cut) == (LISTED + 2, LISTED, True)
    assert section.more_href == f"/viec/tat-ca/?status=overdue&unit={scene.unit.pk}"


# --- the page -------------------------------------------------------------------------------------
def test_the_page_shows_the_work(client, scene, on_day):
    on_day(TODAY)
    client.force_login(scene.staff)
    answer = client.get(reverse("tasks:my_work"))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Phòng Chuyển đổi số · hôm nay thứ Hai 15/06/2026" in text
    assert scene.task.title in text
    assert f'href="/viec/{scene.work.pk}/#tien-do"' in text


def test_a_unit_without_work_is_told_what_will_come(client, scene):
    client.force_login(person(Role.STAFF, UnitFactory(parent=scene.agency)))
    text = client.get(reverse("tasks:my_work")).content.decode()
    assert "Chưa có việc nào cần làm" in text


def test_an_odd_unit_in_the_address_is_no_error(client, scene):
    client.force_login(scene.staff)
    for value in ("abc", "", "-1", "99999999999999999999"):
        assert client.get(reverse("tasks:my_work"), {"unit": value}).status_code == 200


def queries(user) -> int:
    with CaptureQueriesContext(connection) as captured:
        page_of(user)
    return len(captured)


@pytest.mark.parametrize("who", ["staff", "head", "coordinator", "admin"])
def test_twice_the_rows_take_no_more_queries(busy, who):
    user = getattr(busy, who)

    def more():
        for due in (-4, 3, 30, None):
            give(busy, "thêm", due)
        asked = give(busy, "xin", 20)
        ask_extension(
            assignment=asked, by=busy.staff, on=TODAY, due_asked=day(60), reason="Chờ kinh phí."
        )
        waiting = give(busy, "báo", 20, unit=UnitFactory(parent=busy.agency))
        report_done(assignment=waiting, by=busy.staff, on=TODAY, finished_on=TODAY, note="Xong.")

    more()
    once = queries(user)
    more()
    more()
    assert queries(user) == once
