"""What the pages of units and of giving work do while one looks at them."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tasks.models import Assignment
from tests.factories import PlanFactory, TaskFactory, UnitFactory, person
from units.models import Unit, UnitGroup
from units.policy import Role


@pytest.fixture
def agency() -> Unit:
    top = UnitFactory(code="SO", name="Sở Mẫu")
    centre = UnitFactory(code="TT", name="Trung tâm", parent=top)
    UnitFactory(code="P", name="Phòng của Trung tâm", parent=centre)
    return top


def test_a_folded_branch_opens_where_it_stands(
    page: Page, login, agency: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("units.contexts.tree.MOST_UNITS", 2)
    login(page, person(Role.COORDINATOR, agency))
    page.goto("/don-vi/")
    expect(page.get_by_text("Phòng của Trung tâm")).to_have_count(0)
    page.locator("details.unit-fold:not([open]) > summary").click()
    expect(page.get_by_role("link", name="Phòng của Trung tâm", exact=True)).to_be_visible()
    page.locator("details.unit-fold > summary").last.click()
    expect(page.get_by_role("link", name="Phòng của Trung tâm", exact=True)).to_be_hidden()


def test_who_gets_the_work_is_shown_while_one_ticks(page: Page, login, agency: Unit) -> None:
    UnitGroup.objects.create(name="Các đơn vị", agency=agency)
    today = timezone.localdate()
    plan = PlanFactory(issuer=agency, starts_on=today, ends_on=today)
    task = TaskFactory(plan=plan, deadline_kind="ongoing")
    login(page, person(Role.COORDINATOR, agency))
    page.goto(f"/nhiem-vu/{task.pk}/giao/")
    page.get_by_label("Phòng của Trung tâm").check()
    expect(page.locator("#xem-truoc")).to_contain_text("1 phần việc mới cho 1 đơn vị")
    page.get_by_label("Các đơn vị").check()
    expect(page.locator("#xem-truoc")).to_contain_text("2 phần việc mới cho 2 đơn vị")
    assert not Assignment.objects.exists()
    page.get_by_role("button", name="Giao việc").click()
    expect(page.get_by_role("status")).to_contain_text("Đã giao 2 phần việc cho 2 đơn vị.")


def test_who_belongs_to_a_group_is_shown_while_it_is_typed(page: Page, login, agency: Unit) -> None:
    login(page, person(Role.COORDINATOR, agency))
    page.goto("/nhom/moi/")
    page.get_by_label("Tên nhóm").fill("Mọi đơn vị")
    page.get_by_label("Số cấp tính xuống").select_option("Mọi cấp")
    expect(page.locator("#xem-truoc")).to_contain_text("Phòng của Trung tâm")
    page.get_by_label("Danh sách cố định").check()
    expect(page.locator("#xem-truoc")).to_contain_text("Chưa có đơn vị nào")
    page.get_by_label("Trung tâm TT", exact=True).check()
    expect(page.locator("#xem-truoc")).to_contain_text("Trung tâm")
    page.get_by_role("button", name="Lưu nhóm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mọi đơn vị")
    assert [unit.code for unit in UnitGroup.objects.get().units()] == ["TT"]
