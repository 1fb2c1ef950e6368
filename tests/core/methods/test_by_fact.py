"""依事实计分."""

from __future__ import annotations

from method_rows import hull, method, row, score, scored

from perfeval.core.rules.derive import direction_of, span_of

FULL = {"kind": "tiers", "tiers": [{"when": "[0, inf)", "share": "[1, 1]"}]}
LINEAR = {"kind": "proportional", "ratio": "actual/target"}
FINISHED = method("by_fact", fact="finished", cases={"yes": FULL, "no": LINEAR})


def test_the_recorded_value_decides() -> None:
    # U-04: 84 % spent; finished earns all, unfinished 8.40.
    assert score(FINISHED, row("84", "100", facts={"finished": "yes"})) == "10"
    assert score(FINISHED, row("84", "100", facts={"finished": "no"})) == "42/5"


def test_until_it_is_recorded_every_value_counts() -> None:
    assert [str(end) for end in hull(FINISHED, row("84", "100"))] == ["42/5", "10"]


def test_unless_one_is_assumed() -> None:
    assumed = method("by_fact", fact="finished", cases={"yes": FULL, "no": LINEAR}, assume="no")
    assert [str(end) for end in hull(assumed, row("84", "100"))] == ["42/5", "42/5"]
    assert score(assumed, row("84", "100")) == "42/5"


def test_a_value_that_the_rule_does_not_know_is_refused() -> None:
    refused = scored(FINISHED, row("84", "100", facts={"finished": "maybe"}))
    assert refused.code == "fact-unknown"  # type: ignore[union-attr]
    assert refused.values["known"] == "yes、no"  # type: ignore[union-attr]


def test_its_span_holds_all_and_its_direction_is_the_common_one() -> None:
    assert str(span_of(FINISHED.rule)) == "[0, 1]"
    assert direction_of(FINISHED.rule, "at_least") == "rising"
    mixed = method("by_fact", fact="x", cases={"a": LINEAR, "b": {"kind": "symmetric_deviation"}})
    assert direction_of(mixed.rule, "at_least") == "none"
