"""The leadership's page: who may open it, what it offers, what it says when there is nothing."""

from typing import Any

import pytest
from django.urls import reverse

from tasks.models import Extension, ProgressEntry
from tests.factories import TODAY, PlanFactory, ReportDutyFactory, UnitFactory, UserFactory
from tests.reports.office import an_office, day, one_of_each
from units.policy import Role

pytestmark = pytest.mark.django_db

URL = "/tong-quan/"
MOST_BYTES = 100_000


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


def test_its_address_is_fixed():
    assert reverse("reports:dashboard") == URL


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.STAFF, 403),
        (Role.HEAD, 200),
        (Role.COORDINATOR, 200),
        (Role.LEADER, 200),
        (Role.ADMIN, 200),
    ],
)
def test_who_may_open_it(client, role, status):
    client.force_login(an_office().people[role])

    assert client.get(URL).status_code == status


def test_nobody_without_a_role_or_a_login(client):
    assert client.get(URL).status_code == 302
    client.force_login(UserFactory())
    assert client.get(URL).status_code == 403


def test_it_changes_nothing_so_it_takes_no_post(client):
    client.force_login(an_office().people[Role.LEADER])

    assert client.post(URL).status_code == 405


def test_it_shows_the_figures_the_chart_and_the_late_work(client):
    office = an_office()
    one_of_each(office)
    client.force_login(office.people[Role.LEADER])

    page = client.get(URL).content.decode()

    assert "50\N{NO-BREAK SPACE}%" in page
    assert "Năm 2026 (01/01 – 31/12/2026) ·" in page
    assert "hôm nay 15/06/2026" in page
    assert 'class="row-bar"' in page
    assert "quá hạn 20 ngày" in page
    assert "style=" not in page


def test_without_work_it_says_what_to_do(client):
    client.force_login(an_office().people[Role.LEADER])

    page = client.get(URL).content.decode()

    assert "Chưa có công việc nào trong kỳ này" in page
    assert 'class="row-bar"' not in page


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"period": "2026-Q2"}, "Quý II/2026"),
        ({"period": "2026-03"}, "Tháng 3/2026"),
        ({"period": "2026-H1"}, "6 tháng đầu năm 2026"),
        ({"period": "2025"}, "Năm 2025"),
        ({"period": "2026-month-3"}, "Kỳ báo cáo tháng 3/2026"),
        (
            {"period": "own", "from": "01/02/2026", "to": "2026-02-20"},
            "Từ 01/02/2026 đến 20/02/2026",
        ),
        ({"period": "own"}, "Từ 01/01/2026 đến 15/06/2026"),
        # What makes no sense falls back to the running year.
        ({"period": "2026-Q9"}, "Năm 2026"),
        ({"period": "own", "from": "31/02/2026", "to": "1/3/2026"}, "Năm 2026"),
        ({"period": "own", "from": "20/02/2026", "to": "01/02/2026"}, "Năm 2026"),
        ({"plan": "abc"}, "Năm 2026"),
        # … or stays with the figures that were on the page.
        ({"period": "own", "from": "x", "to": "y", "truoc": "2026-03"}, "Tháng 3/2026"),
        (
            {"period": "own", "from": "x", "truoc": "2026-02-01_2026-02-20"},
            "Từ 01/02/2026 đến 20/02/2026",
        ),
    ],
)
def test_the_period_is_chosen_in_the_address(client, parameters, said):
    office = an_office()
    PlanFactory(issuer=office.agency, starts_on=day(-500), ends_on=day(-200))
    office.work()
    client.force_login(office.people[Role.LEADER])

    response = client.get(URL, parameters)

    assert response.context["dashboard"].period_name.partition(" (")[0] == said


def test_wrong_days_are_said(client):
    client.force_login(an_office().people[Role.LEADER])

    page = client.get(URL, {"period": "own", "from": "20/02/2026", "to": "01/02/2026"})

    text = page.content.decode()
    assert "Ngày cuối phải từ ngày đầu trở đi." in text
    assert "Số liệu dưới đây vẫn là của kỳ đang xem trước đó: Năm 2026" in text
    assert 'value="20/02/2026"' in text


