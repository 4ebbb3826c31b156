"""A draft that no document stands beside: typed in, copied, or read by a machine."""

import pytest

from intake.actions import confirm, save_draft, working_draft
from intake.drafting.draft import begin
from intake.models import Intake, Origin, Reading
from reading.draft import PlanDraft, TaskDraft
from tests.factories import PlanFactory
from tests.intake.samples import TODAY
from tests.worlds import shared


@shared
def by_hand(agency, coordinator):
    """What a person has who wants to type a plan in."""
    return Intake.objects.create(
        issuer=agency,
        origin=Origin.HAND,
        name="Kế hoạch nhập tay",
        draft=begin(PlanDraft(), TODAY).to_state(),
        created_by=coordinator,
    )


def page_of(client_in, intake):
    answer = client_in.get(f"/doc-ke-hoach/{intake.pk}/")
    assert answer.status_code == 200
    return answer


def test_an_empty_one_says_what_to_do_and_opens_its_header(client_in, by_hand):
    answer = page_of(client_in, by_hand)
    content = answer.content.decode()
    review = answer.context["review"]
    assert review.source.words.startswith("Nhập tay · ")
    assert "thêm từng nhiệm vụ" in review.source.next
    assert review.header.form is not None
    assert 'id="van-ban"' not in content
    assert "is-alone" in content


def test_once_it_has_a_title_its_header_is_closed(client_in, by_hand, coordinator):
    named = working_draft(by_hand).with_plan(title="Kế hoạch PCCC năm 2026")
    save_draft(intake=by_hand, draft=named, choices={}, revision=0, by=coordinator)
    assert page_of(client_in, by_hand).context["review"].header.form is None


def test_it_becomes_a_plan_without_a_file(client_in, by_hand, coordinator):
    working = working_draft(by_hand).with_plan(title="Kế hoạch PCCC năm 2026")
    working, _ = working.with_task(None, TaskDraft("1", "Kiểm tra bể nước."))
    save_draft(intake=by_hand, draft=working, choices={}, revision=0, by=coordinator)
    plan = confirm(intake=by_hand, by=coordinator, on=TODAY)
    assert plan.tasks.count() == 1
    assert not plan.files.exists()


def test_two_typed_in_are_not_one_file(client_in, by_hand, agency, coordinator):
    test_it_becomes_a_plan_without_a_file(client_in, by_hand, coordinator)
    other = Intake.objects.create(issuer=agency, origin=Origin.HAND, name="Nữa",
                                  draft=begin(PlanDraft(), TODAY).to_state())  # fmt: skip
    checks = page_of(client_in, other).context["review"].checks
    assert not any("Tệp này" in one.text for one in checks)


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (Origin.FILE, "Đọc từ tệp ke-hoach.txt"),
        (Origin.PASTE, "Đọc từ văn bản dán vào"),
        (Origin.TABLE, "Lấy từ bảng nhiệm vụ ke-hoach.txt"),
    ],
)
def test_the_head_says_where_it_comes_from(client_in, intake, origin, words):
    Intake.objects.filter(pk=intake.pk).update(origin=origin)
    assert page_of(client_in, intake).context["review"].source.words.startswith(words)


def test_a_copy_names_the_plan_it_was_made_from(client_in, intake, agency, coordinator):
    last = PlanFactory(issuer=agency, number="7", symbol="KH-STN")
    Intake.objects.filter(pk=intake.pk).update(origin=Origin.COPY, copied_from=last)
    review = page_of(client_in, intake).context["review"]
    assert review.source.words.startswith("Lập theo kế hoạch 7/KH-STN")
    intake.refresh_from_db()
    assert confirm(intake=intake, by=coordinator, on=TODAY).copied_from == last


def test_a_scan_is_told_to_be_read_with_care(client_in, intake):
    Intake.objects.filter(pk=intake.pk).update(by_ocr=True)
    assert "Đọc bằng nhận dạng chữ (OCR)" in page_of(client_in, intake).content.decode()


@pytest.mark.parametrize("reading", [Reading.WAITING, Reading.RUNNING, Reading.FAILED])
@pytest.mark.parametrize("path", ["", "tao/"])
def test_what_is_not_read_yet_leads_to_its_reading(client_in, intake, reading, path):
    Intake.objects.filter(pk=intake.pk).update(reading=reading)
    answer = client_in.get(f"/doc-ke-hoach/{intake.pk}/{path}", follow=True)
    assert answer.redirect_chain[-1][0] == f"/doc-ke-hoach/{intake.pk}/dang-doc/"


def test_what_is_not_read_yet_is_not_changed(client_in, intake):
    Intake.objects.filter(pk=intake.pk).update(reading=Reading.RUNNING)
    answer = client_in.post(f"/doc-ke-hoach/{intake.pk}/nhiem-vu/1/", {"revision": 0, "viec": "bo"})
    assert answer.status_code == 302
    assert Intake.objects.get(pk=intake.pk).revision == 0
