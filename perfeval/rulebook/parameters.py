"""What a rule set states, parameter by parameter, in words (参数): the page and the comparison both read
this.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from perfeval.core.exact import show
from perfeval.core.figures import exact_percent as percent
from perfeval.core.glossary import word
from perfeval.core.problems import Lang
from perfeval.core.rules.expressions import Node
from perfeval.core.ruleset import Chosen, Decimals, Percentage, Ruleset, Source
from perfeval.rulebook.rule_terms import MEANING, THRESHOLDS, TREATMENTS, of, value
from perfeval.rulebook.sentences import say
from perfeval.rulebook.voice import Voice

Section = Literal[
    "execution", "meaning", "over_completion", "rounding", "grades", "weights", "thresholds", "facts"
]


@dataclass(frozen=True, slots=True)
class Stated:
    """One parameter: its section, its name and value in words, its source; a formula repeats a sentence."""

    section: Section
    name: str
    text: str
    source: Source | None = None
    is_formula: bool = False


def parameters(ruleset: Ruleset, lang: Lang) -> Iterator[Stated]:
    """Every parameter of a rule set but its rules, in the order of the page."""
    yield from _execution(ruleset, lang)
    yield from _meaning(ruleset, lang)
    yield from _over_completion(ruleset, lang)
    yield from _rounding(ruleset, lang)
    yield from _grades(ruleset, lang)
    yield from _weights(ruleset, lang)
    for limit, threshold in ruleset.thresholds.items():
        yield Stated("thresholds", of(THRESHOLDS[limit], lang), show(threshold.value), threshold.source)
    for fact, described in ruleset.facts.items():
        yield Stated("facts", fact, described.of(lang))


def scored(section: Section, rule: Node, voice: Voice, source: Source) -> Iterator[Stated]:
    """A rule as a sentence and as a formula."""
    formula = replace(voice, formula=True)
    yield Stated(section, of(("计分", "score"), voice.lang), say(rule, voice), source)
    yield Stated(section, of(("公式", "formula"), voice.lang), f"s = {say(rule, formula)}", source, True)


def joined(parts: list[str], lang: Lang) -> str:
    """A list in words."""
    return ("、" if lang == "zh" else ", ").join(parts)


def _execution(ruleset: Ruleset, lang: Lang) -> Iterator[Stated]:
    execution = ruleset.execution
    if execution is None:
        return
    rate, source = execution.rate, execution.source
    named: list[tuple[tuple[str, str], str]] = [
        (("执行率", "rate"), _treated(rate.executed_over, lang)),
        (("资金范围", "funds"), _treated(rate.funds, lang)),
        (("执行率保留位数", "decimals of the rate"), _places(rate.places, rate.mode, lang)),
        (("执行率超过100%", "rate above 100 %"), _treated(rate.above_one, lang)),
        (("预算数为零", "zero budget"), _treated(rate.zero_budget, lang)),
    ]
    if execution.points is not None:
        named.insert(0, (("分值", "marks"), show(execution.points)))
    for pair, text in named:
        yield Stated("execution", of(pair, lang), text, source)
    voice = Voice(lang, comparators=("at_least",), of_execution=True, facts=ruleset.facts)
    yield from scored("execution", execution.method.rule, voice, source)


def _places(places: int | str, mode: str, lang: Lang) -> str:
    if isinstance(places, str):
        return _treated(places, lang)
    pair = (
        f"百分数取{places}位小数，{word(mode, lang)}",
        f"{places} decimals of the per cent, {word(mode, lang)}",
    )
    return of(pair, lang)


def _treated(key: str, lang: Lang) -> str:
    return of(TREATMENTS[key], lang)


def _meaning(ruleset: Ruleset, lang: Lang) -> Iterator[Stated]:
    for name, pair in MEANING.items():
        chosen = getattr(ruleset.meaning, name)
        if isinstance(chosen, Chosen):
            yield Stated("meaning", of(pair, lang), _treated(chosen.then, lang), chosen.source)


def _over_completion(ruleset: Ruleset, lang: Lang) -> Iterator[Stated]:
    over = ruleset.over_completion
    if over is None:
        return
    above, inclusive = ruleset.noted_above or (over.above, over.inclusive)
    sign = "≥" if inclusive else ">"
    comparators = joined([value("comparator", each, lang) for each in over.comparators], lang)
    limit = of((f"完成率 {sign} {percent(above)}", f"completion {sign} {percent(above)}"), lang)
    yield Stated(
        "over_completion", of(("提示核实", "warning"), lang), f"{limit}（{comparators}）", over.source
    )
    then = over.when_target_too_low
    if not isinstance(then, str):
        voice = Voice(lang, comparators=over.comparators, facts=ruleset.facts)
        yield from scored("over_completion", then.rule, voice, over.source)
        return
    treatment = {
        "none": ("不调减", "no reduction"),
        "unstated": ("按偏离度调减，幅度未写明，各口径都算", "reduced by the deviation, in every reading"),
    }[then]
    name = of(("确认指标值设定偏低的", "where the target was found too low"), lang)
    yield Stated("over_completion", name, of(treatment, lang), over.source)


def _rounding(ruleset: Ruleset, lang: Lang) -> Iterator[Stated]:
    rounding, total = ruleset.rounding, ruleset.total
    score = _decimals(rounding.score, lang)
    yield Stated("rounding", of(("各行得分", "score of a row"), lang), score, rounding.source)
    if rounding.execution is not None:
        text = _decimals(rounding.execution, lang)
        yield Stated("rounding", of(("执行得分", "execution score"), lang), text, rounding.source)
    if rounding.completion is not None:
        text = _decimals(rounding.completion, lang)
        name = of(("完成率（百分数）", "completion (per cent)"), lang)
        yield Stated("rounding", name, text, rounding.source)
    made = [_treated(total.add, lang), _decimals(Percentage(places=total.places, mode=total.mode), lang)]
    marks = of((f"{show(total.points)}分", f"{show(total.points)} marks"), lang)
    yield Stated("rounding", of(("总分", "total"), lang), joined([marks, *made], lang), total.source)
    if ruleset.roll_up is not None:
        text = _treated(ruleset.roll_up.scores, lang)
        name = of(("多个单位汇总", "several units"), lang)
        yield Stated("rounding", name, text, ruleset.roll_up.source)


def _decimals(decimals: Decimals | Percentage, lang: Lang) -> str:
    if decimals.places == "none":
        return _treated("none", lang)
    mode = _treated("unstated", lang) if decimals.mode == "unstated" else word(decimals.mode, lang)
    return of((f"{decimals.places}位小数，{mode}", f"{decimals.places} decimals, {mode}"), lang)


def _grades(ruleset: Ruleset, lang: Lang) -> Iterator[Stated]:
    grades = ruleset.grades
    if grades is None:
        return
    bands = joined([f"{band.grade} {band.when}" for band in grades.bands], lang)
    held = {
        "rounded": ("按取整后的总分", "the rounded total"),
        "exact": ("按未取整的总分", "the exact total"),
    }
    yield Stated(
        "grades", of(("分档", "bands"), lang), f"{bands}（{of(held[grades.on], lang)}）", grades.source
    )
    for veto in grades.veto:
        fact = ruleset.facts[veto.fact].of(lang) if veto.fact in ruleset.facts else veto.fact
        name = of((f"“{fact}”为 {veto.value}", f'"{fact}" = {veto.value}'), lang)
        yield Stated("grades", name, veto.grade, grades.source)


def _weights(ruleset: Ruleset, lang: Lang) -> Iterator[Stated]:
    weights = ruleset.weights
    if weights is None:
        return
    strict = value("strict", weights.strict, lang)
    yield Stated("weights", of(("约束", "binding"), lang), strict, weights.source)
    for profile in weights.profiles:
        blocks = [f"{value('dimension', name, lang)} {show(marks)}" for name, marks in profile.blocks.items()]
        shapes = joined([value("when", each, lang) for each in profile.when], lang)
        name = shapes or of(("所有表", "every form"), lang)
        yield Stated("weights", name, joined(blocks, lang), weights.source)
