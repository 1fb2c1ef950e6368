"""Rules as formulas on paper (规则的公式): w 分值, A 指标值, B 实际完成值, E/G the execution rate."""

from __future__ import annotations

from fractions import Fraction

from perfeval.core.exact import show
from perfeval.core.figures import exact_percent as percent
from perfeval.core.rules import expressions as ex
from perfeval.core.rules.expressions import Node
from perfeval.rulebook.rule_terms import of
from perfeval.rulebook.voice import (
    Voice,
    fact_named,
    fact_value,
    in_unit_of,
    interval_of,
    limit_text,
    readings_of,
    share,
    spread,
)

_SIGNS = {"subtract": "−", "multiply": "×", "divide": "÷"}


def notation(node: Node, voice: Voice) -> str:
    """The formula of a rule, or of a part of it."""

    def write(part: Node) -> str:
        return notation(part, voice)

    match node:
        case ex.Const():
            return _constant(node)
        case ex.Between():
            return share(node.span)
        case ex.Input():
            return _input(node, voice)
        case ex.Op():
            return _operation(node, voice)
        case ex.NotNegative():
            return f"|{write(node.first)}|"
        case ex.ByComparator():
            return write(node.otherwise)
        case ex.Unless():
            return write(node.usual)
        case ex.Recorded():
            return fact_named(node.fact, voice)
        case ex.Open():
            return spread([write(each) for each in readings_of(node, voice)], voice)
        case ex.Fact():
            cases = zip(node.values, node.cases, strict=True)
            listed = voice.between.join(f"{fact_value(each, voice)}：{write(case)}" for each, case in cases)
            return of(
                (f"{fact_named(node.fact, voice)}：{listed}", f"{fact_named(node.fact, voice)}: {listed}"),
                voice.lang,
            )
        case ex.WhenMet():
            met, unmet = write(node.met), write(node.unmet)
            return of((f"完成：{met}；未完成：{unmet}", f"met: {met}; not met: {unmet}"), voice.lang)
        case ex.AtLeast():
            ratio, limit = write(node.of), limit_text(node.limit, voice)
            reached, below = write(node.reached), write(node.below)
            return of(
                (
                    f"{ratio} ≥ {limit}：{reached}；{ratio} < {limit}：{below}",
                    f"{ratio} ≥ {limit}: {reached}; {ratio} < {limit}: {below}",
                ),
                voice.lang,
            )
        case ex.AgainstEdge():
            inside, outside = write(node.inside), write(node.outside)
            return of(
                (
                    f"区间内：{inside}；区间外（A 取较近端点）：{outside}",
                    f"inside: {inside}; outside (A = nearer end): {outside}",
                ),
                voice.lang,
            )
        case ex.Words():
            levels = zip(node.levels, node.cases, strict=True)
            return (
                f"w × ({voice.between.join(f'{level} {share_text(case, voice)}' for level, case in levels)})"
            )
        case ex.Line():
            text = f"w × line({write(node.of)}; {points_text(node, voice)})"
            beyond = percent(node.beyond)
            return of((f"{text}；beyond：{beyond}", f"{text}; beyond: {beyond}"), voice.lang)
        case ex.Pick():
            return _pick(node, voice)
    raise ValueError(f"{type(node).__name__} has no notation")


def share_text(node: Node, voice: Voice) -> str:
    """The share of the full mark that a node is, or its formula where it is something else."""
    if isinstance(node, ex.Op) and isinstance(node.first, ex.Between):
        return share(node.first.span)
    return notation(node, voice)


def points_text(node: ex.Line, voice: Voice) -> str:
    """The points of a line: measure → share, or the shares of the graded targets."""
    if node.points is None:
        return voice.between.join(percent(each) for each in node.shares)
    return voice.between.join(f"{in_unit_of(node.of, x)} → {percent(y)}" for x, y in node.points)


def _constant(node: ex.Const) -> str:
    return f"w × {percent(node.value)}" if node.scale == "share" else show(node.value)


def _input(node: ex.Input, voice: Voice) -> str:
    if node.name == "completion_ratio":
        return "E/G" if voice.of_execution else "B/A"
    if node.name == "coefficient":
        return of(("得分系数", "coefficient"), voice.lang)
    return {"points": "w", "target": "A"}.get(node.name, "B")


def _operation(node: ex.Op, voice: Voice) -> str:
    first = notation(node.first, voice)
    second = _operand(node, node.second, voice)
    if isinstance(node.first, ex.ByComparator) or (node.operation == "subtract" and second in ("0", "0%")):
        return first
    match node.operation:
        case "most":
            return f"min({second}, {first})"
        case "least":
            return f"max({second}, {first})"
        case "whole_steps":
            return f"{of(('取整', 'floor'), voice.lang)}({first} ÷ {second})"
        case "divide" if isinstance(node.second, ex.Input):
            return "A/B"
        case "divide":
            return f"({first} ÷ {second})"
        case "multiply" if node.names == ("count", "take") or isinstance(node.second, ex.Input):
            return f"{second} × {first}"
    return f"{first} {_SIGNS[node.operation]} {second}"


def _operand(node: ex.Op, operand: Node, voice: Voice) -> str:
    """The second operand: caps, floors and allowances of a ratio in per cent."""
    if not isinstance(operand, ex.Const) or operand.scale != "plain":
        return notation(operand, voice)
    if node.names[0] == "ratio":
        return percent(operand.value)
    if node.names[1] == "free":
        return in_unit_of(node.first, operand.value)
    if node.names[1] == "per" and isinstance(node.first, ex.Op) and isinstance(node.first.first, ex.Op):
        return in_unit_of(node.first.first.first, operand.value)
    return show(operand.value)


def _pick(node: ex.Pick, voice: Voice) -> str:
    if isinstance(node.otherwise, ex.Refuse):
        return notation(node.pieces[0], voice)
    measure = notation(node.of, voice)
    if node.otherwise is not None:
        (when,), (piece,), rest = node.whens, node.pieces, notation(node.otherwise, voice)
        if when.high == Fraction(0):
            return rest
        within = f"{measure} ≤ {in_unit_of(node.of, when.high or Fraction(0))}"
        return of(
            (
                f"{within}：{notation(piece, voice)}；否则：{rest}",
                f"{within}: {notation(piece, voice)}; else: {rest}",
            ),
            voice.lang,
        )
    listed = voice.between.join(
        f"{interval_of(node.of, when)} → {share_text(piece, voice)}"
        for when, piece in zip(node.whens, node.pieces, strict=True)
    )
    return of((f"{measure}：{listed}", f"{measure}: {listed}"), voice.lang)
