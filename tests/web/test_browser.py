"""A real browser: a report uploaded, unfolded, decided by key, undone, exported; the server killed meanwhile."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from inbox import boxes, form_of
from review.published import SHARED
from table_writers import to_docx
from web_browser import BROWSER_TESTS, SHOTS, Desk, press, seen_in_every_view
from web_server import FORMS

pytestmark = BROWSER_TESTS

OWN_SET = "urumqi-giit-2023"
REPORT = SHARED / "reports" / OWN_SET / "report.docx"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """The bureau's report as it was published; without ../shared its fifteen forms in one Word file of our own."""
    if REPORT.is_file():
        return REPORT
    made = tmp_path / "report.docx"
    made.write_bytes(to_docx(*(boxes(form_of(path)) for path in sorted(FORMS.glob("*.yaml")))))
    return made


def downloaded(desk: Desk, link: str) -> Path:
    with desk.page.expect_download() as saved:
        desk.page.click(link)
    return Path(saved.value.path())


def test_a_whole_round(desk: Desk, report: Path) -> None:
    page = desk.page
    desk.upload(report)
    assert page.locator("#forms-title + table tbody tr").count() == 15
    assert "15 张表，168 行" in page.inner_text("#queue", timeout=5_000) or "168" in page.text_content(
        "#queue"
    )
    page.click("text=益民大厦")
    page.locator("#row-0 a.unfold").focus()
    press(page, "Enter")
    page.wait_for_selector("#why-0 .derivation")
    assert "400 ÷ 2180" in page.inner_text("#why-0")

    page.goto(f"{desk.address}/")
    page.select_option("select[name=rules]", OWN_SET)
    page.click("form.options button")
    page.wait_for_selector('#queue[aria-busy="false"]')
    page.goto(f"{desk.address}/?rules={OWN_SET}")
    changed = page.locator('section[aria-label="换用后有哪些变化"] tbody tr')
    assert changed.filter(has_text="不一致 → 一致").count() == 10

    page.goto(f"{desk.address}/")
    _, total = desk.progress()
    press(page, "j", "a")
    page.wait_for_selector("#progress:has-text('1 /')")
    press(page, "j", "x")
    page.keyboard.type("口径不同")
    page.wait_for_selector(".kept:not(:empty)")
    press(page, "Enter")  # in the reason that X asked for
    page.wait_for_selector("#progress:has-text('2 /')")
    assert "口径不同" in page.inner_text("article.state-wrong")
    press(page, "j", "t")
    page.wait_for_selector("#progress:has-text('3 /')")
    press(page, "u")
    page.wait_for_selector("#said:has-text('已撤销 1 条')")
    page.goto(f"{desk.address}/?code=score-differs")
    count = page.locator("[data-finding]").count()
    page.click(f"text={count} 条全部采纳")
    page.wait_for_selector(f"#said:has-text('已处理 {count} 条')")
    page.goto(f"{desk.address}/")
    assert desk.progress()[1] == total

    record = json.loads(downloaded(desk, "text=复核记录").read_text(encoding="utf-8"))
    assert sum(event["kind"] == "decide" for event in record["events"]) >= count
    letter = "\n".join(
        each.text for each in docx.Document(str(downloaded(desk, "a[href^='/letter']"))).paragraphs
    )
    assert "绩效自评复核意见" in letter
    assert letter.count("填报得分") >= count
    papers = openpyxl.load_workbook(io.BytesIO(downloaded(desk, "a[href^='/papers']").read_bytes()))
    heads = {cell.value: cell.column for cell in papers["问题清单"][3]}
    treated = [row[heads["处理"] - 1].value for row in papers["问题清单"].iter_rows(min_row=4)]
    assert treated.count("采纳") >= count
    assert treated.count("不采纳") == 1
    assert {url.split("/")[2] for url in desk.asked if url.startswith("http")} == {desk.address.split("/")[2]}
    assert not [text for text in desk.said if "409" not in text and "422" not in text]