def test_a_unit_out_of_reach_narrows_nothing(client):
    office, other = an_office(), an_office("YTE")
    client.force_login(office.people[Role.LEADER])

    assert client.get(URL, {"unit": other.agency.pk}).context["form"].unit is None
    assert client.get(URL, {"unit": office.rooms[0].pk}).context["form"].unit == office.rooms[0]


def test_only_plans_that_the_person_sees_and_that_count_are_offered(client):
    office, other = an_office(), an_office("YTE")
    revoked = PlanFactory(issuer=office.agency, revoked_on=TODAY)
    client.force_login(office.people[Role.LEADER])

    response = client.get(URL, {"plan": other.plan.pk})

    offered = {str(value) for value, _ in response.context["form"].fields["plan"].choices}
    assert str(office.plan.pk) in offered
    assert not {str(other.plan.pk), str(revoked.pk)} & offered
    assert response.context["plan"] is None


def test_many_units_are_paged(client):
    office = an_office()
    client.force_login(office.people[Role.LEADER])
    office.rooms += UnitFactory.create_batch(16, parent=office.agency)
    for room in range(len(office.rooms)):
        office.work(room=room, due=-1)

    first, second = client.get(URL), client.get(URL, {"page": 2})

    assert len(first.context["units"].object_list) == 15
    assert len(second.context["units"].object_list) == 3


def test_a_provinces_page_stays_light(client):
    """Every table and list full, with names as long as they come."""
    office = an_office()
    staff = office.people[Role.STAFF]
    office.rooms += [
        UnitFactory(name=f"Ủy ban nhân dân xã Hòa Sơn Thượng số {n}", parent=office.agency)
        for n in range(22)
    ]
    for room in office.rooms[2:]:
        UnitFactory(parent=room)  # so that it opens further down
    title = "Kế hoạch công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ của cơ quan và các đơn vị"
    plans = PlanFactory.create_batch(12, issuer=office.agency, title=f"{title} năm 2026")
    duty = ReportDutyFactory(plan=office.plan, deadline_kind="monthly", title="Báo cáo kết quả")
    duty.reporters.set(office.rooms)
    long = "Kiểm tra, khắc phục hệ thống báo cháy và chữa cháy tự động tại các cơ sở trọng điểm"
    for number in range(len(office.rooms)):
        at: dict[str, Any] = {"room": number, "task__plan": plans[number % 12]}
        at["task__title"] = long
        for more in ({"due": -number - 1}, {"due": 9}, {"due": None}):
            work = office.work(**at, **more)
        work = office.work(**at, due=5)
        office.done(**at)
        office.done(**at, finished=-3)
        told = f"{long} {long}"
        ProgressEntry.objects.create(assignment=work, on=TODAY, by=staff, difficulty=told)
        Extension.objects.create(
            assignment=work, asked_on=TODAY, asked_by=staff, due_before=day(5), due_asked=day(20),
            reason=told,
        )  # fmt: skip
    client.force_login(office.people[Role.LEADER])
    answer = client.get(URL)
    shown = answer.context["dashboard"]
    assert (len(shown.late), len(shown.plans), len(shown.attention.outstanding)) == (10, 10, 10)
    assert (len(shown.attention.extensions), len(shown.attention.difficulties)) == (10, 10)
    assert len(answer.content) <= MOST_BYTES


def test_late_work_and_missing_reports_are_chased_from_it_by_those_who_may(client):
    office = an_office()
    one_of_each(office)
    client.force_login(office.people[Role.LEADER])
    page = client.get(URL).content.decode()
    assert 'href="/don-doc/?plan=&amp;under="' in page
    assert 'href="/don-doc/?viec=' in page
    client.force_login(office.people[Role.HEAD])
    assert "/don-doc/" not in client.get(URL).content.decode()


def test_of_a_past_period_nobody_is_chased(client):
    office = an_office()
    one_of_each(office)
    client.force_login(office.people[Role.LEADER])
    assert "/don-doc/?" not in client.get(URL, {"period": "2026-Q1"}).content.decode()


def test_figures_of_its_period_and_plan_are_asked_for_apart(client):
    office = an_office()
    one_of_each(office)
    client.force_login(office.people[Role.LEADER])
    page = client.get(URL, {"period": "2026-Q2"}).content.decode()
    assert 'hx-get="/so-lieu/tom-tat/?period=2026-Q2"' in page
    assert 'href="/so-lieu/?period=2026-Q2"' in page
