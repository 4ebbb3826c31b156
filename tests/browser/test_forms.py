"""What was typed is never lost, on every form: one life of each page, in which the person goes away
and back, the network fails, the session ends, a file is refused, somebody else is quicker, and the
button is clicked twice."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from django.contrib.sessions.models import Session
from django.urls import get_resolver
from playwright.sync_api import Error, FilePayload, Locator, Page, expect

from tests.architecture import ROOT, posting_routes
from tests.browser.conftest import sign_in
from tests.browser.forms.case import Case, Ready
from tests.browser.forms.table import ALIKE, BUTTONS, OPEN, PARTS, SECRET
from tests.factories import TODAY
from tests.faults.world import World

WRONG_FILE = FilePayload(name="tep.exe", mimeType="application/octet-stream", buffer=b"MZ\x00\x01")
PROVOKED = re.compile(
    r"ERR_INTERNET_DISCONNECTED|status of (401|409|422)|htmx:(after|send)|favicon"
)
FORM = re.compile(r"<form\b(.*?)>(.*?)</form>", re.DOTALL)
TYPED = re.compile(r'<textarea|<select|type="(text|number|date|file)"|form\.html|as_field')
ELSEWHERE = "/suc-khoe/"  # a page of the same site, without anything on it


# --- the table is whole ---------------------------------------------------------------------------
def test_every_route_that_takes_a_form_has_a_case_or_says_why_not():
    taking = set(posting_routes(get_resolver().url_patterns))
    cases = {case.route for part in PARTS.values() for case in part}
    others = [BUTTONS, OPEN, SECRET, set(ALIKE)]
    assert taking - cases - set().union(*others) == set(), "neither in the table nor a button"
    assert cases.union(*others) - taking == set(), "no such route"
    assert sum(map(len, [cases, *others])) == len(taking), "in two places"
    assert set(ALIKE.values()) <= cases | BUTTONS


def test_a_button_has_nothing_to_type():
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for action, inner in FORM.findall(path.read_text(encoding="utf-8")):
            named = re.search(r"url '([\w:]+)'", action)
            if named and named[1] in BUTTONS:
                assert not TYPED.search(inner), f"{path.name}: {named[1]}"


# --- one form -------------------------------------------------------------------------------------
class Life:
    """A page with one form, from the first word typed to what is written."""

    def __init__(self, page: Page, case: Case, ready: Ready) -> None:
        self.page, self.case, self.ready = page, case, ready
        self.typed: Mapping[str, str] = {**case.typed, **ready.typed}

    @property
    def form(self) -> Locator:
        """The form, marked by the address to which it is sent."""
        self.page.evaluate(
            """address => {
              for (const form of document.forms) {
                const led = [...form.querySelectorAll("[formaction]")].map((one) => one.formAction);
                const shown = form.method === "post" && !form.closest(".rail");
                const sent = [form.action, ...led].map((one) => new URL(one).pathname);
                if (shown && sent.includes(address)) form.dataset.life = "1";
              }
            }""",
            self.ready.sent_to.partition("?")[0],
        )
        typed = [f':has([name="{name}"])' for name in self.typed]
        return self.page.locator(f"form[data-life]{''.join(typed)}").first

    def control(self, name: str) -> Locator:
        return self.form.locator(f'[name="{name}"]:not([type="hidden"])')

    def unfold(self) -> None:
        self.form.evaluate(
            "form => { for (const fold of document.querySelectorAll('details'))"
            " if (fold.contains(form) || form.contains(fold)) fold.open = true; }"
        )

    def fill(self) -> None:
        for name, value in self.typed.items():
            control = self.control(name).first
            kind = control.evaluate("one => one.type")
            if kind in ("checkbox", "radio"):
                self.control(name).and_(self.page.locator(f'[value="{value}"]')).check()
            elif kind.startswith("select"):
                control.select_option(value)
            else:
                control.fill(value)

    def demand_typed(self, when: str) -> None:
        """Everything stands as it was typed."""
        for name, value in self.typed.items():
            if self.control(name).first.evaluate("one => one.type") in ("checkbox", "radio"):
                one = self.control(name).and_(self.page.locator(f'[value="{value}"]'))
                assert one.is_checked(), f"{when}: {name} is not {value}"
            else:
                held = self.control(name).first.input_value()
                assert held.replace("\r\n", "\n") == value, f"{when}: {name} is {held!r}"

    @property
    def button(self) -> Locator:
        return self.form.get_by_role("button", name=re.compile(self.case.button)).first

    def send(self) -> None:
        """A click, and the answer."""
        if self.case.part:
            with self.page.expect_response(lambda answer: answer.request.method == "POST"):
                self.button.click()
        else:
            with self.page.expect_navigation():
                self.button.click()

    # --- what may happen --------------------------------------------------------------------------
    def begin(self) -> None:
        self.page.goto(self.ready.page)
        if self.case.opens:
            self.page.get_by_role("link", name=self.case.opens).first.click()
            expect(self.form).to_be_visible()
        self.unfold()
        if self.case.must:
            self.choose(self.case.proper)
        self.fill()

    def choose(self, file: tuple[str, bytes]) -> None:
        name, content = file
        given = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
        self.control(self.case.file).set_input_files(given)

    def goes_away_and_back(self) -> None:
        self.page.goto(ELSEWHERE)
        self.page.go_back()
        if self.case.part and not self.form.count():
            return  # a part that a script had fetched is asked for anew
        self.demand_typed("back")
        self.unfold()
        if self.case.must:
            self.choose(self.case.proper)  # no browser keeps a file

    def loses_the_network(self) -> None:
        self.page.context.set_offline(True)
        self.button.click()
        expect(self.page.get_by_role("alert").first).to_contain_text("Nội dung")
        self.page.context.set_offline(False)
        self.demand_typed("offline")

    def loses_the_session(self, name: str) -> None:
        Session.objects.all().delete()
        self.button.click()
        expect(self.page.get_by_text("Nội dung bạn vừa nhập vẫn còn")).to_be_visible()
        sign_in(self.page, name)
        expect(self.page.locator("#da-nhap")).to_be_visible()
        self.demand_typed("signed in again")
        expect(self.button).to_be_visible()
        if self.case.must:
            expect(self.page.locator("#da-nhap")).to_contain_text(self.case.proper[0])
            self.choose(self.case.proper)

    def is_refused_a_file(self) -> None:
        self.control(self.case.file).set_input_files(WRONG_FILE)
        self.send()
        expect(self.page.locator(".error-summary, .form-error").first).to_be_visible()
        self.demand_typed("a file refused")
        if self.case.must:
            self.choose(self.case.proper)

    def is_slower_than_somebody_else(self) -> None:
        assert self.ready.meanwhile is not None
        self.ready.meanwhile()
        self.send()
        said = self.page.locator(".error-summary, .form-error").first
        expect(said).to_contain_text("vẫn còn")
        self.demand_typed("changed meanwhile")
        if self.case.must:
            self.choose(self.case.proper)

    def clicks_twice(self) -> None:
        before = self.ready.written()
        if self.case.part:
            self.page.evaluate("window.sends = true")
            with self.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
                self.button.dblclick()
            if {"hx-redirect", "hx-refresh"} & set(sent.value.headers):
                self.page.wait_for_function("!window.sends")
            self.page.wait_for_load_state("networkidle")
        else:
            with self.page.expect_navigation():
                self.button.dblclick()
        said = " / ".join(self.page.locator(".error-summary, .form-error").all_inner_texts())
        written = self.ready.written() - before
        assert written == (not self.case.shows), f"written {written} times: {said}"
        assert self.page.locator("#da-nhap").count() == 0


def live(page: Page, case: Case, world: World, login, troubles: list[str]) -> None:
    person = getattr(world, case.by)
    page.context.clear_cookies()
    login(page, person)
    life = Life(page, case, case.ready(world))
    life.begin()
    life.goes_away_and_back()
    life.loses_the_network()
    life.loses_the_session(person.username)
    if case.file:
        life.is_refused_a_file()
    if life.ready.meanwhile:
        life.is_slower_than_somebody_else()
    life.clicks_twice()
    unexpected = [line for line in troubles if not PROVOKED.search(line)]
    troubles.clear()
    assert unexpected == []


@pytest.mark.parametrize("part", PARTS)
def test_nothing_typed_is_lost(page: Page, login, troubles, on_day, part):
    on_day(TODAY)
    world = World.make()
    page.on("dialog", lambda dialog: dialog.accept())
    failed = []
    for case in PARTS[part]:
        try:
            live(page, case, world, login, troubles)
        except (AssertionError, Error) as error:
            failed.append(f"{case}: {str(error)[:400]}")
            page.context.set_offline(False)
            troubles.clear()
    if failed:
        pytest.fail("\n\n".join(failed), pytrace=False)
