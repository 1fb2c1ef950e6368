"""A real browser for the tests of the window: a server in a folder and a page that has come in."""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from web_server import address_and_token, start

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
BROWSER_TESTS = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None,
        reason="no Chromium here: install Debian's package chromium to run the browser tests",
    ),
]
"""Marks of every module of browser tests."""
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOTS = Path("/tmp/perfeval-pages")


class Desk:
    """A server in a folder and a browser page that has come in."""

    def __init__(self, folder: Path, browser: Any, *options: str) -> None:
        self.folder, self.browser = folder, browser
        self.server = start(folder, 0, *options)
        self.address, self.token = address_and_token(self.server)
        self.port = int(self.address.rsplit(":", 1)[1])
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on(
            "console", lambda message: self.said.append(message.text) if message.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.come_in()

    def come_in(self) -> None:
        self.page.goto(f"{self.address}/enter")
        self.page.fill("#token", self.token)
        self.page.click("main form button")
        self.page.wait_for_url(f"{self.address}/")

    def upload(self, *files: Path) -> None:
        self.page.set_input_files("#files", [str(file) for file in files])
        self.page.wait_for_selector('#queue[aria-busy="false"] details', timeout=120_000, state="attached")
        self.page.goto(f"{self.address}/")

    def kill(self) -> None:
        self.server.send_signal(signal.SIGKILL)
        self.server.wait(20)
        assert self.server.stdout
        self.server.stdout.close()

    def start_again(self) -> None:
        self.server = start(self.folder, self.port)
        address_and_token(self.server)

    def progress(self) -> tuple[int, int]:
        found = re.search(r"(\d+) / (\d+)", self.page.inner_text("#progress"))
        assert found
        return int(found[1]), int(found[2])

    def close(self) -> None:
        self.context.close()
        if self.server.poll() is None:
            self.server.terminate()
            self.server.wait(20)
            assert self.server.stdout
            self.server.stdout.close()


VIEWS = {
    "wide": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
"""WCAG levels A and AA."""


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser, ended when done with."""
    driver = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")
    with driver.sync_playwright() as started:
        yield started.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)


def press(page: Any, *keys: str) -> None:
    """Press keys one after another."""
    for key in keys:
        page.keyboard.press(key)


def seen_in_every_view(desk: Desk, pages: dict[str, str], shots: Path = SHOTS) -> list[str]:
    """Pictures of pages in every view, light, dark and on paper; what axe-core finds wrong, and what sticks out."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    shots.mkdir(exist_ok=True)
    page, wrong = desk.page, []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for view, size in VIEWS.items():
            page.set_viewport_size(size)
            for name, path in pages.items():
                page.goto(desk.address + path)
                page.screenshot(path=shots / f"{name}-{view}-{scheme}.png", full_page=True)
                where = f"{name} {view} {scheme}"
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    wrong.append(f"{where}: wider than the page")
                found = axe.run(page, options={"runOnly": RULES})
                wrong += [
                    f"{where}: {each['id']} {each['nodes'][0]['html'][:120]}"
                    for each in found.response["violations"]
                ]
    page.set_viewport_size(VIEWS["wide"])
    page.emulate_media(media="print", color_scheme="light")
    for name, path in pages.items():
        page.goto(desk.address + path)
        page.pdf(path=shots / f"{name}.pdf", format="A4")
    page.emulate_media(media="screen")
    return wrong
