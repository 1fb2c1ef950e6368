"""The findings on published documents (../shared), each judged by hand: no more and no less than these."""

from __future__ import annotations

import pytest
from review.published import FORMS, SHARED, published

from perfeval.core.problems import Problem
from perfeval.core.scoring import score_form
from perfeval.review.checks import review_form
from perfeval.review.infer import infer, rank
from perfeval.rulebook.library import load_library
from perfeval.uses.checking import Checking, Options, check_files, open_rulebook

REPORT = SHARED / "reports" / "urumqi-giit-2023" / "report.txt"
needs_report = pytest.mark.skipif(not REPORT.is_file(), reason="../shared/reports is not here")
needs_forms = pytest.mark.skipif(not FORMS.is_file(), reason="../shared/public-forms is not here")

# Every warning of the review: form (a part of its name), row, code.
WARNINGS = (
    ("中央中小企业发展专项资金", 6, "measure-in-words"),
    ("中央中小企业发展专项资金", 9, "claimed-deviation-none"),
    ("智力援疆", 7, "measure-in-words"),
    ("原机电老干所", None, "done-but-unspent"),
    ("原机电老干所", 13, "claimed-rate-wrong"),
    ("新光建材", 2, "achievement-contradicts-row"),
    ("专家评审费", None, "done-but-unspent"),
    ("专家评审费", 1, "claimed-surplus-wrong"),
    ("专家评审费", 2, "claimed-surplus-wrong"),
    ("专家评审费", 2, "other-year"),
    ("专家评审费", 4, "achievement-contradicts-row"),
    ("调研经费", None, "cost-rows-against-executed"),
    ("调研经费", None, "other-year"),
    ("调研经费", 5, "claimed-rate-wrong"),
    ("安全生产", None, "done-but-unspent"),
    ("安全生产", None, "promise-not-measured"),
    ("安全生产", 7, "claimed-rate-wrong"),
    ("安全生产", 8, "claimed-rate-wrong"),
    ("安全生产", 10, "achievement-contradicts-row"),
    ("益民大厦", None, "done-but-unspent"),
    ("数字化转型", 9, "achievement-contradicts-row"),
    ("融资担保", None, "other-year"),
)


def checked(rules: str) -> Checking:
    options = Options(rules=rules)
    return check_files([REPORT], options, open_rulebook(options))


def warnings(checking: Checking) -> set[tuple[str, int | None, str]]:
    named = sorted({name for name, _, _ in WARNINGS}, key=len)  # the long name begins two others
    return {
        (
            next((part for part in named if part in form.result.form.name), form.result.form.name),
            each.row,
            each.code,
        )
        for form in checking.forms
        for each in form.findings
        if each.severity != "info"
    }


@needs_report
def test_the_warnings_on_the_real_report_are_these() -> None:
    checking = checked("urumqi-giit-2023")
    assert warnings(checking) == {*WARNINGS}
    assert checking.exit_code == 0


@needs_report
def test_under_the_national_set_every_difference_has_the_same_cause() -> None:
    checking = checked("cn-caiyu-2020-10")
    findings = [each for form in checking.forms for each in form.findings]
    causes = [each.values["cause_en"] for each in findings if each.code == "difference-caused"]
    assert causes == ["marks × actual/target"] * 10
    assert {row for row in warnings(checking) if row[2] != "difference-caused"} == {*WARNINGS}


@needs_report
def test_what_the_prose_says_agrees_with_the_forms() -> None:
    codes = {problem.code for problem in checked("urumqi-giit-2023").problems}
    assert not codes & {"prose-count-differs", "prose-amount-differs", "department-below-projects"}


@needs_report
def test_the_conventions_of_the_real_report() -> None:
    results = tuple(form.result for form in checked("urumqi-giit-2023").forms)
    found, own = infer(results), infer(results, own_execution=True)
    assert found.outliers == own.outliers == ()

    def against(key: str, value: str) -> int:
        return next(len(each.against) for each in found.parameter(key).values if each.key == value)

    def listed(key: str) -> list[str]:
        return [each.key for each in found.parameter(key).listed]

    assert listed("rounding") == ["half_up"]
    assert (against("rounding", "half_even"), against("rounding", "up")) == (1, 4)
    assert against("rounding", "down") == 5
    assert (listed("execution"), against("execution", "exact")) == (["rate-2"], 1)
    assert [each.key for each in own.parameter("execution").listed] == ["rate-2", "exact"]
    assert (listed("cost_met"), against("cost_met", "full")) == (["ratio"], 10)
    assert (listed("at_most_met"), against("at_most_met", "ratio")) == (["full"], 2)
    assert (listed("at_least_over"), against("at_least_over", "uncapped")) == (["full"], 29)
    assert listed("at_least_short") == ["threshold(0,0.925]"]
    assert found.parameter("at_least_short").informative == 1
    for key in ("at_most_over", "equal_below", "equal_above"):
        assert found.parameter(key).informative == 0


@needs_report
def test_the_shipped_set_that_fits_best() -> None:
    results = tuple(form.result for form in checked("urumqi-giit-2023").forms)
    fits = {fit.ruleset.id: fit for fit in rank(results, load_library().rulesets)}
    assert next(iter(fits)) == "urumqi-giit-2023"
    assert (fits["urumqi-giit-2023"].differs, fits["urumqi-giit-2023"].refused) == (0, 0)
    assert fits["cn-caiyu-2020-10"].differs == 10


# What each published form must show, from scoring or from the review.
MUST_SHOW = (
    ("F01", "funds-total-blank"),
    ("F03", "one-row-heavy"),
    ("F09", "over-execution"),
    ("F09", "direction-doubtful"),
    ("F15", "placeholder-left"),
    ("F15", "score-differs"),
    ("F27", "rate-not-computed"),
    ("F29", "note-missing"),
    ("F33", "execution-points-differ"),
    ("F37", "marks-not-whole"),
    ("F39", "parent-and-children"),
)
CAUSES = (
    ("F15", ("full marks although missed", "rounded to whole marks")),
    ("F29", ("points lost although met",)),
    ("F31", ("cut off instead of rounded; or exact ratio, score cut off",)),
    (
        "F39",
        (
            "always rounded up; or exact ratio, score rounded up; "
            "or the percentage was rounded to one decimal first",
        ),
    ),
)


def findings(identity: str) -> tuple[Problem, ...]:
    ruleset = next(each for each in load_library().rulesets if each.id == "cn-caiyu-2020-10")
    result = score_form(published()[identity], ruleset)
    return (*result.all_problems, *review_form(result))


@needs_forms
@pytest.mark.parametrize(("identity", "code"), MUST_SHOW)
def test_a_known_defect_of_a_published_form_is_found(identity: str, code: str) -> None:
    assert code in {problem.code for problem in findings(identity)}


@needs_forms
@pytest.mark.parametrize(("identity", "causes"), CAUSES)
def test_the_cause_of_a_published_difference(identity: str, causes: tuple[str, ...]) -> None:
    named = {
        problem.values["cause_en"] for problem in findings(identity) if problem.code == "difference-caused"
    }
    assert named == set(causes)
