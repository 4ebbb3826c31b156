"""The page on which a document comes in."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.actions import drop_intake
from intake.models import Intake, Origin, Reading
from reading.draft import PlanDraft
from tests.factories import UnitFactory, person
from tests.intake.samples import PLAN, TODAY, as_docx, bring
from units.policy import Role

PAGE = "/doc-ke-hoach/"


def upload(client, agency, data, name="kh.txt", **fields):
    file = SimpleUploadedFile(name, data)
    return client.post(PAGE, {"issuer": agency.pk, "file": file, **fields})


def test_a_file_becomes_a_draft_to_check(client_in, agency):
    answer = upload(client_in, agency, as_docx(PLAN), "kế hoạch.docx")
    intake = Intake.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"{PAGE}{intake.pk}/"
    assert intake.name == "kế hoạch.docx"


def test_pasted_text_does_as_well(client_in, agency):
    answer = client_in.post(PAGE, {"issuer": agency.pk, "text": PLAN})
    assert answer.status_code == 302
    assert Intake.objects.get().name.endswith(".txt")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "kh.txt", "không có dữ liệu"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "kh.png", "bị hỏng"),
        (b"PK\x03\x04 x", "kh.docx", "hỏng"),
        ("Danh sách đi chợ: rau, cá.".encode(), "kh.txt", "Không tìm thấy kế hoạch"),
    ],
)
def test_a_bad_file_is_answered_beside_the_field_and_nothing_is_written(
    client_in, agency, data, name, said
):
    answer = upload(client_in, agency, data, name)
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors["file"])
    assert not Intake.objects.exists()


def test_a_file_that_is_too_large(client_in, agency, settings):
    settings.MAX_UPLOAD_BYTES = 100
    answer = upload(client_in, agency, PLAN.encode())
    assert "20 MB" in answer.context["form"].errors["file"][0]
    assert not Intake.objects.exists()


def test_pasted_text_without_a_plan_is_answered_beside_its_field(client_in, agency):
    answer = client_in.post(PAGE, {"issuer": agency.pk, "text": "Xin chào"})
    assert answer.status_code == 422
    assert "text" in answer.context["form"].errors


def test_a_document_at_which_the_reader_breaks_is_refused_in_words(
    client_in, agency, monkeypatch, caplog
):
    def broken(*_: object) -> PlanDraft:
        raise IndexError("list index out of range")

    monkeypatch.setattr("intake.actions.read", broken)
    answer = client_in.post(PAGE, {"issuer": agency.pk, "text": PLAN})
    assert answer.status_code == 422
    assert "gặp lỗi khi đọc văn bản này" in answer.context["form"].errors["text"][0]
    assert PLAN[:40] in answer.content.decode()
    assert "IndexError" in caplog.text
    assert not Intake.objects.exists()


def test_neither_file_nor_text(client_in, agency):
    answer = client_in.post(PAGE, {"issuer": agency.pk})
    assert "Hãy chọn tệp kế hoạch" in answer.content.decode()


def test_both_file_and_text(client_in, agency):
    answer = upload(client_in, agency, PLAN.encode(), text=PLAN)
    assert "text" in answer.context["form"].errors
    assert not Intake.objects.exists()


def test_an_agency_out_of_reach_cannot_be_chosen(client_in):
    elsewhere = UnitFactory(name="Sở Khác")
    answer = upload(client_in, elsewhere, PLAN.encode())
    assert "issuer" in answer.context["form"].errors
    assert not Intake.objects.exists()


def test_the_agency_of_the_person_is_offered_first(client_in, agency):
    form = client_in.get(PAGE).context["form"]
    assert form.initial["issuer"] == agency


def test_a_copy_is_told_and_not_refused(client_in, agency):
    upload(client_in, agency, PLAN.encode())
    answer = client_in.get(upload(client_in, agency, PLAN.encode())["Location"])
    assert Intake.objects.count() == 2
    assert "đã được đưa vào ngày" in answer.content.decode()


def test_a_copy_in_another_agency_is_not_told(client_in, agency):
    elsewhere = UnitFactory(name="Sở Khác")
    bring(elsewhere)
    answer = client_in.get(upload(client_in, agency, PLAN.encode())["Location"])
    assert "đã được đưa vào ngày" not in answer.content.decode()


# --- the drafts that wait -------------------------------------------------------------------------
def test_no_drafts(client_in):
    assert "Chưa có bản nháp nào" in client_in.get(PAGE).content.decode()


def test_open_drafts_of_the_agency_are_listed(client_in, agency, coordinator):
    mine = bring(agency, by=coordinator)
    dropped = bring(agency, by=coordinator)
    drop_intake(intake=dropped, by=coordinator, on=TODAY)
    bring(UnitFactory(name="Sở Khác"))
    rows = client_in.get(PAGE).context["rows"]
    assert [row.pk for row in rows] == [mine.pk]
    assert rows[0].title == "Công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ năm 2026"
    assert rows[0].who == str(coordinator)


def test_the_list_is_paged(client_in, agency, coordinator):
    first = bring(agency, by=coordinator)
    kept = {"issuer": agency, "created_by": coordinator, "draft": first.draft, "name": first.name}
    Intake.objects.bulk_create(Intake(**kept) for _ in range(25))
    assert len(client_in.get(PAGE).context["rows"]) == 25
    assert len(client_in.get(f"{PAGE}?page=2").context["rows"]) == 1


# --- who may --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.STAFF, 403),
        (Role.HEAD, 403),
        (Role.LEADER, 403),
        (Role.COORDINATOR, 200),
        (Role.ADMIN, 200),
    ],
)
def test_who_may_open_it(agency, browser_of, role, status):
    assert browser_of(person(role, agency)).get(PAGE).status_code == status


def test_somebody_not_signed_in(db):
    assert Client().get(PAGE).status_code == 302


# --- where drafts come from and how far they are --------------------------------------------------
def states(client_in):
    return {row.source: row.state.words for row in client_in.get(PAGE).context["rows"]}


def test_a_draft_says_where_it_comes_from_and_how_far_it_is(client_in, agency, coordinator):
    now, colleague = timezone.now(), person(Role.COORDINATOR, agency, full_name="Trần Thị Hai")
    fields = {"issuer": agency, "name": "kh", "draft": PlanDraft(title="Kế hoạch").to_state()}
    Intake.objects.create(**fields)
    Intake.objects.create(**fields, origin=Origin.HAND, revision=3)
    Intake.objects.create(**fields, origin=Origin.COPY, held_by=coordinator,
                          held_until=now + datetime.timedelta(hours=1))  # fmt: skip
    Intake.objects.create(**fields, origin=Origin.TABLE, held_by=colleague,
                          held_until=now + datetime.timedelta(hours=1))  # fmt: skip
    Intake.objects.create(**fields, origin=Origin.PASTE, held_by=colleague,
                          held_until=now - datetime.timedelta(hours=1))  # fmt: skip
    assert states(client_in) == {
        "Tệp văn bản": "Chưa kiểm tra",
        "Nhập tay": "Đã kiểm tra một phần",
        "Kế hoạch năm trước": "Bạn đang kiểm tra",
        "Bảng nhiệm vụ": "Trần Thị Hai đang kiểm tra",
        "Văn bản dán vào": "Chưa kiểm tra",
    }


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading.WAITING, "Chờ nhận dạng chữ"),
        (Reading.RUNNING, "Đang nhận dạng chữ: 2/5 trang"),
        (Reading.FAILED, "Không đọc được"),
    ],
)
def test_a_scan_says_how_far_it_is_read(client_in, agency, reading, words):
    Intake.objects.create(
        issuer=agency, name="quet.pdf", reading=reading, pages=["a", "b"], pages_total=5
    )
    assert states(client_in) == {"Tệp văn bản": words}


def test_the_questions_are_as_many_for_more_drafts(client_in, agency, coordinator):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client_in.get(PAGE)
        return len(queries)

    def bring_some():
        for reading in (Reading.DONE, Reading.RUNNING):
            Intake.objects.create(
                issuer=agency, name="a", reading=reading, held_by=coordinator,
                held_until=timezone.now(), created_by=coordinator,
            )  # fmt: skip

    bring_some()
    before = asked()
    bring_some()
    assert asked() == before


def test_pasted_text_is_called_so(client_in, agency):
    client_in.post(PAGE, {"issuer": agency.pk, "text": PLAN})
    assert Intake.objects.get().origin == Origin.PASTE


def test_the_three_ways_are_told_at_a_glance(client_in):
    page = client_in.get(PAGE).content.decode()
    for words in ("1. Từ tệp", "2. Dán nội dung", "3. Nhập tay", "Tải bảng nhiệm vụ mẫu"):
        assert words in page
