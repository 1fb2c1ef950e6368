"""Numbers of a rule in words (规则中的数): what its inputs, measures, shares and facts are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from perfeval.core.exact import show
from perfeval.core.figures import exact_percent as percent
from perfeval.core.problems import Lang
from perfeval.core.rules import expressions as ex
from perfeval.core.rules.expressions import Node
from perfeval.core.ruleset import Text
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.rulebook.rule_terms import of

NUMBERS: dict[str, tuple[str, str]] = {
    "completion_ratio": ("完成率", "completion"),
    "inverse_completion": ("指标值/完成值", "target/actual"),
    "reverse_completion": ("2−完成率", "2 − completion"),
    "actual": ("实际完成值", "the actual value"),
    "percent": ("实际完成值（%）", "the actual value in per cent"),
    "deviation": ("偏差率", "deviation"),
    "absolute_deviation": ("偏离度", "absolute deviation"),
    "shortfall": ("未完成比例", "shortfall"),
    "excess": ("超出比例", "excess"),
    "gap": ("与指标值的差额", "the gap to the target"),
    "graded_targets": ("各档指标值", "the graded targets"),
    "coefficient": ("表中得分系数", "the row's printed coefficient"),
}
"""Numbers that a rule looks at, by the label of their step."""
_FACTORS: dict[str, tuple[str, str]] = {
    "completion_ratio": ("完成值/指标值", "actual/target"),
    "ratio": ("(2 − 完成值/指标值)", "(2 − actual/target)"),
}
"""What the full mark is multiplied by, where that has another name."""
_AMOUNTS = ("actual", "percent", "gap", "graded_targets")
"""Numbers in the unit of the target; all others are ratios."""
_SPREAD: dict[Lang, str] = {
    "zh": "（文件未写明，各口径都算：{}）",
    "en": "(not stated; every reading counts: {})",
}
_YES_NO: dict[str, tuple[str, str]] = {"yes": ("是", "yes"), "no": ("否", "no")}


@dataclass(frozen=True, slots=True)
class Voice:
    """How a rule is put: language, words or formula, the comparators of its rows, titles of facts.

    `of_execution`: its ratio is the execution rate E/G, not the completion ratio B/A.
    """

    lang: Lang
    formula: bool = False
    comparators: tuple[Comparator | None, ...] = ()
    of_execution: bool = False
    facts: Mapping[str, Text] = field(default_factory=dict)

    @property
    def between(self) -> str:
        """What stands between the members of a list."""
        return "；" if self.lang == "zh" else "; "


def label_of(node: Node) -> str:
    """The label under which a number is known: that of its input or of its step."""
    match node:
        case ex.Input():
            return node.name
        case ex.Op():
            return node.label
        case ex.NotNegative():
            return label_of(node.other)
        case _:
            return ""


def named(node: Node, voice: Voice) -> str | None:
    """What a number is called as the thing that a rule looks at; None where it has no name."""
    if voice.of_execution and label_of(node) == "completion_ratio":
        return of(("执行率", "the execution rate"), voice.lang)
    pair = NUMBERS.get(label_of(node))
    return None if pair is None else of(pair, voice.lang)


def factor(node: Node, voice: Voice) -> str | None:
    """What a number is called as the factor of the full mark; None where it has no name."""
    pair = None if voice.of_execution else _FACTORS.get(label_of(node))
    return named(node, voice) if pair is None else of(pair, voice.lang)


def in_unit_of(node: Node, value: Fraction) -> str:
    """A number that a measure is compared with: as it is for an amount, in per cent for a ratio."""
    return show(value) if label_of(node) in _AMOUNTS else percent(value)


def interval_of(node: Node, when: Span) -> str:
    """An interval of a measure."""
    return str(when) if label_of(node) in _AMOUNTS else share(when)


def fact_named(fact: str, voice: Voice) -> str:
    """A fact by the title that the rule set gives it."""
    return voice.facts[fact].of(voice.lang) if fact in voice.facts else fact


def fact_value(value: str, voice: Voice) -> str:
    """A value of a fact."""
    return of(_YES_NO[value], voice.lang) if value in _YES_NO else value


def readings_of(node: ex.Open, voice: Voice) -> tuple[Node, ...]:
    """The readings of an open parameter that rows of the rule can have."""
    comparators = voice.comparators or tuple(
        dict.fromkeys(each for under in node.comparators for each in under)
    )
    known = [reading for each in comparators for _, reading in node.known(each)]
    return tuple(dict.fromkeys(known)) or node.readings


def spread(parts: list[str], voice: Voice) -> str:
    """What is open, with every reading that counts."""
    if voice.formula:
        return "{ " + " | ".join(parts) + " }"
    return _SPREAD[voice.lang].format(numbered(parts))


def numbered(parts: list[str]) -> str:
    """Readings, numbered."""
    return " ".join(f"({number}) {part}" for number, part in enumerate(parts, 1))


def limit_text(node: Node, voice: Voice) -> str:
    """A limit of a ratio: a number, or all that it may be."""
    match node:
        case ex.Recorded():
            return limit_text(node.otherwise, voice)
        case ex.Open():
            return spread([limit_text(each, voice) for each in readings_of(node, voice)], voice)
        case ex.Const():
            return percent(node.value)
        case _:
            raise ValueError(f"{type(node).__name__} is no limit")


def share(span: Span) -> str:
    """An interval of shares: [80%, 100%], or the one share that it holds."""
    if span.low is not None and span.low == span.high:
        return percent(span.low)
    low = "-∞" if span.low is None else percent(span.low)
    high = "∞" if span.high is None else percent(span.high)
    return f"{'(' if span.low_open else '['}{low}, {high}{')' if span.high_open else ']'}"
