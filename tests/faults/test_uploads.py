"""Every form with a file, where the disk is full or cannot be written to: a clear word in
Vietnamese, what was typed still there, nothing half kept in database or store.

A new form with a file needs a row here.
"""

from __future__ import annotations

import errno
import html
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.urls import get_resolver, reverse

from accounts import storage
from accounts.jobs import progress_of, tell_progress
from intake.forms.upload import DocumentForm
from pccc.integrity import findings
from reading.ocr import engine
from reports.compliance.forms import ReportTextForm, SignedForm, VerifyForm
from reports.plan_page.forms import PlanFileForm
from reports.submissions.asking_forms import OutlineFileForm, RequestForm
from reports.submissions.forms import FileForm
from tasks.forms.work import DoneForm, ProgressForm
from tests.architecture import ROOT
from tests.factories import TODAY
from tests.faults.breaking import all_files, all_rows
from tests.faults.world import NOON, World
from tests.intake.samples import PLAN
from tests.sheets.made import HEADINGS, csv
from tests.tasks.rows import DOCX
from tests.tasks.test_pictures import photo
from units.forms.lists import ListForm

NOTE = "Đã tuyên truyền <b>ở</b> 3 trường"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PICTURE = photo(size=(60, 40))
PLACED = photo(size=(60, 40), placed=True)
FILM = b"\0\0\0\x18ftypmp42" + bytes(8)
LIST = csv([HEADINGS, ("P9", "Phòng Chín", "Phòng", "STN")])
PEOPLE = csv([("Tên đăng nhập", "Họ và tên", "Đơn vị", "Vai trò"), ("a", "A", "STN", "Lãnh đạo")])
GROUPS = csv([("Tên nhóm", "Cơ quan", "Các đơn vị"), ("Khối mới", "STN", "STN")])


@dataclass(frozen=True)
class Upload:
    """One form sent with a file: by whom, to which address, with what in it."""

    form: type[forms.Form]
    who: str
    address: Callable[[World], str]
    name: str
    content: bytes
    typed: Callable[[World], dict[str, Any]] = lambda _: {}
    control: str = "file"
    said: tuple[str, ...] = field(default=())  # what was typed and must not be lost

    def send(self, w: World, client: Client) -> Any:
        file = SimpleUploadedFile(self.name, self.content)
        return client.post(self.address(w), self.typed(w) | {self.control: file})


def at(route: str, *keys: str) -> Callable[[World], str]:
    return lambda w: reverse(route, args=[getattr(w, key).pk for key in keys])


def evidence(name: str, content: bytes) -> Upload:
    typed = {"percent": "40", "note": NOTE, "difficulty": "Thiếu <kinh phí>"}
    said = (NOTE, "Thiếu <kinh phí>")
    address = at("tasks:record_progress", "work")
    return Upload(ProgressForm, "staff", address, name, content, lambda _: typed, "files", said)


def a_list(route: str, name: str, content: bytes, who: str = "admin") -> Upload:
    return Upload(ListForm, who, lambda _: reverse(route), name, content)


def document(name: str, content: bytes) -> Upload:
    def typed(w: World) -> dict[str, Any]:
        return {"issuer": w.agency.pk, "way": "file"}

    return Upload(DocumentForm, "coordinator", at("intake:new"), name, content, typed)


def a_request(w: World) -> dict[str, Any]:
    days = {"issued_on": "01/06/2026", "due_on": "30/06/2026"}
    words = {"number": "12/CV <X>", "sender": "UBND tỉnh", "title": NOTE, "asks": "Nêu rõ."}
    return days | words | {"plan": w.plan.pk, "units": [w.room.pk]}


ROWS = {
    "a plan as text": document("ke-hoach.txt", PLAN.encode()),
    "a plan as a scan": document("ke-hoach.png", PICTURE),
    "a list of units": a_list("units:import_units", "dv.csv", LIST),
    "a list of people": a_list("units:import_people", "nguoi.csv", PEOPLE),
    "a list of groups": a_list("units:import_groups", "nhom.csv", GROUPS),
    "evidence, a document": evidence("bien-ban.pdf", PDF),
    "evidence, of Word": evidence("bien-ban.docx", DOCX),
    "evidence, a picture without its place": evidence("anh.jpg", PLACED),
    "evidence, a film": evidence("phim.mp4", FILM),
    "evidence, of what is done": Upload(
        DoneForm,
        "staff",
        at("tasks:report_done", "work"),
        "bien-ban.pdf",
        PDF,
        lambda _: {"finished_on": f"{TODAY:%d/%m/%Y}", "note": NOTE},
        "files",
        (NOTE,),
    ),
    "a file of a report": Upload(
        FileForm,
        "staff",
        at("reports:add_submission_file", "duty", "room"),
        "phu-luc.pdf",
        PDF,
    ),
    "a letter that asks": Upload(
        RequestForm,
        "coordinator",
        at("reports:new_request"),
        "cong-van.pdf",
        PDF,
        a_request,
        said=("12/CV <X>", "UBND tỉnh", NOTE, "Nêu rõ."),
    ),
    "a file beside a plan": Upload(
        PlanFileForm, "coordinator", at("reports:plan_file_add", "plan"), "ban-ky.pdf", PDF
    ),
    "a signed report": Upload(
        SignedForm, "coordinator", at("reports:attach_signed", "report"), "ky.pdf", PDF
    ),
}
# Their files are read and not kept.
NOTHING_KEPT = {OutlineFileForm, ReportTextForm, VerifyForm}


