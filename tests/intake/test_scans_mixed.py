"""A PDF with pages of text and pages that are pictures: those are offered to recognition."""

import pytest
from django.urls import reverse
from django.utils import timezone

from intake import jobs, scans
from intake.actions import confirm, keep_intake, new_intake, save_draft, working_draft
from intake.draft_lock import take_over
from intake.models import Intake, Reading
from intake.views import sources
from reading import read as read_file
from reading.ocr import engine
from reading.ocr.engine import OcrFailed
from tests.factories import person
from tests.intake.samples import PLAN, TODAY
from tests.intake.scans import typed_page
from tests.reading.test_pdf import PIXEL, printed
from units.policy import Role

PICTURE = f'<img style="width: 190mm; height: 250mm" src="data:image/png;base64,{PIXEL}">'
LAST_TASK = "4. Thay bình chữa cháy hết hạn.\n- Chủ trì: Phòng Kỹ thuật.\n- Thời gian: Hằng năm."


@pytest.fixture(scope="module")
def mixed():
    """The plan on two pages of text, the picture of a page after them."""
    lines = "".join(f"<p>{line}</p>" for line in PLAN.splitlines() if line.strip())
    return printed(f"{lines}<p style='break-after: page'></p>{PICTURE}")


@pytest.fixture(autouse=True)
def tesseract(monkeypatch):
    asked = []

    def recognise(_data, number):
        asked.append(number)
        return typed_page(LAST_TASK)

    monkeypatch.setattr(engine, "is_available", lambda: True)
    monkeypatch.setattr(engine, "recognise", recognise)
    monkeypatch.setattr(sources, "read_later", lambda *_: None)
    return asked


@pytest.fixture(scope="module")
def as_read(mixed):
    """Read once for all: a PDF takes its time."""
    return read_file(mixed, "kh.pdf")


@pytest.fixture
def draft(agency, coordinator, mixed, as_read):
    row = new_intake(
        data=mixed, filename="kh.pdf", draft=as_read, issuer=agency, by=coordinator, on=TODAY
    )
    return keep_intake(intake=row, data=mixed)


def ask(client_in, draft, **data):
    revision = Intake.objects.get(pk=draft.pk).revision
    address = reverse("intake:read_pictures", args=[draft.pk])
    return client_in.post(address, {"revision": revision, **data})


def read(draft):
    jobs.read_scan.call(intake_id=draft.pk, on=TODAY.isoformat())
    draft.refresh_from_db()
    return draft


def page_of(client_in, draft):
    return client_in.get(f"/doc-ke-hoach/{draft.pk}/")


def test_the_pages_are_named_once_with_the_way_to_have_them_read(client_in, draft):
    page = page_of(client_in, draft)
    offered = [one for one in page.context["review"].checks if one.pictures]
    assert [one.pictures for one in offered] == [scans.picture_pages(working_draft(draft).plan)]
    assert "Nhận dạng chữ các trang này" in page.content.decode()


def test_only_the_pictures_are_recognised_and_the_text_stays(client_in, draft, tesseract):
    (number,) = scans.picture_pages(working_draft(draft).plan)
    before = [task.text for task in working_draft(draft).plan.tasks]
    answer = ask(client_in, draft)
    assert answer["Location"].endswith("/dang-doc/")
    assert read(draft).reading == Reading.DONE
    assert tesseract == [number - 1]
    plan = working_draft(draft).plan
    assert [task.text for task in plan.tasks][: len(before)] == before
    assert not scans.picture_pages(plan)
    assert any("Thay bình chữa cháy" in line for line in plan.lines)
    page = page_of(client_in, draft)
    assert "Đọc bằng nhận dạng chữ (OCR)" in page.content.decode()


def test_what_was_corrected_is_lost_only_where_one_agreed(client_in, draft, coordinator):
    working = working_draft(draft).with_plan(title="Đã sửa")
    save_draft(intake=draft, draft=working, choices={}, revision=0, by=coordinator)
    assert "Đọc lại từ đầu, bỏ những gì đã sửa" in page_of(client_in, draft).content.decode()
    refused = client_in.get(ask(client_in, draft)["Location"]).content.decode()
    assert "đánh dấu vào ô đồng ý" in refused
    draft.refresh_from_db()
    assert draft.reading == Reading.DONE
    ask(client_in, draft, agreed="on")
    draft.refresh_from_db()
    assert draft.reading == Reading.WAITING


def test_where_it_fails_the_draft_of_the_other_pages_stays(client_in, draft, monkeypatch):
    def fails(*_):
        raise OcrFailed("Hết giấy.")

    monkeypatch.setattr(engine, "recognise", fails)
    before = working_draft(draft)
    ask(client_in, draft)
    assert read(draft).reading == Reading.DONE
    assert working_draft(draft) == before
    assert "Chưa nhận dạng được các trang ảnh: Trang" in page_of(client_in, draft).content.decode()


def test_where_nothing_reads_scans_the_way_out_is_told(client_in, draft, monkeypatch):
    monkeypatch.setattr(engine, "is_available", lambda: False)
    told = client_in.get(ask(client_in, draft)["Location"]).content.decode()
    assert "script/bootstrap --ocr" in told


def test_a_double_click_reads_once_and_a_plan_is_read_no_more(client_in, draft, coordinator):
    ask(client_in, draft)
    again = client_in.get(ask(client_in, draft)["Location"], follow=True).content.decode()
    assert "chưa đọc xong" in again
    read(draft)
    confirm(intake=draft, by=coordinator, on=TODAY)
    ask(client_in, draft)
    draft.refresh_from_db()
    assert draft.reading == Reading.DONE


def test_a_colleague_at_work_is_not_disturbed(client_in, agency, draft):
    take_over(
        intake=draft, by=person(Role.COORDINATOR, agency, full_name="Lê Hai"), now=timezone.now()
    )
    told = client_in.get(ask(client_in, draft)["Location"]).content.decode()
    assert "Lê Hai đang kiểm tra" in told
    draft.refresh_from_db()
    assert draft.reading == Reading.DONE
