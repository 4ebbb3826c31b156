"""What the pages cost at a province's size: ``script/benchmark pages --assignments 10000 100000``.

Starts a PostgreSQL and gunicorn of its own for each size, signs in as the people of an agency and
of a province, and prints for each page the processor time of program and database, queries, bytes,
and how long one client and eight at once wait.  The floor (``floor.py``) and a loop of plain Python
are measured in the same run: machines differ, and their ratios do so less.
"""

from __future__ import annotations

import argparse
import http.client
import io
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg2

import tests.environment  # noqa: F401 (before Django reads its settings)
from tests.postgres import maintenance, started

SIZES = (10_000, 100_000)
ROUNDS, CLIENTS = 20, 8
PORT = 8765
TICKS = os.sysconf("SC_CLK_TCK")
HEADER = (
    "page",
    "app ms",
    "db ms",
    "floors",
    "queries",
    "kB",
    "1: median",
    "95 %",
    "8: median",
    "95 %",
)
WIDTHS = (44, 8, 8, 8, 8, 8, 10, 8, 10, 8)


def say(*cells: object) -> None:
    words = "".join(str(cell).ljust(width) for cell, width in zip(cells, WIDTHS, strict=False))
    sys.stdout.write(words.rstrip() + "\n")
    sys.stdout.flush()


# --- processes ------------------------------------------------------------------------------------
def cpu_below(root: int) -> float:
    """Seconds of processor time of a process and all below it, those that have ended included."""
    stats = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        stats[int(entry.parent.name)] = (int(fields[1]), [int(one) for one in fields[11:15]])
    below, rest = {root}, set(stats)
    while grown := {pid for pid in rest - below if stats[pid][0] in below}:
        below |= grown
    return sum(sum(stats[pid][1]) for pid in below if pid in stats) / TICKS


def memory_of_workers(root: int) -> tuple[float, float]:
    """The largest memory of a worker in megabytes: resident, and its share of it (what it holds
    together with others counts in parts)."""
    children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    told = "".join(Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in children)
    resident, share = (
        max(int(size) for size in re.findall(rf"^{kind}:\s+(\d+)", told, re.MULTILINE)) / 1024
        for kind in ("Rss", "Pss")
    )
    return resident, share


@contextmanager
def gunicorn() -> Iterator[int]:
    """The program, served by two workers; gives the process id of their parent."""
    command = [sys.executable, "-m", "gunicorn", "pccc.wsgi", "--config=deploy/gunicorn.conf.py"]
    options = (f"--bind=127.0.0.1:{PORT}", "--workers=2", "--log-level=error")
    process = subprocess.Popen([*command, *options])
    try:
        wait_for_server()
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def wait_for_server() -> None:
    for _ in range(300):
        try:
            if Client().get("/suc-khoe/")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start")


# --- a person with a browser ----------------------------------------------------------------------
class Client:
    """One kept connection with its cookies."""

    def __init__(self, cookies: dict[str, str] | None = None) -> None:
        self.cookies = dict(cookies or {})
        self._connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form | {"csrfmiddlewaretoken": self.cookies["csrftoken"]})
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read()

    def get(self, path: str) -> tuple[int, bytes]:
        return self.ask("GET", path)

    def sign_in(self, username: str, password: str) -> Client:
        self.get("/dang-nhap/")
        status, _ = self.ask("POST", "/dang-nhap/", {"username": username, "password": password})
        if status != 302:
            raise PermissionError(f"{username} cannot sign in: {status}")
        return self


@dataclass(frozen=True)
class Page:
    """A page as one person opens it, or the form that is sent from it."""

    name: str
    username: str
    path: str
    form: bool = False


def progress_form(page: bytes) -> dict[str, str]:
    """What the form of progress on an assignment's page sends, its hidden fields as they stand."""
    text = page.decode()
    start = text.index('/tien-do/"')
    part = text[start : text.index("</form>", start)]
    hidden = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', part)
    return dict(hidden) | {"percent": "45", "note": "Đã triển khai thêm một bước."}


