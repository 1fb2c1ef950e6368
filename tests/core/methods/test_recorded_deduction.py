"""另行扣减."""

from __future__ import annotations

import pytest
from method_rows import ends, method, row, score, scored

from perfeval.core.rules.derive import direction_of, span_of
from perfeval.core.rules.row import Refusal

FORWARD = {"kind": "proportional", "ratio": "actual/target"}
LESS = method("recorded_deduction", fact="deduction", method=FORWARD)


@pytest.mark.parametrize(
    ("recorded", "marks"),
    [
        (None, "8"),
        ("0", "8"),
        ("2.5", "11/2"),
        ("2.5分", "11/2"),
        ("9", "0"),
        ("-1", "fact-unknown"),
        ("二", "fact-unknown"),
    ],
)
def test_the_recorded_marks_are_taken_off(recorded: str | None, marks: str) -> None:
    facts = {} if recorded is None else {"deduction": recorded}
    assert score(LESS, row("8", facts=facts)) == marks


def test_what_could_have_been_recorded_is_said() -> None:
    refused = scored(LESS, row("8", facts={"deduction": "二"}))
    assert isinstance(refused, Refusal)
    assert refused.values == {"fact": "deduction", "value": "二", "known": "0, 2.5"}


def test_both_ends_of_a_band_are_reduced() -> None:
    half = {"kind": "all_or_nothing", "unmet": "[0.1, 0.5]"}
    less = method("recorded_deduction", fact="deduction", method=half)
    assert ends(scored(less, row("8", facts={"deduction": "2"}))) == ("0", "3")


def test_it_refuses_what_the_inner_method_refuses() -> None:
    assert score(LESS, row("8", "0")) == "target-not-positive"


def test_span_and_direction() -> None:
    assert str(span_of(LESS.rule)) == "[0, 1]"
    assert direction_of(LESS.rule, "at_least") == "rising"
    uncapped = method("recorded_deduction", fact="d", method={**FORWARD, "cap": "none"})
    assert str(span_of(uncapped.rule)) == "[0, inf)"
