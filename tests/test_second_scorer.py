"""Rows as the second scorer scores them, under every shipped set: the same to the cent."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction

import pytest
from second_scorer import RULES, expected, rule_files

from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.scoring import score_form
from perfeval.rulebook.library import load_library

CATEGORIES = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("成本指标", "经济成本指标"),
    ("产出指标", "成本指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
)
CODES = {
    "产出指标": "output",
    "效益指标": "benefit",
    "满意度指标": "satisfaction",
    "成本指标": "cost",
    "数量指标": "quantity",
    "质量指标": "quality",
    "时效指标": "timeliness",
    "经济成本指标": "cost",
    "社会效益指标": "benefit",
    "服务对象满意度指标": "satisfaction",
}
SIGNS = (("≥", "at_least"), ("≤", "at_most"), ("不低于", "at_least"), ("不超过", "at_most"))
UNITS = ("场", "人", "个", "万元", "%", "公里", "")


def rows(count: int, seed: int) -> list[tuple[Indicator, dict[str, object]]]:
    """Rows as printed, and as the second scorer takes them."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        dimension, category = chance.choice(CATEGORIES)
        sign, comparator = chance.choice(SIGNS)
        target = Fraction(chance.randint(1, 5000), chance.choice((1, 1, 10, 100)))
        near = target * Fraction(chance.randint(30, 170), 100)
        actual = chance.choice((target, near, Fraction(chance.randint(1, 5000), 10)))
        points, unit = Fraction(chance.randint(1, 60), chance.choice((1, 2))), chance.choice(UNITS)
        shown = [f"{float(each):.10g}" for each in (target, actual, points)]
        target, actual, points = map(Fraction, shown)
        # A bare small number against a rate is a question of its own.
        if unit == "%" and (actual <= 1 or target <= 1):
            continue
        if any("e" in each for each in shown):
            continue
        # So are two amounts of which one may lack a 万, or have one too many (4785个 and 0.48个).
        if 8_000 <= max(target / actual, actual / target) <= 12_500:
            continue
        indicator = Indicator(
            name=f"指标{number}",
            dimension=dimension,
            category=category,
            target=f"{sign}{shown[0]}{unit}",
            actual=f"{shown[1]}{unit}",
            points=shown[2],
        )
        row = {
            "comparator": comparator,
            "target": target,
            "actual": actual,
            "points": points,
            "dimension": CODES[dimension],
            "category": CODES[category],
        }
        found.append((indicator, row))
    return found


def compared(count: int, seed: int) -> Counter[str]:
    """How many rows of all sets were predicted, and were not; raises on the first that disagrees."""
    files, told = rule_files(), Counter[str]()
    for ruleset in load_library(()).rulesets:
        if ruleset.id not in files:
            continue
        cases = rows(count, seed)
        form = SelfEvaluationForm(name="甲", indicators=tuple(indicator for indicator, _ in cases))
        result = score_form(form, ruleset)
        assert len(result.indicators) == len(cases)
        for found, (indicator, row) in zip(result.indicators, cases, strict=True):
            want = expected(files[ruleset.id], row)
            if want is None:
                told["not predicted"] += 1
                continue
            told["predicted"] += 1
            score = found.score
            assert score is not None, (ruleset.id, indicator, want, [each.code for each in found.problems])
            assert (Fraction(score.low), Fraction(score.high)) == (want, want), (
                ruleset.id,
                indicator,
                want,
                score,
            )
    return told


@pytest.mark.skipif(not RULES.is_dir(), reason="the rule files are not beside the tests")
def test_some_rows_score_as_the_second_scorer_says() -> None:
    told = compared(120, seed=1)
    assert told["predicted"] > 500, told


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 12))
def test_many_rows_score_as_the_second_scorer_says(seed: int) -> None:
    told = compared(2_000, seed)
    assert told["predicted"] > 8_000, told
