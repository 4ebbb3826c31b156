"""Rows that are made once and stand below every test that asks for them.

``@shared`` takes the place of ``@pytest.fixture`` on a function that fills the database. What it
makes stays as long as the tests that follow ask for the same; each works on a copy of the objects,
and what it does to rows and files is taken back after it. Such a function may ask for other shared
ones and for nothing else, and does not depend on what a test sets (the clock, settings).

Where it cannot stand below (a test that commits; something it asks for that a module makes in its
own way) it is made within the test, like any other fixture.
"""

from __future__ import annotations

import copy
import inspect
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

Make = Callable[..., Any]
MAKERS: dict[Make, Make] = {}


def shared(make: Make) -> Any:
    """The fixture that gives each test a copy of what ``make`` makes."""
    needs = tuple(inspect.signature(make).parameters)

    def given(request: pytest.FixtureRequest, db: None, media_root: Path, **needed: Any) -> Any:
        copies = WORLDS.copies_for(request.node, media_root)
        return copies[make] if make in copies else make(**needed)

    names = ("request", "db", "media_root", *needs)
    given.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # pytest reads it
        [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in names]
    )
    given.__name__, given.__doc__, given.__module__ = make.__name__, make.__doc__, make.__module__
    MAKERS[given] = make
    return pytest.fixture(given)


def asked_by(item: Any) -> list[Make]:
    """What the test asks for and can stand below it, each after what it needs itself."""
    fixtures, found = item._fixtureinfo.name2fixturedefs, []

    def add(name: str) -> bool:
        make = MAKERS.get(fixtures[name][-1].func) if name in fixtures else None
        if make is None or not all(add(need) for need in inspect.signature(make).parameters):
            return False
        if make not in found:
            found.append(make)
        return True

    for name in sorted(item.fixturenames):
        add(name)
    return found


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    )


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class World:
    """``made``: what this one and those below it made, as it was when this one stood."""

    make: Make
    made: dict[Make, Any]
    media: Path
    stack: ExitStack


class Worlds:
    """Those that stand now, each upon the one before."""

    def __init__(self) -> None:
        self.standing: list[World] = []
        self.of_test = pytest.StashKey[dict[Make, Any]]()

    def stand(self, makes: Sequence[Make]) -> None:
        """Exactly these: whatever else stands is taken back."""
        same = 0
        for world, make in zip(self.standing, makes, strict=False):
            if world.make != make:
                break
            same += 1
        self.leave(same)
        for make in makes[same:]:
            self.add(make)

    def add(self, make: Make) -> None:
        made = self.copies()
        below = {other.__name__: value for other, value in made.items()}
        needed = {name: below[name] for name in inspect.signature(make).parameters}
        with ExitStack() as stack:
            media = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="world-")))
            stack.enter_context(rolled_back())
            with override_settings(MEDIA_ROOT=media):
                made[make] = make(**needed)
            self.standing.append(World(make, made, media, stack.pop_all()))

    def leave(self, keep: int = 0) -> None:
        while len(self.standing) > keep:
            self.standing.pop().stack.close()

    def copies_for(self, item: pytest.Item, media_root: Path) -> dict[Make, Any]:
        """The test's own, and its own files."""
        if self.of_test not in item.stash:
            item.stash[self.of_test] = self.copies()
            for world in self.standing:
                if any(world.media.iterdir()):
                    shutil.copytree(world.media, media_root, dirs_exist_ok=True)
        return item.stash[self.of_test]

    def copies(self) -> dict[Make, Any]:
        """Of what the standing ones made, one object for one object."""
        return copy.deepcopy(self.standing[-1].made) if self.standing else {}


@contextmanager
def kept(blocker: DjangoDbBlocker, media: Path) -> Iterator[None]:
    """Rows and files made in here stay until it is left, below what each test adds and takes back:
    for a world of one module that all its tests look at, made by a fixture of the module."""
    with blocker.unblock():
        WORLDS.leave()
        with override_settings(MEDIA_ROOT=media), rolled_back():
            try:
                yield
            finally:
                WORLDS.leave()


WORLDS = Worlds()
