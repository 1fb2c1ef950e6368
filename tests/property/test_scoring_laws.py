"""Laws of scoring that hold for every form (design, section 8)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import form, funds, indicator, meaning, ruleset

from perfeval.core.exact import show
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.results import FormResult
from perfeval.core.scoring import score_form
from perfeval.core.trace import holds

pytestmark = pytest.mark.property

RULES = ruleset(
    meaning=meaning(zero_target="all_or_nothing", unit_mismatch="compare", negative_actual="allow")
)

numbers = st.decimals(min_value=0, max_value=10**6, places=2).map(lambda value: format(value, "f"))
positive = st.decimals(min_value="0.01", max_value=10**6, places=2).map(lambda value: format(value, "f"))
units = st.sampled_from(["", "%", "家", "万元", "公里", "人次"])
comparators = st.sampled_from(["≥", ">=", ">", "≤", "<=", "<", "=", "不低于", "不超过", ""])
marks = st.sampled_from(["2.5", "5", "7.5", "10", "12.25", "20"])
words = st.sampled_from(["达成", "部分达成", "未达成", "稳步提高"])


@st.composite
def quantitative(draw: st.DrawFn) -> Indicator:
    unit = draw(units)
    return indicator(
        f"{draw(comparators)}{draw(numbers)}{unit}",
        f"{draw(numbers)}{unit}",
        points=draw(marks),
        dimension=draw(st.sampled_from(["产出指标", "成本指标", "效益指标"])),
    )


@st.composite
def qualitative(draw: st.DrawFn) -> Indicator:
    return indicator("稳步提高", draw(words), points=draw(marks))


@st.composite
def forms(draw: st.DrawFn) -> SelfEvaluationForm:
    rows = draw(st.lists(quantitative() | qualitative(), min_size=1, max_size=6))
    money = funds(draw(positive), draw(numbers)) if draw(st.booleans()) else None
    return form(*rows, funds=money)


def filled_in(result: FormResult) -> SelfEvaluationForm:
    """The same form with our own scores as the submitted ones: the top of each interval that belongs to it."""
    rows = tuple(
        row.indicator.model_copy(
            update={"submitted_score": None if row.score is None else _inside(row.score)}
        )
        for row in result.indicators
        if row.indicator is not None
    )
    update: dict[str, object] = {"indicators": rows}
    if result.execution is not None and result.execution.score is not None and result.form.funds is not None:
        update["funds"] = result.form.funds.model_copy(
            update={"submitted_score": str(result.execution.score.low)}
        )
    return result.form.model_copy(update=update)


def _inside(score: object) -> str:
    return str(score.low)  # type: ignore[attr-defined]  # a Score


@given(forms())
def test_every_step_recomputes_to_its_value(given_form: SelfEvaluationForm) -> None:
    assert all(holds(step) for row in score_form(given_form, RULES).rows for step in row.steps)


@given(forms())
def test_every_row_is_counted_once(given_form: SelfEvaluationForm) -> None:
    """`rows = scored + refused + ignored`, and every indicator row of the form appears in the result."""
    result = score_form(given_form, RULES)
    coverage = result.coverage
    assert coverage.rows == coverage.scored + coverage.refused + coverage.ignored
    assert [row.name for row in result.indicators] == [each.name for each in given_form.indicators]


@given(forms())
def test_the_total_is_the_sum_of_the_rows(given_form: SelfEvaluationForm) -> None:
    result = score_form(given_form, RULES)
    if result.total.score is not None:
        scores = [row.score for row in result.rows if row.score is not None]
        assert result.total.score.low == sum(score.low for score in scores)
        assert result.total.score.high == sum(score.high for score in scores)


@given(forms(), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(given_form: SelfEvaluationForm, random: object) -> None:
    shuffled = list(given_form.indicators)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a Random
    again = given_form.model_copy(update={"indicators": tuple(shuffled)})
    first, second = score_form(given_form, RULES), score_form(again, RULES)
    assert first.total == second.total
    by_row = sorted((str(row.indicator), str(row.score)) for row in first.indicators)
    assert by_row == sorted((str(row.indicator), str(row.score)) for row in second.indicators)


@given(forms())
def test_a_form_filled_with_our_scores_has_no_difference(given_form: SelfEvaluationForm) -> None:
    result = score_form(filled_in(score_form(given_form, RULES)), RULES)
    assert all(row.status in ("equal", "within", "refused") for row in result.rows)
    assert all(not row.difference for row in result.rows)


@given(forms(), st.data())
def test_one_changed_score_is_found_at_its_row(given_form: SelfEvaluationForm, data: st.DataObject) -> None:
    clean = filled_in(score_form(given_form, RULES))
    scored = [row for row in score_form(clean, RULES).indicators if row.score is not None]
    if not scored:
        return
    chosen = data.draw(st.sampled_from(scored))
    assert chosen.score is not None
    wrong = show(Fraction(chosen.score.high) + Fraction(1, 100))
    rows = [
        each.model_copy(update={"submitted_score": wrong}) if at == chosen.row else each
        for at, each in enumerate(clean.indicators, 1)
    ]
    result = score_form(clean.model_copy(update={"indicators": tuple(rows)}), RULES)
    assert [row.row for row in result.indicators if row.status == "differs"] == [chosen.row]


@given(comparators, numbers, numbers, marks)
def test_converted_units_score_the_same(comparator: str, target: str, actual: str, points: str) -> None:
    """5万元 == 50000元 in every score."""
    cents = show(Fraction(actual) * 10000)
    (first,) = score_form(
        form(indicator(f"{comparator}{target}万元", f"{actual}万元", points=points)), RULES
    ).rows
    (second,) = score_form(
        form(indicator(f"{comparator}{target}万元", f"{cents}元", points=points)), RULES
    ).rows
    assert (first.score, first.status) == (second.score, second.status)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=6), st.text(max_size=6))
def test_any_cells_give_a_score_or_a_reason(target: str, actual: str, points: str, score: str) -> None:
    """Bad input never raises: it yields problems."""
    cells = indicator(target, actual, points=points, submitted_score=score)
    (row,) = score_form(form(cells, funds=None), RULES).indicators
    assert (row.score is None) == (row.status in ("refused", "unmarked", "ignored"))
    assert row.score is not None or row.reason or row.status == "unmarked"
    for problem in row.problems:
        assert problem.message("zh")
        assert problem.message("en")
