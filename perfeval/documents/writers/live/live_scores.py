"""Rows of a form as live formulas (活公式): from the numbers in its cells to the score of the rule set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from perfeval.core.form import Indicator
from perfeval.core.prepared import Reading
from perfeval.core.problems import Problem
from perfeval.core.readings import prepare
from perfeval.core.results import FormResult, RowResult
from perfeval.core.rules.resolve import rate_readings, resolve, rounding_modes
from perfeval.core.rules.row import Row
from perfeval.core.ruleset import Decimals, Execution, Ruleset
from perfeval.core.target import Comparator, is_blank, is_not_applicable
from perfeval.core.target_kinds import quantities_of
from perfeval.documents.writers.live.formulas import Quotient, inside, is_safe, rounded
from perfeval.documents.writers.live.rule_formulas import Cells, Ends, marks

SIGNS: Mapping[Comparator, str] = {
    "at_least": ">=",
    "more_than": ">",
    "at_most": "<=",
    "less_than": "<",
    "equal_to": "=",
}
"""Comparators as a spreadsheet writes them."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the numbers of a row stand in the sheet: 分值, 指标值 (or budget), 实际完成值 (or executed)."""

    points: str
    target: str
    actual: str


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A row that formulas can score: the rounded ends, and the numbers that its cells hold (None: words).

    `actual` is None where the form leaves the cell blank: the formulas then wait for a number.
    """

    low: str
    high: str
    target: Fraction | None
    actual: Fraction | None

    @property
    def is_point(self) -> bool:
        """Whether the rule gives one number whatever is filled in."""
        return self.low == self.high


def live_indicator(row: RowResult, result: FormResult, at: Addresses) -> LiveRow | None:
    """Formulas of an indicator row; None where its score cannot be followed by formulas.

    That is: an ignored row, a merged score over several rows, a fact that a person recorded, a method without
    a formula, and a value so near a rounding boundary that a spreadsheet might not see the difference.
    """
    indicator, ruleset = row.indicator, result.ruleset
    if indicator is None or row.points is None or row.status == "ignored" or indicator.block is not None:
        return None
    if (
        indicator.facts
        or result.form.facts
        or is_not_applicable(indicator.actual or "")
        or not is_safe(row.steps)
    ):
        return None
    waiting = indicator.actual is None or is_blank(indicator.actual)
    tried = _with_any_number(row, indicator) if waiting else indicator
    prepared = None if tried is None else prepare(tried, row.points, result.form, ruleset)
    if prepared is None or isinstance(prepared, Problem):
        return None
    found = [ends for reading in prepared.readings for ends in _of_reading(reading, at, ruleset)]
    first = prepared.readings[0].row
    same = {(reading.row.target, reading.row.actual) for reading in prepared.readings}
    if None in found or len(same) > 1:
        return None
    low, high = _spanned([ends for ends in found if ends is not None])
    if first.actual is not None:
        low, high = (f'IF(COUNT({at.points},{at.actual})<2,"",{end})' for end in (low, high))
    return LiveRow(low, high, first.target, None if waiting else first.actual)


def _with_any_number(row: RowResult, indicator: Indicator) -> Indicator | None:
    """The row as if its target were met exactly: which rule then applies, and how, holds for every number."""
    goals = [number for each in row.readings for number in quantities_of(each.target)]
    return indicator.model_copy(update={"actual": str(goals[0])}) if goals else None


def _of_reading(reading: Reading, at: Addresses, ruleset: Ruleset) -> Iterator[Ends | None]:
    rules = ruleset.rules_for(reading.traits)
    if len(rules) != 1:
        yield None
        return
    row, rule = reading.row, rules[0].method.rule
    cells = Cells(at.points, at.target, at.actual, _ratio(row, at, ruleset), _met(row, at))
    # A formula holds for every number, so it keeps each branch, whichever the row's own numbers would take.
    for meant, _ in resolve(rule, Row(row.points, row.comparator)):
        ends = marks(meant, row, cells) or zero_target(row, cells, ruleset)
        if ends is None:
            yield None
        else:
            yield from rounded_ends(ends, ruleset.rounding.score)


def _ratio(row: Row, at: Addresses, ruleset: Ruleset) -> Quotient | None:
    if row.ratio is None and row.edges is None:
        return None
    ratio = Quotient(at.actual, at.target)
    decimals = ruleset.rounding.completion
    if decimals is None or row.edges is not None:
        return ratio
    return Quotient(rounded(ratio.value, decimals.places + 2, decimals.mode))


def _met(row: Row, at: Addresses) -> str | bool | None:
    if row.edges is not None:
        return inside(at.actual, row.edges)
    if row.actual is None or row.target is None or row.comparator is None:
        return row.met
    return f"{at.actual}{SIGNS[row.comparator]}{at.target}"


def zero_target(row: Row, cells: Cells, ruleset: Ruleset) -> Ends | None:
    """A target of zero leaves no ratio: all or nothing, where the rule set says so."""
    zero = ruleset.meaning.zero_target
    if row.target != 0 or zero is None or zero.then == "refuse" or not isinstance(cells.met, str):
        return None
    formula = f"IF({cells.met},{cells.points},0)"
    return Ends(formula, formula)


def rounded_ends(ends: Ends, decimals: Decimals) -> Iterator[Ends]:
    """Both ends as the rule set rounds a score; under each known mode where it leaves the mode open."""
    for mode in rounding_modes(decimals.mode):
        yield Ends(*(rounded(end, decimals.places, mode) for end in (ends.low, ends.high)))


def _spanned(found: list[Ends]) -> tuple[str, str]:
    """What all readings span."""
    lows, highs = (list(dict.fromkeys(each)) for each in zip(*((e.low, e.high) for e in found), strict=True))
    if lows == highs and len(lows) == 1:
        return lows[0], highs[0]
    return _joined("MIN", lows), _joined("MAX", highs)


def _joined(function: str, formulas: list[str]) -> str:
    return formulas[0] if len(formulas) == 1 else f"{function}({','.join(formulas)})"


# --- the execution row ------------------------------------------------------------------------------------


def live_execution(result: FormResult, at: Addresses) -> LiveRow | None:
    """Formulas of the execution row (预算执行率); None where its amounts are sums, or a choice is open."""
    row, form = result.execution, result.form
    if row is None or form.funds is None or form.facts or not is_safe(row.steps):
        return None
    ends = execution_ends(result.ruleset, at)
    execution = result.ruleset.execution
    if ends is None or execution is None:
        return None
    budget, executed = (_amount(row, label) for label in (execution.rate.executed_over, "executed"))
    return LiveRow(ends.low, ends.high, budget, executed)


def execution_ends(ruleset: Ruleset, at: Addresses, *, summed: bool = False) -> Ends | None:
    """Formulas of both ends of the execution row's score; None where a choice is open.

    A rule set that adds up lines of public money has them only where the addresses hold those sums (`summed`).
    """
    execution = ruleset.execution
    if execution is None:
        return None
    rate_rule = execution.rate
    if "unstated" in (rate_rule.executed_over, rate_rule.zero_budget):
        return None
    if rate_rule.funds == "fiscal" and not summed:
        return None
    decimals = ruleset.rounding.execution or ruleset.rounding.score
    found: list[Ends] = []
    for rate in _rates(execution, at):
        cells = Cells(at.points, at.target, at.actual, rate, f"{rate.compared}>=1")
        row_of_rate = Row(points=Fraction(1), comparator="at_least")
        for meant, _ in resolve(execution.method.rule, row_of_rate):
            ends = marks(meant, row_of_rate, cells)
            if ends is None:
                return None
            found += rounded_ends(ends, decimals)
    return Ends(*(_guarded(end, execution, at) for end in _spanned(found)))


def _rates(execution: Execution, at: Addresses) -> Iterator[Quotient]:
    """The rate under each reading of its rounding and of what happens above 100 %."""
    exact_rate = Quotient(at.actual, at.target)
    for way in rate_readings(execution.rate):
        one = exact_rate
        if way.places is not None:
            one = Quotient(rounded(exact_rate.value, way.places + 2, execution.rate.mode))
        if way.above_one == "cap":
            one = _capped(one)
        elif way.above_one in ("no_marks", "refuse"):
            one = Quotient(f"IF({one.compared}>1,{0 if way.above_one == 'no_marks' else 'NA()'},{one.value})")
        yield one


def _capped(rate: Quotient) -> Quotient:
    """At most 1, and still multiplied before it is divided."""
    if rate.under == "1":
        return Quotient(f"MIN(1,{rate.over})")
    return Quotient(f"MIN({rate.under},{rate.over})", rate.under)


def _guarded(formula: str, execution: Execution, at: Addresses) -> str:
    """Nothing before both amounts are there; a budget of zero as the rule set says."""
    zero = {
        "refuse": '""',
        "no_marks": "0",
        "full_marks": at.points,
        "divisor_one": f"{at.points}*MIN(1,{at.actual})",
    }[execution.rate.zero_budget]
    return f'IF(COUNT({at.points},{at.target},{at.actual})<3,"",IF({at.target}=0,{zero},{formula}))'


def _amount(row: RowResult, label: str) -> Fraction | None:
    steps = [step for step in row.steps if step.operation == "read" and step.label == label]
    for child in (child for step in row.steps for child in step.children):
        steps += [step for step in child.children if step.operation == "read" and step.label == label]
    return steps[0].value if steps else None
