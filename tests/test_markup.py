"""A world in which every text of every table holds markup, on every page of every role, in every
letter and every document made of it: it is shown, and it is never more than text."""

from __future__ import annotations

import copy
import io
import os
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pdfplumber
import pytest
from django.apps import apps
from django.contrib import admin
from django.core import mail
from django.db import IntegrityError, models, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Left
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from intake.models import Intake
from pccc.daily import run_day
from plans.models import Plan, Recipient
from reports.calendar.feed import renew_feed
from reports.models import (
    DocumentForm,
    DutyForm,
    FigureDecision,
    ReportSection,
    Submission,
    SubmissionPart,
)
from reports.notices.letters import Post
from tasks.actions.coverage import waive_coverage
from tasks.models import Assignment, Difficulty, OutsideParty, Task, TaskIndicator
from tests.factories import TODAY
from tests.faults.world import NOON
from tests.intake.samples import PLAN, bring
from tests.test_access import MATRIX, World, address, client_of
from tests.worlds import kept
from units.models import Unit
from units.policy import Role

pytestmark = [pytest.mark.django_db, pytest.mark.once]

EVERY_ROLE = os.environ.get("EVERY_ROLE") == "1"
ROLES = tuple(Role) if EVERY_ROLE else (Role.COORDINATOR, Role.STAFF, Role.ADMIN)
MARK = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"
SHORT = "<b>\"'{{7*7}}"
# What a program that sets documents might fetch or run, and what would be a line of a calendar.
FETCHED = (
    ' url(http://127.0.0.1:9/a) @import "file:///etc/passwd"; <img src="file:///etc/passwd">'
    ' <link rel=stylesheet href="http://127.0.0.1:9/b"> #read("/etc/passwd") #import "/etc/passwd"'
)
LONG = f"{MARK}{FETCHED}\r\nX-EVIL:1"
APPS = {"plans", "tasks", "intake", "reports", "units", "accounts"}
# What a program compares and never shows as it is; what validators keep free of markup.
KEYS = re.compile(
    r"^(sort_|search_|password|username|email|address|sha256|media_type|folded|period|key|listing"
    r"|meant|ending|digest|code|refusal|deadline_words|told|annexes)"
)
# Shown while a list is brought, or not at all.
EMPTY = {
    "SentForm",
    "ListImport",
    "ListAnswer",
    "UnitAncestor",
    "AgencySetting",
    "Holiday",
    "MetDuty",
}


def texts_of(model: Any) -> list[models.CharField[Any, Any] | models.TextField[Any, Any]]:
    return [
        one
        for one in model._meta.concrete_fields
        if isinstance(one, models.CharField | models.TextField)
        and not one.choices
        and not KEYS.match(one.name)
        and (one.max_length is None or one.max_length >= 20)
    ]


def write_everywhere(mark: Callable[[Any], str]) -> set[str]:
    """Writes it into every text, each row's its own; returns which there were."""
    found = set()
    for model in apps.get_models():
        texts = texts_of(model) if model._meta.app_label in APPS else []
        for row in model._base_manager.all() if texts else ():
            for one in texts:
                # Some texts stand only where others do (the answer to a question).
                with suppress(IntegrityError), transaction.atomic():
                    model._base_manager.filter(pk=row.pk).update(
                        **{one.name: f"{mark(one)}{row.pk}"}
                    )
                    found.add(f"{model.__name__}.{one.name}")
    return found


def _markup(field: Any) -> str:
    if field.max_length is None:
        return LONG
    return MARK if field.max_length > len(MARK) + 5 else SHORT


class Marked(World):
    def __init__(self) -> None:
        super().__init__()
        keys, agency = self.keys, self.agency
        by = self.people[Role.COORDINATOR]
        read = bring(agency, PLAN.replace("trụ sở", f"trụ sở {MARK}"), by=by)
        Intake.objects.filter(pk=keys["intake"]).update(draft=read.draft)
        Recipient.objects.create(plan_id=keys["plan"], order=1, name="x")
        OutsideParty.objects.create(task_id=keys["task"], part="lead", name="x")
        FigureDecision.objects.create(
            submission_id=keys["submission"], name="x", counts=True, by=by, on=TODAY
        )
        ReportSection.objects.create(report_id=keys["report"], key="field", text="x", edited_by=by)
        SubmissionPart.objects.create(
            submission_id=keys["submission"], order=1, heading="x", text="x"
        )
        figure = {"name": MARK, "measure": SHORT, "value": "3"}
        Submission.objects.update(figures=[figure])
        DutyForm.objects.create(duty_id=keys["duty"], sections=[{"heading": MARK, "asks": [MARK]}])
        DocumentForm.objects.create(unit=agency)
        TaskIndicator.objects.create(task_id=keys["task"], indicator_id=keys["indicator"])
        plan, above = (Task.objects.get(pk=keys[one]).plan for one in ("task", "superior_task"))
        waive_coverage(
            plan=plan, superior=above, tasks=[keys["superior_task"]], reason="x", by=by, on=TODAY
        )
        said = {"answer": "x", "answered_on": TODAY, "answered_by": by}
        Difficulty.objects.update(**said)
        Assignment.objects.filter(pk=keys["assignment"]).update(due_on=TODAY)
        self.marked = write_everywhere(_markup)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, files) -> Iterator[Marked]:
    with kept(django_db_blocker, files):
        yield Marked()


