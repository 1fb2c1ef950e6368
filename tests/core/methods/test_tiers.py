"""按区间赋分."""

from __future__ import annotations

from fractions import Fraction

import pytest
from method_rows import ends, method, row, score, scored

from perfeval.core.rules.derive import direction_of, span_of

EXECUTION = method(
    "tiers",
    tiers=[
        {"when": "[1, inf)", "share": "[1, 1]"},
        {"when": "[0.8, 1)", "share": "[0.7, 0.7]"},
        {"when": "[0.6, 0.8)", "share": "[0.5, 0.5]"},
        {"when": "[0, 0.6)", "share": "[0, 0]"},
    ],
)
SATISFACTION = method(
    "tiers",
    of="percent",
    tiers=[
        {"when": "[90, inf)", "share": "[1, 1]"},
        {"when": "[80, 90)", "share": "[0.8, 0.8]"},
        {"when": "[0, 80)", "share": "[0, 0.5]"},
    ],
)


@pytest.mark.parametrize(
    ("actual", "marks"),
    [("95.88", "7"), ("62", "5"), ("59.88", "0"), ("80", "7"), ("60", "5"), ("100", "10")],
)
def test_the_tier_decides(actual: str, marks: str) -> None:
    assert score(EXECUTION, row(actual, "100")) == marks


@pytest.mark.parametrize(("percent", "marks"), [("90", "10"), ("89", "8"), ("85", "8")])  # U-15
def test_tiers_of_the_satisfaction_itself(percent: str, marks: str) -> None:
    assert score(SATISFACTION, row(percent, "95", percent=Fraction(percent))) == marks


def test_a_tier_may_leave_a_band() -> None:
    assert ends(scored(SATISFACTION, row("70", "95", percent=Fraction(70)))) == ("0", "5")


def test_refusals() -> None:
    assert score(EXECUTION, row("-5", "100")) == "no-tier"
    assert score(EXECUTION, row("5", "0")) == "target-not-positive"
    assert score(SATISFACTION, row("70", "95")) == "percent-missing"


def test_span_and_direction() -> None:
    assert str(span_of(EXECUTION.rule)) == "[0, 1]"
    assert direction_of(EXECUTION.rule, "at_least") == "rising"
    assert direction_of(SATISFACTION.rule, "at_least") == "rising"
    falling = [{"when": "[0, 1]", "share": "[1, 1]"}, {"when": "(1, inf)", "share": "[0, 0]"}]
    assert direction_of(method("tiers", tiers=falling).rule, "at_most") == "falling"
    peak = [
        {"when": "[0, 0.7)", "share": "[0.2, 0.2]"},
        {"when": "[0.7, 1]", "share": "[1, 1]"},
        {"when": "(1, inf)", "share": "[0.2, 0.2]"},
    ]
    assert direction_of(method("tiers", tiers=peak).rule, "at_least") == "peak"
