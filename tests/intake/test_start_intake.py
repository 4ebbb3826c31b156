"""Bringing a document in: kept byte for byte, read, and nothing written when it cannot be."""

import hashlib
import unicodedata

import pytest
from django.core.exceptions import ValidationError

from intake.actions import NoPlanInFile, start_intake, working_draft
from intake.models import Intake
from reading import UnreadableFile
from tests.factories import UnitFactory
from tests.intake.samples import PLAN, TODAY, as_docx, bring
from vietnamese.text import nfc


def test_the_file_is_kept_byte_for_byte_beside_its_draft(agency, coordinator):
    data = as_docx(PLAN)
    intake = start_intake(data=data, filename="Kế hoạch 12.docx", issuer=agency, by=coordinator)
    with intake.file.open("rb") as kept:
        assert kept.read() == data
    assert intake.sha256 == hashlib.sha256(data).hexdigest()
    assert (intake.name, intake.size, intake.created_by) == (
        "Kế hoạch 12.docx",
        len(data),
        coordinator,
    )
    draft = working_draft(intake).plan
    assert draft.number == "12"
    assert [task.ref for task in draft.tasks] == ["II.1", "II.2", "II.3", "III.1"]
    assert intake.plan is None


def test_decomposed_letters_come_out_composed(agency):
    intake = bring(agency, unicodedata.normalize("NFD", PLAN))
    draft = working_draft(intake).plan
    assert draft.title == nfc(draft.title or "")
    assert draft.tasks[0].lead[0].words == "Văn phòng Sở"


def test_the_plans_time_is_found(agency):
    period = working_draft(bring(agency)).period
    assert (period.starts_on.year, period.ends_on.month) == (2026, 12)


def test_the_same_file_twice_makes_two_drafts(agency):
    assert bring(agency).sha256 == bring(agency).sha256
    assert Intake.objects.count() == 2


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\kh\\kế hoạch.txt", "x" * 400 + ".txt", "", "/"]
)
def test_no_name_leads_out_of_the_folder_or_past_the_column(agency, media_root, name):
    try:
        intake = bring(agency, name=name)
    except UnreadableFile:
        return  # a name without an ending tells no kind of file
    assert "/" not in intake.name
    assert "\\" not in intake.name
    assert len(intake.name) <= 255
    assert intake.file.name.startswith("intake/")
    assert media_root in (media_root / intake.file.name).resolve().parents


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "trong.txt"),
        (b"\x00\x01\x02\x03" * 100, "anh.png"),
        (b"PK\x03\x04 broken", "hong.docx"),
        (b"%PDF-1.7 broken", "hong.pdf"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_nothing(agency, coordinator, media_root, data, name):
    with pytest.raises(UnreadableFile):
        start_intake(data=data, filename=name, issuer=agency, by=coordinator, on=TODAY)
    assert not Intake.objects.exists()
    assert not list(media_root.rglob("*"))


def test_a_document_with_no_plan_in_it_is_refused(agency, coordinator, media_root):
    with pytest.raises(NoPlanInFile) as refused:
        start_intake(data="Mua: sữa, bánh mì, trứng.\n".encode(), filename="mua.txt",
                     issuer=agency, by=coordinator, on=TODAY)  # fmt: skip
    assert isinstance(refused.value, ValidationError)
    assert not Intake.objects.exists()
    assert not list(media_root.rglob("*"))


def test_a_name_that_the_directory_knows_is_taken_whole(agency):
    UnitFactory(name="Tổ Thu gom, vận chuyển rác", parent=agency)
    text = PLAN.replace("Văn phòng Sở", "Tổ Thu gom, vận chuyển rác")
    leads = [lead.words for lead in working_draft(bring(agency, text)).plan.tasks[0].lead]
    assert leads == ["Tổ Thu gom, vận chuyển rác"]
