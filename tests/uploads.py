"""Every form that takes a file: how it is filled in, and what is brought to it.

A new one without a row fails (``tests/test_uploads.py``).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from django import forms
from PIL import Image

from intake.forms.upload import DocumentForm
from reports.compliance.forms import ReportTextForm, SignedForm, VerifyForm
from reports.plan_page.forms import PlanFileForm
from reports.submissions.asking_forms import OutlineFileForm, RequestForm
from reports.submissions.forms import FileForm
from tasks.forms.work import DoneForm, ProgressForm
from tests.factories import TODAY
from tests.intake.samples import PLAN, as_docx
from tests.sheets.made import OFFICE, csv, xlsx
from units.forms.lists import ListForm
from units.policy import Role

DAY = f"{TODAY:%d/%m/%Y}"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
OUTLINE = as_docx("I. KẾT QUẢ\n1. Tuyên truyền\n2. Kiểm tra\nII. KIẾN NGHỊ\n")
# Doors by what is done with the file: kept beside something, read as a document, as a list, as an
# outline, as a text, or only compared.
KEPT, DOCUMENT, LIST, OUTLINES, TEXT, COMPARED = "kept", "document", "list", "outline", "text", "=="


@dataclass(frozen=True)
class Upload:
    """``said``: the other fields, a key of the world where ``@`` stands before it; ``good``: a file
    that is taken."""

    form: type[forms.BaseForm]
    role: Role
    door: str
    good: tuple[str, bytes]
    said: Mapping[str, str] = field(default_factory=dict)
    name: str = "file"


_PDF = ("bien-ban.pdf", PDF)
_LIST = ("don-vi.csv", csv(OFFICE))
UPLOADS: dict[str, Upload] = {
    "tasks:record_progress": Upload(
        ProgressForm, Role.STAFF, KEPT, _PDF, {"percent": "50", "note": "Kèm"}, "files"
    ),
    "tasks:report_done": Upload(
        DoneForm, Role.STAFF, KEPT, _PDF, {"finished_on": DAY, "note": "Xong"}, "files"
    ),
    "reports:plan_file_add": Upload(PlanFileForm, Role.COORDINATOR, KEPT, _PDF),
    "reports:add_submission_file": Upload(FileForm, Role.STAFF, KEPT, _PDF),
    "reports:attach_signed": Upload(SignedForm, Role.COORDINATOR, KEPT, _PDF),
    "reports:new_request": Upload(
        RequestForm,
        Role.COORDINATOR,
        KEPT,
        _PDF,
        {
            "number": "15/CV",
            "issued_on": DAY,
            "sender": "UBND tỉnh",
            "title": "Báo cáo",
            "due_on": DAY,
            "plan": "@plan",
            "units": "@unit",
        },
    ),
    "intake:new": Upload(
        DocumentForm,
        Role.COORDINATOR,
        DOCUMENT,
        ("ke-hoach.docx", as_docx(PLAN)),
        {"issuer": "@agency"},
    ),
    "units:import_units": Upload(ListForm, Role.ADMIN, LIST, _LIST),
    "units:import_people": Upload(ListForm, Role.ADMIN, LIST, _LIST),
    "units:import_groups": Upload(ListForm, Role.COORDINATOR, LIST, _LIST),
    "reports:read_duty_outline": Upload(
        OutlineFileForm, Role.COORDINATOR, OUTLINES, ("de-cuong.docx", OUTLINE)
    ),
    "reports:report_text": Upload(
        ReportTextForm, Role.COORDINATOR, TEXT, ("mau.docx", as_docx("I. KẾT QUẢ\n{{ty_le}}\n"))
    ),
    "reports:verify": Upload(VerifyForm, Role.STAFF, COMPARED, _PDF),
}


# --- what somebody hostile brings -----------------------------------------------------------------
class Hostile(NamedTuple):
    """``taken``: the doors that may let it in, since there it is what it says and is only saved or
    compared; all others refuse it."""

    name: str
    content: Callable[[], bytes]
    taken: frozenset[str] = frozenset()


def _made(name: str, content: bytes, *taken: str) -> Hostile:
    return Hostile(name, lambda: content, frozenset({COMPARED, *taken}))


def archive(*names: str, base: bytes = b"", **parts: bytes) -> bytes:
    """A zip with these empty parts and these full ones, added to those of ``base``."""
    kept = io.BytesIO(base)
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as found:
        for name in names:
            found.writestr(name, b"")
        for name, content in parts.items():
            found.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


def _replaced(base: bytes, part: str, old: str, new: str) -> bytes:
    """A package in which one part says something else."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base)) as given, zipfile.ZipFile(kept, "w") as found:
        for one in given.namelist():
            said = given.read(one)
            found.writestr(one, said.replace(old.encode(), new.encode()) if one == part else said)
    return kept.getvalue()


