"""Files of which pages are pictures: recognised page by page, the others read as they stand."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader, PdfWriter

from reading import Refusal, UnreadableFile
from reading.ocr import engine
from reading.ocr.reader import read_any
from tests.intake.scans import first_page, scanned_pdf, second_page, typed_page
from tests.reading.test_pdf import printed

HEAD = """<style>@page{size:A4;@top-center{content:none}}</style>
<p>SỞ TƯ PHÁP</p>
<p>Số: 9/KH-STP</p>
<p>Bình Minh, ngày 03 tháng 02 năm 2026</p>
<p>KẾ HOẠCH</p>
<p>Công tác phòng cháy năm 2026</p>
<p>I. NHIỆM VỤ</p>
<p>1. Văn phòng Sở kiểm tra trụ sở.</p>
<div style="break-before:page"></div>
<p>2. Phòng Bổ trợ tư pháp rà soát các tổ chức hành nghề.</p>"""
SEEN = """3. Thanh tra Sở kiểm tra kho lưu trữ trước ngày 30/6/2026.
GIÁM ĐỐC
Trần Văn An"""


@pytest.fixture(scope="module")
def mixed() -> bytes:
    """Two pages of text and then a picture."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed(HEAD))))
    writer.append(PdfReader(io.BytesIO(scanned_pdf(second_page()))))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pages that were given to be recognised."""
    asked: list[int] = []

    def recognise(_data: bytes, number: int) -> object:
        asked.append(number)
        return typed_page(SEEN)

    monkeypatch.setattr(engine, "recognise", recognise)
    return asked


def test_only_the_picture_among_pages_of_text_is_recognised(
    mixed: bytes, recognised: list[int]
) -> None:
    draft, is_scan = read_any(mixed, "kh.pdf")
    assert (recognised, is_scan) == ([2], True)
    assert [task.ref for task in draft.tasks] == ["I.1", "I.2", "I.3"]
    assert draft.tasks[2].deadline.days == ("2026-06-30",)
    assert draft.signatory.name == "Trần Văn An"


def test_without_tesseract_the_picture_is_named(
    mixed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "is_available", lambda: False)
    draft, is_scan = read_any(mixed, "kh.pdf")
    assert not is_scan
    assert "picture" in {doubt.kind for doubt in draft.doubts}
    with pytest.raises(UnreadableFile) as refused:
        read_any(scanned_pdf(second_page()), "kh.pdf")
    assert refused.value.code is Refusal.SCANNED
    assert "script/bootstrap --ocr" in str(refused.value)


def test_a_photograph_is_read_by_the_command(tmp_path, capfdbinary) -> None:
    file = tmp_path / "trang1.jpg"
    first_page().convert("RGB").save(file, quality=80)
    call_command("read_plan", "--json", str(file))
    read = json.loads(capfdbinary.readouterr().out)
    assert (read["number"], read["symbol"], read["issued_on"]) == ("12", "KH-STN", "2026-01-20")
    assert [task["ref"] for task in read["tasks"]] == ["II.1", "II.2"]


def test_a_picture_that_is_none_is_refused_in_a_line(tmp_path) -> None:
    file = tmp_path / "trang1.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(80))
    with pytest.raises(CommandError, match="bị hỏng"):
        call_command("read_plan", str(file))
