"""How long a list of 10,000 units takes, beside the same rows through ``bulk_create``.

``script/benchmark lists`` runs this on SQLite and on PostgreSQL.  Machines differ and have other
things to do, so what counts are the ratios within one run; seconds are printed to be looked at.
"""

from __future__ import annotations

import datetime
import gc
import os
import resource
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import tests.environment  # noqa: F401 (before Django reads its settings)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pccc.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from simple_history.utils import bulk_create_with_history  # noqa: E402

from tests.sheets.made import csv, xlsx  # noqa: E402
from tests.units.taking import read  # noqa: E402
from units.lists.apply import take_list  # noqa: E402
from units.lists.judge import Setting  # noqa: E402
from units.lists.lists import UNITS  # noqa: E402
from units.lists.preview import judge  # noqa: E402
from units.models import Unit, UnitAlias, UnitAncestor, UnitKind  # noqa: E402

ROWS = int(os.environ.get("BENCHMARK_ROWS", "10000"))
ROUNDS = int(os.environ.get("BENCHMARK_ROUNDS", "5"))
SETTING = Setting(at=datetime.datetime(2026, 6, 15, 12, tzinfo=datetime.UTC))
HEADINGS = (
    "Mã đơn vị", "Tên đơn vị", "Tên viết tắt", "Loại", "Đơn vị cấp trên", "Điện thoại",
    "Thư điện tử", "Địa chỉ",
)  # fmt: skip
Lines = list[tuple[str, ...]]


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def province() -> Lines:
    """A tree four steps deep, ten units under each."""
    top = ("T", "UBND tỉnh Lam Giang", "", "UBND tỉnh, thành phố", "", "", "", "")
    rooms = (
        (
            f"DV{n:05}",
            f"Phòng Quản lý công tác số {n}",
            f"P{n}",
            "Phòng",
            "T" if n < 20 else f"DV{n // 10:05}",
            f"0260 {n:07}",
            f"dv{n}@lamgiang.example",
            f"Số {n} đường Hùng Vương",
        )
        for n in range(1, ROWS)
    )
    return [top, *rooms]


def plain(rows: Lines, *, history: bool, links: bool = False, whole: bool = False) -> None:
    """The same rows by Django alone: each one checked, then written level by level.

    ``whole``: each one by ``full_clean``, which asks the database about every row; else only by
    ``clean_fields`` and ``clean``.
    """
    kinds = {kind.name: kind for kind in UnitKind.objects.all()}
    made: dict[str, Unit] = {}
    levels: dict[int, list[tuple[Unit, str]]] = {}
    depth = {"": -1}
    with transaction.atomic():
        for code, name, short, kind, parent, phone, email, address in rows:
            unit = Unit(
                code=code, name=name, short_name=short, kind=kinds[kind], phone=phone,
                email=email, address=address,
            )  # fmt: skip
            if whole:
                unit.full_clean()
            else:
                unit.clean_fields(exclude={"kind", "parent", "successor"})
                unit.clean()
            made[code] = unit
            depth[code] = depth[parent] + 1
            levels.setdefault(depth[code], []).append((unit, parent))
        for _, found in sorted(levels.items()):
            for unit, parent in found:
                unit.parent = made.get(parent)
            units = [unit for unit, _ in found]
            if history:
                bulk_create_with_history(units, Unit, batch_size=500)
            else:
                Unit.objects.bulk_create(units, batch_size=500)
        if links:
            UnitAncestor.objects.bulk_create(links_of(made.values()), batch_size=1000)


def links_of(units: Iterable[Unit]) -> Iterator[UnitAncestor]:
    for unit in units:
        above: Unit | None = unit
        distance = 0
        while above is not None:
            yield UnitAncestor(unit=unit, ancestor=above, distance=distance)
            above, distance = above.parent, distance + 1


def wipe() -> None:
    with connection.cursor() as cursor:
        for model in (UnitAlias, UnitAncestor, Unit.history.model):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
        cursor.execute("UPDATE units_unit SET parent_id = NULL")
        cursor.execute("DELETE FROM units_unit")


def timed(work: Callable[[], object]) -> float:
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure(rows: Lines) -> None:
    table = read(UNITS, csv([HEADINGS, *rows]))
    works: dict[str, Callable[[], object]] = {
        "checked, bulk_create": lambda: plain(rows, history=False),
        "checked, bulk_create with history": lambda: plain(rows, history=True),
        "checked, history and tree links": lambda: plain(rows, history=True, links=True),
        "preview": lambda: judge(UNITS, table, SETTING),
        "write": lambda: take_list(UNITS, table, SETTING),
    }
    took: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            took[name].append(timed(work))
            wipe()
    middle = {name: statistics.median(found) for name, found in took.items()}
    for name, seconds in middle.items():
        say(f"  {name:36} {seconds:6.2f} s")
    ours = middle["preview"] + middle["write"]
    for name in list(works)[:3]:
        say(f"  preview + write : {name:36} {ours / middle[name]:5.2f}")


def measure_reading(rows: Lines) -> None:
    for name, data in (("csv", csv([HEADINGS, *rows])), ("xlsx", xlsx([HEADINGS, *rows]))):
        seconds = timed(partial(read, UNITS, data))
        say(f"  reading the .{name:31} {seconds:6.2f} s")


def measure_whole_cleaning(rows: Lines) -> None:
    seconds = timed(lambda: plain(rows, history=False, whole=True))
    say(f"  {'full_clean, bulk_create':36} {seconds:6.2f} s (once)")
    wipe()


def measure_again(rows: Lines) -> None:
    """The same file a second time, and every name changed."""
    table = read(UNITS, csv([HEADINGS, *rows]))
    renamed = [(row[0], f"{row[1]} mới", *row[2:]) for row in rows]
    changed = read(UNITS, csv([HEADINGS, *renamed]))
    take_list(UNITS, table, SETTING)
    say(f"  {'write, nothing changed':36} {timed(lambda: take_list(UNITS, table, SETTING)):6.2f} s")
    say(f"  {'write, all changed':36} {timed(lambda: take_list(UNITS, changed, SETTING)):6.2f} s")
    wipe()


def measure_memory(rows: Lines) -> None:
    data = csv([HEADINGS, *rows])
    for name, take in (("preview", judge), ("write", take_list)):
        gc.collect()
        tracemalloc.start()
        take(UNITS, read(UNITS, data), SETTING)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        wipe()
        say(f"  {name + ', most memory in use':36} {peak / 2**20:6.1f} MB, file and rows included")
    say(f"  {'whole process at its largest':36} {_resident():6.0f} MB")


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_queries(rows: Lines) -> None:
    for few in (rows[: len(rows) // 2], rows):
        table = read(UNITS, csv([HEADINGS, *few]))
        counts = []
        for take in (judge, take_list):
            with CaptureQueriesContext(connection) as queries:
                take(UNITS, table, SETTING)
            counts.append(len(queries))
        wipe()
        say(f"  queries for {len(few):6} rows: preview {counts[0]}, write {counts[1]}")


@contextmanager
def database() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="pccc-benchmark-") as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "db.sqlite3")
        name = str(connection.settings_dict["NAME"])
        connection.creation.create_test_db(verbosity=0, serialize=False)
        try:
            yield connection.vendor
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def main() -> int:
    rows = province()
    with database() as vendor:
        say(f"{vendor}, {len(rows)} units, the middle of {ROUNDS} rounds")
        measure(rows)
        measure_reading(rows)
        measure_again(rows)
        measure_whole_cleaning(rows)
        measure_queries(rows)
        measure_memory(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
