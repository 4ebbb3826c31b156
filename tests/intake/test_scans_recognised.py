"""Scans read for real: pages are drawn, tilted, soiled, and read by Tesseract.

``script/bootstrap --dev`` installs it: where it is missing these tests fail.
"""

import ctypes
import io

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from intake.actions import confirm, working_draft
from intake.models import Intake, Reading
from reading import Refusal, UnreadableFile
from reading import read as read_file
from reading.ocr import engine, picture
from tests.intake.samples import TODAY
from tests.intake.scans import first_page, scanned_pdf, second_page, soiled

PAGE = "/doc-ke-hoach/"


@pytest.fixture(scope="module")
def scan():
    return scanned_pdf(first_page(), second_page())


def test_tesseract_and_its_vietnamese_are_there():
    assert engine.is_available()


@pytest.mark.once
def test_a_scan_becomes_a_plan_that_says_how_it_was_read(
    client_in, agency, coordinator, scan, django_capture_on_commit_callbacks
):
    file = SimpleUploadedFile("kế hoạch quét.pdf", scan)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_in.post(PAGE, {"issuer": agency.pk, "file": file})
    intake = Intake.objects.get()
    assert answer["Location"] == f"{PAGE}{intake.pk}/"
    assert (intake.reading, intake.by_ocr, intake.pages_total) == (Reading.DONE, True, 2)
    assert intake.pages == []
    plan = working_draft(intake).plan
    assert (plan.number, plan.symbol, plan.issued_on) == ("12", "KH-STN", "2026-01-20")
    assert plan.title == "Công tác phòng cháy, chữa cháy năm 2026"
    assert [cited.number for cited in plan.legal_bases] == ["105/2025/NĐ-CP"]
    assert [(task.ref, task.text, task.lead[0].words) for task in plan.tasks] == [
        ("II.1", "Tổ chức tuyên truyền kiến thức phòng cháy, chữa cháy.", "Văn phòng Sở"),
        ("II.2", "Kiểm tra hệ thống báo cháy của trụ sở.", "Phòng Tổng hợp"),
        ("1", "Tập huấn cứu nạn, cứu hộ", "Phòng Kỹ thuật"),
        ("2", "Thay bình chữa cháy", "Văn phòng Sở"),
    ]
    assert plan.tasks[3].deadline.days == ("2026-06-30",)
    page = client_in.get(f"{PAGE}{intake.pk}/").content.decode()
    assert "Đọc bằng nhận dạng chữ (OCR)" in page
    made = confirm(intake=intake, by=coordinator, on=TODAY)
    kept = made.files.get()
    assert kept.read_by_ocr
    with kept.file.open("rb") as original:
        assert original.read() == scan


def test_a_page_that_lies_upside_down_is_turned():
    page = engine.recognise(scanned_pdf(second_page().rotate(180)), 0)
    words = [word.text for word in page.words]
    assert words[:2] == ["PHỤ", "LỤC"]
    assert len(page.tables) == 1


def test_an_empty_page_has_no_words(scan):
    page = engine.recognise(scanned_pdf(soiled(first_page().point(lambda _: 255))), 0)
    assert page.words == ()
    assert page.tables == ()


def test_what_is_no_pdf_is_refused():
    with pytest.raises(UnreadableFile) as refused:
        engine.count_pages(b"%PDF-1.7 broken")
    assert refused.value.code is Refusal.DAMAGED


def stamped(scan):
    """The scan with the words on it that a digital signature leaves."""
    document = pypdfium2.PdfDocument(scan)
    page = document[0]
    words = pypdfium2.raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 8.0)
    signed = "Nguoi ky: SO THU NGHIEM, Thoi gian ky: 20.01.2026 08:30:25 +07:00"
    text = ctypes.create_string_buffer(signed.encode("utf-16-le") + b"\0\0")
    pypdfium2.raw.FPDFText_SetText(words, ctypes.cast(text, pypdfium2.raw.FPDF_WIDESTRING))
    pypdfium2.raw.FPDFPage_InsertObject(page, words)
    page.gen_content()
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("change", [bytes, stamped])
def test_a_scan_is_told_from_a_text(scan, change):
    with pytest.raises(UnreadableFile) as refused:
        read_file(change(scan), "quét.pdf")
    assert refused.value.code is Refusal.SCANNED


def test_a_page_that_takes_too_long_is_given_up(monkeypatch, scan):
    monkeypatch.setattr(engine, "_READING_SECONDS", 0.01)
    with pytest.raises(engine.OcrFailed, match="nên đã dừng"):
        engine.recognise(scan, 0)


def test_a_page_that_is_not_there(scan):
    with pytest.raises(engine.OcrFailed, match="không xử lý được"):
        engine.recognise(scan, 7)


def test_without_vietnamese_there_is_no_reading(monkeypatch, tmp_path, scan):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not engine.is_available()
    with pytest.raises(engine.OcrFailed, match="script/bootstrap --ocr"):
        engine.recognise(scan, 0)
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho eng\n")
    program.chmod(0o755)
    assert not engine.is_available()
    program.write_text("#!/bin/sh\necho vie\n")
    assert engine.is_available()  # installed while the server runs


# --- the picture ----------------------------------------------------------------------------------
@pytest.mark.parametrize("angle", [-2.0, 0.0, 0.7])
def test_the_slope_of_a_page_is_found(angle):
    page = soiled(first_page(), angle)  # which lies askew by half a degree already
    assert picture.skew_of(page) == pytest.approx(-angle - 0.5, abs=0.15)


def test_a_page_without_lines_is_left_as_it_is():
    assert picture.skew_of(first_page().point(lambda _: 255)) == 0.0


def test_a_huge_page_is_drawn_small():
    poster = io.BytesIO()
    Image.new("L", (100, 100), 255).save(poster, "PDF", resolution=1)  # 100 inches wide
    drawn, scale = picture.drawn(poster.getvalue(), 0, 0)
    assert drawn.width * drawn.height <= 12_010_000
    assert scale < 300 / 72


def test_rules_are_found_to_their_ends_and_rubbed_out():
    page = picture.straightened(second_page())
    level, upright = picture.ruled(page)
    assert (len(level), len(upright)) == (4, 5)
    assert min(line[0] for line in level) == pytest.approx(min(line[2] for line in upright), abs=6)
    assert picture.ruled(page) == ([], [])
