"""The defects of published forms listed in scoring-rules.md 5.4, on constructed forms."""

from __future__ import annotations

import pytest
from invented import form, funds, indicator, ruleset

from perfeval.core.form import FundLine, Indicator, SelfEvaluationForm
from perfeval.core.scoring import score_form
from perfeval.review.checks import review_form


def row(dimension: str, points: str, **cells: str) -> Indicator:
    return indicator(dimension=dimension, points=points, submitted_score=points, **cells)


LINE = FundLine(name="其中：财政拨款", initial_budget="90", budget="90", executed="89.974")
DEFECTS: tuple[tuple[str, SelfEvaluationForm, str], ...] = (
    (
        "1: rows of 70 + 20 + 10 and execution 10 under a printed 100",
        form(
            row("产出指标", "70"),
            row("效益指标", "20"),
            row("满意度指标", "10"),
            funds=funds(),
            submitted_points="100",
        ),
        "points-not-sum",
    ),
    (
        "1: the same without a printed sum of marks",
        form(row("产出指标", "70"), row("效益指标", "20"), row("满意度指标", "10"), funds=funds()),
        "marks-not-whole",
    ),
    (
        "2: a total of zero over filled sources",
        form(funds=funds("0", "0", initial_budget="0", sources=(LINE,))),
        "funds-total-blank",
    ),
    (
        "3: 49.88 % printed as 50 % and scored 5",
        form(funds=funds("310.2", "154.74", submitted_rate="50%", submitted_score="5")),
        "score-differs",
    ),
    (
        "4: 80 declared, blocks of 60 and 40 beside execution 20",
        form(row("产出指标（60分）", "60"), row("效益指标（40分）", "40"), funds=funds(points="20")),
        "marks-not-whole",
    ),
    ("5: met, 9 of 10, no reason", form(indicator("=100%", "100%", submitted_score="9")), "note-missing"),
    (
        "6: no comparator, 100 % against 72.74 %",
        form(indicator("100%", "72.74%", submitted_score="10")),
        "comparator-missing",
    ),
    ("7: a breakdown without marks", form(indicator(name="其中：某村", points=None)), "form-without-marks"),
    (
        "8: 10.5 of 10 where the cost was 2.4 times its ceiling",
        form(indicator("≤10万元", "24万元", category="成本指标", submitted_score="10.5")),
        "score-out-of-range",
    ),
    (
        "8: the same cost at full marks",
        form(indicator("≤10万元", "24万元", category="成本指标", submitted_score="10")),
        "cost-over-target",
    ),
)


@pytest.mark.parametrize(("one", "code"), [row[1:] for row in DEFECTS], ids=[row[0] for row in DEFECTS])
def test_the_defect_is_found(one: SelfEvaluationForm, code: str) -> None:
    from invented import meaning

    result = score_form(one, ruleset(meaning=meaning(bare_target="refuse")))
    assert code in {problem.code for problem in (*result.all_problems, *review_form(result))}


def test_a_rate_rounded_to_whole_per_cent_is_printed_right_and_scored_from_it() -> None:
    """Defect 3: 50 % is 49.88 % at its own decimals; what is wrong is the score, and the cause says so."""
    one = form(funds=funds("310.2", "154.74", submitted_rate="50%", submitted_score="5"))
    found = review_form(score_form(one, ruleset()))
    assert [problem.values["cause_en"] for problem in found if problem.code == "difference-caused"] == [
        "rounded to whole marks; or the percentage was rounded to whole points first"
    ]
    assert "rate-not-computed" not in {problem.code for problem in found}
