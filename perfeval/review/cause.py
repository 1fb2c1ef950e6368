"""Why a submitted score differs (差异成因): the declared variant of the rule that gives exactly that score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from perfeval.core.exact import Mode, round_to
from perfeval.core.results import FormResult, RowResult
from perfeval.core.ruleset import Text
from perfeval.review.amounts import amount, printed_rate
from perfeval.review.candidates import BY_RATIO, INVERSE, TWO_MINUS, Value, rate
from perfeval.review.measured import Measured, measured


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to get a score: a name, what it says, and the marks it gives a row, None where it does not apply.

    A slip (笔误、随意) is no formula: it is named only where no formula gives the score.
    """

    key: str
    says: Text
    marks: Callable[[_Facts], Fraction | None]
    is_slip: bool = False


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the variants compute from."""

    row: RowResult
    result: FormResult
    points: Fraction
    numbers: Measured | None
    unrounded: Fraction | None

    @property
    def follows_ratio(self) -> bool:
        """Whether the rule gives the row marks by its ratio: execution, and a positive target that was missed."""
        found = self.numbers
        missed = found is not None and found.reached < found.goal and not found.is_ceiling
        return self.row.row == 0 or missed

    @property
    def is_ceiling(self) -> bool:
        """Whether the target is an upper limit, printed or inferred."""
        return self.numbers is not None and self.numbers.is_ceiling

    @property
    def rate(self) -> Fraction | None:
        """The exact ratio of the row: actual ÷ target, or executed ÷ budget."""
        return self.row.completion_ratio


def causes(row: RowResult, result: FormResult) -> tuple[Variant, ...]:
    """Every variant that reproduces the submitted score of a row that differs; empty where none does."""
    return tuple(_that_give_it(row, result, VARIANTS))


def is_explained(row: RowResult, result: FormResult) -> bool:
    """Whether any variant reproduces the submitted score of a row that differs."""
    # The last ones, the slips, need no rule and no rounding, and explain most.
    return next(_that_give_it(row, result, reversed(VARIANTS)), None) is not None


def _that_give_it(row: RowResult, result: FormResult, variants: Iterable[Variant]) -> Iterator[Variant]:
    if row.status != "differs" or row.submitted is None or row.points is None:
        return
    # Where the score is a band, or several readings are left, no rounding of one number can be the cause.
    is_point = row.score is not None and row.score.is_point
    unrounded = row.score.exact_high if row.score is not None and is_point else None
    facts = _Facts(row, result, row.points, measured(row), unrounded)
    for variant in variants:
        marks = variant.marks(facts)
        if marks is not None and marks == row.submitted:
            yield variant


def _cut(value: Fraction | None, mode: Mode = "half_up") -> Fraction | None:
    return None if value is None else Fraction(round_to(value, 2, mode))


def _to_marks(per: int, mode: Mode) -> Callable[[_Facts], Fraction | None]:
    """The marks in steps of 1/per of a mark: whole, half and tenth marks, rounded or cut."""

    def marks(facts: _Facts) -> Fraction | None:
        if facts.unrounded is None:
            return None
        found = Fraction(round_to(facts.unrounded * per, 0, mode)) / per
        # A whole number is told as one of whole marks only, and nothing at all as no rounding.
        return found if found and found.denominator in _STEPS[per] else None

    return marks


_STEPS = {1: (1,), 2: (2,), 10: (5, 10)}
"""Denominators of what is a whole, a half or a tenth mark, and nothing coarser."""


def _in_mode(mode: Mode) -> Callable[[_Facts], Fraction | None]:
    return lambda facts: _cut(facts.unrounded, mode)


def _as(
    fragment: Value, applies: Callable[[_Facts], bool], mode: Mode = "half_up"
) -> Callable[[_Facts], Fraction | None]:
    """The marks of a convention that `infer` tries too, on the rows that it can be mistaken for; None elsewhere."""

    def marks(facts: _Facts) -> Fraction | None:
        if facts.rate is None or not applies(facts):
            return None
        return _cut(fragment.given(facts.points, facts.rate), mode)

    return marks


def _follows_ratio(facts: _Facts) -> bool:
    return facts.follows_ratio


def _is_over(facts: _Facts) -> bool:
    """A goal, or the budget, that was passed; what passes a ceiling is no over-completion."""
    return facts.rate is not None and facts.rate > 1 and not facts.is_ceiling


def _is_ceiling(facts: _Facts) -> bool:
    """A limit scored like a goal: the less of it, the fewer marks; the more beyond it, the more."""
    return facts.is_ceiling


def _is_beyond(facts: _Facts) -> bool:
    return facts.is_ceiling and facts.rate is not None and facts.rate > 1


def _full_although_missed(facts: _Facts) -> Fraction | None:
    recomputed = facts.row.score
    missed = recomputed is not None and not recomputed.holds(facts.points) and facts.row.met is not True
    return facts.points if missed else None


def _nothing_although_some(facts: _Facts) -> Fraction | None:
    recomputed = facts.row.score
    return Fraction(0) if recomputed is not None and recomputed.low > 0 else None


def _lost_although_met(facts: _Facts) -> Fraction | None:
    recomputed, submitted = facts.row.score, facts.row.submitted
    is_full = recomputed is not None and recomputed.is_point and Fraction(recomputed.low) == facts.points
    return submitted if is_full and submitted is not None and 0 <= submitted < facts.points else None


def _weighted_twice(facts: _Facts) -> Fraction | None:
    recomputed = facts.row.score
    if recomputed is None or not recomputed.is_point:
        return None
    return _cut(Fraction(recomputed.low) * facts.points / facts.result.ruleset.total.points)


def _initial_budget(facts: _Facts) -> Fraction | None:
    funds = facts.result.form.funds
    if facts.row.row != 0 or funds is None:
        return None
    initial, executed = amount(funds.initial_budget, funds), amount(funds.executed, funds)
    if not initial or executed is None:
        return None
    return _cut(rate(None).given(facts.points, executed / initial))


def _printed_rate(facts: _Facts) -> Fraction | None:
    """The marks of a printed rate that is no rounding of the true one: those have names of their own."""
    funds = facts.result.form.funds
    printed = None if funds is None or facts.row.row != 0 else printed_rate(funds)
    if printed is None or facts.rate is None:
        return None
    is_rounded = any(Fraction(round_to(facts.rate, places, "half_up")) == printed for places in (2, 3, 4))
    return None if is_rounded else _cut(rate(None).given(facts.points, printed))


def _neighbour(facts: _Facts) -> Fraction | None:
    """The recomputed score of the row above or below, if it is the submitted one: a slip of one line."""
    near = [each for each in facts.result.rows if abs(each.row - facts.row.row) == 1 and each.score]
    points = [Fraction(each.score.low) for each in near if each.score and each.score.is_point]
    return facts.row.submitted if facts.row.submitted in points else None


def _actual_value(facts: _Facts) -> Fraction | None:
    return facts.numbers.actual.value if facts.numbers else None


def _percentage(facts: _Facts) -> Fraction | None:
    return _cut(facts.rate * 100) if facts.rate is not None else None


VARIANTS: tuple[Variant, ...] = (
    Variant("half-even", Text(zh="四舍六入五成双", en="rounded half to even"), _in_mode("half_even")),
    Variant(
        "truncated", Text(zh="直接截去小数（未四舍五入）", en="cut off instead of rounded"), _in_mode("down")
    ),
    Variant("rounded-up", Text(zh="一律进位", en="always rounded up"), _in_mode("up")),
    Variant("whole-marks", Text(zh="四舍五入到整数分", en="rounded to whole marks"), _to_marks(1, "half_up")),
    Variant("whole-marks-cut", Text(zh="截去小数只留整数分", en="cut to whole marks"), _to_marks(1, "down")),
    Variant("half-marks", Text(zh="取到0.5分", en="rounded to half marks"), _to_marks(2, "half_up")),
    Variant("half-marks-cut", Text(zh="截到0.5分", en="cut to half marks"), _to_marks(2, "down")),
    Variant("tenth-marks", Text(zh="四舍五入到一位小数", en="rounded to tenths"), _to_marks(10, "half_up")),
    Variant("tenth-marks-cut", Text(zh="截到一位小数", en="cut to tenths"), _to_marks(10, "down")),
    Variant(
        "exact-rate",
        Text(zh="比例未先取整", en="the ratio was not rounded first"),
        _as(rate(None), _follows_ratio),
    ),
    Variant(
        "exact-rate-truncated",
        Text(zh="比例未先取整，得分截尾", en="exact ratio, score cut off"),
        _as(rate(None), _follows_ratio, "down"),
    ),
    Variant(
        "exact-rate-up",
        Text(zh="比例未先取整，得分进位", en="exact ratio, score rounded up"),
        _as(rate(None), _follows_ratio, "up"),
    ),
    Variant(
        "rate-2",
        Text(zh="比例先取两位小数", en="the percentage was rounded to two decimals first"),
        _as(rate(2), _follows_ratio),
    ),
    Variant(
        "rate-1",
        Text(zh="比例先取一位小数", en="the percentage was rounded to one decimal first"),
        _as(rate(1), _follows_ratio),
    ),
    Variant(
        "rate-0",
        Text(zh="比例先取整数", en="the percentage was rounded to whole points first"),
        _as(rate(0), _follows_ratio),
    ),
    Variant(
        "share-of-target",
        Text(zh="按完成值/指标值计分", en="marks × actual/target"),
        _as(BY_RATIO, _is_ceiling),
    ),
    Variant(
        "inverse",
        Text(zh="按指标值/完成值计分", en="marks × target/actual"),
        _as(INVERSE, _is_beyond),
    ),
    Variant(
        "two-minus",
        Text(zh="按2−完成值/指标值计分", en="marks × (2 − actual/target)"),
        _as(TWO_MINUS, _is_beyond),
    ),
    Variant(
        "full-although-missed",
        Text(zh="未完成仍记满分", en="full marks although missed"),
        _full_although_missed,
        is_slip=True,
    ),
    Variant(
        "nothing", Text(zh="部分完成记0分", en="no marks for a part"), _nothing_although_some, is_slip=True
    ),
    Variant("uncapped", Text(zh="超过满分未封顶", en="not capped at the full mark"), _as(BY_RATIO, _is_over)),
    Variant("weighted-twice", Text(zh="重复乘了权重", en="weighted twice"), _weighted_twice),
    Variant(
        "printed-rate", Text(zh="按表上印的执行率计分", en="from the rate as it is printed"), _printed_rate
    ),
    Variant(
        "initial-budget", Text(zh="以年初预算数为分母", en="divided by the initial budget"), _initial_budget
    ),
    Variant(
        "actual-value",
        Text(zh="把实际完成值当作得分", en="the actual value typed as the score"),
        _actual_value,
        is_slip=True,
    ),
    Variant(
        "percentage",
        Text(zh="把完成率当作得分", en="the percentage typed as the score"),
        _percentage,
        is_slip=True,
    ),
    Variant(
        "neighbour", Text(zh="填了相邻行的得分", en="the score of the next row"), _neighbour, is_slip=True
    ),
    Variant(
        "lost-although-met",
        Text(zh="已完成仍扣分", en="points lost although met"),
        _lost_although_met,
        is_slip=True,
    ),
)
"""Every variant, most specific first."""


def named(row: RowResult, result: FormResult) -> tuple[Text, ...]:
    """What explains a row's difference: the formulas that give the score, or else the one slip that does."""
    found = causes(row, result)
    formulas = tuple(variant.says for variant in found if not variant.is_slip)
    return formulas[:3] or tuple(variant.says for variant in found)[:1]
