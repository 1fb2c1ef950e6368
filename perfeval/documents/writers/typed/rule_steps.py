"""Steps of the rules (计分): one column for each rule, comparator and reading, filled where that rule applies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from perfeval.core.claim import PENDING
from perfeval.core.comparators import GLYPHS, Comparator
from perfeval.core.rules.evaluate import evaluate
from perfeval.core.rules.expressions import Node
from perfeval.core.rules.resolve import resolve
from perfeval.core.rules.row import Marks, Row
from perfeval.core.ruleset import Rule, Ruleset
from perfeval.core.traits import Traits, every_row
from perfeval.documents.writers.live.formulas import Quotient, rounded
from perfeval.documents.writers.live.live_scores import SIGNS, rounded_ends, zero_target
from perfeval.documents.writers.live.rule_formulas import Cells, marks
from perfeval.documents.writers.typed.sheet_steps import SheetStep
from perfeval.documents.writers.typed.word_tables import COMPARATORS, bands_of

_POINTS, _TARGET, _ACTUAL = "{分值}", "{指标数}", "{完成数}"


@dataclass(frozen=True, slots=True)
class _Case:
    """Rows that score alike: their rule, their comparator (None: no numbers), and the test that tells them."""

    rule: Rule
    comparator: Comparator | None
    test: str


def rule_steps(ruleset: Ruleset, number: int) -> list[SheetStep]:
    """The columns of all rules of a set; `number` is that of its table of levels on the sheet 词表."""
    chosen = {row: ruleset.rules_for(row) for row in every_row()}
    found = [step for case in _quantity_cases(ruleset, chosen) for step in _quantity(case, ruleset)]
    found += [step for case in _range_cases(ruleset, chosen) for step in _ranges(case, ruleset)]
    for kind, answer in (("grade", "{比级}"), ("date", "{比期}")):
        cases = _answered_cases(ruleset, chosen, kind, answer)
        found += [step for case in cases for step in _answered(case, ruleset, answer)]
    return found + list(_bands(ruleset, number, chosen))


Chosen = Mapping[Traits, tuple[Rule, ...]]
"""The rules that apply to each kind of row."""


def _quantity_cases(ruleset: Ruleset, chosen: Chosen) -> Iterator[_Case]:
    for code, comparator in enumerate(COMPARATORS, 1):
        rows = [row for row in chosen if row.target == "quantity" and row.comparator == comparator]
        for rule in ruleset.rules:
            test = _applies(rule, rows, chosen)
            if test is not None:
                yield _Case(rule, comparator, ",".join([f'ISNUMBER(FIND("{code}",{{口径}}))', *test]))


def _applies(rule: Rule, rows: list[Traits], chosen: Chosen) -> list[str] | None:
    """Tests of category and dimension under which the rule alone applies to such rows; None where it never does."""
    mine = [row for row in rows if chosen[row] == (rule,)]
    if not mine:
        return None
    tests = []
    for name, traits_of in (("类别", _category), ("维度", lambda row: row.dimension)):
        values = {traits_of(row) for row in mine}
        if values != {traits_of(row) for row in rows}:
            tests.append("OR(" + ",".join(f'{{{name}}}="{value}"' for value in sorted(values)) + ")")
    return tests


def _category(row: Traits) -> str:
    return row.category if row.kind == "plain" else row.kind


def _quantity(case: _Case, ruleset: Ruleset) -> Iterator[SheetStep]:
    ratio = Quotient(_ACTUAL, _TARGET)
    decimals = ruleset.rounding.completion
    if decimals is not None:
        ratio = Quotient(rounded(ratio.value, decimals.places + 2, decimals.mode))
    assert case.comparator is not None
    sign = SIGNS[case.comparator]
    then = ruleset.meaning.equal_to.then if ruleset.meaning.equal_to else "exactly"
    signs = {"exactly": ("=",), "at_least": (">=",)}.get(then, ("=", ">=")) if sign == "=" else (sign,)
    # No number and no answer: every branch of the rule stays in its formula.
    row = Row(Fraction(1), case.comparator)
    title = f"{_title(case.rule)}{GLYPHS[case.comparator]}"
    ends = [
        (meant, Cells(_POINTS, _TARGET, _ACTUAL, ratio, f"{_ACTUAL}{each}{_TARGET}"))
        for each in signs
        for meant, _ in resolve(case.rule.method.rule, row)
    ]
    yield from _columns(title, f"{{可算}},{case.test}", ends, row, ruleset)


def _columns(
    title: str, test: str, found: list[tuple[Node, Cells]], row: Row, ruleset: Ruleset
) -> Iterator[SheetStep]:
    """A column for each end of each reading; a reading without a formula is left to a person."""
    formulas = [formula for meant, cells in found for formula in _formulas(meant, cells, row, ruleset)]
    for number, formula in enumerate(dict.fromkeys(formulas), 1):
        yield SheetStep(f"{title}{number}", f'IF(AND({test}),{formula},"")')


def _formulas(meant: Node, cells: Cells, row: Row, ruleset: Ruleset) -> Iterator[str]:
    ends = marks(meant, row, cells)
    if ends is None:
        yield f'"{PENDING}"'
        return
    needs_ratio = marks(meant, row, replace(cells, ratio=None)) is None
    zero = zero_target(replace(row, target=Fraction(0)), cells, ruleset)
    for one in rounded_ends(ends, ruleset.rounding.score):
        for plain in dict.fromkeys((one.low, one.high)):
            formula = _strict(plain) if row.comparator in ("more_than", "less_than") else plain
            if not needs_ratio:
                yield formula
                continue
            at_zero = zero.low if zero else f'"{PENDING}"'
            yield f'IF({_TARGET}>0,{formula},IF({_TARGET}=0,{at_zero},"{PENDING}"))'


def _strict(formula: str) -> str:
    """What just misses a strict limit earns less than full marks, though a ratio of 1 would give them."""
    return f'IF(AND({_ACTUAL}={_TARGET},{formula}>={_POINTS}),"{PENDING}",{formula})'


# --- ranges -----------------------------------------------------------------------------------------------


def _range_cases(ruleset: Ruleset, chosen: Chosen) -> Iterator[_Case]:
    rows = [row for row in chosen if (row.target, row.actual) == ("range", "quantity")]
    inside = ["ISNUMBER({实数值})", "{实数值}>={标数}", "{实数值}<={标高}"]
    for rule in ruleset.rules:
        test = _applies(rule, rows, chosen)
        if test is not None:
            yield _Case(rule, None, ",".join(['{标种}="段"', "ISNUMBER({分值})", *inside, *test]))


def _ranges(case: _Case, ruleset: Ruleset) -> Iterator[SheetStep]:
    """Inside the range; outside it may be the good side, and a person decides."""
    row = Row(Fraction(1))
    cells = Cells(_POINTS, _TARGET, _ACTUAL, None, met=True)
    found = [(meant, cells) for meant, _ in resolve(case.rule.method.rule, row)]
    yield from _columns(f"{_title(case.rule)}区间", case.test, found, row, ruleset)


# --- grades, dates and levels of attainment ----------------------------------------------------------------


def _answered_cases(ruleset: Ruleset, chosen: Chosen, kind: str, answer: str) -> Iterator[_Case]:
    rows = [row for row in chosen if row.target == kind and row.actual == kind]
    for rule in ruleset.rules:
        test = _applies(rule, rows, chosen)
        if test is not None:
            yield _Case(rule, None, ",".join([f'{answer}<>""', *test]))


def _answered(case: _Case, ruleset: Ruleset, answer: str) -> Iterator[SheetStep]:
    """Whether the target was met stands in a cell: 1, or 0."""
    row = Row(Fraction(1))
    cells = Cells(_POINTS, _TARGET, _ACTUAL, None, f"{answer}=1")
    found = [(meant, cells) for meant, _ in resolve(case.rule.method.rule, row)]
    title = f"{_title(case.rule)}{'期' if answer == '{比期}' else ''}"
    yield from _columns(title, f"ISNUMBER({{分值}}),{case.test}", found, row, ruleset)


def _title(rule: Rule) -> str:
    return rule.title.zh if rule.title else rule.id


def _bands(ruleset: Ruleset, number: int, chosen: Chosen) -> Iterator[SheetStep]:
    """Both ends of the level that the words name, where the rule for words is the one with the levels."""
    bands = bands_of(ruleset)
    rows = [row for row in chosen if (row.target, row.actual) == ("qualitative", "words")]
    for rule in ruleset.rules:
        test = _applies(rule, rows, chosen)
        if bands is None or rule.method is not bands or test is None:
            continue
        found = [evaluate(bands.rule, Row(Fraction(1), words=level.name)) for level in bands.levels]
        shares = [share for share in found if isinstance(share, Marks)]
        for end, name in (("low", "低"), ("high", "高")):
            choices = ",".join(_end(getattr(share, end), ruleset) for share in shares)
            condition = ",".join(["{程度}>0", "ISNUMBER({分值})", *test])
            yield SheetStep(f"分档{name}", f'IF(AND({condition}),CHOOSE({{程度}},{choices}),"")')


def _end(share: Fraction, ruleset: Ruleset) -> str:
    product = Quotient(str(share.numerator), str(share.denominator)).of(_POINTS) if share else "0"
    decimals = ruleset.rounding.score
    return rounded(product, decimals.places, "half_up" if decimals.mode == "unstated" else decimals.mode)
