"""Fixtures for every test. The environment is set before, in ``tests/environment.py``."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings
from xdist.scheduler import LoadScheduling
from xdist.workermanage import WorkerController

from tests.environment import ENVIRONMENT
from tests.postgres import maintenance, server_version
from tests.worlds import WORLDS, asked_by, commits

OnDay = Callable[[date], None]

# What is drawn is judged, not how quickly: the machine may have other work.
hypothesis.settings.register_profile(
    "tests", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("tests")


def pytest_report_header() -> str:
    """Which database these tests run on."""
    url = ENVIRONMENT["DATABASE_URL"]
    if url.startswith("sqlite"):
        return f"database: SQLite {sqlite3.sqlite_version}"
    return f"database: PostgreSQL {server_version(maintenance(url))}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-database",
        action="store_true",
        help="leave out what no database changes: tests without one, and those marked `once`",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("second_database"):
        return
    again = [item for item in items if _may_differ(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _may_differ(item)])
    items[:] = again


def _may_differ(item: pytest.Item) -> bool:
    """Whether another database may make the test say something else: it uses one, and is not marked
    as the same on every one."""
    uses_one = item.get_closest_marker("django_db") or DATABASES & set(
        getattr(item, "fixturenames", ())
    )
    return bool(uses_one) and "once" not in item.keywords


DATABASES = {"db", "transactional_db", "live_server"}


class BrowserTestsOneByOne(LoadScheduling):
    """Shares the tests out as xdist does by itself, but for those of a browser: such a test takes
    as long as hundreds of others, and together in one worker they would keep it busy long after
    every other worker has ended. Each goes to the worker that is free first."""

    def _send_tests(self, node: WorkerController, num: int) -> None:
        following = [self.collection[index] for index in self.pending[:num]]
        others = next((n for n, name in enumerate(following) if BROWSER_TESTS in name), num)
        # A worker begins a test only when it knows the next one.
        one_ahead = 2 - len(self.node2pending[node])
        super()._send_tests(node, others or max(one_ahead, 0))


BROWSER_TESTS = "tests/browser/"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(
    config: pytest.Config, log: Callable[..., object]
) -> LoadScheduling | None:
    return BrowserTestsOneByOne(config, log) if config.getoption("dist") == "load" else None


def pytest_collection_finish() -> None:
    """What was imported and collected lives to the end: nothing need walk it time and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """SQLite in a file: each thread of the live server has its own connection, as in service."""
    if connection.vendor == "sqlite":
        database = connection.settings_dict
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "db.sqlite3")
        quick = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
        database["OPTIONS"] = database["OPTIONS"] | {"init_command": quick}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        WORLDS.leave()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    # The last moment before pytest-django opens the transaction of the test.
    if fixturedef.argname == "_django_db_helper":
        blocker: DjangoDbBlocker = request.getfixturevalue("django_db_blocker")
        with blocker.unblock():
            WORLDS.stand([] if commits(request.node) else asked_by(request.node))
    return (yield)


@pytest.fixture(autouse=True)
def media_root(settings: Settings, tmp_path: Path) -> Path:
    """Uploaded files go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What one test left in the cache is forgotten: a clock that stands still forgets nothing."""
    cache.clear()


@pytest.fixture
def on_day() -> Iterator[OnDay]:
    """Another day: after ``on_day(date(2026, 3, 31))`` it is noon of that day at the office.

    For views, commands and libraries that ask the clock; all else takes the day as a parameter.
    """
    with ExitStack() as clocks:

        def travel(day: date) -> None:
            noon = datetime.combine(day, time(12), ZoneInfo(django_settings.TIME_ZONE))
            clocks.enter_context(time_machine.travel(noon))

        yield travel
