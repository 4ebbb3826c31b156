"""The main job in a browser, each person in turn: an administrator brings the units, a coordinator
the plan, an officer works, the head confirms, the leader looks, the coordinator prints."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from plans.models import Plan
from tasks.models import Assignment, Evidence, Part
from tests.factories import MembershipFactory, UserFactory
from units.models import Unit
from units.policy import Role

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c626001000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def people() -> dict[Role, User]:
    """The administrator of an office that has only its top unit yet; the others come later."""
    top = Unit.objects.create(code="TAM", name="Đơn vị khởi tạo", kind_id="so")
    admin = UserFactory(username="quantri", full_name="Bế Minh Tuấn")
    MembershipFactory(user=admin, unit=top, role=Role.ADMIN)
    return {Role.ADMIN: admin}


def walk_in(login, page: Page, user: User) -> None:
    page.context.clear_cookies()
    login(page, user)


def test_from_the_unit_list_to_the_printed_report(
    page: Page, login, login_by_form, people, check_accessibility
):
    # The administrator signs in by the form and brings the units.
    login_by_form(page, "quantri", "Mat-khau-2026")
    page.goto("/don-vi/nhap/")
    check_accessibility(page)
    page.set_input_files("input[type=file]", SAMPLES / "don-vi-mau.xlsx")
    page.get_by_role("button", name="Xem trước").click()
    check_accessibility(page)
    page.get_by_role("button", name=re.compile("Ghi|Nhập")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã ghi danh sách đơn vị")
    agency = Unit.objects.get(name="Sở Khoa học và Công nghệ tỉnh Lam Giang")
    office = Unit.objects.get(name="Văn phòng Sở")
    for role, unit in (
        (Role.COORDINATOR, agency),
        (Role.LEADER, agency),
        (Role.HEAD, office),
        (Role.STAFF, office),
    ):
        people[role] = MembershipFactory(user=UserFactory(username=role), unit=unit, role=role).user

    # The coordinator brings the plan, checks the draft and confirms.
    walk_in(login, page, people[Role.COORDINATOR])
    page.goto("/doc-ke-hoach/")
    page.get_by_label("Cơ quan ban hành").fill(agency.name)
    page.set_input_files("input[type=file]", SAMPLES / "ke-hoach-pccc-2026.docx")
    page.get_by_role("button", name="Đọc tệp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kiểm tra bản nháp")
    check_accessibility(page)
    page.get_by_role("link", name="Xem và tạo kế hoạch").click()
    check_accessibility(page)
    for name in ("past", "reports"):
        for answer in page.locator(f"input[name={name}][value=overdue]").all():
            answer.check()
    page.get_by_role("button", name=re.compile("Tạo kế hoạch")).click()
    plan = Plan.objects.get()
    expect(page).to_have_url(re.compile(f"/ke-hoach/{plan.pk}/$"))
    check_accessibility(page)

    # The officer records progress with a file, then reports done.
    work = Assignment.objects.filter(unit=office, part=Part.LEAD, due_on__isnull=False).earliest(
        "due_on", "pk"
    )
    walk_in(login, page, people[Role.STAFF])
    page.goto("/viec/")
    check_accessibility(page)
    page.goto(f"/viec/{work.pk}/")
    progress = page.locator("#tien-do")
    progress.get_by_label("Tiến độ").fill("60")
    progress.get_by_label("Nội dung").first.fill("Đã họp thống nhất danh sách đội viên.")
    progress.locator("input[type=file]").set_input_files(
        {"name": "ảnh họp.png", "mimeType": "image/png", "buffer": PNG}
    )
    progress.get_by_role("button", name="Lưu tiến độ").click()
    expect(page.get_by_text("Đã họp thống nhất danh sách đội viên.")).to_be_visible()
    assert Evidence.objects.get().name == "ảnh họp.png"
    page.get_by_text("Báo cáo hoàn thành").first.click()
    done = page.locator("#hoan-thanh")
    done.locator("textarea").first.fill("Đã ban hành quyết định kiện toàn.")
    done.get_by_label(re.compile("Lý do")).fill("Chờ ý kiến của các phòng.")
    done.get_by_role("button", name="Báo cáo hoàn thành").click()
    expect(page.get_by_text("Chờ xác nhận").first).to_be_visible()
    check_accessibility(page)

    # The head confirms.
    walk_in(login, page, people[Role.HEAD])
    page.goto("/viec/")
    page.locator("a.btn", has_text="Xác nhận").click()
    page.get_by_role("button", name="Xác nhận hoàn thành").click()
    work.refresh_from_db()
    assert work.confirmed_on is not None

    # The leader sees it on the dashboard and opens the figure.
    walk_in(login, page, people[Role.LEADER])
    page.goto(f"/tong-quan/?plan={plan.pk}")
    check_accessibility(page)

    # The coordinator prints the compliance report.
    walk_in(login, page, people[Role.COORDINATOR])
    page.goto(f"/ke-hoach/{plan.pk}/")
    page.get_by_role("link", name="Lập báo cáo").click()
    check_accessibility(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải PDF").click()
    with pdfplumber.open(io.BytesIO(Path(download.value.path()).read_bytes())) as pdf:
        first = pdf.pages[0].extract_text()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first
    assert "BÁO CÁO" in first
