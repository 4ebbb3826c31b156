"""The forms about people and out-of-the-ordinary things on the page of an assignment, and the page
on which somebody leaves a unit."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tasks.actions import assign_officer, report_done, suspend
from tasks.models import Assignment
from tests.factories import TODAY, AssignmentFactory, MembershipFactory, UnitFactory, person
from tests.worlds import shared
from units.models import Membership
from units.policy import Role


@pytest.fixture
def enter(scene, on_day):
    on_day(TODAY)

    def as_person(user):
        client = Client()
        client.force_login(user)
        return client

    return as_person


def text_of(answer) -> str:
    return answer.content.decode()


def page_of(client, work) -> str:
    return text_of(client.get(f"/viec/{work.pk}/"))


# --- who sees to it -------------------------------------------------------------------------------
def test_the_head_names_somebody_of_the_unit(enter, scene):
    head = enter(scene.head)
    page = page_of(head, scene.work)
    offered = re.findall(
        r'<option value="(\d+)"', page.split('name="officer"')[1].split("</select>")[0]
    )
    assert offered == [str(scene.staff.pk), str(scene.head.pk)]
    sent = {"officer": scene.staff.pk, "note": "", "revision": scene.work.revision}
    answer = head.post(f"/viec/{scene.work.pk}/phu-trach/", sent)
    assert answer["Location"] == f"/viec/{scene.work.pk}/"
    page = page_of(enter(scene.staff), scene.work)
    assert "Nguyễn Thị Thu Hà" in page
    assert "Cử Nguyễn Thị Thu Hà phụ trách." in page
    assert 'name="officer"' not in page  # staff see who it is and name nobody


def test_a_stranger_cannot_be_named_by_hand(enter, scene):
    answer = enter(scene.head).post(
        f"/viec/{scene.work.pk}/phu-trach/", {"officer": scene.stranger.pk}
    )
    assert answer.status_code == 422
    assert "không làm việc ở đơn vị" in text_of(answer)
    scene.work.refresh_from_db()
    assert scene.work.officer is None


def test_an_older_state_overwrites_nothing(enter, scene):
    seen = scene.work.revision
    assign_officer(assignment=scene.work, officer=scene.staff, by=scene.head, on=TODAY)
    sent = {"officer": scene.head.pk, "note": "", "revision": seen}
    answer = enter(scene.head).post(f"/viec/{scene.work.pk}/phu-trach/", sent)
    assert answer.status_code == 422
    assert "vừa được người khác sửa" in text_of(answer)


# --- out of the ordinary --------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["staff", "head", "leader"])
def test_only_who_gives_work_directs_it(enter, scene, who):
    client = enter(getattr(scene, who))
    assert "Chuyển giao cho đơn vị khác" not in page_of(client, scene.work)
    for way in ("tam-dung", "tiep-tuc", "huy", "chuyen-giao"):
        sent = {"reason": "Lý do.", "to_unit_words": scene.other.code}
        assert client.post(f"/viec/{scene.work.pk}/{way}/", sent).status_code == 403
    scene.work.refresh_from_db()
    assert scene.work.revision == 0


def test_work_is_paused_taken_up_and_ended(enter, scene):
    client = enter(scene.coordinator)
    post = lambda way, reason: client.post(f"/viec/{scene.work.pk}/{way}/", {"reason": reason})  # noqa: E731
    assert post("tam-dung", "Chờ vốn.").status_code == 302
    page = page_of(client, scene.work)
    assert "Tiếp tục thực hiện" in page
    assert 'id="tam-dung"' not in page
    assert post("tiep-tuc", "Đã có vốn.").status_code == 302
    assert post("huy", "Trùng việc.").status_code == 302
    page = page_of(client, scene.work)
    assert "Công việc đã hủy." in page
    assert "Việc khác" not in page


def test_a_reason_is_asked_for_and_the_form_stays_open(enter, scene):
    for way in ("tam-dung", "huy"):
        answer = enter(scene.coordinator).post(f"/viec/{scene.work.pk}/{way}/", {"reason": ""})
        assert answer.status_code == 422
        assert "Hãy ghi lý do" in text_of(answer)
        form = text_of(answer).split(f'id="{way}"')[0]
        assert form.rstrip().rpartition("<details")[2].split(">")[0].endswith("open")
    scene.work.refresh_from_db()
    assert scene.work.revision == 0


def test_work_goes_to_another_unit_named_by_a_few_words(enter, scene):
    client = enter(scene.coordinator)
    sent = {"to_unit_words": "thanh tra", "reason": "Sắp xếp lại.", "revision": 0}
    answer = client.post(f"/viec/{scene.work.pk}/chuyen-giao/", sent)
    part = Assignment.objects.get(task=scene.task, unit=scene.other)
    assert answer["Location"] == f"/viec/{part.pk}/"
    assert "Nhận chuyển giao từ Phòng Chuyển đổi số" in page_of(client, part)
    old = page_of(client, scene.work)
    assert "Chuyển giao cho Thanh tra Sở. Lý do: Sắp xếp lại." in old
    assert part.task.plan.full_number in old


def test_work_goes_only_to_units_within_reach(enter, scene):
    UnitFactory(code="XD", name="Sở Xây dựng")
    sent = {"to_unit_words": "XD", "reason": "Sắp xếp lại."}
    answer = enter(scene.coordinator).post(f"/viec/{scene.work.pk}/chuyen-giao/", sent)
    assert answer.status_code == 422
    assert "Không tìm thấy đơn vị" in text_of(answer)


def test_what_waits_for_confirmation_is_not_offered_for_another_unit(enter, scene):
    report_done(assignment=scene.work, by=scene.staff, on=TODAY, finished_on=TODAY, note="Xong.")
    page = page_of(enter(scene.coordinator), scene.work)
    assert "Chuyển giao cho đơn vị khác" not in page
    assert "Hủy việc này" in page


def test_paused_work_still_gets_an_officer(enter, scene):
    suspend(assignment=scene.work, by=scene.coordinator, on=TODAY, reason="Chờ.")
    assert 'name="officer"' in page_of(enter(scene.head), scene.work)


# --- my own work ----------------------------------------------------------------------------------
def test_my_own_work_is_narrowed_to_on_both_lists(enter, scene):
    other = AssignmentFactory(unit=scene.unit, task__title="Việc của người khác")
    assign_officer(assignment=scene.work, officer=scene.staff, by=scene.head, on=TODAY)
    client = enter(scene.staff)
    whole = text_of(client.get("/viec/"))
    assert f"?officer={scene.staff.pk}" in whole
    assert other.task.title in whole
    for page in ("/viec/", "/viec/tat-ca/"):
        mine = text_of(client.get(f"{page}?officer={scene.staff.pk}"))
        assert scene.task.title in mine
        assert "Việc của người khác" not in mine
        assert "Nguyễn Thị Thu Hà" in mine
    nobody = text_of(client.get("/viec/tat-ca/?officer=none"))
    assert "Việc của người khác" in nobody
    assert "Chưa cử người phụ trách" in nobody
    assert scene.task.title not in nobody


def test_nobody_with_work_in_person_sees_no_choice(enter, scene):
    assert "Việc của tôi" not in text_of(enter(scene.staff).get("/viec/"))


def test_a_strange_officer_in_the_address_is_said_and_left_aside(enter, scene):
    page = text_of(enter(scene.staff).get("/viec/tat-ca/?officer=abc"))
    assert "Bỏ qua người “abc”" in page
    assert scene.task.title in page


def test_the_lists_ask_no_more_for_more_officers(enter, scene):
    client = enter(scene.head)

    def add():
        for _ in range(3):
            officer = person(Role.STAFF, scene.unit)
            AssignmentFactory(unit=scene.unit, officer=officer)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            for page in ("/viec/", "/viec/tat-ca/", "/viec/tat-ca/?tep=xlsx"):
                assert client.get(page).status_code == 200
        return len(queries)

    add()
    first = count()
    add()
    assert count() == first


# --- leaving --------------------------------------------------------------------------------------
@shared
def leaving(scene):
    scene.role = Membership.objects.get(user=scene.staff)
    scene.second = AssignmentFactory(unit=scene.unit, task__title="Kiểm tra bình chữa cháy")
    for work in (scene.work, scene.second):
        assign_officer(assignment=work, officer=scene.staff, by=scene.head, on=TODAY)
    scene.address = f"/nguoi-dung/vai-tro/{scene.role.pk}/thoi/"
    return scene


def test_the_page_shows_what_is_open_and_who_could_take_it(enter, leaving):
    text = text_of(enter(leaving.admin).get(leaving.address))
    assert "Kiểm tra bình chữa cháy" in text
    everything = text.split('name="everything"')[1].split("</select>")[0]
    assert "Trần Quốc Bảo" in everything
    assert "Phòng Chuyển đổi số (chưa cử người)" in everything
    assert "Nguyễn Thị Thu Hà" not in everything


def test_one_answer_for_all_and_another_for_one(enter, leaving):
    sent = {
        "ended_on": "15/06/2026",
        "everything": leaving.head.pk,
        f"work_{leaving.second.pk}": "unit",
    }
    answer = enter(leaving.admin).post(leaving.address, sent)
    assert answer["Location"] == f"/nguoi-dung/{leaving.staff.pk}/"
    for row in (leaving.role, leaving.work, leaving.second):
        row.refresh_from_db()
    assert leaving.role.ended_on == TODAY
    assert (leaving.work.officer, leaving.second.officer) == (leaving.head, None)
    assert leaving.role.history.get(history_type="~").history_user == leaving.admin
    again = enter(leaving.admin).get(leaving.address, follow=True)
    assert "đã thôi từ ngày 15/06/2026" in text_of(again)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"everything": ""}, "Hãy chọn người nhận cho mọi việc"),
        ({"everything": "999999"}, "không nhận việc được"),
        ({"ended_on": ""}, "Hãy ghi thôi giữ từ ngày"),
        ({"ended_on": "16/06/2026"}, "không thể sau hôm nay"),
    ],
)
def test_nothing_is_done_while_an_answer_is_missing(enter, leaving, changes, words):
    sent = {"ended_on": "15/06/2026", "everything": "unit", **changes}
    answer = enter(leaving.admin).post(leaving.address, sent)
    assert answer.status_code == 422
    assert words in text_of(answer)
    leaving.role.refresh_from_db()
    leaving.work.refresh_from_db()
    assert leaving.role.ended_on is None
    assert leaving.work.officer == leaving.staff


def test_the_last_who_works_in_a_unit_is_pointed_out(enter, leaving):
    Membership.objects.filter(user=leaving.head).update(ended_on=datetime.date(2026, 6, 1))
    text = text_of(enter(leaving.admin).get(leaving.address))
    assert "không còn ai cập nhật tiến độ cho 2 việc đang làm" in text


def test_the_last_head_is_pointed_out_too(enter, leaving):
    head = Membership.objects.get(user=leaving.head)
    text = text_of(enter(leaving.admin).get(f"/nguoi-dung/vai-tro/{head.pk}/thoi/"))
    assert "không còn trưởng đơn vị trong khi có 2 việc đang làm" in text
    MembershipFactory(user=leaving.staff, unit=leaving.unit, role=Role.HEAD)
    text = text_of(enter(leaving.admin).get(f"/nguoi-dung/vai-tro/{head.pk}/thoi/"))
    assert "không còn trưởng đơn vị" not in text


def test_the_last_administrator_is_shown_no_form(enter, leaving):
    role = Membership.objects.get(user=leaving.admin)
    text = text_of(enter(leaving.admin).get(f"/nguoi-dung/vai-tro/{role.pk}/thoi/"))
    assert "người quản trị cuối cùng" in text
    assert 'name="ended_on"' not in text


def test_who_has_nothing_open_leaves_with_one_button(enter, leaving):
    role = Membership.objects.get(user=leaving.leader)
    address = f"/nguoi-dung/vai-tro/{role.pk}/thoi/"
    client = enter(leaving.admin)
    assert "Không có việc nào đang làm" in text_of(client.get(address))
    assert client.post(address, {"ended_on": "15/06/2026"}).status_code == 302
    role.refresh_from_db()
    assert role.ended_on == TODAY


def test_the_page_asks_no_more_for_more_work(enter, leaving):
    client = enter(leaving.admin)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(leaving.address).status_code == 200
        return len(queries)

    first = count()
    for _ in range(3):
        AssignmentFactory(unit=leaving.unit, officer=leaving.staff)
    assert count() == first
