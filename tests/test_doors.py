"""Text comes in composed and without what nobody sees, by whatever door it comes."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tasks.models import ProgressEntry
from tests.architecture import sources
from tests.factories import PASSWORD, TODAY, AssignmentFactory, UnitFactory, UnitKindFactory, person
from tests.intake import tables
from tests.intake.samples import PLAN, bring
from tests.sheets.made import HEADINGS, csv, xlsx
from units.models import Unit, UnitKind
from units.policy import Role

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TYPED = "Ca\u200bo \u202eBa\u0300ng\u202c\u00ad\ufeff"  # decomposed, bidi, of no width
KEYS = "\x07\x00\x1b"  # what a keyboard or another program sends; no file of text has it
CLEAN = "Cao Bàng"


def by_form(office: Unit, _: Path) -> Iterator[str]:
    work = AssignmentFactory(unit=office)
    post(Role.STAFF, office, reverse("tasks:record_progress", args=[work.pk]), note=TYPED + KEYS)
    yield ProgressEntry.objects.get().note


def by_profile(office: Unit, _: Path) -> Iterator[str]:
    user = post(Role.STAFF, office, "/tai-khoan/", full_name=TYPED + KEYS, letter_rhythm="daily")
    user.refresh_from_db()
    yield user.full_name


def by_administration(office: Unit, _: Path) -> Iterator[str]:
    post(Role.ADMIN, office, reverse("admin:units_unitkind_add"), code="moi", name=TYPED + KEYS)
    yield UnitKind.objects.get(code="moi").name


def by_list(office: Unit, folder: Path) -> Iterator[str]:
    UnitKindFactory(name="Phòng")
    makes: list[Callable[..., bytes]] = [csv, xlsx]
    for number, make in enumerate(makes):
        file = folder / f"don-vi-{number}"
        file.write_bytes(
            make([HEADINGS, (f"M{number}", f"{TYPED} {number}", "Phòng", office.code)])
        )
        call_command("import_units", file, verbosity=0)
        yield Unit.objects.get(code=f"M{number}").name


def by_command(_: Unit, __: Path) -> Iterator[str]:
    said = {"full_name": TYPED, "unit": "MOI", "unit_name": TYPED, "email": "qt@x.example"}
    call_command("createadmin", username="quan-tri", password=PASSWORD, verbosity=0, **said)
    yield User.objects.get(username="quan-tri").full_name
    yield Unit.objects.get(code="MOI").name


def by_document(office: Unit, _: Path) -> Iterator[str]:
    yield json.dumps(bring(office, PLAN.replace("trụ sở", TYPED)).draft, ensure_ascii=False)


def by_table(office: Unit, _: Path) -> Iterator[str]:
    rows = [[str(cell).replace("trụ sở", TYPED) for cell in row] for row in tables.TABLE]
    said: Any = {"filename": "bang.xlsx", "issuer": office, "by": None, "on": TODAY}
    yield json.dumps(tables.start_from_table(data=xlsx(rows), **said).draft, ensure_ascii=False)


def post(role: Role, office: Unit, where: str, **said: str) -> User:
    user, client = person(role, office), Client()
    client.force_login(user)
    answer = client.post(where, said | {"percent": "5", "email": user.email, "order": "1"})
    assert answer.status_code == 302, answer.content.decode()
    return user


DOORS: list[Callable[[Unit, Path], Iterator[str]]] = [
    by_form,
    by_profile,
    by_administration,
    by_list,
    by_command,
    by_document,
    by_table,
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_what_nobody_sees_comes_in_by_no_door(door, tmp_path):
    said = list(door(UnitFactory(code="STN"), tmp_path))
    assert said
    for text in said:
        assert CLEAN in text
        assert text == unicodedata.normalize("NFC", text)
        assert not [sign for sign in text if unicodedata.category(sign) in {"Cf", "Cc", "Cs"}]


def test_there_is_no_other_door():
    """What is sent is read as a form or as a file: nobody reads a body of his own."""
    reading = ("request.body", "request.read(", "request.META[", "request._read")
    found = [
        (path.name, word)
        for path in sources("pccc", "reports", "intake", "tasks", "plans", "units", "accounts")
        for word in reading
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []
