"""Scoring methods as spreadsheet formulas (计分公式): what a reviewer can follow, and change, in Excel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from perfeval.core.methods.all_or_nothing import AllOrNothing
from perfeval.core.methods.bands import Bands
from perfeval.core.methods.base import Method, Refusal, Row
from perfeval.core.methods.coefficients import CoefficientColumn, FixedCoefficients
from perfeval.core.methods.deduct import Deduct
from perfeval.core.methods.full_when_met import FullWhenMet
from perfeval.core.methods.interpolate import Interpolate
from perfeval.core.methods.limit import Limit
from perfeval.core.methods.measure import Measure
from perfeval.core.methods.nearest_edge import NearestEdge
from perfeval.core.methods.pass_threshold import PassThreshold
from perfeval.core.methods.piecewise import Piecewise
from perfeval.core.methods.proportional import Proportional
from perfeval.core.methods.recorded_deduction import RecordedDeduction
from perfeval.core.methods.symmetric_deviation import SymmetricDeviation
from perfeval.core.methods.tiers import Tiers
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.documents.writers.live.formulas import Quotient, inside, number

_NO_NUMBER = '""'


@dataclass(frozen=True, slots=True)
class Cells:
    """Addresses of the numbers of a row: 分值 w, 指标值 A, 实际完成值 B.

    `ratio` is B/A after the rule's rounding, None where there is none; `met` is a formula, or the answer
    where no numbers are compared.
    """

    points: str
    target: str
    actual: str
    ratio: Quotient | None
    met: str | bool | None


@dataclass(frozen=True, slots=True)
class Ends:
    """Formulas of the marks before rounding: the same for both ends where the rule gives one number."""

    low: str
    high: str


def marks(method: Method, row: Row, cells: Cells) -> Ends | None:
    """Formulas of the marks that a method gives; None where it has none, or the row lacks a number.

    The method must be one of its `readings`: nothing in it may be unstated.
    """
    compile_ = FORMULAS.get(type(method))
    return None if compile_ is None else compile_(method, row, cells)


def _share(share: Fraction, cells: Cells) -> str:
    return Quotient(str(share.numerator), str(share.denominator)).of(cells.points) if share else "0"


def _span(share: Span, cells: Cells) -> Ends | None:
    if share.low is None or share.high is None:
        return None
    return Ends(_share(share.low, cells), _share(share.high, cells))


def _one(formula: str) -> Ends:
    return Ends(formula, formula)


def _chosen(test: str | bool, yes: Ends, no: Ends) -> Ends:
    if isinstance(test, bool):
        return yes if test else no
    return Ends(f"IF({test},{yes.low},{no.low})", f"IF({test},{yes.high},{no.high})")


def _all_or_nothing(method: AllOrNothing, row: Row, cells: Cells) -> Ends | None:
    unmet = None if isinstance(method.unmet, str) else _span(method.unmet, cells)
    return None if cells.met is None or unmet is None else _chosen(cells.met, _one(cells.points), unmet)


def _full_when_met(method: FullWhenMet, row: Row, cells: Cells) -> Ends | None:
    if cells.met is None or isinstance(method.otherwise, str):
        return None
    if cells.met is True:
        return _one(cells.points)
    otherwise = marks(method.otherwise, row, cells)
    return None if otherwise is None else _chosen(cells.met, _one(cells.points), otherwise)


def _proportional(method: Proportional, row: Row, cells: Cells) -> Ends | None:
    ratio = cells.ratio
    if ratio is None or method.cap == "unstated":
        return None
    share = {
        "actual/target": ratio,
        "target/actual": ratio.inverse,
        "2-actual/target": ratio.taken_from(2),
    }[method.ratio]
    formula = share.of(cells.points)
    top = None if isinstance(method.cap, str) else _share(method.cap, cells)
    if top is not None:
        formula = f"MIN({top},{formula})"
    formula = f"MAX({_share(method.floor, cells)},{formula})"
    if method.ratio == "target/actual":
        formula = f"IF({cells.actual}<=0,{top or cells.points},{formula})"
    return _one(formula)


def _symmetric_deviation(method: SymmetricDeviation, row: Row, cells: Cells) -> Ends | None:
    distance = _measure("absolute_deviation", row, cells)
    if distance is None:
        return None
    near = f"{distance.compared}<={number(method.tolerance)}"
    return _one(f"IF({near},{cells.points},MAX(0,{distance.taken_from(1).of(cells.points)}))")


def _limit(method: Limit, row: Row, cells: Cells) -> Ends | None:
    inner = marks(method.method, row, cells)
    if inner is None:
        return None
    top = number(method.marks)
    return Ends(f"MIN({top},{inner.low})", f"MIN({top},{inner.high})")


def _pass_threshold(method: PassThreshold, row: Row, cells: Cells) -> Ends | None:
    reached = marks(method.reached, row, cells)
    if (
        cells.ratio is None
        or reached is None
        or isinstance(method.threshold, str)
        or "pass_threshold" in row.facts
    ):
        return None
    passed = f"{cells.ratio.compared}>={number(method.threshold)}"
    return _chosen(passed, reached, _one(_share(method.below, cells)))


def _tiers(method: Tiers, row: Row, cells: Cells) -> Ends | None:
    measure = _measure(method.of, row, cells)
    if measure is None:
        return None
    found = _one(_NO_NUMBER)
    for tier in reversed(method.tiers):
        share = _span(tier.share, cells)
        if share is None:
            return None
        found = _chosen(inside(measure.compared, tier.when), share, found)
    return found


def _deduct(method: Deduct, row: Row, cells: Cells) -> Ends | None:
    measure = _measure(method.of, row, cells)
    if measure is None or method.steps == "unstated":
        return None
    beyond = measure.value if method.free == 0 else f"{measure.value}-{number(method.free)}"
    count = f"MAX(0,{beyond})/{number(method.per)}"
    if method.steps == "whole":
        count = f"INT(ROUND({count},9))"
    take = number(method.take) if method.unit == "marks" else _share(method.take, cells)
    return _one(f"MAX({_share(method.floor, cells)},{cells.points}-{take}*{count})")


def _interpolate(method: Interpolate, row: Row, cells: Cells) -> Ends | None:
    if method.of == "graded_targets":
        values, measure = row.graded_targets, Quotient(cells.actual)
        if len(values) != len(method.shares) or len(set(values)) != len(values):
            return None
        points = tuple(zip(values, method.shares, strict=True))
    else:
        found = _measure(method.of, row, cells)
        if found is None:
            return None
        points, measure = method.points, found
    ordered = sorted(points)
    best = max(ordered, key=lambda point: point[1])
    below, above = (
        _share(best[1] if end == best else method.beyond_worst, cells) for end in (ordered[0], ordered[-1])
    )
    formula = above
    for (x0, y0), (x1, y1) in reversed(list(pairwise(ordered))):
        slope = number((y1 - y0) / (x1 - x0))
        line = f"{cells.points}*({number(y0)}+({measure.value}-{number(x0)})*{slope})"
        formula = f"IF({measure.compared}<={number(x1)},{line},{formula})"
    return _one(f"IF({measure.compared}<{number(ordered[0][0])},{below},{formula})")


def _nearest_edge(method: NearestEdge, row: Row, cells: Cells) -> Ends | None:
    edges = row.edges
    if isinstance(method.outside, str) or not isinstance(cells.met, str) or edges is None:
        return None
    if edges.low is None or edges.high is None or edges.low <= 0:
        return None
    outside = marks(method.outside, row, cells)
    return None if outside is None else _chosen(cells.met, _one(cells.points), outside)


def _piecewise(method: Piecewise, row: Row, cells: Cells) -> Ends | None:
    measure = _measure(method.of, row, cells)
    if measure is None:
        return None
    found = _one(_NO_NUMBER)
    for piece in reversed(method.pieces):
        inner = marks(piece.method, row, cells)
        if inner is None:
            return None
        found = _chosen(inside(measure.compared, piece.when), inner, found)
    return found


def _recorded_deduction(method: RecordedDeduction, row: Row, cells: Cells) -> Ends | None:
    return marks(method.method, row, cells) if method.fact not in row.facts else None


def _worded(method: Method, row: Row, cells: Cells) -> Ends | None:
    """A method that looks at words or at a printed coefficient: its shares are those of a row of one mark."""
    share = method.score(replace(row, points=Fraction(1)))
    if isinstance(share, Refusal):
        return None
    return Ends(_share(share.low, cells), _share(share.high, cells))


FORMULAS: Mapping[type[Method], Callable[..., Ends | None]] = {
    AllOrNothing: _all_or_nothing,
    Bands: _worded,
    CoefficientColumn: _worded,
    Deduct: _deduct,
    FixedCoefficients: _worded,
    FullWhenMet: _full_when_met,
    Interpolate: _interpolate,
    Limit: _limit,
    NearestEdge: _nearest_edge,
    PassThreshold: _pass_threshold,
    Piecewise: _piecewise,
    Proportional: _proportional,
    RecordedDeduction: _recorded_deduction,
    SymmetricDeviation: _symmetric_deviation,
    Tiers: _tiers,
}
"""One function for each method; a method without one is written as a number, with a remark."""


def _measure(measure: Measure, row: Row, cells: Cells) -> Quotient | None:
    """What a tier, a deduction or an interpolation looks at (衡量值)."""
    if measure == "actual":
        return Quotient(cells.actual)
    if measure == "percent":
        return Quotient(cells.actual) if row.percent is not None and row.percent == row.actual else None
    if measure == "gap":
        return Quotient(
            f"MAX(0,{_GAP.get(row.comparator, 'ABS({actual}-{target})').format(**_named(cells))})"
        )
    ratio = cells.ratio
    if ratio is None:
        return None
    over, under = ratio.over, ratio.under
    return {
        "completion": ratio,
        "inverse_completion": ratio.inverse,
        "reverse_completion": ratio.taken_from(2),
        "deviation": Quotient(f"({over}-{under})", under),
        "absolute_deviation": Quotient(f"ABS({over}-{under})", under),
        "shortfall": Quotient(f"MAX(0,{under}-{over})", under),
        "excess": Quotient(f"MAX(0,{over}-{under})", under),
    }[measure]


_GAP: Mapping[Comparator | None, str] = {
    "at_least": "{target}-{actual}",
    "more_than": "{target}-{actual}",
    "at_most": "{actual}-{target}",
    "less_than": "{actual}-{target}",
}


def _named(cells: Cells) -> dict[str, str]:
    return {"target": cells.target, "actual": cells.actual}
