"""docs/pages.md says of every address where its view, values, forms and template are."""

import re
from runpy import run_path

from django.urls import get_resolver

from tests.architecture import ROOT, routes

PAGES = run_path(str(ROOT / "script" / "pages.py"))
WRITTEN = PAGES["PAGE"].read_text(encoding="utf-8")


def test_the_document_is_as_the_code_is():
    assert PAGES["table"]() == WRITTEN, "docs/pages.md has fallen behind: run script/pages"


def test_every_address_has_its_line():
    lines = [line for line in WRITTEN.splitlines() if line.startswith("| `/")]
    assert len(lines) == len(list(routes(get_resolver().url_patterns)))


def test_every_template_named_is_there():
    named = set(re.findall(r"`([\w/]+\.html)`", WRITTEN))
    assert {name for name in named if not (ROOT / "templates" / name).exists()} == set()


def test_a_view_is_read_through_its_locks_and_helpers():
    views = dict(routes(get_resolver().url_patterns))
    found = PAGES["read_view"](views["tasks:record_progress"].callback)
    assert "tasks.forms.work.ProgressForm" in found.acts
    assert "tasks.actions.progress.record_progress" in found.acts
    assert "tasks.contexts.assignment.build_assignment_page" in found.values
    assert list(found.templates) == ["tasks/assignment.html"]
