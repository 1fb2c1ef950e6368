"""Leafing through a year: filters, searches, orders and pages are those of the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

pytest.importorskip("duckdb", reason="leafing through a year needs perfeval[batch]")

from batch.years import Filled, Line, invented

from perfeval.batch.year.year import Run
from perfeval.uses.browsing import PER_PAGE, Opened, Wanted

FORMS = [
    Filled(
        f"项目{number:03d}",
        (Line(name="培训", claimed=str(number % 10), points="10"),),
        department=f"{number % 3}局",
    )
    for number in range(PER_PAGE + 50)
]


@pytest.fixture(scope="module")
def year() -> Opened:
    return Opened(Run(Path()), invented(FORMS), cast(Any, None))


@pytest.mark.slow
def test_pages_follow_one_another(year: Opened) -> None:
    first, second = (year.leaf("forms", Wanted(page=page)) for page in (1, 2))
    assert (first.total, first.pages, len(first.lines), len(second.lines)) == (250, 2, PER_PAGE, 50)
    names = [line["project"] for leaf in (first, second) for line in leaf.lines]
    assert names == [form.project for form in FORMS]
    assert year.leaf("forms", Wanted(page=99)).page == 2


def test_filters_and_words_are_conditions(year: Opened) -> None:
    leaf = year.leaf("forms", Wanted({"body": "1局"}, ("项目00",)))
    assert [line["project"] for line in leaf.lines] == ["项目001", "项目004", "项目007"]
    losing = year.leaf("rows", Wanted({"loses": "yes", "body": "0局"}, order="lost"))
    lost = [line["lost"] for line in losing.lines]
    assert lost == sorted(lost, reverse=True)
    assert min(lost) > 0
    assert year.leaf("rows", Wanted(words=("'); drop table forms; --",))).total == 0


@pytest.mark.slow
def test_what_a_choice_offers_is_what_it_gives(year: Opened) -> None:
    for name in ("forms", "rows"):
        for key, choices in year.leaf(name, Wanted()).choices.items():
            for value, count in choices:
                assert year.leaf(name, Wanted({key: value})).total == count, (key, value)


def test_a_form_and_its_rows(year: Opened) -> None:
    form = year.asked("SELECT * FROM forms WHERE project = '项目007'")[0]
    assert year.leaf("rows", Wanted(words=("项目007",))).lines[0]["claimed"] == 7
    assert year.form("nobody") is None
    assert form["execution_claimed"] == 9
