#!/usr/bin/env python
"""Writes ``docs/pages.md``: for every address its view, what builds its values, its template and
the capability it asks for.  All of it is read out of the URLconf and the views' own source."""

from __future__ import annotations

import ast
import inspect
import os
import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import django
from django.apps import apps
from django.forms import BaseForm
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "pages.md"
# The modules whose functions fetch, act and render.
OF_VIEWS = re.compile(r"\.(views|guards|policy)(\.|$)")
OURS = re.compile("(accounts|units|plans|tasks|intake|reports)[.]")
VALUES = re.compile(r"\.build_\w+$|\.(pdf|docx|xlsx)\.\w+$")
OPEN = "–"  # the address asks for no capability

HEAD = """# Pages

Every address with its view, what builds the values of its page, the forms and verbs by which it
changes something, its template and the capability it asks for (`units/policy.py`). An address
without a template acts and leads on, or answers with a file. The administration (`/quan-tri/`) is
Django's: `*/admin.py`, `*/admin/`. Texts of a page are in its template; those of the compliance
report in `reports/compliance/`. Rules, settings and what goes where: [recipes.md](recipes.md).

Made by `script/pages`, checked by `tests/test_pages.py`: not edited by hand.
"""


@dataclass
class Found:
    """What the source of a view and of its helpers names: what builds values, forms and verbs (they
    take ``by``), other functions of the project, templates."""

    values: dict[str, None] = field(default_factory=dict)
    acts: dict[str, None] = field(default_factory=dict)
    others: dict[str, None] = field(default_factory=dict)
    templates: dict[str, None] = field(default_factory=dict)


def routes(
    patterns: list[URLPattern | URLResolver], address: str = "/", app: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every route as (address, app, pattern), the admin's own left out."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                inner = address + str(pattern.pattern)
                yield from routes(pattern.url_patterns, inner, pattern.namespace or app)
        else:
            yield _readable(address + str(pattern.pattern)), app, pattern


def _readable(address: str) -> str:
    """A regular expression as the address that it stands for: "<name>" for its groups."""
    return re.sub(r"\(\?P(<\w+>)[^)]*\)|[\^$]", r"\1", address)


def read_view(view: Any) -> Found:
    """What a view and the functions of views that it calls name.  Class-based views of Django say
    their template and form when they are made."""
    found = Found()
    if hasattr(view, "view_class"):
        for key, value in view.view_initkwargs.items():
            if key.endswith("template_name"):
                found.templates[value] = None
            elif key in ("form_class", "authentication_form"):
                found.acts[_dotted(value)] = None
        return found
    _read(_function(view), found, set())
    return found


def _function(view: Any) -> Any:
    """The function under its locks."""
    inner = inspect.unwrap(view)
    return _function(inner.func) if isinstance(inner, partial) else inner


def _read(function: FunctionType, found: Found, seen: set[FunctionType]) -> None:
    seen.add(function)
    (defined,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(defined, ast.FunctionDef)
    for node in (inner for statement in defined.body for inner in ast.walk(statement)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.fullmatch(r"[\w/]+\.html", node.value):
                found.templates[node.value] = None
        elif isinstance(node, ast.Name):
            _follow(function.__globals__.get(node.id), found, seen)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = function.__globals__.get(node.value.id)
            if isinstance(module, ModuleType):
                _follow(getattr(module, node.attr, None), found, seen)


def _follow(named: Any, found: Found, seen: set[FunctionType]) -> None:
    """Sorts what a view names; a function of the views is read further."""
    if isinstance(named, type) and issubclass(named, BaseForm):
        found.acts[_dotted(named)] = None
    function = _function(named)
    if not isinstance(function, FunctionType) or not OURS.match(function.__module__):
        return
    if OF_VIEWS.search(function.__module__):
        if function not in seen:
            _read(function, found, seen)
    elif VALUES.search(_dotted(function)):
        found.values[_dotted(function)] = None
    elif "by" in inspect.signature(function).parameters:
        found.acts[_dotted(function)] = None
    else:
        found.others[_dotted(function)] = None


def _dotted(named: Any) -> str:
    return f"{named.__module__}.{named.__name__}"


def name_of(view: Any) -> str:
    made = getattr(view, "view_class", None) or _function(view)
    return _dotted(made)


def table() -> str:
    """The whole document."""
    by_app: dict[str, list[str]] = {}
    for address, app, pattern in routes(get_resolver().url_patterns):
        found = read_view(pattern.callback)
        capability = getattr(pattern.callback, "capability", None)
        cells = (
            f"`{address}`",
            f"`{name_of(pattern.callback)}`",
            _listed(found.values or found.others),
            _listed(found.acts),
            _listed(found.templates),
            f"`{capability.name}`" if capability else OPEN,
        )
        by_app.setdefault(app, []).append(f"| {' | '.join(cells)} |\n")
    return HEAD + "".join(_section(app, rows) for app, rows in sorted(by_app.items()))


def _listed(names: dict[str, None]) -> str:
    return "<br>".join(f"`{name}`" for name in names)


def _section(app: str, rows: list[str]) -> str:
    title = f"{app}: {apps.get_app_config(app).verbose_name}" if app else "pccc"
    columns = "| address | view | values | forms, verbs | template | capability |"
    return f"\n## {title}\n\n{columns}\n|---|---|---|---|---|---|\n{''.join(rows)}"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pccc.settings")
    django.setup()
    PAGE.write_text(table(), encoding="utf-8")
