"""Every form whose file is kept, where the disk is full or cannot be written to: a clear word in
Vietnamese, what was typed still there, nothing half kept in database or store."""

from __future__ import annotations

import errno
import html
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from accounts import storage
from accounts.jobs import progress_of, tell_progress
from reading.ocr import engine
from tests.faults.breaking import all_files, all_rows
from tests.tasks.rows import DOCX
from tests.tasks.test_pictures import photo
from tests.test_access import client_of
from tests.test_uploads import files, is_taken, made, media_root, sent, world
from tests.uploads import DOCUMENT, KEPT, LIST, UPLOADS

__all__ = ["files", "made", "media_root", "world"]
pytestmark = [pytest.mark.django_db, pytest.mark.once]  # which database makes no difference

FILM = b"\0\0\0\x18ftypmp42" + bytes(8)
EVIDENCE = "tasks:record_progress"
FILES = [
    *((route, *one.good) for route, one in UPLOADS.items() if one.door in {KEPT, DOCUMENT, LIST}),
    ("intake:new", "quet.png", photo("PNG", size=(60, 40))),
    (EVIDENCE, "bien-ban.docx", DOCX),
    (EVIDENCE, "anh.jpg", photo(size=(60, 40), placed=True)),  # its place is taken out first
    (EVIDENCE, "phim.mp4", FILM),
]
every_file = pytest.mark.parametrize(
    ("route", "name", "content"), FILES, ids=[f"{route} {name}" for route, name, _ in FILES]
)
SAID = "nơi chứa tệp của máy chủ đã đầy hoặc không ghi được"


@pytest.fixture(autouse=True)
def scans(monkeypatch):
    monkeypatch.setattr(engine, "is_available", lambda: True)
    monkeypatch.setattr("intake.jobs.read_scan", mock.Mock())


def refused(world: Any, route: str, name: str, content: bytes) -> Any:
    """The answer to the form; nothing of it is kept, and what was typed stands on its page."""
    upload = UPLOADS[route]
    client = client_of(world, upload.role)
    rows, lying = all_rows(), all_files()
    answer = sent(client, world, route, name, content)
    assert all_rows() == rows, "half written"
    assert all_files() == lying, "a file is left"
    page = answer.content.decode()
    assert SAID in page
    typed = [one for one in upload.said.values() if not one.startswith("@")]
    assert [one for one in typed if html.escape(one) not in page] == []
    return answer


# --- the store ------------------------------------------------------------------------------------
def _half(content: Any, part: Any) -> None:
    part.write(content.read(7))
    raise OSError(errno.ENOSPC, "No space left on device")


def _no_room(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


Fault = Callable[[], AbstractContextManager[Any]]
READ_ONLY = OSError(errno.EROFS, "Read-only file system")
STORES: dict[str, Fault] = {
    "full": lambda: mock.patch.object(storage, "_copy", _half),
    "read-only": lambda: mock.patch.object(storage, "NamedTemporaryFile", side_effect=READ_ONLY),
    "without a folder": lambda: mock.patch.object(
        storage.WholeFileStorage, "_make_folder", side_effect=READ_ONLY
    ),
}
# A large file lies on the disk while its form is read.
ROADS: dict[str, Fault] = {
    "no file": lambda: mock.patch.object(TemporaryUploadedFile, "__init__", _no_room),
    "the first piece": lambda: mock.patch.object(
        TemporaryFileUploadHandler, "receive_data_chunk", _no_room
    ),
    "the last piece": lambda: mock.patch.object(
        TemporaryFileUploadHandler, "file_complete", _no_room
    ),
}


@pytest.mark.parametrize("store", STORES)
@every_file
def test_a_file_that_the_store_cannot_keep(world, route, name, content, store):
    with STORES[store]():
        answer = refused(world, route, name, content)
    assert answer.status_code in {200, 422}


@pytest.mark.parametrize("road", ROADS)
@every_file
def test_a_large_file_that_finds_no_room_while_it_comes_in(
    world, settings, route, name, content, road
):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    with ROADS[road]():
        answer = refused(world, route, name, content)
    assert answer.status_code == 507
    assert name in answer.content.decode()


@every_file
def test_with_room_it_is_kept(world, settings, route, name, content):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    lying = all_files()
    answer = sent(client_of(world, UPLOADS[route].role), world, route, name, content)
    assert is_taken(answer)
    assert len(all_files() - lying) == 1


# --- what is told meanwhile -----------------------------------------------------------------------
def test_what_a_job_tells_is_no_reason_to_end_it(settings, tmp_path, monkeypatch):
    settings.CACHES = {
        "default": {"BACKEND": "accounts.storage.RoomCache", "LOCATION": str(tmp_path)}
    }
    tell_progress("list-1", 1, 2)
    assert progress_of("list-1").percent == 50
    monkeypatch.setattr("tempfile.mkstemp", _no_room)
    tell_progress("list-2", 1, 2)
    assert progress_of("list-2") is None
    monkeypatch.setattr("builtins.open", _no_room)
    assert progress_of("list-1") is None
