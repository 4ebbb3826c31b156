"""Hostile files at every form that takes one, and how what was kept is handed out."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.test import Client

from pccc.integrity import file_fields
from reports.models import ComplianceReport, Submission
from tests.factories import TODAY
from tests.intake.samples import PLAN
from tests.test_access import World, address, client_of
from tests.uploads import DOCUMENT, HOSTILE, KEPT, UPLOADS
from tests.worlds import kept

pytestmark = [pytest.mark.django_db, pytest.mark.once]
BORDER = "a5b4c3d2e1"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, files) -> Iterator[World]:
    with kept(django_db_blocker, files):
        world = World()
        # A report in writing, and one that was issued.
        Submission.objects.update(submitted_on=None)
        ComplianceReport.objects.filter(pk=world.keys["report"]).update(
            issued_on=TODAY, number="05", code=world.keys["code"]
        )
        yield world


@pytest.fixture
def media_root(settings, files) -> Path:
    settings.MEDIA_ROOT = files
    return files


@pytest.fixture
def world(made, db, media_root, on_day) -> World:
    on_day(TODAY)
    return copy.deepcopy(made)


def sent(client: Client, world: World, route: str, name: str, content: bytes) -> Any:
    """The answer to the form with a file of that name, byte for byte as a browser that keeps to no
    rules would send it."""
    upload = UPLOADS[route]
    said = {
        key: str(world.keys[value[1:]]) if value.startswith("@") else value
        for key, value in upload.said.items()
    }
    head = f'--{BORDER}\r\nContent-Disposition: form-data; name="'
    parts = [f'{head}{key}"\r\n\r\n{value}\r\n'.encode() for key, value in said.items()]
    about = f'{head}{upload.name}"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
    body = b"".join([*parts, about.encode(), content, f"\r\n--{BORDER}--\r\n".encode()])
    return client.post(
        address(world, route), body, content_type=f"multipart/form-data; boundary={BORDER}"
    )


def is_taken(answer: Any) -> bool:
    """Led on, or the page again without an objection."""
    if answer.status_code == 302:
        return True
    given = {key: value for one in answer.context or () for key, value in one.flatten().items()}
    return answer.status_code == 200 and not any(
        one.errors for one in given.values() if isinstance(one, forms.BaseForm)
    )


def stored() -> dict[str, set[int]]:
    """The rows that hold a file."""
    return {
        f"{model.__name__}.{one.name}": set(model._base_manager.values_list("pk", flat=True))
        for model, one in file_fields()
    }


def kept_files(root: Path) -> set[Path]:
    return {path for path in root.rglob("*") if path.is_file()}


# --- what comes in --------------------------------------------------------------------------------
def test_every_form_that_takes_a_file_is_here():
    waiting, found = [forms.BaseForm], set()
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        fields = getattr(form, "base_fields", {}).values()
        own = not form.__module__.startswith(("django", "import_export", "tests"))
        if own and any(isinstance(one, forms.FileField) for one in fields):
            found.add(form)
    assert found == {one.form for one in UPLOADS.values()}


@pytest.mark.parametrize("route", UPLOADS)
def test_a_sound_file_is_taken(world, route):
    """What the tests below refuse is refused for the file's sake."""
    upload = UPLOADS[route]
    answer = sent(client_of(world, upload.role), world, route, *upload.good)
    assert is_taken(answer), answer.status_code


@pytest.mark.parametrize("route", UPLOADS)
def test_what_somebody_hostile_brings_is_refused_and_not_kept(world, media_root, route):
    upload = UPLOADS[route]
    client, rows, lying = client_of(world, upload.role), stored(), kept_files(media_root)
    wrong = []
    for what, hostile in HOSTILE.items():
        with transaction.atomic():
            answer = sent(client, world, route, hostile.name, hostile.content())
            left = kept_files(media_root) - lying
            for path in left:
                path.unlink()
            if answer.status_code >= 500:
                wrong.append((what, answer.status_code))
            elif upload.door not in hostile.taken and (
                is_taken(answer) or left or stored() != rows
            ):
                wrong.append((what, "taken"))
            transaction.set_rollback(True)
    assert wrong == []


NAMES = [
    "../../../etc/passwd{}",
    "..\\\\..\\\\windows\\\\system32\\\\a{}",
    "/etc/cron.d/a{}",
    "a\u202efdp.exe{}",
    "a\u0000b\u0007c{}",
    "<img src=x onerror=alert(1)>{}",
    "=HYPERLINK(1){}",
    "a%0d%0aSet-Cookie: x=1{}",
    "a{}.html",
    "a{}.exe",
    "a" * 400 + "{}",
]
# What is only compared, or read and thrown away, is handed out to nobody.
KEEPING = [route for route, one in UPLOADS.items() if one.door in (KEPT, DOCUMENT)]


