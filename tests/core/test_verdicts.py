"""How a row is judged: alternatives instead of a hull, directions of bare targets, rows without marks."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from invented import form, indicator, ruleset

from perfeval.core.claim import score_text
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.results import CheckedForm, FormResult, RowResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.documents.cases import read_case
from perfeval.rulebook.library import load_library

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def national() -> Ruleset:
    found = load_library().find("cn-caiyu-2020-10")
    assert isinstance(found, Ruleset)
    return found


def judged(national: Ruleset, *rows: Indicator, **cells: object) -> FormResult:
    return score_form(SelfEvaluationForm(year=2023, indicators=rows, **cells), national)  # type: ignore[arg-type]


def row(national: Ruleset, name: str, target: str, actual: str, score: str | None, **more: str) -> RowResult:
    cells = {"category": "质量指标", "points": "10", **more}
    one = Indicator(name=name, target=target, actual=actual, submitted_score=score, **cells)
    return judged(national, one).indicators[0]


def text(found: RowResult) -> str:
    assert found.score is not None
    return score_text(found.score)


def test_five_missed_rows_at_full_marks_are_five_differences(national: Ruleset) -> None:
    case, problems = read_case((DATA / "five-rows.yaml").read_text("utf-8"), "five-rows.yaml")
    assert not problems
    assert case is not None
    result = score_form(case.forms[0], national)
    assert [each.status for each in result.indicators] == ["differs"] * 5
    assert [text(each) for each in result.indicators] == [
        "15.00",
        "0.00",
        "13.33、10.00、0.00",
        "0.20",
        "6.32",
    ]
    total = result.total
    assert (total.confirmed, total.grade, total.difference) == (None, None, None)
    assert total.score is not None
    assert (total.score.low, total.score.high) == (Decimal("31.52"), Decimal("44.85"))
    assert total.determined is not None
    assert (total.determined.points, total.determined.submitted) == (100, 100)
    assert not CheckedForm(result, "named").is_clean


def test_a_score_between_two_alternatives_is_none_of_them(national: Ruleset) -> None:
    between = row(national, "项目成本", "≤30万元", "45万元", "3")
    assert (between.status, text(between), between.difference) == ("differs", "6.67、5.00、0.00", -2)
    assert row(national, "项目成本", "≤30万元", "45万元", "5").status == "within"


def test_evidence_that_conflicts_is_undecided_only_where_the_verdicts_differ(national: Ruleset) -> None:
    standard = {"name": "每人补助标准", "target": "500元/人"}
    missed = row(national, **standard, actual="480元/人", score="10", category="成本指标")
    assert (missed.status, missed.confirmed) == ("undecided", None)
    assert {each.origin for each in missed.score.alternatives} == {"cells"}  # type: ignore[union-attr]
    assert [each.code for each in missed.problems] == ["direction-contested", "score-undecided"]
    assert row(national, **standard, actual="500元/人", score="10", category="成本指标").status == "equal"
    nothing = row(national, **standard, actual="480元/人", score="3", category="成本指标")
    assert nothing.status == "differs"  # no reading gives 3
    few = row(national, "甲乙率", "10%", "8%", "10")  # by its value alone it may be either
    assert few.status == "undecided"


def test_an_undecided_row_makes_no_total_and_no_clean_form(national: Ruleset) -> None:
    one = Indicator(
        name="每人补助标准",
        category="成本指标",
        target="500元/人",
        actual="480元/人",
        points="100",
        submitted_score="100",
    )
    result = judged(national, one, submitted_score="100")
    assert (result.total.status, result.total.confirmed, result.total.grade) == ("undecided", None, None)
    assert CheckedForm(result, "named").verdict == "undecided"
    assert not CheckedForm(result, "named").is_clean


def test_a_strict_limit_met_exactly_is_missed(national: Ruleset) -> None:
    found = row(national, "事故起数", "<5起", "5起", "10")
    assert (found.status, text(found), found.met) == ("differs", "0.00–<10.00", False)
    assert "10.00 本身不在其内" in found.problems[-1].message()


def test_the_direction_is_a_step_and_an_info(national: Ruleset) -> None:
    found = row(national, "工程验收通过率", "100%", "50%", "10")
    assert found.direction is not None
    assert (found.direction.name, found.direction.evidence, found.direction.words) == (
        "at_least",
        "name",
        "通过",
    )
    assert "direction" in [step.label for step in found.steps]
    assert [each.message() for each in found.problems if each.code == "direction-inferred"] == [
        "指标值「100%」没有写比较符，按指标名称中的「通过」读作“不低于”"
    ]


def test_results_keep_what_was_read(national: Ruleset) -> None:
    (read,) = row(national, "培训成本", "3万元", "25000元", "10").readings
    assert (read.comparator, read.goal, read.reached, read.met) == (
        "at_most",
        Fraction(3),
        Fraction(5, 2),
        True,
    )
    found = row(national, "合格率", "≥85%", "80%", "9")
    assert found.score is not None
    assert found.score.exact_high == Fraction(160, 17)


def test_rows_without_marks_are_judged_and_said_once(national: Ruleset) -> None:
    rows = [
        Indicator(name="培训人数", target="≥100人", actual="120人"),
        Indicator(name="合格率", target="≥95%", actual="90%"),
        Indicator(name="影响", target="持续提升", actual="程度较高"),
    ]
    result = judged(national, *rows)
    assert [(each.status, each.met) for each in result.indicators] == [
        ("unmarked", True),
        ("unmarked", False),
        ("unmarked", None),
    ]
    assert [each.code for each in result.problems] == ["form-without-marks"]
    assert "完成 1 行，未完成 1 行，看不出 1 行" in result.problems[0].message()
    assert [each.code for each in result.indicators[1].problems] == ["target-missed-by"]
    assert (result.total.status, result.total.score, result.total.grade) == ("unmarked", None, None)
    assert (result.coverage.rows, result.coverage.unmarked) == (3, 3)


def test_a_grade_belongs_to_a_whole_form_only(national: Ruleset) -> None:
    rows = [Indicator(name="培训人数", target="≥100人", actual="120人", points="95", submitted_score="95")]
    assert judged(national, *rows).total.grade is None
    whole = [rows[0].model_copy(update={"points": "100", "submitted_score": "100"})]
    assert judged(national, *whole).total.grade == "优"


def test_a_rule_set_may_say_how_a_bare_target_is_read() -> None:
    told = ruleset(meaning={"bare_target": {"then": "at_most", "source": {"interpretation": "示例"}}})
    (found,) = score_form(form(indicator("10个", "15个")), told).indicators
    assert found.direction is not None
    assert (found.direction.name, found.direction.evidence) == ("at_most", "rule")
