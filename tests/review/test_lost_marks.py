"""What a row loses, what would regain it, and what if it said otherwise."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import invented
import pytest

from perfeval.core.form import Indicator
from perfeval.core.results import FormResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.review.lost_marks import lost_marks, what_if
from perfeval.rulebook.library import load_library


def scored(*indicators: Indicator) -> FormResult:
    form = invented.form(*indicators, funds=invented.funds())
    return score_form(form, invented.ruleset())


def test_what_reaches_the_target_regains_the_loss() -> None:
    result = scored(invented.indicator("≥40人次", "30人次", points="10"))
    (lost,) = [each for each in lost_marks(result) if each.row.row == 1]
    assert (lost.least, lost.most, lost.by, lost.regained) == (
        Fraction(5, 2),
        Fraction(5, 2),
        "40人次",
        Fraction(5, 2),
    )


def test_a_row_with_several_readings_regains_what_each_of_them_lost() -> None:
    ruleset = load_library(()).find("cn-caiyu-2020-10")
    assert isinstance(ruleset, Ruleset)
    row = invented.indicator("5件", "12件", points="15", name="群众投诉件数")
    (lost,) = lost_marks(score_form(invented.form(row), ruleset))
    assert 0 < lost.least < lost.most == 15
    assert (lost.by, lost.regained, lost.regained_most) == ("5件", lost.least, lost.most)


def test_what_some_reading_lost_is_named_though_another_lost_nothing() -> None:
    ruleset = load_library(()).find("cn-caiyu-2020-10")
    assert isinstance(ruleset, Ruleset)
    (lost,) = lost_marks(score_form(invented.form(invented.indicator("=5期", "6期", points="10")), ruleset))
    assert (lost.least, lost.most) == (0, 2)
    assert (lost.by, lost.regained, lost.regained_most) == ("5期", 0, 2)


def test_a_band_names_no_single_value() -> None:
    result = scored(invented.indicator("有效提升", "达成", points="15"))
    (lost,) = [each for each in lost_marks(result) if each.row.row == 1]
    assert (lost.least, lost.most, lost.by) == (0, 3, None)


def test_full_marks_lose_nothing() -> None:
    result = scored(invented.indicator("≥40人次", "40人次", points="10"))
    assert [each.row.row for each in lost_marks(result) if each.row.row == 1] == []


def test_a_trial_changes_the_row_and_the_total_and_nothing_else() -> None:
    result = scored(
        invented.indicator("≥40人次", "30人次", points="10", submitted_score="7.5"),
        invented.indicator("≥10家", "5家", points="10", name="另一行"),
    )
    after, (tried,) = what_if(result, {1: "40人次"})
    assert tried.before.score is not None
    assert tried.after.score is not None
    assert (tried.before.score.low, tried.after.score.low) == (Decimal("7.50"), Decimal("10.00"))
    assert after.rows[-1].score == result.rows[-1].score
    assert result.total.score is not None
    assert after.total.score is not None
    assert after.total.score.low - result.total.score.low == Decimal("2.50")


def test_a_row_that_is_not_there_cannot_be_tried() -> None:
    with pytest.raises(KeyError, match="9"):
        what_if(scored(invented.indicator()), {9: "1"})
