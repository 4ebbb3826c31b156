"""Every verb, broken off at its writes: nothing is half written, and the next try goes through.

Here at the first, the middle and the last; ``script/faults writes`` does it at every one.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, connection, transaction
from django.test import TestCase

from pccc.integrity import findings
from tests.architecture import ROOT, sources, tree_of
from tests.factories import TODAY
from tests.faults.breaking import all_files, all_rows, broken_at
from tests.faults.cases import CASES, arguments
from tests.faults.world import NOON, World
from tests.worlds import kept

EVERY_WRITE = os.environ.get("EVERY_WRITE") == "1"


def verbs() -> Iterator[tuple[str, str]]:
    """Module and name of every function that is marked as a verb."""
    for path in sources():
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef) and any(
                isinstance(one, ast.Name) and one.id == "verb" for one in node.decorator_list
            ):
                yield ".".join(path.relative_to(ROOT).with_suffix("").parts), node.name


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    with kept(django_db_blocker, tmp_path_factory.mktemp("made")):
        yield World.make()


@pytest.fixture
def world(made, db) -> World:
    made.refresh()
    return made


def test_every_verb_has_a_case():
    named = {getattr(import_module(module), name) for module, name in verbs()}
    missing = named - set(CASES)
    assert sorted(f"{one.__module__}.{one.__name__}" for one in missing) == []
    assert set(CASES) == named


def run(verb, world, number: int) -> tuple[int, str]:
    """Runs the verb with its write of that number failing, looks at what is left, and takes all of
    it back; returns how many writes there were and which kind failed."""
    with transaction.atomic():
        world.refresh()
        given = arguments(verb, world)
        rows, files, is_through, error = all_rows(), all_files(), False, None
        try:
            with broken_at(number) as count, TestCase.captureOnCommitCallbacks(execute=True):
                verb(**given)
                is_through = True
        except (Error, OSError, ValidationError) as raised:
            error = raised
        if not is_through:
            assert count.kind, f"refused without a fault: {error!r}"
            after = all_rows()
            assert {t for t in rows if rows[t] != after[t]} == set(), "half written"
            assert all_files() == files, "a file without a row"
        # A job runs after the commit, each of its writes for itself.
        connection.set_rollback(False)
        assert list(findings(NOON)) == []
        transaction.set_rollback(True)
    return count.writes, count.kind


@pytest.mark.parametrize("verb", CASES, ids=lambda verb: f"{verb.__module__}.{verb.__name__}")
def test_a_verb_that_is_broken_off_leaves_nothing_half_done(verb, world, on_day, media_root):
    on_day(TODAY)
    writes, _ = run(verb, world, 0)
    assert writes, "this case writes nothing"
    numbers = range(1, writes + 1) if EVERY_WRITE else {1, (writes + 1) // 2, writes}
    for number in sorted(numbers):
        _, kind = run(verb, world, number)
        assert kind, f"write {number} of {writes} did not come"
