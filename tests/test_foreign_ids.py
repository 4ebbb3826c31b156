"""Another agency of the same installation, at every route: in addresses, forms, filters, exports,
search.  Nothing of it is shown, told by a count, a choice, an order or the words of an error, and
nothing of it can be named in what one saves.

The routes are those of ``tests/test_access.py``, where a new one without a row fails.
``EVERY_ROLE=1`` asks as every role and with every kind of key (``script/faults strangers``).
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django import forms
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from tests.architecture import sources
from tests.factories import TODAY
from tests.faults.breaking import Rows, all_rows
from tests.test_access import MATRIX, World
from tests.worlds import kept
from units.models import Unit
from units.policy import Role

EVERYTHING = os.environ.get("EVERY_ROLE") == "1"
ROLES = (Role.COORDINATOR, Role.STAFF, Role.HEAD, Role.LEADER)
ASKING = ROLES if EVERYTHING else ROLES[:1]  # the one who reaches furthest
SECRET = "Bimatlahoa"  # stands in every text of the other agency
NOBODY = 987_654_321  # the key of no row
READ = [route for route, (method, *_) in MATRIX.items() if method == "get"]
CHANGES = [route for route, (method, *_) in MATRIX.items() if method == "post"]
LEAVING = {"accounts:logout"}


class Strangers:
    """The rows of another agency: which they are, and how its keys are called."""

    def __init__(self) -> None:
        before = all_rows()
        self.world = World()
        for model in (type(self.world.agency), *_told_models()):
            _mark(model, before)
        self.rows = {table: rows[len(before[table]) :] for table, rows in all_rows().items()}

    def keys_of(self, table: str) -> set[str]:
        return {str(row[0]) for row in self.rows.get(table, ())}


def _told_models() -> list[Any]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in {"plans", "tasks", "intake", "reports", "units", "accounts"}
        and "Historical" not in model.__name__
    ]


_TEXTS = ("name", "title", "text", "note", "full_name", "reason", "asks", "sender", "short_name")


def _mark(model: Any, before: Rows) -> None:
    """Writes the secret into the texts of the rows that were added."""
    known = {row[0] for row in before[model._meta.db_table]}
    fields = {field.name for field in model._meta.concrete_fields}
    for row in model._base_manager.order_by("pk"):
        if str(row.pk) in known:
            continue
        for name in fields & set(_TEXTS):
            setattr(row, name, f"{SECRET} {getattr(row, name)}"[:90])
        row.save()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, files) -> Iterator[World]:
    with kept(django_db_blocker, files):
        yield World()


@pytest.fixture
def media_root(settings, files) -> Path:
    settings.MEDIA_ROOT = files
    return files


@pytest.fixture
def world(made, db, media_root, on_day) -> World:
    on_day(TODAY)
    return copy.deepcopy(made)


# --- asking ---------------------------------------------------------------------------------------
def client_of(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def address(route: str, keys: dict[str, Any]) -> str:
    return reverse(route, kwargs={name: keys[key] for name, key in MATRIX[route][1].items()})


_CHANGING = re.compile(
    rb'csrfmiddlewaretoken" value="[^"]*"|name="token" value="[^"]*"|'
    rb'value="[^"]*" (?:id="[^"]*" )?name="token"|X-CSRFToken[^}]*|nonce="[^"]*"|\d{6,}Z|'
    rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[\w-]{43,}"
)


def told(answer: Any) -> tuple[int, bytes]:
    """Status and words of an answer without what differs each time."""
    body = answer.getvalue() if answer.streaming else answer.content
    if body[:2] == b"PK" or body[:4] == b"%PDF":
        return answer.status_code, b"a file"  # its words are compared by the tests of documents
    return answer.status_code, _CHANGING.sub(b"", body)


def looked(client: Client, page: str) -> tuple[int, bytes]:
    """The answer to a look, which leaves nothing behind (read notices, opened work)."""
    with transaction.atomic():
        answer = told(client.get(page))
        transaction.set_rollback(True)
    return answer


@pytest.mark.once
def test_that_another_agency_exists_changes_no_page(world):
    """Pages, filters by others' names, exports and search before another agency is there, and
    after: neither a count nor a choice nor an order may differ."""
    asked = f"q={SECRET}&sort=-due_on"
    before, clients = {}, {role: client_of(world.people[role]) for role in ASKING}
    for route in READ:
        for role, client in clients.items():
            before[route, role] = looked(client, f"{address(route, world.keys)}?{asked}")
    Strangers()
    differ = []
    for (route, role), was in before.items():
        now = looked(clients[role], f"{address(route, world.keys)}?{asked}")
        lines = set(now[1].splitlines()) ^ set(was[1].splitlines())
        if now != was:
            differ.append((route, str(role), now[0], was[0], sorted(lines)[:6]))
    assert differ == []


# What is a person's own, and nobody else's: not the administrator's either.
PERSONAL = (
    "reports:notice",
    "reports:file_job",
    "reports:file_job_file",
    "reports:stop_file_job",
    "reports:file_job_again",
)


@pytest.mark.once
@pytest.mark.parametrize("role", [*ROLES, Role.ADMIN])
def test_a_foreign_row_answers_as_one_that_is_not_there(world, role):
    """By status, by words, and by what is asked of the database: an answer that took other
    statements would tell by its time."""
    strangers = Strangers()
    nobody = {key: NOBODY if isinstance(value, int) else value for key, value in world.keys.items()}
    client = client_of(world.people[role])
    for route in PERSONAL if role == Role.ADMIN else MATRIX:
        method, names, *_ = MATRIX[route]
        if not names or all(nobody[key] != NOBODY for key in names.values()):
            continue
        foreign, its_queries = asked(client, method, address(route, strangers.world.keys))
        absent, other_queries = asked(client, method, address(route, nobody))
        assert foreign[0] in (403, 404), f"{route} as {role}: {foreign[0]}"
        assert foreign == absent, f"{route} as {role}"
        assert its_queries == other_queries, f"{route} as {role}"


def asked(client: Client, method: str, where: str) -> tuple[tuple[int, bytes], list[str]]:
    """The answer, and the statements it took, without their figures."""
    with CaptureQueriesContext(connection) as queries:
        answer = told(getattr(client, method)(where))
    return answer, [_FIGURES.sub("#", one["sql"]) for one in queries.captured_queries]


_FIGURES = re.compile(r"\d+")


# --- what forms and filters name ------------------------------------------------------------------
_ASKED = re.compile(r"""\.(?:POST|GET)\.(?:get|getlist)\(\s*["'](\w+)["']""")
# Which kind of row a field of this name is about.
KINDS = {
    "unit": "unit",
    "person": "person|officer|user|to_person|to\\b",
    "plan": "plan|superior|successor|chosen|carries_out",
    "task": "task|parent",
    "assignment": "work|assignment|pk|ids",
    "indicator": "indicator",
    "group": "group",
    "duty": "duty",
}


def fields() -> dict[str, forms.Field | None]:
    """Every name under which a form or a filter of the program is asked something."""
    found: dict[str, forms.Field | None] = {}
    for path in sources():
        found |= dict.fromkeys(_ASKED.findall(path.read_text(encoding="utf-8")))
    waiting: list[type[Any]] = [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.partition(".")[0] in {"tasks", "plans", "units", "intake", "reports"}:
            found |= {name: field for name, field in form.base_fields.items() if name not in found}
    return found


def said(name: str, field: forms.Field | None, keys: dict[str, Any], kind: str) -> Any:
    """What is sent under a name: a foreign key wherever one may stand, else what passes."""
    if isinstance(field, forms.FileField):
        return SimpleUploadedFile("a.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    if isinstance(field, forms.DateField):
        return f"{TODAY:%d/%m/%Y}"
    if isinstance(field, forms.BooleanField):
        return "on"
    if type(field) is forms.CharField:
        return f"Nội dung {name}"
    if kind:
        return str(keys[kind])
    best = [one for one, words in KINDS.items() if re.search(words, name)]
    return str(keys[best[0] if best else "unit"])


def rows_named(before: Rows, strangers: Strangers) -> list[str]:
    """Rows that came or changed and point at a row of the strangers, and rows of theirs that
    changed."""
    after, found = all_rows(), []
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table not in after or not model._meta.managed:
            continue
        now, was = set(after[table]), set(before[table])
        found += [f"{table}: theirs changed" for row in strangers.rows[table] if row not in now]
        for row in now - was:
            for place, field in enumerate(model._meta.concrete_fields):
                target = field.remote_field.model._meta.db_table if field.is_relation else ""
                if target and str(row[place]) in strangers.keys_of(target):
                    found.append(f"{table}.{field.name} names {row[place]}")
    return found


@pytest.mark.parametrize("kind", ["", *KINDS] if EVERYTHING else [""])
def test_what_one_saves_never_names_a_foreign_row(world, kind):
    strangers, known = Strangers(), fields()
    keys = strangers.world.keys | {"work": strangers.world.keys["assignment"]}
    for role in ASKING:
        for route in CHANGES:
            if route in LEAVING:
                continue
            client, before = client_of(world.people[role]), all_rows()
            body = {name: said(name, field, keys, kind) for name, field in known.items()}
            answer = client.post(address(route, world.keys), body)
            what = f"{route} as {role}"
            assert answer.status_code < 500, what
            assert SECRET.encode() not in told(answer)[1], what
            assert rows_named(before, strangers) == [], what


def names_read(client: Client, page: str) -> set[str]:
    """The names under which a page asks its address for something."""
    names: set[str] = set()

    def noting(method: Any) -> Any:
        def read(data: Any, key: Any, *more: Any, **named: Any) -> Any:
            names.add(str(key))
            return method(data, key, *more, **named)

        return read

    with (
        mock.patch.object(MultiValueDict, "__getitem__", noting(MultiValueDict.__getitem__)),
        mock.patch.object(MultiValueDict, "getlist", noting(MultiValueDict.getlist)),
    ):
        client.get(page)
    return names


@pytest.mark.once
def test_a_filter_by_a_foreign_key_shows_nothing_of_it(world):
    strangers, known = Strangers(), fields()
    keys = strangers.world.keys | {"work": strangers.world.keys["assignment"]}
    query = {name: said(name, None, keys, "") for name in known}
    for role in ASKING:
        client = client_of(world.people[role])
        for route in READ:
            names = names_read(client, address(route, world.keys)) if EVERYTHING else set()
            alone = [{name: query[name]} for name in sorted(names & query.keys())]
            for asked in (query, *alone):
                answer = client.get(address(route, world.keys), asked)
                assert answer.status_code < 500, f"{route} as {role}: {asked}"
                assert SECRET.encode() not in told(answer)[1], f"{route} as {role}: {asked}"


BEYOND = "9" * 30  # a key that no column of a database holds


def test_a_key_that_no_database_holds_breaks_nothing(world):
    """In the address, and under every name that anything is asked by."""
    client, names = client_of(world.people[Role.COORDINATOR]), fields()
    beyond = {k: int(BEYOND) if type(v) is int else v for k, v in world.keys.items()}
    broken = []
    for route in MATRIX.keys() - LEAVING:
        method = MATRIX[route][0]
        for where, what in (
            (address(route, world.keys), dict.fromkeys(names, BEYOND)),
            (address(route, beyond), {}),
        ):
            status, _ = told(getattr(client, method)(where, what))
            if status >= 500:
                broken.append((route, "a field" if what else "the address"))
    assert broken == []


def test_the_secret_would_be_seen(world):
    """The tests above look for something that is there to be found."""
    strangers = Strangers()
    own = client_of(strangers.world.people[Role.COORDINATOR])
    page = own.get(address("tasks:assignment", strangers.world.keys)).content.decode()
    assert SECRET in page
    assert Unit.objects.filter(name__startswith=SECRET).exists()
