"""A real browser: a report uploaded, unfolded, decided by key, undone, exported; the server killed meanwhile."""

from __future__ import annotations

import json
from pathlib import Path

from web_browser import BROWSER_TESTS, SHOTS, VIEWS, Desk, press, seen_in_every_view
from web_server import FORMS

pytestmark = BROWSER_TESTS


def all_forms() -> list[Path]:
    return sorted(FORMS.glob("*.yaml"))


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


def test_every_page_is_accessible_in_every_view(desk: Desk) -> None:
    desk.upload(FORMS / "04-retired-cadres-upkeep.yaml", FORMS / "11-yimin-building-it.yaml")
    press(desk.page, "j", "a")
    desk.page.wait_for_selector(".decision")
    pages = {
        "review": "/",
        "switched": "/?rules=urumqi-giit-2023",
        "form": "/documents/1/forms/1?row=8",
        "history": "/history",
        "problem": "/documents/99/forms/1",
    }
    wrong = seen_in_every_view(desk, pages)
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
