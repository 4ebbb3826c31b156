"""The house rules that a linter of imports cannot hold.  Each is also shown to fail when broken."""

import ast
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, path

from tests.architecture import (
    ROOT,
    action_files,
    bare_verbs,
    clock_calls,
    hasty_jobs,
    inner_imports,
    long_functions,
    routes,
    sources,
    tree_of,
    unlocked,
    unscoped,
    view_files,
)
from units.guards import requires
from units.policy import Capability

# What anybody signed in may open with no role at all, or not signed in.
OPEN_ROUTES = {
    "home",
    "health",
    "ready",
    "accounts:login",
    "accounts:single_sign_on",
    "accounts:signed_on",
    "accounts:typed",
    "accounts:appearance",
    "accounts:sign_out_elsewhere",
    "accounts:logout",
    "accounts:profile",
    "accounts:password",
    "accounts:forgotten",
    "accounts:letter_sent",
    "accounts:new_password",
    "reports:verify",
    "reports:feed",  # opened by its secret
}
WITHOUT_LOGIN = {
    "reports:feed",
    "health",
    "ready",
    "accounts:login",
    "accounts:single_sign_on",
    "accounts:signed_on",
    "accounts:forgotten",
    "accounts:letter_sent",
    "accounts:new_password",
    "reports:verify",
}


def plain_view(request):
    return HttpResponse()


# --- Lock 1: nobody comes in without logging in ------------------------------------------------
def test_every_route_needs_a_login(db):
    for name, pattern in routes(get_resolver().url_patterns):
        needed = getattr(pattern.callback, "login_required", True)
        assert needed or name in WITHOUT_LOGIN, name


def test_somebody_not_signed_in_is_sent_to_the_login_page(db):
    answer = Client().get("/ke-hoach/")
    assert answer.status_code == 302
    assert answer["Location"] == "/dang-nhap/?next=/ke-hoach/"


# --- Lock 2: every route names the capability it needs -----------------------------------------
def test_every_route_names_its_capability():
    assert unlocked(get_resolver().url_patterns, OPEN_ROUTES) == []


def test_a_route_without_capability_is_found():
    locked = requires(Capability.VIEW_WORK)(plain_view)
    patterns = [path("a/", plain_view, name="bare"), path("b/", locked, name="locked")]
    assert unlocked(patterns, set()) == ["bare"]


# --- Lock 3: a view reaches rows through the person --------------------------------------------
@pytest.mark.parametrize("file", list(view_files()), ids=lambda file: str(file.relative_to(ROOT)))
def test_views_ask_managers_through_a_scope(file):
    assert unscoped(tree_of(file)) == []


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("Task.objects.visible_to(user)", []),
        ("Task.objects.all()", [1]),
        ("x = Task.objects", [1]),
        ("get_object_or_404(Task, pk=pk)\nTask.objects.filter(pk=1)", [2]),
    ],
)
def test_an_unscoped_manager_is_found(code, lines):
    assert unscoped(ast.parse(code)) == lines


MODEL_SHORTCUT = re.compile(r"get_object_or_404\(\s*[A-Z]\w+\s*,")


def test_views_never_fetch_from_a_bare_model():
    for file in view_files():
        assert not MODEL_SHORTCUT.search(file.read_text(encoding="utf-8")), file


# --- The clock, imports, size ------------------------------------------------------------------
def test_only_views_and_commands_ask_the_clock():
    allowed = set(view_files())
    for file in sources():
        if file in allowed or "commands" in file.parts:
            continue
        assert clock_calls(tree_of(file)) == [], file


def test_a_question_to_the_clock_is_found():
    assert clock_calls(ast.parse("from django.utils import timezone\nx = timezone.now()")) == [2]


def test_imports_stand_at_the_top():
    # WeasyPrint needs libraries of the system: it is imported where it is used, once.
    for file in sources():
        if file.relative_to(ROOT).as_posix() == "reports/documents/pdf.py":
            assert len(inner_imports(tree_of(file))) <= 1
        else:
            assert inner_imports(tree_of(file)) == [], file


def test_files_and_functions_keep_their_size():
    for file in sources():
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 400, file
        assert long_functions(tree_of(file), most=50) == [], file


def test_models_have_no_errands():
    for file in sources():
        text = file.read_text(encoding="utf-8")
        assert "django.dispatch" not in text, file
        assert "models.signals" not in text, file
        if file.stem == "models":
            assert "def save(" not in text, file


# --- Verbs -------------------------------------------------------------------------------------
# Reads a document, which takes its time, and then writes with ``keep_intake``.
READS_FIRST = {"start_intake"}


def test_every_verb_opens_its_transaction():
    files = action_files()
    assert len(files) > 20
    for file in files:
        assert set(bare_verbs(tree_of(file))) <= READS_FIRST, file


def test_a_verb_without_a_transaction_is_found():
    code = "@verb\ndef close(*, unit): ...\ndef open(*, unit): ...\ndef of(unit, *, day): ..."
    assert bare_verbs(ast.parse(code)) == ["open"]


def test_no_verb_begins_a_job_before_the_commit():
    for file in action_files():
        assert hasty_jobs(tree_of(file)) == [], file


def test_a_hasty_job_is_found():
    code = "send.enqueue(to=x)\ntransaction.on_commit(partial(send.enqueue, to=x))"
    assert hasty_jobs(ast.parse(code)) == [1]


# --- Templates under a strict content security policy ------------------------------------------
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=\"|javascript:", re.IGNORECASE
)


def templates():
    # What is printed by WeasyPrint, and a letter, goes to no browser of ours.
    return [
        file
        for file in sorted((ROOT / "templates").rglob("*.html"))
        if "compliance/print" not in file.as_posix() and file.stem != "letter"
    ]


@pytest.mark.parametrize("file", templates(), ids=lambda file: str(file.relative_to(ROOT)))
def test_templates_hold_nothing_inline_and_nothing_foreign(file):
    text = file.read_text(encoding="utf-8")
    assert not INLINE.search(text)
    assert not re.search(r"(src|href)=\"(https?:)?//", text)


def test_no_template_switches_escaping_off():
    for file in templates():
        text = file.read_text(encoding="utf-8")
        if file.as_posix().endswith("django/forms/field.html"):
            continue  # help texts are our own and Django's
        assert "|safe" not in text, file
        assert "autoescape off" not in text, file


# --- Dependencies ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name", ["requirements.in", "requirements-servers.in", "requirements-dev.in"]
)
def test_every_package_is_named_with_its_licence_and_reason(name):
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    asked = [found[0] for line in lines if (found := re.match(r"[A-Za-z][\w.-]*", line))]
    assert asked
    assert [one for one in asked if not re.search(rf"[|,] {re.escape(one)}[ ,|]", told)] == []