def with_files(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for one in kind.__subclasses__():
        yield from with_files(one)
        fields = getattr(one, "base_fields", {}).values()
        if any(isinstance(field, forms.FileField) for field in fields):
            yield one


def test_every_form_with_a_file_has_a_row():
    assert get_resolver().url_patterns  # every view and its forms are there
    found = with_files(forms.BaseForm)
    own = {one for one in found if (ROOT / one.__module__.partition(".")[0]).is_dir()}
    assert own - NOTHING_KEPT == {row.form for row in ROWS.values()}


@pytest.fixture
def world(db, on_day, media_root, monkeypatch) -> World:
    on_day(TODAY)
    monkeypatch.setattr(engine, "is_available", lambda: True)
    monkeypatch.setattr("intake.jobs.read_scan", mock.Mock())
    w = World.make()
    w.report = w.issued()
    return w


# --- the store ------------------------------------------------------------------------------------
def _half(content: Any, part: Any) -> None:
    part.write(content.read(7))
    raise OSError(errno.ENOSPC, "No space left on device")


READ_ONLY = OSError(errno.EROFS, "Read-only file system")
STORES: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "full": lambda: mock.patch.object(storage, "_copy", _half),
    "read-only": lambda: mock.patch.object(storage, "NamedTemporaryFile", side_effect=READ_ONLY),
    "without a folder": lambda: mock.patch.object(
        storage.WholeFileStorage, "_make_folder", side_effect=READ_ONLY
    ),
}


def sent(row: Upload, w: World) -> tuple[Any, str]:
    """The answer to the form, and its page; nothing of it may have been kept."""
    client = Client(raise_request_exception=False)
    client.force_login(getattr(w, row.who))
    rows, files = all_rows(), all_files()
    answer = row.send(w, client)
    assert all_rows() == rows, "half written"
    assert all_files() == files, "a file is left"
    return answer, answer.content.decode()


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("what", ROWS)
def test_a_file_that_the_store_cannot_keep(world, what, store):
    row = ROWS[what]
    with STORES[store]():
        answer, page = sent(row, world)
    assert answer.status_code in {200, 422}
    assert "nơi chứa tệp của máy chủ đã đầy hoặc không ghi được" in page
    assert [one for one in row.said if html.escape(one) not in page] == []


# --- on its way -----------------------------------------------------------------------------------
def _no_file(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


ROADS: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "no file": lambda: mock.patch.object(TemporaryUploadedFile, "__init__", _no_file),
    "the first piece": lambda: mock.patch.object(
        TemporaryFileUploadHandler, "receive_data_chunk", _no_file
    ),
    "the last piece": lambda: mock.patch.object(
        TemporaryFileUploadHandler, "file_complete", _no_file
    ),
}


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("what", ROWS)
def test_a_large_file_that_finds_no_room_while_it_comes_in(world, settings, what, road):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    row = ROWS[what]
    with ROADS[road]():
        answer, page = sent(row, world)
    assert answer.status_code == 507
    assert "nơi chứa tệp của máy chủ đã đầy hoặc không ghi được" in page
    assert row.name in page
    assert [one for one in row.said if html.escape(one) not in page] == []


@pytest.mark.parametrize("what", ROWS)
@pytest.mark.parametrize("size", [1, 2_500_000])
def test_with_room_each_is_kept(world, settings, what, size):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = size
    row, files = ROWS[what], all_files()
    client = Client()
    client.force_login(getattr(world, row.who))
    answer = row.send(world, client)
    assert answer.status_code == 302, answer.content.decode()
    assert len(all_files() - files) == 1
    assert list(findings(NOON)) == []


# --- what is told meanwhile -----------------------------------------------------------------------
def test_what_a_job_tells_is_no_reason_to_end_it(settings, tmp_path, monkeypatch):
    settings.CACHES = {
        "default": {"BACKEND": "accounts.storage.RoomCache", "LOCATION": str(tmp_path)}
    }
    tell_progress("list-1", 1, 2)
    assert progress_of("list-1").percent == 50
    monkeypatch.setattr("tempfile.mkstemp", _no_file)
    tell_progress("list-2", 1, 2)
    assert progress_of("list-2") is None
    monkeypatch.setattr("builtins.open", _no_file)
    assert progress_of("list-1") is None
