"""A focus ring of 2 px on every control, in both themes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.factories import AssignmentFactory, TaskFactory, UnitFactory, person
from units.policy import Role

RING = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const shown = one.type === "file" && one.nextElementSibling ? one.nextElementSibling : one;
  const style = getComputedStyle(shown);
  return [one.outerHTML.slice(0, 90), style.outlineStyle, parseFloat(style.outlineWidth)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_control_that_the_keyboard_reaches_has_a_ring(page: Page, login, scheme):
    agency = UnitFactory(name="Sở Công Thương")
    unit = UnitFactory(name="Văn phòng Sở", parent=agency)
    work = AssignmentFactory(task=TaskFactory(plan__issuer=agency, ref="II.1"), unit=unit)
    login(page, person(Role.COORDINATOR, agency))
    page.emulate_media(color_scheme=scheme)
    without, seen = [], 0
    for address in ("/viec/tat-ca/", f"/viec/{work.pk}/", f"/ke-hoach/{work.task.plan_id}/"):
        page.goto(address)
        for _ in range(70):
            page.keyboard.press("Tab")
            found = page.evaluate(RING)
            if found is None:
                break
            seen += 1
            if found[1] == "none" or found[2] < 2:
                without.append(f"{address} {found}")
    assert seen > 60
    assert without == []
