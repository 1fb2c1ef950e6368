"""The total: interval sum, what can be signed, grades, the form's own additions, coverage."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from invented import SOURCE, form, funds, indicator, meaning, ruleset

from perfeval.core.form import Indicator
from perfeval.core.problems import Place
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
    rows.append(indicator(points=None))  # neither marks nor a score: nothing to add
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


def band_form(**cells: Any) -> FormResult:
    """A point of 50 marks and a band of 40-50 beside it: the whole hundred."""
    cells = {"points": "50", **cells}
    return result(
        indicator("≥10个", "10个", submitted_score="50", points="50"),
        words(cells.pop("score", "45"), points="50"),
        submitted_score=cells.pop("total", "95"),
        submitted_points="100",
        **{key: value for key, value in cells.items() if key != "points"},
    )


def test_grades_of_the_total_and_of_its_ends() -> None:
    total = band_form().total
    assert (total.is_whole, total.grade, total.grade_low, total.grade_high) == (True, "A", "A", "A")
    wide = result(
        indicator("≥10个", "8个", submitted_score="40", points="50"),
        indicator("稳步提高", "部分达成", submitted_score="35", points="50"),
        submitted_score="75",
    ).total
    assert (wide.confirmed, wide.grade, wide.grade_low, wide.grade_high) == (75, "B", "B", "B")
    low = result(
        indicator("稳步提高", "未达成", submitted_score="50", points="100"), submitted_score="50"
    ).total
    assert (low.grade, low.grade_low, low.grade_high) == ("C", "C", "B")


@pytest.mark.parametrize(("on", "grade"), [("exact", "B"), ("rounded", "A")])
def test_a_grade_may_belong_to_the_total_before_rounding(on: str, grade: str) -> None:
    bands = [{"grade": "A", "when": "[90, 100]"}, {"grade": "B", "when": "[0, 90)"}]
    rules = ruleset(
        grades={"bands": bands, "on": on, "source": SOURCE}, total={"add": "exact", "source": SOURCE}
    )
    # 89.999 of 100 is printed as 90.00.
    total = result(indicator("≥100000个", "89999个", points="100"), rules=rules, submitted_score="90").total
    assert total.score is not None
    assert total.score.low == Decimal("90.00")
    assert (total.grade_low, total.grade_high) == (grade, grade)


def test_a_difference_is_told_to_the_cent_with_the_range_behind_what_can_be_signed() -> None:
    (problem,) = [each for each in band_form(total="100.01").problems if each.code == "total-differs"]
    assert problem.values == {
        "submitted": "100.01",
        "recomputed": "95.00（90.00–100.00）",
        "difference": "+5.01",
    }
    point = result(indicator(submitted_score="10"), submitted_score="9.96").problems
    assert [each.values["difference"] for each in point if each.code == "total-differs"] == ["-0.04"]
    assert [each.values["recomputed"] for each in point if each.code == "total-differs"] == ["10.00"]
    unsigned = result(words("7"), submitted_score="7").problems
    assert [each.values["recomputed"] for each in unsigned if each.code == "total-differs"] == ["8.00–10.00"]


def test_the_sums_that_do_not_add_up_are_told_to_the_cent() -> None:
    found = result(indicator(submitted_score="10"), submitted_score="9.96", submitted_points="10.05").problems
    told = {each.code: each.values for each in found}
    assert told["total-not-sum"] == {"printed": "9.96", "sum": "10.00", "difference": "-0.04"}
    assert told["points-not-sum"] == {"printed": "10.05", "sum": "10.00", "difference": "+0.05"}


def test_problems_of_the_total_stand_where_it_is_printed() -> None:
    here, there = Place(row=9), Place(row=1)
    row = indicator(dimension="效益指标（10分）", submitted_score="10")
    cases = [
        ({"submitted_score": "9"}, ["total-not-sum", "total-differs"]),
        ({"submitted_score": "98", "submitted_points": "100"}, ["form-part-missing"]),
        ({"submitted_score": "满分"}, ["total-unreadable"]),
        ({"submitted_points": "9"}, ["points-not-sum"]),
    ]
    for cells, codes in cases:
        for given, expected in (({"total_place": here, "place": there}, here), ({"place": there}, there)):
            found = result(row, **cells, **given).problems
            assert [(each.code, each.place) for each in found] == [(code, expected) for code in codes]


def test_what_is_missing_of_a_form_is_told() -> None:
    row = indicator(dimension="效益指标（10分）", submitted_score="10")
    other = indicator(dimension="满意度指标（20分）", submitted_score="20", points="20")
    (problem,) = result(row, other, submitted_points="100", submitted_score="98").problems
    assert problem.values == {
        "levels": "效益指标（10分）、满意度指标（20分）",
        "printed": "100.00",
        "missing": "70.00",
    }


@pytest.mark.parametrize(
    ("bare", "points", "status", "confirmed"),
    [
        ("10个", "100", "equal", "100.00"),
        ("10个", "60", "unmarked", None),
    ],
)
def test_rows_without_marks_beside_a_whole_form_and_beside_a_part(
    bare: str, points: str, status: str, confirmed: str | None
) -> None:
    total = result(
        indicator(submitted_score=points, points=points),
        indicator("≥10个", bare, points=None),
        submitted_score=points,
    ).total
    assert total.status == status
    assert total.confirmed == (None if confirmed is None else Decimal(confirmed))
    assert (total.determined is None) == (status == "equal")


def test_a_refused_row_without_a_score_leaves_nothing_to_add_up() -> None:
    rows = (indicator(submitted_score="10"), indicator("≥90％％", submitted_score=None))
    assert [each.code for each in result(*rows, submitted_score="15").problems] == []


def test_one_open_end_leaves_the_sum_open_there() -> None:
    head = indicator("≥10个", "10个", block=1, submitted_score="9")
    other = indicator("≥10个", "8个", block=1, points=None)
    total = result(head, other, indicator(submitted_score="90", points="90"), submitted_score="99").total
    assert total.score is not None
    assert (total.score.low, total.score.high) == (98, 100)
    assert (total.score.low_open, total.score.high_open) == (True, True)
    assert (total.status, total.confirmed) == ("within", 99)


def test_a_dimension_that_is_all_ignored_is_not_summed() -> None:
    found = result(indicator(), words(ignored="breakdown"), indicator("≥1个", "1个", points=None))
    assert [each.name for each in found.dimensions] == ["产出指标"]


def test_a_total_scaled_up_keeps_its_grade_and_its_ends() -> None:
    rules = ruleset(meaning=meaning(not_applicable="rescale"))
    rows = (
        indicator(points="50", submitted_score="50"),
        words("36", points="40"),
        indicator("≥10个", "不适用", points="10"),
    )
    total = result(*rows, rules=rules, submitted_score="95.56").total
    assert total.score is not None
    assert (total.score.low, total.score.high) == (Decimal("91.11"), Decimal("100.00"))  # 82 and 90 of 90
    assert (total.confirmed, total.status, total.grade) == (Decimal("95.56"), "within", "A")
    assert (total.is_whole, total.grade_low, total.grade_high) == (True, "A", "A")
    unmarked = (indicator(points="50"), indicator("≥10个", "不适用", points=None))
    part = result(*unmarked, rules=rules, submitted_score="50").total
    assert (part.score is not None and part.score.low, part.is_whole) == (50, False)


def test_an_undecided_row_leaves_the_total_undecided() -> None:
    total = result(indicator("5-10家", "12家", submitted_score="10"), submitted_score="10").total
    assert (total.status, total.confirmed) == ("undecided", None)


def test_a_printed_total_at_an_open_end_is_not_allowed_itself() -> None:
    found = result(indicator("稳步提高", "部分达成", submitted_score=None), submitted_score="8")
    (problem,) = found.problems
    assert (found.total.status, problem.code) == ("differs", "total-at-open-end")
    assert problem.values == {"submitted": "8.00", "recomputed": "6.00–<8.00", "difference": "+0.00"}


@pytest.mark.parametrize(("on", "low"), [("exact", "B"), ("rounded", "A")])
def test_a_total_scaled_up_is_graded_as_scaled(on: str, low: str) -> None:
    bands = [{"grade": "A", "when": "[90, 100]"}, {"grade": "B", "when": "[0, 90)"}]
    rules = ruleset(
        meaning=meaning(not_applicable="rescale"),
        grades={"bands": bands, "on": on, "source": SOURCE},
        total={"add": "exact", "source": SOURCE},
    )
    rows = (indicator("≥100000个", "89999个", points="90"), indicator("≥10个", "不适用", points="10"))
    total = result(*rows, rules=rules, submitted_score="90").total  # 80.9991 of 90
    assert (total.grade_low, total.grade_high, total.is_whole) == (low, low, True)
