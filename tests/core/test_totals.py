"""The total: interval sum, what can be signed, grades, the form's own additions, coverage."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from invented import SOURCE, form, funds, indicator, ruleset

from perfeval.core.form import Indicator
from perfeval.core.results import CheckedForm, Coverage, FormResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form


def words(score: str | None = "9", **cells: Any) -> Indicator:
    return indicator("稳步提高", "达成", submitted_score=score, dimension="效益指标", **cells)


def result(*rows: Indicator, rules: Ruleset | None = None, **cells: Any) -> FormResult:
    return score_form(form(*rows, **cells), rules or ruleset())


def test_the_total_is_the_interval_sum() -> None:
    found = result(indicator(submitted_score="10"), words(), submitted_score="19分", submitted_points="20")
    total = found.total
    assert total.score is not None
    assert (total.score.low, total.score.high) == (Decimal("18.00"), Decimal("20.00"))
    assert (total.status, total.confirmed, total.difference) == ("within", Decimal("19.00"), 0)
    assert (total.points, total.submitted_points) == (20, 20)
    assert found.all_problems == tuple(p for row in found.rows for p in row.problems)


def test_a_row_outside_its_band_leaves_the_choice_to_a_person() -> None:
    total = result(indicator("≥10个", "5个", submitted_score="10"), words("7"), submitted_score="17").total
    assert (total.confirmed, total.difference, total.status) == (None, None, "differs")
    assert total.determined is not None
    assert (total.determined.low, total.determined.high) == (Decimal("13.00"), Decimal("15.00"))


def test_without_a_printed_total_there_is_no_difference() -> None:
    assert result(indicator(submitted_score="10")).total.difference is None


def test_a_band_without_a_claim_leaves_the_total_unconfirmed() -> None:
    total = result(indicator(submitted_score="10"), words(None)).total
    assert (total.confirmed, total.grade, total.status) == (None, None, "unsubmitted")
    assert (total.grade_low, total.grade_high) == (None, None)  # 20 marks are no whole form


def test_a_refused_row_leaves_what_is_determined() -> None:
    found = result(
        indicator(submitted_score="10"), indicator("≥90％％", submitted_score="5"), submitted_score="15"
    )
    total = found.total
    assert (total.status, total.score, total.confirmed) == ("refused", None, None)
    assert total.determined is not None
    assert (total.determined.points, total.determined.submitted) == (10, 10)
    assert (total.determined.low, total.determined.high) == (Decimal("10.00"), Decimal("10.00"))
    assert found.coverage == Coverage(2, 1, 1, 0)


@pytest.mark.parametrize(
    ("printed", "codes"), [("20", []), ("20.00分", []), ("19.99", ["total-not-sum", "total-differs"])]
)
def test_the_printed_total_is_held_against_its_rows(printed: str, codes: list[str]) -> None:
    found = result(indicator(submitted_score="10"), indicator(submitted_score="10"), submitted_score=printed)
    assert [problem.code for problem in found.problems] == codes


@pytest.mark.parametrize(
    ("printed", "codes"), [("20", []), ("100", ["points-not-sum"]), ("廿", ["total-points-unreadable"])]
)
def test_the_printed_marks_are_held_against_their_rows(printed: str, codes: list[str]) -> None:
    found = result(indicator(), indicator(), submitted_points=printed)
    assert [problem.code for problem in found.problems] == codes


@pytest.mark.parametrize(
    ("level", "printed", "codes", "status"),
    [
        ("效益指标（10分）", "100", ["form-part-missing"], "refused"),
        ("效益指标（20分）", "100", ["points-not-sum", "total-not-sum", "total-differs"], "differs"),
        ("效益指标", "100", ["points-not-sum", "total-not-sum", "total-differs"], "differs"),
        ("效益指标（10分）", "10", ["total-not-sum", "total-differs"], "differs"),
    ],
)
def test_levels_whose_marks_are_there_tell_that_a_part_is_missing(
    level: str, printed: str, codes: list[str], status: str
) -> None:
    """The tail of a form: its first page is not here, and the printed total is right all the same."""
    row = indicator(dimension=level, submitted_score="10")
    found = result(row, submitted_points=printed, submitted_score="98")
    assert sorted(problem.code for problem in found.problems) == sorted(codes)
    assert found.total.status == status


def test_scores_of_rows_without_marks_are_added_all_the_same() -> None:
    rows = [indicator(points=None, submitted_score=score) for score in ("40", "60")]
    codes = [problem.code for problem in result(*rows, submitted_score="100").all_problems]
    assert not {"total-not-sum", "points-not-sum"} & {*codes}
    assert "total-not-sum" in [problem.code for problem in result(*rows, submitted_score="99").all_problems]


def test_a_total_that_is_no_number_is_said() -> None:
    found = result(indicator(), submitted_score="满分")
    assert [problem.code for problem in found.problems] == ["total-unreadable"]
    assert found.total.status == "unsubmitted"


def test_nothing_is_added_up_where_a_row_states_no_score() -> None:
    assert result(indicator(submitted_score=None), submitted_score="7").problems[0].code == "total-differs"


@pytest.mark.parametrize(("add", "expected"), [("rounded", "3.34"), ("exact", "3.33")])
def test_rows_are_rounded_before_or_after_adding(add: str, expected: str) -> None:
    # 1.665 twice: each row rounds up, the sum does not need to.
    rows = [indicator("≥1000个", "333个", points="5", submitted_score="1.67") for _ in range(2)]
    rules = ruleset(total={"add": add, "source": SOURCE})
    total = result(*rows, rules=rules).total
    assert total.score is not None
    assert total.score.low == total.confirmed == Decimal(expected)


def test_exact_sums_of_bands_and_hulls() -> None:
    rules = ruleset(total={"add": "exact", "source": SOURCE})
    total = result(words("10"), indicator("10个", "8个", submitted_score="8"), rules=rules).total
    assert total.score is not None
    assert (total.score.low, total.score.high) == (Decimal("16.00"), Decimal("20.00"))


@pytest.mark.parametrize(
    ("actual", "facts", "grade"),
    [("95个", {}, "A"), ("89.99个", {}, "B"), ("59个", {}, "C"), ("95个", {"misreported": "yes"}, "C")],
)
def test_grades(actual: str, facts: dict[str, str], grade: str) -> None:
    assert result(indicator("≥100个", actual, points="100"), facts=facts).total.grade == grade


def test_without_grades_there_is_none() -> None:
    assert result(indicator(points="100"), rules=ruleset(grades=None)).total.grade is None


def test_dimension_sums_follow_the_form() -> None:
    found = result(indicator(submitted_score="9"), words("9"), words("8", ignored="breakdown"), funds=funds())
    assert [(each.name, each.points, each.submitted, each.low, each.high) for each in found.dimensions] == [
        ("产出指标", 10, 9, Decimal("10.00"), Decimal("10.00")),
        ("效益指标", 10, 9, Decimal("8.00"), Decimal("10.00")),
    ]


def test_a_dimension_with_a_refused_row_has_no_sum() -> None:
    (dimension,) = result(indicator(), indicator(actual=None)).dimensions
    assert (dimension.low, dimension.high) == (None, None)


def test_open_ends_stay_open_in_the_total() -> None:
    row = indicator("稳步提高", "部分达成", submitted_score="7")
    total = result(row, submitted_score="8").total
    assert total.score is not None
    assert total.score.high_open
    assert total.status == "differs"


def test_a_checked_form_is_clean_when_nothing_differs_or_is_refused() -> None:
    clean = result(indicator(submitted_score="10"), submitted_score="10")
    assert CheckedForm(clean, "named").is_clean
    assert not CheckedForm(result(indicator(submitted_score="9")), "named").is_clean
    assert not CheckedForm(result(indicator(actual=None)), "named").is_clean
