"""Rule sets as values."""

from __future__ import annotations

import pytest
from invented import ruleset
from pydantic import ValidationError

from perfeval.core.ruleset import Clause, Source, Text
from perfeval.core.traits import Traits


def test_a_source_is_a_clause_or_an_interpretation() -> None:
    assert str(Source(clause="art-16")) == "art-16"
    assert str(Source(interpretation="the form says nothing")) == "interpretation"
    for both_or_neither in ({}, {"clause": "art-16", "interpretation": "why"}):
        with pytest.raises(ValidationError):
            Source.model_validate(both_or_neither)


def test_a_text_falls_back_to_chinese() -> None:
    assert Text(zh="规则", en="rules").of("en") == "rules"
    assert Text(zh="规则").of("en") == "规则"
    assert Text(zh="规则", en="rules").of("zh") == "规则"


def test_the_rules_of_a_row() -> None:
    row = Traits("output", "quantity", "plain", "quantity", "at_least", "quantity")
    assert [rule.id for rule in ruleset().rules_for(row)] == ["at-least"]


def test_evidence_is_that_of_the_clause_else_of_the_set() -> None:
    clause = Clause(key="art-1", title="第一条", evidence="recalled")
    rules = ruleset().model_copy(update={"clauses": {"art-1": clause}, "evidence": "read"})
    assert rules.evidence_of(Source(clause="art-1")) == "recalled"
    assert rules.evidence_of(Source(interpretation="why")) == "read"
