"""Checking a draft in a browser: values and words light each other up, a value is corrected in
place, a second tab never overwrites unseen."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from intake.actions import start_intake
from intake.models import Intake
from tests.factories import UnitFactory, person
from units.policy import Role

PLAN = """SỞ CÔNG THƯƠNG
Số: 07/KH-SCT
Lam Giang, ngày 12 tháng 01 năm 2026
KẾ HOẠCH
Bảo đảm an toàn phòng cháy, chữa cháy năm 2026

II. NHIỆM VỤ

1. Rà soát hệ thống báo cháy tự động tại trụ sở.

- Chủ trì: Văn phòng Sở.

- Thời gian: Trước ngày 31/3/2026.

2. Tập huấn kỹ năng thoát nạn cho người lao động.

- Chủ trì: Phòng Kỹ thuật.

- Thời gian: Thường xuyên.
"""


@pytest.fixture
def draft(page: Page, login) -> Intake:
    agency = UnitFactory(name="Sở Công Thương")
    UnitFactory(name="Văn phòng Sở", parent=agency)
    UnitFactory(name="Phòng Kỹ thuật", parent=agency)
    coordinator = person(Role.COORDINATOR, agency)
    login(page, coordinator)
    return start_intake(data=PLAN.encode(), filename="ke-hoach.txt", issuer=agency, by=coordinator)


def open_task(page: Page, ref: str) -> Locator:
    """Opens a task for correction; its first field takes the focus once it is there."""
    page.get_by_role("link", name=f"Sửa nhiệm vụ {ref}").click()
    card = page.locator("form.editing")
    expect(card.locator("input:focus, textarea:focus")).to_have_count(1)
    return card


def test_a_value_lights_up_its_words_and_words_their_value(page: Page, draft):
    page.goto(f"/doc-ke-hoach/{draft.pk}/")
    page.locator("#ban-nhap .name-chip", has_text="Văn phòng Sở").first.hover()
    words = page.locator("#van-ban .is-lit.is-strong")
    expect(words.first).to_have_text("Văn phòng Sở")
    page.locator("#van-ban").get_by_text("Phòng Kỹ thuật", exact=True).first.hover()
    expect(page.locator("#ban-nhap .is-lit").first).to_contain_text("Phòng Kỹ thuật")


def test_a_deadline_is_corrected_in_place(page: Page, draft, check_accessibility):
    page.goto(f"/doc-ke-hoach/{draft.pk}/")
    card = open_task(page, "II.1")
    card.locator("textarea").first.fill("Rà soát, sửa chữa hệ thống báo cháy tự động.")
    check_accessibility(page)
    card.get_by_role("button", name="Lưu").first.click()
    expect(page.locator("form.editing")).to_have_count(0)
    expect(page.get_by_text("Rà soát, sửa chữa hệ thống báo cháy tự động.").first).to_be_visible()
    page.reload()
    expect(page.get_by_text("Rà soát, sửa chữa hệ thống báo cháy tự động.").first).to_be_visible()


def test_a_second_tab_is_told_and_keeps_what_was_typed(
    page: Page, context: BrowserContext, draft, troubles
):
    address = f"/doc-ke-hoach/{draft.pk}/"
    page.goto(address)
    other = context.new_page()
    other.goto(address)
    for tab, words in ((page, "Nội dung của người thứ nhất."), (other, "Nội dung thứ hai.")):
        open_task(tab, "II.2").locator("textarea").first.fill(words)
    page.locator("form.editing").get_by_role("button", name="Lưu").first.click()
    expect(page.locator("form.editing")).to_have_count(0)
    other.locator("form.editing").get_by_role("button", name="Lưu").first.click()
    expect(other.locator(".error-summary").first).to_be_visible()
    expect(other.locator("form.editing textarea").first).to_have_value("Nội dung thứ hai.")
    draft.refresh_from_db()
    assert "Nội dung của người thứ nhất." in str(draft.draft)
    troubles.clear()  # the refusal is answered with an error status, which the browser notes