@pytest.mark.parametrize("route", KEEPING)
def test_a_hostile_name_is_no_path_and_no_ending(world, media_root, route):
    """The name stays a name: the file lies where files lie, and nothing is handed out under the
    ending of what a computer would run."""
    upload = UPLOADS[route]
    client, lying, rows = client_of(world, upload.role), kept_files(media_root), stored()
    ending = Path(upload.good[0]).suffix
    for name in NAMES:
        with transaction.atomic():
            answer = sent(client, world, route, name.format(ending), upload.good[1])
            assert answer.status_code < 500, name
            assert set(media_root.parent.rglob("passwd*")) == set(), name
            for path in kept_files(media_root) - lying:
                assert re.fullmatch(r"[\w./-]+", str(path.relative_to(media_root))), name
                path.unlink()
            for row in _new(rows):
                assert _is_plain(row.name), f"{name} became {row.name}"
            transaction.set_rollback(True)


def _new(rows: dict[str, set[int]]) -> Iterator[Any]:
    for model, one in file_fields():
        if hasattr(model, "name"):
            yield from model._base_manager.exclude(pk__in=rows[f"{model.__name__}.{one.name}"])


def _is_plain(name: str) -> bool:
    unseen = [sign for sign in name if not sign.isprintable()]
    runs = re.search(r"\.(exe|html?|svg|js|bat|cmd|vbs|hta|sh|lnk)$", name, re.IGNORECASE)
    return not unseen and not runs and not set(name) & set("/\\") and len(name) <= 255


def test_text_that_a_computer_would_run_is_handed_out_as_text(world):
    """A plan is judged by its words; its name may promise more, but to nobody who saves it."""
    upload = UPLOADS["intake:new"]
    client, rows = client_of(world, upload.role), stored()
    for ending in ("bat", "hta", "html", "svg", "vbs"):
        with transaction.atomic():
            answer = sent(client, world, "intake:new", f"ke-hoach.{ending}", PLAN.encode())
            assert answer.status_code == 302
            (row,) = _new(rows)
            assert row.name == f"ke-hoach.{ending}.txt"
            transaction.set_rollback(True)


# --- what goes out --------------------------------------------------------------------------------
# Route of a kept file -> the model whose row has its name.
HANDED = {
    "tasks:evidence": "Evidence",
    "plans:file": "PlanFile",
    "intake:original": "Intake",
    "reports:submission_file": "SubmissionFile",
    "reports:request_file": "ReportRequest",
    "reports:report_file": "ReportFile",
    "reports:file_job_file": "FileJob",
}


def test_every_kept_file_that_is_handed_out_is_here():
    held = {model.__name__ for model, _ in file_fields()} - {"ListImport"}  # read and done with
    assert held == set(HANDED.values())


@pytest.mark.parametrize("route", HANDED)
def test_a_kept_file_is_saved_and_never_shown(world, route):
    """Whatever it is, and whatever it is called: one head, a download, of the type that is said,
    kept by no browser."""
    client, page = client_of(world, "coordinator"), address(world, route)
    (model,) = [one for one, _ in file_fields() if one.__name__ == HANDED[route]]
    name = "filename" if HANDED[route] == "FileJob" else "name"
    for hostile in ('a"\r\nSet-Cookie: x=1\r\n.pdf', 'b.pdf"; filename=c.exe', "Biên bản.pdf", ""):
        model._base_manager.update(**{name: hostile})
        answer = client.get(page)
        assert answer.status_code == 200
        answer.getvalue()
        said = answer["Content-Disposition"]
        assert said.startswith("attachment")
        assert not {"\r", "\n"} & set(said)
        assert "Set-Cookie" not in answer.headers
        head = Message()
        head["Content-Disposition"] = said
        assert len(head.get_params([], "Content-Disposition")) == 2  # and no second name
        if hostile.startswith("Biên"):
            assert "filename*=utf-8''Bi%C3%AAn%20b%E1%BA%A3n.pdf" in said
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("route", HANDED)
def test_a_file_that_the_store_has_lost_is_404(world, route):
    for model, one in file_fields():
        model._base_manager.exclude(**{one.name: ""}).update(**{one.name: "khong/con.pdf"})
    answer = client_of(world, "coordinator").get(address(world, route))
    assert answer.status_code == 404
