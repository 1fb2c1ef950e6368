"""A rule set drafted from what was inferred (规则集草稿): YAML text, tier inferred, each rule with its witnesses."""

from __future__ import annotations

import json
from collections.abc import Sequence

from perfeval.core.results import FormResult
from perfeval.review.candidates import Sample
from perfeval.review.infer import Inference, ParameterFinding
from perfeval.review.infer_text import sample_text

_FORWARD = "{kind: proportional, ratio: actual/target, cap: '1'}"
_UNSTATED = "{kind: full_when_met, otherwise: unstated}"
_OTHERWISE = {
    "inverse": "{kind: proportional, ratio: target/actual}",
    "two-minus": "{kind: proportional, ratio: 2-actual/target}",
    "nothing": "{kind: all_or_nothing}",
}
_EQUAL = {**_OTHERWISE, "ratio": _FORWARD, "full": _FORWARD}
_RATE = {
    "rate-2": ("budget", "2"),
    "exact": ("budget", "none"),
    "rate-0": ("budget", "0"),
    "initial-rate-2": ("initial_budget", "2"),
    "initial-exact": ("initial_budget", "none"),
}
_ABOVE_ONE = {"full": "cap", "uncapped": "allow", "nothing": "no_marks"}
_WITNESSES = 6


def draft_ruleset(found: Inference, results: Sequence[FormResult], identity: str, jurisdiction: str) -> str:
    """YAML of a rule set with the values that are determined; what the data leave open stays `unstated`."""
    years = sorted(result.form.year for result in results if result.form.year)
    span = f"[{years[0]}, {years[-1]}]" if years else "[2020, inf)"
    denominator, places = _rate(found)
    above = _ABOVE_ONE.get(_one(found, "execution_above_one") or "", "unstated")
    mode = _one(found, "rounding") or "unstated"
    bare, bare_source = _bare(found)
    return f"""\
# 由填报得分反推的草稿，不是制度文件；每条都要由人核对后才能使用。
# Inferred from submitted scores; no law. Check every line before use.
id: {identity}
version: '0'
title: {{zh: 由填报得分反推的口径（草稿）, en: Inferred from submitted scores (draft)}}
jurisdiction: {jurisdiction}
fiscal_years: '{span}'
tier: inferred
evidence: inferred
note: {_quoted(f"由{len(results)}张表{len(found.samples)}行填报得分反推，{len(found.outliers)}行不能解释")}
execution:
  points: '10'
  rate: {{executed_over: {denominator}, places: {places}, above_one: {above}, zero_budget: refuse}}
  method: {{kind: proportional, ratio: actual/target{"" if above == "cap" else ", cap: none"}}}
  source: {_source(found, "execution")}
meaning:
  bare_target: {{then: {bare}, source: {bare_source}}}
  equal_to: {{then: exactly, source: {_source(found, "equal_above")}}}
  unit_mismatch: {{then: compare, source: {{interpretation: 草稿默认：单位不能换算时比较数字并提示}}}}
  negative_actual: {{then: refuse, source: {{interpretation: 草稿默认：负值不推定}}}}
  zero_target: {{then: all_or_nothing, source: {{interpretation: 草稿默认：零指标值没有比例可算}}}}
rules:
  - id: cost-at-most
    applies_to: {{category: cost, target: quantity, comparator: [at_most, less_than]}}
    method: {_at_most(found, "cost_met")}
    source: {_source(found, "cost_met", "at_most_over")}
  - id: at-most
    applies_to: {{target: quantity, comparator: [at_most, less_than], except: [{{category: cost}}]}}
    method: {_at_most(found, "at_most_met")}
    source: {_source(found, "at_most_met", "at_most_over")}
  - id: at-least
    applies_to: {{target: quantity, comparator: [at_least, more_than]}}
    method: {_at_least(found)}
    source: {_source(found, "at_least_over", "at_least_short")}
  - id: equal-to
    applies_to: {{target: quantity, comparator: equal_to}}
    method: {_equal_to(found)}
    source: {_source(found, "equal_below", "equal_above")}
  - id: range
    applies_to: {{target: range}}
    method: {{kind: nearest_edge, outside: unstated}}
    source: {{interpretation: 区间指标没有反推}}
  - id: deadline
    applies_to: {{target: date, actual: date}}
    method: {{kind: full_when_met, otherwise: unstated}}
    source: {{interpretation: 期限指标没有反推}}
  - id: grade
    applies_to: {{target: grade, actual: grade}}
    method: {{kind: full_when_met, otherwise: unstated}}
    source: {{interpretation: 等级指标没有反推}}
  - id: attainment-band
    applies_to: {{target: [qualitative, date, grade], actual: words}}
    method:
      kind: bands
      repeats_target: 达成预期指标
      levels:
        - name: 达成预期指标
          words: [达成预期指标, 达成年度指标, 达成目标, 完全达到预期, 完全达到预期目标, 已完成, 完成]
          share: '[0.8, 1]'
        - name: 部分达成预期指标
          words: [部分达成预期指标, 部分达成年度指标并具有一定效果, 部分达到预期, 部分达到预期目标]
          share: '[0.6, 0.8)'
        - name: 未达成预期指标
          words: [未达成预期指标, 未达成年度指标且效果较差, 未达到预期, 未达到预期目标]
          share: '[0, 0.6)'
    source: {{interpretation: 定性指标没有反推，取全国办法的三档（80%、60%）}}
rounding:
  score: {{places: 2, mode: {mode}}}
  source: {_source(found, "rounding")}
total:
  add: rounded
  places: 2
  source: {{interpretation: 草稿默认：各行两位小数得分相加}}
"""


