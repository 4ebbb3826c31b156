"""Which files are taken as evidence, and who gets them back."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from tasks.actions import record_progress
from tasks.evidence import MAX_FILES, check_file, check_files, clean_name
from tests.factories import TODAY
from tests.tasks.rows import DOCX, OLE, PPTX, XLSX, archive, file, ole, pdf

OFFICE = "application/vnd.openxmlformats-officedocument."
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


# --- what is taken --------------------------------------------------------------------------------
OPEN = "application/vnd.oasis.opendocument."


def open_document(kind: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", f"{OPEN}{kind}")
        package.writestr("content.xml", "<a/>")
    return made.getvalue()


def _no_bytes(value):
    """A file's bytes make no name: those of a ZIP hold the time at which it was packed."""
    return "bytes" if isinstance(value, bytes) else None


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("bien-ban.pdf", b"%PDF-1.4\n%\xe2\xe3", "application/pdf"),
        ("anh.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        ("ANH.JPEG", b"\xff\xd8\xff\xe1\x00\x10Exif", "image/jpeg"),
        ("anh.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
        ("anh.webp", b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
        ("IMG_0012.HEIC", HEIC, "image/heic"),
        ("anh.jfif", b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        ("anh.gif", b"GIF89a\x01\0", "image/gif"),
        ("quet.tif", b"II*\x00\x08\0\0\0", "image/tiff"),
        ("quet.TIFF", b"MM\x00*\0\0\0\x08", "image/tiff"),
        ("anh.bmp", b"BM" + bytes(12) + b"\x28\0\0\0" + bytes(36), "image/bmp"),
        ("phim.mp4", b"\0\0\0\x18ftypmp42" + bytes(8), "video/mp4"),
        ("bao-cao.odt", open_document("text"), f"{OPEN}text"),
        ("bang.ods", open_document("spreadsheet"), f"{OPEN}spreadsheet"),
        # Telephones and chat programs keep a wrong ending on a picture.
        ("anh.jpg", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
        ("bao-cao.docx", DOCX, f"{OFFICE}wordprocessingml.document"),
        ("danh-sach.xlsx", XLSX, f"{OFFICE}spreadsheetml.sheet"),
        ("bai-giang.pptx", PPTX, f"{OFFICE}presentationml.presentation"),
        ("cu.doc", ole("WordDocument"), "application/msword"),
        ("cu.xls", ole("Workbook"), "application/vnd.ms-excel"),
        ("cu.ppt", ole("PowerPoint Document"), "application/vnd.ms-powerpoint"),
        ("ghi-chu.txt", "Đã tuyên truyền 02 buổi\r\n".encode(), "text/plain"),
        ("ghi-chu.txt", "Đã xong".encode("utf-16"), "text/plain"),
        ("ghi-chu.txt", b"\xef\xbb\xbfxong", "text/plain"),
        ("ghi-chu.txt", "a < b và c > d".encode(), "text/plain"),
    ],
    ids=_no_bytes,
)
def test_taken_by_content(name, content, media_type):
    checked = check_file(file(name, content))
    assert checked.media_type == media_type
    assert checked.sha256 == hashlib.sha256(content).hexdigest()
    assert checked.content == content


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("trong.pdf", b"", "tệp trống"),
        ("setup.exe", b"MZ\x90\0\x03\0", "không được nhận"),
        ("bien-ban.pdf", b"MZ\x90\0\x03\0", "không được nhận"),
        ("a.txt", b"MZ and then words", "không được nhận"),
        ("a.txt", b"#!/bin/sh\nrm -r x", "không được nhận"),
        ("trang.html", b"<!DOCTYPE html><html>", "không được nhận"),
        ("trang.txt", b"<html><script>alert(1)</script>", "không được nhận"),
        ("trang.txt", b"  \n<SCRIPT>alert(1)</SCRIPT>", "không được nhận"),
        ("trang.txt", "<script>x</script>".encode("utf-16"), "không được nhận"),
        ("trang.txt", b"\xef\xbb\xbf<html>", "không được nhận"),
        ("anh.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "không được nhận"),
        ("anh.txt", b'<?xml version="1.0"?><svg/>', "không được nhận"),
        ("phim.avi", b"RIFF\x24\0\0\0AVI LIST", "không được nhận"),
        ("phim.mp4", b"MZ\x90\0\x03\0", "không được nhận"),
        ("phim.png", b"\0\0\0\x18ftypmp42", "không khớp"),
        ("nhi-phan.txt", b"abc\0def", "không được nhận"),
        ("ghi-chu.md", b"# xong", "không được nhận"),
        ("nen.zip", archive("a.pdf"), "không nhận tệp nén"),
        ("gia.docx", archive("a.exe"), "không nhận tệp nén"),
        ("gia.docx", archive("word/document.xml"), "không nhận tệp nén"),
        ("hong.docx", DOCX[:40], "bị hỏng"),
        (
            "macro.docx",
            archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "có macro",
        ),
        ("khoa.docx", ole("EncryptedPackage"), "có mật khẩu"),
        ("goi.msi", OLE + b"\0" * 600, "không được nhận"),
        # The name must say what the content is.
        ("bien-ban.docx", b"%PDF-1.4", "không khớp với đuôi “.docx”"),
        ("bien-ban.exe", b"%PDF-1.4", "không khớp với đuôi “.exe”"),
        ("bien-ban.pdf.html", b"%PDF-1.4", "không khớp"),
        ("bien-ban", b"%PDF-1.4", "không khớp với đuôi “trống”"),
        ("bang.docx", XLSX, "không khớp"),
        ("ghi-chu.pdf", b"chi la chu", "không được nhận"),
    ],
    ids=_no_bytes,
)
def test_refused_with_name_and_reason(name, content, why):
    with pytest.raises(ValidationError) as refused:
        check_file(file(name, content))
    (message,) = refused.value.messages
    assert f"“{name}”" in message
    assert why in message


def test_a_file_may_be_as_large_as_the_limit(settings):
    settings.MAX_UPLOAD_BYTES = 100
    assert len(check_file(pdf(content=b"x" * 91)).content) == 100
    with pytest.raises(ValidationError, match="lớn hơn"):
        check_file(pdf(content=b"x" * 92))


def test_the_limit_of_the_settings_is_20_mb():
    assert settings.MAX_UPLOAD_BYTES == 20 * 1024 * 1024


def test_every_refused_file_is_named():
    with pytest.raises(ValidationError) as refused:
        check_files([file("a.exe", b"MZ"), pdf(), file("b.pdf", b"")])
    assert len(refused.value.messages) == 2


def test_not_too_many_at_once():
    assert len(check_files([pdf()] * MAX_FILES)) == MAX_FILES
    with pytest.raises(ValidationError, match="tối đa 10 tệp"):
        check_files([pdf()] * (MAX_FILES + 1))


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("Bie\u0302n ba\u0309n.pdf", "Biên bản.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ha\\a.pdf", "a.pdf"),
        ("  a   b .pdf", "a b.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("a\x00\nb.pdf", "a b.pdf"),
        ("..", ""),
    ],
)
def test_names_are_made_plain(given, clean):
    assert clean_name(given) == clean


def test_long_names_keep_their_ending():
    name = clean_name("a" * 400 + ".pdf")
    assert len(name) == 200
    assert name.endswith("a.pdf")


# --- getting it back ------------------------------------------------------------------------------
@pytest.fixture
def kept(scene):
    entry = record_progress(
        assignment=scene.work,
        by=scene.staff,
        on=TODAY,
        percent=10,
        note="Đã làm.",
        files=[pdf("Biên bản họp.pdf", b"noi dung")],
    )
    return entry.evidence.get()


def get(client, user, row):
    client.force_login(user)
    return client.get(reverse("tasks:evidence", args=[row.pk]))


@pytest.mark.parametrize("who", ["staff", "head", "coordinator", "leader", "admin"])
def test_who_sees_the_work_gets_the_file_byte_for_byte(client, scene, kept, who):
    answer = get(client, getattr(scene, who), kept)
    assert b"".join(answer) == b"%PDF-1.7\nnoi dung"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "Bi%C3%AAn%20b%E1%BA%A3n%20h%E1%BB%8Dp.pdf" in answer["Content-Disposition"]


def test_a_person_of_another_unit_gets_404(client, scene, kept):
    assert get(client, scene.stranger, kept).status_code == 404


def test_a_lost_file_is_404_and_no_crash(client, scene, kept):
    kept.file.storage.delete(kept.file.name)
    assert get(client, scene.staff, kept).status_code == 404


def test_nobody_gets_a_file_without_logging_in(client, kept):
    answer = client.get(reverse("tasks:evidence", args=[kept.pk]))
    assert answer.status_code == 302
