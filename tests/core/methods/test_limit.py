"""限额计分."""

from __future__ import annotations

from method_rows import ends, method, row, score, scored, words

from perfeval.core.rules.derive import direction_of, span_of

FORWARD = {"kind": "proportional", "ratio": "actual/target"}
AT_MOST_FIVE = method("limit", marks="5", method=FORWARD)


def test_at_most_so_many_marks() -> None:
    # L-16: no cost indicator filed, so the default cost row scores at most 5.
    assert score(AT_MOST_FIVE, row("10", points="20")) == "5"
    assert score(AT_MOST_FIVE, row("2", points="20")) == "4"


def test_both_ends_of_a_band_are_limited() -> None:
    bands = {"kind": "bands", "levels": [{"name": "达成", "words": ["达成"], "share": "[0.4, 1]"}]}
    assert ends(scored(method("limit", marks="5", method=bands), words("达成"))) == ("4", "5")
    assert ends(scored(method("limit", marks="3", method=bands), words("达成"))) == ("3", "3")


def test_it_refuses_what_the_inner_method_refuses() -> None:
    assert score(AT_MOST_FIVE, row("1", "0")) == "target-not-positive"


def test_span_and_direction() -> None:
    assert str(span_of(AT_MOST_FIVE.rule)) == "[0, 1]"
    assert direction_of(AT_MOST_FIVE.rule, "at_least") == "rising"
    assert str(span_of(method("limit", marks="5", method={**FORWARD, "cap": "none"}).rule)) == "[0, inf)"
