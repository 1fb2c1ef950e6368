"""Each inconsistency of a reviewer, raised by one column of scores and not by another."""

from dataclasses import replace
from fractions import Fraction

import pytest

from perfeval.core.reviewed import ReviewedRow
from perfeval.review.reviewer import review_reviewer

ROW = ReviewedRow(
    "示例项目",
    1,
    "人次",
    points=Fraction(10),
    submitted=Fraction(10),
    low=Fraction(8),
    high=Fraction(10),
    reviewed=Fraction(10),
)


def changed(**values: object) -> ReviewedRow:
    numbers = {
        key: Fraction(str(each)) if isinstance(each, int | float) else each for key, each in values.items()
    }
    return replace(ROW, **{**numbers, "row": int(str(values.get("row", 1)))})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([changed()], []),
        ([changed(reviewed=9, reason="佐证不足")], []),
        ([changed(reviewed=9)], ["review-without-reason"]),
        ([changed(reviewed=11)], ["review-above-marks"]),
        ([changed(reviewed=-1, reason="x")], ["review-below-zero"]),
        ([changed(reviewed=9, high=8, reason="x")], ["review-above-recomputed"]),
        ([changed(reviewed=None)], ["review-empty"]),
        ([changed(), changed(row=2, reviewed=None)], ["review-incomplete"]),
        # the same words, a tenth and two tenths of the marks
        (
            [changed(reviewed=9, reason="佐证不足"), changed(row=2, reviewed=8, reason="佐证不足")],
            ["review-uneven"],
        ),
        # a tenth of either row's marks
        (
            [
                changed(reviewed=9, reason="佐证不足"),
                changed(row=2, points=20, submitted=20, high=20, reviewed=18, reason="佐证不足"),
            ],
            [],
        ),
        # the same finding, deducted here and not there
        (
            [
                changed(reviewed=9, reason="说明与数字不符", codes=("claimed-rate-wrong",)),
                changed(row=2, codes=("claimed-rate-wrong",)),
            ],
            ["review-uneven"],
        ),
        # arithmetic of the row's own numbers, and remarks, are no common defect
        (
            [
                changed(reviewed=9, reason="按比例", codes=("score-differs", "comparator-assumed")),
                changed(row=2, codes=("score-differs", "comparator-assumed")),
            ],
            [],
        ),
    ],
)
def test_inconsistencies(rows: list[ReviewedRow], codes: list[str]) -> None:
    assert [problem.code for problem in review_reviewer(rows)] == codes


def test_an_uneven_deduction_lists_the_rows() -> None:
    rows = [changed(reviewed=9, reason="佐证不足"), changed(row=2, reviewed=8, reason="佐证不足")]
    (problem,) = review_reviewer(rows)
    assert "《示例项目》人次 1.00/10.00；《示例项目》人次 2.00/10.00" in problem.message("zh")
