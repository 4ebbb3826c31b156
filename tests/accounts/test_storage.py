"""A file is in the store whole, or not at all."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from accounts import storage
from accounts.storage import FileNotKept, undoing_files


class FullDisk(ContentFile):
    """Gives one part of a file, and then there is no room for the next."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"the first part"
        raise OSError(errno.ENOSPC, "No space left on device")


def everything(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_file_comes_back_as_it_was(media_root):
    name = default_storage.save("plans/ab/cd", ContentFile(b"x" * 70_000))
    assert name == "plans/ab/cd"
    with default_storage.open(name) as file:
        assert file.read() == b"x" * 70_000
    assert everything(media_root) == [media_root / "plans" / "ab" / "cd"]


def test_a_second_file_of_one_name_gets_a_place_of_its_own(media_root):
    first = default_storage.save("plans/ab", ContentFile(b"1"))
    second = default_storage.save("plans/ab", ContentFile(b"2"))
    assert first != second
    assert len(everything(media_root)) == 2


def test_a_full_disk_leaves_nothing_behind_and_says_so(media_root):
    with pytest.raises(FileNotKept, match="đã đầy hoặc không ghi được"):
        default_storage.save("plans/ab/cd", FullDisk(b""))
    assert everything(media_root) == []


def test_a_store_that_cannot_be_written_to_says_so(media_root, monkeypatch):
    def read_only(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(storage, "NamedTemporaryFile", read_only)
    with pytest.raises(FileNotKept):
        default_storage.save("plans/ab/cd", ContentFile(b"x"))
    assert everything(media_root) == []


def test_a_move_that_fails_leaves_nothing_behind(media_root, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("django.core.files.storage.filesystem.file_move_safe", broken)
    with pytest.raises(FileNotKept):
        default_storage.save("plans/ab/cd", ContentFile(b"x"))
    assert everything(media_root) == []


def test_a_file_that_was_read_before_is_written_from_its_beginning(media_root):
    file: File = ContentFile(b"0123456789")
    file.read(4)
    with default_storage.open(default_storage.save("x", file)) as kept:
        assert kept.read() == b"0123456789"


# --- a file and its row ---------------------------------------------------------------------------
def write_and_fail(*names: str, is_through: bool = False) -> None:
    with undoing_files() as files:
        for name in names:
            default_storage.save(name, ContentFile(b"1"))
        files.is_through = is_through
        raise ValueError("halt")


def test_a_change_that_fails_takes_its_files_along(media_root):
    default_storage.save("before", ContentFile(b"1"))
    with pytest.raises(ValueError, match="halt"):
        write_and_fail("in/it", "in/another")
    assert everything(media_root) == [media_root / "before"]


def test_what_a_change_inside_another_wrote_goes_with_the_outer_one(media_root):
    def outer() -> None:
        with undoing_files():
            with undoing_files() as inner:
                default_storage.save("inner", ContentFile(b"1"))
                inner.is_through = True
            raise ValueError("halt")

    with pytest.raises(ValueError, match="halt"):
        outer()
    assert everything(media_root) == []


def test_a_commit_that_fails_may_have_reached_the_database_so_the_file_stays(media_root):
    with pytest.raises(ValueError, match="halt"):
        write_and_fail("kept", is_through=True)
    assert everything(media_root) == [media_root / "kept"]


def test_a_file_that_cannot_be_taken_away_hides_no_error(media_root, monkeypatch, caplog):
    def broken(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(default_storage, "delete", broken)
    with pytest.raises(ValueError, match="halt"):
        write_and_fail("kept")
    assert "A file without a row stays in the store: kept" in caplog.text
