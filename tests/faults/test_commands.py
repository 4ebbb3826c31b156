"""Every command that writes, broken off at its writes: what agrees still agrees, and running it
again brings it to its end without doing anything twice."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from intake.models import Intake
from pccc.integrity import findings
from reading.ocr import engine
from tests.architecture import ROOT
from tests.factories import TODAY
from tests.faults.breaking import all_rows, broken_at
from tests.faults.cases import _due
from tests.faults.world import NOON, World
from tests.intake.samples import PLAN
from tests.intake.scans import typed_page
from tests.sheets.made import HEADINGS, csv
from tests.worlds import kept

EVERY_WRITE = os.environ.get("EVERY_WRITE") == "1"
Command = Callable[[World, Path], list[str]]

# Commands that write nothing, and two that only fill an installation for show: broken off they are
# run again in an empty one.  tests/pccc/test_backup.py breaks off the other two.
ELSEWHERE = {"backup", "restore"}
WITHOUT = {
    "check_integrity",
    "compliance_report",
    "migrate",
    "plan_document",
    "read_plan",
    "seed_demo",
    "seed_scale",
}


def _file(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    return str(folder / name)


def _daily(w: World, folder: Path) -> list[str]:
    _due(w)
    return ["daily"]


def _scan(w: World, folder: Path) -> list[str]:
    row = w.brought()
    Intake.objects.filter(pk=row.pk).update(reading="waiting", pages_total=1)
    return ["read_scans"]


def _units(w: World, folder: Path) -> list[str]:
    rows = [("P9", "Phòng Chín", "Phòng", "STN"), ("P10", "Phòng Mười", "Phòng", "P9")]
    return ["import_units", _file(folder, "dv.csv", csv([HEADINGS, *rows]))]


def _people(w: World, folder: Path) -> list[str]:
    heads = ("Tên đăng nhập", "Họ và tên", "Đơn vị", "Vai trò")
    rows = [("moi", "Nguyễn Mới", "STN", "Chuyên viên"), ("ca", "Lê Cả", "STN", "Lãnh đạo")]
    return ["import_people", _file(folder, "nguoi.csv", csv([heads, *rows]))]


def _groups(w: World, folder: Path) -> list[str]:
    rows = [("Khối phòng mới", "STN", f"{w.room.code}; {w.other.code}")]
    heads = ("Tên nhóm", "Cơ quan", "Các đơn vị")
    return ["import_groups", _file(folder, "nhom.csv", csv([heads, *rows]))]


COMMANDS: dict[str, Command] = {
    "createadmin": lambda w, folder: [
        "createadmin",
        "--username=qt",
        "--full-name=Quản Trị",
        "--email=qt@example.gov.vn",
        "--unit=STN",
    ],
    "daily": _daily,
    "fill_holidays": lambda w, folder: ["fill_holidays", "--years", "2027", "2028"],
    "import_units": _units,
    "import_people": _people,
    "import_groups": _groups,
    "import_plan": lambda w, folder: [
        "import_plan",
        _file(folder, "kh.txt", PLAN.encode()),
        "--issuer=STN",
        "--past=overdue",
    ],
    "read_scans": _scan,
}


def commands() -> set[str]:
    return {
        path.stem
        for path in ROOT.glob("*/management/commands/*.py")
        if not path.stem.startswith("_")
    }


def test_every_command_is_known():
    assert commands() - WITHOUT - ELSEWHERE == set(COMMANDS)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    with kept(django_db_blocker, tmp_path_factory.mktemp("made")):
        yield World.make()


@pytest.fixture
def world(made, db, monkeypatch, settings, on_day) -> World:
    on_day(TODAY)
    monkeypatch.setenv("PCCC_ADMIN_PASSWORD", "Cau-vong-2027")
    monkeypatch.setattr(engine, "is_available", lambda: True)
    monkeypatch.setattr(engine, "recognise", lambda *_: typed_page(PLAN))
    return made


def run(name: str, world: World, folder: Path, number: int) -> tuple[int, str, Counter[str]]:
    """The command with its write of that number failing, and once more without: how many writes
    there were, which kind failed, and how many rows each table has in the end."""
    with transaction.atomic():
        world.refresh()
        mail.outbox = []
        arguments = COMMANDS[name](world, folder)
        try:
            with broken_at(number) as count:
                call_command(*arguments, stdout=StringIO(), stderr=StringIO())
        except (Error, OSError, CommandError):
            assert count.kind
        # What a command does beside its transactions is committed write by write.
        connection.set_rollback(False)
        assert list(findings(NOON)) == []
        if count.kind:
            call_command(*arguments, stdout=StringIO(), stderr=StringIO())
            assert list(findings(NOON)) == []
        twice = Counter(address for letter in mail.outbox for address in letter.to)
        assert max(twice.values(), default=1) == 1, "a letter went out twice"
        rows = Counter({table: len(found) for table, found in all_rows().items()})
        transaction.set_rollback(True)
    return count.writes, count.kind, rows


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_is_broken_off_is_run_again(name, world, tmp_path, media_root):
    writes, _, whole = run(name, world, tmp_path, 0)
    assert writes, "this case writes nothing"
    numbers = range(1, writes + 1) if EVERY_WRITE else {1, (writes + 1) // 2, writes}
    for number in sorted(numbers):
        _, kind, rows = run(name, world, tmp_path, number)
        assert kind, f"write {number} of {writes} did not come"
        assert rows == whole, f"write {number}"
