"""docs/pages.md says of every address where its view, values, forms and template are; what the
developers' documents name is there."""

import re
from runpy import run_path

import pytest
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


# --- what the documents name ----------------------------------------------------------------------
PATH = re.compile(r"`(\w[\w./]*/[\w./-]*)`")


def named_paths(text: str) -> set[str]:
    """Files and folders named in backticks by their path from the project's root."""
    return {name for name in PATH.findall(text) if (ROOT / name.split("/")[0]).is_dir()}


@pytest.mark.parametrize("document", ["architecture", "recipes", "words"])
def test_every_file_that_a_document_names_is_there(document):
    named = named_paths((ROOT / "docs" / f"{document}.md").read_text(encoding="utf-8"))
    assert len(named) > 10
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_a_file_that_is_gone_is_noticed():
    assert named_paths("in `tasks/gone.py`, `a/b` and `/viec/`") == {"tasks/gone.py"}


def code_at(where: str) -> str:
    """The source of the files and folders that a cell names."""
    places = [ROOT / name for name in named_paths(where)]
    files = [file for one in places for file in (one.rglob("*.py") if one.is_dir() else [one])]
    return "".join(file.read_text(encoding="utf-8") for file in files)


def test_every_word_stands_where_the_table_says():
    text = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.count("|") == 4]
    told = [(name, row[3]) for row in rows for name in re.findall(r"`([A-Za-z_]+)`", row[2])]
    assert len(told) > 60
    assert [pair for pair in told if pair[0] not in code_at(pair[1]) and "`" in pair[1]] == []


def test_every_test_that_security_md_names_is_there():
    told = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/.]+)`", told)
    assert len(named) > 20
    assert [one for one in named if not (ROOT / one).exists()] == []


NAMED_IN = re.compile(r"`(\w[\w./]*\.py)` \(`([\w.]+)")


@pytest.mark.parametrize("document", ["architecture", "recipes", "words"])
def test_what_a_document_names_in_a_file_stands_in_it(document):
    text = (ROOT / "docs" / f"{document}.md").read_text(encoding="utf-8")
    for path, name in NAMED_IN.findall(text):
        code = (ROOT / path).read_text(encoding="utf-8")
        assert all(part in code for part in name.split(".")), f"{path} ({name})"
