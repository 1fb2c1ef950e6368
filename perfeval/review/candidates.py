"""The finite table of conventions that `infer` tries (候选口径); docs/infer.md lists it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal, get_args

from perfeval.core.category import category_of, dimension_of
from perfeval.core.comparators import is_met
from perfeval.core.direction import direction_of
from perfeval.core.exact import Mode, round_to
from perfeval.core.methods import METHODS
from perfeval.core.methods.proportional import Proportional, Ratio
from perfeval.core.results import FormResult, RowResult
from perfeval.core.rules.evaluate import evaluate
from perfeval.core.rules.expressions import FULL, ZERO, Node
from perfeval.core.rules.resolve import resolve
from perfeval.core.rules.row import Marks, Row
from perfeval.core.ruleset import Text
from perfeval.core.target import Comparator
from perfeval.review.amounts import amount
from perfeval.review.measured import measured

MODES: tuple[Mode, ...] = get_args(Mode)
Bare = Comparator | Literal["infer"]
BARE: tuple[Bare, ...] = ("infer", "at_least", "at_most", "equal_to")
"""How targets without a comparator can be read: each as its name and category say, or all in one way."""

Situation = Literal[
    "execution",
    "execution_above_one",
    "cost_met",
    "at_most_met",
    "at_most_over",
    "at_least_over",
    "at_least_short",
    "equal_below",
    "equal_above",
    "met_exactly",
    "contested",
]
"""Which convention a row can test: 预算执行 · 执行率超过100% · 成本低于上限 · 其他反向未超 · 反向超过 · 正向超额 ·
正向未达 · 定值未达 · 定值超过 · 恰好完成 · 方向看不出 (which tests none)."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One scored row with its numbers: executed ÷ budget, or actual ÷ target in one unit.

    `comparator` is the printed one; `inferred` what stands for it where none is printed, None where that is contested.
    `second_ratio` is executed ÷ initial budget on an execution row, where the form prints another one.
    """

    form: str
    row: RowResult
    points: Fraction
    submitted: Fraction
    ratio: Fraction
    comparator: Comparator | None = None
    inferred: Comparator | None = None
    is_cost: bool = False
    is_execution: bool = False
    second_ratio: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a parameter: what it says, and the rule by which it scores a row.

    Of an execution row the percentage may first be cut to `places`, and be taken of the initial budget.
    """

    key: str
    says: Text
    rule: Node
    places: int | None = None
    of_initial: bool = False

    def marks(self, sample: Sample) -> Fraction:
        """The marks that it gives a row, not yet rounded."""
        second = sample.second_ratio if self.of_initial else None
        ratio = sample.ratio if second is None else second
        return self.given(sample.points, ratio, sample.comparator or "at_least")

    def given(self, points: Fraction, ratio: Fraction, comparator: Comparator = "at_least") -> Fraction:
        """The marks of a row with this full mark and ratio, not yet rounded."""
        if self.places is not None:
            ratio = Fraction(round_to(ratio, self.places + 2, "half_up"))
        return _marks(self.rule, points, ratio, comparator)


# Pure, and every convention and every cause asks about the same rows.
@lru_cache(maxsize=4096)
def _marks(rule: Node, points: Fraction, ratio: Fraction, comparator: Comparator) -> Fraction:
    met = is_met(comparator, Fraction(1), ratio)
    found = evaluate(rule, Row(points, comparator, ratio=ratio, met=met))
    assert isinstance(found, Marks)  # every row here has a ratio, and nothing more is asked
    return found.high


@dataclass(frozen=True, slots=True)
class Parameter:
    """One convention with the values that are tried; some are cut out of the data (a threshold's intervals)."""

    key: Situation
    title: Text
    values: Callable[[Sequence[Sample]], tuple[Value, ...]]


def samples_of(results: Sequence[FormResult]) -> tuple[Sample, ...]:
    """Every row of the forms that can tell something: with marks, a submitted score and two comparable numbers."""
    found: list[Sample] = []
    for result in results:
        for row in result.rows:
            one = _execution(result, row) if row.row == 0 else _indicator(result, row)
            if one is not None:
                found.append(one)
    return tuple(found)


def _execution(result: FormResult, row: RowResult) -> Sample | None:
    funds = result.form.funds
    if funds is None or row.points is None or row.submitted is None:
        return None
    budget, executed = amount(funds.budget, funds), amount(funds.executed, funds)
    initial = amount(funds.initial_budget, funds)
    if not budget or budget < 0 or executed is None or executed < 0:
        return None
    second = executed / initial if initial and initial > 0 and initial != budget else None
    return Sample(
        result.form.name,
        row,
        row.points,
        row.submitted,
        executed / budget,
        is_execution=True,
        second_ratio=second,
    )


def _indicator(result: FormResult, row: RowResult) -> Sample | None:
    found, indicator = measured(row), row.indicator
    if found is None or indicator is None or indicator.block is not None or row.status == "ignored":
        return None
    if row.points is None or row.submitted is None or found.reached < 0 or found.goal < 0:
        return None
    if found.printed in ("more_than", "less_than") and found.is_exact:
        # A strict limit missed by nothing: less than the full mark, and no rule says how much less.
        return None
    if found.goal == 0:
        # No ratio: met or not is all there is, so the row is worth 0 or the full mark under every candidate.
        if found.reached != 0:
            return None
        ratio = Fraction(1)
    else:
        ratio = found.reached / found.goal
    category, _ = category_of(indicator.category, dimension_of(indicator.dimension))
    direction = direction_of(indicator.name, category, found.target, indicator.extra)
    return Sample(
        result.form.name,
        row,
        row.points,
        row.submitted,
        ratio,
        found.printed,
        None if direction.is_contested else direction.comparators[0],
        is_cost=category == "cost",
    )


