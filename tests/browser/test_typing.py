"""The session ends while somebody types: how the pages on the way back look, and that nothing is
written on the way.  Every form, and what else may happen: ``test_forms.py``."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from intake.actions import start_intake
from tasks.models import Assignment, ProgressEntry
from tests.browser.conftest import sign_in
from tests.browser.test_review import PLAN, open_task
from tests.factories import PASSWORD, AssignmentFactory, TaskFactory, UnitFactory, person
from units.policy import Role

NOTE = "Đã kiểm tra 12 bình chữa cháy, thay 02 bình hết hạn."


@pytest.fixture
def work() -> Assignment:
    agency = UnitFactory(name="Sở Công Thương")
    unit = UnitFactory(name="Văn phòng Sở", parent=agency)
    person(Role.STAFF, unit, username="hang")
    person(Role.COORDINATOR, agency, username="anh")
    return AssignmentFactory(task=TaskFactory(plan__issuer=agency), unit=unit)


def fill_in(page: Page, work: Assignment) -> None:
    page.goto(f"/viec/{work.pk}/")
    form = page.locator("#tien-do")
    form.get_by_label("Tiến độ").fill("60")
    form.get_by_label("Nội dung").fill(NOTE)


def test_the_session_ends_while_typing(page: Page, login_by_form, work, check_accessibility):
    login_by_form(page, "hang", PASSWORD)
    fill_in(page, work)
    Session.objects.all().delete()
    page.get_by_role("button", name="Lưu tiến độ").click()
    expect(page.get_by_text("Nội dung bạn vừa nhập vẫn còn")).to_be_visible()
    check_accessibility(page)
    sign_in(page, "hang")
    expect(page.locator("#tien-do").get_by_label("Nội dung")).to_have_value(NOTE)
    expect(page.locator("#tien-do").get_by_label("Tiến độ")).to_have_value("60")
    expect(page.locator("#da-nhap")).to_be_in_viewport()
    check_accessibility(page)
    assert not ProgressEntry.objects.exists()
    page.get_by_role("button", name="Lưu tiến độ").click()
    expect(page.get_by_text("Chưa lưu.")).to_have_count(0)
    assert ProgressEntry.objects.get().note == NOTE


def test_the_session_ends_before_a_part_of_a_page_is_saved(page: Page, login_by_form, work):
    coordinator = work.task.plan.issuer.memberships.get().user
    draft = start_intake(
        data=PLAN.encode(), filename="kh.txt", issuer=work.task.plan.issuer, by=coordinator
    )
    login_by_form(page, "anh", PASSWORD)
    page.goto(f"/doc-ke-hoach/{draft.pk}/")
    card = open_task(page, "II.1")
    card.locator("textarea").first.fill(NOTE)
    Session.objects.all().delete()
    card.get_by_role("button", name="Lưu").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    expect(page.locator(".rail")).to_have_count(0)
    sign_in(page, "anh")
    card = page.locator("form.editing")
    expect(card.locator("textarea").first).to_have_value(NOTE)
    card.get_by_role("button", name="Lưu").first.click()
    expect(page.locator("form.editing")).to_have_count(0)
    expect(page.locator("#ban-nhap").get_by_text(NOTE).first).to_be_visible()