def test_a_folder_and_an_archive_are_uploaded(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "报送" / "甲单位"
    folder.mkdir(parents=True)
    for part in ("04-retired-cadres-upkeep.yaml", "11-yimin-building-it.yaml"):
        (folder / part).write_bytes((FORMS / part).read_bytes())
    desk.page.set_input_files("#folder", str(folder.parent))
    desk.page.wait_for_selector('#queue[aria-busy="false"] details', timeout=60_000, state="attached")
    desk.page.goto(f"{desk.address}/")
    names = desk.page.locator(".documents .name").all_text_contents()
    assert names == ["报送/甲单位/04-retired-cadres-upkeep.yaml", "报送/甲单位/11-yimin-building-it.yaml"]

    packed = tmp_path / "补报.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(FORMS / "09-work-safety.yaml", "乙单位/09-work-safety.yaml")
        archive.writestr("乙单位/照片.png", b"\x89PNG")
    desk.page.set_input_files("#files", str(packed))
    desk.page.wait_for_selector("#said:has-text('补报.zip/乙单位/照片.png')", timeout=60_000)
    desk.page.goto(f"{desk.address}/")
    assert "补报.zip/乙单位/09-work-safety.yaml" in desk.page.locator(".documents .name").all_text_contents()


def test_the_later_of_two_people_is_told(desk: Desk) -> None:
    desk.upload(FORMS / "04-retired-cadres-upkeep.yaml")
    other = desk.context.new_page()
    other.goto(f"{desk.address}/")
    press(desk.page, "j", "a")
    desk.page.wait_for_selector(".decision")
    press(other, "j", "r")
    other.wait_for_selector(".refusal")
    assert "之前已作决定" in other.inner_text(".refusal")
    assert "采纳" in other.inner_text(".decision")


def test_a_kill_in_the_middle_of_a_reason_loses_nothing(desk: Desk, report: Path) -> None:
    page = desk.page
    desk.upload(report)
    press(page, "j", "x")
    page.keyboard.type("单位已说明，金额以")
    page.wait_for_selector(".kept:not(:empty)")
    desk.kill()
    page.keyboard.type("决算为准")
    desk.start_again()
    field = page.locator("[data-finding] input[name=reason]").first
    assert field.input_value() == "单位已说明，金额以决算为准"  # the page never depended on the server
    second = desk.context.new_page()  # what had been said to be kept is there in a page of its own, too
    second.goto(f"{desk.address}/")
    second.wait_for_selector('#queue[aria-busy="false"] details', timeout=60_000, state="attached")
    second.goto(f"{desk.address}/")
    assert second.locator("[data-finding] input[name=reason]").first.input_value() == "单位已说明，金额以"
    second.close()
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


PAGES = {
    "review": "/",
    "switched": f"/?rules={OWN_SET}",
    "form": "/documents/1/forms/1?row=8",
    "history": "/history",
    "filtered": "/?severity=error&info=1&q=复算",
    "problem": "/documents/99/forms/1",
    "rules": "/rules?q=偏离度",
    "ruleset": f"/rules/{OWN_SET}",
    "difference": "/rules/difference?first=cn-caiyu-2020-10&second=cn-caiyu-2021-101",
    "codes": "/codes?q=满意度",
    "check": "/codes/satisfaction-unproven",
    "code": "/codes/score-differs?lang=en",
    "enter": "/enter",
}


@pytest.fixture
def decided(desk: Desk) -> Desk:
    """Two forms on the desk, one finding decided."""
    desk.upload(FORMS / "04-retired-cadres-upkeep.yaml", FORMS / "11-yimin-building-it.yaml")
    press(desk.page, "j", "a")
    desk.page.wait_for_selector(".decision")
    return desk


def test_every_page_is_accessible_in_every_view(decided: Desk) -> None:
    wrong = seen_in_every_view(decided, PAGES)
    assert not wrong, "\n".join(wrong)


def test_nothing_is_wider_than_the_page_at_200_percent(decided: Desk) -> None:
    """A window of 1280 pixels at 200 % is one of 640 for the page (WCAG 1.4.4)."""
    context = decided.browser.new_context(
        viewport={"width": 640, "height": 450},
        device_scale_factor=2,
        storage_state=decided.context.storage_state(),
    )
    page = context.new_page()
    wide = []
    for name, path in PAGES.items():
        page.goto(decided.address + path)
        page.screenshot(path=SHOTS / f"{name}-200.png")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    context.close()
    assert wide == []