def _rate(found: Inference) -> tuple[str, str]:
    """Denominator and decimals of the execution rate; what several listed values disagree on is unstated."""
    denominators, places = zip(
        *(_RATE[value.key] for value in found.parameter("execution").listed), strict=True
    )
    # Where no form prints another initial budget, both columns are the same number.
    has_two = any(sample.second_ratio is not None for sample in found.samples)
    denominator = denominators[0] if len({*denominators}) == 1 else "unstated" if has_two else "budget"
    return denominator, places[0] if len({*places}) == 1 else "unstated"


def _one(found: Inference, key: str) -> str | None:
    """The only listed value of a parameter; None where the data leave several."""
    listed = found.parameter(key).listed
    return listed[0].key if len(listed) == 1 else None


def _at_most(found: Inference, met: str) -> str:
    over = _one(found, "at_most_over")
    is_share = _one(found, met) == "ratio"
    if over == "full":
        return _FORWARD if is_share else "{kind: proportional, ratio: actual/target, floor: '1', cap: '1'}"
    missed = f"{{kind: full_when_met, otherwise: {_OTHERWISE.get(over or '', 'unstated')}}}"
    if not is_share:
        return missed
    below = f"{{when: '[0, 1)', method: {_FORWARD}}}"
    return f"{{kind: piecewise, pieces: [{below}, {{when: '[1, inf)', method: {missed}}}]}}"


def _at_least(found: Inference) -> str:
    """By ratio, from a pass threshold on where the data demand one, and not capped where they say so."""
    first = found.parameter("at_least_short").listed[0].key
    is_uncapped = _one(found, "at_least_over") == "uncapped"
    by_ratio = "{kind: proportional, ratio: actual/target, cap: none}" if is_uncapped else _FORWARD
    if not first.startswith("threshold(0,"):
        threshold = first.partition(",")[2].rstrip("]")
        by_ratio = f"{{kind: pass_threshold, threshold: '{threshold}', reached: {by_ratio}}}"
    return by_ratio if is_uncapped else f"{{kind: full_when_met, otherwise: {by_ratio}}}"


def _equal_to(found: Inference) -> str:
    below, above = _one(found, "equal_below"), _one(found, "equal_above")
    if below == "ratio" and above == "full":
        return f"{{kind: full_when_met, otherwise: {_FORWARD}}}"
    methods = [_EQUAL.get(each or "", _UNSTATED) for each in (below, above)]
    if methods[0] == methods[1]:
        return methods[0]
    return (
        f"{{kind: piecewise, pieces: [{{when: '[0, 1)', method: {methods[0]}}}, "
        f"{{when: '[1, inf)', method: {methods[1]}}}]}}"
    )


def _bare(found: Inference) -> tuple[str, str]:
    """How targets without comparator are read, and why: as a person reads them, unless the scores speak against it."""
    if all(parameter.key != "bare_target" for parameter in found.parameters):
        return "infer", "{interpretation: 没有不带比较符的指标值；按人的读法推定方向}"
    listed = [value.key for value in found.parameter("bare_target").listed]
    then = "infer" if "infer" in listed else listed[0] if len(listed) == 1 else "unstated"
    return then, _source(found, "bare_target")


def _source(found: Inference, *keys: str) -> str:
    text = "；".join(_grounds(found.parameter(key)) for key in keys)
    return f"{{interpretation: {_quoted(text)}}}"


def _grounds(parameter: ParameterFinding) -> str:
    """What the data say about a parameter and which rows said it."""
    title = parameter.title.zh
    if parameter.informative == 0:
        return f"{title}：{parameter.rows}行，数据不能确定"
    listed = "或".join(value.says.zh for value in parameter.listed)
    witnesses: dict[tuple[str, int], Sample] = {}
    for value in parameter.values:
        for sample in value.against if not value.is_listed else ():
            witnesses.setdefault((sample.form, sample.row.row), sample)
    named = "、".join(sample_text(sample, "zh") for sample in list(witnesses.values())[:_WITNESSES])
    more = f"等{len(witnesses)}行" if len(witnesses) > _WITNESSES else ""
    return f"{title}：{listed}，依据{named}{more}" if named else f"{title}：{listed}"


def _quoted(text: str) -> str:
    """Text as a YAML scalar: a JSON string is one."""
    return json.dumps(text, ensure_ascii=False)
