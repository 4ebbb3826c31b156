"""Where uploaded files lie: a file is there whole, or not at all; and not without the row that it
was written for.  And what is done where there is no room for one."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.core.cache.backends.filebased import FileBasedCache
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest

logger = logging.getLogger(__name__)

PART = ".part-"  # what the name of a file begins with while it is being written


class FileNotKept(ValidationError):
    """The store is full or cannot be written to; nothing of the file is left behind."""

    def __init__(self) -> None:
        super().__init__(
            "Chưa lưu được tệp: nơi chứa tệp của máy chủ đã đầy hoặc không ghi được. Nội dung bạn"
            " nhập vẫn còn trên trang; hãy báo người quản trị, rồi chọn lại tệp và lưu lần nữa.",
            code="store",
        )


class Written:
    """The files that a change has written.  ``is_through``: the change itself went well, and what
    fails from now on is its commit, of which one cannot say whether it reached the database."""

    def __init__(self) -> None:
        self.files: list[tuple[Storage, str]] = []
        self.is_through = False


_written: ContextVar[Written | None] = ContextVar("written", default=None)


@contextmanager
def undoing_files() -> Iterator[Written]:
    """Takes the files that are written in the block away again when it fails.

    It stands around the transaction.  Where a commit fails they stay: the row may be there, and
    ``check_integrity`` finds a file that nobody owns.
    """
    outer, own = _written.get(), Written()
    token = _written.set(own)
    try:
        yield own
    except BaseException:
        if own.is_through:
            _hand_on(own, outer)
        else:
            for storage, name in own.files:
                _take_away(storage, name)
        raise
    else:
        _hand_on(own, outer)
    finally:
        _written.reset(token)


def _hand_on(own: Written, outer: Written | None) -> None:
    if outer is not None:
        outer.files += own.files


def _take_away(storage: Storage, name: str) -> None:
    try:
        storage.delete(name)
    except OSError:
        logger.exception("A file without a row stays in the store: %s", name)


class UndoableStorage(Storage):
    """Tells a change that fails which files it has to take away again."""

    def save(self, name: str | None, content: IO[bytes], max_length: int | None = None) -> str:
        kept = super().save(name, content, max_length)
        if (written := _written.get()) is not None:
            written.files.append((self, kept))
        return kept


class WholeFileStorage(UndoableStorage, FileSystemStorage):
    """Writes beside the place first and then moves: a full disk, or a server that stops, leaves
    neither half a file under a real name nor a row that points at one."""

    def _save(self, name: str, content: File[bytes]) -> str:
        place = Path(self.path(name)).parent
        try:
            self._make_folder(place)
            with NamedTemporaryFile(dir=place, prefix=PART, delete=False) as part:
                try:
                    _copy(content, part)
                    # Django moves a file that has a path of its own, and takes a free name for it.
                    kept: str = super()._save(name, _Written(part.name))  # type: ignore[misc]  # not in its stub
                    return kept
                finally:
                    Path(part.name).unlink(missing_ok=True)
        except OSError as error:
            raise FileNotKept from error

    def is_writable(self) -> bool:
        """Whether files can be kept here; where the folder is not made yet, beside it."""
        place = Path(self.location)
        while not place.exists() and place != place.parent:
            place = place.parent
        return os.access(place, os.W_OK | os.X_OK)

    def _make_folder(self, folder: Path) -> None:
        mode = self.directory_permissions_mode or 0o777
        folder.mkdir(mode=mode, parents=True, exist_ok=True)


class _Written(File[bytes]):
    """A file that lies on the disk already."""

    def __init__(self, path: str) -> None:
        super().__init__(None, name=path)
        self._path = path

    def temporary_file_path(self) -> str:
        return self._path


def _copy(content: File[bytes], part: IO[bytes]) -> None:
    content.seek(0)
    for chunk in content.chunks():
        part.write(chunk)
    part.flush()
    os.fsync(part.fileno())


def kept_file(file: FieldFile, name: str, media_type: str | None = None) -> FileResponse:
    """A kept file, byte for byte: always saved, never run or shown by the browser; of the kind that
    its name says, where no other is given.  Raises Http404 where the store has it no more."""
    try:
        content = file.open("rb")
    except FileNotFoundError as error:
        raise Http404("Tệp không còn trong kho lưu trữ.") from error
    return FileResponse(content, as_attachment=True, filename=name, content_type=media_type)


# --- where there is no room -----------------------------------------------------------------------
class RoomUploadHandler(TemporaryFileUploadHandler):
    """A large file waits on the disk until its form has been read.  Where it cannot, the rest of
    the form is read all the same, and the request knows of the file (``files_without_room``)."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            raise self._skipped() from error

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        try:
            return super().receive_data_chunk(raw_data, start)
        except OSError as error:
            raise self._skipped() from error

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        try:
            return super().file_complete(file_size)
        except OSError:  # what was not yet written found no room
            self._skipped()
            return None

    def _skipped(self) -> SkipFile:
        if file := vars(self).pop("file", None):
            with suppress(OSError):
                file.close()
        files_without_room(self.request).append(self.file_name or "")
        return SkipFile()


def files_without_room(request: HttpRequest | None) -> list[str]:
    """The names of the files of a form that could not be read for want of room."""
    names: list[str] = vars(request).setdefault("_files_without_room", [])
    return names


class RoomCache(FileBasedCache):
    """Where there is no room nothing is kept: what a job tells comes later, a picture is made
    anew."""

    def set(self, *args: Any, **kwargs: Any) -> None:
        with suppress(OSError):
            super().set(*args, **kwargs)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except OSError:
            return default
