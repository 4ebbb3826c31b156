"""Checking a draft in a browser: values and words light each other up, a value is corrected in
place, a second tab never overwrites unseen."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

from intake.actions import save_draft, start_intake, working_draft
from intake.drafting.draft import begin
from intake.models import Intake, Origin
from plans.models import Plan
from reading.draft import NameDraft, PlanDraft
from tests.factories import UnitFactory, person
from units.models import Unit
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


# --- by the keyboard ------------------------------------------------------------------------------
def at(page: Page, draft: Intake) -> str:
    address = f"/doc-ke-hoach/{draft.pk}/"
    page.goto(address)
    return address


def refs(draft: Intake) -> list[str]:
    return [task.ref for task in working_draft(Intake.objects.get(pk=draft.pk)).plan.tasks]


def test_tasks_are_arranged_by_the_keyboard_alone(page: Page, draft, check_accessibility):
    at(page, draft)
    menu = page.get_by_label("Thao tác với nhiệm vụ II.2")
    menu.focus()
    page.keyboard.press("Enter")
    check_accessibility(page)
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#nv-2").get_by_role("button", name="Gộp vào II.1 ở trên").focus()
    page.keyboard.press("Enter")
    # The change is told, the focus is where it was made, and it can be undone.
    expect(page.get_by_text("Đã gộp hai nhiệm vụ thành nhiệm vụ II.1.")).to_be_visible()
    expect(page.locator("#nv-1")).to_be_focused()
    assert refs(draft) == ["II.1"]
    page.get_by_role("button", name="Hoàn tác").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#nv-2")).to_be_visible()
    assert refs(draft) == ["II.1", "II.2"]


def test_enter_in_the_place_moves_and_does_nothing_else(page: Page, draft):
    at(page, draft)
    page.get_by_label("Thao tác với nhiệm vụ II.2").click()
    place = page.locator("#nv-2").get_by_role("spinbutton", name="Vị trí")
    place.fill("1")
    place.press("Enter")
    expect(page.get_by_text("Đã chuyển nhiệm vụ II.2 đến vị trí 1.")).to_be_visible()
    assert refs(draft) == ["II.2", "II.1"]


def test_a_task_is_split_and_dropped_and_taken_back(page: Page, draft, check_accessibility):
    task = working_draft(draft).plan.tasks[0]
    text = "Rà soát, gồm: - Đầu báo khói; - Chuông báo cháy."
    working, _ = working_draft(draft).with_task(1, replace(task, text=text))
    save_draft(intake=draft, draft=working, choices={}, revision=0, by=draft.created_by)
    at(page, draft)
    page.get_by_label("Thao tác với nhiệm vụ II.1").click()
    page.get_by_role("link", name="Tách thành nhiều nhiệm vụ").first.click()
    expect(page.get_by_label("- Đầu báo khói;")).to_be_focused()
    check_accessibility(page)
    page.get_by_label("- Chuông báo cháy.").check()
    page.get_by_role("button", name="Tách", exact=True).click()
    expect(page.get_by_text("Đã tách nhiệm vụ II.1 thành 2 nhiệm vụ.")).to_be_visible()
    page.get_by_label("Thao tác với nhiệm vụ II.2").click()
    page.locator("#nv-2").get_by_role("button", name="Bỏ khỏi bản nháp").click()
    page.get_by_role("heading", name="Đã bỏ").click()
    check_accessibility(page)
    page.get_by_role("button", name="Lấy lại II.2").click()
    expect(page.locator("#nv-2")).to_be_focused()
    assert refs(draft) == ["II.1", "II.1", "II.2"]


def test_after_a_correction_the_focus_is_on_its_button(page: Page, draft):
    at(page, draft)
    card = open_task(page, "II.1")
    card.get_by_role("button", name="Lưu").press("Enter")
    expect(page.get_by_role("link", name="Sửa nhiệm vụ II.1")).to_be_focused()


def test_a_menu_on_a_telephone_lies_over_everything(phone: Page, draft, login):
    login(phone, draft.created_by)
    at(phone, draft)
    phone.get_by_label("Thao tác với nhiệm vụ II.1").tap()
    drop = phone.locator("#nv-1").get_by_role("button", name="Bỏ khỏi bản nháp")
    drop.tap()  # fails where something lies over it
    expect(phone.get_by_text("Đã bỏ nhiệm vụ II.1 khỏi bản nháp.")).to_be_visible()


# --- one person at a time -------------------------------------------------------------------------
def test_a_colleague_reads_and_takes_over_and_the_first_keeps_the_words(
    page: Page, new_context, draft, login, troubles, check_accessibility
):
    address = at(page, draft)
    open_task(page, "II.1").locator("textarea").first.fill("Gõ ở máy thứ nhất.")
    colleague = person(Role.COORDINATOR, draft.issuer, full_name="Trần Thị Hai")
    other = new_context().new_page()
    login(other, colleague)
    other.goto(address)
    expect(other.get_by_text("Bạn chỉ xem được.")).to_be_visible()
    expect(other.get_by_role("link", name="Sửa nhiệm vụ II.1")).to_have_count(0)
    check_accessibility(other)
    other.get_by_role("button", name="Nhận kiểm tra").click()
    expect(other.get_by_role("link", name="Sửa nhiệm vụ II.1")).to_be_visible()
    page.locator("form.editing").get_by_role("button", name="Lưu").click()
    expect(page.locator(".error-summary")).to_contain_text("Trần Thị Hai đang kiểm tra")
    expect(page.locator("form.editing textarea").first).to_have_value("Gõ ở máy thứ nhất.")
    page.get_by_role("button", name="Nhận kiểm tra và lưu").click()
    expect(page.locator("form.editing")).to_have_count(0)
    assert working_draft(Intake.objects.get(pk=draft.pk)).task(1).text == "Gõ ở máy thứ nhất."
    troubles.clear()  # the refusal is answered with an error status, which the browser notes


# --- without a document ---------------------------------------------------------------------------
def test_a_plan_typed_in_by_hand(page: Page, phone: Page, draft, login, check_accessibility):
    by_hand = Intake.objects.create(
        issuer=draft.issuer, origin=Origin.HAND, name="Nhập tay", created_by=draft.created_by,
        draft=begin(PlanDraft(), datetime.date(2026, 1, 1)).to_state(),
    )  # fmt: skip
    address = at(page, by_hand)
    check_accessibility(page)
    page.get_by_label("Trích yếu").fill("Bảo đảm an toàn PCCC năm 2026")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("form.editing")).to_have_count(0)
    page.get_by_role("link", name="Thêm nhiệm vụ").click()
    card = page.locator("form.editing")
    card.get_by_label("Nội dung").fill("Kiểm tra bể nước.")
    card.get_by_role("button", name="Lưu").click()
    expect(page.locator("article", has_text="Kiểm tra bể nước.")).to_be_visible()
    check_accessibility(page)
    login(phone, draft.created_by)
    phone.goto(address)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


# --- how long it takes ----------------------------------------------------------------------------
def test_from_the_first_page_to_the_plan_in_five_clicks(page: Page, login):
    """Where every name is matched: the menu, the file, read, look, make."""
    agency = UnitFactory(name="Sở Công Thương")
    UnitFactory(name="Văn phòng Sở", parent=agency)
    UnitFactory(name="Phòng Kỹ thuật", parent=agency)
    login(page, person(Role.COORDINATOR, agency))
    page.goto("/ke-hoach/")
    clicks = []

    def click(locator: Locator) -> None:
        clicks.append(locator)
        locator.click()

    click(page.locator(".nav-main").get_by_role("link", name="Đưa kế hoạch vào"))
    with page.expect_file_chooser() as chooser:
        click(page.locator("input[type=file]").first)
    file = FilePayload(name="ke-hoach.txt", mimeType="text/plain", buffer=PLAN.encode())
    chooser.value.set_files(file)
    click(page.get_by_role("button", name="Đọc tệp"))
    expect(page.locator(".question")).to_have_count(0)
    click(page.get_by_role("link", name="Xem và tạo kế hoạch"))
    for name in ("past", "reports"):
        for answer in page.locator(f"input[name={name}][value=overdue]").all():
            answer.check()
    click(page.get_by_role("button", name=re.compile("Tạo kế hoạch")))
    page.wait_for_url(re.compile(r"/ke-hoach/\d+/$"))
    assert Plan.objects.get().tasks.count() == 2
    assert len(clicks) <= 5


def test_a_unit_is_created_for_a_name_nobody_bears(
    page: Page, phone: Page, draft, login, check_accessibility
):
    task = working_draft(draft).plan.tasks[0]
    working, _ = working_draft(draft).with_task(1, replace(task, lead=(NameDraft("Tổ bảo vệ"),)))
    save_draft(intake=draft, draft=working, choices={}, revision=0, by=draft.created_by)
    at(page, draft)
    page.get_by_role("link", name="Tạo đơn vị mới").click()
    check_accessibility(page)
    login(phone, draft.created_by)
    phone.goto(page.url)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Tạo đơn vị").click()
    expect(page.get_by_text("Đã tạo đơn vị “Tổ bảo vệ”")).to_be_visible()
    expect(page.locator(".question")).to_have_count(0)
    assert Unit.objects.get(name="Tổ bảo vệ").parent == draft.issuer