@pytest.fixture
def media_root(settings, files) -> Path:
    settings.MEDIA_ROOT = files
    return files


@pytest.fixture
def world(made, db, media_root, on_day) -> Marked:
    on_day(TODAY)
    return copy.deepcopy(made)


_RUN = ("<script>alert", "<img src=x", "<b>\"'", "&gt;49", '<img src="file:')


def wrong_with(page: str) -> list[str]:
    """What of the markup became more than text."""
    found = [one for one in _RUN if one in page]
    tree = lxml.html.fromstring(page)
    for one in tree.iter():
        if isinstance(one.tag, str):
            found += [f"{one.tag} {name}" for name in one.attrib if name.startswith("on")]
            if one.tag == "script" and not one.get("src"):
                found.append("script")
    return found


def test_every_text_is_marked(made):
    """A new table with a text needs a row here."""
    with_texts = {
        f"{model.__name__}.{one.name}"
        for model in apps.get_models()
        if model._meta.app_label in APPS and "Historical" not in model.__name__
        for one in texts_of(model)
        if model.__name__ not in EMPTY
    }
    assert with_texts - made.marked == set()


@pytest.mark.parametrize("role", ROLES)
def test_no_page_runs_what_was_typed(world, role):
    client, shown = client_of(world, role), 0
    wrong: list[tuple[str, object]] = []
    for route, (method, *_) in MATRIX.items():
        if method != "get":
            continue
        answer = client.get(address(world, route), {"q": MARK})
        body = answer.getvalue() if answer.streaming else answer.content
        if answer.status_code >= 500:
            wrong.append((route, answer.status_code))
        if answer["Content-Type"].startswith("text/html") and body.strip():
            page = body.decode()
            wrong += [(route, one) for one in wrong_with(page)]
            shown += "&lt;script&gt;alert(1)" in page and "{{7*7}}" in page
    assert wrong == []
    assert shown > 20  # it was there to be run


def test_no_page_of_the_administration_runs_it(world):
    client, shown = client_of(world, Role.ADMIN), 0
    wrong: list[tuple[str, object]] = []
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.order_by("-pk").first()
        pages = [f"{reverse(f'{name}_changelist')}?q={MARK[:9]}", reverse(f"{name}_changelist")]
        if row:
            pages += [reverse(f"{name}_{what}", args=[row.pk]) for what in ("change", "history")]
        for page in pages:
            answer = client.get(page)
            if answer.status_code >= 500:
                wrong.append((page, answer.status_code))
            elif answer.status_code == 200:
                text = answer.content.decode()
                # The library's own pages have a script of data, which no browser runs.
                text = re.sub(r'<script[^>]*type="application/json".*?</script>', "", text)
                wrong += [(page, one) for one in wrong_with(text)]
                shown += "&lt;script&gt;alert(1)" in text
    assert wrong == []
    assert shown > 15


def test_no_letter_runs_it_or_takes_a_line_of_it_for_a_head(world):
    for model, name in ((Unit, "name"), (User, "full_name"), (Task, "title"), (Plan, "title")):
        model.objects.update(**{name: Concat(Left(name, 99), Value("\r\nBcc: evil@x.example"))})
    list(run_day(post=Post(TODAY, NOON, "https://pccc.example.gov.vn")))
    client_of(world, Role.ADMIN).post(
        reverse("units:invite_person", args=[world.people[Role.STAFF].pk])
    )
    assert mail.outbox
    pages = [page for one in mail.outbox for page, _ in getattr(one, "alternatives", ())]
    assert any("&lt;script&gt;alert(1)" in page for page in pages)
    assert [one for page in pages for one in wrong_with(page)] == []
    for letter in mail.outbox:
        heads = [str(letter.subject), letter.from_email, *letter.to]
        assert not {"\r", "\n"} & set("".join(heads))
        assert letter.message()["Bcc"] is None
        assert "evil" not in "".join(parseaddr(one)[1] for one in letter.recipients())


