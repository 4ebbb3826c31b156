"""Statements are counted by batches, never by rows."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.sheets.made import csv
from tests.units.taking import preview_units, read_unit_table, take_units
from units.lists import bulk
from units.lists.outcomes import RowOutcome

pytestmark = pytest.mark.django_db
HEADINGS = ("Mã đơn vị", "Tên đơn vị", "Loại", "Đơn vị cấp trên", "Tên gọi khác")


def table(count, name="Phòng", top=""):
    rooms = [(f"P{n}", f"{name} {n}", "Phòng", top or "T", f"{name} số {n}") for n in range(count)]
    tops = [("T", "UBND tỉnh", "", "", ""), ("U", "UBND tỉnh khác", "", "", "")]
    return read_unit_table(csv([HEADINGS, *tops, *rooms]))


def statements(work):
    with CaptureQueriesContext(connection) as queries:
        work()
    return [query["sql"] for query in queries.captured_queries]


def test_a_preview_asks_a_few_things_whatever_the_length():
    for count in (10, 400):
        asked = statements(lambda count=count: preview_units(table(count)))
        # What was said before of columns and of words; kinds, units, other names.
        assert len(asked) == 5
        assert all(sql.startswith("SELECT") for sql in asked)


@pytest.mark.parametrize("stage", ["new", "renamed", "moved", "same"])
def test_within_a_batch_twice_the_rows_take_the_same_statements(stage):
    lists = {
        "new": table,
        "renamed": lambda count: table(count, "Ban"),
        "moved": lambda count: table(count, top="U"),
        "same": table,
    }

    def count_of(rows):
        with transaction.atomic():
            if stage != "new":
                take_units(table(rows))
            found = statements(lambda: take_units(lists[stage](rows)))
            assert preview_units(lists[stage](rows)).counts[RowOutcome.SAME] == rows + 2
            transaction.set_rollback(True)
        return len(found)

    assert count_of(15) == count_of(30)


def test_batches_are_what_is_counted(monkeypatch):
    monkeypatch.setattr(bulk, "_AT_ONCE", 10)
    monkeypatch.setattr(bulk, "_LINKS_AT_ONCE", 20)

    def count(sql_begins, rows):
        found = statements(lambda: take_units(table(rows)))
        return len([sql for sql in found if sql.startswith(sql_begins)])

    # 42 units in batches of 10, then 20 new ones; 82 links in batches of 20.
    assert count('INSERT INTO "units_historicalunit"', 40) == 5
    assert count('INSERT INTO "units_unitancestor"', 60) == 2
