"""A backup holds every row and file; what comes out of it is the same, on either database."""

import datetime
import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import User
from pccc.backup import MANIFEST, BackupRefused, back_up, restore
from tasks.models import Assignment, Evidence, ProgressEntry
from tests.factories import AssignmentFactory, UnitFactory, UserFactory
from tests.faults.breaking import all_files, all_rows, broken_at
from units.models import Unit

AT = datetime.datetime(2026, 6, 15, 12, tzinfo=datetime.UTC)
ROOT = Path(__file__).parents[2]
EVERY_WRITE = os.environ.get("EVERY_WRITE") == "1"
pytestmark = pytest.mark.django_db(transaction=True)


def silent(_words: str) -> None:
    pass


def tables(folder: Path) -> dict:
    return json.loads((folder / MANIFEST).read_text())["tables"]


@pytest.fixture
def filled() -> Evidence:
    """A tree, people with history, work, a file with an odd name and text in every script."""
    UnitFactory(name="Phòng “Kỹ thuật” & 消防 🚒")
    by = UserFactory(full_name="Nguyễn Thị Ánh")
    note = "dòng 1\ndòng 2\t\\ \"'"
    entry = ProgressEntry.objects.create(
        assignment=AssignmentFactory(), note=note, on=AT.date(), by=by
    )
    evidence = Evidence(
        entry=entry, name="ảnh 1.jpg", sha256="ab" * 32, size=3, media_type="image/jpeg"
    )
    evidence.file.save("anh.jpg", ContentFile(b"\x00\xff\x01"), save=False)
    evidence.save()
    return evidence


@pytest.fixture
def emptied(filled: Evidence, tmp_path: Path) -> Path:
    """A backup of what was there, and an installation as ``migrate`` leaves it."""
    back_up(tmp_path / "first", at=AT, say=silent)
    call_command("flush", interactive=False, verbosity=0)
    default_storage.delete(str(filled.file.name))
    return tmp_path / "first"


def test_what_comes_back_is_the_same_row_by_row_and_byte_by_byte(emptied, tmp_path):
    told = restore(emptied, say=silent)
    again = back_up(tmp_path / "again", at=AT, say=silent)
    assert (tmp_path / "again" / MANIFEST).read_bytes() == (emptied / MANIFEST).read_bytes()
    assert (told.rows, told.files, told.missing) == (again.rows, again.files, ())
    assert told.files == 1
    with Evidence.objects.get().file.open() as file:
        assert file.read() == b"\x00\xff\x01"


def test_new_rows_take_new_numbers_afterwards(emptied):
    restore(emptied, say=silent)
    highest = max(Unit.objects.values_list("pk", flat=True))
    assert UnitFactory().pk > highest


def test_from_one_database_to_the_other_and_back(emptied, tmp_path):
    """By way of an SQLite of its own, whichever database these tests run on."""
    environment = os.environ | {
        "TEST_DATABASE_URL": "",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite3'}",
        "MEDIA_ROOT": str(tmp_path / "other-media"),
        "PCCC_TESTING": "1",
    }

    def manage(*words: str) -> None:
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        subprocess.run(command, env=environment, check=True, capture_output=True)

    manage("migrate", "--verbosity=0")
    manage("restore", str(emptied))
    manage("backup", str(tmp_path / "other"))
    assert tables(tmp_path / "other") == tables(emptied)
    restore(tmp_path / "other", say=silent)
    back_up(tmp_path / "last", at=AT, say=silent)
    assert tables(tmp_path / "last") == tables(emptied)


@pytest.mark.parametrize("spoilt", ["rows/units.unit.jsonl", "files"])
def test_a_spoilt_backup_is_refused_and_nothing_is_written(emptied, spoilt):
    path = emptied / spoilt
    if path.is_dir():
        path = next(one for one in path.rglob("*") if one.is_file())
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BackupRefused, match="đã bị thay đổi"):
        restore(emptied, say=silent)
    assert not Unit.objects.exists()


def test_a_backup_that_was_cut_off_is_refused(emptied):
    (emptied / MANIFEST).unlink()
    with pytest.raises(BackupRefused, match="trọn vẹn"):
        restore(emptied, say=silent)


def test_a_backup_that_finds_no_room_says_so_and_is_refused_later(filled, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pccc.backup._copied", full)
    with pytest.raises(CommandError, match=r"Chưa sao lưu được: .*No space left"):
        call_command("backup", tmp_path / "half")
    call_command("flush", interactive=False, verbosity=0)
    with pytest.raises(CommandError, match="không phải là một bản sao lưu trọn vẹn"):
        call_command("restore", tmp_path / "half")


def test_a_restore_that_is_broken_off_is_begun_again(emptied):
    """At the first of its writes, in the middle, at the last; ``EVERY_WRITE`` at each."""
    rows = all_rows()
    with pytest.raises(CommandError), broken_at(1) as count:
        call_command("restore", emptied)
    assert (count.kind, all_rows(), all_files()) == ("file", rows, set())
    with broken_at(0) as count, transaction.atomic():
        restore(emptied, say=silent)
        transaction.set_rollback(True)
    numbers = {2, count.writes // 2, count.writes}
    for number in sorted(range(2, count.writes + 1) if EVERY_WRITE else numbers):
        with pytest.raises(CommandError, match="Chưa khôi phục được"), broken_at(number) as count:
            call_command("restore", emptied)
        assert (count.kind, all_rows()) == ("database", rows)
    call_command("restore", emptied)
    with Evidence.objects.get().file.open() as file:
        assert file.read() == b"\x00\xff\x01"


def test_a_backup_of_another_version_is_refused(emptied):
    manifest = json.loads((emptied / MANIFEST).read_text())
    manifest["migrations"].remove("units.0001_initial")
    (emptied / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(BackupRefused, match=r"units\.0001_initial"):
        restore(emptied, say=silent)


def test_an_installation_with_data_is_not_overwritten(filled, tmp_path):
    back_up(tmp_path / "copy", at=AT, say=silent)
    with pytest.raises(CommandError, match="đã có dữ liệu"):
        call_command("restore", tmp_path / "copy")
    assert Assignment.objects.count() == 1


def test_a_folder_with_files_in_it_is_not_written_to(filled, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note.txt").write_text("mine")
    with pytest.raises(CommandError, match="thư mục trống"):
        call_command("backup", tmp_path / "full")
    assert [one.name for one in (tmp_path / "full").iterdir()] == ["note.txt"]


def test_a_file_that_is_missing_is_named(filled, tmp_path, capsys):
    default_storage.delete(str(filled.file.name))
    call_command("backup", tmp_path / "copy")
    assert filled.file.name in capsys.readouterr().err
    told = json.loads((tmp_path / "copy" / MANIFEST).read_text())
    assert told["missing"] == [filled.file.name]


def test_sessions_stay_behind(filled, client, tmp_path):
    client.force_login(User.objects.first())
    back_up(tmp_path / "copy", at=AT, say=silent)
    assert "sessions.session" not in tables(tmp_path / "copy")
    assert connection.vendor == json.loads((tmp_path / "copy" / MANIFEST).read_text())["database"]
