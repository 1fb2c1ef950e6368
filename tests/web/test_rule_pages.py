"""Rule sets, checks and codes as pages, found by a search in Chinese."""

from __future__ import annotations

import html

import pytest
from starlette.testclient import TestClient

from perfeval.core.codes import CODES
from perfeval.review.checks.pages import code_page
from perfeval.rulebook.library import load_library
from perfeval.rulebook.show import show_page

SETS = load_library().rulesets


@pytest.mark.slow
def test_every_rule_set_is_a_page_that_says_what_rules_show_prints(client: TestClient) -> None:
    for ruleset in SETS:
        page = html.unescape(client.get(f"/rules/{ruleset.id}").text)
        for line in show_page(ruleset, "zh").splitlines():
            assert line.lstrip("# ").strip() in page


@pytest.mark.slow
def test_a_search_in_chinese_finds_the_sets_that_say_it(client: TestClient) -> None:
    page = client.get("/rules", params={"q": "偏离度"}).text
    for ruleset in SETS:
        assert (f'href="/rules/{ruleset.id}"' in page) is ("偏离度" in show_page(ruleset, "zh"))


def test_two_sets_side_by_side(client: TestClient) -> None:
    page = client.get("/rules/difference", params={"first": SETS[0].id, "second": SETS[1].id}).text
    assert SETS[0].title.zh in page
    assert page.count('<th scope="row">') > 3
    assert client.get("/rules/difference", params={"first": "none", "second": "none"}).status_code == 404


@pytest.mark.slow
def test_every_code_is_listed_and_has_its_page(client: TestClient) -> None:
    page = client.get("/codes").text
    assert all(f'<tr id="{name}">' in page for name in CODES)
    for name in CODES:
        shown = html.unescape(client.get(f"/codes/{name}").text)
        assert all(line.strip() in shown for line in "\n".join(code_page(name, "zh")).splitlines())
    assert client.get("/codes/none").status_code == 404


@pytest.mark.parametrize(
    ("words", "found"),
    [("填报得分 复算", "score-differs"), ("RC-17", "score-differs"), ("问卷", "satisfaction-unproven")],
)
def test_codes_are_found_by_what_they_say(client: TestClient, words: str, found: str) -> None:
    page = client.get("/codes", params={"q": words}).text
    assert f'id="{found}"' in page
    assert page.count("<tr id=") < len(CODES)
