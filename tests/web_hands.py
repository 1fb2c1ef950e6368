"""A person at the keyboard of a form being filled in, for the browser tests."""

from __future__ import annotations

import re
import time
from pathlib import Path

from web_browser import Desk


class Hands:
    """A person at the keyboard of a sheet: figures and letters by key, Chinese through an input method."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page = desk, desk.page
        self.devtools = desk.context.new_cdp_session(desk.page)

    def begin(self, kind: str = "project", query: str = "") -> None:
        self.page.goto(f"{self.desk.address}/sheets")
        self.page.select_option("select[name=kind]", kind)
        self.page.click("text=开始填")
        self.page.wait_for_selector("#sheet")
        if query:
            self.page.goto(self.page.url + query)

    def go_on_with(self, file: Path) -> None:
        self.page.goto(f"{self.desk.address}/sheets")
        self.page.set_input_files("form:has-text('接着填已有的表') input[type=file]", str(file))
        self.page.click("button:has-text('接着填')")
        self.page.wait_for_selector("#sheet")

    def compose(self, text: str) -> None:
        """Send keys to the input method, which shows them half-composed."""
        self.devtools.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )

    def choose(self, text: str) -> None:
        """Choose the words that the input method offers."""
        self.devtools.send("Input.insertText", {"text": text})

    def say(self, text: str) -> None:
        """Type a text where the cursor stands."""
        for run in re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", text):
            if run.isascii():
                self.page.keyboard.type(run)
            else:
                self.compose("pin'yin")
                self.choose(run)

    def put(self, cell: str, text: str) -> None:
        """Put a text into a cell in place of what it says."""
        self.page.focus(f'[name="{cell}"]')
        self.page.keyboard.press("Control+A")
        self.say(text)

    def clear(self, cell: str) -> None:
        """Empty a cell."""
        self.page.focus(f'[name="{cell}"]')
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")

    def act(self, button: str) -> None:
        """Activate a button of a row from the keyboard, and wait until the new rows stand in the page."""
        swaps = (
            "window.swaps ??= (addEventListener('htmx:afterSettle', event => "
            "{ window.swaps += event.target.id === 'sheet' }), 0)"
        )
        before = self.page.evaluate(swaps)
        self.page.focus(f"#do-{button}")
        with self.page.expect_response(lambda answer: "do=" in (answer.request.post_data or "")):
            self.page.keyboard.press("Enter")
        while self.page.evaluate(swaps) == before:
            self.page.wait_for_timeout(20)
        self.settle()

    def settle(self) -> None:
        """Wait until everything typed is saved."""
        until = time.monotonic() + 120
        while not self.page.evaluate("unsaved.size === 0 && !document.querySelector('.htmx-request')"):
            assert time.monotonic() < until, self.page.evaluate(
                "[...unsaved, document.querySelector('.htmx-request')?.name]"
            )
            self.page.wait_for_timeout(20)

    def value(self, cell: str) -> str:
        return str(self.page.input_value(f'[name="{cell}"]'))

    def due(self, key: str) -> str:
        return str(self.page.inner_text(f"#due-{key}"))

    def says(self) -> str:
        return str(self.page.inner_text("#sheet"))

    def keys(self) -> list[str]:
        script = "[...document.querySelectorAll('tr[id^=row-]')].map(row => row.id.slice(4))"
        return list(self.page.evaluate(script))
