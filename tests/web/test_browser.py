"""A real browser: a report uploaded, unfolded, decided by key, undone, exported; the server killed meanwhile."""

from __future__ import annotations

import json
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from web_server import FORMS, address_and_token, start

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None,
        reason="no Chromium here: install Debian's package chromium to run the browser tests",
    ),
]
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

    def __init__(self, folder: Path, browser: Any) -> None:
        self.folder, self.browser = folder, browser
        self.server = start(folder)
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
        self.page.wait_for_selector('#queue[aria-busy="false"] details', timeout=60_000, state="attached")
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        yield driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)


@pytest.fixture
def desk(tmp_path: Path, browser: Any) -> Iterator[Desk]:
    found = Desk(tmp_path / "state", browser)
    yield found
    found.close()


def all_forms() -> list[Path]:
    return sorted(FORMS.glob("*.yaml"))


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_whole_round(desk: Desk) -> None:
    page = desk.page
    desk.upload(*all_forms())
    assert page.locator("#forms-title + table tbody tr").count() == 15
    page.click("text=益民大厦")
    page.locator("#row-0 a.unfold").focus()
    press(page, "Enter")
    page.wait_for_selector("#why-0 .derivation")
    assert "400 ÷ 2180" in page.inner_text("#why-0")
    page.goto(f"{desk.address}/?rules=urumqi-giit-2023")
    page.wait_for_selector('#queue[aria-busy="false"]')
    page.goto(f"{desk.address}/?rules=urumqi-giit-2023")
    changed = page.locator('section[aria-label="换用后有哪些变化"] tbody tr')
    assert changed.filter(has_text="不一致 → 一致").count() == 10

    page.goto(f"{desk.address}/")
    _, total = desk.progress()
    press(page, "j", "a")
    page.wait_for_selector("#progress:has-text('1 /')")
    press(page, "j", "x")
    page.keyboard.type("口径不同")
    page.wait_for_selector(".kept:not(:empty)")
    press(page, "Enter")  # in the text field: sends nothing but the first button, which confirms
    page.wait_for_selector("#progress:has-text('2 /')")
    press(page, "u")
    page.wait_for_selector("#said:has-text('已撤销 1 条')")
    page.goto(f"{desk.address}/?code=score-differs")
    count = page.locator("[data-finding]").count()
    page.click(f"text={count} 条全部采纳")
    page.wait_for_selector(f"#said:has-text('已处理 {count} 条')")
    page.goto(f"{desk.address}/")
    assert desk.progress()[1] == total
    with page.expect_download() as saved:
        page.click("text=复核记录")
    record = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert sum(event["kind"] == "decide" for event in record["events"]) >= count
    assert {url.split("/")[2] for url in desk.asked if url.startswith("http")} == {desk.address.split("/")[2]}
    assert not [text for text in desk.said if "409" not in text and "422" not in text]


def test_a_kill_in_the_middle_of_a_reason_loses_nothing(desk: Desk) -> None:
    page = desk.page
    desk.upload(FORMS / "04-retired-cadres-upkeep.yaml")
    press(page, "j", "x")
    page.keyboard.type("单位已说明，金额以")
    page.wait_for_selector(".kept:not(:empty)")
    desk.kill()
    page.keyboard.type("决算为准")
    desk.start_again()
    field = page.locator("[data-finding] input[name=reason]").first
    assert field.input_value() == "单位已说明，金额以决算为准"  # the page never depended on the server
    press(page, "Escape", "x")
    page.wait_for_selector(".decision")
    assert "金额以决算为准" in page.inner_text("[data-finding] >> nth=0")


def test_a_half_composed_word_is_not_sent(desk: Desk) -> None:
    page = desk.page
    desk.upload(FORMS / "04-retired-cadres-upkeep.yaml")
    press(page, "j", "x")
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.post_data or "") if "/drafts/" in request.url else None
    )
    devtools = desk.context.new_cdp_session(page)
    for text in ("n", "ni", "ni'h", "ni'hao"):
        devtools.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
        page.wait_for_timeout(400)
    assert sent == []
    devtools.send("Input.insertText", {"text": "你好"})
    page.wait_for_selector(".kept:not(:empty)")
    assert all("ni" not in each for each in sent)
    assert sent


VIEWS = {
    "wide": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
}


def test_every_page_is_accessible_in_every_view(desk: Desk) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    desk.upload(FORMS / "04-retired-cadres-upkeep.yaml", FORMS / "11-yimin-building-it.yaml")
    press(desk.page, "j", "a")
    desk.page.wait_for_selector(".decision")
    SHOTS.mkdir(exist_ok=True)
    pages = {
        "review": "/",
        "switched": "/?rules=urumqi-giit-2023",
        "form": "/documents/1/forms/1?row=8",
        "history": "/history",
        "problem": "/documents/99/forms/1",
    }
    wrong: list[str] = []
    for scheme in ("light", "dark"):
        desk.page.emulate_media(color_scheme=scheme)
        for view, size in VIEWS.items():
            desk.page.set_viewport_size(size)
            for name, path in pages.items():
                desk.page.goto(desk.address + path)
                desk.page.screenshot(path=SHOTS / f"{name}-{view}-{scheme}.png", full_page=True)
                found = axe.run(desk.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
                wrong += [
                    f"{name} {view} {scheme}: {each['id']} {each['nodes'][0]['html'][:120]}"
                    for each in found.response["violations"]
                ]
    desk.page.emulate_media(media="print", color_scheme="light")
    desk.page.goto(f"{desk.address}/documents/1/forms/1")
    desk.page.pdf(path=SHOTS / "form.pdf", format="A4")
    assert not wrong, "\n".join(wrong)


def test_nothing_is_wider_than_a_phone(desk: Desk) -> None:
    desk.upload(FORMS / "04-retired-cadres-upkeep.yaml")
    desk.page.set_viewport_size(VIEWS["phone"])
    for path in ("/", "/documents/1/forms/1", "/history"):
        desk.page.goto(desk.address + path)
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