def situation(sample: Sample, bare: Bare) -> Situation:
    """Which convention a row can test; a target without a comparator is read as `bare`."""
    if sample.is_execution:
        return "execution_above_one" if sample.ratio > 1 else "execution"
    comparator = sample.comparator or (sample.inferred if bare == "infer" else bare)
    if comparator is None:
        return "contested"
    ratio = sample.ratio
    if comparator in ("at_least", "more_than"):
        is_met = ratio > 1 or (ratio == 1 and comparator == "at_least")
        return "at_least_over" if ratio > 1 else "met_exactly" if is_met else "at_least_short"
    if comparator in ("at_most", "less_than"):
        if ratio > 1 or (ratio == 1 and comparator == "less_than"):
            return "at_most_over"
        return "met_exactly" if ratio == 1 else "cost_met" if sample.is_cost else "at_most_met"
    return "met_exactly" if ratio == 1 else "equal_below" if ratio < 1 else "equal_above"


def rounded(marks: Fraction, mode: Mode) -> Fraction:
    """Marks with two decimals in a mode."""
    return Fraction(round_to(marks, 2, mode))


_BY_RATE = Proportional(ratio="actual/target").rule
_RATES: dict[str, tuple[Text, int | None]] = {
    "rate-2": (
        Text(zh="执行率先取两位小数（18.35%）再乘分值", en="the rate cut to two decimals first"),
        2,
    ),
    "exact": (Text(zh="精确比值乘分值", en="the exact rate"), None),
    "rate-0": (Text(zh="执行率先取整数", en="the rate cut to whole per cent first"), 0),
    "initial-rate-2": (
        Text(zh="以年初预算数为分母，先取两位小数", en="over the initial budget, two decimals first"),
        2,
    ),
    "initial-exact": (Text(zh="以年初预算数为分母，精确比值", en="over the initial budget, exact"), None),
}
_EXECUTION = tuple(
    Value(key, says, _BY_RATE, places, key.startswith("initial")) for key, (says, places) in _RATES.items()
)


def rate(places: int | None) -> Value:
    """Marks × the execution rate, at most the full mark, its percentage first cut to so many decimals."""
    return Value("rate", Text(zh="执行率乘分值", en="marks × rate"), _BY_RATE, places)


def _by(ratio: Ratio) -> Node:
    return Proportional(ratio=ratio, cap="none").rule


_FULL = Value("full", Text(zh="记满分", en="full marks"), FULL)
_NOTHING = Value("nothing", Text(zh="不得分", en="no marks"), ZERO)
BY_RATIO = Value("ratio", Text(zh="按完成值/指标值", en="marks × actual/target"), _by("actual/target"))
INVERSE = Value("inverse", Text(zh="按指标值/完成值", en="marks × target/actual"), _by("target/actual"))
TWO_MINUS = Value(
    "two-minus", Text(zh="按2−完成值/指标值", en="marks × (2 − actual/target)"), _by("2-actual/target")
)
_UNCAPPED = Value("uncapped", Text(zh="按比例，不封顶", en="by ratio, not capped"), _by("actual/target"))


def _fixed(*values: Value) -> Callable[[Sequence[Sample]], tuple[Value, ...]]:
    return lambda samples: values


def _below_target(samples: Sequence[Sample]) -> tuple[Value, ...]:
    """What every method of the table would have tried on rows below an "at least" target."""
    witnesses = tuple((each.ratio, each.submitted / each.points) for each in samples if each.points > 0)
    plain = Row(Fraction(1), "at_least")
    return tuple(
        Value(each.key, Text(zh=each.zh, en=each.en), rule)
        for method in METHODS.values()
        for each in method.tried(witnesses)
        for rule, _ in resolve(each.rule, plain)
    )


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("execution", Text(zh="预算执行率", en="execution rate"), _fixed(*_EXECUTION)),
    Parameter(
        "execution_above_one",
        Text(zh="执行率超过100%", en="execution above 100 %"),
        _fixed(_FULL, _UNCAPPED, _NOTHING),
    ),
    Parameter("cost_met", Text(zh="成本低于上限", en="cost below its ceiling"), _fixed(BY_RATIO, _FULL)),
    Parameter(
        "at_most_met",
        Text(zh="其他反向指标低于上限", en="other at-most rows below the ceiling"),
        _fixed(_FULL, BY_RATIO),
    ),
    Parameter(
        "at_most_over",
        Text(zh="反向指标超过上限", en="at-most rows above the ceiling"),
        _fixed(INVERSE, TWO_MINUS, _NOTHING, _FULL),
    ),
    Parameter(
        "at_least_over", Text(zh="正向指标超额", en="at-least rows above target"), _fixed(_FULL, _UNCAPPED)
    ),
    Parameter("at_least_short", Text(zh="正向指标未达到", en="at-least rows below target"), _below_target),
    Parameter(
        "equal_below", Text(zh="定值指标未达到", en="equal-to rows below target"), _fixed(BY_RATIO, _NOTHING)
    ),
    Parameter(
        "equal_above",
        Text(zh="定值指标超过", en="equal-to rows above target"),
        _fixed(_FULL, TWO_MINUS, INVERSE, _NOTHING),
    ),
    Parameter("met_exactly", Text(zh="恰好完成", en="met exactly"), _fixed(_FULL)),
)
"""Every parameter with its values, in the order of the table in docs/infer.md."""
