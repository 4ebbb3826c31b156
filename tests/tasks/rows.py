"""Files and days for the tests of work."""

import datetime
import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import TODAY


def day(offset: int) -> datetime.date:
    """So many days from TODAY."""
    return TODAY + datetime.timedelta(days=offset)


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf(name: str = "bien-ban.pdf", content: bytes = b"") -> SimpleUploadedFile:
    return file(name, b"%PDF-1.7\n" + content)


def archive(*parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for part in parts:
            made.writestr(part, "<x/>")
    return out.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
PPTX = archive("[Content_Types].xml", "ppt/presentation.xml")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(stream: str) -> bytes:
    return OLE + b"\0" * 512 + stream.encode("utf-16-le") + b"\0\0"
