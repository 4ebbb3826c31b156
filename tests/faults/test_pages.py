"""A form whose saving breaks off: nothing is written, the answer is in Vietnamese, and what was
typed can be sent again."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from intake.models import Intake
from tasks.models import Evidence, ProgressEntry
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
