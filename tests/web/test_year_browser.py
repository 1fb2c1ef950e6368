"""A real browser in the year: from its summary to a form by clicks, filters by hand, pictures in every view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from web_browser import BROWSER_TESTS, Desk, seen_in_every_view

pytest.importorskip("duckdb", reason="the year needs perfeval[batch]")

from tidy_year import ran

pytestmark = BROWSER_TESTS


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[Desk]:
    """A server with two runs of one year."""
    folder = tmp_path_factory.mktemp("year")
    runs = (ran(folder, 300), ran(folder, 300, rules="cn-caiyu-2021-101", out="out-b"))
    found = Desk(folder / "state", browser, *(part for run in runs for part in ("--run", str(run))))
    yield found
    found.close()


def test_from_the_summary_to_a_form(desk: Desk) -> None:
    page = desk.page
    page.click("nav >> text=年度")
    page.click("main table a >> nth=0")
    page.wait_for_selector("#look", timeout=120_000)
    page.click("#by_department a >> text=第1局")
    page.wait_for_selector("#found")
    page.select_option("select[name=order]", "confirmed")
    page.fill("input[name=q]", "民生")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=%E6%B0%91%E7%94%9F**")
    assert "order=confirmed" in page.url
    assert "body=" in page.url
    page.click("main table a >> nth=0")
    page.wait_for_selector("main table .status")
    assert "第1局" in page.inner_text("dl.head")
    assert {url.split("/")[2] for url in desk.asked if url.startswith("http")} == {desk.address.split("/")[2]}
    assert not desk.said


def test_the_pages_are_accessible_narrow_and_printable(desk: Desk) -> None:
    page = desk.page
    for path in ("/years/1", "/years/beside?first=1&second=2"):
        page.goto(desk.address + path)
        page.wait_for_selector("main .facts", timeout=120_000)
    pages = {
        "years": "/years",
        "year": "/years/1",
        "beside": "/years/beside?first=1&second=2",
        "year-forms": "/years/1/forms?state=open&q=民生项目10",
        "year-rows": "/years/1/rows?loses=yes&order=lost&q=民生项目10",
        "year-form": "/years/1/form?id=P0000042",
    }
    wrong = seen_in_every_view(desk, pages)
    assert not wrong, "\n".join(wrong)
