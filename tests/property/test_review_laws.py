"""The review never raises: whatever the cells say, it gives findings that can be read in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import SOURCE, ruleset

from perfeval.core.form import FundLine, Funds, Goal, Indicator, SelfEvaluationForm
from perfeval.core.problems import Place
from perfeval.core.scoring import score_form
from perfeval.review.checks import Report, review_form, review_report
from perfeval.review.infer import infer
from perfeval.review.infer_text import infer_lines
from perfeval.review.ruleset_draft import draft_ruleset

pytestmark = pytest.mark.property

WORDS = (
    "完成率",
    "偏差率为",
    "超额完成",
    "多培训",
    "少完成",
    "实际支付",
    "出现偏差",
    "零事故",
    "2022年",
    "上一年度",
    "尚未完成",
    "一、",
    "1、",
    "验收合格率",
    "事故起数",
    "培训人次",
    "项目自评",
    "整体绩效",
    "预算数",
    "执行数",
    "问题：一是",
    "措施：一是",
    "（50分）",
    "≥",
    "≤",
    "=",
    "%",
    "万元",
    "人次",
    "，",
    "。",
    "0",
    "1",
    "12.5",
    "100",
    "1,234.56",
    "9" * 120,
    "-3",
    "1/3",
    "达成",
    "显著提升",
    "不适用",
    "",
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=6).map("".join), st.text(max_size=12), st.sampled_from(WORDS)
)
CELLS = st.one_of(st.none(), TEXTS)
LEVELS = st.sampled_from(("产出指标", "产出指标（50分）", "成本指标", "效益指标", "满意度指标", "其他"))
KINDS = st.sampled_from(("数量指标", "质量指标", "经济成本指标", "社会效益指标", "满意度指标", ""))

INDICATORS = st.builds(
    Indicator,
    name=TEXTS,
    dimension=LEVELS,
    category=KINDS,
    target=CELLS,
    actual=CELLS,
    points=CELLS,
    submitted_score=CELLS,
    deviation_note=CELLS,
)
LINES = st.builds(FundLine, name=TEXTS, initial_budget=CELLS, budget=CELLS, executed=CELLS)
FUNDS = st.builds(
    Funds,
    initial_budget=CELLS,
    budget=CELLS,
    executed=CELLS,
    points=CELLS,
    submitted_rate=CELLS,
    submitted_score=CELLS,
    sources=st.lists(LINES, max_size=4).map(tuple),
)
FORMS = st.builds(
    SelfEvaluationForm,
    kind=st.sampled_from(("project", "department", "transfer")),
    name=TEXTS,
    year=st.sampled_from((None, 2022, 2023)),
    funds=st.one_of(st.none(), FUNDS),
    goal=st.builds(Goal, expected=CELLS, achieved=CELLS),
    indicators=st.lists(INDICATORS, max_size=5).map(tuple),
    submitted_points=CELLS,
    submitted_score=CELLS,
    has_note_column=st.booleans(),
    file=CELLS,
)
THRESHOLDS = (
    "execution_reason_below",
    "over_completion_reason_from",
    "note_longest",
    "fewest_indicators",
    "satisfaction_least",
)
RULES = ruleset(
    thresholds={name: {"value": "0.9", "source": SOURCE} for name in THRESHOLDS},
    weights={
        "profiles": [{"blocks": {"execution": "10", "output": "50", "benefit": "30", "satisfaction": "10"}}],
        "strict": "default",
        "source": SOURCE,
    },
)


@given(FORMS)
def test_a_form_is_reviewed_whatever_it_says(form: SelfEvaluationForm) -> None:
    for problem in review_form(score_form(form, RULES)):
        assert problem.message("zh")
        assert problem.message("en")


@given(st.lists(FORMS, max_size=3), st.lists(TEXTS, max_size=3))
def test_a_document_is_reviewed_whatever_it_says(forms: list[SelfEvaluationForm], prose: list[str]) -> None:
    results = tuple(score_form(form, RULES) for form in forms)
    lines = tuple((Place(line=number), text) for number, text in enumerate(prose, 1))
    for problem in review_report(Report(results, lines)):
        assert problem.message("zh")
        assert problem.message("en")


@pytest.mark.slow
@given(st.lists(FORMS, max_size=3))
def test_anything_can_be_inferred_from(forms: list[SelfEvaluationForm]) -> None:
    results = tuple(score_form(form, RULES) for form in forms)
    shared, own = infer(results), infer(results, own_execution=True)
    assert list(infer_lines(shared, own, (), "zh"))
    assert draft_ruleset(shared, results, "drafted", "toyland")
