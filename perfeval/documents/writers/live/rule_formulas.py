"""Rules as spreadsheet formulas (计分公式): what a reviewer can follow, and change, in Excel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from perfeval.core.rules import expressions as ex
from perfeval.core.rules.evaluate import case_of, level_of, measured, points_of, shares_beyond
from perfeval.core.rules.expressions import Node
from perfeval.core.rules.row import Row
from perfeval.core.span import Span
from perfeval.documents.writers.live.formulas import Quotient, inside, number, times

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


class _NoFormulaError(Exception):
    """A rule, or a row, that no formula can follow."""


def marks(rule: Node, row: Row, cells: Cells) -> Ends | None:
    """Formulas of the marks that a rule gives; None where it has none, or the row lacks a number.

    Nothing in the rule may be open. `row` tells what stands in no cell of its own: the comparator, the words, the
    edges of a range, the graded targets, the printed coefficient.
    """
    try:
        return _Formulas(row, cells).marks(rule)
    except _NoFormulaError:
        return None


@dataclass(frozen=True, slots=True)
class _Formulas:
    row: Row
    cells: Cells

    def marks(self, node: Node) -> Ends:
        """Formulas of a node that is in 分."""
        match node:
            case ex.Const():
                return _one(self.amount(node))
            case ex.Input("points"):
                return _one(self.cells.points)
            case ex.Op("multiply", first=ex.Input("points"), second=share) | ex.Op(
                "multiply", first=share, second=ex.Input("points")
            ):
                return self.of_points(share)
            case ex.Op("most" | "least"):
                return _bounded(node, self.amount(node.second), self.marks(node.first))
            case ex.Op("subtract"):
                whole, taken = self.marks(node.first), self.amount(node.second)
                return Ends(f"{whole.low}-{taken}", f"{whole.high}-{taken}")
            case ex.WhenMet() if self.cells.met is not None:
                return self._chosen(self.cells.met, node.met, node.unmet)
            case ex.AtLeast(limit=ex.Const() as limit):
                passed = f"{self.number(node.of).compared}>={number(limit.value)}"
                return self._chosen(passed, node.reached, node.below)
            case ex.Pick():
                return self._picked(node)
            case ex.Line():
                return self._line(node)
            case ex.Words() if (level := level_of(node, self.row)) is not None:
                return self.marks(node.cases[level])
            case ex.AgainstEdge():
                return self._against_edge(node)
        raise _NoFormulaError

    def of_points(self, share: Node) -> Ends:
        """Formulas of the full mark × a share, which is multiplied before anything is divided."""
        match share:
            case ex.Between(Span(low=Fraction() as low, high=Fraction() as high)):
                return Ends(self._share(low), self._share(high))
            case ex.Const():
                return _one(self._share(share.value))
            case ex.Op("most" | "least", second=ex.Const() as bound):
                return _bounded(share, self._share(bound.value), self.of_points(share.first))
            case ex.Unless():
                test = inside(self.number(share.of).over, share.when)
                return _chosen(test, self.of_points(share.assumed), self.of_points(share.usual))
        return _one(self.number(share).of(self.cells.points))

    def amount(self, node: Node) -> str:
        """Formula of an amount of 分 that is compared with marks or taken off them."""
        match node:
            case ex.Const(scale="share"):
                return self._share(node.value)
            case ex.Const():
                return number(node.value)
            case ex.Op("multiply"):
                return times(self.amount(node.second), self.number(node.first).value)
        raise _NoFormulaError

    def number(self, node: Node) -> Quotient:
        """Formula of a number of the row."""
        match node:
            case ex.Const():
                return Quotient(number(node.value))
            case ex.Input("target"):
                return Quotient(self.cells.target)
            case ex.Input("actual"):
                return Quotient(self.cells.actual)
            case ex.Input("percent") if self.row.percent is not None and self.row.percent == self.row.actual:
                return Quotient(self.cells.actual)
            case ex.Input("coefficient") if self.row.coefficient is not None:
                return Quotient(str(self.row.coefficient.numerator), str(self.row.coefficient.denominator))
            case ex.Input("completion_ratio") if self.cells.ratio is not None:
                return self.cells.ratio
            case ex.ByComparator():
                return self.number(case_of(node, self.row.comparator))
            case ex.NotNegative():
                value = self.number(node.first)
                return Quotient(f"ABS({_bare(value.over)})", value.under)
            case ex.Op("most" | "least", second=ex.Const(value=Fraction(numerator=0))):
                value = self.number(node.first)
                name = "MIN" if node.operation == "most" else "MAX"
                return Quotient(f"{name}(0,{_bare(value.over)})", value.under)
            case ex.Op("subtract"):
                return _less(self.number(node.first), self.number(node.second))
            case ex.Op("divide", first=ex.Const(value=Fraction(numerator=1, denominator=1))):
                return self.number(node.second).inverse
            case ex.Op("divide", second=ex.Const() as below):
                return Quotient(self.number(node.first).value, number(below.value))
            case ex.Op("whole_steps", second=ex.Const() as below):
                return Quotient(f"INT(ROUND({self.number(node.first).value}/{number(below.value)},9))")
        raise _NoFormulaError

    def _share(self, share: Fraction) -> str:
        if not share:
            return "0"
        return Quotient(str(share.numerator), str(share.denominator)).of(self.cells.points)

    def _chosen(self, test: str | bool, yes: Node, no: Node) -> Ends:
        if isinstance(test, bool):
            return self.marks(yes if test else no)
        return _chosen(test, self.marks(yes), self.marks(no))

    def _picked(self, node: ex.Pick) -> Ends:
        if isinstance(node.of, ex.Input) and node.of.name == "coefficient":
            value = measured(node.of, self.row)
            pieces = zip(node.whens, node.pieces, strict=True)
            found = next((piece for when, piece in pieces if value is not None and value in when), None)
            if found is None:
                raise _NoFormulaError
            return self.marks(found)
        tested = self.number(node.of).compared
        ends = self.marks(node.otherwise) if node.otherwise is not None else _one(_NO_NUMBER)
        for when, piece in zip(reversed(node.whens), reversed(node.pieces), strict=True):
            ends = _chosen(inside(tested, when), self.marks(piece), ends)
        return ends

    def _line(self, node: ex.Line) -> Ends:
        points = points_of(node, replace(self.row, actual=self.row.actual or Fraction(0)))
        if points is None:
            raise _NoFormulaError
        measure, ordered = self.number(node.of), sorted(points)
        below, above = (self._share(share) for share in shares_beyond(node, points))
        formula = above
        for (x0, y0), (x1, y1) in reversed(list(pairwise(ordered))):
            slope = number((y1 - y0) / (x1 - x0))
            line = f"{self.cells.points}*({number(y0)}+({measure.value}-{number(x0)})*{slope})"
            formula = f"IF({measure.compared}<={number(x1)},{line},{formula})"
        return _one(f"IF({measure.compared}<{number(ordered[0][0])},{below},{formula})")

    def _against_edge(self, node: ex.AgainstEdge) -> Ends:
        edges, cells = self.row.edges, self.cells
        if cells.met is True:
            return self.marks(node.inside)
        if not isinstance(cells.met, str) or edges is None or edges.low is None or edges.high is None:
            raise _NoFormulaError
        if edges.low <= 0:
            raise _NoFormulaError
        nearer = f"IF({cells.actual}<={number(edges.low)},{number(edges.low)},{number(edges.high)})"
        outside = replace(cells, target=nearer, ratio=Quotient(cells.actual, nearer), met=False)
        return _chosen(cells.met, self.marks(node.inside), replace(self, cells=outside).marks(node.outside))


def _one(formula: str) -> Ends:
    return Ends(formula, formula)


def _chosen(test: str, yes: Ends, no: Ends) -> Ends:
    return Ends(f"IF({test},{yes.low},{no.low})", f"IF({test},{yes.high},{no.high})")


def _bounded(node: ex.Op, bound: str, ends: Ends) -> Ends:
    name = "MIN" if node.operation == "most" else "MAX"
    return Ends(f"{name}({bound},{ends.low})", f"{name}({bound},{ends.high})")


def _less(first: Quotient, second: Quotient) -> Quotient:
    """first - second, still one quotient where one of the two is a whole number or has no divisor."""
    if second.over == "0":
        return first
    if first.under == "1" and second.under != "1":
        return Quotient(f"({times(first.over, second.under)}-{second.over})", second.under)
    if second == Quotient("1"):
        return Quotient(f"({first.over}-{first.under})", first.under)
    return Quotient(f"({first.value}-{second.value})")


def _bare(formula: str) -> str:
    """A difference without the brackets that `_less` puts around it."""
    return formula[1:-1] if formula.startswith("(") else formula
