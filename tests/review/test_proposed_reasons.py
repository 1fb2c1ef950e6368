"""Proposed reasons for lost marks: the figures of the row, blanks for what only the unit knows, and never a reason."""

from __future__ import annotations

import invented
import pytest

from perfeval.core.form import Indicator
from perfeval.core.results import FormResult
from perfeval.core.scoring import score_form
from perfeval.review.checks import review_form
from perfeval.review.proposed_reasons import proposed_reasons, with_proposed_reasons


def scored(*indicators: Indicator) -> FormResult:
    return score_form(invented.form(*indicators, funds=invented.funds()), invented.ruleset())


@pytest.mark.parametrize(
    ("cells", "category", "said"),
    [
        (
            ("≥40场", "37场"),
            "数量指标",
            ("年度指标值≥40场，实际完成37场，完成率92.50%", "年中任务调整", "据实填写"),
        ),
        (("≥90%", "80%"), "服务对象满意度指标", ("完成率88.89%", "服务对象反映的具体问题")),
    ],
)
def test_a_row_that_lost_marks_gets_its_figures_and_blanks(
    cells: tuple[str, str], category: str, said: tuple[str, ...]
) -> None:
    (found,) = [
        each
        for each in proposed_reasons(scored(invented.indicator(*cells, category=category)))
        if each.row.row
    ]
    assert found.text.startswith("【拟稿】")
    assert found.text.count("____") == 2
    assert all(part in found.text for part in said)


def test_execution_below_the_budget_has_one_of_its_own() -> None:
    form = invented.form(funds=invented.funds(executed="80"))
    (found,) = proposed_reasons(score_form(form, invented.ruleset()))
    assert "全年预算100万元，执行80万元，执行率80.00%" in found.text


@pytest.mark.parametrize(
    ("cells", "more"),
    [
        (("≥40场", "40场"), {}),
        (("≥40场", "37场"), {"deviation_note": "疫情影响，已补办"}),
        (("≥40场", ""), {}),
        (("有效提升", "达成预期指标"), {}),
    ],
)
def test_none_where_nothing_is_lost_for_certain_or_a_reason_stands(
    cells: tuple[str, str], more: dict[str, str]
) -> None:
    assert [
        each for each in proposed_reasons(scored(invented.indicator(*cells, **more))) if each.row.row
    ] == []


def test_a_proposal_left_as_it_is_counts_as_no_reason() -> None:
    row = invented.indicator("≥40人次", "37人次", points="5", submitted_score="4.63")
    result = scored(row)
    with_draft = with_proposed_reasons(result)
    (note,) = [each.deviation_note for each in with_draft.form.indicators]
    assert note is not None
    again = scored(row.model_copy(update={"deviation_note": note}))
    assert "note-missing" in {each.code for each in review_form(again)}
