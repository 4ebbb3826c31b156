"""What axe says about a page, in lines that a person can act on."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": WCAG_2_2_AA},
    "resultTypes": ["violations"],
}
AXE = Axe().axe_script
# What it finds in order stays in the browser: it is hundreds of kilobytes.
VIOLATIONS = """([within, options]) =>
  axe.run(within || document, options).then((results) => results.violations)"""


def violations_of(page: Page, within: str | None = None) -> list[str]:
    """The violations of the page, or of the part that a CSS selector names.

    axe is evaluated, not loaded: the page's content security policy does not concern it.
    """
    page.evaluate(AXE)
    found = page.evaluate(VIOLATIONS, [within, OPTIONS])
    return [line for rule in found for line in describe(rule)]


def describe(rule: dict[str, Any]) -> list[str]:
    title = f"{rule['id']} ({rule['impact']}): {rule['help']} – {rule['helpUrl'].partition('?')[0]}"
    return [
        title,
        *(f"    {' '.join(map(str, node['target']))}: {node['html']}" for node in rule["nodes"]),
    ]
