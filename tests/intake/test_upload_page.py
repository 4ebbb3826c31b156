"""The page on which a document comes in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from intake.actions import drop_intake
from intake.models import Intake
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
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "kh.png", "định dạng"),
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
    rows = client_in.get(PAGE).context["drafts"].rows
    assert [row.pk for row in rows] == [mine.pk]
    assert rows[0].title == "Công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ năm 2026"
    assert rows[0].who == str(coordinator)


def test_the_list_is_paged(client_in, agency, coordinator):
    for _ in range(26):
        bring(agency, by=coordinator)
    assert len(client_in.get(PAGE).context["drafts"].rows) == 25
    assert len(client_in.get(f"{PAGE}?page=2").context["drafts"].rows) == 1


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
