"""A browser for the tests of this folder: the system's Chromium, driven by Playwright.

``page`` is a desktop, ``phone`` a telephone; both fail their test at the end if a page was in
trouble. Every test here carries the marker ``browser`` and may use the database; but for those of
ON_EVERY_DATABASE, which change rows from several pages at once, it is run on the first one only.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.cache import patch_cache_control
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.accessibility import violations_of
from tests.factories import PASSWORD
from units.actions import ensure_standard_kinds

Login = Callable[[Page, User], None]
LoginByForm = Callable[[Page, str, str], None]
CheckAccessibility = Callable[..., None]
NewContext = Callable[..., BrowserContext]

HERE = Path(__file__).parent
ON_EVERY_DATABASE = {"test_typing.py", "test_whole_path.py"}
DESKTOP = {"width": 1366, "height": 768}
TELEPHONE = {"width": 390, "height": 844}
MILLISECONDS_FOR_LAST_WORDS = 50
# On a machine that has other work a page may take its time; what comes sooner is not waited for.
MILLISECONDS_TO_COME = 20_000
expect.set_options(timeout=MILLISECONDS_TO_COME)
SECONDS_TO_KEEP = 10 * 365 * 24 * 60 * 60
# The shell is the same engine without the windows around it, which take a third of the time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--js-flags=--no-opt --no-maglev",  # no page stays long enough to be worth compiling twice
]
# The longest first: what is short fills up the workers' last minutes.
LONG = ("test_every_page.py", "test_forms.py", "test_keyboard.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = [place for place, item in enumerate(items) if HERE in item.path.parents]
    ours = sorted((items[place] for place in places), key=lambda item: item.path.name not in LONG)
    for place, item in zip(places, ours, strict=True):
        items[place] = item
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.django_db(transaction=True))
        if item.path.name not in ON_EVERY_DATABASE:
            item.add_marker(pytest.mark.once)


@pytest.fixture(scope="session")
def kept_static_files() -> Iterator[None]:
    """The browser asks once for each file: the program's own days (``on_day``) let it think that
    what it holds is months old."""
    serve = StaticFilesHandler.serve

    def serve_for_good(self: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        answer = serve(self, request)
        patch_cache_control(answer, max_age=SECONDS_TO_KEEP, immutable=True)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", serve_for_good)
        yield


@pytest.fixture(autouse=True)
def standard_kinds(transactional_db: None) -> None:
    """The kinds of unit that the migration adds; each test ends with an empty database."""
    ensure_standard_kinds()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        pytest.fail(
            f"no browser: none of {', '.join(CHROMIUM)} is in PATH (script/bootstrap --dev)"
        )
    return {**browser_type_launch_args, "executable_path": found, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(
    browser_context_args: dict[str, Any], kept_static_files: None, live_server: LiveServer
) -> dict[str, Any]:
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "reduced_motion": "reduce",
    }


# A part of a page that is asked for anew gives up the question under way, and htmx tells of it; a
# network that fails says "htmx:sendError" besides.
GIVEN_UP = ("htmx:sendAbort", "htmx:afterRequest")


@pytest.fixture
def troubles() -> Iterator[list[str]]:
    """What went wrong in the pages of this test; a test that provokes something clears the list."""
    found: list[str] = []
    yield found
    if found:
        pytest.fail("the page was in trouble:\n" + "\n".join(found), pytrace=False)


@contextmanager
def watched(context: BrowserContext, troubles: list[str]) -> Iterator[Page]:
    """A page; write down errors of the console (those of the CSP among them) and of the network."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(GIVEN_UP):
            troubles.append(f"console: {message.text} ({message.location.get('url')})")

    def on_request_failed(request: Request) -> None:
        # A download, or a page left while it loads, ends as "aborted".
        if request.failure != "net::ERR_ABORTED":
            troubles.append(f"request: {request.method} {request.url}: {request.failure}")

    page = context.new_page()
    page.set_default_timeout(MILLISECONDS_TO_COME)
    page.on("console", on_console)
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("requestfailed", on_request_failed)
    yield page
    if not page.is_closed():
        page.wait_for_timeout(MILLISECONDS_FOR_LAST_WORDS)


@pytest.fixture
def context(new_context: NewContext) -> BrowserContext:
    return new_context(viewport=DESKTOP)


@pytest.fixture
def page(troubles: list[str], context: BrowserContext) -> Iterator[Page]:
    """A desktop of 1366 × 768; addresses are relative: ``page.goto("/")``."""
    with watched(context, troubles) as page:
        yield page


@pytest.fixture
def phone(troubles: list[str], new_context: NewContext) -> Iterator[Page]:
    """A telephone of 390 × 844 with a touch screen."""
    context = new_context(viewport=TELEPHONE, is_mobile=True, has_touch=True, device_scale_factor=2)
    with watched(context, troubles) as page:
        yield page


# A page that came as a part of another gets its cursor twice: from htmx, and by the browser when
# it is next drawn.
_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Fills in the sign-in page that is shown."""
    # Arriving, the page puts the cursor here; until then it would take it from another field.
    name = page.get_by_label("Tên đăng nhập")
    expect(name).to_be_focused()
    page.evaluate(_DRAWN)
    name.fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


@pytest.fixture
def login(live_server: LiveServer) -> Login:
    """``login(page, user)``: a session without the form, for every test but the form's own."""

    def log_in(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])

    return log_in


@pytest.fixture
def login_by_form() -> LoginByForm:
    """``login_by_form(page, username, password)``: as a person does it."""

    def log_in(page: Page, username: str, password: str) -> None:
        page.goto(reverse(django_settings.LOGIN_URL))
        sign_in(page, username, password)

    return log_in


@pytest.fixture
def check_accessibility() -> CheckAccessibility:
    """``check_accessibility(page)`` fails with what axe finds against WCAG 2.2 AA."""

    def check(page: Page, within: str | None = None) -> None:
        found = violations_of(page, within)
        if found:
            pytest.fail(f"{page.url} is not accessible:\n" + "\n".join(found), pytrace=False)

    return check
