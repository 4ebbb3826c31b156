"""From the letter's link to recorded progress with a photograph: three taps on a telephone."""

from __future__ import annotations

import datetime
import re
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import User
from tasks.models import Assignment, Evidence, Notice, ProgressEntry
from tasks.reminders import NoticeKind
from tests.factories import AssignmentFactory, PlanFactory, UnitFactory, person
from units.policy import Role

# Every touch of the screen, across the pages of the visit.
COUNTED = """addEventListener("touchstart", () => {
  sessionStorage.setItem("taps", Number(sessionStorage.getItem("taps")) + 1);
}, true)"""


@pytest.fixture
def late() -> tuple[User, Assignment]:
    """Work one day late, and the officer's notice of it, to which the letter's line leads."""
    today = timezone.localdate()
    agency = UnitFactory(name="Sở Mẫu")
    room = UnitFactory(name="Phòng Một", parent=agency)
    officer = person(Role.STAFF, room, email="canbo@example.vn")
    plan = PlanFactory(issuer=agency, starts_on=today.replace(month=1, day=1))
    work = AssignmentFactory(
        task__plan=plan,
        task__title="Kiểm tra bình chữa cháy",
        unit=room,
        starts_on=today - datetime.timedelta(days=30),
        due_on=today - datetime.timedelta(days=1),
    )
    Notice.objects.create(
        person=officer, assignment=work, kind=NoticeKind.LATE, on=today, due_on=work.due_on
    )
    return officer, work


def photograph() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (320, 240), "#446").save(kept, "JPEG")
    return kept.getvalue()


def test_a_photograph_is_recorded_in_three_taps(phone: Page, login, late):
    officer, work = late
    notice = Notice.objects.get(person=officer, kind=NoticeKind.LATE)
    login(phone, officer)
    phone.add_init_script(COUNTED)

    # One: the link of the letter.
    phone.goto(f"/thong-bao/{notice.pk}/")
    expect(phone).to_have_url(re.compile(rf"/viec/{work.pk}/#tien-do$"))
    form = phone.locator("#tien-do")
    expect(form.get_by_role("heading", name="Cập nhật tiến độ")).to_be_in_viewport()

    # Two: the photograph.
    with phone.expect_file_chooser() as chooser:
        form.get_by_text("Chụp ảnh hoặc chọn tệp").tap()
    chooser.value.set_files({"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": photograph()})

    # Three: save.
    form.get_by_role("button", name="Lưu tiến độ").tap()
    expect(phone.get_by_text("Đã lưu tiến độ.")).to_be_visible()

    touched = int(phone.evaluate("sessionStorage.getItem('taps')"))
    assert 1 + touched == 3  # the link stands in the mail program
    entry = ProgressEntry.objects.get(assignment=work)
    assert entry.note == "Gửi 1 tệp minh chứng, chưa ghi nội dung."
    assert Evidence.objects.get(entry=entry).name == "anh.jpg"
