"""Which rows a rule applies to."""

from __future__ import annotations

import pytest

from perfeval.core.traits import Condition, Traits, every_row

COST = Traits("cost", "cost", "economic_cost", "quantity", "at_most", "quantity")
WORDS = Traits("benefit", "benefit", "social_benefit", "qualitative", None, "words")


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({}, True),
        ({"category": "cost"}, True),
        ({"category": "economic_cost"}, True),  # the finer kind
        ({"category": ["quantity", "cost"]}, True),
        ({"category": "social_cost"}, False),
        ({"dimension": "output"}, False),
        ({"target": "quantity", "comparator": ["at_most", "less_than"]}, True),
        ({"comparator": "at_least"}, False),
        ({"actual": "words"}, False),
        ({"target": "quantity", "except": [{"category": "cost"}]}, False),
        ({"target": "quantity", "except": [{"category": "benefit"}, {"comparator": "at_least"}]}, True),
    ],
)
def test_conditions(condition: dict[str, object], holds: bool) -> None:
    assert Condition.model_validate(condition).holds(COST) is holds


def test_words_have_no_comparator() -> None:
    assert not Condition.model_validate({"comparator": "at_least"}).holds(WORDS)


def test_every_row_is_listed_once_and_is_consistent() -> None:
    rows = every_row()
    assert len(rows) == len(set(rows))
    assert all((row.comparator is None) == (row.target != "quantity") for row in rows)
    assert {row.actual for row in rows if row.target == "date"} == {"date", "words"}
    assert COST in rows
    assert WORDS in rows