def open_page(client: Client, page: Page) -> tuple[float, int]:
    """How long the person waits, in milliseconds, and how many bytes came.  Raises ValueError where
    the answer is not the one wanted."""
    form = progress_form(client.get(page.path)[1]) if page.form else None
    begun = time.perf_counter()
    if form is None:
        status, body = client.get(page.path)
    else:
        status, body = client.ask("POST", f"{page.path}tien-do/", form)
    taken = (time.perf_counter() - begun) * 1000
    if status != (302 if page.form else 200):
        raise ValueError(f"{page.name}: {status}")
    return taken, len(body)


# --- measuring ------------------------------------------------------------------------------------
def calibration() -> float:
    """Milliseconds of processor time of a loop that is the same everywhere."""
    begun = time.process_time()
    sum(number * number % 7 for number in range(2_000_000))
    return (time.process_time() - begun) * 1000


def measure(page: Page, *, server: int, postgres: int, queries: int, floor: float) -> float:
    """Prints what a page costs, beside ``floor`` (0 where it is the floor itself); gives the
    milliseconds of program and database."""
    from demo.scale import PASSWORD

    client = Client().sign_in(page.username, PASSWORD)
    for _ in range(4):
        open_page(client, page)
    reading = _cost_of_reading(client, page, server, postgres) if page.form else (0.0, 0.0)
    app, base = cpu_below(server), cpu_below(postgres)
    alone = [open_page(client, page) for _ in range(ROUNDS)]
    app, base = cpu_below(server) - app, cpu_below(postgres) - base
    per_page = 1000 / ROUNDS
    crowd = together(page, client.cookies)
    app, base = app * per_page - reading[0], base * per_page - reading[1]
    say(
        page.name,
        f"{app:.0f}",
        f"{base:.0f}",
        f"{(app + base) / (floor or app + base):.1f}",
        queries,
        f"{alone[-1][1] / 1000:.0f}",
        *(f"{value:.0f}" for value in spread([taken for taken, _ in alone])),
        *(f"{value:.0f}" for value in spread(crowd)),
    )
    return app + base


def _cost_of_reading(client: Client, page: Page, server: int, postgres: int) -> tuple[float, float]:
    """What opening the page costs before its form is sent: milliseconds of program and database."""
    app, base = cpu_below(server), cpu_below(postgres)
    for _ in range(ROUNDS):
        client.get(page.path)
    per_page = 1000 / ROUNDS
    return (cpu_below(server) - app) * per_page, (cpu_below(postgres) - base) * per_page


def together(page: Page, cookies: dict[str, str]) -> list[float]:
    """How long each of eight clients waits that ask at once; one form at a time is not doubled."""

    def one(_: int) -> list[float]:
        client = Client(cookies)
        return [open_page(client, page)[0] for _ in range(5)]

    if page.form:
        return one(0)
    with ThreadPoolExecutor(CLIENTS) as pool:
        return [taken for each in pool.map(one, range(CLIENTS)) for taken in each]


def spread(times: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    ordered = sorted(times)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]


