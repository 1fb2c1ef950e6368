"""What real forms contain and no check may flag: nested sources, other bases, words that only look alike."""

from __future__ import annotations

import pytest
from invented import form, funds, indicator, ruleset

from perfeval.core.form import FundLine, Indicator
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.review.checks import review_form

SOURCES: tuple[tuple[str, tuple[tuple[str, str], ...], bool], ...] = (
    ("plain", (("财政拨款", "90"), ("其他资金", "10")), True),
    ("nested, all children", (("财政拨款", "90"), ("中央", "60"), ("省级", "30"), ("其他资金", "10")), True),
    ("nested, one equal child", (("财政拨款", "90"), ("其中：一般公共预算", "90"), ("其他资金", "10")), True),
    ("nested, one of several", (("财政拨款", "90"), ("其中：中央补助", "60"), ("其他资金", "10")), True),
    (
        "by sources, then by uses",
        (("预算", "90"), ("专户", "10"), ("基本支出", "40"), ("项目支出", "60")),
        True,
    ),
    (
        "twice, one of them short",
        (("预算", "90"), ("专户", "10"), ("基本支出", "40"), ("项目支出", "50")),
        False,
    ),
    ("two equal sources", (("财政拨款", "50"), ("其他资金", "50")), True),
    ("one line only, the rest blank", (("财政拨款", "90"), ("其他资金", "")), True),
    ("rounding", (("财政拨款", "90.004"), ("其他资金", "10")), True),
    ("a source too large", (("财政拨款", "120"), ("其他资金", "")), False),
    ("too little", (("财政拨款", "80"), ("其他资金", "10")), False),
)


def codes(*rows: Indicator, rules: Ruleset | None = None, **cells: object) -> set[str]:
    return {problem.code for problem in review_form(score_form(form(*rows, **cells), rules or ruleset()))}


@pytest.mark.parametrize(("lines", "agrees"), [row[1:] for row in SOURCES], ids=[row[0] for row in SOURCES])
def test_sources_may_be_nested(lines: tuple[tuple[str, str], ...], agrees: bool) -> None:
    sources = tuple(FundLine(name=name, budget=value or None) for name, value in lines)
    assert ("funds-not-sum" not in codes(funds=funds("100", "100", sources=sources))) == agrees


def test_a_missing_source_is_one_finding() -> None:
    line = FundLine(name="财政拨款", initial_budget="80", budget="90", executed="70")
    given = funds("100", "96", sources=(line,)).model_copy(update={"initial_budget": "100"})
    problems = review_form(score_form(form(funds=given), ruleset()))
    (found,) = [each for each in problems if each.code == "funds-not-sum"]
    assert found.message("zh").startswith(
        "年初预算数、全年预算数、全年执行数：资金来源合计 80、90、70，总额 100、100、96，相差 20、10、26万元"
    )


RATES = (
    ("100", "96", "96.00%", True),
    ("100", "96", "96", True),
    ("100", "96", "0.96", True),
    ("1.56", "1.56", "1", True),
    ("2180", "400", "18.35%", True),
    ("2180", "400", "18.3%", True),
    ("2180", "400", "18.34%", False),
    ("100", "96", "1", True),  # 96 % as a share without decimals
    ("100", "96", "0.95", False),
    ("100", "96", "—", True),
    ("100", "96", None, True),
)


@pytest.mark.parametrize(("budget", "executed", "printed", "agrees"), RATES)
def test_a_rate_is_right_at_its_own_decimals(
    budget: str, executed: str, printed: str | None, agrees: bool
) -> None:
    found = codes(funds=funds(budget, executed, submitted_rate=printed))
    assert ("rate-not-computed" not in found) == agrees


def test_the_initial_budget_is_a_basis_where_the_rule_set_leaves_it_open() -> None:
    source = {"interpretation": "x"}
    rate = {"executed_over": "unstated", "above_one": "cap", "zero_budget": "refuse"}
    rules = ruleset(execution={"points": "10", "rate": rate, "source": source})
    money = funds("100", "90", initial_budget="120", submitted_rate="75%")
    assert "rate-not-computed" not in codes(funds=money, rules=rules)
    assert "rate-not-computed" in codes(funds=money)


# cells of one row, a code that it must not raise, why
ROWS: tuple[tuple[Indicator, str, str], ...] = (
    (indicator("进一步改善", "达成", name="提高工作效率"), "measure-in-words", "效率 is no rate"),
    (indicator("≥100%", "108%", name="财政收入增长率"), "rate-out-of-range", "growth may pass 100 %"),
    (indicator("≥95%", "100%", name="验收合格率"), "rate-out-of-range", "100 % is inside"),
    (indicator("≥1.2万人次", "1.25万人次"), "count-not-whole", "12500 is whole"),
    (indicator("≥10人", "10.5人", name="平均每班人数"), "count-not-whole", "an average"),
    (indicator("≥12件", "12.5件", name="每万人发明专利拥有量"), "count-not-whole", "so many a head"),
    (indicator("≥5%", "6%", name="成本节约率", category="成本指标"), "cost-at-least", "a saving, no money"),
    (indicator("≤2%", "2%", name="事故率", submitted_score="10"), "direction-doubtful", "should be small"),
    (
        indicator(submitted_score="10", deviation_note="前期设定指标时未完成，目前已经完成"),
        "note-says-unfinished",
        "done since",
    ),
    (
        indicator(submitted_score="10", deviation_note="因疫情未完成线下培训，改为线上"),
        "note-says-unfinished",
        "done otherwise",
    ),
    (indicator("2023年12月31日前", "2023年12月"), "done-after-year", "inside the year"),
    (
        indicator(
            "≥90%", "100%", name="服务对象满意度", category="满意度指标", deviation_note="发放问卷120份"
        ),
        "satisfaction-unproven",
        "names its survey",
    ),
    (indicator("≥10个", "15个", deviation_note="新增需求"), "over-completion-unexplained", "has its reason"),
    (indicator("办结时间不长于5个工作日", "达成"), "words-not-measurable", "has a measure"),
)


@pytest.mark.parametrize(("row", "code"), [row[:2] for row in ROWS], ids=[row[2] for row in ROWS])
def test_what_only_looks_like_a_defect_is_none(row: Indicator, code: str) -> None:
    assert code not in codes(row)
