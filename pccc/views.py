"""The first page, the guide, what watches over the program, and the page of a failure."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import DatabaseError, Error, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_GET
from django.views.defaults import bad_request as plain_bad_request
from django_guid import get_guid

from accounts.typed import typed_in
from units.guards import capabilities, requires
from units.policy import Capability

RETRY_SECONDS = 30
_STYLES = ("bootstrap.min", "fonts", "tokens", "frame", "components")
_THEMES = {"toi": "dark", "sang": "light"}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Takes everybody to the page that says what to do next."""
    may = capabilities(request)
    if Capability.IMPORT_PLANS in may or Capability.DECIDE_EXTENSION in may:
        return redirect("reports:dashboard")
    if Capability.VIEW_WORK in may:
        return redirect("tasks:my_work")
    return redirect("accounts:profile")


@require_GET
@requires(Capability.USE_PROGRAM)
def guide(request: HttpRequest) -> HttpResponse:
    """How to use the program, for each role."""
    return render(request, "guide/guide.html")


@require_GET
@login_not_required
def health(_request: HttpRequest) -> JsonResponse:
    """Answers 200 when the program can reach its database, 503 when it cannot."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


@require_GET
@login_not_required
def ready(_request: HttpRequest) -> JsonResponse:
    """Whether this machine may be given requests: 200, or 503 with the part that is not ready.

    A program that was upgraded before its database was migrated is alive and not ready.
    """
    parts = {"files": _keeps_files(), "cache": _has_cache()} | _database_parts()
    is_ready = all(parts.values())
    told = {name: "ok" if good else "not ready" for name, good in parts.items()}
    status = {"status": "ok" if is_ready else "not ready"}
    return JsonResponse(status | told, status=200 if is_ready else 503)


def _database_parts() -> dict[str, bool]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return {"database": False, "migrations": False}
    return {"database": True, "migrations": not waiting}


def _keeps_files() -> bool:
    return bool(default_storage.is_writable())  # type: ignore[attr-defined]  # both stores have it


def _has_cache() -> bool:
    try:
        cache.set("ready", True, 60)
        return cache.get("ready") is True
    except Exception:  # noqa: BLE001  # each cache raises what its own library raises
        return False


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a failure, with the name under which the log tells of it, and with what was
    typed: one click sends it again.  It asks nothing of the database.

    503 where the database was not there, or could not write: that goes by, and is said so.
    """
    is_passing = _is_passing(sys.exc_info()[1])
    answer = _failure(request, 503 if is_passing else 500, is_passing=is_passing)
    if is_passing:
        answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def no_room(request: HttpRequest) -> HttpResponse:
    """The same page where the disk is full, or cannot be written to, before a file has come in."""
    return _failure(request, 507, is_full=True)


def _failure(request: HttpRequest, status: int, **kind: bool) -> HttpResponse:
    context = {
        "request_id": get_guid(),
        "typed": typed_in(request),
        "token": get_token(request),
        "theme": _THEMES.get(request.COOKIES.get("giaodien", ""), ""),
        "styles": _styles(),
        **kind,
    }
    return HttpResponse(render_to_string("500.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What could not be understood; a session that could not be kept because the database went away
    comes here too, and is told as such."""
    if _is_passing(exception):
        return server_error(request)
    return plain_bad_request(request, exception)


def _is_passing(error: BaseException | None) -> bool:
    """Whether the database was not there, in this error or in the one that it came of."""
    while error is not None:
        # A server that falls in the middle of an answer is told by the bare class.
        if isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError:
            return True
        error = error.__cause__ or error.__context__
    return False


def _styles() -> tuple[str, ...]:
    """The addresses of the stylesheets; none where they are not collected, for the page of a
    failure is shown plain rather than not at all."""
    try:
        return tuple(static(f"css/{name}.css") for name in _STYLES)
    except (ValueError, OSError):
        return ()
