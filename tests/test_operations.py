"""What those who run the program rely on: its state, its log, stores and workers by setting."""

import json
import logging
import os
import re
import subprocess
import sys
import uuid
from configparser import RawConfigParser
from typing import Any

import boto3
import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client, RequestFactory, override_settings
from moto.server import ThreadedMotoServer

from accounts.storage import FileNotKept, WholeFileStorage
from pccc.settings import LOGGING
from pccc.views import server_error
from tests.architecture import ROOT


# --- /san-sang/ -----------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_machine_that_has_everything_is_ready():
    answer = Client().get("/san-sang/")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok", "database": "ok", "migrations": "ok", "files": "ok", "cache": "ok",
    }  # fmt: skip


def not_ready(answer):
    assert answer.status_code == 503
    told = answer.json()
    assert told.pop("status") == "not ready"
    return {name for name, state in told.items() if state != "ok"}


@pytest.mark.django_db
def test_a_database_not_yet_migrated_is_not_ready(monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [("0002", False)])
    assert not_ready(Client().get("/san-sang/")) == {"migrations"}


@pytest.mark.django_db
def test_without_its_database_a_machine_is_not_ready(monkeypatch):
    def broken(*_: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", broken)
    assert not_ready(Client().get("/san-sang/")) == {"database", "migrations"}


@pytest.mark.django_db
def test_without_its_store_or_cache_a_machine_is_not_ready(monkeypatch):
    monkeypatch.setattr(WholeFileStorage, "is_writable", lambda _self: False)
    monkeypatch.setattr(cache, "get", lambda _key: None)
    assert not_ready(Client().get("/san-sang/")) == {"files", "cache"}


def test_a_folder_that_nobody_may_write_to_is_no_store(tmp_path, monkeypatch):
    assert WholeFileStorage(location=tmp_path / "not" / "yet").is_writable()
    monkeypatch.setattr(os, "access", lambda _place, mode: not mode & os.W_OK)
    assert not WholeFileStorage(location=tmp_path).is_writable()


@pytest.mark.django_db
@override_settings(
    SECURE_SSL_REDIRECT=True, SECURE_REDIRECT_EXEMPT=[r"^suc-khoe/$", r"^san-sang/$"]
)
def test_whoever_watches_over_the_program_needs_no_certificate():
    client = Client()
    assert client.get("/suc-khoe/").status_code == client.get("/san-sang/").status_code == 200
    assert client.get("/dang-nhap/").status_code == 301


# --- The log --------------------------------------------------------------------------------------
REQUEST = "0123456789abcdef0123456789abcdef"
FORMATTERS: dict[str, dict[str, Any]] = LOGGING["formatters"]  # type: ignore[assignment]


def logged_as(formatter):
    """One line of the log as the settings shape it."""
    kept = FORMATTERS[formatter]
    if "()" in kept:
        module, _, name = kept["()"].rpartition(".")
        options = {key: value for key, value in kept.items() if key != "()"}
        maker = getattr(__import__(module, fromlist=[name]), name)(**options)
    else:
        maker = logging.Formatter(kept["format"], style=kept["style"])
    record = logging.makeLogRecord(
        {"name": "pccc", "levelname": "WARNING", "msg": "Đã đọc văn bản", "correlation_id": REQUEST}
    )
    return maker.format(record)


def test_the_log_is_lines_for_people_or_json_for_machines():
    assert logged_as("line").endswith(f"WARNING pccc {REQUEST} Đã đọc văn bản")
    told = json.loads(logged_as("json"))
    assert told.pop("timestamp")
    assert told == {
        "level": "WARNING",
        "name": "pccc",
        "request_id": REQUEST,
        "message": "Đã đọc văn bản",
    }


def test_every_answer_names_its_request():
    first, second = (Client().get("/dang-nhap/").headers["X-Request-ID"] for _ in range(2))
    assert uuid.UUID(first) != uuid.UUID(second)
    given = uuid.uuid4().hex
    assert (
        Client().get("/dang-nhap/", headers={"X-Request-ID": given}).headers["X-Request-ID"]
        == given
    )
    forged = "x\n2026-11-28 CRITICAL forged"
    answer = Client().get("/dang-nhap/", headers={"X-Request-ID": forged})
    assert uuid.UUID(answer.headers["X-Request-ID"]).hex == answer.headers["X-Request-ID"]


def test_the_page_of_a_failure_gives_the_name_that_the_log_gives(monkeypatch, caplog):
    def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("pccc.views._keeps_files", broken)
    answer = Client(raise_request_exception=False).get("/san-sang/")
    assert answer.status_code == 500
    assert f"<code>{answer.headers['X-Request-ID']}</code>" in answer.content.decode()
    assert "a fault of ours" not in answer.content.decode()
    assert "a fault of ours" in caplog.text


def test_the_page_of_a_failure_needs_no_name():
    assert "<code>" not in server_error(RequestFactory().get("/")).content.decode()


# --- Files in an object store ---------------------------------------------------------------------
@pytest.fixture(scope="module")
def object_store():
    """A server that speaks S3, with a bucket; gives how to reach it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address, port = server.get_host_and_port()
    options = {
        "bucket_name": "pccc",
        "endpoint_url": f"http://{address}:{port}",
        "region_name": "us-east-1",
        "access_key": "key",
        "secret_key": "secret",
    }
    boto3.client(
        "s3", endpoint_url=options["endpoint_url"], region_name="us-east-1",
        aws_access_key_id="key", aws_secret_access_key="secret",
    ).create_bucket(Bucket="pccc")  # fmt: skip
    yield options
    server.stop()


@pytest.fixture
def object_storage(object_store):
    return storages.create_storage(
        {"BACKEND": "accounts.object_storage.ObjectStorage", "OPTIONS": object_store}
    )


def test_a_file_in_an_object_store_is_found_again(object_storage):
    content = "Biên bản kiểm tra".encode()
    name = object_storage.save("minh-chung/bien-ban.txt", ContentFile(content))
    again = object_storage.save("minh-chung/bien-ban.txt", ContentFile(b"another"))
    assert name != again, "nothing is written over"
    with object_storage.open(name) as file:
        assert b"".join(file.chunks()) == content
    assert object_storage.size(name) == len(content)
    assert set(object_storage.listdir("minh-chung")[1]) == {
        one.removeprefix("minh-chung/") for one in (name, again)
    }
    assert object_storage.get_modified_time(name).tzinfo
    object_storage.delete(name)
    assert not object_storage.exists(name)
    with pytest.raises(FileNotFoundError):
        object_storage.open(name)
    assert object_storage.is_writable()


def test_an_object_store_that_cannot_be_reached_is_said(object_store):
    gone = storages.create_storage(
        {
            "BACKEND": "accounts.object_storage.ObjectStorage",
            "OPTIONS": object_store | {"bucket_name": "no-such-bucket"},
        }
    )
    assert not gone.is_writable()  # type: ignore[attr-defined]
    with pytest.raises(FileNotKept) as told:
        gone.save("a.txt", ContentFile(b"a"))
    assert isinstance(told.value, ValidationError)


# --- Settings of several machines -----------------------------------------------------------------
def run(script, **environment):
    """Runs a script in a program of its own, started with these settings."""
    given = os.environ | {"DJANGO_SETTINGS_MODULE": "pccc.settings"} | environment
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


JOB = """
import django
django.setup()
from django.core.management import call_command
from accounts.jobs import send_letter
from django.core.management.commands.migrate import Command
call_command(Command(), "django_tasks_database", verbosity=0)
send_letter.enqueue(subject="Nhắc việc", body="Còn hai ngày", to="a@example.vn")
print("waiting")
call_command("db_worker", batch=True, verbosity=0)
from django.utils import timezone
from django_tasks import default_task_backend
from django_tasks_db.models import DBTaskResult
from accounts.jobs import LONGEST, end_lost_tasks
now = timezone.now()
rows = [send_letter.enqueue(subject="", body="", to="b@example.vn").db_result for _ in range(3)]
for row, ago in zip(rows, (LONGEST * 1.1, LONGEST * 0.9, None)):
    if ago:
        DBTaskResult.objects.filter(pk=row.pk).update(status="RUNNING", started_at=now - ago)
print(end_lost_tasks(now), end_lost_tasks(now))
print(*(DBTaskResult.objects.get(pk=row.pk).status for row in rows))
print(default_task_backend.get_result(str(rows[0].pk)).errors[0].exception_class.__name__)
"""


@pytest.mark.once  # which database the tests run on makes no difference
def test_a_worker_does_the_jobs_of_the_database(tmp_path):
    letters = tmp_path / "letters"
    told = run(
        JOB,
        TASKS="django_tasks_db.DatabaseBackend",
        DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3",
        EMAIL_URL=f"filemail:///{letters}",
    )
    waiting, *lost = told.splitlines()
    assert waiting == "waiting"
    assert lost == ["1 0", "FAILED RUNNING READY", "WorkerLost"]  # whose worker was killed
    [letter] = [file.read_text() for file in letters.iterdir()]
    assert "To: a@example.vn" in letter


SETTINGS = """
from django.conf import settings
print(settings.STORAGES["default"]["OPTIONS"]["bucket_name"])
print(settings.RQ_QUEUES["default"]["URL"], "django_rq" in settings.INSTALLED_APPS)
print(settings.CACHES["default"]["BACKEND"])
print(settings.LOGGING["handlers"]["console"]["formatter"])
"""


@pytest.mark.once
def test_settings_of_several_machines_are_taken():
    told = run(
        SETTINGS,
        S3_BUCKET="pccc",
        TASKS="django_tasks_rq.RQBackend",
        REDIS_URL="redis://127.0.0.1:6379/0",
        CACHE_URL="rediscache://127.0.0.1:6379/1",
        LOG_FORMAT="json",
    )
    assert told.split() == [
        "pccc",
        "redis://127.0.0.1:6379/0",
        "True",
        "django.core.cache.backends.redis.RedisCache",
        "json",
    ]


# --- deploy/ --------------------------------------------------------------------------------------
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())


def unit(path):
    parser = RawConfigParser(strict=False)
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_of_systemd_runs_what_there_is(path):
    parser = unit(path)
    assert parser["Unit"]["Description"]
    if path.suffix == ".timer":
        assert path.with_suffix(".service") in UNITS
        return
    assert parser["Service"]["User"] == "pccc"
    assert parser["Service"]["ProtectSystem"] == "strict"
    text = path.read_text(encoding="utf-8")
    for command in re.findall(r"manage\.py (\w+)", text):
        assert command in {"rqworker", "db_worker", "clearsessions"} or list(
            ROOT.glob(f"*/management/commands/{command}.py")
        )


def test_everything_to_deploy_is_in_the_manual():
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for path in [*UNITS, ROOT / "deploy" / "nginx.conf"]:
        assert path.name in told or path.stem in told
    for name in re.findall(
        r'env(?:\.\w+)?\(\s*"([A-Z_0-9]+)"', (ROOT / "pccc/settings.py").read_text()
    ):
        assert f"`{name}`" in told, name
