#!/usr/bin/env python
"""Takes the pictures of README.md of a running server: ``script/screenshots`` starts one."""

from __future__ import annotations

import io
import shutil
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
SCREEN: ViewportSize = {"width": 1366, "height": 768}
LOGIN, HEALTH = "/dang-nhap/", "/suc-khoe/"
# Which account of the demonstration sees which page, and what the picture is called.
PICTURES = (
    ("lanhdao", "/tong-quan/", "dashboard.png"),
    ("chuyenvien", "/viec/", "my-work.png"),
)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
COLOURS = 128


def wait_for(address: str, seconds: int = 30) -> None:
    """Waits until the server answers.  Raises TimeoutError when it does not."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        try:
            with urlopen(address):
                return
        except (URLError, ConnectionError):
            time.sleep(0.3)
    raise TimeoutError(f"{address} does not answer")


def sign_in(browser: Browser, server: str, account: str, password: str) -> Page:
    """Signs in as one of the demonstration's accounts; gives its page."""
    page = browser.new_page(viewport=SCREEN, locale="vi-VN", reduced_motion="reduce")
    page.goto(server + LOGIN)
    page.get_by_label("Tên đăng nhập").fill(account)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda address: LOGIN not in address)
    return page


def keep(picture: bytes, path: Path) -> None:
    """Writes a picture small: a page has few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    small = image.quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def main(server: str, password: str) -> None:
    wait_for(server + HEALTH)
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for account, address, name in PICTURES:
            page = sign_in(browser, server, account, password)
            page.goto(server + address)
            page.wait_for_load_state("networkidle")
            keep(page.screenshot(), FOLDER / name)
            page.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
