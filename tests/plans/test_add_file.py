"""A signed copy or an annex comes to a plan later, judged by its content and kept byte for byte."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse

from plans.actions import add_plan_file
from plans.models import PlanFile
from tests.factories import PlanFactory, UnitFactory, UserFactory, person
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%signed copy"


@shared
def plan():
    return PlanFactory()


@pytest.fixture
def coordinator(client, plan):
    user = person(Role.COORDINATOR, plan.issuer)
    client.force_login(user)
    return user


def url(plan) -> str:
    return reverse("reports:plan_file_add", args=[plan.pk])


def upload(client, plan, name="ban-ky.pdf", content=PDF):
    return client.post(url(plan), {"file": SimpleUploadedFile(name, content)})


def test_it_is_kept_and_comes_back_byte_for_byte(client, plan, coordinator):
    assert client.get(url(plan)).status_code == 200

    answer = upload(client, plan)

    assert answer["Location"] == reverse("reports:plan", args=[plan.pk])
    row = PlanFile.objects.get()
    assert (row.name, row.size, row.added_by) == ("ban-ky.pdf", len(PDF), coordinator)
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    page = client.get(answer["Location"]).content.decode()
    assert row.sha256 in page
    assert "Đã lưu tệp “ban-ky.pdf”" in page
    sent = client.get(reverse("plans:file", args=[row.pk]))
    assert b"".join(sent.streaming_content) == PDF


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"<html>", "không được nhận"),
        ("a.exe", b"MZ\x90", "không được nhận"),
        ("a.docx", PDF, "không khớp với đuôi"),
        ("a.pdf", b"", "trống"),
    ],
)
def test_what_it_is_not_is_refused(client, plan, coordinator, name, content, said):
    answer = upload(client, plan, name, content)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PlanFile.objects.exists()


def test_too_large_a_file_is_refused(client, plan, coordinator, settings):
    settings.MAX_UPLOAD_BYTES = 10
    assert "lớn hơn" in upload(client, plan).content.decode()


def test_no_file_at_all_is_said(client, plan, coordinator):
    answer = client.post(url(plan))
    assert answer.status_code == 422
    assert "Hãy chọn một tệp." in answer.content.decode()


def test_the_same_file_is_not_kept_twice(client, plan, coordinator):
    upload(client, plan)

    answer = upload(client, plan, "ten-khac.pdf")

    assert answer.status_code == 422
    assert "đã có trong kế hoạch với tên “ban-ky.pdf”" in answer.content.decode()
    assert PlanFile.objects.count() == 1
    add_plan_file(plan=PlanFactory(), by=UserFactory(), name="x.pdf", content=PDF)


def test_a_file_whose_row_fails_leaves_nothing_in_the_store(plan, media_root, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(PlanFile, "save", fail)
    with pytest.raises(DatabaseError):
        add_plan_file(plan=plan, by=UserFactory(), name="x.pdf", content=PDF)

    assert not [path for path in media_root.rglob("*") if path.is_file()]


def test_a_name_that_is_too_long_is_refused(plan):
    with pytest.raises(ValidationError):
        add_plan_file(plan=plan, by=UserFactory(), name="x" * 300, content=PDF)


@pytest.mark.parametrize("role", [Role.STAFF, Role.HEAD, Role.LEADER])
def test_who_may_not(client, plan, role):
    client.force_login(person(role, plan.issuer))
    assert upload(client, plan).status_code == 403


def test_not_on_plans_of_another_agency(client, plan):
    client.force_login(person(Role.COORDINATOR, UnitFactory()))
    assert upload(client, plan).status_code == 404