# --- files made of it -----------------------------------------------------------------------------
class Watch:
    """Files and addresses that the process asks for; a hook of the interpreter stays for good."""

    opened: list[str] | None = None

    def __call__(self, event: str, about: Any) -> None:
        if self.opened is not None and event in {"open", "socket.connect", "socket.getaddrinfo"}:
            self.opened.append(f"{event} {about}")


WATCH = Watch()
sys.addaudithook(WATCH)


@pytest.fixture
def what_is_opened() -> Iterator[list[str]]:
    opened: list[str] = []
    WATCH.opened = opened
    yield opened
    WATCH.opened = None


DOCUMENTS = (
    "reports:plan_document",
    "reports:compliance_file",
    "reports:notice_file",
    "reports:report_document",
    "reports:submission_document",
)


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf"])
def test_no_document_runs_or_fetches_it(world, what_is_opened, ending):
    """Neither WeasyPrint nor typst asks for an address or a file that a text names, and no text is
    markup, code or a formula of the document."""
    client, found = client_of(world, Role.COORDINATOR), 0
    for route in DOCUMENTS:
        keys = world.keys | {"docx": ending}
        answer = client.get(
            reverse(route, kwargs={name: keys[key] for name, key in MATRIX[route][1].items()})
        )
        if answer.status_code != 200:
            continue  # made by a job, or not in this ending
        body = answer.getvalue() if answer.streaming else answer.content
        text = _words(body, ending)
        found += "<script>alert(1)" in text and "{{7*7}}" in text
        assert "root:" not in text
    assert found > 1
    assert [one for one in what_is_opened if re.search(r"passwd|127\.0\.0\.1|'?9'?\)", one)] == []


def _words(body: bytes, ending: str) -> str:
    if ending == "pdf":
        with pdfplumber.open(io.BytesIO(body)) as document:
            return re.sub(r"\s+", "", "".join(page.extract_text() for page in document.pages))
    if ending == "xlsx":
        cells = [cell for sheet in load_workbook(io.BytesIO(body)) for row in sheet for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        return " ".join(str(cell.value) for cell in cells)
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return "".join(lxml.etree.fromstring(package.read("word/document.xml")).itertext())


def test_no_calendar_takes_a_line_of_it(world):
    staff = world.people[Role.STAFF]
    secret = renew_feed(user=staff, on=TODAY)
    feed = reverse("reports:feed", kwargs={"user_pk": staff.pk, "secret": secret})
    plan = reverse("reports:plan_calendar", args=[world.keys["plan"]])
    for answer in (Client().get(feed), client_of(world, Role.COORDINATOR).get(plan)):
        assert answer.status_code == 200
        lines = answer.content.decode().splitlines()
        assert not [line for line in lines if line.startswith("X-EVIL")]


@pytest.mark.parametrize(
    ("role", "ending"), [(Role.COORDINATOR, "xlsx"), (Role.ADMIN, "csv"), (Role.ADMIN, "xlsx")]
)
def test_no_list_to_be_saved_holds_a_formula(world, role, ending):
    """Every list that can be had as a file, by every door that gives one; the administration's."""
    write_everywhere(lambda _: "=1+1")
    client, files = client_of(world, role), 0
    for page in _looked_at(world, role):
        answer = client.get(page, {"tep": ending})
        if answer.status_code == 200 and "attachment" in answer.get("Content-Disposition", ""):
            body = answer.getvalue() if answer.streaming else answer.content
            files += _has_no_formula(body, page)
    assert files > 5


def _looked_at(world: Marked, role: Any) -> Iterator[str]:
    yield from (address(world, route) for route, (how, *_) in MATRIX.items() if how == "get")
    for model, found in admin.site._registry.items() if role == Role.ADMIN else ():
        if hasattr(found, "export_columns"):
            yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_export")


def _has_no_formula(body: bytes, page: str) -> bool:
    """Whether it was a list at all."""
    if zipfile.is_zipfile(io.BytesIO(body)):
        is_book = "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(body)).namelist()
        return is_book and "=1+1" in _words(body, "xlsx")
    text = body.decode("utf-8-sig", errors="ignore")
    assert not re.search(r'(^|[;,\t])"?=1', text, re.MULTILINE), page
    return "=1+1" in text
