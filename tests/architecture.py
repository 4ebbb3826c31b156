"""How the house rules are read out of the code, for ``test_architecture.py``."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "pccc",
    "demo",
    "reports",
    "intake",
    "reading",
    "tasks",
    "plans",
    "units",
    "accounts",
    "sheets",
    "vietnamese",
)

# A manager is asked through the person, or for something that belongs to nobody.
SCOPES = {
    "visible_to",
    "editable_by",
    "confirmable_by",
    "decidable_by",
    "reportable_by",
    "read_by",
    "counted_for",
    "staffed_by",
    "directed_by",
    "remindable_by",
    "unread_by",
    "assignable_by",
    "reached_by",
    "roles_of",
    "held",
    "none",
}


def sources(*apps: str) -> Iterator[Path]:
    """Every Python file of the given apps (of all, where none is named) but migrations."""
    for app in apps or APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def view_files() -> Iterator[Path]:
    for path in sources():
        if path.stem == "views" or path.parent.name == "views":
            yield path


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def routes(patterns: list, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of a URLconf by its full name, the admin's own left out."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace == "admin":
                continue
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from routes(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name}", pattern


def posting_routes(patterns: list) -> Iterator[str]:
    """Every route that takes what a form sends."""
    for name, pattern in routes(patterns):
        if "POST" in _methods(pattern.callback):
            yield name


def _methods(view: Any) -> Sequence[str]:
    """The methods a view takes, as ``require_http_methods`` around it says; those of a class."""
    while view is not None:
        if isinstance(view, partial):
            view = view.func
            continue
        held = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
        if "request_method_list" in held:
            return held["request_method_list"]
        if hasattr(view, "view_class"):
            return [name.upper() for name in ("get", "post") if hasattr(view.view_class, name)]
        view = getattr(view, "__wrapped__", None)
    return ()


def unlocked(patterns: list, open_routes: set[str]) -> list[str]:
    """Routes that neither name a capability nor are on the list of open ones."""
    return [
        name
        for name, pattern in routes(patterns)
        if name not in open_routes and not getattr(pattern.callback, "capability", None)
    ]


def unscoped(tree: ast.Module) -> list[int]:
    """Lines on which ``.objects`` is not followed at once by a scope."""
    scoped = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in SCOPES
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "objects" and id(node) not in scoped
    ]


def inner_imports(tree: ast.Module) -> list[int]:
    """Lines of imports that stand inside a function."""
    return [
        inner.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


CLOCKS = {"now", "today", "localdate", "localtime", "utcnow"}


def clock_calls(tree: ast.Module) -> list[int]:
    """Lines that ask what time it is."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name | ast.Attribute)
    ]


def long_functions(tree: ast.Module, most: int) -> list[str]:
    """Functions of more lines than ``most``, docstring and signature included."""
    return [
        f"{node.name}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > most
    ]


def bare_verbs(tree: ast.Module) -> list[str]:
    """Public functions that take keyword arguments only, as verbs do, and are not marked as one."""
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.args.kwonlyargs
        and not node.args.args
        and not any(isinstance(one, ast.Name) and one.id == "verb" for one in node.decorator_list)
    ]


def action_files() -> list[Path]:
    """The modules of verbs."""
    return [
        file
        for file in sources()
        if file.stem == "actions" or file.parent.name == "actions" or file.stem in _MORE_VERBS
    ]


_MORE_VERBS = {"invitations", "draft_lock", "feed"}


def hasty_jobs(tree: ast.Module) -> list[int]:
    """Lines that call ``enqueue`` themselves, without waiting for the commit (which is handed the
    function)."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "enqueue"
    ]
