"""An import that is killed in the middle leaves nothing behind, on either database."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.architecture import ROOT
from tests.environment import ENVIRONMENT
from tests.sheets.made import HEADINGS, csv
from tests.units.taking import preview_units, read_unit_table, take_units
from units.actions import ensure_standard_kinds
from units.lists.outcomes import RowOutcome
from units.models import Unit, UnitAncestor

ROOMS = [("SO", "Sở", "Sở", ""), *[(f"P{n}", f"Phòng {n}", "Phòng", "SO") for n in range(400)]]


def address():
    """How another process reaches the database of this test."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    server, _, query = ENVIRONMENT["DATABASE_URL"].partition("?")
    return f"{server.rpartition('/')[0]}/{name}?{query}"


@pytest.fixture
def killed(transactional_db, tmp_path):
    """A list of which every row was written when its import was killed."""
    ensure_standard_kinds()
    file = tmp_path / "ds.csv"
    file.write_bytes(csv([HEADINGS, *ROOMS]))
    with subprocess.Popen(
        [sys.executable, "-m", "tests.units.broken_off", str(file)],
        cwd=ROOT,
        env=os.environ | {"TEST_DATABASE_URL": address()},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        told = process.stdout.readline()
        # Meanwhile the rows are seen by nobody else, and a look needs no lock that is held.
        seen = Unit.objects.count()
        looked = preview_units(read_unit_table(file.read_bytes()))
        process.kill()
    return file.read_bytes(), told, seen, looked


def test_nothing_is_left_and_the_next_import_goes_through(killed):
    data, told, seen, looked = killed
    assert told == f"written {len(ROOMS)}\n"
    assert seen == 0
    assert looked.counts[RowOutcome.NEW] == len(ROOMS)

    assert not Unit.objects.exists()
    assert not Unit.history.exists()
    assert not UnitAncestor.objects.exists()

    take_units(read_unit_table(data))
    assert Unit.objects.count() == len(ROOMS)
    assert UnitAncestor.objects.count() == 2 * len(ROOMS) - 1
