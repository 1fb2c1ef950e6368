"""The review page: complete, closed to the network, and text stays text whatever a form contains."""

import re
from fractions import Fraction
from html.parser import HTMLParser

import invented
import pytest
from lxml import html
from scored_cases import scored_cases

from perfeval.core.problems import Problem
from perfeval.core.results import CheckedForm
from perfeval.core.scoring import score_form
from perfeval.documents.writers.markup import Html, join, tag
from perfeval.documents.writers.report.write_review_html import ReportForm, write_review_html

HOSTILE = "<script>alert(1)</script> & \"quoted\" 'single' </td><img src=x onerror=alert(1)>"


def report(**cells: str) -> ReportForm:
    row = invented.indicator("≥40人次", "37人次", points="5", submitted_score="5", **cells)
    form = invented.form(row, funds=invented.funds(submitted_score="10"), name=cells.get("name", "示例项目"))
    return ReportForm(
        CheckedForm(score_form(form, invented.ruleset()), "named"), {1: ["得分 4.63", "<依据>"]}
    )


def test_text_from_a_form_never_becomes_markup() -> None:
    each = report(name=HOSTILE, deviation_note=HOSTILE, category=HOSTILE)
    problem = Problem("score-unreadable", {"text": HOSTILE}, row=1)
    page = write_review_html(
        [ReportForm(CheckedForm(each.checked.result, "named", (problem,)), {1: [HOSTILE]})]
    )
    assert "<script" not in page
    assert "<img" not in page
    tree = html.document_fromstring(page)
    assert tree.xpath("//h2")[0].text_content() == f"1. {HOSTILE}"
    assert HOSTILE in tree.xpath("//*[@class='derivation']")[0].text_content()
    assert not tree.xpath("//*[@onerror or @onclick or @onload]")


def test_the_page_asks_nobody_for_anything() -> None:
    page = write_review_html([report()])
    tree = html.document_fromstring(page)
    links = list(tree.xpath("//@href | //@src"))
    assert links
    assert all(link.startswith("#form-") for link in links)
    assert not re.search(r"url\(|@import|https?:", page)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_every_row_is_there_with_its_score_and_derivation() -> None:
    results = scored_cases()
    forms = [
        ReportForm(CheckedForm(each, "named"), {row.row: ["过程"] for row in each.rows}) for each in results
    ]
    tree = html.document_fromstring(write_review_html(forms))
    assert len(tree.xpath("//section[starts-with(@id, 'form-')]")) == 15
    assert len(tree.xpath("//details")) == 168
    assert len(tree.xpath("//section//tbody/tr[not(@class)]")) == 168
    for index, each in enumerate(results, 1):
        total = tree.xpath(f"//section[@id='form-{index}']//tfoot")[0].text_content()
        assert str(each.total.confirmed) in total


def test_the_pictures_show_the_lost_marks_and_each_execution_rate() -> None:
    forms = [ReportForm(CheckedForm(each, "named"), {}) for each in scored_cases()]
    tree = html.document_fromstring(write_review_html(forms))
    bars = tree.xpath("//ol[@class='bars']/li")
    lost = [Fraction(bar.xpath(".//*[@class='figure']")[0].text.removeprefix("−")) for bar in bars]
    assert lost == sorted(lost, reverse=True)
    assert str(lost[0]) == "20"
    assert sum(lost) == sum(100 - Fraction(each.total.confirmed or 0) for each in scored_cases())
    titles = tree.xpath("//svg[@class='scatter']//circle/title/text()")
    assert sum(title.count("\n") for title in titles) == 15


def test_an_empty_run_is_a_page_with_its_problems() -> None:
    page = write_review_html([], [Problem("file-missing", {"file": "没有.docx"}, file="没有.docx")])
    assert "找不到文件「没有.docx」" in page


@pytest.mark.parametrize(
    ("lang", "language", "word"), [("zh", "zh-CN", "计算过程"), ("en", "en", "derivation")]
)
def test_the_language_of_the_page(lang: str, language: str, word: str) -> None:
    page = write_review_html([report()], (), lang)  # type: ignore[arg-type]
    assert f'<html lang="{language}">' in page
    assert f"<summary>{word}</summary>" in page


def test_every_element_that_opens_closes() -> None:
    class Balance(HTMLParser):
        depth: list[str]

        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in ("meta", "br"):
                self.depth.append(tag)

        def handle_startendtag(self, tag: str, attrs: object) -> None:
            pass

        def handle_endtag(self, tag: str) -> None:
            assert self.depth.pop() == tag

    balance = Balance()
    balance.depth = []
    balance.feed(write_review_html([report()]))
    assert balance.depth == []


def test_markup_escapes_where_text_enters() -> None:
    assert tag("p", "a < b", Html("<br>"), class_='x"y', id=None) == '<p class="x&quot;y">a &lt; b<br></p>'
    assert join("\x07&") == "\u2407&amp;"
