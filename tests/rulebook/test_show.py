"""Rule sets as pages, lists and comparisons: generated from the YAML, nothing left out, recalled marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from method_rows import EXAMPLES, method

from perfeval.core.methods.base import Method
from perfeval.core.problems import Lang
from perfeval.core.ruleset import Ruleset, Text
from perfeval.rulebook.diff import diff_json, diff_page, differences
from perfeval.rulebook.library import Library, load_library
from perfeval.rulebook.load import load_ruleset
from perfeval.rulebook.sentences import say
from perfeval.rulebook.show import list_json, list_table, show_page
from perfeval.rulebook.voice import Voice

LIBRARY = load_library()


def rules(identity: str) -> Ruleset:
    found = LIBRARY.find(identity)
    assert isinstance(found, Ruleset)
    return found


@pytest.mark.parametrize("ruleset", LIBRARY.rulesets, ids=lambda each: each.id)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_holds_every_rule_clause_interpretation_and_fact(ruleset: Ruleset, lang: Lang) -> None:
    page = show_page(ruleset, lang)
    for rule in ruleset.rules:
        assert f"[{rule.id}]" in page
        assert (rule.source.interpretation or ruleset.clauses[rule.source.clause or ""].title) in page
    for clause in ruleset.clauses.values():
        assert clause.quote is None or clause.quote in page
    for fact in ruleset.facts:
        assert fact in page
    assert "unstated" not in page
    assert "None" not in page


def test_what_was_recalled_or_inferred_is_marked() -> None:
    page = show_page(rules("cn-caiyu-2020-10"), "zh")
    assert "依据 凭记忆（未见原文或原文不全，使用前请核对）" in page
    assert "第十六条 定量指标未完成（凭记忆）" in page
    assert "由数据反推" in show_page(rules("urumqi-giit-2023"), "zh")


def test_what_is_not_stated_comes_with_its_readings() -> None:
    page = show_page(rules("cn-caiyu-2020-10"), "zh")
    assert (
        "公式：s = 完成：w；未完成：{ w × min(100%, max(0%, A/B)) | w × min(100%, max(0%, 2 − B/A))" in page
    )


@pytest.mark.parametrize(
    ("kind", "parameters", "zh", "formula"),
    [
        (
            "proportional",
            {"ratio": "actual/target", "cap": "none"},
            "得分 = 分值 × 完成值/指标值，比例最高 不限、最低 0%",
            "w × max(0%, B/A)",
        ),
        (
            "deduct",
            {"of": "gap", "per": "5", "take": "1", "steps": "whole"},
            "与指标值的差额超过 0 后，每 5 扣 1分（满一档才扣），最低 0%",
            "max(w × 0%, w − 1 × 取整(max(0, |B − A|) ÷ 5))",
        ),
        (
            "deduct",
            {"of": "excess", "per": "1", "take": "0.1", "unit": "share", "steps": "unstated"},
            None,
            "max(w × 0%, w − w × 10% × "
            "{ 取整(max(0, max(0, B/A − 1)) ÷ 100%) | (max(0, max(0, B/A − 1)) ÷ 100%) })",
        ),
        (
            "tiers",
            {"tiers": [{"when": "[0.6, inf)", "share": "[1, 1]"}]},
            "按完成率所在区间赋分：[60%, ∞) → 100%",
            "B/A：[60%, ∞) → 100%",
        ),
        (
            "tiers",
            {"of": "percent", "tiers": [{"when": "[90, 100]", "share": "[0.8, 1)"}]},
            "按实际完成值（%）所在区间赋分：[90, 100] → [80%, 100%)",
            "B：[90, 100] → [80%, 100%)",
        ),
        (
            "fixed_coefficients",
            {"words": {"优": "1", "良": "2/3"}},
            "得分 = 分值 × 等次系数：优 100%；良 2/3",
            "w × (优 100%；良 2/3)",
        ),
        (
            "interpolate",
            {"of": "graded_targets", "shares": ["1", "0.6"]},
            "在各档目标值之间按直线插值（各档指标值）：100%；60%，低于最低档记 0%",
            None,
        ),
        (
            "by_fact",
            {
                "fact": "finished",
                "cases": {
                    "yes": {"kind": "coefficient_column"},
                    "other": {"kind": "limit", "marks": "5", "method": {"kind": "symmetric_deviation"}},
                },
            },
            "视“项目是否完成”而定：是：得分 = 分值 × 表中得分系数；"
            "other：得分 = 分值 × (1 − |完成率 − 1|)，偏离不超过 0% 的记满分；最高 5 分",
            None,
        ),
        (
            "any_of",
            {"methods": [{"kind": "all_or_nothing"}, {"kind": "all_or_nothing", "unmet": "unstated"}]},
            None,
            "{ 完成：w；未完成：w × 0% | 完成：w；未完成：w × { [0%, 100%) } }",
        ),
        (
            "piecewise",
            {"pieces": [{"when": "[0, inf)", "method": {"kind": "all_or_nothing"}}]},
            "按完成率分段：[0%, ∞) → 完成记满分，未完成记分值的 0%",
            None,
        ),
    ],
)
def test_methods_in_words_and_as_formulas(
    kind: str, parameters: dict[str, object], zh: str | None, formula: str | None
) -> None:
    facts = {"finished": Text(zh="项目是否完成")}
    made = method(kind, **parameters)
    if zh is not None:
        assert say(made.rule, Voice("zh", facts=facts)) == zh
    if formula is not None:
        assert say(made.rule, Voice("zh", formula=True, facts=facts)) == formula


@pytest.mark.parametrize(
    ("kind", "parameters", "changes"),
    [
        (
            "proportional",
            {"ratio": "actual/target"},
            {"ratio": "target/actual", "cap": "1.2", "floor": "0.1"},
        ),
        ("all_or_nothing", {}, {"unmet": "[0.1, 0.2]"}),
        (
            "deduct",
            {"of": "gap", "per": "5", "take": "1", "steps": "whole"},
            {
                "of": "excess",
                "per": "4",
                "take": "2",
                "steps": "proportional",
                "free": "1",
                "floor": "0.1",
                "unit": "share",
            },
        ),
        (
            "interpolate",
            {"of": "completion", "points": [["0", "0"], ["1", "1"]]},
            {"of": "deviation", "points": [["0", "0"], ["1", "0.9"]], "beyond_worst": "0.1"},
        ),
        ("limit", {"marks": "5", "method": {"kind": "all_or_nothing"}}, {"marks": "4"}),
        (
            "pass_threshold",
            {"threshold": "0.6", "reached": {"kind": "all_or_nothing"}},
            {"threshold": "0.7", "below": "0.1", "reached": {"kind": "symmetric_deviation"}},
        ),
        ("symmetric_deviation", {}, {"tolerance": "0.1"}),
        ("recorded_deduction", {"fact": "a", "method": {"kind": "all_or_nothing"}}, {"fact": "b"}),
        (
            "tiers",
            {"tiers": [{"when": "[0, 1]", "share": "[1, 1]"}]},
            {"of": "deviation", "tiers": [{"when": "[0, 2]", "share": "[1, 1]"}]},
        ),
    ],
)
@pytest.mark.parametrize(
    "voice", [Voice("zh"), Voice("en"), Voice("zh", formula=True)], ids=["zh", "en", "formula"]
)
def test_every_parameter_of_a_method_is_told(
    voice: Voice, kind: str, parameters: dict[str, object], changes: dict[str, object]
) -> None:
    told = say(method(kind, **parameters).rule, voice)
    for name, value in changes.items():
        assert say(method(kind, **{**parameters, name: value}).rule, voice) != told, name


@pytest.mark.parametrize("example", [each for _, each in EXAMPLES], ids=lambda each: each.kind)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_method_has_a_sentence_and_a_formula(lang: Lang, example: Method) -> None:
    for voice in (Voice(lang), Voice(lang, formula=True)):
        assert say(example.rule, voice)


def test_the_list() -> None:
    table = list_table(LIBRARY, "zh")
    assert "cn-caiyu-2020-10" in table
    assert "2017–2019" in table
    assert "2020年起" in table
    assert [each["id"] for each in list_json(LIBRARY)] == [each.id for each in LIBRARY.rulesets]
    assert list_json(Library(())) == []


def test_two_sets_compared() -> None:
    page = diff_page(rules("cn-caiyu-2020-10"), rules("cn-caiyu-2021-101"), "zh")
    assert "## 预算执行率 · 计分" in page
    assert "A  得分 = 分值 × 执行率，比例最高 100%、最低 0%" in page
    assert "[80%, 100%) → 70%；[60%, 80%) → 50%" in page
    assert "第十六条 定量指标未完成（凭记忆）" in page
    assert "没有规定" in page


def test_the_middle_band_moved_from_50_to_60_per_cent() -> None:
    found = differences(rules("cn-form-2017"), rules("cn-caiyu-2020-10"), "zh")
    (bands,) = [each for each in found if each.about.startswith("期限（文字）")]
    assert "[50%, 80%)" in str(bands.first.text)
    assert "[60%, 80%)" in str(bands.second.text)


def test_a_set_compared_with_itself() -> None:
    same = rules("cn-caiyu-2020-10")
    assert differences(same, same, "zh") == ()
    assert "口径相同" in diff_page(same, same, "zh")


def test_a_comparison_as_data() -> None:
    data = diff_json(rules("in-rfd-2009"), rules("cn-caiyu-2020-10"), "en")
    assert data["format"] == "perfeval.diff/1"
    differing = data["differences"]
    assert isinstance(differing, list)
    nothing = [each for each in differing if each["first"]["text"] is None]
    assert nothing
    assert all(each["first"] != each["second"] for each in differing)


EVERYTHING = {
    "rounding:\n  score": "rounding:\n  execution: {places: none}\n  completion: {places: 2}\n  score",
    "total:\n": (
        "roll_up: {scores: pooled, source: {clause: quantity}}\n"
        "thresholds:\n  execution_reason_below: {value: '0.9', source: {clause: quantity}}\n"
        "layouts: [linking-funds]\ntotal:\n"
    ),
    "grades:\n": "grades:\n  on: exact\n  veto: [{fact: finished, value: 'no', grade: 差}, {fact: x, grade: 差}]\n",
    "when_target_too_low: none": (
        "inclusive: 'yes'\n"
        "  when_target_too_low: {kind: deduct, of: excess, per: '1', take: '1', unit: share, steps: proportional}"
    ),
}


def test_a_page_of_a_set_that_states_everything() -> None:
    folder = Path(__file__).parent / "bad_rules"
    text = (folder / "good.yaml").read_text(encoding="utf-8")
    for old, new in EVERYTHING.items():
        text = text.replace(old, new, 1)
    loaded = load_ruleset(text, (folder / "clauses.md").read_text(encoding="utf-8"))
    assert loaded.problems == ()
    assert loaded.ruleset is not None
    page = show_page(loaded.ruleset, "zh")
    for line in (
        "只用于版式：linking-funds",
        "提示核实：完成率 ≥ 130%（≥、＞）",
        "计分：超出比例超过 0% 后，每 100% 扣 分值的100%（不足一档按比例扣），最低 0%",
        "执行得分：不取整",
        "完成率（百分数）：2位小数，四舍五入",
        "多个单位汇总：先汇总完成数再计算得分",
        "总分：100分、各行先取整再相加、2位小数，四舍五入",
        "分档：优 [80, 100]、差 [0, 80)（按未取整的总分）",
        "“项目是否完成”为 no：差",
        "“x”为 yes：差",
        "执行率低于此须说明原因：0.9",
    ):
        assert line in page, line