# --- one size -------------------------------------------------------------------------------------
def pages() -> list[Page]:
    """The pages of the people of the first province, its first department and its first room."""
    from tasks.models import Assignment
    from units.models import Unit

    room = Unit.objects.get(code="TL1-S01-P01")
    open_work = Assignment.objects.filter(unit=room, finished_on=None, cancelled_on=None)
    work = open_work.order_by("-due_on", "pk").first() or Assignment.objects.filter(unit=room)[0]
    plan = work.task.plan_id
    officer, head = "tl1-s01-p01.cv", "tl1-s01-p01.tp"
    coordinator, leader, province = "tl1-s01.dm", "tl1-s01.ld", "tl1.ld"
    return [
        Page("floor", coordinator, "/san/"),
        Page("officer: own work", officer, "/viec/"),
        Page("officer: all work", officer, "/viec/tat-ca/"),
        Page("officer: one assignment", officer, f"/viec/{work.pk}/"),
        Page("officer: records progress", officer, f"/viec/{work.pk}/", form=True),
        Page("head: own work", head, "/viec/"),
        Page("coordinator: all work", coordinator, "/viec/tat-ca/"),
        Page("coordinator: search", coordinator, "/viec/tat-ca/?q=kiem+tra"),
        Page("coordinator: register", coordinator, "/ke-hoach/"),
        Page("coordinator: plan", coordinator, f"/ke-hoach/{plan}/"),
        Page("coordinator: reports", coordinator, "/bao-cao/"),
        Page("coordinator: search everywhere", coordinator, "/tim-kiem/?q=kiem+tra"),
        Page("coordinator: calendar", coordinator, "/lich/"),
        Page("coordinator: difficulties", coordinator, "/vuong-mac/"),
        Page("leader of the agency: dashboard", leader, "/tong-quan/"),
        Page("leader of the province: dashboard", province, "/tong-quan/"),
        Page("leader of the province: all work", province, "/viec/tat-ca/"),
        Page("leader of the province: register", province, "/ke-hoach/"),
        Page("leader of the province: reports", province, "/bao-cao/"),
        Page("leader of the province: units", province, "/don-vi/"),
    ]


def queries_of(page: Page) -> int:
    """How many queries the page asks, told in this process by Django's own client."""
    from django.db import connection
    from django.test import Client as TestClient
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User

    client = TestClient()
    client.force_login(User.objects.get(username=page.username))
    body = client.get(page.path).content
    form = progress_form(body) if page.form else {}
    with CaptureQueriesContext(connection) as asked:
        if page.form:
            client.post(f"{page.path}tien-do/", form)
        else:
            client.get(page.path)
    return len(asked)


def create_database(url: str) -> None:
    """The database that the address names, on a server that has none yet."""
    connection = psycopg2.connect(maintenance(url))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE pccc")
    connection.close()


def one_size(assignments: int, postgres: int) -> None:
    """Everything of one size, on an empty database that ``DATABASE_URL`` names."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    begun = time.perf_counter()
    call_command("migrate", verbosity=0)
    migrated = time.perf_counter()
    call_command("seed_scale", assignments=assignments, stdout=io.StringIO())
    seeded = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    say(f"== {assignments:,} assignments ==")
    say(f"migrations {migrated - begun:.0f} s, data {seeded - migrated:.0f} s")
    measure_all(postgres)


def measure_all(postgres: int, wanted: Sequence[str] = ()) -> None:
    """Measures the pages (those whose names hold one of the words wanted) on a filled database."""
    with gunicorn() as server:
        say(*HEADER)
        say("a loop of plain Python", f"{calibration():.0f}")
        floor, *others = pages()
        told = {"server": server, "postgres": postgres}
        floor_cost = measure(floor, **told, queries=queries_of(floor), floor=0)
        for page in others:
            if not wanted or any(word in page.name for word in wanted):
                measure(page, **told, queries=queries_of(page), floor=floor_cost)
        resident, share = memory_of_workers(server)
        say(f"a worker's memory afterwards: {resident:.0f} MB, its share {share:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignments", type=int, nargs="+", default=SIZES)
    parser.add_argument("--postgres", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.postgres:
        one_size(options.assignments[0], options.postgres)
        return
    for size in options.assignments:
        with started() as database:
            create_database(database.url)
            # tests.environment makes this the database of whoever imports it, the workers too.
            environment = os.environ | {
                "TEST_DATABASE_URL": database.url,
                "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
            }
            command = [sys.executable, "-m", "tests.benchmarks.pages", f"--assignments={size}"]
            command.append(f"--postgres={database.process}")
            subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
