"""The finite table of conventions that `infer` tries (候选口径); docs/infer.md lists it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from perfeval.core.category import category_of, dimension_of
from perfeval.core.exact import Mode, round_to, show
from perfeval.core.results import FormResult, RowResult
from perfeval.core.ruleset import Text
from perfeval.core.target import Comparator
from perfeval.review.amounts import amount
from perfeval.review.measured import measured

MODES: tuple[Mode, ...] = get_args(Mode)
BARE: tuple[Comparator, ...] = ("at_least", "at_most", "equal_to")
"""How a target without a comparator can be read."""

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
]
"""What a row is a witness of: 预算执行 · 执行率超过100% · 成本低于上限 · 其他反向未超 · 反向超过 · 正向超额 ·
正向未达 · 定值未达 · 定值超过 · 恰好完成."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One scored row with its numbers: executed ÷ budget, or actual ÷ target in one unit.

    `second_ratio` is executed ÷ initial budget on an execution row, where the form prints another one.
    """

    form: str
    row: RowResult
    points: Fraction
    submitted: Fraction
    ratio: Fraction
    comparator: Comparator | None = None
    is_cost: bool = False
    is_execution: bool = False
    second_ratio: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a parameter: what it says, and the marks that it gives a row, not yet rounded."""

    key: str
    says: Text
    marks: Callable[[Sample], Fraction]


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
    if found.goal == 0:
        # No ratio: met or not is all there is, so the row is worth 0 or the full mark under every candidate.
        if found.reached != 0:
            return None
        ratio = Fraction(1)
    else:
        ratio = found.reached / found.goal
    category, _ = category_of(indicator.category, dimension_of(indicator.dimension))
    return Sample(
        result.form.name, row, row.points, row.submitted, ratio, found.comparator, is_cost=category == "cost"
    )


def situation(sample: Sample, bare: Comparator) -> Situation:
    """What a row is a witness of, a target without a comparator being read as `bare`."""
    if sample.is_execution:
        return "execution_above_one" if sample.ratio > 1 else "execution"
    comparator, ratio = sample.comparator or bare, sample.ratio
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


def _full(sample: Sample) -> Fraction:
    return sample.points


def _nothing(sample: Sample) -> Fraction:
    return Fraction(0)


def _share(sample: Sample) -> Fraction:
    return sample.points * sample.ratio


def _inverse(sample: Sample) -> Fraction:
    return sample.points / sample.ratio


def _two_minus(sample: Sample) -> Fraction:
    return sample.points * max(Fraction(0), 2 - sample.ratio)


def _rate(places: int | None, initial: bool) -> Callable[[Sample], Fraction]:
    """Marks × execution rate, the percentage first cut to so many decimals; at most the full mark."""

    def marks(sample: Sample) -> Fraction:
        rate = sample.second_ratio if initial and sample.second_ratio is not None else sample.ratio
        if places is not None:
            rate = Fraction(round_to(rate, places + 2, "half_up"))
        return sample.points * min(rate, Fraction(1))

    return marks


_EXECUTION = (
    Value(
        "rate-2",
        Text(zh="执行率先取两位小数（18.35%）再乘分值", en="the rate cut to two decimals first"),
        _rate(2, False),
    ),
    Value("exact", Text(zh="精确比值乘分值", en="the exact rate"), _rate(None, False)),
    Value("rate-0", Text(zh="执行率先取整数", en="the rate cut to whole per cent first"), _rate(0, False)),
    Value(
        "initial-rate-2",
        Text(zh="以年初预算数为分母，先取两位小数", en="over the initial budget, two decimals first"),
        _rate(2, True),
    ),
    Value(
        "initial-exact",
        Text(zh="以年初预算数为分母，精确比值", en="over the initial budget, exact"),
        _rate(None, True),
    ),
)
_FULL = Value("full", Text(zh="记满分", en="full marks"), _full)
_NOTHING = Value("nothing", Text(zh="不得分", en="no marks"), _nothing)
_RATIO = Value("ratio", Text(zh="按完成值/指标值", en="marks × actual/target"), _share)
_INVERSE = Value("inverse", Text(zh="按指标值/完成值", en="marks × target/actual"), _inverse)
_TWO_MINUS = Value("two-minus", Text(zh="按2−完成值/指标值", en="marks × (2 − actual/target)"), _two_minus)
_UNCAPPED = Value("uncapped", Text(zh="按比例，不封顶", en="by ratio, not capped"), _share)


def _fixed(*values: Value) -> Callable[[Sequence[Sample]], tuple[Value, ...]]:
    return lambda samples: values


def pass_thresholds(samples: Sequence[Sample]) -> tuple[Value, ...]:
    """Intervals of the pass threshold that the data can tell apart: between the completion ratios that occur."""
    cuts = sorted({sample.ratio for sample in samples if sample.ratio > 0} | {Fraction(1)})
    lows = [Fraction(0), *cuts[:-1]]
    return tuple(_interval(low, high) for low, high in zip(lows, cuts, strict=True))


def _interval(low: Fraction, high: Fraction) -> Value:
    """Below the threshold nothing, from it on by ratio; the threshold lies above `low` and is at most `high`."""

    def marks(sample: Sample) -> Fraction:
        return _share(sample) if sample.ratio >= high else Fraction(0)

    shown = f"{_percent(low)}–{_percent(high)}"
    at_most = Text(
        zh=f"按比例，及格线不高于{_percent(high)}", en=f"by ratio, pass threshold at most {_percent(high)}"
    )
    between = Text(zh=f"按比例，及格线在{shown}（不含下端）", en=f"by ratio, pass threshold in ({shown}]")
    return Value(f"threshold({show(low)},{show(high)}]", at_most if low == 0 else between, marks)


def _percent(share: Fraction) -> str:
    return (
        f"{show(share * 100)}%" if "/" not in show(share * 100) else f"{round_to(share * 100, 2, 'half_up')}%"
    )


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("execution", Text(zh="预算执行率", en="execution rate"), _fixed(*_EXECUTION)),
    Parameter(
        "execution_above_one",
        Text(zh="执行率超过100%", en="execution above 100 %"),
        _fixed(_FULL, _UNCAPPED, _NOTHING),
    ),
    Parameter("cost_met", Text(zh="成本低于上限", en="cost below its ceiling"), _fixed(_RATIO, _FULL)),
    Parameter(
        "at_most_met",
        Text(zh="其他反向指标低于上限", en="other at-most rows below the ceiling"),
        _fixed(_FULL, _RATIO),
    ),
    Parameter(
        "at_most_over",
        Text(zh="反向指标超过上限", en="at-most rows above the ceiling"),
        _fixed(_INVERSE, _TWO_MINUS, _NOTHING, _FULL),
    ),
    Parameter(
        "at_least_over", Text(zh="正向指标超额", en="at-least rows above target"), _fixed(_FULL, _UNCAPPED)
    ),
    Parameter("at_least_short", Text(zh="正向指标未达到", en="at-least rows below target"), pass_thresholds),
    Parameter(
        "equal_below", Text(zh="定值指标未达到", en="equal-to rows below target"), _fixed(_RATIO, _NOTHING)
    ),
    Parameter(
        "equal_above",
        Text(zh="定值指标超过", en="equal-to rows above target"),
        _fixed(_FULL, _TWO_MINUS, _INVERSE, _NOTHING),
    ),
    Parameter("met_exactly", Text(zh="恰好完成", en="met exactly"), _fixed(_FULL)),
)
"""Every parameter with its values, in the order of the table in docs/infer.md."""
