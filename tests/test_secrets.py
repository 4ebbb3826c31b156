"""What is never in the log, at its most talkative, in both of its forms: passwords, tokens, keys of
sessions, secret addresses, and what people typed and uploaded; not with a failure either."""

from __future__ import annotations

import copy
import io
import json
import logging
import logging.config
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pccc.logs import OF_CONTENTS
from reports.calendar.feed import renew_feed
from tests.factories import PASSWORD, TODAY, AssignmentFactory, UnitFactory, person
from tests.intake.samples import PLAN
from tests.reading.test_pdf import printed
from units.policy import Role

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WRONG, NEW, TYPED = "Bi-mat-sai-1", "Cau-vong-moi-2027", "Chu-da-go-31415"


@pytest.fixture(params=["line", "json"])
def log(request) -> Iterator[io.StringIO]:
    """What the program would write with LOG_LEVEL=DEBUG: its own handler, on another stream."""
    told: dict[str, Any] = copy.deepcopy(django_settings.LOGGING)
    made = logging.config.DictConfigurator(told)
    for part in ("formatters", "filters"):
        make = getattr(made, f"configure_{part.removesuffix('s')}")
        made.config[part] = {name: make(dict(given)) for name, given in told[part].items()}
    stream = io.StringIO()
    console = {**told["handlers"]["console"], "formatter": request.param, "stream": stream}
    handler = made.configure_handler(console)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def failing(monkeypatch) -> Any:
    """Has a part of the program fail as it must not."""

    def fail(where: str) -> None:
        def broken(*_: object, **__: object) -> None:
            raise RuntimeError("a fault of ours")

        monkeypatch.setattr(where, broken)

    return fail


def test_no_secret_and_nothing_typed_is_ever_logged(log, failing, media_root):
    office = UnitFactory()
    staff = person(Role.STAFF, office, username="hang", email="hang@x.example")
    coordinator, administrator = person(Role.COORDINATOR, office), person(Role.ADMIN, office)
    work = AssignmentFactory(unit=office, task__plan__issuer=office)
    secrets = [WRONG, NEW, TYPED, PASSWORD]
    client = Client(raise_request_exception=False)

    # Signing in, wrongly and well; a form without its token.
    for password in (WRONG, PASSWORD):
        client.post("/dang-nhap/", {"username": "hang", "password": password})
    strict = Client(enforce_csrf_checks=True)
    strict.post("/dang-nhap/", {"username": "hang", "password": WRONG})
    secrets.append(client.cookies["sessionid"].value)

    # A forgotten password: its letter, its address, and a failure behind it.
    client.post("/quen-mat-khau/", {"email": "hang@x.example"})
    (path,) = re.findall(r"/quen-mat-khau/\S+/\S+/", str(mail.outbox[0].body))
    secrets.append(path.split("/")[3])
    stranger = Client(raise_request_exception=False)
    page = stranger.get(path)["Location"]
    failing("accounts.forms.NewPasswordForm.save")
    answer = stranger.post(page, {"new_password1": NEW, "new_password2": NEW})
    assert answer.status_code == 500
    stranger.get(path[:-3] + "xx/")
    answer = signed_in(administrator).post(reverse("units:first_password", args=[staff.pk]))
    secrets += re.findall(r"\b\w{4}-\w{4}-\w{4}\b", answer.content.decode())

    # A calendar's address: opened, failing, and no longer there.
    secret = renew_feed(user=coordinator, on=TODAY)
    secrets.append(secret)
    feed = reverse("reports:feed", kwargs={"user_pk": coordinator.pk, "secret": secret})
    assert stranger.get(feed).status_code == 200
    stranger.get(f"{feed}/")
    failing("reports.calendar.views.build_feed")
    assert stranger.get(feed).status_code == 500

    # What single sign-on comes back with.
    secrets.append("ma-mot-lan-27182")
    stranger.get("/khong-co/", {"code": secrets[-1], "state": secrets[-1]})

    # What is typed and uploaded, a failure in the middle.
    desk = signed_in(person(Role.STAFF, office))
    sent = {"percent": "40", "note": TYPED, "files": file("a.txt", TYPED.encode())}
    failing("tasks.actions.progress.keep_evidence")
    answer = desk.post(reverse("tasks:record_progress", args=[work.pk]), sent)
    assert answer.status_code == 500
    reading = {"issuer": office.pk, "file": file("kh.pdf", printed(f"<pre>{PLAN}\n{TYPED}</pre>"))}
    signed_in(coordinator).post(reverse("intake:new"), reading)
    signed_in(coordinator).get(reverse("reports:search"), {"q": TYPED})

    # What these would tell of contents they are not asked for.
    loud = [one for one in OF_CONTENTS if logging.getLogger(one).isEnabledFor(logging.INFO)]
    assert loud == []
    said = log.getvalue()
    assert "a fault of ours" in said
    assert len(secrets) >= 8
    assert [secret for secret in secrets if secret in said] == []
    if said.startswith("{"):
        assert all(json.loads(line)["level"] for line in said.splitlines())


def signed_in(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
