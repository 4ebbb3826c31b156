"""The comparison with the superior plan: what each sees, narrows and confirms."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.actions.giving import rebuild_pairs
from tasks.models import OutsideParty, Part, TaskCoverage
from tests.factories import (
    TODAY,
    AssignmentFactory,
    PlanFactory,
    TaskFactory,
    UnitFactory,
    person,
)
from units.policy import Role

pytestmark = pytest.mark.django_db

INSPECT = "Kiểm tra chất lượng dây dẫn và thiết bị điện lưu thông trên thị trường"
FENCE = "Rà soát, tháo dỡ lồng sắt, biển quảng cáo che chắn lối thoát nạn"


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


class Levels:
    """A province with a plan, an office below it with a plan that carries it out."""

    def __init__(self) -> None:
        self.province = UnitFactory(name="UBND tỉnh Lam Giang")
        self.agency = UnitFactory(name="Sở Khoa học và Công nghệ", parent=self.province)
        self.room = UnitFactory(name="Văn phòng Sở", parent=self.agency)
        self.superior = PlanFactory(issuer=self.province, number="342", symbol="KH-UBND")
        self.plan = PlanFactory(issuer=self.agency, number="93", carries_out=self.superior)
        self.inspect = self.above(INSPECT, ref="II.1")
        AssignmentFactory(task=self.inspect, unit=self.agency)
        self.fence = self.above(FENCE, ref="II.2")
        self.own = TaskFactory(plan=self.plan, ref="III.4", title=INSPECT, text=INSPECT)
        self.own.full_clean()
        self.own.save()
        AssignmentFactory(task=self.own, unit=self.room)
        self.other = TaskFactory(plan=self.plan, ref="III.5", title="Lập dự toán kinh phí")
        self.other.full_clean()
        self.other.save()
        self.coordinator = person(Role.COORDINATOR, self.agency)

    def above(self, text, **fields):
        return TaskFactory(plan=self.superior, title=text, text=text, **fields)

    def url(self, name="coverage", *keys) -> str:
        return reverse(f"tasks:{name}", args=[self.plan.pk, *keys])

    def say(self, above, task=None, reason=""):
        return TaskCoverage.objects.create(
            plan=self.plan,
            superior=above,
            task=task,
            reason=reason,
            confirmed_by=self.coordinator,
            confirmed_on=TODAY,
        )


@pytest.fixture
def levels(client):
    made = Levels()
    client.force_login(made.coordinator)
    return made


def rows(client, levels, **parameters):
    answer = client.get(levels.url(), parameters)
    assert answer.status_code == 200
    return answer.context["built"].rows


def test_its_address_is_fixed(levels):
    assert levels.url() == f"/ke-hoach/{levels.plan.pk}/doi-chieu/"


def test_the_likely_task_is_offered_and_nothing_where_nothing_is_alike(client, levels):
    inspect, fence = rows(client, levels)

    assert [(offer.value, offer.badge.label) for offer in inspect.offers] == [
        (f"{levels.inspect.pk}-{levels.own.pk}", "Rất giống")
    ]
    assert inspect.given == "Giao cơ quan chủ trì"
    assert (fence.offers, fence.given, fence.badge.label) == ((), "", "Chưa triển khai")


def test_the_figures_leave_out_what_is_none_of_ones_business(client, levels):
    levels.say(levels.inspect, levels.own)
    levels.say(levels.fence, reason="Thuộc Công an tỉnh")
    levels.above("Việc chưa ai làm")

    counts = client.get(levels.url()).context["built"].counts

    assert (counts.tasks, counts.covered, counts.open, counts.waived) == (3, 1, 1, 1)
    assert counts.rate == "50\N{NO-BREAK SPACE}%"


def test_a_mere_heading_is_not_asked_about(client, levels):
    heading = levels.above("Nhiệm vụ trọng tâm", ref="I", order=0)
    levels.inspect.parent = heading
    levels.inspect.save()
    given = levels.above("Nhóm việc có đơn vị chủ trì", ref="V")
    OutsideParty.objects.create(task=given, part=Part.LEAD, name="Công an tỉnh")
    levels.fence.parent = given
    levels.fence.save()

    shown = {row.pk: row for row in rows(client, levels)}

    assert shown[heading.pk].badge is None
    assert shown[given.pk].badge is not None
    assert shown[levels.inspect.pk].depth == 1
    assert client.get(levels.url()).context["built"].counts.tasks == 3


@pytest.mark.parametrize(
    ("show", "refs"),
    [("", ["II.1", "II.2", "II.3"]), ("da", ["II.1"]), ("chua", ["II.3"]), ("khong", ["II.2"])],
)
def test_the_list_is_narrowed(client, levels, show, refs):
    levels.say(levels.inspect, levels.own)
    levels.say(levels.fence, reason="Thuộc Công an tỉnh")
    levels.above("Việc chưa ai làm", ref="II.3")

    assert [row.ref for row in rows(client, levels, xem=show)] == refs


def test_what_is_given_to_the_agency_alone(client, levels):
    assert [row.ref for row in rows(client, levels, xem="giao")] == ["II.1"]


def test_an_empty_group_and_a_plan_without_tasks_say_so(client, levels):
    text = client.get(levels.url(), {"xem": "da"}).content.decode()
    assert "Không có nhiệm vụ nào như vậy" in text
    levels.superior.tasks.all().delete()
    client.force_login(person(Role.LEADER, levels.province))
    assert "Kế hoạch cấp trên chưa có nhiệm vụ" in client.get(levels.url()).content.decode()


def save(client, levels, **data):
    given = {"against": levels.superior.pk, **data}
    return client.post(levels.url("coverage_save"), given)


def pair(above, task) -> str:
    return f"{above.pk}-{task.pk}"


def test_several_pairs_and_waivers_at_once(client, levels):
    answer = save(
        client,
        levels,
        pair=[pair(levels.inspect, levels.own), pair(levels.inspect, levels.other)],
        waive=[levels.fence.pk],
        reason="Thuộc Công an tỉnh",
    )

    assert answer["Location"] == levels.url()
    assert TaskCoverage.objects.count() == 3
    text = client.get(levels.url()).content.decode()
    assert "Đã xác nhận 2 cặp nhiệm vụ. Đã ghi 1 nhiệm vụ không thuộc trách nhiệm." in text
    assert "Lý do: Thuộc Công an tỉnh" in text
    assert f"{levels.coordinator} xác nhận ngày 15/06/2026" in text


def test_all_or_nothing_and_what_was_ticked_stays(client, levels):
    chosen = pair(levels.inspect, levels.own)

    answer = save(client, levels, pair=[chosen], waive=[levels.fence.pk], reason="")

    assert answer.status_code == 422
    assert TaskCoverage.objects.count() == 0
    assert "Hãy nêu lý do không thuộc trách nhiệm" in answer.content.decode()
    inspect, fence = answer.context["built"].rows
    assert (inspect.offers[0].is_ticked, fence.is_waive_ticked) == (True, True)
    # Every link of the page that is shown again can be followed.
    for tab in answer.context["built"].tabs:
        assert client.get(tab.href).status_code == 200


@pytest.mark.parametrize("data", [{}, {"pair": ["x-y", "1"], "waive": ["-1"]}])
def test_nothing_chosen_is_said(client, levels, data):
    answer = save(client, levels, **data)
    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một cặp" in answer.content.decode()


def test_a_word_is_taken_back(client, levels):
    row = levels.say(levels.inspect, levels.own)

    answer = client.post(f"{levels.url('coverage_remove')}?xem=da", {"coverage": row.pk})

    assert answer["Location"] == f"{levels.url()}?xem=da"
    assert not TaskCoverage.objects.exists()
    again = client.post(levels.url("coverage_remove"), {"coverage": row.pk}, follow=True)
    assert "đã được gỡ trước đó" in again.content.decode()


@pytest.mark.parametrize("given", ["", "x", "9" * 30])
def test_a_strange_key_takes_nothing_back(client, levels, given):
    levels.say(levels.inspect, levels.own)
    client.post(levels.url("coverage_remove"), {"coverage": given})
    assert TaskCoverage.objects.count() == 1


# --- one task -------------------------------------------------------------------------------------
def test_any_task_may_be_chosen_by_hand_the_likest_first(client, levels):
    built = client.get(levels.url("coverage_task", levels.inspect.pk)).context["built"]
    assert [offer.name for offer in built.offers] == [str(levels.own), str(levels.other)]

    levels.say(levels.inspect, levels.own)
    built = client.get(levels.url("coverage_task", levels.inspect.pk)).context["built"]
    assert [offer.name for offer in built.offers] == [str(levels.other)]


def test_ones_own_tasks_are_searched_without_accents(client, levels):
    address = levels.url("coverage_task", levels.inspect.pk)

    found = client.get(address, {"q": "du toan"}).context["built"].offers
    assert [offer.name for offer in found] == [str(levels.other)]
    text = client.get(address, {"q": "zz"}).content.decode()
    assert "Không tìm thấy nhiệm vụ nào" in text


def test_a_task_of_no_superior_plan_is_not_found(client, levels):
    assert client.get(levels.url("coverage_task", levels.own.pk)).status_code == 404


# --- who ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "sees", "changes"),
    [
        (Role.STAFF, 403, 403),
        (Role.HEAD, 403, 403),
        (Role.LEADER, 200, 403),
        (Role.COORDINATOR, 200, 422),
        (Role.ADMIN, 200, 422),
    ],
)
def test_who_sees_and_who_changes(client, levels, role, sees, changes):
    client.force_login(person(role, levels.agency))

    assert client.get(levels.url()).status_code == sees
    assert client.post(levels.url("coverage_save")).status_code == changes


def test_who_may_only_look_gets_nothing_to_choose(client, levels):
    levels.say(levels.inspect, levels.own)
    client.force_login(person(Role.LEADER, levels.agency))

    text = client.get(levels.url()).content.decode()

    assert 'type="checkbox"' not in text
    assert "coverage_remove" not in text
    assert "Xác nhận các mục" not in text


def test_the_coordinator_above_sees_the_comparison_of_an_office_below(client, levels):
    client.force_login(person(Role.COORDINATOR, levels.province))
    assert client.get(levels.url()).status_code == 200


def test_other_agencies_find_nothing(client, levels):
    client.force_login(person(Role.COORDINATOR, UnitFactory()))

    for name in ("coverage", "coverage_save", "coverage_remove"):
        ask = client.get if name == "coverage" else client.post
        assert ask(levels.url(name)).status_code == 404


def test_without_a_superior_plan_the_next_step_is_shown(client, levels):
    levels.plan.carries_out = None
    levels.plan.save()

    text = client.get(levels.url()).content.decode()
    assert "Chưa chọn kế hoạch cấp trên" in text
    assert reverse("plans:superior", args=[levels.plan.pk]) in text
    client.force_login(person(Role.LEADER, levels.agency))
    assert "Đầu mối tổng hợp" in client.get(levels.url()).content.decode()


def test_a_superior_plan_that_one_may_not_see_shows_nothing_of_itself(client, levels):
    levels.inspect.assignments.all().delete()
    rebuild_pairs()

    text = client.get(levels.url()).content.decode()

    assert "Chưa đối chiếu được" in text
    assert INSPECT not in text
    assert client.get(levels.url("coverage_task", levels.inspect.pk)).status_code == 404


# --- size -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["coverage", "coverage_task"])
def test_the_number_of_queries_does_not_grow(client, levels, name):
    def fill(start):
        for number in range(start, start + 4):
            above = levels.above(f"{INSPECT} lần {number}")
            AssignmentFactory(task=above, unit=levels.agency)
            task = TaskFactory(plan=levels.plan, title=f"Việc {number}")
            AssignmentFactory(task=task, unit=levels.room)
            levels.say(above, task)
            levels.above(f"{FENCE} lần {number}")

    address = levels.url(name, *([levels.inspect.pk] if name == "coverage_task" else []))
    fill(1)
    client.get(address)
    with CaptureQueriesContext(connection) as once:
        client.get(address)
    fill(5)
    with CaptureQueriesContext(connection) as twice:
        client.get(address)
    assert len(twice) == len(once)


def test_the_list_is_paged(client, levels):
    for number in range(30):
        levels.above(f"Việc số {number}")

    assert len(rows(client, levels)) == 25
    assert len(rows(client, levels, page=2)) == 7
