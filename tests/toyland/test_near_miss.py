"""A method added as one file and one entry: everything that shows or computes a rule follows from its expression."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Annotated, Union

import pytest
from batch.tables import Row, by_batch, by_core, ruleset
from invented import form, indicator
from method_rows import row, score, scored
from pydantic import Field, TypeAdapter
from toyland.near_miss import NearMiss

from perfeval.batch.columnar.lines import lines_of
from perfeval.core.methods import METHODS
from perfeval.core.rules.derive import direction_of, span_of
from perfeval.core.rules.resolve import resolve
from perfeval.core.rules.row import Marks
from perfeval.core.rules.row import Row as Numbers
from perfeval.core.scoring import score_form
from perfeval.core.trace import holds
from perfeval.documents.writers.live.formulas import Quotient
from perfeval.documents.writers.live.rule_formulas import Cells, Ends, marks
from perfeval.review.infer import infer
from perfeval.rulebook.sentences import say
from perfeval.rulebook.voice import Voice

METHOD = NearMiss(part=Fraction(4, 5), share=Fraction(3, 5))


def test_a_rule_file_can_name_it() -> None:
    entry = (*METHODS.values(), NearMiss)
    union: TypeAdapter[NearMiss] = TypeAdapter(Annotated[Union[entry], Field(discriminator="kind")])  # noqa: UP007
    assert union.validate_python({"kind": "near_miss", "part": "0.8", "share": "0.6"}) == METHOD


@pytest.mark.parametrize(
    ("actual", "target", "given"),
    [("10", "10", "10"), ("12", "10", "10"), ("9", "10", "6"), ("8", "10", "6"), ("7.9", "10", "0")],
)
def test_scores(actual: str, target: str, given: str) -> None:
    assert score(METHOD, row(actual, target)) == given


def test_a_target_without_ratio_is_refused() -> None:
    assert score(METHOD, row("-1", "0")) == "target-not-positive"


def test_steps() -> None:
    near, far = scored(METHOD, row("8")), scored(METHOD, row("7"))
    assert isinstance(near, Marks)
    assert isinstance(far, Marks)
    assert [(step.operation, step.label) for step in near.steps] == [("multiply", "marks")]
    assert [(step.operation, step.label) for step in far.steps] == [
        ("at_least", "passed"),
        ("multiply", "marks"),
    ]
    assert all(holds(step) for step in (*near.steps, *far.steps))


def test_span_and_direction() -> None:
    assert str(span_of(METHOD.rule)) == "[0, 1]"
    assert direction_of(METHOD.rule, "at_least") == "rising"


@pytest.mark.parametrize(
    ("voice", "said"),
    [
        (Voice("zh"), "完成指标值的记满分；未完成的：完成率达到 80% 的：记分值的 60%；低于的记分值的 0%"),
        (
            Voice("en"),
            "full marks when the target is met; otherwise: from a completion ratio of 80%: 60% of the marks; "
            "below it 0% of the marks",
        ),
        (Voice("zh", formula=True), "完成：w；未完成：B/A ≥ 80%：w × 60%；B/A < 80%：w × 0%"),
        (Voice("en", formula=True), "met: w; not met: B/A ≥ 80%: w × 60%; B/A < 80%: w × 0%"),
    ],
    ids=["zh", "en", "formula-zh", "formula-en"],
)
def test_sentences(voice: Voice, said: str) -> None:
    assert say(METHOD.rule, voice) == said


def test_the_spreadsheet_formula() -> None:
    cells = Cells("C1", "D1", "E1", Quotient("E1", "D1"), "E1>=D1")
    formula = "IF(E1>=D1,C1,IF(ROUND(E1/D1,12)>=0.8,C1*3/5,0))"
    ((rule, _),) = resolve(METHOD.rule, Numbers(Fraction(10), "at_least"))
    assert marks(rule, Numbers(Fraction(10), "at_least"), cells) == Ends(formula, formula)


def test_the_kernels_lines() -> None:
    ((rule, _),) = resolve(METHOD.rule, Numbers(Fraction(1), "at_least"))
    lines = lines_of(rule, met=False)
    assert lines is not None
    assert {(str(line.when), line.base, line.slope) for line in lines} == {
        ("[0, 0.8)", 0, 0),
        ("[0.8, inf)", Fraction(3, 5), 0),
    }


def test_a_table_of_rows_is_scored_in_the_kernel() -> None:
    toyland = ruleset("toyland-benchmark")
    changed = tuple(rule.model_copy(update={"method": METHOD}) for rule in toyland.rules)
    rules = toyland.model_copy(update={"rules": changed})
    rows: list[Row] = [
        ("产出指标", "数量指标", f"{sign}10个", f"{actual}个", "7.5", None)
        for sign in (">=", "<=", "=")
        for actual in ("0", "7.9", "8", "9.99", "10", "11", "30")
    ]
    found, written = by_batch(rows, rules, coded=True)
    assert found == [by_core(each, rules) for each in rows]
    assert written.by_core == 0


def test_inference_tries_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [("9个", "6"), ("8个", "6"), ("7个", "0"), ("10个", "10")]
    rows = [indicator("≥10个", actual, points="10", submitted_score=given) for actual, given in told]
    results = (score_form(form(*rows), ruleset("toyland-benchmark")),)
    assert len(infer(results).outliers) == 2
    monkeypatch.setitem(METHODS, "near_miss", NearMiss)
    after = infer(results)
    assert after.outliers == ()
    listed = after.parameter("at_least_short").listed
    assert [(value.key, value.says.zh) for value in listed] == [
        ("near-miss(0.7,0.8]×0.6", "达到指标值80%的记分值的60%，否则不得分")
    ]


def test_the_documentation_shows_this_very_file() -> None:
    root = Path(__file__).parents[2]
    shown = (root / "docs" / "changing.md").read_text("utf-8")
    assert f"```python\n{Path(__file__).with_name('near_miss.py').read_text('utf-8')}```" in shown
