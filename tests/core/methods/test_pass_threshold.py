"""及格门槛."""

from __future__ import annotations

from fractions import Fraction

import pytest
from method_rows import hull, method, row, score, scored

from perfeval.core.methods.pass_threshold import PassThreshold, cuts, percent
from perfeval.core.rules.derive import direction_of, span_of
from perfeval.core.rules.evaluate import evaluate
from perfeval.core.rules.resolve import resolve
from perfeval.core.rules.row import Marks, Refusal

FORWARD = {"kind": "proportional", "ratio": "actual/target"}
SIXTY = method("pass_threshold", threshold="0.6", reached=FORWARD)


@pytest.mark.parametrize(("actual", "marks"), [("10", "10"), ("9", "9"), ("6", "6"), ("5.99", "0")])
def test_by_ratio_from_the_threshold_on(actual: str, marks: str) -> None:
    assert score(SIXTY, row(actual)) == marks


def test_a_share_below_it() -> None:
    kind = method("pass_threshold", threshold="0.6", below="0.2", reached=FORWARD)
    assert score(kind, row("1")) == "2"
    assert str(span_of(kind.rule)) == "[0, 1]"


@pytest.mark.parametrize(("recorded", "marks"), [("0.9", "0"), ("80%", "8"), ("80％", "8")])
def test_the_threshold_of_the_row_overrides(recorded: str, marks: str) -> None:
    assert score(SIXTY, row("8", facts={"pass_threshold": recorded})) == marks


def test_a_threshold_that_is_no_number_is_refused() -> None:
    refused = scored(SIXTY, row("8", facts={"pass_threshold": "六成"}))
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.values["known"]) == ("fact-unknown", "0.6, 60%")


def test_unstated_lies_anywhere() -> None:
    assert hull(method("pass_threshold", threshold="unstated", reached=FORWARD), row("8")) == (0, 8)


def test_an_unstated_threshold_must_be_given_a_reading_first() -> None:
    with pytest.raises(ValueError, match="reading"):
        evaluate(method("pass_threshold", threshold="unstated", reached=FORWARD).rule, row("8"))


def test_it_refuses_a_row_without_ratio() -> None:
    assert score(SIXTY, row("8", "0")) == "target-not-positive"


def test_span_and_direction() -> None:
    uncapped = method("pass_threshold", threshold="0.6", reached={**FORWARD, "cap": "none"})
    assert str(span_of(uncapped.rule)) == "[0, inf)"
    assert direction_of(SIXTY.rule, "at_least") == "rising"
    rewarded = method("pass_threshold", threshold="0.6", below="0.9", reached=FORWARD)
    assert direction_of(rewarded.rule, "at_least") == "none"
    falling = method(
        "pass_threshold", threshold="0.6", reached={"kind": "proportional", "ratio": "target/actual"}
    )
    assert direction_of(falling.rule, "at_most") == "none"


@pytest.mark.parametrize(
    ("share", "text"), [("0.8", "80%"), ("1/3", "33.33%"), ("0.1235", "12.35%"), ("1", "100%")]
)
def test_a_share_in_per_cent(share: str, text: str) -> None:
    assert percent(Fraction(share)) == text


def test_thresholds_lie_between_the_ratios_that_occur() -> None:
    witnesses = [(Fraction(each), Fraction(0)) for each in ("0.8", "0.5", "0.8", "0", "-0.2")]
    assert [(str(low), str(high)) for low, high in cuts(witnesses)] == [
        ("0", "1/2"),
        ("1/2", "4/5"),
        ("4/5", "1"),
    ]
    assert [(str(low), str(high)) for low, high in cuts([])] == [("0", "1")]


def test_a_threshold_for_each_stretch_is_tried() -> None:
    found = list(PassThreshold.tried([(Fraction("0.8"), Fraction(0))]))
    assert [(each.key, each.zh, each.en) for each in found] == [
        ("threshold(0,0.8]", "按比例，及格线不高于80%", "by ratio, pass threshold at most 80%"),
        (
            "threshold(0.8,1]",
            "按比例，及格线在80%–100%（不含下端）",
            "by ratio, pass threshold in (80%–100%]",
        ),
    ]
    for actual, marks in (("7", "0"), ("8", "8"), ("9", "9")):
        ((rule, _),) = resolve(found[0].rule, row(actual))
        outcome = evaluate(rule, row(actual))
        assert isinstance(outcome, Marks)
        assert str(outcome.high) == marks
