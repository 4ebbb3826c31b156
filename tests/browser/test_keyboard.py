"""By the keyboard alone: every control is reached in the order in which it is read, with a ring
that is seen, and nothing holds the focus or hides it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from intake.actions import start_intake
from plans.models import Plan
from reports.models import ComplianceReport, Submission
from tasks.models import Assignment
from tests.browser.test_review import PLAN
from tests.factories import AssignmentFactory, TaskFactory, UnitFactory, person
from units.models import UnitGroup
from units.policy import Role

pytestmark = pytest.mark.once

# Written down by the page itself whenever something takes the focus.
WATCH = """() => {
  window.focused = [];
  document.addEventListener("focusin", (event) => {
    const one = event.target;
    const shown = one.type === "file" ? one.parentElement.querySelector("label") || one : one;
    const box = shown.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const over = document.elementFromPoint(x, y);
    const style = getComputedStyle(shown);
    window.focused.push({
      one,
      ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
      hidden: !over || !(over === shown || shown.contains(over) || over.contains(shown)
        || over.closest("label")?.control === one),
    });
  });
}"""

# What the keyboard should come to: of radio buttons one for each name, nothing in a closed fold.
REPORT = """() => {
  const told = (one) => one.outerHTML.slice(0, 120).replace(/\\s+/g, " ");
  const folded = (one) => {
    for (let fold = one.parentElement.closest("details"); fold;
      fold = fold.parentElement.closest("details")) {
      if (!fold.open && !fold.querySelector(":scope > summary").contains(one)) return true;
    }
    return false;
  };
  const shown = (one) => one.getClientRects().length > 0
    && getComputedStyle(one).visibility === "visible";
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const groups = new Set();
  const wanted = [...document.querySelectorAll(kinds)].filter((one) => {
    if (one.disabled || one.tabIndex < 0 || !shown(one) || folded(one)) return false;
    if (one.closest("fieldset[disabled]")) return false;
    if (one.type !== "radio") return true;
    const group = `${one.form?.action} ${one.name}`;
    if (groups.has(group)) return false;
    groups.add(group);
    return true;
  });
  const reached = window.focused.map((found) => found.one);
  const isReached = (one) => reached.includes(one) || (one.type === "radio"
    && reached.some((other) => other.type === "radio" && other.name === one.name));
  const backwards = reached.filter((one, at) => at
    && one.compareDocumentPosition(reached[at - 1]) & Node.DOCUMENT_POSITION_FOLLOWING);
  // What stands elsewhere than in the page's text, among other controls.
  const several = (box) => wanted.filter((other) => box.contains(other)).length > 1;
  const moved = wanted.filter((one) => {
    for (let box = one; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.order !== "0" && several(box.parentElement)) return true;
      if (style.flexDirection.endsWith("reverse") && several(box)) return true;
    }
    return false;
  });
  return {
    count: wanted.length,
    missed: wanted.filter((one) => !isReached(one)).map(told),
    ringless: window.focused.filter((found) => found.ring < 2).map((found) => told(found.one)),
    hidden: window.focused.filter((found) => found.hidden).map((found) => told(found.one)),
    backwards: backwards.map(told),
    moved: moved.map(told),
  };
}"""
# Behind the last control of the page, and perhaps the browser's own, comes the first again.
ROUND = """() => {
  const again = window.focused.findIndex((found, at) => at && found.one === window.focused[0].one);
  if (again > 0) window.focused.length = again;
  return again > 0;
}"""
MOST = 400  # presses of one page


@pytest.fixture
def office() -> Mapping[str, list[str]]:
    """The demonstration, and for each role the pages on which it works."""
    call_command("seed_demo", verbosity=0)
    plan = Plan.objects.filter(carries_out__isnull=False).first()
    assert plan is not None
    staff = User.objects.get(username="chuyenvien")
    work = Assignment.objects.editable_by(staff).by_urgency().first()
    waiting = Assignment.objects.waiting().order_by("pk").first()
    draft = ComplianceReport.objects.filter(agency=plan.issuer, issued_on=None).first()
    report = Submission.objects.filter(duty__plan=plan).order_by("pk").first()
    group = UnitGroup.objects.filter(agency=plan.issuer).order_by("pk").first()
    assert work is not None
    assert waiting is not None
    assert draft is not None
    assert report is not None
    assert group is not None
    coordinator = User.objects.get(username="daumoi")
    brought = start_intake(
        data=PLAN.encode(), filename="ke-hoach.txt", issuer=plan.issuer, by=coordinator
    )
    return {
        "chuyenvien": ["/", "/viec/tat-ca/", f"/viec/{work.pk}/", "/lich/", "/tai-khoan/"],
        "truongphong": ["/", f"/ke-hoach/{plan.pk}/", "/bao-cao/"],
        "lanhdao": ["/", "/tong-quan/"],
        "daumoi": [
            "/",
            f"/viec/{waiting.pk}/",
            f"/ke-hoach/{plan.pk}/",
            "/ke-hoach/",
            "/doc-ke-hoach/",
            f"/doc-ke-hoach/{brought.pk}/",
            f"/doc-ke-hoach/{brought.pk}/?sua=nv-1",
            f"/doc-ke-hoach/{brought.pk}/?mo=nv-2",
            "/bao-cao/",
            f"/bao-cao/{report.duty_id}/{report.unit_id}/?period={report.period}",
            "/bao-cao-tong-hop/",
            reverse("reports:report", args=[draft.pk]),
            "/thong-bao/",
            "/thiet-lap/",
            "/nhom/",
            f"/nhom/{group.pk}/sua/",
        ],
        "quantri": ["/", "/don-vi/", "/don-vi/moi/", "/nguoi-dung/", "/nguoi-dung/them/"],
    }


def tab_through(page: Page) -> dict[str, Any]:
    """Presses Tab until the first control has come again, and tells what came of it."""
    page.evaluate(WATCH)
    for _ in range(MOST // 20):
        for _ in range(20):
            page.keyboard.press("Tab")
        if page.evaluate(ROUND):
            break
    else:
        pytest.fail(f"{page.url} does not let the focus go")
    told: dict[str, Any] = page.evaluate(REPORT)
    return told


def demand_skip_link(page: Page) -> None:
    """The first Tab leads past the menu."""
    page.goto("/viec/tat-ca/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_every_page_is_walked_by_tab_alone(page: Page, office, login):
    wrong, seen = [], 0
    for role, addresses in office.items():
        page.context.clear_cookies()
        login(page, User.objects.get(username=role))
        for address in addresses:
            page.goto(address)
            told = tab_through(page)
            seen += told.pop("count")
            wrong += [
                f"{role} {address} {what}: {one}" for what, many in told.items() for one in many
            ]
        demand_skip_link(page)
    assert seen > 500
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


# --- what opens and closes ------------------------------------------------------------------------
@pytest.fixture
def work() -> Assignment:
    agency = UnitFactory(name="Sở Công Thương")
    unit = UnitFactory(name="Phòng Kỹ thuật", parent=agency)
    person(Role.ADMIN, agency, username="quantri")
    person(Role.STAFF, unit, username="chuyenvien")
    due_on = timezone.localdate() + timedelta(days=20)
    found: Assignment = AssignmentFactory(
        task=TaskFactory(plan__issuer=agency), unit=unit, due_on=due_on
    )
    return found


# The browser's own calendar, of which a test sees nothing.
CALENDAR = """() => {
  HTMLInputElement.prototype.showPicker = function () {
    this.value = "2026-11-25";
    this.dispatchEvent(new Event("change", { bubbles: true }));
  };
}"""


def test_a_unit_and_a_day_are_picked_by_the_keyboard(page: Page, work, login):
    login(page, User.objects.get(username="quantri"))
    page.goto("/nguoi-dung/them/")
    words = page.locator('[name="unit_words"]')
    words.focus()
    page.keyboard.type("ky thuat")
    offer = page.locator('.unit-offers [name="unit"]').first
    expect(offer).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(offer).to_be_checked()
    page.keyboard.press("Shift+Tab")
    expect(words).to_be_focused()
    page.evaluate(CALENDAR)
    day = page.get_by_label("Giữ từ ngày")
    day.fill("21/11/2026")
    day.press("Alt+ArrowDown")
    expect(day).to_have_value("25/11/2026")
    expect(day).to_be_focused()


def test_folds_and_the_menu_of_a_telephone_give_the_focus_back(phone: Page, work, login):
    login(phone, User.objects.get(username="chuyenvien"))
    phone.goto(f"/viec/{work.pk}/")
    fold, field = phone.locator("summary", has_text="Xin gia hạn"), "Hạn mới đề nghị"
    fold.focus()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    expect(phone.get_by_label(field)).to_be_focused()
    phone.keyboard.press("Shift+Tab")
    expect(fold).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.get_by_label(field)).to_be_hidden()

    opener = phone.locator("[data-drawer]").first
    opener.focus()
    phone.keyboard.press("Enter")
    expect(phone.locator("#trinh-don")).to_be_in_viewport()
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.closest('#trinh-don') !== null")
    phone.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(phone.locator("#trinh-don")).not_to_be_in_viewport()