def ole(*streams: str) -> bytes:
    """The older office files, as far as they are told by their streams."""
    names = b"".join(stream.encode("utf-16-le") for stream in streams)
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + names


@cache
def bomb(part: str) -> bytes:
    """A package of which a part is 200 MB of nothing."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as found:
        found.writestr("[Content_Types].xml", b"<Types/>")
        with found.open(part, "w") as place:
            for _ in range(200):
                place.write(bytes(1_000_000))
    return kept.getvalue()


@cache
def pixels() -> bytes:
    """20,000 × 20,000 dots, a few kilobytes."""
    kept = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(kept, "PNG")
    return kept.getvalue()


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
)
WORD, BOOK = as_docx(PLAN), xlsx(OFFICE)
_MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
_PLAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = "[Content_Types].xml"
SCRIPT = "<script>alert(1)</script>"

# What is kept and handed out holds no program; where a file is only read, its text is all of it.
_READ = (OUTLINES, TEXT)
HOSTILE: dict[str, Hostile] = {
    "program": _made("chay.exe", b"MZ\x90\x00\x03\x00\x00\x00"),
    "program named as a document": _made("bien-ban.pdf", b"MZ\x90\x00\x03\x00\x00\x00"),
    "program behind two endings": _made("bao-cao.pdf.exe", b"MZ\x90\x00\x03\x00\x00\x00"),
    "script behind two endings": _made("anh.php.jpg", b"<?php system($_GET['c']); ?>"),
    "shell": _made("chay.sh", b"#!/bin/sh\nrm -rf /\n", LIST),
    "web page": _made("trang.html", f"<html>{SCRIPT}</html>".encode()),
    "web page named as text": _made("trang.txt", f"<html>{SCRIPT}</html>".encode()),
    "web page named as a document": _made("trang.docx", f"<!doctype html>{SCRIPT}".encode()),
    "drawing": _made("anh.svg", f"<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>".encode()),
    "drawing named as a picture": _made("anh.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "archive": _made("nen.zip", archive("a.pdf")),
    "archive named as a document": _made("nen.docx", archive("a.exe")),
    "word with a macro": _made("docm.docx", archive("word/vbaProject.bin", base=WORD), *_READ),
    "word with a macro under another name": _made(
        "docm.docx", _replaced(WORD, _TYPES, _PLAIN, _MACRO), *_READ
    ),
    "word with a macro in capitals": _made(
        "docm.docx", archive("word/VBAPROJECT.BIN", base=WORD), *_READ
    ),
    "workbook with a macro": _made(
        "bang.xlsm", archive("xl/vbaProject.bin", base=BOOK), LIST, *_READ
    ),
    "workbook with a macro named as none": _made(
        "bang.xlsx", archive("xl/vbaProject.bin", base=BOOK), LIST, *_READ
    ),
    "workbook with a sheet of macros": _made(
        "bang.xlsx", archive("xl/macrosheets/sheet1.xml", base=BOOK), LIST, *_READ
    ),
    "old word with a macro": _made("cu.doc", ole("WordDocument", "_VBA_PROJECT")),
    "old workbook with a macro": _made("cu.xls", ole("Workbook", "_VBA_PROJECT_CUR")),
    "open document with a macro": _made(
        "vb.odt",
        archive("Basic/Standard/Module1.xml", mimetype=b"application/vnd.oasis.opendocument.text"),
    ),
    "bomb of a document": Hostile(
        "bom.docx", lambda: bomb("word/document.xml"), frozenset({KEPT, COMPARED})
    ),
    "bomb of a workbook": Hostile(
        "bom.xlsx", lambda: bomb("xl/workbook.xml"), frozenset({KEPT, COMPARED})
    ),
    "entities": _made(
        "thuc-the.docx",
        _replaced(WORD, "word/document.xml", "<w:document", f"{LAUGHS}<w:document"),
        KEPT,
    ),
    "bomb of pixels": Hostile("anh.png", pixels, frozenset({KEPT, COMPARED})),
    "document and page": _made("bien-ban.pdf", b"%PDF-1.7\n" + SCRIPT.encode() + b"\n%%EOF", KEPT),
    "document and archive": _made("bien-ban.pdf", archive("a.exe", base=PDF), KEPT),
    "picture and script": _made("anh.gif", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//", KEPT),
    "nothing": _made("trong.pdf", b""),
    "too much": Hostile("lon.pdf", lambda: PDF + bytes(20 * 1024 * 1024), frozenset({COMPARED})),
}
