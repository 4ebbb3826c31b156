"""A form whose saving breaks off: nothing is written, the answer is in Vietnamese, and what was
typed can be sent again."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from intake.models import Intake
from reports.calendar.feed import renew_feed
from tasks.models import Evidence, ProgressEntry
from tests.factories import PASSWORD, TODAY
from tests.faults.breaking import all_files, broken_at
from tests.faults.world import World, upload
from tests.intake.samples import PLAN
from units.models import Unit, UnitKind

NOTE = "Đã tuyên truyền <b>ở</b> 3 trường"


@pytest.fixture
def world(db, on_day) -> World:
    return World.make()


def client_of(user) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields of the page, as a browser sends them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_form_comes_back_at_whichever_write_it_broke_off(world):
    client = client_of(world.staff)
    address = reverse("tasks:record_progress", args=[world.work.pk])
    typed = {"percent": "40", "note": NOTE, "difficulty": "Thiếu"}
    number = 0
    while True:
        number += 1
        with broken_at(number) as count:
            answer = client.post(address, typed | {"files": upload()})
        if not count.kind:
            break
        page = answer.content.decode()
        assert not ProgressEntry.objects.exists()
        assert all_files() == set()
        if count.kind == "file":
            assert "nơi chứa tệp của máy chủ đã đầy" in page
            assert html.escape(NOTE) in page
        else:
            assert answer.status_code == 503
            assert "chưa được ghi lại" in page
            assert fields_of(page)["note"] == NOTE
            assert "van-ban.pdf" in page
    assert answer.status_code == 302
    assert number > 3
    assert Evidence.objects.count() == 1


def test_the_page_of_a_failure_wears_its_styles_and_does_without_them(world, monkeypatch):
    client = client_of(world.admin)
    client.cookies["giaodien"] = "toi"
    address, typed = reverse("units:new_unit"), {"parent": world.agency.pk, "name": NOTE}

    def failing() -> str:
        with broken_at(1):
            return client.post(address, typed | {"code": "P7", "kind": kind}).content.decode()

    kind = UnitKind.objects.get(code="phong").pk
    page = failing()
    assert 'data-theme="dark"' in page
    assert page.count('rel="stylesheet"') == 5

    def missing(path: str) -> str:
        raise ValueError(f"Missing staticfiles manifest entry for {path!r}")

    monkeypatch.setattr("pccc.views.static", missing)
    plain = failing()
    assert "rel=" not in plain
    assert html.escape(NOTE) in plain


def test_what_came_back_is_saved_by_one_click(world):
    client = client_of(world.admin)
    address = reverse("units:new_unit")
    typed = {
        "parent": world.agency.pk,
        "name": "Phòng Sáu",
        "code": "P6",
        "kind": UnitKind.objects.get(code="phong").pk,
    }
    with broken_at(1):
        page = client.post(address, typed).content.decode()
    assert f'action="{address}"' in page
    assert not Unit.objects.filter(code="P6").exists()
    client.post(address, fields_of(page))
    assert Unit.objects.filter(code="P6").exists()


def test_a_password_never_comes_back(world):
    client = client_of(world.staff)
    new = {"old_password": "Mat-khau-2026", "new_password1": "Moi-9999x", "new_password2": "x"}
    with broken_at(1):
        answer = client.post(reverse("accounts:password"), new | {"new_password2": "Moi-9999x"})
    assert answer.status_code == 503
    assert "Moi-9999x" not in answer.content.decode()


def test_a_document_that_cannot_be_kept_leaves_nothing(world):
    client = client_of(world.coordinator)
    number = 0
    while True:
        number += 1
        with broken_at(number) as count:
            answer = client.post(
                reverse("intake:new"), {"issuer": world.agency.pk, "text": PLAN, "way": "paste"}
            )
        if not count.kind:
            break
        assert not Intake.objects.exists()
        assert all_files() == set()
        assert answer.status_code in (422, 503)
    assert answer.status_code == 302
    assert Intake.objects.count() == 1


# --- the database goes away -----------------------------------------------------------------------
# A session that is not kept for the first of them tells it as another error.
GONE = OperationalError("server closed the connection unexpectedly")
CLOSED = InterfaceError("connection already closed")
IN_AN_ANSWER = DatabaseError("error with status PGRES_TUPLES_OK and no message")
ERRORS: Sequence[Exception] = (GONE, CLOSED, GONE, IN_AN_ANSWER)


@contextmanager
def gone_from(number: int, error: Exception) -> Iterator[list[str]]:
    """The database is away from the question of that number on; what was asked until then."""
    asked: list[str] = []

    def query(execute, sql, params, many, context):
        if "SAVEPOINT" in sql:  # the test's own transaction stays what it was
            return execute(sql, params, many, context)
        asked.append(sql)
        if len(asked) >= number:
            raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(query):
        yield asked


def signing_in(w: World) -> Any:
    client = Client(raise_request_exception=False)
    return client.post("/dang-nhap/", {"username": w.staff.username, "password": PASSWORD})


def by(who: str, path: str, *keys: str, posted: Any = None, **headers: str) -> Asking:
    """Asks for a page in a session; ``keys`` name what of the world stands in its address."""

    def ask(w: World) -> Any:
        given = [getattr(w, key).pk for key in keys]
        address = path if path.startswith("/") else reverse(path, args=given)
        client = w.clients[who]
        if posted is not None:
            return client.post(address, posted() if callable(posted) else posted)
        return client.get(address, headers=headers)

    return ask


Asking = Callable[[World], Any]
ASKED: dict[str, Asking] = {
    "signing in": signing_in,
    "signing out": by("leaving", "accounts:logout", posted={}),
    "the first page": by("coordinator", "/"),
    "a page": by("staff", "tasks:my_work"),
    "part of a page": by("staff", "tasks:assignment", "work", **{"HX-Request": "true"}),
    "a list as a file": by("coordinator", "/viec/tat-ca/?tep=xlsx"),
    "a download": by("staff", "tasks:evidence", "evidence"),
    "who subscribed": lambda w: Client(raise_request_exception=False).get(w.feed),
    "a form": by("staff", "tasks:record_progress", "work", posted={"percent": "40", "note": NOTE}),
    "a form with a file": by(
        "staff",
        "tasks:record_progress",
        "work",
        posted=lambda: {"percent": "40", "note": NOTE, "files": upload()},
    ),
}


@pytest.mark.parametrize("what", ASKED)
def test_the_calm_page_at_whichever_question_the_database_goes_away(world, what):
    """Never 500, and never 400 where the session could not be kept."""
    world.evidence = world.progress(files=[upload()]).evidence.get()
    secret = renew_feed(user=world.staff, on=TODAY)
    world.feed = reverse("reports:feed", args=[world.staff.pk, secret])
    world.clients = {who: client_of(getattr(world, who)) for who in ("staff", "coordinator")}
    seen: list[tuple[str, int, str]] = []
    for turn in itertools.count():
        number, error = 1 + turn // 2, ERRORS[turn % 4]
        with transaction.atomic():
            world.clients["leaving"] = client_of(world.staff)
            with gone_from(number, error) as asked:
                answer = ASKED[what](world)
            connection.set_rollback(False)
            transaction.set_rollback(True)
        if len(asked) < number:
            break
        seen.append((str(error), answer.status_code, asked[-1][:90]))
        if answer.status_code == 503:
            assert answer["Retry-After"] == "30"
            page = answer.content.decode()
            assert "Chương trình tạm thời chưa phục vụ được" in page
            assert "Traceback" not in page
    assert seen
    assert [one for one in seen if one[1] != 503] == []
    assert answer.status_code in {200, 302}
