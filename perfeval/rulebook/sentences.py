"""Scoring methods in words and as formulas (规则的文字与公式): each method's own sentence, filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from perfeval.core.exact import show
from perfeval.core.methods.bands import Level
from perfeval.core.methods.base import Method
from perfeval.core.methods.piecewise import Piece
from perfeval.core.methods.tiers import Tier
from perfeval.core.problems import Lang
from perfeval.core.ruleset import Text
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.rulebook.rule_terms import MEASURES, RATIOS, of

_SHARES = {"cap", "floor", "below", "threshold", "beyond_worst", "tolerance", "unmet", "shares", "words"}
"""Parameters that are shares of the full mark, or ratios: shown in per cent."""
_AMOUNTS = ("actual", "percent", "gap", "graded_targets")
"""Measures in the unit of the target; all others are ratios."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How a method is put: language, words or formula, the comparators of its rule, titles of facts.

    `of_execution`: its ratio is the execution rate E/G, not the completion ratio B/A.
    """

    lang: Lang
    formula: bool = False
    comparators: tuple[Comparator | None, ...] = ()
    of_execution: bool = False
    facts: Mapping[str, Text] = field(default_factory=dict)


def say(method: Method, voice: Voice) -> str:
    """The method in one sentence, or as a formula with w (分值), A (指标值) and B (实际完成值)."""
    template = (type(method).formula if voice.formula else type(method).sentence)[voice.lang]
    names = type(method).model_fields
    return template.format(
        **{name: _value(method, name, voice) for name in names if f"{{{name}}}" in template}
    )


def _value(method: Method, name: str, voice: Voice) -> str:
    value = getattr(method, name)
    if value == "unstated" and name in method.readings:
        return _open(method, name, voice)
    return _shown(method, name, value, voice)


def _open(method: Method, name: str, voice: Voice) -> str:
    """A parameter that the source leaves open, with every reading that counts."""
    known: Any = method.readings[name]
    if isinstance(known, Mapping):
        comparators = voice.comparators or tuple(known)
        known = dict.fromkeys(reading for each in comparators for reading in known[each])
    shown = [_shown(method, name, reading, voice) for reading in known]
    if voice.formula:
        return "{ " + " | ".join(shown) + " }"
    says = {"zh": "（文件未写明，各口径都算：{}）", "en": "(not stated; every reading counts: {})"}[
        voice.lang
    ]
    return says.format(_numbered(shown))


def _numbered(parts: list[str]) -> str:
    return " ".join(f"({number}) {part}" for number, part in enumerate(parts, 1))


def _shown(method: Method, name: str, value: object, voice: Voice) -> str:
    if name in _SPECIAL:
        return _SPECIAL[name](method, value, voice)
    if isinstance(value, Method):
        return say(value, voice)
    if isinstance(value, Span):
        return share(value)
    if isinstance(value, Fraction):
        return percent(value) if name in _SHARES else show(value)
    if isinstance(value, dict):
        return _cases(method, value, voice)
    assert isinstance(value, tuple)  # every other parameter has a word of its own
    return _listed(method, value, voice)


def _listed(method: Method, values: tuple[Any, ...], voice: Voice) -> str:
    if values and all(isinstance(each, Method) for each in values):
        shown = [say(each, voice) for each in values]
        return "{ " + " | ".join(shown) + " }" if voice.formula else _numbered(shown)
    return _between(voice).join(_item(method, each, voice) for each in values)


def _item(method: Method, value: Any, voice: Voice) -> str:
    if isinstance(value, Level):
        return f"{value.name} {share(value.share)}"
    if isinstance(value, Tier):
        return f"{_when(value.when, method)} → {share(value.share)}"
    if isinstance(value, Piece):
        return f"{_when(value.when, method)} → {say(value.method, voice)}"
    if isinstance(value, tuple):
        return f"{_measure_number(value[0], method)} → {percent(value[1])}"
    return percent(value)


def _cases(method: Method, values: dict[str, Any], voice: Voice) -> str:
    return _between(voice).join(
        f"{_YES_NO.get(key, {}).get(voice.lang, key)}：{say(each, voice)}"
        if isinstance(each, Method)
        else f"{key} {percent(each)}"
        for key, each in values.items()
    )


_YES_NO: dict[str, dict[Lang, str]] = {"yes": {"zh": "是", "en": "yes"}, "no": {"zh": "否", "en": "no"}}


def _between(voice: Voice) -> str:
    return "；" if voice.lang == "zh" else "; "


def _when(span: Span, method: Method) -> str:
    return str(span) if _in_units(method) else share(span)


def _measure_number(value: Fraction, method: Method) -> str:
    return show(value) if _in_units(method) else percent(value)


def _in_units(method: Method) -> bool:
    return getattr(method, "of", "completion") in _AMOUNTS


def _measure(method: Method, value: object, voice: Voice) -> str:
    if voice.of_execution and value == "completion":
        return _rate(voice)
    words = MEASURES[str(value)]
    return words[2] if voice.formula else of(words[:2], voice.lang)


def _rate(voice: Voice) -> str:
    return "E/G" if voice.formula else of(("执行率", "the execution rate"), voice.lang)


def _ratio(method: Method, value: object, voice: Voice) -> str:
    if voice.of_execution and value == "actual/target":
        return _rate(voice)
    symbols = {"actual/target": "B/A", "target/actual": "A/B", "2-actual/target": "2 − B/A"}
    return symbols[str(value)] if voice.formula else of(RATIOS[str(value)], voice.lang)


def _cap(method: Method, value: object, voice: Voice) -> str:
    if isinstance(value, Fraction):
        return percent(value)
    return "∞" if voice.formula else of(("不限", "any"), voice.lang)


def _take(method: Method, value: object, voice: Voice) -> str:
    assert isinstance(value, Fraction)
    if getattr(method, "unit", "marks") == "share":
        return (
            f"w × {percent(value)}"
            if voice.formula
            else of(("分值的{}", "{} of the marks"), voice.lang).format(percent(value))
        )
    return show(value) if voice.formula else of(("{}分", "{} marks"), voice.lang).format(show(value))


def _measured_number(method: Method, value: object, voice: Voice) -> str:
    assert isinstance(value, Fraction)
    return _measure_number(value, method)


def _steps(method: Method, value: object, voice: Voice) -> str:
    if voice.formula:
        return {"whole": of(("取整", "floor"), voice.lang), "proportional": ""}[str(value)]
    return of(
        {"whole": ("满一档才扣", "whole steps"), "proportional": ("不足一档按比例扣", "in proportion")}[
            str(value)
        ],
        voice.lang,
    )


def _fact(method: Method, value: object, voice: Voice) -> str:
    return voice.facts[str(value)].of(voice.lang) if str(value) in voice.facts else str(value)


_SPECIAL: dict[str, Callable[[Method, object, Voice], str]] = {
    "of": _measure,
    "ratio": _ratio,
    "cap": _cap,
    "take": _take,
    "free": _measured_number,
    "per": _measured_number,
    "steps": _steps,
    "fact": _fact,
}


def percent(value: Fraction) -> str:
    """A share as people write it: 80%; one that does not end as the fraction it is."""
    text = show(value * 100)
    return show(value) if "/" in text else f"{text}%"


def share(span: Span) -> str:
    """An interval of shares: [80%, 100%], or the one share that it holds."""
    if span.low is not None and span.low == span.high:
        return percent(span.low)
    low = "-∞" if span.low is None else percent(span.low)
    high = "∞" if span.high is None else percent(span.high)
    return f"{'(' if span.low_open else '['}{low}, {high}{')' if span.high_open else ']'}"
