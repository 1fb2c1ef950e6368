"""Twins of the numbers with which an attacker changed a score in silence: other words, other places, other cells."""

import pytest
from core.test_scoring import scored


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("≥2百万元", "1500000", "7.50"),
        ("≥三千人", "2500", "8.33"),
        ("≥1.2亿元", "90000000", "7.50"),
        ("≤六万元", "48000", "10.00"),
        ("≥两万株", "15000株", "7.50"),
        ("≥3万亩", "2.5", "8.33"),
        ("≥十二万平方米", "110000", "9.17"),
        ("≥4万册", "35000", "8.75"),
    ],
)
def test_a_magnitude_belongs_to_the_number(target: str, actual: str, score: str) -> None:
    row = scored(target, actual)
    assert row.score is not None
    assert (str(row.score.low), str(row.score.high)) == (score, score)


@pytest.mark.parametrize("target", ["六十三吨", "三成五", "两百户", "十二公里", "百分之九十五", "三分之二"])
def test_a_numeral_never_becomes_words(target: str) -> None:
    row = scored(target, "完成")
    assert (row.status, row.reason) == ("refused", "actual-not-number")


@pytest.mark.parametrize("points", ["10/10", "１０／１０", "10÷2", "5+5", "10-", "约10", "10~12"])
def test_marks_are_one_number(points: str) -> None:
    assert scored("≥10个", "9个", points=points).reason == "points-unreadable"


@pytest.mark.parametrize("score", ["8/10分", "9／10", "9÷10", "约9", "8+1"])
def test_a_score_is_one_number(score: str) -> None:
    row = scored("≥10个", "9个", submitted_score=score)
    assert (row.submitted, [problem.code for problem in row.problems]) == (None, ["score-unreadable"])


@pytest.mark.parametrize(
    "number", ["9¼", "⑨", "9⅔", "⒐", "9㊀", "Ⅸ", "9₅", "9⁵", "9。5", "9·5", "9,5", "O", "1O", "l0"]
)
@pytest.mark.parametrize("cell", ["target", "actual"])
def test_an_odd_digit_is_no_number_and_no_unit(number: str, cell: str) -> None:
    cells = (f"≥{number}场", "9场") if cell == "target" else ("≥10场", f"{number}场")
    row = scored(*cells)
    assert (row.status, row.score) == ("refused", None)
