"""How PostgreSQL runs the ten heaviest queries of the pages: ``script/benchmark explain``.

Fills a PostgreSQL of its own as ``script/benchmark pages`` does, opens each of its pages, has every
query explained as it runs, and prints the heaviest as Markdown: docs/explain.md.  With ``--filled``
the database that TEST_DATABASE_URL names is asked as it is.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

import tests.environment  # noqa: F401 (before Django reads its settings)
from tests.benchmarks.pages import create_database, pages
from tests.postgres import started

HEAVIEST, LINES, TRIES = 10, 30, 3
_COLUMNS = re.compile(r'(?:"\w+"\."\w+"(?: AS "\w+")?, ){3,}')
_LITERAL = re.compile(r"'[^']*'|\b\d+\b")


class Explained(NamedTuple):
    """A query of a page: milliseconds to run, what it read, its text and its plan."""

    ms: float
    planning: float
    blocks: int
    page: str
    sql: str
    plan: str


def explained() -> Iterator[Explained]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User

    for page in pages():
        if page.form:
            continue
        client = Client()
        client.force_login(User.objects.get(username=page.username))
        client.get(page.path)
        with CaptureQueriesContext(connection) as asked:
            client.get(page.path)
        for query in asked:
            sql = query["sql"].strip()
            if sql.lstrip("(").startswith(("SELECT", "WITH")):
                yield explain(connection, page.name, sql)


def explain(connection: Any, page: str, sql: str) -> Explained:
    """The quickest of some runs: the first may read from the disk."""
    found = []
    with connection.cursor() as cursor:
        for _ in range(TRIES):
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, COSTS OFF) {sql}")
            lines = [line for (line,) in cursor.fetchall()]
            found.append(Explained(*_figures(lines), page, sql, "\n".join(lines)))
    return min(found)


def _figures(lines: list[str]) -> tuple[float, float, int]:
    text = "\n".join(lines)
    run, plan = (
        float(re.findall(rf"{what} Time: ([\d.]+)", text)[0]) for what in ("Execution", "Planning")
    )
    blocks = re.search(r"shared hit=(\d+)(?: read=(\d+))?", text)
    return run, plan, sum(int(one or 0) for one in blocks.groups()) if blocks else 0


def heaviest(found: Iterator[Explained]) -> list[Explained]:
    """The heaviest queries, each shape once: for whom it takes longest."""
    by_shape: dict[str, Explained] = {}
    for one in found:
        shape = _LITERAL.sub("?", one.sql)
        if shape not in by_shape or by_shape[shape] < one:
            by_shape[shape] = one
    return sorted(by_shape.values(), reverse=True)[:HEAVIEST]


def as_markdown(found: list[Explained]) -> Iterator[str]:
    yield "# The ten heaviest queries of the pages\n"
    yield "Made by `script/benchmark explain`; not edited by hand. What a page costs as a whole is"
    yield "in [performance.md](performance.md).\n"
    for place, one in enumerate(found, start=1):
        yield f"## {place}. {one.page}\n"
        times = f"{one.ms:.1f} ms to run, {one.planning:.1f} ms to plan"
        yield f"{times}, {one.blocks:,} blocks read.\n"
        yield f"```sql\n{_shortened(one.sql)}\n```\n"
        lines = [line[:160] for line in one.plan.splitlines()]
        told = lines if len(lines) <= LINES else [*lines[:LINES], "…"]
        yield "\n".join(["```", *told, "```", ""])


def _shortened(sql: str) -> str:
    """The query without the columns that it fetches: what it costs lies elsewhere."""
    short = _COLUMNS.sub("… ", sql)
    return short if len(short) <= 1500 else f"{short[:1500]} …"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignments", type=int, default=100_000)
    parser.add_argument("--filled", action="store_true")
    options = parser.parse_args()
    if not options.filled:
        fill_and_ask(options.assignments)
        return
    import django

    django.setup()
    sys.stdout.write("\n".join(as_markdown(heaviest(explained()))))


def fill_and_ask(assignments: int) -> None:
    with started() as database:
        create_database(database.url)
        environment = os.environ | {
            "TEST_DATABASE_URL": database.url,
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        }
        manage = [sys.executable, "manage.py"]
        for command in (["migrate", "-v0"], ["seed_scale", f"--assignments={assignments}"]):
            subprocess.run(
                [*manage, *command], env=environment, stdout=subprocess.DEVNULL, check=True
            )
        itself = [sys.executable, "-m", "tests.benchmarks.explain", "--filled"]
        subprocess.run(itself, env=environment, check=True)


if __name__ == "__main__":
    main()
